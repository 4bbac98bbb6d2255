"""Spans that make no sense cannot come into being."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.span import SURFACE_LIMIT, Fragment, Span, marked_text, surface


def span(*fragments: tuple[int, int]) -> Span:
    return Span("id", "actor", tuple(Fragment(start, end) for start, end in fragments))


@pytest.mark.parametrize(("start", "end"), [(3, 3), (4, 3), (-1, 3), (-5, -3)])
def test_a_fragment_is_never_empty_backward_or_outside(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="fragment"):
        Fragment(start, end)


@pytest.mark.parametrize(
    "fragments", [(), ((0, 3), (3, 5)), ((0, 3), (2, 5)), ((4, 6), (0, 2)), ((0, 9), (2, 3)), ((0, 3), (0, 3))]
)
def test_fragments_are_in_order_with_a_gap_between(fragments: tuple[tuple[int, int], ...]) -> None:
    with pytest.raises(ValueError, match="fragment"):
        span(*fragments)


def test_a_span_reaches_from_its_first_fragment_to_its_last() -> None:
    split = span((2, 5), (8, 9), (12, 20))
    assert (split.start, split.end) == (2, 20)


def test_the_marked_text_of_a_split_claim_leaves_out_what_is_between() -> None:
    text = "“We won,” the army said, “and 😀 fled.”"
    split = (Fragment(0, 9), Fragment(25, 37))
    assert marked_text(text, split) == "“We won,” “and 😀 fled."


@given(st.text(min_size=1, max_size=900))
def test_a_stored_surface_stays_short_and_keeps_both_ends(text: str) -> None:
    whole = (Fragment(0, len(text)),)
    stored = surface(text, whole)
    assert len(stored) <= SURFACE_LIMIT
    assert stored == text or (text.startswith(stored[:90]) and text.endswith(stored[-90:]))
