"""One table says what can be done; the commands, the keys, the palette and the key sheet agree with it."""

import re
from collections import Counter
from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QMainWindow, QVBoxLayout, QWidget

from annotator.gui.actions import SPECS, ActionTable, Menu, Scope, When, keys_of, sequences, tagset_specs
from annotator.gui.article import ArticleView
from annotator.gui.commands import Commands
from annotator.gui.commands.reviewing import Reviewing
from annotator.gui.key_sheet import BY_ITSELF, KeySheet
from annotator.gui.palette import CommandPalette, ranked
from annotator.gui.specs.review import REVIEW_SPECS
from annotator.model.tagset import Tag, Tagset

_NONE = Qt.KeyboardModifier.NoModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier
_CTRL_ALT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


class Called:
    """Commands that only note what was asked of them."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, ...]] = []

    def __getattr__(self, name: str) -> Callable[..., None]:
        return lambda *arguments: self.calls.append((name, *arguments))


class Bench:
    """A window with an article view, a line to type in, and every action."""

    def __init__(self, tagset: Tagset) -> None:
        self.window = QMainWindow()
        self.view = ArticleView()
        self.line = QLineEdit()
        middle = QWidget()
        box = QVBoxLayout(middle)
        box.addWidget(self.view)
        box.addWidget(self.line)
        self.window.setCentralWidget(middle)
        self.window.resize(800, 600)
        self.commands = Called()
        self.table = ActionTable(SPECS, self.commands, self.window, self.view)
        self.table.add_menus_to(self.window.menuBar())
        self.table.set_tags(tagset)
        self.table.set_states(set(When))

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = _NONE) -> list[tuple[str, ...]]:
        self.commands.calls.clear()
        QTest.keyClick(self.view, key, modifiers)
        return self.commands.calls


@pytest.fixture
def bench(qtbot, tagset: Tagset) -> Bench:
    bench = Bench(tagset)
    qtbot.addWidget(bench.window)
    with qtbot.waitExposed(bench.window):
        bench.window.show()
    bench.window.activateWindow()
    bench.view.show_article("Fighters left the town.", [])
    bench.view.setFocus()
    qtbot.waitUntil(bench.view.hasFocus)
    return bench


def test_every_action_has_a_command_that_takes_what_it_is_given() -> None:
    for spec in SPECS:
        command = getattr(Commands, spec.command)
        assert command.__code__.co_argcount == 1 + (spec.argument is not None), spec.id


def test_every_action_says_what_it_is_for() -> None:
    assert [spec.id for spec in SPECS if not spec.help.endswith(".") or not spec.title] == []
    assert [name for name, count in Counter(spec.id for spec in SPECS).items() if count > 1] == []


def test_no_key_of_review_means_two_things_there() -> None:
    window = [spec for spec in SPECS if spec.scope is Scope.WINDOW]
    counted = Counter(keys for spec in (*window, *REVIEW_SPECS) for keys in sequences(spec.keys))
    assert {keys: count for keys, count in counted.items() if count > 1} == {}
    assert all(spec.scope is Scope.REVIEW or "Ctrl" in spec.keys[0] for spec in REVIEW_SPECS if spec.keys)


def test_every_action_of_review_has_a_command_and_says_what_it_is_for() -> None:
    for spec in REVIEW_SPECS:
        assert callable(getattr(Reviewing, spec.command)), spec.id
        assert spec.help.endswith("."), spec.id


def test_no_key_means_two_things(tagset: Tagset) -> None:
    used: Counter[str] = Counter()
    for spec in [*SPECS, *tagset_specs(tagset)]:
        used.update(keys.toString() for keys in sequences(spec.keys))
    assert [key for key, count in used.items() if count > 1] == []


def test_every_key_is_one_that_qt_understands(tagset: Tagset) -> None:
    for spec in [*SPECS, *tagset_specs(tagset)]:
        for keys in sequences(spec.keys):
            assert keys.count() == 1, spec.id
            assert keys[0].key() != Qt.Key.Key_unknown, spec.id


def test_a_menu_writes_a_key_as_a_person_does(bench: Bench) -> None:
    assert bench.table.action("span.previous").shortcut().toString() == "Shift+Tab"


def test_keys_that_are_letters_or_edit_text_work_in_the_article_only() -> None:
    plain = {
        spec.id for spec in SPECS for keys in sequences(spec.keys) if keys[0].keyboardModifiers() in (_NONE, _SHIFT)
    }
    function_keys = {spec.id for spec in SPECS for keys in spec.keys if re.fullmatch(r"(Shift\+)?F\d+", keys)}
    assert plain - function_keys <= {spec.id for spec in SPECS if spec.scope is Scope.ARTICLE}


def test_no_two_entries_of_a_menu_are_chosen_by_the_same_letter(bench: Bench) -> None:
    for menu in Menu:
        letters = Counter(
            QKeySequence.mnemonic(action.text()).toString()
            for action in bench.table.menu(menu).actions()
            if not QKeySequence.mnemonic(action.text()).isEmpty()
        )
        assert [letter for letter, count in letters.items() if count > 1] == [], menu


@pytest.mark.parametrize("spec", [spec for spec in SPECS if spec.keys], ids=lambda spec: spec.id)
def test_every_key_does_what_the_table_says(bench: Bench, spec) -> None:
    expected = (spec.command,) if spec.argument is None else (spec.command, spec.argument)
    for keys in sequences(spec.keys):
        assert bench.press(keys[0].key(), keys[0].keyboardModifiers()) == [expected], keys.toString()


def test_tags_have_their_letter_the_digit_of_their_place_and_two_modifiers(bench: Bench) -> None:
    assert bench.press(Qt.Key.Key_A) == [("tag", "actor")]
    assert bench.press(Qt.Key.Key_4) == [("tag", "claim")]
    assert bench.press(Qt.Key.Key_N, _SHIFT) == [("retag", "number")]
    assert bench.press(Qt.Key.Key_L, _CTRL_ALT) == [("tag_exactly", "location")]


def test_letters_are_letters_where_one_types(bench: Bench) -> None:
    bench.line.setFocus()
    QTest.keyClicks(bench.line, "alncfu1;")
    assert bench.line.text() == "alncfu1;"
    assert bench.commands.calls == []


def test_a_tag_that_asks_for_a_key_gets_it_and_gives_it_back(bench: Bench) -> None:
    bench.table.set_tags(Tagset("t", (Tag("figure", "F"), Tag("fact"), Tag("unit"))))
    bench.table.set_states(set(When))
    assert bench.press(Qt.Key.Key_F) == [("tag", "figure")]
    assert bench.press(Qt.Key.Key_U) == [("toggle_unsure",)], "a letter nobody asked for stays where it was"
    assert bench.press(Qt.Key.Key_A) == [("tag", "fact")]
    bench.table.set_tags(None)
    assert bench.press(Qt.Key.Key_F) == [("toggle_flag",)]
    assert bench.press(Qt.Key.Key_A) == []


def test_a_digit_that_a_tag_asks_for_is_never_silent(bench: Bench) -> None:
    bench.table.set_tags(Tagset("t", (Tag("first", "2"), Tag("second"), Tag("third"))))
    bench.table.set_states(set(When))
    assert bench.press(Qt.Key.Key_2) == [("tag", "first")]
    assert bench.press(Qt.Key.Key_1) == [("tag", "first")]
    assert bench.press(Qt.Key.Key_3) == [("tag", "third")]


def test_chosen_keys_work_at_once_and_go_at_once(bench: Bench, qtbot) -> None:
    with qtbot.waitSignal(bench.table.keysChanged):
        bench.table.choose_keys({"article.flag": ("A",), "view.palette": ("F9",), "tag.claim": ()})
    assert bench.press(Qt.Key.Key_A) == [("toggle_flag",)]
    assert bench.press(Qt.Key.Key_1) == [("tag", "actor")]
    assert bench.press(Qt.Key.Key_F9) == [("open_palette",)]
    assert bench.press(Qt.Key.Key_C) == []
    assert "(F9)" in bench.table.action("view.palette").toolTip()
    with qtbot.assertNotEmitted(bench.table.keysChanged):
        bench.table.choose_keys(dict(bench.table.chosen))
    bench.table.choose_keys({})
    assert bench.press(Qt.Key.Key_A) == [("tag", "actor")]
    assert "(Ctrl+K)" in bench.table.action("view.palette").toolTip()


def test_undo_keeps_its_name_when_it_gets_another_key(bench: Bench) -> None:
    bench.table.set_text("edit.undo", "Undo: tag “A & B” as number")
    bench.table.choose_keys({"edit.undo": ("Ctrl+U",)})
    assert "tag “A &amp; B” as number" in bench.table.action("edit.undo").toolTip()
    assert "Ctrl+U" in bench.table.action("edit.undo").toolTip()


def test_the_same_tagset_again_makes_no_action_anew(bench: Bench, tagset: Tagset) -> None:
    before = bench.table.action("tag.actor")
    bench.table.set_tags(tagset)
    assert bench.table.action("tag.actor") is before


def test_what_cannot_be_done_is_switched_off(bench: Bench) -> None:
    bench.table.set_states({When.PROJECT})
    assert bench.press(Qt.Key.Key_A) == []
    assert bench.press(Qt.Key.Key_Backspace) == []
    assert not bench.table.action("edit.undo").isEnabled()
    assert bench.table.action("project.export").isEnabled()
    assert bench.table.action("project.open").isEnabled()


def test_undo_says_what_it_takes_back_literally(bench: Bench) -> None:
    action = bench.table.action("edit.undo")
    bench.table.set_text("edit.undo", "Undo: tag “A & <b>” as number")
    assert action.text() == "&Undo: tag “A && <b>” as number"
    assert "&lt;b&gt;" in action.toolTip()
    assert "Ctrl+Z" in action.toolTip()
    bench.table.set_text("edit.undo", "Undo")
    assert action.text() == "&Undo"


def test_choosing_a_theme_leaves_one_checked(bench: Bench) -> None:
    bench.table.action("view.theme_dark").trigger()
    bench.table.action("view.theme_dark").trigger()
    assert bench.commands.calls == [("use_theme", "dark")] * 2
    checked = [name for name in ("system", "light", "dark") if bench.table.action(f"view.theme_{name}").isChecked()]
    assert checked == ["dark"]


def test_the_key_sheet_lists_every_action_with_the_keys_it_has_now(bench: Bench, qtbot) -> None:
    bench.table.set_tags(Tagset("t", (Tag("figure", "F"),)))
    sheet = KeySheet(bench.table, bench.window)
    qtbot.addWidget(sheet)
    rows = sheet.rows()
    for entry in bench.table.entries():
        explanation = f"{entry.spec.help} {bench.table.lost_words(entry.spec.id)}".rstrip()
        assert (entry.name, " or ".join(keys_of(entry.action)), explanation) in rows
    assert len(rows) == len(bench.table.entries()) + sum(len(keys) for _, keys in BY_ITSELF)
    flag = "Put your flag on this article, to find it again, or take it off. F belongs to “Tag as \u2068figure\u2069”."
    assert ("Flag", "", flag) in rows
    sheet.filter.setText("article next")
    assert 0 < len(sheet.rows()) < 10


def test_the_palette_finds_by_a_few_letters_and_does_it(bench: Bench, qtbot) -> None:
    palette = CommandPalette(bench.table, bench.window)
    palette.open()
    qtbot.waitUntil(palette.line.hasFocus)
    QTest.keyClicks(palette.line, "larg")
    with qtbot.waitSignal(palette.destroyed):
        QTest.keyClick(palette.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bench.commands.calls == [("larger_text",)])
    qtbot.waitUntil(bench.view.hasFocus)


def test_every_action_can_be_reached_through_the_palette(bench: Bench) -> None:
    entries = bench.table.entries()
    for entry in entries:
        assert entry in ranked(entries, entry.phrase)[:3], entry.phrase


def test_the_palette_offers_first_what_can_be_done_now(bench: Bench) -> None:
    bench.table.set_states({When.PROJECT})
    found = [entry.action.isEnabled() for entry in ranked(bench.table.entries(), "")]
    assert found == sorted(found, reverse=True)
    assert ranked(bench.table.entries(), "qqqzzz") == []


def test_escape_and_a_disabled_choice_do_nothing(bench: Bench, qtbot) -> None:
    bench.table.set_states(set())
    palette = CommandPalette(bench.table, bench.window)
    palette.open()
    QTest.keyClicks(palette.line, "undo")
    QTest.keyClick(palette.line, Qt.Key.Key_Return)
    assert palette.isVisible()
    with qtbot.waitSignal(palette.destroyed):
        QTest.keyClick(palette.line, Qt.Key.Key_Escape)
    assert bench.commands.calls == []
    qtbot.waitUntil(bench.view.hasFocus)


def test_the_arrows_choose_in_the_palette_while_one_types(bench: Bench, qtbot) -> None:
    palette = CommandPalette(bench.table, bench.window)
    palette.open()
    QTest.keyClick(palette.line, Qt.Key.Key_Down)
    assert palette.list.currentRow() == 1
    assert palette.line.hasFocus()
    palette.close()
