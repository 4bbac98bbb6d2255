"""Carrying marks from another copy of a report: where each would come to lie, before anything is done."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QComboBox, QHeaderView, QTableView, QWidget

from annotator.gui.dialogs.form import FormDialog, hint, named
from annotator.gui.panels.quiet_table import make_quiet
from annotator.gui.panels.wording import about_line, name, short
from annotator.model.article import ArticleKey
from annotator.model.carrying import Fit
from annotator.model.span import SpanKey
from annotator.project.carrying import Carriage
from annotator.project.listing import ArticleRow

_Index = QModelIndex | QPersistentModelIndex
_NO_INDEX = QModelIndex()
_Role = Qt.ItemDataRole
_COLUMNS = ("Words", "Tag", "Here")
_SHOWN = 120

Preview = Callable[[ArticleKey], Sequence[Carriage]]
"""Asks what would become of the marks of a copy."""
RelationsLeft = Callable[[ArticleKey, Sequence[Carriage], set[SpanKey]], int]
"""Asks how many relations would be left behind, given the marks that are chosen."""


class CarryRequest(NamedTuple):
    """Which marks are to be carried from which copy."""

    source: ArticleKey
    chosen: frozenset[SpanKey]


class CarryDialog(FormDialog):
    """Lists the own marks of another copy, and what stands in this one where they belong.

    Marks on the very same words are chosen; those whose words read otherwise here only if the annotator says so.
    """

    def __init__(
        self, copies: Sequence[ArticleRow], preview: Preview, left: RelationsLeft, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent, "carryDialog", "Carry marks from a copy", "&Carry")
        self._preview = preview
        self._left = left
        self.source = named(QComboBox(), "copy")
        self.source.setMinimumContentsLength(24)
        self.source.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        for copy in copies:
            about = about_line(short(copy.source, 40), short(copy.published, 40))
            self.source.addItem(" – ".join(filter(None, (short(copy.heading, 60), about))), copy.key)
        self.add_row("&From", self.source)
        self.add_form()
        self.model = _CarriageModel(self)
        self.table = self._build_table()
        self.box.addWidget(self.table, 1)
        self.relations = hint("", "relationsLeft")
        self.box.addWidget(self.relations)
        self.finish()
        self.source.currentIndexChanged.connect(lambda _: self._look())
        self.model.chosen_changed.connect(self._count)
        self.resize(720, 480)
        self._look()
        self.table.setFocus()

    def result_value(self) -> CarryRequest:
        """Return what is to be carried."""
        return CarryRequest(self.source.currentData(), frozenset(self.model.chosen))

    def _build_table(self) -> QTableView:
        table = named(QTableView(), "carriages")
        table.setAccessibleName("Marks of the copy; Space chooses")
        table.setModel(self.model)
        make_quiet(table)
        header = table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        return table

    def _look(self) -> None:
        """Show what would become of the marks of the copy that is chosen."""
        self.model.fill(self._preview(self.source.currentData()))
        if self.model.rowCount():
            self.table.setCurrentIndex(self.model.index(0, 0))
        self._count()

    def _count(self) -> None:
        carriages, chosen = self.model.carriages, self.model.chosen
        self.accept_button.setText(f"&Carry {len(chosen):,} {'mark' if len(chosen) == 1 else 'marks'}")
        if not carriages:
            self.demand("You have marked nothing in that copy.")
        elif not chosen:
            self.demand("No mark is chosen.")
        else:
            self.demand(_summary(carriages), refuse=False)
        left = self._left(self.source.currentData(), carriages, chosen)
        relations = "1 relation stays" if left == 1 else f"{left:,} relations stay"
        self.relations.setText(f"{relations} behind: the mark at the other end is not carried." if left else "")
        self.relations.setVisible(bool(left))


class _CarriageModel(QAbstractTableModel):
    """Marks as rows; those that can be carried have a box to tick."""

    chosen_changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.carriages: Sequence[Carriage] = ()
        self.chosen: set[SpanKey] = set()

    def fill(self, carriages: Sequence[Carriage]) -> None:
        """Show other marks."""
        self.beginResetModel()
        self.carriages = carriages
        self.chosen = {one.span.key for one in carriages if one.possible and one.carried.fit is Fit.SAME}
        self.endResetModel()

    def rowCount(self, parent: _Index = _NO_INDEX) -> int:
        """Return the number of marks."""
        return 0 if parent.isValid() else len(self.carriages)

    def columnCount(self, parent: _Index = _NO_INDEX) -> int:
        """Return the number of columns."""
        return 0 if parent.isValid() else len(_COLUMNS)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Let what can be carried be ticked."""
        usual = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if index.column() == 0 and self.carriages[index.row()].possible:
            return usual | Qt.ItemFlag.ItemIsUserCheckable
        return usual

    def data(self, index: _Index, role: int = _Role.DisplayRole) -> Any:
        """Return what a cell shows, and whether its box is ticked."""
        one = self.carriages[index.row()]
        if role == _Role.CheckStateRole and index.column() == 0 and one.possible:
            return Qt.CheckState.Checked if one.span.key in self.chosen else Qt.CheckState.Unchecked
        if role in (_Role.DisplayRole, _Role.AccessibleTextRole):
            return (short(one.words, _SHOWN), name(one.span.tag), _becomes(one))[index.column()]
        return None

    def setData(self, index: _Index, value: Any, role: int = _Role.EditRole) -> bool:
        """Choose a mark, or no longer."""
        if role != _Role.CheckStateRole:
            return False
        key = self.carriages[index.row()].span.key
        if Qt.CheckState(value) == Qt.CheckState.Checked:
            self.chosen.add(key)
        else:
            self.chosen.discard(key)
        self.dataChanged.emit(index, index)
        self.chosen_changed.emit()
        return True

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _Role.DisplayRole) -> Any:
        """Return the heading of a column."""
        if role == _Role.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return _COLUMNS[section]
        return None


def _becomes(one: Carriage) -> str:
    if one.known:
        return "marked already"
    if one.carried.fit is Fit.OTHERWISE:
        return f"reads otherwise: {short(one.words_there, _SHOWN)}"
    return one.carried.fit.value if one.carried.fit is Fit.SAME else "not in this copy"


def _summary(carriages: Sequence[Carriage]) -> str:
    gone = sum(one.carried.fit is Fit.GONE for one in carriages)
    otherwise = sum(one.possible and one.carried.fit is Fit.OTHERWISE for one in carriages)
    known = sum(one.known for one in carriages)
    parts = (
        (gone, "not in this copy and cannot be carried"),
        (otherwise, "on words that read otherwise here; look before you choose"),
        (known, "there already"),
    )
    said = [f"{count:,} {'is' if count == 1 else 'are'} {what}" for count, what in parts if count]
    return f"{'; '.join(said)}." if said else "All of them are on the same words here."
