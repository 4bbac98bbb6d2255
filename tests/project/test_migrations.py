"""An upgrade keeps a copy of what was, and happens whole or not at all."""

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from time import sleep

import pytest
from sqlite_utils import Database, Migrations

from annotator.errors import UserError
from annotator.model.span import Fragment
from annotator.project import edits, history, reading, schema
from annotator.project.connection import settled_version_of
from annotator.project.creating import upgrade
from annotator.project.migrations import fast_hands, first_release, review, stories
from annotator.project.project import Project
from annotator.project.searching import find_articles, pending
from annotator.project.stale import stale_articles
from tests.project.working import add_article, assert_sound, mark

ROOT = Path(__file__).parents[2]


@pytest.fixture
def steps() -> Migrations:
    """The migrations there are, to which a test adds the next one."""
    known = Migrations("news-annotator")
    known(name="first_release")(first_release)
    known(name="fast_hands")(fast_hands)
    known(name="review")(review)
    known(name="stories")(stories)
    return known


@pytest.fixture
def older(project: Project) -> Path:
    """A project with a mark, from the program before the one that has the added migration."""
    mark(project, add_article(project), "Homs")
    project.close()
    return project.path


@pytest.fixture(autouse=True)
def newer_program(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schema, "VERSION", 5)


def asked(path: Path, question: str) -> object:
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as connection:
        return connection.execute(question).fetchone()[0]


def test_an_upgrade_keeps_a_copy_of_what_was_and_counts_up(steps: Migrations, older: Path) -> None:
    steps(name="second")(lambda db: db.execute("ALTER TABLE span ADD COLUMN colour TEXT"))
    kept = upgrade(older, steps)
    assert kept.name == "news (before upgrade from format 4).annotator"
    assert asked(older, "PRAGMA user_version") == 5
    assert asked(older, "SELECT count(colour) + count(*) FROM span") == 1
    assert asked(kept, "PRAGMA user_version") == 4
    assert asked(kept, "SELECT count(*) FROM pragma_table_info('span') WHERE name = 'colour'") == 0
    assert_sound(kept)


def test_the_copy_is_made_before_the_first_change(steps: Migrations, older: Path) -> None:
    @steps()
    def look(db: Database) -> None:
        assert_sound(older.with_name("news (before upgrade from format 4).annotator"))

    upgrade(older, steps)


def fail(db: Database) -> None:
    db.execute("CREATE TABLE half (x)")
    db["span"].transform(rename={"note": "comment"})  # type: ignore[union-attr]
    db.execute("DELETE FROM relation")
    raise ZeroDivisionError


def dangle(db: Database) -> None:
    db.execute("DELETE FROM layer")


@pytest.mark.parametrize("step", [fail, dangle])
def test_an_upgrade_that_fails_leaves_the_file_as_it_was(step: object, steps: Migrations, older: Path) -> None:
    before = older.read_bytes()
    steps(name="second")(step)  # type: ignore[type-var]
    with pytest.raises((ZeroDivisionError, RuntimeError)):
        upgrade(older, steps)
    assert older.read_bytes() == before
    assert not older.with_name(f"{older.name}-journal").exists()
    assert_sound(older)


def test_without_a_copy_there_is_no_upgrade(steps: Migrations, older: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_room(*_: object) -> None:
        raise UserError("The disk is full.")

    steps(name="second")(lambda db: db.execute("CREATE TABLE more (x)"))
    monkeypatch.setattr("annotator.project.creating.copy_project", no_room)
    before = older.read_bytes()
    with pytest.raises(UserError, match="full"):
        upgrade(older, steps)
    assert older.read_bytes() == before


def test_trying_again_does_not_copy_again_but_copies_what_was_saved_since(steps: Migrations, older: Path) -> None:
    steps(name="second")(fail)
    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            upgrade(older, steps)
    assert len(list(older.parent.iterdir())) == 2
    os.utime(older)
    with Project.open(older, "ana") as project:
        mark(project, add_article(project), "Observatory")
    os.utime(older)
    with pytest.raises(ZeroDivisionError):
        upgrade(older, steps)
    newest = older.with_name("news (before upgrade from format 4, 2).annotator")
    assert asked(newest, "SELECT count(*) FROM span") == 2


KILLED = """
import os, signal, sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from sqlite_utils import Migrations
from annotator.model.span import Fragment
from annotator.project import edits, history, reading, schema
from annotator.project.creating import upgrade
from annotator.project.migrations import fast_hands, first_release, review, stories
schema.VERSION = 4
steps = Migrations("news-annotator")
steps(name="first_release")(first_release)
steps(name="fast_hands")(fast_hands)
steps(name="review")(review)
steps(name="stories")(stories)
@steps()
def second(db):
    db.execute("PRAGMA cache_size = 1")
    db.execute("UPDATE span SET note = hex(randomblob(200))")
    db["span"].transform(rename={"note": "comment"})
    print("under way", flush=True)
upgrade(Path(sys.argv[1]), steps)
print("upgraded", flush=True)
"""


def test_an_upgrade_that_is_killed_happened_whole_or_not_at_all(older: Path) -> None:
    """Killed at a few moments after its first change, among them the commit."""
    with Project.open(older, "ana") as project:
        article = add_article(project)
        for _ in range(150):
            mark(project, article, "Homs")
    for number in range(8):
        copy = older.with_name(f"{number}.annotator")
        copy.write_bytes(older.read_bytes())
        command = [sys.executable, "-c", KILLED, str(copy), str(ROOT)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as victim:
            assert victim.stdout is not None
            assert victim.stdout.readline() == "under way\n"
            sleep(number * 0.001)
            victim.send_signal(signal.SIGKILL)
            done = "upgraded" in victim.stdout.read()
        version = settled_version_of(copy)
        assert version == 5 or not done
        assert asked(copy, "PRAGMA integrity_check") == "ok"
        renamed = asked(copy, "SELECT count(*) FROM pragma_table_info('span') WHERE name = 'comment'")
        assert renamed == version - 4
        assert asked(copy, "SELECT count(*) FROM span") == 151


def test_an_older_project_is_not_upgraded_by_who_only_reads(older: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("annotator.project.project.VERSION", 5)
    before = older.read_bytes()
    with pytest.raises(UserError, match="older News Annotator"):
        Project.open(older, "ana", read_only=True)
    assert older.read_bytes() == before
    assert [path.name for path in older.parent.iterdir()] == [older.name]


ADDED_LAST = ("compared", "compared_up_to", "conflict", "decision", "reason", "text_signature")
ADDED_BEFORE = ("alias", "paragraph_read", "refused_mention", "settled_finding", "time_spent")


def as_made_by_version_two(path: Path) -> None:
    """Turn a project into what the program before the review would have made of the same work."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA foreign_keys = 0")
        connection.execute("DROP VIEW conflicts")
        connection.execute("DROP INDEX article_story")
        connection.execute("ALTER TABLE project DROP COLUMN stories_up_to")
        _drop(connection, ADDED_LAST)
        connection.execute("DELETE FROM _sqlite_migrations WHERE name IN ('review', 'stories')")
        connection.execute("PRAGMA user_version = 2")


def as_made_by_version_one(path: Path) -> None:
    """Turn a project into what the first release would have made of the same work."""
    as_made_by_version_two(path)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA foreign_keys = 0")
        _drop(connection, ADDED_BEFORE)
        connection.execute("ALTER TABLE span DROP COLUMN guesses")
        connection.execute("ALTER TABLE project DROP COLUMN times_work")
        connection.execute("DROP TABLE article_text_fts")
        connection.execute(
            'CREATE VIRTUAL TABLE "article_text_fts" USING FTS5 (\n    "text",\n    '
            "tokenize='unicode61 remove_diacritics 2',\n    content=\"article_text\"\n)"
        )
        connection.execute("INSERT INTO article_text_fts (article_text_fts) VALUES ('rebuild')")
        connection.execute("UPDATE project SET indexed_up_to = (SELECT max(key) FROM article)")
        connection.execute("DELETE FROM _sqlite_migrations WHERE name <> 'first_release'")
        connection.execute("PRAGMA user_version = 1")


def _drop(connection: sqlite3.Connection, tables: tuple[str, ...]) -> None:
    for table in tables:
        connection.execute(f"DROP TABLE {table}")
        connection.execute("DELETE FROM sqlite_sequence WHERE name = ?", (table,))


@pytest.mark.parametrize(("older_than", "version"), [(as_made_by_version_one, 1), (as_made_by_version_two, 2)])
def test_a_project_of_an_older_release_is_opened_with_all_its_work(
    older_than: Callable[[Path], None], version: int, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(schema, "VERSION", 4)
    article = add_article(project)
    kept, removed = mark(project, article, "Homs"), mark(project, article, "287", "number")
    edits.remove(project, [removed])
    project.close()
    older_than(project.path)
    with Project.open(project.path, "ana") as opened:
        assert [span.key for span in reading.spans(opened, article.key)] == [kept]
        history.undo(opened)
        assert [span.key for span in reading.spans(opened, article.key)] == [removed, kept]
        edits.set_paragraph_read(opened, article, Fragment(0, 5), read=True)
        # The index of the first release is made anew, and filled by the first search.
        assert pending(opened) == 1
        assert list(find_articles(opened, "minors")) == [article.key]
        assert pending(opened) == 0
        # What was done before there was a review is compared like what was done since.
        assert list(stale_articles(opened)) == [article.key]
    assert asked(project.path, "PRAGMA user_version") == 4
    kept_as = project.path.with_name(f"news (before upgrade from format {version}).annotator")
    assert asked(kept_as, "PRAGMA user_version") == version
    assert_sound(project.path)
