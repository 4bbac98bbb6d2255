"""Keys as text: the one form in which they are compared and stored, and which ones an action cannot have.

A key is written as Qt's portable text, such as “Ctrl+Shift+F” or “;”.
"""

from collections.abc import Sequence
from functools import lru_cache

from PySide6.QtCore import QEvent, QKeyCombination, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence

from annotator.gui.article.own_keys import own_use
from annotator.gui.specs.spec import Scope

_PORTABLE = QKeySequence.SequenceFormat.PortableText
_NATIVE = QKeySequence.SequenceFormat.NativeText
_SHIFT = Qt.KeyboardModifier.ShiftModifier
_WITH = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
_LONGEST = 40
_FIRST_NAMED_KEY = 0x01000000
_SILENT = frozenset(
    {
        Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Meta, Qt.Key.Key_Alt, Qt.Key.Key_AltGr,
        Qt.Key.Key_CapsLock, Qt.Key.Key_NumLock, Qt.Key.Key_ScrollLock, Qt.Key.Key_Super_L, Qt.Key.Key_Super_R,
        Qt.Key.Key_Hyper_L, Qt.Key.Key_Hyper_R, Qt.Key.Key_Direction_L, Qt.Key.Key_Direction_R,
        Qt.Key.Key_Multi_key, Qt.Key.Key_Mode_switch, Qt.Key.Key_unknown,
    }
)  # fmt: skip
"""Keys that do nothing by themselves."""
_EDITING = frozenset(
    {
        Qt.Key.Key_Backspace, Qt.Key.Key_Delete, Qt.Key.Key_Insert, Qt.Key.Key_Tab, Qt.Key.Key_Backtab,
        Qt.Key.Key_Return, Qt.Key.Key_Enter,
    }
)  # fmt: skip
_OF_THE_DESKTOP = {"Alt+F4": "closes the window", "Alt+Tab": "goes to another window", "Alt+Space": "opens a menu"}


@lru_cache(maxsize=1024)
def normal(key: str) -> str:
    """Return a key in the one form in which keys are compared; empty if it is none, or more than one."""
    sequence = QKeySequence(key, _PORTABLE) if len(key) <= _LONGEST else QKeySequence()
    if sequence.count() != 1 or _combination(sequence).key() in _SILENT:
        return ""
    if _combination(sequence).key() == Qt.Key.Key_Backtab:
        modifiers = _combination(sequence).keyboardModifiers() | _SHIFT
        return QKeySequence(modifiers.value | Qt.Key.Key_Tab.value).toString(_PORTABLE)
    return sequence.toString(_PORTABLE)


def pressed(event: QKeyEvent) -> str:
    """Return the key that was pressed; empty if it is one that does nothing by itself, such as Shift."""
    key, modifiers = event.key(), event.modifiers() & (_WITH | _SHIFT)
    if not key or key in _SILENT:
        return ""
    if key == Qt.Key.Key_Backtab:
        key, modifiers = Qt.Key.Key_Tab.value, modifiers | _SHIFT
    if _is_sign(key):
        # Some keyboards have it behind Shift, others have not.
        modifiers &= ~_SHIFT
    return normal(QKeySequence(modifiers.value | key).toString(_PORTABLE))


def sequences(keys: Sequence[str]) -> list[QKeySequence]:
    """Return the keys as Qt knows them."""
    return [QKeySequence(key) for key in keys]


def written(keys: QKeySequence | str) -> str:
    """Return a key as it is written for a person."""
    return QKeySequence(keys).toString(_NATIVE)


def written_all(keys: Sequence[str]) -> str:
    """Return the keys as they are written for a person, one or the other."""
    return " or ".join(map(written, keys))


def keys_of(action: QAction) -> list[str]:
    """Return the keys of an action as they are written for a person."""
    return [written(keys) for keys in action.shortcuts()]


@lru_cache(maxsize=1024)
def refusal(key: str, scope: Scope) -> str:
    """Say in a sentence why an action that works in ``scope`` cannot have a key; empty if it can."""
    if not normal(key):
        return "That is no key that an action can have."
    combination = _combination(QKeySequence(key))
    code, modifiers = combination.key(), combination.keyboardModifiers()
    use = own_use(QKeyEvent(QEvent.Type.KeyPress, code, modifiers))
    if use:
        return f"{written(key)} {use} in the article, so no action can have it."
    if key in _OF_THE_DESKTOP:
        return f"{written(key)} {_OF_THE_DESKTOP[key]}, so no action can have it."
    if modifiers & _WITH == Qt.KeyboardModifier.AltModifier and _is_letter(code):
        return f"{written(key)} may open a menu or go to a field; add Ctrl, or take another key."
    if scope is Scope.WINDOW and not modifiers & _WITH and (code < _FIRST_NAMED_KEY or code in _EDITING):
        return (
            f"This works in the whole window, where {written(key)} is needed for typing; "
            "add Ctrl, or take a function key."
        )
    return ""


def _combination(sequence: QKeySequence) -> QKeyCombination:
    # PySide does not declare that a sequence can be indexed.
    return sequence[0]  # type: ignore[index, no-any-return]


def _is_letter(code: int) -> bool:
    return code < _FIRST_NAMED_KEY and chr(code).isalnum()


def _is_sign(code: int) -> bool:
    return code < _FIRST_NAMED_KEY and not chr(code).isalnum() and not chr(code).isspace()
