"""Deciding: a reviewer's answers to conflicts, each an undoable step, and what becomes of gold by them."""

from collections.abc import Iterable, Sequence

import msgspec

from annotator.adjudication.answers import Answer, Vote, accept, gold_span
from annotator.adjudication.conflicts import Agreed
from annotator.adjudication.decisions import Question
from annotator.adjudication.decisions import decide as decision_on
from annotator.adjudication.decisions import postpone as postponed
from annotator.adjudication.sayings import canonical_all
from annotator.errors import UserError
from annotator.jobs.comparing import Review, compared_of, review_article
from annotator.model.article import ArticleKey
from annotator.model.decision import DEFERRED, REASONS, SECOND_OPINION, Decision
from annotator.model.ids import new_id
from annotator.model.span import Span
from annotator.project import ruling
from annotator.project.changes import Changes
from annotator.project.decisions import DecisionKey, reasons_added
from annotator.project.gold_writing import Plan, Ruling
from annotator.project.ops import Op
from annotator.project.project import Project
from annotator.project.ruling import Ruled

_CHANGED = "Somebody has changed what is on offer there; look at it again. Nothing was decided."
_GONE = "That conflict is no longer there; nothing was decided."


class Remarks(msgspec.Struct, frozen=True):
    """What a reviewer says beside an answer."""

    reason: str = ""
    rule: str = ""
    """The line of the guideline that is cited."""
    note: str = ""
    blind: bool = False
    """Whether the names are hidden."""
    unblinded: bool = False
    """Whether the names, hidden at first, were uncovered."""


NO_REMARKS = Remarks()


def decide(
    project: Project, article: ArticleKey, question: Question, answer: Answer, remarks: Remarks = NO_REMARKS
) -> Ruled:
    """Answer a conflict, or an agreed mark, of ``article``.

    Gold then has what the answer says; an earlier decision about the same is kept, and no longer counts.

    Raises:
        UserError: if the conflict is no longer there, or another answer is on offer than when it was shown.
    """

    def look(key: ArticleKey) -> Plan:
        review = review_article(project, key)
        return plan_of(review, rulings(review, _same(review, question), answer, project.annotator, remarks))

    return ruling.rule(project, Op.DECIDE, [article], look)


def defer(project: Project, article: ArticleKey, question: Question, remarks: Remarks = NO_REMARKS) -> Ruled:
    """Leave a conflict for later; what was decided about it before no longer counts, and leaves gold."""
    return _postpone(project, article, question, DEFERRED, remarks)


def ask_second_opinion(
    project: Project, article: ArticleKey, question: Question, remarks: Remarks = NO_REMARKS
) -> Ruled:
    """Leave a conflict for another reviewer; what was decided about it before no longer counts, and leaves gold."""
    return _postpone(project, article, question, SECOND_OPINION, remarks)


def reopen(project: Project, article: ArticleKey, question_id: str) -> Ruled:
    """Take back what was decided about a conflict: it is open again, and gold no longer has the answer.

    The decision is kept as an earlier one.

    Raises:
        UserError: if nothing was decided about it.
    """

    def look(key: ArticleKey) -> Plan:
        review = review_article(project, key)
        question = review.question(question_id)
        if question is None:
            raise UserError(_GONE)
        replaced = counting_about(review, question)
        if not replaced:
            raise UserError("Nothing was decided there yet.")
        return plan_of(review, [Ruling(None, replaces=replaced)])

    return ruling.rule(project, Op.REOPEN, [article], look)


def set_remarks(
    project: Project,
    decisions: Sequence[DecisionKey],
    *,
    reason: str | None = None,
    rule: str | None = None,
    note: str | None = None,
) -> Changes:
    """Change what is said beside decisions: reason, guideline rule or note, those that are given."""
    values = {"reason": reason, "rule": rule, "note": note}
    return ruling.remark(project, decisions, **{name: value for name, value in values.items() if value is not None})


def reasons(project: Project) -> list[str]:
    """Return the reasons that a reviewer can choose from, the project's own last."""
    return [*REASONS, *reasons_added(project)]


def plan_of(review: Review, made: Sequence[Ruling]) -> Plan:
    """Return what is to be written for an article, with what comparing it comes to afterwards."""
    version = review.work.tagset.version
    made = [
        each
        if each.decision is None
        else msgspec.structs.replace(each, decision=msgspec.structs.replace(each.decision, tagset=version))
        for each in made
    ]
    replaced = {key for each in made for key in each.replaces}
    after = [
        msgspec.structs.replace(kept.decision, earlier=True) if kept.key in replaced else kept.decision
        for kept in review.kept
    ]
    after += [each.decision for each in made if each.decision is not None]
    return Plan(
        review.article.key, review.article.text, tuple(made), review.kept, compared_of(review, after if made else None)
    )


def rulings(review: Review, question: Question, answer: Answer, by: str, remarks: Remarks) -> list[Ruling]:
    """Return the decisions that answer a question: for relations from an agreed mark, also one about the mark."""
    if isinstance(question, Agreed) or not question.agreed:
        return [_ruling(review, question, answer, by, remarks)]
    mark = review.question(question.agreed)
    assert isinstance(mark, Agreed)
    made = []
    if not _is_mark(answer, mark):
        made.append(_ruling(review, mark, answer, by, remarks))
    elif review.standing(mark).state != "decided":
        made.append(_ruling(review, mark, accept(mark), by, Remarks()))
    return [*made, _ruling(review, question, answer, by, remarks)]


def counting_about(review: Review, question: Question) -> tuple[DecisionKey, ...]:
    """Return the decisions about a question that count."""
    about = {decision.id for decision in review.standing(question).made}
    return tuple(kept.key for kept in review.kept if not kept.decision.earlier and kept.decision.id in about)


def decision_for(question: Question, answer: Answer, by: str) -> Decision:
    """Return the decision that gives ``answer`` to ``question``."""
    decision = decision_on(question, answer, new_id(), by)
    if isinstance(question, Agreed) and not _is_mark(answer, question):
        votes = dict.fromkeys(question.spans, _overruled(question, answer)) | _absent(question)
        return msgspec.structs.replace(decision, votes=votes)
    return decision


def _ruling(review: Review, question: Question, answer: Answer, by: str, remarks: Remarks) -> Ruling:
    decision = decision_for(question, answer, by)
    span = gold_span(answer, new_id()) if decision.about == "mark" else None
    replaced = counting_about(review, question)
    if span is not None:
        replaced += tuple(_leftovers(review, span))
    return Ruling(with_remarks(decision, remarks), span, replaced)


def with_remarks(decision: Decision, remarks: Remarks) -> Decision:
    """Return a decision with what the reviewer said beside it."""
    return msgspec.structs.replace(decision, **msgspec.structs.asdict(remarks))


def _postpone(project: Project, article: ArticleKey, question: Question, how: str, remarks: Remarks) -> Ruled:
    def look(key: ArticleKey) -> Plan:
        review = review_article(project, key)
        same = _same(review, question)
        decision = with_remarks(postponed(same, how, new_id(), project.annotator), remarks)
        return plan_of(review, [Ruling(decision, replaces=counting_about(review, same))])

    return ruling.rule(project, Op.POSTPONE, [article], look)


def _same(review: Review, question: Question) -> Question:
    """Return the question as it is now, if what is on offer is what it was."""
    now = review.question(question.id)
    if now is None:
        raise UserError(_GONE)
    if now.fingerprint != question.fingerprint:
        raise UserError(_CHANGED)
    return now


def _is_mark(answer: Answer, mark: Agreed) -> bool:
    """Say whether an answer is just the mark that all have alike, whatever it says about relations."""
    same_place = (answer.tag, answer.fragments) == (mark.span.tag, mark.span.fragments)
    return same_place and canonical_all(answer.attributes) == canonical_all(mark.attributes)


def _overruled(mark: Agreed, answer: Answer) -> Vote:
    if not answer.fragments:
        return "extra"
    if answer.tag != mark.span.tag:
        return "tag"
    return "boundary" if answer.fragments != mark.span.fragments else "attribute"


def _absent(question: Agreed) -> dict[str, str]:
    return dict.fromkeys(question.absent, "absent")


def _leftovers(review: Review, span: Span) -> Iterable[DecisionKey]:
    """Yield decisions about what is no longer there whose gold span is just where ``span`` is to stand."""
    gold = {known.key: known for known in review.gold.spans} if review.gold else {}
    orphans = {decision.id for decision in review.standings.orphans}
    for kept in review.kept:
        there = gold.get(kept.gold or 0)
        if kept.decision.earlier or there is None or kept.decision.id not in orphans:
            continue
        if (there.tag, there.fragments) == (span.tag, span.fragments):
            yield kept.key
