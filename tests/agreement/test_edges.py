"""By what and by how much edges differ."""

import pytest

from annotator.agreement.edges import MOST_CODE_POINTS, MOST_TOKENS, Edge, edges
from annotator.model.span import Fragment
from annotator.model.tokens import Tokens
from tests.agreement.making import placed, span

TEXT = "The army said that 12 people died near Homs.”"


def found(a: str, b: str) -> list[Edge]:
    return list(edges(TEXT, Tokens(TEXT), span(TEXT, "actor", a), span(TEXT, "actor", b)))


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("army", "The army", Edge("left", "article", 1, 4)),
        ("The army", "army", Edge("left", "article", -1, -4)),
        ("near Homs", "near Homs.”", Edge("right", "punctuation", 2, 2)),
        ("that 12 people", "12 people", Edge("left", "attribution", -1, -5)),
        ("The army", "The army said", Edge("right", "attribution", 1, 5)),
        ("12 people", "12 people died", Edge("right", "other", 1, 5)),
        ("12 peo", "12 people", Edge("right", "other", 1, 3)),
    ],
)
def test_an_edge_says_by_what_and_by_how_much_the_second_span_is_longer(a: str, b: str, expected: Edge):
    assert found(a, b) == [expected]


def test_both_edges_can_differ():
    assert [edge.side for edge in found("army said", "The army")] == ["left", "right"]


def test_the_same_place_has_no_edge_that_differs():
    assert found("The army", "The army") == []


def test_other_fragments_between_the_same_ends_differ_inside():
    a = placed("claim", (Fragment(0, 3), Fragment(5, 8)))
    b = placed("claim", (Fragment(0, 8),))
    assert list(edges(TEXT, Tokens(TEXT), a, b)) == [Edge("inside", "other", 0, 0)]


def test_great_distances_are_counted_as_the_greatest():
    text = "word " * 100
    a, b = placed("claim", (Fragment(0, 4),)), placed("claim", (Fragment(0, 400),))
    assert list(edges(text, Tokens(text), a, b)) == [Edge("right", "other", MOST_TOKENS, MOST_CODE_POINTS)]
    assert list(edges(text, Tokens(text), b, a)) == [Edge("right", "other", -MOST_TOKENS, -MOST_CODE_POINTS)]
