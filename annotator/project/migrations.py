"""The migrations that make a project file what ``schema`` says.

sqlite-utils costs half of the whole start-up time, so this module is imported only to make or to upgrade a file.
"""

from sqlite_utils import Database, Migrations
from sqlite_utils.db import Table

from annotator.project import first_schema, schema

_FULL_TEXT_TOKENS = "unicode61 remove_diacritics 2"
# SQLite knows the characters of 2012 and takes later ones for letters: isolates, and signs of currencies. So it does
# the bullets of word processors, which stand for what they like. A word beside one of them would not be found.
_MORE_SEPARATORS = "\u061c\u2066\u2067\u2068\u2069₺₻₼₽₾₿⃀\uf0a7\uf0b7\uf0d8\uf0fc"

migrations = Migrations("news-annotator")


@migrations()
def first_release(db: Database) -> None:
    """Make the tables, indexes, views and the search index of version 0.1."""
    made = schema.TABLES | schema.INDEXES | schema.VIEWS | first_schema.TABLES
    for name, statement in made.items():
        if name not in first_schema.LATER:
            db.execute(statement)
    texts = db["article_text"]
    assert isinstance(texts, Table)
    texts.enable_fts(["text"], tokenize=_FULL_TEXT_TOKENS)


@migrations()
def fast_hands(db: Database) -> None:
    """Add guesses, paragraphs read, refused mentions, settled findings, the alias list, and the time spent."""
    db.execute("ALTER TABLE span ADD COLUMN guesses TEXT")
    db.execute("ALTER TABLE project ADD COLUMN times_work INTEGER NOT NULL DEFAULT 0 CHECK (times_work IN (0, 1))")
    for table in ("paragraph_read", "refused_mention", "alias", "settled_finding", "time_spent"):
        db.execute(schema.TABLES[table])
    for index in ("paragraph_read_layer", "refused_mention_layer", "alias_folded", "alias_canonical"):
        db.execute(schema.INDEXES[index])
    _index_anew(db)


def _index_anew(db: Database) -> None:
    """Make the search index with more separators, empty: it fills beside the window as after an import."""
    (made,) = db.execute("SELECT sql FROM sqlite_master WHERE name = ?", (schema.FULL_TEXT,)).fetchone()
    db.execute(f"DROP TABLE {schema.FULL_TEXT}")
    db.execute(made.replace(_FULL_TEXT_TOKENS, f"{_FULL_TEXT_TOKENS} separators ''{_MORE_SEPARATORS}''"))
    db.execute("UPDATE project SET indexed_up_to = 0")


@migrations()
def review(db: Database) -> None:
    """Add decisions, their reasons, and what is kept of comparing the layers."""
    for table in ("decision", "reason", "compared", "compared_up_to", "conflict"):
        db.execute(schema.TABLES[table])
    for index in ("decision_question", "compared_stale", "compared_step", "conflict_identical"):
        db.execute(schema.INDEXES[index])
    db.execute(schema.VIEWS["conflicts"])
    db.execute("INSERT INTO compared_up_to (one, step, entry) VALUES (1, 0, 0)")


@migrations()
def stories(db: Database) -> None:
    """Add the signatures of texts, by which copies are found, and how far stories were looked for."""
    db.execute("ALTER TABLE project ADD COLUMN stories_up_to INTEGER\n    NOT NULL DEFAULT 0")
    db.execute(schema.TABLES["text_signature"])
    db.execute(schema.INDEXES["article_story"])


def migrate(db: Database, steps: Migrations = migrations) -> None:
    """Bring ``db`` to the newest schema in one transaction, the version number last.

    Nested transactions become savepoints, so a failure anywhere leaves the file as it was.
    """
    with db.atomic():
        steps.apply(db)
        dangling = db.execute("PRAGMA foreign_key_check").fetchone()
        if dangling is not None:
            raise RuntimeError(f"the migration left a dangling reference in {dangling[0]}")
        # A time to the microsecond would tell when somebody worked; the day is enough.
        db.execute("UPDATE _sqlite_migrations SET applied_at = substr(applied_at, 1, 10)")
        db.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")
        db.execute(f"PRAGMA user_version = {len(steps.applied(db))}")
