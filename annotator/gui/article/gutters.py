"""The gutters left and right of the column: upright strokes, each in a track that it keeps as long as it is seen."""

from collections.abc import Iterable

import msgspec

from annotator.gui.article.metrics import Metrics

_MOST_TRACKS = 12
_FIRST = 0.9
_NEXT = 0.6
_NARROWEST = 5.0
_SIGN = 1.1

Place = tuple[int, int]
"""The number of a block, and of a line in it."""

Name = tuple[str, int]
"""What kind of stroke it is, and its key."""


class Upright(msgspec.Struct, frozen=True):
    """An upright stroke beside all the lines from ``first`` to ``last``."""

    name: Name
    gutter: int
    first: Place
    last: Place

    def meets(self, other: "Upright") -> bool:
        """Say whether both are in one gutter and beside the same line somewhere."""
        return self.gutter == other.gutter and self.first <= other.last and other.first <= self.last


class Gutters:
    """Remembers the track of each upright stroke that is seen, so that none moves sideways while the reader scrolls."""

    def __init__(self) -> None:
        self._kept: dict[Name, int] = {}

    def tracks(self, wanted: Iterable[Upright], room: int) -> dict[Name, int]:
        """Return a track below ``room`` for each stroke, forgetting all others; where none is free the last is shared.

        What was there before keeps its place unless another is in the way now; then come the shortest.
        """
        placed: list[list[Upright]] = [[] for _ in range(room)]
        kept: dict[Name, int] = {}

        def cost(upright: Upright) -> tuple[bool, int, int, Name]:
            (first, line), (last, last_line) = upright.first, upright.last
            return upright.name not in self._kept, last - first, last_line - line, upright.name

        for upright in sorted(wanted, key=cost):
            before = self._kept.get(upright.name, room)
            tracks = [before, *range(room)] if before < room else range(room)
            free = (track for track in tracks if not any(upright.meets(other) for other in placed[track]))
            track = kept[upright.name] = next(free, room - 1)
            placed[track].append(upright)
        self._kept = kept
        return kept


def most_tracks(metrics: Metrics) -> int:
    """Return how many tracks there is room for in each gutter, at least one."""
    room = metrics.left - _sign_width(metrics) - _first(metrics)
    return max(1, min(_MOST_TRACKS, int(room / _distance(metrics)) + 1))


def track_x(metrics: Metrics, gutter: int, track: int) -> float:
    """Return how far right a track of the left (-1) or right (1) gutter is, in pixels of the window."""
    away = _first(metrics) + track * _distance(metrics)
    return metrics.left - away if gutter < 0 else metrics.left + metrics.column + away


def sign_place(metrics: Metrics, gutter: int) -> tuple[float, float]:
    """Return from where to where in a gutter signs for paragraphs have room, beyond all tracks."""
    width = _sign_width(metrics)
    near = min(_first(metrics) + (most_tracks(metrics) - 0.5) * _distance(metrics), metrics.left - width)
    if gutter < 0:
        return metrics.left - near - width, metrics.left - near
    right = metrics.left + metrics.column
    return right + near, right + near + width


def _sign_width(metrics: Metrics) -> float:
    return min(metrics.lane_height * _SIGN, metrics.left / 3)


def _first(metrics: Metrics) -> float:
    return min(metrics.lane_height * _FIRST, metrics.left / 2)


def _distance(metrics: Metrics) -> float:
    return max(_NARROWEST, metrics.lane_height * _NEXT)
