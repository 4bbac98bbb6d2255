"""What a format cannot hold: counted by kind, each with an example, and kept in a side file if there is one.

The side file is native JSONL (``annotator/1``): a line for each article and layer that lost something, with the spans
that lost something as they were, and with the relations, labels and paragraphs that found no place. Importing it after
the export brings back what was left out whole.
"""

from collections.abc import Iterable
from typing import BinaryIO

import msgspec

from annotator.formats import jsonl
from annotator.model.pointing import place_of, pointed_at
from annotator.model.record import DECISION, Loss, LossReport, Place, Record, RecordRelation, RecordSpan

ATTRIBUTES = "attributes"
GUESSED = "which attributes are guesses"
NOTES = "notes of spans"
UNSURE = "unsure marks"
ORIGINS = "origins of spans"
SPAN_IDS = "ids of spans"
EXTRAS = "other keys of a span"
DECISIONS = "decisions"
OTHER_DECISIONS = "decisions that put no span into gold"
RELATIONS = "relations"
RELATION_IDS = "ids of relations"
RELATION_EXTRAS = "other keys of relations"
LABELS = "labels of an article"
READ = "paragraphs read and found empty"
META = "other metadata"
STATES = "states of layers"
FLAGS = "flags"
LAYERS = "names of layers"
TAGSETS = "names and versions of tagsets"
WITHOUT_SPANS = "articles without spans"
OVERLAPS = "overlapping spans left out"
COVERED = "fragments covered by one span"
SPLIT = "fragments split into spans"
OFF_TOKENS = "spans that meet no token edge"
UNTOKENED = "spans that meet no token edge, kept by characters only"
UNTAGGED = "overlapping spans that no token tag tells of"
PIECEMEAL = "spans whose fragments are told by token tags one by one, or as one"
ONLY_IN_GROUP = "overlapping spans that are in the span group only"

OF_ARTICLES = frozenset({LABELS, READ, OTHER_DECISIONS, META, STATES, FLAGS, LAYERS, TAGSETS, WITHOUT_SPANS})
"""Kinds that do not depend on which of an article's spans are written."""


class Losses:
    """Counts what is lost while records are written one after another.

    Args:
        side: where to write what is lost; nowhere if there is none.
    """

    def __init__(self, side: BinaryIO | None = None) -> None:
        self._counts: dict[str, int] = {}
        self._first: dict[str, tuple[str, Place]] = {}
        self._side = side
        self._record: Record | None = None
        self._dropped = _Dropped()

    def add(
        self, what: str, record: Record, span: RecordSpan | None = None, *, count: int = 1, example: str = ""
    ) -> None:
        """Count something of ``record`` – of its ``span``, if there is one, which then goes to the side file whole."""
        if span is not None and self._side is not None:
            self._of(record).spans[id(span)] = span
        if what not in self._counts:
            self._counts[what] = 0
            self._first[what] = example, place_of(record, span)
        self._counts[what] += count

    def add_relation(self, record: Record, relation: RecordRelation) -> None:
        """Count a relation that has no place; it goes to the side file with its spans."""
        if RELATIONS in self._counts and self._side is None:
            self._counts[RELATIONS] += 1
            return
        ends = {span.id: span for span in record.spans if span.id in (relation.head, relation.child)}
        self.add(RELATIONS, record, ends.get(relation.head), example=relation.label)
        dropped = self._of(record)
        dropped.relations.append(relation)
        for span in ends.values():
            dropped.spans.setdefault(id(span), span)

    def unheld(self, record: Record, held: Iterable[str] = (), fields: Iterable[str] = ()) -> None:
        """Count everything of ``record`` that the format has no place for, beside where its spans are.

        Args:
            record: what is written.
            held: the kinds that do have a place, by the names in this module.
            fields: the metadata that has a place, if :data:`META` as a whole does not.
        """
        has = frozenset(held)
        self._unheld_of_article(record, has, frozenset(fields))
        for span in record.spans:
            self._unheld_of_span(record, span, has)

    def listed(self) -> list[Loss]:
        """Return what was counted, in the order it was met; to be called when all records are written."""
        self._write_side()
        firsts = ((what, count, *self._first[what]) for what, count in self._counts.items())
        return [Loss(what, count, pointed_at(place, of), of, place) for what, count, of, place in firsts]

    def _unheld_of_article(self, record: Record, held: frozenset[str], fields: frozenset[str]) -> None:
        for relation in record.relations:
            self._unheld_of_relation(record, relation, held)
        others = [name for name in record.meta if name not in fields]
        for what, values, example in (
            (LABELS, record.labels, next(iter(record.labels), "")),
            (READ, record.read, ""),
            (OTHER_DECISIONS, record.decisions, ""),
            (META, others, next(iter(others), "")),
            (FLAGS, [True] if record.flagged else [], ""),
            (STATES, [record.status] if record.status is not None else [], record.status or ""),
            (LAYERS, [record.layer] if record.layer is not None else [], record.layer or ""),
            (TAGSETS, [record.tagset] if record.tagset is not None else [], record.tagset or ""),
        ):
            if values and what not in held:
                self.add(what, record, count=len(values), example=example)
                self._of(record).whole |= {what}

    def _unheld_of_relation(self, record: Record, relation: RecordRelation, held: frozenset[str]) -> None:
        if RELATIONS not in held:
            self.add_relation(record, relation)
            return
        if relation.id is not None and RELATION_IDS not in held:
            self.add(RELATION_IDS, record, example=relation.label)
        if relation.extra and RELATION_EXTRAS not in held:
            self.add(RELATION_EXTRAS, record, example=next(iter(relation.extra)))

    def _unheld_of_span(self, record: Record, span: RecordSpan, held: frozenset[str]) -> None:
        if span.attributes and ATTRIBUTES not in held:
            self.add(ATTRIBUTES, record, span, count=len(span.attributes), example=next(iter(span.attributes)))
        if span.guessed and GUESSED not in held:
            self.add(GUESSED, record, span, count=len(span.guessed), example=next(iter(span.guessed)))
        if span.note and NOTES not in held:
            self.add(NOTES, record, span)
        if span.unsure and UNSURE not in held:
            self.add(UNSURE, record, span)
        if span.origin and ORIGINS not in held:
            self.add(ORIGINS, record, span, example=span.origin)
        if span.id is not None and SPAN_IDS not in held:
            self.add(SPAN_IDS, record, span)
        if span.extra:
            self._unheld_extras(record, span, held)

    def _unheld_extras(self, record: Record, span: RecordSpan, held: frozenset[str]) -> None:
        assert span.extra
        if DECISION in span.extra and DECISIONS not in held:
            self.add(DECISIONS, record, span)
        others = [name for name in span.extra if name != DECISION]
        if others and EXTRAS not in held:
            self.add(EXTRAS, record, span, count=len(others), example=others[0])

    def _of(self, record: Record) -> "_Dropped":
        if record is not self._record:
            self._write_side()
            self._record = record
        return self._dropped

    def _write_side(self) -> None:
        if self._side is not None and self._record is not None:
            jsonl.write([self._dropped.of(self._record)], self._side)
        self._record = None
        self._dropped = _Dropped()


class _Dropped:
    """What one record lost."""

    def __init__(self) -> None:
        self.spans: dict[int, RecordSpan] = {}
        self.relations: list[RecordRelation] = []
        self.whole: set[str] = set()

    def of(self, record: Record) -> Record:
        return msgspec.structs.replace(
            record,
            spans=[span for span in record.spans if id(span) in self.spans],
            relations=self.relations,
            labels=record.labels if LABELS in self.whole else {},
            read=record.read if READ in self.whole else [],
            decisions=record.decisions if OTHER_DECISIONS in self.whole else [],
        )


class Counted:
    """The report of a writer in the making."""

    def __init__(self, losses: Losses) -> None:
        self._report = LossReport()
        self._losses = losses
        self._last: str | None = None

    def record(self, record: Record, spans: int, relations: int = 0) -> None:
        """Count a record, of which so many spans and relations were written."""
        self._report.articles += record.id is None or record.id != self._last
        self._last = record.id
        self._report.spans += spans
        self._report.relations += relations

    def report(self) -> LossReport:
        """Return the report when all records are written."""
        self._report.loss = self._losses.listed()
        return self._report


def merged(reports: Iterable[LossReport]) -> LossReport:
    """Return what several files of the same articles hold and lost together."""
    return _together(reports, same_articles=True)


def joined(reports: Iterable[LossReport]) -> LossReport:
    """Return what several files hold and lost together of which each has articles of its own."""
    return _together(reports, same_articles=False)


def _together(reports: Iterable[LossReport], *, same_articles: bool) -> LossReport:
    whole = LossReport()
    found: dict[str, Loss] = {}
    for report in reports:
        whole.articles = max(whole.articles, report.articles) if same_articles else whole.articles + report.articles
        whole.spans += report.spans
        whole.relations += report.relations
        for loss in report.loss:
            known = found.get(loss.what)
            if known is None:
                found[loss.what] = loss
            else:
                alike = same_articles and loss.what in OF_ARTICLES
                count = max(known.count, loss.count) if alike else known.count + loss.count
                found[loss.what] = msgspec.structs.replace(known, count=count)
    whole.loss = list(found.values())
    return whole
