"""The queue of conflicts: what a reviewer sees first, and what narrows it down."""

from pathlib import Path

import pytest

from annotator.adjudication.answers import nothing
from annotator.jobs.comparing import refresh, review_article
from annotator.jobs.deciding import decide
from annotator.jobs.sample import make_sample
from annotator.project import history
from annotator.project.conflict_cache import conflicts_of
from annotator.project.conflict_queue import QUEUE_ORDERS, ConflictQuery, places_of_step, queue, title_of
from annotator.project.project import Project


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("queue") / "sample.annotator"
    make_sample(path, "rev")
    with Project.open(path, "rev") as project:
        refresh(project)
    return path


@pytest.fixture
def project(sample: Path):
    with Project.open(sample, "rev") as project:
        yield project


def told(project: Project, places):
    rows = {
        (row.article, row.conflict.id): row.conflict for row in conflicts_of(project, sorted({a for a, _ in places}))
    }
    return [rows[place] for place in places]


@pytest.mark.parametrize("order", QUEUE_ORDERS)
def test_every_order_lists_every_conflict_once(project: Project, order) -> None:
    places = queue(project, ConflictQuery(order=order))
    assert len(places) == len(set(places)) > 100
    assert set(places) == set(queue(project, ConflictQuery()))


def test_figures_and_claims_come_first_and_mere_edges_last_among_them(project: Project) -> None:
    found = told(project, queue(project, ConflictQuery()))
    telling = [conflict.tag in ("number", "claim") for conflict in found]
    assert telling == sorted(telling, reverse=True)
    edges = [conflict.differs == ("boundary",) for conflict in found if conflict.tag in ("number", "claim")]
    assert edges == sorted(edges)


def test_filters_keep_what_they_say(project: Project) -> None:
    assert {c.tag for c in told(project, queue(project, ConflictQuery(tag="actor")))} == {"actor"}
    assert all("tag" in c.differs for c in told(project, queue(project, ConflictQuery(differs="tag"))))
    assert all("ana" in c.offers for c in told(project, queue(project, ConflictQuery(layer="ana"))))
    assert queue(project, ConflictQuery(layer="nobody")) == []
    assert queue(project, ConflictQuery(state="decided")) == []
    assert queue(project, ConflictQuery(words="no such words' OR 1=1 --")) == []
    found = queue(project, ConflictQuery(words="kaldrin"))
    assert found
    for (article, _), conflict in zip(found, told(project, found), strict=True):
        assert "kaldrin" in f"{conflict.words} {title_of(project, article)}".casefold()


def test_a_decision_and_taking_it_back_name_their_conflict(project: Project) -> None:
    article, conflict_id = queue(project, ConflictQuery())[0]
    conflict = review_article(project, article).question(conflict_id)
    done = decide(project, article, conflict, nothing(conflict))
    assert places_of_step(project, done.step) == [(article, conflict_id)]
    assert (article, conflict_id) in queue(project, ConflictQuery(state="decided"))
    undone = history.undo(project)
    assert places_of_step(project, undone.step) == [(article, conflict_id)]
    refresh(project)
    assert (article, conflict_id) in queue(project, ConflictQuery())


def test_an_article_that_is_gone_has_no_title(project: Project) -> None:
    assert title_of(project, 10_000) == ""
