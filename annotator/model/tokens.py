"""Tokens: the pieces that a text is counted in, and the sentences they lie in.

There is one definition. The formats of trainers write these tokens (but for spaCy’s, which makes its own), agreement is
counted over them, and what is said of spans that meet no token edge is said of them; so an agreement is about the very
units that a model learns from.

A token is a word as :mod:`annotator.model.words` knows it, a possessive ’s of one, or any other character that is no
blank: a full stop, a quotation mark, an emoji with what is joined to it. A word takes the marks on its letters along,
and a sign those on it. What cannot be seen, such as a mark of direction, is a token too, for a span may begin with it,
and what is put together from tokens differs from the text in blanks only. Nothing depends on a language or on a word
list. Positions are code points.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator

from annotator.model.patterns import compiled
from annotator.model.sentences import sentence_edges
from annotator.model.span import Fragment, Span
from annotator.model.words import POSSESSIVE, WORD

Token = tuple[int, int]
"""Where a token begins, and one past its end."""

_BLANK = r"\s\x1c-\x1f"
"""What Python splits a line at: Unicode leaves the separators of old terminals out."""
_SIGN = r"[^\s\p{L}\p{N}_\p{Cc}\p{Cf}\p{Cs}][\p{M}\p{Emoji_Modifier}]*"
_SIGNS = rf"\p{{Regional_Indicator}}{{2}}|{_SIGN}(?:\u200d{_SIGN})*"
_TOKEN = rf"(?P<word>{WORD})|{_SIGNS}|[^{_BLANK}]\p{{M}}*"
_POSSESSIVE_END = rf"(?r){POSSESSIVE}$"


class _Known(dict[str, tuple[tuple[int, int, str], ...]]):
    """What stands between two spaces, taken apart: where in it each token begins and ends, and the token.

    No token reaches over a blank, and no rule looks beyond one, so that the same piece always holds the same tokens;
    and texts are made of the same few thousand pieces, which to look up is ten times as fast as to take apart.
    """

    _LONGEST = 40
    _MOST = 16_384

    def __missing__(self, piece: str) -> tuple[tuple[int, int, str], ...]:
        found = tuple((start, end, piece[start:end]) for start, end in _taken_apart(piece))
        if len(piece) <= self._LONGEST:
            if len(self) >= self._MOST:
                self.clear()
            self[piece] = found
        return found


_known = _Known()


class Tokens:
    """The tokens of one text, in its order and found by place; every character but a blank is in one.

    Attributes:
        text: the text.
        words: what each token is.
        starts: where each begins, in code points.
        ends: where each ends.
    """

    __slots__ = ("ends", "starts", "text", "words")

    def __init__(self, text: str) -> None:
        self.text = text
        self.words: list[str] = []
        self.starts: list[int] = []
        self.ends: list[int] = []
        at = 0
        for piece in text.split(" "):
            for start, end, word in _known[piece]:
                self.words.append(word)
                self.starts.append(at + start)
                self.ends.append(at + end)
            at += len(piece) + 1

    def __len__(self) -> int:
        return len(self.starts)

    def __getitem__(self, number: int) -> Token:
        return self.starts[number], self.ends[number]

    def __iter__(self) -> Iterator[Token]:
        return zip(self.starts, self.ends, strict=True)

    def within(self, start: int, end: int) -> tuple[int, int]:
        """Return the numbers of the tokens that lie at least partly in ``text[start:end]``, half-open."""
        return bisect_right(self.ends, start), bisect_left(self.starts, end)

    def whole(self, start: int, end: int) -> tuple[int, int] | None:
        """Return the numbers of the tokens that ``text[start:end]`` begins and ends with; nothing if it cuts one."""
        first, last = bisect_left(self.starts, start), bisect_left(self.ends, end)
        if first > last or last == len(self.ends) or self.starts[first] != start or self.ends[last] != end:
            return None
        return first, last + 1

    def inside(self, places: Iterable[Fragment]) -> Iterator[tuple[int, int]]:
        """Yield the runs of tokens that lie at least partly in ``places``; none for a place between tokens."""
        for place in places:
            first, last = self.within(place.start, place.end)
            if first < last:
                yield first, last

    def between(self, span: Span) -> bool:
        """Say whether ``span`` marks no token at all."""
        return next(self.inside(span.fragments), None) is None

    def sentences(self) -> Iterator[tuple[int, int]]:
        """Yield the numbers of the tokens of each sentence, half-open; a token is in the one that it begins in."""
        first = 0
        for edge in sentence_edges(self.text):
            last = bisect_left(self.starts, edge, first)
            if last > first:
                yield first, last
            first = last


def _taken_apart(text: str) -> Iterator[Token]:
    for match in compiled(_TOKEN).finditer(text):
        start, end = match.span()
        if match["word"] is not None and text[end - 1] in "sS":
            possessive = compiled(_POSSESSIVE_END).search(text, start + 1, end)
            if possessive is not None:
                yield start, possessive.start()
                start = possessive.start()
        yield start, end
