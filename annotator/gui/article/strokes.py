"""Strokes: what ties spans to each other across lines – arrows of relations and brackets – as lines in the window.

Level parts lie under the words, upright parts under the words too or in a gutter: no stroke can meet a letter. What
ties something in the window to something outside it runs to the window's edge, and needs no layout of what is there.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import inf
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QPointF, QRectF

from annotator.gui.article.gutters import Gutters, Place, Upright, most_tracks, track_x
from annotator.gui.article.marks import ABOVE, BELOW, Mark, Tie
from annotator.gui.article.runs import LEFT, RIGHT, Foot, Run, placed_runs
from annotator.model.span import Relation, Span

if TYPE_CHECKING:
    from annotator.gui.article.block_layout import BlockLayout
    from annotator.gui.article.page import Page
    from annotator.gui.article.relation_index import Arrow

_ARROW, _BRACKET = "arrow", "bracket"
_NEAR = 4.0
_CENTRE = 0.4
_FOOT = 0.72
_FRONT = 0.35
_LOWEST = 1.5

Way = tuple[QPointF, ...]
"""Level and upright lines, from corner to corner."""


class Stroke(msgspec.Struct, frozen=True):
    """One arrow or one bracket, in pixels of the window."""

    relation: Relation | None
    """The relation of an arrow; nothing for a bracket."""
    span: Span | None
    """The span whose fragments a bracket joins; nothing for an arrow."""
    ways: tuple[Way, ...]
    head: QPointF | None = None
    """Where an arrow begins, if that is seen."""
    child: QPointF | None = None
    """Where the point of an arrow is, if that is seen."""
    leaves: tuple[tuple[QPointF, int], ...] = ()
    """Where it leaves the window, and whether above or below."""
    labels: tuple[tuple[QRectF, str], ...] = ()

    def lines(self) -> Iterator[tuple[QPointF, QPointF]]:
        """Yield its straight lines, each from one end to the other."""
        for way in self.ways:
            yield from pairwise(way)

    def near(self, point: QPointF) -> bool:
        """Say whether ``point`` is on a label or near enough to a line for a click."""
        rects = [rect for rect, _ in self.labels]
        rects += [QRectF(*line).normalized() for line in self.lines()]
        return any(rect.adjusted(-_NEAR, -_NEAR, _NEAR, _NEAR).contains(point) for rect in rects)


class _Seen(msgspec.Struct):
    """A run or a tie in a block that is in the window."""

    place: Place
    top: float
    layout: "BlockLayout"
    level: float
    """How far below the window's top it is."""


class _SeenRun(_Seen):
    run: Run

    def point(self, foot: Foot, down: float) -> QPointF:
        """Return a point under a span, ``down`` lane heights below the top of its lane."""
        height, left = self.layout.metrics.lane_height, self.layout.metrics.left
        lane = self.layout.lines[self.run.line].lane_top(foot.lane, height)
        return QPointF(left + foot.x, self.top + lane + height * down)


class _SeenTie(_Seen):
    mark: Mark
    tie: Tie


def strokes_of(page: "Page", gutters: Gutters) -> list[Stroke]:
    """Return the arrows and brackets that have an end in the window."""
    arrows: dict[int, list[_SeenRun]] = defaultdict(list)
    brackets: dict[int, list[_SeenTie]] = defaultdict(list)
    for index, top, layout in page.visible():
        for run in layout.runs:
            level = top + layout.track_y(run)
            arrows[run.arrow.relation.key].append(_SeenRun((index, run.line), top, layout, level, run))
        for mark in layout.marks:
            for tie in mark.ties:
                lane = layout.lines[tie.line].lane_top(mark.lane, layout.metrics.lane_height)
                level = top + lane + layout.metrics.lane_height * _CENTRE
                brackets[mark.span.key].append(_SeenTie((index, tie.line), top, layout, level, mark, tie))
    tracks = gutters.tracks(
        [*_uprights_of_brackets(page, brackets), *_uprights_of_arrows(page, arrows)], most_tracks(page.metrics)
    )
    found = [_bracket(page, seen, tracks[_BRACKET, key]) for key, seen in brackets.items()]
    found += [_arrow(page, seen, tracks.get((_ARROW, key), 0)) for key, seen in arrows.items()]
    return [stroke for stroke in found if stroke is not None]


def pending_stroke(page: "Page", arrow: "Arrow") -> Stroke | None:
    """Return a relation that is only thought of: it changes no line's height, so it runs at the bottom of its lines."""
    seen = []
    for index, top, layout in page.visible():
        for run in placed_runs(layout, [arrow]):
            line = layout.lines[run.line]
            seen.append(_SeenRun((index, run.line), top, layout, top + line.y + line.height - _LOWEST, run))
    stroke = _arrow(page, seen, 0, away=_FRONT) if seen else None
    if stroke is None:
        return None
    labels = tuple((rect.translated(0, _LOWEST - rect.height() / 2), text) for rect, text in stroke.labels[:1])
    return msgspec.structs.replace(stroke, labels=labels)


def _uprights_of_arrows(page: "Page", arrows: dict[int, list[_SeenRun]]) -> Iterator[Upright]:
    for key, seen in arrows.items():
        run = seen[0].run
        if run.gutter:
            places = [one.place for one in seen]
            if len(seen) == 1:
                other = run.arrow.child if run.head is not None else run.arrow.head
                places.append((page.map.block_at(other), 0))
            yield Upright((_ARROW, key), run.gutter, min(places), max(places))


def _uprights_of_brackets(page: "Page", brackets: dict[int, list[_SeenTie]]) -> Iterator[Upright]:
    gutter = LEFT if page.brackets_left else RIGHT
    for key, seen in brackets.items():
        places = [one.place for one in seen]
        if seen[0].tie.toward == ABOVE:
            places.append((page.map.block_at(seen[0].mark.span.start), 0))
        if seen[-1].tie.toward == BELOW:
            places.append((page.map.block_at(seen[-1].mark.span.end - 1), 0))
        yield Upright((_BRACKET, key), gutter, min(places), max(places))


def _arrow(page: "Page", seen: Sequence[_SeenRun], track: int, *, away: float | None = None) -> Stroke | None:
    run = seen[0].run
    if not run.gutter:
        return _direct(seen[0])
    levels = [one.level for one in seen]
    if len(seen) == 1:
        levels.append(inf if run.toward == BELOW else -inf)
    if not any(_is_inside(page, level) for level in levels):
        return None
    x = track_x(page.metrics, run.gutter, track)
    if away is not None:
        x = _edge(page, run.gutter) + away * (x - _edge(page, run.gutter))
    ways, leaves = _upright(page, x, min(levels), max(levels))
    head, child = None, None
    for one in seen:
        end = _feet(one)
        head, child = head or end.head, child or end.child
        foot = end.head or end.child
        if foot is not None:
            ways.append((foot, QPointF(foot.x(), one.level), QPointF(x, one.level)))
    labels = tuple(label for one in seen for label in _labels(one))
    return Stroke(run.arrow.relation, None, _joined(ways), head, child, tuple(leaves), labels)


def _direct(seen: _SeenRun) -> Stroke:
    end = _feet(seen)
    feet = [foot for foot in (end.head, end.child) if foot is not None]
    way = (feet[0], QPointF(feet[0].x(), seen.level), QPointF(feet[-1].x(), seen.level), feet[-1])
    return Stroke(seen.run.arrow.relation, None, (way,), end.head, end.child, (), _labels(seen))


class _Ends(msgspec.Struct):
    head: QPointF | None
    child: QPointF | None


def _feet(seen: _SeenRun) -> _Ends:
    run = seen.run
    return _Ends(
        None if run.head is None else seen.point(run.head, _FOOT),
        None if run.child is None else seen.point(run.child, _FOOT),
    )


def _bracket(page: "Page", seen: Sequence[_SeenTie], track: int) -> Stroke | None:
    levels = [one.level for one in seen]
    if seen[0].tie.toward == ABOVE:
        levels.append(-inf)
    if seen[-1].tie.toward == BELOW:
        levels.append(inf)
    if not any(_is_inside(page, level) for level in levels):
        return None
    x = track_x(page.metrics, LEFT if page.brackets_left else RIGHT, track)
    ways, leaves = _upright(page, x, min(levels), max(levels))
    ways += [(QPointF(page.metrics.left + one.tie.x, one.level), QPointF(x, one.level)) for one in seen]
    return Stroke(None, seen[0].mark.span, tuple(ways), leaves=tuple(leaves))


def _upright(page: "Page", x: float, top: float, bottom: float) -> tuple[list[Way], list[tuple[QPointF, int]]]:
    """Return an upright line as far as it is in the window, and where it leaves that."""
    leaves = []
    if top < 0:
        leaves.append((QPointF(x, 0), ABOVE))
    if bottom >= page.window:
        leaves.append((QPointF(x, page.window), BELOW))
    return [(QPointF(x, max(top, 0)), QPointF(x, min(bottom, page.window)))], leaves


def _joined(ways: Sequence[Way]) -> tuple[Way, ...]:
    """Return an upright line and the ways that reach it as one way, so that it is drawn without a seam."""
    upright, *ends = ways
    if len(ends) == 2:
        return ((*ends[0], *reversed(ends[1])),)
    (end,) = ends
    return ((*end, upright[0] if end[-1] == upright[1] else upright[1]),)


def _labels(seen: _SeenRun) -> tuple[tuple[QRectF, str], ...]:
    label, metrics = seen.run.label, seen.layout.metrics
    if label is None:
        return ()
    height = metrics.track_height
    return ((QRectF(metrics.left + label.left, seen.level - height / 2, label.width, height), label.text),)


def _is_inside(page: "Page", level: float) -> bool:
    return 0 <= level < page.window


def _edge(page: "Page", gutter: int) -> float:
    return page.metrics.left if gutter == LEFT else page.metrics.left + page.metrics.column
