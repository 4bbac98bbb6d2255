"""Conflicts: what the layers on an article agree on, what only one of them could have seen, and where they differ.

These are values; ``comparing`` finds them.
"""

from collections.abc import Mapping
from typing import Literal

import msgspec

from annotator.model.span import Fragment, Span

Difference = Literal["boundary", "tag", "attribute", "missing", "relation", "label"]


class Arrow(msgspec.Struct, frozen=True):
    """What one layer says of a span by a relation: it goes to ``child``, or there is none, in the words ``absent``."""

    type: str
    child: Span | None = None
    """The layer's own span at the other end."""
    absent: str = ""
    """What says that there is no such relation, such as “no source given”; then there is no ``child``."""
    to: str = ""
    """The id of the conflict or agreed mark that ``child`` belongs to; the same for the same end in every layer."""

    @property
    def statement(self) -> tuple[str, str, str]:
        """What is said, in a form in which two layers can be compared."""
        return self.type, self.to, self.absent


class Agreed(msgspec.Struct, frozen=True):
    """A mark that all layers that could have seen it have alike, or that only one layer could have seen."""

    id: str
    spans: Mapping[str, Span]
    """By layer, in the order of names."""
    attributes: Mapping[str, object] = msgspec.field(default_factory=dict)
    """What people said about it."""
    absent: frozenset[str] = frozenset()
    """The layers whose owners have not done the article or not read the paragraph."""
    relations: tuple[Arrow, ...] = ()
    """The relations from it that no layer contradicts. Those that differ are a conflict of their own."""
    answers: Mapping[str, str] = msgspec.field(default_factory=dict)
    """A digest of the answer of each layer that gave one, as for a conflict."""
    fingerprint: str = ""

    @property
    def span(self) -> Span:
        """The mark, as the first layer has it."""
        return next(iter(self.spans.values()))


class Conflict(msgspec.Struct, frozen=True):
    """One disagreement: at most one span of each layer, which overlap; or one label of the article."""

    id: str
    """Made from what it is about, so that the same conflict has the same id again after an edit."""
    differs: frozenset[Difference]
    spans: Mapping[str, Span | None] = msgspec.field(default_factory=dict)
    """By layer, in the order of names; ``None`` where its owner could have seen it and has no span."""
    absent: frozenset[str] = frozenset()
    """The layers whose owners have not done the article or not read the paragraph."""
    place: Fragment | None = None
    """Where to look: from the first code point of any span to the last; ``None`` for a label."""
    attributes: Mapping[str, Mapping[str, object]] = msgspec.field(default_factory=dict)
    """What each layer that has a span says about it."""
    relations: Mapping[str, tuple[Arrow, ...]] = msgspec.field(default_factory=dict)
    """What each layer that has a span says by relations from it."""
    attributes_differ: tuple[str, ...] = ()
    """The names of the attributes that differ, sorted."""
    relations_differ: tuple[str, ...] = ()
    """The types of the relations that differ, sorted."""
    agreed: str = ""
    """The id of the agreed mark that it is about, if only the relations from it differ."""
    label: str = ""
    """The name of the label, if that is what it is about."""
    values: Mapping[str, object] = msgspec.field(default_factory=dict)
    """What each layer says under that label; ``None`` where it says nothing."""
    answers: Mapping[str, str] = msgspec.field(default_factory=dict)
    """A digest of the answer of each layer that gave one; changes exactly when the answer does."""
    fingerprint: str = ""
    """A digest of all that was offered; changes exactly when the answer of a layer changes."""

    @property
    def offered(self) -> dict[str, Span]:
        """The spans of the layers that have one."""
        return {name: span for name, span in self.spans.items() if span is not None}


class Comparison(msgspec.Struct, frozen=True):
    """What the layers on one article come to; everything is in text order, conflicts about labels come last."""

    article: str
    """The article's id."""
    unanimous: tuple[Agreed, ...] = ()
    """Alike in all layers that could have seen it, two at least."""
    alone: tuple[Agreed, ...] = ()
    """Seen by one layer only, so there is nobody to agree with. Only an explicit policy takes these into gold."""
    conflicts: tuple[Conflict, ...] = ()
    labels: Mapping[str, object] = msgspec.field(default_factory=dict)
    """Labels of the article that two layers at least give alike, and none contradicts."""
    labels_alone: Mapping[str, object] = msgspec.field(default_factory=dict)
    """Labels that only one layer could give."""
