"""The relation index: which relations a span has, at a cost that depends on the answer alone."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from operator import attrgetter

import msgspec

from annotator.model.span import Fragment, Relation, RelationKey, SpanKey


class Arrow(msgspec.Struct, frozen=True):
    """A relation whose two spans are here, and the code points at which it is tied to them."""

    relation: Relation
    head: int
    child: int

    @property
    def ends(self) -> tuple[int, int]:
        """Where the arrow is tied to its head and to its child, in text order."""
        return min(self.head, self.child), max(self.head, self.child)


def nearest(one: Sequence[Fragment], other: Sequence[Fragment]) -> tuple[int, int]:
    """Return the code points at which two spans are nearest: the first they share, else edges that face each other."""
    best: tuple[int, int] | None = None
    mine = yours = 0
    while mine < len(one) and yours < len(other):
        a, b = one[mine], other[yours]
        if a.start < b.end and b.start < a.end:
            shared = max(a.start, b.start)
            return shared, shared
        pair = (a.end - 1, b.start) if a.end <= b.start else (a.start, b.end - 1)
        if best is None or abs(pair[0] - pair[1]) < abs(best[0] - best[1]):
            best = pair
        if a.end <= b.start:
            mine += 1
        else:
            yours += 1
    if best is None:
        raise ValueError("a span needs a fragment")
    return best


class _Shelf:
    """Relations by the span at one of their ends."""

    def __init__(self, relations: Iterable[Relation], end: Callable[[Relation], SpanKey]) -> None:
        self._end = end
        # Two lists are made three times faster than a list for each span, and an article is opened more often than
        # a relation is drawn.
        self._relations = sorted(relations, key=end)
        self._spans = [end(relation) for relation in self._relations]

    def add(self, relation: Relation) -> None:
        at = bisect_right(self._spans, self._end(relation))
        self._spans.insert(at, self._end(relation))
        self._relations.insert(at, relation)

    def remove(self, relation: Relation) -> None:
        span = self._end(relation)
        for at in range(bisect_left(self._spans, span), bisect_right(self._spans, span)):
            if self._relations[at].key == relation.key:
                del self._spans[at], self._relations[at]
                return

    def of(self, span: SpanKey) -> list[Relation]:
        at = bisect_left(self._spans, span)
        return self._relations[at : bisect_right(self._spans, span, at)]


class RelationIndex:
    """The relations of one article, by their spans, which need not be there yet. Their keys must differ."""

    def __init__(self, relations: Iterable[Relation] = ()) -> None:
        self._by_key = {relation.key: relation for relation in relations}
        self._by_head = _Shelf(self._by_key.values(), attrgetter("head"))
        self._by_child = _Shelf(self._by_key.values(), attrgetter("child"))

    def __len__(self) -> int:
        return len(self._by_key)

    def __iter__(self) -> Iterator[Relation]:
        return iter(self._by_key.values())

    def get(self, key: RelationKey) -> Relation | None:
        """Return the relation with ``key``, if it is here."""
        return self._by_key.get(key)

    def add(self, relation: Relation) -> None:
        """Add a relation, in place of the one with the same key if there is one."""
        self.remove(relation.key)
        self._by_key[relation.key] = relation
        self._by_head.add(relation)
        self._by_child.add(relation)

    def remove(self, key: RelationKey) -> Relation | None:
        """Remove and return the relation with ``key``, if it is here."""
        relation = self._by_key.pop(key, None)
        if relation is not None:
            self._by_head.remove(relation)
            self._by_child.remove(relation)
        return relation

    def of(self, span: SpanKey) -> list[Relation]:
        """Return the relations that begin or end at a span, each once."""
        begin = self._by_head.of(span)
        return begin + [relation for relation in self._by_child.of(span) if relation.head != span]
