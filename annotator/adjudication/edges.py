"""Edges that hardly matter: a leading article, a closing punctuation mark."""

import re
from collections.abc import Sequence
from itertools import pairwise
from unicodedata import category, normalize

from annotator.model.determiners import DETERMINERS
from annotator.model.span import Fragment
from annotator.model.words import CLOSING

_ELISION = "'"
_ATTACHED = ("l'", "ال")
_QUOTES = {"”": "“", "’": "‘", "»": "«", "›": "‹", "」": "「", "』": "『"}
_ARABIC = re.compile("[\u0600-\u06ff]")
_WORD = re.compile(r"l'|\S+")
_SHORTEST_ACRONYM = 2


def common_core(marks: Sequence[tuple[Fragment, ...]], text: str, language: str) -> tuple[Fragment, ...] | None:
    """Return the fragments that all of ``marks`` share, if nothing but edges that hardly matter lies outside.

    Args:
        marks: the fragments of several spans.
        text: the article.
        language: an ISO 639-1 code; if it is empty or unknown, Arabic letters are read as Arabic, others as English.
    """
    if len({_inner(mark) for mark in marks}) > 1:
        return None
    starts = sorted({mark[0].start for mark in marks})
    ends = sorted({mark[-1].end for mark in marks})
    start, end = starts[-1], ends[0]
    if start >= min(mark[0].end for mark in marks) or end <= max(mark[-1].start for mark in marks):
        return None
    if not all(_is_determiner(text[a:start], language) for a in starts[:-1]):
        return None
    if not all(_is_closing(text[start:b], text[a:b]) for a, b in pairwise(ends)):
        return None
    return with_edges(marks[0], start, end)


def with_edges(mark: tuple[Fragment, ...], start: int, end: int) -> tuple[Fragment, ...]:
    """Return ``mark`` from ``start`` to ``end`` instead of its own outer edges."""
    if len(mark) == 1:
        return (Fragment(start, end),)
    return (Fragment(start, mark[0].end), *mark[1:-1], Fragment(mark[-1].start, end))


def _inner(mark: tuple[Fragment, ...]) -> tuple[int, ...]:
    """Return the edges of a mark but for the first and the last."""
    return tuple(edge for fragment in mark for edge in (fragment.start, fragment.end))[1:-1]


def _is_determiner(piece: str, language: str) -> bool:
    """Say whether ``piece``, which lies before the rest of a span, is made of determiners only."""
    plain = "".join(letter for letter in normalize("NFC", piece).replace("’", "'") if category(letter) != "Mn")
    words = _WORD.findall(plain.casefold())
    if not words or not (plain[-1].isspace() or words[-1] in _ATTACHED):
        return False
    known = DETERMINERS.get(language.partition("-")[0].lower()) or DETERMINERS["ar" if _ARABIC.search(plain) else "en"]
    # In capitals, “UN” and “LA” are names.
    acronym = any(word.isupper() and len(word) == _SHORTEST_ACRONYM for word in plain.split())
    return not acronym and all(word.removesuffix(_ELISION) in known for word in words)


def _is_closing(whole: str, piece: str) -> bool:
    """Say whether ``piece``, the end of ``whole``, is punctuation that closes nothing inside of it."""
    marks = piece.strip()
    if not marks:
        return not piece or piece.isspace()
    return all(
        mark in CLOSING
        or (mark in _QUOTES and whole.count(_QUOTES[mark]) < whole.count(mark))
        or _is_stray(whole, mark)
        for mark in marks
        if not mark.isspace()
    )


def _is_stray(whole: str, mark: str) -> bool:
    """Say whether ``mark`` is a straight quotation mark without a partner."""
    return mark == '"' and whole.count(mark) % 2 == 1
