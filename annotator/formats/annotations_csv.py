"""A table of spans for spreadsheets: CSV that no spreadsheet takes for formulas."""

from collections.abc import Iterable, Sequence
from typing import BinaryIO

import msgspec

from annotator.formats.safe_csv import rows_into, safe
from annotator.model.naming import shown
from annotator.model.record import Loss, LossReport, Record, RecordSpan

COLUMNS = (
    "article", "title", "source", "published", "layer", "tag", "text", "start", "end", "fragments",
    "attributes", "note", "unsure", "origin", "id",
)  # fmt: skip


def write(records: Iterable[Record], target: BinaryIO) -> LossReport:
    """Write a line for each span.

    A cell that a spreadsheet would take for a formula gets an apostrophe in front. What a table of spans cannot hold is
    in the report: relations, labels, other metadata, articles without spans.
    """
    report = LossReport()
    losses = _Losses()
    last = None
    with rows_into(target, COLUMNS) as write_rows:
        for record in records:
            report.articles += record.id is None or record.id != last
            last = record.id
            report.spans += len(record.spans)
            write_rows(_row(record, span) for span in record.spans)
            losses.of(record)
    report.loss = losses.listed()
    return report


class _Losses:
    def __init__(self) -> None:
        self._found: dict[str, tuple[int, str]] = {}

    def of(self, record: Record) -> None:
        article = f"article {shown(record.id or '')}"
        for relation in record.relations:
            self._add("relations", 1, f"{shown(relation.label)} in {article}")
        if record.labels:
            self._add("labels of an article", len(record.labels), f"{shown(next(iter(record.labels)))} of {article}")
        if record.decisions:
            self._add("what was decided in review", len(record.decisions), article)
        if record.read:
            self._add("paragraphs read and found empty", len(record.read), article)
        others = [name for name in record.meta if name not in COLUMNS]
        if others:
            self._add("other metadata", len(others), f"{shown(others[0])} of {article}")
        for span in record.spans:
            self._of_span(span, article)
        if not record.spans:
            self._add("articles without spans", 1, article)

    def _of_span(self, span: RecordSpan, article: str) -> None:
        if span.guessed:
            self._add("which attributes are guesses", len(span.guessed), f"{next(iter(span.guessed))} in {article}")
        if span.decision is not msgspec.UNSET:
            self._add("what was decided in review", 1, article)
        if span.extra:
            self._add("other keys of a span", len(span.extra), f"{shown(next(iter(span.extra)))} in {article}")

    def listed(self) -> list[Loss]:
        return [Loss(what, count, example) for what, (count, example) in self._found.items()]

    def _add(self, what: str, count: int, example: str) -> None:
        before, first = self._found.get(what, (0, example))
        self._found[what] = (before + count, first)


def _row(record: Record, span: RecordSpan) -> Sequence[str | int]:
    several = span.fragments is not None and len(span.fragments) > 1
    meta = record.meta
    return (
        safe(record.id),
        *(safe(meta.get(name)) for name in ("title", "source", "published")),
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
