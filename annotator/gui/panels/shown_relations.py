"""The relations of the layer on the desk, by key and by the spans they join."""

from collections.abc import Collection, Iterable, Sequence

from annotator.model.span import Relation, RelationKey, SpanKey


class ShownRelations:
    """Follows edits relation by relation; one more costs the same among any number."""

    def __init__(self) -> None:
        self._by_key: dict[RelationKey, Relation] = {}
        self._by_span: dict[SpanKey, dict[RelationKey, Relation]] = {}

    def __len__(self) -> int:
        return len(self._by_key)

    def fill(self, relations: Iterable[Relation]) -> None:
        """Hold other relations, of another article or layer."""
        self._by_key, self._by_span = {}, {}
        for relation in relations:
            self._put(relation)

    def apply(self, put: Sequence[Relation], removed: Collection[RelationKey]) -> None:
        """Take in what an edit changed."""
        for key in (*removed, *(relation.key for relation in put)):
            self._remove(key)
        for relation in put:
            self._put(relation)

    def get(self, key: RelationKey) -> Relation | None:
        """Return the relation with ``key``, if it is shown."""
        return self._by_key.get(key)

    def all(self) -> list[Relation]:
        """Return every relation."""
        return list(self._by_key.values())

    def at(self, span: SpanKey) -> list[Relation]:
        """Return the relations that begin or end at ``span``, those that begin there first."""
        found = self._by_span.get(span, {}).values()
        return sorted(found, key=lambda relation: (relation.head != span, relation.type, relation.key))

    def among(self, spans: Iterable[SpanKey]) -> list[Relation]:
        """Return the relations that begin or end at any of ``spans``, each once."""
        return list({relation.key: relation for span in spans for relation in self.at(span)}.values())

    def _put(self, relation: Relation) -> None:
        self._by_key[relation.key] = relation
        for span in (relation.head, relation.child):
            self._by_span.setdefault(span, {})[relation.key] = relation

    def _remove(self, key: RelationKey) -> None:
        relation = self._by_key.pop(key, None)
        if relation is None:
            return
        for span in (relation.head, relation.child):
            there = self._by_span.get(span, {})
            there.pop(key, None)
            if not there:
                self._by_span.pop(span, None)
