"""Short stretches of text taken apart into figures, words and signs, for the engines that guess."""

import unicodedata
from collections.abc import Sequence
from functools import lru_cache

import msgspec

from annotator.model.abbreviations import BEFORE_NAMES, SHORTENED
from annotator.model.patterns import compiled
from annotator.model.span import Fragment

LONGEST = 400
"""How much of a stretch is looked at, in code points: no phrase is longer."""

_MOST_FRAGMENTS = 8
HYPHENS = frozenset("-‐‑")
_STOPS = frozenset("\n\r\u2028\u2029!?؟۔。…;؛")
_SHORTENED = BEFORE_NAMES | SHORTENED
_HIDDEN = "\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_HIDE = rf"[{_HIDDEN}]{{0,4}}"
_SPACE = r"[ \u00a0\u2009\u202f]"
_FIGURE = (
    rf"\p{{Nd}}{{1,3}}(?:{_SPACE}{_HIDE}\p{{Nd}}{{3}})++(?!\p{{Nd}})(?:[.,٫]\p{{Nd}}++)?+"
    rf"|(?:(?<![\p{{L}}\p{{Nd}}.,])\.)?\p{{Nd}}++(?:{_HIDE}[.,٫٬'’]{_HIDE}\p{{Nd}}++)*+"
)
# Quotation marks, apostrophes and what cannot be seen part words but are none: ‘“hundreds”’, “d’une”.
_TOKEN = rf"({_FIGURE})|[\p{{L}}][\p{{L}}\p{{M}}ـ]*+|[\n\r\u2028\u2029]|[^\s\p{{L}}\p{{M}}\p{{C}}'’‘\"“”«»‹›„]"
_MARK_OF_ALEF = str.maketrans("ى", "ي", "ـ" + _HIDDEN)


class Token(msgspec.Struct, frozen=True, gc=False):
    """A figure, a word, a single sign or a line end."""

    word: str
    """Folded: in small letters, without accents and vowel marks; a figure as it stands."""
    start: int
    """Its first code point in the text."""
    end: int
    is_figure: bool


def tokens_in(text: str, start: int, end: int, longest: int = LONGEST) -> list[Token]:
    """Return the tokens of ``text[start:end]``, of which at most ``longest`` code points are looked at.

    A word that lies over an edge is cut there.
    """
    found = compiled(_TOKEN).finditer(text, start, min(end, start + longest))
    return [
        Token(token[0], token.start(), token.end(), True)
        if token.lastindex
        else Token(folded(token[0]), token.start(), token.end(), False)
        for token in found
    ]


def tokens_of(text: str, fragments: Sequence[Fragment], longest: int = LONGEST) -> list[Token]:
    """Return the tokens of the first ``longest`` code points of a span."""
    tokens: list[Token] = []
    for fragment in fragments[:_MOST_FRAGMENTS]:
        tokens += tokens_in(text, fragment.start, fragment.end, longest)
        longest -= fragment.end - fragment.start
        if longest <= 0:
            break
    return tokens


@lru_cache(4096)
def folded(word: str) -> str:
    """Return ``word`` in small letters, without accents, vowel marks and lengthening strokes."""
    if word.isascii():
        return word.lower()
    bare = unicodedata.normalize("NFKD", word.casefold())
    kept = "".join(letter for letter in bare if not unicodedata.combining(letter))
    return kept.translate(_MARK_OF_ALEF)


def ends_a_sentence(tokens: Sequence[Token], at: int) -> bool:
    """Say whether a sentence seems to end at token ``at``: good enough to keep what stands beyond it apart."""
    word = tokens[at].word
    if word != ".":
        return word in _STOPS
    is_tight = at + 1 < len(tokens) and tokens[at + 1].start == tokens[at].end
    before = tokens[at - 1].word if at else ""
    return not is_tight and before not in _SHORTENED and not (len(before) == 1 and before.isalpha())
