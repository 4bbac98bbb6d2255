"""What the list of actors costs: a guess for each mark, and bringing in a long list."""

import random
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from measure import interleaved, say

from annotator.model.aliases import Alias
from annotator.model.tagset import Tagset
from annotator.project.alias_edits import alias_row
from annotator.project.alias_import import import_aliases
from annotator.project.alias_lookup import candidates_for, canonical_for
from annotator.project.aliases import AliasQuery, alias_keys, alias_lines, count_conflicts
from annotator.project.connection import connect
from annotator.project.creating import create
from annotator.project.project import Project
from annotator.project.schema import INDEXES, TABLES

pytestmark = pytest.mark.benchmark

COUNT = 100_000
_WORDS = ("liberation", "front", "national", "army", "islamic", "people", "brigade", "council", "union", "guard")


def many() -> list[Alias]:
    chance = random.Random(7)
    return [
        Alias(f"Actor {number // 5}", f"{' '.join(chance.sample(_WORDS, 3))} {number}", "2010" if number % 9 else "")
        for number in range(COUNT)
    ]


def bare(path: Path) -> sqlite3.Connection:
    """A file with the same table and its indexes, on a connection with our own settings."""
    path.touch()
    connection = connect(path, read_only=False)
    for statement in (TABLES["alias"], INDEXES["alias_folded"], INDEXES["alias_canonical"]):
        connection.execute(statement)
    return connection


def test_a_list_comes_in_not_much_slower_than_sqlite_takes_it(tmp_path: Path, tagset: Tagset) -> None:
    aliases = many()
    rows = [tuple(alias_row(alias).values()) for alias in aliases]
    create(tmp_path / "p.annotator", tagset, "ana")

    def floor() -> None:
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany(
            "INSERT INTO alias (canonical, variant, folded, valid_from, valid_until, ambiguous, note) "
            "VALUES (?, ?, ?, ?, ?, ?, ?)",
            rows,
        )
        connection.execute("COMMIT")

    with Project.open(tmp_path / "p.annotator", "ana") as project, closing(bare(tmp_path / "bare")) as connection:
        ours, theirs = interleaved(1, lambda: import_aliases(project, aliases), floor)
    say(
        "importing 100,000 names in short transactions, with 20,000 own names, against executemany", ours, theirs, "≤ 5"
    )


@pytest.fixture(scope="module")
def listed(tmp_path_factory: pytest.TempPathFactory, tagset: Tagset) -> Path:
    path = tmp_path_factory.mktemp("list") / "p.annotator"
    create(path, tagset, "ana")
    with Project.open(path, "ana") as project:
        import_aliases(project, many())
    return path


def test_a_guess_is_not_felt_in_a_mark(listed: Path) -> None:
    words = f"the {many()[50_001].variant}’s"
    with Project.open(listed, "ana") as project:
        assert canonical_for(project, words, "2013-04-08") == "Actor 10000"

        def hundred_bare() -> None:
            for _ in range(100):
                project.connection.execute("SELECT canonical FROM alias WHERE folded = ?", ("x",)).fetchall()

        def hundred() -> None:
            for _ in range(100):
                canonical_for(project, words, "2013-04-08")

        ours, floor = interleaved(50, hundred, hundred_bare)
        say(
            f"a hundred guesses among 100,000 names against as many bare look-ups ({ours.median * 10:.0f} µs each)",
            ours,
            floor,
            "≤ 50 µs each",
        )


def test_offers_and_the_table_answer_while_one_types(listed: Path) -> None:
    with Project.open(listed, "ana") as project:

        def floor() -> None:
            project.connection.execute("SELECT key FROM alias ORDER BY key").fetchall()

        for typed in ("isl", "islamic front", "ront", "the fighters of nobody"):
            ours, theirs = interleaved(20, lambda: candidates_for(project, typed, "2013"), floor)  # noqa: B023 – asked now, not later
            say(
                f"offers for “{typed}” among 100,000 names, against fetching their keys",
                ours,
                theirs,
                "far below 80 ms",
            )
        for query in (AliasQuery(), AliasQuery("islamic guard"), AliasQuery(which="conflicts")):
            ours, theirs = interleaved(5, lambda: alias_keys(project, query), floor)  # noqa: B023 – asked now, not later
            say(f"keys of the table, {query.which} {query.words}", ours, theirs, "small")
        keys = alias_keys(project, AliasQuery())
        page, count = interleaved(
            5, lambda: alias_lines(project, keys[50_000:50_200]), lambda: count_conflicts(project)
        )
        say("a page of 200 rows, against counting conflicts", page, count, "far below 16 ms")
