"""Finding words again by what stands around them, as W3C Web Annotation has it: a quote with a prefix and a suffix."""

from collections.abc import Iterator
from itertools import islice

import msgspec
import regex

CONTEXT = 32
"""How many code points of prefix and suffix are written."""
MOST_PLACES = 10_000
_MOST_WORDS = 2_000
_AROUND = 4
_BLANKS = r"\s+"


class Quote(msgspec.Struct, frozen=True):
    """Words, and what stands before and after them; either may be unknown, which is the same as empty."""

    exact: str
    prefix: str = ""
    suffix: str = ""


def quote_of(text: str, start: int, end: int) -> Quote:
    """Return the words at a place of ``text`` with a little of what stands around them."""
    return Quote(text[start:end], text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT])


def find_quote(text: str, quote: Quote) -> int | None:
    """Return where the only words begin that are ``quote``, told from others alike by their prefix and suffix.

    Nothing if they are not there, or if several places fit equally well.
    """
    places = list(_places(text, quote.exact))
    if len(places) > 1:
        places = [place for place in places if _fits(text, place, quote)]
    return places[0] if len(places) == 1 else None


def find_words(text: str, quote: Quote) -> tuple[int, int] | None:
    """Return where the words of a quote lie, or the same words with other blanks and line ends between them.

    Nothing if they are not there, or if several places fit equally well.
    """
    start = find_quote(text, quote)
    if start is not None:
        return start, start + len(quote.exact)
    if quote.exact in text:
        return None
    words = quote.exact.split()
    if not 1 < len(words) <= _MOST_WORDS:
        return None
    found = list(islice(regex.finditer(_BLANKS.join(map(regex.escape, words)), text), MOST_PLACES))
    if len(found) > 1:
        found = [match for match in found if _fits_loosely(text, match.span(), quote)]
    return found[0].span() if len(found) == 1 else None


def _fits_loosely(text: str, place: tuple[int, int], quote: Quote) -> bool:
    before, after = "".join(quote.prefix.split()), "".join(quote.suffix.split())
    start = max(0, place[0] - _AROUND * CONTEXT)
    around = "".join(text[start : place[0]].split()), "".join(text[place[1] : place[1] + _AROUND * CONTEXT].split())
    return around[0].endswith(before[-CONTEXT:]) and around[1].startswith(after[:CONTEXT])


def _places(text: str, words: str) -> Iterator[int]:
    at = text.find(words) if words else -1
    found = 0
    while at >= 0 and found < MOST_PLACES:
        yield at
        found += 1
        at = text.find(words, at + 1)


def _fits(text: str, place: int, quote: Quote) -> bool:
    return text.endswith(quote.prefix, 0, place) and text.startswith(quote.suffix, place + len(quote.exact))
