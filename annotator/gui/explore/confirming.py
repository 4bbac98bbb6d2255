"""A question below a table, with a count in it, answered by Enter or Escape."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QPalette
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from annotator.gui.panels.pane import named
from annotator.gui.plain import plain_label, sentence


class ConfirmBar(QFrame):
    """Says what would be done to how much, and does it only when told so. The keyboard is here meanwhile."""

    def __init__(self, back: QWidget, parent: QWidget | None = None) -> None:
        """Make a bar that asks nothing yet.

        Args:
            back: what gets the keyboard afterwards.
            parent: the widget it belongs to.
        """
        super().__init__(parent)
        self.setObjectName("confirmBar")
        self.setAccessibleName("Question")
        self.setAutoFillBackground(True)
        self.setBackgroundRole(QPalette.ColorRole.ToolTipBase)
        self._back = back
        self._then: Callable[[], object] | None = None
        self.question = plain_label("", wrap=True, name="confirmQuestion")
        self.question.setForegroundRole(QPalette.ColorRole.ToolTipText)
        self.yes = named(QPushButton(""), "confirmYes", "Agree")
        self.no = named(QPushButton("Leave it"), "confirmNo", "Leave it; nothing is changed")
        self.yes.clicked.connect(self.accept)
        self.no.clicked.connect(self.refuse)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 8, 6)
        row.addWidget(self.question, 1)
        row.addWidget(self.yes)
        row.addWidget(self.no)
        self.hide()

    def ask(self, question: str, answer: str, then: Callable[[], object]) -> None:
        """Ask a question; ``then`` is called if the answer is yes.

        Args:
            question: one or two sentences.
            answer: what the button says that agrees.
            then: does it.
        """
        self._then = then
        self.question.setText(sentence(question))
        self.yes.setText(answer)
        self.yes.setAccessibleName(f"{sentence(question)} {answer}")
        self.show()
        self.yes.setFocus(Qt.FocusReason.PopupFocusReason)

    def accept(self) -> None:
        """Do what was asked about."""
        then = self._then
        self.refuse()
        if then is not None:
            then()

    def refuse(self) -> None:
        """Do nothing, and go back."""
        self._then = None
        focus = self.window().focusWidget()
        if focus is not None and self.isAncestorOf(focus):
            self._back.setFocus(Qt.FocusReason.OtherFocusReason)
        self.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Answer by Enter and Escape."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.no.hasFocus():
                self.refuse()
            else:
                self.accept()
        elif event.key() == Qt.Key.Key_Escape:
            self.refuse()
        else:
            super().keyPressEvent(event)
