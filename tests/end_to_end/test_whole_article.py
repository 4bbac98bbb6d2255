"""An article coded whole by keyboard alone, in the real window."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from annotator.gui.article.view import ArticleView
from annotator.gui.settings import Settings
from annotator.gui.window import MainWindow
from annotator.jobs.exporting import export_project
from annotator.jobs.sample import make_sample
from annotator.project import reading
from annotator.project.project import Project

CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier
KEYS = {"actor": Qt.Key.Key_A, "location": Qt.Key.Key_L, "number": Qt.Key.Key_N, "claim": Qt.Key.Key_C}

Mark = tuple[str, int, int]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    path = tmp_path / "sample.annotator"
    make_sample(path, "cleo")
    return path


@pytest.fixture
def window(project: Path, tmp_path: Path, qtbot) -> Iterator[MainWindow]:
    window = open_window(project, tmp_path, qtbot)
    yield window
    window.close()


def open_window(project: Path, tmp_path: Path, qtbot) -> MainWindow:
    window = MainWindow(Settings(tmp_path / "settings.ini"))
    qtbot.addWidget(window)
    window.show()
    assert window.open_project(project, "cleo")
    qtbot.waitUntil(lambda: window.desk.article is not None and window.isActiveWindow())
    return window


def what_ana_marked(project: Path, article: int) -> list[Mark]:
    """The work to do again: ana's spans on an article, in text order, those in one piece."""
    with Project.open(project, "ana", read_only=True) as opened:
        spans = reading.spans(opened, article)
    return [(span.tag, span.start, span.end) for span in spans if len(span.fragments) == 1]


def press(view: ArticleView, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(view, key, modifiers)


def go(view: ArticleView, position: int, more: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Take the caret to ``position`` by keys: by words as far as they go, then by letters."""
    while view.caret < position:
        press(view, Qt.Key.Key_Right, CONTROL | more)
    while view.caret > position:
        press(view, Qt.Key.Key_Left, more)


def test_an_article_is_coded_by_keyboard_alone_and_found_again_after_a_restart_and_in_the_export(
    window: MainWindow, project: Path, tmp_path: Path, qtbot
):
    article = window.desk.article
    assert article is not None
    to_do = what_ana_marked(project, article.key)
    assert len(to_do) > 30
    view = window.article_panel.view
    for tag, start, end in to_do:
        if view.caret > start:
            press(view, Qt.Key.Key_Home, CONTROL)
        go(view, start)
        go(view, end, SHIFT)
        press(view, KEYS[tag])
        last = window.desk.spans.get(view.current_span)
        assert last is not None
        if (last.start, last.end) != (start, end):
            # The edge is not where words end; the key that does not snap is for that.
            press(view, Qt.Key.Key_Z, CONTROL)
            view_selection_again(view, start, end)
            press(view, KEYS[tag], CONTROL | ALT)
    press(view, Qt.Key.Key_Return, CONTROL)
    window.close()

    again = open_window(project, tmp_path, qtbot)
    with Project.open(project, "cleo", read_only=True) as opened:
        kept = [(span.tag, span.start, span.end) for span in reading.spans(opened, article.key)]
        assert reading.layer(opened, article.key).status == "done"
        assert sorted(kept) == sorted(to_do)
        export_project(opened, tmp_path / "cleo.jsonl", layer="cleo")
    again.close()
    (line,) = [json.loads(one) for one in (tmp_path / "cleo.jsonl").read_text(encoding="utf-8").splitlines()]
    assert sorted((span["label"], span["start"], span["end"]) for span in line["spans"]) == sorted(to_do)
    assert all(span["text"] == line["text"][span["start"] : span["end"]] for span in line["spans"])


def view_selection_again(view: ArticleView, start: int, end: int) -> None:
    press(view, Qt.Key.Key_Home, CONTROL)
    go(view, start)
    go(view, end, SHIFT)
