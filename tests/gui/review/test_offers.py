"""What is offered, in which order, and what is different about it."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.adjudication.conflicts import Conflict
from annotator.adjudication.places import united
from annotator.gui.review.offers import disputed, made_of_several, offers_of, order_of, runs_of, votes_for, without
from annotator.gui.review.rules import rules_of
from annotator.model.span import Fragment, Span

TEXT = "The Observatory said at least 287 ISIL fighters were killed."


def span(words: str, tag: str = "number", text: str = TEXT) -> Span:
    start = text.index(words)
    return Span(words, tag, (Fragment(start, start + len(words)),))


def conflict(layers: dict[str, Span | None], said: dict[str, dict[str, object]] | None = None) -> Conflict:
    said = said or {}
    return Conflict(
        "c",
        frozenset({"boundary"}),
        layers,
        attributes={name: said.get(name, {}) for name, known in layers.items() if known is not None},
        attributes_differ=tuple(sorted({name for values in said.values() for name in values})),
    )


def words(places: tuple[Fragment, ...]) -> list[str]:
    return [TEXT[place.start : place.end] for place in places]


def test_the_words_that_not_all_have_are_found() -> None:
    assert words(disputed([span("at least 287"), span("287 ISIL")])) == ["at least ", " ISIL"]
    assert disputed([span("287")]) == ()
    assert disputed([span("287"), span("287")]) == ()


def test_union_and_intersection_are_offered_only_where_nobody_says_just_that() -> None:
    crossing = conflict({"a": span("at least 287"), "b": span("287 ISIL")})
    assert [answer.how for answer in made_of_several(crossing)] == ["union", "intersection"]
    nested = conflict({"a": span("at least 287"), "b": span("287")})
    assert made_of_several(nested) == []
    other_tags = conflict({"a": span("at least 287"), "b": span("287 ISIL", "actor")})
    assert made_of_several(other_tags) == []


def test_numbers_follow_the_names_and_an_absent_layer_keeps_its_own() -> None:
    found = Conflict(
        "c", frozenset({"missing"}), {"ben": None, "cleo": span("287")}, frozenset({"ana"}), attributes={"cleo": {}}
    )
    offers = offers_of(found, order_of(found, blind=False))
    assert [(offer.number, offer.layer, offer.absent) for offer in offers] == [
        (1, "ana", True), (2, "ben", False), (3, "cleo", False),
    ]  # fmt: skip


def test_a_tenth_layer_has_no_digit() -> None:
    many = conflict({f"layer{number:02}": span("287") for number in range(12)})
    assert [offer.number for offer in offers_of(many, order_of(many, blind=False))] == [*range(1, 10), 0, 0, 0]


def test_blind_order_is_always_the_same_for_a_conflict_and_another_for_another() -> None:
    layers = {name: span("287") for name in ("ana", "ben", "cleo", "dan")}
    orders = set()
    for number in range(40):
        found = Conflict(str(number), frozenset(), layers)
        assert order_of(found, blind=True) == order_of(found, blind=True)
        assert sorted(order_of(found, blind=True)) == sorted(layers)
        orders.add(tuple(order_of(found, blind=True)))
    assert len(orders) > 10


def test_votes_are_counted_by_what_looks_the_same() -> None:
    said = {"a": {"low": 287}, "b": {"low": 287.0}, "c": {"low": 26}}
    found = conflict({name: span("287") for name in said}, said)
    offers = offers_of(found, order_of(found, blind=False))
    assert [votes_for(found, offer, "low") for offer in offers] == [(2, 3), (2, 3), (1, 3)]


_PLACES = st.lists(st.tuples(st.integers(0, 30), st.integers(1, 6)), max_size=5)


@given(_PLACES, _PLACES)
def test_what_is_left_without_some_places_is_just_that(some, others) -> None:
    def points(places: tuple[Fragment, ...]) -> set[int]:
        return {at for place in places for at in range(place.start, place.end)}

    here, holes = (united(Fragment(start, start + length) for start, length in pairs) for pairs in (some, others))
    left = without(here, holes)
    assert points(left) == points(here) - points(holes)
    assert all(a.end <= b.start for a, b in pairwise(left))


def test_runs_tell_apart_what_differs_and_shorten_what_is_long() -> None:
    one, other = span("at least 287"), span("287")
    assert runs_of(TEXT, one.fragments, disputed([one, other])) == [("at least ", True), ("287", False)]
    long = "word " * 40
    assert runs_of(long, (Fragment(0, len(long) - 1),), ()) == [("word word word word … word word word word", False)]
    split = (Fragment(0, 3), Fragment(4, 15))
    assert "".join(part for part, _ in runs_of(TEXT, split, ())) == "The … Observatory"


@pytest.mark.parametrize("empty", ["", "\n\n"])
def test_rules_are_the_lines_of_a_guideline(empty: str) -> None:
    line = "- “at least” **belongs** to it.\n"
    assert rules_of(f"# Numbers\n\n{line}2. Not *dates*.\n{line}") == [
        "Numbers", "“at least” belongs to it.", "Not dates.",
    ]  # fmt: skip
    assert rules_of(empty) == []
