"""What is not a sound project of ours is refused in one sentence, and left as it was to the byte."""

import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from annotator.errors import UserError
from annotator.model.tagset import Tagset
from annotator.project import edits, reading, schema
from annotator.project.creating import create
from annotator.project.project import Project
from tests.project.working import add_article, dump, mark

PNG = bytes.fromhex("89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489")


def write(path: Path, statements: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.executescript(statements)


def change(statements: str) -> Callable[[Path], None]:
    return lambda path: write(path, statements)


def another_database(statements: str) -> Callable[[Path], None]:
    def make(path: Path) -> None:
        path.unlink()
        write(path, statements)

    return make


def zero_a_page(path: Path) -> None:
    held = bytearray(path.read_bytes())
    held[: 4096 - 100] = held[:100] + bytes(4096 - 200)
    path.write_bytes(held)


OURS = f"PRAGMA application_id = {schema.APPLICATION_ID}; PRAGMA user_version = {schema.VERSION};"
TRIGGER = "AFTER INSERT ON span BEGIN UPDATE span SET note = 'forged'; END"

REFUSED: dict[str, Callable[[Path], object]] = {
    "a text": lambda path: path.write_text("The Observatory said …\n" * 500),
    "a short text": lambda path: path.write_text("Homs"),
    "a picture": lambda path: path.write_bytes(PNG),
    "an empty file": lambda path: path.write_bytes(b""),
    "an empty page": lambda path: path.write_bytes(bytes(4096)),
    "a database of something else": another_database("CREATE TABLE moz_places (id INTEGER PRIMARY KEY)"),
    "a database of something else with our id": another_database(OURS + "CREATE TABLE span (key INTEGER)"),
    "an empty database with our id": another_database(OURS),
    "a project of a newer program": change(f"PRAGMA user_version = {schema.VERSION + 1}"),
    "a project with a trigger": change(f"CREATE TRIGGER forge {TRIGGER}"),
    "a trigger called like a table of ours": change(f"CREATE TRIGGER span {TRIGGER}"),
    "a trigger called like a table of the search": change(f"CREATE TRIGGER article_text_fts_config {TRIGGER}"),
    "a trigger called like a table of the migrations": change(f"CREATE TRIGGER _sqlite_migrations {TRIGGER}"),
    "a trigger called nearly like an index": change(f'CREATE TRIGGER "sqliteXautoindexXspan" {TRIGGER}'),
    "a project with a foreign table": change("CREATE TABLE more (x)"),
    "a project without a view": change("DROP VIEW claims"),
    "a project with another view": change("DROP VIEW claims; CREATE VIEW claims AS SELECT 1 AS id"),
    "a project without an index": change("DROP INDEX span_layer"),
    "a project with a wider table": change("ALTER TABLE span ADD COLUMN colour TEXT"),
    "a trigger with a long and nasty name": change(f'CREATE TRIGGER "{"<img src=x>" * 60}" {TRIGGER}'),
    "a damaged first page": zero_a_page,
}


@pytest.mark.parametrize("spoil", REFUSED.values(), ids=REFUSED)
def test_a_foreign_file_is_refused_untouched(spoil: Callable[[Path], object], project_path: Path) -> None:
    spoil(project_path)
    before = project_path.read_bytes()
    for read_only in (False, True):
        with pytest.raises(UserError) as refusal:
            Project.open(project_path, "ana", read_only=read_only)
        assert project_path.name in str(refusal.value)
        assert len(str(refusal.value)) <= 200
        assert "\n" not in str(refusal.value)
    assert project_path.read_bytes() == before
    assert [path.name for path in project_path.parent.iterdir()] == [project_path.name]


def test_a_newer_project_is_named_as_such(project_path: Path) -> None:
    write(project_path, f"PRAGMA user_version = {schema.VERSION + 1}")
    with pytest.raises(UserError, match="newer News Annotator"):
        Project.open(project_path, "ana")


def test_a_missing_project_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no project"):
        Project.open(tmp_path / "typo.annotator", "ana")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_is_no_project(tmp_path: Path) -> None:
    (tmp_path / "p.annotator").mkdir()
    with pytest.raises(UserError, match="folder"):
        Project.open(tmp_path / "p.annotator", "ana")


@pytest.mark.parametrize("name", ["", "  ", "a\nb", "a\0b", "\udcff", "x" * 201, "gold", "all", "suggestions"])
def test_an_annotator_has_a_name_that_can_be_shown_and_exported(name: str, project_path: Path) -> None:
    with pytest.raises(UserError, match="name") as refusal:
        Project.open(project_path, name)
    assert len(str(refusal.value)) < 120


@pytest.mark.parametrize("name", ["ну и ну?.annotator", "a#b%20c.annotator", "mode=memory&x.annotator"])
def test_a_project_may_have_any_name(name: str, tmp_path: Path, tagset: Tagset) -> None:
    create(tmp_path / name, tagset, "ana")
    with Project.open(tmp_path / name, "ana") as project:
        assert project.tagset == tagset
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_a_new_project_holds_the_tagset_and_no_article(project: Project, tagset: Tagset) -> None:
    assert project.tagset == tagset
    assert reading.count_articles(project) == 0
    assert len(dump(project.connection)["tag"]) == len(tagset.tags)


def test_a_project_is_never_made_over_something(project_path: Path, tagset: Tagset) -> None:
    before = project_path.read_bytes()
    with pytest.raises(UserError, match="already something"):
        create(project_path, tagset, "ana")
    assert project_path.read_bytes() == before


@pytest.mark.parametrize("name", ["nowhere/p.annotator", "p.txt", "x" * 250 + ".annotator"])
def test_a_project_that_cannot_be_made_leaves_nothing(name: str, tmp_path: Path, tagset: Tagset) -> None:
    with pytest.raises(UserError):
        create(tmp_path / name, tagset, "ana")
    assert list(tmp_path.iterdir()) == []


def test_a_nameless_annotator_makes_no_project(tmp_path: Path, tagset: Tagset) -> None:
    with pytest.raises(UserError):
        create(tmp_path / "p.annotator", tagset, " ")
    assert list(tmp_path.iterdir()) == []


def test_every_connection_keeps_the_promises_of_durability(project: Project) -> None:
    expected = {
        "journal_mode": "delete",
        "synchronous": 2,
        "locking_mode": "normal",
        "foreign_keys": 1,
        "trusted_schema": 0,
        "secure_delete": 1,
        "cell_size_check": 1,
    }
    with project.sibling() as sibling:
        for connection in (project.connection, sibling.connection):
            found = {name: connection.execute(f"PRAGMA {name}").fetchone()[0] for name in expected}
            assert found == expected


def test_an_idle_project_is_one_file(project: Project) -> None:
    mark(project, add_article(project), "Observatory")
    assert [path.name for path in project.path.parent.iterdir()] == [project.path.name]


def test_a_project_open_to_be_read_only_refuses_every_edit(project_path: Path, project: Project) -> None:
    article = add_article(project)
    before = project_path.read_bytes()
    with Project.open(project_path, "ana", read_only=True) as reader:
        assert reading.article(reader, article.key) == article
        with pytest.raises(UserError, match="read only"):
            edits.set_status(reader, [article.key], "done")
    assert project_path.read_bytes() == before


LOOK_WHILE_WRITING = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], timeout=0, isolation_level=None)
try:
    connection.execute("BEGIN IMMEDIATE")
except sqlite3.OperationalError:
    print("locked")
"""


def test_looking_at_an_open_project_again_does_not_drop_its_lock(project: Project) -> None:
    article = add_article(project)
    with project.step("look") as step:
        step.rows.update("article", article.key, title="New")
        Project.open(project.path, "ana", read_only=True).close()
        project.sibling().close()
        other = subprocess.run(
            [sys.executable, "-c", LOOK_WHILE_WRITING, project.path], capture_output=True, text=True, check=True
        )
    assert other.stdout == "locked\n"
