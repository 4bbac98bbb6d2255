"""Identical mentions: listed in context, switched by keys, marked as one step, refusals remembered."""

from collections.abc import Callable
from pathlib import Path

import pytest
from driving import put_caret, select
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from window_projects import make_project, put_articles, put_layer

from annotator.gui.explore.hit_model import Column
from annotator.gui.explore.mentions import MentionsDialog
from annotator.model.article import Meta
from annotator.model.span import Origin
from annotator.project import bulk, own_work, reading

TEXTS = [
    ("The army left Kobani. The army said so. An army spokesman smiled.", Meta("One", story="left")),
    ("Later the army’s men came back.", Meta("Two", story="left")),
    ("Elsewhere the Army waited for another army.", Meta("Three")),
]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = make_project(tmp_path / "border.annotator")
    put_articles(path, TEXTS)
    return path


@pytest.fixture
def mentions(window, press, qtbot) -> Callable[..., MentionsDialog]:
    """Tag the first army and look for the others."""

    def open_list(words: str = "army") -> MentionsDialog:
        if not window.desk.spans:
            put_caret(window, words)
            press(Qt.Key.Key_A)
        come_back(window, qtbot)
        press(Qt.Key.Key_M)
        dialog = [one for one in window.findChildren(MentionsDialog) if one.isVisible()][-1]
        qtbot.waitUntil(lambda: not dialog._stream.running)
        return dialog

    return open_list


def come_back(window, qtbot) -> None:
    """Wait until the window has the keyboard again; no window manager gives it back here."""
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)


def key(dialog: MentionsDialog, pressed: Qt.Key, qtbot=None) -> None:
    QTest.keyClick(dialog.view, pressed)
    if qtbot is not None:
        qtbot.waitUntil(lambda: not dialog._stream.running)


def special(dialog: MentionsDialog) -> list[str]:
    return [dialog.model.index(row, Column.MARK).data() for row in range(len(dialog.model))]


def test_the_others_are_marked_as_one_step_with_their_origin(window, mentions, stored, press, qtbot):
    dialog = mentions()
    assert dialog.view.hasFocus()
    assert dialog.count.text() == "mark 2 of 2"
    key(dialog, Qt.Key.Key_Return)
    assert stored() == [("actor", "army")] * 3
    assert "tagged 2 more" in window.status.text()
    spans = window.session.ask(lambda project: reading.spans(project, 1))
    assert [span.origin for span in spans] == [Origin.HUMAN, Origin.PROPAGATED, Origin.PROPAGATED]
    assert len(window.article_panel.view.page.spans) == 3
    come_back(window, qtbot)
    press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert stored() == [("actor", "army")]


def test_the_scope_is_chosen_by_a_digit_and_remembered(mentions, qtbot, settings):
    dialog = mentions()
    key(dialog, Qt.Key.Key_2, qtbot)
    assert dialog.count.text() == "mark 3 of 3"
    key(dialog, Qt.Key.Key_3, qtbot)
    assert dialog.count.text() == "mark 4 of 4"
    key(dialog, Qt.Key.Key_C, qtbot)
    assert dialog.count.text() == "mark 5 of 5"
    key(dialog, Qt.Key.Key_Return)
    assert settings.mention_scope == "project"
    assert mentions().scopes.checkedId() == 2


def test_space_switches_off_and_what_was_switched_off_is_refused_from_then_on(window, mentions, stored, qtbot):
    dialog = mentions()
    key(dialog, Qt.Key.Key_3, qtbot)
    key(dialog, Qt.Key.Key_Down)
    key(dialog, Qt.Key.Key_Space)
    assert dialog.count.text() == "mark 3 of 4"
    assert dialog.accept_button.text() == "&Mark 3"
    key(dialog, Qt.Key.Key_Return)
    assert len(stored()) == 4
    assert "1 refused from now on" in window.status.text()
    again = mentions()
    assert again.count.text() == "mark 0 of 1 · 1 refused before · 3 marked already"
    assert not again.accept_button.isEnabled()
    assert sorted(special(again)) == ["marked already"] * 3 + ["refused before"]


def test_refusing_all_of_them_is_remembered_too(window, mentions, stored):
    dialog = mentions()
    QTest.keyClick(dialog.view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    key(dialog, Qt.Key.Key_Space)
    assert dialog.accept_button.text() == "&Refuse 2"
    key(dialog, Qt.Key.Key_Return)
    assert "2 refused from now on" in window.status.text()
    assert stored() == [("actor", "army")]
    assert "2 refused before" in mentions().count.text()


def test_what_is_marked_otherwise_is_off_and_says_so_and_can_be_chosen(window, mentions, path, qtbot, stored):
    text = TEXTS[0][0]
    at = text.index("army", text.index("army") + 1)
    put_layer(path, 1, "ana", text, [("location", at, at + 4)])
    put_layer(path, 1, "ana", text, [("actor", text.index("An army"), text.index("An army") + 17)])
    window.session.read_again()
    window.article_panel.view.move_caret(text.index("army"))
    QTest.keyClick(window.article_panel.view, Qt.Key.Key_A)
    dialog = mentions()
    assert special(dialog) == ["is location", "partly marked"]
    assert dialog.count.text() == "mark 0 of 2"
    key(dialog, Qt.Key.Key_Space)
    assert dialog.count.text() == "mark 1 of 2"
    assert dialog.result_value().refused == []
    key(dialog, Qt.Key.Key_Return)
    assert stored().count(("actor", "army")) == 2


def test_escape_leaves_everything(mentions, stored):
    dialog = mentions()
    key(dialog, Qt.Key.Key_Space)
    key(dialog, Qt.Key.Key_Escape)
    assert stored() == [("actor", "army")]
    assert mentions().count.text() == "mark 2 of 2"


def test_attributes_go_along_only_if_the_annotator_says_so(window, mentions, press, settings):
    put_caret(window, "army")
    press(Qt.Key.Key_A)
    span = window.desk.current_span
    window.session.do(
        lambda project: own_work.update_spans(
            project, "attributes", [span.key], {"attributes": '{"type":"state_force"}'}
        )
    )
    dialog = mentions()
    assert dialog.attributes.isVisible()
    assert not dialog.attributes.isChecked()
    assert "state_force" in dialog.attributes.text()
    dialog.attributes.click()
    key(dialog, Qt.Key.Key_Return)
    spans = window.session.ask(lambda project: reading.spans(project, 1))
    assert [span.attributes.get("type") for span in spans] == ["state_force"] * 3
    assert settings.copies_attributes


def test_words_that_are_selected_are_looked_for_with_the_last_tag(window, mentions, press, stored, qtbot):
    put_caret(window, "Kobani")
    press(Qt.Key.Key_L)
    select(window, "army")
    dialog = mentions()
    assert "location" in dialog.what.text()
    assert dialog.count.text() == "mark 3 of 3"
    key(dialog, Qt.Key.Key_Escape)


def test_without_a_span_or_a_last_tag_the_status_line_says_what_to_do(window, press):
    window.article_panel.view.move_caret(0)
    press(Qt.Key.Key_M)
    assert "No span is current" in window.status.text()
    select(window, "army")
    press(Qt.Key.Key_M)
    assert "Tag something first" in window.status.text()
    window.desk.show_layer("ben")
    press(Qt.Key.Key_M)
    assert "layer of" in window.status.text()
    assert not window.findChildren(MentionsDialog)


def test_very_many_are_marked_as_a_job(window, mentions, stored, qtbot, monkeypatch):
    monkeypatch.setattr(bulk, "LARGE", 1)
    key(mentions(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not window.runner.busy)
    assert stored() == [("actor", "army")] * 3
    assert len(window.article_panel.view.page.spans) == 3
    assert "tagged 2 more" in window.status.text()


def test_a_screen_reader_hears_whether_a_mention_is_chosen(mentions):
    dialog = mentions()
    words = dialog.model.index(0, Column.WORDS)
    assert words.data(Qt.ItemDataRole.AccessibleTextRole).startswith("chosen: The army left Kobani")
    key(dialog, Qt.Key.Key_Space)
    assert words.data(Qt.ItemDataRole.AccessibleTextRole).startswith("not chosen: ")
    assert dialog.model.index(0, Column.MARK).data(Qt.ItemDataRole.AccessibleTextRole) == "not chosen"


def test_enter_leaves_where_the_words_are_nowhere_else_and_the_list_says_so(window, mentions, stored, qtbot):
    select(window, "Kobani")
    QTest.keyClick(window.article_panel.view, Qt.Key.Key_L)
    dialog = mentions("Kobani")
    key(dialog, Qt.Key.Key_1, qtbot)
    assert dialog.count.text() == "These words occur nowhere else here; Enter or Esc leaves."
    key(dialog, Qt.Key.Key_Return)
    assert not dialog.isVisible()
    assert len(stored()) == 1
