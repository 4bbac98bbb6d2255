"""Answers: from a conflict to the gold span, with its relations and the votes for it."""

from collections.abc import Iterable, Mapping

import msgspec

from annotator.adjudication.conflicts import Agreed, Arrow, Conflict
from annotator.model.span import Fragment, Span, SpanKey


class Answer(msgspec.Struct, frozen=True):
    """What is to stand in gold; with no fragments, nothing belongs there."""

    how: str
    """"took", "union", "intersection", "edited", "fresh", "nothing", "unanimous" or "policy:NAME"."""
    tag: str = ""
    fragments: tuple[Fragment, ...] = ()
    attributes: Mapping[str, object] = msgspec.field(default_factory=dict)
    """What people said; words such as “no source given” are among them, under the relation's name."""
    relations: tuple[Arrow, ...] = ()
    """Those to carry over; each ``child`` is a layer's span."""
    taken: tuple[str, ...] = ()
    """The layers that something was taken from, in the order of names."""
    value: object = None
    """The label's value, for a conflict about a label."""
    unsettled: tuple[str, ...] = ()
    """Names of attributes and relation types that layers contradict each other in, and that were left out."""


def take(conflict: Conflict | Agreed, layer: str) -> Answer:
    """Take the answer of ``layer`` as it is; a layer that has no span says that nothing belongs there."""
    raise NotImplementedError


def union(conflict: Conflict, layers: Iterable[str] | None = None) -> Answer:
    """Take every code point that any of the layers has. Raise UserError if their tags differ."""
    raise NotImplementedError


def intersection(conflict: Conflict, layers: Iterable[str] | None = None) -> Answer:
    """Take the code points that all of the layers have. Raise UserError if there is none, or their tags differ."""
    raise NotImplementedError


def nothing(conflict: Conflict) -> Answer:
    """Say that nothing belongs there."""
    raise NotImplementedError


def edited(answer: Answer, **changes: object) -> Answer:
    """Return ``answer`` with its tag, fragments, attributes or relations changed by hand."""
    raise NotImplementedError


def with_attributes(answer: Answer, conflict: Conflict, names: Mapping[str, str]) -> Answer:
    """Take single attributes (or types of relations) from other layers: ``names`` is attribute → layer."""
    raise NotImplementedError


def fresh(tag: str, fragments: tuple[Fragment, ...], attributes: Mapping[str, object]) -> Answer:
    """Answer what nobody offered."""
    raise NotImplementedError


def gold_span(answer: Answer, id: str) -> Span | None:  # noqa: A002
    """Return the gold span of an answer, or nothing if nothing belongs there."""
    raise NotImplementedError


class Carried(msgspec.Struct, frozen=True):
    """What becomes of the relations of an answer, given which layers' spans have become gold."""

    ready: tuple[tuple[str, SpanKey], ...]
    """Type and the gold span at the other end."""
    waiting: tuple[Arrow, ...]
    """Those whose other end has not been decided yet."""
    dropped: tuple[Arrow, ...]
    """Those at whose other end it was decided that nothing belongs."""


def carry(relations: Iterable[Arrow], gold_of: Mapping[SpanKey, SpanKey | None]) -> Carried:
    """Carry relations over to gold: ``gold_of`` is layer span → gold span, ``None`` where nothing belongs."""
    raise NotImplementedError


def votes(conflict: Conflict | Agreed, answer: Answer) -> dict[str, str]:
    """Return each layer's vote: same, boundary, tag, attribute, relation, missing, extra, label or absent."""
    raise NotImplementedError
