"""Tagsets: the tags of a project, their attributes, the relation types, and the guideline text."""

from typing import Literal

import msgspec

from annotator.errors import UserError
from annotator.model.naming import LONGEST_NAME, is_name, shown

_LONGEST_REASON = 80

AttributeKind = Literal["choice", "number", "text", "yes_no", "alias"]


class Attribute(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Something that can be said about a span of a tag."""

    name: str
    kind: AttributeKind = "text"
    values: tuple[str, ...] = ()
    """What a ``choice`` may be."""
    help: str = ""


class Tag(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A kind of mark."""

    name: str
    key: str = ""
    """The letter that sets the tag, in upper case; also drawn at the start of a mark."""
    attributes: tuple[Attribute, ...] = ()
    guideline: str = ""
    """When to use the tag and where its edges are, in Markdown."""

    def attribute(self, name: str) -> Attribute | None:
        """Return the attribute called ``name``, if the tag has it."""
        return next((attribute for attribute in self.attributes if attribute.name == name), None)


class RelationType(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A kind of arrow, and the tags it may join."""

    name: str
    head: tuple[str, ...]
    child: tuple[str, ...]


class Tagset(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The tags and relation types of a project. Each change to it is a new version."""

    name: str
    tags: tuple[Tag, ...]
    relations: tuple[RelationType, ...] = ()
    version: int = 1

    def __contains__(self, tag: str) -> bool:
        return any(known.name == tag for known in self.tags)

    def __getitem__(self, tag: str) -> Tag:
        """Return the tag called ``tag``; raise :exc:`KeyError` if there is none."""
        for known in self.tags:
            if known.name == tag:
                return known
        raise KeyError(tag)

    def with_tags(self, names: list[str]) -> "Tagset":
        """Return the next version, with a plain tag added for each of ``names`` that is new."""
        added = tuple(Tag(name) for name in names if name not in self)
        return msgspec.structs.replace(self, tags=self.tags + added, version=self.version + 1)


def read_tagset(source: bytes, called: str) -> Tagset:
    """Decode a tagset file.

    Args:
        source: the file's bytes, JSON.
        called: how to name the file in an error.

    Raises:
        UserError: if the bytes are no tagset, or its tags or keys are ambiguous.
    """
    try:
        tagset = msgspec.json.decode(source, type=Tagset)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise UserError(f"{called} is not a tagset: {shown(str(error))[:_LONGEST_REASON]}.") from None
    _check(tagset, called)
    return tagset


def write_tagset(tagset: Tagset) -> bytes:
    """Encode ``tagset`` as the JSON that :func:`read_tagset` reads."""
    return msgspec.json.encode(tagset)


def _check(tagset: Tagset, called: str) -> None:
    names = [tag.name for tag in tagset.tags]
    if not names:
        raise UserError(f"{called} holds no tag.")
    if len(set(names)) < len(names) or not all(map(is_name, names)):
        raise UserError(f"{called}: every tag needs a name of its own, a line of at most {LONGEST_NAME} characters.")
    keys = [tag.key for tag in tagset.tags if tag.key]
    if any(len(key) != 1 or key != key.upper() for key in keys) or len(set(keys)) < len(keys):
        raise UserError(f"{called}: a tag's key is one upper-case letter that no other tag has.")
    for relation in tagset.relations:
        unknown = [tag for tag in relation.head + relation.child if tag not in names]
        if unknown:
            name, tag = shown(relation.name)[:40], shown(unknown[0])[:40]
            raise UserError(f"{called}: relation {name} names the unknown tag {tag}.")
