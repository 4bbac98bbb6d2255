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
    metadata_of,
    named_metadata,
    objects_of,
)
from annotator.formats.jsonl import NotALineError
from annotator.formats.losses import LAYERS, META, RELATIONS, STATES, Counted, Losses
from annotator.formats.offsets import in_code_points
from annotator.formats.options import WriteOptions
from annotator.formats.source import Source
from annotator.model.record import LossReport, Record, RecordRelation, RecordSpan

_HELD = (LAYERS, META, STATES)
_TEXTS, _LISTS = ("text", "data"), ("label", "labels")
_KNOWN = frozenset({"id", "entities", "relations", "Comments", *_TEXTS, *_LISTS})
_NOBODY = frozenset({"all", "unknown", ""})
"""Names of files in an export of doccano that are no annotator's."""
_ITS_OWN = regex.compile(rb'"(?:labels?|entities)"\s*:\s*\[')
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
    return b'"schema"' not in line and b'"spans"' not in line and _ITS_OWN.search(line) is not None


def read(source: Source, encoding: str | None) -> Iterator[Record]:  # noqa: ARG001 – JSON is UTF-8
    """Yield a record for each line.

    Raises:
        UserError: at the first line that is no article of doccano.
    """
    return in_code_points(lambda: _read(source))


def _read(source: Source) -> Iterator[Record]:
    place = PurePosixPath(source.name)
    who = place.stem if place.parent.suffix.lower() == ".zip" and place.stem not in _NOBODY else None
    for number, line, notes in objects_of(source):
        try:
            yield _record(line, who, notes)
        except NotALineError as error:
            raise UserError(f"{source.name}, line {number}: {error}") from None


def _record(line: Object, who: str | None, notes: list[str]) -> Record:
    text = a_text(next((line[key] for key in _TEXTS if key in line), None))
    labels = a_list(next((line[key] for key in _LISTS if key in line), None), "its label")
    spans = [_listed(one) for one in labels if isinstance(one, list)]
    spans += [_named(one) for one in a_list(line.get("entities"), "entities")]
    relations = [_relation(one) for one in a_list(line.get("relations"), "relations")]
    categories = [a_name(one, "a label") for one in labels if isinstance(one, str)]
    meta = metadata_of(line, _KNOWN)
    comments = a_list(line.get("Comments"), "Comments")
    if comments:
        meta = meta | {"Comments": [str(comment) for comment in comments]}
    return Record(
        text,
        a_name_if_any(line.get("article_id", line.get("id")), "its id"),
        meta=meta,
        layer=a_name_if_any(line.get("layer"), "its layer") or (who if _has_work(line) else None),
        status=a_state(line.get("status")),
        spans=spans,
        relations=relations,
        labels={"category": categories} if categories else {},
        notes=notes,
    )


def _has_work(line: Object) -> bool:
    return not METADATA_KEYS & line.keys() or any(line.get(key) for key in (*_LISTS, "entities"))


def _listed(one: list[object]) -> RecordSpan:
    if len(one) != 3:
        raise NotALineError("a label is not start, end and tag.")
    return RecordSpan(label=a_name(one[2], "a label"), start=an_offset(one[0]), end=an_offset(one[1]))


def _named(one: object) -> RecordSpan:
    given = an_object(one, "an entity")
    return RecordSpan(
        id=a_name_if_any(given.get("id"), "the id of an entity"),
        label=a_name(given.get("label"), "a label"),
        start=an_offset(given.get("start_offset")),
        end=an_offset(given.get("end_offset")),
    )


def _relation(one: object) -> RecordRelation:
    given = an_object(one, "a relation")
    return RecordRelation(
        label=a_name(given.get("type"), "a relation"),
        head=a_name(given.get("from_id"), "a relation"),
        child=a_name(given.get("to_id"), "a relation"),
    )
