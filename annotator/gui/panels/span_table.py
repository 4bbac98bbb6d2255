"""The span table: every span of the article as a row. It is also what a screen reader reads of the marks."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPalette, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from annotator.gui.article.style import TagStyle
from annotator.gui.panels.desk import Desk
from annotator.gui.panels.pane import Pane, caption, named
from annotator.gui.panels.quiet_table import make_quiet
from annotator.gui.panels.span_model import Column
from annotator.gui.panels.wording import spans_words
from annotator.model.span import SpanKey

_DARKEST_LIGHT = 128
_CHARACTERS = {Column.TAG: 12, Column.NOTE: 4, Column.PLACE: 5}
_LEAST_TAG = 6
_LEAST_TEXT = 18
_LEAST_ATTRIBUTES = 18


class SpanTable(Pane):
    """Follows the caret and the current span, and takes the article to the row the reader goes to."""

    chosen = Signal(object)
    """The key of the span whose row the reader went to."""
    entered = Signal()
    """The reader pressed Enter on a row, to go on in the article."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("spanPane", "Spans", parent)
        self._desk = desk
        self._follows = False
        self.heading = caption("Spans")
        self.heading.setContentsMargins(12, 6, 8, 2)
        self.view = self._build_view()
        self.box.addWidget(self.heading)
        self.box.addWidget(self.view, 1)
        self.set_main(self.view)
        desk.laid.connect(self._count)
        desk.spans_changed.connect(self._count)
        desk.spans_changed.connect(lambda _: self._follow(desk.current))
        desk.current_changed.connect(self._follow)

    def _follow(self, key: SpanKey | None) -> None:
        row = self._desk.spans.row_of(key)
        if row == self.view.currentIndex().row() and row >= 0:
            return
        self._follows = True
        if row < 0:
            self.view.clearSelection()
            self.view.setCurrentIndex(QModelIndex())
        else:
            # The column of the reader's cell stays, so that a screen reader goes down one column.
            column = max(self.view.currentIndex().column(), 0)
            self.view.setCurrentIndex(self._desk.spans.index(row, column))
        self._follows = False

    def follow_caret(self, position: int) -> None:
        """Keep the spans around the caret in sight while none is current."""
        row = self._desk.spans.row_near(position)
        if row >= 0 and not self.view.currentIndex().isValid():
            self.view.scrollTo(self._desk.spans.index(row, 0))

    def _build_view(self) -> QTableView:
        view = named(_Table(), "spanTable", "Spans of the article")
        # Before the view has the model: it makes another row current while the current one is taken out of it.
        self._desk.spans.rowsAboutToBeRemoved.connect(lambda *_: self._hold(True))
        view.setModel(self._desk.spans)
        self._desk.spans.rowsRemoved.connect(lambda *_: self._hold(False))
        view.setItemDelegateForColumn(Column.TAG, _TagDelegate(view))
        make_quiet(view)
        view.setFrameShape(QTableView.Shape.NoFrame)
        view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        header = view.horizontalHeader()
        header.setMinimumSectionSize(30)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.selectionModel().currentRowChanged.connect(self._go_to)
        view.activated.connect(lambda _: self.entered.emit())
        return view

    def _hold(self, holds: bool) -> None:
        """Go nowhere while rows are taken out."""
        self._follows = holds

    def _go_to(self, now: QModelIndex, _before: QModelIndex) -> None:
        if now.isValid() and not self._follows:
            self.chosen.emit(self._desk.spans.span_in(now.row()).key)

    def _count(self) -> None:
        self.heading.setText(spans_words(len(self._desk.spans)) if self._desk.article is not None else "Spans")


class _Table(QTableView):
    """Gives the words all the room, and shows attributes beside them where they fit; elsewhere an arrow key does."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        widths = {column: self._room(characters) for column, characters in _CHARACTERS.items()}
        room = event.size().width() - sum(widths.values())
        if room < self._room(_LEAST_TEXT):
            # The letter and the colour are enough.
            room += widths[Column.TAG] - self._room(_LEAST_TAG)
            widths[Column.TAG] = self._room(_LEAST_TAG)
        least = self._room(_LEAST_ATTRIBUTES)
        fits = room - least >= self._room(_LEAST_TEXT)
        attributes = max(least, room // 2) if fits else least
        widths |= {
            Column.TEXT: room - attributes if fits else max(room, self._room(_LEAST_TAG)),
            Column.ATTRIBUTES: attributes,
        }
        for column, width in widths.items():
            self.setColumnWidth(column, width)

    def _room(self, characters: int) -> int:
        return self.fontMetrics().averageCharWidth() * characters + 16


class _TagDelegate(QStyledItemDelegate):
    """Paints a tag in its colour, with its letter before it."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        super().initStyleOption(option, index)
        style = index.data(Qt.ItemDataRole.UserRole)
        if isinstance(style, TagStyle):
            dark = option.palette.color(QPalette.ColorRole.Base).lightness() < _DARKEST_LIGHT
            option.palette.setColor(QPalette.ColorRole.Text, QColor(style.colour(dark)))
            option.text = f"{style.letter}  {option.text}"
            font = QFont(option.font)
            font.setWeight(QFont.Weight.DemiBold)
            option.font = font
