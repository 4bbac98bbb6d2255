"""Tokens as units: what a span covers, and what layers say of each token."""

from hypothesis import given
from hypothesis import strategies as st

from annotator.agreement.tokens import Layer, TagBits, runs
from annotator.model.span import Fragment, Span
from annotator.model.tokens import Tokens
from tests.agreement.making import placed, span

ABC = "one two three four five six seven eight nine ten"


def said(text: str, *layers: list[Span]) -> list[tuple[str, tuple[tuple[str, ...], ...]]]:
    """Return the words of each run, and the tags that each layer has on them."""
    found, bits = Tokens(text), TagBits()
    return [
        (text[(place := run.place(found)).start : place.end], tuple(bits.names(tags) for tags in run.said))
        for run in runs(found, [Layer(spans) for spans in layers], bits)
    ]


def test_a_span_covers_every_token_that_it_touches():
    found = Tokens("Assad’s army said so.")
    name = placed("actor", (Fragment(0, 5),))
    assert list(found.inside(name.fragments)) == [(0, 1)]
    assert list(found.inside([Fragment(3, 10)])) == [(0, 3)]
    assert list(found.inside([Fragment(3, 5)])) == [(0, 1)]


def test_a_span_between_tokens_covers_none():
    found = Tokens("one \u00a0 two")
    assert found.between(placed("actor", (Fragment(4, 5),)))
    assert not found.between(placed("actor", (Fragment(0, 5),)))


def test_runs_say_what_each_layer_says_of_every_token():
    ana = [span(ABC, "actor", "two three"), span(ABC, "claim", "two three four five")]
    ben = [span(ABC, "claim", "three four")]
    assert said(ABC, ana, ben) == [
        ("one", ((), ())),
        ("two", (("actor", "claim"), ())),
        ("three", (("actor", "claim"), ("claim",))),
        ("four", (("claim",), ("claim",))),
        ("five", (("claim",), ())),
        ("six seven eight nine ten", ((), ())),
    ]


def test_stacked_spans_of_one_tag_say_no_more_than_one():
    twice = [span(ABC, "actor", "two three"), span(ABC, "actor", "two three"), span(ABC, "actor", "three four")]
    assert said(ABC, twice) == [
        ("one", ((),)),
        ("two three four", (("actor",),)),
        ("five six seven eight nine ten", ((),)),
    ]


def test_a_split_span_leaves_out_what_is_between():
    claim = span(ABC, "claim", "one", "three")
    assert said(ABC, [claim])[:3] == [("one", (("claim",),)), ("two", ((),)), ("three", (("claim",),))]


def test_of_what_an_annotator_has_not_read_they_say_nothing():
    found, bits = Tokens(ABC), TagBits()
    away = Layer([span(ABC, "actor", "two")], [Fragment(8, 13), Fragment(12, 18), Fragment(18, 19)])
    there = Layer([span(ABC, "actor", "two three")])
    assert [(run.first, run.last, run.said) for run in runs(found, [away, there], bits)] == [
        (0, 1, (0, 0)),
        (1, 2, (1, 1)),
        (2, 3, (None, 1)),
        (3, 4, (None, 0)),
        (4, 10, (0, 0)),
    ]


def test_a_text_without_a_token_has_no_run():
    assert said(" \n", [placed("actor", (Fragment(0, 1),))]) == []


@given(st.data())
def test_runs_hold_every_token_once_and_agree_with_looking_at_each(data: st.DataObject):
    text = " ".join(
        data.draw(st.lists(st.sampled_from(["a", "bc", "d-e", "中国", "“", "1,5"]), min_size=1, max_size=20))
    )
    places = st.integers(0, len(text) - 1).flatmap(
        lambda start: st.integers(start + 1, len(text)).map(lambda end: Fragment(start, end))
    )
    marks = st.builds(lambda tag, place: placed(tag, (place,)), st.sampled_from(["actor", "claim"]), places)
    layers = data.draw(st.lists(st.lists(marks, max_size=4), min_size=1, max_size=3))
    found, bits = Tokens(text), TagBits(["actor", "claim"])
    seen = [
        run.said for run in runs(found, [Layer(spans) for spans in layers], bits) for _ in range(run.first, run.last)
    ]
    expected = [
        tuple(
            sum(
                1 << bits.bit(tag)
                for tag in ("actor", "claim")
                if any(mark.tag == tag and mark.start < end and start < mark.end for mark in layer)
            )
            for layer in layers
        )
        for start, end in zip(found.starts, found.ends, strict=True)
    ]
    assert seen == expected
