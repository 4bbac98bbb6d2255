"""What an import may have to ask: how a text is encoded, and what becomes of tags that the project does not have."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHeaderView,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from annotator.gui.dialogs.form import add_buttons, add_row, hint, named, new_form
from annotator.gui.panels.rows_model import RowsModel, rows_table
from annotator.gui.panels.wording import name as called
from annotator.gui.panels.wording import quoted_short, spans_words
from annotator.gui.plain import breakable, isolated, plain_label, shown, without_mnemonic

if TYPE_CHECKING:
    from annotator.formats.decoding import EncodingQuestion
    from annotator.jobs.previewing import TagLook

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
_STAYS = "stays as it is"
_WIDTH_OF_A_NAME = 16
_FIRST = "+"
"""The key that adds a tag."""
_NAMED_KEYS = 6


class EncodingPage(QWidget):
    """Shows how a text would read in each encoding it can be in, and asks which is right."""

    chosen = Signal(object)
    """The name of the encoding that all texts have which are not UTF-8."""
    told_of_one = Signal()
    """Somebody said how one of the files is encoded."""

    def __init__(self) -> None:
        super().__init__()
        self._readings: list[tuple[str, str]] = []
        self._told: dict[str, str] = {}
        self._path = ""
        self.question = plain_label(wrap=True)
        self._model = RowsModel(("It would read", "Encoding"), self)
        self.table = rows_table(self._model, "readings", "How the text would read in each encoding")
        self.table.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.Fixed)
        self.table.setColumnWidth(1, self.table.fontMetrics().averageCharWidth() * _WIDTH_OF_A_NAME)
        self.preview = named(QPlainTextEdit(readOnly=True, tabChangesFocus=True), "encodingPreview")
        self.preview.setAccessibleName("How the text would read")
        self.use = named(QPushButton(autoDefault=False), "useEncoding")
        self.use.clicked.connect(self._use)
        self.use_for_all = named(QPushButton(autoDefault=False), "useEncodingForAll")
        self.use_for_all.clicked.connect(self._use_for_all)
        self.table.activated.connect(lambda _: self._use())
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 6, 0, 0)
        box.addWidget(self.question)
        box.addWidget(self.table, 3)
        box.addWidget(self.preview, 2)
        add_buttons(box, self.use, self.use_for_all)
        box.addWidget(hint("If none of them reads well, name another encoding above."))
        self.table.selectionModel().currentRowChanged.connect(lambda current, _: self._show(current.row()))

    @property
    def told(self) -> Mapping[str, str]:
        """The files that somebody said are encoded in a way of their own, and how."""
        return dict(self._told)

    def show_question(self, question: "EncodingQuestion") -> None:
        """Ask how the text of one file is encoded."""
        from annotator.formats.decoding import readings

        others = [name for name in ENCODINGS if not _same(name, question.suggested)]
        found = dict(readings(question.sample, [question.suggested, *others]))
        # The same words again are no choice.
        seen: dict[str, str] = {}
        for encoding, text in {question.suggested: question.preview, **found}.items():
            seen.setdefault(text, encoding)
        self._readings = [(encoding, text) for text, encoding in seen.items()]
        self._path = question.path
        named_file = isolated(shown(str(question.path)))
        self.question.setText(breakable(f"{named_file} is not UTF-8. It is probably {question.suggested}."))
        self._model.fill([(text, name) for name, text in self._readings])
        self.table.selectRow(0)
        self._show(0)

    def take_focus(self) -> None:
        """Go to the readings."""
        self.table.setFocus()

    def _show(self, row: int) -> None:
        if 0 <= row < len(self._readings):
            name, text = self._readings[row]
            self.preview.setPlainText(text)
            self.use.setText(f"Rea&d it as {without_mnemonic(name)}")
            self.use_for_all.setText("…a&nd all others that are not UTF-8")

    def _use(self) -> None:
        row = self.table.currentIndex().row()
        if 0 <= row < len(self._readings):
            self._told[self._path] = self._readings[row][0]
            self.told_of_one.emit()

    def _use_for_all(self) -> None:
        row = self.table.currentIndex().row()
        if 0 <= row < len(self._readings):
            self.chosen.emit(self._readings[row][0])


class TagsPage(QWidget):
    """Asks of each unknown tag whether it is added, or which tag of the project it becomes."""

    answered = Signal()

    def __init__(self, keys: Mapping[str, str] | None = None) -> None:
        """Make an empty page.

        Args:
            keys: the keys of the project's tags, by their names.
        """
        super().__init__()
        self._answers: dict[str, str | None] = {}
        """For each tag that was asked about, the tag it becomes, or nothing if it is added."""
        self._keys = {key.casefold(): tag for tag, key in (keys or {}).items() if key}
        self._choices: dict[str, QComboBox] = {}
        self._shown: tuple[object, ...] = ()
        self._area = QScrollArea(widgetResizable=True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setAccessibleName("Tags of the files")
        self.go_on = named(QPushButton("&Go on", autoDefault=False), "answerTags")
        self.go_on.clicked.connect(self._answer)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 6, 0, 0)
        self._why = plain_label(wrap=True, name="whyTags")
        box.addWidget(self._why)
        box.addWidget(self._area, 1)
        box.addWidget(hint(_by_key(keys or {}), "tagKeys"))
        add_buttons(box, self.go_on)

    def show_tags(
        self, unknown: Sequence[str], known: Sequence[str], seen: "Mapping[str, TagLook] | None" = None
    ) -> None:
        """Show the tags of the files.

        Args:
            unknown: those that the project does not have, and that nobody has said anything about yet.
            known: the tags of the project.
            seen: the tags of the first articles, with how often they are there and an example.
        """
        looks = seen or {}
        tags = list(dict.fromkeys([*unknown, *self._answers, *looks]))
        self._why.setText(
            "The files use tags that the project does not have. Each of them:"
            if unknown
            else "Each tag of the files may become another one of the project:"
        )
        if (tags, list(known)) == self._shown:
            return
        self._shown = (tags, list(known))
        self._choices = {}
        rows = QWidget()
        form = new_form()
        rows.setLayout(form)
        for tag in tags:
            choice = self._choices[tag] = self._choice(tag, known)
            add_row(form, without_mnemonic(breakable(shown(tag), 24)), choice)
            if tag in looks:
                form.addRow(QWidget(), hint(_example(looks[tag])))
        self._area.setWidget(rows)

    def take_focus(self) -> None:
        """Go to the first of the tags."""
        for choice in list(self._choices.values())[:1]:
            choice.setFocus()

    def mapped(self) -> dict[str, str]:
        """Return the tags that become others."""
        return {tag: becomes for tag, becomes in self._answers.items() if becomes is not None and becomes != tag}

    def adds(self) -> bool:
        """Whether any tag is to be added."""
        return None in self._answers.values()

    def _choice(self, tag: str, known: Sequence[str]) -> QComboBox:
        choice = _TagChoice(self._keys)
        choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        choice.setMinimumContentsLength(16)
        own = tag in known
        choice.addItems([_STAYS if own else _ADD, *(f"becomes {isolated(shown(name))}" for name in known)])
        choice.setProperty("tags", [tag if own else None, *known])
        answer = self._answers.get(tag, tag if own else None)
        alike = next((at for at, name in enumerate(known, 1) if name.casefold() == tag.casefold()), 0)
        asked = tag in self._answers or own
        choice.setCurrentIndex(choice.property("tags").index(answer) if asked else alike)
        choice.setAccessibleName(shown(tag))
        return choice

    def _answer(self) -> None:
        for tag, choice in self._choices.items():
            self._answers[tag] = choice.property("tags")[choice.currentIndex()]
        self.answered.emit()


class _TagChoice(QComboBox):
    """What becomes of a tag: one key says it, and goes on to the next tag."""

    def __init__(self, keys: Mapping[str, str]) -> None:
        super().__init__()
        self._keys = keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose the tag whose key was pressed, or the first choice for +."""
        tags, key = self.property("tags") or [], event.text().casefold()
        tag = self._keys.get(key)
        at = 0 if key == _FIRST else tags.index(tag) if tag and tag in tags else -1
        plain = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
        if at < 0 or event.modifiers() & ~plain:
            super().keyPressEvent(event)
            return
        self.setCurrentIndex(at)
        self.focusNextChild()


def _by_key(keys: Mapping[str, str]) -> str:
    """Say which keys answer."""
    named_keys = ", ".join(f"{key} {called(tag)}" for tag, key in list(keys.items())[:_NAMED_KEYS] if key)
    also = f"{named_keys}: becomes that tag. " if named_keys else ""
    return f"{also}{_FIRST}: is added, or stays. Each key goes on to the next tag."


def _same(one: str, other: str) -> bool:
    return one.lower().replace("_", "-") == other.lower().replace("_", "-")


def _example(look: "TagLook") -> str:
    example = f", for example {quoted_short(look.example)}" if look.example else ""
    return f"{spans_words(look.count)} in the first articles{example}"
