"""Tokens as units: which of them each layer marks, with which tags.

A token counts as marked by a span that covers any of it, so that “Assad|’s” marks the one word that it is in. What a
layer says of a token is the set of tags on it, often the empty one; two spans of one tag say no more than one.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from annotator.model.span import Fragment, Span
from annotator.model.words import tokens

TagSet = int
"""A set of tags, as a bit for each: bit 0 for the first tag of a :class:`TagBits`."""


class TagBits:
    """The tags that were met, each with its bit; those known beforehand come first."""

    def __init__(self, tags: Iterable[str] = ()) -> None:
        self._bits: dict[str, int] = {}
        for tag in tags:
            self.bit(tag)

    def __iter__(self) -> Iterator[str]:
        return iter(self._bits)

    def bit(self, tag: str) -> int:
        """Return the number of the bit that stands for ``tag``, from now on."""
        return self._bits.setdefault(tag, len(self._bits))

    def names(self, tags: TagSet) -> tuple[str, ...]:
        """Return the tags of a set, in their order."""
        return tuple(tag for tag, bit in self._bits.items() if tags >> bit & 1)


class Tokens:
    """The tokens of one text, found by place.

    Attributes:
        starts: where each token starts, in code points.
        ends: where each ends.
    """

    def __init__(self, text: str) -> None:
        found = tokens(text)
        self.starts = [start for start, _ in found]
        self.ends = [end for _, end in found]

    def __len__(self) -> int:
        return len(self.starts)

    def within(self, start: int, end: int) -> tuple[int, int]:
        """Return the numbers of the tokens that lie at least partly in ``text[start:end]``, half-open."""
        return bisect_right(self.ends, start), bisect_left(self.starts, end)

    def covered(self, span: Span) -> Iterator[tuple[int, int]]:
        """Yield the runs of tokens that ``span`` marks; none if it lies between tokens."""
        for fragment in span.fragments:
            first, last = self.within(fragment.start, fragment.end)
            if first < last:
                yield first, last

    def between(self, span: Span) -> bool:
        """Say whether ``span`` marks no token at all."""
        return next(self.covered(span), None) is None


class Run(NamedTuple):
    """Tokens beside one another of which each layer says the same."""

    first: int
    last: int
    """One past the number of the last token."""
    said: tuple[TagSet, ...]
    """What each layer says, in the order of the layers."""

    @property
    def length(self) -> int:
        """How many tokens it is."""
        return self.last - self.first

    def place(self, found: Tokens) -> Fragment:
        """Return where the run is in the text."""
        return Fragment(found.starts[self.first], found.ends[self.last - 1])


def runs(found: Tokens, layers: Sequence[Sequence[Span]], bits: TagBits) -> Iterator[Run]:
    """Yield the tokens of a text, all of them, in runs of which each layer says the same."""
    turns: dict[int, list[tuple[int, TagSet]]] = defaultdict(list)
    for layer, spans in enumerate(layers):
        for tag, covered in _covered(found, spans).items():
            bit = 1 << bits.bit(tag)
            for first, last in covered:
                turns[first].append((layer, bit))
                turns[last].append((layer, bit))
    said = [0] * len(layers)
    before = 0
    for at in sorted(turns):
        if at > before:
            yield Run(before, at, tuple(said))
            before = at
        for layer, bit in turns[at]:
            said[layer] ^= bit
    if before < len(found):
        yield Run(before, len(found), tuple(said))


def _covered(found: Tokens, spans: Sequence[Span]) -> dict[str, list[tuple[int, int]]]:
    """Return by tag the runs of tokens that any span marks, apart from one another."""
    by_tag: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for span in spans:
        by_tag[span.tag] += found.covered(span)
    return {tag: _apart(covered) for tag, covered in by_tag.items()}


def _apart(covered: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Join runs that touch or overlap."""
    joined: list[tuple[int, int]] = []
    for first, last in sorted(covered):
        if joined and first <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(joined[-1][1], last)
        else:
            joined.append((first, last))
    return joined
