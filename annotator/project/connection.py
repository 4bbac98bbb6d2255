"""Opening a project file, and the promises every connection keeps.

Each setting was chosen by measurement: a rollback journal, because a write-ahead log goes on acknowledging commits
into a file that was moved or deleted; full synchronisation, because "saved" has to survive a power cut; normal locking,
because exclusive locking hides a replaced file.
"""

import os
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import msgspec

from annotator.errors import UserError
from annotator.model.naming import shown
from annotator.project import schema

BUSY_SECONDS = 10.0
"""How long an edit waits for somebody else's."""

_SETTINGS = {
    "journal_mode": "delete",
    "synchronous": 2,
    "locking_mode": "normal",
    "foreign_keys": 1,
    "trusted_schema": 0,
    "secure_delete": 1,
    "cell_size_check": 1,
    "mmap_size": 0,
    # Else a transaction too large for the cache, such as the undo of an import, locks readers out long before it ends.
    "cache_spill": 0,
}
_READ_BACK_NOTHING = {"mmap_size"}
"""Settings whose pragma answers with no row where the feature is compiled out."""


_NOT_SAVED = "the last edit is not saved"
_BUSY = f"Another program is writing to {{name}}; {_NOT_SAVED} – try again."
_DAMAGED = "{name} is damaged; go back to a backup – “annotator verify” tells what is still sound."
_TROUBLE = f"{{name}} could not be read or written ({{error}}); {_NOT_SAVED}."
_SAYINGS = {
    sqlite3.SQLITE_FULL: f"The disk that holds {{name}} is full; {_NOT_SAVED} – free some space there.",
    sqlite3.SQLITE_READONLY: f"{{name}} cannot be written (it is read-only, or was moved); {_NOT_SAVED}.",
    sqlite3.SQLITE_READONLY_ROLLBACK: (
        "{name} was being written when its program stopped; open it once where it can be written."
    ),
    sqlite3.SQLITE_BUSY: _BUSY,
    sqlite3.SQLITE_LOCKED: _BUSY,
    sqlite3.SQLITE_CORRUPT: _DAMAGED,
    sqlite3.SQLITE_NOTADB: _DAMAGED,
    sqlite3.SQLITE_IOERR: _TROUBLE,
    sqlite3.SQLITE_CANTOPEN: _TROUBLE,
}


_UNDECODABLE = "Could not decode to UTF-8"
"""How Python begins to say, without a code, that a column of text is none; the text follows."""


class ForeignFileError(UserError):
    """The file is not a project, is damaged, or comes from a newer program."""


class FileIdentity:
    """Which file a path meant when it was opened, so that a moved or replaced one is noticed."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._known = self._now()

    def confirm(self) -> None:
        """Raise :exc:`~annotator.errors.UserError` if the path no longer means the file that was opened."""
        try:
            same = self._now() == self._known
        except OSError:
            same = False
        if not same:
            raise UserError(
                f"{shown(self._path.name)} was moved, replaced or deleted while it was open; "
                "the last edit is not saved – put the file back, or back up to a new one."
            )

    def _now(self) -> tuple[int, int]:
        found = os.stat(self._path)  # noqa: PTH116 – on the path of every mark, and Path.stat is twice as slow
        return found.st_dev, found.st_ino


def connect(path: Path, *, read_only: bool, patience: float = BUSY_SECONDS) -> sqlite3.Connection:
    """Open an existing file as SQLite, with the settings above read back.

    ``mode=rw`` rather than the default, so that a mistyped name never makes a file.

    Args:
        path: the file.
        read_only: whether nothing is to be written.
        patience: for how many seconds it is waited for others.
    """
    mode = "ro" if read_only else "rw"
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={mode}", uri=True, isolation_level=None, timeout=patience
    )
    try:
        for name, value in _SETTINGS.items():
            _set(connection, name, value)
    except BaseException:
        connection.close()
        raise
    return connection


def can_write(path: Path) -> bool:
    """Say whether the project at ``path`` may be written, and its folder too: SQLite keeps its journal there."""
    return os.access(path, os.W_OK) and os.access(path.resolve().parent, os.W_OK)


def settled_version_of(path: Path, patience: float = BUSY_SECONDS) -> int:
    """Return the schema version after SQLite has undone what a killed program left half done.

    A connection that only reads may not do that, and would refuse the project until somebody writes to it. An upgrade
    that was killed shows its new version until it is undone.
    """
    version = version_of(path)
    journal = path.resolve().with_name(f"{path.resolve().name}-journal")
    if not (journal.exists() and can_write(path)):
        return version
    with in_plain_words(path), closing(connect(path, read_only=False, patience=patience)) as connection:
        connection.execute("SELECT name FROM sqlite_master").fetchone()
    return version_of(path)


def _set(connection: sqlite3.Connection, name: str, value: object) -> None:
    connection.execute(f"PRAGMA {name} = {value}")
    answer = connection.execute(f"PRAGMA {name}").fetchone()
    if answer is None and name in _READ_BACK_NOTHING:
        return
    if answer is None or answer[0] != value:
        raise UserError(f"SQLite would not set {name} to {value}.")


def version_of(path: Path) -> int:
    """Return the schema version of the project at ``path`` without writing a byte or replaying a journal.

    Raises:
        ForeignFileError: if there is no project that this program can read.
        UserError: if there is no file.
    """
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        raise UserError(f"There is no project at {shown(str(path))}.") from None
    except OSError as error:
        raise UserError(f"{shown(path.name)} cannot be read ({error.strerror}).") from error
    if not stat.S_ISREG(mode):
        raise ForeignFileError(f"{shown(path.name)} is a folder, not a project.")
    # Looking through SQLite rather than open(): closing a plain handle drops the locks of an open project.
    uri = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
    try:
        with closing(sqlite3.connect(uri, uri=True)) as connection:
            # In the middle of a commit, somebody's or a killed program's, the first page may tell of pages that are not
            # there yet; only with this does SQLite read it all the same. Nothing is written through this connection.
            connection.execute("PRAGMA writable_schema = ON")
            (application,) = connection.execute("PRAGMA application_id").fetchone()
            (version,) = connection.execute("PRAGMA user_version").fetchone()
    except sqlite3.Error as error:
        raise _unreadable(path, error) from None
    if application != schema.APPLICATION_ID:
        raise ForeignFileError(f"{shown(path.name)} is not a News Annotator project.")
    if version > schema.VERSION:
        raise ForeignFileError(
            f"{shown(path.name)} was made by a newer News Annotator (format {version}, this program reads up to "
            f"{schema.VERSION}); nothing in it was changed."
        )
    return int(version)


def check_schema(connection: sqlite3.Connection, name: str) -> None:
    """Raise :exc:`ForeignFileError` unless the file holds our tables and views, and no trigger or other stranger."""
    ours = schema.TABLES | schema.INDEXES | schema.VIEWS
    # A trigger may have the name of a table, so names alone do not tell what is there. Only SQLite's own have no SQL.
    found = connection.execute("SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
    missing = ours.keys() - {known for _, known, _ in found}
    if missing:
        raise ForeignFileError(f"{shown(name)} is damaged or not a project: it lacks the table or view {min(missing)}.")
    for kind, known, sql in sorted(found):
        if ours.get(known) != sql and schema.OTHERS.get(known) != kind:
            raise ForeignFileError(f"{shown(name)} holds something News Annotator did not put there: {shown(known)}.")


@contextmanager
def in_plain_words(path: Path) -> Iterator[None]:
    """Turn what SQLite says about files, disks, locks and damage into a sentence; let bugs through."""
    try:
        yield
    except (sqlite3.IntegrityError, sqlite3.ProgrammingError):
        raise
    except (msgspec.DecodeError, UnicodeDecodeError):
        # Bytes that are no JSON or no UTF-8 are never written; and these errors quote what they could not read.
        raise UserError(_DAMAGED.format(name=shown(path.name))) from None
    except sqlite3.DatabaseError as error:
        if str(error).startswith(_UNDECODABLE):
            raise UserError(_DAMAGED.format(name=shown(path.name))) from None
        sentence = _sentence(path, error)
        if sentence is None:
            raise
        raise UserError(sentence) from error


def _sentence(path: Path, error: sqlite3.Error) -> str | None:
    code = getattr(error, "sqlite_errorcode", 0) or 0
    saying = _SAYINGS.get(code) or _SAYINGS.get(code & 0xFF)
    return saying and saying.format(name=shown(path.name), error=error)


def _unreadable(path: Path, error: sqlite3.Error) -> UserError:
    code = (getattr(error, "sqlite_errorcode", 0) or 0) & 0xFF
    if code in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT):
        return ForeignFileError(f"{shown(path.name)} is not a News Annotator project, or it is damaged.")
    return UserError(f"{shown(path.name)} cannot be read ({error}).")
