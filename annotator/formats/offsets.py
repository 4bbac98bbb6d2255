"""Offsets of other programs: what they count is recognised from the words of the spans, and converted to code points.

Files seldom say whether their offsets count code points, UTF-16 units or bytes, whether they begin at 0 or at 1, and
whether the end belongs to the span. Where the words of the spans are given, only one of these ways fits them all.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterator
from itertools import accumulate
from typing import Literal, get_args

import msgspec

from annotator.model.record import Record, RecordSpan

Unit = Literal["codepoint", "utf16", "byte", "line"]

SAID = "Its offsets count"
"""How the note of a file whose offsets were converted begins."""
_MOST_VOTERS = 20_000
"""So many spans are asked which way of counting fits them."""
_SHARE = 0.8
"""So many of the spans that tell ways apart have to agree."""
_FEWEST = 2
_CALLED = {
    "codepoint": "code points",
    "utf16": "UTF-16 units",
    "byte": "bytes of UTF-8",
    "line": "code points, CR LF as one,",
}


class Counting(msgspec.Struct, frozen=True):
    """A way of counting: the unit, where it begins, and whether the end is the last that belongs to the span."""

    unit: Unit = "codepoint"
    first: int = 0
    inclusive: bool = False

    def described(self) -> str:
        """Return the way in words."""
        ends = ", with the last one included" if self.inclusive else ""
        return f"{_CALLED[self.unit]} from {self.first}{ends}"


PLAIN = Counting()
_ENDS = ((0, False), (1, True), (1, False), (0, True))
WAYS = tuple(
    sorted(
        (Counting(unit, first, inclusive) for unit in get_args(Unit) for first, inclusive in _ENDS),
        key=lambda way: _ENDS.index((way.first, way.inclusive)),
    )
)
"""All ways that are known: our own first, and of two that fit as well the earlier one is meant."""


class Ruler:
    """Converts the offsets of one text to code points."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._length = len(text)
        self._edges: dict[Unit, list[int]] = {}

    def code_points(self, way: Counting, start: int, end: int) -> tuple[int, int] | None:
        """Return the same place in code points, half-open; nothing if it is inside a character or beyond the text."""
        places = (self._at(way.unit, start - way.first), self._at(way.unit, end - way.first + way.inclusive))
        return None if places[0] is None or places[1] is None else (places[0], places[1])

    def _at(self, unit: Unit, offset: int) -> int | None:
        if unit == "codepoint" or (self._text.isascii() and unit != "line"):
            return offset if 0 <= offset <= self._length else None
        if unit not in self._edges:
            self._edges[unit] = list(accumulate(self._sizes(unit), initial=0))
        edges = self._edges[unit]
        found = bisect_right(edges, offset) - 1
        return found if found >= 0 and edges[found] == offset else None

    def _sizes(self, unit: Unit) -> Iterator[int]:
        if unit == "line":
            return (int(pair != "\r\n") for pair in map("".join, zip("\0" + self._text, self._text, strict=False)))
        return map(_utf16_size if unit == "utf16" else _byte_size, self._text)


def utf16_offsets(text: str) -> list[int]:
    """Return, for each code point of ``text`` and for its end, how many UTF-16 units come before it."""
    return list(accumulate(map(_utf16_size, text), initial=0))


def in_code_points(again: Callable[[], Iterator[Record]]) -> Iterator[Record]:
    """Yield records with offsets in code points, whatever the file counts, as far as the words of the spans tell.

    Args:
        again: begins to read the file; called a second time if a span is not on its words, to see what fits all.

    The first record that was converted says so in its notes. Spans that fit in no way are left as they are: the import
    looks for their words nearby.
    """
    way: Counting | None = None
    told = False
    for record in again():
        if way is None and not all(_fits(record.text, span) for span in record.spans):
            way = recognised(again())
        if way is not None and way != PLAIN and record.spans:
            converted = _convert(record, way)
            if converted and not told:
                told = True
                record.notes = [*record.notes, f"{SAID} {way.described()}; they were converted."]
        yield record


def recognised(records: Iterator[Record]) -> Counting:
    """Return the way of counting that fits the words of most spans; our own if none fits clearly better."""
    votes = dict.fromkeys(WAYS, 0)
    asked = 0
    for record in records:
        ruler = Ruler(record.text)
        for span in record.spans:
            if not span.text or (span.fragments is not None and len(span.fragments) > 1):
                continue
            fitting = [way for way in WAYS if _reads(record.text, ruler.code_points(way, span.start, span.end), span)]
            if fitting and len(fitting) < len(WAYS):
                asked += 1
                for way in fitting:
                    votes[way] += 1
        if asked >= _MOST_VOTERS:
            break
    best = max(WAYS, key=lambda way: votes[way])
    clear = votes[best] >= max(_FEWEST, _SHARE * asked) and votes[best] > votes[PLAIN]
    return best if clear else PLAIN


def _convert(record: Record, way: Counting) -> bool:
    """Convert the spans of ``record``, but for those that are on their words as they are and not in ``way``."""
    ruler = Ruler(record.text)
    changed = False
    for span in record.spans:
        listed = span.fragments or [(span.start, span.end)]
        places = [ruler.code_points(way, start, end) for start, end in listed]
        sound = [place for place in places if place is not None]
        if len(sound) < len(listed) or (len(sound) == 1 and span.text and not _reads(record.text, sound[0], span)):
            continue
        changed = changed or sound != listed
        span.start, span.end = sound[0][0], sound[-1][1]
        span.fragments = sound if span.fragments is not None else None
    return changed


def _fits(text: str, span: RecordSpan) -> bool:
    if not span.text or (span.fragments is not None and len(span.fragments) > 1):
        return True
    return _reads(text, (span.start, span.end), span)


def _reads(text: str, place: tuple[int, int] | None, span: RecordSpan) -> bool:
    return place is not None and 0 <= place[0] < place[1] and text[place[0] : place[1]] == span.text


def _utf16_size(character: str) -> int:
    return 2 if character > "\uffff" else 1


def _byte_size(character: str) -> int:
    return len(character.encode(errors="surrogatepass"))
