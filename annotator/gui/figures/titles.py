"""What stands above every drawing: what it is, and what was compared, so that a saved picture tells by itself."""

from typing import NamedTuple

from annotator.gui.figures.drawing import Item, Pen, Words

MARGIN = 12.0
GAP = 8.0


class Heading(NamedTuple):
    """Two lines; names in them are safe to show already."""

    title: str
    below: str


def heading(said: Heading, width: float, pen: Pen) -> tuple[list[Item], float]:
    """Return the words above a drawing, and where the room below them begins."""
    room = width - 2 * MARGIN
    base = MARGIN + pen.size
    items: list[Item] = [
        Words(MARGIN, base, pen.fit(said.title, room * 0.94), bold=True),
        Words(MARGIN, base + pen.size * 1.5, pen.fit(said.below, room), ink="faint"),
    ]
    return items, base + pen.size * 2.6
