"""The tour: the real window, driven by key events out of sight, where there is no screen to open it on.

It does the main job as an analyst would: opens an article, goes to words with the caret, marks them, takes one mark
back, says the article is done, exports – and leaves pictures of what would have been seen.
"""

import os
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic

import regex
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator.errors import UserError
from annotator.gui.article.view import ArticleView
from annotator.gui.main import make_application, require_window
from annotator.gui.settings import Settings
from annotator.gui.theme import apply_theme
from annotator.gui.window import MainWindow
from annotator.jobs.exporting import export_project

_WAIT_SECONDS = 20
_SIZE = (1280, 820)

_TO_MARK = (
    (Qt.Key.Key_L, regex.compile(r"^\p{Lu}[\p{L}-]+")),
    (Qt.Key.Key_N, regex.compile(r"(?:more than|about|nearly) \d[\d,]*")),
    (Qt.Key.Key_A, regex.compile(r"[Tt]he (?:\p{Lu}\w+ )*(?:Observatory|Ministry|Front|army|police)")),
    (Qt.Key.Key_C, regex.compile(r"“[^”\n]{20,160}”|‘[^’\n]{20,160}’")),
    (Qt.Key.Key_N, regex.compile(r"at least \d[\d,]*")),
)
"""What the tour marks, each with its key: a dateline, figures, an actor, a quoted claim."""


def take_tour(project: Path) -> dict[str, Path]:
    """Do the main job on ``project`` and return what it left, each file by what it is.

    Raises:
        UserError: if no window can be opened even out of sight, or the window did not do what a key asks of it.
    """
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    require_window()
    app = make_application(["annotator"])
    with TemporaryDirectory(prefix="annotator-") as private:
        settings = Settings(Path(private) / "settings.ini")
        apply_theme(app, "light")
        window = MainWindow(settings)
        window.resize(*_SIZE)
        window.show()
        try:
            return _do_the_main_job(app, window, project)
        finally:
            window.close()


def _do_the_main_job(app: QApplication, window: MainWindow, project: Path) -> dict[str, Path]:
    folder = project.parent
    left = {"Project": project, "JSONL": folder / f"{project.stem}.jsonl"}
    window.open_project(project.absolute())
    _wait_until(lambda: window.desk.article is not None, "an article opens")
    _wait_until(window.isActiveWindow, "the window takes the keys")
    _go_to_untouched(window)
    row = window.articles.row
    marked = _mark_all(window)
    left["Picture of the window"] = _picture(window, folder / "window.png")
    _press(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    _wait_until(partial(_has_spans, window, marked - 1), "undo takes a mark back")
    left["Picture after undoing one mark"] = _picture(window, folder / "window-undone.png")
    apply_theme(app, "dark")
    left["Picture in the dark"] = _picture(window, folder / "window-dark.png")
    _press(window, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    _wait_until(lambda: window.articles.row != row, "the next article opens")
    assert window.session.project is not None
    export_project(window.session.project, left["JSONL"])
    return left


def _go_to_untouched(window: MainWindow) -> None:
    """Go on to an article on which nobody of this name has marked anything."""
    for _ in range(len(window.articles.model)):
        if not len(window.desk.spans):
            return
        before = window.desk.key
        _press(window, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
        if window.desk.key == before:
            break
    raise UserError("Every article of the sample is marked already; give the demo another folder.")


def _mark_all(window: MainWindow) -> int:
    """Mark what there is to mark on the first article that lies open, and return how many spans it has then."""
    article = window.desk.article
    assert article is not None
    view = window.article_panel.view
    for key, place in _places(article.text):
        expected = len(window.desk.spans) + 1
        _select(view, *place)
        _press(window, key)
        _wait_until(partial(_has_spans, window, expected), "a key marks the selected words")
    return len(window.desk.spans)


def _has_spans(window: MainWindow, count: int) -> bool:
    return len(window.desk.spans) == count


def _places(text: str) -> Iterator[tuple[Qt.Key, tuple[int, int]]]:
    for key, pattern in _TO_MARK:
        found = pattern.search(text)
        if found is not None:
            yield key, found.span()


def _select(view: ArticleView, start: int, end: int) -> None:
    """Put the caret on ``start`` and extend to ``end``, by keys alone: by words as far as they go, then by letters."""
    control, shift = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(view, Qt.Key.Key_Home, control)
    _step_to(view, start, control)
    _step_to(view, end, control | shift)


def _step_to(view: ArticleView, position: int, modifiers: Qt.KeyboardModifier) -> None:
    while view.caret < position:
        before = view.caret
        QTest.keyClick(view, Qt.Key.Key_Right, modifiers)
        if view.caret == before:
            raise UserError("The caret does not move; the tour ends here.")
    by_letter = modifiers & ~Qt.KeyboardModifier.ControlModifier
    while view.caret > position:
        QTest.keyClick(view, Qt.Key.Key_Left, by_letter)


def _press(window: MainWindow, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(window.article_panel.view, key, modifiers)


def _wait_until(happened: Callable[[], bool], what: str) -> None:
    until = monotonic() + _WAIT_SECONDS
    while not happened():
        if monotonic() > until:
            raise UserError(f"The tour waited in vain until {what}.")
        QTest.qWait(5)


def _picture(window: MainWindow, path: Path) -> Path:
    QTest.qWait(50)
    if not window.grab().save(str(path)):
        raise UserError(f"No picture can be written to {path}.")
    return path
