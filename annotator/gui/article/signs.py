"""Signs: what the window wants shown besides the marks – chosen spans, read paragraphs, a relation in the making."""

from bisect import bisect_left
from collections.abc import Collection, Sequence

import msgspec

from annotator.model.span import Fragment, SpanKey


class Paragraphs:
    """Paragraphs of one article, none of which overlap."""

    def __init__(self, found: Sequence[Fragment] = ()) -> None:
        ordered = sorted(found)
        self._starts = [paragraph.start for paragraph in ordered]
        self._ends = [paragraph.end for paragraph in ordered]

    def touch(self, start: int, end: int) -> bool:
        """Say whether any of ``[start, end)`` is in one of them."""
        at = bisect_left(self._starts, end) - 1
        return at >= 0 and self._ends[at] > start


class Pending(msgspec.Struct, frozen=True):
    """A relation that is being thought of."""

    head: SpanKey
    target: SpanKey | None
    """The span to which it would go, if there is one yet."""
    type: str


class Signs(msgspec.Struct, frozen=True):
    """Everything of the kind that is shown now."""

    chosen: Collection[SpanKey] = frozenset()
    """The spans that the next step is for, all at once."""
    read: Paragraphs = Paragraphs()
    """The paragraphs that were read and hold nothing."""
    pending: Pending | None = None
