"""Plain text: a file is an article."""

from collections.abc import Iterator

from annotator.formats.decoding import read_text
from annotator.formats.source import Source
from annotator.model.record import Record

_LONGEST_HEADLINE = 120
_NO_HEADLINE_ENDS_IN = ".,;:…"


def read(source: Source, encoding: str | None) -> Iterator[Record]:
    """Yield the one article. Its first line is taken for its title if it looks like a headline; the text keeps it."""
    decoded = read_text(source, encoding)
    meta = {"file": source.name}
    title = _headline(decoded.text)
    if title:
        meta["title"] = title
    yield Record(decoded.text, meta=meta, raw_sha256=decoded.raw_sha256, notes=decoded.notes)


def _headline(text: str) -> str:
    lines = text[: 20 * _LONGEST_HEADLINE].lstrip().splitlines()
    if len(lines) < 2:
        return ""
    first = lines[0].strip()
    followed_by_text = not lines[1].strip() or len(lines[1]) > 1.5 * len(first)
    looks_so = 0 < len(first) <= _LONGEST_HEADLINE and first[-1] not in _NO_HEADLINE_ENDS_IN
    return first if looks_so and followed_by_text else ""
