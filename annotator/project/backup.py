"""Whole copies of a project, also of one that is being worked in."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from random import uniform
from time import monotonic, sleep
from typing import TypeVar

from annotator.errors import UserError
from annotator.model.naming import shown
from annotator.project.connection import connect, in_plain_words, settled_version_of
from annotator.project.new_file import new_file

PATIENT_SECONDS = 60.0
"""How long a copy waits for somebody who saves without a pause."""
_PAUSE = (0.0005, 0.004)

T = TypeVar("T")


def copy_project(path: Path, target: Path) -> None:
    """Copy the project at ``path`` to ``target``, which must not exist, through SQLite's own backup.

    The copy is made beside its final name, checked, and only then given that name.

    Raises:
        UserError: if ``target`` exists, cannot be written, or the copy does not pass its check.
    """
    _patiently(path, lambda: settled_version_of(path, patience=0))
    with new_file(target) as unfinished, _held(path) as source:
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
    with _held(path) as source, closing(connect(target, read_only=False)) as copy:
        source.backup(copy, pages=-1)


@contextmanager
def _held(path: Path) -> Iterator[sqlite3.Connection]:
    """Yield a connection that reads the project as it is now, while nobody can save."""
    with in_plain_words(path), closing(_patiently(path, lambda: _reading(path))) as source:
        yield source


def _reading(path: Path) -> sqlite3.Connection:
    connection = connect(path, read_only=True, patience=0)
    try:
        # Else a backup that finds no gap would try again for ever.
        connection.execute("BEGIN")
        connection.execute("SELECT name FROM sqlite_master").fetchone()
    except BaseException:
        connection.close()
        raise
    return connection


def _patiently(path: Path, act: Callable[[], T]) -> T:
    """Return what ``act`` does with the project at ``path``, once nobody is in its way.

    Who saves without a pause leaves gaps of a few milliseconds. SQLite, which sleeps longer after each try, was seen
    to miss them for 18 seconds.
    """
    end = monotonic() + PATIENT_SECONDS
    while True:
        try:
            return act()
        except (sqlite3.OperationalError, UserError) as error:
            if not _is_busy(error):
                raise
            if monotonic() > end:
                raise UserError(f"Another program is writing to {shown(path.name)} all the time; try again.") from error
        # Not always the same, or it could go on in step with the other.
        sleep(uniform(*_PAUSE))


def _is_busy(error: BaseException) -> bool:
    cause = error if isinstance(error, sqlite3.OperationalError) else error.__cause__
    return (getattr(cause, "sqlite_errorcode", 0) or 0) & 0xFF == sqlite3.SQLITE_BUSY


def _copy(source: sqlite3.Connection, unfinished: Path) -> None:
    with in_plain_words(unfinished), closing(connect(unfinished, read_only=False)) as copy:
        # All pages at once: a copy in pieces starts again whenever somebody saves.
        source.backup(copy, pages=-1)
        (answer,) = copy.execute("PRAGMA integrity_check(1)").fetchone()
    if answer != "ok":
        raise UserError("The copy did not pass its check; the project may be damaged – “annotator verify” tells.")
