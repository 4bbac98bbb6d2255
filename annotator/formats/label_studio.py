"""Label Studio: a JSON list of tasks, each an article with the annotations of everybody who worked on it.

Its offsets are those of JavaScript in old exports and code points in new ones; the words of each region tell which.
Whose work an annotation is stands with each region, since its server keeps nothing else that it does not know; whose
those without regions are stands with the task. What a region cannot say – attributes, a note, doubts – stands in its
``meta``, which the server keeps and its window shows.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any, BinaryIO

import msgspec
import regex

from annotator.errors import UserError
from annotator.formats.articles import told_at_the_end
from annotator.formats.flattening import Piece, pieces_of
from annotator.formats.foreign import Object, an_object, begins_with, objects_of, whole_value
from annotator.formats.json_lists import objects_in_list
from annotator.formats.jsonl import NotALineError
from annotator.formats.label_studio_tasks import OURS, WITHOUT_REGIONS, is_task, records_of, rows_of, said_of
from annotator.formats.losses import (
    ATTRIBUTES,
    DECISIONS,
    EXTRAS,
    GUESSED,
    LABELS,
    LAYERS,
    META,
    NOTES,
    ORIGINS,
    RELATIONS,
    SPAN_IDS,
    UNSURE,
    Counted,
    Losses,
)
from annotator.formats.offsets import in_code_points
from annotator.formats.options import WriteOptions
from annotator.formats.source import Source
from annotator.model.ids import new_id
from annotator.model.record import LossReport, Record

_HELD = (ATTRIBUTES, DECISIONS, EXTRAS, GUESSED, LABELS, LAYERS, META, NOTES, ORIGINS, RELATIONS, SPAN_IDS, UNSURE)
_TEXT, _LABELS = "text", "label"
_ITS_COLUMNS = {b"annotation_id", b"lead_time"}
_ITS_TASKS = regex.compile(
    rb'"data"\s*:\s*\{|"(?:annotations|completions|predictions)"\s*:\s*\[.{0,2000}?"result"\s*:\s*\[', regex.S
)
_LINES, _TABLES = (".jsonl", ".ndjson"), (".csv", ".tsv", ".tab")
_encoder = msgspec.json.Encoder()


def write(records: Iterable[Record], target: BinaryIO, options: WriteOptions) -> LossReport:
    """Write a task for each article, with an annotation for each layer."""
    losses = Losses(options.side)
    counted = Counted(losses)
    separator = b"[\n"
    for _, layers in groupby(records, lambda record: record.id or object()):
        target.write(separator + _encoder.encode(_task(list(layers), options, losses, counted)))
        separator = b",\n"
    target.write(b"\n]\n" if separator != b"[\n" else b"[]\n")
    return counted.report()


def _task(layers: list[Record], options: WriteOptions, losses: Losses, counted: Counted) -> Object:
    annotations = []
    bare = [record.layer for record in layers if record.layer is not None and not record.spans]
    for record in layers:
        result: list[Object] = []
        if record.layer is not None or record.spans:
            result = _result(record, options, losses)
            annotations.append({"result": result, "layer": record.layer})
        counted.record(record, sum(item["type"] == "labels" for item in result), len(record.relations))
        losses.unheld(record, _HELD)
    first = layers[0]
    data: Object = {_TEXT: first.text, "article_id": first.id, "metadata": first.meta}
    return {"data": data | ({WITHOUT_REGIONS: bare} if bare else {}), "annotations": annotations}


def _result(record: Record, options: WriteOptions, losses: Losses) -> list[Object]:
    pieces = pieces_of(record, options.fragments, losses)
    taken: set[str] = set()
    regions = [_region(record, piece, taken) for piece in pieces]
    result = regions + [_choices(name, value) for name, value in record.labels.items() if _are_choices(value)]
    for name, value in record.labels.items():
        if not _are_choices(value):
            losses.add(LABELS, record, example=name)
    return result + [
        {"type": "relation", "from_id": one.head, "to_id": one.child, "direction": "right", "labels": [one.label]}
        for one in record.relations
    ]


def _region(record: Record, piece: Piece, taken: set[str]) -> Object:
    span = piece.span
    name = span.id if span.id is not None and span.id not in taken else new_id()
    taken.add(name)
    ours: Object = {"layer": record.layer, "origin": span.origin, "unsure": span.unsure, "attributes": span.attributes}
    if span.guessed:
        ours["guessed"] = span.guessed
    if span.extra:
        ours["extra"] = span.extra
    return {
        "id": name,
        "from_name": _LABELS,
        "to_name": _TEXT,
        "type": "labels",
        "value": {
            "start": piece.start,
            "end": piece.end,
            "text": record.text[piece.start : piece.end],
            "labels": [piece.label],
        },
        "meta": ({_TEXT: [span.note]} if span.note else {}) | {OURS: ours},
    }


def _are_choices(value: object) -> bool:
    several = value if isinstance(value, list) else [value]
    return all(isinstance(one, str) for one in several) and (not isinstance(value, list) or len(several) > 1)


def _choices(name: str, value: Any) -> Object:
    chosen = value if isinstance(value, list) else [value]
    return {"id": new_id(), "from_name": name, "to_name": _TEXT, "type": "choices", "value": {"choices": chosen}}


def recognise(start: bytes) -> bool:
    """Say whether a file begins like an export of Label Studio: as JSON, as its short form JSON-MIN, or as a table."""
    begun = start.lstrip(b"\xef\xbb\xbf \t\r\n")
    if not begun.startswith((b"[", b"{")):
        return set(begun.split(b"\n", 1)[0].strip().replace(b"\t", b",").replace(b'"', b"").split(b",")) >= _ITS_COLUMNS
    return _ITS_TASKS.search(start) is not None or (b'"annotation_id"' in start and b'"lead_time"' in start)


def read(source: Source, encoding: str | None) -> Iterator[Record]:
    """Yield a record for each annotation, and one for each task without any.

    Raises:
        EncodingQuestion: if it is a table that is not UTF-8, and no encoding is given.
        UserError: if it is no list of tasks; the sentence says which task is none.
    """
    return in_code_points(lambda: _read(source, encoding))


def _read(source: Source, encoding: str | None) -> Iterator[Record]:
    left: Counter[str] = Counter()
    notes: list[str] = []
    yield from told_at_the_end(_records(source, encoding, left, notes), notes)


def _records(source: Source, encoding: str | None, left: Counter[str], at_the_end: list[str]) -> Iterator[Record]:
    for number, task, notes in _tasks(source, encoding):
        try:
            found = list(records_of(an_object(task, "it"), left))
        except NotALineError as error:
            raise UserError(f"{source.name}, task {number}: {error}") from None
        found[0].notes = [*found[0].notes, *notes]
        yield from found
    at_the_end += said_of(left)


def _tasks(source: Source, encoding: str | None) -> Iterator[tuple[int, object, list[str]]]:
    """Yield the tasks with their numbers, and what there is to say about each."""
    if source.suffix in _LINES:
        yield from objects_of(source)
        return
    if source.suffix in _TABLES:
        for number, row in enumerate(rows_of(source, encoding), 1):
            yield number, row, []
        return
    if begins_with(source, b"["):
        yield from objects_in_list(source, "task")
        return
    whole, notes = whole_value(source)
    listed = whole.get("tasks") if isinstance(whole, dict) else None
    if listed is None and isinstance(whole, dict) and is_task(whole):
        listed = [whole]
    if not isinstance(listed, list):
        raise UserError(f"{source.name} is no list of tasks.")
    for number, task in enumerate(listed, 1):
        yield number, task, notes
        notes = []
