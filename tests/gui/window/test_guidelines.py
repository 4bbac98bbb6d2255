"""Guidelines: safe text, edited in the window, following the work, with examples from the project."""

import pytest
from driving import put_caret
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPlainTextEdit
from window_projects import put_layer

from annotator.gui.dialogs.guideline import GuidelineDialog
from annotator.gui.panels.examples import _PAUSE
from annotator.gui.panels.safe_markdown import MOST, show_markdown

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def marked(window, press, qtbot):
    put_caret(window, "Observatory")
    press(Qt.Key.Key_A)
    qtbot.waitUntil(lambda: "actor" in window.guidelines.heading.text())
    return window


def drawn(source: str, qtbot) -> QPlainTextEdit:
    view = QPlainTextEdit()
    qtbot.addWidget(view)
    show_markdown(view, source)
    return view


def format_at(view: QPlainTextEdit, words: str):
    cursor = view.textCursor()
    cursor.setPosition(view.toPlainText().index(words) + 1)
    return cursor.charFormat()


def test_markdown_is_drawn_by_hand(qtbot) -> None:
    view = drawn("# Big\n\n- one\n  - two\n3. three\n> said\n*soft* **hard** `code`\n```\nas *it* is\n```\nend", qtbot)
    assert view.toPlainText() == "Big\n\n•  one\n    •  two\n3.  three\n▏ said\nsoft hard code\nas *it* is\nend"
    assert format_at(view, "Big").fontPointSize() > view.font().pointSizeF()
    assert format_at(view, "soft").fontItalic()
    assert format_at(view, "hard").fontWeight() > format_at(view, "soft").fontWeight()
    assert format_at(view, "code").fontFamilies()
    assert not format_at(view, "end").fontItalic()


@pytest.mark.parametrize(
    "source",
    [
        "[a link](https://example.org) ![a picture](file:///etc/passwd)",
        "<img src=x> <b>bold</b> &amp;",
        "*not closed",
        "2 * 3 * 4",
        "snake_case_name",
    ],
)
def test_everything_else_stands_as_it_was_written(qtbot, source: str) -> None:
    assert drawn(source, qtbot).toPlainText() == source


@pytest.mark.parametrize("piece", ["*", "**", "`", "> ", "# ", "- ", "*a", "`a", "```\n", "1. ", "[", "\n"])
def test_hostile_markdown_is_shown_quickly_and_cut_off(qtbot, piece: str) -> None:
    view = drawn(piece * 40_000, qtbot)
    assert len(view.toPlainText()) <= 3 * MOST


def test_a_guideline_is_edited_beside_the_text_as_one_step(marked, press, qtbot) -> None:
    press(Qt.Key.Key_T, CONTROL | SHIFT)
    dialog = marked.findChild(GuidelineDialog)
    assert dialog.source.toPlainText().startswith("Mark every person")
    dialog.source.setPlainText("# Actors\n\nWho *acts*.")
    assert dialog.shown.toPlainText() == "Actors\n\nWho acts."
    dialog.accept()
    assert marked.session.project.tagset["actor"].guideline == "# Actors\n\nWho *acts*."
    assert marked.guidelines.body.toPlainText() == "Actors\n\nWho acts."
    assert "tagset version 2" in marked.status.text()
    press(Qt.Key.Key_Z, CONTROL)
    qtbot.waitUntil(lambda: marked.guidelines.body.toPlainText().startswith("Mark every person"))


def test_without_a_tag_there_is_no_guideline_to_edit(window, press) -> None:
    assert window.guidelines.topic is None
    assert window.guidelines.edit.isHidden()
    press(Qt.Key.Key_T, CONTROL | SHIFT)
    assert "Go to a span" in window.status.text()


def test_it_follows_the_key_that_was_just_used(marked, press, qtbot) -> None:
    put_caret(marked, "Kobani")
    press(Qt.Key.Key_L)
    qtbot.waitUntil(lambda: marked.guidelines.topic == ("tag", "location"))


def test_it_shows_the_help_of_the_attribute_that_is_filled_in(marked, press, qtbot) -> None:
    press(Qt.Key.Key_E)
    assert marked.guidelines.heading.text() == "actor · type"
    assert "What kind of actor this is." in marked.guidelines.body.toPlainText()
    assert "state_force" in marked.guidelines.body.toPlainText()
    assert marked.guidelines.edit.isHidden()
    marked.article_panel.view.setFocus()
    assert marked.guidelines.topic == ("tag", "actor")


def test_it_shows_the_guideline_of_the_relation_that_is_drawn(marked, press, qtbot) -> None:
    put_caret(marked, "287")
    press(Qt.Key.Key_N)
    press(Qt.Key.Key_W)
    assert marked.guidelines.heading.text() == "Relation · counts_who"
    assert marked.guidelines.body.toPlainText() == "From number to actor."
    press(Qt.Key.Key_T, CONTROL | SHIFT)
    dialog = marked.findChild(GuidelineDialog)
    dialog.source.setPlainText("Who is counted.")
    dialog.accept()
    assert marked.session.project.tagset.relation("counts_who").guideline == "Who is counted."


def test_examples_come_from_the_project_after_a_pause_and_one_key_opens_one(marked, press, qtbot) -> None:
    marked.commands.open_article(3)
    put_caret(marked, "Kobani")
    press(Qt.Key.Key_L)
    put_layer(marked.session.project.path, 3, "ben", "A bridge was closed near Kobani.", [("actor", 25, 31)])
    marked.session.read_again()
    marked.guidelines.show_tag("location")
    examples = marked.guidelines.examples
    assert not examples.isVisible()
    qtbot.waitUntil(examples.isVisible)
    texts = [examples.list.item(row).text() for row in range(examples.list.count())]
    assert texts == [
        "\u2068bridge was closed near [Kobani].\u2069",
        "but as \u2068actor\u2069: \u2068bridge was closed near [Kobani].\u2069",
    ]
    marked.commands.open_article(1)
    put_caret(marked, "Observatory")
    marked.guidelines.show_tag("location")
    examples.list.setFocus()
    examples.list.setCurrentRow(0)
    QTest.keyClick(examples.list, Qt.Key.Key_Return)
    assert marked.desk.key == 3
    assert marked.desk.current_span.tag == "location"
    marked.guidelines.show_tag("location")
    examples.list.setCurrentRow(1)
    examples.list.setFocus()
    QTest.keyClick(examples.list, Qt.Key.Key_Return)
    assert marked.desk.layer == "ben"
    assert marked.desk.current_span.tag == "actor"


def test_examples_are_not_looked_for_between_two_keys(marked, press, monkeypatch: pytest.MonkeyPatch, qtbot) -> None:
    examples = marked.guidelines.examples
    examples.settle()
    asked = []
    monkeypatch.setattr("annotator.gui.panels.examples.harvest", lambda project: asked.append(project) or {})
    for words, key in (("Kobani", Qt.Key.Key_L), ("287", Qt.Key.Key_N), ("army", Qt.Key.Key_A)):
        put_caret(marked, words)
        press(key)
    assert asked == []
    qtbot.waitUntil(lambda: len(asked) == 1)


def test_an_example_that_is_gone_says_so(marked) -> None:
    marked.commands.open_example(1, 999, "ana")
    assert marked.status.text() == "⚠ That example is no longer there."


def test_examples_are_there_without_an_edit_and_catch_up_when_the_panel_is_shown(open_window, path, qtbot) -> None:
    text = "A bridge was closed near Kobani."
    put_layer(path, 3, "ana", text, [("location", 25, 31)])
    window = open_window(path)
    window.commands.open_article(3)
    QTest.keyClick(window.article_panel.view, Qt.Key.Key_Tab)
    qtbot.waitUntil(window.guidelines.examples.isVisible)
    window.show_panel("inspector", False)
    put_layer(path, 3, "ben", text, [("location", 2, 8)])
    window.session.read_again()
    qtbot.wait(2 * _PAUSE)
    assert window.guidelines.examples.list.count() == 1
    window.show_panel("inspector", True)
    window.guidelines.show_tag("location")
    qtbot.waitUntil(lambda: window.guidelines.examples.list.count() == 2)
