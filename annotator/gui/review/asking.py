"""A line that asks for a reason, a rule or a note: a digit chooses from a list, anything else can be typed."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QPalette
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from annotator.gui.panels.pane import faint, named
from annotator.gui.panels.wording import short
from annotator.gui.plain import plain_label

_NUMBERED = 9
_MOST_CHOICE = 70
_MOST_TYPED = 1_000


class AskLine(QFrame):
    """Asks one thing at a time, and gives the keyboard back."""

    def __init__(self, back: QWidget, parent: QWidget | None = None) -> None:
        """Make a line that asks nothing yet; ``back`` gets the keyboard afterwards."""
        super().__init__(parent)
        named(self, "askLine", "Question")
        self.setAutoFillBackground(True)
        self.setBackgroundRole(QPalette.ColorRole.ToolTipBase)
        self._back = back
        self._then: Callable[[str], object] | None = None
        self._choices: Sequence[str] = ()
        self.caption = plain_label("", name="askCaption")
        self.field = named(QLineEdit(), "askField")
        self.field.setMaxLength(_MOST_TYPED)
        self.field.installEventFilter(self)
        self.choices = faint(plain_label("", wrap=True, name="askChoices"))
        for label in (self.caption, self.choices):
            label.setForegroundRole(QPalette.ColorRole.ToolTipText)
        row = QHBoxLayout()
        row.addWidget(self.caption)
        row.addWidget(self.field, 1)
        box = QVBoxLayout(self)
        box.setContentsMargins(12, 6, 12, 6)
        box.setSpacing(4)
        box.addLayout(row)
        box.addWidget(self.choices)
        self.hide()

    def ask(self, what: str, choices: Sequence[str], said: str, then: Callable[[str], object]) -> None:
        """Ask for something; ``then`` is called with what was chosen or typed.

        Args:
            what: is asked for.
            choices: what can be chosen; the first nine by digits.
            said: what is said by now, to be changed.
            then: takes the answer; nothing typed takes back what was said.
        """
        self._choices, self._then = choices, then
        self.caption.setText(what)
        self.field.setAccessibleName(what)
        self.field.setText(said)
        self.field.selectAll()
        self.choices.setText(
            "\n".join(
                f"{number}  {short(choice, _MOST_CHOICE)}" for number, choice in enumerate(choices[:_NUMBERED], 1)
            )
        )
        self.choices.setVisible(bool(choices))
        self.show()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)

    def leave(self) -> None:
        """Ask nothing any more."""
        self._then = None
        if self.isAncestorOf(self.window().focusWidget() or self):
            self._back.setFocus(Qt.FocusReason.OtherFocusReason)
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Choose by a digit, take by Enter, leave by Escape."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            chosen = self._chosen(event)
            if chosen is not None:
                self._take(chosen)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._take(" ".join(self.field.text().split()))
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.leave()
                return True
        return super().eventFilter(watched, event)

    def _chosen(self, event: QKeyEvent) -> str | None:
        """Return the choice that a digit means, unless something is being typed."""
        typed = self.field.text() and not self.field.hasSelectedText()
        if typed or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier or event.text() not in "123456789":
            return None
        number = int(event.text()) if event.text() else 0
        return self._choices[number - 1] if 0 < number <= len(self._choices) else None

    def _take(self, said: str) -> None:
        then = self._then
        self.leave()
        if then is not None:
            then(said)
