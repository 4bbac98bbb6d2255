"""Writing what becomes of gold by decisions: the rows that are new, together, and those that change.

Gold is what the decisions say (``gold``): a span for each that puts one there, the relations that the decisions
carry over as far as both their ends are in gold, and the labels that were decided on.
"""

from collections.abc import Mapping
from typing import Any

import msgspec

from annotator.model.article import ArticleKey
from annotator.model.decision import Decision
from annotator.model.ids import new_id
from annotator.model.layer import GOLD
from annotator.model.span import Span, SpanKey
from annotator.project.conflict_cache import Compared
from annotator.project.decisions import DecisionKey, Kept, decision_row
from annotator.project.gold import Gold, read_gold
from annotator.project.project import OpenStep, last_key
from annotator.project.rows import encode_object, span_row
from annotator.project.step import Row


class Ruling(msgspec.Struct, frozen=True):
    """One decision to be made, or one or more to be taken back."""

    decision: Decision | None
    """Nothing if decisions are only taken back."""
    span: Span | None = None
    """What is to stand in gold; its key does not matter, and neither do the words that say there is no relation."""
    replaces: tuple[DecisionKey, ...] = ()
    """Decisions whose place it takes: they are kept, and no longer count. Its span takes the place of theirs."""
    over: SpanKey | None = None
    """A gold span whose place its span takes, or that goes, though no decision put it there."""


class Plan(msgspec.Struct, frozen=True):
    """What is to be written for one article."""

    article: ArticleKey
    text: str
    rulings: tuple[Ruling, ...]
    kept: tuple[Kept, ...]
    """All decisions on the article, oldest first."""
    compared: Compared
    """What comparing the layers comes to once the rulings are written."""


class GoldWriter:
    """Decides, article by article, what gold becomes, and writes new rows together: their keys follow one another."""

    def __init__(self, step: OpenStep) -> None:
        self._step = step
        self._rows = step.rows
        self._last = {table: last_key(step, table) for table in ("layer", "span", "relation", "decision")}
        self._new: dict[str, list[Row]] = {table: [] for table in self._last}
        self._gold_key = step.project.annotator_key(GOLD, make=True)

    def take(self, plan: Plan) -> None:
        """Decide what becomes of one article; without a ruling, gold only becomes again what the decisions say."""
        gold = read_gold(self._step.project, plan.article, plan.kept)
        if gold.layer is None:
            gold.layer = self._insert(
                "layer", {"article": plan.article, "annotator": self._gold_key, "status": "open", "labels": None}
            )
        for ruling in plan.rulings:
            self._rule(gold, plan, ruling)
        gold.settle()
        self._write_spans(gold, plan)
        self._write_relations(gold)
        self._write_labels(gold)

    def write(self) -> None:
        """Write the rows that are new."""
        for table, rows in self._new.items():
            if rows:
                self._rows.insert_many(table, tuple(rows[0]), [tuple(row.values()) for row in rows])

    def _rule(self, gold: Gold, plan: Plan, ruling: Ruling) -> None:
        place = gold.take_back(ruling.replaces, ruling.over)
        for replaced in ruling.replaces:
            self._rows.update("decision", replaced, earlier=1, gold=None)
        decision = ruling.decision
        if decision is None:
            return
        key: SpanKey | None = None
        if ruling.span is not None and decision.about == "mark":
            key = place if place is not None else gold.adoptable(ruling.span)
            key = gold.put(ruling.span, self._next("span") if key is None else key)
        decision = gold.told(decision, key)
        by = self._step.project.annotator_key(decision.by, make=True)
        assert by is not None
        row = {"article": plan.article, **decision_row(decision, by, key), "step": self._rows.key}
        gold.note(Kept(self._insert("decision", row), plan.article, decision, key))

    def _write_spans(self, gold: Gold, plan: Plan) -> None:
        for key in gold.removed_relations():
            self._rows.delete("relation", key)
        for key in gold.removed():
            self._rows.delete("span", key)
        assert gold.layer is not None
        for key, span in gold.changed():
            row = span_row(span, gold.layer, self._step.project.tag_key(span.tag), plan.text, self._rows.key)
            if gold.is_new(key):
                self._new["span"].append({"key": key, **row})
            else:
                self._rows.update("span", key, **{name: row[name] for name in row if name not in ("layer", "step")})

    def _write_relations(self, gold: Gold) -> None:
        for kind, head, child in gold.new_relations():
            row = {"layer": gold.layer, "type": kind, "head": head, "child": child, "id": new_id(), "extra": None}
            self._insert("relation", row | {"step": self._rows.key})

    def _write_labels(self, gold: Gold) -> None:
        if gold.labels == gold.labels_before:
            return
        new = next((row for row in self._new["layer"] if row["key"] == gold.layer), None)
        if new is not None:
            new["labels"] = encode_object(gold.labels)
        else:
            assert gold.layer is not None
            self._rows.update("layer", gold.layer, labels=encode_object(gold.labels))

    def _next(self, table: str) -> int:
        self._last[table] += 1
        return self._last[table]

    def _insert(self, table: str, row: Mapping[str, Any]) -> int:
        key = self._next(table)
        self._new[table].append({"key": key, **row})
        return key
