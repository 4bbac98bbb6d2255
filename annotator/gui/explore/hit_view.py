"""The table of hits: words in their context, gone through, chosen and marked by keys."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QItemSelectionRange,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QKeySequence, QPainter, QPalette, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from annotator.gui.actions import ActionTable
from annotator.gui.article.style import neutral_style
from annotator.gui.article.text_map import reads_right_to_left
from annotator.gui.article.theme import mixed
from annotator.gui.explore.hit_model import Column, HitModel, mirrored
from annotator.gui.panels.pane import named
from annotator.gui.specs import ActionSpec
from annotator.model.hits import Hit

_DARKEST_LIGHT = 128
_FAINT = 0.62
_PADDING = 5
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
        ranges: Iterable[QItemSelectionRange] = self.selectionModel().selection()  # type: ignore[assignment]
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
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 8)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsClickable(True)
        header.setSortIndicatorShown(True)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        header.setMinimumSectionSize(40)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for column in (Column.LEFT, Column.RIGHT):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        letter, date = self.fontMetrics().averageCharWidth(), self.fontMetrics().horizontalAdvance(_DATE)
        widths = ((Column.MARK, 15 * letter), (Column.ARTICLE, 26 * letter), (Column.SOURCE, 17 * letter))
        for column, width in (*widths, (Column.DATE, date)):
            self.setColumnWidth(column, width + 2 * _PADDING + 2)
        header.sectionClicked.connect(lambda column: self.sort_by(Column(column)))
        self.doubleClicked.connect(lambda _: self._open())

    def _measure(self, _parent: QModelIndex, first: int, last: int) -> None:
        """Make the words as wide as those that came first need."""
        if first >= _MEASURED:
            return
        metrics = QFontMetrics(strong(self.font()))
        for row in range(first, min(last + 1, _MEASURED)):
            width = metrics.horizontalAdvance(self._hits.index(row, Column.WORDS).data())
            self._widest = max(self._widest, width + 2 * _PADDING + 2)
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


class HitDelegate(QStyledItemDelegate):
    """Paints the line around the words, and tags in their colour with their letter before them. Plain text only."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint one cell."""
        hit, view = index.data(Qt.ItemDataRole.UserRole), option.widget
        if not isinstance(hit, Hit) or not isinstance(view, QAbstractItemView):
            super().paint(painter, option, index)
            return
        selected = view.selectionModel().isSelected(index)
        palette = option.palette
        ground = palette.color(QPalette.ColorRole.Highlight if selected else QPalette.ColorRole.Base)
        ink = palette.color(QPalette.ColorRole.HighlightedText if selected else QPalette.ColorRole.Text)
        painter.save()
        painter.fillRect(option.rect, ground)
        column = Column(index.column())
        painter.setFont(strong(option.font) if column in (Column.WORDS, Column.MARK) else option.font)
        loud = column in (Column.LEFT, Column.WORDS, Column.RIGHT) and self.counts(index)
        painter.setPen(ink if loud else mixed(ink, ground, _FAINT))
        area = option.rect.adjusted(_PADDING, 0, -_PADDING, 0)
        if column == Column.MARK:
            self.paint_mark(painter, area, index, hit, dark=ground.lightness() < _DARKEST_LIGHT)
        else:
            _paint_line(painter, area, column, hit, index.data())
        painter.restore()
        if view.hasFocus() and index.row() == view.currentIndex().row():
            _paint_edge(painter, option.rect, palette)

    def counts(self, _index: QModelIndex | QPersistentModelIndex) -> bool:
        """Say whether the hit counts: one that does not is painted faint."""
        return True

    def paint_mark(
        self,
        painter: QPainter,
        area: QRect,
        index: QModelIndex | QPersistentModelIndex,
        hit: Hit,
        *,
        dark: bool,
    ) -> None:
        """Paint what is marked at a hit: its own mark in colour, those around it faintly."""
        model = index.model()
        assert isinstance(model, HitModel)
        exact = hit.exact()
        if not exact:
            self.paint_text(painter, area, index.data())
            return
        styles = [model.styles.get(span.tag) or neutral_style(span.tag) for span in exact]
        painter.setPen(styles[0].colour(dark))
        letters = " ".join(dict.fromkeys(style.letter for style in styles))
        _draw(painter, area, Qt.AlignmentFlag.AlignLeft, Qt.TextElideMode.ElideRight, f"{letters}  {index.data()}")

    def paint_text(self, painter: QPainter, area: QRect, text: str) -> None:
        """Paint a few words of ours."""
        painter.setFont(_plain(painter.font()))
        _draw(painter, area, Qt.AlignmentFlag.AlignLeft, Qt.TextElideMode.ElideRight, text)


def strong(font: QFont) -> QFont:
    """Return ``font`` as the words of a hit are written."""
    bold = QFont(font)
    bold.setWeight(QFont.Weight.DemiBold)
    return bold


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


def _plain(font: QFont) -> QFont:
    plain = QFont(font)
    plain.setWeight(QFont.Weight.Normal)
    return plain


def _paint_line(painter: QPainter, area: QRect, column: Column, hit: Hit, text: str) -> None:
    """Paint a part of the line: what is beside the words ends at them, and is cut at its far end."""
    side, cut = Qt.AlignmentFlag.AlignLeft, Qt.TextElideMode.ElideRight
    backwards = mirrored(hit)
    if column in (Column.LEFT, Column.RIGHT):
        # Elision goes by the order of the text: what stands before the words loses its beginning.
        before = (column == Column.LEFT) != backwards
        cut = Qt.TextElideMode.ElideLeft if before else Qt.TextElideMode.ElideRight
        side = Qt.AlignmentFlag.AlignRight if column == Column.LEFT else Qt.AlignmentFlag.AlignLeft
    elif column == Column.WORDS:
        side = Qt.AlignmentFlag.AlignHCenter
    if backwards if column in (Column.LEFT, Column.WORDS, Column.RIGHT) else reads_right_to_left(text):
        painter.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    _draw(painter, area, side, cut, text)


def _draw(painter: QPainter, area: QRect, side: Qt.AlignmentFlag, cut: Qt.TextElideMode, text: str) -> None:
    shortened = painter.fontMetrics().elidedText(text, cut, area.width())
    how = side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
    painter.drawText(area, how, shortened)


def _paint_edge(painter: QPainter, area: QRect, palette: QPalette) -> None:
    """Paint lines above and below the current row, so that it is seen among many that are chosen."""
    painter.save()
    painter.setPen(palette.color(QPalette.ColorRole.Accent))
    for y in (area.top(), area.bottom()):
        painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
    painter.restore()


def _with_ctrl(event: QKeyEvent) -> bool:
    return bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
