"""From lines on pages to paragraphs: what belongs together, what was divided, and what is on every page."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

import msgspec
import regex

_GAP = 1.35
"""More than so many times the usual distance of two lines is a gap between paragraphs."""
_INDENT = 6.0
_COLUMN = 40.0
"""Lines that begin so near to each other, in points, are of one column."""
_MOST_LEADING = 6
_ENOUGH = 3
"""So many lines below each other show where lines end."""
_MOSTLY_FULL = 0.7
_RIGHT_TO_LEFT = regex.compile(r"[^\p{L}]*[\p{Arabic}\p{Hebrew}\p{Syriac}\p{Thaana}\p{Nko}]")
_LARGER = 1.15
_OUTER = 2
"""So many lines at the head and the foot of a page may be headers and footers."""
_FAR = 2.2
_ENDS = regex.compile(r"[.!?…:;؟。！？]['\"”’»)\]]*$")
_DIVIDED = regex.compile(r"(?<=\p{L})(?<word>\p{L}+)[-\u00ad\u2010]$")
# Begins where a word does, and gives nothing back: else a line of letters alone is gone through from each of them.
_COMPOUND = regex.compile(r"(?<!\p{L})\p{L}++(?:-\p{L}++)++")
_LONGEST_WORD = 200
_NUMBER = regex.compile(
    r"\W*(?:(?:page|seite|página|pagina)\s+)?(?:\d{1,4}|[ivxl]{1,6})(?:\s*(?:/|of|von|sur|de)\s*\d{1,4})?\W*",
    regex.IGNORECASE,
)
_LONGEST_TITLE = 300


class Line(msgspec.Struct, frozen=True):
    """A line, with its place on the page in points from the left and from the foot."""

    text: str
    left: float
    right: float
    y: float
    size: float
    """How high its letters are."""
    row: bool = False
    """Whether it is several pieces with gaps between them, as a row of a table is."""


class Page(msgspec.Struct, frozen=True):
    """The lines of a page in the order in which they are drawn, and its height."""

    lines: tuple[Line, ...]
    height: float


class Found(msgspec.Struct, frozen=True):
    """What lines were put together to."""

    paragraphs: list[str]
    title: str
    """The first paragraph, if it is set larger than the rest."""
    notes: list[str]


def paragraphs(pages: Sequence[Page]) -> Found:
    """Put the lines of all pages together to paragraphs."""
    pages = [Page(tuple(_with_rows(page.lines)), page.height) for page in pages]
    outer = _outer_lines(pages)
    kept = [
        [line for at, line in enumerate(page.lines) if (number, at) not in outer] for number, page in enumerate(pages)
    ]
    if not any(kept):
        kept, outer = [list(page.lines) for page in pages], set()
    groups = _groups(kept)
    words = _Words(kept)
    found = [words.joined([line.text for line in group]) for group in groups]
    notes: list[str] = []
    if words.divided:
        notes.append(f"Words that were divided at the end of a line were joined: {words.divided}.")
    if outer:
        notes.append(f"Lines at the head or foot of pages were left out: {len(outer)}.")
    size = median(line.size for lines in kept for line in lines)
    heading = groups[0][0].size > _LARGER * size and len(groups) > 1 and len(found[0]) <= _LONGEST_TITLE
    return Found(found, found[0] if heading else "", notes)


def _outer_lines(pages: Sequence[Page]) -> set[tuple[int, int]]:
    """Return which lines of which pages are headers, footers and page numbers."""
    zones: dict[tuple[int, int], tuple[str, int]] = {}
    numbers: set[tuple[int, int]] = set()
    for number, page in enumerate(pages):
        order = sorted(range(len(page.lines)), key=lambda at: -page.lines[at].y)
        for edge, places in ((0, order[:_OUTER]), (1, order[::-1][:_OUTER])):
            for at in places:
                line = page.lines[at]
                zones[number, at] = (regex.sub(r"\d+", "#", line.text), edge)
            if places and _stands_alone(page, order, edge) and _NUMBER.fullmatch(page.lines[places[0]].text):
                numbers.add((number, places[0]))
    most = Counter(zones.values())
    enough = max(2, len(pages) / 2)
    return numbers | {place for place, what in zones.items() if len(pages) > 1 and most[what] >= enough}


def _stands_alone(page: Page, order: Sequence[int], edge: int) -> bool:
    """Say whether the outermost line is as far from the next as a page number is."""
    if len(order) < 2:
        return False
    first, second = (page.lines[at] for at in (order[:2] if edge == 0 else order[::-1][:2]))
    return abs(first.y - second.y) > _FAR * max(first.size, second.size, 6.0)


def _with_rows(lines: Sequence[Line]) -> Iterator[Line]:
    """Yield the lines; those that stand beside each other, and are drawn so, as one, with tabs between them."""
    held: Line | None = None
    for line in lines:
        if held is not None and abs(held.y - line.y) <= 1.0 and line.left >= held.right:
            held = Line(f"{held.text}\t{line.text}", held.left, line.right, held.y, held.size, row=True)
            continue
        if held is not None:
            yield held
        held = line
    if held is not None:
        yield held


def _groups(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    layout = _Layout(pages)
    groups: list[list[Line]] = []
    before: Line | None = None
    for lines in pages:
        for at, line in enumerate(lines):
            if before is None or layout.begins(before, line, new_page=at == 0):
                groups.append([])
            groups[-1].append(line)
            before = line
    return groups


class _Layout:
    """What is usual in a file: the distance of lines, the size of letters, and where lines end."""

    def __init__(self, pages: Sequence[Sequence[Line]]) -> None:
        every = [line for lines in pages for line in lines]
        gaps = [
            round(one.y - two.y, 1)
            for lines in pages
            for one, two in pairwise(lines)
            if 0 < one.y - two.y < _MOST_LEADING * max(one.size, 6.0)
        ]
        self._leading = Counter(gaps).most_common(1)[0][0] if gaps else 0.0
        self._size = median(line.size for line in every)
        self._ends: dict[int, float] = {}
        for line in every:
            column = self._column(line)
            self._ends[column] = max(self._ends.get(column, self._end(line)), self._end(line))
        self._near: dict[int, float] = {}
        for lines in pages:
            self._look_at(lines)

    def _look_at(self, lines: Sequence[Line]) -> None:
        """Find out where the lines end that follow each other at the usual distance: they are of one width."""
        run: list[Line] = []
        for line in [*lines, None]:
            if run and (line is None or not self._follows(run[-1], line)):
                widths = [one.right - one.left for one in run]
                # In prose most lines are full; in a list of short ones nobody can see where a line would end.
                if len(run) >= _ENOUGH and median(widths) >= _MOSTLY_FULL * max(widths):
                    self._near |= dict.fromkeys(map(id, run), max(map(self._end, run)))
                run = []
            if line is not None:
                run.append(line)

    def _follows(self, before: Line, line: Line) -> bool:
        near = abs(self._start(before) - self._start(line)) < _COLUMN
        return near and 0 < before.y - line.y <= _GAP * max(self._leading, line.size)

    def begins(self, before: Line, line: Line, *, new_page: bool) -> bool:
        """Say whether a paragraph begins with ``line``, which comes after ``before``."""
        gap = before.y - line.y
        larger = max(line.size, before.size) > _LARGER * min(line.size, before.size)
        if larger or line.row or before.row or abs(gap) <= 1.0:
            return True
        if not new_page and self._leading and gap > _GAP * max(self._leading, line.size):
            return True
        ended = _ENDS.search(before.text) is not None
        if new_page or gap < 0:
            # The next page or column: a sentence that has not ended goes on there.
            return ended or (self._has_room(before, line) and not line.text[:1].islower())
        indented = abs(self._start(line) - self._start(before)) > _INDENT
        return (indented and ended) or self._has_room(before, line)

    def _has_room(self, before: Line, line: Line) -> bool:
        """Say whether the first word of ``line`` would have found room in the line ``before``, which ended there."""
        if before.size > _LARGER * self._size:
            # Headlines are broken where they look best.
            return False
        word = line.text.split(maxsplit=1)[0]
        width = (line.right - line.left) * (len(word) + 1) / max(len(line.text), 1)
        end = self._near.get(id(before), self._ends[self._column(before)])
        return self._end(before) + width < end - before.size / 2

    @staticmethod
    def _start(line: Line) -> float:
        return -line.right if _RIGHT_TO_LEFT.match(line.text) else line.left

    @staticmethod
    def _end(line: Line) -> float:
        return -line.left if _RIGHT_TO_LEFT.match(line.text) else line.right

    def _column(self, line: Line) -> int:
        return round(self._start(line) / _COLUMN)


class _Words:
    """Joins lines, and words that were divided at their ends; knows the words of the whole text."""

    def __init__(self, pages: Sequence[Sequence[Line]]) -> None:
        whole = "\n".join(line.text for lines in pages for line in lines)
        self._compounds = {found.lower() for found in _COMPOUND.findall(whole)}
        self.divided = 0

    def joined(self, lines: Sequence[str]) -> str:
        text = lines[0]
        for line in lines[1:]:
            text = self._with(text, line)
        return text

    def _with(self, text: str, line: str) -> str:
        divided = _DIVIDED.search(text[-60:]) and regex.match(r"\p{Ll}+", line)
        if not divided:
            return (
                f"{text}{line}" if text.endswith(("-", "\u2010", "—", "/")) and line[:1].isalpha() else f"{text} {line}"
            )
        first = regex.search(r"[\p{L}-]+$", text[-_LONGEST_WORD:-1])
        rest = regex.match(r"[\p{L}]+", line)
        whole = f"{first[0] if first else ''}-{rest[0] if rest else ''}".lower()
        if text[-1] == "-" and whole in self._compounds:
            return text + line
        self.divided += 1
        return text[:-1] + line
