"""Editing gold itself: each edit is a decision that says so, and is undone like any other.

Where the span came from a conflict, the edit is a new answer to it; where it came from nowhere, the span has a decision
of its own.
"""

from collections.abc import Callable, Mapping, Sequence

import msgspec

from annotator.adjudication.answers import Answer
from annotator.adjudication.conflicts import Conflict
from annotator.adjudication.digests import id_of
from annotator.adjudication.sayings import Sayings, mark_digest
from annotator.errors import UserError
from annotator.jobs.carrying_over import arrows_of
from annotator.jobs.comparing import Review, review_article
from annotator.jobs.deciding import NO_REMARKS, Remarks, counting_about, decision_for, plan_of, with_remarks
from annotator.jobs.gold_article import GoldArticle
from annotator.model.article import ArticleKey
from annotator.model.decision import DIRECTLY, Decision, Drawn
from annotator.model.ids import new_id
from annotator.model.layer import GOLD, Status
from annotator.model.naming import shown
from annotator.model.span import Fragment, Origin, Relation, Span, SpanKey, check_fragments
from annotator.model.tagset import RelationType
from annotator.project import ruling
from annotator.project.changes import Changes
from annotator.project.decisions import Kept
from annotator.project.gold_writing import Plan, Ruling
from annotator.project.ops import Op
from annotator.project.project import Project
from annotator.project.ruling import Ruled, gold_article


def add_gold(
    project: Project,
    article: ArticleKey,
    fragments: Sequence[Fragment],
    tag: str,
    attributes: Mapping[str, object] | None = None,
    remarks: Remarks = NO_REMARKS,
) -> Ruled:
    """Put a span into gold that answers no conflict.

    Raises:
        UserError: if the fragments reach beyond the text, or the project has no such tag.
    """

    def look(key: ArticleKey) -> Plan:
        review = review_article(project, key)
        span = Span(new_id(), tag, _within(review, fragments), attributes or {}, origin=Origin.ADJUDICATED)
        decision = with_remarks(_blank(project, span), remarks)
        return plan_of(review, [Ruling(decision, span)])

    return ruling.rule(project, Op.GOLD, [article], look)


def change_gold(
    project: Project,
    span: SpanKey,
    *,
    tag: str | None = None,
    fragments: Sequence[Fragment] | None = None,
    attributes: Mapping[str, object] | None = None,
    note: str | None = None,
    unsure: bool | None = None,
    remarks: Remarks = NO_REMARKS,
) -> Ruled:
    """Change a gold span in what is given: its tag, its fragments, all that is said about it, its note, its sureness.

    Raises:
        UserError: if it is no longer there, the fragments reach beyond the text, or the project has no such tag.
    """

    def change(review: Review, before: Span) -> Span:
        given: dict[str, object] = {"tag": tag, "attributes": attributes, "note": note, "unsure": unsure}
        if fragments is not None:
            given["fragments"] = _within(review, fragments)
        return msgspec.structs.replace(before, **{name: value for name, value in given.items() if value is not None})

    return _edit(project, span, change, remarks)


def remove_gold(project: Project, span: SpanKey, remarks: Remarks = NO_REMARKS) -> Ruled:
    """Take a span out of gold.

    Raises:
        UserError: if it is no longer there.
    """
    return _edit(project, span, lambda _review, _before: None, remarks)


def relate_gold(project: Project, kind: str, head: SpanKey, child: SpanKey) -> Ruled:
    """Draw an arrow of the type ``kind`` between two gold spans.

    Raises:
        UserError: if one is no longer there, or the type does not join spans with these tags.
    """

    def redraw(gold: GoldArticle, drawn: list[Drawn]) -> list[Drawn]:
        _check_ends(_type_of(project, kind), gold.span(head), gold.span(child))
        rest = [each for each in drawn if not (each.type == kind and each.absent)]
        return rest if gold.leads_to(rest, kind, child) else [*rest, Drawn(kind, GOLD, gold.span(child).id)]

    return _redraw(project, head, redraw)


def unrelate_gold(project: Project, relation: Relation) -> Ruled:
    """Take an arrow between two gold spans away.

    Raises:
        UserError: if it is no longer there.
    """

    def redraw(gold: GoldArticle, drawn: list[Drawn]) -> list[Drawn]:
        gold.require(relation.key)
        return [each for each in drawn if not (each.type == relation.type and gold.end(each) == relation.child)]

    return _redraw(project, relation.head, redraw)


def say_absent_in_gold(project: Project, kind: str, head: SpanKey) -> Ruled:
    """Say that a gold span has no relation of the type ``kind``, in the type's own words.

    Raises:
        UserError: if it is no longer there, or the type has no words for that.
    """

    def redraw(_gold: GoldArticle, drawn: list[Drawn]) -> list[Drawn]:
        words = _type_of(project, kind).absent
        if not words:
            raise UserError(f"The relation {shown(kind)} cannot be said to be absent.")
        return [*(each for each in drawn if each.type != kind), Drawn(kind, absent=words)]

    return _redraw(project, head, redraw)


def set_gold_label(
    project: Project, article: ArticleKey, name: str, value: object, remarks: Remarks = NO_REMARKS
) -> Ruled:
    """Let gold say ``value`` under ``name`` about an article as a whole; ``None`` says nothing."""

    def look(key: ArticleKey) -> Plan:
        review = review_article(project, key)
        question = id_of(review.work.article, "label", name)
        conflict = review.question(question)
        if isinstance(conflict, Conflict):
            decision = decision_for(conflict, Answer(DIRECTLY, value=value), project.annotator)
        else:
            decision = Decision(
                by=project.annotator, how=DIRECTLY, id=new_id(), about="label", question=question, label=name,
                value=value,
            )  # fmt: skip
        before = [kept.key for kept in review.kept if kept.decision.label == name and not kept.decision.earlier]
        return plan_of(review, [Ruling(with_remarks(decision, remarks), replaces=tuple(before))])

    return ruling.rule(project, Op.GOLD, [article], look)


def set_gold_status(project: Project, articles: Sequence[ArticleKey], status: Status) -> Changes:
    """Call gold on each of ``articles`` done, or open again."""
    return ruling.set_gold_status(project, articles, status)


def _edit(project: Project, span: SpanKey, change: Callable[[Review, Span], Span | None], remarks: Remarks) -> Ruled:
    def look(key: ArticleKey) -> Plan:
        gold = GoldArticle(review_article(project, key))
        before, mark = gold.span(span), gold.mark(span)
        after = change(gold.review, before)
        decision = _decision_on_mark(project, gold, mark, after, before)
        replaces = () if mark is None else (mark.key,)
        return plan_of(gold.review, [Ruling(with_remarks(decision, remarks), after, replaces, span)])

    return ruling.rule(project, Op.GOLD, [gold_article(project, span)], look)


def _decision_on_mark(
    project: Project, gold: GoldArticle, mark: Kept | None, after: Span | None, before: Span
) -> Decision:
    """Return the decision that a direct edit of a span's place, tag or attributes is."""
    known = gold.question(mark)
    drawn = tuple(mark.decision.relations if mark else gold.drawn_as_they_are(before.key))
    # What shares its question with another decision stays apart from it, or that one would have to go.
    alone = known is not None and mark is not None and counting_about(gold.review, known) == (mark.key,)
    if known is not None and alone and not (isinstance(known, Conflict) and known.agreed):
        answer = Answer(DIRECTLY)
        if after is not None:
            said = Sayings(project.tagset).attributes(after)
            answer = Answer(DIRECTLY, after.tag, after.fragments, said, arrows_of(known, drawn))
        decision = decision_for(known, answer, project.annotator)
    else:
        decision = _again(project, mark.decision) if mark else _blank(project, before)
        decision = msgspec.structs.replace(decision, result=_result(project, after))
    return msgspec.structs.replace(decision, relations=drawn)


def _redraw(project: Project, head: SpanKey, redraw: Callable[[GoldArticle, list[Drawn]], list[Drawn]]) -> Ruled:
    def look(key: ArticleKey) -> Plan:
        gold = GoldArticle(review_article(project, key))
        span, mark = gold.span(head), gold.mark(head)
        known = gold.relations_of(mark) or mark
        before = list(known.decision.relations) if known else gold.drawn_as_they_are(head)
        drawn = redraw(gold, before)
        if drawn == before:
            return plan_of(gold.review, [])
        decision = _again(project, known.decision) if known else _blank(project, span)
        decision = msgspec.structs.replace(decision, relations=tuple(drawn))
        replaces = () if known is None else (known.key,)
        if decision.about == "relations":
            return plan_of(gold.review, [Ruling(decision, replaces=replaces)])
        return plan_of(gold.review, [Ruling(decision, span, replaces, head)])

    return ruling.rule(project, Op.GOLD, [gold_article(project, head)], look)


def _blank(project: Project, span: Span) -> Decision:
    """Return the decision of a gold span that answers no question."""
    return Decision(
        by=project.annotator,
        how=DIRECTLY,
        id=new_id(),
        question=span.id,
        result=_result(project, span),
        place=Fragment(span.start, span.end),
    )


def _again(project: Project, decision: Decision) -> Decision:
    return msgspec.structs.replace(decision, id=new_id(), by=project.annotator, how=DIRECTLY)


def _result(project: Project, span: Span | None) -> str:
    if span is None:
        return ""
    return mark_digest(span.tag, span.fragments, Sayings(project.tagset).attributes(span))


def _within(review: Review, fragments: Sequence[Fragment]) -> tuple[Fragment, ...]:
    check_fragments(fragments)
    if fragments[-1].end > len(review.article.text):
        raise UserError("The selection reaches beyond the article.")
    return tuple(fragments)


def _type_of(project: Project, kind: str) -> RelationType:
    found = project.tagset.relation(kind)
    if found is None:
        raise UserError(f"The project has no relation called {shown(kind)}.")
    return found


def _check_ends(kind: RelationType, head: Span, child: Span) -> None:
    if head.key == child.key:
        raise UserError("A relation needs two spans.")
    if not kind.joins(head.tag, child.tag):
        raise UserError(f"A relation {shown(kind.name)} does not go from {shown(head.tag)} to {shown(child.tag)}.")
