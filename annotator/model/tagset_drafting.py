"""What each change makes of a tagset: the draft that an editor shows, and that a project then gets as a version."""

from collections.abc import Callable, Sequence
from typing import Any

from msgspec.structs import replace

from annotator.errors import UserError
from annotator.model.naming import LONGEST_NAME, is_name, shown
from annotator.model.tagset import Attribute, Tagset, check_tagset
from annotator.model.tagset_changes import (
    AddAttribute,
    AddRelation,
    AddTag,
    Adopt,
    Change,
    ChangeAttribute,
    ChangeRelation,
    ChangeTag,
    MergeRelations,
    MergeTags,
    MergeValues,
    MoveTag,
    Plan,
    RemoveAttribute,
    RemoveRelation,
    RemoveTag,
    RenameAttribute,
    RenameRelation,
    RenameTag,
    RetireRelation,
    RetireTag,
    SplitTag,
)
from annotator.model.tagset_files import adopted
from annotator.model.tagset_parts import (
    attribute_of,
    attributes_of,
    joined_by,
    kind_of_attribute,
    names_of,
    refuse_if,
    relation_of,
    tag_of,
    with_attribute,
    with_attributes,
    with_relation,
    with_tag,
    with_tag_for,
    with_values,
)


def drafted(tagset: Tagset, plan: Plan) -> Tagset:
    """Return ``tagset`` after all changes of ``plan``, under the same version.

    Raises:
        UserError: if a change cannot be made: what it names is not there, or a name or key is taken or is none.
    """
    for change in plan:
        tagset = _DRAFTERS[type(change)](tagset, change)
        _check(tagset)
    return tagset


def why_no_name(name: str, taken: Sequence[str], what: str) -> str:
    """Say why nothing can be called ``name`` beside those in ``taken``; empty if it can. ``what`` is “tag”, say."""
    if not is_name(name):
        article = "An" if what[0] in "aeiou" else "A"
        return f"{article} {what} needs a name: one line of at most {LONGEST_NAME} characters."
    return f"There is the {what} {shown(name)} already." if name in taken else ""


def why_no_key(tagset: Tagset, key: str, holder: str) -> str:
    """Say why the tag or relation type ``holder`` cannot have ``key``; empty if it can. No key is always possible."""
    if not key:
        return ""
    if len(key) != 1 or not key.isalnum() or key != key.upper():
        return "A key is one capital letter or one digit."
    for what, kinds in (("tag", tagset.tags), ("relation", tagset.relations)):
        for other in kinds:
            if other.key == key and other.name != holder:
                return f"The key {key} belongs to the {what} {shown(other.name)}."
    return ""


def _add_tag(tagset: Tagset, change: AddTag) -> Tagset:
    refuse_if(why_no_name(change.tag.name, names_of(tagset.tags), "tag"))
    refuse_if(why_no_key(tagset, change.tag.key, change.tag.name))
    return replace(tagset, tags=(*tagset.tags, change.tag))


def _rename_tag(tagset: Tagset, change: RenameTag) -> Tagset:
    tag = tag_of(tagset, change.tag)
    refuse_if(why_no_name(change.new, names_of(tagset.tags), "tag"))
    return with_tag_for(with_tag(tagset, tag.name, replace(tag, name=change.new)), [tag.name], change.new)


def _merge_tags(tagset: Tagset, change: MergeTags) -> Tagset:
    into = tag_of(tagset, change.into)
    merged = [tag_of(tagset, name) for name in change.tags]
    if not merged or into in merged or len(set(change.tags)) < len(merged):
        raise UserError("Choose the tags to merge, and another one for them to become.")
    attributes = into.attributes
    for tag in merged:
        attributes = _joined_attributes(attributes, tag.attributes)
    left = tuple(tag for tag in tagset.tags if tag not in merged)
    tagset = with_tag(replace(tagset, tags=left), into.name, replace(into, attributes=attributes))
    return with_tag_for(tagset, change.tags, into.name)


def _split_tag(tagset: Tagset, change: SplitTag) -> Tagset:
    tag = tag_of(tagset, change.tag)
    attribute_of(tagset, change.tag, change.attribute)
    names = list(dict.fromkeys(name for _, name in change.into))
    if not names:
        raise UserError("Name a new tag for at least one of the values.")
    for name in names:
        refuse_if(why_no_name(name, names_of(tagset.tags), "tag"))
    at = tagset.tags.index(tag) + 1
    new = tuple(replace(tag, name=name, key="", retired=False) for name in names)
    relations = tuple(
        replace(known, head=joined_by(known.head, tag.name, names), child=joined_by(known.child, tag.name, names))
        for known in tagset.relations
    )
    return replace(tagset, tags=(*tagset.tags[:at], *new, *tagset.tags[at:]), relations=relations)


def _retire_tag(tagset: Tagset, change: RetireTag) -> Tagset:
    tag = tag_of(tagset, change.tag)
    return with_tag(tagset, tag.name, replace(tag, retired=change.retired, key="" if change.retired else tag.key))


def _remove_tag(tagset: Tagset, change: RemoveTag) -> Tagset:
    tag = tag_of(tagset, change.tag)
    left = replace(tagset, tags=tuple(known for known in tagset.tags if known != tag))
    return with_tag_for(left, [tag.name], None)


def _move_tag(tagset: Tagset, change: MoveTag) -> Tagset:
    tag = tag_of(tagset, change.tag)
    others = [known for known in tagset.tags if known != tag]
    others.insert(max(0, min(change.place, len(others))), tag)
    return replace(tagset, tags=tuple(others))


def _change_tag(tagset: Tagset, change: ChangeTag) -> Tagset:
    tag = tag_of(tagset, change.tag)
    if change.key and tag.retired:
        raise UserError(f"The tag {shown(tag.name)} is retired; bring it back before it gets a key.")
    refuse_if(why_no_key(tagset, change.key or "", tag.name))
    changed = with_values(tag, key=change.key, guideline=change.guideline, noun_phrases=change.noun_phrases)
    return with_tag(tagset, tag.name, changed)


def _add_attribute(tagset: Tagset, change: AddAttribute) -> Tagset:
    attributes = attributes_of(tagset, change.of)
    refuse_if(why_no_name(change.attribute.name, names_of(attributes), kind_of_attribute(change.of)))
    return with_attributes(tagset, change.of, (*attributes, _sound(change.attribute)))


def _rename_attribute(tagset: Tagset, change: RenameAttribute) -> Tagset:
    attribute = attribute_of(tagset, change.of, change.name)
    taken = names_of(attributes_of(tagset, change.of))
    refuse_if(why_no_name(change.new, taken, kind_of_attribute(change.of)))
    return with_attribute(tagset, change.of, attribute, replace(attribute, name=change.new))


def _remove_attribute(tagset: Tagset, change: RemoveAttribute) -> Tagset:
    gone = attribute_of(tagset, change.of, change.name)
    left = tuple(known for known in attributes_of(tagset, change.of) if known != gone)
    return with_attributes(tagset, change.of, left)


def _change_attribute(tagset: Tagset, change: ChangeAttribute) -> Tagset:
    attribute = attribute_of(tagset, change.of, change.name)
    changed = with_values(attribute, help=change.help, kind=change.kind, values=change.values)
    return with_attribute(tagset, change.of, attribute, _sound(changed))


def _merge_values(tagset: Tagset, change: MergeValues) -> Tagset:
    attribute = attribute_of(tagset, change.of, change.name)
    if attribute.kind != "choice" or not change.values or change.into in change.values:
        raise UserError("Choose the values to merge, and another one for them to become.")
    values = [change.into if value in change.values else value for value in attribute.values]
    changed = replace(attribute, values=tuple(dict.fromkeys([*values, change.into])))
    return with_attribute(tagset, change.of, attribute, _sound(changed))


def _add_relation(tagset: Tagset, change: AddRelation) -> Tagset:
    refuse_if(why_no_name(change.relation.name, names_of(tagset.relations), "relation type"))
    refuse_if(why_no_key(tagset, change.relation.key, change.relation.name))
    return replace(tagset, relations=(*tagset.relations, change.relation))


def _rename_relation(tagset: Tagset, change: RenameRelation) -> Tagset:
    known = relation_of(tagset, change.relation)
    refuse_if(why_no_name(change.new, names_of(tagset.relations), "relation type"))
    return with_relation(tagset, known, replace(known, name=change.new))


def _merge_relations(tagset: Tagset, change: MergeRelations) -> Tagset:
    into = relation_of(tagset, change.into)
    merged = [relation_of(tagset, name) for name in change.relations]
    if not merged or into in merged:
        raise UserError("Choose the relation types to merge, and another one for them to become.")
    head = tuple(dict.fromkeys(tag for known in (into, *merged) for tag in known.head))
    child = tuple(dict.fromkeys(tag for known in (into, *merged) for tag in known.child))
    left = replace(tagset, relations=tuple(known for known in tagset.relations if known not in merged))
    return with_relation(left, into, replace(into, head=head, child=child))


def _retire_relation(tagset: Tagset, change: RetireRelation) -> Tagset:
    known = relation_of(tagset, change.relation)
    key = "" if change.retired else known.key
    return with_relation(tagset, known, replace(known, retired=change.retired, key=key))


def _remove_relation(tagset: Tagset, change: RemoveRelation) -> Tagset:
    gone = relation_of(tagset, change.relation)
    return replace(tagset, relations=tuple(known for known in tagset.relations if known != gone))


def _change_relation(tagset: Tagset, change: ChangeRelation) -> Tagset:
    known = relation_of(tagset, change.relation)
    if change.key and known.retired:
        raise UserError(f"The relation type {shown(known.name)} is retired; bring it back before it gets a key.")
    refuse_if(why_no_key(tagset, change.key or "", known.name))
    changed = with_values(
        known,
        head=change.head,
        child=change.child,
        key=change.key,
        absent=change.absent,
        guideline=change.guideline,
    )
    return with_relation(tagset, known, changed)


def _adopt(tagset: Tagset, change: Adopt) -> Tagset:
    return adopted(tagset, change.tagset, replace_all=change.replace)


_DRAFTERS: dict[type[Change], Callable[[Tagset, Any], Tagset]] = {
    AddTag: _add_tag,
    RenameTag: _rename_tag,
    MergeTags: _merge_tags,
    SplitTag: _split_tag,
    RetireTag: _retire_tag,
    RemoveTag: _remove_tag,
    MoveTag: _move_tag,
    ChangeTag: _change_tag,
    AddAttribute: _add_attribute,
    RenameAttribute: _rename_attribute,
    RemoveAttribute: _remove_attribute,
    ChangeAttribute: _change_attribute,
    MergeValues: _merge_values,
    AddRelation: _add_relation,
    RenameRelation: _rename_relation,
    MergeRelations: _merge_relations,
    RetireRelation: _retire_relation,
    RemoveRelation: _remove_relation,
    ChangeRelation: _change_relation,
    Adopt: _adopt,
}


def _check(tagset: Tagset) -> None:
    check_tagset(tagset, "The tagset")
    if not tagset.in_use:
        raise UserError("The tagset needs at least one tag that is not retired.")
    for relation in tagset.relations:
        if not relation.head or not relation.child:
            raise UserError(f"The relation type {shown(relation.name)} needs a tag at either end.")
        taken = [tag for tag in relation.head if relation.absent and tagset[tag].attribute(relation.name)]
        if taken:
            # What says that there is no such relation is kept under its name beside the attributes.
            raise UserError(
                f"The relation type {shown(relation.name)} and an attribute of {shown(taken[0])} have one name; "
                "change one of them, because the relation type can be said to be absent."
            )


def _sound(attribute: Attribute) -> Attribute:
    """Return ``attribute`` without values that its kind has no use for; raise UserError if a choice is none."""
    if attribute.kind != "choice":
        return replace(attribute, values=())
    if not attribute.values or not all(map(is_name, attribute.values)):
        raise UserError(f"A choice needs values, each one line of at most {LONGEST_NAME} characters.")
    if len(set(attribute.values)) < len(attribute.values):
        raise UserError("The values of a choice must differ.")
    return attribute


def _joined_attributes(mine: tuple[Attribute, ...], theirs: tuple[Attribute, ...]) -> tuple[Attribute, ...]:
    """Return all attributes of both; a choice that both have offers the values of both."""
    joined = {attribute.name: attribute for attribute in mine}
    for attribute in theirs:
        own = joined.setdefault(attribute.name, attribute)
        if own.kind == attribute.kind == "choice":
            joined[own.name] = replace(own, values=tuple(dict.fromkeys((*own.values, *attribute.values))))
    return tuple(joined.values())
