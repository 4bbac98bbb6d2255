"""Claim candidates: what an annotator may want to mark as claimed by somebody – quotations and reported clauses.

They are found one sentence at a time, within :data:`REACH` code points, so that a step costs the same in an article of
any length; and they are the same from wherever the search begins, forth and back.
"""

from annotator.model.candidates import REACH, Taken
from annotator.model.patterns import compiled
from annotator.model.reporting.clauses import claims_of
from annotator.model.reporting.quotations import CLOSERS, quotations_in, reaching_over
from annotator.model.reporting.scene import scene_of
from annotator.model.sentences import sentences_before, sentences_from
from annotator.model.span import Fragment
from annotator.model.words import snap_to_words

_LONGEST_ATTRIBUTION = 200
_STOPS = (".", "!", "?", "؟")
_LINE_END = "[\n\r\u2028\u2029]"
_GOES_ON = r"[,،]\p{Pf}$|[,،]\"$|[,،]’$"


def next_claim_candidate(text: str, position: int, taken: Taken, language: str) -> Fragment | None:
    """Return the first claim candidate that begins at or behind ``position`` and is not taken.

    Args:
        text: the article.
        position: where to begin, in code points; behind the current candidate to go on from it.
        taken: says of a start and an end whether a claim is marked there already, or was refused.
        language: ISO 639-1 code of the article; empty if it is not known.

    Returns:
        the candidate; nothing if there is none within :data:`REACH`.
    """
    for sentence in sentences_from(text, position):
        if sentence.start > position + REACH:
            break
        for candidate in _candidates_of(text, sentence, language):
            if candidate.start >= position and not taken(candidate.start, candidate.end):
                return candidate
    return None


def previous_claim_candidate(text: str, position: int, taken: Taken, language: str) -> Fragment | None:
    """Return the last one that ends at or before ``position`` and is not taken; see :func:`next_claim_candidate`."""
    for sentence in sentences_before(text, position):
        if sentence.end < position - REACH:
            break
        for candidate in reversed(_candidates_of(text, sentence, language)):
            if candidate.end <= position and not taken(candidate.start, candidate.end):
                return candidate
    return None


def goes_on(text: str, before: Fragment, piece: Fragment) -> bool:
    """Say whether a quotation goes on with another behind who said it: “Our flag,” he said, “is still there.”"""
    between = text[before.end : min(piece.start, before.end + _LONGEST_ATTRIBUTION)]
    is_far = not 0 <= piece.start - before.end < _LONGEST_ATTRIBUTION or compiled(_LINE_END).search(between)
    if is_far or between.rstrip()[-1:] in _STOPS:
        return False
    return text[piece.start] in CLOSERS and compiled(_GOES_ON).search(text, before.start, before.end) is not None


def _candidates_of(text: str, sentence: Fragment, language: str) -> list[Fragment]:
    """Return the candidates that begin in a sentence, in text order; none overlaps one of another sentence."""
    start = reaching_over(text, sentence.start)
    if start >= sentence.end:
        return []
    scene = scene_of(text, sentence, quotations_in(text, start, sentence.end), language)
    found: list[Fragment] = []
    for place in claims_of(scene):
        snapped = snap_to_words(text, place.start, place.end)
        if snapped is not None and snapped.start >= start and not any(_meet(snapped, other) for other in found):
            found.append(snapped)
    return sorted(found)


def _meet(one: Fragment, other: Fragment) -> bool:
    return one.start < other.end and other.start < one.end
