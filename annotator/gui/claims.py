"""Keys that a widget takes before a shortcut of the window does."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent

ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


def claimed(event: QEvent, wanted: Callable[[QKeyEvent], bool]) -> bool:
    """Claim a key that is ``wanted``, and say whether it was; it then comes as an ordinary key press."""
    if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent) or not wanted(event):
        return False
    event.accept()
    return True


def enter_claimed(event: QEvent) -> bool:
    """Claim Enter by itself, leave it to the window with Ctrl or Shift, and say whether it was Enter at all."""
    if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent) or event.key() not in ENTER:
        return False
    event.setAccepted(not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier)
    return True
