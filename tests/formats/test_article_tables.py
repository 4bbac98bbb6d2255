"""Tables of articles: which column is which, one article a row, and no cell is ever more than words."""

import datetime
import io
from collections.abc import Sequence
from typing import Any

import msgspec
import openpyxl
import pytest

from annotator.errors import UserError
from annotator.formats import article_columns, article_tables
from annotator.model.record import Record
from tests.formats.given import CANARY, refusal, source
from tests.formats.made.office import packed

CSV = (
    "Headline,Date,Outlet,Author,Body,Link,Lang,Words\n"
    'Fighters pushed,"November 2, 2026",Northern Wire,Ana Belmar,"The Observatory said so.\n\nThe army, '
    'it seems, denied it.",https://nw.example/1,en-GB,9\n'
    "\n"
    "Second,3/4/2026,,,Another text.,,English,2\n"
)


def read(
    content: str | bytes, name: str = "articles.csv", said: Sequence[tuple[str, str]] = (), **more: Any
) -> list[Record]:
    raw = content.encode() if isinstance(content, str) else content
    return list(
        article_tables.read(msgspec.structs.replace(source(raw, name), columns=tuple(said)), more.get("encoding"))
    )


def refused(content: str | bytes, name: str = "articles.csv", said: Sequence[tuple[str, str]] = ()) -> str:
    def reader(one, encoding):
        return article_tables.read(msgspec.structs.replace(one, columns=tuple(said)), encoding)

    return refusal(reader, content.encode() if isinstance(content, str) else content, name)


def sheet(*rows: Sequence[Any], more: Sequence[Sequence[Any]] = ()) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    if more:
        other = book.create_sheet("more")
        for row in more:
            other.append(row)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def test_columns_are_recognised_by_their_headers():
    first, second = read(CSV)
    assert first.text == "The Observatory said so.\n\nThe army, it seems, denied it."
    assert first.meta == {
        "title": "Fighters pushed", "published": "2026-11-02", "source": "Northern Wire", "byline": "Ana Belmar",
        "url": "https://nw.example/1", "language": "en", "Words": "9", "row": "2", "file": "articles.csv",
    }  # fmt: skip
    assert first.notes == [
        "Columns were taken for title (1), published (2), source (3), byline (4), text (5), url (6), language (7)."
    ]
    assert second.notes == []


def test_a_date_in_figures_only_is_kept_as_it_stands():
    meta = read(CSV)[1].meta
    assert "published" not in meta
    assert meta["published_as_written"] == "3/4/2026"


def test_what_somebody_says_of_a_column_counts_more_than_its_header():
    said = [("title", "Outlet"), ("text", "1"), ("source", "author")]
    record = read(CSV, said=said)[0]
    assert record.text == "Fighters pushed"
    assert (record.meta["title"], record.meta["source"]) == ("Northern Wire", "Ana Belmar")
    assert record.meta["Body"].startswith("The Observatory")


def test_a_column_that_is_not_there_and_a_table_without_texts_are_refused():
    assert "no column Kopf" in refused(CSV, said=[("title", "Kopf")])
    assert "--column text=NAME" in refused("a,b\n1,2\n")
    assert "empty" in refused("\n\n")
    assert "No text" in refused("title,text\n\n")
    assert "No text" in refused(sheet(["title", "text"]), "a.xlsx")
    assert "table of spans" in refused("article,title,tag,text,start,end\n1,2,3,4,5,6\n")


@pytest.mark.parametrize(("delimiter", "name"), [(";", "a.csv"), ("\t", "a.tsv"), ("|", "a.csv"), ("\t", "a.csv")])
def test_delimiters_are_recognised(delimiter: str, name: str):
    (record,) = read(f"title{delimiter}text\nFighters, pushed{delimiter}The words.\n", name)
    assert (record.meta["title"], record.text) == ("Fighters, pushed", "The words.")


def test_ids_are_kept_and_rows_without_text_are_handed_on_to_be_named():
    found = read("id,title,text\nnw-1,One,Words.\nnw-2,Two,\n")
    assert [(record.id, record.text) for record in found] == [("nw-1", "Words."), ("nw-2", "")]


def test_columns_of_one_name_and_cells_beyond_the_last_are_kept():
    (record,) = read("text,note,note,row,file\nWords.,a,b,c,d,e\n")
    assert record.meta == {
        "note": "a", "note (2)": "b", "row (2)": "c", "file (2)": "d", "column 6": "e", "row": "2",
        "file": "articles.csv",
    }  # fmt: skip


def test_what_looks_like_a_formula_is_words():
    (record,) = read('title,text\n=1+1,"=HYPERLINK(""http://127.0.0.1/"")"\n')
    assert (record.meta["title"], record.text) == ("=1+1", '=HYPERLINK("http://127.0.0.1/")')


def test_another_encoding_is_asked_for():
    content = "titel,text\nÜber,Die Brücke sei gesperrt, sagte er – für längere Zeit.\n".replace(
        "gesperrt, ", "gesperrt "
    )
    assert read(content.encode("cp1252"), encoding="cp1252")[0].meta["title"] == "Über"
    assert (
        "cp1252" in refused(content.encode("cp1252")).lower() or "windows" in refused(content.encode("cp1252")).lower()
    )


def test_quotation_marks_that_are_not_closed_are_refused():
    assert "not closed" in refused(f'title,text\n"a,{CANARY}\nb,{CANARY}\n')


def test_a_spreadsheet_is_read_as_it_is_seen():
    content = sheet(
        ["An export of the archive"],
        [],
        ["Headline", "Date", "Text", "Words"],
        ["Fighters pushed", datetime.date(2026, 11, 2), "The Observatory\n\nsaid so.", 9],
        ["Second", datetime.datetime(2026, 11, 2, 8, 30), "Another.", 1.5],
        ["Third", None, "=1+1", True],
        more=[["a", "b"], ["1", "2"]],
    )
    first, second, third = read(content, "articles.xlsx")
    assert first.text == "The Observatory\n\nsaid so."
    assert (first.meta["published"], first.meta["Words"], first.meta["row"]) == ("2026-11-02", "9", "4")
    assert (second.meta["published"], second.meta["Words"]) == ("2026-11-02T08:30:00", "1.5")
    # A formula whose value was never reckoned.
    assert third.text == ""
    assert third.notes == ["Sheets without a column of texts (1) were left out."]


def test_a_spreadsheet_without_texts_and_a_broken_one_are_refused():
    assert "--column" in refused(sheet(["a"], ["b"]), "a.xlsx")
    assert "no spreadsheet" in refused(packed({"xl/workbook.xml": "<x/>"}), "a.xlsx")
    assert "damaged" in refused(b"PK\3\4", "a.xlsx")


def test_entities_and_bombs_in_a_spreadsheet_are_refused():
    evil = "<!DOCTYPE x [<!ENTITY a 'b'>]><sst/>"
    assert "entities" in refused(packed({"xl/sharedStrings.xml": evil}), "a.xlsx")
    assert "entities" in refused(packed({"xl/sharedStrings.xml": evil.encode("utf-16")}), "a.xlsx")
    assert "safely" in refused(packed({"xl/sharedStrings.xml": "<sst>" + " " * 50_000_000}), "a.xlsx")


def test_a_million_columns_are_refused():
    assert "columns" in refused("text" + ",x" * 1_000_000 + "\n")
    assert "columns" in refused("text\n" + "x," * 1_000_000 + "\n")
    assert "columns" in refused(sheet(["text"], ["x"] * 2_000), "a.xlsx")


def test_too_many_rows_are_refused(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(article_tables, "MOST_ROWS", 10)
    assert "more than 10 rows" in refused("text\n" + "x\n" * 20)


def test_every_field_of_an_article_can_be_said():
    assert set(article_columns._KNOWN_AS) == set(article_columns.FIELDS)


@pytest.mark.parametrize("packed", [False, True])
def test_a_look_shows_each_column_with_its_first_cells(packed: bool):
    rows: list[list[Any]] = [
        ["", ""],
        ["Headline", "Was"],
        ["First", "x" * 900],
        ["Second", None],
        ["Third", "c"],
        ["4", ""],
    ]
    plain = "\n".join(",".join(cell or "" for cell in row) for row in rows)
    given = source(sheet(*rows), "a.xlsx") if packed else source(plain.encode(), "a.csv")
    (found,) = article_tables.look(given, None)
    assert found.text == ""
    assert found.meta == {"1": ["Headline", "First", "Second", "Third"], "2": ["Was", "x" * 200, "", "c"]}


def test_a_look_at_a_damaged_or_empty_table_says_so_in_a_sentence():
    for raw, name in ((b"", "a.csv"), (b'a,b\n"x,y', "a.csv"), (b"PK\3\4nothing", "a.xlsx")):
        with pytest.raises(UserError):
            list(article_tables.look(source(raw, name), None))


def test_the_column_called_as_the_field_is_surer_than_one_called_alike():
    (record,) = read("uri,content,text,url\n812,summary,Deir Zor fell.,https://nw.example/1\n")
    assert record.text == "Deir Zor fell."
    assert record.meta.items() >= {"url": "https://nw.example/1", "uri": "812", "content": "summary"}.items()


def test_a_list_of_gdelt_is_called_by_its_name():
    said = refused("20240101-0\t20240101\t1\texample.org\thttps://example.org/1\n" * 3, "20240101000000.gkg.csv")
    assert said == "20240101000000.gkg.csv is a list of GDELT: it has the addresses of articles, and no texts."


@pytest.mark.parametrize("made", [lambda *rows: "\n".join(map(",".join, rows)), lambda *rows: sheet(*map(list, rows))])
def test_a_table_without_headers_loses_no_article_and_says_so(made: Any):
    long, short = "The Observatory said so. " * 20, "The army denied it."
    content = made(("1", "Towns", long), ("2", "Army", short))
    name = "a.csv" if isinstance(content, str) else "a.xlsx"
    first, second = read(content, name, said=[("text", "3"), ("title", "2")])
    assert (first.text, second.text) == (long, short)
    assert (first.meta["title"], first.meta["column 1"], first.meta["row"]) == ("Towns", "1", "1")
    assert "There are no headers: the first row is an article as well." in first.notes[0]


def test_a_header_of_some_words_is_one():
    (record,) = read("No,What the paper wrote\n1,The army denied it.", said=[("text", "2")])
    assert (record.text, record.meta["No"]) == ("The army denied it.", "1")


def test_a_long_header_that_names_the_text_is_one():
    (record,) = read(f"No,{'-' * 300}Text\n1,The army denied it.")
    assert record.text == "The army denied it."
