"""Who has which key: what the annotator chose, else what the tagset asks for, else the usual.

Two actions on one key would both stay silent, also when one works in the whole window and the other in the article
only. So each key has one owner, and an action that would have it too can say to whom it lost it.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import msgspec

from annotator.gui.keys import normal, refusal
from annotator.gui.specs.spec import ActionSpec, Claim

MOST_KEYS = 6
"""So many keys an action may have."""

Chosen = Mapping[str, tuple[str, ...]]
"""The keys that the annotator gave to actions, by their ids; an action without any keys has an empty tuple."""


class Lost(NamedTuple):
    """A key that an action would have, if another had no better claim."""

    key: str
    owner: str
    """The id of the action that has it."""


class KeyMap(msgspec.Struct, frozen=True):
    """The keys of all actions; each key belongs to one."""

    keys: Mapping[str, tuple[str, ...]] = {}
    """By the id of the action."""
    lost: Mapping[str, tuple[Lost, ...]] = {}
    """By the id of the action that lost them; actions that lost none are left out."""
    owners: Mapping[str, str] = {}
    """The id of the action that has a key."""


class _Wish(NamedTuple):
    claim: Claim
    key: str
    action: str


def share_out(specs: Sequence[ActionSpec], chosen: Chosen) -> KeyMap:
    """Give every key to the action with the strongest claim to it."""
    wishes = {spec.id: _wishes(spec, chosen.get(spec.id)) for spec in specs}
    owners: dict[str, str] = {}
    for wish in sorted((wish for own in wishes.values() for wish in own), key=lambda wish: -wish.claim):
        owners.setdefault(wish.key, wish.action)
    keys, lost = {}, {}
    for action, own in wishes.items():
        keys[action] = tuple(wish.key for wish in own if owners[wish.key] == action)
        gone = tuple(Lost(wish.key, owners[wish.key]) for wish in own if owners[wish.key] != action)
        if gone:
            lost[action] = gone
    return KeyMap(keys, lost, owners)


def usual_keys(spec: ActionSpec) -> tuple[str, ...]:
    """Return the keys that an action has if nobody chose others, and nobody has a better claim."""
    return tuple(key for key in map(normal, spec.keys) if key)


def understood(specs: Iterable[ActionSpec], chosen: Chosen) -> dict[str, tuple[str, ...]]:
    """Return those choices that the actions can have; the others count for nothing.

    What belongs to no action stays: it may be meant for the tag of another project.
    """
    scopes = {spec.id: spec.scope for spec in specs}
    kept = {}
    for action, keys in chosen.items():
        plain = tuple(dict.fromkeys(map(normal, keys)))
        scope = scopes.get(action)
        if len(plain) <= MOST_KEYS and all(plain) and (scope is None or not any(refusal(key, scope) for key in plain)):
            kept[action] = plain
    return kept


def choose(
    specs: Sequence[ActionSpec], chosen: Chosen, action: str, keys: tuple[str, ...]
) -> dict[str, tuple[str, ...]]:
    """Return the choices after ``action`` was given just these keys, each taken from whoever else chose it.

    A choice that makes no difference is left out.
    """
    known = {spec.id for spec in specs}
    after = dict(chosen)
    for other in known.intersection(chosen) - {action}:
        left = tuple(key for key in chosen[other] if key not in keys)
        if left != chosen[other]:
            # Who has nothing left goes back to its usual keys.
            after.pop(other)
            after.update({other: left} if left else {})
    after[action] = keys
    return without(after, action) if share_out(specs, after) == share_out(specs, without(after, action)) else after


def without(chosen: Chosen, action: str) -> dict[str, tuple[str, ...]]:
    """Return the choices without that for ``action``, which goes back to its usual keys."""
    return {other: keys for other, keys in chosen.items() if other != action}


def _wishes(spec: ActionSpec, chosen: tuple[str, ...] | None) -> list[_Wish]:
    if chosen is not None:
        return [_Wish(Claim.CHOSEN, key, spec.id) for key in chosen]
    wishes = [_Wish(spec.claim(number), normal(key), spec.id) for number, key in enumerate(spec.keys)]
    return [wish for wish in wishes if wish.key]
