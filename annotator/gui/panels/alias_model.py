"""The list of actors as a table model: keys of all names that match, lines of a few pages."""

from array import array
from collections.abc import Callable, Mapping, Sequence
from enum import IntEnum
from typing import Any

import msgspec
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from annotator.gui.panels.pages import Pages
from annotator.gui.panels.wording import quoted, short
from annotator.gui.plain import tip
from annotator.gui.session import Session
from annotator.model.aliases import Alias, AliasKey
from annotator.project.aliases import AliasLine, AliasOrder, alias_lines

_NO_INDEX = QModelIndex()
_Role = Qt.ItemDataRole
_SHOWN = 160

Index = QModelIndex | QPersistentModelIndex


class Column(IntEnum):
    """The columns of the list."""

    ACTOR = 0
    NAME = 1
    FROM = 2
    UNTIL = 3
    AMBIGUOUS = 4
    NOTE = 5
    SPANS = 6


HEADINGS = {
    Column.ACTOR: "Actor",
    Column.NAME: "Is called",
    Column.FROM: "From",
    Column.UNTIL: "Until",
    Column.AMBIGUOUS: "Ambiguous",
    Column.NOTE: "Note",
    Column.SPANS: "Spans",
}
FIELDS = {
    Column.ACTOR: "canonical",
    Column.NAME: "variant",
    Column.FROM: "valid_from",
    Column.UNTIL: "valid_until",
    Column.NOTE: "note",
}
"""The fields that are written as text."""
ORDERS: dict[Column, AliasOrder] = {
    Column.ACTOR: "canonical",
    Column.NAME: "variant",
    Column.FROM: "valid_from",
    Column.UNTIL: "valid_until",
    Column.AMBIGUOUS: "ambiguous",
    Column.NOTE: "note",
}
_CONFLICT = "⚠"
_CONFLICT_TIP = "Another actor is called so at the same time. Call both ambiguous, or say from when until when."


class AliasModel(QAbstractTableModel):
    """A table of any length. A row that comes into sight reads its page; an edit is only asked for."""

    def __init__(self, session: Session, change: Callable[[Alias], None], parent: QObject | None = None) -> None:
        """Make an empty table.

        Args:
            session: where the lines are read.
            change: asks for an alias to become another; what is shown changes when it has.
            parent: what it belongs to.
        """
        super().__init__(parent)
        self._session = session
        self._change = change
        self._keys: array[int] = array("q")
        self._pages = Pages(self._read)
        self._spans: Mapping[str, int] | None = None

    def __len__(self) -> int:
        return len(self._keys)

    def fill(self, keys: "array[int]") -> None:
        """Show other aliases, or the same as they read now."""
        self.beginResetModel()
        self._keys = keys
        self._pages.clear()
        self.endResetModel()

    def show_spans(self, counts: Mapping[str, int] | None) -> None:
        """Show how many spans say that they mean each actor; ``None`` while nobody knows."""
        self._spans = counts
        if self._keys:
            self.dataChanged.emit(self.index(0, Column.SPANS), self.index(len(self._keys) - 1, Column.SPANS))

    def row_of(self, key: AliasKey | None) -> int:
        """Return the row of an alias, or -1."""
        try:
            return self._keys.index(key) if key is not None else -1
        except ValueError:
            return -1

    def key(self, row: int) -> AliasKey:
        """Return the key of the alias in ``row``."""
        return self._keys[row]

    def line(self, row: int) -> AliasLine | None:
        """Return the line in ``row``, reading its page if need be; nothing if the alias is gone."""
        return self._pages.line(self._keys, row) if 0 <= row < len(self._keys) else None

    def rowCount(self, parent: Index = _NO_INDEX) -> int:
        """Return the number of aliases that match."""
        return 0 if parent.isValid() else len(self._keys)

    def columnCount(self, parent: Index = _NO_INDEX) -> int:
        """Return the number of columns."""
        return 0 if parent.isValid() else len(Column)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _Role.DisplayRole) -> Any:
        """Return the heading of a column."""
        if role == _Role.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return HEADINGS[Column(section)]
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Say what can be done with a cell: text is edited in place, ambiguity checked."""
        flags = super().flags(index)
        if not index.isValid() or not self._session.writable:
            return flags
        if index.column() in FIELDS:
            return flags | Qt.ItemFlag.ItemIsEditable
        return flags | Qt.ItemFlag.ItemIsUserCheckable if index.column() == Column.AMBIGUOUS else flags

    def data(self, index: Index, role: int = _Role.DisplayRole) -> Any:
        """Return what a cell shows, what is edited in it, or what a screen reader says of it."""
        if role not in _ANSWERS:
            return None
        line = self.line(index.row())
        return None if line is None else _ANSWERS[_Role(role)](self, line, Column(index.column()))

    def setData(self, index: Index, value: Any, role: int = _Role.EditRole) -> bool:
        """Ask for a cell to read otherwise."""
        line = self.line(index.row())
        if line is None:
            return False
        column = Column(index.column())
        if role == _Role.CheckStateRole and column == Column.AMBIGUOUS:
            checked = Qt.CheckState(value) == Qt.CheckState.Checked
            self._change(msgspec.structs.replace(line.alias, ambiguous=checked))
        elif role == _Role.EditRole and column in FIELDS:
            self._change(msgspec.structs.replace(line.alias, **{FIELDS[column]: str(value)}))
        else:
            return False
        return True

    def _displayed(self, line: AliasLine, column: Column) -> str:
        if column == Column.AMBIGUOUS:
            return ""
        if column == Column.SPANS:
            return "…" if self._spans is None else f"{self._spans.get(line.alias.canonical, 0):,}"
        text = short(getattr(line.alias, FIELDS[column]), _SHOWN)
        return f"{_CONFLICT} {text}" if column == Column.NAME and line.conflict else text

    def _edited(self, line: AliasLine, column: Column) -> str | None:
        return getattr(line.alias, FIELDS[column]) if column in FIELDS else None

    def _checked(self, line: AliasLine, column: Column) -> Qt.CheckState | None:
        if column != Column.AMBIGUOUS:
            return None
        return Qt.CheckState.Checked if line.alias.ambiguous else Qt.CheckState.Unchecked

    def _spoken(self, line: AliasLine, column: Column) -> str:
        if column == Column.AMBIGUOUS:
            return "ambiguous" if line.alias.ambiguous else "not ambiguous"
        text = self._displayed(line, column).removeprefix(_CONFLICT).strip()
        if column == Column.NAME:
            return f"{quoted(text)} for {short(line.alias.canonical, _SHOWN)}" + (
                ", in conflict with another actor" if line.conflict else ""
            )
        return f"{HEADINGS[column]}: {text or 'nothing'}"

    def _tip(self, line: AliasLine, column: Column) -> str:
        if column == Column.NAME and line.conflict:
            return tip(f"{line.alias.variant}\n{_CONFLICT_TIP}")
        return tip(getattr(line.alias, FIELDS[column])) if column in FIELDS else ""

    def _side(self, _line: AliasLine, column: Column) -> Qt.AlignmentFlag:
        side = Qt.AlignmentFlag.AlignRight if column == Column.SPANS else Qt.AlignmentFlag.AlignLeft
        return side | Qt.AlignmentFlag.AlignVCenter

    def _read(self, keys: Sequence[AliasKey]) -> dict[AliasKey, AliasLine]:
        lines = self._session.ask(lambda project: alias_lines(project, keys))
        return {line.alias.key: line for line in lines or ()}


_ANSWERS: dict[Qt.ItemDataRole, Callable[[AliasModel, AliasLine, Column], Any]] = {
    _Role.DisplayRole: AliasModel._displayed,
    _Role.EditRole: AliasModel._edited,
    _Role.CheckStateRole: AliasModel._checked,
    _Role.AccessibleTextRole: AliasModel._spoken,
    _Role.ToolTipRole: AliasModel._tip,  # which escapes with plain.tip()
    _Role.TextAlignmentRole: AliasModel._side,
}
"""What a cell is asked, and how it answers; to everything else it says nothing."""
