"""A field that takes the next key instead of what the key would do."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from annotator.gui.keys import pressed, written

_BEGIN = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
_EMPTY = (Qt.Key.Key_Backspace, Qt.Key.Key_Delete)


class KeyField(QLineEdit):
    """Shows a key. It listens for one key at a time, so that Tab and Escape lead out of it as they do everywhere.

    Enter, the space bar or a click begins; then the next key is taken, whichever it is, except that Escape takes none.
    """

    asked = Signal()
    """Somebody wants to press a key here."""
    taken = Signal(object)
    """The key that was pressed."""
    given_up = Signal()
    """No key was pressed after all."""

    def __init__(self, name: str, spoken: str, parent: QWidget | None = None) -> None:
        # Before anything happens to it.
        self.listening = False
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(spoken)
        self.setAccessibleDescription("Press Enter, then the key")
        self.setReadOnly(True)
        # An input method would compose what are keys here.
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self._rest()

    def listen(self) -> None:
        """Take the next key."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.listening = True
        self.clear()
        self.setPlaceholderText("press the key – Esc for none")

    def show_key(self, key: str) -> None:
        """Show a key, or with an empty one none."""
        self._rest()
        self.setText(written(key))

    def event(self, event: QEvent) -> bool:
        """While listening, take every key before a shortcut, the letter of a button or Tab can."""
        if self.listening and isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress:
                self._take(event)
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Begin to listen, or show no key any more; everything else is the dialog's."""
        if event.key() in _BEGIN and not event.isAutoRepeat():
            self.asked.emit()
        elif event.key() in _EMPTY and self.text():
            self.show_key("")
            self.taken.emit("")
        else:
            event.ignore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to listen."""
        super().mousePressEvent(event)
        self.asked.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Stop listening."""
        super().focusOutEvent(event)
        self._give_up()

    def _take(self, event: QKeyEvent) -> None:
        key = pressed(event)
        if event.isAutoRepeat() or not key:
            return
        if key == "Esc":
            self._give_up()
            return
        self.show_key(key)
        self.taken.emit(key)

    def _give_up(self) -> None:
        if self.listening:
            self.show_key("")
            self.given_up.emit()

    def _rest(self) -> None:
        self.listening = False
        self.setPlaceholderText("Enter, then a key")
