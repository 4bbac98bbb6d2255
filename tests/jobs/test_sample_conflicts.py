"""The sample opens with conflicts of every kind, so that a newcomer can try the review at once."""

from collections import Counter
from pathlib import Path

import pytest

from annotator.adjudication.conflicts import Conflict
from annotator.jobs.adjudicating import adjudicate
from annotator.jobs.comparing import Review, refresh, review_article
from annotator.jobs.sample import make_sample
from annotator.project import reading
from annotator.project.checking import verify
from annotator.project.project import Project


@pytest.fixture(scope="module")
def reviews(tmp_path_factory: pytest.TempPathFactory) -> list[Review]:
    path = tmp_path_factory.mktemp("sample") / "sample.annotator"
    make_sample(path, "rev")
    with Project.open(path, "rev") as project:
        return [review_article(project, key) for key in reading.article_keys(project)]


def differing(reviews: list[Review]) -> list[Conflict]:
    return [conflict for review in reviews for conflict in review.comparison.conflicts]


@pytest.mark.parametrize("kind", ["boundary", "tag", "attribute", "missing", "relation", "label"])
def test_it_has_conflicts_of_each_kind(kind: str, reviews: list[Review]) -> None:
    assert any(kind in conflict.differs for conflict in differing(reviews))


def test_a_claim_is_split_by_one_and_not_by_the_other(reviews: list[Review]) -> None:
    counts = [{len(span.fragments) for span in conflict.offered.values()} for conflict in differing(reviews)]
    assert {1, 2} in counts


def test_two_spans_lie_on_one_another(reviews: list[Review]) -> None:
    stacked = Counter(
        (review.work.article, name, span.tag, span.fragments)
        for review in reviews
        for name, layer in review.work.layers.items()
        for span in layer.spans
    )
    assert max(stacked.values()) == 2


def test_somebody_did_not_read_a_paragraph(reviews: list[Review]) -> None:
    both = [review for review in reviews if len(review.work.compared()) == 2]
    assert len(both) == 13
    assert any(agreed.absent == {"ben"} for review in both for agreed in review.comparison.alone)
    assert any(review.comparison.labels for review in both)


def test_what_is_unanimous_in_it_is_accepted_in_one_step(tmp_path: Path) -> None:
    path = tmp_path / "sample.annotator"
    make_sample(path, "rev")
    with Project.open(path, "rev") as project:
        done = adjudicate(project)
        assert done.accepted == done.unanimous > 500
        assert done.labels == 1
        assert refresh(project).open == done.open > 300
        assert verify(project).problems == []
