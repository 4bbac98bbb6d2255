"""What a change of the tagset costs, against SQLite itself doing the least that would do."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from time import perf_counter

import pytest
from measure import Timing, say

from annotator.model.record import Record, RecordSpan
from annotator.model.tagset import Tagset
from annotator.model.tagset_changes import MergeTags, RenameAttribute, RenameTag
from annotator.project import history
from annotator.project.connection import connect
from annotator.project.creating import create
from annotator.project.examples import harvest
from annotator.project.importing import import_records
from annotator.project.project import Project
from annotator.project.retagging import change_tagset_and_work
from annotator.project.retagging_preview import preview
from annotator.project.tagset_survey import survey

pytestmark = pytest.mark.benchmark

EACH = 100_000
PER_ARTICLE = 200
WORDS = "fighters and towns near the river " * 40
MERGE = [MergeTags(("location",), "actor")]


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory, tagset: Tagset) -> Iterator[Project]:
    """A project with 100,000 spans of each of two tags, in the layers of two people."""
    path = tmp_path_factory.mktemp("tagset") / "p.annotator"
    create(path, tagset, "ana")
    with Project.open(path, "ana") as project:
        import_records(project, (("here", record) for record in _records()))
        yield project


def _records() -> Iterator[Record]:
    for number in range(2 * EACH // PER_ARTICLE):
        spans = [
            RecordSpan(label=("actor", "location")[at % 2], start=5 * at, end=5 * at + 4, attributes={"type": "rebel"})
            for at in range(PER_ARTICLE)
        ]
        yield Record(f"{number} {WORDS}", layer=("ana", "ben")[number % 2], spans=spans)


def milliseconds(work: object) -> float:
    began = perf_counter()
    assert callable(work)
    work()
    return (perf_counter() - began) * 1000


def bare_update(project: Project, folder: Path) -> float:
    """Copy the spans into a file of their own and give one half of them the other's tag."""
    path = folder / "bare"
    path.touch()
    with closing(connect(path, read_only=False)) as connection:
        connection.execute("CREATE TABLE span (key INTEGER PRIMARY KEY, layer, tag, start, end, id, surface)")
        rows = project.connection.execute('SELECT key, layer, tag, start, "end", id, surface FROM span').fetchall()
        connection.execute("BEGIN")
        connection.executemany("INSERT INTO span VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
        connection.execute("COMMIT")
        return milliseconds(lambda: _update(connection))


def _update(connection: sqlite3.Connection) -> None:
    connection.execute("BEGIN")
    connection.execute("UPDATE span SET tag = 1 WHERE tag = 2")
    connection.execute("COMMIT")


def test_merging_two_tags_of_100_000_spans_and_back(large: Project, tagset: Tagset, tmp_path: Path) -> None:
    floor = Timing((bare_update(large, tmp_path),))
    counted = Timing((milliseconds(lambda: preview(large, MERGE, tagset)),))
    size = large.path.stat().st_size
    merged = Timing((milliseconds(lambda: change_tagset_and_work(large, MERGE, tagset)),))
    assert len(large.tagset.tags) == len(tagset.tags) - 1
    grown = (large.path.stat().st_size - size) / EACH
    undone = Timing((milliseconds(lambda: history.undo(large)),))
    assert large.tagset == tagset
    say("counting what a merge of two tags with 100,000 spans each touches, against a bare UPDATE", counted, floor, "–")
    say("merging them", merged, floor, "≤ 25: the journal keeps what each was")
    say("undoing the merge", undone, floor, "≤ 40")
    print(f"the file grew by {grown:.0f} bytes a span that changed (aim ≤ 100)")


def test_renaming_touches_no_span(large: Project, tagset: Tagset, tmp_path: Path) -> None:
    floor = Timing((bare_update(large, tmp_path),))
    renamed = Timing(
        (milliseconds(lambda: change_tagset_and_work(large, [RenameTag("actor", "agent")], large.tagset)),)
    )
    history.undo(large)
    say("renaming a tag of 100,000 spans, against a bare UPDATE", renamed, floor, "far below 1")
    attribute = [RenameAttribute("actor", "type", "kind")]
    rewritten = Timing((milliseconds(lambda: change_tagset_and_work(large, attribute, large.tagset)),))
    undone = Timing((milliseconds(lambda: history.undo(large)),))
    say("renaming an attribute that 100,000 spans have", rewritten, floor, "–")
    say("undoing that", undone, floor, "–")


def test_counting_and_harvesting(large: Project) -> None:
    counted = Timing(tuple(milliseconds(lambda: survey(large)) for _ in range(3)))
    harvested = Timing(tuple(milliseconds(lambda: harvest(large)) for _ in range(50)))
    say("examples of every tag of 200,000 spans, against counting all of them", harvested, counted, "≤ 5 ms a tag")
