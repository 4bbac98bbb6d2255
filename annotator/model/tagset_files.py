"""Tagset files beside the tagset of a project: what is new in one, what it lacks, and how to take it over."""

from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from typing import TypeVar

import msgspec
from msgspec.structs import replace

from annotator.model.tagset import Attribute, RelationType, Tag, Tagset
from annotator.model.tagset_changes import Adopt, Change, ChangeAttribute, RenameRelation, RenameTag

Parts = Sequence[Tag] | Sequence[RelationType] | Sequence[Attribute]
K = TypeVar("K", Tag, RelationType)

_ALIKE = 0.75
"""From this likeness of two names on (0 to 1), one is proposed as the new name of the other."""


class Comparison(msgspec.Struct, frozen=True):
    """What a tagset file holds beside a project, by name."""

    same: tuple[str, ...]
    """Both have it, and it reads the same."""
    changed: tuple[str, ...]
    """Both have it, and it reads differently."""
    new: tuple[str, ...]
    missing: tuple[str, ...]
    """The project has it and the file does not."""


def compare(
    mine: Sequence[Tag | RelationType | Attribute], file: Sequence[Tag | RelationType | Attribute]
) -> Comparison:
    """Compare tags, relation types or labels of a project with those of a file."""
    here, there = {one.name: one for one in mine}, {one.name: one for one in file}
    return Comparison(
        tuple(name for name in there if name in here and here[name] == there[name]),
        tuple(name for name in there if name in here and here[name] != there[name]),
        tuple(name for name in there if name not in here),
        tuple(name for name in here if name not in there),
    )


def proposed_names(mine: Sequence[K], file: Sequence[K]) -> dict[str, str]:
    """Return which of those that the file lacks are probably called something else there.

    Those are meant whose guideline is the same, whose names hardly differ, or that have the same key.
    """
    found = compare(mine, file)
    here, there = {one.name: one for one in mine}, {one.name: one for one in file}
    left = list(found.new)
    names = {}
    for name in found.missing:
        best = max(left, key=lambda new: _likeness(here[name], there[new]), default=None)
        if best is not None and _likeness(here[name], there[best]) >= _ALIKE:
            names[name] = best
            left.remove(best)
    return names


def taking_over(
    mine: Tagset,
    file: Tagset,
    *,
    replace_all: bool,
    tags: Mapping[str, str] | None = None,
    relations: Mapping[str, str] | None = None,
) -> list[Change]:
    """Return the plan that takes a tagset file over.

    Args:
        mine: the project's tagset.
        file: the file's.
        replace_all: whether the file holds from now on, or only adds what is new.
        tags: which of the project's tags are called something else in the file.
        relations: the same for relation types.
    """
    tags, relations = tags or {}, relations or {}
    plan: list[Change] = [RenameTag(name, new) for name, new in tags.items()]
    plan += [RenameRelation(name, new) for name, new in relations.items()]
    if replace_all:
        known = {tags.get(tag.name, tag.name): tag.attributes for tag in mine.tags}
        for tag in file.tags:
            plan += _other_kinds(tag.name, known.get(tag.name, ()), tag.attributes)
        plan += _other_kinds("", mine.labels, file.labels)
    return [*plan, Adopt(file, replace=replace_all)]


def adopted(mine: Tagset, file: Tagset, *, replace_all: bool) -> Tagset:
    """Return ``mine`` with the definitions of ``file``; see :class:`~annotator.model.tagset_changes.Adopt`."""
    return _replaced(mine, file) if replace_all else _widened(mine, file)


def pretty_tagset(tagset: Tagset) -> bytes:
    """Encode ``tagset`` as JSON that a person can read and edit."""
    return msgspec.json.format(msgspec.json.encode(tagset), indent=2) + b"\n"


def _replaced(mine: Tagset, file: Tagset) -> Tagset:
    tags = [replace(tag, retired=True, key="") for tag in mine.tags if tag.name not in file]
    relations = [replace(known, retired=True, key="") for known in mine.relations if file.relation(known.name) is None]
    return replace(file, tags=(*file.tags, *tags), relations=(*file.relations, *relations), version=mine.version)


def _widened(mine: Tagset, file: Tagset) -> Tagset:
    keys = {tag.key for tag in mine.tags} | {known.key for known in mine.relations}
    tags = [_wider(tag, file[tag.name]) if tag.name in file else tag for tag in mine.tags]
    tags += [_with_free_key(tag, keys) for tag in file.tags if tag.name not in mine]
    relations = [_with_free_key(known, keys) for known in file.relations if mine.relation(known.name) is None]
    return replace(
        mine,
        tags=tuple(tags),
        relations=(*mine.relations, *relations),
        labels=_wider_attributes(mine.labels, file.labels),
    )


def _with_free_key(known: K, keys: set[str]) -> K:
    """Return ``known``, without its key if that is among ``keys``."""
    return replace(known, key="") if known.key in keys else known


def _wider(mine: Tag, file: Tag) -> Tag:
    return replace(mine, attributes=_wider_attributes(mine.attributes, file.attributes))


def _wider_attributes(mine: tuple[Attribute, ...], file: tuple[Attribute, ...]) -> tuple[Attribute, ...]:
    wider = {attribute.name: attribute for attribute in mine}
    for attribute in file:
        own = wider.setdefault(attribute.name, attribute)
        if own.kind == attribute.kind == "choice":
            wider[own.name] = replace(own, values=tuple(dict.fromkeys((*own.values, *attribute.values))))
    return tuple(wider.values())


def _other_kinds(of: str, mine: Sequence[Attribute], file: Sequence[Attribute]) -> list[Change]:
    """Return the changes of kind that convert what was said."""
    kinds = {attribute.name: attribute for attribute in file}
    return [
        ChangeAttribute(of, known.name, kind=kinds[known.name].kind, values=kinds[known.name].values)
        for known in mine
        if known.name in kinds and kinds[known.name].kind != known.kind
    ]


def _likeness(mine: Tag | RelationType, file: Tag | RelationType) -> float:
    if mine.guideline and mine.guideline == file.guideline:
        return 2.0
    names = SequenceMatcher(None, mine.name.casefold(), file.name.casefold()).ratio()
    return max(names, _ALIKE if mine.key and mine.key == file.key else 0.0)
