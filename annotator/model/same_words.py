"""Which words of one text are which words of another: two copies of one report, laid side by side.

Runs of five words that each text has once hold the texts together; between them, shorter runs and single words do; what
is left is compared word by word. Words that were moved to another place are not followed.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from annotator.model.span import Fragment
from annotator.model.words import every_word

_RUNS = (5, 3, 1)
_MOST_PAIRS = 250_000
"""Word by word only where there are no more pairs of words than that: the time for it grows with their number."""


class SameWords:
    """The words that two texts share, in the same order.

    Attributes:
        ours: the words of the first text, in text order.
        theirs: the words of the second.
        match: the number of a word of the second text for each number of a word of the first that has one.
    """

    def __init__(self, one: str, other: str) -> None:
        self.ours, self.theirs = list(every_word(one)), list(every_word(other))
        self.match = dict(_matches(_folded(one, self.ours), _folded(other, self.theirs)))
        self._starts = [word.start for word in self.ours]

    def within(self, place: Fragment) -> range:
        """Return the numbers of the words of the first text that ``place`` has a code point of."""
        first = max(0, bisect_left(self._starts, place.start + 1) - 1)
        if first < len(self.ours) and self.ours[first].end <= place.start:
            first += 1
        return range(first, bisect_left(self._starts, place.end))


def _folded(text: str, words: Sequence[Fragment]) -> list[str]:
    # Another number of letters would put what is marked inside a word into another place.
    found = []
    for word in words:
        letters = text[word.start : word.end]
        folded = letters.casefold()
        found.append(folded if len(folded) == len(letters) else letters)
    return found


def _matches(ours: Sequence[str], theirs: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield the numbers of equal words, both ascending."""
    left = [(0, len(ours), 0, len(theirs))]
    for run in _RUNS:
        gaps = []
        for first, last, other_first, other_last in left:
            at, other_at = first, other_first
            for one, other in _anchors(ours[first:last], theirs[other_first:other_last], run):
                begins, other_begins = first + one, other_first + other
                if begins < at or other_begins < other_at:
                    # A part of the run before it, which was followed as far as it goes.
                    continue
                back = _common(ours, theirs, begins, other_begins, -1, min(begins - at, other_begins - other_at))
                begins, other_begins = begins - back, other_begins - back
                gaps.append((at, begins, other_at, other_begins))
                room = min(last - begins, other_last - other_begins)
                same = _common(ours, theirs, begins, other_begins, 1, room)
                yield from zip(range(begins, begins + same), range(other_begins, other_begins + same), strict=True)
                at, other_at = begins + same, other_begins + same
            gaps.append((at, last, other_at, other_last))
        left = [gap for gap in gaps if gap[0] < gap[1] and gap[2] < gap[3]]
    for first, last, other_first, other_last in left:
        if (last - first) * (other_last - other_first) <= _MOST_PAIRS:
            blocks = SequenceMatcher(None, ours[first:last], theirs[other_first:other_last], autojunk=False)
            for block in blocks.get_matching_blocks():
                for step in range(block.size):
                    yield first + block.a + step, other_first + block.b + step


def _common(ours: Sequence[str], theirs: Sequence[str], one: int, other: int, way: int, most: int) -> int:
    """Return how many words from two places on, or before them, are the same."""
    shift = 0 if way > 0 else 1
    count = 0
    while count < most and ours[one + way * count - shift] == theirs[other + way * count - shift]:
        count += 1
    return count


def _anchors(ours: Sequence[str], theirs: Sequence[str], run: int) -> list[tuple[int, int]]:
    """Return where runs begin that each side has once, as many as are in the same order on both."""
    mine, yours = _once(ours, run), _once(theirs, run)
    pairs = [(at, yours[words]) for words, at in mine.items() if words in yours]
    return _ascending(pairs)


def _once(words: Sequence[str], run: int) -> dict[tuple[str, ...], int]:
    runs = list(zip(*(words[first:] for first in range(run)), strict=False))
    counts = Counter(runs)
    return {found: at for at, found in enumerate(runs) if counts[found] == 1}


def _ascending(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the most of ``pairs``, which ascend in the first number, that ascend in the second too."""
    ends: list[int] = []
    piles: list[int] = []
    before: list[int] = []
    for number, (_, other) in enumerate(pairs):
        pile = bisect_left(ends, other)
        before.append(piles[pile - 1] if pile else -1)
        if pile == len(ends):
            ends.append(other)
            piles.append(number)
        else:
            ends[pile], piles[pile] = other, number
    found, number = [], piles[-1] if piles else -1
    while number >= 0:
        found.append(pairs[number])
        number = before[number]
    return found[::-1]
