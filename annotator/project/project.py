"""An open project: its connection, its steps, and who is working in it."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import date
from functools import wraps
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

import msgspec

from annotator.errors import UserError
from annotator.model.ids import new_id
from annotator.model.layer import GOLD, check_annotator
from annotator.model.naming import shown
from annotator.model.tagset import Tagset
from annotator.project.changes import Changes
from annotator.project.connection import (
    FileIdentity,
    can_write,
    check_schema,
    connect,
    in_plain_words,
    settled_version_of,
)
from annotator.project.schema import VERSION
from annotator.project.seen import step_goes_on
from annotator.project.step import Step
from annotator.project.summary import summarise
from annotator.project.turns import turns_of

P = ParamSpec("P")
T = TypeVar("T")


class Project:
    """One connection to a project file, used by one thread.

    Attributes:
        path: the file.
        annotator: whose layer edits go to.
        read_only: whether edits are refused.
        urgent: whether this connection's edits go before those of others in this program; true for the window's.
        connection: the SQLite connection; nothing outside this room touches it.
    """

    def __init__(self, path: Path, annotator: str, connection: sqlite3.Connection, *, read_only: bool, urgent: bool):
        self.path = path
        self.annotator = annotator
        self.read_only = read_only
        self.urgent = urgent
        self.connection = connection
        self._identity = FileIdentity(path)
        self._turns = turns_of(path)
        self._others: int | None = None
        self._tagset: Tagset | None = None
        self._tag_keys: dict[str, int] = {}
        self._annotator_keys: dict[str, int] = {}

    @classmethod
    def open(cls, path: Path, annotator: str, *, read_only: bool = False, urgent: bool = True) -> "Project":
        """Open the project at ``path`` for ``annotator``.

        An older file is upgraded first, after a copy of it was made, unless it is opened to be read only. What may not
        be written is opened to be read only.

        Raises:
            ForeignFileError: if the file is no project, damaged, or newer than the program; it is left untouched.
            UserError: if there is no file, or it cannot be opened.
        """
        check_annotator(annotator)
        if annotator == GOLD:
            raise UserError(f"Nobody can work under the name {GOLD}, which is the reviewer's layer.")
        read_only = read_only or not can_write(path)
        if settled_version_of(path) < VERSION:
            cls._upgrade(path, read_only=read_only)
        with in_plain_words(path):
            connection = connect(path, read_only=read_only)
            try:
                check_schema(connection, path.name)
            except BaseException:
                connection.close()
                raise
        return cls(path, annotator, connection, read_only=read_only, urgent=urgent)

    @staticmethod
    def _upgrade(path: Path, *, read_only: bool) -> None:
        if read_only:
            called = shown(path.name)
            raise UserError(f"{called} was made by an older News Annotator; open it for editing once to upgrade it.")
        from annotator.project.creating import upgrade

        upgrade(path)

    def sibling(self) -> "Project":
        """Return a second connection to the same file, for another thread's long work."""
        return Project.open(self.path, self.annotator, read_only=self.read_only, urgent=False)

    def close(self) -> None:
        """Close the connection. The file is complete at any time; nothing is written here."""
        self.connection.close()

    def __enter__(self) -> "Project":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def tagset(self) -> Tagset:
        """The newest version of the project's tagset."""
        if self._tagset is None:
            with in_plain_words(self.path):
                (definition,) = self.connection.execute(
                    "SELECT definition FROM tagset ORDER BY version DESC, key DESC LIMIT 1"
                ).fetchone()
                self._tagset = msgspec.json.decode(definition, type=Tagset)
        return self._tagset

    @property
    def id(self) -> str:
        """The project's own id."""
        return str(self.connection.execute("SELECT id FROM project").fetchone()[0])

    def tag_key(self, tag: str) -> int:
        """Return the key of the tag called ``tag``; raise :exc:`UserError` if the project does not have it."""
        key = self._tag_keys.get(tag)
        if key is None:
            found = self.connection.execute("SELECT key FROM tag WHERE name = ?", (tag,)).fetchone()
            if found is None:
                raise UserError(f"The project has no tag called {tag}.")
            key = self._tag_keys[tag] = int(found[0])
        return key

    def tag_name(self, key: int) -> str:
        """Return the name of the tag with this key."""
        return str(self.connection.execute("SELECT name FROM tag WHERE key = ?", (key,)).fetchone()[0])

    def annotator_key(self, name: str, *, make: bool = False) -> int | None:
        """Return the key of the annotator called ``name``; inside a step, ``make`` adds an unknown one."""
        key = self._annotator_keys.get(name)
        if key is not None:
            return key
        found = self.connection.execute("SELECT key FROM annotator WHERE name = ?", (name,)).fetchone()
        if found is not None:
            key = self._annotator_keys[name] = int(found[0])
        elif make:
            key = int(self.connection.execute("INSERT INTO annotator (name) VALUES (?)", (name,)).lastrowid or 0)
        return key

    def step(self, op: str, *, reverses: int | None = None) -> AbstractContextManager["OpenStep"]:
        """Open one undoable edit; it is saved when the block ends, and undone whole if the block raises.

        ``changes`` of the yielded object is set after the commit. A block that changes nothing leaves no step behind.

        Raises:
            UserError: if the project is read-only, its file was moved, or its disk is full.
        """
        return OpenStep(self, op, reverses=reverses).transaction()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Open a transaction that is saved when the block ends, and rolled back if the block raises.

        Only when it has ended without an error is anything saved: the file is then still the one that was opened.
        """
        if self.read_only:
            raise UserError(f"{shown(self.path.name)} is open to be read only; nothing was changed.")
        self._refuse_nesting()
        with self._turns.take(urgent=self.urgent), in_plain_words(self.path):
            self.connection.execute("BEGIN IMMEDIATE")
            try:
                self._notice_others()
                yield
                self.connection.execute("COMMIT")
            except BaseException:
                if self.connection.in_transaction:
                    self.connection.execute("ROLLBACK")
                self.forget_cached()
                raise
            if self.connection.in_transaction:
                raise RuntimeError("a transaction is still open after its commit")
            self._identity.confirm()

    def _refuse_nesting(self) -> None:
        # Waiting for a turn that this thread has already taken would last for ever.
        if self.connection.in_transaction:
            raise RuntimeError("a transaction is open already")

    def _notice_others(self) -> None:
        """Forget what is cached if another connection has saved something since the last transaction."""
        (others,) = self.connection.execute("PRAGMA data_version").fetchone()
        if others != self._others:
            self._others = others
            self.forget_cached()

    def forget_cached(self) -> None:
        """Read tags, tagset and annotators again when they are next asked for."""
        self._tagset = None
        self._tag_keys.clear()
        self._annotator_keys.clear()


def asking(question: Callable[Concatenate[Project, P], T]) -> Callable[Concatenate[Project, P], T]:
    """Make a function that reads from a project say in a sentence that the file is damaged or out of reach."""

    @wraps(question)
    def asked(project: Project, /, *args: P.args, **kwargs: P.kwargs) -> T:
        with in_plain_words(project.path):
            return question(project, *args, **kwargs)

    return asked


class OpenStep:
    """A step while it is being made, in one transaction or, for long work, several."""

    def __init__(self, project: Project, op: str, *, reverses: int | None = None, wholesale: bool = False) -> None:
        self.project = project
        self._wholesale = wholesale
        self.changes = Changes()
        self._op = op
        self._reverses = reverses
        self._rows: Step | None = None

    @property
    def rows(self) -> Step:
        """The journalled rows; only inside :meth:`transaction`."""
        if self._rows is None:
            raise RuntimeError("no transaction of this step is open")
        return self._rows

    @contextmanager
    def transaction(self) -> Iterator["OpenStep"]:
        """Open a transaction of this step; what it did is saved when the block ends."""
        first = self._rows is None
        changes = Changes()
        try:
            with self.project.transaction():
                self._open_rows()
                yield self
                changes = self._finish()
        except _NothingDone:
            self._rows = None
        except BaseException:
            if first:
                self._rows = None
            raise
        if changes.tagset or changes.wholesale:
            self.project.forget_cached()
        self.changes = changes

    def _open_rows(self) -> None:
        connection = self.project.connection
        if self._rows is not None and not self._was_reversed(self._rows.key):
            self._rows.begin_again()
            step_goes_on(connection, self._rows.key, self._rows.written)
            return
        annotator = self.project.annotator_key(self.project.annotator, make=True)
        last = connection.execute("SELECT lamport FROM step ORDER BY key DESC LIMIT 1").fetchone()
        cursor = connection.execute(
            "INSERT INTO step (id, annotator, lamport, day, op, reverses) VALUES (?, ?, ?, ?, ?, ?)",
            (new_id(), annotator, last[0] + 1 if last else 1, date.today().isoformat(), self._op, self._reverses),
        )
        self._rows = Step(connection, int(cursor.lastrowid or 0), self._op, self.project.annotator)

    def _was_reversed(self, key: int) -> bool:
        """Say whether what earlier transactions did was undone meanwhile; what follows is then a step of its own."""
        found = self.project.connection.execute(
            "SELECT 1 FROM step WHERE key > ? AND reverses = ?", (key, key)
        ).fetchone()
        return found is not None

    def _finish(self) -> Changes:
        if not self.rows.written and not any(self.rows.touched()):
            raise _NothingDone
        self.rows.write_journal()
        return summarise(self.rows, wholesale=self._wholesale)


def last_key(step: OpenStep, table: str) -> int:
    """Return the greatest key that ``table`` ever gave out, for rows that are to follow one another."""
    found = step.project.connection.execute("SELECT seq FROM sqlite_sequence WHERE name = ?", (table,)).fetchone()
    return int(found[0]) if found else 0


class _NothingDone(Exception):  # noqa: N818 – not an error: it rolls back a step that turned out to change nothing
    pass
