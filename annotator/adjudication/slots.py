"""Slots: the spans of all layers that are, or should be, one mark, and the relations between slots.

Relations are compared through slots: two layers say the same when their arrows of a type go to the same slot.
"""

from collections.abc import Collection, Mapping, Sequence

from annotator.adjudication.conflicts import Arrow
from annotator.adjudication.digests import digest
from annotator.adjudication.layered import LayerWork
from annotator.adjudication.sayings import Sayings, mark_digest
from annotator.model.span import Fragment, Span, SpanKey


class Slot:
    """At most one span of each layer, while they are being compared."""

    def __init__(
        self,
        spans: Mapping[str, Span],
        said: Mapping[str, Mapping[str, object]],
        there: tuple[str, ...],
        absent: frozenset[str],
        agreed: bool,
    ) -> None:
        self.id = ""
        self.spans = spans
        self.said = said
        """What each layer that has a span says about it."""
        self.there = there
        """The layers whose owners could have seen it, in the order of names."""
        self.absent = absent
        self.agreed = agreed
        """Whether there is nothing to decide but relations."""
        self.arrows: dict[str, list[Arrow]] = {name: [] for name in spans}
        self.relations_differ: tuple[str, ...] = ()

    @property
    def place(self) -> Fragment:
        """From the first code point of any span to the last."""
        spans = self.spans.values()
        return Fragment(min(span.start for span in spans), max(span.end for span in spans))

    @property
    def order(self) -> tuple[int, int, list[tuple[str, tuple[Fragment, ...]]], list[str]]:
        """Where the slot stands in text order; the longer of two that begin together comes first."""
        place = self.place
        marks = sorted((span.tag, span.fragments) for span in self.spans.values())
        return place.start, -place.end, marks, sorted(span.id for span in self.spans.values())

    def digest_of_mark(self, name: str) -> str:
        """Return a digest of a layer's mark, its relations left aside."""
        span = self.spans[name]
        return mark_digest(span.tag, span.fragments, self.said[name])

    def digest_of_answer(self, name: str, mark: str | None = None) -> str:
        """Return a digest of a layer's answer, which may be that there is nothing.

        The other end of a relation goes by its own id, so that moving its edges leaves this answer alone.

        Args:
            name: of the layer.
            mark: the digest of its mark, if that is known.
        """
        if name not in self.spans:
            return digest(None)
        if mark is None:
            mark = self.digest_of_mark(name)
        if not self.arrows[name]:
            return mark
        arrows = [(arrow.type, arrow.child.id if arrow.child else "", arrow.absent) for arrow in self.arrows[name]]
        return digest([mark, sorted(arrows)])

    def arrows_in_common(self) -> tuple[Arrow, ...]:
        """Return the relations that no layer contradicts, as the first layer that has each draws it."""
        kept: dict[tuple[str, str, str], Arrow] = {}
        for arrows in self.arrows.values():
            for arrow in arrows:
                if arrow.type not in self.relations_differ:
                    kept.setdefault(arrow.statement, arrow)
        return tuple(kept[statement] for statement in sorted(kept))

    def compare_relations(self, absent_of: Mapping[str, Collection[str]]) -> None:
        """Find the types of relations in which layers that have a span here differ.

        Args:
            absent_of: for each slot's id, the layers that could not have seen it, nor drawn an arrow to it.
        """
        said = {name: {arrow.statement for arrow in arrows} for name, arrows in self.arrows.items()}
        differ = {
            statement[0]
            for statement in set().union(*said.values())
            if not all(
                statement in statements
                for name, statements in said.items()
                if name not in absent_of.get(statement[1], ())
            )
        }
        self.relations_differ = tuple(sorted(differ))


def draw_arrows(slots: Sequence[Slot], layers: Mapping[str, LayerWork], sayings: Sayings) -> None:
    """Tell each slot what the layers say by relations from it, and where they differ in that.

    A relation that begins or ends at a suggestion nobody has decided on is left aside, as the suggestion is.
    """
    slot_of: dict[tuple[str, SpanKey], Slot] = {}
    for slot in slots:
        for name, span in slot.spans.items():
            slot_of[name, span.key] = slot
            slot.arrows[name] += [Arrow(kind, absent=words) for kind, words in sayings.absent(span).items()]
    for name, work in layers.items():
        for relation in work.relations:
            head, child = slot_of.get((name, relation.head)), slot_of.get((name, relation.child))
            if head is not None and child is not None:
                head.arrows[name].append(Arrow(relation.type, child.spans[name], to=child.id))
    absent_of = {slot.id: slot.absent for slot in slots if slot.absent}
    for slot in slots:
        for arrows in slot.arrows.values():
            arrows.sort(key=lambda arrow: (arrow.type, arrow.child.start if arrow.child else -1, arrow.to))
        if any(slot.arrows.values()):
            slot.compare_relations(absent_of)
