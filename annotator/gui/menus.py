"""Menus that keep the letters typed into them."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QMenu

_WITH = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier


class LetterMenu(QMenu):
    """A menu whose letters choose its entries.

    The focus stays in the article while a menu is open, so that its letters would tag there instead.
    """

    def event(self, event: QEvent) -> bool:
        """Take every letter before a shortcut can."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and not event.modifiers() & _WITH
        ):
            event.accept()
            return True
        return super().event(event)
