"""The list of articles: keys of what matches, in order; rows only of what is visible."""

import pytest

from annotator.model.article import Article
from annotator.model.record import Record
from annotator.project import edits, history, reading
from annotator.project.listing import ORDERS, ArticleQuery, article_keys, article_rows, count_states
from annotator.project.project import Project
from tests.project.working import add_articles, mark

RECORDS = [
    Record("First text.", meta={"title": "Bridge taken", "source": "Wire", "published": "2026-11-02"}),
    Record("Second text, which has no title and goes on and on until it is too long for one line of the list, really."),
    Record("Third text.", meta={"title": "Army denies", "source": "Agency", "published": "2025"}),
    Record(
        "Fourth text.", meta={"title": "<b>Homs</b>", "source": "Wire", "published": "2026-01-09", "language": "en"}
    ),
]


@pytest.fixture
def articles(project: Project) -> list[Article]:
    return add_articles(project, RECORDS)


def keys(project: Project, **fields: object) -> list[int]:
    return list(article_keys(project, ArticleQuery(**fields)))  # type: ignore[arg-type]


def test_the_list_is_in_the_order_asked_for(project: Project, articles: list[Article]) -> None:
    assert keys(project) == [1, 2, 3, 4]
    assert keys(project, order="title") == [2, 4, 3, 1]
    assert keys(project, order="published") == [2, 3, 4, 1]
    assert keys(project, order="source") == [2, 3, 1, 4]
    for order in ORDERS:
        assert keys(project, order=order, descending=True) == keys(project, order=order)[::-1]


def test_states_are_those_of_the_own_annotator(project: Project, bens: Project, articles: list[Article]) -> None:
    edits.set_status(project, [1, 3], "done")
    edits.set_flagged(project, [3, 4], flagged=True)
    edits.set_status(bens, [2], "done")
    assert keys(project, state="done") == [1, 3]
    assert keys(project, state="open") == [2, 4]
    assert keys(project, state="flagged") == [3, 4]
    assert keys(project, state="flagged", words="fourth") == [4]
    assert keys(bens, state="done") == [2]
    counts, bens_counts = count_states(project), count_states(bens)
    assert (counts.open, counts.done, counts.flagged) == (2, 2, 2)
    assert (bens_counts.open, bens_counts.done, bens_counts.flagged) == (3, 1, 0)


def test_somebody_new_sees_everything_open(project: Project, articles: list[Article]) -> None:
    edits.set_status(project, [1], "done")
    with Project.open(project.path, "new") as newcomers:
        assert keys(newcomers, state="open") == [1, 2, 3, 4]
        assert keys(newcomers, state="done") == []
        assert count_states(newcomers).open == 4


def test_a_row_says_what_the_list_shows(project: Project, articles: list[Article]) -> None:
    edits.set_status(project, [4], "done")
    third, second, fourth = article_rows(project, [3, 2, 4])
    assert (third.heading, third.source, third.published, third.status) == ("Army denies", "Agency", "2025", "open")
    assert second.heading.startswith("Second text, which has no title")
    assert second.heading.endswith("…")
    assert len(second.heading) <= 90
    assert (fourth.heading, fourth.language, fourth.status, fourth.flagged) == ("<b>Homs</b>", "en", "done", False)


def test_a_row_whose_article_is_gone_is_left_out(project: Project, articles: list[Article]) -> None:
    assert [row.key for row in article_rows(project, [3, 99, 1])] == [3, 1]
    assert article_rows(project, []) == []
    history.undo(project)
    assert keys(project) == []


def test_an_article_that_gets_a_title_is_listed_by_it(project: Project, articles: list[Article]) -> None:
    second = articles[1]
    edits.edit_meta(project, second, type(second.meta)(title="Now it has one"))
    assert article_rows(project, [2])[0].heading == "Now it has one"
    history.undo(project)
    assert article_rows(project, [2])[0].heading.startswith("Second text")


def test_counts_by_layer_and_tag_leave_suggestions_out(
    project: Project, bens: Project, articles: list[Article]
) -> None:
    mark(project, articles[0], "First")
    mark(project, articles[0], "text", "claim")
    mark(bens, articles[2], "Third", "number")
    edits.set_status(bens, [3], "done")
    with project.step("suggest") as step:
        row = {"layer": 1, "tag": 1, "id": "s", "start": 0, "end": 2, "surface": "Fi", "origin": "suggestion:rules"}
        step.rows.insert("span", row | {"step": step.rows.key})
    counts = reading.count_layers(project)
    assert counts["ana"].spans == {"actor": 1, "claim": 1}
    assert (counts["ben"].done, counts["ben"].open, counts["ben"].spans) == (1, 3, {"number": 1})
    assert reading.count_suggestions(project) == 1
    assert reading.annotators(project) == ["ana", "ben"]
