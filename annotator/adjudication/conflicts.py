"""Conflicts: what the layers on an article agree on, what nobody else could have seen, and where they differ."""

from collections.abc import Mapping
from typing import Literal

import msgspec

from annotator.adjudication.layered import Layered
from annotator.model.span import Fragment, Span

Difference = Literal["boundary", "tag", "attribute", "missing", "relation", "label"]


class Arrow(msgspec.Struct, frozen=True):
    """What one layer says of a span by a relation: it goes to ``child``, or there is none, in the words ``absent``."""

    type: str
    child: Span | None = None
    """The layer's own span at the other end."""
    absent: str = ""
    """What says that there is no such relation, such as “no source given”; then there is no ``child``."""


class Agreed(msgspec.Struct, frozen=True):
    """A mark that all layers that could have seen it have alike, or that only one layer could have seen."""

    id: str
    spans: Mapping[str, Span]
    """By layer, in the order of names."""
    absent: frozenset[str] = frozenset()
    relations: tuple[Arrow, ...] = ()
    """Those of the relations from it that all these layers have."""


class Conflict(msgspec.Struct, frozen=True):
    """One disagreement: at most one span of each layer, which overlap; or one label of the article."""

    id: str
    """Made from what it is about, so that the same conflict has the same id again after an edit."""
    differs: frozenset[Difference]
    spans: Mapping[str, Span | None]
    """By layer, in the order of names; ``None`` where the layer's owner could have seen it and has no span."""
    absent: frozenset[str] = frozenset()
    """The layers whose owners have not done the article or not read the paragraph."""
    place: Fragment | None = None
    """Where to look: from the first code point of any span to the last; ``None`` for a label."""
    relations: Mapping[str, tuple[Arrow, ...]] = msgspec.field(default_factory=dict)
    """What each layer that has a span says by relations from it."""
    differing: Mapping[str, tuple[str, ...]] = msgspec.field(default_factory=dict)
    """The names of the attributes and of the types of relations that differ, under "attribute" and "relation"."""
    label: str = ""
    """The name of the label, if that is what it is about."""
    values: Mapping[str, object] = msgspec.field(default_factory=dict)
    """What each layer says under that label; ``None`` where it says nothing."""
    answers: Mapping[str, str] = msgspec.field(default_factory=dict)
    """A digest of each layer's answer; those of two layers are equal exactly when their answers are."""
    fingerprint: str = ""
    """A digest of all that was offered: changes exactly when the answer of a layer changes."""


class Comparison(msgspec.Struct, frozen=True):
    """What the layers on one article come to; everything is in text order."""

    article: str
    unanimous: tuple[Agreed, ...] = ()
    """Alike in all layers that could have seen it, two at least."""
    alone: tuple[Agreed, ...] = ()
    """Seen by one layer only: there is nobody to agree with. Only the policy ``only-layer`` takes these into gold."""
    conflicts: tuple[Conflict, ...] = ()
    labels: Mapping[str, object] = msgspec.field(default_factory=dict)
    """Labels of the article that two layers at least give alike, and no other contradicts."""
    labels_alone: Mapping[str, object] = msgspec.field(default_factory=dict)


def compare(work: Layered) -> Comparison:
    """Compare the layers on one article that are done."""
    raise NotImplementedError
