"""Plans of changes to a tagset made up at random, each change fit for what the ones before it leave."""

from contextlib import suppress
from typing import Any

from hypothesis import strategies as st

from annotator.errors import UserError
from annotator.model import tagset_changes as changes
from annotator.model.tagset import Attribute, RelationType, Tag, Tagset
from annotator.model.tagset_changes import Change
from annotator.model.tagset_drafting import drafted
from annotator.model.tagset_parts import attributes_of

KINDS = ("choice", "number", "text", "yes_no", "alias")
NAMES = ("actor", "location", "weapon", "force", "type", "kind", "source", "x")
VALUES = ("rebel", "media", "killed", "literal", "1", "new")


@st.composite
def plans(draw: st.DrawFn, tagset: Tagset, longest: int = 6) -> list[Change]:
    """Draw a plan of up to ``longest`` changes."""
    plan: list[Change] = []
    for _ in range(draw(st.integers(1, longest))):
        change = draw(st.sampled_from(_MAKERS))(draw, tagset)
        with suppress(UserError):
            tagset = drafted(tagset, [change])
            plan.append(change)
    return plan


def _tag(draw: st.DrawFn, tagset: Tagset) -> str:
    return draw(st.sampled_from([tag.name for tag in tagset.tags]))


def _of(draw: st.DrawFn, tagset: Tagset) -> str:
    return draw(st.sampled_from([changes.LABELS, *(tag.name for tag in tagset.tags)]))


def _attribute(draw: st.DrawFn, tagset: Tagset) -> tuple[str, Attribute]:
    of = _of(draw, tagset)
    known = attributes_of(tagset, of)
    return of, draw(st.sampled_from(known)) if known else Attribute("none")


def _relation(draw: st.DrawFn, tagset: Tagset) -> str:
    return draw(st.sampled_from([known.name for known in tagset.relations] or ["none"]))


def _name(draw: st.DrawFn) -> str:
    return draw(st.sampled_from(NAMES))


def _values(draw: st.DrawFn, least: int = 1) -> tuple[str, ...]:
    return tuple(draw(st.lists(st.sampled_from(VALUES), min_size=least, max_size=3, unique=True)))


def _add_tag(draw: st.DrawFn, tagset: Tagset) -> Change:
    return changes.AddTag(Tag(_name(draw)))


def _rename_tag(draw: st.DrawFn, tagset: Tagset) -> Change:
    return changes.RenameTag(_tag(draw, tagset), _name(draw))


def _merge_tags(draw: st.DrawFn, tagset: Tagset) -> Change:
    merged = draw(st.lists(st.sampled_from([tag.name for tag in tagset.tags]), min_size=1, max_size=2, unique=True))
    return changes.MergeTags(tuple(merged), _tag(draw, tagset))


def _split_tag(draw: st.DrawFn, tagset: Tagset) -> Change:
    tag = _tag(draw, tagset)
    known = attributes_of(tagset, tag)
    attribute = draw(st.sampled_from(known)).name if known else "none"
    values: list[Any] = [*_values(draw), *draw(st.lists(st.sampled_from([True, 12, 1.5]), max_size=1))]
    return changes.SplitTag(tag, attribute, tuple((value, _name(draw)) for value in values))


def _retire_tag(draw: st.DrawFn, tagset: Tagset) -> Change:
    return changes.RetireTag(_tag(draw, tagset), draw(st.booleans()))


def _remove_tag(draw: st.DrawFn, tagset: Tagset) -> Change:
    return changes.RemoveTag(_tag(draw, tagset))


def _move_tag(draw: st.DrawFn, tagset: Tagset) -> Change:
    return changes.MoveTag(_tag(draw, tagset), draw(st.integers(0, 5)))


def _change_tag(draw: st.DrawFn, tagset: Tagset) -> Change:
    return changes.ChangeTag(
        _tag(draw, tagset), draw(st.sampled_from(["", "X", "A", None])), draw(st.none() | st.text())
    )


def _add_attribute(draw: st.DrawFn, tagset: Tagset) -> Change:
    return changes.AddAttribute(_of(draw, tagset), Attribute(_name(draw)))


def _rename_attribute(draw: st.DrawFn, tagset: Tagset) -> Change:
    of, attribute = _attribute(draw, tagset)
    return changes.RenameAttribute(of, attribute.name, _name(draw))


def _remove_attribute(draw: st.DrawFn, tagset: Tagset) -> Change:
    of, attribute = _attribute(draw, tagset)
    return changes.RemoveAttribute(of, attribute.name, draw(st.booleans()))


def _change_attribute(draw: st.DrawFn, tagset: Tagset) -> Change:
    of, attribute = _attribute(draw, tagset)
    kind = draw(st.none() | st.sampled_from(KINDS))
    return changes.ChangeAttribute(of, attribute.name, draw(st.none() | st.text()), kind, _values(draw))  # type: ignore[arg-type]


def _merge_values(draw: st.DrawFn, tagset: Tagset) -> Change:
    of, attribute = _attribute(draw, tagset)
    return changes.MergeValues(of, attribute.name, _values(draw), draw(st.sampled_from(VALUES)))


def _add_relation(draw: st.DrawFn, tagset: Tagset) -> Change:
    return changes.AddRelation(RelationType(_name(draw), (_tag(draw, tagset),), (_tag(draw, tagset),), absent="none"))


def _rename_relation(draw: st.DrawFn, tagset: Tagset) -> Change:
    return changes.RenameRelation(_relation(draw, tagset), _name(draw))


def _merge_relations(draw: st.DrawFn, tagset: Tagset) -> Change:
    return changes.MergeRelations((_relation(draw, tagset),), _relation(draw, tagset))


def _retire_relation(draw: st.DrawFn, tagset: Tagset) -> Change:
    return changes.RetireRelation(_relation(draw, tagset))


def _change_relation(draw: st.DrawFn, tagset: Tagset) -> Change:
    absent = draw(st.sampled_from([None, "", "nobody"]))
    return changes.ChangeRelation(_relation(draw, tagset), child=(_tag(draw, tagset),), absent=absent)


_MAKERS = (
    _add_tag, _rename_tag, _merge_tags, _split_tag, _retire_tag, _remove_tag, _move_tag, _change_tag,
    _add_attribute, _rename_attribute, _remove_attribute, _change_attribute, _merge_values,
    _add_relation, _rename_relation, _merge_relations, _retire_relation, _change_relation,
)  # fmt: skip
