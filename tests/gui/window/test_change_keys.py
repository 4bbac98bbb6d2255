"""Other keys: changed by keyboard alone, used everywhere at once, kept, and never two things on one key."""

import json

import msgspec
import pytest
from driving import put_caret, select
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLabel, QLineEdit, QPushButton, QWidget
from window_projects import make_project

from annotator.gui.dialogs.change_keys import ChangeKeys
from annotator.gui.dialogs.key_field import KeyField
from annotator.gui.dialogs.key_rows import Column
from annotator.gui.key_sheet import KeySheet
from annotator.gui.palette import CommandPalette, ranked
from annotator.gui.settings import Settings
from annotator.gui.window import MainWindow
from annotator.model.tagset import Tag
from annotator.project import tagset_writing

CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier


class Editor:
    """The dialog, driven by keys as an annotator would."""

    def __init__(self, window: MainWindow, qtbot) -> None:
        self.window, self.qtbot = window, qtbot
        window.article_panel.view.setFocus()
        window.action_table.action("view.shortcuts").trigger()
        self.dialog = window.findChild(ChangeKeys)
        with qtbot.waitExposed(self.dialog):
            self.dialog.show()
        self.dialog.activateWindow()
        qtbot.waitUntil(self.dialog.words.hasFocus)

    def close(self) -> None:
        """Leave with Escape, and go on in the article."""
        self.press(Qt.Key.Key_Escape)
        assert not self.dialog.isVisible()
        self.window.activateWindow()
        self.qtbot.waitUntil(self.window.article_panel.view.hasFocus)

    def choose(self, letter: Qt.Key) -> None:
        """Press the button that has a letter."""
        before = self.say()
        self.press(letter, ALT)
        self.qtbot.waitUntil(lambda: self.say() != before)

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(QApplication.focusWidget(), key, modifiers)

    def find(self, words: str) -> None:
        """Type words, and go to the first row."""
        self.dialog.words.setFocus()
        self.dialog.words.clear()
        QTest.keyClicks(self.dialog.words, words)
        self.press(Qt.Key.Key_Down)
        assert self.dialog.table.hasFocus()

    def say(self) -> str:
        return self.dialog.answer.sentence.text().replace("\u2068", "").replace("\u2069", "").replace("\u200b", "")

    def row(self, action_id: str) -> list[str]:
        rows = self.dialog.rows
        at = rows.row_of(action_id)
        cells = [rows.index(at, column).data() for column in Column]
        return [cell.replace("\u2068", "").replace("\u2069", "") for cell in cells]


@pytest.fixture
def editor(window, qtbot) -> Editor:
    return Editor(window, qtbot)


def test_a_free_key_is_given_with_two_keys_and_works_at_once(editor, window, press, settings) -> None:
    editor.find("flag")
    editor.press(Qt.Key.Key_Return)
    assert editor.say() == "Press the new key for “Flag”; Esc leaves it as it is."
    editor.press(Qt.Key.Key_B)
    assert editor.say() == "“Flag” has B now."
    assert editor.dialog.table.hasFocus()
    assert editor.row("article.flag") == ["Flag", "B", "yours – usually F"]
    editor.close()
    press(Qt.Key.Key_B)
    assert window.desk.state.flagged
    assert settings.keys == {"article.flag": ("B",)}


def test_a_key_of_another_is_taken_after_a_question(editor, window) -> None:
    editor.find("flag")
    editor.press(Qt.Key.Key_Return)
    editor.press(Qt.Key.Key_G, CONTROL)
    assert editor.say() == "Ctrl+G belongs to “Find next”, which would keep F3. Take it for “Flag”?"
    assert window.action_table.keys.keys["article.flag"] == ("F",)
    editor.press(Qt.Key.Key_Return)
    assert window.action_table.keys.keys["article.flag"] == ("Ctrl+G",)
    editor.find("find next")
    assert editor.row("find.next") == ["Find next", "F3", "Ctrl+G belongs to “Flag”."]


def test_a_question_is_answered_with_no_by_escape(editor, window) -> None:
    editor.find("flag")
    editor.press(Qt.Key.Key_Return)
    editor.press(Qt.Key.Key_U)
    assert "belongs to “Unsure”, which would have no other key" in editor.say()
    editor.press(Qt.Key.Key_Escape)
    assert editor.say() == "Nothing was changed."
    assert window.action_table.chosen == {}
    assert editor.dialog.isVisible()
    editor.press(Qt.Key.Key_Escape)
    assert not editor.dialog.isVisible()


@pytest.mark.parametrize(
    ("words", "key", "modifiers", "why"),
    [
        ("flag", Qt.Key.Key_Left, CONTROL, "moves the caret"),
        ("flag", Qt.Key.Key_A, CONTROL, "selects everything"),
        ("find next", Qt.Key.Key_G, SHIFT, "needed for typing"),
        ("find next", Qt.Key.Key_Tab, Qt.KeyboardModifier.NoModifier, "needed for typing"),
        ("find next", Qt.Key.Key_P, ALT, "may open a menu"),
    ],
)
def test_a_key_that_cannot_be_had_is_refused_and_another_is_waited_for(editor, window, words, key, modifiers, why):
    editor.find(words)
    editor.press(Qt.Key.Key_Return)
    editor.press(key, modifiers)
    assert why in editor.say()
    assert window.action_table.chosen == {}
    editor.press(Qt.Key.Key_F9)
    assert editor.say().endswith("has F9 now.")


def test_tab_can_be_a_key_and_yet_leads_out_of_the_field(editor, window) -> None:
    editor.find("flag")
    editor.press(Qt.Key.Key_Return)
    editor.press(Qt.Key.Key_Tab)
    assert "Tab belongs to “Next span”" in editor.say()
    editor.press(Qt.Key.Key_Escape)
    editor.dialog.new.setFocus()
    editor.press(Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is editor.dialog.change
    editor.press(Qt.Key.Key_Backtab, SHIFT)
    assert QApplication.focusWidget() is editor.dialog.new
    assert not editor.dialog.new.listening


def test_escape_while_listening_takes_no_key_and_goes_back(editor, window) -> None:
    editor.find("flag")
    editor.press(Qt.Key.Key_Return)
    editor.press(Qt.Key.Key_Shift, SHIFT)
    assert editor.dialog.new.listening, "a modifier alone is not a key yet"
    editor.press(Qt.Key.Key_Escape)
    assert editor.dialog.isVisible()
    assert editor.dialog.table.hasFocus()
    assert not editor.dialog.new.listening
    assert window.action_table.chosen == {}


def test_leaving_the_field_with_the_mouse_stops_listening(editor, qtbot) -> None:
    editor.find("flag")
    editor.press(Qt.Key.Key_Return)
    qtbot.mouseClick(editor.dialog.words, Qt.MouseButton.LeftButton)
    assert not editor.dialog.new.listening


def test_one_more_key_no_key_and_the_usual_keys(editor, window) -> None:
    editor.find("flag")
    editor.choose(Qt.Key.Key_A)
    editor.press(Qt.Key.Key_F9)
    assert window.action_table.keys.keys["article.flag"] == ("F", "F9")
    editor.press(Qt.Key.Key_Delete)
    assert window.action_table.keys.keys["article.flag"] == ()
    assert "no key now" in editor.say()
    editor.choose(Qt.Key.Key_R)
    assert window.action_table.keys.keys["article.flag"] == ("F",)
    assert editor.say() == "“Flag” has F as usual."


def test_resetting_everything_asks_first(editor, window, settings) -> None:
    for words, key in (("flag", Qt.Key.Key_B), ("unsure", Qt.Key.Key_H)):
        editor.find(words)
        editor.press(Qt.Key.Key_Return)
        editor.press(key)
    assert len(settings.keys) == 2
    editor.choose(Qt.Key.Key_S)
    assert editor.say() == "You gave keys of your own to 2 actions. Give back the usual ones?"
    editor.press(Qt.Key.Key_Return)
    assert window.action_table.chosen == settings.keys == {}
    assert editor.say() == "Everything has its usual keys."


def test_a_key_finds_what_has_it_and_what_lost_it(editor, window) -> None:
    editor.dialog.key.setFocus()
    editor.press(Qt.Key.Key_Return)
    editor.press(Qt.Key.Key_Tab)
    assert [editor.dialog.rows.entry(row).spec.id for row in range(editor.dialog.rows.rowCount())] == ["span.next"]
    for key, modifiers, sentence in (
        (Qt.Key.Key_J, CONTROL | ALT, "Nothing has Ctrl+Alt+J."),
        (Qt.Key.Key_Home, CONTROL, "Ctrl+Home moves the caret in the article, so no action can have it."),
    ):
        editor.press(Qt.Key.Key_Return)
        editor.press(key, modifiers)
        assert editor.dialog.rows.rowCount() == 0
        assert editor.say() == sentence
    editor.press(Qt.Key.Key_Delete)
    assert editor.dialog.rows.rowCount() == len(window.action_table.entries())


def test_words_that_find_nothing_say_so_and_leave_nothing_to_change(editor) -> None:
    QTest.keyClicks(editor.dialog.words, "zzzqqq")
    assert editor.say() == "Nothing that can be done fits these words."
    assert editor.dialog.current is None
    for button in (editor.dialog.change, editor.dialog.add, editor.dialog.remove, editor.dialog.reset):
        assert not button.isEnabled()


def test_a_tag_gets_another_key_and_every_hint_names_it(editor, window, press, stored, qtbot) -> None:
    editor.find("tag as actor")
    editor.press(Qt.Key.Key_Return)
    editor.press(Qt.Key.Key_Z)
    editor.find("undo")
    editor.press(Qt.Key.Key_Return)
    editor.press(Qt.Key.Key_U, CONTROL)
    editor.close()
    assert "Z \u2068actor\u2069" in window.inspector.hint.text()
    put_caret(window, "Observatory")
    press(Qt.Key.Key_Z)
    assert stored() == [("actor", "Observatory")]
    assert window.status.text().endswith("– Ctrl+U undoes")
    action = window.action_table.action("edit.undo")
    qtbot.waitUntil(lambda: "Observatory" in action.text())
    assert "Ctrl+U" in action.toolTip()
    sheet = KeySheet(window.action_table, window)
    qtbot.addWidget(sheet)
    assert next(keys for name, keys, _ in sheet.rows() if name == "actor") == "Z"
    press(Qt.Key.Key_U, CONTROL)
    assert stored() == []


def test_without_a_key_for_undo_the_status_line_names_the_menu(window, press) -> None:
    window.action_table.choose_keys({"edit.undo": ()})
    select(window, "Kobani")
    press(Qt.Key.Key_L)
    assert window.status.text().endswith("– Edit → Undo takes it back")


def test_the_next_start_has_the_keys_and_only_what_differs_is_kept(editor, window, open_window, path, settings):
    editor.find("flag")
    editor.press(Qt.Key.Key_Return)
    editor.press(Qt.Key.Key_B)
    window.close()
    text = settings._store.value("keys/chosen")
    assert json.loads(text) == {"article.flag": ["B"]}
    again = open_window(path)
    assert again.action_table.keys.keys["article.flag"] == ("B",)
    assert again.action_table.keys.keys["find.next"] == ("F3", "Ctrl+G")


@pytest.mark.parametrize(
    "stored",
    [
        "not json",
        "[" * 100_000,
        "5",
        '{"article.flag": "J", "find.next": ["Left"], "edit.undo": [3], "edit.redo": ["Ctrl+J"], "no.action": ["F9"]}',
        '{"article.flag": ["\\u0000"], "app.quit": ["Q"], "edit.redo": ["Ctrl+J"]}',
    ],
    ids=["no json", "deep", "number", "mixed", "refused"],
)
def test_damaged_or_unknown_entries_count_for_nothing(open_window, path, settings: Settings, stored: str) -> None:
    settings._store.setValue("keys/chosen", stored)
    window = open_window(path)
    keys = window.action_table.keys.keys
    assert keys["article.flag"] == ("F",)
    assert (keys["find.next"], keys["edit.undo"], keys["app.quit"]) == (("F3", "Ctrl+G"), ("Ctrl+Z",), ("Ctrl+Q",))
    assert keys["edit.redo"] == (("Ctrl+J",) if "Ctrl+J" in stored else ("Ctrl+Shift+Z", "Ctrl+Y"))


def test_keys_of_a_tag_wait_for_a_project_that_has_it(open_window, path, settings: Settings, tmp_path) -> None:
    settings.keys = {"tag.vessel": ("V",)}
    window = open_window(path)
    assert window.action_table.chosen == {"tag.vessel": ("V",)}
    tagset = window.session.project.tagset
    with_vessel = msgspec.structs.replace(tagset, tags=(*tagset.tags, Tag("vessel", "E")))
    window.session.do(lambda p: tagset_writing.change_tagset(p, with_vessel))
    assert window.action_table.keys.keys["tag.vessel"] == ("V",)
    assert window.action_table.keys.keys["tag.actor"] == ("A", "1")


def test_another_tagset_while_keys_are_changed_or_looked_for_does_no_harm(editor, window, qtbot) -> None:
    window.commands.open_palette()
    palette = window.findChild(CommandPalette)
    editor.find("tag as claim")
    tagset = window.session.project.tagset
    fewer = msgspec.structs.replace(tagset, tags=tagset.tags[:2], relations=())
    window.session.do(lambda project: tagset_writing.change_tagset(project, fewer))
    qtbot.wait(10)
    editor.dialog.grab()
    assert editor.dialog.rows.rowCount() == 0
    editor.press(Qt.Key.Key_Return)
    assert not editor.dialog.new.listening
    assert palette not in window.findChildren(CommandPalette)


def test_the_editor_has_a_name_for_everything_and_no_letter_twice(editor) -> None:
    named = (KeyField, QLineEdit, QAbstractItemView)
    widgets = editor.dialog.findChildren(QWidget)
    taking_keys = [widget for widget in widgets if widget.focusPolicy() != Qt.FocusPolicy.NoFocus]
    assert [w.objectName() for w in taking_keys if isinstance(w, named) and not w.accessibleName()] == []
    texts = [widget.text() for widget in widgets if isinstance(widget, QPushButton | QLabel)]
    assert all(widget.text() for widget in widgets if isinstance(widget, QPushButton))
    letters = [text[text.index("&") + 1].upper() for text in texts if "&" in text]
    assert sorted(letters) == sorted(set(letters))


def test_the_key_sheet_leads_to_the_editor(window, qtbot) -> None:
    window.commands.show_keys()
    sheet = window.findChild(KeySheet)
    sheet.change.click()
    assert window.findChild(ChangeKeys).isVisible()


def test_the_palette_finds_by_explanation_and_shows_the_keys_of_now(window, qtbot) -> None:
    window.action_table.choose_keys({"article.flag": ("Ctrl+J",)})
    entries = window.action_table.entries()
    for words, action_id in (
        ("find it again", "article.flag"),
        ("without moving to word edges", "tag_exactly.actor"),
        ("nothing to save", "project.close"),
        ("left edge of the current span moves out", "span.left_out"),
        ("checked copy", "project.backup"),
        ("restart", "edit.undo"),
    ):
        assert ranked(entries, words)[0].spec.id == action_id, words
    palette = CommandPalette(window.action_table, window)
    palette.open()
    QTest.keyClicks(palette.line, "find it again")
    assert palette.list.item(0).data(Qt.ItemDataRole.AccessibleTextRole) == "Flag, Ctrl+J"
    palette.close()


def test_an_editor_without_a_project_has_no_tags(open_window, qtbot, tmp_path) -> None:
    window = open_window(make_project(tmp_path / "a.annotator"))
    window.commands.close_project()
    editor = Editor(window, qtbot)
    editor.find("tag exactly as")
    assert editor.dialog.rows.rowCount() == 0
