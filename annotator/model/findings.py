"""Findings: words that one annotator has marked in two ways, or has sometimes marked and sometimes not."""

from typing import Literal

import msgspec

from annotator.model.determiners import ANY_ARTICLE, DETERMINERS
from annotator.model.hits import Place
from annotator.model.matching import folded
from annotator.model.patterns import compiled
from annotator.model.span import SpanKey

FindingKind = Literal["tags", "edges", "untagged"]
"""``tags`` – the same words have different tags; ``edges`` – spans of one tag differ only by an article before, by a
possessive or a full stop behind, or by quotation marks around the words; ``untagged`` – words are marked in one place
and not in another."""

MOST_PLACES = 10_000
"""Of words that are not marked, so many places are kept; their count is of all."""

_DETERMINERS = "|".join(sorted(ANY_ARTICLE | DETERMINERS["en"]))
_BEFORE = rf"(?i)^(?:(?:{_DETERMINERS})\s+|l['’]|[\"“„‘«(\[])+(?=\S)"
_BEHIND = r"(?:['’][sS]?|[\s.,;:!?…،؛؟\"”»)\]]+)+$"


class Alternative(msgspec.Struct, frozen=True):
    """One of the ways in which words were marked."""

    name: str
    """For ``tags`` and ``untagged`` a tag, or empty for places that are not marked; for ``edges`` the words as they
    were marked."""
    count: int


class Finding(msgspec.Struct, frozen=True):
    """Something that may not be as the annotator meant it."""

    kind: FindingKind
    words: str
    """The words, as they were first written."""
    tag: str
    """Their tag; for ``tags`` the one they have most often."""
    alternatives: tuple[Alternative, ...]
    """The most frequent first; for ``untagged`` the places that are not marked come last."""
    spans: tuple[SpanKey, ...] = ()
    """The marked places that are doubtful, those of the rarest alternative first; none for ``untagged``."""
    unmarked: tuple[Place, ...] = ()
    """The places that are not marked; at most :data:`MOST_PLACES`."""

    @property
    def compared(self) -> str:
        """The words as they are compared: what a finding is known by."""
        return folded(core(self.words) if self.kind == "edges" else self.words)

    @property
    def names(self) -> frozenset[str]:
        """What the alternatives are known by."""
        named = (alternative.name for alternative in self.alternatives)
        return frozenset(map(folded, named) if self.kind == "edges" else named)

    @property
    def doubt(self) -> tuple[float, int]:
        """A key to sort by: first where few places go against many, and of those first where there are most."""
        total = sum(alternative.count for alternative in self.alternatives)
        against = self.alternatives[-1].count if self.kind == "untagged" else total - self.alternatives[0].count
        return against / total, -total


def core(words: str) -> str:
    """Return ``words`` without an article before them, a possessive behind, and punctuation around."""
    # Initials keep the stop that belongs to the last of them.
    kept = words if compiled(r".*\.\p{L}\.").fullmatch(words) else compiled(_BEHIND).sub("", words)
    return compiled(_BEFORE).sub("", kept) or words
