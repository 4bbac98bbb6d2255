"""A main window on a project with one article, driven by keys."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from window_projects import make_project, put_articles

from annotator.gui.settings import Settings
from annotator.gui.window import MainWindow
from annotator.model.article import Meta
from annotator.project.project import Project

TEXT = (
    "The Observatory said at least 287 ISIL fighters were killed in Kobani.\n\n"
    "Among them 26 minors, 𝐀 source said; the army denied it."
)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    settings = Settings(tmp_path / "settings" / "settings.ini")
    settings.annotator = "ana"
    return settings


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A project with three articles."""
    path = make_project(tmp_path / "border.annotator")
    put_articles(
        path,
        [
            (TEXT, Meta("Fighters pushed from river towns", "Northern Wire", published="2026-11-02", language="en")),
            ("The army denies everything.", Meta("Army denies", "Fanous")),
            ("A bridge was closed near Kobani.", Meta("Bridge is closed", "Meridian")),
        ],
    )
    return path


@pytest.fixture
def open_window(settings: Settings, tmp_path: Path, qtbot) -> Iterator[Callable[..., MainWindow]]:
    """Open windows one after the other; each is closed in the end."""
    opened: list[MainWindow] = []

    def start(project: Path | None = None) -> MainWindow:
        window = MainWindow(settings, sample_folder=tmp_path / "samples")
        opened.append(window)
        qtbot.addWidget(window)
        with qtbot.waitExposed(window):
            window.show()
        window.activateWindow()
        if project is not None:
            assert window.open_project(project)
            qtbot.waitUntil(lambda: not window.runner.busy)
        return window

    yield start
    for window in opened:
        window.close()


@pytest.fixture
def window(open_window: Callable[..., MainWindow], path: Path) -> MainWindow:
    return open_window(path)


@pytest.fixture
def press(window: MainWindow) -> Callable[..., None]:
    """Press a key in the article."""

    def press(key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(window.article_panel.view, key, modifiers)

    return press


@pytest.fixture
def stored(path: Path) -> Callable[..., list[tuple[str, str]]]:
    """Ask the file itself which spans it holds: their tags and words."""
    from annotator.project import reading

    def ask(annotator: str = "ana") -> list[tuple[str, str]]:
        with Project.open(path, annotator, read_only=True) as project:
            found = []
            for key in reading.article_keys(project):
                text = reading.article(project, key).text
                found += [(span.tag, text[span.start : span.end]) for span in reading.spans(project, key)]
            return found

    return ask
