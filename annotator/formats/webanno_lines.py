"""The lines of WebAnno TSV 3: its header, and the cells of a token, before they are brought together."""

from typing import NamedTuple

import msgspec
import regex

FORMAT = regex.compile(r"#FORMAT=WebAnno TSV 3(?:\.[0-9]+)?")
TEXT = "#Text="
KINDS = {"#T_SP=": "span", "#T_RL=": "relation", "#T_CH=": "chain"}

_UNIT = regex.compile(
    r"(?P<id>[0-9]{1,9}-[0-9]{1,9}(?:\.[0-9]{1,9})*)\t(?P<start>[0-9]{1,9})-(?P<end>[0-9]{1,9})\t(?P<rest>.*)"
)
_PART = regex.compile(r"(?:[^|\\]|\\.)*+")
_NUMBERED = regex.compile(r"(?P<value>(?:[^\\]|\\.)*?)\[(?P<number>[0-9]{1,9})\]")
_SOURCE = regex.compile(
    r"(?P<unit>[0-9]{1,9}-[0-9]{1,9}(?:\.[0-9]{1,9})*)(?:\[(?P<source>[0-9]{1,9})_(?P<target>[0-9]{1,9})\])?"
)
_FILLER = regex.compile(r"(?P<unit>[0-9]{1,9}-[0-9]{1,9}(?:\.[0-9]{1,9})*)(?:\[(?P<number>[0-9]{1,9})\])?")
_ESCAPED_OR_END = regex.compile(r"\\.|;", regex.DOTALL)
_ESCAPE = regex.compile(r"\\(->|.)", regex.DOTALL)
_IN_TEXT = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f", "\\": "\\"}
_LINE_ENDS = {"n": "\n", "r": "\r", "t": "\t"}
_NONE = ("_", "*", "")
_ROLE = "ROLE_"


class Slots(NamedTuple):
    """A feature of several slots: what it is called, and of which type its fillers are."""

    feature: str
    column: int
    """Which of the layer's columns holds the roles; the next holds the fillers."""
    type: str


class Layer(NamedTuple):
    """A layer that the header declares, and which columns of a token are its own."""

    kind: str
    type: str
    features: tuple[str, ...]
    """One for each column; those of slots have no name."""
    first: int
    width: int
    base: str = ""
    """Of relations, the type that they join."""
    slots: tuple[Slots, ...] = ()


class Unit(msgspec.Struct):
    """A token, or a part of one: where it is, in UTF-16 units, and its cells."""

    id: str
    start: int
    end: int
    words: str
    cells: list[str]
    line: int


class Value(NamedTuple):
    """What one part of a cell says: a value, or nothing, and the number of the annotation it belongs to."""

    value: str | None
    number: int
    """0 if the annotation has none."""


class Source(NamedTuple):
    """Where a relation comes from: a unit, and the numbers of the annotations at both ends (0: the only one there)."""

    unit: str
    source: int
    target: int


def layer_of(line: str, first: int) -> Layer | None:
    """Return the layer that a line of the header declares, its columns from ``first`` on; nothing if it is none."""
    kind = KINDS.get(line[:6])
    if kind is None:
        return None
    type_, *features = line[6:].split("|")
    base = ""
    if kind == "relation":
        base = next((name[3:] for name in features if name.startswith("BT_")), "")
        features = [name for name in features if not name.startswith("BT_")]
    width = len(features) + 1 if kind == "relation" else max(1, len(features))
    slots = tuple(
        Slots(_slot_name(name), at, features[at + 1])
        for at, name in enumerate(features[:-1])
        if kind == "span" and name.startswith(_ROLE)
    )
    for one in slots:
        features[one.column : one.column + 2] = ["", ""]
    return Layer(kind, type_, tuple(features), first, width, base, slots)


def _slot_name(declared: str) -> str:
    """Return the name of a feature of slots, which is declared as ``ROLE_``, its layer, a colon, itself, and a type."""
    return declared.partition(":")[2].partition("_")[0] or declared


def unit_of(line: str, number: int) -> Unit | None:
    """Return the unit on a line; nothing if it is none."""
    match = _UNIT.fullmatch(line)
    if match is None:
        return None
    words, *cells = match["rest"].split("\t")
    return Unit(match["id"], int(match["start"]), int(match["end"]), words, cells, number)


def values_of(cell: str, *, raw: bool = False) -> list[Value]:
    """Return what the parts of a cell say; if ``raw``, with the backslashes that part them further."""
    return [_value(part, raw) for part in parts_of(cell)]


def parts_of(cell: str) -> list[str]:
    """Return the parts of a cell that lie between its bars."""
    found = [""]
    at = 0
    while True:
        match = _PART.match(cell, at)
        assert match is not None
        found[-1] = match[0]
        at = match.end()
        if at >= len(cell):
            return found
        # Behind a part comes a bar, or an escape that the end of the cell cuts.
        if cell[at] != "|":
            found[-1] += cell[at:]
            return found
        found.append("")
        at += 1


def source_of(part: str) -> Source | None:
    """Return where a relation comes from; nothing if ``part`` does not say so."""
    match = _SOURCE.fullmatch(part)
    if match is None:
        return None
    return Source(match["unit"], int(match["source"] or 0), int(match["target"] or 0))


def fillers_of(cell: str) -> list[str]:
    """Return the parts of one annotation's slots: of their roles, or of what fills them."""
    found, start = [], 0
    for match in _ESCAPED_OR_END.finditer(cell):
        if match[0] == ";":
            found.append(cell[start : match.start()])
            start = match.end()
    return [*found, cell[start:]]


def filler_of(part: str) -> tuple[str, int] | None:
    """Return the unit of what fills a slot, and its number if it has one; nothing if ``part`` does not say so."""
    match = _FILLER.fullmatch(part)
    return None if match is None else (match["unit"], int(match["number"] or 0))


def unescaped_text(text: str) -> str:
    """Return the text of a sentence as it was before line ends and the like were written as escapes."""
    return _ESCAPE.sub(lambda found: _IN_TEXT.get(found[1], found[0]), text)


def unescaped(value: str) -> str:
    """Return a value without the backslashes in front of what has a meaning of its own."""
    return _ESCAPE.sub(lambda found: _LINE_ENDS.get(found[1], found[1]), value)


def _value(part: str, raw: bool) -> Value:
    match = _NUMBERED.fullmatch(part)
    value, number = (part, 0) if match is None else (match["value"], int(match["number"]))
    return Value(None if value in _NONE else value if raw else unescaped(value), number)
