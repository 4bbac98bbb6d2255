"""Projects to review, with any number of layers, and short words for what a reviewer does."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from window_projects import Mark, make_project, put_articles, put_layer

from annotator.gui.window import MainWindow
from annotator.jobs.comparing import review_article
from annotator.model.article import Meta
from annotator.model.layer import GOLD
from annotator.project import edits, reading
from annotator.project.decisions import decisions
from annotator.project.project import Project

NONE = Qt.KeyboardModifier.NoModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier

TEXT = (
    "The Observatory said at least 287 ISIL fighters were killed in Kobani.\n\n"
    "Among them 26 minors, a source said; the army denied it."
)
OTHER = "Witnesses said at least 287 ISIL fighters fled. The army denies everything near Kobani."


def at(text: str, words: str, tag: str) -> Mark:
    """Return a mark on the first place where ``words`` stand."""
    start = text.index(words)
    return tag, start, start + len(words)


def put_done(path: Path, article: int, layer: str, text: str, marks: Sequence[Mark], **said: object) -> list[int]:
    """Add spans to somebody's layer, and call it done."""
    keys = put_layer(path, article, layer, text, marks, **said)
    with Project.open(path, layer) as project:
        edits.set_status(project, [article], "done")
    return keys


def make_review(
    path: Path, layers: Mapping[str, Sequence[tuple[str, str]]], text: str = TEXT, title: str = "One"
) -> int:
    """Make a project with one article and these layers, each with the words and tags of its marks; return its key."""
    make_project(path)
    (article,) = put_articles(path, [(text, Meta(title))])
    for name, marks in layers.items():
        put_done(path, article, name, text, [at(text, words, tag) for words, tag in marks])
    return article


def go_to_review(window: MainWindow, qtbot) -> None:
    """Go to the mode Review by its key, once there is something to review."""
    qtbot.waitUntil(lambda: window.reviewable.now)
    window.activateWindow()
    window.article_panel.take_focus()
    press(Qt.Key.Key_2, CTRL)
    wait(window, qtbot)


def wait(window: MainWindow, qtbot) -> None:
    """Wait until the list of conflicts is there and nothing works beside the window."""
    page = window.review
    qtbot.waitUntil(
        lambda: page.queue.ready and not page.queue.busy and not window.runner.busy and not page.elsewhere.running
    )


def press(key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> None:
    """Press a key where the keyboard is."""
    widget = QApplication.focusWidget()
    assert widget is not None
    QTest.keyClick(widget, key, modifiers)


def say(words: str) -> None:
    """Type some words where the keyboard is."""
    QTest.keyClicks(QApplication.focusWidget(), words)


def gold(path: Path, article: int = 1) -> list[tuple[str, str]]:
    """Ask the file itself what gold holds: tags and words, in text order."""
    with Project.open(path, "reader", read_only=True) as project:
        text = reading.article(project, article).text
        spans = reading.spans(project, article, GOLD)
        return [(span.tag, " … ".join(text[part.start : part.end] for part in span.fragments)) for span in spans]


def decided(path: Path, article: int = 1):
    """Ask the file for the decisions that count, oldest first."""
    with Project.open(path, "reader", read_only=True) as project:
        return [kept.decision for kept in decisions(project, article) if not kept.decision.earlier]


def states(path: Path, article: int = 1) -> list[str]:
    """Ask the file how its conflicts stand, in text order."""
    with Project.open(path, "reader", read_only=True) as project:
        review = review_article(project, article)
        return [review.standing(conflict).state for conflict in review.comparison.conflicts]
