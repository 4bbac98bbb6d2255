"""By how much, and by what, the edges of two spans differ that mean the same thing."""

from collections.abc import Iterator
from typing import Literal, NamedTuple

from annotator.model.edge_words import EdgeKind, edge_kind
from annotator.model.span import Span
from annotator.model.tokens import Tokens

Side = Literal["left", "right", "inside"]
"""``inside``: the spans begin and end alike, and have other fragments between."""

MOST_TOKENS = 20
MOST_CODE_POINTS = 100
"""Greater differences are counted as these, so that a distribution has an end."""


class Edge(NamedTuple):
    """One edge that is elsewhere in layer b than in layer a."""

    side: Side
    kind: EdgeKind
    tokens: int
    """How many tokens lie between, at least in part; negative where b's span is the shorter one; 0 inside."""
    code_points: int
    """Likewise in code points."""


def edges(text: str, found: Tokens, a: Span, b: Span) -> Iterator[Edge]:
    """Yield the edges by which two spans differ: none, one, or two."""
    if a.start != b.start:
        yield _edge("left", text, found, b.start, a.start)
    if a.end != b.end:
        yield _edge("right", text, found, a.end, b.end)
    if (a.start, a.end) == (b.start, b.end) and a.fragments != b.fragments:
        yield Edge("inside", "other", 0, 0)


def _edge(side: Side, text: str, found: Tokens, start: int, end: int) -> Edge:
    """Return the edge of which b's span has ``text[start:end]`` more, or less where the end comes first."""
    low, high = min(start, end), max(start, end)
    first, last = found.within(low, high)
    longer = 1 if end > start else -1
    return Edge(
        side,
        edge_kind(text[low:high]),
        longer * min(last - first, MOST_TOKENS),
        longer * min(high - low, MOST_CODE_POINTS),
    )
