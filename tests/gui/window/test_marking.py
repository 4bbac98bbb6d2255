"""Marking: one key, saved before it is shown, undone by another key, also after a restart."""

from unittest.mock import patch

import pytest
from driving import put_caret, select, shown_spans
from PySide6.QtCore import Qt
from window_projects import put_layer

from annotator.errors import UserError
from annotator.gui.panels.wording import without_isolates
from annotator.model.span import Fragment
from annotator.project import edits

CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier


def test_a_letter_tags_the_word_at_the_caret(window, press, stored):
    put_caret(window, "Kobani")
    press(Qt.Key.Key_L)
    assert stored() == [("location", "Kobani")] == shown_spans(window)
    assert window.status.text().replace("\u2068", "").replace("\u2069", "") == (
        "tagged “Kobani” as location – Ctrl+Z undoes"
    )


def test_a_digit_tags_by_the_place_of_the_tag(window, press, stored):
    put_caret(window, "Kobani")
    press(Qt.Key.Key_2)
    assert stored() == [("location", "Kobani")]


def test_a_selection_is_tagged_in_whole_words(window, press, stored):
    select(window, "least 287 ISIL fig")
    press(Qt.Key.Key_N)
    assert stored() == [("number", "least 287 ISIL fighters")]
    assert window.article_panel.view.selection() is None


def test_snapping_can_be_turned_off(window, press, stored):
    select(window, "bserva")
    press(Qt.Key.Key_A, CONTROL | ALT)
    assert stored() == [("actor", "bserva")]


def test_what_is_tagged_becomes_the_current_span_everywhere(window, press, qtbot):
    put_caret(window, "Kobani")
    press(Qt.Key.Key_L)
    span = window.desk.current_span
    assert span is not None
    assert window.article_panel.view.current_span == span.key
    qtbot.waitUntil(lambda: window.inspector.tag.currentData() == "location")
    assert window.spans.view.currentIndex().row() == window.desk.spans.row_of(span.key)
    qtbot.waitUntil(lambda: "location" in window.guidelines.heading.text())


def test_the_same_mark_twice_is_one_mark(window, press, stored):
    put_caret(window, "Kobani")
    press(Qt.Key.Key_L)
    press(Qt.Key.Key_L)
    assert len(stored()) == 1
    assert "already" in window.status.text()


def test_overlapping_marks_are_all_kept(window, press, stored):
    for words, key in (("at least 287", Qt.Key.Key_N), ("at least 287 ISIL fighters were killed", Qt.Key.Key_C)):
        select(window, words)
        press(key)
    assert len(stored()) == 2 == len(shown_spans(window))


def test_shift_and_letter_change_the_tag(window, press, stored):
    put_caret(window, "Kobani")
    press(Qt.Key.Key_L)
    press(Qt.Key.Key_A, SHIFT)
    assert stored() == [("actor", "Kobani")] == shown_spans(window)


def test_backspace_removes_and_control_z_brings_back_the_same_span(window, press, stored):
    put_caret(window, "Kobani")
    press(Qt.Key.Key_L)
    key = window.desk.current
    press(Qt.Key.Key_Backspace)
    assert stored() == [] == shown_spans(window)
    press(Qt.Key.Key_Z, CONTROL)
    assert stored() == [("location", "Kobani")]
    assert window.desk.current == key


@pytest.mark.parametrize(
    ("key", "modifiers", "becomes"),
    [
        (Qt.Key.Key_Left, ALT, "at least 287 ISIL"),
        (Qt.Key.Key_Right, ALT, "287 ISIL"),
        (Qt.Key.Key_Left, ALT | SHIFT, "least 287"),
        (Qt.Key.Key_Right, ALT | SHIFT, "least 287 ISIL fighters"),
    ],
)
def test_edges_move_by_words(window, press, stored, key, modifiers, becomes):
    select(window, "least 287 ISIL")
    press(Qt.Key.Key_N)
    press(key, modifiers)
    assert stored() == [("number", becomes)] == shown_spans(window)


def test_an_edge_never_leaves_an_empty_span(window, press, stored):
    put_caret(window, "287")
    press(Qt.Key.Key_N)
    press(Qt.Key.Key_Right, ALT)
    press(Qt.Key.Key_Left, ALT | SHIFT)
    assert stored() == [("number", "287")]
    assert window.status.text().startswith("⚠")


def test_edges_of_what_space_offers_move_before_it_is_tagged_and_the_last_span_stays(window, press, stored):
    put_caret(window, "Kobani")
    press(Qt.Key.Key_L)
    at = window.article_panel.view.text.index("287")
    window.article_panel.view.offer(Fragment(at, at + 3))
    window.article_panel.view.set_current_span(window.desk.spans.all()[0].key, reveal=False)
    press(Qt.Key.Key_Left, ALT)
    press(Qt.Key.Key_Right, ALT | SHIFT)
    assert stored() == [("location", "Kobani")]
    assert without_isolates(window.status.text()) == "now “least 287 ISIL” – a letter tags it"
    press(Qt.Key.Key_N)
    assert stored() == [("number", "least 287 ISIL"), ("location", "Kobani")]
    press(Qt.Key.Key_Left, ALT | SHIFT)
    assert stored() == [("number", "least 287"), ("location", "Kobani")]


def test_undo_and_redo_work_after_a_restart_and_name_what_they_do(window, press, open_window, path, stored, qtbot):
    select(window, "at least 287")
    press(Qt.Key.Key_N)
    window.close()
    again = open_window(path)
    assert again.action_table.action("edit.undo").text() == "&Undo: tag “at least 287” as number"
    again.commands.undo()
    assert stored() == [] == shown_spans(again)
    qtbot.waitUntil(lambda: again.action_table.action("edit.redo").text() == "&Redo: tag “at least 287” as number")
    again.commands.redo()
    assert stored() == [("number", "at least 287")] == shown_spans(again)


def test_undo_opens_the_article_that_the_step_was_in_and_goes_there(window, press):
    first = window.desk.key
    put_caret(window, "Kobani")
    press(Qt.Key.Key_L)
    press(Qt.Key.Key_Down, ALT)
    assert window.desk.key != first
    press(Qt.Key.Key_Z, CONTROL)
    assert window.desk.key == first
    window.commands.redo()
    assert window.desk.current_span.tag == "location"


def test_nothing_is_painted_when_the_edit_is_refused(window, press, stored):
    put_caret(window, "Kobani")
    with patch.object(edits, "mark", side_effect=UserError("The disk is full.")):
        press(Qt.Key.Key_L)
    assert shown_spans(window) == []
    assert window.status.text() == "⚠ The disk is full."


def test_a_moved_project_file_refuses_the_mark_and_shows_none(window, press, path):
    put_caret(window, "Kobani")
    path.rename(path.with_name("elsewhere.annotator"))
    press(Qt.Key.Key_L)
    assert shown_spans(window) == []
    assert window.status.text().startswith("⚠")


def test_letters_typed_into_fields_tag_nothing(window, qtbot, stored):
    window.articles.filter_box.setFocus()
    qtbot.keyClicks(window.articles.filter_box, "alnc")
    assert stored() == []
    assert window.articles.filter_box.text() == "alnc"


def test_tab_goes_from_span_to_span(window, press):
    for words, key in (("Observatory", Qt.Key.Key_A), ("Kobani", Qt.Key.Key_L)):
        put_caret(window, words)
        press(key)
    window.article_panel.view.move_caret(0)
    seen = []
    for _ in range(2):
        press(Qt.Key.Key_Tab)
        seen.append(window.desk.current_span.tag)
    assert seen == ["actor", "location"]
    press(Qt.Key.Key_Backtab, SHIFT)
    assert window.desk.current_span.tag == "actor"


def test_the_status_line_does_not_go_on_about_a_key_before(window, press):
    press(Qt.Key.Key_Tab)
    assert window.status.text() == "There is no span in this layer of the article."
    put_caret(window, "Kobani")
    press(Qt.Key.Key_L)
    press(Qt.Key.Key_Tab)
    assert window.status.text() == "That was the last span."
    window.article_panel.view.move_caret(0)
    press(Qt.Key.Key_Tab)
    assert window.status.text().replace("\u2068", "").replace("\u2069", "") == "location “Kobani” · span 1 of 1"


def test_another_layer_is_shown_but_not_changed(window, press, stored, path, qtbot):
    text = window.article_panel.view.text
    put_layer(path, window.desk.key, "ben", text, [("actor", 4, 15)])
    window.session.read_again()
    chooser = window.article_panel.layers
    chooser.setCurrentIndex(chooser.findData("ben"))
    chooser.activated.emit(chooser.currentIndex())
    assert shown_spans(window) == [("actor", "Observatory")]
    put_caret(window, "Kobani")
    press(Qt.Key.Key_L)
    assert "ben" in window.status.text()
    press(Qt.Key.Key_Tab)
    window.article_panel.view.move_caret(5)
    press(Qt.Key.Key_Backspace)
    assert stored("ben") == [("actor", "Observatory")]
    assert stored() == []

    qtbot.waitUntil(lambda: "ben" in window.inspector.page.reason.text())


def test_a_mark_in_the_shown_text_reads_the_words_that_were_selected_also_behind_astral_characters(
    window, press, stored
):
    select(window, "source")
    press(Qt.Key.Key_A)
    assert stored() == [("actor", "source")]


def test_the_article_is_coded_whole_by_keyboard_alone(window, press, stored):
    """Caret keys, shift and letters; no mouse, and nothing that a key could not do."""
    press(Qt.Key.Key_Home, CONTROL)
    words = window.article_panel.view.text.split()
    for _ in range(len(words) * 2):
        press(Qt.Key.Key_Right, CONTROL)
        if window.article_panel.view.caret >= len(window.article_panel.view.text):
            break
        press(Qt.Key.Key_Right, CONTROL | SHIFT)
        press(Qt.Key.Key_A)
    assert len(stored()) > 10
    assert shown_spans(window) == sorted(stored(), key=lambda _: 0)
    assert all(span.fragments[0] != Fragment(0, 1) for span in window.desk.spans.all())
