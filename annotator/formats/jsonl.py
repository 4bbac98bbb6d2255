"""Native JSONL, ``annotator/1``: a line for each article and layer. It holds everything, and trains as it is."""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any, BinaryIO, NoReturn

import msgspec
import regex

from annotator.errors import UserError
from annotator.formats.decoding import MOST_BYTES, unkept_note
from annotator.formats.lines import LONGEST_LINE, raw_lines
from annotator.formats.offsets import in_code_points
from annotator.formats.options import WriteOptions
from annotator.formats.source import Source
from annotator.model.naming import LONGEST_NAME, is_name
from annotator.model.record import SCHEMA, LossReport, Record, RecordRelation, RecordSpan

MOST_SPANS = 1_000_000
DEEPEST = 8
"""How deep values may be nested that the program only passes on."""
LARGEST = 2**63
"""What SQLite, and every reader of an export, takes for an integer lies below."""
OFFSET_UNIT = "codepoint"

_LONGEST_REASON = 90
MAY_BE_UNKEPT = regex.compile(rb"\\u(?:0000|[dD][89a-fA-F])")
_ESCAPE = regex.compile(
    rb"\\\\"
    rb"|\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}"
    rb"|(?P<unkept>\\u(?:0000|[dD][89a-fA-F][0-9a-fA-F]{2}))"
)
_SCHEMA_LIKE = regex.compile(r"[a-z]{1,20}/[0-9.]{1,8}")


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
    read: list[tuple[int, int]] = []
    decisions: Any = msgspec.UNSET


def _keys(line: type[msgspec.Struct]) -> frozenset[str]:
    names = zip(line.__struct_fields__, line.__struct_encode_fields__, strict=True)
    return frozenset(encoded for field, encoded in names if field != "extra")


_LINE_KEYS, _SPAN_KEYS, _RELATION_KEYS = _keys(_Line), _keys(RecordSpan), _keys(RecordRelation)
_decoder = msgspec.json.Decoder(_Line)
_encoder = msgspec.json.Encoder()


def read(source: Source, encoding: str | None) -> Iterator[Record]:  # noqa: ARG001 – JSON is UTF-8
    """Yield a record for each line that is not empty.

    What the offsets count is recognised from the words of the spans, unless the file says so.

    Raises:
        UserError: at the first line that is no article; the sentence says which, and quotes none of it.
    """
    with source.open() as file:
        says_so = b'"offset_unit"' in file.readline(LONGEST_LINE)
    return _read(source) if says_so else in_code_points(lambda: _read(source))


def _read(source: Source) -> Iterator[Record]:
    for number, line in lines(source):
        try:
            yield record_of(line)
        except NotALineError as error:
            raise UserError(f"{source.name}, line {number}: {error}") from None


def write(records: Iterable[Record], target: BinaryIO, _options: WriteOptions | None = None) -> LossReport:
    """Write a line for each record. Nothing is lost, whatever the options."""
    report = LossReport()
    last = None
    for record in records:
        target.write(_encoder.encode(_as_line(record)))
        target.write(b"\n")
        report.articles += record.id is None or record.id != last
        last = record.id
        report.spans += len(record.spans)
        report.relations += len(record.relations)
    return report


class NotALineError(Exception):
    """Why a line is no article, as the end of a sentence."""


def lines(source: Source) -> Iterator[tuple[int, bytes]]:
    """Yield the lines of ``source`` that are not empty, with their numbers from 1."""
    for number, raw in raw_lines(source):
        line = raw.strip()
        if line:
            yield number, line


def record_of(line: bytes) -> Record:
    """Return the record of a line.

    Raises:
        NotALineError: if it is none.
    """
    notes: list[str] = []
    if MAY_BE_UNKEPT.search(line) is not None:
        line, notes = without_unkept(line)
    try:
        read_line = _decoder.decode(line)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return _record_with_strangers(line, notes)
    if not all(item.extra is msgspec.UNSET for items in (read_line.spans, read_line.relations) for item in items):
        # A file's own key, which happens to have the name of that field.
        return _record_with_strangers(line, notes)
    return _checked(read_line, notes, {})


def _record_with_strangers(line: bytes, notes: list[str]) -> Record:
    """Read a line that may hold keys we do not know, which are kept, or may be no line at all."""
    try:
        whole = msgspec.json.decode(line)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as broken:
        _refuse(broken)
    if not isinstance(whole, dict):
        raise NotALineError("it is no JSON object.")
    if isinstance(whole.get("id"), int) and not isinstance(whole["id"], bool):
        # Databases number their articles.
        whole["id"] = str(whole["id"])
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
    return _checked(known, notes, strangers)


def _checked(line: _Line, notes: list[str], strangers: dict[str, Any]) -> Record:
    _check_head(line)
    for span in line.spans:
        _check_span(span)
    for relation in line.relations:
        relation.id = relation.id or None
        _check_name(relation.label, "a relation's label")
        _check_name(relation.id, "a relation's id")
        if relation.extra:
            check_values(relation.extra)
    decisions = _decisions(line, strangers)
    for values in (line.meta, strangers, line.labels, decisions):
        check_values(values)
    if strangers and not line.meta.keys().isdisjoint(strangers):
        raise NotALineError("a key stands both in its meta and beside it.")
    return Record(
        line.text,
        line.id or None,
        line.sha256,
        line.meta | strangers if strangers else line.meta,
        line.layer or None,
        line.status,
        line.flagged,
        line.tagset,
        line.tagset_version,
        line.spans,
        line.relations,
        line.labels,
        line.read,
        notes=notes,
        decisions=decisions,
    )


def _decisions(line: _Line, strangers: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the decisions of a line; what another program calls so is a key like any other."""
    given = line.decisions
    if given is msgspec.UNSET:
        return []
    if isinstance(given, list) and all(isinstance(decision, dict) for decision in given):
        return given
    strangers["decisions"] = given
    return []


def _check_head(line: _Line) -> None:
    if line.schema != SCHEMA:
        named = f" but {line.schema}" if _SCHEMA_LIKE.fullmatch(line.schema) else ""
        raise NotALineError(f"its schema is not {SCHEMA}{named}.")
    if line.offset_unit != OFFSET_UNIT:
        raise NotALineError(f"its offset_unit is not {OFFSET_UNIT}.")
    if len(line.text) > MOST_BYTES:
        raise NotALineError(f"its text is larger than {MOST_BYTES // 1_000_000} MB, too large for one article.")
    if len(line.spans) > MOST_SPANS:
        raise NotALineError(f"it has more than {MOST_SPANS} spans.")
    if line.status not in (None, "open", "done"):
        raise NotALineError("its status is neither open nor done.")
    if any(not 0 <= start < end < LARGEST for start, end in line.read):
        raise NotALineError("a paragraph that was read begins or ends nowhere.")
    for name, what in ((line.id, "its id"), (line.layer, "its layer"), (line.tagset, "its tagset")):
        if name:
            _check_name(name, what)


def _check_span(span: RecordSpan) -> None:
    if span.id is None or not (0 < len(span.id) <= LONGEST_NAME and span.id.isprintable()):
        span.id = span.id or None
        _check_name(span.id, "a span's id")
    _check_name(span.label, "a span's label")
    _check_name(span.origin or None, "a span's origin")
    if not (-LARGEST <= span.start < LARGEST and -LARGEST <= span.end < LARGEST):
        raise NotALineError("an offset is too large.")
    if span.fragments is not None and not span.fragments:
        raise NotALineError("a span has no fragment.")
    if span.attributes:
        check_values(span.attributes)
    if span.guessed:
        check_values(span.guessed)
    if span.extra:
        check_values(span.extra)


@lru_cache(maxsize=1024)
def _check_name(name: str | None, what: str) -> None:
    """Refuse what is no name; a file uses the same few labels over and over."""
    if name is not None and not is_name(name):
        raise NotALineError(f"{what} is empty, has a control character, or is longer than {LONGEST_NAME}.")


def check_values(values: dict[str, Any] | list[Any], depth: int = 1) -> None:
    """Raise :exc:`NotALineError` if values are nested too deeply or hold an integer that no database takes."""
    if depth > DEEPEST:
        raise NotALineError("it is nested too deeply.")
    for value in values.values() if isinstance(values, dict) else values:
        kind: type = type(value)
        if kind is str:
            continue
        if kind is int:
            if not -LARGEST <= value < LARGEST:
                raise NotALineError("it holds a number that is too large.")
        elif kind is dict or kind is list:
            check_values(value, depth + 1)


def _taken_out(listed: object, known: frozenset[str]) -> dict[int, dict[str, Any]]:
    """Take the unknown keys out of each object of a list, and return them by its place."""
    if not isinstance(listed, list):
        return {}
    taken = ((at, _strangers(item, known)) for at, item in enumerate(listed) if isinstance(item, dict))
    return {at: strangers for at, strangers in taken if strangers}


def _strangers(item: dict[str, Any], known: frozenset[str]) -> dict[str, Any]:
    return {key: item.pop(key) for key in list(item) if key not in known}


def without_unkept(line: bytes) -> tuple[bytes, list[str]]:
    """Replace escaped NULs and lone surrogates, which neither a database nor a window can hold."""
    replaced = 0

    def kept(escape: regex.Match[bytes]) -> bytes:
        nonlocal replaced
        if escape["unkept"] is None:
            return escape[0]
        replaced += 1
        return rb"\ufffd"

    line = _ESCAPE.sub(kept, line)
    return line, [unkept_note(replaced)] if replaced else []


def _refuse(error: Exception) -> NoReturn:
    if isinstance(error, RecursionError):
        raise NotALineError("it is nested too deeply.") from None
    if isinstance(error, UnicodeDecodeError):
        raise NotALineError(f"it is not UTF-8 (byte {error.start}).") from None
    # msgspec names types, places and bytes, but never a value.
    raise NotALineError(str(error)[:_LONGEST_REASON] + ".") from None


def _as_line(record: Record) -> dict[str, Any]:
    line: dict[str, Any] = {
        "schema": SCHEMA,
        "id": record.id,
        "text": record.text,
        "sha256": record.sha256,
        "offset_unit": OFFSET_UNIT,
        "meta": record.meta,
    }
    if not _has_work(record):
        return line
    line["layer"] = record.layer
    line["status"] = record.status
    if record.flagged:
        line["flagged"] = True
    if record.tagset is not None or record.tagset_version is not None:
        line["tagset"] = record.tagset
        line["tagset_version"] = record.tagset_version
    line["spans"] = [_with_strangers(span) if span.extra else span for span in record.spans]
    line["relations"] = [_with_strangers(relation) if relation.extra else relation for relation in record.relations]
    line["labels"] = record.labels
    if record.read:
        line["read"] = record.read
    if record.decisions:
        line["decisions"] = record.decisions
    return line


def _has_work(record: Record) -> bool:
    stated = (record.layer, record.status, record.tagset, record.tagset_version)
    listed = (record.flagged, record.spans, record.relations, record.labels, record.read, record.decisions)
    return any(value is not None for value in stated) or any(listed)


def _with_strangers(item: RecordSpan | RecordRelation) -> dict[str, Any]:
    known = {name: value for name, value in msgspec.structs.asdict(item).items() if value is not msgspec.UNSET}
    strangers: dict[str, Any] = known.pop("extra")
    return known | strangers
