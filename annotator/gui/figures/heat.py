"""A matrix as a heat map: the number in each cell, and its colour the deeper the more."""

import itertools
from collections.abc import Iterator
from typing import NamedTuple

from annotator.agreement.pictures import Matrix, Value
from annotator.gui.figures.drawing import Box, Drawing, Item, Line, Pen, Spot, Words
from annotator.gui.figures.titles import GAP, MARGIN, Heading, heading
from annotator.gui.figures.wording import name_words, number_words, value_words

_WIDEST_NAME = 0.26
"""Of the width of the drawing."""
_NARROWEST_COLUMN = 48.0
_WIDEST_COLUMN = 112.0
_ROW = 2.2
"""Of the height of the letters."""
_BETWEEN = 2.0


class _Frame(NamedTuple):
    """Where everything is."""

    left: float
    top: float
    column: float
    row: float
    pen: Pen


def draw_matrix(matrix: Matrix, said: Heading, width: float, pen: Pen, *, framed: bool = False) -> Drawing:
    """Draw a matrix.

    Args:
        matrix: what is drawn. Shares are as deep as they are, counts as their share of the row.
        said: what stands above it.
        width: as wide as the drawing may become, unless that is too narrow for its columns.
        pen: how words are measured.
        framed: whether the cells from corner to corner wear a frame: there, both say the same.
    """
    items, top = heading(said, width, pen)
    names = [name_words(name) for name in (*matrix.rows, *matrix.columns)]
    names_wide = min(max(map(pen.width_of, names), default=0.0), width * _WIDEST_NAME)
    left = MARGIN + names_wide + GAP
    room = (width - left - MARGIN) / max(len(matrix.columns), 1)
    column = min(max(room, _NARROWEST_COLUMN), _WIDEST_COLUMN)
    frame = _Frame(left, top + pen.size * 1.6, column, round(pen.size * _ROW), pen)
    items += _names(matrix, frame, names_wide)
    spots = []
    for row, values in enumerate(matrix.values):
        whole = sum(value.number or 0 for value in values)
        for at, value in enumerate(values):
            items += _cell(matrix, frame, row, at, _share(value, whole, counts=matrix.counts))
            if framed and row == at:
                items += _edges(frame, row, at)
            spots.append(_spot(matrix, frame, row, at))
    return Drawing(
        max(width, left + column * len(matrix.columns) + MARGIN),
        frame.top + frame.row * len(matrix.rows) + MARGIN,
        tuple(items),
        tuple(spots),
    )


def _names(matrix: Matrix, frame: _Frame, names_wide: float) -> Iterator[Item]:
    pen = frame.pen
    for at, name in enumerate(matrix.columns):
        words = pen.fit(name_words(name), frame.column - GAP)
        yield Words(frame.left + frame.column * (at + 0.5), frame.top - pen.size * 0.6, words, "middle")
    for at, name in enumerate(matrix.rows):
        words = pen.fit(name_words(name), names_wide)
        yield Words(frame.left - GAP, frame.top + frame.row * at + _base(frame), words, "end")


def _base(frame: _Frame) -> float:
    return frame.row / 2 + frame.pen.size * 0.35


def _share(value: Value, whole: float, *, counts: bool) -> float | None:
    if value.number is None:
        return None
    if not counts:
        return value.number
    return value.number / whole if whole else 0.0


def _cell(matrix: Matrix, frame: _Frame, row: int, column: int, share: float | None) -> Iterator[Item]:
    x, y = frame.left + column * frame.column, frame.top + row * frame.row
    words = number_words(matrix.values[row][column].number, counts=matrix.counts)
    middle, base = x + frame.column / 2, y + _base(frame)
    if share is None:
        yield Words(middle, base, words, "middle", "faint")
        return
    yield Box(x + _BETWEEN / 2, y + _BETWEEN / 2, frame.column - _BETWEEN, frame.row - _BETWEEN, share=share)
    yield Words(middle, base, words, "middle", on=share)


def _edges(frame: _Frame, row: int, column: int) -> Iterator[Item]:
    left, top = frame.left + column * frame.column + 1, frame.top + row * frame.row + 1
    right, bottom = left + frame.column - 2, top + frame.row - 2
    corners = ((left, top), (right, top), (right, bottom), (left, bottom), (left, top))
    for one, other in itertools.pairwise(corners):
        yield Line(*one, *other, "faint", 1)


def _spot(matrix: Matrix, frame: _Frame, row: int, column: int) -> Spot:
    value = matrix.values[row][column]
    said = f"{name_words(matrix.rows[row])}, {name_words(matrix.columns[column])}"
    return Spot(
        frame.left + column * frame.column,
        frame.top + row * frame.row,
        frame.column,
        frame.row,
        row,
        column,
        value,
        f"{said}: {value_words(value, counts=matrix.counts)}",
    )
