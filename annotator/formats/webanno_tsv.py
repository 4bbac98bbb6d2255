"""WebAnno TSV 3, in: the text in sentences, the tokens with a column for each feature; offsets count UTF-16 units.

The text is put together again from the sentences; what lay between them is not in the file, and becomes line ends.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

import msgspec

from annotator.errors import UserError
from annotator.formats.cas import NAMING, marks_something, short_type
from annotator.formats.decoding import MOST_BYTES, Text, read_text
from annotator.formats.offsets import Counting, Ruler
from annotator.formats.source import Source
from annotator.formats.webanno_lines import (
    FORMAT,
    TEXT,
    Layer,
    Unit,
    layer_of,
    parts_of,
    source_of,
    unescaped,
    unescaped_text,
    unit_of,
    values_of,
)
from annotator.formats.words import value_of
from annotator.model.ids import new_ids
from annotator.model.naming import is_name, shown
from annotator.model.record import Record, RecordRelation, RecordSpan

MOST_META = 100
WIDEST_GAP = 10_000
"""How much text may be missing between two sentences, in UTF-16 units."""

_UTF16 = Counting("utf16")
_NAMING_RELATIONS = (*NAMING, "type")
_NOTHING = frozenset({"_", ""})
"""Cells that say nothing."""
_ROLE = "ROLE_"
_Key = tuple[str, str, int, int]
"""An annotation: its layer, its unit if it has no number, its number, and its place among those without one."""


class _Found(msgspec.Struct):
    """An annotation that the lines speak of: where it lies, in UTF-16 units, and its features."""

    type: str
    start: int
    end: int
    values: dict[str, str] = {}


class _Sentence(msgspec.Struct):
    line: int
    lines: list[str]
    units: list[Unit] = []


class _File(msgspec.Struct):
    layers: list[Layer] = []
    width: int = 0
    """How many cells the layers have together."""
    meta: dict[str, str] = {}
    sentences: list[_Sentence] = []


def recognise(beginning: bytes) -> bool:
    """Say whether a table that begins so is WebAnno TSV."""
    return beginning.removeprefix(b"\xef\xbb\xbf").startswith(b"#FORMAT=WebAnno TSV")


def read(source: Source, encoding: str | None) -> Iterator[Record]:
    """Yield the one article.

    Raises:
        UserError: if a line is none of WebAnno TSV 3, or a token is not where it says.
    """
    decoded = read_text(source, encoding)
    yield _Reading(decoded, source.name).record()


class _Reading:
    """One file that is read."""

    def __init__(self, decoded: Text, name: str) -> None:
        self._name = name
        self._decoded = decoded
        self._notes = [*decoded.notes]
        self._left: dict[str, int] = {}

    def record(self) -> Record:
        file = self._parsed()
        text = self._text(file.sentences)
        found: dict[_Key, _Found] = {}
        chains: dict[tuple[str, int], list[tuple[int, _Key, str]]] = {}
        units = [unit for sentence in file.sentences for unit in sentence.units]
        for layer in file.layers:
            if layer.kind != "relation":
                for unit in units:
                    self._collect(layer, unit, found, chains)
        spans = self._spans(text, found)
        relations = [*self._relations(file.layers, units, spans), *_links(chains, spans)]
        if self._left:
            named = ", ".join(f"{shown(name)[:30]} ({count})" for name, count in list(self._left.items())[:3])
            more = ", …" if len(self._left) > 3 else ""
            self._notes.append(f"Annotations of these types were left out: {named}{more}.")
        meta = file.meta | {"file": self._name}
        raw = self._decoded.raw_sha256
        return Record(
            text, meta=meta, spans=list(spans.values()), relations=relations, raw_sha256=raw, notes=self._notes
        )

    def _parsed(self) -> _File:
        # Only LF and CR LF end a line: U+2028 and its like may stand inside a sentence.
        lines = [line.removesuffix("\r") for line in self._decoded.text.split("\n")]
        if FORMAT.fullmatch(lines[0]) is None:
            raise UserError(f"{self._name} is no WebAnno TSV 3.")
        file = _File()
        for number, line in enumerate(lines[1:], start=2):
            if line.startswith(TEXT):
                self._take_text(file, line.removeprefix(TEXT), number)
            elif line.startswith("#"):
                _take_comment(file, line)
            elif line.strip():
                self._take_unit(file, line, number)
        return file

    def _take_text(self, file: _File, text: str, number: int) -> None:
        last = file.sentences[-1] if file.sentences else None
        if last is not None and not last.units:
            # A sentence of several lines.
            last.lines.append(text)
        else:
            file.sentences.append(_Sentence(number, [text]))

    def _take_unit(self, file: _File, line: str, number: int) -> None:
        unit = unit_of(line, number)
        if unit is None or not file.sentences or len(unit.cells) < file.width or unit.start >= unit.end:
            raise self._wrong(number, "it is no line of WebAnno TSV 3")
        file.sentences[-1].units.append(unit)

    def _wrong(self, number: int, what: str) -> UserError:
        return UserError(f"{self._name}, line {number}: {what}.")

    def _text(self, sentences: Sequence[_Sentence]) -> str:
        """Return the whole text, with every token where it says it is."""
        found: list[str] = []
        size = 0
        for sentence in sentences:
            text, start = self._placed(sentence, size)
            if start < size or start - size > WIDEST_GAP:
                raise self._wrong(sentence.line, "the sentence is not where its tokens are")
            found += ["\n" * (start - size), text]
            size = start + _units(text)
            if size > MOST_BYTES:
                raise UserError(f"{self._name} is larger than {MOST_BYTES // 1_000_000} MB, too large for one article.")
        return "".join(found)

    def _placed(self, sentence: _Sentence, size: int) -> tuple[str, int]:
        """Return the text of a sentence and where it begins, ``size`` being where the last one ends."""
        written = "\n".join(sentence.lines)
        texts = list(dict.fromkeys([unescaped_text(written), written]))
        if not sentence.units:
            return texts[0], size + (1 if size else 0)
        first = sentence.units[0]
        worst: Unit = first
        for text in texts:
            before = text.find(unescaped_text(first.words))
            if before < 0:
                continue
            start = first.start - _units(text[:before])
            wrong = _misplaced(text, start, sentence.units)
            if wrong is None and start >= 0:
                return text, start
            worst = wrong or first
        raise self._wrong(worst.line, "the token is not where it says")

    def _collect(
        self,
        layer: Layer,
        unit: Unit,
        found: dict[_Key, _Found],
        chains: dict[tuple[str, int], list[tuple[int, _Key, str]]],
    ) -> None:
        """Add what the cells of ``unit`` say about annotations of ``layer``."""
        cells = unit.cells[layer.first : layer.first + layer.width]
        if _NOTHING.issuperset(cells):
            return
        if not marks_something(layer.type):
            self._leave(layer.type)
            return
        for feature, cell in zip(layer.features or ("",), cells, strict=False):
            if cell in _NOTHING or feature.startswith(_ROLE):
                continue
            if layer.kind == "chain" and "->" in cell:
                self._chain(layer, unit, cell, chains)
                continue
            for at, value in enumerate(values_of(cell)):
                one = found.setdefault(_key(layer, unit, value.number, at), _Found(layer.type, unit.start, unit.end))
                one.start, one.end = min(one.start, unit.start), max(one.end, unit.end)
                if value.value is not None and feature:
                    one.values = one.values | {feature: value.value}

    def _chain(
        self, layer: Layer, unit: Unit, cell: str, chains: dict[tuple[str, int], list[tuple[int, _Key, str]]]
    ) -> None:
        for at, value in enumerate(values_of(cell)):
            name, _, place = (value.value or "").rpartition("->")
            chain, _, element = place.partition("-")
            if not (chain.isdecimal() and element.isdecimal() and len(place) < 20):
                raise self._wrong(unit.line, "it names no place in a chain")
            listed = chains.setdefault((layer.type, int(chain)), [])
            listed.append((int(element), _key(layer, unit, value.number, at), "" if name == "*" else name))

    def _leave(self, type_: str) -> None:
        self._left[short_type(type_)] = self._left.get(short_type(type_), 0) + 1

    def _spans(self, text: str, found: Mapping[_Key, _Found]) -> dict[_Key, RecordSpan]:
        ruler = Ruler(text)
        spans: dict[_Key, RecordSpan] = {}
        for span_id, (key, one) in zip(new_ids(len(found)), found.items(), strict=True):
            place = ruler.code_points(_UTF16, one.start, one.end)
            assert place is not None, "tokens were looked for in the text"
            named = next((name for name in NAMING if is_name(one.values.get(name, ""))), "")
            spans[key] = RecordSpan(
                id=span_id,
                label=one.values[named] if named else short_type(one.type),
                start=place[0],
                end=place[1],
                text=text[place[0] : place[1]],
                attributes={name: value_of(value) for name, value in one.values.items() if name != named},
            )
        return spans

    def _relations(
        self, layers: Sequence[Layer], units: Sequence[Unit], spans: Mapping[_Key, RecordSpan]
    ) -> Iterator[RecordRelation]:
        for layer in layers:
            if layer.kind == "relation":
                for unit in units:
                    yield from self._relations_at(layer, unit, spans)

    def _relations_at(self, layer: Layer, unit: Unit, spans: Mapping[_Key, RecordSpan]) -> Iterator[RecordRelation]:
        *cells, sources = unit.cells[layer.first : layer.first + layer.width]
        if sources in _NOTHING:
            return
        values = [values_of(cell) for cell in cells]
        for at, part in enumerate(parts_of(sources)):
            place = source_of(part)
            if place is None:
                raise self._wrong(unit.line, "it names no source of a relation")
            head = spans.get(_end(layer, place.unit, place.source))
            child = spans.get(_end(layer, unit.id, place.target))
            if head is None or child is None:
                self._leave(layer.type)
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


def _take_comment(file: _File, line: str) -> None:
    """Take a layer of the header, or something else that is said about the text before it begins."""
    layer = layer_of(line, file.width)
    if layer is not None and not file.sentences:
        file.layers.append(layer)
        file.width += layer.width
        return
    name, equals, value = line[1:].partition("=")
    if equals and is_name(name) and value and not file.sentences and len(file.meta) < MOST_META:
        file.meta[name] = value


def _key(layer: Layer, unit: Unit, number: int, at: int) -> _Key:
    return (layer.type, "", number, 0) if number else (layer.type, unit.id, 0, at)


def _end(layer: Layer, unit: str, number: int) -> _Key:
    return (layer.base, "", number, 0) if number else (layer.base, unit, 0, 0)


def _links(
    chains: Mapping[tuple[str, int], list[tuple[int, _Key, str]]], spans: Mapping[_Key, RecordSpan]
) -> Iterator[RecordRelation]:
    """Yield a relation from each element of a chain to the next."""
    for (type_, _), listed in chains.items():
        elements = sorted({element: (key, name) for element, key, name in listed if key in spans}.items())
        for (_, (head, name)), (_, (child, _)) in pairwise(elements):
            label = name if is_name(name) else short_type(type_)
            yield RecordRelation(label=label, head=spans[head].id or "", child=spans[child].id or "")


def _misplaced(text: str, start: int, units: Sequence[Unit]) -> Unit | None:
    """Return the first of the ``units`` that is not where it says, in a ``text`` that begins at ``start``."""
    ruler = Ruler(text)
    for unit in units:
        place = ruler.code_points(_UTF16, unit.start - start, unit.end - start)
        if place is None or not _reads(text[place[0] : place[1]], unit.words):
            return unit
    return None


def _reads(there: str, words: str) -> bool:
    return there == words or ("\\" in words and there in (unescaped(words), unescaped_text(words)))


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
