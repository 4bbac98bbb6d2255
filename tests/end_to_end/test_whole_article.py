"""An article coded whole by keyboard alone, in the real window."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from analyst import Analyst
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

ARTICLE = "5f48b30b-5091-4ed5-a6bd-18eb1624ce28"
"""Water before dawn: what we know of the Ulmere flood."""
EXPECTED = Path(__file__).with_name("coded_article.jsonl")
"""What a careful annotator who follows the guideline says about it."""
MOST_KEYS_PER_SPAN = 2.5

CODED = """
# Candidates are to follow one another by themselves: a letter tags one, Space only passes one over.
Shift+Q

# The headline. The flood was at Ulmere, which only says which flood it was.
Space Space L  E Tab Tab 2 Esc

# "[Ostrel – Fanous] Nineteen people …": the dateline, who counted how many, and where.
L  E Tab Tab 3 Esc
Space N Enter
A  W Enter
L
A
Space N Enter
N Enter  R R Enter
A  W Enter

# "The provincial government’s count stood at eleven": the figure is a claim, too. Nobody guesses that they are dead.
A
C  S Enter Enter
Shift+Space N Enter  E Tab*4 1 Esc
A
L

# "The Northern Accord Front repeated …": the army is named twice; three places have no name.
A
N  Alt+Shift+Right*2 Enter
A  M Enter
K K Ctrl+Left*3 L  Alt+Shift+Right*2
Space N Enter
Ctrl+Left*2 L
Space Space Space
Ctrl+Right*5 L  Alt+Shift+Right
Shift+Space N Enter

# "A little-known group, the Lantern Brigades, …": one group under two names; Ostrel is the government here.
A
A  R Enter
Ctrl+Right*4 L
Shift+Space A
A
A
N Enter
L  Ctrl+Z
A

# "Bohumir Talsk, who retired …"
Space A

# "Some six thousand people …": those in schools are displaced, and the rebels have a figure, too.
Space N Enter  E Tab*4 5 Esc
A  W Enter
A
A
N Enter
A
C  S Tab Enter Enter
Shift+Space N Enter
N Enter
L

# The line of credits holds nothing.
X  Ctrl+Z Ctrl+Shift+Z

# The claims, from the top. Nineteen dead, and twenty-three missing, says the Relief Office.
Ctrl+Home
G C  S Enter Enter
C  S Enter Enter

# The adviser; the Front, which also accuses; the army, which denies.
C  S Enter Enter
C  S Enter Enter
C  S Enter Enter
C  S Enter Enter  E Tab Tab 2

# The Lantern Brigades boast, and take it back; Ostrel believes neither.
C  S Tab Enter Enter  E Tab Tab 4
C  S Enter Enter
C  S Enter Enter

# Talsk holds it possible, and what he says then is split by "he said".
C  S Enter  E 1 3 1
C + S Enter Enter

# The Relief Office; the governor, whose figure ends before the rebels’; and nobody in particular, in two pieces.
C  S Enter Enter
C  Alt+Shift+Left*6  S Enter Enter
C +  0 Enter

# The article as a whole; done.
T 1 1 Esc
Ctrl+Enter
"""
"""How an analyst codes that article from the first paragraph to the last, and then its claims."""


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


def test_an_article_is_coded_completely_with_two_keys_a_mark(
    window: MainWindow, project: Path, tmp_path: Path, qtbot, capsys: pytest.CaptureFixture[str]
):
    keys = window.session.ask(reading.article_keys) or []
    (key,) = [key for key in keys if window.session.ask(lambda p, key=key: reading.article(p, key)).id == ARTICLE]
    window.commands.open_article(key)
    window.article_panel.view.setFocus()
    analyst = Analyst(window, qtbot)
    analyst.follow(CODED)
    window.close()

    with Project.open(project, "cleo", read_only=True) as opened:
        export_project(opened, tmp_path / "cleo.jsonl", layer="cleo")
    (line,) = (tmp_path / "cleo.jsonl").read_text(encoding="utf-8").splitlines()
    coded, expected = json.loads(line), json.loads(EXPECTED.read_text(encoding="utf-8"))
    assert spans_of(coded) == spans_of(expected)
    assert relations_of(coded) == relations_of(expected)
    for said in ("text", "meta", "layer", "status", "labels", "read"):
        assert coded[said] == expected[said]

    count = len(coded["spans"])
    marking = (analyst.keys["moving"] + analyst.keys["marking"]) / count
    kinds = ", ".join(f"{kind} {pressed}" for kind, pressed in analyst.keys.most_common())
    with capsys.disabled():
        print(f"\n{count} spans: {marking:.2f} keys a mark, {analyst.keys.total() / count:.2f} in all ({kinds})")
    assert marking <= MOST_KEYS_PER_SPAN


def spans_of(record: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the spans of a record in text order, without their ids."""
    spans = [{name: value for name, value in span.items() if name != "id"} for span in record["spans"]]
    return sorted(spans, key=lambda span: (span["start"], -span["end"], span["label"]))


def relations_of(record: dict[str, Any]) -> list[tuple[str, str, str]]:
    """Return the relations of a record: their type, and the words at both ends with where these begin."""
    named = {span["id"]: f"{span['start']}: {span['text']}" for span in record["spans"]}
    return sorted((one["label"], named[one["head"]], named[one["child"]]) for one in record["relations"])
