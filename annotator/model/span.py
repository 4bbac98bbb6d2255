"""Marks on a text: fragments, spans and the relations between spans."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

import msgspec

SpanKey = int
"""The number of a span in its project file; never leaves the file, and is never given out twice."""

RelationKey = int

SURFACE_LIMIT = 200
_ELISION = " … "


class Origin:
    """How a span came to be."""

    HUMAN = "human"
    IMPORT = "import"
    PROPAGATED = "propagated"
    ADJUDICATED = "adjudicated"
    SUGGESTION = "suggestion:"
    """Followed by the name of the engine that proposed the span."""


class Fragment(msgspec.Struct, frozen=True, order=True, gc=False):
    """A half-open run of an article's text, in code points: ``text[start:end]``."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"empty or backward fragment: {self.start}–{self.end}")


class Span(msgspec.Struct, frozen=True, gc=False):
    """One mark: a tag on one or more fragments, which are in text order and neither touch nor overlap.

    Raises:
        ValueError: if there is no fragment, or if fragments overlap or are out of order.
    """

    id: str
    tag: str
    fragments: tuple[Fragment, ...]
    attributes: Mapping[str, object] = msgspec.field(default_factory=dict)
    note: str = ""
    unsure: bool = False
    origin: str = Origin.HUMAN
    extra: Mapping[str, object] = msgspec.field(default_factory=dict)
    """Keys of an imported span that the program does not know, kept for the export."""
    key: SpanKey = 0
    """0 until the span is stored."""
    annotator: str = ""
    """Whose layer the span belongs to; empty until it is stored."""
    guesses: Mapping[str, Mapping[str, object]] = msgspec.field(default_factory=dict)
    """Values for attributes that nobody has touched yet, by the engine that guessed them and by name."""

    def __post_init__(self) -> None:
        check_fragments(self.fragments)

    @property
    def start(self) -> int:
        """The first code point of the first fragment."""
        return self.fragments[0].start

    @property
    def end(self) -> int:
        """One past the last code point of the last fragment."""
        return self.fragments[-1].end

    @property
    def guessed(self) -> dict[str, object]:
        """The guessed values by name, those left out that a person has decided on."""
        return {
            name: value
            for values in self.guesses.values()
            for name, value in values.items()
            if name not in self.attributes
        }


class Relation(msgspec.Struct, frozen=True, gc=False):
    """A typed arrow from the span ``head`` to the span ``child``, both of one layer."""

    id: str
    type: str
    head: SpanKey
    child: SpanKey
    extra: Mapping[str, object] = msgspec.field(default_factory=dict)
    key: RelationKey = 0


def check_fragments(fragments: Sequence[Fragment]) -> None:
    """Raise :exc:`ValueError` unless a span may have these ``fragments``."""
    if not fragments:
        raise ValueError("a span needs a fragment")
    if len(fragments) > 1 and any(a.end >= b.start for a, b in pairwise(fragments)):
        raise ValueError("fragments touch, overlap or are out of order")


def joined(fragments: Sequence[Fragment], more: Fragment) -> tuple[Fragment, ...]:
    """Return ``fragments`` and ``more`` in text order, those that touch or overlap made one."""
    found: list[Fragment] = []
    for fragment in sorted([*fragments, more]):
        if found and fragment.start <= found[-1].end:
            found[-1] = Fragment(found[-1].start, max(found[-1].end, fragment.end))
        else:
            found.append(fragment)
    return tuple(found)


def marked_text(text: str, fragments: Sequence[Fragment]) -> str:
    """Return the words under ``fragments``, those of different fragments joined by one space."""
    return " ".join(text[fragment.start : fragment.end] for fragment in fragments)


def surface(text: str, fragments: Sequence[Fragment]) -> str:
    """Return what is stored with a span to check it against its article: its words, shortened in the middle.

    At most :data:`SURFACE_LIMIT` code points, so that a mark on a whole chapter costs no more than one on a sentence.
    """
    words = marked_text(text, fragments)
    if len(words) <= SURFACE_LIMIT:
        return words
    half = (SURFACE_LIMIT - len(_ELISION)) // 2
    return words[:half] + _ELISION + words[-half:]
