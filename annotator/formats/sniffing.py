"""What a file is by its beginning, where its name says something else."""

from annotator.formats.source import Source

_LOOK = 4_096
_LISTING = 200_000
_ZIP = b"PK\3\4"
_MARKUP_BLANKS = b" \t\r\n\xef\xbb\xbf"


def kind_by_content(source: Source) -> str:
    """Return the name of the format that a file is of for certain; empty if its beginning does not show it."""
    with source.open() as file:
        start = file.read(_LOOK)
    for sign, kind in _SIGNS:
        if start.startswith(sign):
            return kind
    if start.startswith(_ZIP):
        return _in_zip(source, start)
    if b"%PDF-" in start[:1024]:
        return "pdf"
    lowered = start.lstrip(_MARKUP_BLANKS)[:256].lower()
    return "html" if lowered.startswith((b"<!doctype html", b"<html")) else ""


def _in_zip(source: Source, start: bytes) -> str:
    for sign, kind in _DECLARED:
        if sign in start[:200]:
            return kind
    with source.open() as file:
        # The list of members is the end of a zip; names stand in it as they are.
        file.seek(max(0, source.size - _LISTING))
        listing = file.read(_LISTING)
    return next((kind for sign, kind in _MEMBERS if sign in listing), "")


_SIGNS = (
    (b"%PDF-", "pdf"),
    (b"{\\rtf", "rtf"),
    (b"WARC/", "warc"),
    (b"PAR1", "parquet"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "msg"),
)
_DECLARED = (
    (b"application/vnd.oasis.opendocument.text", "odt"),
    (b"application/epub+zip", "epub"),
)
_MEMBERS = ((b"word/document.xml", "docx"), (b"xl/workbook.xml", "table"))
