"""Spans of several layers meet where they mean the same, as the definition has it, and in bounded time."""

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.alignment import Group, align, similarity
from annotator.model.span import Fragment, Span

Layers = Mapping[str, Sequence[Span]]
Made = Callable[[int], Layers]


def span(name: str, tag: str, *places: tuple[int, int], **attributes: object) -> Span:
    return Span(name, tag, tuple(Fragment(*place) for place in places), attributes)


def ids(groups: Sequence[Group]) -> list[str]:
    """Each group as the ids of its spans."""
    return [" ".join(each.id for each in group.spans.values()) for group in groups]


def worth(groups: Sequence[Group]) -> float:
    return sum(similarity(a, b) for group in groups for a, b in combinations(group.spans.values(), 2))


def best_by_trying_all(layers: Layers) -> float:
    """The greatest total similarity of any grouping in which each two spans of a group can meet."""
    nodes = [(name, each) for name, spans in layers.items() for each in spans]

    def going_on(groups: list[list[tuple[str, Span]]], at: int) -> Iterator[float]:
        if at == len(nodes):
            yield sum(similarity(a, b) for group in groups for (_, a), (_, b) in combinations(group, 2))
            return
        name, new = nodes[at]
        for group in groups:
            if all(known != name and similarity(old, new) > 0 for known, old in group):
                group.append(nodes[at])
                yield from going_on(groups, at + 1)
                group.pop()
        yield from going_on([*groups, [nodes[at]]], at + 1)

    return max(going_on([], 0))


@st.composite
def marks(draw: st.DrawFn) -> tuple[str, tuple[tuple[int, int], ...]]:
    edges = sorted(draw(st.sets(st.integers(0, 14), min_size=2, max_size=4)))
    places = list(zip(edges[::2], edges[1::2], strict=False))
    return draw(st.sampled_from(["actor", "claim"])), tuple(places)


@st.composite
def small_layers(draw: st.DrawFn, most_layers: int = 3, most_spans: int = 3) -> dict[str, list[Span]]:
    names = draw(st.lists(st.sampled_from("abcdef"), min_size=1, max_size=most_layers, unique=True))
    return {
        name: [
            span(f"{name}{number}", tag, *places)
            for number, (tag, places) in enumerate(draw(st.lists(marks(), max_size=most_spans)))
        ]
        for name in names
    }


@given(small_layers())
def test_no_grouping_is_more_alike(layers: dict[str, list[Span]]) -> None:
    assert worth(align(layers)) == pytest.approx(best_by_trying_all(layers), abs=1e-6)


@given(small_layers(most_layers=2, most_spans=5))
def test_of_two_layers_neither(layers: dict[str, list[Span]]) -> None:
    assert worth(align(layers)) == pytest.approx(best_by_trying_all(layers), abs=1e-6)


@given(small_layers(most_layers=6, most_spans=4))
def test_each_span_is_in_one_group_which_has_one_span_of_a_layer_at_most(layers: dict[str, list[Span]]) -> None:
    groups = align(layers)
    assert sorted(each.id for group in groups for each in group.spans.values()) == sorted(
        each.id for spans in layers.values() for each in spans
    )
    for group in groups:
        assert list(group.spans) == sorted(group.spans)
        assert all(each in layers[name] for name, each in group.spans.items())
        assert all(similarity(a, b) > 0 for a, b in combinations(group.spans.values(), 2))


@given(small_layers(most_layers=4, most_spans=4), st.randoms())
def test_the_order_of_layers_and_spans_and_who_is_called_what_decides_nothing(layers, random) -> None:
    groups = sorted(sorted(group.split()) for group in ids(align(layers)))
    names = list(layers)
    random.shuffle(names)
    shuffled = {name: random.sample(layers[name], len(layers[name])) for name in names}
    assert sorted(sorted(group.split()) for group in ids(align(shuffled))) == groups
    renamed = dict(zip(random.sample("uvwxyz", len(layers)), layers.values(), strict=True))

    def by_mark(found: Sequence[Group]) -> list[list[tuple[object, ...]]]:
        return sorted(sorted((each.fragments, each.tag) for each in group.spans.values()) for group in found)

    assert by_mark(align(renamed)) == by_mark(align(layers))


@given(small_layers(most_spans=4), st.randoms())
def test_ids_decide_nothing_where_places_differ(layers: dict[str, list[Span]], random) -> None:
    def by_mark(found: Sequence[Group]) -> list[list[tuple[object, ...]]]:
        return [[(name, each.fragments, each.tag) for name, each in group.spans.items()] for group in found]

    other = {
        name: [Span(str(random.random()), each.tag, each.fragments) for each in spans] for name, spans in layers.items()
    }
    assert by_mark(align(other)) == by_mark(align(layers))


def test_similarity_is_overlap_over_union_and_half_more_for_the_same_tag() -> None:
    assert similarity(span("a", "number", (0, 12)), span("b", "number", (9, 12))) == pytest.approx(1.5 / 4)
    assert similarity(span("a", "number", (0, 12)), span("b", "number", (0, 12))) == 1.5
    assert similarity(span("a", "number", (0, 12)), span("b", "number", (12, 15))) == 0
    assert similarity(span("a", "claim", (0, 4), (6, 10)), span("b", "claim", (2, 8))) == pytest.approx(1.5 * 4 / 10)


def test_different_tags_meet_if_they_overlap_by_half_at_least() -> None:
    assert similarity(span("a", "actor", (0, 10)), span("b", "location", (0, 5))) == 0.5
    assert similarity(span("a", "actor", (0, 11)), span("b", "location", (0, 5))) == 0


def test_a_long_claim_never_swallows_the_actors_inside_it() -> None:
    layers = {
        "ana": [
            span("claim-a", "claim", (0, 90)),
            span("army-a", "actor", (4, 8)),
            span("rebels-a", "actor", (40, 46)),
        ],
        "ben": [span("claim-b", "claim", (0, 80)), span("army-b", "actor", (0, 8))],
        "eva": [span("rebels-e", "actor", (40, 46))],
    }
    assert ids(align(layers)) == ["claim-a claim-b", "army-a army-b", "rebels-a rebels-e"]


def test_of_a_split_mark_the_better_half_is_taken() -> None:
    layers = {
        "ana": [span("both", "actor", (0, 23))],
        "ben": [span("the army", "actor", (0, 8)), span("the police", "actor", (13, 23))],
    }
    assert ids(align(layers)) == ["both the police", "the army"]


def test_a_worse_pair_is_taken_where_that_is_better_for_the_whole() -> None:
    layers = {
        "ana": [span("a1", "claim", (0, 10)), span("a2", "claim", (8, 20))],
        "ben": [span("b1", "claim", (4, 16)), span("b2", "claim", (16, 40))],
    }
    # The nearest to b1 is a2, but b2 has no other.
    assert ids(align(layers)) == ["a1 b1", "a2 b2"]


def test_identical_stacked_spans_are_all_kept_and_those_that_say_the_same_meet() -> None:
    layers = {
        "ana": [span("a1", "number", (0, 5), low=1), span("a2", "number", (0, 5), low=2)],
        "ben": [span("b1", "number", (0, 5), low=2), span("b2", "number", (0, 5), low=3)],
        "eva": [span("e1", "number", (0, 5), low=3)],
    }
    assert ids(align(layers)) == ["a1 b2 e1", "a2 b1"]


def test_no_layers_and_empty_layers_have_no_groups() -> None:
    assert align({}) == []
    assert align({"ana": [], "ben": []}) == []


def test_one_layer_is_never_aligned_with_itself() -> None:
    stacked = [span(f"a{number}", "actor", (0, 5)) for number in range(5)]
    assert len(align({"ana": stacked})) == 5


def test_seven_layers_meet_in_one_group() -> None:
    layers = {name: [span(name, "actor", (0, 10 + at))] for at, name in enumerate("abcdefg")}
    assert ids(align(layers)) == ["a b c d e f g"]


def test_what_lies_between_the_fragments_of_a_split_claim_does_not_meet_it() -> None:
    layers = {"ana": [span("split", "claim", (0, 9), (25, 37))], "ben": [span("between", "claim", (10, 24))]}
    assert ids(align(layers)) == ["split", "between"]


def stacked(count: int) -> Layers:
    return {name: [span(f"{name}{at}", "actor", (0, 10)) for at in range(count)] for name in "abc"}


def claim_over_actors(count: int) -> Layers:
    actors = {name: [span(f"{name}{at}", "actor", (20 * at, 20 * at + 9)) for at in range(count)] for name in "ab"}
    return {**actors, "a": [span("claim", "claim", (0, 20 * count)), *actors["a"]]}


def actor_over_actors(count: int) -> Layers:
    short = [span(f"b{at}", "actor", (20 * at, 20 * at + 9)) for at in range(count)]
    return {"a": [span("long", "actor", (0, 20 * count))], "b": short}


def chain(count: int) -> Layers:
    return {
        name: [span(f"{name}{at}", "actor", (20 * at + shift, 20 * at + shift + 15)) for at in range(count)]
        for shift, name in ((0, "a"), (6, "b"), (12, "c"))
    }


def nested(count: int) -> Layers:
    return {name: [span(f"{name}{at}", "actor", (at, 2 * count + 5 - at)) for at in range(count)] for name in "abc"}


HOSTILE = [(stacked, 2_000), (claim_over_actors, 5_000), (actor_over_actors, 5_000), (chain, 5_000), (nested, 1_000)]
hostile = pytest.mark.parametrize(("made", "count"), HOSTILE, ids=lambda value: getattr(value, "__name__", ""))


def calls(layers: Layers) -> int:
    """How many functions are called to align ``layers``: work that no busy machine makes longer."""
    counted = 0

    def count(frame: object, event: str, arg: object) -> None:
        nonlocal counted
        counted += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        align(layers)
    finally:
        sys.setprofile(None)
    return counted


def check_whole(made: Made, count: int) -> None:
    layers = made(count)
    assert len(align(layers)) == max(map(len, layers.values()))


@hostile
def test_hostile_layers_are_aligned_whole(made: Made, count: int) -> None:
    check_whole(made, count)


@pytest.mark.soak
@hostile
def test_five_times_as_many_hostile_spans_are_aligned_whole(made: Made, count: int) -> None:
    check_whole(made, 5 * count)


@hostile
def test_twice_the_spans_are_about_twice_the_work(made: Made, count: int) -> None:
    assert calls(made(count // 2)) < 2.4 * calls(made(count // 4))


def test_thousands_of_stacked_spans_meet_one_by_one() -> None:
    assert all(len(group.spans) == 3 for group in align(stacked(2_000)))
