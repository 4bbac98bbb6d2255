"""The values of a choice, in their order, with how often each is said."""

from collections import Counter
from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from annotator.gui.panels.pane import named
from annotator.gui.panels.quiet_table import make_quiet
from annotator.gui.plain import shown
from annotator.gui.tagset.fields import Line
from annotator.model.naming import is_name
from annotator.model.tagset_changes import Value

_ROWS = 6
_VALUE = Qt.ItemDataRole.UserRole


class Values(QWidget):
    """Values can be added, called something else where they stand, merged by giving one the name of another, removed.

    What is said although the choice does not offer it is listed too, so that it can be merged into what is offered.
    """

    offered = Signal(object)
    """All values to be offered, in order."""
    renamed = Signal(object, object)
    """A value, and what it is to be called; if that is another value, the two are to become one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._values: tuple[str, ...] = ()
        self._filling = False
        self.table = named(_Table(), "values", "Values")
        self.table.itemChanged.connect(self._take_name)
        self.table.removal_wanted.connect(self._remove)
        self.new = Line("newValue", "A new value", self._why_not)
        self.new.edit.setPlaceholderText("new value")
        self.new.written.connect(self._add)
        self.remove = named(QPushButton("Remove value", autoDefault=False), "removeValue")
        self.remove.clicked.connect(self._remove)
        line = QHBoxLayout()
        line.setSpacing(6)
        line.addWidget(self.new, 1)
        line.addWidget(self.remove, 0, Qt.AlignmentFlag.AlignTop)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(4)
        box.addWidget(self.table)
        box.addLayout(line)
        self.setFocusProxy(self.table)

    def show_values(self, values: Sequence[str], said: Counter[Value]) -> None:
        """Show what is offered, then what else is said, each with how often."""
        self._values = tuple(values)
        strangers = [str(value) for value, _ in said.most_common() if value not in values][:50]
        row = self.table.currentRow()
        self._filling = True
        self.table.setRowCount(len(values) + len(strangers))
        for at, value in enumerate([*values, *strangers]):
            self._show_row(at, value, said[value], offered=at < len(values))
        self._filling = False
        self.table.setCurrentCell(max(0, min(row, self.table.rowCount() - 1)), 0)

    def _show_row(self, row: int, value: str, count: int, *, offered: bool) -> None:
        item = QTableWidgetItem(value)
        item.setData(_VALUE, value)
        used = QTableWidgetItem(f"{count:,}" if count else "")
        used.setFlags(used.flags() & ~Qt.ItemFlag.ItemIsEditable)
        used.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if not offered:
            font = QFont(self.font())
            font.setItalic(True)
            item.setFont(font)
            used.setText(f"{used.text()} · not offered")
        self.table.setItem(row, 0, item)
        self.table.setItem(row, 1, used)

    def _why_not(self, value: str) -> str:
        if not is_name(value):
            return "A value is one line of text."
        return f"There is the value {shown(value)} already." if value in self._values else ""

    def _add(self, value: str) -> None:
        self.new.show_text("")
        self.offered.emit((*self._values, value))

    def _take_name(self, item: QTableWidgetItem) -> None:
        if self._filling or item.column() != 0:
            return
        before, after = str(item.data(_VALUE)), item.text().strip()
        if after != before and is_name(after):
            self.renamed.emit(before, after)
        elif after != item.text() or after != before:
            self._filling = True
            item.setText(before)
            self._filling = False

    def _remove(self) -> None:
        item = self.table.item(self.table.currentRow(), 0)
        value = str(item.data(_VALUE)) if item is not None else ""
        if value in self._values:
            self.offered.emit(tuple(known for known in self._values if known != value))


class _Table(QTableWidget):
    removal_wanted = Signal()

    def __init__(self) -> None:
        super().__init__(0, 2)
        self.setHorizontalHeaderLabels(["Value (F2 changes it)", "Said"])
        make_quiet(self)
        header = self.horizontalHeader()
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.setMinimumHeight(self.verticalHeader().defaultSectionSize() * _ROWS)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Remove a value with Delete."""
        if event.key() == Qt.Key.Key_Delete:
            self.removal_wanted.emit()
        else:
            super().keyPressEvent(event)
