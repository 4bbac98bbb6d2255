"""The inspector and the span table: what they show, and that a note is one step."""

import pytest
from driving import put_caret
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator.gui.panels.span_model import Column
from annotator.model.span import Fragment
from annotator.project import describing, edits, history

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def marked(window, press):
    put_caret(window, "Kobani")
    press(Qt.Key.Key_L)
    window.inspector.settle()
    return window


def undo_name(window) -> str:
    step = window.session.ask(history.next_undo)
    return step.op


def test_without_a_span_it_says_what_to_do(window):
    window.inspector.settle()
    assert "press a tag’s letter" in window.inspector.hint.text()
    assert "actor" in window.inspector.hint.text()


def test_it_shows_the_words_the_origin_and_the_tag(marked):
    assert marked.inspector.words.text() == "“Kobani”"
    assert marked.inspector.origin.text() == "marked by hand"
    assert marked.inspector.tag.currentData() == "location"


def test_a_note_is_one_step_when_it_is_left(marked, press, qtbot):
    press(Qt.Key.Key_Semicolon)
    note = marked.inspector.note
    qtbot.waitUntil(note.hasFocus)
    qtbot.keyClicks(note, "which one?")
    assert undo_name(marked) == "mark"
    marked.article_panel.view.setFocus()
    assert marked.desk.current_span.note == "which one?"
    assert undo_name(marked) == "note"
    press(Qt.Key.Key_Z, CONTROL)
    assert marked.desk.current_span.note == ""
    assert undo_name(marked) == "mark"


def test_control_enter_saves_the_note_and_does_not_finish_the_article(marked, press, qtbot):
    press(Qt.Key.Key_Semicolon)
    qtbot.keyClicks(marked.inspector.note, "check")
    QTest.keyClick(marked.inspector.note, Qt.Key.Key_Return, CONTROL)
    qtbot.waitUntil(marked.article_panel.view.hasFocus)
    assert marked.desk.current_span.note == "check"
    assert marked.desk.state.status == "open"


def test_a_note_is_saved_before_another_article_opens_and_before_the_window_closes(
    marked, press, qtbot, open_window, path
):
    press(Qt.Key.Key_Semicolon)
    qtbot.keyClicks(marked.inspector.note, "first")
    marked.commands.next_article()
    marked.commands.previous_article()
    marked.article_panel.view.setFocus()
    put_caret(marked, "Kobani")
    assert marked.desk.current_span.note == "first"
    press(Qt.Key.Key_Semicolon)
    qtbot.keyClicks(marked.inspector.note, "second")
    marked.close()
    again = open_window(path)
    assert [span.note for span in again.desk.spans.all()] == ["second"]


def test_a_note_nobody_changed_is_no_step(marked, press):
    press(Qt.Key.Key_Semicolon)
    marked.article_panel.view.setFocus()
    assert undo_name(marked) == "mark"


def test_unsure_is_toggled_by_key_and_by_mouse(marked, press):
    press(Qt.Key.Key_U)
    assert marked.desk.current_span.unsure
    marked.inspector.settle()
    assert marked.inspector.unsure.isChecked()
    marked.inspector.unsure.click()
    assert not marked.desk.current_span.unsure


def test_choosing_another_tag_retags(marked, stored):
    tag = marked.inspector.tag
    tag.setCurrentIndex(tag.findData("actor"))
    tag.activated.emit(tag.currentIndex())
    assert stored() == [("actor", "Kobani")]


def test_the_table_follows_the_article_and_the_article_the_table(marked, press):
    put_caret(marked, "Observatory")
    press(Qt.Key.Key_A)
    table = marked.spans.view
    assert table.currentIndex().row() == 0
    QTest.keyClick(table, Qt.Key.Key_Down)
    assert marked.desk.current_span.tag == "location"
    view = marked.article_panel.view
    assert view.text[view.caret :].startswith("Kobani")


def test_the_table_speaks(marked):
    model = marked.desk.spans
    spoken = [
        model.index(0, column).data(Qt.ItemDataRole.AccessibleTextRole).replace("\u2068", "").replace("\u2069", "")
        for column in Column
    ]
    assert spoken == [
        "location, marked by hand",
        "“Kobani”, location",
        "no note",
        "paragraph 1",
        "no attributes",
        "no relations",
    ]


def test_the_table_says_of_attributes_and_parts_what_the_inspector_and_the_lanes_show(marked):
    article, span = marked.desk.article, marked.desk.current_span
    parts = (Fragment(4, 15), *span.fragments)
    marked.session.do(lambda project: edits.move(project, article, span.key, parts))
    said = {"precision": 4, "use": "literal", "linked": False, "country": ""}
    marked.session.do(lambda project: describing.set_attributes(project, [span.key], said))
    cell = marked.desk.spans.index(0, Column.ATTRIBUTES)
    assert cell.data() == "precision 4 · use literal · linked no"
    spoken = cell.data(Qt.ItemDataRole.AccessibleTextRole).replace("\u2068", "").replace("\u2069", "")
    assert spoken == "precision 4, use literal, linked no"
    assert "in 2 parts" in marked.desk.spans.index(0, Column.TEXT).data(Qt.ItemDataRole.AccessibleTextRole)


@pytest.mark.parametrize("width", [160, 300, 700])
def test_the_words_have_room_in_a_table_of_any_width_and_attributes_where_they_fit(marked, width):
    table = marked.spans.view
    table.resize(width, 200)
    columns = {column: table.columnWidth(column) for column in Column}
    assert columns[Column.TEXT] >= 40
    shown = sum(columns[column] for column in (Column.TAG, Column.TEXT, Column.NOTE, Column.PLACE))
    assert shown <= table.viewport().width() or width == 160
    assert (shown + columns[Column.ATTRIBUTES] <= table.viewport().width()) is (width == 700)


def test_the_guideline_of_the_tag_is_shown_as_text(marked, qtbot):
    qtbot.waitUntil(lambda: "Include direction words: north-western Syria." in marked.guidelines.body.toPlainText())


def test_a_letter_after_a_double_click_on_a_lane_retags_nothing(window, press, stored):
    put_caret(window, "Observatory")
    press(Qt.Key.Key_A)
    view = window.article_panel.view
    view.spanActivated.emit(view.current_span)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_L)
    assert stored() == [("actor", "Observatory")]
