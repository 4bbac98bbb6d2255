"""What a plan of changes to the tagset would touch, counted before anything is changed."""

from collections.abc import Callable, Iterator, Mapping

import msgspec

from annotator.errors import UserError
from annotator.model.tagset import Tagset
from annotator.model.tagset_changes import (
    LABELS,
    Change,
    ChangeRelation,
    MergeRelations,
    Plan,
    RemoveRelation,
    RenameRelation,
    RetireRelation,
)
from annotator.model.tagset_course import Course, Leg, course_of
from annotator.model.tagset_effects import Said, Touch, touch_labels
from annotator.project.doubles import count_doubles
from annotator.project.project import Project, asking
from annotator.project.rows import decode_guesses, decode_object

WentOn = Callable[[int, int], bool]

_AT_ONCE = 5000
_RelationChange = RenameRelation | MergeRelations | RetireRelation | RemoveRelation | ChangeRelation


def _always(_done: int, _total: int) -> bool:
    return True


class Effect(msgspec.Struct):
    """What one change touches, in everybody's work."""

    change: Change
    spans: int = 0
    relations: int = 0
    articles: int = 0
    """How many articles' labels."""
    layers: set[int] = msgspec.field(default_factory=set)
    people: set[str] = msgspec.field(default_factory=set)
    kept: int = 0
    """Of how many spans or articles something stays said although nothing asks for it any more."""
    stuck: int = 0
    """Of how many a value does not convert, and stays as it is."""
    aside: int = 0
    """Of how many something was said under the new name already; it is kept under another."""
    unfit: int = 0
    """How many relations the type would not join any more; they stay."""


class Preview(msgspec.Struct, frozen=True):
    """What a plan touches."""

    effects: tuple[Effect, ...]
    spans: int
    """How many spans are touched by at least one of the changes."""
    relations: int
    rows: int
    """How many rows would be written; more than a moment's work if it is in the tens of thousands."""
    united: int
    """How many spans become one with another on the same words."""
    on_one_another: int
    """How many spans stay on the same words with the same tag, because different things are said about them."""


class _Whose(msgspec.Struct):
    """Whose layer is whose."""

    names: dict[int, str]

    def add(self, effect: Effect, layer: int) -> None:
        effect.layers.add(layer)
        effect.people.add(self.names[layer])


@asking
def preview(project: Project, plan: Plan, made_for: Tagset, went_on: WentOn = _always) -> Preview:
    """Count what ``plan`` would touch; only reads.

    Raises:
        UserError: if a change cannot be made, or the counting was stopped.
    """
    course = course_of(made_for, plan)
    effects = [Effect(leg.change) for leg in course.legs]
    whose = _Whose(
        dict(
            project.connection.execute(
                "SELECT layer.key, annotator.name FROM layer JOIN annotator ON annotator.key = layer.annotator"
            )
        )
    )
    spans, rows = _count_spans(project, course, effects, whose, went_on)
    relations, more = _count_relations(project, course, effects, whose)
    rows += more + _count_labels(project, course, effects, whose)
    united, on_one_another = count_doubles(project, course) if course.merged else (0, 0)
    return Preview(tuple(effects), spans, relations, rows + united, united, on_one_another)


def _count_spans(
    project: Project, course: Course, effects: list[Effect], whose: _Whose, went_on: WentOn
) -> tuple[int, int]:
    """Count what each change touches; return how many spans are touched at all, and how many would be written."""
    total = _spans_with(project, list(course.concerned))
    touched = rows = done = seen = 0
    for tag in course.concerned:
        for layer, attributes, guesses, count in _alike(project, tag, deep=tag in course.deep):
            said = Said(tag, dict(decode_object(attributes)), decode_guesses(guesses))
            before = (said.attributes.copy(), {engine: dict(values) for engine, values in said.guesses.items()})
            touches = list(course.follow(said))
            touched += count if touches else 0
            for number, touch in touches:
                effects[number].spans += count
                whose.add(effects[number], layer)
                _note_touch(effects[number], touch, count)
            if course.stems.get(said.tag) != tag or before != (said.attributes, said.guesses):
                rows += count
            done, seen = done + count, seen + 1
            if seen % _AT_ONCE == 0 and not went_on(done, total):
                raise UserError("Counting was stopped.")
    return touched, rows


def _spans_with(project: Project, tags: list[str]) -> int:
    (count,) = project.connection.execute(
        "SELECT count(*) FROM span WHERE tag IN (SELECT tag.key FROM tag JOIN json_each(?) ON value = tag.name)",
        (msgspec.json.encode(tags).decode(),),
    ).fetchone()
    return int(count)


def _alike(project: Project, tag: str, *, deep: bool) -> Iterator[tuple[int, str | None, str | None, int]]:
    """Yield layers, what is said about spans in them, if that matters, and how many spans that is."""
    said = "attributes, guesses" if deep else "NULL, NULL"
    groups = ", attributes, guesses" if deep else ""
    yield from project.connection.execute(
        f"SELECT layer, {said}, count(*) FROM span WHERE tag = (SELECT key FROM tag WHERE name = ?) "
        f"GROUP BY layer{groups}",
        (tag,),
    )


def _note_touch(effect: Effect, touch: Touch, count: int) -> None:
    if Touch.KEPT in touch:
        effect.kept += count
    if Touch.STUCK in touch:
        effect.stuck += count
    if Touch.ASIDE in touch:
        effect.aside += count


def _count_relations(project: Project, course: Course, effects: list[Effect], whose: _Whose) -> tuple[int, int]:
    """Count what each change touches; return how many relations are touched at all, and how many would be written."""
    numbers = [number for number, leg in enumerate(course.legs) if isinstance(leg.change, _RelationChange)]
    if not numbers:
        return 0, 0
    touched = rows = 0
    for kind, head, child, layer, count in project.connection.execute(
        "SELECT relation.type, head_tag.name, child_tag.name, relation.layer, count(*) FROM relation "
        "JOIN span AS head ON head.key = relation.head JOIN tag AS head_tag ON head_tag.key = head.tag "
        "JOIN span AS child ON child.key = relation.child JOIN tag AS child_tag ON child_tag.key = child.tag "
        "GROUP BY relation.type, head_tag.key, child_tag.key, relation.layer"
    ):
        meant = [number for number in numbers if _means(course.legs[number], kind)]
        for number in meant:
            effects[number].relations += count
            whose.add(effects[number], layer)
            effects[number].unfit += count if _unfit(course.legs[number], head, child) else 0
        touched += count if meant else 0
        rows += count if kind in course.types else 0
    return touched, rows


def _means(leg: Leg, kind: str) -> bool:
    """Say whether a leg comes upon relations of the stored type ``kind``."""
    return any(kind in leg.types.get(name, ()) for name in _types_meant(leg.change))


def _types_meant(change: Change) -> tuple[str, ...]:
    if isinstance(change, MergeRelations):
        return change.relations
    assert isinstance(change, RenameRelation | RetireRelation | RemoveRelation | ChangeRelation)
    return (change.relation,)


def _unfit(leg: Leg, head: str, child: str) -> bool:
    """Say whether spans with these stored tags would not be joined any more by the type that a leg changes."""
    change = leg.change
    if not isinstance(change, ChangeRelation):
        return False
    known = leg.before.relation(change.relation)
    assert known is not None
    before = _may_join(leg.origins, known.head, head) and _may_join(leg.origins, known.child, child)
    after = _may_join(leg.origins, change.head or known.head, head)
    return before and not (after and _may_join(leg.origins, change.child or known.child, child))


def _may_join(origins: Mapping[str, frozenset[str]], tags: tuple[str, ...], stored: str) -> bool:
    return any(stored in origins.get(tag, ()) for tag in tags)


def _count_labels(project: Project, course: Course, effects: list[Effect], whose: _Whose) -> int:
    numbers = [number for number, leg in enumerate(course.legs) if getattr(leg.change, "of", None) == LABELS]
    rows = 0
    if not numbers:
        return rows
    for layer, stored in project.connection.execute("SELECT key, labels FROM layer WHERE labels IS NOT NULL"):
        labels = dict(decode_object(stored))
        before = labels.copy()
        for number in numbers:
            touch = touch_labels(effects[number].change, labels)
            if touch:
                effects[number].articles += 1
                whose.add(effects[number], layer)
                _note_touch(effects[number], touch, 1)
        rows += labels != before
    return rows
