"""Changes to a tagset and what they touch, in words."""

from collections.abc import Callable, Iterable
from typing import Any

from annotator.gui.panels.wording import name
from annotator.model import tagset_changes as changes
from annotator.model.tagset import AttributeKind
from annotator.model.tagset_changes import LABELS, Change
from annotator.project.retagging_preview import Effect, Preview

KIND_WORDS: dict[AttributeKind, str] = {
    "choice": "one of several values",
    "number": "a number",
    "text": "text",
    "yes_no": "yes or no",
    "alias": "an entry of the alias list",
}

_MOST_NAMES = 3


def change_words(change: Change) -> str:
    """Say what a change does."""
    return _SENTENCES[type(change)](change)


def effect_words(effect: Effect) -> str:
    """Say what a change touches, in whose work; empty if nothing."""
    counted = [
        counted_words(effect.spans, "span"),
        counted_words(effect.relations, "relation"),
        counted_words(effect.articles, "article"),
    ]
    what = listed(part for part in counted if part)
    return f"{what} in {counted_words(len(effect.layers), 'layer')} of {people_words(effect.people)}" if what else ""


def remark_words(effect: Effect) -> list[str]:
    """Say what of an effect an annotator should know beforehand, in a sentence each."""
    remarks = []
    if effect.stuck:
        remarks.append(f"{counted_words(effect.stuck, 'value')} cannot be converted and will stay as they are.")
    if effect.kept:
        remarks.append(f"{counted_words(effect.kept, 'value')} will stay, although nothing asks for them any more.")
    if effect.aside:
        remarks.append(
            f"Under that name something is said already about {counted_words(effect.aside, 'span')}; "
            "that is kept beside it as “(before)”."
        )
    if effect.unfit:
        remarks.append(f"{counted_words(effect.unfit, 'relation')} join other tags and will stay all the same.")
    return remarks


def doubles_words(preview: Preview) -> list[str]:
    """Say what becomes of spans that come to lie on one another with one tag."""
    remarks = []
    if preview.united:
        remarks.append(
            f"{counted_words(preview.united, 'span')} will lie where another has the same tag, and become one with it."
        )
    if preview.on_one_another:
        remarks.append(
            f"{counted_words(preview.on_one_another, 'span')} will stay on another with the same tag, "
            "because different things are said about the two."
        )
    return remarks


def total_words(preview: Preview, version: int) -> str:
    """Say in a sentence what a whole plan does."""
    count = counted_words(len(preview.effects), "change")
    people = {person for effect in preview.effects for person in effect.people}
    parts = (counted_words(preview.spans, "span"), counted_words(preview.relations, "relation"))
    touched = listed(part for part in parts if part)
    whose = f", {touched} in the work of {people_words(people)}" if touched else ", no span"
    return f"{count}{whose}: one step, after which the tagset is version {version}."


def counted_words(count: int, what: str) -> str:
    """Return a count with what it counts; empty for none."""
    return "" if not count else f"1 {what}" if count == 1 else f"{count:,} {what}s"


def people_words(people: Iterable[str]) -> str:
    """Name people, if they are few."""
    names = sorted(people)
    return listed(map(name, names)) if len(names) <= _MOST_NAMES else f"{len(names)} people"


def listed(parts: Iterable[str]) -> str:
    """Return parts of a sentence with commas and an “and” between them."""
    *first, last = list(parts) or [""]
    return f"{', '.join(first)} and {last}" if first else last


def place_of(of: str) -> str:
    """Say whose an attribute is."""
    return "articles" if of == LABELS else name(of)


def _names(names: Iterable[str]) -> str:
    return listed(map(name, names))


def _split(change: changes.SplitTag) -> str:
    parts = listed(f"{name(str(value))} becomes {name(new)}" for value, new in change.into)
    return f"split {name(change.tag)} by {name(change.attribute)}: {parts}"


def _retire(what: str, named: str, *, retired: bool) -> str:
    return f"retire {what} {name(named)}" if retired else f"bring {what} {name(named)} back"


_PHRASES = {True: "whole noun phrases", False: "no whole noun phrases"}


def _change_tag(change: changes.ChangeTag) -> str:
    parts = [
        (f"key {change.key}" if change.key else "no key") if change.key is not None else "",
        "another guideline" if change.guideline is not None else "",
        "" if change.noun_phrases is None else _PHRASES[change.noun_phrases],
    ]
    return f"{name(change.tag)}: {listed(part for part in parts if part)}"


def _change_attribute(change: changes.ChangeAttribute) -> str:
    parts = [
        f"say {KIND_WORDS[change.kind]}" if change.kind is not None else "",
        "other values" if change.values is not None and change.kind is None else "",
        "another help" if change.help is not None else "",
    ]
    return f"{name(change.name)} of {place_of(change.of)}: {listed(part for part in parts if part)}"


def _change_relation(change: changes.ChangeRelation) -> str:
    parts = [
        f"from {_names(change.head)}" if change.head is not None else "",
        f"to {_names(change.child)}" if change.child is not None else "",
        (f"key {change.key}" if change.key else "no key") if change.key is not None else "",
        "other words for none" if change.absent is not None else "",
        "another guideline" if change.guideline is not None else "",
    ]
    return f"{name(change.relation)}: {listed(part for part in parts if part)}"


def _adopt(change: changes.Adopt) -> str:
    called = name(change.tagset.name)
    return f"replace the tagset by {called}" if change.replace else f"add what is new in {called}"


_SENTENCES: dict[type[Change], Callable[[Any], str]] = {
    changes.AddTag: lambda change: f"new tag {name(change.tag.name)}",
    changes.RenameTag: lambda change: f"rename {name(change.tag)} to {name(change.new)}",
    changes.MergeTags: lambda change: f"merge {_names(change.tags)} into {name(change.into)}",
    changes.SplitTag: _split,
    changes.RetireTag: lambda change: _retire("the tag", change.tag, retired=change.retired),
    changes.RemoveTag: lambda change: f"remove the tag {name(change.tag)}",
    changes.MoveTag: lambda change: f"move {name(change.tag)} to place {change.place + 1}",
    changes.ChangeTag: _change_tag,
    changes.AddAttribute: lambda change: f"new attribute {name(change.attribute.name)} of {place_of(change.of)}",
    changes.RenameAttribute: lambda change: (
        f"rename {name(change.name)} of {place_of(change.of)} to {name(change.new)}"
    ),
    changes.RemoveAttribute: lambda change: (
        f"remove {name(change.name)} of {place_of(change.of)}{' and what it says' if change.forget else ''}"
    ),
    changes.ChangeAttribute: _change_attribute,
    changes.MergeValues: lambda change: (
        f"{name(change.name)} of {place_of(change.of)}: {_names(change.values)} becomes {name(change.into)}"
    ),
    changes.AddRelation: lambda change: f"new relation type {name(change.relation.name)}",
    changes.RenameRelation: lambda change: f"rename the relation type {name(change.relation)} to {name(change.new)}",
    changes.MergeRelations: lambda change: f"merge {_names(change.relations)} into {name(change.into)}",
    changes.RetireRelation: lambda change: _retire("the relation type", change.relation, retired=change.retired),
    changes.RemoveRelation: lambda change: f"remove the relation type {name(change.relation)}",
    changes.ChangeRelation: _change_relation,
    changes.Adopt: _adopt,
}
