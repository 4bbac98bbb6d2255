"""Rows of words that do not change, as a table model; only what is visible costs anything."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QItemSelectionModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QHeaderView, QTableView

from annotator.gui.panels.quiet_table import make_quiet
from annotator.gui.panels.wording import short

_Index = QModelIndex | QPersistentModelIndex
_NO_INDEX = QModelIndex()
_Role = Qt.ItemDataRole
_SHOWN = 200


class RowsModel(QAbstractTableModel):
    """A table of words from outside, shown on one line each."""

    def __init__(self, columns: Sequence[str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._columns = columns
        self._rows: Sequence[Sequence[str]] = ()

    def fill(self, rows: Sequence[Sequence[str]]) -> None:
        """Show other rows, each with a cell for every column."""
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def rowCount(self, parent: _Index = _NO_INDEX) -> int:
        """Return the number of rows."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = _NO_INDEX) -> int:
        """Return the number of columns."""
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: _Index, role: int = _Role.DisplayRole) -> Any:
        """Return what a cell shows."""
        if role in (_Role.DisplayRole, _Role.AccessibleTextRole):
            return short(self._rows[index.row()][index.column()], _SHOWN)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _Role.DisplayRole) -> Any:
        """Return the heading of a column."""
        if role == _Role.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return self._columns[section]
        return None


def go_to_row(table: QTableView, row: int) -> None:
    """Make ``row`` the current and only chosen one, whatever keys are held."""
    index = table.model().index(row, max(table.currentIndex().column(), 0))
    flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
    table.selectionModel().setCurrentIndex(index, flags)
    table.scrollTo(index)


def rows_table(model: RowsModel, name: str, spoken: str) -> QTableView:
    """Return a table that shows ``model``, whose first column takes the room that the others leave."""
    table = QTableView()
    table.setObjectName(name)
    table.setAccessibleName(spoken)
    table.setModel(model)
    make_quiet(table, several=True)
    table.setAlternatingRowColors(True)
    header = table.horizontalHeader()
    header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
    return table
