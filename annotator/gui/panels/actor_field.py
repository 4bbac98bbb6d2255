"""The field of an attribute form for the name of an actor of the project's list."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent

from annotator.gui.claims import claimed
from annotator.gui.panels.alias_field import AliasField
from annotator.gui.panels.fields import SEVERAL, ends_field


class ActorField(AliasField):
    """An :class:`AliasField` that the keyboard goes through like the other fields of a form.

    Enter on an empty one goes on: whom the words may mean is offered with Down, and never taken in passing.
    """

    advanced = Signal(object)
    left = Signal()

    def show_value(self, value: object, guess: object = None) -> None:
        """Show what is said, or else what is guessed."""
        self.setPlaceholderText("several" if value is SEVERAL else "an actor of the list…")
        said = None if value is None or value is SEVERAL else str(value)
        self.set_value(said if said is not None or guess is None else str(guess), said is None and guess is not None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go on after Enter, back with Up, and to the article with Escape."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        undecided = self.isModified() or self.guessed or self.offers.current is not None
        if event.key() == Qt.Key.Key_Up:
            self.advanced.emit(-1)
        elif event.key() == Qt.Key.Key_Escape and not self.isModified():
            self.left.emit()
        elif not enter or undecided:
            super().keyPressEvent(event)
            if enter and not self.isModified() and not self.guessed:
                self.advanced.emit(1)
        else:
            self.advanced.emit(1)

    def event(self, event: QEvent) -> bool:
        """Keep Enter and Escape from the window's actions."""
        return claimed(event, ends_field) or super().event(event)
