"""Tables of spans, as this program and many others write them: a line for each span, with the article it lies in.

The columns are known by their names. An article is known by its id, so that it may lend its own text, or its text
stands beside each span; which of the two a column ``text`` is – the words of the span or the whole article – is seen
from the offsets.
"""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

import regex

from annotator.errors import UserError
from annotator.formats.decoding import MOST_BYTES, read_text
from annotator.formats.foreign import Object, a_list, a_name, a_name_if_any, an_offset, decoded, values
from annotator.formats.jsonl import NotALineError
from annotator.formats.offsets import in_code_points
from annotator.formats.safe_csv import restored
from annotator.formats.source import Source
from annotator.model.record import Record, RecordSpan

NAMES: Mapping[str, tuple[str, ...]] = {
    "article": (
        "article",
        "article_id",
        "articleid",
        "doc_id",
        "docid",
        "document_id",
        "document",
        "doc",
        "file",
        "id",
    ),
    "whole": ("article_text", "document_text", "full_text", "fulltext", "content", "body"),
    "text": ("text", "words", "surface", "mention", "span", "span_text", "entity_text", "quote", "phrase"),
    "start": ("start", "begin", "start_offset", "start_char", "begin_offset", "char_start", "from"),
    "end": ("end", "stop", "end_offset", "end_char", "char_end", "to"),
    "tag": ("tag", "label", "category", "code", "entity_type", "type", "class", "entity"),
    "layer": ("layer", "annotator", "coder", "user", "annotator_id", "created_by"),
    "fragments": ("fragments",),
    "attributes": ("attributes",),
    "note": ("note", "comment", "memo"),
    "unsure": ("unsure",),
    "origin": ("origin",),
    "title": ("title",),
    "source": ("source",),
    "published": ("published",),
}
"""What we call a column, and its names elsewhere, the likeliest first."""
_NEEDED = ("start", "end", "tag")
_META = ("title", "source", "published")
_DELIMITERS = (",", "\t", ";", "|")
_LONGEST_CELL = 64_000_000
_NUMBER = regex.compile(r"\s*(-?\d{1,18})(?:\.0+)?\s*")
_TRUE = frozenset({"1", "true", "yes"})


def recognise(start: bytes) -> bool:
    """Say whether a file begins with the names of columns that a table of spans has."""
    head = start.removeprefix(b"\xef\xbb\xbf").split(b"\n", 1)[0].decode(errors="replace")
    try:
        columns = _columns_of(_cells(head))
    except csv.Error:
        # Whatever it is, its first line is none of names: in it a line ends as on the machines of long ago.
        return False
    return all(name in columns for name in _NEEDED) and bool({"article", "whole", "text"} & columns.keys())


def read(source: Source, encoding: str | None) -> Iterator[Record]:
    """Yield a record for each run of lines of the same article and layer.

    Raises:
        EncodingQuestion: if it is not UTF-8, and no encoding is given.
        UserError: if columns are missing, or a line is no span.
    """
    return in_code_points(lambda: _read(source, encoding))


def _read(source: Source, encoding: str | None) -> Iterator[Record]:
    csv.field_size_limit(_LONGEST_CELL)
    lines = _rows(source, encoding)
    try:
        head = next(lines, (1, []))[1]
        columns = _columns_of(head)
        missing = [name for name in _NEEDED if name not in columns]
        if missing or not {"article", "whole", "text"} & columns.keys():
            raise UserError(f"{source.name} is no table of spans: it has no column {(missing or ['article'])[0]}.")
        given = ((number, _Line(columns, cells)) for number, cells in lines if any(cells))
        for _, of_article in groupby(given, key=lambda numbered: numbered[1].key):
            yield _record(source, list(of_article))
    except csv.Error:
        raise UserError(f"{source.name} is no table that can be read: its quotation marks do not fit.") from None
    except UnicodeDecodeError:
        raise UserError(f"{source.name} is not UTF-8.") from None


def _rows(source: Source, encoding: str | None) -> Iterator[tuple[int, list[str]]]:
    with source.open() as opened:
        raw = opened
        if source.size <= MOST_BYTES:
            # As bytes, since a StringIO takes four for each letter.
            raw = io.BytesIO(read_text(source, encoding).text.encode("utf-8-sig"))
        file = io.TextIOWrapper(raw, "utf-8-sig", newline="")
        head = file.readline(_LONGEST_CELL)
        delimiter = _delimiter(head)
        # A table of one line may end without a line end, and a name of a column does not go over several.
        yield 1, _cells(head)
        table = csv.reader(file, delimiter=delimiter)
        for cells in table:
            yield table.line_num + 1, cells


def _delimiter(head: str) -> str:
    return max(_DELIMITERS, key=head.count)


def _cells(head: str) -> list[str]:
    return next(csv.reader([head.rstrip("\r\n")], delimiter=_delimiter(head)), [])


def _columns_of(head: Sequence[str]) -> dict[str, int]:
    """Return where each column stands; a table that has a column for articles may name its spans under ``id``."""
    there = {_plain(name): at for at, name in reversed(list(enumerate(head)))}
    found: dict[str, int] = {}
    for ours, names in NAMES.items():
        place = next((there[name] for name in names if name in there and there[name] not in found.values()), None)
        if place is not None:
            found[ours] = place
    if "id" in there and there["id"] not in found.values():
        found["id"] = there["id"]
    return found


def _plain(name: str) -> str:
    return name.strip().lower().replace(" ", "_").replace("-", "_")


class _Line:
    """The cells of a line by what we call them."""

    def __init__(self, columns: Mapping[str, int], cells: Sequence[str]) -> None:
        self._columns = columns
        self._cells = cells

    def __getitem__(self, name: str) -> str:
        """Return a cell as it was before it was made safe for spreadsheets; nothing if there is no such column."""
        at = self._columns.get(name, -1)
        cell = self._cells[at] if 0 <= at < len(self._cells) else ""
        return restored(cell)

    @property
    def key(self) -> tuple[str, str, str]:
        """What lines of one record have in common."""
        return self["article"], self["layer"], self["whole"] or (self["text"] if self._holds_article else "")

    @property
    def _holds_article(self) -> bool:
        """Whether the column ``text`` is the whole article: it is longer than the span, which lies within it."""
        start, end = _NUMBER.fullmatch(self["start"]), _NUMBER.fullmatch(self["end"])
        if start is None or end is None or self["fragments"]:
            return False
        words = len(self["text"])
        # The end may be the last code point of the span.
        return words > int(end[1]) - int(start[1]) + 1 and words >= int(end[1])

    @property
    def words(self) -> str | None:
        """The words of the span, if they are told."""
        return None if self._holds_article else self["text"] or None


def _record(source: Source, lines: list[tuple[int, _Line]]) -> Record:
    at, first = lines[0]
    article, layer, text = first.key
    if not article.strip() and not text:
        raise UserError(f"{source.name}, line {at}: it names no article and holds none.")
    record = Record(
        text,
        meta={column: first[column] for column in _META if first[column]},
        spans=[],
        text_is="exact" if text else "elsewhere",
    )
    try:
        record.id = a_name_if_any(article, "the article")
        record.layer = a_name_if_any(layer, "the layer")
        for number, line in lines:
            at = number
            record.spans.append(_span(line))
    except NotALineError as error:
        raise UserError(f"{source.name}, line {at}: {error}") from None
    return record


def _span(line: _Line) -> RecordSpan:
    places = [_place(one) for one in a_list(_json(line["fragments"], []), "fragments")] or None
    attributes: Object = values(_json(line["attributes"], {}), "an attribute")
    return RecordSpan(
        id=a_name_if_any(line["id"], "the id of a span"),
        label=a_name(line["tag"], "the tag"),
        start=_number(line["start"]),
        end=_number(line["end"]),
        fragments=places,
        text=line.words,
        attributes=attributes,
        note=line["note"],
        unsure=line["unsure"].strip().lower() in _TRUE,
        origin=a_name_if_any(line["origin"], "the origin"),
    )


def _number(cell: str) -> int:
    number = _NUMBER.fullmatch(cell)
    if number is None:
        raise NotALineError("an offset is no whole number.")
    return int(number[1])


def _json(cell: str, empty: object) -> object:
    return decoded(cell.encode())[0] if cell.strip() else empty


def _place(one: object) -> tuple[int, int]:
    pair = a_list(one, "a fragment")
    if len(pair) != 2:
        raise NotALineError("a fragment is not its start and its end.")
    return an_offset(pair[0]), an_offset(pair[1])
