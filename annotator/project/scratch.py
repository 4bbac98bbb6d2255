"""What a dry run has decided and the project will not hold: kept on the disk, so that memory does not grow with it.

SQLite's own temporary database: a file that has no name any more as soon as it is open, and is gone when it is closed.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from annotator.model.layer import Status
from annotator.project.incoming import ArticleSlot, LayerSlot, Place

_TABLES = (
    "CREATE TABLE article (id TEXT PRIMARY KEY, sha256 TEXT NOT NULL, source TEXT NOT NULL, story TEXT NOT NULL, "
    "text TEXT NOT NULL)",
    "CREATE INDEX article_sha256 ON article (sha256)",
    "CREATE TABLE layer (article TEXT, annotator TEXT, held BLOB NOT NULL, PRIMARY KEY (article, annotator)) "
    "WITHOUT ROWID",
)


class _Held(msgspec.Struct, array_like=True):
    """What a layer would hold by now."""

    key: int
    status: Status
    flagged: bool
    spans: list[tuple[str, Place]]
    relations: set[tuple[str, str, str]]
    paragraphs: set[tuple[int, int]]
    decisions: set[str]
    questions: set[str]


_decoder = msgspec.msgpack.Decoder(_Held)
_encode = msgspec.msgpack.Encoder().encode


class Scratch:
    """Remembers new articles, and layers, by the ids of their articles."""

    def __init__(self) -> None:
        self._database = sqlite3.connect("", isolation_level=None)
        for statement in ("PRAGMA journal_mode = OFF", "PRAGMA synchronous = OFF", *_TABLES):
            self._database.execute(statement)

    def close(self) -> None:
        """Forget everything."""
        self._database.close()

    def keep(self, articles: Iterable[tuple[ArticleSlot, str]], layers: Mapping[tuple[str, str], LayerSlot]) -> None:
        """Remember new articles with their texts, and what layers would hold by now."""
        self._database.execute("BEGIN")
        self._database.executemany(
            "INSERT INTO article VALUES (?, ?, ?, ?, ?)",
            ((slot.id, slot.sha256, slot.source, slot.story, text) for slot, text in articles),
        )
        self._database.executemany(
            "INSERT OR REPLACE INTO layer VALUES (?, ?, ?)", ((*which, _held(slot)) for which, slot in layers.items())
        )
        self._database.execute("COMMIT")

    def articles(self, column: str, values: Sequence[str]) -> Iterator[ArticleSlot]:
        """Yield the new articles that have one of ``values`` in a column, in the order in which they came."""
        rows = self._database.execute(
            f"SELECT id, sha256, source, story FROM article WHERE {column} IN "
            "(SELECT value FROM json_each(?)) ORDER BY rowid",
            (msgspec.json.encode(values).decode(),),
        )
        yield from [ArticleSlot(0, *row) for row in rows.fetchall()]

    def text(self, article: str) -> str:
        """Return the text of a new article; nothing if there is none."""
        found = self._database.execute("SELECT text FROM article WHERE id = ?", (article,)).fetchone()
        return "" if found is None else str(found[0])

    def layer(self, article: str, annotator: str) -> LayerSlot | None:
        """Return a layer as it would be by now, if it was met before."""
        found = self._database.execute(
            "SELECT held FROM layer WHERE article = ? AND annotator = ?", (article, annotator)
        ).fetchone()
        return None if found is None else _slot(annotator, _decoder.decode(found[0]))


def _held(slot: LayerSlot) -> bytes:
    spans = list(slot.ids.items())
    seen = (slot.relations, slot.paragraphs, slot.decisions, slot.questions)
    return _encode(_Held(slot.key, slot.status, slot.flagged, spans, *seen))


def _slot(annotator: str, held: _Held) -> LayerSlot:
    slot = LayerSlot(annotator, held.status, {}, flagged=held.flagged)
    slot.key = held.key
    slot.ids = dict(held.spans)
    slot.places = {place: span for span, place in held.spans}
    slot.relations, slot.paragraphs = held.relations, held.paragraphs
    slot.decisions, slot.questions = held.decisions, held.questions
    return slot
