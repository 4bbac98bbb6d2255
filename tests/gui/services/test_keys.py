"""Keys as text: one form for each, and a reason for each that an action cannot have."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent

from annotator.gui.actions import SPECS, Scope, tagset_specs
from annotator.gui.keys import normal, pressed, refusal, written
from annotator.model.tagset import Tagset

# What the article view does with a key is for the desktop to say.
pytestmark = pytest.mark.usefixtures("qapp")

_NONE = Qt.KeyboardModifier.NoModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier
_CTRL = Qt.KeyboardModifier.ControlModifier
_ALT = Qt.KeyboardModifier.AltModifier
_KEYPAD = Qt.KeyboardModifier.KeypadModifier


def event(key: Qt.Key | int, modifiers: Qt.KeyboardModifier = _NONE) -> QKeyEvent:
    return QKeyEvent(QEvent.Type.KeyPress, int(key), modifiers)


@pytest.mark.parametrize(
    ("key", "modifiers", "expected"),
    [
        (Qt.Key.Key_F, _NONE, "F"),
        (Qt.Key.Key_F, _SHIFT, "Shift+F"),
        (Qt.Key.Key_F, _CTRL | _ALT, "Ctrl+Alt+F"),
        (0x424, _NONE, "Ф"),
        (Qt.Key.Key_Tab, _NONE, "Tab"),
        (Qt.Key.Key_Backtab, _SHIFT, "Shift+Tab"),
        (Qt.Key.Key_Backtab, _CTRL | _SHIFT, "Ctrl+Shift+Tab"),
        (Qt.Key.Key_Plus, _SHIFT, "+"),
        (Qt.Key.Key_Plus, _CTRL | _SHIFT, "Ctrl++"),
        (Qt.Key.Key_5, _KEYPAD, "5"),
        (Qt.Key.Key_F10, _SHIFT, "Shift+F10"),
        (Qt.Key.Key_Space, _SHIFT, "Shift+Space"),
        (Qt.Key.Key_Shift, _SHIFT, ""),
        (Qt.Key.Key_Control, _CTRL, ""),
        (Qt.Key.Key_unknown, _NONE, ""),
        (0, _NONE, ""),
    ],
)
def test_what_is_pressed_is_written_as_the_table_writes_it(key, modifiers, expected: str) -> None:
    assert pressed(event(key, modifiers)) == expected
    assert normal(expected) == expected


@pytest.mark.parametrize(
    "text", ["", "nonsense", "Ctrl+", "Ctrl+K, Ctrl+J", "Shift", "𝐀", "\x00", "A" * 10_000, "<b>A</b>", "Ctrl+Ctrl+Q Q"]
)
def test_what_is_no_single_key_is_none(text: str) -> None:
    assert normal(text) == ""
    assert refusal(text, Scope.ARTICLE) == "That is no key that an action can have."


@pytest.mark.parametrize(
    ("key", "why"),
    [
        ("Left", "Left moves the caret in the article"),
        ("Ctrl+Shift+End", "moves the caret"),
        ("Shift+PgDown", "moves the caret"),
        ("Ctrl+A", "Ctrl+A selects everything"),
        ("Ctrl+C", "copies"),
        ("Esc", "lets go of the selection"),
        ("Alt+F4", "closes the window"),
        ("Alt+P", "may open a menu"),
    ],
)
@pytest.mark.parametrize("scope", Scope)
def test_keys_that_mean_something_already_are_refused_with_the_reason(key: str, why: str, scope: Scope) -> None:
    assert why in refusal(normal(key), scope)


@pytest.mark.parametrize("key", ["G", "Shift+G", "1", ";", "Space", "Tab", "Shift+Tab", "Backspace", "Return", "Ф"])
def test_keys_for_typing_are_refused_to_what_works_in_the_whole_window(key: str) -> None:
    assert "needed for typing" in refusal(normal(key), Scope.WINDOW)
    assert refusal(normal(key), Scope.ARTICLE) == ""


@pytest.mark.parametrize("key", ["F5", "Shift+F9", "Ctrl+G", "Ctrl+Alt+G", "Ctrl+;", "Alt+Up", "Menu", "Meta+Ctrl+J"])
def test_other_keys_can_be_had_everywhere(key: str) -> None:
    assert [refusal(normal(key), scope) for scope in Scope] == [""] * len(Scope)


def test_no_usual_key_is_one_that_would_be_refused(tagset: Tagset) -> None:
    specs = [*SPECS, *tagset_specs(tagset)]
    refused = {(spec.id, key) for spec in specs for key in spec.keys if refusal(key, spec.scope)}
    # The article view leaves Esc to it while nothing is selected.
    assert refused <= {("span.cancel", "Esc")}


def test_a_key_is_written_for_a_person() -> None:
    assert written("Ctrl+Shift+Z") == "Ctrl+Shift+Z"
