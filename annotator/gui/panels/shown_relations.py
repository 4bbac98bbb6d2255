"""The relations of the layer on the desk, by key and by the spans they join."""

from collections.abc import Collection, Iterable, Sequence

from annotator.gui.article.relation_index import RelationIndex
from annotator.model.span import Relation, RelationKey, SpanKey


class ShownRelations:
    """Follows edits relation by relation; one more costs the same among any number."""

    def __init__(self) -> None:
        self._index = RelationIndex()

    def __len__(self) -> int:
        return len(self._index)

    def fill(self, relations: Iterable[Relation]) -> None:
        """Hold other relations, of another article or layer."""
        self._index = RelationIndex(relations)

    def apply(self, put: Sequence[Relation], removed: Collection[RelationKey]) -> None:
        """Take in what an edit changed."""
        for key in removed:
            self._index.remove(key)
        for relation in put:
            self._index.add(relation)

    def get(self, key: RelationKey) -> Relation | None:
        """Return the relation with ``key``, if it is shown."""
        return self._index.get(key)

    def all(self) -> list[Relation]:
        """Return every relation."""
        return list(self._index)

    def at(self, span: SpanKey) -> list[Relation]:
        """Return the relations that begin or end at ``span``, those that begin there first."""
        return sorted(self._index.of(span), key=lambda relation: (relation.head != span, relation.type, relation.key))

    def among(self, spans: Iterable[SpanKey]) -> list[Relation]:
        """Return the relations that begin or end at any of ``spans``, each once."""
        return list({relation.key: relation for span in spans for relation in self.at(span)}.values())
