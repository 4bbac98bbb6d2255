"""From articles to figures: what is counted, what has no value and why."""

from itertools import combinations, permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from annotator.agreement.coefficients import Counts
from annotator.agreement.figures import OVERALL, Agreement
from annotator.agreement.matching import MATCHES, Match
from annotator.agreement.observing import EdgeFact, TagFact
from annotator.agreement.tally import WORST
from annotator.model.compared import Compared
from annotator.model.span import Fragment, Span
from annotator.model.tokens import Tokens
from tests.agreement.making import TAGS, TEXT, article, figures, span
from tests.agreement.random_work import NAMES, articles


def undefined(agreement: Agreement) -> dict[str, str]:
    return {known.what: known.why for known in agreement.undefined}


def test_spans_are_counted_by_tag_and_all_together():
    found = figures(
        article(
            ana=[("actor", "The Observatory"), ("number", "at least 287"), ("location", "Homs")],
            ben=[("actor", "The Observatory"), ("number", "287"), ("claim", "killed near Homs")],
        )
    )
    pair = found.pair("ana", "ben")
    assert pair.tags["actor"].counts == Counts(1, 0, 0)
    assert pair.tags["number"].counts == Counts(0, 1, 1)
    assert pair.tags["location"].counts == Counts(0, 1, 0)
    assert pair.tags["claim"].counts == Counts(0, 0, 1)
    assert pair.overall.counts == Counts(1, 2, 2)
    assert (pair.articles, found.articles, found.tokens) == (1, 1, len(Tokens(TEXT)))


def test_by_token_each_tag_on_each_token_counts():
    found = figures(
        article(ana=[("number", "at least 287"), ("claim", "287 fighters")], ben=[("number", "287 fighters")]),
        match="token",
    )
    assert found.pair("ana", "ben").tags["number"].counts == Counts(1, 2, 1)
    assert found.pair("ana", "ben").overall.counts == Counts(1, 4, 1)


def test_precision_measures_the_second_layer_against_the_first():
    pair = figures(
        article(ana=[("actor", "The Observatory")], ben=[("actor", "The Observatory"), ("actor", "Homs")])
    ).pairs[0]
    assert (pair.overall.counts.precision.value, pair.overall.counts.recall.value) == (0.5, 1.0)


def test_an_absent_annotator_neither_agrees_nor_disagrees():
    both = article(ana=[("actor", "The Observatory")], ben=[("actor", "The Observatory")])
    alone = article(key=2, ana=[("actor", "Homs")])
    assert replace(figures(both, alone), left_out=()) == figures(both)


def test_an_annotator_is_absent_from_a_paragraph_that_they_have_not_read():
    second = TEXT.index("near")
    ana = [("actor", "The Observatory"), ("location", "Homs"), ("claim", "were killed near Homs")]
    ben = [("actor", "The Observatory")]
    found = figures(article(ana=ana, ben=ben, unread={"ben": [Fragment(second, len(TEXT))]}), tags=("actor",))
    assert found.pairs[0].overall.counts == Counts(1, 0, 0)
    assert found.pairs[0].tags["actor"].kappa.value == 1
    assert found.pairs[0].tags["claim"].kappa.value == 0
    assert [(known.what, known.count) for known in found.left_out] == [
        ("tokens", len(Tokens(TEXT[second:]))),
        ("spans, counted for each pair", 2),
    ]
    assert figures(article(ana=ana, ben=ben), tags=("actor",)).pairs[0].overall.counts == Counts(1, 2, 0)


def test_two_layers_have_the_same_figures_whoever_else_is_there():
    ana, ben = [("claim", "at least 287 fighters were killed")], [("claim", "287 fighters were killed near")]
    eva = [("claim", "fighters were killed near Homs")]
    two = figures(article(ana=ana, ben=ben), match="overlap")
    three = figures(article(ana=ana, ben=ben, eva=eva), names=NAMES, match="overlap")
    assert three.pair("ana", "ben") == two.pair("ana", "ben")


def test_tags_that_met_are_counted_with_those_that_met_nothing():
    found = figures(
        article(ana=[("actor", "Homs"), ("actor", "The Observatory")], ben=[("location", "Homs"), ("number", "287")])
    )
    assert found.confusion["ana", "ben"] == {
        TagFact("actor", "location"): 1,
        TagFact("actor", None): 1,
        TagFact(None, "number"): 1,
    }


def test_edges_are_counted_where_two_spans_of_one_tag_are_aligned():
    found = figures(article(ana=[("number", "287")], ben=[("number", "at least 287")]))
    assert found.edges["ana", "ben"] == {EdgeFact("number", "left", "other", 2, 9): 1}


def test_attributes_are_compared_on_aligned_spans_of_one_tag():
    def number(**values: object) -> Span:
        return span(TEXT, "number", "287", **values)

    found = figures(
        article(key=1, ana=[number(counts="killed", low=287)], ben=[number(counts="wounded", low=287)]),
        article(key=2, ana=[number(counts="killed")], ben=[number(counts="killed", low=1)]),
        article(key=3, ana=[number(other=1)], ben=[span(TEXT, "location", "287", counts="killed")]),
        article(key=4, ana=[number(other=1)], ben=[number(other=2)]),
    )
    counts, low = found.attributes
    assert (counts.name, counts.same, counts.different, counts.only_a, counts.only_b) == ("counts", 1, 1, 0, 0)
    assert counts.share.value == 0.5
    assert counts.values == {("killed", "wounded"): 1, ("killed", "killed"): 1}
    assert (low.name, low.same, low.different, low.only_a, low.only_b) == ("low", 1, 0, 0, 1)
    assert (low.kappa.value, low.kappa.why) == (None, "nowhere did both choose from a list")
    assert [(known.what, known.count) for known in found.left_out] == [("values of attributes", 2)]


def test_a_layer_is_measured_with_all_others_together():
    found = figures(
        article(ana=[("actor", "Homs")], ben=[("actor", "Homs"), ("number", "287")], eva=[("number", "26")]),
        names=NAMES,
    )
    assert {known.name: known.counts for known in found.annotators} == {
        "ana": Counts(1, 1, 2),
        "ben": Counts(1, 3, 1),
        "eva": Counts(0, 2, 3),
    }


def test_the_articles_with_the_least_agreement_come_first_and_are_not_too_many():
    good = article(key=1, ana=[("actor", "Homs")], ben=[("actor", "Homs")])
    empty = article(key=2, ana=[], ben=[])
    bad = [article(key=key, ana=[("actor", "Homs")], ben=[("number", "287")]) for key in range(3, WORST + 10)]
    worse = article(key=999, ana=[("actor", "Homs"), ("claim", "killed")], ben=[("number", "287")])
    found = figures(good, empty, *bad, worse)
    assert [known.key for known in found.worst[:3]] == [999, 3, 4]
    assert len(found.worst) == WORST
    assert all(known.together.f1.value == 0 for known in found.worst)
    assert [known.key for known in figures(good, empty).worst] == [1]


def test_agreement_is_told_by_the_day_of_marking_and_the_month_of_publishing():
    def at(key: int, published: str, **days: str) -> Compared:
        return replace(
            article(key=key, ana=[("actor", "Homs")], ben=[("actor", "Homs")]), published=published, days=days
        )

    found = figures(
        at(1, "2026-11-02", ana="2026-11-20", ben="2026-11-22"),
        at(2, "2026-11", ana="2026-11-22"),
        at(3, "2026"),
        at(4, "2026-13-01"),
        at(5, "20261102"),
    )
    assert [(known.by, known.period, known.articles) for known in found.over_time] == [
        ("marked", "", 3),
        ("marked", "2026-11-22", 2),
        ("published", "", 1),
        ("published", "2026", 2),
        ("published", "2026-11", 2),
    ]
    assert all(known.counts == Counts(known.articles, 0, 0) for known in found.over_time)


def test_a_tag_that_nobody_used_has_no_value_and_says_so_once():
    found = figures(article(ana=[("actor", "Homs")], ben=[("actor", "Homs")]))
    assert found.alpha["number"].value is None
    assert found.pairs[0].tags["number"].counts.f1.value is None
    assert undefined(found) == {
        f"every figure of {tag}": "no span of it in any of the layers" for tag in ("location", "number", "claim")
    }


def test_a_tag_of_one_layer_only_has_figures_but_for_one():
    found = figures(article(ana=[("actor", "Homs")], ben=[("location", "Homs")]), tags=("actor", "location"))
    assert undefined(found) == {
        "precision of actor for ana and ben": "the second layer has none",
        "recall of location for ana and ben": "the first layer has none",
    }
    assert found.pairs[0].tags["actor"].counts.f1.value == 0
    assert found.pairs[0].tags["actor"].kappa.value == 0


def test_a_tag_on_every_token_has_no_chance_corrected_value():
    found = figures(article(ana=[("claim", TEXT)], ben=[("claim", TEXT)]), tags=("claim",))
    assert found.pairs[0].tags["claim"].counts.f1.value == 1
    assert found.pairs[0].tags["claim"].kappa.value is None
    assert found.alpha["claim"].value is None
    assert "kappa of claim for ana and ben" in undefined(found)
    assert "alpha of claim" in undefined(found)


@pytest.mark.parametrize(
    ("names", "why"),
    [
        ((), "there is no layer"),
        (("ana",), "there is one layer only, and agreement is between two"),
        (("ana", "eva"), "no article is done in two of the layers"),
    ],
)
def test_nothing_to_compare_is_said_in_one_sentence(names: tuple[str, ...], why: str):
    found = figures(article(ana=[("actor", "Homs")], ben=[("actor", "Homs")]), names=names)
    assert undefined(found) == {"every figure": why}
    assert all(figure.value is None for figure in found.alpha.values())
    assert all(scores.counts.f1.value is None for pair in found.pairs for scores in (*pair.tags.values(), pair.overall))


def test_two_layers_without_a_common_article_say_so():
    found = figures(
        article(key=1, ana=[("actor", "Homs")], ben=[("actor", "Homs")]),
        article(key=2, ben=[("actor", "Homs")], eva=[("actor", "Homs")]),
        names=NAMES,
        tags=("actor",),
    )
    assert undefined(found) == {"every figure for ana and eva": "no article is done by both"}


def test_spans_between_tokens_are_left_out_of_token_figures_and_that_is_said():
    text = "one \u00a0 two"
    found = figures(article(text, ana=[("actor", "\u00a0")], ben=[("actor", "one")]), tags=("actor",))
    assert [(known.what, known.count) for known in found.left_out] == [("spans without a token", 1)]


@given(articles(), st.sampled_from(MATCHES))
def test_every_figure_is_within_its_bounds(work: list[Compared], match: Match):
    found = figures(*work, names=NAMES, match=match)
    for pair in found.pairs:
        for scores in (*pair.tags.values(), pair.overall):
            for figure in (scores.counts.f1, scores.counts.precision, scores.counts.recall):
                assert figure.value is None or 0 <= figure.value <= 1
            assert scores.kappa.value is None or -1 <= scores.kappa.value <= 1
    assert all(figure.value is None or figure.value <= 1 for figure in found.alpha.values())


@given(articles(), st.sampled_from(MATCHES))
def test_every_figure_without_a_value_says_why(work: list[Compared], match: Match):
    found = figures(*work, names=NAMES, match=match)
    missing = set()
    for pair in found.pairs:
        for tag in (*TAGS, OVERALL):
            scores = pair.scores(tag)
            missing |= {
                (tag, pair.layers)
                for name in ("f1", "precision", "recall", "kappa")
                if scores.figure(name).value is None
            }
    missing |= {(tag, ()) for tag, figure in found.alpha.items() if figure.value is None}
    for tag, layers in missing:
        assert any(
            known.tag in ("", "" if tag == OVERALL else tag) and known.layers in ((), layers) and known.why
            for known in found.undefined
        )
    if not missing:
        assert not found.undefined


@given(articles(), st.sampled_from(MATCHES))
def test_the_order_of_layers_and_of_articles_does_not_matter(work: list[Compared], match: Match):
    found = figures(*work, names=NAMES, match=match)
    for names in permutations(NAMES):
        again = figures(*reversed(work), names=names, match=match)
        assert again.alpha == found.alpha
        for a, b in combinations(NAMES, 2):
            same = found.pair(a, b)
            mirrored = (a, b) not in {pair.layers for pair in again.pairs}
            other = again.pair(b, a) if mirrored else again.pair(a, b)
            for tag in (*TAGS, OVERALL):
                counts = other.scores(tag).counts
                turned = Counts(counts.both, counts.only_b, counts.only_a) if mirrored else counts
                assert turned == same.scores(tag).counts
                assert other.scores(tag).kappa == same.scores(tag).kappa


@given(articles(("ana",)), st.sampled_from(MATCHES))
def test_people_who_marked_the_same_have_one_wherever_there_is_a_value(work: list[Compared], match: Match):
    copied = [
        replace(one, layers=dict.fromkeys(NAMES, one.layers["ana"]), unread={}) if one.layers else one for one in work
    ]
    found = figures(*copied, names=NAMES, match=match)
    for pair in found.pairs:
        for tag in (*TAGS, OVERALL):
            scores = pair.scores(tag)
            assert scores.counts.f1.value in (None, 1)
            assert scores.kappa.value in (None, 1)
    assert all(figure.value in (None, 1) for figure in found.alpha.values())
    assert not any(found.edges.values())


@given(articles(), st.sampled_from(MATCHES))
def test_other_names_for_the_tags_change_nothing(work: list[Compared], match: Match):
    called = dict(zip(TAGS, ("zeta", "eta", "beta", "alpha"), strict=True))
    renamed = [
        replace(
            one,
            layers={
                name: [replace(mark, tag=called[mark.tag]) for mark in marks] for name, marks in one.layers.items()
            },
        )
        for one in work
    ]
    found = figures(*work, names=NAMES, match=match)
    again = figures(*renamed, names=NAMES, match=match, tags=tuple(called[tag] for tag in TAGS))
    assert [again.alpha[called[tag]] for tag in TAGS] == [found.alpha[tag] for tag in TAGS]
    for pair, same in zip(again.pairs, found.pairs, strict=True):
        assert pair.overall == same.overall
        assert [pair.tags[called[tag]] for tag in TAGS] == [same.tags[tag] for tag in TAGS]


@given(articles())
def test_what_matches_exactly_matches_by_overlap_too(work: list[Compared]):
    exact, overlap = figures(*work, names=NAMES), figures(*work, names=NAMES, match="overlap")
    for pair in exact.pairs:
        for tag in TAGS:
            assert pair.tags[tag].counts.both <= overlap.pair(*pair.layers).tags[tag].counts.both


@given(articles())
def test_alpha_and_kappa_are_what_a_library_computes_token_by_token(work: list[Compared]):
    library = pytest.importorskip("nltk.metrics.agreement")
    found = figures(*work, names=NAMES)
    coded = []
    for one in work:
        tokens = Tokens(one.text)
        for at, (start, end) in enumerate(zip(tokens.starts, tokens.ends, strict=True)):
            for name, marks in one.layers.items():
                if any(place.start < end and start < place.end for place in one.unread.get(name, ())):
                    continue
                there = {
                    mark.tag for mark in marks for place in mark.fragments if place.start < end and start < place.end
                }
                coded.append((name, f"{one.key}/{at}", frozenset(there)))
    for tag in (*TAGS, OVERALL):
        said = coded if tag == OVERALL else [(name, unit, tag in tags) for name, unit, tags in coded]
        if found.alpha[tag].value is not None:
            assert found.alpha[tag].value == pytest.approx(library.AnnotationTask(_twice(said)).alpha())
        for pair in found.pairs:
            kappa = pair.scores(tag).kappa.value
            if kappa is not None:
                common = _twice([entry for entry in said if entry[0] in pair.layers])
                assert kappa == pytest.approx(library.AnnotationTask(common).kappa())


def _twice(said: list[tuple[str, str, object]]) -> list[tuple[str, str, object]]:
    """Return what was said of units of which at least two said something."""
    units = [unit for _, unit, _ in said]
    return [entry for entry in said if units.count(entry[1]) > 1]
