"""A first look at what is to be imported: the first articles, what each file is, and what may have to be asked.

It reads only as much as it shows; what an import would do with everything is counted by the import itself, told to
write nothing.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from itertools import islice
from pathlib import Path

import msgspec

from annotator.errors import UserError
from annotator.formats.containers import Found, found_sources
from annotator.formats.offsets import SAID
from annotator.formats.sandbox import stopped_by
from annotator.jobs.importing import ImportOptions
from annotator.jobs.progress import Cancelled, Report, never, silent
from annotator.model.record import Record, RecordSpan

MOST_ARTICLES = 40
MOST_OF_A_FILE = 10
MOST_FILES = 500
MOST_TABLES = 50
LONG_TABLE = 2_000_000
"""The largest table, in bytes, that is read whole to look at its first rows."""
_NO_LINES = (b"PK\3\4", b"\xff\xfe", b"\xfe\xff")
"""How files begin whose lines do not end in one byte: zips, and UTF-16."""
_WORDS = 320
_SPANS = 12
_VALUE = 300
_LABELS = 12


class SpanLook(msgspec.Struct, frozen=True):
    """A span of a file: its tag there, and the words it lies on."""

    tag: str
    words: str
    beside: bool = False
    """Whether these are not the words that the file gives."""


class ArticleLook(msgspec.Struct, frozen=True):
    """An article of a file, and the work of one layer on it."""

    path: str
    title: str
    published: str
    source: str
    language: str
    words: str
    """The first words of the text."""
    length: int
    """How long the text is, in code points."""
    text_is: str
    layer: str
    """Whose work the file says it is; empty if it does not say."""
    tags: Mapping[str, int]
    """How many spans there are of each tag."""
    spans: tuple[SpanLook, ...]
    """The first of them."""
    beside: int
    """How many spans are not on the words they should be on."""
    offsets: str
    """What the offsets of the file count, if they were converted."""
    notes: tuple[str, ...]
    status: str = ""
    """The state of the work, ``open`` or ``done``; empty if the file does not say."""
    relations: Mapping[str, int] = {}
    """How many relations there are of each type."""
    labels: Mapping[str, str] = {}
    """What is said about the article as a whole."""


class FileLook(msgspec.Struct, frozen=True):
    """A file, and what it is read as."""

    path: str
    format: str
    """The name of the format; empty if the file is not read."""
    why: str
    """Why it is not read, if it is not."""
    tellable: bool
    """Whether somebody may say what it is."""


class TagLook(msgspec.Struct):
    """A tag of the files: how often it was seen, and the words of one span."""

    count: int
    example: str


class TableLook(msgspec.Struct, frozen=True):
    """A table, and its columns: of each the header, and the first cells below."""

    path: str
    columns: tuple[tuple[str, ...], ...]

    @property
    def headers(self) -> tuple[str, ...]:
        """The headers of the columns."""
        return tuple(column[0] for column in self.columns)


class Preview(msgspec.Struct):
    """What a first look shows."""

    articles: list[ArticleLook] = []
    files: list[FileLook] = []
    more_files: bool = False
    """Whether there are more files than are listed."""
    tags: dict[str, TagLook] = {}
    tables: list[TableLook] = []
    """The first tables, of each of which the columns differ from those of the others, or may."""


def preview(
    paths: Sequence[Path | str], options: ImportOptions, report: Report = silent, cancelled: Cancelled = never
) -> Preview:
    """Look at the beginning of files, folders and zips. What cannot be read is named among the files.

    Raises:
        UserError: if a path does not exist, or is of a kind that cannot be read and no format is named.
    """
    found = Preview()
    with stopped_by(cancelled), found_sources(paths, options.format, options.formats) as sources:
        for number, source in enumerate(sources):
            if cancelled():
                break
            if number >= MOST_FILES:
                found.more_files = True
                break
            report(number, 0, f"looking at {source.path}")
            if not (source.refusal and source.harmless):
                _look_at(source, options, found)
    return found


def _look_at(found: Found, options: ImportOptions, into: Preview) -> None:
    if found.refusal:
        into.files.append(FileLook(found.path, "", found.refusal, found.source is not None))
        return
    articles, tables = len(into.articles), len(into.tables)
    beginning = _beginning(found)
    why = _look_into(beginning, options, into)
    if why and beginning is not found:
        # A row may go on beyond what was read of it.
        del into.articles[articles:], into.tables[tables:]
        why = _look_into(found, options, into)
    into.files.append(FileLook(found.path, found.kind().name, why, tellable=True))


def _look_into(found: Found, options: ImportOptions, into: Preview) -> str:
    """Look at what is in a file; return why it cannot be read, or nothing."""
    try:
        _look_at_table(found, options, into)
        for record in _first(found, options, MOST_ARTICLES - len(into.articles)):
            into.articles.append(_article(found.path, record))
            _count_tags(record, into.tags)
    except UserError as error:
        return str(error)
    return ""


def _look_at_table(source: Found, options: ImportOptions, into: Preview) -> None:
    look = source.kind().look
    if look is None or source.source is None or len(into.tables) >= MOST_TABLES:
        return
    columns = tuple(options.columns_of(source.path).items())
    asked = msgspec.structs.replace(source.source, columns=columns)
    for record in _some(look(asked, options.encodings.get(source.path, options.encoding)), 1):
        into.tables.append(TableLook(source.path, tuple(tuple(cells) for cells in record.meta.values())))


def _first(source: Found, options: ImportOptions, most: int) -> Iterator[Record]:
    return _some(options.records(source), min(most, MOST_OF_A_FILE)) if most > 0 else iter(())


def _beginning(found: Found) -> Found:
    """Return only the first lines of a large table of text, which would be read whole before its first row is known."""
    source = found.source
    if source is None or source.size <= LONG_TABLE or found.kind().look is None:
        return found
    with source.open() as file:
        start = file.read(LONG_TABLE)
    lines = start[: start.rfind(b"\n") + 1]
    if not lines or start.startswith(_NO_LINES):
        return found
    return msgspec.structs.replace(
        found, source=msgspec.structs.replace(source, size=len(lines), open=lambda: BytesIO(lines))
    )


def _some(records: Iterator[Record], most: int) -> Iterator[Record]:
    """Yield the first of the records, and let go of the file."""
    try:
        yield from islice(records, most)
    finally:
        close = getattr(records, "close", None)
        if close is not None:
            close()


def _article(path: str, record: Record) -> ArticleLook:
    counts: dict[str, int] = {}
    for span in record.spans:
        counts[span.label] = counts.get(span.label, 0) + 1
    return ArticleLook(
        path=path,
        title=_value(record, "title"),
        published=_value(record, "published"),
        source=_value(record, "source"),
        language=_value(record, "language"),
        words=record.text[:_WORDS],
        length=len(record.text),
        text_is=record.text_is,
        layer=record.layer or "",
        tags=counts,
        spans=tuple(
            SpanLook(span.label, _words(record.text, span), _is_beside(record.text, span))
            for span in record.spans[:_SPANS]
        ),
        beside=sum(_is_beside(record.text, span) for span in record.spans),
        offsets=next((note for note in record.notes if note.startswith(SAID)), ""),
        notes=tuple(note for note in record.notes if not note.startswith(SAID)),
        status=record.status or "",
        relations=Counter(relation.label for relation in record.relations),
        labels={name: str(value)[:_VALUE] for name, value in islice(record.labels.items(), _LABELS)},
    )


def _value(record: Record, name: str) -> str:
    value = record.meta.get(name)
    return "" if value is None else str(value)[:_VALUE]


def _words(text: str, span: RecordSpan) -> str:
    parts = span.fragments or [(span.start, span.end)]
    return " … ".join(text[start:end][:_VALUE] for start, end in parts if 0 <= start < end)


def _is_beside(text: str, span: RecordSpan) -> bool:
    several = span.fragments is not None and len(span.fragments) > 1
    return bool(text and span.text and not several) and text[max(0, span.start) : max(0, span.end)] != span.text


def _count_tags(record: Record, tags: dict[str, TagLook]) -> None:
    for span in record.spans:
        known = tags.setdefault(span.label, TagLook(0, ""))
        known.count += 1
        beside = _is_beside(record.text, span)
        known.example = known.example or ("" if beside else _words(record.text, span)) or (span.text or "")[:_VALUE]
