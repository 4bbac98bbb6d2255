"""The table beside a picture, whose numbers open what is behind them too."""

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QTableView, QWidget

from annotator.gui.figures.tables import Entry, FigureTable
from annotator.gui.figures.wording import value_words, why_words
from annotator.gui.panels.pane import named
from annotator.gui.panels.quiet_table import make_quiet
from annotator.gui.plain import tip

Index = QModelIndex | QPersistentModelIndex
_NO_INDEX = QModelIndex()
_Role = Qt.ItemDataRole
_Side = Qt.AlignmentFlag
_BETWEEN = 14
_WIDEST_NAME = 170
_EMPTY = FigureTable((), ())


class FigureModel(QAbstractTableModel):
    """Rows of figures."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.table = _EMPTY

    def fill(self, table: FigureTable) -> None:
        """Show another table."""
        self.beginResetModel()
        self.table = table
        self.endResetModel()

    def entry(self, index: Index) -> Entry:
        """Return a cell."""
        return self.table.rows[index.row()][index.column()]

    def said(self, index: Index) -> str:
        """Say what a cell is: its row, its column and its number."""
        row = self.table.rows[index.row()]
        names = ", ".join(entry.text for entry in row[: self.table.names])
        heading, entry = self.table.headings[index.column()], self.entry(index)
        if entry.value is None:
            return f"{heading}: {entry.text}"
        return f"{names}, {heading}: {value_words(entry.value, counts=isinstance(entry.raw, int))}"

    def rowCount(self, parent: Index = _NO_INDEX) -> int:
        """Return the number of rows."""
        return 0 if parent.isValid() else len(self.table.rows)

    def columnCount(self, parent: Index = _NO_INDEX) -> int:
        """Return the number of columns."""
        return 0 if parent.isValid() else len(self.table.headings)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _Role.DisplayRole) -> Any:
        """Return the heading of a column, or the side it stands at."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == _Role.TextAlignmentRole:
            return self._side(section)
        return self.table.headings[section] if role == _Role.DisplayRole else None

    def data(self, index: Index, role: int = _Role.DisplayRole) -> Any:
        """Return what a cell shows, what a screen reader says of it, or why it has no number."""
        if role == _Role.TextAlignmentRole:
            return self._side(index.column())
        entry = self.entry(index)
        if role == _Role.DisplayRole:
            return entry.text
        if role == _Role.AccessibleTextRole:
            return self.said(index)
        why = "" if entry.value is None else entry.value.why
        return tip(why_words(why)) if role == _Role.ToolTipRole else None

    def _side(self, column: int) -> _Side:
        side = _Side.AlignLeft if column < self.table.names else _Side.AlignRight
        return side | _Side.AlignVCenter | _Side.AlignAbsolute


class FigureView(QTableView):
    """A quiet table, as high as its rows."""

    opened = Signal(object)
    """The index of the cell whose spans are wanted."""
    went = Signal(object)
    """The index that was gone to."""

    def __init__(self, model: FigureModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        named(self, "figureTable", "The same figures as a table")
        self._figures = model
        self.setModel(model)
        make_quiet(self)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.horizontalHeader().setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.viewport().setAutoFillBackground(False)
        self.selectionModel().currentChanged.connect(lambda now, _before: self.went.emit(now))
        model.modelReset.connect(self._fit)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open what is behind a number; everything else is a table's."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.opened.emit(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open what is behind the number that is clicked twice."""
        index = self.indexAt(event.position().toPoint())
        if index.isValid():
            self.opened.emit(index)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Say where the keyboard is."""
        super().focusInEvent(event)
        self.went.emit(self.currentIndex())

    def keyboardSearch(self, _text: str) -> None:
        """Do nothing: letters choose what is seen here."""

    def _fit(self) -> None:
        self.resizeColumnsToContents()
        for column in range(self._figures.columnCount()):
            wide = self.columnWidth(column) + _BETWEEN
            self.setColumnWidth(column, min(wide, _WIDEST_NAME) if column < self._figures.table.names else wide)
        rows = self._figures.rowCount() * self.verticalHeader().defaultSectionSize()
        bar = self.horizontalScrollBar().sizeHint().height()
        self.setFixedHeight(rows + self.horizontalHeader().sizeHint().height() + bar)
        if self._figures.rowCount() and not self.currentIndex().isValid():
            first = self._figures.index(0, min(self._figures.table.names, self._figures.columnCount() - 1))
            self.setCurrentIndex(first)
