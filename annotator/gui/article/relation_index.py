"""The relation index: which relations a span has, at a cost that depends on the answer alone."""

from collections.abc import Iterable, Iterator, Sequence

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


class RelationIndex:
    """The relations of one article, by their spans, which need not be there yet. Their keys must differ."""

    def __init__(self, relations: Iterable[Relation] = ()) -> None:
        self._by_key = {relation.key: relation for relation in relations}
        self._by_span: dict[SpanKey, dict[RelationKey, Relation]] = {}
        for key, relation in self._by_key.items():
            self._by_span.setdefault(relation.head, {})[key] = relation
            self._by_span.setdefault(relation.child, {})[key] = relation

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
        for span in (relation.head, relation.child):
            self._by_span.setdefault(span, {})[relation.key] = relation

    def remove(self, key: RelationKey) -> Relation | None:
        """Remove and return the relation with ``key``, if it is here."""
        relation = self._by_key.pop(key, None)
        if relation is not None:
            for span in {relation.head, relation.child}:
                rest = self._by_span[span]
                del rest[key]
                if not rest:
                    del self._by_span[span]
        return relation

    def of(self, span: SpanKey) -> list[Relation]:
        """Return the relations that begin or end at a span."""
        return list(self._by_span.get(span, {}).values())
