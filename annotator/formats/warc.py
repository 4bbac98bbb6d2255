"""Web archives: every page in them that holds an article, as a saved page would be read."""

import gzip
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import msgspec
import regex

from annotator.errors import UserError
from annotator.formats import html
from annotator.formats.articles import article, told_at_the_end
from annotator.formats.decoding import MOST_BYTES, EncodingQuestion
from annotator.formats.languages import language_code
from annotator.formats.source import Source
from annotator.model.naming import shown
from annotator.model.record import Record

_PAGES = ("text/html", "application/xhtml+xml")
_CHARSET = regex.compile(r"charset\s*=\s*[\"']?([\w.:-]{2,40})", regex.IGNORECASE)
_UNREAD = ("br", "zstd", "compress")
_AT_ONCE = 1_000_000
_LONGEST_TITLE = 200
_KINDS = ("response", "resource", "conversion")


def recognise(start: bytes) -> bool:
    """Say whether a file begins like a web archive, packed or not."""
    if start.startswith(b"\x1f\x8b"):
        try:
            start = zlib.decompressobj(wbits=31).decompress(start, 64)
        except zlib.error:
            return False
    return start.startswith((b"WARC/", b"filedesc://"))


def read(source: Source, encoding: str | None) -> Iterator[Record]:
    """Yield the article of each page of the archive; what is no page, or holds none, is counted.

    Raises:
        UserError: if it is no web archive, is damaged, or holds no article at all.
    """
    with source.open() as file:
        if not recognise(file.read(512)):
            raise UserError(f"{source.name} is no web archive (WARC).")
    counts = _Counts()
    notes: list[str] = []
    yield from told_at_the_end(_articles(source, encoding, counts, notes), notes)


class _Counts(msgspec.Struct):
    read: int = 0
    bare: int = 0
    failed: int = 0
    others: int = 0
    unclear: int = 0
    packed: int = 0
    broken: int = 0
    revisited: int = 0

    def sentences(self) -> Iterator[str]:
        if self.broken:
            yield "The archive is damaged: some of it is missing or cannot be read."
        if self.bare:
            yield f"Pages in which no article was found ({self.bare}) were left out."
        if self.revisited:
            yield f"Pages that were the same as when they were saved before ({self.revisited}) are not in the archive."
        if self.failed:
            yield f"Answers of servers that a page is gone, or elsewhere ({self.failed}), were left out."
        if self.packed:
            yield f"Pages that were sent packed in another way than gzip ({self.packed}) were left out."
        if self.unclear:
            yield f"Pages whose encoding is unclear ({self.unclear}) were left out; say --encoding NAME to read them."
        if self.others:
            yield f"Pictures, scripts and other files ({self.others}) were left out."


def _articles(source: Source, encoding: str | None, counts: _Counts, notes: list[str]) -> Iterator[Record]:
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    with source.open() as file:
        try:
            for entry in ArchiveIterator(file):
                record = _article(entry, source, encoding, counts)
                if record is not None:
                    counts.read += 1
                    yield record
                counts.broken += _is_cut(entry)
        except (
            ArchiveLoadFailed,
            OSError,
            EOFError,
            zlib.error,
            gzip.BadGzipFile,
            ValueError,
            # Of lengths beyond what a machine counts to.
            OverflowError,
            AttributeError,
        ) as error:
            if not counts.read:
                raise UserError(f"{source.name} is no web archive that can be read ({type(error).__name__}).") from None
            notes.append("The archive is damaged: what comes after this article cannot be read.")
    notes += counts.sentences()
    if not counts.read:
        raise UserError(f"No article was found in {source.name}.")


def _is_cut(entry: Any) -> bool:
    """Say whether an entry is shorter than it says; the library takes that for its end."""
    while entry.raw_stream.read(_AT_ONCE):
        pass
    return int(getattr(entry.raw_stream, "limit", 0)) > 0


def _article(entry: Any, source: Source, encoding: str | None, counts: _Counts) -> Record | None:
    """Return the article of one entry, or nothing, and count why."""
    counts.revisited += entry.rec_type == "revisit"
    if entry.rec_type not in _KINDS:
        return None
    kind, declared = _kind(entry)
    if entry.rec_type == "conversion" and kind == "text/plain":
        return _converted(entry, source, counts)
    if kind in _PAGES:
        return _page(entry, declared, source, encoding, counts)
    counts.others += 1
    return None


def _page(entry: Any, declared: str, source: Source, encoding: str | None, counts: _Counts) -> Record | None:
    """Return the article of a page, or nothing, and count why."""
    status = entry.http_headers.get_statuscode() if entry.http_headers is not None else "200"
    if not (status or "200").startswith("2"):
        counts.failed += 1
        return None
    if entry.http_headers is not None and (entry.http_headers.get_header("Content-Encoding") or "").lower() in _UNREAD:
        counts.packed += 1
        return None
    content = entry.content_stream().read(html.MOST_BYTES + 1)
    if _is_cut(entry):
        # Counted with all entries, pages or not.
        return None
    url = entry.rec_headers.get_header("WARC-Target-URI") or ""
    page = Source(f"{source.name}/{shown(url)}", ".html", len(content), lambda: BytesIO(content))
    record = _read(page, encoding, declared, counts)
    if record is not None:
        saved = entry.rec_headers.get_header("WARC-Date") or ""
        record.meta = {
            **record.meta,
            "url": url.strip("<>") or record.meta.get("url", ""),
            "saved": saved,
            "file": source.name,
        }
    return record


def _converted(entry: Any, source: Source, counts: _Counts) -> Record | None:
    """Return the article of a page that somebody else made a text of, as in the WET files of Common Crawl."""
    content = entry.content_stream().read(MOST_BYTES + 1)
    if _is_cut(entry) or len(content) > MOST_BYTES:
        return None
    text = content.decode("utf-8", "replace").strip("\n")
    if not text.strip():
        counts.bare += 1
        return None
    said = entry.rec_headers.get_header
    # Several languages may be named, the likeliest first.
    language = (said("WARC-Identified-Content-Language") or "").partition(",")[0]
    meta = {
        "title": text.partition("\n")[0][:_LONGEST_TITLE],
        "url": (said("WARC-Target-URI") or "").strip("<>"),
        "language": language_code(language),
        "saved": said("WARC-Date") or "",
    }
    note = "Pages came as texts that were made of them, with their menus and footers."
    return article(source, text, meta, [] if counts.read else [note])


def _read(page: Source, encoding: str | None, declared: str, counts: _Counts) -> Record | None:
    for known in dict.fromkeys((encoding, declared or encoding)):
        try:
            return next(html.read(page, known), None)
        except EncodingQuestion:
            continue
        except UserError:
            counts.bare += 1
            return None
    counts.unclear += 1
    return None


def _kind(entry: Any) -> tuple[str, str]:
    """Return what kind of file an entry holds, and the encoding that its server named."""
    headers = entry.http_headers if entry.http_headers is not None else entry.rec_headers
    said = headers.get_header("Content-Type") or ""
    declared = _CHARSET.search(said)
    return said.partition(";")[0].strip().lower(), declared[1].lower() if declared else ""
