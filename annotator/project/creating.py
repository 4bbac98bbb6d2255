"""Making a new project file, and bringing an older one up to date after a copy of it was made."""

import sqlite3
from contextlib import closing
from itertools import count
from pathlib import Path

from sqlite_utils import Database, Migrations

from annotator.errors import UserError
from annotator.model.ids import new_id
from annotator.model.naming import shown
from annotator.model.tagset import Tagset
from annotator.project.backup import copy_project
from annotator.project.connection import connect, in_plain_words, settled_version_of
from annotator.project.migrations import migrate, migrations
from annotator.project.new_file import new_file
from annotator.project.ops import Op
from annotator.project.project import Project
from annotator.project.tagset_writing import put_tagset

SUFFIX = ".annotator"


def create(path: Path, tagset: Tagset, annotator: str) -> None:
    """Make a project file at ``path`` that holds ``tagset`` and no article.

    The file appears whole or not at all.

    Raises:
        UserError: if something is at ``path`` already, or its folder cannot be written.
    """
    if path.suffix != SUFFIX:
        raise UserError(f"A project's name ends in {SUFFIX}: {shown(path.name)}{SUFFIX}, for example.")
    with new_file(path) as unfinished:
        _fill(unfinished, tagset, annotator)


def upgrade(path: Path, steps: Migrations = migrations) -> Path:
    """Bring the project at ``path`` to the newest schema and return the copy that was made before.

    Raises:
        UserError: if the copy or the upgrade fails; the project is then as it was.
    """
    kept = _copy_before(path, settled_version_of(path))
    with in_plain_words(path), closing(connect(path, read_only=False)) as connection:
        # Tables are rebuilt while references to them stand; they are checked before the commit instead.
        connection.execute("PRAGMA foreign_keys = 0")
        _migrate(connection, steps)
    return kept


def _copy_before(path: Path, version: int) -> Path:
    """Copy the project as it is now, unless an earlier try did so and nothing was saved since."""
    name = f"{path.stem} (before upgrade from format {version}"
    for number in count(1):
        kept = path.with_name(f"{name}){SUFFIX}" if number == 1 else f"{name}, {number}){SUFFIX}")
        if not kept.exists():
            copy_project(path, kept)
            return kept
        if kept.stat().st_mtime_ns > path.stat().st_mtime_ns:
            return kept
    raise AssertionError("numbers have no end")


def _fill(path: Path, tagset: Tagset, annotator: str) -> None:
    with in_plain_words(path), closing(connect(path, read_only=False)) as connection:
        _migrate(connection, migrations)
        connection.execute("INSERT INTO project (one, id) VALUES (1, ?)", (new_id(),))
    with Project.open(path, annotator) as project, project.step(Op.SET_UP) as step:
        put_tagset(step, tagset)


def _migrate(connection: sqlite3.Connection, steps: Migrations) -> None:
    migrate(Database(connection, execute_plugins=False, recursive_triggers=False), steps)
