"""The table of actors: edited in place, and by keys."""

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from annotator.gui.panels.alias_model import FIELDS, HEADINGS, AliasModel, Column
from annotator.gui.panels.offers import Offers, offer_actors
from annotator.gui.panels.quiet_table import make_quiet
from annotator.gui.session import Session
from annotator.model.aliases import LONGEST_NOTE
from annotator.model.naming import LONGEST_NAME

_Index = QModelIndex | QPersistentModelIndex
_WIDTHS = {
    Column.ACTOR: 24,
    Column.NAME: 24,
    Column.FROM: 10,
    Column.UNTIL: 10,
    Column.AMBIGUOUS: 10,
    Column.SPANS: 6,
}
"""In characters; the note takes what is left."""
_DATES = (Column.FROM, Column.UNTIL)


class ActorTable(QTableView):
    """Rows of names. Delete removes the chosen ones, Space says whether they are ambiguous, F2 or typing edits."""

    remove_wanted = Signal()
    ambiguous_wanted = Signal()

    def __init__(self, model: AliasModel, session: Session) -> None:
        super().__init__()
        self.setObjectName("actorTable")
        self.setAccessibleName("Names of actors")
        self.setModel(model)
        self.setItemDelegate(_CellDelegate(session, self))
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        make_quiet(self, several=True)
        self.setAlternatingRowColors(True)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.AnyKeyPressed
        )
        self._build_header()

    def chosen_rows(self) -> list[int]:
        """Return the rows that are chosen, from the top."""
        return sorted(index.row() for index in self.selectionModel().selectedRows())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Remove, or say whether names are ambiguous."""
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.remove_wanted.emit()
        elif event.key() == Qt.Key.Key_Space:
            self.ambiguous_wanted.emit()
        else:
            super().keyPressEvent(event)

    def _build_header(self) -> None:
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setMinimumSectionSize(48)
        header.setSectionsClickable(True)
        header.setSortIndicatorShown(True)
        header.setSortIndicator(Column.ACTOR, Qt.SortOrder.AscendingOrder)
        header.setSectionResizeMode(Column.NOTE, QHeaderView.ResizeMode.Stretch)
        for column, characters in _WIDTHS.items():
            self.setColumnWidth(column, self.fontMetrics().averageCharWidth() * characters + 16)


class _CellDelegate(QStyledItemDelegate):
    """Edits a cell as plain text; one that nobody typed in stays exactly as it is."""

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, index: _Index) -> QWidget:
        column = Column(index.column())
        editor = QLineEdit(parent)
        editor.setObjectName(f"edit_{FIELDS[column]}")
        editor.setAccessibleName(HEADINGS[column])
        editor.setFrame(False)
        editor.setAutoFillBackground(True)
        editor.setMaxLength(LONGEST_NOTE if column == Column.NOTE else LONGEST_NAME)
        if column in _DATES:
            editor.setPlaceholderText("2013-04-08")
        if column == Column.ACTOR:
            offer_actors(editor, self._session)
        return editor

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        """Leave a key to the open list of offers before it ends the editing."""
        offers = editor.findChild(Offers)
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and offers and offers.takes(event):
            return True
        return super().eventFilter(editor, event)

    def setEditorData(self, editor: QWidget, index: _Index) -> None:
        assert isinstance(editor, QLineEdit)
        editor.setText(index.data(Qt.ItemDataRole.EditRole) or "")

    def setModelData(self, editor: QWidget, model: object, index: _Index) -> None:
        assert isinstance(editor, QLineEdit)
        assert isinstance(model, AliasModel)
        if editor.isModified():
            model.setData(index, editor.text())
