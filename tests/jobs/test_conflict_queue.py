"""The queue over a whole project: what counts most comes first, and filters leave the rest out."""

import pytest
from reviewing import TEXT, bring, conflicts

from annotator.adjudication.answers import take
from annotator.jobs import deciding
from annotator.jobs.comparing import refresh
from annotator.model.article import Article
from annotator.project.conflict_queue import QUEUE_ORDERS, QueueQuery, queue, queue_rows
from annotator.project.project import Project


@pytest.fixture
def articles(revs: Project) -> list[Article]:
    """Two articles with an edge, a number, a tag and a label in dispute each."""
    ana = [("actor", "The Observatory"), ("number", "at least 287"), ("location", "Homs"), ("claim", "were killed")]
    ben = [("actor", "Observatory"), ("number", "287"), ("actor", "Homs")]
    labels = {"ana": {"kind": "report"}, "ben": {"kind": "opinion"}}
    found = [bring(revs, {"ana": ana, "ben": ben}, f"{TEXT} {at}", f"a{at}", labels=labels) for at in range(2)]
    refresh(revs)
    return found


def shown(revs: Project, query: QueueQuery) -> list[tuple[int, str]]:
    places = queue(revs, query)
    rows = queue_rows(revs, places)
    assert len(rows) == len(places)
    return [(row.article, row.conflict.words) for row in rows]


def words(revs: Project, query: QueueQuery) -> list[str]:
    return [found for _, found in shown(revs, query)]


def test_numbers_and_claims_come_first_and_what_is_missing_before_edges(revs: Project, articles: list[Article]) -> None:
    assert words(revs, QueueQuery())[::2] == ["at least 287", "were killed", "Homs", "kind", "The Observatory"]


def test_by_article_they_come_in_text_order(revs: Project, articles: list[Article]) -> None:
    in_order = ["The Observatory", "at least 287", "were killed", "Homs", "kind"]
    assert shown(revs, QueueQuery(order="article")) == [(each.key, found) for each in articles for found in in_order]


def test_by_kind_the_same_differences_stand_together(revs: Project, articles: list[Article]) -> None:
    found = words(revs, QueueQuery(order="kind"))
    assert found[:6] == ["were killed"] * 2 + ["Homs"] * 2 + ["kind"] * 2
    assert set(found[6:]) == {"The Observatory", "at least 287"}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (QueueQuery(tag="number"), {"at least 287"}),
        (QueueQuery(differs="tag"), {"Homs"}),
        (QueueQuery(differs="label"), {"kind"}),
        (QueueQuery(words="OBSERV"), {"The Observatory"}),
        (QueueQuery(words="100% _"), set()),
        (QueueQuery(state="decided"), set()),
        (QueueQuery(state="deferred"), set()),
    ],
)
def test_filters(query: QueueQuery, expected: set[str], revs: Project, articles: list[Article]) -> None:
    assert set(words(revs, query)) == expected
    only = QueueQuery(query.state, query.order, query.tag, query.differs, query.words, articles[1].key)
    assert {article for article, _ in shown(revs, only)} <= {articles[1].key}
    assert len(queue(revs, only)) * 2 == len(queue(revs, query))


def test_what_is_decided_or_put_off_moves_at_once(revs: Project, articles: list[Article]) -> None:
    first, second, *_ = conflicts(revs, articles[0])
    deciding.decide(revs, articles[0].key, first, take(first, "ana"))
    deciding.defer(revs, articles[0].key, second)
    assert shown(revs, QueueQuery("decided")) == [(articles[0].key, "The Observatory")]
    assert shown(revs, QueueQuery("deferred")) == [(articles[0].key, "at least 287")]
    assert len(queue(revs, QueueQuery("open"))) == 9
    assert len(queue(revs, QueueQuery("all"))) == 10


def test_every_order_shows_every_conflict_once(revs: Project, articles: list[Article]) -> None:
    everything = sorted(queue(revs))
    assert len(set(everything)) == 10
    assert all(sorted(queue(revs, QueueQuery(order=order))) == everything for order in QUEUE_ORDERS)
    assert queue_rows(revs, [(articles[0].key, 99), (999, 0)]) == []
