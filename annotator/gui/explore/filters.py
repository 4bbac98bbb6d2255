"""What a concordance lists: the words, and a row of narrower wishes."""

import re
from collections.abc import Iterable

from PySide6.QtCore import QSignalBlocker, QTimer, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QToolButton, QVBoxLayout, QWidget

from annotator.gui.panels.pane import named, quiet_button
from annotator.gui.panels.wording import short
from annotator.project.concordance import HitQuery
from annotator.project.listing import State

TYPING_PAUSE = 250
"""Milliseconds without a key after which the search begins."""

_STATES: tuple[tuple[State, str], ...] = (
    ("all", "all articles"),
    ("open", "○ open articles"),
    ("done", "● done articles"),
    ("flagged", "⚑ flagged articles"),
)
_ANY, _UNMARKED = "", "\0"
"""What stands for no wish about tags, and for hits that nothing is marked at; neither is a name."""
_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


class Filters(QWidget):
    """A line for words, and below it tag, state, layer, source and dates. Says when somebody wants something else."""

    wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._typing = QTimer(self, singleShot=True, interval=TYPING_PAUSE)
        self._typing.timeout.connect(self.wanted)
        box = QVBoxLayout(self)
        box.setContentsMargins(10, 8, 10, 4)
        box.setSpacing(6)
        box.addLayout(self._build_words())
        box.addLayout(self._build_wishes())

    def query(self) -> HitQuery:
        """Return what is wished for."""
        tag = self.tags.currentData()
        return HitQuery(
            words=self.words.text().strip(),
            match_case=self.case.isChecked(),
            tag="" if tag in (None, _UNMARKED) else tag,
            unmarked=tag == _UNMARKED,
            layer=self.layers.currentData() or "",
            state=self.states.currentData(),
            source=self.source.text().strip(),
            since=_date(self.since),
            until=_date(self.until),
        )

    def set_words(self, words: str) -> None:
        """Search for ``words``, and wish for nothing else."""
        blockers = [QSignalBlocker(part) for part in (self.words, self.source, self.since, self.until)]
        self.words.setText(words)
        for line in (self.source, self.since, self.until):
            line.clear()
        for choice in (self.tags, self.states, self.layers):
            choice.setCurrentIndex(0)
        del blockers
        self.search_now()

    def search_now(self) -> None:
        """Search without waiting for another key."""
        self._typing.stop()
        self.wanted.emit()

    def offer(self, tags: Iterable[str], layers: Iterable[str], own: str) -> None:
        """Offer the tags of the project, and the layers in it, the own one first."""
        self._fill(self.tags, [("any tag or none", _ANY), ("not marked", _UNMARKED), *_named(tags)])
        others = [name for name in layers if name != own]
        self._fill(self.layers, [("your layer", ""), *_named(others)])

    def wrong_date(self) -> str:
        """Say which date cannot be understood; nothing if all can."""
        for line in (self.since, self.until):
            if line.text().strip() and not _DATE.fullmatch(line.text().strip()):
                return "A date is written like 2026-11-02, 2026-11 or 2026."
        return ""

    def _build_words(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(6)
        placeholder = 'Words, "words together", begin*'
        self.words = named(
            QLineEdit(placeholderText=placeholder, clearButtonEnabled=True), "concordanceWords", "Words to search for"
        )
        self.words.setAcceptDrops(False)
        self.words.textChanged.connect(lambda _: self._typing.start())
        self.words.returnPressed.connect(self.search_now)
        self.case: QToolButton = quiet_button("Aa", "matchCase", "Capital and small letters differ")
        self.case.setCheckable(True)
        self.case.toggled.connect(lambda _: self.search_now())
        row.addWidget(self.words, 1)
        row.addWidget(self.case)
        return row

    def _build_wishes(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(6)
        self.tags = _choice("concordanceTag", "Only what is marked with this tag")
        self.states = _choice("concordanceState", "Only articles in this state")
        self.layers = _choice("concordanceLayer", "Whose marks are looked at")
        self._fill(self.states, [(text, state) for state, text in _STATES])
        self.source = self._line("source", "concordanceSource", "Only sources that hold this")
        self.since = self._line("from", "concordanceSince", "Only articles published on this day or later")
        self.until = self._line("to", "concordanceUntil", "Only articles published on this day or before")
        for choice in (self.tags, self.states, self.layers):
            choice.activated.connect(lambda _: self.search_now())
            row.addWidget(choice, 3)
        row.addWidget(self.source, 3)
        for line in (self.since, self.until):
            row.addWidget(line, 2)
        return row

    def _line(self, placeholder: str, name: str, spoken: str) -> QLineEdit:
        line = named(QLineEdit(placeholderText=placeholder), name, spoken)
        line.setAcceptDrops(False)
        line.setMinimumWidth(line.fontMetrics().averageCharWidth() * 9)
        line.textChanged.connect(lambda _: self._typing.start())
        line.returnPressed.connect(self.search_now)
        return line

    @staticmethod
    def _fill(choice: QComboBox, entries: list[tuple[str, str]]) -> None:
        before = choice.currentData()
        choice.clear()
        for text, value in entries:
            choice.addItem(text, value)
        choice.setCurrentIndex(max(choice.findData(before), 0))


def _choice(name: str, spoken: str) -> QComboBox:
    choice = named(QComboBox(), name, spoken)
    choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    choice.setMinimumContentsLength(8)
    return choice


def _named(names: Iterable[str]) -> list[tuple[str, str]]:
    return [(short(name, 40), name) for name in names]


def _date(line: QLineEdit) -> str:
    text = line.text().strip()
    return text if _DATE.fullmatch(text) else ""
