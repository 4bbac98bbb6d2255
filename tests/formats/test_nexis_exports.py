"""Exports of Nexis Uni: every article by itself, and all that stands around it as metadata."""

import pytest

from annotator.formats import docx, html, nexis, pdf, rtf
from tests.formats.given import source
from tests.formats.made.office import paragraph, word
from tests.formats.made.pdf import drawn, lines

COVER = ["User Name: Ana", "Date and Time: Tuesday, November 3, 2026 9:00:00 AM CET", "Job Number: 1", "Documents (2)",
         "1. Fighters pushed from river towns", "2. Army denies", "Client/Matter: -None-",
         "Search Terms: fighters"]  # fmt: skip
FIRST = ["Fighters pushed from river towns", "Northern Wire (England)", "November 2, 2026 Monday", "First Edition",
         "Copyright 2026 Northern Wire All Rights Reserved", "Section: NEWS; Pg. 5", "Length: 512 words",
         "Byline: Ana Belmar",
         "Dateline: BELMARCH", "Body", "The Observatory said at least 287 fighters were killed.",
         "Section: it was said: was closed.",
         "The army denied it.", "Graphic", "A bridge.", "Classification", "Language: ENGLISH",
         "Publication-Type: Newspaper",
         "Subject: WAR (90%)", "Load-Date: November 3, 2026", "End of Document"]  # fmt: skip
SECOND = ["Army denies", "Agence France Presse -- English", "3 November 2026 Tuesday 8:15 AM GMT", "Copyright 2026 AFP",
          "Length: 20 words", "Body", "The army denied it once more.", "Load-Date: November 3, 2026",
          "End of Document"]  # fmt: skip
OLD = ["1 of 2 DOCUMENTS", "Northern Wire", "November 2, 2026 Monday", "Fighters pushed", "BYLINE: Ana Belmar",
    "SECTION: NEWS; Pg. 5",
       "LENGTH: 12 words", "The Observatory said so.", "LOAD-DATE: November 3, 2026", "LANGUAGE: ENGLISH",
       "2 of 2 DOCUMENTS", "Northern Wire", "November 3, 2026", "Army denies", "LENGTH: 4 words", "It denied it.",
       "LOAD-DATE: November 4, 2026"]  # fmt: skip


def read(paragraphs: list[str]):
    return list(nexis.articles_or_one(source(b"", "nexis.docx"), paragraphs, {"title": "the file"}, ["said"], b""))


def test_articles_are_taken_apart_with_their_fields():
    first, second = read(COVER + FIRST + SECOND)
    assert first.text.split("\n\n") == [
        "Fighters pushed from river towns", "The Observatory said at least 287 fighters were killed.",
        "Section: it was said: was closed.", "The army denied it.", "Graphic", "A bridge.",
    ]  # fmt: skip
    assert {name: first.meta[name] for name in ("title", "source", "published", "byline", "language", "load_date",
    "section")} == {
        "title": "Fighters pushed from river towns", "source": "Northern Wire (England)", "published": "2026-11-02",
        "byline": "Ana Belmar", "language": "en", "load_date": "November 3, 2026", "section": "NEWS; Pg. 5",
    }  # fmt: skip
    assert second.text == "Army denies\n\nThe army denied it once more."
    assert (second.meta["agency"], second.meta["published"]) == ("Agence France Presse", "2026-11-03")
    assert first.notes == [
        "It was read as an export of Nexis Uni: what stands around the articles became metadata.",
        "said",
    ]
    assert second.notes == []


def test_the_older_shape_is_read_too():
    first, second = read(OLD)
    assert first.text == "Fighters pushed\n\nThe Observatory said so."
    assert (first.meta["source"], first.meta["byline"], first.meta["published"]) == (
        "Northern Wire",
        "Ana Belmar",
        "2026-11-02",
    )
    assert second.text == "Army denies\n\nIt denied it."


def test_any_other_text_is_one_article():
    (record,) = read(["Fighters pushed", "Load-Date: never mind", "The end."])
    assert record.meta["title"] == "the file"
    assert record.text.startswith("Fighters pushed\n\nLoad-Date")


def test_no_word_of_an_article_is_lost_without_being_said():
    whole = COVER + FIRST + SECOND
    kept = "\n".join(record.text + "\n" + "\n".join(map(str, record.meta.values())) for record in read(whole))
    dropped = [line for line in whole if line not in kept and line.partition(": ")[2] not in kept]
    assert set(dropped) <= {
        *COVER, "November 2, 2026 Monday", "3 November 2026 Tuesday 8:15 AM GMT", "Body", "Classification",
        "Language: ENGLISH", "End of Document",
    }  # fmt: skip


@pytest.mark.parametrize("kind", ["docx", "rtf", "pdf", "html"])
def test_exports_come_in_every_kind_of_file(kind: str):
    whole = COVER + FIRST + SECOND
    if kind == "docx":
        found = list(docx.read(source(word("".join(map(paragraph, whole))), "nexis.docx"), None))
    elif kind == "rtf":
        raw = "{\\rtf1\\ansi " + "\\par\n".join(whole) + "\\par}"
        found = list(rtf.read(source(raw.encode(), "nexis.rtf"), None))
    elif kind == "pdf":
        spaced = [line for paragraph in whole for line in (paragraph, "")]
        pages = [lines(*spaced[at : at + 40]) for at in range(0, len(spaced), 40)]
        found = list(pdf.read(source(drawn(pages), "nexis.pdf"), None))
    else:
        page = "<html><body>" + "".join(f"<p>{line}</p>" for line in whole) + "</body></html>"
        found = list(nexis.read(source(page.encode(), "nexis.html"), None))
    assert [record.meta["title"] for record in found] == ["Fighters pushed from river towns", "Army denies"]
    assert [record.meta["source"] for record in found] == ["Northern Wire (England)", "Agence France Presse -- English"]
    assert found[1].text == "Army denies\n\nThe army denied it once more."


def test_pages_and_texts_of_exports_are_recognised():
    from annotator.formats.table import readable_format

    start = "\n\n".join(FIRST).encode()
    for suffix, other in ((".html", "html"), (".txt", "text")):
        known = readable_format("auto", suffix, lambda: start)
        assert known is not None
        assert known.name == "nexis"
        plain = readable_format("auto", suffix, lambda: b"<p>The end of it.")
        assert plain is not None
        assert plain.name == other
    text = "\r\n\r\n".join(OLD)
    assert len(list(nexis.read(source(text.encode(), "nexis.txt"), None))) == 2
    assert html.read is not None


WRAPPED = """


Download Request: Selected Items: 1-2
Terms: (DATE(>=2009-12-01 and <=2010-05-11) and (fighters) and not
(TYPE(web)))



                               1 of 2 DOCUMENTS



                                 Northern Wire

                            January 11, 2010 Monday
                                   Edition 1;
                                    Scotland

Fighters pushed from river towns

BYLINE: Ana Belmar

LENGTH: 355 words


The Observatory said at least two hundred and eighty-seven fighters were taken
and that nobody knew where they had gone by the end of the week, when a second
report came from the town.

"Nobody came," he said.

The army denied it in a statement that was read out on the radio in the night,
and again in the morning.

LOAD-DATE: January 11, 2010

LANGUAGE: ENGLISH


                        Copyright 2010 Northern Wire
                              All Rights Reserved

                               2 of 2 DOCUMENTS



                                    The Post

                 January 28, 1993, Tuesday, Late Edition - Final

Army denies

LENGTH: 20 words

It denied it again and again, in a statement that was read out on the radio at
noon.

LANGUAGE: ENGLISH

CORRECTION:

It was at one.
"""


def test_lines_that_an_older_export_broke_become_whole_and_its_heads_are_understood():
    assert nexis.recognise(WRAPPED.encode())
    first, second = nexis.read(source(WRAPPED.encode(), "old.txt"), None)
    assert first.text.split("\n\n") == [
        "Fighters pushed from river towns",
        "The Observatory said at least two hundred and eighty-seven fighters were taken and that nobody knew where "
        "they had gone by the end of the week, when a second report came from the town.",
        '"Nobody came," he said.',
        "The army denied it in a statement that was read out on the radio in the night, and again in the morning.",
    ]
    assert {name: first.meta[name] for name in ("title", "source", "published", "edition", "byline", "copyright")} == {
        "title": "Fighters pushed from river towns", "source": "Northern Wire", "published": "2010-01-11",
        "edition": "Edition 1; Scotland", "byline": "Ana Belmar",
        "copyright": "Copyright 2010 Northern Wire All Rights Reserved",
    }  # fmt: skip
    assert first.notes[1:] == ["Lines that the export broke at one width became whole again."]
    assert (second.meta["published"], second.meta["source"]) == ("1993-01-28", "The Post")
    assert (second.meta["edition"], second.meta["at_the_end"]) == ("Late Edition - Final", "It was at one.")


ABROAD = """<HTML><HEAD><META TOPIC="null" DOCUMENTS="2" UPDATED="x" /></HEAD><BODY>
<P>Download Request: Selected Items: 1-2<BR>Source: Nordkurier</P>
<DIV><P><SPAN>1 of 2 DOCUMENTS</SPAN></P></DIV><DIV><P><IMG ALT="logo"><BR><SPAN>Nordkurier</SPAN></P></DIV>
<DIV><P><SPAN>27.</SPAN><SPAN> Februar 2012 Montag 9:50 PM GMT+1</SPAN><SPAN>&nbsp;</SPAN></P></DIV>
<DIV><P><SPAN>Warnung am Fluss</SPAN></P></DIV><DIV><P><B>AUTOR: </B><SPAN>Anna Bell</SPAN></P></DIV>
<DIV><P><B>L&Auml;NGE: </B><SPAN>12 W&ouml;rter</SPAN></P></DIV><DIV>
<P>Die Armee schwieg.</P><P>Das war alles.</P></DIV>
<DIV><P><B>UPDATE: </B><SPAN>28. Februar 2012</SPAN></P></DIV><DIV><P><B>SPRACHE: </B>GERMAN; DEUTSCH</P></DIV>
<DIV><P>Copyright 2012 Nordkurier<BR>Alle Rechte vorbehalten</P></DIV></BODY></HTML>"""


def test_exports_of_people_who_use_it_in_another_language_are_understood():
    assert nexis.recognise(ABROAD.encode())
    (record,) = nexis.read(source(ABROAD.encode(), "old.html"), None)
    assert record.text == "Warnung am Fluss\n\nDie Armee schwieg.\n\nDas war alles."
    assert {name: record.meta[name] for name in ("source", "published", "byline", "language", "load_date")} == {
        "source": "Nordkurier", "published": "2012-02-27", "byline": "Anna Bell", "language": "de",
        "load_date": "28. Februar 2012",
    }  # fmt: skip
