"""Decisions under another tagset: a renamed tag is no new answer, so what was decided stays decided.

A change of the tagset changes everybody's work and gold alike. A decision that was made before it holds under the new
one if every layer's answer differs from gold just as it did.
"""

from collections.abc import Iterator, Mapping, Sequence

import msgspec

from annotator.adjudication.answers import Answer, votes
from annotator.adjudication.conflicts import Agreed, Arrow, Comparison
from annotator.adjudication.decisions import Question
from annotator.adjudication.digests import id_of
from annotator.adjudication.sayings import Sayings, mark_digest
from annotator.model.decision import Decision, Drawn
from annotator.model.layer import GOLD
from annotator.model.span import Span, SpanKey
from annotator.model.tagset import Tagset
from annotator.project.decisions import Kept
from annotator.project.layered import ArticleRows


def carried_over(kept: Sequence[Kept], rows: ArticleRows, comparison: Comparison, tagset: Tagset) -> Iterator[Kept]:
    """Yield the decisions on an article, those that hold under another tagset told as if they were made under it."""
    if all(each.decision.tagset in (0, tagset.version) for each in kept):
        yield from kept
        return
    layer = rows.layers.get(GOLD)
    gold = {span.key: span for span in layer.spans} if layer else {}
    asked: list[Question] = [*comparison.unanimous, *comparison.conflicts]
    questions = {known.id: known for known in asked}
    for each in kept:
        if each.decision.label:
            # The label may have another name by now, and so the question another id.
            asked_now = id_of(comparison.article, "label", each.decision.label)
            each = msgspec.structs.replace(each, decision=msgspec.structs.replace(each.decision, question=asked_now))
        question = questions.get(each.decision.question)
        if question is None or not each.decision.settles or each.decision.tagset in (0, tagset.version):
            yield each
        else:
            yield msgspec.structs.replace(each, decision=_carried(each, question, gold, kept, Sayings(tagset)))


def _carried(
    kept: Kept, question: Question, gold: Mapping[SpanKey, Span], others: Sequence[Kept], sayings: Sayings
) -> Decision:
    decision = kept.decision
    answer = _answer(kept, question, gold, others, sayings)
    result = mark_digest(answer.tag, answer.fragments, answer.attributes) if answer.fragments else ""
    decision = msgspec.structs.replace(decision, result=result)
    if dict(_votes(question, answer)) != dict(decision.votes):
        return decision
    return msgspec.structs.replace(decision, fingerprint=question.fingerprint, answers=question.answers)


def _answer(
    kept: Kept, question: Question, gold: Mapping[SpanKey, Span], others: Sequence[Kept], sayings: Sayings
) -> Answer:
    """Return what was decided, as gold reads now."""
    decision = kept.decision
    if decision.label:
        return Answer(decision.how, value=decision.value)
    span = gold.get(kept.gold or 0)
    if decision.about == "relations":
        about = set(decision.spans)
        keys = [other.gold for other in others if other.gold in gold and about & set(other.decision.spans)]
        span = next((gold[key] for key in keys if key is not None), None)
    if span is None:
        return Answer(decision.how)
    arrows = arrows_of(question, decision.relations)
    return Answer(decision.how, span.tag, span.fragments, sayings.attributes(span), arrows)


def _votes(question: Question, answer: Answer) -> Mapping[str, str]:
    if isinstance(question, Agreed):
        mark = (question.span.tag, question.span.fragments, question.attributes)
        alike = mark_digest(*mark) == mark_digest(answer.tag, answer.fragments, answer.attributes)
        return votes(question, answer) if alike else {}
    return votes(question, answer)


def arrows_of(question: Question, drawn: Sequence[Drawn]) -> tuple[Arrow, ...]:
    """Return those of the relations on offer that an answer carries over."""
    offered = question.relations if isinstance(question, Agreed) else sum(question.relations.values(), ())
    wanted = set(drawn)
    return tuple(arrow for arrow in offered if _drawn(arrow) in wanted)


def _drawn(arrow: Arrow) -> Drawn:
    if arrow.child is None:
        return Drawn(arrow.type, absent=arrow.absent)
    return Drawn(arrow.type, arrow.child.annotator, arrow.child.id)
