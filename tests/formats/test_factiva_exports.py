"""Exports of Factiva: every article by itself, from either of their shapes and every kind of file."""

import pytest

from annotator.formats import docx, factiva, rtf
from annotator.formats.table import readable_format
from tests.formats.given import refusal, source
from tests.formats.made.office import paragraph, word

LINES = """News
Fighters pushed from river towns
Ana Belmar
355 words
14 November 2017
08:15
Northern Wire
NORWIR
22
English
(c) 2017 Northern Wire

The Observatory said so.

The army denied it.

Document NORWIR0020171114edbe0003x

Army denies

120 words

15 November 2017

Agence France Presse

AFPR

English

Copyright Agence France-Presse, 2017 All reproduction and presentation rights reserved.

It denied it once more.

Document AFPR000020171115edbe0003y

Page 1 of 2 © 2018 Factiva, Inc. All rights reserved.
"""
TABLE = {
    "SE": "News", "HD": "Fighters pushed from river towns", "BY": "Ana Belmar", "WC": "355 words",
    "PD": "14 November 2017", "ET": "08:15", "SN": "Northern Wire", "SC": "NORWIR", "PG": "22", "LA": "English",
    "CY": "© 2017 Northern Wire", "LP": "<p>The Observatory said so.</p>", "TD": "<p>The army denied it.</p>",
    "NS": "gvio : War", "AN": "Document NORWIR0020171114edbe0003x",
}  # fmt: skip
KNOWN = {
    "title": "Fighters pushed from river towns", "byline": "Ana Belmar", "length": "355 words", "section": "News",
    "published": "2017-11-14", "time": "08:15", "source": "Northern Wire", "source_code": "NORWIR", "page": "22",
    "language": "en", "guid": "NORWIR0020171114edbe0003x",
}  # fmt: skip
TEXT = "Fighters pushed from river towns\n\nThe Observatory said so.\n\nThe army denied it."


def page(*articles: str) -> bytes:
    style = f"<style>{'.x{a:b}' * 3_000}</style>"
    around = f"<html><head><title>Factiva</title>{style}</head><body><div>Search Results</div><p>Help</p>"
    return (around + "".join(f'<div class="article enArticle">{one}</div>' for one in articles)).encode()


def rows(table: dict[str, str]) -> str:
    cells = "".join(f"<tr><td><b>{code}</b>&nbsp;</td><td>{said}</td></tr>" for code, said in table.items())
    return f"<table>{cells}</table>"


def test_lines_in_their_order_are_understood():
    assert factiva.recognise(LINES.encode())
    first, second = factiva.read(source(LINES.encode(), "factiva.txt"), None)
    assert first.text == TEXT
    assert {name: first.meta[name] for name in KNOWN} == KNOWN
    assert (second.text, second.meta["source"], second.meta["published"]) == (
        "Army denies\n\nIt denied it once more.", "Agence France Presse", "2017-11-15",
    )  # fmt: skip
    assert first.notes == ["It was read as an export of Factiva: what stands around the articles became metadata."]
    assert second.notes == []


@pytest.mark.parametrize(
    "shape",
    [rows(TABLE), "".join(f"<div>{line}</div>" for line in LINES.split("\n\nArmy denies")[0].split("\n") if line)],
)
def test_saved_pages_are_read_without_what_stands_around_the_articles(shape: str):
    content = page(shape, shape.replace("0003x", "0003y"))
    assert factiva.recognise(content[:65_536])
    known = readable_format("auto", ".html", lambda: content[:65_536])
    assert known is not None
    assert known.name == "factiva"
    first, second = factiva.read(source(content, "factiva.html"), None)
    assert first.text == second.text == TEXT
    assert {name: first.meta[name] for name in KNOWN} == KNOWN


def test_exports_in_rtf_and_word_are_recognised():
    plain = [line for line in LINES.splitlines() if line]
    coded = [f"{code}\t{said.removeprefix('<p>').removesuffix('</p>')}" for code, said in TABLE.items()]
    whole = "{\\rtf1\\ansi\\ansicpg1252 " + "".join(
        "\\pard " + line.replace("\t", "\\tab ").replace("©", "\\'a9") + "\\par\n" for line in coded
    )
    (record,) = rtf.read(source(whole.encode() + b"}", "factiva.rtf"), None)
    assert (record.text, record.meta["source"]) == (TEXT, "Northern Wire")
    content = word("".join(map(paragraph, plain)))
    assert next(docx.read(source(content, "factiva.docx"), None)).text == TEXT


def test_an_article_without_a_text_is_counted():
    bare = {code: said for code, said in TABLE.items() if code not in ("LP", "TD")}
    (record,) = factiva.read(source(page(rows(TABLE), rows(bare)), "factiva.html"), None)
    assert record.notes[-1] == "Articles without a text (1) were left out."


def test_what_is_no_export_is_refused_and_not_recognised():
    text = b"A report of 355 words.\n355 words\nDocument 7\n"
    assert not factiva.recognise(text)
    assert "is no export of Factiva" in refusal(factiva.read, text, "x.txt")
    assert "No text was found" in refusal(factiva.read, page("<p>Nothing.</p>"), "x.html")
