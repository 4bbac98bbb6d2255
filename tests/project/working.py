"""Small things that tests of the project room do all the time."""

import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from annotator.model.article import Article
from annotator.model.record import Record
from annotator.model.span import Fragment, SpanKey
from annotator.project import edits, reading
from annotator.project.changes import Changes
from annotator.project.importing import import_records
from annotator.project.project import Project
from annotator.project.step import JOURNALLED, KEY_OF, decode_row

Rows = dict[str, dict[int, dict[str, Any]]]

TEXT = "The Observatory said at least 287 fighters were killed near Homs, among them 26 minors."


def add_articles(project: Project, records: Iterable[Record]) -> list[Article]:
    """Import records and return the articles the project then has."""
    import_records(project, (("here", record) for record in records))
    return [reading.article(project, key) for key in reading.article_keys(project)]


def add_article(project: Project, text: str = TEXT, **fields: Any) -> Article:
    """Import one article and return it."""
    return add_articles(project, [Record(text, **fields)])[-1]


def put(changes: Changes) -> SpanKey:
    """Return the one span that an edit put there."""
    (article,) = changes.articles.values()
    (span,) = article.put
    return span.key


def mark(project: Project, article: Article, words: str, tag: str = "actor") -> SpanKey:
    """Mark the first occurrence of ``words``."""
    at = article.text.index(words)
    return put(edits.mark(project, article, [Fragment(at, at + len(words))], tag))


def relate(project: Project, head: SpanKey, child: SpanKey, kind: str = "counts_who") -> None:
    """Draw an arrow between two spans, as a step."""
    with project.step("relate") as step:
        (layer,) = project.connection.execute("SELECT layer FROM span WHERE key = ?", (head,)).fetchone()
        row = {"layer": layer, "type": kind, "head": head, "child": child, "id": f"{head}-{child}"}
        step.rows.insert("relation", row | {"step": step.rows.key})


def dump(connection: sqlite3.Connection) -> Rows:
    """Return every row that steps write, by table and key."""
    tables: Rows = {}
    for table in JOURNALLED:
        cursor = connection.execute(f'SELECT * FROM "{table}"')
        names = [column[0] for column in cursor.description]
        rows = [dict(zip(names, values, strict=True)) for values in cursor]
        tables[table] = {row[KEY_OF[table]]: row for row in rows}
    return tables


def play_back_to_the_beginning(connection: sqlite3.Connection) -> Rows:
    """Play the whole journal backwards over a copy of the rows, and return what is left: nothing, if it is true."""
    rows = dump(connection)
    for kind, first, last, before in connection.execute(
        "SELECT kind, first, last, before FROM journal ORDER BY step DESC, entry DESC"
    ):
        for key in range(last, first - 1, -1):
            if before is None:
                del rows[kind][key]
            else:
                rows[kind][key] = decode_row(before)
    return {table: kept for table, kept in rows.items() if kept}


def steps(connection: sqlite3.Connection) -> int:
    """Return how many steps there are."""
    return int(connection.execute("SELECT count(*) FROM step").fetchone()[0])


def assert_sound(path: Path) -> None:
    """Check a project file as a whole: SQLite's own checks, and that the journal tells how it came to be."""
    with Project.open(path, "checker", read_only=True) as project:
        connection = project.connection
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        assert play_back_to_the_beginning(connection) == {}
