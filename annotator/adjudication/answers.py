"""Answers: from a conflict to what stands in gold, with its relations and the votes for it."""

from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from typing import Literal

import msgspec

from annotator.adjudication.conflicts import Agreed, Arrow, Conflict
from annotator.adjudication.places import shared, united
from annotator.adjudication.sayings import canonical, canonical_all
from annotator.errors import UserError
from annotator.model.naming import shown
from annotator.model.span import Fragment, Origin, Span, SpanKey

Vote = Literal["same", "tag", "boundary", "attribute", "relation", "missing", "extra", "label", "absent"]


class Answer(msgspec.Struct, frozen=True):
    """What is to stand in gold. Without fragments nothing belongs there, or it is about a label."""

    how: str
    """One of took, union, intersection, edited, fresh, nothing, unanimous, or ``policy:`` and its name."""
    tag: str = ""
    fragments: tuple[Fragment, ...] = ()
    attributes: Mapping[str, object] = msgspec.field(default_factory=dict)
    relations: tuple[Arrow, ...] = ()
    """Those to carry over, and what is said about there being none; each ``child`` is a layer's span."""
    taken: tuple[str, ...] = ()
    """The layers that something was taken from, in the order of names."""
    value: object = None
    """The label's value, if it is about one."""
    unsettled: tuple[str, ...] = ()
    """Attributes and types of relations that were left out because the layers differ in them, sorted."""


def take(conflict: Conflict, layer: str) -> Answer:
    """Take the answer of ``layer`` as it is; if it has no span there, nothing belongs there.

    Raises:
        UserError: if the layer gave no answer.
    """
    if conflict.label and layer in conflict.values:
        return Answer("took", taken=(layer,), value=conflict.values[layer])
    if layer not in conflict.spans:
        raise UserError(f"{shown(layer)} gave no answer here.")
    span = conflict.spans[layer]
    if span is None:
        return Answer("took", taken=(layer,))
    relations = conflict.relations.get(layer, ())
    return Answer("took", span.tag, span.fragments, conflict.attributes[layer], relations, (layer,))


def accept(agreed: Agreed, how: str = "unanimous") -> Answer:
    """Take an agreed mark as it is."""
    span = agreed.span
    return Answer(how, span.tag, span.fragments, agreed.attributes, agreed.relations, tuple(agreed.spans))


def union(conflict: Conflict, layers: Iterable[str] = ()) -> Answer:
    """Take every code point that any of ``layers`` has, and all that they say without contradicting each other.

    Args:
        conflict: what to answer.
        layers: by default all that have a span.

    Raises:
        UserError: if their tags differ, or none of them has a span.
    """
    names = _of_one_tag(conflict, layers)
    spans = [conflict.offered[name] for name in names]
    fragments = united(place for span in spans for place in span.fragments)
    attributes, open_attributes = _given(conflict, names)
    relations, open_types = _drawn(conflict, names)
    unsettled = tuple(sorted({*open_attributes, *open_types}))
    return Answer("union", spans[0].tag, fragments, attributes, relations, names, unsettled=unsettled)


def intersection(conflict: Conflict, layers: Iterable[str] = ()) -> Answer:
    """Take the code points that all of ``layers`` have, and what all of them say.

    Args:
        conflict: what to answer.
        layers: by default all that have a span.

    Raises:
        UserError: if they have no code point in common, their tags differ, or none of them has a span.
    """
    names = _of_one_tag(conflict, layers)
    spans = [conflict.offered[name] for name in names]
    fragments = reduce(shared, (span.fragments for span in spans))
    if not fragments:
        raise UserError("These spans have no words in common.")
    said = [dict(canonical_all(conflict.attributes[name])) for name in names]
    first = conflict.attributes[names[0]]
    alike = {name for name in first if all(values.get(name) == said[0][name] for values in said)}
    attributes = {name: value for name, value in first.items() if name in alike}
    drawn = [{arrow.statement for arrow in conflict.relations.get(name, ())} for name in names]
    common = set.intersection(*drawn)
    relations = tuple(arrow for arrow in conflict.relations.get(names[0], ()) if arrow.statement in common)
    left = set().union(*said) - alike | {statement[0] for statement in set().union(*drawn) - common}
    return Answer("intersection", spans[0].tag, fragments, attributes, relations, names, unsettled=tuple(sorted(left)))


def nothing(conflict: Conflict) -> Answer:
    """Say that nothing belongs there: no mark, or where only its relations differ, none of these relations."""
    if not conflict.agreed:
        return Answer("nothing", taken=tuple(name for name, span in conflict.spans.items() if span is None))
    name, span = next(iter(conflict.offered.items()))
    kept = tuple(arrow for arrow in conflict.relations[name] if arrow.type not in conflict.relations_differ)
    return Answer("nothing", span.tag, span.fragments, conflict.attributes[name], kept)


def fresh(tag: str, fragments: tuple[Fragment, ...], attributes: Mapping[str, object] | None = None) -> Answer:
    """Answer what nobody offered."""
    return Answer("fresh", tag, fragments, attributes or {})


def edited(
    answer: Answer,
    *,
    tag: str | None = None,
    fragments: tuple[Fragment, ...] | None = None,
    attributes: Mapping[str, object] | None = None,
    relations: tuple[Arrow, ...] | None = None,
    value: object = None,
) -> Answer:
    """Return ``answer`` changed by hand in what is given; nothing is unsettled any longer."""
    return msgspec.structs.replace(
        answer,
        how="edited",
        tag=answer.tag if tag is None else tag,
        fragments=answer.fragments if fragments is None else fragments,
        attributes=answer.attributes if attributes is None else attributes,
        relations=answer.relations if relations is None else relations,
        value=answer.value if value is None else value,
        unsettled=(),
    )


def with_sayings_of(answer: Answer, conflict: Conflict, sources: Mapping[str, str]) -> Answer:
    """Take single attributes and types of relations from other layers.

    Args:
        answer: the mark, whose place and tag stay.
        conflict: where the layers' answers are.
        sources: by the name of an attribute or a type of relations, the layer whose word counts. Where it says
            nothing, nothing is said.
    """
    attributes = {name: value for name, value in answer.attributes.items() if name not in sources}
    relations = [arrow for arrow in answer.relations if arrow.type not in sources]
    for name, layer in sources.items():
        said = conflict.attributes.get(layer, {})
        if name in said:
            attributes[name] = said[name]
        relations += [arrow for arrow in conflict.relations.get(layer, ()) if arrow.type == name]
    return msgspec.structs.replace(
        answer,
        attributes=attributes,
        relations=tuple(relations),
        taken=tuple(sorted({*answer.taken, *sources.values()})),
        unsettled=tuple(name for name in answer.unsettled if name not in sources),
    )


def gold_span(answer: Answer, span_id: str) -> Span | None:
    """Return what an answer puts into gold, under the id ``span_id``; nothing if nothing belongs there."""
    if not answer.fragments:
        return None
    words = {arrow.type: arrow.absent for arrow in answer.relations if arrow.absent}
    return Span(span_id, answer.tag, answer.fragments, {**answer.attributes, **words}, origin=Origin.ADJUDICATED)


class Carried(msgspec.Struct, frozen=True):
    """What becomes of the relations of an answer, given which spans of layers have become gold."""

    ready: tuple[tuple[str, SpanKey], ...] = ()
    """Type, and the gold span at the other end; each once."""
    waiting: tuple[Arrow, ...] = ()
    """Those whose other end has not been decided yet."""
    dropped: tuple[Arrow, ...] = ()
    """Those at whose other end nothing belongs."""


def carry(relations: Iterable[Arrow], gold_of: Mapping[SpanKey, SpanKey | None]) -> Carried:
    """Carry relations over to gold.

    Args:
        relations: of an answer.
        gold_of: for each span of a layer that was decided on, the gold span it became, or ``None`` if it became none.
    """
    ready: dict[tuple[str, SpanKey], None] = {}
    waiting, dropped = [], []
    for arrow in relations:
        if arrow.child is None:
            continue
        if arrow.child.key not in gold_of:
            waiting.append(arrow)
            continue
        gold = gold_of[arrow.child.key]
        if gold is None:
            dropped.append(arrow)
        else:
            ready[arrow.type, gold] = None
    return Carried(tuple(ready), tuple(waiting), tuple(dropped))


def votes(question: Conflict | Agreed, answer: Answer) -> dict[str, Vote]:
    """Return how each layer's answer differs from the one given: the first of tag, boundary, attribute and relation.

    ``missing`` has nothing where something belongs, ``extra`` has a span where nothing does.
    """
    found: dict[str, Vote] = {}
    if isinstance(question, Agreed):
        found = dict.fromkeys(question.spans, "same")
    elif question.label:
        for name, value in question.values.items():
            if canonical(value) == canonical(answer.value):
                found[name] = "same"
            else:
                found[name] = "missing" if value is None else "label"
    else:
        for name in question.spans:
            found[name] = _vote(question, name, answer)
    found.update(dict.fromkeys(question.absent, "absent"))
    return dict(sorted(found.items()))


def _vote(conflict: Conflict, name: str, answer: Answer) -> Vote:
    span = conflict.spans[name]
    if span is None:
        return "missing" if answer.fragments else "same"
    if not answer.fragments:
        return "extra"
    kinds: list[tuple[Vote, bool]] = [
        ("tag", span.tag != answer.tag),
        ("boundary", span.fragments != answer.fragments),
        ("attribute", canonical_all(conflict.attributes[name]) != canonical_all(answer.attributes)),
        ("relation", _statements(conflict.relations.get(name, ())) != _statements(answer.relations)),
    ]
    return next((kind for kind, differs in kinds if differs), "same")


def _statements(arrows: Iterable[Arrow]) -> set[tuple[str, str, str]]:
    return {arrow.statement for arrow in arrows}


def _of_one_tag(conflict: Conflict, layers: Iterable[str]) -> tuple[str, ...]:
    """Return those of ``layers``, by default all, that have a span, if their tags are the same."""
    wanted = set(layers) or set(conflict.offered)
    offered = {name: span for name, span in conflict.offered.items() if name in wanted}
    tags = sorted({span.tag for span in offered.values()})
    if not tags:
        raise UserError("There is no span to take here.")
    if len(tags) > 1:
        raise UserError(f"These spans have different tags, {' and '.join(map(shown, tags))}; take one, or edit it.")
    return tuple(offered)


def _given(conflict: Conflict, names: Sequence[str]) -> tuple[dict[str, object], list[str]]:
    """Return the attributes that ``names`` give without contradicting each other, and those in which they do."""
    given: dict[str, object] = {}
    forms: dict[str, set[bytes]] = {}
    for name in names:
        for attribute, value in conflict.attributes[name].items():
            given.setdefault(attribute, value)
            forms.setdefault(attribute, set()).add(canonical(value))
    contradicted = [attribute for attribute, seen in forms.items() if len(seen) > 1]
    return {attribute: value for attribute, value in given.items() if attribute not in contradicted}, contradicted


def _drawn(conflict: Conflict, names: Sequence[str]) -> tuple[tuple[Arrow, ...], list[str]]:
    """Return the relations that ``names`` draw without contradicting each other, and the types in which they do."""
    kept: dict[str, list[Arrow]] = {}
    contradicted: set[str] = set()
    for name in names:
        arrows = conflict.relations.get(name, ())
        for kind in dict.fromkeys(arrow.type for arrow in arrows):
            own = [arrow for arrow in arrows if arrow.type == kind]
            if _statements(kept.setdefault(kind, own)) != _statements(own):
                contradicted.add(kind)
    return tuple(arrow for kind, own in kept.items() if kind not in contradicted for arrow in own), sorted(contradicted)
