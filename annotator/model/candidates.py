"""Candidates: what an annotator may want to mark next – names and number phrases – found one sentence at a time.

A step looks at :data:`REACH` code points at most, so that it costs the same in an article of any length. What is found
does not depend on where the search begins: going forward and going back meet the same candidates.
"""

from collections.abc import Callable

from annotator.model.guesses.found import number_phrases
from annotator.model.names import names_in
from annotator.model.noun_phrases import with_phrases
from annotator.model.sentences import sentences_before, sentences_from
from annotator.model.span import Fragment
from annotator.model.words import snap_to_words

REACH = 10_000
"""How far from the caret a candidate is looked for, in code points."""

_LONGEST_ELISION = 3
_APOSTROPHES = ("'", "’")

Taken = Callable[[int, int], bool]
"""Whether something between two code points is marked or was refused."""


def next_candidate(text: str, position: int, taken: Taken, language: str, *, phrases: bool = False) -> Fragment | None:
    """Return the first candidate that begins at or behind ``position`` and is not taken.

    Args:
        text: the article.
        position: where to begin, in code points; behind the current candidate to go on from it.
        taken: says of a start and an end whether something is marked there already, or was refused.
        language: ISO 639-1 code of the article; empty if it is not known.
        phrases: whether people without a name are candidates, too, and a name is taken with them: "the Syrian army".

    Returns:
        the candidate; nothing if there is none within :data:`REACH`.
    """
    for sentence in sentences_from(text, position):
        if sentence.start > position + REACH:
            break
        for candidate in _candidates_of(text, sentence, language, phrases):
            if candidate.start >= position and not taken(candidate.start, candidate.end):
                return candidate
    return None


def previous_candidate(
    text: str, position: int, taken: Taken, language: str, *, phrases: bool = False
) -> Fragment | None:
    """Return the last candidate that ends at or before ``position`` and is not taken; see :func:`next_candidate`."""
    for sentence in sentences_before(text, position):
        if sentence.end < position - REACH:
            break
        for candidate in reversed(_candidates_of(text, sentence, language, phrases)):
            if candidate.end <= position and not taken(candidate.start, candidate.end):
                return candidate
    return None


def _candidates_of(text: str, sentence: Fragment, language: str, phrases: bool) -> list[Fragment]:
    """Return the candidates of a sentence, in text order."""
    numbers = number_phrases(text, sentence.start, sentence.end, language)
    names = names_in(text, sentence, numbers, language)
    if phrases:
        names = with_phrases(text, sentence, numbers, names, language)
    found = sorted([*numbers, *names])
    on_edges = (_on_word_edges(text, candidate) for candidate in found)
    return [candidate for candidate in on_edges if candidate is not None]


def _on_word_edges(text: str, found: Fragment) -> Fragment | None:
    """Return what was found with the elided word before it ("d’au moins 31"); nothing if it ends inside a word."""
    snapped = snap_to_words(text, found.start, found.end)
    if snapped is None or snapped == found:
        return snapped
    added = text[snapped.start : found.start]
    is_elided = snapped.end == found.end and len(added) <= _LONGEST_ELISION and added[-1:] in _APOSTROPHES
    return snapped if is_elided and snap_to_words(text, snapped.start, snapped.end) == snapped else None
