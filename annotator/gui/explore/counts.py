"""A table of counts: a name at the left, numbers beside it."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QFrame, QTableView

from annotator.gui.panels.pane import named
from annotator.gui.panels.quiet_table import make_quiet

Index = QModelIndex | QPersistentModelIndex
_NO_INDEX = QModelIndex()
_Role = Qt.ItemDataRole
_Side = Qt.AlignmentFlag

_BETWEEN = 14
"""Pixels between columns."""


class CountsModel(QAbstractTableModel):
    """Rows of texts that were put into words already."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._headings: Sequence[str] = ()
        self._rows: Sequence[Sequence[str]] = ()

    def fill(self, headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """Show other rows, each as long as ``headings``."""
        self.beginResetModel()
        self._headings, self._rows = headings, rows
        self.endResetModel()

    def rowCount(self, parent: Index = _NO_INDEX) -> int:
        """Return the number of rows."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NO_INDEX) -> int:
        """Return the number of columns."""
        return 0 if parent.isValid() else len(self._headings)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _Role.DisplayRole) -> Any:
        """Return the heading of a column, or the side it stands at."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == _Role.TextAlignmentRole:
            return _side(section)
        return self._headings[section] if role == _Role.DisplayRole else None

    def data(self, index: Index, role: int = _Role.DisplayRole) -> Any:
        """Return what a cell shows, what a screen reader says of it, or the side it stands at."""
        if role == _Role.TextAlignmentRole:
            return _side(index.column())
        text = self._rows[index.row()][index.column()]
        if role == _Role.DisplayRole:
            return text
        return f"{self._headings[index.column()]}: {text}" if role == _Role.AccessibleTextRole else None


def counts_view(model: CountsModel, name: str, spoken: str) -> QTableView:
    """Return a quiet table for ``model``."""
    view = named(QTableView(), name, spoken)
    view.setModel(model)
    make_quiet(view)
    view.setFrameShape(QFrame.Shape.NoFrame)
    view.viewport().setAutoFillBackground(False)
    return view


def fit(view: QTableView, most: int) -> None:
    """Make a table as wide as its cells ask, and as high as its rows, up to ``most`` of them."""
    view.resizeColumnsToContents()
    for column in range(view.model().columnCount()):
        view.setColumnWidth(column, view.columnWidth(column) + _BETWEEN)
    rows = min(view.model().rowCount(), most) * view.verticalHeader().defaultSectionSize()
    view.setFixedHeight(
        rows + view.horizontalHeader().sizeHint().height() + view.horizontalScrollBar().sizeHint().height()
    )


def _side(column: int) -> _Side:
    return (_Side.AlignLeft if column == 0 else _Side.AlignRight) | _Side.AlignVCenter
