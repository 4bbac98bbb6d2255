"""Tagsets: the tags of a project, their attributes, the relation types, and the guideline text."""

from typing import Literal

import msgspec

from annotator.errors import UserError
from annotator.model.naming import LONGEST_NAME, is_name, shown

_LONGEST_REASON = 80

AttributeKind = Literal["choice", "number", "text", "yes_no", "alias"]


class Attribute(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Something that can be said about a span of a tag."""

    name: str
    kind: AttributeKind = "text"
    values: tuple[str, ...] = ()
    """What a ``choice`` may be."""
    help: str = ""


class Tag(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A kind of mark."""

    name: str
    key: str = ""
    """The letter that sets the tag, in upper case; also drawn at the start of a mark."""
    attributes: tuple[Attribute, ...] = ()
    guideline: str = ""
    """When to use the tag and where its edges are, in Markdown."""
    retired: bool = False
    """Whether the tag is kept only for the spans that have it: no new span gets it."""
    noun_phrases: bool = False
    """Whether its spans are whole noun phrases, with the article and also without a name: “the Syrian army”, “rebels”.
    Such phrases are then offered as candidates, and one that is tagged takes its article in."""

    def attribute(self, name: str) -> Attribute | None:
        """Return the attribute called ``name``, if the tag has it."""
        return next((attribute for attribute in self.attributes if attribute.name == name), None)


class RelationType(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A kind of arrow, and the tags it may join."""

    name: str
    head: tuple[str, ...]
    child: tuple[str, ...]
    key: str = ""
    """The letter that asks for the relation from the current span, in upper case."""
    absent: str = ""
    """What says that there is none, such as “no source given”; it is then the head's attribute of the type's name."""
    inside: bool = False
    """Whether its other end is looked for inside the span first, as what a claim is about, rather than around it."""
    retired: bool = False
    """Whether the type is kept only for the relations that have it."""
    guideline: str = ""
    """When to draw the arrow, in Markdown."""

    def joins(self, head: str, child: str) -> bool:
        """Say whether the arrow may go from a span tagged ``head`` to one tagged ``child``."""
        return head in self.head and child in self.child


class Tagset(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """The tags and relation types of a project. Each change to it is a new version."""

    name: str
    tags: tuple[Tag, ...]
    relations: tuple[RelationType, ...] = ()
    version: int = 1
    labels: tuple[Attribute, ...] = ()
    """What can be said about an article as a whole."""

    def __contains__(self, tag: str) -> bool:
        return any(known.name == tag for known in self.tags)

    def __getitem__(self, tag: str) -> Tag:
        """Return the tag called ``tag``; raise :exc:`KeyError` if there is none."""
        for known in self.tags:
            if known.name == tag:
                return known
        raise KeyError(tag)

    @property
    def in_use(self) -> tuple[Tag, ...]:
        """The tags that new spans may get."""
        return tuple(tag for tag in self.tags if not tag.retired)

    def relation(self, name: str) -> RelationType | None:
        """Return the relation type called ``name``, if there is one."""
        return next((known for known in self.relations if known.name == name), None)

    def relations_from(self, head: str, child: str | None = None) -> list[RelationType]:
        """Return the relation types in use that may join a span tagged ``head`` to one tagged ``child``, or to any."""
        return [
            known
            for known in self.relations
            if not known.retired and head in known.head and (child is None or child in known.child)
        ]

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
    check_tagset(tagset, called)
    return tagset


def write_tagset(tagset: Tagset) -> bytes:
    """Encode ``tagset`` as the JSON that :func:`read_tagset` reads."""
    return msgspec.json.encode(tagset)


def check_tagset(tagset: Tagset, called: str) -> None:
    """Raise :exc:`~annotator.errors.UserError`, naming the tagset as ``called``, if names or keys are ambiguous."""
    if not tagset.tags:
        raise UserError(f"{called} holds no tag.")
    _check_names([tag.name for tag in tagset.tags], called, "every tag")
    _check_names([relation.name for relation in tagset.relations], called, "every relation type")
    _check_names([label.name for label in tagset.labels], called, "every label")
    for kind in tagset.tags:
        _check_names([attribute.name for attribute in kind.attributes], called, "every attribute of a tag")
    _check_keys([tag.key for tag in tagset.tags] + [relation.key for relation in tagset.relations], called)
    for relation in tagset.relations:
        unknown = [tag for tag in relation.head + relation.child if tag not in tagset]
        if unknown:
            name, tag = shown(relation.name)[:40], shown(unknown[0])[:40]
            raise UserError(f"{called}: relation {name} names the unknown tag {tag}.")


def _check_names(names: list[str], called: str, what: str) -> None:
    if len(set(names)) < len(names) or not all(map(is_name, names)):
        raise UserError(f"{called}: {what} needs a name of its own, a line of at most {LONGEST_NAME} characters.")


def _check_keys(keys: list[str], called: str) -> None:
    given = [key for key in keys if key]
    if any(len(key) != 1 or key != key.upper() for key in given) or len(set(given)) < len(given):
        raise UserError(f"{called}: the key of a tag or relation type is one upper-case letter that no other has.")
