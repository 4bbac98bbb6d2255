"""What is chosen at the top of the page: how to look, by which rule, and at whom."""

from collections.abc import Iterable, Sequence

import msgspec
from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QTabBar, QVBoxLayout, QWidget

from annotator.agreement.figures import OVERALL, Agreement
from annotator.agreement.matching import Match
from annotator.agreement.pictures import ALL_TAGS
from annotator.gui.figures.looks import LOOKS, Look, Wish
from annotator.gui.panels.pane import named
from annotator.gui.panels.wording import short

_MATCH_WORDS: dict[Match, str] = {
    "exact": "exact match",
    "overlap": "overlap match",
    "token": "token match",
}
_NARROWEST = 9
"""Letters that a list of names has room for at least."""


class Choices(QWidget):
    """Says when somebody wants to see something else."""

    match_wanted = Signal(object)
    """The match rule that is chosen."""
    layers_wanted = Signal()
    """Somebody wants to choose the layers."""
    changed = Signal()
    """Another picture of the same figures is wanted."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chosen: dict[tuple[str, str], str] = {}
        """What was chosen last, by way to look and kind of choice."""
        self.looks = named(QTabBar(), "figureLooks", "Ways to look at agreement")
        self.looks.setDrawBase(False)
        self.looks.setExpanding(False)
        self.looks.setUsesScrollButtons(True)
        self.looks.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        for number, look in enumerate(LOOKS, 1):
            self.looks.addTab(f"{number} {look.title}")
        self.match = _list("figureMatch", "Match rule: which spans count as the same")
        for match, words in _MATCH_WORDS.items():
            self.match.addItem(words, match)
        self.layers = named(QPushButton("Layers…"), "figureLayers", "Choose the layers")
        self.layers.setAutoDefault(False)
        self.figure = _list("figureName", "Figure")
        self.pair = _list("figurePair", "Which two layers")
        self.tag = _list("figureTag", "Tag")
        self._build()
        self.looks.currentChanged.connect(lambda _: self._turn())
        self.match.activated.connect(lambda _: self.match_wanted.emit(self.match.currentData()))
        self.layers.clicked.connect(self.layers_wanted)
        for box in (self.figure, self.pair, self.tag):
            box.activated.connect(lambda _: self._take())

    @property
    def look(self) -> Look:
        """The way to look that is chosen."""
        return LOOKS[self.looks.currentIndex()]

    def wish(self) -> Wish:
        """Return what is to be seen in it."""
        pair = self.pair.currentData()
        tag = self.tag.currentData() if self.look.of_tag else None
        return Wish(self.figure.currentData() or "", tag or OVERALL, tuple(pair) if pair else None)

    def offer(self, agreement: Agreement | None) -> None:
        """Offer the tags and pairs that were compared; what was chosen stays chosen if it is there."""
        pairs = [] if agreement is None else [pair.layers for pair in agreement.pairs]
        tags = [] if agreement is None else list(agreement.tags)
        _fill(self.pair, [(" · ".join(short(name, 24) for name in pair), pair) for pair in pairs])
        _fill(self.tag, [(ALL_TAGS, OVERALL), *((short(tag, 40), tag) for tag in tags)])
        self._show_choices()

    def show_match(self, match: Match) -> None:
        """Show which rule holds."""
        self.match.setCurrentIndex(self.match.findData(match))

    def step(self, box: QComboBox, step: int) -> bool:
        """Choose the next of one of the lists (``step`` 1), or the one before (-1); say whether there is one."""
        if box.isHidden() or box.count() < 2:
            return False
        box.setCurrentIndex((box.currentIndex() + step) % box.count())
        box.activated.emit(box.currentIndex())
        return True

    def go_to(self, number: int) -> bool:
        """Choose a way to look, counted from 0; say whether there is one."""
        if not 0 <= number < len(LOOKS):
            return False
        self.looks.setCurrentIndex(number)
        return True

    def _build(self) -> None:
        box = QVBoxLayout(self)
        box.setContentsMargins(12, 8, 12, 2)
        box.setSpacing(6)
        box.addWidget(self.looks)
        row = QHBoxLayout()
        row.setSpacing(6)
        for part in (self.match, self.layers, self.pair, self.figure, self.tag):
            row.addWidget(part)
        row.addStretch(1)
        box.addLayout(row)

    def _turn(self) -> None:
        self._show_choices()
        self.changed.emit()

    def _take(self) -> None:
        self._chosen[self.look.name, "figure"] = self.figure.currentData() or ""
        self.changed.emit()

    def _show_choices(self) -> None:
        look = self.look
        with QSignalBlocker(self.figure):
            self.figure.clear()
            for name, words in look.figures:
                self.figure.addItem(words, name)
            self.figure.setCurrentIndex(max(0, self.figure.findData(self._chosen.get((look.name, "figure"), ""))))
        self.figure.setVisible(len(look.figures) > 1)
        self.pair.setVisible(look.of_pair and self.pair.count() > 1)
        self.tag.setVisible(look.of_tag and self.tag.count() > 1)


def _list(name: str, spoken: str) -> QComboBox:
    box = named(QComboBox(), name, spoken)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
    box.setMinimumContentsLength(_NARROWEST)
    box.setMinimumWidth(60)
    return box


def _fill(box: QComboBox, items: Sequence[tuple[str, object]]) -> None:
    """Offer other items; the one that was chosen stays so if it is among them."""
    before = box.currentData()
    with QSignalBlocker(box):
        box.clear()
        for words, what in items:
            box.addItem(words, what)
        box.setCurrentIndex(max(0, _place(before, (what for _, what in items))))


def _place(wanted: object, known: Iterable[object]) -> int:
    # Not findData: Qt hands tuples back as lists.
    plain = msgspec.to_builtins(wanted)
    return next((at for at, what in enumerate(known) if msgspec.to_builtins(what) in (plain, wanted)), -1)
