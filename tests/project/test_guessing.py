"""Guesses come with a mark, follow its words and its tag, and never speak over a person or in an export."""

from pathlib import Path

import msgspec
import pytest

from annotator.data import resources
from annotator.formats import jsonl
from annotator.formats.source import file_source
from annotator.jobs.exporting import export_project
from annotator.model.aliases import Alias
from annotator.model.span import Fragment
from annotator.model.tagset import read_tagset
from annotator.project import describing, edits, history, reading
from annotator.project.alias_edits import add_aliases
from annotator.project.creating import create
from annotator.project.importing import import_records
from annotator.project.project import Project
from tests.project.working import add_article, mark


@pytest.fixture
def project(tmp_path: Path) -> Project:
    tagset = read_tagset((resources() / "tagsets" / "conflict_news.json").read_bytes(), "the default tagset")
    create(tmp_path / "news.annotator", tagset, "ana")
    return Project.open(tmp_path / "news.annotator", "ana")


def test_a_number_is_guessed_at_when_it_is_marked(project: Project) -> None:
    key = mark(project, add_article(project), "at least 287", "number")
    span = reading.span(project, key)
    assert span.attributes == {}
    assert span.guessed["low"] == 287
    assert span.guessed["modifier"] == "at_least"


def test_other_edges_make_other_guesses_but_not_about_what_was_decided(project: Project) -> None:
    article = add_article(project)
    key = mark(project, article, "26", "number")
    describing.set_attribute(project, [key], "counts", "fighters")
    assert reading.span(project, key).guessed["best"] == 26
    edits.move(project, article, key, [Fragment(21, 33)])
    span = reading.span(project, key)
    assert span.guessed["low"] == 287
    assert "best" not in span.guessed
    assert "counts" not in span.guessed
    assert span.attributes == {"counts": "fighters"}
    history.undo(project)
    assert reading.span(project, key).guessed["best"] == 26


def test_another_tag_makes_other_guesses_in_one_step(project: Project) -> None:
    key = mark(project, add_article(project), "at least 287 fighters were killed", "number")
    edits.retag(project, [key], "claim")
    assert reading.span(project, key).guessed.get("polarity") == "affirmed"
    assert "low" not in reading.span(project, key).guessed
    edits.retag(project, [key], "location")
    assert reading.span(project, key).guesses == {}
    history.undo(project)
    history.undo(project)
    assert reading.span(project, key).guessed["low"] == 287


def test_an_export_holds_guesses_only_if_it_is_asked_to_and_can_be_read_back(project: Project, tmp_path: Path) -> None:
    mark(project, add_article(project), "at least 287", "number")
    plain, guessed = tmp_path / "plain.jsonl", tmp_path / "guessed.jsonl"
    export_project(project, plain)
    export_project(project, guessed, guesses=True)
    (line,) = [msgspec.json.decode(one) for one in plain.read_bytes().splitlines()]
    assert line["spans"][0]["attributes"] == {}
    assert "guessed" not in line["spans"][0]
    (line,) = [msgspec.json.decode(one) for one in guessed.read_bytes().splitlines()]
    assert line["spans"][0]["attributes"]["low"] == 287
    assert line["spans"][0]["guessed"]["low"] == "number"
    before = reading.spans(project, 1)[0]
    create(tmp_path / "again.annotator", project.tagset, "ana")
    with Project.open(tmp_path / "again.annotator", "ana") as again:
        import_records(again, (("here", record) for record in jsonl.read(file_source(guessed), None)))
        after = reading.spans(again, 1)[0]
    assert (after.attributes, after.guesses) == (before.attributes, before.guesses)


def test_an_actor_is_guessed_only_where_the_list_leaves_no_other_answer(project: Project) -> None:
    add_aliases(project, [Alias("Syrian Observatory", "Observatory")])
    article = add_article(project)
    key = mark(project, article, "The Observatory", "actor")
    assert reading.span(project, key).guesses == {"actors": {"canonical": "Syrian Observatory"}}
    add_aliases(project, [Alias("Paris Observatory", "Observatory")])
    other = mark(project, article, "Observatory", "actor")
    assert reading.span(project, other).guesses == {}
    describing.accept_guesses(project, [key])
    assert reading.span(project, key).attributes == {"canonical": "Syrian Observatory"}
