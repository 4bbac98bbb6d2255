"""A picture as a file: always light, as it will be on paper, and as wide as a page."""

from annotator.gui.figures.colours import LIGHT
from annotator.gui.figures.painting import pen_of, png
from annotator.gui.figures.picture import Picture
from annotator.gui.figures.svg import svg

WIDTH = 900.0
"""In pixels of the screen."""


def png_of(picture: Picture) -> bytes:
    """Return what is seen as a PNG file."""
    return png(picture.drawn(WIDTH), LIGHT, picture.font())


def svg_of(picture: Picture) -> bytes:
    """Return what is seen as an SVG file, whose description tells all values in words."""
    drawing = picture.drawn(WIDTH)
    said = "; ".join(spot.said for spot in drawing.spots)
    return svg(drawing, LIGHT, letters_high(picture), picture.accessibleName(), said).encode()


def letters_high(picture: Picture) -> float:
    """Return the size of the picture's font in pixels."""
    from PySide6.QtGui import QFontInfo

    return float(QFontInfo(picture.font()).pixelSize() or pen_of(picture.font()).size)
