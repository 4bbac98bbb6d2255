"""Which spans of two layers are answers to the same question, and which of those count as the same."""

from collections.abc import Sequence
from typing import Literal, NamedTuple, get_args

from annotator.model.alignment import align, length, overlap
from annotator.model.span import Fragment, Span

Match = Literal["exact", "overlap", "token"]
MATCHES: tuple[Match, ...] = get_args(Match)

LEAST_OVERLAP = 0.5
"""What share of the code points of two spans of one tag must be in both for them to count as the same."""

_A, _B = "a", "b"


class Pair(NamedTuple):
    """A span of either layer, aligned; or a span of one that nothing in the other answers to."""

    a: Span | None
    b: Span | None
    identical: bool = False
    """Whether both have the same tag on the same fragments."""

    @property
    def both(self) -> tuple[Span, Span] | None:
        """The two spans, if there are two and they have one tag."""
        if self.a is None or self.b is None or self.a.tag != self.b.tag:
            return None
        return self.a, self.b

    def matches(self, match: Match) -> bool:
        """Say whether the two spans count as the same span: identical, or by overlap the same tag on half the text.

        By ``token``, spans are not matched at all; they count here as they do by overlap.
        """
        if self.identical or match == "exact":
            return self.identical
        both = self.both
        return both is not None and _overlap(*both) >= LEAST_OVERLAP


def paired(a: Sequence[Span], b: Sequence[Span]) -> list[Pair]:
    """Return every span of both layers once, aligned where it can be.

    Identical spans go first, so that whatever counts as the same exactly also does by overlap; of several on the same
    fragments, those with the same attributes. What is left is aligned as conflicts are. A third layer has no part in
    it: how far two people agree does not depend on who else is there.
    """
    same, rest_a, rest_b = _identical(a, b)
    if not rest_a or not rest_b:
        return same + [Pair(span, None) for span in rest_a] + [Pair(None, span) for span in rest_b]
    groups = align({_A: rest_a, _B: rest_b})
    return same + [Pair(group.spans.get(_A), group.spans.get(_B)) for group in groups]


def _identical(a: Sequence[Span], b: Sequence[Span]) -> tuple[list[Pair], list[Span], list[Span]]:
    """Return the identical pairs, and what is left of either layer."""
    stacks_b = _stacks(b)
    pairs: list[Pair] = []
    rest_a: list[Span] = []
    for key, stack in _stacks(a).items():
        others = stacks_b.get(key)
        if others is None:
            rest_a += stack
        elif len(stack) == len(others) == 1:
            pairs.append(Pair(stack[0], others.pop(), identical=True))
        else:
            pairs += _partners(stack, others)
            rest_a += stack
    return pairs, rest_a, [span for others in stacks_b.values() for span in others]


def _stacks(spans: Sequence[Span]) -> dict[tuple[str, tuple[Fragment, ...]], list[Span]]:
    """Return spans by tag and fragments; hardly ever are there two of the same."""
    stacks: dict[tuple[str, tuple[Fragment, ...]], list[Span]] = {}
    for span in spans:
        stacks.setdefault((span.tag, span.fragments), []).append(span)
    return stacks


def _partners(stack: list[Span], others: list[Span]) -> list[Pair]:
    """Take partners out of two stacks, until one is empty: first those with the same attributes."""
    pairs = []
    for span in list(stack):
        at = next((at for at, other in enumerate(others) if other.attributes == span.attributes), None)
        if at is not None:
            stack.remove(span)
            pairs.append(Pair(span, others.pop(at), identical=True))
    while stack and others:
        pairs.append(Pair(stack.pop(0), others.pop(0), identical=True))
    return pairs


def _overlap(a: Span, b: Span) -> float:
    """Return how many code points are in both spans, of those that are in either."""
    both = overlap(a.fragments, b.fragments)
    return both / (length(a.fragments) + length(b.fragments) - both)
