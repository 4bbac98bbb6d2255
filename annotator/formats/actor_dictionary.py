"""Actor dictionaries of event coders (PETRARCH, and TABARI before it).

An entry is a name in capitals with underscores for spaces, further names on lines that begin with ``+``, and codes in
brackets, beside the first name or on lines of their own; a code may hold for some days only::

    EXAMPLE_FRONT_ [XXXREB <010911]   # it holds until that day; >010911 from it on, 010911-031231 from one to the other
    +FRONT_OF_EXAMPLES_
        [XXXGOV >20030115]            ; years of two digits up to 30 are those after 2000

Each name and code becomes an alias: the first name is the actor, the code is the note. What a dictionary says about
word forms – an underscore at the end asks for whole words – has no meaning here: only whole words are compared.
"""

import re
from collections import defaultdict
from datetime import date

import msgspec

from annotator.errors import UserError
from annotator.formats.alias_reading import AliasReading, Reading, list_text, quoted
from annotator.formats.source import Source
from annotator.model.aliases import Alias

_OPENS_COMMENT = re.compile(r"<!\s*--")
_COMMENT_ENDS = "-->"
_COMMENT = re.compile(r"#.*|(?:(?<=[\s\]])|^);.*")
_CODE = re.compile(r"\[([^\[\]]*)\]")
_PARTS = re.compile(r"(\S*?)\s*(?:(?P<side>[<>])\s*(?P<day>\d+)|(?P<first>\d+)\s*-\s*(?P<last>\d+))?", re.ASCII)
_NOBODY = frozenset({"---", "###", "+++"})
"""Codes that say that a name is no actor."""
_LAST_YEAR_OF_THIS_CENTURY = 30
_LONGEST_CODE = 100
_MOST_RIVALS = 200
_MOST_OF_AN_ENTRY = 5_000
"""So many names and codes, multiplied, an entry may have."""


def read(source: Source, encoding: str | None = None) -> AliasReading:
    """Read a dictionary.

    A line that cannot be read is refused by its number, and the rest of its entry is read. An empty line ends an entry:
    a further name behind it belongs to nobody. A name that several actors have at the same time is called ambiguous.

    Raises:
        UserError: if hardly a line is one of a dictionary, and for what
            :func:`~annotator.formats.alias_reading.list_text` refuses.
    """
    text, notes = list_text(source, encoding)
    reading = Reading(source.name)
    reading.found.notes += notes
    entry = _Entry(reading)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    for number, line in enumerate(_without_comments(source.name, text).split("\n"), 1):
        said = _COMMENT.sub("", line).strip()
        if said:
            entry = _take_in(reading, entry, number, said)
        elif not line.strip():
            entry.close()
            entry = _Entry(reading)
    entry.close()
    reading.found.refused.sort(key=lambda refused: refused.line)
    reading.found.aliases = _with_ambiguity(reading.found.aliases)
    return reading.found


def _take_in(reading: Reading, entry: "_Entry", number: int, said: str) -> "_Entry":
    """Take in a line, and return the entry that goes on behind it."""
    name = _CODE.sub(" ", said).strip()
    if any(sign in name for sign in "[]<>"):
        reading.refuse(number, f"{quoted(said)} is neither a name nor a code in brackets.")
        return entry
    if name and not name.startswith("+"):
        entry.close()
        entry = _Entry(reading)
    if name:
        entry.add_name(number, name)
    for code in _CODE.findall(said):
        entry.add_code(number, code.strip())
    return entry


class _Entry:
    """An actor while its lines are read."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._names: list[tuple[int, str]] = []
        self._codes: list[tuple[str, str, str]] = []
        self._nobody = False
        self._refused_code = False

    def add_name(self, number: int, name: str) -> None:
        words = " ".join(name.removeprefix("+").replace("_", " ").split())
        if not words:
            self._reading.refuse(number, "There is no name in it.")
        elif name.startswith("+") and not self._names:
            self._reading.refuse(number, f"{quoted(name)} stands below no name.")
        else:
            self._names.append((number, words))

    def add_code(self, number: int, code: str) -> None:
        if not self._names:
            self._reading.refuse(number, f"The code {quoted(code)} stands below no name.")
            return
        try:
            name, first, last = _understood(code)
        except ValueError as error:
            self._refused_code = True
            self._reading.refuse(number, str(error))
            return
        if name in _NOBODY:
            self._nobody = True
        else:
            self._codes.append((name, first, last))

    def close(self) -> None:
        """Hand over what the entry says, or say why it says nothing."""
        if not self._names:
            return
        number, canonical = self._names[0]
        if not self._codes:
            if not self._refused_code:
                why = "by its code is no actor" if self._nobody else "has no code"
                self._reading.refuse(number, f"{quoted(canonical)} {why}.")
        elif len(self._names) * len(self._codes) > _MOST_OF_AN_ENTRY:
            self._reading.refuse(number, f"{quoted(canonical)} has too many names and codes.")
        else:
            for line, name in self._names:
                for code, first, last in dict.fromkeys(self._codes):
                    self._reading.take(line, Alias(canonical, name, first, last, note=code))


def _understood(code: str) -> tuple[str, str, str]:
    """Return a code, and the first and last day it holds; raise :exc:`ValueError` with a sentence if it is none."""
    found = _PARTS.fullmatch(code) if len(code) <= _LONGEST_CODE else None
    if found is None or not found[1]:
        raise ValueError(f"{quoted(code)} is no code, or none with days that can be read.")
    first, last = found["first"] or "", found["last"] or ""
    if found["side"]:
        first, last = (found["day"], "") if found["side"] == ">" else ("", found["day"])
    first, last = _day(first), _day(last)
    if first and last and first > last:
        raise ValueError(f"{quoted(code)} ends before it begins.")
    return found[1], first, last


def _day(digits: str) -> str:
    """Return YYMMDD or YYYYMMDD as an ISO date; raise :exc:`ValueError` with a sentence if that is no day."""
    if not digits:
        return ""
    if len(digits) == len("YYMMDD"):
        digits = ("20" if int(digits[:2]) <= _LAST_YEAR_OF_THIS_CENTURY else "19") + digits
    try:
        return date.fromisoformat(f"{digits[:-4]}-{digits[-4:-2]}-{digits[-2:]}").isoformat()
    except ValueError:
        raise ValueError(f"{quoted(digits)} is no day; days are written YYMMDD or YYYYMMDD.") from None


def _with_ambiguity(aliases: list[Alias]) -> list[Alias]:
    """Return ``aliases``, those called ambiguous whose name means another actor at the same time."""
    by_name: dict[str, list[Alias]] = defaultdict(list)
    for alias in aliases:
        by_name[alias.folded].append(alias)
    shared = {folded for folded, rivals in by_name.items() if len({rival.canonical for rival in rivals}) > 1}
    return [
        msgspec.structs.replace(alias, ambiguous=_has_rival(alias, by_name[folded]))
        if (folded := alias.folded) in shared
        else alias
        for alias in aliases
    ]


def _has_rival(alias: Alias, rivals: list[Alias]) -> bool:
    return len(rivals) > _MOST_RIVALS or any(
        rival.canonical != alias.canonical and rival.overlaps(alias) for rival in rivals
    )


def _without_comments(called: str, text: str) -> str:
    """Return ``text`` without what stands between ``<!--`` and ``-->``; lines keep their numbers."""
    kept, at = list[str](), 0
    while (opening := _OPENS_COMMENT.search(text, at)) is not None:
        end = text.find(_COMMENT_ENDS, opening.end())
        if end < 0:
            line = text.count("\n", 0, opening.start()) + 1
            raise UserError(f"The comment that begins in line {line} of {called} never ends.")
        # Not an empty line, which would end an entry.
        kept += [
            text[at : opening.start()],
            " #" * (opening.start() == 0),
            "\n#" * text.count("\n", opening.start(), end),
        ]
        at = end + len(_COMMENT_ENDS)
    return "".join([*kept, text[at:]])
