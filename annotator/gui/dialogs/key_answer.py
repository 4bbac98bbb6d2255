"""What came of a key: a sentence, and where two actions want one key, a question with its two answers."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from annotator.gui.announcing import announce
from annotator.gui.dialogs.form import named
from annotator.gui.plain import breakable, plain_label
from annotator.gui.plain import sentence as displayed


class KeyAnswer(QWidget):
    """Says what was done or refused, or asks whether something shall be done."""

    declined = Signal()
    """The question was answered with no."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._yes: Callable[[], None] | None = None
        self.sentence = plain_label(wrap=True, name="keySentence")
        self.sentence.setAccessibleName("What came of it")
        self.sentence.setMinimumHeight(2 * self.sentence.fontMetrics().lineSpacing())
        self.sentence.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.take = named(QPushButton("&Take it"), "takeKey")
        self.leave = named(QPushButton("&Leave it"), "leaveKey")
        self.take.clicked.connect(self._accept)
        self.leave.clicked.connect(self.declined)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.sentence, 1)
        row.addWidget(self.take)
        row.addWidget(self.leave)
        self.drop_question()

    @property
    def asks(self) -> bool:
        """Whether a question waits for its answer."""
        return self._yes is not None

    def say(self, sentence: str) -> None:
        """Say something, also to a screen reader."""
        text = displayed(sentence.strip())
        self.sentence.setText(breakable(text))
        if text:
            announce(self, text)

    def ask(self, question: str, yes: str, answer: Callable[[], None]) -> None:
        """Ask something; ``answer`` is called when the button is pressed that says ``yes``."""
        self._yes = answer
        self.take.setText(yes)
        for button in (self.take, self.leave):
            button.show()
        self.say(question)
        self.take.setFocus(Qt.FocusReason.TabFocusReason)

    def drop_question(self) -> None:
        """Ask nothing any more."""
        self._yes = None
        for button in (self.take, self.leave):
            button.hide()

    def _accept(self) -> None:
        if self._yes is not None:
            self._yes()
