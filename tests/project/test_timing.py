"""Time spent is kept only if the project says so, outside the journal, and what it amounts to is told."""

import pytest

from annotator.errors import UserError
from annotator.model.record import Record
from annotator.project import edits, history, timing
from annotator.project.project import Project
from annotator.project.timing import DayPace, TimeSpent
from tests.project.working import add_articles, dump, mark

RECORDS = [Record(f"The Observatory said {n} fighters were killed.") for n in range(4)]


def test_nothing_is_kept_until_the_project_says_so(project: Project) -> None:
    article, *_ = add_articles(project, RECORDS)
    timing.add_time(project, {article.key: 40})
    assert not timing.is_recorded(project)
    assert timing.time_spent(project) == TimeSpent()
    timing.set_recorded(project, recorded=True)
    timing.add_time(project, {article.key: 40})
    timing.add_time(project, {article.key: 20, 999: 5})
    assert timing.time_spent(project) == TimeSpent(1, 60.0)


def test_time_is_no_step_and_undo_leaves_it(project: Project) -> None:
    article, *_ = add_articles(project, RECORDS)
    mark(project, article, "Observatory")
    timing.set_recorded(project, recorded=True)
    before = dump(project.connection)
    timing.add_time(project, {article.key: 40})
    assert dump(project.connection) == before
    history.undo(project)
    assert timing.time_spent(project).median_seconds == 40


def test_each_annotator_sees_and_forgets_their_own_time_only(project: Project, bens: Project) -> None:
    one, two, *_ = add_articles(project, RECORDS)
    timing.set_recorded(project, recorded=True)
    timing.add_time(project, {one.key: 10, two.key: 30})
    timing.add_time(bens, {one.key: 500})
    assert timing.time_spent(project).median_seconds == 20
    assert timing.forget_time(project) == 2
    assert timing.time_spent(project) == TimeSpent()
    assert timing.time_spent(bens).articles == 1


def test_the_pace_of_a_day_counts_the_articles_that_were_called_done_on_it(project: Project) -> None:
    articles = add_articles(project, RECORDS)
    timing.set_recorded(project, recorded=True)
    timing.add_time(project, {article.key: 100 for article in articles})
    edits.set_status(project, [article.key for article in articles[:3]], "done")
    edits.set_status(project, [articles[0].key], "open")
    (day,) = timing.time_spent(project).days
    assert day == DayPace(day.day, 2, 200)


def test_a_project_that_can_only_be_read_keeps_no_time_and_cannot_be_told_to(project: Project) -> None:
    article, *_ = add_articles(project, RECORDS)
    timing.set_recorded(project, recorded=True)
    with Project.open(project.path, "ana", read_only=True) as reader:
        timing.add_time(reader, {article.key: 40})
        with pytest.raises(UserError, match="read only"):
            timing.set_recorded(reader, recorded=False)
    assert timing.time_spent(project) == TimeSpent()


def test_spans_of_a_session_are_those_that_the_annotator_made_in_it(project: Project, bens: Project) -> None:
    article, other, *_ = add_articles(project, RECORDS)
    mark(project, article, "Observatory")
    newest = timing.newest_span(project)
    assert timing.count_spans_since(project, newest) == 0
    mark(project, article, "fighters")
    mark(project, other, "fighters")
    mark(bens, article, "fighters")
    assert timing.count_spans_since(project, newest) == 2
    history.undo(project)
    assert timing.count_spans_since(project, newest) == 1


def test_articles_of_a_session_are_those_that_are_still_done(project: Project) -> None:
    keys = [article.key for article in add_articles(project, RECORDS)]
    edits.set_status(project, keys[:3], "done")
    edits.set_status(project, keys[:1], "open")
    assert timing.count_done_among(project, set(keys[:2])) == 1
