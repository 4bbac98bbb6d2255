"""Changes to a tagset, as values: a plan is a list of them, drafted, previewed and carried out in order.

Each names tags, attributes and relation types as they are called when its turn comes, after those before it.
"""

from collections.abc import Sequence
from typing import TypeVar

import msgspec
from msgspec.structs import replace

from annotator.model.tagset import Attribute, AttributeKind, RelationType, Tag, Tagset

S = TypeVar("S", bound=msgspec.Struct)

LABELS = ""
"""Stands where a change to an attribute names its tag: the labels of articles are meant."""

Value = str | int | float | bool
"""What an attribute may say."""


class AddTag(msgspec.Struct, frozen=True):
    """A tag that no span has yet."""

    tag: Tag


class RenameTag(msgspec.Struct, frozen=True):
    """Another name; the spans follow."""

    tag: str
    new: str


class MergeTags(msgspec.Struct, frozen=True):
    """Every span of ``tags`` gets the tag ``into``, which takes over their attributes; ``tags`` are gone."""

    tags: tuple[str, ...]
    into: str


class SplitTag(msgspec.Struct, frozen=True):
    """Spans of which ``attribute`` says a value in ``into`` get the new tag beside it; the others keep theirs."""

    tag: str
    attribute: str
    into: tuple[tuple[Value, str], ...]


class RetireTag(msgspec.Struct, frozen=True):
    """The tag is kept for the spans that have it, without a key; or, with ``retired`` off, is brought back."""

    tag: str
    retired: bool = True


class RemoveTag(msgspec.Struct, frozen=True):
    """A tag that no span has is gone."""

    tag: str


class MoveTag(msgspec.Struct, frozen=True):
    """Another place among the tags, counted from 0; colours and digits go by it."""

    tag: str
    place: int


class ChangeTag(msgspec.Struct, frozen=True):
    """Another key or guideline, or other edges; ``None`` leaves it."""

    tag: str
    key: str | None = None
    guideline: str | None = None
    noun_phrases: bool | None = None


class AddAttribute(msgspec.Struct, frozen=True):
    """Something more that can be said about spans of a tag, or about articles."""

    of: str
    attribute: Attribute


class RenameAttribute(msgspec.Struct, frozen=True):
    """Another name; what is said follows."""

    of: str
    name: str
    new: str


class RemoveAttribute(msgspec.Struct, frozen=True):
    """Nothing asks for the attribute any more; what was said stays, unseen, or with ``forget`` is taken away."""

    of: str
    name: str
    forget: bool = False


class ChangeAttribute(msgspec.Struct, frozen=True):
    """Another help, other values or another kind, to which what was said is converted; ``None`` leaves it."""

    of: str
    name: str
    help: str | None = None
    kind: AttributeKind | None = None
    values: tuple[str, ...] | None = None


class MergeValues(msgspec.Struct, frozen=True):
    """Wherever one of ``values`` was said, ``into`` is; with a single value that is another name for it."""

    of: str
    name: str
    values: tuple[str, ...]
    into: str


class AddRelation(msgspec.Struct, frozen=True):
    """A relation type that no relation has yet."""

    relation: RelationType


class RenameRelation(msgspec.Struct, frozen=True):
    """Another name; the relations follow, and what was said about there being none."""

    relation: str
    new: str


class MergeRelations(msgspec.Struct, frozen=True):
    """Every relation of ``relations`` becomes one of the type ``into``, which joins all that they joined."""

    relations: tuple[str, ...]
    into: str


class RetireRelation(msgspec.Struct, frozen=True):
    """The type is kept for the relations that have it, without a key; or, with ``retired`` off, is brought back."""

    relation: str
    retired: bool = True


class RemoveRelation(msgspec.Struct, frozen=True):
    """A type that no relation has is gone."""

    relation: str


class ChangeRelation(msgspec.Struct, frozen=True):
    """Other ends, another key, guideline, or other words for there being none; ``None`` leaves it."""

    relation: str
    head: tuple[str, ...] | None = None
    child: tuple[str, ...] | None = None
    key: str | None = None
    absent: str | None = None
    guideline: str | None = None


class Adopt(msgspec.Struct, frozen=True):
    """The definitions of a tagset file.

    With ``replace`` they hold from now on, and what the file lacks is retired; otherwise only what is new is added.
    """

    tagset: Tagset
    replace: bool = False


Change = (
    AddTag
    | RenameTag
    | MergeTags
    | SplitTag
    | RetireTag
    | RemoveTag
    | MoveTag
    | ChangeTag
    | AddAttribute
    | RenameAttribute
    | RemoveAttribute
    | ChangeAttribute
    | MergeValues
    | AddRelation
    | RenameRelation
    | MergeRelations
    | RetireRelation
    | RemoveRelation
    | ChangeRelation
    | Adopt
)
AttributeChange = AddAttribute | RenameAttribute | RemoveAttribute | ChangeAttribute | MergeValues

Plan = Sequence[Change]


def collected(plan: Plan, change: Change) -> tuple[Change, ...]:
    """Return ``plan`` with ``change`` at its end; what only goes on with the change before it becomes one with it."""
    joined = _joined(plan[-1], change) if plan else None
    return (*plan, change) if joined is None else (*plan[:-1], joined)


def _joined(last: Change, change: Change) -> Change | None:
    """Return one change that does what both do, if there is one."""
    joined: Change | None = None
    match last, change:
        case AddTag() as added, RenameTag() as renamed if renamed.tag == added.tag.name:
            joined = AddTag(replace(added.tag, name=renamed.new))
        case AddTag() as added, ChangeTag() as changed if changed.tag == added.tag.name:
            joined = AddTag(_overwritten(added.tag, changed, "tag"))
        case AddAttribute() as new, RenameAttribute() as called if (called.of, called.name) == (
            new.of,
            new.attribute.name,
        ):
            joined = AddAttribute(new.of, replace(new.attribute, name=called.new))
        case AddRelation() as drawn, RenameRelation() as named if named.relation == drawn.relation.name:
            joined = AddRelation(replace(drawn.relation, name=named.new))
        case AddRelation() as drawn, ChangeRelation() as other if other.relation == drawn.relation.name:
            joined = AddRelation(_overwritten(drawn.relation, other, "relation"))
        case _:
            joined = _overwriting(last, change)
    return joined


def _overwriting(last: Change, change: Change) -> Change | None:
    """Return ``last`` with what ``change`` overwrites of it, if both are about the same."""
    joined: Change | None = None
    match last, change:
        case ChangeTag() as one, ChangeTag() as other if one.tag == other.tag:
            joined = _overwritten(one, other)
        case MoveTag() as before, MoveTag() as after if before.tag == after.tag:
            joined = after
        case ChangeRelation() as drawn, ChangeRelation() as redrawn if drawn.relation == redrawn.relation:
            joined = _overwritten(drawn, redrawn)
        # What does not convert to a kind in between would else be told apart from what does not convert to the last.
        case ChangeAttribute() as said, ChangeAttribute(kind=None) as now if (said.of, said.name) == (now.of, now.name):
            joined = _overwritten(said, now)
    return joined


def _overwritten(last: S, change: Change, *named: str) -> S:
    """Return ``last`` with the fields that ``change`` has and gives a value, but for those ``named``."""
    given = {field: value for field, value in msgspec.structs.asdict(change).items() if value is not None}
    return replace(last, **{field: value for field, value in given.items() if field not in named})
