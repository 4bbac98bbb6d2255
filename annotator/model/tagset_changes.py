"""Changes to a tagset, as values: a plan is a list of them, drafted, previewed and carried out in order.

Each names tags, attributes and relation types as they are called when its turn comes, after those before it.
"""

from collections.abc import Sequence

import msgspec

from annotator.model.tagset import Attribute, AttributeKind, RelationType, Tag, Tagset

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
    """Another key or guideline; ``None`` leaves it."""

    tag: str
    key: str | None = None
    guideline: str | None = None


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
    """Return ``plan`` with ``change`` at its end; what only overwrites the change before it takes its place."""
    last = plan[-1] if plan else None
    if isinstance(last, ChangeTag) and isinstance(change, ChangeTag) and last.tag == change.tag:
        return *plan[:-1], _overwritten(last, change)
    if isinstance(last, ChangeRelation) and isinstance(change, ChangeRelation) and last.relation == change.relation:
        return *plan[:-1], _overwritten(last, change)
    if (
        isinstance(last, ChangeAttribute)
        and isinstance(change, ChangeAttribute)
        and (last.of, last.name) == (change.of, change.name)
        # What does not convert to the kind in between would be told apart from what does not convert to the last one.
        and change.kind is None
    ):
        return *plan[:-1], _overwritten(last, change)
    if isinstance(last, MoveTag) and isinstance(change, MoveTag) and last.tag == change.tag:
        return *plan[:-1], change
    return *plan, change


def _overwritten(last: Change, change: Change) -> Change:
    given = {name: value for name, value in msgspec.structs.asdict(change).items() if value is not None}
    return msgspec.structs.replace(last, **given)
