"""Feedback: what a reviewer changed of one annotator's work, and where the guideline was cited."""

from collections.abc import Mapping

import msgspec


class Given(msgspec.Struct, frozen=True):
    """An answer: a mark, or what is said under a label."""

    tag: str
    """For a label, its name."""
    words: str
    """For a label, its value."""
    attributes: Mapping[str, object] = msgspec.field(default_factory=dict)


class Case(msgspec.Struct, frozen=True):
    """One answer of an annotator that the reviewer changed."""

    article: str
    """The article's id."""
    title: str
    """Its title or, if it has none, its first words."""
    before: str
    """The words before the place, the place itself, and the words after it; all empty for a label."""
    place: str
    after: str
    theirs: Given | None
    """Nothing if they had nothing there."""
    gold: Given | None
    """Nothing if nothing belongs there."""
    vote: str
    """How their answer differs, as decisions say it."""
    how: str
    reason: str
    rule: str
    note: str
    start: int = -1
    """Where the place begins, in code points."""


class Grouped(msgspec.Struct, frozen=True):
    """The changes for one reason; without a reason, it is empty."""

    reason: str
    cases: tuple[Case, ...]


class Feedback(msgspec.Struct, frozen=True):
    """What a reviewer changed of one annotator's work, grouped by reason, the most frequent first."""

    annotator: str
    kept: int
    """How many of their answers are in gold as they are."""
    groups: tuple[Grouped, ...]

    @property
    def changed(self) -> int:
        """How many of their answers were changed."""
        return sum(len(group.cases) for group in self.groups)


class RuleCount(msgspec.Struct, frozen=True):
    """How often a rule of the guideline was cited: where it may be unclear."""

    rule: str
    decisions: int
    articles: int
    reasons: Mapping[str, int]
    """How often with which reason; an empty one where none was given."""
