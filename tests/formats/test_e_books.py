"""E-books: a chapter is an article, with what the book says of itself."""

from annotator.formats import epub
from tests.formats.given import refusal, source
from tests.formats.made.office import e_book, packed

ONE = (
    '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head>'
    "<body><h1>Fighters &amp; guides</h1><p>The <i>Observatory</i> said&nbsp;so.</p></body></html>"
)
TWO = "<html><body><p>The army denied it.<br/>Twice.</p><table><tr><td>Town</td><td>26</td></tr></table></body></html>"
SAID = (
    "<dc:title>Northern Wire</dc:title><dc:creator>Ana</dc:creator><dc:creator>Ben</dc:creator>"
    "<dc:date>2026-11-02</dc:date><dc:language>en-GB</dc:language>"
)


def test_every_chapter_is_an_article_and_an_empty_one_is_none():
    book = e_book(ONE, "<html><body><img src='http://127.0.0.1/x'/></body></html>", TWO, metadata=SAID)
    first, second = epub.read(source(book, "wire.epub"), None)
    assert first.text == "Fighters & guides\n\nThe Observatory said\u00a0so."
    assert first.meta == {
        "title": "Fighters & guides", "source": "Northern Wire", "byline": "Ana, Ben", "published": "2026-11-02",
        "language": "en", "chapter": "1", "file": "wire.epub",
    }  # fmt: skip
    assert second.text == "The army denied it.\nTwice.\n\nTown\t26"


def test_lists_of_contents_are_no_chapters_and_missing_ones_are_said():
    book = e_book(
        ONE,
        manifest='<item id="n" href="c%200.xhtml" properties="nav" media-type="application/xhtml+xml"/>'
        '<item id="m" href="missing.xhtml" media-type="application/xhtml+xml"/>'
        '<item id="o" href="../../../etc/passwd" media-type="text/html"/>',
        spine='<itemref idref="n"/><itemref idref="m"/><itemref idref="o"/><itemref idref="p"/>',
    )
    (record,) = epub.read(source(book, "wire.epub"), None)
    assert record.notes == ["Chapters that are missing or cannot be read (2) were left out."]


def test_locked_and_other_files_are_refused():
    assert "locked" in refusal(epub.read, e_book(b"\x81\x02\x9d"), "a.epub")
    assert "no e-book" in refusal(epub.read, packed({"a": "b"}), "a.epub")
    assert "No text" in refusal(epub.read, e_book("<html/>"), "a.epub")
    assert "too deeply" in refusal(epub.read, e_book("<div>" * 251 + "x"), "a.epub")
