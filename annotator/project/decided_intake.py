"""Decisions that come with a gold layer: which of them are new, and what a file left unsaid about them."""

import msgspec

from annotator.errors import UserError
from annotator.model.decision import EARLIER_TAGSET, IMPORTED, Decision, Drawn, read_decision
from annotator.model.ids import new_id
from annotator.model.layer import GOLD, check_annotator
from annotator.model.record import DECISION, Record, RecordSpan
from annotator.model.span import Fragment, Origin
from annotator.project.incoming import LayerSlot
from annotator.project.project import Project


def recall_decisions(project: Project, article: int, slot: LayerSlot) -> None:
    """Fill ``slot`` with what the project knows of decisions on ``article``."""
    for decision, question, earlier in project.connection.execute(
        "SELECT id, question, earlier FROM decision WHERE article = ?", (article,)
    ):
        slot.decisions.add(decision)
        if not earlier:
            slot.questions.add(question)


def decision_of_span(project: Project, record: Record, span: RecordSpan, span_id: str) -> Decision | None:
    """Return the decision that a gold span comes with; nothing if it has none, or none that can be read."""
    told = span.extra or {}
    if DECISION not in told:
        if span.origin != Origin.ADJUDICATED:
            return None
        found: Decision | None = Decision(by=project.annotator, how=IMPORTED)
    else:
        found = _read(told[DECISION])
    if found is None:
        return None
    place = Fragment(span.start, span.end) if 0 <= span.start < span.end else None
    return msgspec.structs.replace(
        found,
        id=found.id or new_id(),
        question=found.question or span_id,
        place=found.place or place,
        # Who tells what was asked tells all; of another file's decision, the relations are what stands there.
        relations=found.relations if found.question or found.relations else _drawn(project, record, span),
        about="mark",
        earlier=False,
        tagset=_tagset(project, record, found),
        gold=span_id,
    )


def decision_without_span(project: Project, record: Record, given: object) -> Decision | None:
    """Return a decision that comes with a gold layer but with none of its spans; nothing if it cannot be read."""
    found = _read(given)
    if found is None or not found.question:
        return None
    return msgspec.structs.replace(found, id=found.id or new_id(), gold="", tagset=_tagset(project, record, found))


def is_contradicted(slot: LayerSlot, decision: Decision) -> bool:
    """Say whether the project has another decision about the same, so that this one cannot count too."""
    return not decision.earlier and decision.question in slot.questions


def remember(slot: LayerSlot, decision: Decision) -> None:
    """Take a decision for known from now on."""
    slot.decisions.add(decision.id)
    if not decision.earlier:
        slot.questions.add(decision.question)


def _tagset(project: Project, record: Record, decision: Decision) -> int:
    """Return the version of this project's tagset that a decision was made under: versions are each project's own."""
    if decision.tagset == 0:
        return 0
    return project.tagset.version if decision.tagset == record.tagset_version else EARLIER_TAGSET


def _read(given: object) -> Decision | None:
    if not isinstance(given, dict):
        return None
    try:
        found = read_decision(given)
        check_annotator(found.by)
    except (msgspec.ValidationError, UserError, ValueError):
        return None
    return found if found.how else None


def _drawn(project: Project, record: Record, span: RecordSpan) -> tuple[Drawn, ...]:
    """Return the relations from a span as they come, which are then what was decided."""
    words = {known.name: known.absent for known in project.tagset.relations if known.absent}
    absent = [Drawn(name, absent=words[name]) for name, value in span.attributes.items() if words.get(name) == value]
    heads = [relation for relation in record.relations if relation.head == span.id]
    return (*absent, *(Drawn(relation.label, GOLD, relation.child) for relation in heads))
