"""Undo and redo of a step with more rows than are kept in memory, or handled, at a time."""

from pathlib import Path

import pytest

from annotator.errors import UserError
from annotator.model.record import Record, RecordSpan
from annotator.project import history
from annotator.project.importing import import_records
from annotator.project.project import Project
from annotator.project.searching import find_articles, index_all
from tests.project.working import add_article, assert_sound, dump, mark


@pytest.fixture(autouse=True)
def small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("annotator.project.step.MOST_ENTRIES", 7)
    monkeypatch.setattr("annotator.project.history._LONGEST_RUN", 4)


def test_an_import_comes_and_goes_whole_however_many_pieces_that_takes(project_path: Path) -> None:
    with Project.open(project_path, "ana") as project:
        mark(project, add_article(project), "Observatory")
        before = dump(project.connection)
        words = [RecordSpan(label="actor", start=0, end=7), RecordSpan(label="number", start=8, end=10)]
        import_records(
            project, [(str(n), Record(text=f"Article {n:02} on the ferry.", spans=words)) for n in range(30)]
        )
        index_all(project)
        imported = dump(project.connection)
        assert history.undo(project).wholesale
        assert dump(project.connection) | _ignored(before) == before | _ignored(before)
        assert not find_articles(project, "ferry")
        assert history.redo(project)
        assert dump(project.connection) | _ignored(imported) == imported | _ignored(imported)
        assert len(find_articles(project, "ferry")) == 30
        history.undo(project)
    assert_sound(project_path)


def test_going_back_that_is_stopped_half_way_changes_nothing(project_path: Path) -> None:
    with Project.open(project_path, "ana") as project:
        import_records(project, [(str(n), Record(text=f"Article {n:02} on the ferry.")) for n in range(30)])
        before = dump(project.connection)
        answers = iter([True, True, False])
        with pytest.raises(UserError, match="stopped"):
            history.undo(project, lambda: next(answers))
        assert dump(project.connection) == before
        assert history.undo(project)
    assert_sound(project_path)


def _ignored(rows: dict[str, object]) -> dict[str, object]:
    """The tables that tell what happened, and so never read as before."""
    return {table: None for table in rows if table in ("step", "journal", "project", "annotator", "sqlite_sequence")}
