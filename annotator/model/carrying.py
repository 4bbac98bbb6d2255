"""Where the marks of one copy of a report belong in another copy of it."""

from collections.abc import Sequence
from enum import Enum

import msgspec

from annotator.model.same_words import SameWords
from annotator.model.span import Fragment, joined

_ENOUGH = 0.5
"""So large a share of a fragment's words must be there for it to be offered with other words between its edges."""


class Fit(Enum):
    """How what is marked reads in the other copy."""

    SAME = "the same words"
    OTHERWISE = "reads otherwise there"
    """Its edges are there, and at least half of its words."""
    GONE = "not in that copy"


class Carried(msgspec.Struct, frozen=True):
    """Where a mark comes to lie."""

    fit: Fit
    fragments: tuple[Fragment, ...] = ()
    """In the other copy; none if it is gone from there."""


_GONE = Carried(Fit.GONE)


class Carrier:
    """Carries marks from one text to another.

    Args:
        text: where they are.
        other: where they are carried to.
    """

    def __init__(self, text: str, other: str) -> None:
        self._text = text
        self._other = other
        self._same = SameWords(text, other)

    def carry(self, fragments: Sequence[Fragment]) -> Carried:
        """Return where a mark on ``fragments`` comes to lie. It is gone if one of them is."""
        places: tuple[Fragment, ...] = ()
        fit = Fit.SAME
        for fragment in fragments:
            carried = self._fragment(fragment)
            if carried.fit is Fit.GONE:
                return _GONE
            if carried.fit is Fit.OTHERWISE:
                fit = Fit.OTHERWISE
            places = joined(places, carried.fragments[0])
        return Carried(fit if len(places) == len(fragments) else Fit.OTHERWISE, places)

    def _fragment(self, fragment: Fragment) -> Carried:
        words = self._same.within(fragment)
        if not words:
            return _GONE
        first, last = self._same.match.get(words[0]), self._same.match.get(words[-1])
        if first is None or last is None:
            return _GONE
        there = sum(number in self._same.match for number in words)
        if there < _ENOUGH * max(len(words), last - first + 1):
            return _GONE
        same = there == len(words) == last - first + 1
        place = Fragment(self._start(fragment, words[0], first), self._end(fragment, words[-1], last))
        return Carried(Fit.SAME if same else Fit.OTHERWISE, (place,))

    def _start(self, fragment: Fragment, word: int, other: int) -> int:
        """Return where the fragment begins: with the word, inside it, or at what stands before it, such as a quote."""
        ours, theirs = self._same.ours[word].start, self._same.theirs[other].start
        if fragment.start >= ours:
            return theirs + fragment.start - ours
        before = self._text[fragment.start : ours]
        return theirs - len(before) if self._other[:theirs].endswith(before) else theirs

    def _end(self, fragment: Fragment, word: int, other: int) -> int:
        ours, theirs = self._same.ours[word].end, self._same.theirs[other].end
        if fragment.end <= ours:
            return theirs - (ours - fragment.end)
        behind = self._text[ours : fragment.end]
        return theirs + len(behind) if self._other.startswith(behind, theirs) else theirs
