"""What the project file costs in time, against SQLite itself doing the least that would do."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from measure import Timing, interleaved, say

from annotator.model.article import Article
from annotator.model.record import Record, RecordSpan
from annotator.model.span import Fragment
from annotator.model.tagset import Tagset
from annotator.project import edits, history, reading
from annotator.project.connection import connect
from annotator.project.creating import create
from annotator.project.importing import import_records
from annotator.project.listing import ORDERS, STATES, ArticleQuery, article_keys, article_rows, count_states
from annotator.project.project import Project

pytestmark = pytest.mark.benchmark

TEXT = "The Observatory said at least 287 fighters were killed near Homs, among them 26 minors. " * 34
ROUNDS = 300


def made(path: Path, tagset: Tagset, records: list[Record]) -> Project:
    create(path, tagset, "ana")
    project = Project.open(path, "ana")
    import_records(project, (("here", record) for record in records))
    return project


def bare(path: Path) -> sqlite3.Connection:
    """A file with one table and one index, on a connection with our own settings."""
    path.touch()
    connection = connect(path, read_only=False)
    connection.execute(
        "CREATE TABLE span (key INTEGER PRIMARY KEY, layer INTEGER, tag INTEGER, start INTEGER, "
        '"end" INTEGER, id TEXT, surface TEXT) STRICT'
    )
    connection.execute("CREATE INDEX span_layer ON span (layer, start)")
    return connection


def commit_one_row(connection: sqlite3.Connection) -> None:
    connection.execute("BEGIN IMMEDIATE")
    connection.execute(
        'INSERT INTO span (layer, tag, start, "end", id, surface) VALUES (1, 1, 21, 33, ?, ?)',
        ("14046252-c734-4327-9f9b-49698c3610a1", "at least 287"),
    )
    connection.execute("COMMIT")


def with_spans(count: int) -> Record:
    spans = [
        RecordSpan(label="actor", start=at, end=at + 3) for at in (number % (len(TEXT) - 3) for number in range(count))
    ]
    # The same place is taken once; the ends differ, so that every span is one of its own.
    for number, span in enumerate(spans):
        span.end = min(len(TEXT), span.start + 1 + number // (len(TEXT) - 3))
    return Record(TEXT, layer="ana", status="open", spans=spans)


def test_a_mark_costs_hardly_more_than_a_bare_commit(tmp_path: Path, tagset: Tagset) -> None:
    with made(tmp_path / "p.annotator", tagset, [Record(TEXT)]) as project, closing(bare(tmp_path / "bare")) as floor:
        article = reading.article(project, 1)
        ours, theirs = interleaved(
            ROUNDS,
            lambda: edits.mark(project, article, [Fragment(21, 33)], "number"),
            lambda: commit_one_row(floor),
        )
    say("one mark against one bare commit", ours, theirs, "≤ 1.3")


def test_a_mark_costs_the_same_when_there_are_many(tmp_path: Path, tagset: Tagset) -> None:
    with (
        made(tmp_path / "few.annotator", tagset, [with_spans(200)]) as few,
        made(tmp_path / "many.annotator", tagset, [with_spans(50_000)]) as many,
    ):
        assert len(reading.spans(many, 1)) > 49_000
        articles = [reading.article(project, 1) for project in (few, many)]

        def one(project: Project, article: Article) -> None:
            edits.mark(project, article, [Fragment(21, 33)], "number")

        floor, ours = interleaved(ROUNDS, lambda: one(few, articles[0]), lambda: one(many, articles[1]))
        say("a mark beside 50,000 against one beside 200", ours, floor, "≤ 1.2")
        floor, ours = interleaved(ROUNDS, lambda: history.undo(few), lambda: history.undo(many))
        say("an undo beside 50,000 against one beside 200", ours, floor, "≤ 1.2")
        floor, ours = interleaved(50, lambda: history.next_undo(few), lambda: history.next_undo(many))
        say("naming the next undo, likewise", ours, floor, "flat")


@pytest.fixture(scope="module")
def small_and_large(tmp_path_factory: pytest.TempPathFactory, tagset: Tagset) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("projects")
    for name, count in (("small", 100), ("large", 100_000)):
        records = [
            Record(f"{number} {TEXT[:300]}", meta={"title": f"Report {number * 7919 % count}", "source": "Wire"})
            for number in range(count)
        ]
        with made(folder / f"{name}.annotator", tagset, records) as project:
            edits.set_status(project, range(1, count, 3), "done")
    return folder / "small.annotator", folder / "large.annotator"


def test_a_large_project_opens_as_quickly_as_a_small_one(small_and_large: tuple[Path, Path]) -> None:
    small, large = small_and_large
    floor, ours = interleaved(
        100, lambda: Project.open(small, "ana").close(), lambda: Project.open(large, "ana").close()
    )
    say("opening 100,000 articles against 100", ours, floor, "≤ 1.2")


def test_the_list_of_a_large_project_answers_quickly(small_and_large: tuple[Path, Path]) -> None:
    with Project.open(small_and_large[1], "ana") as project:

        def floor() -> None:
            project.connection.execute("SELECT key FROM article ORDER BY key").fetchall()

        for order in ORDERS:
            ours, theirs = interleaved(10, lambda: article_keys(project, ArticleQuery(order=order)), floor)  # noqa: B023 – asked now, not later
            say(f"100,000 keys by {order} against fetching them", ours, theirs, "small")
        for state in STATES:
            ours, theirs = interleaved(10, lambda: article_keys(project, ArticleQuery(state=state)), floor)  # noqa: B023 – asked now, not later
            say(f"100,000 keys, {state}", ours, theirs, "small")
        keys = article_keys(project, ArticleQuery(order="title"))
        page, counts = interleaved(
            50, lambda: article_rows(project, keys[50_000:50_060]), lambda: count_states(project)
        )
        say("a page of 60 rows, against counting the states", page, counts, "far below 16 ms")


def test_undoing_a_large_import(tmp_path: Path, tagset: Tagset) -> None:
    spans = [RecordSpan(label="actor", start=at, end=at + 5) for at in range(0, 100, 5)]
    records = [Record(f"{number} {TEXT[:3000]}", layer="wire", spans=spans) for number in range(2000)]
    with made(tmp_path / "p.annotator", tagset, records) as project:
        back, forth = interleaved(1, lambda: history.undo(project), lambda: history.redo(project))
    assert isinstance(back, Timing)
    say("undoing an import of 2,000 articles with 20 spans, against redoing it", back, forth, "–")
