"""The answers to one conflict as rows: key, layer, what is marked, and a column for each thing that differs."""

from typing import Any

import msgspec
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from annotator.adjudication.conflicts import Conflict
from annotator.gui.article.style import TagStyle
from annotator.gui.panels.wording import short
from annotator.gui.plain import tip
from annotator.gui.review.offers import Offer, Run, columns_of, disputed, runs_of, values_of, votes_for
from annotator.gui.review.wording import layer_words, mark_words, said_words, votes_words
from annotator.model.span import marked_text

Index = QModelIndex | QPersistentModelIndex
_NO_INDEX = QModelIndex()
_LONGEST = 600
KEY, WHO, MARK = range(3)
"""The columns that every conflict has; what differs follows."""


class Shown(msgspec.Struct, frozen=True):
    """A conflict as it is shown."""

    conflict: Conflict
    text: str
    """The article’s."""
    offers: tuple[Offer, ...]
    blind: bool = False
    names: tuple[str, ...] = ()
    """What the keys of union and intersection are, in this order."""


class AnswerModel(QAbstractTableModel):
    """What can be taken."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.shown: Shown | None = None
        self.columns: tuple[str, ...] = ()
        self.styles: dict[str, TagStyle] = {}
        self.chosen: dict[str, str] = {}
        """By column, the layer whose word was chosen instead of the answer’s own."""

    def show(self, shown: Shown | None) -> None:
        """Show the answers to another conflict, or none."""
        self.beginResetModel()
        self.shown = shown
        self.columns = columns_of(shown.conflict) if shown is not None else ()
        self.chosen = {}
        self.endResetModel()

    def choose(self, column: str, layer: str) -> None:
        """Show that in a column the word of ``layer`` counts."""
        self.chosen[column] = layer
        if self.shown is not None:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.shown.offers) - 1, self.columnCount() - 1))

    def offer(self, row: int) -> Offer | None:
        """Return what is on offer in a row."""
        offers = self.shown.offers if self.shown is not None else ()
        return offers[row] if 0 <= row < len(offers) else None

    def rowCount(self, parent: Index = _NO_INDEX) -> int:
        """Return how many answers there are."""
        return 0 if parent.isValid() or self.shown is None else len(self.shown.offers)

    def columnCount(self, parent: Index = _NO_INDEX) -> int:
        """Return how many columns there are."""
        return 0 if parent.isValid() else MARK + 1 + len(self.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Name the columns."""
        if orientation is not Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return ["Key", "Layer", "Answer", *(short(column, 24) for column in self.columns)][section]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a cell says; under the user role the offer itself."""
        offer = self.offer(index.row())
        if offer is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.words(offer, index.column())
        if role == Qt.ItemDataRole.UserRole:
            return offer
        return tip(self.words(offer, index.column())) if role == Qt.ItemDataRole.ToolTipRole else None

    def words(self, offer: Offer, column: int) -> str:
        """Return what a cell says."""
        shown = self.shown
        assert shown is not None
        if column == KEY:
            return str(offer.number or "") if offer.layer else self._key_of(offer)
        if column == WHO:
            return layer_words(offer, blind=shown.blind)
        if column == MARK:
            return mark_words(offer, shown.conflict, shown.text)
        name = self.columns[column - MARK - 1]
        if offer.span is None:
            return ""
        said = said_words(values_of(offer, name, shown.conflict), shown.text)
        return f"{said} ({votes_words(votes_for(shown.conflict, offer, name))})" if offer.layer else said

    def runs(self, offer: Offer) -> list[Run]:
        """Return the words of an offer in runs, marked where not all have them."""
        if self.shown is None or offer.span is None:
            return []
        apart = disputed(list(self.shown.conflict.offered.values()))
        return runs_of(self.shown.text, offer.span.fragments, apart)

    def whole_words(self, offer: Offer) -> str:
        """Return the words of an offer on one line, as many of them as could be shown at all."""
        if self.shown is None or offer.span is None:
            return ""
        return " ".join(marked_text(self.shown.text, offer.span.fragments)[:_LONGEST].split())

    def differs(self, offer: Offer, column: int) -> bool:
        """Say whether not all say what an offer says in a column of what differs, and its word is the chosen one."""
        return column > MARK and self.chosen.get(self.columns[column - MARK - 1]) == offer.layer != ""

    def _key_of(self, offer: Offer) -> str:
        assert self.shown is not None
        return dict(zip(("union", "intersection"), self.shown.names, strict=False)).get(offer.how, "")
