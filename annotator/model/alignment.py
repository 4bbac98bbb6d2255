"""Alignment: which spans of several layers are answers to the same question."""

from collections.abc import Mapping, Sequence

import msgspec

from annotator.model.span import Span


class Group(msgspec.Struct, frozen=True):
    """Spans that mean the same thing: at most one of each layer, and each overlaps each."""

    spans: Mapping[str, Span]
    """By the name of the layer, in the order of names."""


def similarity(a: Span, b: Span) -> float:
    """Return how alike two spans are, from 0 (they cannot meet) to 1.5 (the same tag on the same fragments)."""
    raise NotImplementedError


def align(layers: Mapping[str, Sequence[Span]]) -> list[Group]:
    """Return the spans of all ``layers`` in groups, in text order; each span is in exactly one."""
    raise NotImplementedError
