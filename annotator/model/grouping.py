"""Grouping: spans that can meet are put together so that the pairs within groups are worth the most.

For two layers this is the assignment problem and solved exactly. For more it is the multidimensional assignment problem
with worths that add up over pairs, which is NP-hard from three layers on (Karp 1972). It is tackled in three steps:

1. Layer after layer is added to the groups so far, each by an exact assignment, and then every layer in turn is taken
   out and put back in the best way until nothing gets better. (Bandelt, Crama and Spieksma, Discrete Applied
   Mathematics 49 (1994), 25–50, bound the loss of the first; Karapetyan and Gutin, Journal of Heuristics 17 (2011),
   201–249, found the second, “dimensionwise variation”, the best of the simple searches.)
2. No grouping can be worth more than the best assignments of all pairs of layers together. Where that is reached, as it
   nearly always is, the groups are known to be the best.
3. Otherwise a search through all groupings, cut off where it cannot become better, finds the best or runs out of
   steps. It always ends in time for three layers of three spans, and mostly for far more.

A bunch of thousands of spans that lie over each other, which no annotator makes, is grouped greedily, best pair first.
How much may be tried is counted in steps, never in seconds, so that the same spans give the same groups on any machine.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations

import msgspec

from annotator.model.assignment import assign

_EFFORT = 100_000
_EFFORT_PER_SPAN = 50
_LARGEST_SEARCH = 24
_SEARCH_STEPS = 5_000
_MOST_ROUNDS = 8

Groups = list[list[int]]


class Bunch(msgspec.Struct, frozen=True):
    """Spans, as numbers in text order, that hang together by meeting."""

    layers: Sequence[Sequence[int]]
    """The spans of each layer."""
    worth: Mapping[int, Mapping[int, int]]
    """What each pair that can meet is worth, both ways; above 0."""

    @property
    def size(self) -> int:
        """How many spans there are."""
        return len(self.worth)

    def worth_joining(self, node: int, group: Sequence[int]) -> int:
        """Return what ``node`` adds to ``group``; 0 if it cannot meet all of it."""
        known = self.worth[node]
        total = 0
        for member in group:
            value = known.get(member)
            if value is None:
                return 0
            total += value
        return total

    def worth_of(self, groups: Iterable[Sequence[int]]) -> int:
        """Return what all pairs within ``groups`` are worth."""
        return sum(self.worth[a][b] for group in groups for a, b in combinations(group, 2))


def grouped(bunch: Bunch) -> Groups:
    """Return the spans of a bunch in groups: at most one of each layer, and each can meet each other."""
    groups = _layer_after_layer(bunch)
    if groups is None:
        groups = _greedy(bunch)
    elif len(bunch.layers) > 2:
        groups = _improved(bunch, groups)
        if bunch.size <= _LARGEST_SEARCH and bunch.worth_of(groups) < _bound(bunch):
            groups = _Search(bunch, groups).best
    return [sorted(group) for group in groups]


def _layer_after_layer(bunch: Bunch) -> Groups | None:
    """Return groups that each layer was added to in the best way; nothing if that is too much work."""
    groups: Groups = []
    for layer in bunch.layers:
        more = _with_layer(bunch, groups, layer)
        if more is None:
            return None
        groups = more
    return groups


def _with_layer(bunch: Bunch, groups: Groups, layer: Sequence[int]) -> Groups | None:
    """Return ``groups`` with the spans of one more layer, each added or on its own; nothing if that is too much."""
    group_of = {member: at for at, group in enumerate(groups) for member in group}
    worth = [_worth_to(bunch, node, groups, group_of) for node in layer]
    found = assign(worth, _EFFORT + _EFFORT_PER_SPAN * bunch.size)
    if found is None:
        return None
    joined = [list(group) for group in groups]
    for node, at in zip(layer, found, strict=True):
        if at is None:
            joined.append([node])
        else:
            joined[at].append(node)
    return joined


def _worth_to(bunch: Bunch, node: int, groups: Groups, group_of: Mapping[int, int]) -> dict[int, int]:
    near = sorted({group_of[other] for other in bunch.worth[node] if other in group_of})
    weighed = ((at, bunch.worth_joining(node, groups[at])) for at in near)
    return {at: value for at, value in weighed if value}


def _improved(bunch: Bunch, groups: Groups) -> Groups:
    """Take each layer out and put it back in the best way, until that makes nothing better."""
    worth = bunch.worth_of(groups)
    for _ in range(_MOST_ROUNDS):
        before = worth
        for layer in bunch.layers:
            out = set(layer)
            rest = [kept for group in groups if (kept := [node for node in group if node not in out])]
            again = _with_layer(bunch, rest, layer)
            if again is not None and (value := bunch.worth_of(again)) > worth:
                groups, worth = again, value
        if worth == before:
            break
    return groups


def _bound(bunch: Bunch) -> int:
    """Return what no grouping can be worth more than: the best assignments of all pairs of layers."""
    total = 0
    for one, two in combinations(bunch.layers, 2):
        pairs = _with_layer(bunch, [[node] for node in one], two)
        # A bunch small enough to be searched is never too much work.
        total += bunch.worth_of(pairs or [])
    return total


def _greedy(bunch: Bunch) -> Groups:
    """Join the best pair first, then the next best that still fits."""
    layer_of = {node: at for at, layer in enumerate(bunch.layers) for node in layer}
    group_of = {node: [node] for node in sorted(layer_of)}
    pairs = sorted((-value, a, b) for a, others in bunch.worth.items() for b, value in others.items() if a < b)
    for _, a, b in pairs:
        one, two = group_of[a], group_of[b]
        if one is two or {layer_of[node] for node in one} & {layer_of[node] for node in two}:
            continue
        if all(bunch.worth_joining(node, one) for node in two):
            one += two
            for node in two:
                group_of[node] = one
    return list({id(group): group for group in group_of.values()}.values())


class _Search:
    """A search through all groupings of a small bunch, for one that is worth more than the best one known."""

    def __init__(self, bunch: Bunch, groups: Groups) -> None:
        self.best = groups
        self._bunch = bunch
        self._most = bunch.worth_of(groups)
        self._steps = _SEARCH_STEPS
        self._layer_of = {node: at for at, layer in enumerate(bunch.layers) for node in layer}
        self._nodes = sorted(self._layer_of)
        self._still = self._still_possible()
        self._place([], 0, 0)

    def _still_possible(self) -> list[int]:
        """Return, for each node, the most that it and those after it can add: the best partner in every layer."""
        still = [0]
        for node in reversed(self._nodes):
            best: dict[int, int] = {}
            for other, value in self._bunch.worth[node].items():
                if other < node:
                    layer = self._layer_of[other]
                    best[layer] = max(best.get(layer, 0), value)
            still.append(still[-1] + sum(best.values()))
        return still[::-1]

    def _place(self, groups: Groups, at: int, worth: int) -> None:
        """Try every way to go on from ``groups``, which hold the first ``at`` nodes."""
        self._steps -= 1
        if self._steps < 0 or worth + self._still[at] <= self._most:
            return
        if at == len(self._nodes):
            self._most = worth
            self.best = [list(group) for group in groups]
            return
        node = self._nodes[at]
        for value, group in self._ways(groups, node):
            group.append(node)
            self._place(groups, at + 1, worth + value)
            group.pop()
        self._place([*groups, [node]], at + 1, worth)

    def _ways(self, groups: Groups, node: int) -> Iterator[tuple[int, list[int]]]:
        fits = [(self._bunch.worth_joining(node, group), group) for group in groups]
        # The best first, so that much of the rest can be cut off.
        yield from sorted((way for way in fits if way[0]), key=lambda way: -way[0])
