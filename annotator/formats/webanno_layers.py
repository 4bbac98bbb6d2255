"""What the cells of WebAnno TSV 3 say: annotations and what they say, relations, slots and chains."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

import msgspec

from annotator.errors import UserError
from annotator.formats.cas_layers import NAMING, Tally, marks_something, short_type
from annotator.formats.offsets import Counting, Ruler
from annotator.formats.webanno_lines import (
    Layer,
    Slots,
    Unit,
    filler_of,
    fillers_of,
    parts_of,
    source_of,
    unescaped,
    values_of,
)
from annotator.formats.words import value_of
from annotator.model.ids import new_ids
from annotator.model.naming import is_name
from annotator.model.record import RecordRelation, RecordSpan

_UTF16 = Counting("utf16")
_NAMING_RELATIONS = (*NAMING, "type")
_ANYTHING = "uima.tcas.Annotation"
_NONE = ("_", "", "*")


class _Key(NamedTuple):
    """An annotation: its layer, its unit if it has no number, its number, and its place among those without one."""

    type: str
    unit: str
    number: int = 0
    at: int = 0


class _Found(msgspec.Struct):
    """An annotation that the lines speak of: where it lies, in UTF-16 units, and its features."""

    start: int
    end: int
    values: dict[str, str] = {}


class _Filler(NamedTuple):
    """A slot: whose it is, of which feature, and what fills it as what."""

    host: _Key
    feature: str
    role: str
    unit: str
    number: int
    type: str


def annotations(
    layers: Sequence[Layer], units: Sequence[Unit], text: str, called: str
) -> tuple[list[RecordSpan], list[RecordRelation], list[str]]:
    """Return the spans and relations of a file, and what there is to say about what was left out.

    Args:
        layers: as the header declares them.
        units: the tokens and parts of tokens.
        text: the whole text.
        called: the name of the file.

    Raises:
        UserError: if a cell is none of WebAnno TSV 3.
    """
    return _Cells(layers, units, called).said(text)


class _Cells:
    """The cells of one file."""

    def __init__(self, layers: Sequence[Layer], units: Sequence[Unit], called: str) -> None:
        self._layers = layers
        self._units = units
        self._called = called
        self._found: dict[_Key, _Found] = {}
        self._chains: dict[tuple[str, int], dict[int, tuple[_Key, str]]] = {}
        self._fillers: dict[_Filler, None] = {}
        self._tally = Tally()

    def said(self, text: str) -> tuple[list[RecordSpan], list[RecordRelation], list[str]]:
        for layer in self._layers:
            if layer.kind != "relation":
                for unit in self._units:
                    self._collect(layer, unit)
        notes: list[str] = []
        spans = self._spans(text, notes)
        relations = [*self._relations(spans), *self._slots(spans), *self._links(spans)]
        return list(spans.values()), relations, [*notes, *self._tally.notes()]

    def _collect(self, layer: Layer, unit: Unit) -> None:
        """Add what the cells of ``unit`` say about annotations of ``layer``."""
        cells = unit.cells[layer.first : layer.first + layer.width]
        if all(cell in ("_", "") for cell in cells):
            return
        if layer.kind == "chain":
            self._chain(layer, unit, cells)
            return
        for feature, cell in zip(layer.features or ("",), cells, strict=False):
            if feature == "" and layer.slots:
                continue
            for at, value in enumerate(values_of(cell) if cell not in ("_", "") else ()):
                one = self._one(_key(layer.type, unit.id, value.number, at), unit)
                if value.value is not None and feature:
                    one.values = one.values | {feature: value.value}
        for slots in layer.slots:
            self._slot(layer, slots, unit, cells[slots.column], cells[slots.column + 1])

    def _one(self, key: _Key, unit: Unit) -> _Found:
        one = self._found.setdefault(key, _Found(unit.start, unit.end))
        one.start, one.end = min(one.start, unit.start), max(one.end, unit.end)
        return one

    def _slot(self, layer: Layer, slots: Slots, unit: Unit, roles: str, fillers: str) -> None:
        """Add the slots of each annotation that lies on ``unit``; several of them are parted by bars."""
        if roles == "_" and fillers == "_":
            return
        listed = parts_of(fillers)
        for at, value in enumerate(values_of(roles, raw=True)):
            host = _key(layer.type, unit.id, value.number, at)
            self._one(host, unit)
            mine = listed[at] if at < len(listed) else ""
            if mine in _NONE:
                continue
            named = fillers_of(value.value or "")
            for place, part in enumerate(fillers_of(mine)):
                filler = filler_of(part)
                if filler is None:
                    raise self._wrong(unit, "it names nothing that could fill a slot")
                role = unescaped(named[place]) if place < len(named) and named[place] not in _NONE else ""
                self._fillers[_Filler(host, slots.feature, role, *filler, slots.type)] = None

    def _chain(self, layer: Layer, unit: Unit, cells: Sequence[str]) -> None:
        """Add the elements of chains that lie on ``unit``: the number of one is that of its chain."""
        kinds = values_of(cells[0])
        for at, value in enumerate(values_of(cells[1]) if len(cells) > 1 else ()):
            name, _, place = (value.value or "").rpartition("->")
            chain, _, element = place.partition("-")
            if not (chain.isdecimal() and element.isdecimal() and len(place) < 20):
                raise self._wrong(unit, "it names no place in a chain")
            key = _Key(layer.type, place)
            one = self._one(key, unit)
            kind = kinds[at].value if at < len(kinds) else None
            if kind is not None and layer.features[0]:
                one.values = {layer.features[0]: kind}
            elements = self._chains.setdefault((layer.type, int(chain)), {})
            elements[int(element)] = key, "" if name in _NONE else name

    def _wrong(self, unit: Unit, what: str) -> UserError:
        return UserError(f"{self._called}, line {unit.line}: {what}.")

    def _spans(self, text: str, notes: list[str]) -> dict[_Key, RecordSpan]:
        ruler = Ruler(text)
        spans: dict[_Key, RecordSpan] = {}
        without_words = 0
        for span_id, (key, one) in zip(new_ids(len(self._found)), self._found.items(), strict=True):
            place = ruler.code_points(_UTF16, one.start, one.end)
            assert place is not None, "tokens were looked for in the text"
            if not marks_something(key.type):
                self._tally.leave(key.type)
            elif place[0] == place[1]:
                without_words += 1
            else:
                spans[key] = self._span(key, one, text, place, span_id)
        if without_words:
            notes.append(f"{without_words} annotations that lie on no words of the text were left out.")
        return spans

    def _span(self, key: _Key, one: _Found, text: str, place: tuple[int, int], span_id: str) -> RecordSpan:
        named = next((name for name in NAMING if is_name(one.values.get(name, ""))), "")
        if named:
            self._tally.named(key.type, named)
        return RecordSpan(
            id=span_id,
            label=one.values[named] if named else short_type(key.type),
            start=place[0],
            end=place[1],
            text=text[place[0] : place[1]],
            attributes={name: value_of(value) for name, value in one.values.items() if name != named},
        )

    def _relations(self, spans: Mapping[_Key, RecordSpan]) -> Iterator[RecordRelation]:
        for layer in self._layers:
            if layer.kind == "relation":
                for unit in self._units:
                    yield from self._relations_at(layer, unit, spans)

    def _relations_at(self, layer: Layer, unit: Unit, spans: Mapping[_Key, RecordSpan]) -> Iterator[RecordRelation]:
        *cells, sources = unit.cells[layer.first : layer.first + layer.width]
        if sources in ("_", ""):
            return
        values = [values_of(cell) for cell in cells]
        for at, part in enumerate(parts_of(sources)):
            place = source_of(part)
            if place is None:
                raise self._wrong(unit, "it names no source of a relation")
            head = spans.get(_key(layer.base, place.unit, place.source))
            child = spans.get(_key(layer.base, unit.id, place.target))
            if head is None or child is None:
                self._tally.leave(layer.type)
                continue
            said = {
                name: listed[at].value
                for name, listed in zip(layer.features, values, strict=False)
                if at < len(listed) and listed[at].value is not None
            }
            named = next((name for name in _NAMING_RELATIONS if is_name(said.get(name) or "")), "")
            label = said.pop(named, None) or short_type(layer.type)
            extra = {name: value_of(value or "") for name, value in said.items()}
            yield RecordRelation(label=label, head=head.id or "", child=child.id or "", extra=extra or msgspec.UNSET)

    def _slots(self, spans: Mapping[_Key, RecordSpan]) -> Iterator[RecordRelation]:
        """Yield a relation from each annotation to what fills its slots, named after the role."""
        places: dict[tuple[str, int], _Key] = {}
        for key in spans:
            places.setdefault(("", key.number) if key.number else (key.unit, 0), key)
        for filler in self._fillers:
            head = spans.get(filler.host)
            wanted = _key(filler.type, filler.unit, filler.number)
            if filler.type == _ANYTHING:
                wanted = places.get(("", filler.number) if filler.number else (filler.unit, 0), wanted)
            child = spans.get(wanted)
            if head is None or child is None:
                self._tally.leave(filler.host.type, filler.feature)
                continue
            label = filler.role if is_name(filler.role) else filler.feature
            yield RecordRelation(label=label, head=head.id or "", child=child.id or "")

    def _links(self, spans: Mapping[_Key, RecordSpan]) -> Iterator[RecordRelation]:
        """Yield a relation from each element of a chain to the next."""
        for (type_, _), listed in self._chains.items():
            elements = [listed[element] for element in sorted(listed) if listed[element][0] in spans]
            for (head, name), (child, _) in pairwise(elements):
                label = name if is_name(name) else short_type(type_)
                yield RecordRelation(label=label, head=spans[head].id or "", child=spans[child].id or "")


def _key(type_: str, unit: str, number: int, at: int = 0) -> _Key:
    return _Key(type_, "", number) if number else _Key(type_, unit, 0, at)
