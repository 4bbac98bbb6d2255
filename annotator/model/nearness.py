"""Which spans are near another: the order in which the other end of a relation is offered."""

from collections.abc import Iterable

from annotator.model.span import Span


def distance(head: Span, other: Span) -> int:
    """Return how many code points lie between two spans; 0 if they touch or overlap.

    Between fragments counts as near: “…,” the army said, “…” is one claim around its source.
    """
    return min(
        max(place.start - fragment.end, fragment.start - place.end, 0)
        for fragment in head.fragments
        for place in other.fragments
    )


def nearest(head: Span, candidates: Iterable[Span], *, inside: bool = False) -> Span | None:
    """Return the candidate nearest to ``head``, if there is any.

    With ``inside``, those that lie inside it come first, otherwise those that do not. Of two that are equally near, the
    one behind ``head`` comes first: what is counted follows its number.
    """

    def order(span: Span) -> tuple[bool, int, bool, int]:
        within = any(fragment.start <= span.start and span.end <= fragment.end for fragment in head.fragments)
        return within != inside, distance(head, span), span.start < head.start, span.start

    return min(candidates, key=order, default=None)
