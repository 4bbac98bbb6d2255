"""The span index: which spans touch a stretch of text, at a cost that depends on the answer alone."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator

from annotator.model.span import Span, SpanKey

_SHORT = 9
"""Spans of up to ``2 ** _SHORT`` code points share one shelf; each further doubling has its own."""

Order = tuple[int, int, int]


def document_order(span: Span) -> Order:
    """Return what spans are sorted by: the start, then longer ones first, then their keys."""
    return span.fragments[0].start, -span.fragments[-1].end, span.key


class _Shelf:
    """Spans of about the same length, by where they begin."""

    def __init__(self, longest: int) -> None:
        self.longest = longest
        self.starts: list[int] = []
        self.spans: list[Span] = []

    def add(self, span: Span) -> None:
        at = bisect_right(self.starts, span.fragments[0].start)
        self.starts.insert(at, span.fragments[0].start)
        self.spans.insert(at, span)

    def remove(self, span: Span) -> None:
        start = span.fragments[0].start
        for at in range(bisect_left(self.starts, start), bisect_right(self.starts, start)):
            if self.spans[at].key == span.key:
                del self.starts[at], self.spans[at]
                return

    def touching(self, start: int, end: int) -> Iterator[Span]:
        first = bisect_right(self.starts, start - self.longest)
        last = bisect_left(self.starts, end)
        return (span for span in self.spans[first:last] if span.fragments[-1].end > start)

    def beginning_at(self, start: int) -> list[Span]:
        return self.spans[bisect_left(self.starts, start) : bisect_right(self.starts, start)]

    def next_start(self, start: int) -> int | None:
        at = bisect_right(self.starts, start)
        return self.starts[at] if at < len(self.starts) else None

    def previous_start(self, start: int) -> int | None:
        at = bisect_left(self.starts, start)
        return self.starts[at - 1] if at else None


class SpanIndex:
    """The spans of one article. Their keys must differ."""

    def __init__(self, spans: Iterable[Span] = ()) -> None:
        self._by_key: dict[SpanKey, Span] = {}
        self._shelves: dict[int, _Shelf] = {}
        self._fill(list(spans))

    def __len__(self) -> int:
        return len(self._by_key)

    def __iter__(self) -> Iterator[Span]:
        return iter(self._by_key.values())

    def get(self, key: SpanKey | None) -> Span | None:
        """Return the span with ``key``, if it is here."""
        return None if key is None else self._by_key.get(key)

    def add(self, span: Span) -> None:
        """Add a span, in place of the one with the same key if there is one."""
        self.remove(span.key)
        self._by_key[span.key] = span
        self._shelf(span.fragments[-1].end - span.fragments[0].start).add(span)

    def remove(self, key: SpanKey) -> Span | None:
        """Remove and return the span with ``key``, if it is here."""
        span = self._by_key.pop(key, None)
        if span is not None:
            self._shelf(span.fragments[-1].end - span.fragments[0].start).remove(span)
        return span

    def touching(self, start: int, end: int) -> list[Span]:
        """Return, in document order, the spans that reach over any of ``[start, end)``, gaps between fragments too."""
        found = [span for shelf in self._shelves.values() for span in shelf.touching(start, end)]
        found.sort(key=document_order)
        return found

    def at(self, position: int) -> list[Span]:
        """Return the spans with a fragment at or ending at ``position``, smallest first."""
        found = [
            span
            for span in self.touching(max(0, position - 1), position + 1)
            if any(fragment.start <= position <= fragment.end for fragment in span.fragments)
        ]
        found.sort(key=lambda span: (_size(span), document_order(span)))
        return found

    def after(self, order: Order) -> Span | None:
        """Return the first span that comes after ``order`` in document order."""
        here = [span for span in self._beginning_at(order[0]) if document_order(span) > order]
        if here:
            return min(here, key=document_order)
        starts = [shelf.next_start(order[0]) for shelf in self._shelves.values()]
        start = min((start for start in starts if start is not None), default=None)
        return None if start is None else min(self._beginning_at(start), key=document_order)

    def before(self, order: Order) -> Span | None:
        """Return the last span that comes before ``order`` in document order."""
        here = [span for span in self._beginning_at(order[0]) if document_order(span) < order]
        if here:
            return max(here, key=document_order)
        starts = [shelf.previous_start(order[0]) for shelf in self._shelves.values()]
        start = max((start for start in starts if start is not None), default=None)
        return None if start is None else max(self._beginning_at(start), key=document_order)

    def _beginning_at(self, start: int) -> list[Span]:
        return [span for shelf in self._shelves.values() for span in shelf.beginning_at(start)]

    def _shelf(self, length: int) -> _Shelf:
        size = max(_SHORT, (length - 1).bit_length())
        shelf = self._shelves.get(size)
        if shelf is None:
            shelf = self._shelves[size] = _Shelf(1 << size)
        return shelf

    def _fill(self, spans: list[Span]) -> None:
        """Add many at once: sorted by start only, as document order matters just among those that are asked for."""
        self._by_key = {span.key: span for span in spans}
        if len(self._by_key) < len(spans):
            raise ValueError("two spans have the same key")
        spans.sort(key=lambda span: span.fragments[0].start)
        short = 1 << _SHORT
        everyday = self._shelf(short)
        for span in spans:
            start = span.fragments[0].start
            length = span.fragments[-1].end - start
            shelf = everyday if length <= short else self._shelf(length)
            shelf.starts.append(start)
            shelf.spans.append(span)


def _size(span: Span) -> int:
    return sum(fragment.end - fragment.start for fragment in span.fragments)
