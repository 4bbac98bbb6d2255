"""Bars beside their names, one below the other, with the number at the end of each."""

from collections.abc import Iterator
from typing import NamedTuple

from annotator.agreement.pictures import Bars
from annotator.gui.figures.drawing import Box, Drawing, Ink, Item, Line, Pen, Spot, Words
from annotator.gui.figures.scale import Scale, scale_of
from annotator.gui.figures.titles import GAP, MARGIN, Heading, heading
from annotator.gui.figures.wording import name_words, number_words, tick_words, value_words, why_words

_WIDEST_NAME = 0.34
"""Of the width of the drawing."""
_NARROWEST_BARS = 80.0
_ROW = 1.9
"""Of the height of the letters."""
_THICKNESS = 0.62
"""Of the height of the row."""


class _Frame(NamedTuple):
    """Where everything is."""

    names_wide: float
    scale: Scale
    top: float
    row: float
    width: float
    pen: Pen


def draw_bars(bars: Bars, said: Heading, width: float, pen: Pen, quiet: frozenset[int] = frozenset()) -> Drawing:
    """Draw bars from left to right.

    Args:
        bars: what is drawn.
        said: what stands above it.
        width: as wide as the drawing becomes, unless that is too narrow.
        pen: how words are measured.
        quiet: the numbers of bars that step back, such as that of all tags together.
    """
    items, top = heading(said, width, pen)
    if not bars.values:
        return Drawing(width, top, tuple(items))
    frame = _frame(bars, top, width, pen)
    bottom = top + frame.row * len(bars.values)
    items += _lines(frame, bottom)
    spots = []
    for at, value in enumerate(bars.values):
        items += _bar(bars, at, frame, quiet=at in quiet)
        said_of = f"{name_words(bars.labels[at])}: {value_words(value, counts=bars.counts)}"
        spots.append(Spot(0, top + at * frame.row, frame.width, frame.row, at, 0, value, said_of))
    return Drawing(frame.width, bottom + pen.size * _ROW, tuple(items), tuple(spots))


def _frame(bars: Bars, top: float, width: float, pen: Pen) -> _Frame:
    numbers_wide = max(pen.width_of(number_words(value.number, counts=bars.counts)) for value in bars.values)
    names_wide = min(max(pen.width_of(name_words(label)) for label in bars.labels), width * _WIDEST_NAME)
    left = MARGIN + names_wide + GAP
    right = max(width - MARGIN - numbers_wide - 2 * GAP, left + _NARROWEST_BARS)
    whole = max(width, right + numbers_wide + 2 * GAP + MARGIN)
    return _Frame(names_wide, scale_of(bars, left, right), top, round(pen.size * _ROW), whole, pen)


def _lines(frame: _Frame, bottom: float) -> Iterator[Item]:
    for tick in frame.scale.ticks:
        x = frame.scale.at(tick)
        yield Line(x, frame.top, x, bottom)
        words = tick_words(tick)
        yield Words(x, bottom + frame.pen.size * 1.2, words, "middle", "faint")


def _bar(bars: Bars, at: int, frame: _Frame, *, quiet: bool) -> Iterator[Item]:
    value, pen, zero = bars.values[at], frame.pen, frame.scale.at(0)
    y = frame.top + at * frame.row
    base = y + frame.row / 2 + pen.size * 0.35
    name = pen.fit(name_words(bars.labels[at]), frame.names_wide)
    yield Words(MARGIN + frame.names_wide, base, name, "end", bold=quiet)
    number = number_words(value.number, counts=bars.counts)
    if value.number is None:
        why = f"{number}  {why_words(value.why)}"
        yield Words(zero + GAP, base, pen.fit(why, frame.width - MARGIN - zero - GAP), "start", "faint")
        return
    tip, thick = frame.scale.at(value.number), frame.row * _THICKNESS
    if tip != zero:
        colour: Ink = "quiet bar" if quiet else "bar"
        yield Box(min(zero, tip), y + (frame.row - thick) / 2, abs(tip - zero), thick, colour)
    yield Words(max(zero, tip) + GAP * 0.75, base, number, bold=quiet)
