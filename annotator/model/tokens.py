"""Tokens: the pieces that trainers count a text in, and the sentences they lie in.

A token is a word as :mod:`annotator.model.words` knows it, a possessive ’s of one, or any other visible character with
the marks on it. Tokens hold no blank of any kind, so that they may stand in columns. Positions are code points.
"""

from collections.abc import Iterator, Sequence

from annotator.model.patterns import compiled
from annotator.model.sentences import sentences_from
from annotator.model.words import POSSESSIVE, WORD

Token = tuple[int, int]
"""Where a token begins, and one past its end."""

_BLANK = r"\s\x1c-\x1f"
"""What Python splits a line at: Unicode leaves the separators of old terminals out."""
_TOKEN = rf"(?P<word>{WORD})|[^{_BLANK}]\p{{M}}*"
_POSSESSIVE_END = rf"(?r){POSSESSIVE}$"


def tokens_of(text: str) -> list[Token]:
    """Return the tokens of ``text`` in its order; every visible character is in one."""
    found: list[Token] = []
    for match in compiled(_TOKEN).finditer(text):
        start, end = match.span()
        if match["word"] is not None and text[end - 1] in "sS":
            possessive = compiled(_POSSESSIVE_END).search(text, start + 1, end)
            if possessive is not None:
                found.append((start, possessive.start()))
                start = possessive.start()
        found.append((start, end))
    return found


def sentences_of(text: str, tokens: Sequence[Token]) -> Iterator[Sequence[Token]]:
    """Yield the tokens of each sentence; every token is in one, the one that it begins in."""
    first = 0
    for sentence in sentences_from(text, 0):
        last = first
        while last < len(tokens) and tokens[last][0] < sentence.end:
            last += 1
        if last > first:
            yield tokens[first:last]
        first = last
    if first < len(tokens):
        yield tokens[first:]
