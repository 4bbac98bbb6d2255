"""Alignment: which spans of several layers are answers to the same question.

Spans that can meet are found in one sweep over the text, so that the work grows with the number of spans, whatever they
lie on. What cannot meet is never weighed against each other: an assignment is only made inside a bunch of spans that
hang together by meeting.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from heapq import heappop, heappush
from itertools import groupby, islice

import msgspec

from annotator.model.grouping import Bunch, grouped
from annotator.model.span import Fragment, Span

SAME_TAG = 1.5
"""How much more two spans are alike for having the same tag."""

_UNIT = 10**9
_NEAREST = 12
"""How many spans of one layer that are open at once a span is compared with, those that began last first."""

_Place = tuple[int, int, tuple[Fragment, ...], str]


class Group(msgspec.Struct, frozen=True):
    """Spans that mean the same thing: at most one of each layer, and each can meet each other."""

    spans: Mapping[str, Span]
    """By the name of the layer, in the order of names."""


def similarity(a: Span, b: Span) -> float:
    """Return how alike two spans are, from 0 (they cannot meet) to 1.5 (the same tag on the same fragments).

    It is the number of code points that both have over the number that either has, and half more with the same tag.
    Spans of different tags meet only if that share is a half at least, so a long claim never meets the actors in it.
    """
    both = overlap(a.fragments, b.fragments)
    either = length(a.fragments) + length(b.fragments) - both
    if a.tag == b.tag:
        return SAME_TAG * both / either
    return both / either if 2 * both >= either else 0.0


def length(fragments: Sequence[Fragment]) -> int:
    """Return how many code points ``fragments`` have."""
    return sum(fragment.end - fragment.start for fragment in fragments)


def overlap(a: Sequence[Fragment], b: Sequence[Fragment]) -> int:
    """Return how many code points are in both ``a`` and ``b``."""
    if len(a) == len(b) == 1:
        return max(0, min(a[0].end, b[0].end) - max(a[0].start, b[0].start))
    both = left = right = 0
    while left < len(a) and right < len(b):
        first, second = a[left], b[right]
        both += max(0, min(first.end, second.end) - max(first.start, second.start))
        if first.end <= second.end:
            left += 1
        else:
            right += 1
    return both


def align(layers: Mapping[str, Sequence[Span]]) -> list[Group]:
    """Return the spans of all ``layers`` in groups, in text order; each span is in exactly one.

    The groups are chosen so that the sum of :func:`similarity` over all pairs within them is the greatest there is,
    among equals those whose attributes are more alike. ``grouping`` says how far that holds for many layers. The
    result depends neither on the order of the layers nor on the ids of spans, unless they differ in nothing else.
    """
    nodes = _Nodes(layers)
    found = [group for bunch in nodes.bunches() for group in _groups_of(nodes, bunch)]
    found.sort()
    return [Group({nodes.names[at]: nodes.spans[at] for at in sorted(group, key=nodes.layer_of)}) for group in found]


def _groups_of(nodes: "_Nodes", bunch: list[int]) -> list[list[int]]:
    if len(bunch) == 1:
        return [bunch]
    if nodes.are_one(bunch):
        return [bunch]
    return grouped(nodes.weighed(bunch))


class _Nodes:
    """The spans of all layers as numbers in text order, and which of them can meet."""

    def __init__(self, layers: Mapping[str, Sequence[Span]]) -> None:
        ranked = sorted(
            ((place, rank, name, span) for name, spans in layers.items() for place, rank, span in _ranked(spans)),
            key=lambda known: known[:3],
        )
        self.spans = [span for _, _, _, span in ranked]
        self.names = [name for _, _, name, _ in ranked]
        self._lengths = [length(span.fragments) for span in self.spans]
        self._meets: dict[int, dict[int, int]] = defaultdict(dict)
        for a, b in self._candidates():
            alike = self._alike(a, b)
            if alike:
                self._meets[a][b] = self._meets[b][a] = alike

    def layer_of(self, node: int) -> str:
        return self.names[node]

    def bunches(self) -> Iterator[list[int]]:
        """Yield the nodes that hang together by meeting, in order."""
        seen = [False] * len(self.spans)
        for first in range(len(self.spans)):
            if seen[first]:
                continue
            seen[first] = True
            bunch = [first]
            for node in bunch:
                fresh = [other for other in self._meets.get(node, ()) if not seen[other]]
                for other in fresh:
                    seen[other] = True
                bunch += fresh
            yield sorted(bunch)

    def are_one(self, bunch: list[int]) -> bool:
        """Say whether all of a bunch can be one group, which is then the best there can be."""
        if len({self.names[node] for node in bunch}) < len(bunch):
            return False
        return all(len(self._meets[node]) == len(bunch) - 1 for node in bunch)

    def weighed(self, bunch: list[int]) -> Bunch:
        """Return a bunch with what its pairs are worth: how alike they are, and then how alike their attributes."""
        # So much more than the attributes of all its pairs together can count.
        scale = 1000 * len(bunch) ** 2
        worth = {
            node: {
                other: alike * scale + _agreement(self.spans[node].attributes, self.spans[other].attributes)
                for other, alike in self._meets[node].items()
            }
            for node in bunch
        }
        layers: dict[str, list[int]] = defaultdict(list)
        for node in bunch:
            layers[self.names[node]].append(node)
        # By what is in them, so that who goes by which name decides nothing.
        ordered = sorted(sorted(layers.items()), key=lambda layer: [_said(self.spans[node]) for node in layer[1]])
        return Bunch([nodes for _, nodes in ordered], worth)

    def _candidates(self) -> Iterator[tuple[int, int]]:
        """Yield the pairs of different layers that are worth comparing: the text is swept once."""
        open_spans: dict[str, dict[int, None]] = {name: {} for name in self.names}
        open_by_tag: dict[tuple[str, str], dict[int, None]] = defaultdict(dict)
        ends: list[tuple[int, int]] = []
        for node, span in enumerate(self.spans):
            while ends and ends[0][0] <= span.start:
                ended = heappop(ends)[1]
                del open_spans[self.names[ended]][ended]
                del open_by_tag[self.names[ended], self.spans[ended].tag][ended]
            for name in open_spans:
                if name != self.names[node]:
                    same = open_by_tag.get((name, span.tag), {})
                    others = self._of_other_tags(node, islice(reversed(open_spans[name]), _NEAREST))
                    for other in (*islice(reversed(same), _NEAREST), *others):
                        yield other, node
            heappush(ends, (span.end, node))
            open_spans[self.names[node]][node] = None
            open_by_tag[self.names[node], span.tag][node] = None

    def _of_other_tags(self, node: int, others: Iterator[int]) -> Iterator[int]:
        for other in others:
            if self.spans[other].tag != self.spans[node].tag:
                yield other

    def _alike(self, a: int, b: int) -> int:
        """Return the similarity of two spans as a whole number, so that sums do not depend on their order."""
        one, two = self.spans[a], self.spans[b]
        both = overlap(one.fragments, two.fragments)
        either = self._lengths[a] + self._lengths[b] - both
        if one.tag == two.tag:
            return -(-3 * both * _UNIT // (2 * either))
        return -(-both * _UNIT // either) if 2 * both >= either else 0


def _ranked(spans: Sequence[Span]) -> Iterator[tuple[_Place, int, Span]]:
    """Yield one layer's spans with their place and tag, and how many before them have the same."""
    placed = sorted(((_place(span), span) for span in spans), key=lambda known: known[0])
    for place, stacked in groupby(placed, key=lambda known: known[0]):
        stack = [span for _, span in stacked]
        if len(stack) > 1:
            stack.sort(key=lambda span: (_said(span), span.id))
        for rank, span in enumerate(stack):
            yield place, rank, span


def _place(span: Span) -> _Place:
    return span.start, -span.end, span.fragments, span.tag


def _said(span: Span) -> tuple[_Place, bytes]:
    return _place(span), msgspec.json.encode(span.attributes, order="deterministic")


def _agreement(a: Mapping[str, object], b: Mapping[str, object]) -> int:
    """Return how many of a thousand attributes agree; spans about which nothing is said agree in all."""
    names = a.keys() | b.keys()
    if not names:
        return 999
    return 999 * sum(name in a and name in b and a[name] == b[name] for name in names) // len(names)
