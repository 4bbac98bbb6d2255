"""How a line of the article list looks: a state, a heading, where it comes from."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPalette, QPen, QPolygonF
from PySide6.QtWidgets import QAbstractItemView, QStyledItemDelegate, QStyleOptionViewItem

from annotator.gui.article.text_map import reads_right_to_left
from annotator.gui.article.theme import mixed
from annotator.gui.panels.wording import about_line, copies_words, short
from annotator.project.listing import ArticleRow

_DONE = (QColor("#2e7d4f"), QColor("#6fcf97"))
_FLAG = (QColor("#b45309"), QColor("#f5b453"))
_DARKEST_LIGHT = 128
_FAINT = 0.62
_PADDING = 6


class ArticleDelegate(QStyledItemDelegate):
    """Paints plain text only: no title is ever looked at as markup."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint one line of the list."""
        line = index.data(Qt.ItemDataRole.UserRole)
        view = option.widget
        selected = isinstance(view, QAbstractItemView) and view.selectionModel().isSelected(index)
        painter.save()
        if selected:
            # As Fusion does. To ask the style for it, PySide would load the whole of QStyle, for as long as a frame.
            painter.fillRect(option.rect, option.palette.brush(QPalette.ColorRole.Highlight))
        if isinstance(line, ArticleRow):
            self._paint_line(painter, option, line, selected=selected)
        painter.restore()

    def _paint_line(self, painter: QPainter, option: QStyleOptionViewItem, line: ArticleRow, *, selected: bool) -> None:
        role = QPalette.ColorRole.HighlightedText if selected else QPalette.ColorRole.Text
        ground = option.palette.color(QPalette.ColorRole.Highlight if selected else QPalette.ColorRole.Base)
        ink = option.palette.color(role)
        dark = ground.lightness() < _DARKEST_LIGHT
        metrics = QFontMetrics(option.font)
        mark = QRectF(option.rect.left() + _PADDING, option.rect.top() + _PADDING, metrics.ascent(), metrics.height())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        _paint_state(painter, mark, line, _DONE[dark], mixed(ink, ground, _FAINT))
        body = option.rect.adjusted(_PADDING + metrics.ascent() + _PADDING, _PADDING, -_PADDING, 0)
        if line.flagged:
            flag = QRectF(body.right() - metrics.ascent(), mark.top(), metrics.ascent(), metrics.height())
            _paint_flag(painter, flag, _FLAG[dark])
        self._paint_words(painter, option, line, body, ink, mixed(ink, ground, _FAINT + 0.1))

    def _paint_words(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        line: ArticleRow,
        body: QRect,
        ink: QColor,
        faint: QColor,
    ) -> None:
        metrics = QFontMetrics(option.font)
        room = body.width() - (metrics.ascent() + _PADDING if line.flagged else 0)
        painter.setFont(option.font)
        painter.setPen(faint if line.status == "done" else ink)
        heading = metrics.elidedText(short(line.heading, 200), Qt.TextElideMode.ElideRight, room)
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignTop
        # Else the dots of a shortened Arabic heading would stand before its first word.
        painter.setLayoutDirection(_direction(heading))
        painter.drawText(QRect(body.left(), body.top(), room, metrics.height()), left, heading)
        painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        small = smaller(option.font)
        below = QFontMetrics(small)
        origin = about_line(short(line.source, 60), short(line.published, 30))
        painter.setFont(small)
        painter.setPen(faint)
        place = QRect(body.left(), body.top() + metrics.height(), body.width(), below.height())
        if line.copies > 1:
            # At the right edge, where it stays when the rest is shortened.
            copies = copies_words(line.copies)
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignTop
            painter.drawText(place, right, copies)
            place.setWidth(max(0, place.width() - below.horizontalAdvance(copies) - _PADDING))
        # Letters of another font may be higher than the line.
        unclipped = left.value | Qt.TextFlag.TextDontClip.value
        painter.drawText(place, unclipped, below.elidedText(origin, Qt.TextElideMode.ElideRight, place.width()))


def line_height(font: QFont) -> int:
    """Return how high a line of the list is."""
    return QFontMetrics(font).height() + QFontMetrics(smaller(font)).height() + 2 * _PADDING


def smaller(font: QFont) -> QFont:
    """Return ``font`` a little smaller, for what matters less."""
    small = QFont(font)
    if font.pointSizeF() > 0:
        small.setPointSizeF(font.pointSizeF() * 0.88)
    return small


def _direction(text: str) -> Qt.LayoutDirection:
    return Qt.LayoutDirection.RightToLeft if reads_right_to_left(text) else Qt.LayoutDirection.LeftToRight


def _paint_state(painter: QPainter, place: QRectF, line: ArticleRow, done: QColor, ring: QColor) -> None:
    """Paint a full disc for a done article, a ring for an open one: shape and colour say the same."""
    radius = place.width() * 0.36
    if line.status == "done":
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(done)
    else:
        painter.setPen(QPen(ring, 1.4))
        painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(place.center(), radius, radius)


def _paint_flag(painter: QPainter, place: QRectF, colour: QColor) -> None:
    height = place.width() * 0.9
    left, top = place.left() + place.width() * 0.2, place.center().y() - height / 2
    painter.setPen(QPen(colour, 1.4))
    painter.drawLine(QPointF(left, top), QPointF(left, top + height))
    painter.setBrush(colour)
    tip = QPointF(left + height * 0.75, top + height * 0.28)
    painter.drawPolygon(QPolygonF([QPointF(left, top), tip, QPointF(left, top + height * 0.56)]))
