"""Gold on one article as something to draw relations in."""

from collections.abc import Sequence

from annotator.gui.article.span_index import document_order
from annotator.jobs.comparing import Review
from annotator.model.span import Relation, RelationKey, Span, SpanKey


class GoldMarks:
    """The gold spans of the article that is shown, without the layers beneath them."""

    def __init__(self) -> None:
        self._review: Review | None = None
        self._spans: tuple[Span, ...] = ()
        self._by_key: dict[SpanKey, Span] = {}
        self.relations: Sequence[Relation] = ()
        """All relations of gold."""

    def show(self, review: Review) -> None:
        """Hold gold as it is now."""
        gold = review.gold
        self._review = review
        self._spans = tuple(sorted(gold.spans, key=document_order)) if gold else ()
        self._by_key = {span.key: span for span in self._spans}
        self.relations = gold.relations if gold else ()

    @property
    def text(self) -> str:
        """The article."""
        return "" if self._review is None else self._review.article.text

    @property
    def language(self) -> str:
        """Its language."""
        return "" if self._review is None else self._review.article.meta.language

    @property
    def labels(self) -> dict[str, object]:
        """What gold says about the article as a whole."""
        gold = None if self._review is None else self._review.gold
        return {} if gold is None else dict(gold.layer.labels)

    def span(self, key: SpanKey | None) -> Span | None:
        """Return a gold span."""
        return None if key is None else self._by_key.get(key)

    def spans(self) -> Sequence[Span]:
        """Return the gold spans in text order."""
        return self._spans

    def relation(self, key: RelationKey) -> Relation | None:
        """Return a relation of gold."""
        return next((relation for relation in self.relations if relation.key == key), None)

    def relations_at(self, span: SpanKey) -> list[Relation]:
        """Return the relations of a gold span, those that begin there first."""
        found = [relation for relation in self.relations if span in (relation.head, relation.child)]
        return sorted(found, key=lambda relation: (relation.head != span, relation.type, relation.key))
