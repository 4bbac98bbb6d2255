"""RTF: words of every alphabet, tables, notes and boxes; what is there for the looks is passed over."""

import pytest

from annotator.formats import rtf
from tests.formats.given import read_one, refusal

HEAD = (
    r"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fswiss Arial;}{\f1\fcharset204 Cyr;}{\f2\fcharset178 "
    r"Ar;}{\f3\fcharset2 Symbol;}}{\colortbl;\red0;}{\*\generator X;}"
)


def read(body: str | bytes, head: str = HEAD):
    raw = body.encode("cp1252") if isinstance(body, str) else body
    return read_one(rtf.read, head.encode() + raw + b"}", "report.rtf")


def test_paragraphs_signs_and_escapes():
    record = read("\\pard BELMARCH // The \\b Obs\nervatory\\b0  said \\ldblquote at "
        "least\\~287\\rdblquote\\emdash so.\\par\\par\n"
                  r"The \{army\} \\ denied\line it\-now\_then.\tab x\'e9\par")  # fmt: skip
    assert (
        record.text == "BELMARCH // The Observatory said “at least\u00a0287”—so.\n\nThe {army} \\ "
        "denied\nit\u00adnow\u2011then.\txé"
    )
    assert record.notes == []


def test_alphabets_by_font_code_page_and_number():
    assert read(r"{\f1 \'cf\'f0\'e8\'e2\'e5\'f2} \f2 \'e3\'d1\'cd\'c8\'c7").text == "Привет مرحبا"
    assert read(r"\'ef\par", r"{\rtf1\ansi\ansicpg1251 ").text == "п"
    assert read(r"\uc1\u1575?\u1604\'3f {\uc2\u8364 ab}c \uc0\u233 x").text == "ال €c éx"
    assert read(r"\'cf {\f0 \'e9}", HEAD.replace("deff0", "deff1")).text == "П é"


def test_halves_of_a_character_become_one():
    assert read(r"\u-10179?\u-8704? end").text == "\U0001f600 end"
    assert read(r"\u-8704? end").text == "\ufffd end"


def test_a_table_is_a_line_a_row():
    row = (
        r"\trowd\cellx1\cellx2\pard\intbl Town\cell Killed\cell\row\trowd\pard\intbl Belmarch\cell "
        r"26\cell\row\pard After.\par"
    )
    assert read("Before.\\par" + row).text == "Before.\n\nTown\tKilled\n\nBelmarch\t26\n\nAfter."


def test_notes_boxes_and_comments():
    record = read(
        r"It said{\super\chftn{\footnote\pard The note.\par}} so.{\shp{\*\shpinst{\sp{\sn x}{\sv "
        r"1}}{\shptxt\pard In the box.\par}}}"
        r"{\*\annotation Really?} And on.\par Last.\par"
    )
    assert record.text == "It said so. And on.\n\nIn the box.\n\nLast.\n\nThe note."
    assert record.notes == [
        "Its text boxes (1 box) stand after the paragraphs they belong to.",
        "1 comment left out.",
        "Its footnotes (1) stand at the end of the text.",
    ]


def test_what_nobody_reads_is_left_out_and_named():
    record = read(
        r"{\header Page 1\par}{\pict\wmetafile8 0102abcdef}{\object{\*\objdata 0105}{\result shown }}{\v secret}"
        r"{\field{\*\fldinst HYPERLINK http://127.0.0.1/}{\fldrslt link}} kept {\deleted gone}\bin3 {{{\par"
    )
    assert record.text == "shown link kept"
    assert record.notes == [
        "Page headers and footers were left out.",
        "1 hidden passage left out.",
        "1 deletion that the file keeps track of left out.",
    ]


def test_what_the_file_says_of_itself_is_kept():
    record = read(r"{\info{\title Fighters pushed}{\author Ana Belmar}{\creatim\yr2026\mo11\dy2\hr8}}Text.\par")
    assert record.meta == {
        "title": "Fighters pushed",
        "byline": "Ana Belmar",
        "created": "2026-11-02",
        "file": "report.rtf",
    }


@pytest.mark.parametrize(
    "content", [b"", b"text", HEAD.encode() + b"}", b"{\\rtf1" + b"{" * 100_000, b"{\\rtf1 \\bin9999999999 x"]
)
def test_what_is_no_rtf_or_holds_nothing_is_refused(content: bytes):
    refusal(rtf.read, content, "a.rtf")
