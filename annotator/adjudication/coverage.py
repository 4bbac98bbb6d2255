"""Who could have seen what: an annotator who did not read a paragraph is absent there, and disagrees with nobody.

A done article counts as read from end to end, unless its annotator signed paragraphs in it as “read, nothing here”.
Who signs empty paragraphs says which ones were read: those signed, and those with a span of theirs in them. Every other
paragraph of such a layer that is not blank counts as not read. Where this is too strict, the outcome is cautious: a
mark in a paragraph that only one annotator read is never taken for agreed.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence

from annotator.adjudication.layered import LayerWork, decided_spans
from annotator.adjudication.places import united
from annotator.model.span import Fragment

_LINE_END = re.compile("\r\n|[\n\r\u2028\u2029\v\f\x85]")


def unread(work: LayerWork, text: str) -> list[Fragment]:
    """Return the paragraphs of ``text`` that the annotator of ``work`` has not read, in text order."""
    if not work.read:
        return []
    touched = united([*work.read, *(place for span in decided_spans(work) for place in span.fragments)])
    starts = [place.start for place in touched]
    return [paragraph for paragraph in _paragraphs(text) if not _meets(touched, starts, paragraph)]


class Coverage:
    """What one annotator has read of an article."""

    def __init__(self, work: LayerWork, text: str) -> None:
        self._unread = unread(work, text)
        self._starts = [place.start for place in self._unread]

    def saw(self, fragments: Iterable[Fragment]) -> bool:
        """Say whether all the paragraphs that ``fragments`` lie in were read."""
        return not self._unread or not any(_meets(self._unread, self._starts, place) for place in fragments)


def _paragraphs(text: str) -> Iterator[Fragment]:
    """Yield the paragraphs of ``text`` that are not blank, without their line ends."""
    start = 0
    for end, after in [*(found.span() for found in _LINE_END.finditer(text)), (len(text), len(text))]:
        if text[start:end].strip():
            yield Fragment(start, end)
        start = after


def _meets(apart: Sequence[Fragment], starts: Sequence[int], place: Fragment) -> bool:
    """Say whether ``place`` overlaps one of ``apart``, which are in text order and do not overlap each other."""
    at = bisect_right(starts, place.start)
    return (at > 0 and apart[at - 1].end > place.start) or (at < len(apart) and apart[at].start < place.end)
