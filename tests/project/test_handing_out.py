"""What a project hands out a page at a time: every article once, whatever was taken away meanwhile."""

import pytest

from annotator.model.layer import ALL
from annotator.model.record import Record
from annotator.project import exporting, training
from annotator.project.exporting import records, records_by_article
from annotator.project.project import Project
from tests.project.working import add_articles


@pytest.fixture
def filled(project: Project, monkeypatch: pytest.MonkeyPatch) -> Project:
    """Ten articles of which every other one is of a story, in pages of three."""
    stories = ("", "summit", "", "border", "", "summit", "", "border", "", "summit")
    made = [Record(f"Report {number}.", f"a{number}", meta={"story": story}) for number, story in enumerate(stories, 1)]
    add_articles(project, made)
    monkeypatch.setattr(exporting, "PAGE_ARTICLES", 3)
    monkeypatch.setattr(training, "_PAGE", 2)
    return project


def test_articles_come_with_their_keys_in_their_order(filled: Project) -> None:
    found = [(key, [record.id for record in of_article]) for key, of_article in records_by_article(filled, ALL)]
    assert found == [(key, [f"a{key}"]) for key in range(1, 11)]


@pytest.mark.parametrize("only", [[], [2, 3, 5, 7, 8, 9, 10], list(range(1, 11)), [1, 10], [4]])
def test_only_those_that_are_asked_for_come(filled: Project, only: list[int]) -> None:
    assert [key for key, _ in records_by_article(filled, ALL, only=only)] == only
    assert [record.id for record in records(filled, ALL, only=only)] == [f"a{key}" for key in only]


def test_a_whole_page_that_is_gone_does_not_end_it(filled: Project) -> None:
    asked = [1, 2, 3, *range(100, 107), 200, 201]
    assert [key for key, _ in records_by_article(filled, ALL, only=asked)] == [1, 2, 3]
    filled.connection.execute("DELETE FROM article_text WHERE article BETWEEN 3 AND 8")
    assert [key for key, _ in records_by_article(filled, ALL, only=list(range(1, 11)))] == [1, 2, 9, 10]


def test_articles_come_story_after_story(filled: Project) -> None:
    assert list(training.articles_by_story(filled)) == [
        ("border", 4), ("border", 8), ("summit", 2), ("summit", 6), ("summit", 10),
    ]  # fmt: skip
