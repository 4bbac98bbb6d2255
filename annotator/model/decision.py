"""Decisions: a reviewer's answers, with what was on offer, as they are kept, handed out and brought back.

A decision is about a *question*: a conflict, a mark that all have alike, the relations from such a mark, or a label.
"""

from collections.abc import Mapping
from typing import Any, Literal

import msgspec

from annotator.model.span import Fragment

About = Literal["mark", "relations", "label"]

DEFERRED = "deferred"
SECOND_OPINION = "second opinion"
POSTPONED = (DEFERRED, SECOND_OPINION)
"""How decisions were made that decide nothing yet."""
UNANIMOUS = "unanimous"
IMPORTED = "imported"
"""How decisions were made of which a file says nothing but that there was one."""
DIRECTLY = "edited directly"
"""How decisions were made by editing gold itself rather than answering a question."""
POLICY = "policy:"
"""Followed by the name of the policy that answered."""


EARLIER_TAGSET = -1
"""The version of a tagset that came before the one a file was written under."""
REASONS = (
    "edge in the wrong place",
    "wrong tag",
    "wrong attribute",
    "wrong or missing relation",
    "overlooked",
    "nothing to mark there",
    "the text is ambiguous",
    "the guideline is unclear",
    "slip of the hand",
)
"""The reasons that a reviewer can choose from; a project may have more."""


class Rejected(msgspec.Struct, frozen=True, omit_defaults=True):
    """An answer that was on offer and not taken."""

    layers: tuple[str, ...]
    tag: str = ""
    fragments: tuple[tuple[int, int], ...] = ()
    """In code points; none if the answer was that nothing belongs there."""
    attributes: Mapping[str, object] = msgspec.field(default_factory=dict)
    value: object = None
    """The label's value, if it was about one."""


class Drawn(msgspec.Struct, frozen=True, omit_defaults=True):
    """A relation that an answer carries over: to the span ``id`` of ``layer``, or to none, in the words ``absent``."""

    type: str
    layer: str = ""
    id: str = ""
    absent: str = ""


class Decision(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """What a reviewer decided about a question, and what was on offer then."""

    by: str
    how: str
    """took, union, intersection, edited, fresh, nothing, unanimous, ``policy:`` and its name, or edited directly; or
    deferred or second opinion, which decide nothing."""
    votes: Mapping[str, str] = msgspec.field(default_factory=dict)
    """How each layer's answer differs from the one given: same, tag, boundary, attribute, relation, missing, extra,
    label, or absent."""
    reason: str = ""
    rule: str = ""
    """The line of the guideline that was cited."""
    note: str = ""
    taken: tuple[str, ...] = ()
    """The layers that something was taken from."""
    rejected: tuple[Rejected, ...] = ()
    blind: bool = False
    """Whether the names were hidden when it was made."""
    unblinded: bool = False
    """Whether the names, hidden at first, were uncovered before it was made."""
    id: str = ""
    about: About = "mark"
    question: str = ""
    """The id of the conflict or agreed mark, made from what it is about."""
    mark: str = ""
    """The id of the agreed mark, if it is about the relations from one."""
    label: str = ""
    """The name of the label, if it is about one."""
    value: object = None
    """What was decided to be said under that label."""
    fingerprint: str = ""
    """A digest of all that was on offer."""
    answers: Mapping[str, str] = msgspec.field(default_factory=dict)
    """A digest of each layer's answer."""
    tagset: int = 0
    """The version of the tagset it was made under; 0 if that is not known, or :data:`EARLIER_TAGSET`."""
    result: str = ""
    """A digest of the mark that was decided on; empty if nothing belongs there."""
    spans: tuple[tuple[str, str], ...] = ()
    """The spans it was about: layer and id."""
    place: Fragment | None = None
    relations: tuple[Drawn, ...] = ()
    """The relations that the answer carries over."""
    gold: str = ""
    """The id of the gold span; empty if nothing belongs there. A file tells it by where the decision stands."""
    earlier: bool = False
    """Whether another decision has taken its place, or it was taken back: it is kept, and no longer counts."""
    more: Mapping[str, object] = msgspec.field(default_factory=dict)
    """What else a file said about it, kept for the export."""

    @property
    def settles(self) -> bool:
        """Whether it answers its question."""
        return not self.earlier and self.how not in POSTPONED

    @property
    def automatic(self) -> bool:
        """Whether a rule made it rather than a reviewer's judgement."""
        return self.how == UNANIMOUS or self.how.startswith(POLICY)


_KNOWN = frozenset(Decision.__struct_fields__) - {"more"}


def write_decision(decision: Decision) -> dict[str, Any]:
    """Return ``decision`` as a JSON object: by, how, votes and reason always, the rest where there is anything."""
    told: dict[str, Any] = msgspec.to_builtins(decision)
    more: dict[str, Any] = told.pop("more", {})
    head: dict[str, Any] = {
        "by": decision.by,
        "how": decision.how,
        "votes": told.get("votes", {}),
        "reason": decision.reason,
    }
    told.update(more)
    return head | told


def read_decision(given: Mapping[str, Any]) -> Decision:
    """Return the decision that a JSON object tells.

    Raises:
        msgspec.ValidationError: if it is none.
    """
    more = {name: value for name, value in given.items() if name not in _KNOWN}
    known = {name: value for name, value in given.items() if name in _KNOWN}
    return msgspec.convert({**known, "more": more}, Decision)


def anonymous(given: object, names: Mapping[str, str]) -> dict[str, Any]:
    """Return a decision as :func:`write_decision` tells it, with other names for people.

    What a file said besides is left out: it may name somebody. So is everything of what is no decision of ours.
    """
    try:
        known = msgspec.structs.replace(read_decision(given if isinstance(given, Mapping) else {}), more={})
    except msgspec.ValidationError:
        return {}

    def name(layer: str) -> str:
        return names.get(layer, "") if layer else layer

    return write_decision(
        msgspec.structs.replace(
            known,
            by=name(known.by),
            votes={name(layer): vote for layer, vote in known.votes.items()},
            answers={name(layer): answer for layer, answer in known.answers.items()},
            taken=tuple(map(name, known.taken)),
            rejected=tuple(msgspec.structs.replace(one, layers=tuple(map(name, one.layers))) for one in known.rejected),
            spans=tuple((name(layer), span) for layer, span in known.spans),
            relations=tuple(msgspec.structs.replace(drawn, layer=name(drawn.layer)) for drawn in known.relations),
        )
    )
