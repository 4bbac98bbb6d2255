"""A tagset that is put together from what another program declares, piece by piece."""

from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from annotator.model.naming import is_name, shown
from annotator.model.tagset import Attribute, AttributeKind, RelationType, Tag, Tagset, check_tagset


class TagsetDraft:
    """Tags, relation types and labels by their names; what is declared twice is made one."""

    def __init__(self) -> None:
        self._tags: dict[str, Tag] = {}
        self._relations: dict[str, RelationType] = {}
        self._labels: dict[str, Attribute] = {}

    @property
    def tags(self) -> tuple[str, ...]:
        """The names of all tags so far."""
        return tuple(self._tags)

    def add_tag(self, name: str, attributes: Iterable[Attribute] = (), guideline: str = "") -> None:
        """Add a tag; what is no name is passed over."""
        if not is_name(name):
            return
        known = self._tags.setdefault(name, Tag(name))
        joined = {attribute.name: attribute for attribute in (*attributes, *known.attributes)}
        self._tags[name] = replace(known, attributes=tuple(joined.values()), guideline=known.guideline or guideline)

    def add_relation(self, name: str, head: Sequence[str], child: Sequence[str], guideline: str = "") -> None:
        """Add a relation type that joins tags; those that are no tags in the end are left out."""
        if not is_name(name):
            return
        known = self._relations.get(name, RelationType(name, (), ()))
        self._relations[name] = replace(
            known,
            head=tuple(dict.fromkeys([*known.head, *head])),
            child=tuple(dict.fromkeys([*known.child, *child])),
            guideline=known.guideline or guideline,
        )

    def add_label(self, label: Attribute) -> None:
        """Add something that can be said about an article as a whole."""
        if is_name(label.name):
            self._labels.setdefault(label.name, label)

    def tagset(self, name: str, called: str) -> Tagset:
        """Return the whole tagset.

        Args:
            name: what it is called, if that is a name.
            called: the name of the file.

        Raises:
            UserError: if there is no tag.
        """
        relations = [self._joining_tags(known) for known in self._relations.values()]
        whole = Tagset(
            name if is_name(name) else shown(called),
            tuple(self._tags.values()),
            tuple(known for known in relations if known.head and known.child),
            labels=tuple(self._labels.values()),
        )
        check_tagset(whole, called)
        return whole

    def _joining_tags(self, known: RelationType) -> RelationType:
        head, child = (tuple(tag for tag in ends if tag in self._tags) for ends in (known.head, known.child))
        return replace(known, head=head, child=child)


def attribute_of(name: str, values: Iterable[str] = (), *, kind: AttributeKind = "text", help_: str = "") -> Attribute:
    """Return an attribute: a choice if there are values to choose from, else of the ``kind``."""
    listed = tuple(dict.fromkeys(value for value in values if is_name(value)))
    return Attribute(name, "choice" if listed else kind, listed, help_)
