"""Decisions, and what becomes of gold by them: each an undoable step of the reviewer's."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager

import msgspec

from annotator.errors import UserError
from annotator.model.article import ArticleKey
from annotator.model.decision import REASONS
from annotator.model.layer import GOLD, Status
from annotator.model.naming import LONGEST_NAME, is_name
from annotator.model.span import SpanKey
from annotator.project.changes import Changes
from annotator.project.conflict_cache import newest_step, store
from annotator.project.decisions import DecisionKey, reasons_added
from annotator.project.gold_writing import GoldWriter, Plan
from annotator.project.ops import Op
from annotator.project.own_work import layer_of
from annotator.project.paging import WentOnAt, in_pages
from annotator.project.project import OpenStep, Project, asking


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
    writer = GoldWriter(step)
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
