"""Strokes and signs as they are drawn: arrows, brackets, and what the margin says about paragraphs."""

from collections.abc import Iterable, Sequence
from math import hypot

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF

from annotator.gui.article.marks import ABOVE
from annotator.gui.article.strokes import Stroke, Way
from annotator.gui.article.theme import Theme, mixed
from annotator.gui.article.type_labels import TypeLabels

_CORNER = 3.5
_THIN, _STRONG, _PENDING = 1.1, 1.8, 1.8
_QUIET = 0.42
_DASHES = [4.0, 3.0]
_DOTS = [0.1, 2.6]
_HALF = 0.5


class StrokePainter:
    """Draws strokes for one theme, one unit of size – the height of a lane – and one set of labels."""

    def __init__(self, painter: QPainter, theme: Theme, unit: float, labels: TypeLabels) -> None:
        self._painter = painter
        self._theme = theme
        self._unit = unit
        self._labels = labels

    def arrow(self, stroke: Stroke, colour: QColor | None) -> None:
        """Draw a relation: quietly, or strongly in ``colour``, which one of the current span has."""
        shade = colour or mixed(self._theme.text, self._theme.background, _QUIET)
        weight = _STRONG if colour else _THIN
        self._lines(stroke.ways, QPen(shade, weight, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
        self._ends(stroke, shade, weight)
        self._names(stroke, colour or self._theme.faint)

    def pending(self, stroke: Stroke, colour: QColor) -> None:
        """Draw a relation that is only thought of: dashed."""
        pen = QPen(colour, _PENDING, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap)
        pen.setDashPattern(_DASHES)
        self._lines(stroke.ways, pen)
        self._ends(stroke, colour, _PENDING)
        self._names(stroke, colour)

    def bracket(self, stroke: Stroke, colour: QColor, current: bool) -> None:
        """Draw what joins the fragments of a span: dots in the colour of its tag."""
        self._lines(stroke.ways, dotted(colour, current))
        self._leaves(stroke, colour)

    def _lines(self, ways: Iterable[Way], pen: QPen) -> None:
        self._painter.setPen(pen)
        self._painter.setBrush(Qt.BrushStyle.NoBrush)
        for way in ways:
            self._painter.drawPath(_rounded([_crisp(point) for point in way], _CORNER))

    def _ends(self, stroke: Stroke, colour: QColor, weight: float) -> None:
        """Draw the point at the child, the knot at the head, and small arrows where it leaves the window."""
        self._painter.setPen(Qt.PenStyle.NoPen)
        self._painter.setBrush(colour)
        if stroke.child is not None:
            self._point(_crisp(stroke.child), self._unit * 0.28 + weight * 0.6, self._unit * 0.4 + weight)
        if stroke.head is not None:
            size = self._unit * 0.12 + weight * 0.6
            self._painter.drawEllipse(_crisp(stroke.head), size, size)
        self._leaves(stroke, colour)

    def _leaves(self, stroke: Stroke, colour: QColor) -> None:
        self._painter.setPen(Qt.PenStyle.NoPen)
        self._painter.setBrush(colour)
        for place, side in stroke.leaves:
            self._point(_crisp(place), self._unit * 0.36, self._unit * 0.5 * (1 if side == ABOVE else -1))

    def _point(self, tip: QPointF, half: float, length: float) -> None:
        """Draw a triangle whose point is at ``tip``, and upwards unless ``length`` is negative."""
        corners = [tip, tip + QPointF(-half, length), tip + QPointF(half, length)]
        self._painter.drawPolygon(QPolygonF(corners))

    def _names(self, stroke: Stroke, colour: QColor) -> None:
        self._painter.setFont(self._labels.font)
        for rect, text in stroke.labels:
            room = rect.adjusted(-3, 0, 3, 0)
            self._painter.fillRect(room, self._theme.background)
            self._painter.setPen(colour)
            self._painter.drawText(QPointF(rect.left(), rect.center().y() + self._labels.middle), text)


def dotted(colour: QColor, current: bool) -> QPen:
    """Return the pen that joins the fragments of a span."""
    pen = QPen(colour, 2.0 if current else 1.3, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
    pen.setDashPattern([_DOTS[0], _DOTS[1] * (0.8 if current else 1)])
    return pen


def paint_read_sign(painter: QPainter, room: QRectF, line_height: float, colour: QColor) -> None:
    """Say in the margin that a paragraph was read and holds nothing: a tick, and a rule as long as the paragraph."""
    size = min(room.width(), line_height * 0.5)
    middle, top = room.center().x(), room.top() + (line_height - size) / 2
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(colour, 1.4, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
    left = middle - size / 2
    painter.drawPolyline(
        QPolygonF(
            [
                QPointF(left, top + size * 0.55),
                QPointF(left + size * 0.36, top + size * 0.9),
                QPointF(left + size, top + size * 0.1),
            ]
        )
    )
    if room.height() > 1.5 * line_height:
        x = round(middle) + _HALF
        painter.setPen(QPen(colour, 1))
        painter.drawLine(QPointF(x, room.top() + line_height), QPointF(x, room.bottom() - 2))


def paint_corners(painter: QPainter, rect: QRectF, colour: QColor) -> None:
    """Draw the four corners of a rectangle: the sign of a chosen span."""
    arm = min(rect.height() * 0.28, rect.width() / 2)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(colour, 2.0, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap, Qt.PenJoinStyle.MiterJoin))
    for x, along in ((rect.left(), arm), (rect.right(), -arm)):
        for y, down in ((rect.top(), arm), (rect.bottom(), -arm)):
            painter.drawPolyline(QPolygonF([QPointF(x + along, y), QPointF(x, y), QPointF(x, y + down)]))


def _crisp(point: QPointF) -> QPointF:
    return QPointF(round(point.x()) + _HALF, round(point.y()) + _HALF)


def _rounded(way: Sequence[QPointF], radius: float) -> QPainterPath:
    """Return ``way`` with its corners rounded on their inner side."""
    path = QPainterPath(way[0])
    for before, corner, after in zip(way, way[1:], way[2:], strict=False):
        for_corner = min(radius, _length(before, corner) / 2, _length(corner, after) / 2)
        path.lineTo(_toward(corner, before, for_corner))
        path.quadTo(corner, _toward(corner, after, for_corner))
    path.lineTo(way[-1])
    return path


def _length(one: QPointF, other: QPointF) -> float:
    return hypot(other.x() - one.x(), other.y() - one.y())


def _toward(start: QPointF, end: QPointF, distance: float) -> QPointF:
    length = _length(start, end)
    return start if not length else start + (end - start) * (distance / length)
