"""Gold on one article, as edits of it find it: its spans, the decisions that put them there, where relations lead."""

from collections.abc import Sequence

from annotator.adjudication.decisions import Question
from annotator.errors import UserError
from annotator.jobs.comparing import Review
from annotator.model.decision import Drawn
from annotator.model.layer import GOLD
from annotator.model.span import RelationKey, Span, SpanKey
from annotator.project.decisions import Kept


class GoldArticle:
    """Gold on one article: its spans, the decisions that put them there, and where relations lead."""

    def __init__(self, review: Review) -> None:
        self.review = review
        self._spans = {span.key: span for span in review.gold.spans} if review.gold else {}
        self._relations = review.gold.relations if review.gold else ()
        self._counting = [kept for kept in review.kept if not kept.decision.earlier]
        self._ends = {(GOLD, span.id): key for key, span in self._spans.items()}
        for kept in self._counting:
            if kept.decision.about == "mark" and kept.gold is not None:
                self._ends.update(dict.fromkeys(kept.decision.spans, kept.gold))

    def span(self, key: SpanKey) -> Span:
        """Return a gold span."""
        if key not in self._spans:
            raise UserError("That span is no longer in gold.")
        return self._spans[key]

    def require(self, relation: RelationKey) -> None:
        """Raise :exc:`~annotator.errors.UserError` unless the relation is there."""
        if all(known.key != relation for known in self._relations):
            raise UserError("That relation is no longer in gold.")

    def mark(self, key: SpanKey) -> Kept | None:
        """Return the decision that put a span there, if one did."""
        return next((kept for kept in self._counting if kept.gold == key and kept.decision.about == "mark"), None)

    def relations_of(self, mark: Kept | None) -> Kept | None:
        """Return the decision about the relations from a span, if there is one of its own."""
        spans = set(mark.decision.spans) if mark else set()
        return next(
            (
                kept
                for kept in reversed(self._counting)
                if kept.decision.about == "relations" and kept.decision.settles and spans & set(kept.decision.spans)
            ),
            None,
        )

    def drawn_as_they_are(self, key: SpanKey) -> list[Drawn]:
        """Return the relations from a span that no decision put there."""
        ids = {known.key: known.id for known in self._spans.values()}
        return [Drawn(known.type, GOLD, ids[known.child]) for known in self._relations if known.head == key]

    def end(self, drawn: Drawn) -> SpanKey | None:
        """Return the gold span at the other end of a relation, if there is one."""
        return self._ends.get((drawn.layer, drawn.id))

    def leads_to(self, drawn: Sequence[Drawn], kind: str, child: SpanKey) -> bool:
        """Say whether one of the relations is of the type ``kind`` and leads to ``child``."""
        return any(each.type == kind and self.end(each) == child for each in drawn)

    def question(self, mark: Kept | None) -> Question | None:
        """Return what a decision is about, if it is still there."""
        if mark is None:
            return None
        standings = self.review.standings.of
        return next(
            (
                known
                for known in self.review.questions()
                if mark.decision.id in {made.id for made in standings[known.id].made}
            ),
            None,
        )
