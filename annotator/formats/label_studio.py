"""Label Studio: a JSON list of tasks, each an article with the annotations of everybody who worked on it.

Its offsets are those of JavaScript in old exports and code points in new ones; the words of each region tell which.
Whose work an annotation is stands with each region, since its server keeps nothing else that it does not know; whose
those without regions are stands with the task. What a region cannot say – attributes, a note, doubts – stands in its
``meta``, which the server keeps and its window shows.
"""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any, BinaryIO

import msgspec

from annotator.errors import UserError
from annotator.formats.flattening import Piece, pieces_of
from annotator.formats.foreign import (
    Object,
    a_list,
    a_name,
    a_name_if_any,
    a_text,
    an_object,
    an_offset,
    metadata_of,
    values,
    whole_value,
)
from annotator.formats.jsonl import NotALineError
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
from annotator.model.record import LossReport, Record, RecordRelation, RecordSpan

_HELD = (ATTRIBUTES, DECISIONS, EXTRAS, GUESSED, LABELS, LAYERS, META, NOTES, ORIGINS, RELATIONS, SPAN_IDS, UNSURE)
_TEXT, _LABELS = "text", "label"
_OURS = "annotator"
_BARE = "layers_without_regions"
"""Under this name a task tells whose those annotations are of which no region does."""
_REGIONS = ("labels", "hypertextlabels")
_SAID_OF_REGIONS = ("choices", "number", "rating", "textarea", "taxonomy")
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
    return {"data": data | ({_BARE: bare} if bare else {}), "annotations": annotations}


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
        "meta": ({_TEXT: [span.note]} if span.note else {}) | {_OURS: ours},
    }


def _are_choices(value: object) -> bool:
    several = value if isinstance(value, list) else [value]
    return all(isinstance(one, str) for one in several) and (not isinstance(value, list) or len(several) > 1)


def _choices(name: str, value: Any) -> Object:
    chosen = value if isinstance(value, list) else [value]
    return {"id": new_id(), "from_name": name, "to_name": _TEXT, "type": "choices", "value": {"choices": chosen}}


def recognise(start: bytes) -> bool:
    """Say whether a file begins like an export of Label Studio."""
    return start.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"[", b"{")) and b'"data"' in start and b'"text"' in start


def read(source: Source, encoding: str | None) -> Iterator[Record]:  # noqa: ARG001 – JSON is UTF-8
    """Yield a record for each annotation, and one for each task without any.

    Raises:
        UserError: if it is no list of tasks; the sentence says which task is none.
    """
    return in_code_points(lambda: _read(source))


def _read(source: Source) -> Iterator[Record]:
    tasks, notes = whole_value(source)
    if not isinstance(tasks, list):
        raise UserError(f"{source.name} is no list of tasks.")
    for number, task in enumerate(tasks, 1):
        try:
            found = list(_records(an_object(task, "it")))
        except NotALineError as error:
            raise UserError(f"{source.name}, task {number}: {error}") from None
        if notes:
            found[0].notes += notes
            notes = []
        yield from found


def _records(task: Object) -> Iterator[Record]:
    data = an_object(task.get("data"), "its data")
    text_key = _text_key(data)
    text = a_text(data[text_key])
    name = a_name_if_any(data.get("article_id"), "its article_id")
    meta = metadata_of(data, frozenset({text_key, _BARE}))
    annotations = a_list(task.get("annotations", task.get("completions")), "its annotations")
    worked = 0
    for given in _with_layers(data, [an_object(annotation, "an annotation") for annotation in annotations]):
        if given.get("was_cancelled") is True:
            continue
        worked += 1
        yield _record(Record(text, name, meta=meta), given)
    if not worked:
        yield Record(text, name, meta=meta)


def _with_layers(data: Object, annotations: list[Object]) -> Iterator[Object]:
    """Yield the annotations, with their layers if the task alone tells them."""
    bare = iter(a_list(data.get(_BARE), _BARE))
    for annotation in annotations:
        named = annotation.get("layer") is not None or _tells_a_layer(annotation)
        layer = None if named else next(bare, None)
        yield annotation if layer is None else annotation | {"layer": layer}


def _tells_a_layer(annotation: Object) -> bool:
    metas = (item.get("meta") for item in a_list(annotation.get("result"), "a result") if isinstance(item, dict))
    return any(isinstance(meta, dict) and isinstance(meta.get(_OURS), dict) for meta in metas)


def _text_key(data: Object) -> str:
    """Return under which name a task has its text: ``text``, or else the longest string there is."""
    if isinstance(data.get(_TEXT), str):
        return _TEXT
    texts = {key: len(value) for key, value in data.items() if isinstance(value, str)}
    if not texts:
        raise NotALineError("it has no text.")
    return max(texts, key=lambda key: texts[key])


def _record(record: Record, annotation: Object) -> Record:
    reading = _Reading(record)
    for item in a_list(annotation.get("result"), "a result"):
        reading.take(an_object(item, "a part of a result"))
    reading.finish()
    record.layer = reading.layer or a_name_if_any(annotation.get("layer"), "a layer") or _who(annotation)
    return record


def _who(annotation: Object) -> str | None:
    who = annotation.get("completed_by")
    if isinstance(who, dict):
        who = who.get("email") or who.get("username") or who.get("id")
    elif isinstance(who, int):
        who = f"annotator {who}"
    return a_name_if_any(who, "an annotator")


class _Reading:
    """The result of one annotation in the making."""

    def __init__(self, record: Record) -> None:
        self.layer: str | None = None
        self._record = record
        self._spans: dict[str, RecordSpan] = {}
        self._said: list[Object] = []
        self._left: dict[str, int] = {}
        record.spans, record.relations, record.labels = [], [], {}

    def take(self, item: Object) -> None:
        """Take one part of the result."""
        kind = item.get("type")
        if kind in _REGIONS:
            self._region(item)
        elif kind == "relation":
            self._relation(item)
        elif kind in _SAID_OF_REGIONS:
            self._said.append(item)
        else:
            self._leave(kind)

    def finish(self) -> None:
        """Say of regions and of the article what was said of them, now that all regions are known."""
        for item in self._said:
            name, value = a_name(item.get("from_name"), "a part of a result"), _value_of(item)
            region = self._spans.get(str(item.get("id")))
            if region is not None and "start" in an_object(item["value"], "a value"):
                region.attributes = region.attributes | {name: value}
            else:
                self._record.labels[name] = value
        values(self._record.labels, "a choice")
        for kind, count in self._left.items():
            self._record.notes = [*self._record.notes, f"{count} parts of a result ({kind}) were left out."]

    def _region(self, item: Object) -> None:
        value = an_object(item.get("value"), "a value")
        place = value.get("globalOffsets", value)
        start, end = an_object(place, "a value").get("start"), an_object(place, "a value").get("end")
        labels = value.get("labels", value.get("hypertextlabels"))
        if isinstance(start, str) or start is None or not labels:
            # Places in the tree of a web page, which is not here; or a region that nobody gave a label.
            self._leave("regions without offsets or labels")
            return
        for at, label in enumerate(a_list(labels, "labels")):
            span = RecordSpan(
                id=None if at else a_name_if_any(item.get("id"), "the id of a region"),
                label=a_name(label, "a label"),
                start=an_offset(start),
                end=an_offset(end),
                text=value[_TEXT] if isinstance(value.get(_TEXT), str) else None,
            )
            self._take_meta(span, item.get("meta"))
            self._record.spans.append(span)
            if span.id is not None:
                self._spans[span.id] = span

    def _take_meta(self, span: RecordSpan, meta: object) -> None:
        if not isinstance(meta, dict):
            return
        notes = meta.get(_TEXT, [])
        span.note = "\n".join(str(note) for note in notes) if isinstance(notes, list) else str(notes)
        ours = meta.get(_OURS)
        if not isinstance(ours, dict):
            return
        self.layer = self.layer or a_name_if_any(ours.get("layer"), "a layer")
        span.origin = a_name_if_any(ours.get("origin"), "an origin")
        span.unsure = ours.get("unsure") is True
        span.attributes = values(ours.get("attributes", {}), "an attribute")
        if ours.get("guessed"):
            guessed = values(ours["guessed"], "a guess")
            span.guessed = {name: a_name(engine, "an engine") for name, engine in guessed.items()}
        if ours.get("extra"):
            span.extra = values(ours["extra"], "a region")

    def _relation(self, item: Object) -> None:
        head, child = a_name(item.get("from_id"), "a relation"), a_name(item.get("to_id"), "a relation")
        if item.get("direction") == "left":
            head, child = child, head
        for label in a_list(item.get("labels"), "labels") or ["relation"]:
            self._record.relations.append(RecordRelation(label=a_name(label, "a label"), head=head, child=child))

    def _leave(self, kind: object) -> None:
        name = kind if isinstance(kind, str) and kind.isprintable() and len(kind) < 40 else "of another kind"
        self._left[name] = self._left.get(name, 0) + 1


def _value_of(item: Object) -> object:
    value = an_object(item.get("value"), "a value")
    kind = str(item["type"])
    found = value.get("text" if kind == "textarea" else kind)
    return found[0] if isinstance(found, list) and len(found) == 1 else found
