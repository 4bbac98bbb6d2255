"""The text map: the one converter between an article's code points and what is displayed.

The text is cut into paragraphs at its line ends, and long paragraphs into *display blocks*, because the block is the
unit of layout: an article of one endless line must open as fast as any other. Nothing is normalised; line ends are not
displayed.
"""

import re
from array import array
from bisect import bisect_left, bisect_right
from operator import sub
from unicodedata import bidirectional

import msgspec

from annotator.gui.article.stand_ins import with_stand_ins
from annotator.model.patterns import compiled
from annotator.model.words import next_grapheme, snap_to_graphemes

BLOCK_LIMIT = 2000
"""The most code points in one display block, unless a single grapheme cluster is longer."""

_SENTENCE_REACH = 500
_REMEMBERED_BLOCKS = 512
_SEPARATORS = "\n\r\u2028\u2029\v\f\x85"
_RIGHT_TO_LEFT = ("R", "AL")
_STRONG = ("L", *_RIGHT_TO_LEFT)
_SURELY_WEAK = re.compile(r"[\x00-@\[-`{-\x7f\u2010-\u2027]*")
# The blocks of Unicode that hold all that runs from right to left.
_PERHAPS_RIGHT_TO_LEFT = re.compile(
    r"[\u0590-\u08ff\u200f\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_ASTRAL = re.compile("[\U00010000-\U0010ffff]")
_PLAIN = (
    r"[\p{P}\p{Zs}[[\p{Latin}\p{Greek}\p{Cyrillic}\p{Arabic}\p{Hebrew}\p{Han}\p{Hiragana}\p{Katakana}]&&[\p{L}\p{Nd}]]]"
)
_SURELY_BETWEEN_CLUSTERS = rf"(?V1)(?<={_PLAIN})(?={_PLAIN})"


class TextBlock(msgspec.Struct, frozen=True):
    """A stretch of one paragraph, short enough to be laid out at once.

    ``start`` and ``end`` are code points of the article; columns are UTF-16 units into what is displayed.
    """

    start: int
    end: int
    shown: str
    """What is displayed: as many code points and UTF-16 units as the stretch of text has."""
    stand_ins: tuple[int, ...]
    """Code points, counted from ``start``, that are displayed as something visible instead."""
    astral: tuple[int, ...]
    """Code points, counted from ``start``, that take two UTF-16 units."""
    right_to_left: bool
    """Whether the paragraph that the block belongs to runs from right to left."""
    ends_paragraph: bool
    following: int
    """The code point at which the next block begins; the line end between belongs to this one."""

    @property
    def columns(self) -> int:
        """The length in UTF-16 units."""
        return self.end - self.start + len(self.astral)

    def column(self, position: int) -> int:
        """Return the column of a code point of the article; what lies outside the block is at its nearest edge."""
        offset = min(max(position, self.start), self.end) - self.start
        return offset + bisect_left(self.astral, offset)

    def position(self, column: int) -> int:
        """Return the code point at ``column``; the middle of a surrogate pair belongs to its start."""
        column = min(max(column, 0), self.columns)
        if not self.astral:
            return self.start + column
        low, high = 0, len(self.astral)
        while low < high:
            middle = (low + high) // 2
            if self.astral[middle] + middle + 1 < column:
                low = middle + 1
            else:
                high = middle
        if low < len(self.astral) and self.astral[low] + low + 1 == column:
            column -= 1
        return self.start + column - low

    @property
    def mixed(self) -> bool:
        """Whether any of it runs from right to left."""
        return self.right_to_left or _holds_right_to_left(self.shown)


def reads_right_to_left(text: str, start: int = 0, end: int | None = None) -> bool:
    """Say whether ``text[start:end]`` runs from right to left, which its first strong character decides."""
    last = len(text) if end is None else end
    weak = _SURELY_WEAK.match(text, start, last)
    kinds = (bidirectional(text[at]) for at in range(weak.end() if weak else start, last))
    return next((kind for kind in kinds if kind in _STRONG), "L") != "L"


def _holds_right_to_left(text: str) -> bool:
    if text.isascii():
        return False
    return any(bidirectional(found[0]) in _RIGHT_TO_LEFT for found in _PERHAPS_RIGHT_TO_LEFT.finditer(text))


class TextMap:
    """Where each code point of ``text`` is displayed, and back.

    Any position from 0 to ``len(text)`` has a place. A position inside or before a line end is displayed at the end of
    its paragraph. A position between two blocks of a paragraph is at the start of the second.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self._starts = array("q")
        self._ends = array("q")
        self._long_firsts: list[int] = []
        self._long_lasts: list[int] = []
        self._directions: dict[int, bool] = {}
        self._remembered: dict[int, TextBlock] = {}
        starts, ends = _paragraphs(text)
        if max(map(sub, ends, starts)) <= BLOCK_LIMIT:
            self._starts, self._ends = starts, ends
            return
        for start, end in zip(starts, ends, strict=True):
            if end - start > BLOCK_LIMIT:
                self._cut(start, end)
            else:
                self._starts.append(start)
                self._ends.append(end)

    def __len__(self) -> int:
        """Return the number of display blocks, at least 1."""
        return len(self._starts)

    def start(self, index: int) -> int:
        """Return the code point at which block ``index`` begins; after the last block, the length of the text."""
        return self._starts[index] if index < len(self._starts) else len(self.text)

    def block_at(self, position: int) -> int:
        """Return the index of the block in which ``position`` is displayed."""
        return max(0, bisect_right(self._starts, position) - 1)

    def blocks_touching(self, start: int, end: int) -> range:
        """Return the blocks that display any of ``text[start:end]``."""
        return range(self.block_at(start), self.block_at(max(start, end - 1)) + 1)

    def block(self, index: int) -> TextBlock:
        """Return block ``index``; those asked for lately are remembered."""
        known = self._remembered.get(index)
        if known is None:
            if len(self._remembered) >= _REMEMBERED_BLOCKS:
                self._remembered.clear()
            known = self._remembered[index] = self._build(index)
        return known

    def place(self, position: int) -> tuple[int, int]:
        """Return the block and the column at which a code point is displayed."""
        index = self.block_at(position)
        return index, self.block(index).column(position)

    def position(self, index: int, column: int) -> int:
        """Return the code point displayed at ``column`` of block ``index``."""
        return self.block(index).position(column)

    def paragraph_blocks(self, index: int) -> range:
        """Return the blocks of the paragraph that block ``index`` belongs to."""
        at = bisect_right(self._long_firsts, index) - 1
        if at >= 0 and index <= self._long_lasts[at]:
            return range(self._long_firsts[at], self._long_lasts[at] + 1)
        return range(index, index + 1)

    def paragraph(self, position: int) -> tuple[int, int]:
        """Return where the paragraph around ``position`` begins and ends, without its line end."""
        blocks = self.paragraph_blocks(self.block_at(position))
        return self._starts[blocks[0]], self._ends[blocks[-1]]

    def right_to_left(self, index: int) -> bool:
        """Say whether the paragraph of block ``index`` runs from right to left, by its first strong character."""
        first = self.paragraph_blocks(index)[0]
        known = self._directions.get(first)
        if known is None:
            known = self._directions[first] = reads_right_to_left(self.text, *self.paragraph(self._starts[first]))
        return known

    def _build(self, index: int) -> TextBlock:
        start, end = self._starts[index], self._ends[index]
        shown, stand_ins = with_stand_ins(self.text[start:end])
        astral = () if shown.isascii() else tuple(found.start() for found in _ASTRAL.finditer(shown))
        last = self.paragraph_blocks(index)[-1]
        ends, following = index == last, self.start(index + 1)
        return TextBlock(start, end, shown, stand_ins, astral, self.right_to_left(index), ends, following)

    def _cut(self, start: int, end: int) -> None:
        self._long_firsts.append(len(self._starts))
        while end - start > BLOCK_LIMIT:
            cut = _cut_before(self.text, start, end)
            self._starts.append(start)
            self._ends.append(cut)
            start = cut
        if start < end:
            self._starts.append(start)
            self._ends.append(end)
        self._long_lasts.append(len(self._starts) - 1)


def _paragraphs(text: str) -> "tuple[array[int], array[int]]":
    """Return where each paragraph begins and ends; at least one, and one after a final line end."""
    present = [mark for mark in _SEPARATORS if mark in text]
    if present == ["\n"]:
        return _parted_by("\n", text)
    if present == ["\n", "\r"] and text.count("\r\n") == text.count("\n") == text.count("\r"):
        return _parted_by("\r\n", text)
    starts, ends = array("q", [0]), array("q")
    if present:
        for found in re.finditer("\r\n|[" + "".join(present) + "]", text):
            ends.append(found.start())
            starts.append(found.end())
    ends.append(len(text))
    return starts, ends


def _parted_by(line_end: str, text: str) -> "tuple[array[int], array[int]]":
    """Part ``text`` at a line end that is the only one in it: thirty times faster than looking for any of a set."""
    starts, ends = array("q", [0]), array("q")
    find, width = text.find, len(line_end)
    at = find(line_end)
    while at >= 0:
        ends.append(at)
        starts.append(at + width)
        at = find(line_end, at + width)
    ends.append(len(text))
    return starts, ends


def _cut_before(text: str, start: int, end: int) -> int:
    """Return where a block that begins at ``start`` should end: after a sentence, a space, or a grapheme cluster."""
    limit = start + BLOCK_LIMIT
    sentence = text.rfind(". ", limit - _SENTENCE_REACH, limit)
    cut = sentence + 2 if sentence >= 0 else text.rfind(" ", start, limit) + 1
    for candidate in (cut, limit):
        if candidate > start and _between_clusters(text, candidate):
            return candidate
    cluster = snap_to_graphemes(text, limit, limit + 1)
    if cluster is not None and start < cluster.start:
        return cluster.start
    return min(next_grapheme(text, start), end)


def _between_clusters(text: str, position: int) -> bool:
    if compiled(_SURELY_BETWEEN_CLUSTERS).match(text, position):
        return True
    cluster = snap_to_graphemes(text, position, position + 1)
    return cluster is None or cluster.start == position
