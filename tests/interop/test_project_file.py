"""The project file is plain SQLite: programs for SQLite and for tables read it and its views, and change nothing."""

import json
import subprocess
import sys
from collections import Counter
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from annotator.project.project import Project
from tests.formats.interchange import written
from tests.interop.hard_articles import hard_articles

pytestmark = [pytest.mark.interop, pytest.mark.filterwarnings("default")]

SPANS = "select article, layer, tag, text, start, end from annotations"
Row = tuple[object, ...]


def said(*words: object) -> str:
    """Return what a Python program prints that is started as from a shell."""
    done = subprocess.run(
        [sys.executable, "-m", *map(str, words)], capture_output=True, check=False, text=True, encoding="utf-8"
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A project with the hard articles, closed."""
    given, project = tmp_path / "hard.jsonl", tmp_path / "news.annotator"
    given.write_bytes(written("jsonl", hard_articles())[0])
    said("annotator", "new", project)
    said("annotator", "import", project, given)
    return project


def wanted() -> Counter[Row]:
    return Counter(
        (record.id, record.layer, span.label, span.text, span.start, span.end)
        for record in hard_articles()
        for span in record.spans
    )


def with_sqlite_utils(path: Path) -> list[Row]:
    return [tuple(row) for row in json.loads(said("sqlite_utils", path, SPANS, "--arrays"))]


def with_datasette(path: Path) -> list[Row]:
    address = "/news.json?_shape=arrays&sql=" + SPANS.replace(" ", "+")
    answer = json.loads(said("datasette", path, "--get", address))
    assert answer["ok"], answer
    return [tuple(row) for row in answer["rows"]]


def with_pandas(path: Path) -> list[Row]:
    import sqlite3

    import pandas

    connection = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)
    try:
        return list(pandas.read_sql_query(SPANS, connection).itertuples(index=False, name=None))
    finally:
        connection.close()


def with_duckdb(path: Path) -> list[Row]:
    import duckdb

    connection = duckdb.connect()
    connection.execute(f"LOAD '{sqlite_for_duckdb()}'")
    connection.execute(f"ATTACH '{path}' AS news (TYPE sqlite, READ_ONLY)")
    return connection.execute(SPANS.replace("annotations", "news.annotations").replace("end", '"end"')).fetchall()


def sqlite_for_duckdb() -> Path:
    """Return DuckDB's reader of SQLite, which it would otherwise fetch from the network."""
    found = find_spec("duckdb_extension_sqlite_scanner")
    assert found is not None, "duckdb-extension-sqlite-scanner is not installed"
    (place,) = found.submodule_search_locations or [""]
    (reader,) = Path(place).rglob("sqlite_scanner.duckdb_extension")
    return reader


def with_polars(path: Path) -> list[Row]:
    import sqlite3

    import polars

    connection = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)
    try:
        return polars.read_database(SPANS, connection).rows()
    finally:
        connection.close()


@pytest.mark.parametrize("reader", [with_sqlite_utils, with_datasette, with_duckdb, with_pandas, with_polars])
def test_others_find_the_same_spans_in_the_file_and_leave_it_as_it_is(reader: Any, path: Path):
    before = path.read_bytes()
    assert Counter(map(tuple, reader(path))) == wanted()
    assert path.read_bytes() == before
    assert [other.name for other in path.parent.iterdir() if other.name.startswith("news")] == [path.name]
    with Project.open(path, "ana"):
        pass


def test_offsets_of_the_view_are_those_of_python(path: Path):
    columns = "annotations.text as words, start, end, fragments, article_text.text"
    joined = (
        "annotations join article on article.id = annotations.article join article_text on article_text.article = key"
    )
    rows = json.loads(said("sqlite_utils", path, f"select {columns} from {joined}"))
    assert len(rows) == sum(wanted().values())
    for row in rows:
        places = json.loads(row["fragments"] or "null") or [[row["start"], row["end"]]]
        assert row["words"] == " ".join(row["text"][start:end] for start, end in places)


@pytest.mark.parametrize("table", ["annotations", "claims", "conflicts", "article", "span", "relation", "journal"])
def test_datasette_shows_a_page_for_every_view_and_table(table: str, path: Path):
    assert f"<title>news: {table}" in said("datasette", path, "--get", f"/news/{table}")
