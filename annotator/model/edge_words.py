"""Words that people leave in or out at the edge of a span without meaning another thing by it.

The list is short, and tells the habits of a few languages; an edge that differs by other words is just another edge.
"""

from typing import Literal

from annotator.model.determiners import ANY_ARTICLE
from annotator.model.patterns import compiled
from annotator.model.tables import listed

EdgeKind = Literal["article", "punctuation", "attribution", "other"]

_WORDS = r"[\p{L}\p{N}][\p{L}\p{M}\p{N}]*"


_ATTRIBUTIONS = listed(
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
    if all(word in ANY_ARTICLE for word in found):
        return "article"
    return "attribution" if any(word in _ATTRIBUTIONS for word in found) else "other"
