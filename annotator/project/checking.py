"""Doubting a project: everything that can be checked about what it holds, without changing it."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import msgspec

from annotator.errors import UserError
from annotator.model.aliases import Alias, check_alias
from annotator.model.article import META_FIELDS, ArticleKey, text_sha256
from annotator.model.layer import GOLD
from annotator.model.span import Origin, surface
from annotator.model.tagset import Tagset
from annotator.project.decisions import DECISION_COLUMNS, DECISION_JOINS, kept_of
from annotator.project.project import Project
from annotator.project.reading import article_keys
from annotator.project.rows import places_of
from annotator.project.step import JOURNALLED, KEY_OF, decode_row

MOST_KEYS = 2_000_000_000
"""More rows than a table of a project ever had; a greater key is damage, and would take a byte of memory each."""

_JSON = (
    ("article", "extra"),
    ("layer", "labels"),
    ("span", "attributes"),
    ("span", "extra"),
    ("span", "guesses"),
    ("relation", "extra"),
    ("decision", "votes"),
    ("decision", "more"),
)
"""Tables and columns that hold a JSON object."""


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
        for check in _CHECKS:
            with _noting_damage(found, "the file"):
                found.problems.extend(check(connection))
        keys: list[ArticleKey] = []
        with _noting_damage(found, "the list of articles"):
            keys = article_keys(project)
        for key in keys:
            found.articles += 1
            with _noting_damage(found, f"article number {key}"):
                _article(connection, key, found)
            if not went_on(found.articles, len(keys)):
                break
    finally:
        connection.execute("ROLLBACK")
    return found


@contextmanager
def _noting_damage(found: Verification, where: str) -> Iterator[None]:
    """Note what cannot be read, and go on. What SQLite says of it is left out: it may quote an article."""
    try:
        yield
    except (sqlite3.DatabaseError, UnicodeDecodeError, UserError):
        found.problems.append(Problem("Part of it is damaged and cannot be read.", where))


def _file(connection: sqlite3.Connection) -> Iterator[Problem]:
    for (answer,) in connection.execute("PRAGMA integrity_check(20)"):
        for line in str(answer).splitlines():
            if line != "ok" and not line.startswith("***"):
                yield Problem("SQLite finds the file damaged.", line)


def _references(connection: sqlite3.Connection) -> Iterator[Problem]:
    for table, row, parent, _ in connection.execute("PRAGMA foreign_key_check"):
        yield Problem(f"It refers to a {parent} that is not there.", f"{table} {row}")


def _tagset(connection: sqlite3.Connection) -> Iterator[Problem]:
    for version, definition in connection.execute("SELECT version, definition FROM tagset"):
        try:
            msgspec.json.decode(definition, type=Tagset)
        except msgspec.MsgspecError:
            yield Problem("The tagset cannot be read.", f"tagset version {version}")


def _objects(connection: sqlite3.Connection) -> Iterator[Problem]:
    for table, column in _JSON:
        for (key,) in connection.execute(
            f"SELECT key FROM {table} WHERE {column} IS NOT NULL "
            f"AND CASE WHEN json_valid({column}) THEN json_type({column}) <> 'object' ELSE 1 END"
        ):
            yield Problem(f"Its {column} cannot be read.", f"{table} {key}")


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


def _decisions(connection: sqlite3.Connection) -> Iterator[Problem]:
    for row in connection.execute(f"SELECT {DECISION_COLUMNS} FROM {DECISION_JOINS}"):
        try:
            kept_of(row)
        except (msgspec.MsgspecError, TypeError):
            yield Problem("It cannot be read.", f"decision {row[0]}")
    for decision, article in connection.execute(
        "SELECT decision.id, article.id FROM decision JOIN article ON article.key = decision.article "
        "WHERE earlier = 0 GROUP BY decision.article, question HAVING count(*) > 1"
    ):
        yield Problem("Another decision about the same counts too.", f"decision {decision} of article {article}")


def _gold(connection: sqlite3.Connection) -> Iterator[Problem]:
    """Check that each decision that puts a span into gold has it there, and each decided gold span its decision."""
    for decision, article in connection.execute(
        "SELECT decision.id, article.id FROM decision JOIN article ON article.key = decision.article "
        "WHERE gold IS NOT NULL AND (earlier = 1 OR about <> 'mark' OR NOT EXISTS "
        "(SELECT 1 FROM span JOIN layer ON layer.key = span.layer JOIN annotator ON annotator.key = layer.annotator "
        "WHERE span.key = decision.gold AND layer.article = decision.article AND annotator.name = ?))",
        (GOLD,),
    ):
        yield Problem("Its gold span is not there.", f"decision {decision} of article {article}")
    for span, article in connection.execute(
        "SELECT span.id, article.id FROM span JOIN layer ON layer.key = span.layer "
        "JOIN annotator ON annotator.key = layer.annotator JOIN article ON article.key = layer.article "
        "WHERE annotator.name = ? AND span.origin = ? AND "
        "(SELECT count(*) FROM decision WHERE decision.article = layer.article AND decision.gold = span.key) <> 1",
        (GOLD, Origin.ADJUDICATED),
    ):
        yield Problem("It does not know its decision.", f"gold span {span} of article {article}")


def _aliases(connection: sqlite3.Connection) -> Iterator[Problem]:
    for key, folded, *fields in connection.execute(
        "SELECT key, folded, canonical, variant, valid_from, valid_until, ambiguous, note FROM alias"
    ):
        alias = Alias(*fields)
        if alias.folded != folded:
            yield Problem("It would not be found by its name.", f"alias {key}")
        try:
            check_alias(alias)
        except UserError as error:
            yield Problem(str(error), f"alias {key}")


def _article(connection: sqlite3.Connection, key: int, found: Verification) -> None:
    # Every column is read, because reading is what shows whether it can be.
    article_id, sha256, *_ = connection.execute(
        f"SELECT id, sha256, {', '.join(META_FIELDS)} FROM article WHERE key = ?", (key,)
    ).fetchone()
    try:
        row = connection.execute("SELECT text FROM article_text WHERE article = ?", (key,)).fetchone()
    except sqlite3.OperationalError:
        row = None
    if row is None or not isinstance(row[0], str):
        found.problems.append(Problem("Its text is missing or cannot be read.", f"article {article_id}"))
        return
    if text_sha256(row[0]) != sha256:
        found.problems.append(Problem("Its text is not the one that was imported.", f"article {article_id}"))
    for span_id, start, end, fragments, stored, *_ in connection.execute(
        'SELECT span.id, start, "end", fragments, surface, note, origin FROM span JOIN layer ON layer.key = span.layer '
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
        places = places_of(start, end, fragments)
    except msgspec.DecodeError:
        return False
    return places[0].start == start and places[-1].end == end <= len(text) and surface(text, places) == stored


def _journal(connection: sqlite3.Connection) -> Iterator[Problem]:
    """Play the journal back to the beginning: each row must have come from a step, and nothing may be left over.

    Only whether rows exist is followed, a byte for each key ever given out.
    """
    exists = {table: _existing(connection, table) for table in JOURNALLED if _has_possible_keys(connection, table)}
    for table in set(JOURNALLED) - exists.keys():
        yield Problem("It has keys that were never given out.", table)
    for step, kind, first, last, before in connection.execute(
        "SELECT step, kind, first, last, before FROM journal ORDER BY step DESC, entry DESC"
    ):
        rows = exists.get(kind)
        if rows is None or not 0 <= first <= last < len(rows):
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


def _has_possible_keys(connection: sqlite3.Connection, table: str) -> bool:
    (first,) = connection.execute(f'SELECT coalesce(min({KEY_OF[table]}), 0) FROM "{table}"').fetchone()
    return bool(first >= 0 and _last_key(connection, table) < MOST_KEYS)


def _existing(connection: sqlite3.Connection, table: str) -> bytearray:
    """Return a byte for each key of ``table`` ever given out: 1 where the row exists."""
    rows = bytearray(_last_key(connection, table) + 1)
    for (row,) in connection.execute(f'SELECT {KEY_OF[table]} FROM "{table}"'):
        # What a damaged index takes for the greatest key may not be it.
        if 0 <= row < len(rows):
            rows[row] = 1
    return rows


def _last_key(connection: sqlite3.Connection, table: str) -> int:
    numbered = "article" if table == "article_text" else table
    (last,) = connection.execute(
        f'SELECT max(coalesce((SELECT max({KEY_OF[table]}) FROM "{table}"), 0), '
        "coalesce((SELECT seq FROM sqlite_sequence WHERE name = ?), 0))",
        (numbered,),
    ).fetchone()
    return int(last)


_CHECKS = (_file, _references, _tagset, _objects, _relations, _aliases, _decisions, _gold, _journal)
