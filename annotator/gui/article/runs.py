"""Runs: the level strokes of relations under the lines of one block, each in a track of its own.

A relation whose spans are on one line has one run, from foot to foot. Otherwise each end that is in the block has a run
to the gutter, where the two are joined. No run is ever on a level with words, so that none can hide any.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from math import inf
from typing import TYPE_CHECKING

import msgspec

from annotator.gui.article.marks import ABOVE, BELOW, HERE, Line, Mark, Piece, Stretch
from annotator.gui.article.relation_index import Arrow

if TYPE_CHECKING:
    from annotator.gui.article.block_layout import BlockLayout

MOST_TRACKS = 16
"""So many tracks a line has at the most; what finds none free shares the last."""

LEFT, RIGHT = -1, 1

_INWARD = 1.6
_APART = 0.7
_PAD = 0.6
_LONGEST_NAME = 9.0
_SHIFTS = 24
_CROWDED = 200


class Foot(msgspec.Struct):
    """Where a run stands under a span: pixels from the left edge of the column, and the lane of the span."""

    x: float
    lane: int


class Label(msgspec.Struct, frozen=True):
    """The name of a type on a run: its left edge in pixels from the left edge of the column, and its width."""

    left: float
    width: float
    text: str


class Run(msgspec.Struct):
    """The level part of a relation on one line; ``left`` and ``right`` end at feet or at the edge of the column."""

    arrow: Arrow
    line: int
    left: float
    right: float
    head: Foot | None = None
    child: Foot | None = None
    gutter: int = 0
    """The gutter to which it runs, if it does."""
    toward: int = HERE
    """Where the other end is if it has one foot only."""
    track: int = 0
    label: Label | None = None

    @property
    def feet(self) -> list[Foot]:
        """The feet that it has, one or two."""
        return [foot for foot in (self.head, self.child) if foot is not None]

    @property
    def reach(self) -> Stretch:
        """From where to where nothing else may be in its track."""
        return (-inf if self.gutter == LEFT else self.left), (inf if self.gutter == RIGHT else self.right)


class _End(msgspec.Struct):
    """One end of an arrow that is in the block."""

    mark: Mark
    line: int
    stretch: Stretch


def placed_runs(layout: "BlockLayout", arrows: Iterable[Arrow]) -> list[Run]:
    """Return the runs of ``arrows`` in a block whose marks are placed, each with its track and perhaps a label."""
    planner = _Planner(layout)
    runs = [run for arrow in arrows for run in planner.runs(arrow)]
    by_line: dict[int, list[Run]] = defaultdict(list)
    for run in runs:
        by_line[run.line].append(run)
    for together in by_line.values():
        _give_tracks(together, layout.metrics.lane_height * _PAD)
    _give_labels(layout, runs, by_line)
    return runs


class _Planner:
    """Chooses lines, gutters and feet."""

    def __init__(self, layout: "BlockLayout") -> None:
        self._layout = layout
        self._unit = layout.metrics.lane_height
        self._marks = {mark.span.key: mark for mark in layout.marks}
        self._taken: dict[int, list[float]] = defaultdict(list)
        self._lanes: dict[int, list[tuple[int, Stretch]]] = defaultdict(list)
        for mark in layout.marks:
            for piece in mark.pieces:
                self._lanes[piece.line] += [(mark.lane, stretch) for stretch in piece.stretches]

    def runs(self, arrow: Arrow) -> list[Run]:
        head = self._end(arrow.relation.head, arrow.head)
        child = self._end(arrow.relation.child, arrow.child)
        if head is not None and child is not None:
            return self._direct(arrow, head, child) if head.line == child.line else self._around(arrow, head, child)
        here, there = (arrow.head, arrow.child) if head is not None else (arrow.child, arrow.head)
        gutter = LEFT if not self._layout.brackets_left else RIGHT
        return self._to_gutter(arrow, head, child, gutter, BELOW if there > here else ABOVE)

    def _end(self, span: int, position: int) -> _End | None:
        """Return where an arrow is tied to a span, if that is in the block."""
        block, mark = self._layout.block, self._marks.get(span)
        if mark is None or not block.start <= position < block.following:
            return None
        column = block.column(position)
        number, x = self._layout.line_of(column), self._layout.x_of(column)

        def distance(piece: Piece, edge: Stretch) -> tuple[int, float]:
            return abs(piece.line - number), max(edge[0] - x, x - edge[1], 0.0)

        pieces = ((piece, edge) for piece in mark.pieces for edge in piece.stretches)
        piece, edge = min(pieces, key=lambda found: distance(*found))
        return _End(mark, piece.line, edge)

    def _direct(self, arrow: Arrow, head: _End, child: _End) -> list[Run]:
        xs = _facing(head.stretch, child.stretch, self._unit * _INWARD, self._wanted(arrow))
        one, other = self._foot(head, xs[0]), self._foot(child, xs[1])
        left, right = sorted((one.x, other.x))
        return [Run(arrow, head.line, left, right, one, other)]

    def _wanted(self, arrow: Arrow) -> float:
        """Return how long a run should be for the name of its type."""
        width = self._layout.metrics.labels.width(arrow.relation.type)
        return min(width, self._unit * _LONGEST_NAME) + 2 * self._unit * _PAD + 2

    def _around(self, arrow: Arrow, head: _End, child: _End) -> list[Run]:
        """Go by the gutter to which there is less to go."""
        ends = (head.stretch, child.stretch)
        to_left = sum(left for left, _ in ends)
        to_right = sum(self._layout.metrics.column - right for _, right in ends)
        gutter = LEFT if to_left < to_right else RIGHT
        return [
            *self._to_gutter(arrow, head, None, gutter, HERE),
            *self._to_gutter(arrow, None, child, gutter, HERE),
        ]

    def _to_gutter(self, arrow: Arrow, head: _End | None, child: _End | None, gutter: int, toward: int) -> list[Run]:
        end = head or child
        if end is None:
            return []
        (left, right), column = end.stretch, float(self._layout.metrics.column)
        inward, wanted = min(self._unit * _INWARD, (right - left) / 2), self._wanted(arrow)
        if gutter == LEFT:
            foot = self._foot(end, min(max(left + inward, wanted), right - inward))
        else:
            foot = self._foot(end, max(min(right - inward, column - wanted), left + inward))
        edges = (0.0, foot.x) if gutter == LEFT else (foot.x, column)
        run = Run(arrow, end.line, min(edges), max(edges), gutter=gutter, toward=toward)
        run.head, run.child = (foot, None) if head is not None else (None, foot)
        return [run]

    def _foot(self, end: _End, wished: float) -> Foot:
        """Put a foot under a span near ``wished``: not on another foot and, if it can be, not across other lanes."""
        taken, (left, right) = self._taken[end.line], end.stretch
        column = float(self._layout.metrics.column)
        wished = min(max(wished, 0.0), column)
        x = wished
        if len(taken) < _CROWDED:
            below = [edge for lane, edge in self._lanes[end.line] if lane > end.mark.lane]
            free = [x for x in self._near(wished, left, right) if all(abs(x - t) >= self._apart for t in taken)]
            clear = (x for x in free if not any(edge[0] - 2 <= x <= edge[1] + 2 for edge in below))
            x = next(clear, free[0] if free else wished)
        taken.append(x)
        return Foot(x, end.mark.lane)

    @property
    def _apart(self) -> float:
        return self._unit * _APART

    def _near(self, wished: float, left: float, right: float) -> Iterator[float]:
        """Yield places under a stretch, the nearest to ``wished`` first, and ``wished`` in any case."""
        yield wished
        for step in range(1, _SHIFTS):
            for x in (wished + step * self._apart, wished - step * self._apart):
                if left + 1 <= x <= right - 1:
                    yield x


def _facing(head: Stretch, child: Stretch, inward: float, wanted: float) -> tuple[float, float]:
    """Return where an arrow should stand under two stretches of one line, so that it is short but ``wanted`` long."""
    if head[1] <= child[0]:
        one, other = _shares(head, child, max(2 * inward, wanted - child[0] + head[1]))
        return head[1] - one, child[0] + other
    if child[1] <= head[0]:
        one, other = _shares(head, child, max(2 * inward, wanted - head[0] + child[1]))
        return head[0] + one, child[1] - other
    if (beside := _beside(child, head, inward, wanted)) is not None:
        return beside, _middle(child)
    if (beside := _beside(head, child, inward, wanted)) is not None:
        return _middle(head), beside
    left, right = max(head[0], child[0]), min(head[1], child[1])
    half = max(inward, min(wanted, right - left - inward)) / 2
    return _middle((left, right)) - half, _middle((left, right)) + half


def _shares(one: Stretch, other: Stretch, length: float) -> tuple[float, float]:
    """Return how far under each of two stretches an arrow should go for ``length`` pixels in all."""
    half_of_one, half_of_other = (one[1] - one[0]) / 2, (other[1] - other[0]) / 2
    first = min(length / 2, half_of_one)
    second = min(length - first, half_of_other)
    return min(length - second, half_of_one), second


def _beside(inner: Stretch, outer: Stretch, inward: float, wanted: float) -> float | None:
    """Return a place under ``outer`` beside ``inner``, if there is one: as far from its middle as ``wanted``."""
    for away in (max(wanted, (inner[1] - inner[0]) / 2 + inward), (inner[1] - inner[0]) / 2 + inward):
        for x in (_middle(inner) - away, _middle(inner) + away):
            if outer[0] < x < outer[1]:
                return x
    return None


def _middle(stretch: Stretch) -> float:
    return (stretch[0] + stretch[1]) / 2


def _give_tracks(runs: Sequence[Run], pad: float) -> None:
    """Give the runs of one line tracks so that none overlap, the shortest nearest to the words."""
    tracks: list[list[Stretch]] = []
    for run in sorted(runs, key=lambda run: (run.right - run.left, run.left, run.arrow.relation.key)):
        left, right = run.reach
        for number, track in enumerate(tracks):
            if all(right + pad <= other[0] or other[1] + pad <= left for other in track):
                track.append((left, right))
                run.track = number
                break
        else:
            run.track = min(len(tracks), MOST_TRACKS - 1)
            if len(tracks) < MOST_TRACKS:
                tracks.append([(left, right)])


def _give_labels(layout: "BlockLayout", runs: Sequence[Run], by_line: dict[int, list[Run]]) -> None:
    """Name each relation once in the block: on the run where there is most room between the feet of others."""
    found: dict[int, tuple[float, Run, Label]] = {}
    for run in runs:
        label = _label(layout, run, by_line[run.line])
        best = found.get(run.arrow.relation.key)
        if label is not None and (best is None or label.width > best[0]):
            found[run.arrow.relation.key] = label.width, run, label
    for _, run, label in found.values():
        run.label = label


def _label(layout: "BlockLayout", run: Run, together: Sequence[Run]) -> Label | None:
    labels, unit = layout.metrics.labels, layout.metrics.lane_height
    crossing = sorted(foot.x for other in together if other.track > run.track for foot in other.feet)
    edges = [run.left, *(x for x in crossing if run.left < x < run.right), run.right]
    rooms = [(left + unit * _PAD, right - unit * _PAD) for left, right in pairwise(edges)]
    name, middle = run.arrow.relation.type, _middle((run.left, run.right))
    width = labels.width(name)
    wide = [room for room in rooms if room[1] - room[0] >= width]
    left, right = (
        min(wide, key=lambda room: max(room[0] - middle, middle - room[1], 0.0))
        if wide
        else max(rooms, key=lambda room: room[1] - room[0])
    )
    width = min(width, right - left)
    text = labels.fitting(name, width)
    if not text:
        return None
    return Label(min(max(middle - width / 2, left), right - width), width, text)


def tracks_of(lines: Sequence[Line], runs: Iterable[Run]) -> None:
    """Note on each line how many tracks it needs."""
    for line in lines:
        line.tracks = 0
    for run in runs:
        lines[run.line].tracks = max(lines[run.line].tracks, run.track + 1)
