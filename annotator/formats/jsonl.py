"""Native JSONL, ``annotator/1``: a line for each article and layer. It holds everything, and trains as it is."""

import json
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO, NoReturn

import msgspec
import regex

from annotator.errors import UserError
from annotator.formats.source import Source
from annotator.model.record import SCHEMA, LossReport, Record, RecordRelation, RecordSpan

LONGEST_LINE = 64_000_000
MOST_SPANS = 1_000_000
OFFSET_UNIT = "codepoint"

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_LONGEST_REASON = 110
_ESCAPED_UNKEPT = regex.compile(rb"\\u(?:0000|[dD][89a-fA-F])")
_UNKEPT = regex.compile(r"[\0\uD800-\uDFFF]")


class _Line(msgspec.Struct, forbid_unknown_fields=True):
    text: str
    schema: str = SCHEMA
    id: str | None = None
    sha256: str | None = None
    offset_unit: str = OFFSET_UNIT
    meta: dict[str, Any] = {}
    layer: str | None = None
    status: str | None = None
    flagged: bool = False
    tagset: str | None = None
    tagset_version: int | None = None
    spans: list[RecordSpan] = []
    relations: list[RecordRelation] = []
    labels: dict[str, Any] = {}


def _keys(line: type[msgspec.Struct]) -> frozenset[str]:
    return frozenset(line.__struct_encode_fields__)


_LINE_KEYS, _SPAN_KEYS, _RELATION_KEYS = _keys(_Line), _keys(RecordSpan), _keys(RecordRelation)
_decoder = msgspec.json.Decoder(_Line)
_encoder = msgspec.json.Encoder()


def read(source: Source, encoding: str | None) -> Iterator[Record]:  # noqa: ARG001 – JSON is UTF-8
    """Yield a record for each line that is not empty.

    Raises:
        UserError: at the first line that is no article; the sentence says which, and quotes none of it.
    """
    for number, line in _lines(source):
        try:
            yield _record(line)
        except _NotALineError as error:
            raise UserError(f"{source.name}, line {number}: {error}") from None


def write(records: Iterable[Record], target: BinaryIO) -> LossReport:
    """Write a line for each record. Nothing is lost."""
    report = LossReport()
    last = None
    for record in records:
        target.write(_encoder.encode(_as_line(record)))
        target.write(b"\n")
        report.articles += record.id != last
        last = record.id
        report.spans += len(record.spans)
        report.relations += len(record.relations)
    return report


class _NotALineError(Exception):
    pass


def _lines(source: Source) -> Iterator[tuple[int, bytes]]:
    with source.open() as file:
        number = 0
        # Only LF ends a line: U+2028 and its like may stand inside a string.
        while line := file.readline(LONGEST_LINE + 1):
            number += 1
            if len(line) > LONGEST_LINE:
                raise UserError(f"{source.name}, line {number}: it is longer than {LONGEST_LINE // 1_000_000} MB.")
            if number == 1:
                line = line.removeprefix(_BYTE_ORDER_MARK)
            line = line.strip()
            if line:
                yield number, line


def _record(line: bytes) -> Record:
    notes: list[str] = []
    if _ESCAPED_UNKEPT.search(line) is not None:
        line, notes = _without_unkept(line)
    try:
        read_line = _decoder.decode(line)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return _record_with_strangers(line, notes)
    return _checked(read_line, notes, read_line.meta)


def _record_with_strangers(line: bytes, notes: list[str]) -> Record:
    """Read a line that may hold keys we do not know, which are kept, or may be no line at all."""
    try:
        whole = msgspec.json.decode(line)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as broken:
        _refuse(broken)
    if not isinstance(whole, dict):
        raise _NotALineError("it is no JSON object.")
    span_extras = _taken_out(whole.get("spans"), _SPAN_KEYS)
    relation_extras = _taken_out(whole.get("relations"), _RELATION_KEYS)
    strangers = _strangers(whole, _LINE_KEYS)
    try:
        known = msgspec.convert(whole, _Line)
    except (msgspec.MsgspecError, RecursionError) as wrong:
        _refuse(wrong)
    for at, extra in span_extras.items():
        known.spans[at].extra = extra
    for at, extra in relation_extras.items():
        known.relations[at].extra = extra
    return _checked(known, notes, known.meta | strangers)


def _checked(line: _Line, notes: list[str], meta: dict[str, Any]) -> Record:
    if line.schema != SCHEMA:
        raise _NotALineError(f"its schema is {line.schema[:30]!r}, and this program reads {SCHEMA}.")
    if line.offset_unit != OFFSET_UNIT:
        raise _NotALineError(f"its offset_unit is {line.offset_unit[:30]!r}, and must be {OFFSET_UNIT}.")
    if len(line.spans) > MOST_SPANS:
        raise _NotALineError(f"it has more than {MOST_SPANS} spans.")
    if not all(span.label for span in line.spans):
        raise _NotALineError("a span has an empty label.")
    return Record(
        line.text,
        line.id or None,
        line.sha256,
        meta,
        line.layer or None,
        line.status,
        line.flagged,
        line.tagset,
        line.tagset_version,
        line.spans,
        line.relations,
        line.labels,
        notes=notes,
    )


def _taken_out(listed: object, known: frozenset[str]) -> dict[int, dict[str, Any]]:
    """Take the unknown keys out of each object of a list, and return them by its place."""
    if not isinstance(listed, list):
        return {}
    taken = ((at, _strangers(item, known)) for at, item in enumerate(listed) if isinstance(item, dict))
    return {at: strangers for at, strangers in taken if strangers}


def _strangers(item: dict[str, Any], known: frozenset[str]) -> dict[str, Any]:
    return {key: item.pop(key) for key in list(item) if key not in known}


def _without_unkept(line: bytes) -> tuple[bytes, list[str]]:
    """Replace NUL and lone surrogates, which neither a database nor a window can hold, in every string of a line."""
    try:
        whole = json.loads(line)
    except (ValueError, RecursionError):
        # Not JSON at all; the decoder says so better.
        return line, []
    replaced = 0

    def cleaned(value: Any) -> Any:
        nonlocal replaced
        if isinstance(value, str):
            value, count = _UNKEPT.subn("\ufffd", value)
            replaced += count
        elif isinstance(value, list):
            return [cleaned(item) for item in value]
        elif isinstance(value, dict):
            return {cleaned(key): cleaned(item) for key, item in value.items()}
        return value

    clean = msgspec.json.encode(cleaned(whole))
    if not replaced:
        return line, []
    return clean, [f"{replaced} characters that cannot be kept (NUL, lone surrogates) became U+FFFD."]


def _refuse(error: Exception) -> NoReturn:
    if isinstance(error, RecursionError):
        raise _NotALineError("it is nested too deeply.") from None
    if isinstance(error, UnicodeDecodeError):
        raise _NotALineError(f"it is not UTF-8 (byte {error.start}).") from None
    # msgspec names types, places and bytes, but never a value.
    raise _NotALineError(str(error)[:_LONGEST_REASON] + ".") from None


def _as_line(record: Record) -> dict[str, Any]:
    line: dict[str, Any] = {
        "schema": SCHEMA,
        "id": record.id,
        "text": record.text,
        "sha256": record.sha256,
        "offset_unit": OFFSET_UNIT,
        "meta": record.meta,
    }
    if record.layer is None:
        return line
    line["layer"] = record.layer
    line["status"] = record.status
    if record.flagged:
        line["flagged"] = True
    if record.tagset is not None:
        line["tagset"] = record.tagset
        line["tagset_version"] = record.tagset_version
    line["spans"] = [_with_strangers(span) if span.extra else span for span in record.spans]
    line["relations"] = [_with_strangers(relation) if relation.extra else relation for relation in record.relations]
    line["labels"] = record.labels
    return line


def _with_strangers(item: RecordSpan | RecordRelation) -> dict[str, Any]:
    known = msgspec.structs.asdict(item)
    strangers: dict[str, Any] = known.pop("extra")
    return known | strangers
