"""Writing decisions and what becomes of gold by them: one undoable step of the reviewer's.

Gold is what the decisions say: a span for each decision that puts one there, the relations that the decisions carry
over as far as both their ends are in gold, and the labels that were decided on.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any

import msgspec

from annotator.errors import UserError
from annotator.model.article import ArticleKey
from annotator.model.decision import REASONS, Decision
from annotator.model.ids import new_id
from annotator.model.layer import GOLD, Status
from annotator.model.naming import LONGEST_NAME, is_name
from annotator.model.span import Span, SpanKey
from annotator.project.changes import Changes
from annotator.project.compared import Compared, newest_step, store
from annotator.project.decisions import DecisionKey, Kept, decision_row, reasons_added
from annotator.project.edits import Op, layer_of
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


class Ruled(Changes, frozen=True, kw_only=True):
    """What a step of decisions changed."""

    count: int = 0
    """How many decisions were made."""
    spans: int = 0
    """How many of them put a span into gold."""
    labels: int = 0
    """How many of them are about a label."""
    complete: bool = True
    """Whether it came to its end; one that was stopped did whole articles only."""


Look = Callable[[ArticleKey], Plan | None]
"""Makes the plan for an article; nothing if it is to be left alone. Called again if somebody saves meanwhile."""

FEW_ARTICLES = 20
"""More articles than this take several transactions: the window hands them to a job."""


class _Tally(msgspec.Struct):
    count: int = 0
    spans: int = 0
    labels: int = 0


@asking
def rule(project: Project, op: str, articles: Sequence[ArticleKey], look: Look) -> Ruled:
    """Write the plans that ``look`` makes for a few articles, as one step.

    Raises:
        UserError: what ``look`` raises; nothing is changed then.
    """
    with project.step(op) as step:
        tally = _write(step, [plan for plan in map(look, articles) if plan is not None])
    return _ruled(step, tally, complete=True)


@asking
def rule_on_many(
    project: Project, op: str, articles: Sequence[ArticleKey], look: Look, went_on: WentOnAt = lambda _: True
) -> Ruled:
    """Write the plans that ``look`` makes for ``articles``, a few at a time, as one step.

    One that is stopped keeps what it has done, whole articles only, as a step that is undone like any other.
    """
    step = OpenStep(project, op, wholesale=True)
    tally = _Tally()

    def opened(plans: Sequence[Plan | None]) -> AbstractContextManager[object]:
        return step.transaction() if any(plan and plan.rulings for plan in plans) else project.transaction()

    def write(plans: Sequence[Plan | None]) -> None:
        there = [plan for plan in plans if plan is not None]
        if any(plan.rulings for plan in there):
            _add(tally, _write(step, there))
        else:
            _keep(project, there, newest_step(project) - 1)

    complete = in_pages(project, articles, look, opened, write, went_on)
    return _ruled(step, tally, complete=complete)


def _ruled(step: OpenStep, tally: _Tally, *, complete: bool) -> Ruled:
    changes = {name: getattr(step.changes, name) for name in Changes.__struct_fields__}
    return Ruled(**changes, **msgspec.structs.asdict(tally), complete=complete)


def _write(step: OpenStep, plans: Sequence[Plan]) -> _Tally:
    writer = _Writer(step)
    for plan in plans:
        if plan.rulings:
            writer.take(plan)
    writer.write()
    _keep(step.project, plans, step.rows.key)
    rulings = [ruling for plan in plans for ruling in plan.rulings if ruling.decision is not None]
    return _Tally(
        len(rulings),
        sum(ruling.span is not None for ruling in rulings),
        sum(ruling.decision is not None and bool(ruling.decision.label) for ruling in rulings),
    )


def _add(tally: _Tally, more: _Tally) -> None:
    for name, count in msgspec.structs.asdict(more).items():
        setattr(tally, name, getattr(tally, name) + count)


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


def remark(project: Project, decisions: Sequence[DecisionKey], **values: str) -> Changes:
    """Change what is said beside decisions: ``reason``, ``rule`` or ``note``.

    Raises:
        UserError: if one of them is no longer there.
    """
    with project.step(Op.REMARK) as step:
        for key in dict.fromkeys(decisions):
            if step.rows.find("decision", key) is None:
                raise UserError("That decision was taken back; nothing was changed.")
            step.rows.update("decision", key, **values)
    return step.changes


def add_reason(project: Project, name: str) -> Changes:
    """Add a reason to the list that a reviewer chooses from; one that is there stays as it is.

    Raises:
        UserError: if it is no line of reasonable length.
    """
    name = name.strip()
    if not is_name(name):
        raise UserError(f"A reason is one line of at most {LONGEST_NAME} characters.")
    with project.step(Op.REASON) as step:
        if name not in (*REASONS, *reasons_added(project)):
            step.rows.insert("reason", {"name": name})
    return step.changes


def set_gold_status(project: Project, articles: Sequence[ArticleKey], status: Status) -> Changes:
    """Call gold on each of ``articles`` done, or open again."""
    with project.step(Op.GOLD_STATUS) as step:
        for article in articles:
            step.rows.update("layer", layer_of(step, article, GOLD), status=status)
    return step.changes


@asking
def gold_article(project: Project, span: SpanKey) -> ArticleKey:
    """Return the article on which a gold span is; raise :exc:`~annotator.errors.UserError` if it is none any more."""
    row = project.connection.execute(
        "SELECT layer.article FROM span JOIN layer ON layer.key = span.layer "
        "JOIN annotator ON annotator.key = layer.annotator WHERE span.key = ? AND annotator.name = ?",
        (span, GOLD),
    ).fetchone()
    if row is None:
        raise UserError("That span is no longer in gold.")
    return int(row[0])
