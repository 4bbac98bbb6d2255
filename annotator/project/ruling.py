"""Writing decisions and what becomes of gold by them: one undoable step of the reviewer's.

Gold is what the decisions say: a span for each decision that puts one there, the relations that the decisions carry
over as far as both their ends are in gold, and the labels that were decided on.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any

import msgspec

from annotator.model.article import ArticleKey
from annotator.model.decision import Decision
from annotator.model.ids import new_id
from annotator.model.layer import GOLD
from annotator.model.span import Span, SpanKey
from annotator.project.changes import Changes
from annotator.project.compared import Compared, store
from annotator.project.decisions import DecisionKey, Kept, decision_row
from annotator.project.gold import Gold, read_gold
from annotator.project.paging import WentOnAt, in_pages
from annotator.project.project import OpenStep, Project, asking, last_key
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


class Plan(msgspec.Struct, frozen=True):
    """What is to be written for one article."""

    article: ArticleKey
    text: str
    rulings: tuple[Ruling, ...]
    kept: tuple[Kept, ...]
    """All decisions on the article, oldest first."""
    compared: Compared
    """What comparing the layers comes to once the rulings are written."""


class Ruled(Changes, frozen=True, kw_only=True):
    """What a step of decisions changed."""

    count: int = 0
    """How many decisions were made."""
    complete: bool = True
    """Whether it came to its end; one that was stopped did whole articles only."""


@asking
def rule(project: Project, op: str, article: ArticleKey, look: Callable[[ArticleKey], Plan]) -> Ruled:
    """Write the plan that ``look`` makes for one article, as one step.

    Raises:
        UserError: what ``look`` raises; nothing is changed then.
    """
    with project.step(op) as step:
        count = _write(step, [look(article)])
    return _ruled(step, count, complete=True)


@asking
def rule_on_many(
    project: Project,
    op: str,
    articles: Sequence[ArticleKey],
    look: Callable[[ArticleKey], Plan],
    went_on: WentOnAt,
) -> Ruled:
    """Write the plans that ``look`` makes for ``articles``, a few at a time, as one step.

    One that is stopped keeps what it has done, whole articles only, as a step that is undone like any other.
    """
    step = OpenStep(project, op, wholesale=True)
    count = 0

    def opened(plans: Sequence[Plan]) -> AbstractContextManager[object]:
        return step.transaction() if any(plan.rulings for plan in plans) else project.transaction()

    def write(plans: Sequence[Plan]) -> None:
        nonlocal count
        if any(plan.rulings for plan in plans):
            count += _write(step, plans)
        else:
            _keep(project, plans, 0)

    complete = in_pages(project, articles, look, opened, write, went_on)
    return _ruled(step, count, complete=complete)


def _ruled(step: OpenStep, count: int, *, complete: bool) -> Ruled:
    changes = {name: getattr(step.changes, name) for name in Changes.__struct_fields__}
    return Ruled(**changes, count=count, complete=complete)


def _write(step: OpenStep, plans: Sequence[Plan]) -> int:
    writer = _Writer(step)
    for plan in plans:
        if plan.rulings:
            writer.take(plan)
    writer.write()
    _keep(step.project, plans, step.rows.key)
    return sum(ruling.decision is not None for plan in plans for ruling in plan.rulings)


def _keep(project: Project, plans: Sequence[Plan], as_of: int) -> None:
    for plan in plans:
        store(project, plan.compared, as_of)


class _Writer:
    """Decides, article by article, what gold becomes, and writes new rows together: their keys follow one another."""

    def __init__(self, step: OpenStep) -> None:
        self._step = step
        self._rows = step.rows
        self._last = {table: last_key(step, table) for table in ("layer", "span", "relation", "decision")}
        self._new: dict[str, list[Row]] = {table: [] for table in self._last}
        self._gold_key = step.project.annotator_key(GOLD, make=True)

    def take(self, plan: Plan) -> None:
        """Decide what becomes of one article."""
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
        place = gold.take_back(ruling.replaces)
        for key in ruling.replaces:
            self._rows.update("decision", key, earlier=1, gold=None)
        decision = ruling.decision
        if decision is None:
            return
        key = None
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


def remark(project: Project, op: str, decision: DecisionKey, **values: str) -> Changes:
    """Change what is said beside a decision: its reason, rule or note."""
    with project.step(op) as step:
        step.rows.update("decision", decision, **values)
    return step.changes


def span_of_gold(project: Project, key: SpanKey) -> ArticleKey | None:
    """Return the article on which the gold span ``key`` is; nothing if it is none."""
    row = project.connection.execute(
        "SELECT layer.article FROM span JOIN layer ON layer.key = span.layer "
        "JOIN annotator ON annotator.key = layer.annotator WHERE span.key = ? AND annotator.name = ?",
        (key, GOLD),
    ).fetchone()
    return None if row is None else int(row[0])
