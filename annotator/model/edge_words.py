"""Words that people leave in or out at the edge of a span without meaning another thing by it.

The lists are short, and tell the habits of a few languages; an edge that differs by other words is just another edge.
"""

from typing import Literal

from annotator.model.patterns import compiled

EdgeKind = Literal["article", "punctuation", "attribution", "other"]

_WORDS = r"[\p{L}\p{N}][\p{L}\p{M}\p{N}]*"


def _listed(words: str) -> frozenset[str]:
    return frozenset(words.split())


ARTICLES = _listed(
    "the a an "
    "le la les l un une des du "
    "el los las una unos unas lo "
    "der die das den dem ein eine einen einem einer "
    "il gli i uno o os as um uma "
    "ال"
)
"""Definite and indefinite articles, folded; of several languages, because a wire quotes names of all of them."""

_ATTRIBUTIONS = _listed(
    "said says say saying told tells according reported reports announced stated added claimed claims denied warned "
    "confirmed insisted alleged that "
    "dit déclaré affirmé annoncé indiqué précisé selon que qu "
    "dijo afirmó declaró anunció informó según "
    "قال قالت وقال وقالت أعلن أعلنت أكد أكدت ذكر ذكرت بحسب وفقا إن أن"
)


def edge_kind(words: str) -> EdgeKind:
    """Say what it is by which an edge differs: a stretch of text that one span holds and the other does not.

    ``punctuation`` is anything without a letter or digit, spaces too; ``article`` nothing but articles;
    ``attribution`` anything that holds a word of saying, “according to”, or “that”.
    """
    found = [word.casefold() for word in compiled(_WORDS).findall(words)]
    if not found:
        return "punctuation"
    if all(word in ARTICLES for word in found):
        return "article"
    return "attribution" if any(word in _ATTRIBUTIONS for word in found) else "other"
