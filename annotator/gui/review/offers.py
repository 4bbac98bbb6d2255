"""Offers: the answers to a conflict as they are shown, each with the key that takes it and what is different about it.

Which layer has which number is the same throughout an article. In blind mode the layers are shuffled instead, for each
conflict anew but always in the same way, so that nothing jumps when the reviewer comes back.
"""

from collections.abc import Mapping, Sequence
from functools import reduce
from hashlib import sha256
from itertools import pairwise

import msgspec

from annotator.adjudication.answers import Answer, intersection, union
from annotator.adjudication.conflicts import Arrow, Conflict
from annotator.adjudication.places import shared, united
from annotator.adjudication.sayings import canonical
from annotator.errors import UserError
from annotator.model.span import Fragment, Span

MOST_KEYS = 9
"""So many layers can be taken by a digit; further ones by Enter in the list of answers."""
_LONGEST_RUN = 44
_ENDS = 20

Run = tuple[str, bool]
"""Some words, and whether not all who marked something here marked them."""


class Offer(msgspec.Struct, frozen=True):
    """What one layer says about a conflict, or what comes of several layers together."""

    number: int
    """Its key, from 1; 0 if it has no digit."""
    layer: str = ""
    """Whose answer it is; empty for one made of several."""
    how: str = "took"
    span: Span | None = None
    attributes: Mapping[str, object] = {}
    relations: tuple[Arrow, ...] = ()
    value: object = None
    """What the layer says under the label, if that is what the conflict is about."""
    absent: bool = False
    """Whether the layer gave no answer, because its owner did not read this."""


def order_of(conflict: Conflict, *, blind: bool) -> list[str]:
    """Return the layers in the order of their keys; those that gave no answer among them."""
    names = sorted({*conflict.spans, *conflict.values, *conflict.absent})
    if blind:
        names.sort(key=lambda name: sha256(f"{conflict.id}\0{name}".encode()).digest())
    return names


def offers_of(conflict: Conflict, order: Sequence[str]) -> list[Offer]:
    """Return what each layer says, and what union and intersection would be where nobody says just that."""
    own = [_offer_of(conflict, name, number) for number, name in enumerate(order, 1)]
    return own + [_made(made) for made in made_of_several(conflict)]


def made_of_several(conflict: Conflict) -> list[Answer]:
    """Return union and intersection where they can be had, and are not just what a layer says."""
    found: list[Answer] = []
    if "boundary" not in conflict.differs:
        return found
    marks = {span.fragments for span in conflict.offered.values()}
    for combine in (union, intersection):
        try:
            answer = combine(conflict)
        except UserError:
            continue
        if answer.fragments not in marks:
            found.append(answer)
    return found


def disputed(spans: Sequence[Span]) -> tuple[Fragment, ...]:
    """Return the code points that some of ``spans`` have and others have not."""
    if len(spans) < 2:
        return ()
    everything = united(place for span in spans for place in span.fragments)
    return without(everything, reduce(shared, (span.fragments for span in spans)))


def without(places: Sequence[Fragment], taken: Sequence[Fragment]) -> tuple[Fragment, ...]:
    """Return the code points of ``places`` that are not in ``taken``; each in text order without overlaps."""
    left: list[Fragment] = []
    for place in places:
        start = place.start
        for hole in taken:
            if hole.end <= start or hole.start >= place.end:
                continue
            if hole.start > start:
                left.append(Fragment(start, hole.start))
            start = hole.end
        if start < place.end:
            left.append(Fragment(start, place.end))
    return tuple(left)


def runs_of(text: str, fragments: Sequence[Fragment], different: Sequence[Fragment]) -> list[Run]:
    """Return the words of a span in runs, long ones shortened in their middle."""
    found: list[Run] = []
    for number, fragment in enumerate(fragments):
        if number:
            found.append((" … ", False))
        between = {edge for place in different for edge in (place.start, place.end)}
        edges = sorted(
            {fragment.start, fragment.end, *filter(range(fragment.start, fragment.end).__contains__, between)}
        )
        for start, end in pairwise(edges):
            apart = any(place.start <= start and end <= place.end for place in different)
            found.append((_shortened(text, start, end), apart))
    return found


def _shortened(text: str, start: int, end: int) -> str:
    if end - start <= _LONGEST_RUN:
        return text[start:end]
    head, tail = text[start : start + _ENDS], text[end - _ENDS : end]
    # At words, where there are any.
    return f"{head.rpartition(' ')[0] or head} … {tail.partition(' ')[2] or tail}"


def columns_of(conflict: Conflict) -> tuple[str, ...]:
    """Return what the layers are compared in besides the words: attributes and types of relations that differ."""
    return (*conflict.attributes_differ, *conflict.relations_differ)


def values_of(offer: Offer, column: str, conflict: Conflict) -> list[object]:
    """Return what an offer says about an attribute, or the words at the other ends of its relations of a type."""
    if column in conflict.relations_differ:
        drawn = [arrow for arrow in offer.relations if arrow.type == column]
        return [arrow.absent if arrow.child is None else arrow.child for arrow in drawn]
    return [offer.attributes[column]] if column in offer.attributes else []


def votes_for(conflict: Conflict, offer: Offer, column: str) -> tuple[int, int]:
    """Return how many layers say what ``offer`` says in a column, and how many have a mark here at all."""
    if column in conflict.relations_differ:
        said = {
            name: {arrow.statement for arrow in conflict.relations.get(name, ()) if arrow.type == column}
            for name in conflict.offered
        }
        own = {arrow.statement for arrow in offer.relations if arrow.type == column}
        return sum(other == own for other in said.values()), len(said)
    values = [canonical(conflict.attributes[name].get(column)) for name in conflict.offered]
    return values.count(canonical(offer.attributes.get(column))), len(values)


def agreed_sayings(conflict: Conflict) -> dict[str, object]:
    """Return the attributes that all who marked something here give alike."""
    said = [conflict.attributes[name] for name in conflict.offered]
    if not said or "tag" in conflict.differs:
        return {}
    return {name: value for name, value in said[0].items() if name not in conflict.attributes_differ}


def _offer_of(conflict: Conflict, name: str, number: int) -> Offer:
    key = number if number <= MOST_KEYS else 0
    if name in conflict.absent:
        return Offer(key, name, absent=True)
    return Offer(
        key,
        name,
        span=conflict.spans.get(name),
        attributes=conflict.attributes.get(name, {}),
        relations=conflict.relations.get(name, ()),
        value=conflict.values.get(name),
    )


def _made(answer: Answer) -> Offer:
    span = Span("", answer.tag, answer.fragments, answer.attributes)
    return Offer(0, how=answer.how, span=span, attributes=answer.attributes, relations=answer.relations)
