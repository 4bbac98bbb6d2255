"""Painting a drawing, on the screen or into a picture."""

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QImageWriter, QPainter, QPen

from annotator.gui.figures.colours import Colours
from annotator.gui.figures.drawing import Box, Dot, Drawing, Line, Pen, Words
from annotator.gui.weights import strong

_INCHES_PER_METER = 39.3701
_DOTS_PER_INCH = 96
_TIMES = 2.0
"""How much larger than on the screen a picture is, so that it can be printed."""
_MOST_PIXELS = 60_000_000


def pen_of(font: QFont) -> Pen:
    """Return how words are measured in ``font``."""
    metrics = QFontMetricsF(font)
    return Pen(
        metrics.ascent(),
        metrics.horizontalAdvance,
        lambda text, width: metrics.elidedText(text, Qt.TextElideMode.ElideRight, width),
    )


def paint(painter: QPainter, drawing: Drawing, colours: Colours, font: QFont) -> None:
    """Paint ``drawing``; the ground is painted already."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    fonts = {False: font, True: strong(font)}
    for item in drawing.items:
        if isinstance(item, Box):
            fill = colours.inks[item.ink] if item.share is None else colours.of_share(item.share)
            painter.fillRect(QRectF(item.x, item.y, item.width, item.height), QColor(fill))
        elif isinstance(item, Line):
            painter.setPen(QPen(QColor(colours.inks[item.ink]), item.width))
            painter.drawLine(QLineF(item.x1, item.y1, item.x2, item.y2))
        elif isinstance(item, Dot):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.inks[item.ink]))
            painter.drawEllipse(QPointF(item.x, item.y), item.radius, item.radius)
        else:
            _paint_words(painter, item, colours, fonts[item.bold])


def _paint_words(painter: QPainter, words: Words, colours: Colours, font: QFont) -> None:
    painter.setFont(font)
    painter.setPen(QColor(colours.inks[words.ink] if words.on is None else colours.on_share(words.on)))
    part = {"start": 0.0, "middle": 0.5, "end": 1.0}[words.side]
    before = part * QFontMetricsF(font).horizontalAdvance(words.text)
    painter.drawText(QPointF(words.x - before, words.y), words.text)


def png(drawing: Drawing, colours: Colours, font: QFont) -> bytes:
    """Return ``drawing`` as a PNG file."""
    times = min(_TIMES, (_MOST_PIXELS / (drawing.width * drawing.height)) ** 0.5)
    image = QImage(round(drawing.width * times), round(drawing.height * times), QImage.Format.Format_RGB32)
    image.fill(QColor(colours.ground))
    painter = QPainter(image)
    painter.scale(times, times)
    paint(painter, drawing, colours, font)
    painter.end()
    # Only now: points would have grown with it.
    for set_dots in (image.setDotsPerMeterX, image.setDotsPerMeterY):
        set_dots(round(_DOTS_PER_INCH * times * _INCHES_PER_METER))
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(image)
    return bytes(buffer.data().data())
