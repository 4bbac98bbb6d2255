"""What a change to the tagset does to what is said about one span or one article. No project is asked here."""

import re
from collections.abc import Callable, Mapping, MutableMapping
from enum import Flag, auto
from typing import Any

import msgspec

from annotator.model.tagset import AttributeKind, Tagset
from annotator.model.tagset_changes import (
    Change,
    ChangeAttribute,
    ChangeRelation,
    MergeRelations,
    MergeTags,
    MergeValues,
    RemoveAttribute,
    RemoveTag,
    RenameAttribute,
    RenameRelation,
    RenameTag,
    RetireTag,
    SplitTag,
    Value,
)

Attributes = MutableMapping[str, object]

_NUMBER = re.compile(r"\s*([+-]?\d{1,15})(\.\d{1,15})?\s*")
_YES = {"yes", "true", "1"}
_NO = {"no", "false", "0"}


class Touch(Flag):
    """How a change concerned a span."""

    NOT = 0
    MEANT = auto()
    """The span is one of those that the change is about."""
    KEPT = auto()
    """Something that was said stays although nothing asks for it any more."""
    STUCK = auto()
    """A value does not convert to the new kind, and stays as it is."""
    ASIDE = auto()
    """Something was said under the new name already, and is kept under another."""


class Said(msgspec.Struct):
    """What is said about a span, while changes are applied to it."""

    tag: str
    attributes: dict[str, object]
    guesses: dict[str, dict[str, object]]


def touch_span(change: Change, before: Tagset, said: Said) -> Touch:
    """Apply ``change`` to ``said`` and tell how that concerned it; ``before`` is the tagset until then."""
    effect = _ON_SPANS.get(type(change))
    return Touch.NOT if effect is None else effect(change, before, said)


def touch_labels(change: Change, labels: Attributes) -> Touch:
    """Apply ``change``, which is one to an attribute of :data:`LABELS`, to the labels of an article."""
    effect = _ON_ATTRIBUTES.get(type(change))
    return Touch.NOT if effect is None else effect(change, labels)


def touches_attributes(change: Change) -> bool:
    """Say whether one has to look at what is said about a span to know what ``change`` does to it."""
    return type(change) in _ON_ATTRIBUTES or type(change) in (SplitTag, RenameRelation, MergeRelations, ChangeRelation)


def converted(value: object, kind: AttributeKind, values: tuple[str, ...]) -> object:
    """Return ``value`` as an attribute of ``kind`` would say it; ``None`` if it cannot say that."""
    return _CONVERTERS[kind](value, values)


def same_value(one: object, other: object) -> bool:
    """Say whether two values mean the same; yes is not the number one."""
    return isinstance(one, bool) == isinstance(other, bool) and one == other


def _rename_tag(change: RenameTag, _before: Tagset, said: Said) -> Touch:
    return _move(said, change.new) if said.tag == change.tag else Touch.NOT


def _merge_tags(change: MergeTags, _before: Tagset, said: Said) -> Touch:
    return _move(said, change.into) if said.tag in change.tags else Touch.NOT


def _split_tag(change: SplitTag, _before: Tagset, said: Said) -> Touch:
    value = said.attributes.get(change.attribute)
    if said.tag != change.tag or value is None:
        return Touch.NOT
    new = next((tag for known, tag in change.into if same_value(value, known)), None)
    return Touch.NOT if new is None else _move(said, new)


def _move(said: Said, tag: str) -> Touch:
    said.tag = tag
    return Touch.MEANT


def _count_tag(change: RetireTag | RemoveTag, _before: Tagset, said: Said) -> Touch:
    return Touch.MEANT if said.tag == change.tag else Touch.NOT


def _rename_relation(change: RenameRelation, before: Tagset, said: Said) -> Touch:
    absent = _absence(before, change.relation, said)
    if not absent:
        return Touch.NOT
    return Touch.MEANT | _rename_in(said.attributes, change.relation, change.new)


def _merge_relations(change: MergeRelations, before: Tagset, said: Said) -> Touch:
    # That there is no arrow of one kind says nothing of the other kind, so it cannot be said of both.
    return Touch.MEANT | Touch.KEPT if any(_absence(before, name, said) for name in change.relations) else Touch.NOT


def _change_relation(change: ChangeRelation, before: Tagset, said: Said) -> Touch:
    if change.absent is None or not _absence(before, change.relation, said):
        return Touch.NOT
    if not change.absent:
        return Touch.MEANT | Touch.KEPT
    said.attributes[change.relation] = change.absent
    return Touch.MEANT


def _absence(tagset: Tagset, name: str, said: Said) -> bool:
    """Say whether ``said`` holds that there is no relation of the type ``name``."""
    known = tagset.relation(name)
    return (
        known is not None
        and bool(known.absent)
        and said.tag in known.head
        and said.attributes.get(name) == known.absent
    )


def _on_attributes(
    change: RenameAttribute | RemoveAttribute | ChangeAttribute | MergeValues, _before: Tagset, said: Said
) -> Touch:
    if said.tag != change.of:
        return Touch.NOT
    effect = _ON_ATTRIBUTES[type(change)]
    touch = effect(change, said.attributes)
    for engine in said.guesses:
        touch |= effect(change, said.guesses[engine])
    said.guesses = {engine: values for engine, values in said.guesses.items() if values}
    return touch


def _rename_attribute(change: RenameAttribute, said: Attributes) -> Touch:
    return Touch.MEANT | _rename_in(said, change.name, change.new) if change.name in said else Touch.NOT


def _remove_attribute(change: RemoveAttribute, said: Attributes) -> Touch:
    if change.name not in said:
        return Touch.NOT
    if not change.forget:
        return Touch.MEANT | Touch.KEPT
    del said[change.name]
    return Touch.MEANT


def _change_attribute(change: ChangeAttribute, said: Attributes) -> Touch:
    if change.name not in said:
        return Touch.NOT
    value = said[change.name]
    if change.kind is None:
        unlisted = change.values is not None and value not in change.values
        return Touch.MEANT | Touch.KEPT if unlisted else Touch.NOT
    new = converted(value, change.kind, change.values or ())
    if new is None:
        return Touch.MEANT | Touch.STUCK
    said[change.name] = new
    return Touch.MEANT


def _merge_values(change: MergeValues, said: Attributes) -> Touch:
    value = said.get(change.name)
    if isinstance(value, list):
        if not any(one in change.values for one in value):
            return Touch.NOT
        said[change.name] = list(dict.fromkeys(change.into if one in change.values else one for one in value))
        return Touch.MEANT
    if value not in change.values:
        return Touch.NOT
    said[change.name] = change.into
    return Touch.MEANT


def _rename_in(said: Attributes, name: str, new: str) -> Touch:
    """Give the entry ``name`` another name, in its place; what has that name already gets one of its own."""
    renamed = {name: new}
    if new in said:
        renamed[new] = _free_name(said, f"{new} (before)")
    entries = [(renamed.get(known, known), value) for known, value in said.items()]
    said.clear()
    said.update(entries)
    return Touch.ASIDE if new in renamed else Touch.NOT


def _free_name(said: Mapping[str, object], name: str) -> str:
    numbered, number = name, 1
    while numbered in said:
        number += 1
        numbered = f"{name} {number}"
    return numbered


def _to_text(value: object, _values: tuple[str, ...]) -> str | None:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value) if isinstance(value, str | int | float) else None


def _to_number(value: object, _values: tuple[str, ...]) -> Value | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return value
    found = _NUMBER.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        return None
    return float(found[0]) if found[2] else int(found[1])


def _to_yes_no(value: object, _values: tuple[str, ...]) -> bool | None:
    if isinstance(value, bool):
        return value
    word = str(value).strip().casefold() if isinstance(value, str | int) else ""
    return True if word in _YES else False if word in _NO else None


def _to_choice(value: object, values: tuple[str, ...]) -> str | None:
    text = _to_text(value, values)
    return text if text in values else None


_CONVERTERS: dict[AttributeKind, Callable[[object, tuple[str, ...]], object]] = {
    "choice": _to_choice,
    "number": _to_number,
    "text": _to_text,
    "yes_no": _to_yes_no,
    "alias": _to_text,
}

_ON_ATTRIBUTES: dict[type[Change], Callable[[Any, Attributes], Touch]] = {
    RenameAttribute: _rename_attribute,
    RemoveAttribute: _remove_attribute,
    ChangeAttribute: _change_attribute,
    MergeValues: _merge_values,
}

_ON_SPANS: dict[type[Change], Callable[[Any, Tagset, Said], Touch]] = {
    RenameTag: _rename_tag,
    MergeTags: _merge_tags,
    SplitTag: _split_tag,
    RetireTag: _count_tag,
    RemoveTag: _count_tag,
    RenameRelation: _rename_relation,
    MergeRelations: _merge_relations,
    ChangeRelation: _change_relation,
    **dict.fromkeys(_ON_ATTRIBUTES, _on_attributes),
}
