"""Searches and bulk edits as jobs: shown as they are found, stopped when told to, and honest about what is left."""

import pytest

from annotator.jobs.searching import Shown, edit_in_bulk, find_inconsistencies, show_hits, show_mentions
from annotator.model.hits import Hit, Mention
from annotator.model.record import Record
from annotator.project import bulk, pacing, propagating, reading
from annotator.project.concordance import HitQuery
from annotator.project.contexts import FIRST_PAGE
from annotator.project.mentions import MentionQuery
from annotator.project.project import Project
from tests.project.working import add_articles, mark


@pytest.fixture
def armies(project: Project, monkeypatch: pytest.MonkeyPatch) -> Project:
    """A hundred articles with an army in each, looked through on a machine that never stalls."""
    monkeypatch.setattr("annotator.project.contexts.FIRST_SECONDS", 60)
    add_articles(project, [Record(f"Report {number}: the army came.") for number in range(100)])
    return project


def test_pages_are_shown_as_they_are_found(armies: Project) -> None:
    pages: list[list[Hit]] = []
    told: list[int] = []
    shown = show_hits(armies, HitQuery("army"), pages.append, lambda done, *_: told.append(done))
    assert shown == Shown(100, complete=True)
    assert len(pages[0]) == FIRST_PAGE
    assert sum(map(len, pages)) == 100
    assert told[-1] == 100


def test_mentions_are_shown_likewise(armies: Project) -> None:
    pages: list[list[Mention]] = []
    assert show_mentions(armies, MentionQuery("army", "actor", 5), pages.append) == Shown(100, complete=True)
    assert [mention.article for mention in pages[0][:3]] == [5, 1, 2]


@pytest.mark.parametrize(("most", "complete"), [(30, False), (99, False), (100, True)])
def test_no_more_are_shown_than_asked_for_and_it_says_so(armies: Project, most: int, complete: bool) -> None:
    pages: list[list[Hit]] = []
    assert show_hits(armies, HitQuery("army"), pages.append, most=most) == Shown(most, complete)
    assert sum(map(len, pages)) == most


def test_a_search_that_is_cancelled_shows_no_more(armies: Project) -> None:
    pages: list[list[Hit]] = []
    shown = show_hits(armies, HitQuery("army"), pages.append, cancelled=lambda: bool(pages))
    assert shown == Shown(FIRST_PAGE, complete=False)


def test_the_consistency_queue_says_whether_it_is_all_of_it(armies: Project) -> None:
    for key, tag in ((1, "actor"), (2, "location")):
        mark(armies, reading.article(armies, key), "army", tag)
    findings, complete = find_inconsistencies(armies)
    assert ([finding.kind for finding in findings], complete) == (["tags"], True)
    assert find_inconsistencies(armies, cancelled=lambda: True) == ([], False)


def test_a_bulk_edit_says_how_far_it_is_and_can_be_stopped(armies: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "LARGE", 10)
    monkeypatch.setattr(pacing, "MOST_IN_A_TRANSACTION", 20)
    places: list[Hit] = []
    show_hits(armies, HitQuery("army"), places.extend)
    told: list[tuple[int, int, str]] = []

    def report(done: int, total: int, what: str) -> None:
        told.append((done, total, what))

    changes = edit_in_bulk(
        lambda went_on: propagating.tag_all(armies, [hit.place for hit in places], "actor", went_on),
        len(places),
        "tagging",
        report,
        lambda: len(told) == 2,
    )
    assert not changes.complete
    assert changes.count == told[-1][0] == 40
    assert told[0] == (20, 100, "tagging")
