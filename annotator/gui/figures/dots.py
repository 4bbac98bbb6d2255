"""Values in their order, such as over time: a dot for each, and a line through those that stand beside one another."""

from collections.abc import Iterator
from typing import NamedTuple

from annotator.agreement.pictures import Bars
from annotator.gui.figures.drawing import Dot, Drawing, Item, Line, Pen, Spot, Words
from annotator.gui.figures.scale import Scale, scale_of
from annotator.gui.figures.titles import GAP, MARGIN, Heading, heading
from annotator.gui.figures.wording import name_words, number_words, tick_words, value_words

_HEIGHT = 190.0
_NARROWEST_STEP = 12.0
_WIDEST_STEP = 160.0
_RADIUS = 4.0
_WIDEST_NAME = 110.0
_WIDEST_NUMBER = "−0.00"


class _Frame(NamedTuple):
    """Where everything is."""

    left: float
    step: float
    scale: Scale
    """From the lowest line upwards."""
    pen: Pen

    @property
    def lower(self) -> float:
        return self.scale.begin

    def x(self, at: int) -> float:
        """Return where the value with this number is."""
        return self.left + self.step * (at + 0.5)


def draw_dots(bars: Bars, said: Heading, width: float, pen: Pen) -> Drawing:
    """Draw values from left to right; ``width`` is as wide as the drawing becomes, unless that is too narrow."""
    items, top = heading(said, width, pen)
    if not bars.values:
        return Drawing(width, top, tuple(items))
    left = MARGIN + pen.width_of(_WIDEST_NUMBER) + GAP
    step = min(max((width - left - MARGIN) / len(bars.values), _NARROWEST_STEP), _WIDEST_STEP)
    frame = _Frame(left, step, scale_of(bars, top + pen.size + _HEIGHT, top + pen.size), pen)
    items += _lines(frame, len(bars.values))
    items += _joined(bars, frame)
    whole = max(width, left + step * len(bars.values) + MARGIN)
    items += _names(bars, frame, whole)
    items += _dots(bars, frame)
    return Drawing(whole, frame.lower + pen.size * 2.6, tuple(items), tuple(_spots(bars, frame, top)))


def _lines(frame: _Frame, count: int) -> Iterator[Item]:
    for tick in frame.scale.ticks:
        y = frame.scale.at(tick)
        yield Line(frame.left, y, frame.left + frame.step * count, y)
        words = tick_words(tick)
        yield Words(frame.left - GAP, y + frame.pen.size * 0.35, words, "end", "faint")


def _joined(bars: Bars, frame: _Frame) -> Iterator[Item]:
    for at, (one, other) in enumerate(zip(bars.values, bars.values[1:], strict=False)):
        if one.number is not None and other.number is not None:
            scale = frame.scale
            yield Line(frame.x(at), scale.at(one.number), frame.x(at + 1), scale.at(other.number), "bar", 1.5)


def _names(bars: Bars, frame: _Frame, whole: float) -> Iterator[Item]:
    """Yield a name for each step, or for as many steps as have room for theirs."""
    pen = frame.pen
    names = [pen.fit(name_words(label), _WIDEST_NAME) for label in bars.labels]
    every = max(1, -int(-(max(map(pen.width_of, names)) + GAP) // frame.step))
    for at in range(0, len(names), every):
        half = pen.width_of(names[at]) / 2
        x = min(max(frame.x(at), half), whole - half)
        yield Words(x, frame.lower + pen.size * 1.7, names[at], "middle", "faint")


def _dots(bars: Bars, frame: _Frame) -> Iterator[Item]:
    pen = frame.pen
    numbered = frame.step >= pen.width_of(_WIDEST_NUMBER) + GAP / 2
    for at, value in enumerate(bars.values):
        x, words = frame.x(at), number_words(value.number, counts=bars.counts)
        if value.number is None:
            yield Words(x, frame.lower - GAP / 2, words, "middle", "faint")
            continue
        y = frame.scale.at(value.number)
        yield Dot(x, y, _RADIUS)
        if numbered:
            yield Words(x, y - _RADIUS * 2, words, "middle")


def _spots(bars: Bars, frame: _Frame, top: float) -> Iterator[Spot]:
    height = frame.lower - top + 2 * frame.pen.size
    for at, value in enumerate(bars.values):
        said_of = f"{name_words(bars.labels[at])}: {value_words(value, counts=bars.counts)}"
        yield Spot(frame.left + at * frame.step, top, frame.step, height, 0, at, value, said_of)
