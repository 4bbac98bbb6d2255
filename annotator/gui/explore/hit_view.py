"""The table of hits: words in their context, gone through, chosen and marked by keys."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import cast

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QItemSelectionRange,
    QModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QTableView,
    QWidget,
)

from annotator.gui.actions import ActionTable
from annotator.gui.explore.hit_delegate import PADDING, HitDelegate
from annotator.gui.explore.hit_model import Column, HitModel
from annotator.gui.panels.pane import named
from annotator.gui.panels.quiet_table import make_quiet
from annotator.gui.specs import ActionSpec
from annotator.gui.weights import strong
from annotator.model.hits import Hit

_WIDEST_WORDS = 0.34
"""Of the width of the table."""
_MEASURED = 400
"""So many hits decide how wide the words are."""
_ROOM_FOR_ORIGIN = 900
_ROOM_FOR_ARTICLE = 560
"""Narrower tables leave out where the hit is: the line itself matters more."""

_DATE = "2026-12-28"
"""As wide as a date is."""

_SORTS = {
    Qt.Key.Key_Left: Column.LEFT,
    Qt.Key.Key_Right: Column.RIGHT,
    Qt.Key.Key_Down: Column.MARK,
    Qt.Key.Key_Up: None,
}
"""With Alt, what an arrow sorts by; up leaves the rows as they were found."""


class HitView(QTableView):
    """Asks for things to be done; what is shown is what the model holds."""

    opened = Signal(object)
    """The :class:`~annotator.model.hits.Hit` to go to."""
    asked = Signal(object)
    """The :class:`~annotator.gui.specs.ActionSpec` whose key was pressed: to tag, to retag or to remove."""
    escaped = Signal()

    def __init__(self, model: HitModel, name: str, spoken: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        named(self, name, spoken)
        self._hits = model
        self._spec_of: Callable[[QKeySequence], ActionSpec | None] = lambda _keys: None
        self._widest = 0
        self.setModel(model)
        self.setItemDelegate(HitDelegate(self))
        self._dress()
        model.rowsInserted.connect(self._measure)
        model.modelReset.connect(self._forget_widths)

    def take_keys_of(self, actions: ActionTable, commands: frozenset[str]) -> None:
        """Ask for what ``actions`` do by their keys, those of them whose command is among ``commands``."""

        def spec_of(keys: QKeySequence) -> ActionSpec | None:
            return next(
                (
                    entry.spec
                    for entry in actions.entries()
                    if entry.spec.command in commands and keys in entry.action.shortcuts()
                ),
                None,
            )

        self._spec_of = spec_of

    def chosen(self) -> list[int]:
        """Return the rows that are chosen, from top to bottom."""
        # By ranges: an index for each of 20,000 rows would take a third of a second.
        # PySide does not declare that a selection can be gone through.
        ranges = cast("Iterable[QItemSelectionRange]", self.selectionModel().selection())
        return sorted({row for part in ranges for row in range(part.top(), part.bottom() + 1)})

    def go_to_row(self, row: int) -> None:
        """Go to a row, and choose it alone."""
        self.setCurrentIndex(self._hits.index(row, Column.WORDS))

    def replace(self, hits: Sequence[Hit]) -> None:
        """Show other rows in the same order, with the same places current and chosen as far as they are there."""
        chosen = {hit.place for hit in self._hits.hits(self.chosen())}
        current = self._hits.hit(self.currentIndex().row()).place if self.currentIndex().isValid() else None
        self._hits.clear()
        if not hits:
            return
        self._hits.add(hits)
        self._hits.settle()
        places = [self._hits.hit(row).place for row in range(len(hits))]
        selection = QItemSelection()
        for first, last in _runs(row for row, place in enumerate(places) if place in chosen):
            selection.append(QItemSelectionRange(self._hits.index(first, 0), self._hits.index(last, len(Column) - 1)))
        self.go_to_row(places.index(current) if current in places else 0)
        self.selectionModel().select(selection, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open, mark and sort by keys; everything else is a table's."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not _with_ctrl(event):
            self._open()
        elif event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
        elif event.modifiers() == Qt.KeyboardModifier.AltModifier and Qt.Key(event.key()) in _SORTS:
            self.sort_by(_SORTS[Qt.Key(event.key())])
        elif (spec := self._spec_of(QKeySequence(event.keyCombination()))) is not None:
            self.asked.emit(spec)
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, _text: str) -> None:
        """Do nothing: letters are keys of tags here."""

    def sort_by(self, column: Column | None) -> None:
        """Sort by a column, or the other way around if that is how the rows stand already."""
        header = self.horizontalHeader()
        again = column is not None and column == self._hits.sorted_by
        descending = again and header.sortIndicatorOrder() == Qt.SortOrder.AscendingOrder
        order = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
        header.setSortIndicator(-1 if column is None else column, order)
        self._hits.sort_by(column, descending=descending)
        if self.currentIndex().isValid():
            self.scrollTo(self.currentIndex())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out what there is no room for."""
        super().resizeEvent(event)
        self._fit()

    def _open(self) -> None:
        if self.currentIndex().isValid():
            self.opened.emit(self._hits.hit(self.currentIndex().row()))

    def _dress(self) -> None:
        make_quiet(self, several=True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        header = self.horizontalHeader()
        header.setSectionsClickable(True)
        header.setSortIndicatorShown(True)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        header.setMinimumSectionSize(40)
        for column in (Column.LEFT, Column.RIGHT):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        letter, date = self.fontMetrics().averageCharWidth(), self.fontMetrics().horizontalAdvance(_DATE)
        widths = ((Column.MARK, 15 * letter), (Column.ARTICLE, 26 * letter), (Column.SOURCE, 17 * letter))
        for column, width in (*widths, (Column.DATE, date)):
            self.setColumnWidth(column, width + 2 * PADDING + 2)
        header.sectionClicked.connect(lambda column: self.sort_by(Column(column)))
        self.doubleClicked.connect(lambda _: self._open())

    def _measure(self, _parent: QModelIndex, first: int, last: int) -> None:
        """Make the words as wide as those that came first need."""
        if first >= _MEASURED:
            return
        metrics = QFontMetrics(strong(self.font()))
        for row in range(first, min(last + 1, _MEASURED)):
            width = metrics.horizontalAdvance(self._hits.index(row, Column.WORDS).data())
            self._widest = max(self._widest, width + 2 * PADDING + 2)
        self._fit()

    def _forget_widths(self) -> None:
        self._widest = 0

    def _fit(self) -> None:
        width = self.viewport().width()
        for column, needed in (
            (Column.ARTICLE, _ROOM_FOR_ARTICLE),
            (Column.SOURCE, _ROOM_FOR_ORIGIN),
            (Column.DATE, _ROOM_FOR_ORIGIN),
        ):
            self.setColumnHidden(column, width < needed)
        heading = self.horizontalHeader().sectionSizeHint(Column.WORDS)
        self.setColumnWidth(Column.WORDS, max(heading, min(self._widest, int(width * _WIDEST_WORDS))))


def _runs(rows: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Yield the first and the last of rows that follow one another."""
    first = last = -2
    for row in rows:
        if row != last + 1:
            if first >= 0:
                yield first, last
            first = row
        last = row
    if first >= 0:
        yield first, last


def _with_ctrl(event: QKeyEvent) -> bool:
    return bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
