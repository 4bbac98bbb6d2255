"""PDF files: lines on pages, put together to the paragraphs that a person sees.

Nothing but the text is looked at; scripts, attached files and links are left alone.
"""

from collections.abc import Iterator
from contextlib import closing
from ctypes import c_double
from typing import Any

import regex

from annotator.errors import UserError
from annotator.formats import nexis
from annotator.formats.blocks import MOST_CHARACTERS
from annotator.formats.dates import iso_date
from annotator.formats.pdf_pages import Line, Page, paragraphs
from annotator.formats.source import Source
from annotator.model.record import Record

MOST_BYTES = 300_000_000
MOST_PAGES = 5_000
_BLANKS = regex.compile(r"[ \t\r\f\v]+")
_DIVISION = "\x02"
"""What PDFium makes of the hyphen of a divided word, and of the line's end behind it."""
_LINE_ENDS = ("\r", "\n", _DIVISION)
_MOST_REMARKS = 10_000
_NO_TITLES = ("microsoft word", "untitled", "powerpoint", "layout 1", "print")


def read(source: Source, encoding: str | None) -> Iterator[Record]:  # noqa: ARG001 – the file says how it is encoded
    """Yield the article of a PDF, or those of a Nexis Uni export.

    The letters of ligatures are single, and letters that are written from right to left stand in the order of reading:
    PDFium, which is used here, returns them so.

    Raises:
        UserError: if it is damaged, locked, too large, or holds no text, as a scan does.
    """
    if source.size > MOST_BYTES:
        raise UserError(f"{source.name} is larger than {MOST_BYTES // 1_000_000} MB, too large to be read.")
    raw = source.read()
    with closing(_opened(raw, source.name)) as document:
        pages, remarks = _pages(document, source.name)
        said = document.get_metadata_dict()
    empty = sum(not page.lines for page in pages)
    if empty == len(pages):
        raise UserError(f"No text was found in {source.name}; it may be scanned, and needs text recognition first.")
    found = paragraphs(pages)
    notes = list(found.notes)
    if empty:
        notes.append(f"Pages without any text: {empty} of {len(pages)}; they may be pictures.")
    if remarks:
        notes.append(f"Comments and form fields ({remarks}) were left out.")
    yield from nexis.articles_or_one(source, found.paragraphs, _meta(said, found.title), notes, raw)


def _opened(raw: bytes, name: str) -> Any:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(raw)
    except pypdfium2.PdfiumError as error:
        if error.err_code == pypdfium2.raw.FPDF_ERR_PASSWORD:
            raise UserError(f"{name} is locked with a password; save it without one.") from None
        raise UserError(f"{name} is no PDF that can be read.") from None
    if len(document) > MOST_PAGES:
        document.close()
        raise UserError(f"{name} has more than {MOST_PAGES:,} pages; take it apart.")
    return document


def _pages(document: Any, name: str) -> tuple[list[Page], int]:
    """Return the pages, and how many remarks there are on them."""
    import pypdfium2

    pages: list[Page] = []
    remarks = characters = 0
    for number in range(len(document)):
        try:
            with closing(document[number]) as page, closing(page.get_textpage()) as text:
                characters += text.count_chars()
                if characters > MOST_CHARACTERS:
                    raise UserError(
                        f"{name} holds more than {MOST_CHARACTERS // 1_000_000} million characters of text."
                    )
                pages.append(Page(tuple(_lines(text)), page.get_height()))
                remarks += _remarks(page)
        except pypdfium2.PdfiumError:
            raise UserError(f"{name} is no PDF that can be read: page {number + 1} is damaged.") from None
    return pages, remarks


def _lines(text: Any) -> Iterator[Line]:
    """Yield the lines of a page; one that ends in a divided word ends in a hyphen."""
    collected = _Collected(text)
    for at in range(text.count_chars()):
        line = collected.take(at)
        if line is not None:
            yield line
    line = collected.finish("")
    if line is not None:
        yield line


class _Collected:
    """The letters of a line, while they are found one by one."""

    def __init__(self, text: Any) -> None:
        self._text = text
        self._letters: list[str] = []
        self._places: list[int] = []
        self._base = self._size = 0.0

    def take(self, at: int) -> Line | None:
        """Take the letter at a place, and return the line that it ends."""
        import pypdfium2.raw as pdfium

        letter = _letter(pdfium.FPDFText_GetUnicode(self._text, at))
        if letter in _LINE_ENDS:
            return self.finish("-" if letter == _DIVISION else "")
        if letter.isspace():
            self._letters.append(letter)
            return None
        # PDFium sets no line's end behind a line that ends in a blank. Letters above and below are no new line.
        base = self._baseline(at)
        ended = self.finish("") if self._places and abs(base - self._base) > self._size / 2 else None
        if not self._places:
            _, bottom, _, top = self._text.get_charbox(at, loose=True)
            self._base, self._size = base, max(top - bottom, 1.0)
        self._letters.append(letter)
        self._places.append(at)
        return ended

    def finish(self, end: str) -> Line | None:
        """Return the line, with ``end`` behind its letters, if there is one."""
        # Some programs set tabs for spaces.
        words = _BLANKS.sub(" ", "".join(self._letters) + end).strip()
        places, self._letters, self._places = self._places, [], []
        if not words or not places:
            return None
        lefts, _, rights, _ = zip(
            *(self._text.get_charbox(at, loose=True) for at in (places[0], places[-1])), strict=True
        )
        return Line(words, min(lefts), max(rights), self._base, self._size)

    def _baseline(self, at: int) -> float:
        """Return the height of the line that a letter stands on; its box may be lower or higher."""
        import pypdfium2.raw as pdfium

        x, y = c_double(), c_double()
        pdfium.FPDFText_GetCharOrigin(self._text, at, x, y)
        return y.value


def _letter(code: int) -> str:
    return chr(code) if 0 < code <= 0x10FFFF and not 0xD800 <= code < 0xE000 else "\ufffd"


def _remarks(page: Any) -> int:
    import pypdfium2.raw as pdfium

    count = 0
    for at in range(min(pdfium.FPDFPage_GetAnnotCount(page), _MOST_REMARKS)):
        annotation = pdfium.FPDFPage_GetAnnot(page, at)
        if annotation:
            kind = pdfium.FPDFAnnot_GetSubtype(annotation)
            count += kind not in (pdfium.FPDF_ANNOT_LINK, pdfium.FPDF_ANNOT_POPUP)
            pdfium.FPDFPage_CloseAnnot(annotation)
    return count


def _meta(said: dict[str, str], seen: str) -> dict[str, str]:
    title = said.get("Title", "")
    if not title or title.lower().startswith(_NO_TITLES):
        title = seen
    return {"title": title, "byline": said.get("Author", ""), "created": _day(said.get("CreationDate", ""))}


def _day(said: str) -> str:
    """Return a date as PDF writes it (``D:20261102080000+01'00'``) as an ISO date."""
    digits = said.removeprefix("D:")
    zone = digits[14:].replace("'", "")
    return iso_date(f"{digits[:8]}T{digits[8:14]}{zone}") or iso_date(digits[:8]) or iso_date(digits[:4])
