"""A task of Label Studio as records: one for everybody who worked on it, or one for the article alone.

Its short form (JSON-MIN, and the table of the same columns) holds one annotation a task, with the regions and choices
under the names of their controls beside the data of the task.
"""

import csv
import io
from collections import Counter
from collections.abc import Iterator, Sequence

from annotator.errors import UserError
from annotator.formats.decoding import read_text
from annotator.formats.foreign import (
    Object,
    a_list,
    a_name,
    a_name_if_any,
    an_object,
    decoded,
    metadata_of,
    values,
)
from annotator.formats.jsonl import NotALineError
from annotator.formats.label_studio_texts import Place, Shown, shown_of
from annotator.formats.source import Source
from annotator.model.naming import is_name
from annotator.model.record import Record, RecordRelation, RecordSpan
from annotator.model.span import Origin

OURS = "annotator"
"""Under this name a region carries what Label Studio has no word for."""
WITHOUT_REGIONS = "layers_without_regions"
"""Under this name a task tells whose those annotations are of which no region does."""
MOST_BYTES = 200_000_000
"""The largest table."""
_TEXT = "text"
_LABELS = ("labels", "hypertextlabels", "htmllabels", "paragraphlabels")
_SAID_OF_REGIONS = ("choices", "number", "rating", "textarea", "taxonomy", "datetime", "pairwise")
_ABOUT_THE_WORK = frozenset({"annotator", "annotation_id", "created_at", "updated_at", "lead_time"})
_CANCELLED = "Annotations that were skipped ({}) came as articles without work."
_DRAFTS = "Drafts that nobody submitted ({}) were left out."
_PREDICTED = "Predictions beside somebody’s work ({}) were left out."
_SUGGESTED = "Predictions of tasks that nobody has worked on ({}) came as suggestions."
_BARE = "Regions without a label ({}) were left out."
_NOWHERE = "Regions that cannot be found in the text ({}) were left out."
_BOTH_WAYS = "Relations that point both ways ({}) became arrows from the first region to the second."
_LOOSE = "Relations of regions that are not there ({}) were left out."
_OF_A_KIND = "Parts of results of the kind {} ({{}}) were left out."


def is_task(value: Object) -> bool:
    """Say whether an object is one task, in the long or the short form."""
    return isinstance(value.get("data"), dict) or "annotation_id" in value


def said_of(left: Counter[str]) -> list[str]:
    """Return what there is to say about all that was counted."""
    return [sentence.format(count) for sentence, count in left.items() if count]


def rows_of(source: Source, encoding: str | None) -> Iterator[Object]:
    """Yield the rows of a table as tasks of the short form.

    Raises:
        EncodingQuestion: if it is not UTF-8, and no encoding is given.
        UserError: if it is no table.
    """
    csv.field_size_limit(MOST_BYTES)
    text = read_text(source, encoding, MOST_BYTES).text
    delimiter = "\t" if text.partition("\n")[0].count("\t") else ","
    try:
        for row in csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
            yield {name: _cell(cell) for name, cell in row.items() if isinstance(name, str) and cell}
    except csv.Error:
        raise UserError(f"{source.name} is no table that can be read: its quotation marks do not fit.") from None


def _cell(cell: str) -> object:
    """Return what stands in a cell: a list or an object as JSON, or words."""
    if cell[:1] in "[{":
        try:
            return decoded(cell.encode(errors="replace"))[0]
        except NotALineError:
            return cell
    return cell


def records_of(task: Object, left: Counter[str]) -> Iterator[Record]:
    """Yield the records of one task.

    Args:
        task: in the long or the short form.
        left: counts what comes in another way than it was, by a sentence about it.

    Raises:
        NotALineError: if it is none.
    """
    whole = task if "data" in task or "annotation_id" not in task else _in_long(task)
    data = an_object(whole.get("data"), "its data")
    worked = [one for one in _annotations(whole) if one.get("was_cancelled") is not True]
    left[_CANCELLED] += len(_annotations(whole)) - len(worked)
    left[_DRAFTS] += len(a_list(whole.get("drafts"), "its drafts"))
    predicted = [an_object(one, "a prediction") for one in a_list(whole.get("predictions"), "its predictions")]
    key, shown = shown_of(data, [*_regions(worked), *_regions(predicted)])
    name = a_name_if_any(data.get("article_id"), "its article_id")
    meta = metadata_of(data, frozenset({key, WITHOUT_REGIONS}))
    if name is None and isinstance(whole.get("id"), int):
        meta = values({"task": whole["id"]}, "its id") | meta
    for annotation in _with_layers(data, worked):
        yield _worked(Record(shown.text, name, meta=meta), shown, annotation, left)
    if worked:
        left[_PREDICTED] += len(predicted)
    else:
        yield _suggested(Record(shown.text, name, meta=meta), shown, predicted, left)


def _annotations(task: Object) -> list[Object]:
    listed = a_list(task.get("annotations", task.get("completions")), "its annotations")
    return [an_object(one, "an annotation") for one in listed]


def _with_layers(data: Object, annotations: Sequence[Object]) -> Iterator[Object]:
    """Yield the annotations, with their layers if the task alone tells them."""
    bare = iter(a_list(data.get(WITHOUT_REGIONS), WITHOUT_REGIONS))
    for annotation in annotations:
        named = annotation.get("layer") is not None or _tells_a_layer(annotation)
        layer = None if named else next(bare, None)
        yield annotation if layer is None else annotation | {"layer": layer}


def _tells_a_layer(annotation: Object) -> bool:
    metas = (item.get("meta") for item in a_list(annotation.get("result"), "a result") if isinstance(item, dict))
    return any(isinstance(meta, dict) and isinstance(meta.get(OURS), dict) for meta in metas)


def _regions(annotations: Sequence[Object]) -> Iterator[Object]:
    for annotation in annotations:
        for item in a_list(annotation.get("result"), "a result"):
            value = an_object(item, "a part of a result").get("value")
            if isinstance(value, dict) and any(name in value for name in _LABELS):
                yield value


def _in_long(task: Object) -> Object:
    """Return a task of the short form in the long one."""
    result: list[Object] = []
    data: Object = {}
    for name, value in task.items():
        if isinstance(value, list) and value and all(isinstance(one, dict) and _kind(one) for one in value):
            found = [{"type": _kind(one), "from_name": name, "value": one} for one in value]
            result += [item | {"id": f"{name}{number}"} for number, item in enumerate(found)]
        elif isinstance(value, dict) and isinstance(value.get("choices"), list):
            result.append({"type": "choices", "from_name": name, "value": value})
        elif name not in _ABOUT_THE_WORK and name != "id":
            data[name] = value
    annotation = {"result": result, "completed_by": task.get("annotator")}
    return {"id": task.get("id"), "data": data, "annotations": [annotation]}


def _kind(value: Object) -> str:
    """Return the kind of what is said, by the name that it has in a value; empty if it is nothing of the kind."""
    if "start" in value and any(name in value for name in _LABELS):
        return "labels"
    return next((kind for kind in _SAID_OF_REGIONS if kind in value), "")


def _worked(record: Record, shown: Shown, annotation: Object, left: Counter[str]) -> Record:
    reading = _Reading(record, shown, left)
    reading.take(annotation)
    record.layer = reading.layer or a_name_if_any(annotation.get("layer"), "a layer") or _who(annotation)
    return record


def _suggested(record: Record, shown: Shown, predicted: Sequence[Object], left: Counter[str]) -> Record:
    """Return an article that nobody has worked on, with what models say of it as suggestions."""
    if not predicted:
        return record
    for prediction in predicted:
        engine = str(prediction.get("model_version") or "Label Studio")
        reading = _Reading(record, shown, left, Origin.SUGGESTION + (engine if is_name(engine) else "Label Studio"))
        reading.take(prediction)
    if record.spans:
        record.status = "open"
        left[_SUGGESTED] += len(predicted)
    record.labels, record.relations = {}, []
    return record


def _who(annotation: Object) -> str | None:
    who = annotation.get("completed_by")
    if isinstance(who, dict):
        who = who.get("email") or who.get("username") or who.get("id")
    if isinstance(who, int) or (isinstance(who, str) and who.isdigit()):
        who = f"annotator {who}"
    return a_name_if_any(who, "an annotator")


class _Reading:
    """The result of one annotation in the making."""

    def __init__(self, record: Record, shown: Shown, left: Counter[str], origin: str | None = None) -> None:
        self.layer: str | None = None
        self._record = record
        self._shown = shown
        self._left = left
        self._origin = origin
        self._regions: dict[str, list[RecordSpan]] = {}
        self._taken = {span.id for span in record.spans}
        self._said: list[Object] = []
        self._arrows: list[Object] = []
        record.spans, record.relations, record.labels = [*record.spans], [*record.relations], {**record.labels}

    def take(self, annotation: Object) -> None:
        """Take a whole result."""
        for item in a_list(annotation.get("result"), "a result"):
            self._part(an_object(item, "a part of a result"))
        self._finish()

    def _part(self, item: Object) -> None:
        kind = item.get("type")
        value = item.get("value")
        if isinstance(value, dict) and any(name in value for name in _LABELS) and "start" in value:
            self._region(item, value)
        elif kind == "relation":
            self._arrows.append(item)
        elif kind in _SAID_OF_REGIONS:
            self._said.append(item)
        elif kind in ("labels", "hypertextlabels", "paragraphlabels", _TEXT):
            self._left[_BARE] += 1
        else:
            self._left[_OF_A_KIND.format(_printable(kind))] += 1

    def _finish(self) -> None:
        """Say of regions and of the article what was said of them, now that all regions are known."""
        for item in self._said:
            name, value = a_name(item.get("from_name"), "a part of a result"), _value_of(item)
            spans = self._regions.get(str(item.get("id")), [])
            if spans and "start" in an_object(item["value"], "a value"):
                for span in spans:
                    span.attributes = values(span.attributes | {name: value}, "an attribute")
            else:
                self._record.labels[name] = value
        values(self._record.labels, "a choice")
        for arrow in self._arrows:
            self._relation(arrow)

    def _region(self, item: Object, value: Object) -> None:
        labels = next((value[name] for name in _LABELS if value.get(name)), None)
        if not labels:
            self._left[_BARE] += 1
            return
        place = self._shown.place(value)
        if place is None:
            self._left[_NOWHERE] += 1
            return
        name = a_name_if_any(item.get("id"), "the id of a region")
        for label in a_list(labels, "labels"):
            span = self._span(place, a_name(label, "a label"), None if name in self._taken else name)
            self._take_meta(span, item.get("meta"))
            score = item.get("score", value.get("score"))
            if self._origin is not None and isinstance(score, int | float):
                span.extra = {"score": score}
            self._record.spans.append(span)
            if name is not None:
                self._regions.setdefault(name, []).append(span)
                self._taken.add(name)

    def _span(self, place: Place, label: str, name: str | None) -> RecordSpan:
        start, end, words = place
        return RecordSpan(id=name, label=label, start=start, end=end, text=words, origin=self._origin)

    def _take_meta(self, span: RecordSpan, meta: object) -> None:
        if not isinstance(meta, dict):
            return
        notes = meta.get(_TEXT, [])
        span.note = "\n".join(str(note) for note in notes) if isinstance(notes, list) else str(notes)
        ours = meta.get(OURS)
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
        if head not in self._regions or child not in self._regions:
            self._left[_LOOSE] += 1
            return
        if item.get("direction") == "left":
            head, child = child, head
        elif item.get("direction") == "bi":
            self._left[_BOTH_WAYS] += 1
        for label in a_list(item.get("labels"), "labels") or ["relation"]:
            self._record.relations.append(RecordRelation(label=a_name(label, "a label"), head=head, child=child))


def _printable(kind: object) -> str:
    named = isinstance(kind, str) and kind.isprintable() and 0 < len(kind) < 40 and "{" not in kind and "}" not in kind
    return str(kind) if named else "unknown"


def _value_of(item: Object) -> object:
    value = an_object(item.get("value"), "a value")
    kind = str(item["type"])
    found = value.get(_TEXT if kind == "textarea" and _TEXT in value else "selected" if kind == "pairwise" else kind)
    return found[0] if isinstance(found, list) and len(found) == 1 else found
