"""doccano: a line of JSON for each article, with spans as lists or, for projects with relations, as objects.

Its offsets are code points (unless a project counts graphemes, which no export says). It knows no ids, attributes or
notes, and an export holds one annotator's work: whose is told by the name of the file in the zip. Columns that it does
not know it keeps, so that its exports of our articles find them again.
"""

from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath
from typing import BinaryIO

import msgspec
import regex

from annotator.errors import UserError
from annotator.formats.flattening import Piece, pieces_of
from annotator.formats.foreign import (
    METADATA_KEYS,
    Object,
    a_list,
    a_name,
    a_name_if_any,
    a_state,
    a_text,
    an_object,
    an_offset,
    decoded,
    metadata_of,
    named_metadata,
    objects_of,
    values,
)
from annotator.formats.jsonl import NotALineError
from annotator.formats.losses import LAYERS, META, RELATIONS, STATES, Counted, Losses
from annotator.formats.offsets import in_code_points
from annotator.formats.options import WriteOptions
from annotator.formats.source import Source
from annotator.model.record import LossReport, Record, RecordRelation, RecordSpan

_HELD = (LAYERS, META, STATES)
_TEXTS, _LISTS = ("text", "data"), ("label", "labels")
_ANNOTATIONS = "annotations"
_TAGS = ("label_name", "label", "type", "tag", "entity_group", "entity", "category", "class", "code")
_STARTS, _ENDS = ("start_offset", "start"), ("end_offset", "end")
_KNOWN = frozenset(
    {"id", "entities", "relations", "cats", "Comments", "annotation_approver", _ANNOTATIONS, *_TEXTS, *_LISTS}
)
_NOBODY = frozenset({"all", "unknown", ""})
"""Names of files in an export of doccano that are no annotator's."""
_ITS_OWN = regex.compile(rb'"(?:labels?|entities|cats)"\s*:\s*\[|"annotation_approver"\s*:|"label_name"\s*:')
_encoder = msgspec.json.Encoder()


def write(records: Iterable[Record], target: BinaryIO, options: WriteOptions) -> LossReport:
    """Write a line for each record, with spans as lists."""
    losses = Losses(options.side)
    counted = Counted(losses)
    for record in records:
        pieces = pieces_of(record, options.fragments, losses)
        spans = [(piece.start, piece.end, piece.label) for piece in pieces]
        target.write(_encoder.encode({"text": record.text, "label": spans} | named_metadata(record)) + b"\n")
        counted.record(record, len(pieces))
        losses.unheld(record, _HELD)
    return counted.report()


def write_with_relations(records: Iterable[Record], target: BinaryIO, options: WriteOptions) -> LossReport:
    """Write a line for each record, with spans and relations as objects."""
    losses = Losses(options.side)
    counted = Counted(losses)
    first = 1
    for record in records:
        pieces = pieces_of(record, options.fragments, losses)
        # doccano wants numbers that no other line has.
        entities = [_entity(piece, number) for number, piece in enumerate(pieces, first)]
        line = {"text": record.text, "entities": entities, "relations": _relations(record, pieces, first)}
        first += len(pieces) + len(record.relations)
        target.write(_encoder.encode(line | named_metadata(record)) + b"\n")
        counted.record(record, len(pieces), len(record.relations))
        losses.unheld(record, (*_HELD, RELATIONS))
    return counted.report()


def _entity(piece: Piece, number: int) -> Object:
    return {"id": number, "label": piece.label, "start_offset": piece.start, "end_offset": piece.end}


def _relations(record: Record, pieces: list[Piece], first: int) -> list[Object]:
    numbers: dict[str | None, int] = {}
    for number, piece in enumerate(pieces, first):
        numbers.setdefault(piece.span.id, number)
    return [
        {"id": number, "from_id": numbers[one.head], "to_id": numbers[one.child], "type": one.label}
        for number, one in enumerate(record.relations, first + len(pieces))
    ]


def recognise(start: bytes) -> bool:
    """Say whether a file begins like an export of doccano."""
    line = start.split(b"\n", 1)[0]
    has_text = line.removeprefix(b"\xef\xbb\xbf").startswith(b"{") and (b'"text"' in line or b'"data"' in line)
    return has_text and b'"schema"' not in line and b'"spans"' not in line and _ITS_OWN.search(line) is not None


def read(source: Source, encoding: str | None) -> Iterator[Record]:  # noqa: ARG001 – JSON is UTF-8
    """Yield a record for each line, or for each annotator of a line if it names them.

    Raises:
        UserError: at the first line that is no article of doccano.
    """
    return in_code_points(lambda: _read(source))


def _read(source: Source) -> Iterator[Record]:
    place = PurePosixPath(source.name)
    who = place.stem if place.parent.suffix.lower() == ".zip" and place.stem not in _NOBODY else None
    for number, line, notes in objects_of(source):
        try:
            yield from records_of(line, who, notes)
        except NotALineError as error:
            raise UserError(f"{source.name}, line {number}: {error}") from None


def records_of(line: Object, who: str | None, notes: list[str]) -> Iterator[Record]:
    """Yield the records of one line: one for each annotator that it names, or just one.

    Args:
        line: of an export of any version.
        who: whose work it is if the line does not say so.
        notes: what there is to say about it.

    Raises:
        NotALineError: if it is none.
    """
    annotations = [an_object(one, "an annotation") for one in a_list(line.get(_ANNOTATIONS), "its annotations")]
    by_user: dict[str | None, list[Object]] = {}
    for one in annotations:
        by_user.setdefault(_user(one), []).append(one)
    if not by_user:
        yield _record(line, who, notes)
    for user, mine in by_user.items():
        yield _record({**line, _LISTS[0]: mine}, user or who, notes)
        notes = []


def _user(annotation: Object) -> str | None:
    named = annotation.get("user_name")
    number = annotation.get("user")
    return a_name_if_any(named or (f"annotator {number}" if number is not None else None), "an annotator")


def _record(line: Object, who: str | None, notes: list[str]) -> Record:
    text = a_text(next((line[key] for key in _TEXTS if key in line), None))
    said = _Labels()
    for key in (*_LISTS, "entities", "cats"):
        said.take(line.get(key))
    relations = [_relation(one) for one in a_list(line.get("relations"), "relations")]
    comments = a_list(line.get("Comments"), "Comments")
    if said.numbers:
        notes = [*notes, "Its labels are numbers, whose names are not in the file."]
    return Record(
        text,
        a_name_if_any(line.get("article_id", line.get("id")), "its id"),
        meta=_meta(line) | ({"Comments": [str(comment) for comment in comments]} if comments else {}),
        layer=a_name_if_any(line.get("layer"), "its layer") or (who if _has_work(line) else None),
        status=a_state(line.get("status")),
        spans=said.spans,
        relations=relations,
        labels={"category": said.categories} if said.categories else {},
        notes=notes,
    )


def _meta(line: Object) -> Object:
    """Return the metadata; older versions have all of it under one name, as an object or as JSON."""
    meta = metadata_of(line, _KNOWN)
    within = meta.get("meta")
    if isinstance(within, str) and within.startswith("{"):
        try:
            within = decoded(within.encode(errors="replace"))[0]
        except NotALineError:
            return meta
    if not isinstance(within, dict):
        return meta
    del meta["meta"]
    return values(within, "its meta") | meta


def _has_work(line: Object) -> bool:
    return not METADATA_KEYS & line.keys() or any(line.get(key) for key in (*_LISTS, "entities"))


class _Labels:
    """What is said of one article, in any of the ways of the versions."""

    def __init__(self) -> None:
        self.spans: list[RecordSpan] = []
        self.categories: list[str] = []
        self.numbers = False
        """Whether tags go by their numbers only."""

    def take(self, given: object) -> None:
        """Take a list of spans and categories, or a category that stands alone."""
        for one in a_list(given, "its label") if not isinstance(given, str | int) else [given]:
            if isinstance(one, list):
                self._listed(one)
            elif isinstance(one, dict):
                self._named(one)
            else:
                self.categories.append(self._name(one))

    def _listed(self, one: list[object]) -> None:
        if len(one) != 3:
            raise NotALineError("a label is not start, end and tag.")
        start, end, label = one
        self.spans.append(RecordSpan(label=self._name(label), start=an_offset(start), end=an_offset(end)))

    def _named(self, given: Object) -> None:
        listed = given.get("labels")
        labels = [
            self._name(one) for one in (listed if isinstance(listed, list) and listed else [_first(given, _TAGS)])
        ]
        start, end = _first(given, _STARTS), _first(given, _ENDS)
        if start is None and end is None:
            self.categories += labels
            return
        words = given.get("text")
        for at, label in enumerate(labels):
            span = RecordSpan(
                id=None if at else a_name_if_any(given.get("id"), "the id of an entity"),
                label=label,
                start=an_offset(start),
                end=an_offset(end),
                text=words if isinstance(words, str) and words else None,
            )
            self.spans.append(span)

    def _name(self, given: object) -> str:
        self.numbers = self.numbers or isinstance(given, int)
        return a_name(given, "a label")


def _first(given: Object, keys: tuple[str, ...]) -> object:
    return next((given[key] for key in keys if given.get(key) is not None), None)


def _relation(one: object) -> RecordRelation:
    given = an_object(one, "a relation")
    return RecordRelation(
        label=a_name(given.get("type"), "a relation"),
        head=a_name(given.get("from_id"), "a relation"),
        child=a_name(given.get("to_id"), "a relation"),
    )
