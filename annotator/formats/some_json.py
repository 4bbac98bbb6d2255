"""JSON of whatever shape: lists, lines and objects around them, of articles or of work on them, each as what it is."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

import msgspec

from annotator.errors import UserError
from annotator.formats import cas_json, doccano, huggingface, label_studio, label_studio_tasks, prodigy, web_annotation
from annotator.formats.articles import nothing_found, told_at_the_end
from annotator.formats.dataset_rows import TAG_COLUMNS, TOKEN_COLUMNS, names_in, record_of
from annotator.formats.foreign import Object, an_object, begins_with, decoded, whole_value
from annotator.formats.json_lists import objects_in_list
from annotator.formats.jsonl import NotALineError, lines
from annotator.formats.jsonl import record_of as record_of_line
from annotator.formats.lines import LONGEST_LINE
from annotator.formats.object_articles import Objects
from annotator.formats.offsets import in_code_points
from annotator.formats.source import Source
from annotator.formats.training_json import from_doc, from_pair, from_points, from_training
from annotator.model.record import SCHEMA, Record

_LINES = (".jsonl", ".ndjson")
_OTHERS = (label_studio, doccano, prodigy, huggingface, cas_json, web_annotation)
_AROUND = (
    "articles", "results", "items", "data", "rows", "documents", "docs", "examples", "stories", "hits", "response",
    "annotations", "entries", "posts", "records", "news", "value",
)  # fmt: skip
"""Under which key of an object the articles are, the likeliest first."""
_LOOKED_AT = 3
_WITHIN = ("row", "_source", "article", "doc", "fields")
"""Under which key of its object an article is."""
_MARKS = ("entities", "spans", "annotations", "labels", "label", "cats")
_OF_PRODIGY = ("_input_hash", "_task_hash", "_session_id", "_annotator_id", "answer")
_WHOLE = 65_536
"""A beginning of so many bytes may break off in the middle of a value."""
_DEEPEST = 4
_EMPTY = "Entries that are empty ({}) were left out."


def recognise(start: bytes) -> bool:
    """Say whether a file begins like JSON that is not of a format of its own, and no native line either."""
    begun = start.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not begun.startswith((b"[", b"{")) or any(other.recognise(start) for other in _OTHERS):
        return False
    first = begun.split(b"\n", 1)[0]
    try:
        value = msgspec.json.decode(first)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        # A line that breaks off may be a native one; an opening bracket that stands alone is of an object over several.
        return begun.startswith(b"[") or (first.strip() == b"{" and b"\n" in begun)
    is_native = isinstance(value, dict) and isinstance(value.get("text"), str) and "ents" not in value
    return not is_native


def read(source: Source, encoding: str | None) -> Iterator[Record]:  # noqa: ARG001 – JSON is UTF-8
    """Yield the articles, with the work on them.

    Raises:
        UserError: at the first value that is no article.
    """
    return in_code_points(lambda: _read(source))


def look(source: Source, encoding: str | None) -> Iterator[Record]:  # noqa: ARG001 – JSON is UTF-8
    """Yield one record without a text, with the keys of the first objects and their values, if they are articles.

    Raises:
        UserError: if it is no JSON.
    """
    making = _Making(source, Counter())
    first = [value for _, value, _ in islice(_values(source, making), _LOOKED_AT)]
    objects = [value for value in first if isinstance(value, dict)]
    if objects and len(objects) == len(first) and not any(making.is_work(value) for value in objects):
        yield Record("", meta=dict(Objects.look(objects)))


def _read(source: Source) -> Iterator[Record]:
    left: Counter[str] = Counter()
    notes: list[str] = []
    yield from told_at_the_end(_records(source, left, notes), notes)


def _records(source: Source, left: Counter[str], at_the_end: list[str]) -> Iterator[Record]:
    making = _Making(source, left)
    read = 0
    for number, value, notes in _values(source, making):
        try:
            for record in making.records(value, notes):
                read += 1
                yield record
        except NotALineError as error:
            raise UserError(f"{source.name}, entry {number}: {error}") from None
    if not read:
        raise nothing_found(source)
    at_the_end += [sentence.format(count) for sentence, count in left.items() if count]


def _values(source: Source, making: "_Making") -> Iterator[tuple[int, object, list[str]]]:
    """Yield what may be an article, each with its number and what there is to say about it."""
    first_is_whole, goes_on = _first_line(source)
    if first_is_whole and (goes_on or source.suffix in _LINES):
        for number, line in lines(source):
            try:
                value, notes = decoded(line)
            except NotALineError as error:
                raise UserError(f"{source.name}, line {number}: {error}") from None
            yield number, value, notes
        return
    if begins_with(source, b"[") and _holds_objects(source):
        yield from objects_in_list(source, "entry")
        return
    whole, notes = whole_value(source)
    for number, value in enumerate(_listed(whole, making), 1):
        yield number, value, notes
        notes = []


def _first_line(source: Source) -> tuple[bool, bool]:
    """Say whether a file has a whole value on its first line, and whether there is anything below it."""
    with source.open() as file:
        first, second = file.readline(LONGEST_LINE), file.read(_WHOLE)
    try:
        msgspec.json.decode(first.removeprefix(b"\xef\xbb\xbf"))
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return False, bool(second.strip())
    return True, bool(second.strip())


def _holds_objects(source: Source) -> bool:
    with source.open() as file:
        return file.read(_WHOLE).removeprefix(b"\xef\xbb\xbf").lstrip()[1:].lstrip().startswith(b"{")


def _listed(value: object, making: "_Making", depth: int = 0) -> Sequence[Any]:
    """Return the articles in a value: those of a list, of an object around one, or of columns beside each other."""
    if isinstance(value, list):
        return value
    if not isinstance(value, dict) or depth > _DEEPEST:
        return [value]
    making.take_names(value.get("features"))
    for name in _AROUND:
        inner = value.get(name)
        if isinstance(inner, list) and inner and all(isinstance(one, dict | list | None) for one in inner):
            if name != "annotations" or "classes" in value or not any(key in value for key in ("text", "data")):
                return inner
        elif isinstance(inner, dict) and any(isinstance(one, list | dict) for one in inner.values()) and name != "data":
            return _listed(inner, making, depth + 1)
    columns = {name: _column(cells) for name, cells in value.items()}
    lengths = {len(cells) for cells in columns.values() if cells is not None}
    if len(columns) > 1 and None not in columns.values() and len(lengths) == 1:
        rows = zip(*(cells for cells in columns.values() if cells is not None), strict=True)
        return [dict(zip(columns, row, strict=True)) for row in rows]
    return [value]


def _column(cells: object) -> list[Any] | None:
    """Return the cells of a column, which is a list or an object with the number of each row."""
    if isinstance(cells, list):
        return cells
    numbered = isinstance(cells, dict) and cells and all(name.isdecimal() for name in cells)
    return list(cells.values()) if numbered and isinstance(cells, dict) else None


class _Making:
    """Makes records of values, whatever they are."""

    def __init__(self, source: Source, left: Counter[str]) -> None:
        self._source = source
        self._left = left
        self._objects = Objects(source, left)
        self._names: list[str] = []

    def take_names(self, features: object) -> None:
        """Take what the numbers of tags mean, if ``features`` say so."""
        self._names = names_in(features) or self._names

    def records(self, value: object, notes: list[str]) -> Iterator[Record]:
        if value is None:
            self._left[_EMPTY] += 1
            return
        for record in self._made(value):
            record.notes = [*notes, *record.notes]
            notes = []
            yield record

    def _made(self, value: object) -> Iterator[Record]:
        if isinstance(value, list):
            yield from_pair(value)
            return
        given = _unwrapped(an_object(value, "it"))
        kind = _kind(given)
        if kind:
            yield from self._work(kind, given)
            return
        record = self._objects.article(given)
        if record is not None:
            yield record

    def is_work(self, value: Object) -> bool:
        """Say whether an object is work on an article, and not only an article."""
        return bool(_kind(_unwrapped(value)))

    def _work(self, kind: str, given: Object) -> Iterator[Record]:
        if kind == "native":
            yield record_of_line(msgspec.json.encode(given))
        elif kind == "task":
            yield from label_studio_tasks.records_of(given, self._left)
        elif kind == "training":
            yield from from_training(given)
        elif kind == "prodigy":
            yield from prodigy.records_of(given, [], self._left)
        elif kind == "entities":
            yield from doccano.records_of(_as_entities(given), None, [])
        elif kind == "tokens":
            yield record_of(given, self._names, [])
        else:
            yield from_points(given) if kind == "points" else from_doc(given)


def _unwrapped(given: Object) -> Object:
    """Return an object that stands within another one, with what the other says beside it."""
    inner = next((given[name] for name in _WITHIN if isinstance(given.get(name), dict)), None)
    if inner is None or isinstance(given.get("text"), str):
        return given
    return {**{name: one for name, one in given.items() if not isinstance(one, dict | list)}, **inner}


def _kind(given: Object) -> str:
    """Return what kind of work an object is; empty if it is none."""
    has_text = "text" in given
    kinds = {
        "native": given.get("schema") == SCHEMA,
        "task": label_studio_tasks.is_task(given),
        "training": isinstance(given.get("paragraphs"), list) and _is_training(given),
        "points": isinstance(given.get("annotation"), list) and "content" in given,
        "document": isinstance(given.get("ents"), list),
        "prodigy": has_text and any(name in given for name in _OF_PRODIGY),
        "tokens": any(name in given for name in TOKEN_COLUMNS) and any(name in given for name in TAG_COLUMNS),
        "entities": has_text and any(isinstance(given.get(name), list | dict) for name in _MARKS),
    }
    return next((kind for kind, fits in kinds.items() if fits), "")


def _is_training(given: Mapping[str, Any]) -> bool:
    return any(isinstance(one, dict) and "sentences" in one for one in given["paragraphs"])


def _as_entities(given: Object) -> Object:
    """Return an object with its spans under the name that all versions of doccano know."""
    if isinstance(given.get("spans"), list) and "entities" not in given:
        return {("entities" if name == "spans" else name): value for name, value in given.items()}
    return given
