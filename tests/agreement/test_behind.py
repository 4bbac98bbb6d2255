"""The spans behind each figure: as many as it counts, and those it counts."""

from collections.abc import Iterator

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from annotator.agreement.behind import Behind, Cell, behind
from annotator.agreement.matching import MATCHES, Match
from annotator.agreement.observing import Question, Sight
from annotator.model.compared import Compared
from annotator.model.span import Fragment
from annotator.model.tokens import Tokens
from tests.agreement.making import ATTRIBUTES, TAGS, TEXT, article, figures, span
from tests.agreement.random_work import NAMES, articles


def all_behind(work: list[Compared], cell: Cell, match: Match = "exact") -> Iterator[Behind]:
    for one in work:
        yield from behind(Sight(one, Question(NAMES, match, ATTRIBUTES)), cell)


def test_a_cell_opens_the_spans_it_counts():
    ana = [span(TEXT, "actor", "The Observatory"), span(TEXT, "actor", "Homs")]
    ben = [span(TEXT, "actor", "Observatory"), span(TEXT, "location", "Homs")]
    work = [article(key=7, ana=ana, ben=ben)]
    (confused,) = all_behind(work, Cell("tags", ("ana", "ben"), {"tag_a": "actor", "tag_b": "location"}))
    assert (confused.article, confused.id, confused.a, confused.b) == (7, "a7", ana[1], ben[1])
    assert TEXT[confused.place.start : confused.place.end] == "Homs"
    (edge,) = all_behind(work, Cell("edge", None, {"side": "left", "kind": "article"}))
    assert (edge.a, edge.b) == (ana[0], ben[0])
    assert TEXT[edge.place.start : edge.place.end] == "The Observatory"
    assert len(list(all_behind(work, Cell("edge", None, {"side": "right"})))) == 0
    assert len(list(all_behind(work, Cell("span", ("ana", "ben"))))) == 4


def test_a_cell_of_tokens_opens_the_places_with_the_spans_on_them():
    ana, ben = span(TEXT, "number", "at least 287"), span(TEXT, "number", "287 fighters")
    found = list(all_behind([article(ana=[ana], ben=[ben])], Cell("token", ("ana", "ben"), {"tag": "number"})))
    assert [(TEXT[one.place.start : one.place.end], one.a, one.b) for one in found] == [
        ("at least", ana, None),
        ("287", ana, ben),
        ("fighters", None, ben),
    ]
    assert found == list(
        all_behind([article(ana=[ana], ben=[ben])], Cell("span", ("ana", "ben"), {"tag": "number"}), "token")
    )


def test_the_spans_that_only_one_could_have_marked_are_found_too():
    ana = span(TEXT, "actor", "Homs")
    work = [article(ana=[ana], ben=[], unread={"ben": [Fragment(ana.start - 5, len(TEXT))]})]
    (alone,) = all_behind(work, Cell("alone"))
    assert (alone.a, alone.b, alone.place) == (ana, None, ana.fragments[0])
    assert list(all_behind(work, Cell("span"))) == list(all_behind(work, Cell("token"))) == []


@given(articles(), st.sampled_from(MATCHES))
def test_what_is_behind_every_figure_is_what_it_counts(work: list[Compared], match: Match):
    found = figures(*work, names=NAMES, match=match)
    for pair in found.pairs:
        for tag in TAGS:
            for outcome in ("both", "only_a", "only_b"):
                cell = Cell("span", pair.layers, {"tag": tag, "outcome": outcome})
                assert counted(work, cell, match) == getattr(pair.tags[tag].counts, outcome)
        for kind, facts in (("tags", found.confusion[pair.layers]), ("edge", found.edges[pair.layers])):
            for fact, count in facts.items():
                assert len(list(all_behind(work, Cell(kind, pair.layers, fact._asdict())))) == count  # type: ignore[arg-type]
    for known in found.attributes:
        wanted = {"tag": known.tag, "name": known.name, "outcome": "different"}
        assert len(list(all_behind(work, Cell("attribute", known.layers, wanted)))) == known.different


def counted(work: list[Compared], cell: Cell, match: Match) -> int:
    """Return how many spans, or by ``token`` how many tokens, are behind a cell."""
    found = list(all_behind(work, cell, match))
    if match != "token":
        return len(found)
    tokens = {one.key: Tokens(one.text) for one in work}
    runs = [tokens[one.article].within(one.place.start, one.place.end) for one in found]
    return sum(last - first for first, last in runs)


def test_a_cell_may_be_of_one_article_one_annotator_or_one_period():
    spans = {name: [span(TEXT, "actor", "The Observatory")] for name in ("ana", "ben", "eva")}
    march = msgspec.structs.replace(article(key=1, **spans), published="2026-03-02")
    unknown = article(key=2, **spans)
    work = [march, unknown]
    assert len(list(all_behind(work, Cell("span")))) == 6
    assert {one.article for one in all_behind(work, Cell("span", article=2))} == {2}
    assert [one.layers for one in all_behind([march], Cell("span", layer="eva"))] == [("ana", "eva"), ("ben", "eva")]
    for kind in ("span", "token", "tags"):
        (found,) = all_behind(work, Cell(kind, ("ana", "ben"), period=("published", "2026-03")))
        assert found.article == 1
        (found,) = all_behind(work, Cell(kind, ("ana", "ben"), period=("published", "")))
        assert found.article == 2
