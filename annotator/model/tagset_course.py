"""A plan as seen from what is stored: which tags its changes come upon, and what becomes of each."""

from collections.abc import Iterator

import msgspec

from annotator.model.tagset import Tagset
from annotator.model.tagset_changes import (
    LABELS,
    AddAttribute,
    Change,
    ChangeAttribute,
    ChangeRelation,
    MergeRelations,
    MergeTags,
    MergeValues,
    Plan,
    RemoveAttribute,
    RemoveTag,
    RenameAttribute,
    RenameRelation,
    RenameTag,
    RetireTag,
    SplitTag,
)
from annotator.model.tagset_drafting import drafted
from annotator.model.tagset_effects import Said, Touch, touch_span, touches_attributes

_NONE: frozenset[str] = frozenset()


class Leg(msgspec.Struct, frozen=True):
    """One change of a plan, with the tagset it comes upon."""

    change: Change
    before: Tagset
    origins: dict[str, frozenset[str]]
    """Which stored tags the spans of each tag may have; by the tag's name at that moment."""
    types: dict[str, frozenset[str]]
    """Which stored types the relations of each type have; likewise."""


class Course(msgspec.Struct, frozen=True):
    """A whole plan, worked out from the tagset it was made for."""

    before: Tagset
    after: Tagset
    legs: tuple[Leg, ...]
    stems: dict[str, str | None]
    """Which stored tag each tag of ``after`` goes on from; nothing where it is new."""
    types: dict[str, str]
    """What each stored relation type is called in the end; those of which nothing changes are left out."""
    concerned: dict[str, tuple[int, ...]]
    """Which legs come upon spans of each stored tag."""
    deep: frozenset[str]
    """Those of them of whose spans one has to look at what is said."""

    def follow(self, said: Said) -> Iterator[tuple[int, Touch]]:
        """Apply all legs to ``said``, a span with a stored tag, and yield those that concerned it."""
        for number in self.concerned.get(said.tag, ()):
            leg = self.legs[number]
            touch = touch_span(leg.change, leg.before, said)
            if touch:
                yield number, touch

    def apply(self, said: Said) -> bool:
        """Apply all legs to ``said``; say whether one of them concerned it."""
        return bool(list(self.follow(said)))

    def end_of(self, tag: str) -> str:
        """Return the tag that spans of the stored ``tag`` have in the end; ``tag`` must not be among the deep ones."""
        said = Said(tag, {}, {})
        self.apply(said)
        return said.tag

    @property
    def rewritten(self) -> list[str]:
        """The stored tags of which spans may have to be written; a new name alone is no reason."""
        return [tag for tag in self.concerned if tag in self.deep or self.stems.get(self.end_of(tag)) != tag]

    @property
    def merged(self) -> frozenset[str]:
        """The stored tags of which spans may come to lie on one another."""
        return frozenset(
            origin
            for leg in self.legs
            if isinstance(leg.change, MergeTags)
            for tag in (*leg.change.tags, leg.change.into)
            for origin in leg.origins.get(tag, ())
        )


def course_of(tagset: Tagset, plan: Plan) -> Course:
    """Work ``plan`` out.

    Raises:
        UserError: if one of its changes cannot be made.
    """
    tracker = _Tracker(tagset)
    for change in plan:
        tracker.take(change)
    types = {origin: name for name, origins in tracker.types.items() for origin in origins if origin != name}
    return Course(
        tagset,
        tracker.tagset,
        tuple(tracker.legs),
        {tag.name: tracker.stems.get(tag.name) for tag in tracker.tagset.tags},
        types,
        {tag: tuple(numbers) for tag, numbers in tracker.concerned.items()},
        frozenset(tracker.deep),
    )


class _Tracker:
    """Follows the names through a plan."""

    def __init__(self, tagset: Tagset) -> None:
        self.tagset = tagset
        self.legs: list[Leg] = []
        self.stems: dict[str, str] = {tag.name: tag.name for tag in tagset.tags}
        self.concerned: dict[str, list[int]] = {}
        self.deep: set[str] = set()
        self.types = {known.name: frozenset({known.name}) for known in tagset.relations}
        self._origins = {tag.name: frozenset({tag.name}) for tag in tagset.tags}

    def take(self, change: Change) -> None:
        after = drafted(self.tagset, [change])
        self.legs.append(Leg(change, self.tagset, dict(self._origins), dict(self.types)))
        for tag in _tags_meant(change, self.tagset):
            for origin in self._origins.get(tag, ()):
                self.concerned.setdefault(origin, []).append(len(self.legs) - 1)
                if touches_attributes(change):
                    self.deep.add(origin)
        self._rename(change)
        self.tagset = after

    def _rename(self, change: Change) -> None:
        match change:
            case RenameTag():
                self._origins[change.new] = self._origins.pop(change.tag, _NONE)
                if change.tag in self.stems:
                    self.stems[change.new] = self.stems.pop(change.tag)
            case MergeTags():
                for tag in change.tags:
                    self.stems.pop(tag, None)
                gone = [self._origins.pop(tag, _NONE) for tag in change.tags]
                self._origins[change.into] = self._origins.get(change.into, _NONE).union(*gone)
            case SplitTag():
                self._origins |= {new: self._origins.get(change.tag, _NONE) for _, new in change.into}
            case RemoveTag():
                self.stems.pop(change.tag, None)
                self._origins.pop(change.tag, None)
            case RenameRelation():
                self.types[change.new] = self.types.pop(change.relation, _NONE)
            case MergeRelations():
                gone = [self.types.pop(name, _NONE) for name in change.relations]
                self.types[change.into] = self.types.get(change.into, _NONE).union(*gone)


def _tags_meant(change: Change, tagset: Tagset) -> tuple[str, ...]:
    """Return the tags, as they are called at that moment, whose spans a change comes upon."""
    meant: tuple[str, ...] = ()
    match change:
        case RenameTag() | SplitTag() | RetireTag() | RemoveTag():
            meant = (change.tag,)
        case MergeTags():
            meant = change.tags
        case RenameRelation():
            meant = _heads(tagset, (change.relation,))
        case MergeRelations():
            meant = _heads(tagset, change.relations)
        case ChangeRelation() if change.absent is not None:
            meant = _heads(tagset, (change.relation,))
        case AddAttribute() | RenameAttribute() | RemoveAttribute() | ChangeAttribute() | MergeValues():
            meant = () if change.of == LABELS else (change.of,)
    return meant


def _heads(tagset: Tagset, relations: tuple[str, ...]) -> tuple[str, ...]:
    """Return the tags of which it can be said that one of ``relations`` is absent."""
    found = [known for known in tagset.relations if known.name in relations and known.absent]
    return tuple(dict.fromkeys(tag for known in found for tag in known.head))
