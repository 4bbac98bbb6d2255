"""The lines of brat standoff: what a file of annotations says, before it is brought together with its text."""

from collections.abc import Callable
from itertools import pairwise

import msgspec
import regex

from annotator.errors import UserError
from annotator.model.naming import LONGEST_NAME, is_name

MOST_LINES = 1_000_000
ARGUMENTS = ("Arg1", "Arg2")
"""What the ends of a relation are called unless it gives them names of its own."""

_ID = regex.compile(r"[A-Z#*][A-Za-z0-9_.-]{0,30}")
_PLACE = regex.compile(r"[0-9]{1,12} [0-9]{1,12}")
_PLACELESS = regex.compile(r"T[0-9]{1,9}\t\S{1,200}\s*")
_ARGUMENT = regex.compile(r"(?P<role>[^\s:]{1,200}):(?P<id>[A-Z][A-Za-z0-9_.-]{0,30})")
_UNSHOWN = regex.compile(r"[\t\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_BLANK = regex.compile(r"\s+")
_LINE_END = regex.compile(r"[\n\r]")


class Mark(msgspec.Struct):
    """A line T: words with a type."""

    label: str
    places: list[tuple[int, int]]
    words: str


class Told(msgspec.Struct):
    """A line A, M, N or #: something that is said about another line."""

    name: str
    about: str
    value: str
    """Empty if there is none."""
    words: str = ""
    """Of a line N, what the thing is called; of a line #, the note."""


class Arrow(msgspec.Struct):
    """A line R, E or *: a type, and the ids it joins, each with its role."""

    name: str
    ends: list[tuple[str, str]]
    """Of an event, the first is its trigger."""


class Standoff(msgspec.Struct):
    """Everything that one file says, by the ids of the lines where others refer to them."""

    marks: dict[str, Mark] = {}
    events: dict[str, Arrow] = {}
    relations: dict[str, Arrow] = {}
    equals: list[list[str]] = []
    attributes: list[Told] = []
    references: list[Told] = []
    notes: list[Told] = []
    placeless: list[int] = []
    """The lines of marks that say no place; brat itself has written such."""


def parsed(text: str, name: str) -> Standoff:
    """Read the lines of a file; ``name`` is what to call it.

    Raises:
        UserError: at the first line that is none of brat.
    """
    found = Standoff()
    lines = text.split("\n")
    if len(lines) > MOST_LINES:
        raise UserError(f"{name} has more than {MOST_LINES} lines.")
    for number, line in enumerate(lines, start=1):
        line = line.removesuffix("\r")
        if line.strip():
            try:
                if _PLACELESS.fullmatch(line):
                    found.placeless.append(number)
                else:
                    _take(line, found)
            except (ValueError, KeyError):
                raise UserError(f"{name}, line {number}: it is no line of brat standoff.") from None
    return found


def joined_words(text: str, places: list[tuple[int, int]]) -> str:
    """Return the words at ``places``, those of different fragments joined by one space."""
    return " ".join(text[start:end] for start, end in places)


def shown_words(words: str) -> str:
    """Return ``words`` as they stand on a line."""
    return _UNSHOWN.sub(" ", words)


def cut(text: str, places: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return ``places`` without the line ends in them, and the blanks around those, which no mark may hold."""
    found: list[tuple[int, int]] = []
    for start, end in places:
        gaps = [gap.span() for gap in _BLANK.finditer(text, start, end) if _LINE_END.search(gap[0])]
        edges = [start, *(edge for gap in gaps for edge in gap), end]
        found += [(one, other) for one, other in list(pairwise(edges))[::2] if one < other]
    return found


def rejoined(text: str, places: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return ``places``, which are in text order, with those made one that overlap or that only a line end parts."""
    joined = [places[0]]
    for start, end in places[1:]:
        gap = text[joined[-1][1] : start]
        if start < joined[-1][1] or (gap.isspace() and _LINE_END.search(gap)):
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _take(line: str, found: Standoff) -> None:
    key, _, rest = line.partition("\t")
    _check(_ID.fullmatch(key))
    _KINDS[key[0]](key, rest, found)


def _mark(key: str, rest: str, found: Standoff) -> None:
    head, _, words = rest.partition("\t")
    label, _, places = head.partition(" ")
    _check(is_name(label) and key not in found.marks)
    listed = [_place(place) for place in places.split(";")]
    found.marks[key] = Mark(label, listed, words)


def _place(place: str) -> tuple[int, int]:
    _check(_PLACE.fullmatch(place))
    start, _, end = place.partition(" ")
    return int(start), int(end)


def _event(key: str, rest: str, found: Standoff) -> None:
    ends = [_argument(part) for part in rest.split(" ") if part]
    _check(ends and key not in found.events)
    found.events[key] = Arrow(ends[0][0], ends)


def _relation(key: str, rest: str, found: Standoff) -> None:
    name, *parts = rest.split("\t")[0].split(" ")
    ends = [_argument(part) for part in parts if part]
    if {role for role, _ in ends} == set(ARGUMENTS):
        # Which is which is told by their names, not by their order.
        ends.sort()
    _check(is_name(name) and len(ends) == 2 and key not in found.relations)
    found.relations[key] = Arrow(name, ends)


def _argument(part: str) -> tuple[str, str]:
    match = _ARGUMENT.fullmatch(part)
    _check(match)
    assert match is not None
    return match["role"], match["id"]


def _equal(key: str, rest: str, found: Standoff) -> None:
    name, *ids = rest.split(" ")
    _check(key == "*" and name and len(ids) > 1)
    found.equals.append([name, *ids])


def _attribute(key: str, rest: str, found: Standoff) -> None:
    del key
    name, _, more = rest.partition(" ")
    about, _, value = more.partition(" ")
    _check(is_name(name) and about)
    found.attributes.append(Told(name, about, value))


def _reference(key: str, rest: str, found: Standoff) -> None:
    del key
    head, _, words = rest.partition("\t")
    name, about, value = head.split(" ", 2)
    _check(is_name(name) and len(name) <= LONGEST_NAME - len(" name"))
    found.references.append(Told(name, about, value, words))


def _note(key: str, rest: str, found: Standoff) -> None:
    del key
    head, _, words = rest.partition("\t")
    name, about = head.split(" ")
    found.notes.append(Told(name, about, "", words))


def _check(fine: object) -> None:
    if not fine:
        raise ValueError


_KINDS: dict[str, Callable[[str, str, Standoff], None]] = {
    "T": _mark,
    "E": _event,
    "R": _relation,
    "*": _equal,
    "A": _attribute,
    "M": _attribute,
    "N": _reference,
    "#": _note,
}
