"""The migrations that make a project file what ``schema`` says.

sqlite-utils costs half of the whole start-up time, so this module is imported only to make or to upgrade a file.
"""

from sqlite_utils import Database, Migrations
from sqlite_utils.db import Table

from annotator.project import first_schema, schema

_FULL_TEXT_TOKENS = "unicode61 remove_diacritics 2"

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
