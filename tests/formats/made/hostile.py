"""Files that are built to hang, flood or break their reader, of every format that is read."""

import base64
import gzip
import json
import random
import zipfile
import zlib
from collections.abc import Callable
from io import BytesIO

import pytest

from annotator.formats.options import WriteOptions
from annotator.formats.table import FORMATS
from annotator.model.record import Record
from tests.formats import test_factiva_exports
from tests.formats.made.compound import compound
from tests.formats.made.office import e_book, open_document, packed, paragraph, word
from tests.formats.test_article_tables import sheet
from tests.formats.test_mail import box
from tests.formats.test_web_archives import entry

ZEROS = 90_000_000
LAUGHS = "".join(
    f"<!ENTITY l{number} '{f'&l{number - 1};' * 10}'>" if number else "<!ENTITY l0 'ha'>" for number in range(12)
)
LAUGHING = f"<!DOCTYPE x [{LAUGHS}]>"


def nested(start: str, end: str, times: int = 200_000) -> str:
    return start * times + "x" + end * times


def one_part(name: str, content: bytes | str, **others: bytes | str) -> bytes:
    return packed({name: content, **others})


def stored(zipped: bytes) -> bytes:
    """Return a zip that is as large as what it holds, so that nobody refuses it for that."""
    with zipfile.ZipFile(BytesIO(zipped)) as old:
        return packed({name: old.read(name) for name in old.namelist()}, zipfile.ZIP_STORED)


def pages(count: int) -> bytes:
    """Return a PDF that says it has so many pages, all of them the same."""
    kids = b"3 0 R " * count
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count %d /Kids [%s] >>" % (count, kids),
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R >>",
        b"<< /Length 0 >>\nstream\n\nendstream",
    ]
    return pdf_of(parts)


def pdf_of(parts: list[bytes]) -> bytes:
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, part in enumerate(parts, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(parts) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    return bytes(out + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(parts) + 1, start))


def drawing(content: bytes) -> bytes:
    squeezed = zlib.compress(content, 9)
    return pdf_of(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R /Resources << /Font << /F1 << "
            b"/Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
            b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(squeezed), squeezed),
        ]
    )


def tree_of_pages() -> bytes:
    """Return a PDF whose tree of pages is its own branch."""
    return pdf_of(
        [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Count 9 /Kids [2 0 R 2 0 R] /Parent 2 0 R >>"]
    )


def mail_in_mail(times: int) -> bytes:
    heads = [b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (number, number) for number in range(times)]
    return b"Subject: x\n" + b"".join(heads) + b"Content-Type: text/plain\n\nThe end.\n"


def spreadsheet(rows: str) -> bytes:
    """Return a spreadsheet whose one sheet has these rows."""
    whole = sheet(["Title", "Text"], ["x", "It said so."])
    target = BytesIO()
    with zipfile.ZipFile(BytesIO(whole)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name.startswith("xl/worksheets/sheet"):
                head, _, rest = content.partition(b"<sheetData>")
                _, _, tail = rest.partition(b"</sheetData>")
                content = head + b"<sheetData>" + rows.encode() + b"</sheetData>" + tail
            new.writestr(name, content)
    return target.getvalue()


CELLS = '<c r="A{0}" t="inlineStr"><is><t>{1}</t></is></c><c r="B{0}" t="inlineStr"><is><t>{2}</t></is></c>'
HEADERS = f'<row r="1">{CELLS.format(1, "Title", "Text")}</row>'


def written(name: str, records: list[Record]) -> bytes:
    target = BytesIO()
    write = next(known.write for known in FORMATS if known.name == name)
    assert write is not None
    write(records, target, WriteOptions())
    return target.getvalue()


def parquet_of_one_cell() -> bytes:
    """Return a file of a few kilobytes whose rows are the same 100,000 characters, a hundred thousand times."""
    arrow, files = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    column = arrow.DictionaryArray.from_arrays([0] * 100_000, ["x" * 100_000])
    target = BytesIO()
    files.write_table(arrow.table({"text": column}), target, compression="zstd")
    return target.getvalue()


def conll_of_one_sentence() -> bytes:
    return b"word O\n" * 150_000


def _looped(content: bytes) -> bytes:
    """Return a compound file whose every sector is followed by the first."""
    at = len(content) - 512
    return content[:at] + bytes(512)


def _selections(count: int) -> bytes:
    guid = "00000000-0000-4000-8000-{:012d}".format
    chosen = "".join(
        f'<PlainTextSelection guid="{guid(n)}" name="words that are nowhere" startPosition="1" endPosition="2">'
        "<Coding><CodeRef "
        f'targetGUID="{guid(0)}"/></Coding></PlainTextSelection>'
        for n in range(1, count)
    )
    return packed(
        {
            "project.qde": f'<Project xmlns="urn:QDA-XML:project:1.0"><CodeBook><Codes>'
            f'<Code guid="{guid(0)}" name="actor"/>'
            f'</Codes></CodeBook><Sources><TextSource guid="{guid(7)}" name="a" plainTextPath="internal://a.txt">{chosen}'
            "</TextSource></Sources></Project>",
            "sources/a.txt": "The Observatory said so. " * 200_000,
        }
    )


HEADS = "#FORMAT=WebAnno TSV 3.3\n#T_SP=webanno.custom.Actor|value\n\n\n"

FILES: dict[str, tuple[str, str, Callable[[], bytes | str]]] = {
    "HTML of one tag": ("html", "a.html", lambda: "<p " * 1_000_000),
    "HTML of JSON": ("html", "a.html", lambda: "<script type='application/ld+json'>" + "[" * 4_000_000),
    "many pages": ("pdf", "a.pdf", lambda: pages(100_000)),
    "a tree that is its own branch": ("pdf", "a.pdf", tree_of_pages),
    "a drawing of zeros": ("pdf", "a.pdf", lambda: drawing(b"0 " * (ZEROS // 2))),
    "a page of a million words": (
        "pdf",
        "a.pdf",
        lambda: drawing(b"BT /F1 9 Tf " + b"1 0 0 1 9 9 Tm (Homs) Tj " * 1_000_000 + b"ET"),
    ),
    "Word that laughs": ("docx", "a.docx", lambda: one_part("word/document.xml", f"{LAUGHING}<x>&l11;</x>")),
    "Word of zeros": ("docx", "a.docx", lambda: one_part("word/document.xml", bytes(ZEROS))),
    "Word, nested": ("docx", "a.docx", lambda: stored(word(nested("<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>")))),
    "Word of a million runs": ("docx", "a.docx", lambda: stored(word(paragraph("<w:r><w:t>a</w:t></w:r>" * 100_000)))),
    "a table that laughs": (
        "table",
        "a.xlsx",
        lambda: one_part("xl/workbook.xml", f"{LAUGHING}<x>&l11;</x>"),
    ),
    "a row far below": (
        "table",
        "a.xlsx",
        lambda: spreadsheet(HEADERS + f'<row r="1999999999">{CELLS.format(1999999999, "x", "y")}</row>'),
    ),
    "a cell far right": (
        "table",
        "a.xlsx",
        lambda: spreadsheet(HEADERS + '<row r="2"><c r="ZZZZZZ2" t="inlineStr"><is><t>x</t></is></c></row>'),
    ),
    "a huge cell": (
        "table",
        "a.xlsx",
        lambda: stored(spreadsheet(HEADERS + f'<row r="2">{CELLS.format(2, "x", "y" * 9_000_000)}</row>')),
    ),
    "a million rows of nothing": ("table", "a.xlsx", lambda: stored(spreadsheet(HEADERS + "<row/>" * 300_000))),
    "a quotation without an end": ("table", "a.csv", lambda: 'title,text\nx,"' + "y\n" * 20_000_000),
    "a row of a million cells": ("table", "a.csv", lambda: "title,text\n" + "x," * 5_000_000),
    "quotation marks": ("table", "a.csv", lambda: "title,text\n" + '"' * 30_000_000),
    "ODT that laughs": ("odt", "a.odt", lambda: one_part("content.xml", f"{LAUGHING}<x>&l11;</x>")),
    "ODT, nested": ("odt", "a.odt", lambda: stored(open_document(nested("<text:span>", "</text:span>")))),
    "ODT of blanks": (
        "odt",
        "a.odt",
        lambda: stored(open_document("<text:p>" + "<text:s text:c='999'/>" * 100_000 + "</text:p>")),
    ),
    "RTF, nested": ("rtf", "a.rtf", lambda: "{\\rtf1 " + "{" * 5_000_000),
    "RTF of binary": ("rtf", "a.rtf", lambda: "{\\rtf1 " + "\\bin999999999 " * 1_000_000),
    "RTF of fonts": ("rtf", "a.rtf", lambda: "{\\rtf1{\\fonttbl" + "{\\f1 x;}" * 100_000 + "}x}"),
    "RTF of numbers": ("rtf", "a.rtf", lambda: "{\\rtf1 " + "\\u" + "9" * 10_000_000 + "}"),
    "a book of chapters": (
        "epub",
        "a.epub",
        lambda: stored(e_book("<p>x</p>", spine='<itemref idref="c0"/>' * 30_000)),
    ),
    "a book, nested": ("epub", "a.epub", lambda: stored(e_book(nested("<div>", "</div>")))),
    "a book of headings": ("epub", "a.epub", lambda: stored(e_book("<h1>" * 500_000 + "x"))),
    "Nexis of bodies": (
        "nexis",
        "a.txt",
        lambda: "1 of 9 DOCUMENTS\r\n\r\n" + "Body\r\n\r\nLoad-Date: x\r\n\r\n" * 30_000,
    ),
    "Nexis of classifications": ("nexis", "a.txt", lambda: "Length: 3 words\nBody\n" + "Subject: " * 2_000_000),
    "Markdown of brackets": ("markdown", "a.md", lambda: "[" * 500_000),
    "Markdown of quotations": ("markdown", "a.md", lambda: ("> " * 2_000 + "\n") * 200),
    "Markdown of stars": ("markdown", "a.md", lambda: "*a **b " * 3_000),
    "Markdown of links": ("markdown", "a.md", lambda: "[a](<b" * 30_000),
    "Markdown of tables": ("markdown", "a.md", lambda: "|a" * 1_000 + "\n" + "|-" * 1_000 + "\n" + "|\n" * 1_000),
    "Markdown of references": (
        "markdown",
        "a.md",
        lambda: "".join(f"[a{n}]: b\n" for n in range(10_000)) + "[a1]" * 900,
    ),
    "mail, nested": ("mail", "a.eml", lambda: mail_in_mail(1_000)),
    "mail in mail": ("mail", "a.eml", lambda: b"Content-Type: message/rfc822\n\n" * 100_000),
    "mail of headers": ("mail", "a.eml", lambda: b"X-A: b\n" * 100_000 + b"\nx"),
    "a header of megabytes": ("mail", "a.eml", lambda: b"Subject: " + b"=?utf-8?b?eA==?= " * 300_000 + b"\n\nx"),
    "addresses": ("mail", "a.eml", lambda: b"From: " + b'<("' * 3_000 + b"\n\nx"),
    "mail of parts": (
        "mail",
        "a.eml",
        lambda: b"Content-Type: multipart/mixed; boundary=a\n\n" + b"--a\n\nx\n" * 30_000,
    ),
    "mail of a zip bomb": (
        "mail",
        "a.eml",
        lambda: (
            b"Content-Type: application/vnd.openxmlformats-officedocument.wordprocessingml.document; name=a.docx\n"
            b"Content-Transfer-Encoding: base64\n\n" + base64.encodebytes(one_part("word/document.xml", bytes(ZEROS)))
        ),
    ),
    "a mailbox of nothing": ("mailbox", "a.mbox", lambda: box(*[b"Subject: x\n\ny"] * 3_000)),
    "a mailbox of beginnings": ("mailbox", "a.mbox", lambda: b"From a@b Mon Nov  2 08:00:00 2026\n" * 100_000),
    "Outlook of chains": ("msg", "a.msg", lambda: _looped(compound({"__properties_version1.0": b"x" * 9_000}))),
    "a feed that laughs": (
        "feed",
        "a.rss",
        lambda: f"{LAUGHING}<rss><channel><item><title>&l11;</title></item></channel></rss>",
    ),
    "a feed, nested": ("feed", "a.rss", lambda: "<rss>" + nested("<channel>", "</channel>") + "</rss>"),
    "a feed of items": (
        "feed",
        "a.rss",
        lambda: (
            "<rss><channel>" + "<item><title>a</title><description>b</description></item>" * 5_000 + "</channel></rss>"
        ),
    ),
    "a feed of markup": (
        "feed",
        "a.rss",
        lambda: (
            "<rss><channel><item><title>a</title><description>"
            + "&lt;div&gt;" * 100_000
            + "</description></item></channel></rss>"
        ),
    ),
    "NewsML, nested": (
        "newsml",
        "a.newsml",
        lambda: "<newsMessage xmlns='http://iptc.org/std/nar/2006-10-01/'>" + nested("<itemSet>", "</itemSet>"),
    ),
    "NITF that laughs": ("nitf", "a.nitf", lambda: f"{LAUGHING}<nitf><body><p>&l11;</p></body></nitf>"),
    "NITF of entities": (
        "nitf",
        "a.nitf",
        lambda: "<nitf><body><body.content><p>" + "&hellip;" * 300_000 + "</p></body.content></body></nitf>",
    ),
    "NITF of paragraphs": (
        "nitf",
        "a.nitf",
        lambda: "<nitf><body><body.content>" + "<p>a</p>" * 100_000 + "</body.content></body></nitf>",
    ),
    "an archive of zeros": ("warc", "a.warc.gz", lambda: gzip.compress(entry("https://a.example", bytes(ZEROS)), 9)),
    "an archive of pages": (
        "warc",
        "a.warc",
        lambda: entry("https://a.example", b"<html><body><p>x</p></body></html>") * 100,
    ),
    "a page of zeros in an archive": (
        "warc",
        "a.warc",
        lambda: entry("https://a.example", gzip.compress(bytes(ZEROS), 9), head="Content-Encoding: gzip\r\n"),
    ),
    "an archive of headers": ("warc", "a.warc", lambda: b"WARC/1.0\r\n" + b"A: b\r\n" * 100_000),
    "an archive without lines": ("warc", "a.warc", lambda: b"WARC/1.0\r\nA: " + b"b" * 5_000_000),
    "chunks": (
        "warc",
        "a.warc",
        lambda: entry("https://a.example", b"1\r\nx\r\n" * 100_000, head="Transfer-Encoding: chunked\r\n"),
    ),
    "one long sentence": ("conll", "a.conll", conll_of_one_sentence),
    "Factiva of articles": ("factiva", "a.txt", lambda: test_factiva_exports.LINES * 3_000),
    "Factiva of one line": ("factiva", "a.txt", lambda: test_factiva_exports.LINES + "Copyright 2017 " * 1_000_000),
    "JSON of brackets": ("json", "a.json", lambda: "[" * 3_000_000),
    "JSON of one deep article": ("json", "a.json", lambda: '{"articles":' * 100_000),
    "JSON of articles": ("json", "a.json", lambda: "[" + '{"title":"a","content":"b"},' * 100_000 + "{}]"),
    "annotations of brackets": ("web-annotation-json", "a.json", lambda: '{"rows":[{"target":' + "[" * 3_000_000),
    "CoNLL of documents": ("conll", "a.conll", lambda: "-DOCSTART- O\n\na O\n\n" * 20_000),
    "CoNLL-U of columns": ("conllu", "a.conllu", lambda: "1\t" + "a\t" * 5_000_000 + "\n"),
    "CoNLL-U of brackets": (
        "conllu",
        "a.conllu",
        lambda: "1\ta\ta\t_\t_\t_\t0\t_\t_\tEntity=" + "(e1-a" * 100_000 + "\n\n",
    ),
    "CoNLL-U of tokens": ("conllu", "a.conllu", lambda: "1\ta\ta\t_\t_\t_\t0\t_\t_\t_\n" * 60_000),
    "Label Studio, nested": ("label_studio", "a.json", lambda: "[" * 5_000_000),
    "Label Studio of nothing": ("label_studio", "a.json", lambda: '[{"annotations": [' + "[]," * 20_000_000 + "[]]}]"),
    "Label Studio of results": (
        "label_studio",
        "a.json",
        lambda: (
            '[{"data": {"text": "'
            + "a" * 50_000
            + '"}, "annotations": [{"result": ['
            + ",".join(['{"type": "labels", "value": {"start": 3, "end": 40000, "labels": ["a", "b", "c"]}}'] * 20_000)
            + "]}]}]"
        ),
    ),
    "doccano, nested": ("doccano", "a.jsonl", lambda: '{"text": "a", "label": ' + "[" * 5_000_000),
    "doccano of spans": (
        "doccano",
        "a.jsonl",
        lambda: '{"text": "abc", "label": [' + '[0, 1, "a"],' * 100_000 + '[0, 1, "b"]]}',
    ),
    "Prodigy, nested": ("prodigy", "a.jsonl", lambda: '{"text": "a", "spans": ' + '{"a":' * 3_000_000),
    "Prodigy of tokens": (
        "prodigy",
        "a.jsonl",
        lambda: (
            '{"text": "'
            + "a " * 500_000
            + '", "tokens": ['
            + '{"text": "a", "start": 0, "end": 1, "id": 0},' * 500_000
            + '{"text": "a", "start": 0, "end": 1, "id": 0}], "spans": []}'
        ),
    ),
    "a DocBin of zeros": ("spacy", "a.spacy", lambda: zlib.compress(bytes(600_000_000), 9)),
    "a DocBin, nested": ("spacy", "a.spacy", lambda: zlib.compress(b"\x91" * 1_000_000, 9)),
    "a DocBin of lies": ("spacy", "a.spacy", lambda: zlib.compress(b"\xdd\xff\xff\xff\xff" * 100, 9)),
    "rows, nested": ("huggingface", "a.jsonl", lambda: '{"tokens": ' + "[" * 5_000_000),
    "rows of tokens": (
        "huggingface",
        "a.jsonl",
        lambda: '{"tokens": [' + '"a",' * 2_000_000 + '"a"], "ner_tags": [' + "0," * 2_000_000 + "0]}",
    ),
    "Parquet of one cell": ("parquet", "a.parquet", parquet_of_one_cell),
    "spans of one article": (
        "annotations",
        "a.csv",
        lambda: written("annotations", [Record("a" * 100, "a1", layer="ana")]).decode("utf-8-sig") + "x," * 2_000_000,
    ),
    "brat of a million marks": ("brat", "a.ann", lambda: "T1\tactor 0 3\tThe\n" * 2_000_000),
    "brat of fragments": ("brat", "a.ann", lambda: "T1\tactor " + "0 1;" * 100_000 + "2 3\tThe\n"),
    "brat of events": (
        "brat",
        "a.ann",
        lambda: "T1\ta 0 3\tThe\n" + "".join(f"E{n}\ta:E{n + 1} b:E{n}\n" for n in range(50_000)),
    ),
    "brat of notes": (
        "brat",
        "a.ann",
        lambda: "T1\ta 0 3\tThe\n" + "".join(f"#{n}\tAnnotatorNotes T1\tx\n" for n in range(50_000)),
    ),
    "brat of attributes": (
        "brat",
        "a.ann",
        lambda: "T1\ta 0 3\tThe\n" + "".join(f"A{n}\tlow T1 {n}\n" for n in range(50_000)),
    ),
    "XMI that laughs": (
        "cas-xmi",
        "a.xmi",
        lambda: f"{LAUGHING}<xmi:XMI xmlns:xmi='http://www.omg.org/XMI'>&l11;</xmi:XMI>",
    ),
    "XMI, nested": (
        "cas-xmi",
        "a.xmi",
        lambda: "<xmi:XMI xmlns:xmi='http://www.omg.org/XMI'>" + nested("<a>", "</a>") + "</xmi:XMI>",
    ),
    "CAS, nested": ("cas-json", "a.json", lambda: '{"%TYPES": ' + "[" * 5_000_000),
    "CAS of nothing": (
        "cas-json",
        "a.json",
        lambda: '{"%TYPES": {}, "%FEATURE_STRUCTURES": [' + "{}," * 15_000_000 + "{}]}",
    ),
    "annotations, nested": ("web-annotation", "a.jsonld", lambda: '{"@graph": ' + "[" * 5_000_000),
    "annotations of quotations": (
        "web-annotation",
        "a.jsonld",
        lambda: json.dumps(
            [
                {
                    "type": "Annotation",
                    "body": "actor",
                    "target": {
                        "source": "a.txt",
                        "selector": {"type": "TextQuoteSelector", "exact": "e", "prefix": "h" * 50},
                    },
                }
            ]
            * 20_000
        ),
    ),
    "a project that laughs": (
        "refi-qda",
        "a.qdpx",
        lambda: one_part("project.qde", f"{LAUGHING}<Project>&l11;</Project>"),
    ),
    "a project of zeros": ("refi-qda", "a.qdpx", lambda: one_part("project.qde", bytes(ZEROS))),
    "a project of selections": ("refi-qda", "a.qdpx", lambda: _selections(30_000)),
    "TSV of columns": ("webanno-tsv", "a.tsv", lambda: HEADS + "#Text=The\n1-1\t0-3\tThe\t" + "a[1]|" * 100_000 + "\n"),
    "TSV of sentences": ("webanno-tsv", "a.tsv", lambda: HEADS + "#Text=The\n1-1\t0-3\tThe\t_\t\n" * 30_000),
    "JSON lines, nested": ("jsonl", "a.jsonl", lambda: '{"text": "a", "meta": ' + "[" * 5_000_000),
    "JSON lines of nothing": (
        "jsonl",
        "a.jsonl",
        lambda: '{"text": "a", "meta": {"a": [' + "[]," * 2_000_000 + "[]]}}",
    ),
    "JSON lines of spans": (
        "jsonl",
        "a.jsonl",
        lambda: (
            '{"text": "abc", "spans": ['
            + '{"start":0,"end":1,"label":"a"},' * 300_000
            + '{"start":0,"end":1,"label":"a"}]}'
        ),
    ),
    "text of controls": ("text", "a.txt", lambda: random.Random(1).randbytes(19_000_000)),
    "text of one line": ("text", "a.txt", lambda: "é".encode("latin-1") * 19_000_000),
}
