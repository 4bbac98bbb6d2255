"""Which spans of two layers answer to one another, and which count as the same."""

from annotator.agreement.matching import paired
from annotator.model.span import Span
from tests.agreement.making import TEXT, span


def outcomes(a: list[Span], b: list[Span], match: str) -> list[bool]:
    return [pair.matches(match) for pair in paired(a, b)]  # type: ignore[arg-type]


def test_identical_spans_match_by_every_rule_whatever_their_attributes():
    a, b = span(TEXT, "number", "287", low=1), span(TEXT, "number", "287", low=2)
    assert outcomes([a], [b], "exact") == outcomes([a], [b], "overlap") == [True]


def test_half_of_the_text_in_common_is_enough_by_overlap_and_less_is_not():
    whole = span(TEXT, "number", "at least 287")
    assert outcomes([whole], [span(TEXT, "number", "t least 287")], "overlap") == [True]
    half = span(TEXT, "number", "at lea")
    assert outcomes([whole], [half], "overlap") == [True]
    less = span(TEXT, "number", "at le")
    assert outcomes([whole], [less], "overlap") == [False]
    assert outcomes([whole], [half], "exact") == [False]


def test_another_tag_never_matches_though_it_is_aligned():
    (pair,) = paired([span(TEXT, "actor", "Homs")], [span(TEXT, "location", "Homs")])
    assert pair.a is not None
    assert pair.b is not None
    assert not pair.matches("exact")
    assert not pair.matches("overlap")
    assert pair.both is None


def test_other_fragments_are_no_exact_match():
    split = span(TEXT, "claim", "at least 287 fighters", "near Homs")
    whole = span(TEXT, "claim", "at least 287 fighters were killed near Homs")
    (pair,) = paired([split], [whole])
    assert (pair.matches("exact"), pair.matches("overlap")) == (False, True)


def test_of_stacked_identical_spans_those_with_the_same_attributes_go_together():
    a = [span(TEXT, "number", "287", low=1), span(TEXT, "number", "287", low=2)]
    b = [span(TEXT, "number", "287", low=2), span(TEXT, "number", "287", low=3), span(TEXT, "number", "287", low=1)]
    pairs = paired(a, b)
    assert [pair.identical for pair in pairs] == [True, True, False]
    assert all(pair.a.attributes == pair.b.attributes for pair in pairs[:2] if pair.a and pair.b)
    assert (pairs[2].a, pairs[2].b) == (None, b[1])


def test_an_identical_pair_is_not_parted_for_the_sake_of_others():
    same = span(TEXT, "claim", "at least 287 fighters were killed")
    longer = span(TEXT, "claim", "at least 287 fighters were killed near")
    other = span(TEXT, "actor", "at least 287 fighters were killed nea")
    pairs = paired([same, longer], [span(TEXT, "claim", "at least 287 fighters were killed"), other])
    assert pairs[0].identical


def test_a_long_claim_does_not_swallow_the_actors_in_it():
    claim = span(TEXT, "claim", "at least 287 fighters were killed near Homs")
    actors = [span(TEXT, "actor", "fighters"), span(TEXT, "actor", "Homs")]
    pairs = paired([claim], actors)
    assert [(pair.a, pair.b) for pair in pairs if pair.a] == [(claim, None)]
    assert len(pairs) == 3


def test_every_span_is_in_one_pair():
    a = [span(TEXT, "actor", "The Observatory"), span(TEXT, "number", "287"), span(TEXT, "claim", "killed near Homs")]
    b = [span(TEXT, "actor", "Observatory"), span(TEXT, "number", "at least 287")]
    pairs = paired(a, b)
    assert {pair.a.id for pair in pairs if pair.a} == {mark.id for mark in a}
    assert {pair.b.id for pair in pairs if pair.b} == {mark.id for mark in b}
    assert len(pairs) == 3
