"""Decisions: the reviewer's answers, kept with what was on offer, and what they are worth after later edits.

A decision is never thrown away. It holds as long as what was on offer is what it was; an edit of a layer re-opens the
conflicts whose answers it changes and no others, and the old decision stays beside them. A decision about something
that is no longer there is an orphan.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Literal

import msgspec

from annotator.adjudication.answers import Answer, votes
from annotator.adjudication.conflicts import Agreed, Arrow, Comparison, Conflict
from annotator.adjudication.sayings import canonical_all, mark_digest
from annotator.model.decision import DEFERRED, DIRECTLY, SECOND_OPINION, About, Decision, Drawn, Rejected
from annotator.model.span import Fragment

State = Literal["open", "decided", "re-opened", "deferred", "second opinion"]
Question = Conflict | Agreed


class Standing(msgspec.Struct, frozen=True):
    """How one conflict or agreed mark stands."""

    state: State = "open"
    decision: Decision | None = None
    """The latest, also if it was re-opened."""
    changed: tuple[str, ...] = ()
    """The layers whose answer is another than it was then, in the order of names; none unless it was re-opened."""
    still_offered: bool = False
    """Whether what was decided is still one of the answers on offer, so that it can be confirmed at once."""
    earlier: tuple[Decision, ...] = ()
    """Older decisions about it, about what has become a part of it, or about what it was a part of."""
    made: tuple[Decision, ...] = ()
    """All decisions that are about nothing else now, oldest first: what a new decision takes the place of."""


class Standings(msgspec.Struct, frozen=True):
    """How everything on one article stands."""

    of: Mapping[str, Standing]
    """By the id of each conflict and agreed mark."""
    orphans: tuple[Decision, ...] = ()
    """Decisions about what is no longer there, oldest first."""


def decide(question: Question, answer: Answer, decision_id: str, by: str, *, gold: str = "") -> Decision:
    """Return the decision that gives ``answer`` to ``question``; reason, rule and note can be added to it.

    Args:
        question: a conflict or an agreed mark.
        answer: what is to stand in gold.
        decision_id: a fresh id.
        by: the reviewer.
        gold: the id of the gold span, if there is one.
    """
    return msgspec.structs.replace(
        postpone(question, answer.how, decision_id, by),
        result=mark_digest(answer.tag, answer.fragments, answer.attributes) if answer.fragments else "",
        votes=dict(votes(question, answer)),
        taken=answer.taken,
        rejected=_rejected(question, answer),
        value=answer.value,
        relations=tuple(map(_drawn, answer.relations)),
        gold=gold,
    )


def postpone(question: Question, how: str, decision_id: str, by: str) -> Decision:
    """Return a decision that decides nothing: ``how`` is :data:`DEFERRED` or :data:`SECOND_OPINION`."""
    spans = question.spans if isinstance(question, Agreed) else question.offered
    conflict = None if isinstance(question, Agreed) else question
    return Decision(
        by=by,
        how=how,
        id=decision_id,
        about=about_what(question),
        question=question.id,
        mark=conflict.agreed if conflict else "",
        label=conflict.label if conflict else "",
        fingerprint=question.fingerprint,
        answers=question.answers,
        spans=tuple((name, span.id) for name, span in spans.items()),
        place=_place(question),
    )


def _drawn(arrow: Arrow) -> Drawn:
    if arrow.child is None:
        return Drawn(arrow.type, absent=arrow.absent)
    return Drawn(arrow.type, arrow.child.annotator, arrow.child.id)


def about_what(question: Question) -> About:
    """Say what has to be decided: a mark, the relations from an agreed one, or a label."""
    if isinstance(question, Agreed):
        return "mark"
    if question.label:
        return "label"
    return "relations" if question.agreed else "mark"


def standings(comparison: Comparison, decisions: Sequence[Decision]) -> Standings:
    """Say how everything on an article stands.

    Args:
        comparison: of its layers as they are now.
        decisions: all that were made on the article, oldest first.
    """
    questions: list[Question] = [*comparison.unanimous, *comparison.alone, *comparison.conflicts]
    finder = _Finder(questions)
    made: dict[str, list[Decision]] = {question.id: [] for question in questions}
    parts: dict[str, list[Decision]] = {question.id: [] for question in questions}
    orphans = []
    # What no longer counts comes before what does: it may have come later, with an import.
    for decision in sorted(decisions, key=lambda known: not known.earlier):
        found = finder.find(decision)
        if not found:
            orphans.append(decision)
            continue
        made[found[0]].append(decision)
        for part in found[1:]:
            parts[part].append(decision)
    of = {question.id: _standing(question, made[question.id], parts[question.id]) for question in questions}
    return Standings(of, tuple(orphans))


class _Finder:
    """Finds what a decision is about now: under the same id, with most of the same spans, or in the same place."""

    def __init__(self, questions: Sequence[Question]) -> None:
        self._ids = {question.id for question in questions}
        self._by_span: dict[tuple[str, str], list[tuple[About, str]]] = {}
        self._by_place: dict[Fragment | None, list[tuple[About, str]]] = {}
        for question in questions:
            about = about_what(question)
            if about == "label":
                continue
            self._by_place.setdefault(_place(question), []).append((about, question.id))
            for name, span in question.spans.items():
                if span is not None:
                    self._by_span.setdefault((name, span.id), []).append((about, question.id))

    def find(self, decision: Decision) -> list[str]:
        """Return the id of what a decision is about now, and then those of what else was a part of that."""
        if decision.about == "label":
            return [decision.question] if decision.question in self._ids else []
        counted = Counter(known for span in decision.spans for known in self._by_span.get(span, ()))
        near = [known for known, _ in counted.most_common()]
        # A span that was put into gold by hand answers nothing, even if it is on the words of a conflict.
        if not near and decision.how != DIRECTLY:
            near = self._by_place.get(decision.place, [])
        # What is about the same thing comes first: relations may have become a conflict of marks, or the other way.
        ranked = sorted(near, key=lambda known: (known[1] != decision.question, known[0] != decision.about))
        return [known for about, known in ranked if about == decision.about] or [known for _, known in ranked[:1]]


def _standing(question: Question, made: Sequence[Decision], parts: Sequence[Decision]) -> Standing:
    if not made:
        return Standing(earlier=tuple(parts))
    latest, earlier = made[-1], (*parts, *made[:-1])
    offered = latest.result in _results(question)
    if _holds(question, latest):
        state: State = "decided"
        if latest.how == DEFERRED:
            state = "deferred"
        elif latest.how == SECOND_OPINION:
            state = "second opinion"
        return Standing(state, latest, (), offered, earlier, tuple(made))
    names = sorted(latest.answers.keys() | question.answers.keys())
    changed = tuple(name for name in names if latest.answers.get(name) != question.answers.get(name))
    return Standing("re-opened", latest, changed, offered, earlier, tuple(made))


def _holds(question: Question, decision: Decision) -> bool:
    """Say whether a decision still answers ``question``: nothing changed, or all layers came to agree with it."""
    if decision.earlier:
        return False
    if decision.fingerprint == question.fingerprint:
        return True
    return isinstance(question, Agreed) and decision.settles and decision.result in _results(question)


def _results(question: Question) -> set[str]:
    """Return the digests of the marks on offer; an empty one where nothing is."""
    if isinstance(question, Agreed):
        return {mark_digest(question.span.tag, question.span.fragments, question.attributes)}
    return {
        mark_digest(span.tag, span.fragments, question.attributes[name]) if span is not None else ""
        for name, span in question.spans.items()
    }


def _rejected(question: Question, answer: Answer) -> tuple[Rejected, ...]:
    """Return the answers on offer that were not taken, each once with the layers that gave it."""
    if isinstance(question, Agreed):
        return ()
    differing = [name for name, vote in votes(question, answer).items() if vote not in ("same", "absent")]
    found: dict[object, Rejected] = {}
    for name in differing:
        offer = _offer(question, name)
        form = (offer.tag, offer.fragments, canonical_all(offer.attributes), canonical_all({"": offer.value}))
        known = found.get(form)
        found[form] = offer if known is None else msgspec.structs.replace(known, layers=(*known.layers, name))
    return tuple(found.values())


def _offer(conflict: Conflict, name: str) -> Rejected:
    if conflict.label:
        return Rejected((name,), value=conflict.values[name])
    span = conflict.spans[name]
    if span is None:
        return Rejected((name,))
    places = tuple((place.start, place.end) for place in span.fragments)
    words = {arrow.type: arrow.absent for arrow in conflict.relations.get(name, ()) if arrow.absent}
    return Rejected((name,), span.tag, places, {**conflict.attributes[name], **words})


def _place(question: Question) -> Fragment | None:
    return Fragment(question.span.start, question.span.end) if isinstance(question, Agreed) else question.place
