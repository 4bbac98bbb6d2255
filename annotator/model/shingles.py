"""Shingles: the runs of five words that a text is made of, by which near-copies know one another.

Case, punctuation and line breaks do not count. In scripts without spaces between words a letter stands for a word.
"""

from annotator.model.patterns import compiled

WORDS = 5
"""How many words make a shingle."""
SAME_STORY = 0.5
"""Texts that have so large a share of their shingles in common are copies of one wire report."""

_SPACELESS = r"\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}"
_WORD = r"[\p{L}\p{N}\p{M}]++"
_LETTER_OR_WORD = rf"(?V1)[[\p{{L}}\p{{N}}\p{{M}}]--[{_SPACELESS}]]++|[{_SPACELESS}]\p{{M}}*+"
# Everything without spaces lies there, and other letters too. Four times as fast where there are none.
_MAY_BE_SPACELESS = r"[\u0e00-\u1fff\u2e80-\U0003ffff]"

Shingles = frozenset[bytes]


def shingles(text: str) -> Shingles:
    """Return the shingles of ``text``, each in UTF-8 with a space between its words.

    A text of fewer than five words has one shingle, all of it; one without words has none.
    """
    spaceless = compiled(_MAY_BE_SPACELESS).search(text) is not None
    words = compiled(_LETTER_OR_WORD if spaceless else _WORD).findall(text.casefold())
    if len(words) <= WORDS:
        return frozenset([" ".join(words).encode()] if words else ())
    encoded = [word.encode() for word in words]
    runs = zip(*(encoded[first:] for first in range(WORDS)), strict=False)
    return frozenset(map(b" ".join, runs))


def jaccard(one: Shingles, other: Shingles) -> float:
    """Return which share of the shingles of two texts both have; 0 if neither has any.

    Not which share of the smaller one's: a note that an agency puts under every report would make stories of short
    articles that have nothing else in common.
    """
    common = len(one & other)
    return common / (len(one) + len(other) - common) if common else 0.0
