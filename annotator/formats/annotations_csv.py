"""A table of spans for spreadsheets: CSV that no spreadsheet takes for formulas."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import BinaryIO

import msgspec

from annotator.model.record import Loss, LossReport, Record, RecordSpan

COLUMNS = (
    "article", "title", "source", "published", "layer", "tag", "text", "start", "end", "fragments",
    "attributes", "note", "unsure", "origin", "id",
)  # fmt: skip

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
"""Without it, Excel takes UTF-8 for something else."""
_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def write(records: Iterable[Record], target: BinaryIO) -> LossReport:
    """Write a line for each span.

    A cell that a spreadsheet would take for a formula gets an apostrophe in front. What a table of spans cannot hold is
    in the report: relations, labels, articles without spans.
    """
    report = LossReport()
    losses = _Losses()
    target.write(_BYTE_ORDER_MARK)
    text = io.TextIOWrapper(target, "utf-8", newline="", write_through=True)
    table = csv.writer(text)
    table.writerow(COLUMNS)
    last = None
    for record in records:
        report.articles += record.id != last
        last = record.id
        report.spans += len(record.spans)
        table.writerows(_row(record, span) for span in record.spans)
        losses.of(record)
    # The wrapper would close the caller's file with itself.
    text.detach()
    report.loss = losses.listed()
    return report


class _Losses:
    def __init__(self) -> None:
        self._found: dict[str, tuple[int, str]] = {}

    def of(self, record: Record) -> None:
        called = record.id or ""
        for relation in record.relations:
            self._add("relations", 1, f"{relation.label} in article {called}")
        if record.labels:
            self._add("labels of an article", len(record.labels), f"{next(iter(record.labels))} of article {called}")
        if not record.spans:
            self._add("articles without spans", 1, f"article {called}")

    def listed(self) -> list[Loss]:
        return [Loss(what, count, example) for what, (count, example) in self._found.items()]

    def _add(self, what: str, count: int, example: str) -> None:
        before, first = self._found.get(what, (0, example))
        self._found[what] = (before + count, first)


def _row(record: Record, span: RecordSpan) -> Sequence[str | int]:
    several = span.fragments is not None and len(span.fragments) > 1
    meta = record.meta
    return (
        _safe(record.id),
        *(_safe(meta.get(name)) for name in ("title", "source", "published")),
        _safe(record.layer),
        _safe(span.label),
        _safe(span.text),
        span.start,
        span.end,
        msgspec.json.encode(span.fragments).decode() if several else "",
        msgspec.json.encode(span.attributes).decode(),
        _safe(span.note),
        int(span.unsure),
        _safe(span.origin),
        _safe(span.id),
    )


def _safe(value: object) -> str:
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_STARTS_A_FORMULA) else text
