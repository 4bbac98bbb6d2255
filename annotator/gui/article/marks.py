"""What one display block shows of its spans: pieces in lanes, and the dots that join the fragments of a span.

Fragments on one line are joined by dots in the lane of their span. So are fragments on lines that follow one another:
the dots run on to the line's end and go on where the next line begins, as the words do. Fragments further apart are
tied to a bracket in the gutter, so that nothing is drawn on the lines between.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

import msgspec

from annotator.model.lanes import assign_lanes
from annotator.model.span import Fragment, Span

if TYPE_CHECKING:
    from annotator.gui.article.block_layout import BlockLayout

LaneOf = Callable[[Span], int]

Stretch = tuple[float, float]
"""From left to right, in pixels from the left edge of the column."""

TOUCHING = 0.75
ABOVE, HERE, BELOW = -1, 0, 1
"""Where something is in the text, seen from a block: before it, in it, or behind it."""

_UNDER_TEXT = 1
_BELOW_LANES = 2
_STUB = 0.8
_UNSURE = 1.5


class Line(msgspec.Struct):
    """One line of text: columns, and pixels from the top of its block."""

    start: int
    end: int
    text_height: int
    y: int = 0
    height: int = 0
    lanes: int = 0
    """How many lanes of spans are under its words."""
    tracks: int = 0
    """How many tracks of relations are under its lanes."""

    def lane_top(self, lane: int, lane_height: int) -> int:
        """Return where a lane of this line begins, in pixels from the top of the block."""
        return self.y + self.text_height + _UNDER_TEXT + lane * lane_height

    def room(self, lane_height: int, track_height: int) -> int:
        """Return the height that the words need with everything that is under them."""
        if not self.lanes:
            return self.text_height
        below = _BELOW_LANES if self.lanes > 1 or self.tracks else 0
        return self.text_height + _UNDER_TEXT + self.lanes * lane_height + self.tracks * track_height + below


class Piece(msgspec.Struct):
    """What one line shows of one fragment."""

    line: int
    stretches: list[Stretch]
    """Where its words are; more than one where the direction of the text changes. The first has the first word."""
    begins: bool
    """Whether the fragment's first character is here."""
    ends: bool


class Tie(msgspec.Struct):
    """Where a fragment is tied to the bracket of its span."""

    line: int
    x: float
    """Where its dots begin to run to the gutter."""
    toward: int
    """Whether the fragment that it is to be joined with is above, in the same block, or below."""


class Mark(msgspec.Struct):
    """What one block shows of one span."""

    span: Span
    lane: int
    pieces: list[Piece]
    dots: list[tuple[int, Stretch]] = msgspec.field(default_factory=list)
    """The lines, and from where to where dots run in the mark's lane."""
    ties: list[Tie] = msgspec.field(default_factory=list)


def placed_marks(layout: "BlockLayout", spans: Sequence[Span], lane_of: LaneOf | None = None) -> list[Mark]:
    """Return what ``layout`` shows of each of ``spans``, in document order, each in a lane of its own.

    ``lane_of`` says which lane that is; without it, it is the highest that is free.
    """
    drafts = [draft for span in spans if (draft := _Draft(layout, span)).mark.pieces]
    # A span that began in an earlier block starts here with all the others that did: longest first.
    drafts.sort(key=lambda draft: (draft.start, -draft.end))
    if lane_of is None:
        lanes = assign_lanes([(draft.start, draft.end) for draft in drafts])
    else:
        lanes = [lane_of(draft.mark.span) for draft in drafts]
    for draft, lane in zip(drafts, lanes, strict=True):
        draft.mark.lane = lane
    return [draft.mark for draft in drafts]


def gaps(pieces: Sequence[Piece]) -> Iterator[tuple[int, Stretch]]:
    """Yield the gaps between what is shown of one span on the same line: the line, and from where to where."""
    for number, together in groupby(pieces, key=lambda piece: piece.line):
        yield from ((number, gap) for gap in _between([edge for piece in together for edge in piece.stretches]))


class _Draft:
    """A mark that has no lane yet, and the columns for which it needs one."""

    def __init__(self, layout: "BlockLayout", span: Span) -> None:
        self._layout = layout
        self._has_stub = False
        self._parts: dict[int, list[Piece]] = {}
        for number, fragment in enumerate(span.fragments):
            if fragment.start < layout.block.following and layout.block.start < fragment.end:
                self._parts[number] = self._pieces(fragment)
        self.mark = Mark(span, 0, [piece for pieces in self._parts.values() for piece in pieces])
        if self.mark.pieces:
            self._join()
            self.start, self.end = self._reach()

    def _pieces(self, fragment: Fragment) -> list[Piece]:
        """Return the pieces of a fragment; a stub where it has an edge in the block but shows no words here."""
        layout, block = self._layout, self._layout.block
        pieces = layout.pieces(fragment.start, fragment.end)
        begins, ends = fragment.start >= block.start, fragment.end <= block.following
        if pieces or not (begins or ends):
            return pieces
        self._has_stub = True
        column = block.column(fragment.start)
        x = min(max(layout.x_of(column), 0.0), float(layout.metrics.column))
        width = layout.metrics.lane_height * _STUB
        stub = (x - width, x) if block.right_to_left else (x, x + width)
        return [Piece(layout.line_of(column), [stub], begins, ends)]

    def _join(self) -> None:
        """Join each fragment with the one before and the one behind it, wherever those are."""
        mark, block, last = self.mark, self._layout.block, len(self.mark.span.fragments) - 1
        mark.dots.extend(gaps(mark.pieces))
        for number, pieces in self._parts.items():
            if not pieces:
                continue
            fragment, before = mark.span.fragments[number], self._parts.get(number - 1)
            if number > 0 and fragment.start >= block.start:
                if before:
                    self._join_lines(before[-1].line, pieces[0].line)
                else:
                    self._tie(pieces[0].line, ABOVE)
            if number < last and fragment.end <= block.following and not self._parts.get(number + 1):
                self._tie(pieces[-1].line, BELOW)

    def _join_lines(self, upper: int, lower: int) -> None:
        if lower == upper + 1:
            self._run_on(upper, to_end=True)
            self._run_on(lower, to_end=False)
        elif lower > upper:
            self._tie(upper, HERE)
            self._tie(lower, HERE)

    def _run_on(self, line: int, *, to_end: bool) -> None:
        """Let dots run from the words on a line to its end, or from its beginning to the words."""
        left, right = self._edges(line)
        at_right = to_end != self._layout.block.right_to_left
        stretch = (right, float(self._layout.metrics.column)) if at_right else (0.0, left)
        if stretch[1] - stretch[0] > TOUCHING:
            self.mark.dots.append((line, stretch))

    def _tie(self, line: int, toward: int) -> None:
        left, right = self._edges(line)
        self.mark.ties.append(Tie(line, left if self._layout.brackets_left else right, toward))

    def _edges(self, line: int) -> Stretch:
        stretches = [edge for piece in self.mark.pieces if piece.line == line for edge in piece.stretches]
        return min(left for left, _ in stretches), max(right for _, right in stretches)

    def _reach(self) -> tuple[int, int]:
        """Return the columns over which no other mark may have the same lane."""
        layout, pieces = self._layout, self.mark.pieces
        fragments = [self.mark.span.fragments[number] for number in self._parts]
        start = layout.block.column(fragments[0].start)
        end = max(layout.block.column(fragments[-1].end), start + 1)
        letter = self._end_of_letter()
        first, last = layout.lines[pieces[0].line], layout.lines[pieces[-1].line]
        if self._has_stub or (layout.mixed and (self.mark.dots or self.mark.ties or letter)):
            return min(start, first.start), max(end, last.end)
        for tie in self.mark.ties:
            line = layout.lines[tie.line]
            start, end = (min(start, line.start), end) if layout.brackets_left else (start, max(end, line.end))
        return start, max(end, letter)

    def _end_of_letter(self) -> int:
        """Return the column up to which the letter of the tag needs room, if its words are narrower than it."""
        span, piece = self.mark.span, self.mark.pieces[0]
        left, right = piece.stretches[0]
        room = self._layout.metrics.letter_room * (_UNSURE if span.unsure else 1)
        if right - left >= room or span.start < self._layout.block.start:
            return 0
        return self._layout.column_at(piece.line, left + room) + 1


def _between(stretches: Sequence[Stretch]) -> Iterator[Stretch]:
    for one, other in pairwise(sorted(stretches)):
        if other[0] - one[1] > TOUCHING:
            yield one[1], other[0]
