"""E-books: every chapter an article, since issues of newspapers come so."""

from collections.abc import Iterator
from posixpath import dirname, join, normpath
from typing import Any
from urllib.parse import unquote

from annotator.errors import UserError
from annotator.formats.articles import article, told_at_the_end
from annotator.formats.dates import iso_date
from annotator.formats.languages import language_code
from annotator.formats.markup import shown_blocks
from annotator.formats.parcel import Parcel
from annotator.formats.safe_xml import every, first, inner_text, words, xml_tree
from annotator.formats.source import Source
from annotator.model.record import Record

_CONTAINER = "META-INF/container.xml"
_ENCRYPTED = "META-INF/encryption.xml"
_PAGES = ("application/xhtml+xml", "text/html", "application/x-dtbook+xml")
MOST_CHAPTERS = 20_000


def read(source: Source, encoding: str | None) -> Iterator[Record]:  # noqa: ARG001 – the file says how it is encoded
    """Yield an article for each chapter, in the order of reading.

    Raises:
        UserError: if it is no e-book, is locked, built to explode, or holds no text.
    """
    notes: list[str] = []
    yield from told_at_the_end(_chapters(source, notes), notes)


def _chapters(source: Source, notes: list[str]) -> Iterator[Record]:
    parcel = Parcel(source)
    if _CONTAINER not in parcel:
        raise UserError(f"{source.name} is no e-book.")
    place = first(xml_tree(parcel.part(_CONTAINER), source.name), "rootfile")
    root = str(place.get("full-path") or "") if place is not None else ""
    package = xml_tree(parcel.part(root), source.name)
    book = _of_book(package)
    read = locked = missing = 0
    for number, name in enumerate(_spine(package, dirname(root)), 1):
        if number > MOST_CHAPTERS:
            raise UserError(f"{source.name} has more than {MOST_CHAPTERS:,} chapters; take it apart.")
        if name not in parcel:
            missing += 1
            continue
        page = _decoded(parcel.part(name))
        if page is None:
            locked += 1
            continue
        blocks = shown_blocks(page, source.name)
        paragraphs = blocks.finish()
        if paragraphs:
            read += 1
            yield article(source, paragraphs, book | _of_chapter(page, number), blocks.notes())
    if not read and (locked or _ENCRYPTED in parcel):
        raise UserError(f"{source.name} is locked against copying.")
    if not read:
        raise UserError(f"No text was found in {source.name}.")
    if missing + locked:
        notes.append(f"Chapters that are missing or cannot be read ({missing + locked}) were left out.")


def _of_book(package: Any) -> dict[str, str]:
    creators = [inner_text(creator) for creator in every(package, "creator")]
    date = words(package, "metadata", "date")
    return {
        "source": words(package, "metadata", "title"),
        "byline": ", ".join(creator for creator in creators[:5] if creator),
        "published": iso_date(date),
        "published_as_written": "" if iso_date(date) else date,
        "language": language_code(words(package, "metadata", "language")),
        "publisher": words(package, "metadata", "publisher"),
    }


def _spine(package: Any, folder: str) -> Iterator[str]:
    """Yield the names of the parts that are read, in their order; lists of contents are none of them."""
    listed = {
        item.get("id"): normpath(join(folder, unquote((item.get("href") or "").partition("#")[0])))
        for item in every(package, "item")
        if item.get("media-type") in _PAGES and "nav" not in (item.get("properties") or "").split()
    }
    for reference in every(package, "itemref"):
        name = listed.get(reference.get("idref"))
        if name is not None:
            yield name


def _of_chapter(page: str, number: int) -> dict[str, str]:
    heads = (_heading(page, tag) for tag in ("h1", "h2", "h3"))
    title = next((head for head in heads if head), "")
    return {"title": title, "chapter": str(number)}


def _heading(page: str, tag: str) -> str:
    from lxml import etree, html

    try:
        root = html.document_fromstring(page.encode(), parser=html.HTMLParser(no_network=True, encoding="utf-8"))
    except (etree.ParserError, etree.XMLSyntaxError):
        return ""
    found = root.find(f".//{tag}")
    return " ".join(found.text_content().split()) if found is not None else ""


def _decoded(content: bytes) -> str | None:
    """Return a page; XHTML is in UTF-8, or in UTF-16 with a mark. A page that is locked is neither."""
    for encoding in ("utf-16",) if content[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return text if "<" in text[:4_096] else None
    return None
