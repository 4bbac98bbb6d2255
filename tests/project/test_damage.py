"""A damaged project: every way of reading it ends in an answer or in one sentence that quotes nobody's article."""

import random
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from annotator.errors import UserError
from annotator.project import exporting, history, listing, reading, searching
from annotator.project.backup import copy_project
from annotator.project.checking import verify
from annotator.project.project import Project
from tests.project.working import add_article, mark

SECRET = "Zyxwick"


def read_all(project: Project) -> None:
    for key in reading.article_keys(project):
        reading.article(project, key)
        reading.spans(project, key)
        reading.relations(project, key)
        reading.layer(project, key)


def list_all(project: Project) -> None:
    for order in listing.ORDERS:
        listing.article_rows(project, listing.article_keys(project, listing.ArticleQuery(order=order)))
    listing.count_states(project)


READING: dict[str, Callable[[Project], object]] = {
    "read": read_all,
    "list": list_all,
    "find": lambda project: searching.find_articles(project, SECRET),
    "count": lambda project: (reading.count_layers(project), reading.count_suggestions(project), project.tagset),
    "export": lambda project: list(exporting.records(project, "all")),
    "history": lambda project: (history.next_undo(project), history.next_redo(project)),
    "undo": history.undo,
    "copy": lambda project: copy_project(project.path, project.path.with_name(f"{random.random()}.annotator")),
    "verify": verify,
}


@pytest.fixture
def sound(project: Project) -> bytes:
    for number in range(20):
        article = add_article(project, f"{SECRET} {number} said Füße were seen in Homs. " * 60, meta={"title": SECRET})
        mark(project, article, f"{SECRET} {number}")
    path = project.path
    project.close()
    return path.read_bytes()


@pytest.mark.parametrize("seed", range(30))
def test_a_damaged_project_is_read_or_refused_in_one_sentence(seed: int, sound: bytes, project_path: Path) -> None:
    chance = random.Random(seed)
    held = bytearray(sound)
    for _ in range(chance.choice([1, 3, 30])):
        held[chance.randrange(100, len(held))] = chance.randrange(256)
    for what, question in READING.items():
        project_path.write_bytes(held)
        try:
            with Project.open(project_path, "ana") as project:
                question(project)
        except UserError as refusal:
            sentence = str(refusal)
            assert len(sentence) <= 200, what
            assert "\n" not in sentence, what
            assert SECRET not in sentence, what


@pytest.mark.parametrize("column", ["article.title", "article.id", "span.attributes", "span.note", "article_text.text"])
def test_text_that_is_no_text_is_damage_and_is_not_quoted(column: str, sound: bytes, project_path: Path) -> None:
    project_path.write_bytes(sound)
    table, name = column.split(".")
    with closing(sqlite3.connect(project_path)) as connection, connection:
        connection.execute(
            f"UPDATE {table} SET {name} = CAST(CAST({SECRET!r} AS BLOB) || x'C3' AS TEXT) "
            f"WHERE rowid = (SELECT min(rowid) FROM {table})"
        )
    with Project.open(project_path, "ana") as project:
        with pytest.raises(UserError, match="is damaged") as refused:  # noqa: PT012 – which of them meets it is the same
            read_all(project)
            list_all(project)
        assert SECRET not in str(refused.value)
        found = verify(project)
    assert not found.ok
    assert SECRET not in str(found)
