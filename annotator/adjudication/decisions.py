"""Decisions: the reviewer's answers, kept with what was offered, and what they are worth after later edits."""

from collections.abc import Mapping, Sequence
from typing import Literal

import msgspec

from annotator.adjudication.conflicts import Comparison
from annotator.model.span import Fragment

State = Literal["open", "decided", "re-opened", "deferred", "second opinion"]


class Rejected(msgspec.Struct, frozen=True):
    """An answer that was offered and not taken."""

    layers: tuple[str, ...]
    tag: str = ""
    fragments: tuple[tuple[int, int], ...] = ()
    """Empty: that nothing belongs there."""
    attributes: Mapping[str, object] = msgspec.field(default_factory=dict)


class Decision(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a reviewer decided about a conflict (or an agreed mark), and what was on offer then."""

    id: str
    conflict: str
    """The id of the conflict or the agreed mark."""
    fingerprint: str
    answers: Mapping[str, str]
    """The digest of each layer's answer then."""
    by: str
    how: str
    """As of the answer; or "deferred" or "second opinion", which leave the conflict open."""
    votes: Mapping[str, str] = msgspec.field(default_factory=dict)
    taken: tuple[str, ...] = ()
    rejected: tuple[Rejected, ...] = ()
    reason: str = ""
    rule: str = ""
    note: str = ""
    blind: bool = False
    spans: tuple[tuple[str, str], ...] = ()
    """The spans it was about: layer and id."""
    place: Fragment | None = None
    gold: str = ""
    """The id of the gold span; empty if nothing belongs there."""


class Standing(msgspec.Struct, frozen=True):
    """How one conflict or agreed mark stands."""

    state: State
    decision: Decision | None = None
    """The latest one, also of a conflict that was re-opened."""
    changed: tuple[str, ...] = ()
    """The layers whose answer is another than it was when it was decided."""


class Standings(msgspec.Struct, frozen=True):
    """How everything on one article stands."""

    of: Mapping[str, Standing]
    """By the id of the conflict or the agreed mark."""
    orphans: tuple[Decision, ...]
    """Decisions about nothing that is still there; kept."""


def standings(comparison: Comparison, decisions: Sequence[Decision]) -> Standings:
    """Say which conflicts are open, decided or re-opened, given all ``decisions`` on the article, oldest first."""
    raise NotImplementedError
