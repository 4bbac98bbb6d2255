"""What stands where in files of tokens in columns: which holds the tokens, which the tags, and how those are meant.

Files with a token a line agree in nothing else: blanks or tabs, numbers in front, tags in one column or in several,
first or last, as ``B-PER``, ``PER-B``, ``(PERSON*`` or bare. What a file does is seen from many of its lines at once.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Literal

import msgspec
import regex

from annotator.formats.token_tags import OUTSIDE, is_tag
from annotator.model.patterns import compiled

Style = Literal["prefixed", "suffixed", "bare", "bracketed", "plain"]

ALL_OF_IT = "span"
"""What is marked by tags that say only where it begins and goes on."""
_MOST_ASKED = 5_000
_SHARE = 0.99
_FITTING = 0.9
_FEWEST = 4
_MOST_LABELS = 60
_REPEATED = 0.5
"""Two columns that agree in more of their tags are one and what a model made of it."""
_CHUNKS = frozenset({"NP", "VP", "PP", "ADVP", "ADJP", "SBAR", "PRT", "CONJP", "INTJ", "LST", "UCP"})
_NOTHING = frozenset({"_", "-", "", "*", "0"})
_LEFT = frozenset({OUTSIDE, "_", "-", "", "*"})
_SUFFIXED = r"(?P<label>\S+)[-_](?P<at>[BIESLUM])|[Oo]"
_BARE = frozenset("BIESLUMO")
_BRACKETED = r"(?:\((?P<label>[^()*\s]+))?(?:\([^()*\s]+)*\*?(?P<ends>\)*)"
_PLAIN = r"\p{L}[\p{L}\p{N}_.:/-]{0,40}"
_NUMBER = r"\d{1,9}"
_SHARE_OF_ONE = r"[01]?\.\d+(?:e-\d+)?|[01](?:\.0+)?"
_CONLL_2012 = 12
_NAMED = 10
_CHAIN = regex.compile(r"\(\d+")


class Layout(msgspec.Struct):
    """Where the token and its tags stand in a line."""

    tabs: bool
    token: int
    tags: tuple[int, ...]
    styles: tuple[Style, ...]
    left: tuple[tuple[int, str], ...] = ()
    """Columns that hold something of the kind and are not read, from 0, each with what it seems to be."""
    chains: bool = False
    """Whether the last column holds chains of coreference, as in CoNLL-2012."""
    width: int = 0
    """How many columns there are at least."""

    def __post_init__(self) -> None:
        self.width = max(self.token, *self.tags, 1) + 1

    def cells(self, line: str) -> list[str]:
        """Return the columns of a line."""
        return cells_of(line, tabs=self.tabs)

    def row(self, cells: Sequence[str]) -> tuple[str, tuple[str, ...]] | None:
        """Return the token of a line and its tags, ``B-PER`` and the like; nothing if it is no such line."""
        if len(cells) < self.width:
            return None
        if len(self.tags) == 1:
            tag = _normal(cells[self.tags[0]], self.styles[0])
            return None if tag is None else (cells[self.token], (tag,))
        tags = tuple(_normal(cells[at], style) for at, style in zip(self.tags, self.styles, strict=True))
        return None if None in tags else (cells[self.token], tuple(tag or OUTSIDE for tag in tags))

    def count_left(self, cells: Sequence[str], counts: Counter[str]) -> None:
        """Count what a line has in columns that are not read."""
        for at, what in self.left:
            if at < len(cells) and cells[at] not in _LEFT:
                counts[what] += 1
        if self.chains and cells:
            counts[_CHAINS] += len(_CHAIN.findall(cells[-1]))

    def is_plain(self) -> bool:
        """Say whether the tags do not tell where a span begins."""
        return "plain" in self.styles


_CHAINS = "Mentions in chains of coreference ({}) were left out."
_PREDICTED = "Tags in column {} ({{}}) were left out: they repeat those before them, as predictions of a model do."
_NUMBERS = "Numbers in column {} ({{}}) were left out."
_FURTHER = "Tags in column {} ({{}}) were left out."


def cells_of(line: str, *, tabs: bool) -> list[str]:
    """Return the columns of a line, of which the last may be empty."""
    return [cell.strip() for cell in line.split("\t")] if tabs else line.split()


def layout_of(lines: Sequence[str]) -> Layout | None:
    """Return where the tokens and tags of a file stand, told from the first of its lines; nothing if it has none.

    Args:
        lines: lines that are neither empty nor comments, without a line of headers.
    """
    asked = lines[:_MOST_ASKED]
    if not asked:
        return None
    tabs = sum("\t" in line for line in asked) >= _SHARE * len(asked)
    rows = [cells_of(line, tabs=tabs) for line in asked]
    width = Counter(map(len, rows)).most_common(1)[0][0]
    if width >= _CONLL_2012 and _are_of_2012([row for row in rows if len(row) >= _CONLL_2012]):
        return Layout(tabs, 3, (_NAMED,), ("bracketed",), chains=True)
    if len({len(row) for row in rows}) > 1:
        last = _of_the_last(rows, tabs=tabs)
        if last is not None:
            return last
    # What stands behind the columns that all lines have is beside the point: who marked a token, and the like.
    even = [row[:width] for row in rows if len(row) >= width]
    if width < 2 or len(even) < _SHARE * len(rows):
        return None
    return _of_columns(list(zip(*even, strict=True)), tabs=tabs)


def _of_the_last(rows: Sequence[Sequence[str]], *, tabs: bool) -> Layout | None:
    """Return a layout by the last column, if that holds tags in all lines, which have different numbers of columns."""
    cells = [row[-1] for row in rows if row]
    style = _style(cells)
    if style is None or style == "plain" or any(_normal(cell, style) is None for cell in cells):
        return None
    return Layout(tabs, 0, (-1,), (style,))


def _of_columns(columns: Sequence[Sequence[str]], *, tabs: bool) -> Layout | None:
    styles = [_style(column) for column in columns]
    token = 1 if _are_numbers(columns[0]) and len(columns) > 2 else 0
    certain = [at for at, style in enumerate(styles) if at != token and style not in (None, "plain")]
    if certain == [0]:
        return Layout(tabs, 1, (0,), _known(styles, [0]))
    found = [at for at in certain if at > token and not _are_chunks(columns[at])]
    found = found or [at for at in certain if at > token][-1:]
    if not found and styles[0] not in (None, "plain") and len(columns) == 2:
        return Layout(tabs, 1, (0,), _known(styles, [0]))
    if not found and styles[-1] == "plain":
        found = [len(columns) - 1]
    if not found:
        return None
    kept, left = [found[0]], []
    for at in found[1:]:
        if any(_repeats(columns[at], columns[before]) for before in kept):
            left.append((at, _PREDICTED.format(at + 1)))
        else:
            kept.append(at)
    numbers = [at for at, column in enumerate(columns) if at > found[0] and _fit(column, _SHARE_OF_ONE)]
    left += [(at, _NUMBERS.format(at + 1)) for at in numbers if at not in found]
    if "bracketed" in _known(styles, kept):
        # Of several columns of brackets the last one holds names, those before it the tree of the sentence.
        left += [(at, _FURTHER.format(at + 1)) for at in kept[:-1]]
        kept = kept[-1:]
    return Layout(tabs, token, tuple(kept), _known(styles, kept), tuple(left))


def _known(styles: Sequence[Style | None], places: Sequence[int]) -> tuple[Style, ...]:
    return tuple(style for at in places if (style := styles[at]) is not None)


def _style(column: Sequence[str]) -> Style | None:
    """Return how a column writes its tags; nothing if it holds none."""
    kinds = Counter(cell for cell in column if cell not in _NOTHING)
    if not kinds:
        return None
    if _most(kinds, is_tag):
        return "prefixed"
    outside = kinds["O"] > 0
    if outside and _most(kinds, _BARE.__contains__):
        return "bare"
    if outside and _most(kinds, lambda kind: compiled(_SUFFIXED).fullmatch(kind) is not None):
        return "suffixed"
    if "*" in column and _most(kinds, lambda kind: compiled(_BRACKETED).fullmatch(kind) is not None):
        return "bracketed"
    is_few = len(column) >= _FEWEST and 1 < len(kinds) <= _MOST_LABELS
    plain = is_few and _most(kinds, lambda kind: compiled(_PLAIN).fullmatch(kind) is not None)
    return "plain" if plain and kinds.most_common(1)[0][0] == OUTSIDE else None


def _most(kinds: Counter[str], fits: Callable[[str], bool]) -> bool:
    """Say whether so many cells fit that those which do not are mistakes, to be named by their lines."""
    return sum(count for kind, count in kinds.items() if fits(kind)) >= _FITTING * kinds.total()


@lru_cache(maxsize=4_096)
def _normal(cell: str, style: Style) -> str | None:
    """Return a tag as ``B-PER`` or ``O``; brackets as they are, since only what is open tells what they mean."""
    if cell in _NOTHING and style != "bracketed":
        return OUTSIDE
    if style == "prefixed":
        return (cell[0].upper() + cell[1:] if len(cell) > 1 else OUTSIDE) if is_tag(cell) else None
    if style == "suffixed":
        found = compiled(_SUFFIXED).fullmatch(cell)
        return None if found is None else f"{found['at']}-{found['label']}" if found["label"] else OUTSIDE
    if style == "bare":
        return None if cell not in _BARE else OUTSIDE if cell == OUTSIDE else f"{cell}-{ALL_OF_IT}"
    if style == "plain":
        return OUTSIDE if cell == OUTSIDE else f"I-{cell}"
    return cell if compiled(_BRACKETED).fullmatch(cell) or cell in _NOTHING else None


def from_brackets(tags: Sequence[str]) -> list[str]:
    """Return ``(PERSON*``, ``*`` and ``*)`` as ``B-PERSON``, ``I-PERSON`` and so on; of nested ones the outermost."""
    found: list[str] = []
    label, depth = "", 0
    for tag in tags:
        match = compiled(_BRACKETED).fullmatch(tag)
        opened = match["label"] if match is not None else None
        begins = opened is not None and depth == 0
        if begins and opened is not None:
            label = opened
        depth += tag.count("(")
        found.append(OUTSIDE if depth == 0 else f"{'B' if begins else 'I'}-{label}")
        depth = max(0, depth - tag.count(")"))
    return found


def _are_of_2012(rows: Sequence[Sequence[str]]) -> bool:
    named = Counter(row[_NAMED] for row in rows)
    return _are_numbers([row[2] for row in rows]) and _most(
        named, lambda cell: cell == "-" or (cell != "" and compiled(_BRACKETED).fullmatch(cell) is not None)
    )


def _are_numbers(column: Sequence[str]) -> bool:
    """Say whether a column counts the tokens of each sentence."""
    if not _fit(column, _NUMBER):
        return False
    numbers = [int(cell) for cell in column]
    goes_on = sum(after == before + 1 or after <= 1 for before, after in pairwise(numbers))
    return numbers[0] <= 1 and goes_on >= _SHARE * (len(numbers) - 1)


def _fit(column: Sequence[str], pattern: str) -> bool:
    return bool(column) and all(compiled(pattern).fullmatch(cell) for cell in column)


def _are_chunks(column: Sequence[str]) -> bool:
    return {cell[2:] for cell in set(column) if len(cell) > 2 and is_tag(cell)} <= _CHUNKS and any(
        len(cell) > 2 for cell in column
    )


def _repeats(column: Sequence[str], before: Sequence[str]) -> bool:
    """Say whether most tags of one column are those of another one."""
    marked = [(one, other) for one, other in zip(column, before, strict=True) if one not in (OUTSIDE, *_NOTHING)]
    return bool(marked) and sum(one == other for one, other in marked) > _REPEATED * len(marked)
