"""Steps: one undoable edit each, written to the tables and to the journal in the same transaction.

The journal keeps, for each row a step touched, the row as it was before – or nothing, where the step made the row. Rows
made one after the other share one entry, so that a bulk import costs a handful of entries and a mark a few bytes.
Entries are only ever added. Playing a step backwards (``history``) is itself a step, with its own entries.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import groupby
from typing import Any

import msgspec

Row = dict[str, Any]

JOURNALLED = (
    "article", "article_text", "layer", "tag", "tagset", "span", "relation",
    "paragraph_read", "refused_mention", "settled_finding", "alias", "decision", "reason",
)  # fmt: skip
"""The tables whose rows steps may write. ``annotator`` and ``project`` rows are never undone."""

MOST_ENTRIES = 10_000
"""So many rows as they were before are kept in memory; the undo of an import has hundreds of thousands."""

KEY_OF = dict.fromkeys(JOURNALLED, "key") | {"article_text": "article"}

_INDEPENDENT = ("span", "relation")
"""Tables in which a row may change before or after any other row of the same table."""

Rewrite = tuple[int, Row, Row]
"""The key of a row, some of its columns as they read, and as they shall read."""


class _Entry(msgspec.Struct):
    kind: str
    first: int
    last: int
    before: Row | None

    def takes_in(self, kind: str, key: int) -> bool:
        return self.kind == kind and self.before is None and key == self.last + 1


class Step(msgspec.Struct):
    """An open step. Every change to a journalled table goes through it."""

    connection: sqlite3.Connection
    key: int
    op: str
    annotator: str
    written: int = 0
    """How many entries of this step are in the journal already."""
    too_much: bool = False
    """Whether this step touched more than :meth:`touched` still knows of."""
    tables: set[str] = msgspec.field(default_factory=set)
    """The tables that this transaction touched."""
    _entries: list[_Entry] = msgspec.field(default_factory=list)

    def insert(self, table: str, row: Row) -> int:
        """Add a row and return its key, which is never given out twice."""
        cursor = self.connection.execute(_insert_into(table, tuple(row)), tuple(row.values()))
        key = int(cursor.lastrowid or 0)
        self._made(table, key, key)
        return key

    def insert_many(self, table: str, columns: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> None:
        """Add rows whose first column is their key; the keys must follow one another."""
        listed = list(rows)
        if not listed:
            return
        self.connection.executemany(_insert_into(table, tuple(columns)), listed)
        self._made(table, listed[0][0], listed[-1][0])

    def update(self, table: str, key: int, /, **values: Any) -> bool:
        """Change columns of one row and say whether it read otherwise; one that reads so already is left alone."""
        before = self._row(table, key)
        changed = {name: value for name, value in values.items() if before[name] != value}
        if not changed:
            return False
        self._note([_Entry(table, key, key, before)])
        self.connection.execute(_update_of(table, changed), (*changed.values(), key))
        return True

    def rewrite(self, table: str, rows: Sequence[Rewrite]) -> None:
        """Change the same columns of many rows, whose keys ascend; only those columns go into the journal."""
        if not rows:
            return
        # The last row first, so that playing this step backwards comes upon ascending keys, a thousand at a time.
        key_name = KEY_OF[table]
        self._note([_Entry(table, key, key, {key_name: key, **before}) for key, before, _ in reversed(rows)])
        self.connection.executemany(_update_of(table, rows[0][2]), [(*after.values(), key) for key, _, after in rows])

    def set_column(self, table: str, keys: Sequence[int], column: str, value: Any) -> None:
        """Give one column of many rows the same value; SQLite itself writes what it was into the journal."""
        self._spill()
        self.tables.add(table)
        key, listed = KEY_OF[table], msgspec.json.encode(keys).decode()
        those = f"{key} IN (SELECT value FROM json_each(?))"
        cursor = self.connection.execute(
            f"INSERT INTO journal (step, entry, kind, first, last, before) "
            f"SELECT ?, ? + row_number() OVER (ORDER BY {key} DESC), ?, {key}, {key}, "
            f'json_object(?, {key}, ?, "{column}") FROM "{table}" WHERE {those}',
            (self.key, self.written - 1, table, key, column, listed),
        )
        self.written += cursor.rowcount
        self.connection.execute(f'UPDATE "{table}" SET "{column}" = ? WHERE {those}', (value, listed))

    def delete(self, table: str, key: int) -> None:
        """Remove one row."""
        self._row(table, key)
        self.remove_range(table, key, key)

    def remove_range(self, table: str, first: int, last: int) -> None:
        """Make the rows with keys from ``first`` to ``last`` not exist, those of them that do."""
        rows = self._rows(table, first, last)
        # The last row first, so that playing this step backwards brings the rows back in the order of their keys.
        self.connection.execute(f'DELETE FROM "{table}" WHERE {KEY_OF[table]} BETWEEN ? AND ?', (first, last))
        self._note([_Entry(table, row[KEY_OF[table]], row[KEY_OF[table]], row) for row in reversed(rows)])

    def restore(self, table: str, rows: Sequence[Row]) -> None:
        """Make rows whose keys ascend read so again, whether they exist or not.

        Of those that exist, ``rows`` may tell some columns only.
        """
        key = KEY_OF[table]
        # Of a row that only one column is told of, only that is read: half of the time that a large undo takes.
        told = set[str]().union(*rows)
        there = {row[key]: row for row in self._rows_with(table, [row[key] for row in rows], told)}
        if not there:
            self._insert_again(table, rows)
        elif len(there) == len(rows) and table in _INDEPENDENT:
            self._rewrite_again(table, rows, there)
        else:
            for row in rows:
                if row[key] in there:
                    self.update(table, row[key], **row)
                else:
                    self.insert(table, row)

    def _insert_again(self, table: str, rows: Sequence[Row]) -> None:
        key = KEY_OF[table]
        columns = (key, *(name for name in rows[0] if name != key))
        # Keys that follow one another differ from their place in the list by the same number.
        for _, run in groupby(enumerate(rows), lambda numbered: numbered[1][key] - numbered[0]):
            self.insert_many(table, columns, (tuple(row[name] for name in columns) for _, row in run))

    def _rewrite_again(self, table: str, rows: Sequence[Row], there: dict[int, Row]) -> None:
        key = KEY_OF[table]
        changed = [
            (row[key], {name: value for name, value in row.items() if there[row[key]][name] != value}) for row in rows
        ]
        for columns, run in groupby(changed, lambda change: tuple(change[1])):
            if columns:
                self.rewrite(table, [(at, {name: there[at][name] for name in columns}, after) for at, after in run])

    def find(self, table: str, key: int) -> Row | None:
        """Return the row ``key`` as it is now, if it exists."""
        return next(iter(self._rows(table, key, key)), None)

    def touched(self) -> Iterator[tuple[str, int, int, Row | None]]:
        """Yield what this transaction touched: table, first and last key, and the row before if there was one."""
        for entry in self._entries:
            yield entry.kind, entry.first, entry.last, entry.before

    def write_journal(self) -> None:
        """Write the entries that are not in the journal yet; called last just before the commit."""
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
        self.tables = set()

    def _made(self, table: str, first: int, last: int) -> None:
        if self._entries and self._entries[-1].takes_in(table, first):
            self._entries[-1].last = last
        else:
            self._note([_Entry(table, first, last, None)])

    def _note(self, entries: Sequence[_Entry]) -> None:
        self.tables.update(entry.kind for entry in entries[:1])
        self._entries += entries
        if len(self._entries) > MOST_ENTRIES:
            self._spill()

    def _spill(self) -> None:
        """Write what was touched into the journal and forget it, so that it takes no more memory."""
        self.write_journal()
        self._entries = []
        self.too_much = True

    def _rows(self, table: str, first: int, last: int) -> list[Row]:
        key = KEY_OF[table]
        cursor = self.connection.execute(
            f'SELECT * FROM "{table}" WHERE {key} BETWEEN ? AND ? ORDER BY {key}', (first, last)
        )
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor]

    def _rows_with(self, table: str, keys: Sequence[int], columns: Iterable[str]) -> list[Row]:
        names = list(columns)
        listed = ", ".join(f'"{name}"' for name in names)
        cursor = self.connection.execute(
            f'SELECT {listed} FROM "{table}" WHERE {KEY_OF[table]} IN (SELECT value FROM json_each(?))',
            (msgspec.json.encode(keys).decode(),),
        )
        return [dict(zip(names, row, strict=True)) for row in cursor]

    def _row(self, table: str, key: int) -> Row:
        row = self.find(table, key)
        if row is None:
            raise KeyError(f"{table} {key} does not exist")
        return row


@lru_cache(256)
def _insert_into(table: str, columns: tuple[str, ...]) -> str:
    names = ", ".join(f'"{name}"' for name in columns)
    return f'INSERT INTO "{table}" ({names}) VALUES ({", ".join("?" * len(columns))})'


def _update_of(table: str, columns: Iterable[str]) -> str:
    assignments = ", ".join(f'"{name}" = ?' for name in columns)
    return f'UPDATE "{table}" SET {assignments} WHERE {KEY_OF[table]} = ?'


def encode_row(row: Row) -> str:
    """Return a row as the JSON that the journal keeps."""
    return msgspec.json.encode(row).decode()


def decode_row(stored: str) -> Row:
    """Return the row that :func:`encode_row` wrote."""
    row: Row = msgspec.json.decode(stored)
    return row
