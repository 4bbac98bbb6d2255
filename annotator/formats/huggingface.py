"""Hugging Face: data sets as JSON lines, which nothing more is needed for."""

from collections.abc import Iterable, Iterator
from typing import BinaryIO

import msgspec
import regex

from annotator.errors import UserError
from annotator.formats.dataset_rows import HELD, record_of, row_of
from annotator.formats.foreign import objects_of
from annotator.formats.jsonl import NotALineError
from annotator.formats.losses import Counted, Losses
from annotator.formats.offsets import in_code_points
from annotator.formats.options import WriteOptions
from annotator.formats.source import Source
from annotator.model.record import LossReport, Record

_ITS_OWN = regex.compile(rb'"(?:ner_tags|tokens)"\s*:\s*\[\s*["\d\]]')
_encoder = msgspec.json.Encoder()


def write(records: Iterable[Record], target: BinaryIO, options: WriteOptions) -> LossReport:
    """Write a row for each record."""
    losses = Losses(options.side)
    counted = Counted(losses)
    for record in records:
        target.write(_encoder.encode(row_of(record, options, losses)) + b"\n")
        counted.record(record, len(record.spans), len(record.relations))
        losses.unheld(record, HELD)
    return counted.report()


def recognise(start: bytes) -> bool:
    """Say whether a file begins like rows with tokens and tags."""
    line = start.split(b"\n", 1)[0]
    return b'"schema"' not in line and _ITS_OWN.search(line) is not None


def read(source: Source, encoding: str | None) -> Iterator[Record]:  # noqa: ARG001 – JSON is UTF-8
    """Yield a record for each row.

    Raises:
        UserError: at the first line that is no article.
    """
    return in_code_points(lambda: _read(source))


def _read(source: Source) -> Iterator[Record]:
    for number, row, notes in objects_of(source):
        try:
            yield record_of(row, (), notes)
        except NotALineError as error:
            raise UserError(f"{source.name}, line {number}: {error}") from None
