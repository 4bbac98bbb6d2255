"""What annotations of a CAS refer to, beside relations: slots with roles, chains, and other annotations."""

from collections.abc import Iterator, Mapping, Sequence

from annotator.formats.cas import Thing
from annotator.formats.cas_layers import Tally, short_type
from annotator.model.naming import is_name
from annotator.model.record import RecordRelation, RecordSpan

ROLE, TARGET = "role", "target"
"""Features of a slot: what the thing that fills it is there, and which it is."""
NEXT, FIRST, RELATION = "next", "first", "referenceRelation"
"""Features of chains: the next element, the first, and what an element is to the next."""

_ARRAYS = "uima.cas."


def is_slot(thing: Thing) -> bool:
    """Say whether it is a slot of an annotation: neither a place nor something about the article, but what fills it."""
    return not {"begin", "sofa"} & (thing.values.keys() | thing.references) and (
        TARGET in thing.references or ROLE in thing.values
    )


def is_array(thing: Thing) -> bool:
    """Say whether it is a list, to which features of many values refer."""
    return thing.type.endswith("[]") or (thing.type.startswith(_ARRAYS) and thing.type.endswith("Array"))


def elements(thing: Thing) -> Sequence[int] | None:
    """Return the numbers of what a list holds; nothing if it holds values."""
    return thing.lists.get("elements")


def links(things: Mapping[int, Thing], spans: Mapping[int, RecordSpan], tally: Tally) -> Iterator[RecordRelation]:
    """Yield a relation from each span to each span that it refers to.

    A slot gives its role to the relation, a chain what its elements are to each other, anything else the name of the
    feature. What refers to something that is no span is counted.

    Args:
        things: by their numbers.
        spans: by the numbers of what they were.
        tally: counts what is left out.
    """
    for number, span in spans.items():
        thing = things[number]
        for feature, targets in _referred(thing, things):
            for target in targets:
                label, child = _filled(thing, feature, things.get(target))
                if child not in spans:
                    tally.leave(thing.type, feature)
                else:
                    yield RecordRelation(label=label, head=span.id or "", child=spans[child].id or "")


def _referred(thing: Thing, things: Mapping[int, Thing]) -> Iterator[tuple[str, Sequence[int]]]:
    for feature, numbers in thing.lists.items():
        yield feature, numbers
    for feature, number in thing.references.items():
        listed = things.get(number)
        if feature == "sofa":
            continue
        if listed is None or not is_array(listed):
            yield feature, [number]
        else:
            yield feature, elements(listed) or []


def _filled(thing: Thing, feature: str, target: Thing | None) -> tuple[str, int]:
    """Return what a relation to ``target`` is called, and the number of the annotation that it goes to; 0 if none."""
    if target is None:
        return feature, 0
    if is_slot(target):
        role = target.values.get(ROLE)
        return _named(role, feature), target.references.get(TARGET, 0)
    if feature == NEXT:
        return _named(thing.values.get(RELATION), short_type(thing.type)), target.id
    return feature, target.id


def _named(value: object, otherwise: str) -> str:
    return value if isinstance(value, str) and is_name(value) else otherwise
