"""What an import may have to ask: how a text is encoded, and what becomes of tags that the project does not have."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFrame, QPlainTextEdit, QPushButton, QScrollArea, QVBoxLayout, QWidget

from annotator.gui.dialogs.form import add_buttons, add_row, hint, named, new_form
from annotator.gui.plain import breakable, isolated, plain_label, shown, without_mnemonic

if TYPE_CHECKING:
    from annotator.formats.decoding import EncodingQuestion

ENCODINGS = (
    "utf-8",
    "utf-16",
    "windows-1252",
    "iso-8859-1",
    "iso-8859-15",
    "windows-1256",
    "iso-8859-6",
    "windows-1251",
    "koi8-r",
    "windows-1250",
    "windows-1253",
    "windows-1254",
    "windows-1255",
    "gb18030",
    "big5",
    "shift_jis",
    "euc-jp",
    "euc-kr",
)
_ADD = "add it to the project"


class EncodingPage(QWidget):
    """Shows how a text would read, and asks whether that is right."""

    chosen = Signal(object)
    """The name of the encoding."""

    def __init__(self) -> None:
        super().__init__()
        self._suggested = ""
        self.question = plain_label(wrap=True)
        self.preview = named(QPlainTextEdit(readOnly=True, tabChangesFocus=True), "encodingPreview")
        self.preview.setAccessibleName("How the text would read")
        self.use = named(QPushButton(autoDefault=False), "useEncoding")
        self.use.clicked.connect(lambda: self.chosen.emit(self._suggested))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.question)
        box.addWidget(self.preview, 1)
        add_buttons(box, self.use)
        box.addWidget(hint("If it does not read well, choose another encoding above."))

    def show_question(self, question: "EncodingQuestion") -> None:
        """Ask how the text of one file is encoded."""
        self._suggested = question.suggested
        name = isolated(shown(str(question.source)))
        self.question.setText(breakable(f"{name} is not UTF-8. As {question.suggested} it would read:"))
        self.preview.setPlainText(question.preview)
        self.use.setText(f"Read i&t as {without_mnemonic(question.suggested)}")


class TagsPage(QWidget):
    """Asks of each unknown tag whether it is added, or which tag of the project it becomes."""

    answered = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._answers: dict[str, str | None] = {}
        """For each tag that was asked about, the tag it becomes, or nothing if it is added."""
        self._choices: dict[str, QComboBox] = {}
        self._area = QScrollArea(widgetResizable=True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setAccessibleName("Unknown tags")
        self.go_on = named(QPushButton("&Go on", autoDefault=False), "answerTags")
        self.go_on.clicked.connect(self._answer)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(plain_label("The files use tags that the project does not have. Each of them:", wrap=True))
        box.addWidget(self._area, 1)
        add_buttons(box, self.go_on)

    def show_tags(self, unknown: Sequence[str], known: Sequence[str]) -> None:
        """Ask about the tags ``unknown``, which may become any of ``known``."""
        self._choices = {}
        rows = QWidget()
        form = new_form()
        rows.setLayout(form)
        for tag in unknown:
            choice = QComboBox()
            choice.addItems([_ADD, *(f"becomes {isolated(shown(name))}" for name in known)])
            choice.setProperty("tags", list(known))
            alike = next((at for at, name in enumerate(known, 1) if name.casefold() == tag.casefold()), 0)
            choice.setCurrentIndex(alike)
            choice.setAccessibleName(shown(tag))
            add_row(form, without_mnemonic(breakable(shown(tag))), choice)
            self._choices[tag] = choice
        self._area.setWidget(rows)

    def mapped(self) -> dict[str, str]:
        """Return the tags that become others."""
        return {tag: becomes for tag, becomes in self._answers.items() if becomes is not None}

    def adds(self) -> bool:
        """Whether any tag is to be added."""
        return None in self._answers.values()

    def _answer(self) -> None:
        for tag, choice in self._choices.items():
            at = choice.currentIndex()
            self._answers[tag] = choice.property("tags")[at - 1] if at else None
        self.answered.emit()
