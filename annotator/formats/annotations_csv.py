"""A table of spans for spreadsheets: CSV that no spreadsheet takes for formulas."""

from collections.abc import Iterable, Sequence
from typing import BinaryIO

import msgspec

from annotator.formats.losses import (
    ATTRIBUTES,
    LAYERS,
    NOTES,
    ORIGINS,
    SPAN_IDS,
    UNSURE,
    WITHOUT_SPANS,
    Counted,
    Losses,
)
from annotator.formats.options import WriteOptions
from annotator.formats.safe_csv import rows_into, safe
from annotator.model.record import LossReport, Record, RecordSpan

COLUMNS = (
    "article", "title", "source", "published", "layer", "tag", "text", "start", "end", "fragments",
    "attributes", "note", "unsure", "origin", "id",
)  # fmt: skip

_META = ("title", "source", "published")
_HELD = (ATTRIBUTES, LAYERS, NOTES, ORIGINS, SPAN_IDS, UNSURE)
_DEFAULTS = WriteOptions()


def write(records: Iterable[Record], target: BinaryIO, options: WriteOptions = _DEFAULTS) -> LossReport:
    """Write a line for each span.

    A cell that a spreadsheet would take for a formula gets an apostrophe in front. What a table of spans cannot hold is
    in the report: relations, labels, other metadata, articles without spans.
    """
    losses = Losses(options.side)
    counted = Counted(losses)
    with rows_into(target, COLUMNS) as write_rows:
        for record in records:
            write_rows(_row(record, span) for span in record.spans)
            counted.record(record, len(record.spans))
            losses.unheld(record, _HELD, [name for name in _META if isinstance(record.meta.get(name), str)])
            if not record.spans:
                losses.add(WITHOUT_SPANS, record)
    return counted.report()


def _row(record: Record, span: RecordSpan) -> Sequence[str | int]:
    several = span.fragments is not None and len(span.fragments) > 1
    meta = record.meta
    return (
        safe(record.id),
        *(safe(meta.get(name)) for name in _META),
        safe(record.layer),
        safe(span.label),
        safe(span.text),
        span.start,
        span.end,
        msgspec.json.encode(span.fragments).decode() if several else "",
        msgspec.json.encode(span.attributes).decode(),
        safe(span.note),
        int(span.unsure),
        safe(span.origin),
        safe(span.id),
    )
