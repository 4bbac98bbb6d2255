"""Doubting a project: everything that can be checked about what it holds, without changing it."""

import sqlite3
from collections.abc import Callable, Iterator

import msgspec

from annotator.model.article import text_sha256
from annotator.model.span import Fragment, surface
from annotator.model.tagset import Tagset
from annotator.project.project import Project
from annotator.project.reading import count_articles
from annotator.project.rows import decode_fragments
from annotator.project.step import JOURNALLED, KEY_OF, decode_row


class Problem(msgspec.Struct, frozen=True):
    """Something that is not as it should be, and where."""

    what: str
    where: str


class Verification(msgspec.Struct):
    """What was looked at, and what was found."""

    articles: int = 0
    spans: int = 0
    problems: list[Problem] = []

    @property
    def ok(self) -> bool:
        """Whether nothing was found."""
        return not self.problems


def verify(project: Project, went_on: Callable[[int, int], bool] = lambda _done, _total: True) -> Verification:
    """Check the file, its references, every text and span, and that the journal tells how it all came to be.

    Args:
        project: only read, as it is at one moment.
        went_on: called with the articles checked and the total; answers whether to go on.
    """
    found = Verification()
    connection = project.connection
    connection.execute("BEGIN")
    try:
        for check in (_file, _references, _tagset, _relations, _journal):
            found.problems.extend(check(connection))
        total = count_articles(project)
        for (key,) in connection.execute("SELECT key FROM article ORDER BY key").fetchall():
            found.articles += 1
            _article(connection, key, found)
            if not went_on(found.articles, total):
                break
    except sqlite3.DatabaseError as error:
        found.problems.append(Problem(f"The file is damaged ({error}).", project.path.name))
    finally:
        connection.execute("ROLLBACK")
    return found


def _file(connection: sqlite3.Connection) -> Iterator[Problem]:
    for (answer,) in connection.execute("PRAGMA integrity_check(20)"):
        if answer != "ok":
            yield Problem("SQLite finds the file damaged.", str(answer))


def _references(connection: sqlite3.Connection) -> Iterator[Problem]:
    for table, row, parent, _ in connection.execute("PRAGMA foreign_key_check"):
        yield Problem(f"It refers to a {parent} that is not there.", f"{table} {row}")


def _tagset(connection: sqlite3.Connection) -> Iterator[Problem]:
    for version, definition in connection.execute("SELECT version, definition FROM tagset"):
        try:
            msgspec.json.decode(definition, type=Tagset)
        except msgspec.MsgspecError:
            yield Problem("The tagset cannot be read.", f"tagset version {version}")


def _relations(connection: sqlite3.Connection) -> Iterator[Problem]:
    for (relation,) in connection.execute(
        "SELECT relation.id FROM relation JOIN span AS head ON head.key = relation.head "
        "JOIN span AS child ON child.key = relation.child "
        "WHERE head.layer <> relation.layer OR child.layer <> relation.layer"
    ):
        yield Problem("It joins spans of different layers.", f"relation {relation}")
    for span, article in connection.execute(
        "SELECT span.id, article.id FROM span JOIN layer ON layer.key = span.layer "
        "JOIN article ON article.key = layer.article GROUP BY span.layer, span.id HAVING count(*) > 1"
    ):
        yield Problem("Its id occurs twice in one layer.", f"span {span} of article {article}")


def _article(connection: sqlite3.Connection, key: int, found: Verification) -> None:
    article_id, sha256 = connection.execute("SELECT id, sha256 FROM article WHERE key = ?", (key,)).fetchone()
    try:
        row = connection.execute("SELECT text FROM article_text WHERE article = ?", (key,)).fetchone()
    except sqlite3.OperationalError:
        row = None
    if row is None:
        found.problems.append(Problem("Its text is missing or cannot be read.", f"article {article_id}"))
        return
    if text_sha256(row[0]) != sha256:
        found.problems.append(Problem("Its text is not the one that was imported.", f"article {article_id}"))
    for span_id, start, end, fragments, stored in connection.execute(
        'SELECT span.id, start, "end", fragments, surface FROM span JOIN layer ON layer.key = span.layer '
        "WHERE layer.article = ?",
        (key,),
    ):
        found.spans += 1
        if not _fits(row[0], start, end, fragments, stored):
            found.problems.append(
                Problem("Its offsets are not on its words.", f"span {span_id} of article {article_id}")
            )


def _fits(text: str, start: int, end: int, fragments: str | None, stored: str) -> bool:
    try:
        places = decode_fragments(fragments) if fragments else (Fragment(start, end),)
    except (ValueError, TypeError):
        return False
    return (
        bool(places)
        and places[0].start == start
        and places[-1].end == end <= len(text)
        and surface(text, places) == stored
    )


def _journal(connection: sqlite3.Connection) -> Iterator[Problem]:
    """Play the journal back to the beginning: each row must have come from a step, and nothing may be left over.

    Only whether rows exist is followed, a byte for each key ever given out.
    """
    exists = {table: _existing(connection, table) for table in JOURNALLED}
    for step, kind, first, last, before in connection.execute(
        "SELECT step, kind, first, last, before FROM journal ORDER BY step DESC, entry DESC"
    ):
        rows = exists.get(kind)
        if rows is None or last >= len(rows):
            yield Problem("The journal names a row that cannot be.", f"step {step}")
            continue
        if before is not None:
            try:
                decode_row(before)
            except msgspec.MsgspecError:
                yield Problem("An entry of the journal cannot be read.", f"step {step}")
            rows[first] = 1
        elif not all(rows[first : last + 1]):
            yield Problem("The journal says a row was made that is not there.", f"step {step}, {kind} {first}–{last}")
        else:
            rows[first : last + 1] = bytes(last - first + 1)
    for table, rows in exists.items():
        left = rows.find(1)
        if left >= 0:
            yield Problem("A row is there that no step made.", f"{table} {left}")


def _existing(connection: sqlite3.Connection, table: str) -> bytearray:
    """Return a byte for each key of ``table`` ever given out: 1 where the row exists."""
    key = KEY_OF[table]
    numbered = "article" if table == "article_text" else table
    (last,) = connection.execute(
        f'SELECT max(coalesce((SELECT max({key}) FROM "{table}"), 0), '
        "coalesce((SELECT seq FROM sqlite_sequence WHERE name = ?), 0))",
        (numbered,),
    ).fetchone()
    rows = bytearray(last + 1)
    for (row,) in connection.execute(f'SELECT {key} FROM "{table}"'):
        rows[row] = 1
    return rows
