"""Who has which key: what the annotator chose, else what the tagset asks for, else the usual.

Two actions on one key would both stay silent, also when one works in the whole window and the other in the article
only. So each key has one owner, and an action that would have it too can say to whom it lost it. Only Review has keys
of its own beside those of the article: nobody is in both at once.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, TypeVar

import msgspec

from annotator.gui.keys import normal, refusal
from annotator.gui.specs.spec import ActionSpec, Claim, Scope

P = TypeVar("P", bound=Mapping[str, str])

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
    """The id of the action that has a key, in the window and the article."""
    reviewing: Mapping[str, str] = {}
    """The id of the action that has a key while the project is reviewed."""

    def owner(self, key: str, scope: Scope) -> str | None:
        """Return the id of the action that has a key in ``scope``, or anywhere that is also there."""
        if scope is Scope.REVIEW:
            return self.reviewing.get(key)
        found = self.owners.get(key)
        return self.reviewing.get(key) if found is None and scope is Scope.WINDOW else found


class _Wish(NamedTuple):
    claim: Claim
    key: str
    action: str
    scope: Scope


def share_out(specs: Sequence[ActionSpec], chosen: Chosen) -> KeyMap:
    """Give every key to the action with the strongest claim to it."""
    wishes = {spec.id: _wishes(spec, chosen.get(spec.id)) for spec in specs}
    owners: dict[str, str] = {}
    reviewing: dict[str, str] = {}
    for wish in sorted((wish for own in wishes.values() for wish in own), key=lambda wish: -wish.claim):
        if _winner(wish, owners, reviewing) == wish.action:
            for place in _places(wish.scope, owners, reviewing):
                place[wish.key] = wish.action
    keys, lost = {}, {}
    for action, own in wishes.items():
        winners = [(wish.key, _winner(wish, owners, reviewing)) for wish in own]
        keys[action] = tuple(key for key, winner in winners if winner == action)
        gone = tuple(Lost(key, winner) for key, winner in winners if winner != action)
        if gone:
            lost[action] = gone
    return KeyMap(keys, lost, owners, reviewing)


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
    scopes = {spec.id: spec.scope for spec in specs}
    after = dict(chosen)
    for other in scopes.keys() & chosen.keys() - {action}:
        if not scopes[other].meets(scopes[action]):
            continue
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


def _winner(wish: _Wish, owners: Mapping[str, str], reviewing: Mapping[str, str]) -> str:
    """Return who has the key of a wish where it is wished for: somebody else, or who wishes if it is free."""
    taken = (place[wish.key] for place in _places(wish.scope, owners, reviewing) if wish.key in place)
    return next((owner for owner in taken if owner != wish.action), wish.action)


def _places(scope: Scope, owners: P, reviewing: P) -> tuple[P, ...]:
    if scope is Scope.WINDOW:
        return owners, reviewing
    return (reviewing,) if scope is Scope.REVIEW else (owners,)


def _wishes(spec: ActionSpec, chosen: tuple[str, ...] | None) -> list[_Wish]:
    if chosen is not None:
        return [_Wish(Claim.CHOSEN, key, spec.id, spec.scope) for key in chosen]
    wishes = [_Wish(spec.claim(number), normal(key), spec.id, spec.scope) for number, key in enumerate(spec.keys)]
    return [wish for wish in wishes if wish.key]
