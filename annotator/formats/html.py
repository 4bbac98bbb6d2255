"""Saved news pages: the main text and what the page says about itself, through trafilatura."""

from collections.abc import Iterator
from hashlib import sha256

import regex

from annotator.errors import UserError
from annotator.formats.decoding import EncodingQuestion, Text, read_text
from annotator.formats.source import Source
from annotator.model.record import Record

MOST_BYTES = 5_000_000
MOST_TAGS = 60_000
"""Beyond that a page takes longer than anybody would wait, and is no news page."""

_DECLARED = regex.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})""", regex.IGNORECASE)
_LANGUAGE = regex.compile(r"""<html[^>]{0,500}\slang\s*=\s*["']?([A-Za-z]{2,3})""", regex.IGNORECASE)


def read(source: Source, encoding: str | None) -> Iterator[Record]:
    """Yield the one article of a page, its paragraphs a line each. Nothing that the page refers to is opened.

    Raises:
        UserError: if no article can be found in it, or it is built to be slow.
    """
    if source.size > MOST_BYTES:
        raise UserError(f"{source.name} is larger than {MOST_BYTES // 1_000_000} MB, too large for a page.")
    page = _decoded(source, encoding)
    if page.text.count("<") > MOST_TAGS:
        raise UserError(f"{source.name} has more than {MOST_TAGS} tags, too many for a page.")
    text, meta = _extracted(page.text)
    if not text.strip():
        raise UserError(f"No article was found in {source.name}.")
    meta |= {"file": source.name}
    yield Record(text, meta=meta, raw_sha256=page.raw_sha256, notes=page.notes)


def _decoded(source: Source, encoding: str | None) -> Text:
    """Decode a page as any text, or else as it says of itself."""
    try:
        return read_text(source, encoding)
    except EncodingQuestion as question:
        raw = source.read()
        declared = _DECLARED.search(raw[:4096])
        try:
            text = raw.decode(declared[1].decode()) if declared else None
        except (LookupError, UnicodeError):
            text = None
        if text is None:
            raise question from None
        return Text(text, sha256(raw).hexdigest(), [])


def _extracted(page: str) -> tuple[str, dict[str, str]]:
    # Takes as long to import as the rest of the program.
    from trafilatura import bare_extraction
    from trafilatura.settings import Document

    found = bare_extraction(page, with_metadata=True, include_comments=False)
    if not isinstance(found, Document):
        return "", {}
    language = _LANGUAGE.search(page[:4096])
    known = {
        "title": found.title,
        "source": found.sitename,
        "byline": found.author,
        "published": found.date,
        "url": found.url,
        "language": language[1].lower() if language else found.language,
    }
    return found.text or "", {name: value for name, value in known.items() if value}
