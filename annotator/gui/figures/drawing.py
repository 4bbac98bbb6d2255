"""A drawing as values: boxes, lines, dots and words, which the window paints and a file holds alike.

Lengths are pixels at the usual size. Colours are named by what they are for, so that one drawing is light and dark.
"""

from collections.abc import Callable
from typing import Literal, NamedTuple

import msgspec

from annotator.agreement.pictures import Value

Ink = Literal["ink", "faint", "line", "bar", "quiet bar", "frame"]
Side = Literal["start", "middle", "end"]


class Box(NamedTuple):
    """A filled rectangle: a bar in one of the colours, or a cell whose colour tells a share."""

    x: float
    y: float
    width: float
    height: float
    ink: Ink = "bar"
    share: float | None = None
    """0 to 1: how far along the colours of a heat map. None: ``ink`` says the colour."""


class Line(NamedTuple):
    """A straight line, one pixel wide unless it says otherwise."""

    x1: float
    y1: float
    x2: float
    y2: float
    ink: Ink = "line"
    width: float = 1


class Dot(NamedTuple):
    """A filled circle around a point."""

    x: float
    y: float
    radius: float
    ink: Ink = "bar"


class Words(NamedTuple):
    """One line of words. Those that come from outside are safe to show already."""

    x: float
    y: float
    """Where their base line is."""
    text: str
    side: Side = "start"
    """Which part of the words stands at ``x``."""
    ink: Ink = "ink"
    bold: bool = False
    on: float | None = None
    """The share of the cell that they stand on, which decides their colour."""


class Spot(NamedTuple):
    """Something in a drawing that can be gone to, and that may have spans behind it."""

    x: float
    y: float
    width: float
    height: float
    row: int
    column: int
    value: Value
    said: str
    """What it is, in words."""

    def holds(self, x: float, y: float) -> bool:
        """Say whether a point is in it."""
        return self.x <= x < self.x + self.width and self.y <= y < self.y + self.height


Item = Box | Line | Dot | Words


class Drawing(msgspec.Struct, frozen=True):
    """What is drawn, from behind to the front, and what in it can be gone to."""

    width: float
    height: float
    items: tuple[Item, ...] = ()
    spots: tuple[Spot, ...] = ()

    def spot_at(self, row: int, column: int) -> Spot | None:
        """Return the spot in a row and a column."""
        return next((spot for spot in self.spots if (spot.row, spot.column) == (row, column)), None)

    def spot_under(self, x: float, y: float) -> Spot | None:
        """Return the spot that a point is in."""
        return next((spot for spot in self.spots if spot.holds(x, y)), None)


class Pen(NamedTuple):
    """How words are measured where they will be shown."""

    size: float
    """The height of the letters."""
    width_of: Callable[[str], float]
    fit: Callable[[str, float], str]
    """Cuts words so that they are at most so wide."""
