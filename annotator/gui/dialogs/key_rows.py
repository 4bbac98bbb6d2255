"""The actions with their keys as rows, for the table in which keys are changed."""

from enum import IntEnum
from typing import Any

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, Qt

from annotator.gui.actions import ActionTable, Entry
from annotator.gui.key_map import usual_keys
from annotator.gui.keys import written_all
from annotator.gui.panels.table_model import TableModel
from annotator.gui.plain import tip

Index = QModelIndex | QPersistentModelIndex
_NO_INDEX = QModelIndex()


class Column(IntEnum):
    """The columns of the table."""

    WHAT = 0
    KEYS = 1
    REMARK = 2


_HEADERS = {Column.WHAT: "What", Column.KEYS: "Keys", Column.REMARK: "Remark"}


class KeyRows(TableModel):
    """All actions, or those that words or a key find."""

    def __init__(self, actions: ActionTable, parent: QObject | None = None) -> None:
        super().__init__(tuple(_HEADERS.values()), parent)
        self._actions = actions
        self._words: list[str] = []
        self._key = ""
        self._rows: list[Entry] = actions.entries()
        actions.keysChanged.connect(self._show_keys)

    def find(self, words: str, key: str) -> None:
        """List the actions that hold all of ``words`` and, unless ``key`` is empty, have, had or usually have it."""
        self.beginResetModel()
        self._words, self._key = words.casefold().split(), key
        self._rows = [entry for entry in self._actions.entries() if self._fits(entry)]
        self.endResetModel()

    def entry(self, row: int) -> Entry | None:
        """Return the action in a row, if there is such a row."""
        return self._rows[row] if 0 <= row < len(self._rows) else None

    def row_of(self, action_id: str) -> int:
        """Return the row of an action, or -1."""
        return next((row for row, entry in enumerate(self._rows) if entry.spec.id == action_id), -1)

    def rowCount(self, parent: Index = _NO_INDEX) -> int:
        """Return how many actions are listed."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a cell shows; the tooltip of a cell that may be cut off says all of it."""
        if not index.isValid():
            return None
        text = self._cell(self._rows[index.row()], Column(index.column()))
        if role == Qt.ItemDataRole.DisplayRole:
            return text
        return tip(text) if role == Qt.ItemDataRole.ToolTipRole else None

    def _cell(self, entry: Entry, column: Column) -> str:
        action_id = entry.spec.id
        if column is Column.WHAT:
            return entry.title
        if column is Column.KEYS:
            return written_all(self._actions.keys.keys[action_id])
        usual = f"yours – usually {written_all(usual_keys(entry.spec)) or 'none'}"
        parts = [usual if action_id in self._actions.chosen else "", self._actions.lost_words(action_id)]
        return ". ".join(part for part in parts if part)

    def _fits(self, entry: Entry) -> bool:
        cells = [entry.spec.menu.title, entry.spec.help, *(self._cell(entry, column) for column in Column)]
        everything = " ".join(cells).casefold()
        return all(word in everything for word in self._words) and (not self._key or self._key in self._keys_of(entry))

    def _keys_of(self, entry: Entry) -> set[str]:
        keys = self._actions.keys
        lost = {key for key, _ in keys.lost.get(entry.spec.id, ())}
        return {*keys.keys[entry.spec.id], *usual_keys(entry.spec), *lost}

    def _show_keys(self) -> None:
        """Show the keys that there are now; what is listed stays listed until something else is looked for."""
        known = {entry.spec.id: entry for entry in self._actions.entries()}
        rows = [known[entry.spec.id] for entry in self._rows if entry.spec.id in known]
        if len(rows) < len(self._rows):
            self.beginResetModel()
            self._rows = rows
            self.endResetModel()
        elif rows:
            self._rows = rows
            self.dataChanged.emit(self.index(0, Column.KEYS), self.index(len(rows) - 1, Column.REMARK))
