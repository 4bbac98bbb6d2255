"""Parquet: a row is an article; without the library for it, one sentence says what to install."""

import sys
from datetime import date, datetime
from io import BytesIO

import pytest

from annotator.formats import article_parquet
from annotator.formats.sandbox import apart, rest
from tests.formats.given import refusal, source

arrow = pytest.importorskip("pyarrow")
files = pytest.importorskip("pyarrow.parquet")


def made(**columns: list[object]) -> bytes:
    target = BytesIO()
    files.write_table(arrow.table(columns), target)
    return target.getvalue()


CONTENT = made(
    headline=["Fighters pushed", "Second"], text=["The Observatory said so.", "It denied it."],
    date=[date(2026, 11, 2), date(2026, 11, 3)], seen=[datetime(2026, 11, 2, 8), None], tags=[["a", "b"], []],
    raw=[b"\x00", b"x"],
)  # fmt: skip


def test_rows_are_articles():
    first, second = article_parquet.read(source(CONTENT, "articles.parquet"), None)
    assert first.text == "The Observatory said so."
    assert first.meta == {
        "title": "Fighters pushed", "published": "2026-11-02", "seen": "2026-11-02T08:00:00", "tags": "a, b",
        "row": "1",
        "file": "articles.parquet",
    }  # fmt: skip
    assert (second.text, second.meta["row"]) == ("It denied it.", "2")


def test_it_is_read_apart_within_the_limits():
    try:
        assert len(list(apart(article_parquet.read)(source(CONTENT, "articles.parquet"), None))) == 2
    finally:
        rest()


@pytest.mark.parametrize("content", [b"", b"PAR1", b"PAR1" + bytes(100) + b"PAR1", CONTENT[:200], made(a=["x"])])
def test_what_is_no_table_of_articles_is_refused(content: bytes):
    refusal(article_parquet.read, content, "a.parquet")


def test_without_the_library_one_sentence_says_what_to_install(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    assert "news-annotator[parquet]" in refusal(article_parquet.read, CONTENT, "a.parquet")


def test_a_file_with_work_on_its_articles_is_read_as_such():
    content = made(
        text=["The Observatory said so."], layer=["ana"], spans=[[{"start": 4, "end": 15, "label": "actor"}]]
    )
    (record,) = article_parquet.read_either(source(content, "a.parquet"), None)
    assert (record.layer, [span.label for span in record.spans]) == ("ana", ["actor"])
    assert len(list(article_parquet.read_either(source(CONTENT, "a.parquet"), None))) == 2
