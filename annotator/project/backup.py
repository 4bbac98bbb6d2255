"""Whole copies of a project, also of one that is being worked in."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from annotator.errors import UserError
from annotator.project.connection import connect, in_plain_words, settled_version_of


def copy_project(path: Path, target: Path) -> None:
    """Copy the project at ``path`` to ``target``, which must not exist, through SQLite's own backup.

    The copy is made beside its final name, checked, and only then given that name.

    Raises:
        UserError: if ``target`` exists, cannot be written, or the copy does not pass its check.
    """
    settled_version_of(path)
    unfinished = target.with_name(f".{target.name}.{os.getpid()}.new")
    try:
        if target.exists():
            raise UserError(f"There is already something at {target}; nothing was changed.")
        unfinished.touch(exist_ok=False)
        try:
            with in_plain_words(path), closing(connect(path, read_only=True)) as source:
                _copy(source, unfinished)
            unfinished.rename(target)
        finally:
            unfinished.unlink(missing_ok=True)
    except OSError as error:
        raise UserError(f"No copy can be made at {target} ({error.strerror}).") from error


def snapshot(path: Path, target: Path) -> None:
    """Copy the project at ``path`` to ``target`` as it is, sound or not, for a long look that holds up nobody.

    Raises:
        UserError: if the copy cannot be made.
    """
    try:
        target.touch(exist_ok=False)
    except OSError as error:
        raise UserError(f"No copy can be made at {target} ({error.strerror}).") from error
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
        answers = [answer for (answer,) in copy.execute("PRAGMA integrity_check")]
    if answers != ["ok"]:
        raise UserError(f"The copy did not pass its check ({answers[0]}); the project itself may be damaged.")
