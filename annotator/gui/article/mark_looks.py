"""What a mark is drawn with: its line as a small repeated picture, and its letter, made once for each look."""

from collections.abc import Callable

import msgspec
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen, QPixmap, QStaticText

from annotator.gui.article.style import Pattern, TagStyle

_TILE = 24
"""Pixels after which every pattern repeats, in a lane of ordinary height."""
_ORDINARY = 10
_DASH = 7.0
_GAP = 5.0
_PLAIN, _THICK = 2.0, 4.0
_CENTRE = 4.0


class MarkLook(msgspec.Struct, frozen=True):
    """How one kind of mark is drawn."""

    colour: QColor
    line: QPixmap
    letter: QStaticText
    letter_width: float
    centre: float
    """How far below the top of its lane the line runs."""
    letter_rise: float
    """How far above the line the letter's own top is, so that its capitals stand around the line."""


class MarkLooks:
    """The looks that were needed so far, for one size of text, one theme and one screen."""

    def __init__(self, font: QFont, lane_height: int, dark: bool, ratio: float) -> None:
        self.font = font
        self._height = lane_height
        self._dark = dark
        self.ratio = ratio
        self._known: dict[tuple[TagStyle, bool, bool], MarkLook] = {}

    def look(self, style: TagStyle, unsure: bool, current: bool) -> MarkLook:
        """Return the look of a mark in ``style``."""
        asked = (style, unsure, current)
        known = self._known.get(asked)
        if known is None:
            known = self._known[asked] = self._make(style, unsure, current)
        return known

    def _make(self, style: TagStyle, unsure: bool, current: bool) -> MarkLook:
        colour = style.colour(self._dark)
        shown = style.letter + ("?" if unsure else "")
        letter = QStaticText(shown)
        letter.setTextFormat(Qt.TextFormat.PlainText)
        metrics = QFontMetricsF(self.font)
        scale = round(_TILE * self._height / _ORDINARY) / _TILE
        line = self._tile(scale)
        painter = QPainter(line)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(scale, scale)
        weight = _THICK if current else _PLAIN
        painter.setPen(QPen(colour, weight, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
        painter.setBrush(colour)
        if unsure:
            painter.setClipPath(_dashes())
        _PATTERNS[style.pattern](painter, _CENTRE, weight)
        painter.end()
        # Not half of the static text's height: that is another one before it was drawn for the first time.
        rise = metrics.ascent() - metrics.capHeight() / 2
        return MarkLook(colour, line, letter, metrics.horizontalAdvance(shown), _CENTRE * scale, rise)

    def _tile(self, scale: float) -> QPixmap:
        picture = QPixmap(round(_TILE * scale * self.ratio), round(self._height * self.ratio))
        picture.setDevicePixelRatio(self.ratio)
        picture.fill(Qt.GlobalColor.transparent)
        return picture


def _dashes() -> QPainterPath:
    path = QPainterPath()
    for left in (0.0, _DASH + _GAP):
        path.addRect(QRectF(left, 0, _DASH, _ORDINARY))
    return path


def _solid(painter: QPainter, centre: float, weight: float) -> None:
    painter.fillRect(QRectF(0, centre - weight / 2, _TILE, weight), painter.brush())


def _double(painter: QPainter, centre: float, weight: float) -> None:
    for y in (centre - weight * 0.75, centre + weight * 0.75):
        painter.fillRect(QRectF(0, y - weight * 0.25, _TILE, weight * 0.5), painter.brush())


def _dots(painter: QPainter, centre: float, weight: float) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    for x in range(2, _TILE, 4):
        painter.drawEllipse(QPointF(x, centre), weight * 0.62, weight * 0.62)


def _ruler(painter: QPainter, centre: float, weight: float) -> None:
    painter.fillRect(QRectF(0, centre - weight / 2, _TILE, weight * 0.55), painter.brush())
    for x in range(1, _TILE, 6):
        painter.fillRect(QRectF(x, centre - weight / 2, 1.4, weight * 1.5), painter.brush())


def _wave(painter: QPainter, centre: float, weight: float) -> None:
    path = QPainterPath(QPointF(-2, centre))
    for x in range(-2, _TILE + 4, 4):
        side = 2.6 if (x + 2) % 8 == 0 else -2.6
        path.quadTo(QPointF(x + 2, centre + side), QPointF(x + 4, centre))
    _stroke(painter, path, weight * 0.65)


def _blocks(painter: QPainter, centre: float, weight: float) -> None:
    _solid(painter, centre, weight * 0.4)
    for x in range(1, _TILE, 8):
        painter.fillRect(QRectF(x, centre - weight * 0.7, 4, weight * 1.4), painter.brush())


def _zigzag(painter: QPainter, centre: float, weight: float) -> None:
    path = QPainterPath(QPointF(-3, centre + 1.8))
    for x in range(-3, _TILE + 3, 3):
        path.lineTo(QPointF(x + 3, centre + (-1.8 if (x // 3) % 2 else 1.8)))
    _stroke(painter, path, weight * 0.55)


def _thread(painter: QPainter, centre: float, weight: float) -> None:
    _solid(painter, centre, weight * 0.5)


def _stroke(painter: QPainter, path: QPainterPath, weight: float) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(painter.pen().color(), weight))
    painter.drawPath(path)


_PATTERNS: dict[Pattern, Callable[[QPainter, float, float], None]] = {
    Pattern.SOLID: _solid,
    Pattern.DOUBLE: _double,
    Pattern.DOTS: _dots,
    Pattern.RULER: _ruler,
    Pattern.WAVE: _wave,
    Pattern.BLOCKS: _blocks,
    Pattern.ZIGZAG: _zigzag,
    Pattern.THREAD: _thread,
}
