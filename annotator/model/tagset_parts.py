"""The parts of a tagset: found by their names, and put in the place of others."""

from collections.abc import Sequence
from typing import Any, TypeVar

from msgspec.structs import replace

from annotator.errors import UserError
from annotator.model.naming import shown
from annotator.model.tagset import Attribute, RelationType, Tag, Tagset
from annotator.model.tagset_changes import LABELS

T = TypeVar("T", Tag, Attribute, RelationType)


def attributes_of(tagset: Tagset, of: str) -> tuple[Attribute, ...]:
    """Return the attributes of a tag, or the labels of articles."""
    return tagset.labels if of == LABELS else tag_of(tagset, of).attributes


def attribute_of(tagset: Tagset, of: str, name: str) -> Attribute:
    """Return an attribute of a tag, or a label of articles."""
    found = next((known for known in attributes_of(tagset, of) if known.name == name), None)
    if found is None:
        whose = f"The tag {shown(of)} has no attribute" if of else "There is no article label"
        raise UserError(f"{whose} {shown(name)}.")
    return found


def tag_of(tagset: Tagset, name: str) -> Tag:
    """Return a tag; raise :exc:`UserError` if there is none."""
    if name not in tagset:
        raise UserError(f"The tagset has no tag {shown(name)}.")
    return tagset[name]


def relation_of(tagset: Tagset, name: str) -> RelationType:
    """Return a relation type; raise :exc:`UserError` if there is none."""
    found = tagset.relation(name)
    if found is None:
        raise UserError(f"The tagset has no relation type {shown(name)}.")
    return found


def names_of(known: Sequence[Tag] | Sequence[Attribute] | Sequence[RelationType]) -> list[str]:
    """Return what tags, attributes or relation types are called."""
    return [one.name for one in known]


def kind_of_attribute(of: str) -> str:
    """Return what the attributes of ``of`` are called."""
    return "attribute" if of else "article label"


def with_values(known: T, **values: Any) -> T:
    """Return ``known`` with those values that are given."""
    return replace(known, **{name: value for name, value in values.items() if value is not None})


def joined_by(tags: tuple[str, ...], tag: str, new: list[str]) -> tuple[str, ...]:
    """Return ``tags`` with ``new`` ones, if ``tag`` is among them."""
    return (*tags, *new) if tag in tags else tags


def with_tag(tagset: Tagset, name: str, tag: Tag) -> Tagset:
    """Return ``tagset`` with ``tag`` in the place of the tag called ``name``."""
    return replace(tagset, tags=tuple(tag if known.name == name else known for known in tagset.tags))


def with_relation(tagset: Tagset, before: RelationType, after: RelationType) -> Tagset:
    """Return ``tagset`` with one relation type in the place of another."""
    return replace(tagset, relations=tuple(after if known == before else known for known in tagset.relations))


def with_tag_for(tagset: Tagset, gone: Sequence[str], tag: str | None) -> Tagset:
    """Let the relation types join ``tag`` where they joined one of ``gone``, or nothing."""

    def ends(tags: tuple[str, ...]) -> tuple[str, ...]:
        named = (tag if known in gone else known for known in tags)
        return tuple(dict.fromkeys(known for known in named if known is not None))

    relations = tuple(replace(known, head=ends(known.head), child=ends(known.child)) for known in tagset.relations)
    return replace(tagset, relations=relations)


def with_attributes(tagset: Tagset, of: str, attributes: tuple[Attribute, ...]) -> Tagset:
    """Return ``tagset`` with other attributes of a tag, or other labels."""
    if of == LABELS:
        return replace(tagset, labels=attributes)
    return with_tag(tagset, of, replace(tagset[of], attributes=attributes))


def with_attribute(tagset: Tagset, of: str, before: Attribute, after: Attribute) -> Tagset:
    """Return ``tagset`` with one attribute in the place of another."""
    attributes = tuple(after if known == before else known for known in attributes_of(tagset, of))
    return with_attributes(tagset, of, attributes)


def refuse_if(why: str) -> None:
    """Raise :exc:`UserError` if there is a reason not to."""
    if why:
        raise UserError(why)
