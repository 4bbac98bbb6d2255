"""Steps: one undoable edit each, written to the tables and to the journal in the same transaction.

The journal keeps, for each row a step touched, the row as it was before – or nothing, where the step made the row. Rows
made one after the other share one entry, so that a bulk import costs a handful of entries and a mark a few bytes.
Entries are only ever added. Playing a step backwards (``history``) is itself a step, with its own entries.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec

Row = dict[str, Any]

JOURNALLED = ("article", "article_text", "layer", "tag", "tagset", "span", "relation")
"""The tables whose rows steps may write. ``annotator`` and ``project`` rows are never undone."""

KEY_OF = dict.fromkeys(JOURNALLED, "key") | {"article_text": "article"}


@dataclass
class _Entry:
    kind: str
    first: int
    last: int
    before: Row | None

    def takes_in(self, kind: str, key: int) -> bool:
        return self.kind == kind and self.before is None and key == self.last + 1


@dataclass
class Step:
    """An open step. Every change to a journalled table goes through it."""

    connection: sqlite3.Connection
    key: int
    op: str
    annotator: str
    written: int = 0
    """How many entries earlier transactions of this step have written."""
    _entries: list[_Entry] = field(default_factory=list)

    def insert(self, table: str, row: Row) -> int:
        """Add a row and return its key, which is never given out twice."""
        names = ", ".join(f'"{name}"' for name in row)
        marks = ", ".join("?" * len(row))
        cursor = self.connection.execute(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', tuple(row.values()))
        key = int(cursor.lastrowid or 0)
        self._made(table, key, key)
        return key

    def insert_many(self, table: str, columns: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> None:
        """Add rows whose first column is their key; the keys must follow one another."""
        listed = list(rows)
        if not listed:
            return
        names = ", ".join(f'"{name}"' for name in columns)
        marks = ", ".join("?" * len(columns))
        self.connection.executemany(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', listed)
        self._made(table, listed[0][0], listed[-1][0])

    def update(self, table: str, key: int, /, **values: Any) -> None:
        """Change columns of one row; a row that already reads so is left alone."""
        before = self._row(table, key)
        changed = {name: value for name, value in values.items() if before[name] != value}
        if not changed:
            return
        self._entries.append(_Entry(table, key, key, before))
        assignments = ", ".join(f'"{name}" = ?' for name in changed)
        self.connection.execute(
            f'UPDATE "{table}" SET {assignments} WHERE {KEY_OF[table]} = ?', (*changed.values(), key)
        )

    def delete(self, table: str, key: int) -> None:
        """Remove one row."""
        self._remove(table, key, self._row(table, key))

    def restore(self, table: str, key: int, row: Row | None) -> None:
        """Make the row ``key`` read ``row`` again, or not exist."""
        now = self.find(table, key)
        if row is None:
            if now is not None:
                self._remove(table, key, now)
        elif now is None:
            self.insert(table, row)
        else:
            self.update(table, key, **row)

    def find(self, table: str, key: int) -> Row | None:
        """Return the row ``key`` as it is now, if it exists."""
        cursor = self.connection.execute(f'SELECT * FROM "{table}" WHERE {KEY_OF[table]} = ?', (key,))
        found = cursor.fetchone()
        return found and {column[0]: value for column, value in zip(cursor.description, found, strict=True)}

    def touched(self) -> Iterator[tuple[str, int, int, Row | None]]:
        """Yield what this transaction touched: table, first and last key, and the row before if there was one."""
        for entry in self._entries:
            yield entry.kind, entry.first, entry.last, entry.before

    def write_journal(self) -> None:
        """Write the entries of this transaction; called once, just before the commit."""
        self.connection.executemany(
            "INSERT INTO journal (step, entry, kind, first, last, before) VALUES (?, ?, ?, ?, ?, ?)",
            [
                (self.key, number, entry.kind, entry.first, entry.last, entry.before and encode_row(entry.before))
                for number, entry in enumerate(self._entries, self.written)
            ],
        )
        self.written += len(self._entries)

    def begin_again(self) -> None:
        """Forget what was touched: the next transaction of a long step begins."""
        self._entries = []

    def _made(self, table: str, first: int, last: int) -> None:
        if self._entries and self._entries[-1].takes_in(table, first):
            self._entries[-1].last = last
        else:
            self._entries.append(_Entry(table, first, last, None))

    def _remove(self, table: str, key: int, row: Row) -> None:
        self._entries.append(_Entry(table, key, key, row))
        self.connection.execute(f'DELETE FROM "{table}" WHERE {KEY_OF[table]} = ?', (key,))

    def _row(self, table: str, key: int) -> Row:
        row = self.find(table, key)
        if row is None:
            raise KeyError(f"{table} {key} does not exist")
        return row


def encode_row(row: Row) -> str:
    """Return a row as the JSON that the journal keeps."""
    return msgspec.json.encode(row).decode()


def decode_row(stored: str) -> Row:
    """Return the row that :func:`encode_row` wrote."""
    row: Row = msgspec.json.decode(stored)
    return row
