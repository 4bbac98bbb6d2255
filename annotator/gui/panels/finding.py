"""Finding words in an article as a reader means them: without regard to case, accents, or the shape of quotation marks.

The text is folded once per article. Folding may take characters away (accents) and add some (``ß`` becomes ``ss``), so
the places where it does are kept, and what is found is told in code points of the article.
"""

import re
import unicodedata
from array import array
from bisect import bisect_right

from annotator.model.span import Fragment

MOST_MATCHES = 10_000
"""More are not listed: nobody goes through them one by one."""

_PLAIN = {
    **dict.fromkeys("‘’‚‛ʼ′", "'"),
    **dict.fromkeys("“”„‟″«»", '"'),
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"),
    **dict.fromkeys("\u00a0\u2002\u2003\u2007\u2009\u202f\u3000\t\n\v\f\x85\u2028\u2029", " "),
    **dict.fromkeys("\r\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u202a\u202b\u202c\u202d\u202e", ""),
    **dict.fromkeys("\u2066\u2067\u2068\u2069", ""),
}


def fold(text: str) -> str:
    """Return ``text`` as it is compared; its length may be another."""
    return text.translate(_FOLDED)


class FoldedText:
    """An article folded for finding, and the way back to its code points."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._folded = fold(text)
        self._odd = array("q")
        """Where, in code points of the article, characters are whose fold is not one character long."""
        self._odd_folded = array("q")
        """Where in the folded text the folds of those begin."""
        if not text.isascii() or "\r" in text:
            self._note_odd_characters()

    def find(self, words: str) -> tuple[list[Fragment], bool]:
        """Return where ``words`` occur, in text order and without overlaps, and whether that is all of it.

        At most :data:`MOST_MATCHES` places.
        """
        sought = fold(words)
        found: list[Fragment] = []
        at = self._folded.find(sought) if sought else -1
        while at >= 0:
            if len(found) == MOST_MATCHES:
                return found, False
            start, end = self._owner(at), self._behind(at + len(sought) - 1)
            if not found or start >= found[-1].end:
                found.append(Fragment(start, end))
            at = self._folded.find(sought, at + len(sought))
        return found, True

    def _note_odd_characters(self) -> None:
        odd = [character for character in set(self._text) if len(_FOLDED[ord(character)]) != 1]
        if not odd:
            return
        shift = 0
        for place in re.finditer("[" + "".join(map(re.escape, odd)) + "]", self._text):
            self._odd.append(place.start())
            self._odd_folded.append(place.start() + shift)
            shift += len(_FOLDED[ord(place[0])]) - 1

    def _owner(self, folded: int) -> int:
        """Return the code point of the article whose fold the character at ``folded`` belongs to."""
        last = bisect_right(self._odd_folded, folded) - 1
        if last < 0:
            return folded
        begins, place = self._odd_folded[last], self._odd[last]
        width = len(_FOLDED[ord(self._text[place])])
        return place if folded < begins + width else place + 1 + folded - begins - width

    def _behind(self, folded: int) -> int:
        """Return where the article goes on behind the character at ``folded`` and the accents on it."""
        end = self._owner(folded) + 1
        while end < len(self._text) and not _FOLDED[ord(self._text[end])]:
            end += 1
        return end


class _Folding(dict[int, str]):
    """What each character becomes, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        if character in _PLAIN:
            folded = _PLAIN[character]
        else:
            parts = unicodedata.normalize("NFD", character)
            bare = "".join(part for part in parts if not unicodedata.combining(part))
            folded = (character if len(bare) == len(parts) else bare).casefold()
        self[code] = folded
        return folded


_FOLDED = _Folding()
