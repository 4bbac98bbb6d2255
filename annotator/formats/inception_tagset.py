"""The layers of a project of INCEpTION, and the tagsets of their features, as one tagset of ours.

It is that under which the project's work comes in: a layer is a tag, unless a feature says what a mark is; then the
feature's tags are ours.
"""

from collections.abc import Iterator, Sequence

import msgspec

from annotator.errors import UserError
from annotator.formats.cas_layers import NAMING, marks_something, short_type
from annotator.formats.tagset_draft import TagsetDraft, attribute_of
from annotator.model.tagset import Attribute, AttributeKind, Tagset

_KINDS: dict[str, AttributeKind] = {
    "uima.cas.Boolean": "yes_no", "uima.cas.Integer": "number", "uima.cas.Long": "number",
    "uima.cas.Float": "number", "uima.cas.Double": "number",
}  # fmt: skip
_NAMING_RELATIONS = (*NAMING, "type")
_LINKS = "Link"


class _Tag(msgspec.Struct):
    name: str = msgspec.field(default="", name="tag_name")
    help: str | None = msgspec.field(default=None, name="tag_description")


class _TagSet(msgspec.Struct):
    name: str = ""
    tags: list[_Tag] | None = None
    open: bool = msgspec.field(default=True, name="create_tag")
    """Whether people may use tags that it does not have."""


class _Feature(msgspec.Struct):
    name: str = ""
    type: str | None = None
    description: str | None = None
    enabled: bool = True
    tag_set: _TagSet | None = None
    link_mode: str | None = None


class _Base(msgspec.Struct):
    name: str = ""


class _Layer(msgspec.Struct):
    name: str = ""
    type: str = "span"
    description: str | None = None
    enabled: bool = True
    features: list[_Feature] | None = None
    attach_type: _Base | None = None

    @property
    def in_use(self) -> list[_Feature]:
        """The features that people see."""
        return [feature for feature in self.features or [] if feature.enabled]


class _Project(msgspec.Struct):
    name: str | None = None
    layers: list[_Layer] | None = None
    tag_sets: list[_TagSet] | None = None


def tagset_of_project(content: bytes, called: str) -> Tagset:
    """Return the tagset of a project by what it says about itself (``exportedproject.json``).

    Raises:
        UserError: if it cannot be read, or has no layer that somebody marks something with.
    """
    try:
        project = msgspec.json.decode(content, type=_Project)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        raise UserError(f"{called} is no description of a project of INCEpTION that can be read.") from None
    return _Layers(project).tagset(called)


class _Layers:
    """The layers of one project."""

    def __init__(self, project: _Project) -> None:
        self._name = project.name or ""
        self._layers = [layer for layer in project.layers or [] if layer.enabled and marks_something(layer.name)]
        self._tag_sets = {known.name: known for known in project.tag_sets or []}
        self._draft = TagsetDraft()
        self._tags: dict[str, list[str]] = {}
        """The tags of each layer by its name."""

    def tagset(self, called: str) -> Tagset:
        for layer in self._layers:
            if layer.type in ("span", "chain"):
                self._marks(layer)
        for layer in self._layers:
            if layer.type == "relation":
                self._relations(layer)
            elif layer.type == "chain":
                self._links(layer)
            elif layer.type == "document-metadata":
                self._labels(layer)
            else:
                self._slots(layer)
        return self._draft.tagset(self._name, called)

    def _marks(self, layer: _Layer) -> None:
        short = short_type(layer.name) + (_LINKS if layer.type == "chain" else "")
        naming = None if layer.type == "chain" else _naming(layer, NAMING)
        attributes = [
            self._attribute(feature, feature.name)
            for feature in layer.in_use
            if feature is not naming and not _has_slots(feature) and feature.name != "referenceRelation"
        ]
        named = [(tag.name, tag.help or "") for tag in self._listed(naming)] or [(short, layer.description or "")]
        for name, help_ in named:
            self._draft.add_tag(name, attributes, help_)
        self._tags[layer.name] = [name for name, _ in named]

    def _relations(self, layer: _Layer) -> None:
        ends = self._tags.get(layer.attach_type.name if layer.attach_type else "", [])
        named = [(tag.name, tag.help or "") for tag in self._listed(_naming(layer, _NAMING_RELATIONS))]
        for name, help_ in named or [(short_type(layer.name), layer.description or "")]:
            self._draft.add_relation(name, ends, ends, help_)

    def _links(self, layer: _Layer) -> None:
        mine = self._tags[layer.name]
        relation = next((feature for feature in layer.in_use if feature.name == "referenceRelation"), None)
        for name in [tag.name for tag in self._listed(relation)] or [short_type(layer.name) + _LINKS]:
            self._draft.add_relation(name, mine, mine)

    def _slots(self, layer: _Layer) -> None:
        for feature in filter(_has_slots, layer.in_use):
            fillers = self._tags.get(feature.type or "", self._draft.tags)
            for name in [tag.name for tag in self._listed(feature)] or [feature.name]:
                self._draft.add_relation(name, self._tags.get(layer.name, []), fillers, feature.description or "")

    def _labels(self, layer: _Layer) -> None:
        short = short_type(layer.name)
        for feature in layer.in_use:
            name = short if feature.name in NAMING else f"{short} {feature.name}"
            self._draft.add_label(self._attribute(feature, name))

    def _attribute(self, feature: _Feature, name: str) -> Attribute:
        values = [tag.name for tag in self._listed(feature)] if self._is_closed(feature) else []
        return attribute_of(name, values, kind=_KINDS.get(feature.type or "", "text"), help_=feature.description or "")

    def _is_closed(self, feature: _Feature) -> bool:
        known = self._tag_set(feature)
        return known is not None and not known.open

    def _listed(self, feature: _Feature | None) -> Sequence[_Tag]:
        known = None if feature is None else self._tag_set(feature)
        return [] if known is None else known.tags or []

    def _tag_set(self, feature: _Feature) -> _TagSet | None:
        # A feature only names its tagset, whose tags the project lists once.
        return None if feature.tag_set is None else self._tag_sets.get(feature.tag_set.name, feature.tag_set)


def _naming(layer: _Layer, names: Sequence[str]) -> _Feature | None:
    """Return the feature of a layer that says what its marks are."""
    return next(_of_names(layer, names), None)


def _of_names(layer: _Layer, names: Sequence[str]) -> Iterator[_Feature]:
    for name in names:
        yield from (feature for feature in layer.in_use if feature.name == name and not _has_slots(feature))


def _has_slots(feature: _Feature) -> bool:
    return feature.link_mode not in (None, "NONE")
