"""Work that comes without the article's own text is laid over the article of the same id."""

from collections.abc import Callable
from pathlib import Path

import pytest

from annotator.jobs.exporting import export_project
from annotator.jobs.importing import ImportOptions, import_paths
from annotator.model.record import Record, RecordSpan
from annotator.model.tagset import Tagset
from annotator.project.creating import create
from annotator.project.importing import import_records
from annotator.project.project import Project
from tests.jobs.filling import contents, many


@pytest.fixture
def filled(project: Project) -> Project:
    import_records(project, (("here", record) for record in many(30)))
    return project


def places(project: Project, layer: str) -> list[tuple[str | None, list[tuple[str, int, int, str | None]]]]:
    return [
        (record.id, [(span.label, span.start, span.end, span.text) for span in record.spans])
        for record in contents(project)
        if record.layer == layer
    ]


def test_what_was_exported_as_tokens_is_found_again_by_the_id_of_its_article(filled: Project, tmp_path: Path):
    export_project(filled, tmp_path / "x.conll", "conll")
    report = import_paths(filled, [tmp_path / "x.conll"], ImportOptions(layer="model"))
    assert (report.articles.known, report.articles.new, report.articles.refused) == (30, 0, 0)
    assert places(filled, "model") == places(filled, "ana")
    assert report.notes == []


def test_an_unknown_article_of_tokens_is_a_new_one_and_says_so(filled: Project, tmp_path: Path, tagset: Tagset):
    export_project(filled, tmp_path / "x.conll", "conll")
    create(tmp_path / "second.annotator", tagset, "ana")
    with Project.open(tmp_path / "second.annotator", "ana") as second:
        report = import_paths(second, [tmp_path / "x.conll"], ImportOptions())
        assert report.articles.new == 30
        assert "put together from tokens" in report.notes[0].why
        assert [span.text for record in contents(second) for span in record.spans] == [
            f"at least {number}" for number in range(30)
        ]


def elsewhere(name: str, **more: int) -> Record:
    span = RecordSpan(label="number", text="at least 3", **({"start": 21, "end": 31} | more))  # type: ignore[arg-type]
    return Record("", name, layer="ben", spans=[span], text_is="elsewhere")


@pytest.mark.parametrize("first", [lambda: many(4), lambda: []], ids=["with the articles", "after the articles"])
@pytest.mark.parametrize("dry", [False, True])
def test_work_without_a_text_needs_the_article(project: Project, first: Callable[[], list[Record]], dry: bool):
    if not first():
        import_records(project, (("here", record) for record in many(4)))
    arriving = [*first(), elsewhere("a3", start=25, end=35), elsewhere("a9")]
    tally = import_records(project, (("x.csv", record) for record in arriving), dry_run=dry)
    assert (tally.articles.refused, tally.spans.reanchored) == (1, 1)
    assert tally.notes[-1].why == "article a9 has no text, and is not in the project."
    if not dry:
        assert places(project, "ben") == [("a3", [("number", 21, 31, "at least 3")])]


def test_tokens_of_another_text_are_refused(filled: Project):
    record = Record("The Observatory said so", "a3", text_is="tokens")
    tally = import_records(filled, [("x.conll", record)])
    assert tally.notes[-1].why == "article a3 is in the project with another text."
