"""Tokens as units: which of them each layer marks, with which tags.

The tokens are those of :mod:`annotator.model.tokens`, which the formats of trainers write too: people are compared over
what a model will learn from. A token counts as marked by a span that covers any of it: half a word marks the word, but
“Assad|’s” one of two tokens. What a layer says of a token is the set of tags on it, often the empty one; two spans of
one tag say no more than one. Of a token in a paragraph that its annotator has not read, a layer says nothing.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from annotator.model.span import Fragment, Span
from annotator.model.tokens import Tokens

TagSet = int
"""A set of tags, as a bit for each: bit 0 for the first tag of a :class:`TagBits`."""


_ABSENT = -1
"""Turns the sign of a set of tags, and keeps the tags: below 0, nothing is said."""


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


class Run(NamedTuple):
    """Tokens beside one another of which each layer says the same."""

    first: int
    last: int
    """One past the number of the last token."""
    said: tuple[TagSet | None, ...]
    """What each layer says, in the order of the layers; None where its annotator is absent."""

    @property
    def length(self) -> int:
        """How many tokens it is."""
        return self.last - self.first

    def place(self, found: Tokens) -> Fragment:
        """Return where the run is in the text."""
        return Fragment(found.starts[self.first], found.ends[self.last - 1])


class Layer(NamedTuple):
    """What one annotator says, and where they do not."""

    spans: Sequence[Span]
    unread: Sequence[Fragment] = ()


def runs(found: Tokens, layers: Sequence[Layer], bits: TagBits) -> Iterator[Run]:
    """Yield the tokens of a text, all of them, in runs of which each layer says the same."""
    turns: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for number, layer in enumerate(layers):
        covered = [(1 << bits.bit(tag), places) for tag, places in _covered(found, layer.spans).items()]
        covered.append((_ABSENT, _apart(found.inside(layer.unread))))
        for bit, places in covered:
            for first, last in places:
                turns[first].append((number, bit))
                turns[last].append((number, bit))
    said = [0] * len(layers)
    before = 0
    for at in sorted(turns):
        if at > before:
            yield Run(before, at, _what_is_said(said))
            before = at
        for number, bit in turns[at]:
            said[number] ^= bit
    if before < len(found):
        yield Run(before, len(found), _what_is_said(said))


def _what_is_said(said: list[int]) -> tuple[TagSet | None, ...]:
    return tuple(None if tags < 0 else tags for tags in said)


def _covered(found: Tokens, spans: Sequence[Span]) -> dict[str, list[tuple[int, int]]]:
    """Return by tag the runs of tokens that any span marks, apart from one another."""
    by_tag: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for span in spans:
        by_tag[span.tag] += found.inside(span.fragments)
    return {tag: _apart(covered) for tag, covered in by_tag.items()}


def _apart(covered: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Join runs that touch or overlap."""
    joined: list[tuple[int, int]] = []
    for first, last in sorted(covered):
        if joined and first <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(joined[-1][1], last)
        else:
            joined.append((first, last))
    return joined
