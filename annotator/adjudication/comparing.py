"""Comparing: from the layers on an article to what they agree on and their conflicts.

Only layers that are done are compared. A mark is unanimous when all layers that could have seen it, two at least, have
it with the same fragments, tag and attributes. With one layer there is nobody to agree with: its marks are *alone*, no
conflicts and not unanimous either, so that nothing reaches gold by a show of one hand; the policy ``only-layer`` takes
them when a reviewer asks for it.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from annotator.adjudication.conflicts import Agreed, Comparison, Conflict, Difference
from annotator.adjudication.coverage import Coverage
from annotator.adjudication.digests import digest, id_of
from annotator.adjudication.labels import compare_labels
from annotator.adjudication.layered import Layered, decided_spans
from annotator.adjudication.sayings import Sayings, canonical_all
from annotator.adjudication.slots import Slot, draw_arrows
from annotator.model.alignment import align
from annotator.model.layer import GOLD
from annotator.model.span import Fragment, Span

_Mark = tuple[tuple[Fragment, ...], str, tuple[tuple[str, bytes], ...]]


def compare(work: Layered) -> Comparison:
    """Compare the layers on one article that are done."""
    layers = work.compared()
    sayings = Sayings(work.tagset)
    slots = _Slots(work, sayings).found()
    for slot in slots:
        slot.id = id_of(work.article, "mark", *min((span.id, name) for name, span in slot.spans.items()))
    _tell_apart(slots)
    draw_arrows(slots, layers, sayings)
    labels = compare_labels(work, layers)
    conflicts = [_conflict(slot) for slot in slots if not slot.agreed or slot.relations_differ]
    return Comparison(
        work.article,
        unanimous=tuple(_agreed(slot) for slot in slots if slot.agreed and len(slot.spans) > 1),
        alone=tuple(_agreed(slot) for slot in slots if slot.agreed and len(slot.spans) == 1),
        conflicts=(*conflicts, *labels.conflicts),
        labels=labels.agreed,
        labels_alone=labels.alone,
    )


class _Slots:
    """Sorts the spans of all layers into slots: what is, or should be, one mark."""

    def __init__(self, work: Layered, sayings: Sayings) -> None:
        self._layers = work.compared()
        self._coverage = {name: Coverage(layer, work.text) for name, layer in self._layers.items()}
        self._never_there = frozenset(work.layers.keys() - self._layers.keys() - {GOLD})
        self._sayings = sayings

    def found(self) -> list[Slot]:
        """Return the slots in text order: marks that are alike first taken together, then what is left aligned."""
        slots: list[Slot] = []
        left: dict[str, list[Span]] = {name: [] for name in self._layers}
        for mark, stacks in self._by_mark().items():
            there = self._there([mark[0]])
            alike = min(len(stacks.get(name, ())) for name in there) if len(there) > 1 else 0
            for copy in range(alike):
                slots.append(self._slot({name: stacks[name][copy] for name in there}, there, agreed=True))
            for name, stack in stacks.items():
                left[name] += stack[alike:]
        for group in align(left):
            there = self._there([span.fragments for span in group.spans.values()])
            slots.append(self._slot(group.spans, there, agreed=len(there) == 1))
        return sorted(slots, key=lambda slot: slot.order)

    def _by_mark(self) -> dict[_Mark, dict[str, list[Span]]]:
        """Return the spans of each layer, in the order of ids, by what they mark and say."""
        found: dict[_Mark, dict[str, list[Span]]] = defaultdict(dict)
        for name, layer in self._layers.items():
            for span in decided_spans(layer):
                mark = (span.fragments, span.tag, canonical_all(self._sayings.attributes(span)))
                found[mark].setdefault(name, []).append(span)
        for stacks in found.values():
            for stack in stacks.values():
                stack.sort(key=lambda span: span.id)
        return found

    def _there(self, places: Sequence[tuple[Fragment, ...]]) -> list[str]:
        """Return the layers whose owners could have seen one at least of ``places``."""
        return [name for name, seen in self._coverage.items() if any(map(seen.saw, places))]

    def _slot(self, spans: Mapping[str, Span], there: Sequence[str], *, agreed: bool) -> Slot:
        said = {name: self._sayings.attributes(span) for name, span in spans.items()}
        return Slot(spans, said, tuple(there), self._never_there | (self._layers.keys() - set(there)), agreed)


def _tell_apart(slots: Sequence[Slot]) -> None:
    """Give slots ids of their own, should an import have given the same id to two spans of a layer."""
    seen: dict[str, int] = {}
    for slot in slots:
        times = seen[slot.id] = seen.get(slot.id, 0) + 1
        if times > 1:
            slot.id = id_of(slot.id, times)


def _agreed(slot: Slot) -> Agreed:
    # All layers have the mark alike, so that one digest is the digest of each.
    mark = slot.digest_of_mark(next(iter(slot.spans)))
    answers = {name: slot.digest_of_answer(name, mark) for name in slot.spans}
    return Agreed(
        slot.id,
        slot.spans,
        next(iter(slot.said.values())),
        slot.absent,
        slot.arrows_in_common(),
        answers,
        digest(answers),
    )


def _conflict(slot: Slot) -> Conflict:
    answers = {name: slot.digest_of_answer(name) for name in slot.there}
    attributes_differ = _attributes_differ(slot)
    return Conflict(
        id_of(slot.id, "relations") if slot.agreed else slot.id,
        _differs(slot, attributes_differ),
        {name: slot.spans.get(name) for name in slot.there},
        slot.absent,
        slot.place,
        slot.said,
        {name: tuple(arrows) for name, arrows in slot.arrows.items()},
        attributes_differ,
        slot.relations_differ,
        agreed=slot.id if slot.agreed else "",
        answers=answers,
        fingerprint=digest(answers),
    )


def _differs(slot: Slot, attributes_differ: Sequence[str]) -> frozenset[Difference]:
    spans = slot.spans.values()
    found: dict[Difference, bool] = {
        "boundary": len({span.fragments for span in spans}) > 1,
        "tag": len({span.tag for span in spans}) > 1,
        "attribute": bool(attributes_differ),
        "missing": len(slot.spans) < len(slot.there),
        "relation": bool(slot.relations_differ),
    }
    return frozenset(difference for difference, holds in found.items() if holds)


def _attributes_differ(slot: Slot) -> tuple[str, ...]:
    """Return the names of the attributes that differ; those of different tags are not compared."""
    by_tag: dict[str, list[dict[str, bytes]]] = defaultdict(list)
    for name, span in slot.spans.items():
        by_tag[span.tag].append(dict(canonical_all(slot.said[name])))
    return tuple(
        sorted(
            {
                name
                for said in by_tag.values()
                for name in set().union(*said)
                if len({values.get(name) for values in said}) > 1
            }
        )
    )
