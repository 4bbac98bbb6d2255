"""How hits look: the words strong, what stands beside them running towards them, tags in colour with their letter."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, Qt
from PySide6.QtGui import QPainter, QPalette
from PySide6.QtWidgets import QAbstractItemView, QStyledItemDelegate, QStyleOptionViewItem

from annotator.gui.article.style import neutral_style
from annotator.gui.article.text_map import reads_right_to_left
from annotator.gui.article.theme import mixed
from annotator.gui.explore.hit_model import Column, HitModel, mirrored
from annotator.gui.weights import ordinary, strong
from annotator.model.hits import Hit

_DARKEST_LIGHT = 128
_FAINT = 0.62
PADDING = 5


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
        area = option.rect.adjusted(PADDING, 0, -PADDING, 0)
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
        painter.setFont(ordinary(painter.font()))
        _draw(painter, area, Qt.AlignmentFlag.AlignLeft, Qt.TextElideMode.ElideRight, text)


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
