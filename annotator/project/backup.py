"""Whole copies of a project, also of one that is being worked in."""

import sqlite3
from contextlib import closing
from pathlib import Path

from annotator.errors import UserError
from annotator.model.naming import shown
from annotator.project.connection import connect, in_plain_words, settled_version_of
from annotator.project.new_file import new_file


def copy_project(path: Path, target: Path) -> None:
    """Copy the project at ``path`` to ``target``, which must not exist, through SQLite's own backup.

    The copy is made beside its final name, checked, and only then given that name.

    Raises:
        UserError: if ``target`` exists, cannot be written, or the copy does not pass its check.
    """
    settled_version_of(path)
    with (
        new_file(target) as unfinished,
        in_plain_words(path),
        closing(connect(path, read_only=True)) as source,
    ):
        _copy(source, unfinished)


def snapshot(path: Path, target: Path) -> None:
    """Copy the project at ``path`` to ``target`` as it is, sound or not, for a long look that holds up nobody.

    Raises:
        UserError: if the copy cannot be made.
    """
    try:
        target.touch(exist_ok=False)
    except OSError as error:
        raise UserError(f"No copy can be made at {shown(str(target))} ({error.strerror}).") from error
    with (
        in_plain_words(path),
        closing(connect(path, read_only=True)) as source,
        closing(connect(target, read_only=False)) as copy,
    ):
        source.backup(copy, pages=-1)


def _copy(source: sqlite3.Connection, unfinished: Path) -> None:
    with in_plain_words(unfinished), closing(connect(unfinished, read_only=False)) as copy:
        # All pages at once: a copy in pieces starts again whenever somebody saves.
        source.backup(copy, pages=-1)
        (answer,) = copy.execute("PRAGMA integrity_check(1)").fetchone()
    if answer != "ok":
        raise UserError("The copy did not pass its check; the project may be damaged – “annotator verify” tells.")
