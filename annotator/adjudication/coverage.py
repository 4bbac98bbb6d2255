"""Who could have seen what: an annotator who did not read a paragraph is absent there, and disagrees with nobody."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence

from annotator.adjudication.layered import LayerWork, decided_spans
from annotator.model import coverage
from annotator.model.span import Fragment


class Coverage:
    """What one annotator has read of an article, as :mod:`annotator.model.coverage` knows it."""

    def __init__(self, work: LayerWork, text: str) -> None:
        self._unread = coverage.unread(text, work.read, decided_spans(work))
        self._starts = [place.start for place in self._unread]

    def saw(self, fragments: Iterable[Fragment]) -> bool:
        """Say whether all the paragraphs that ``fragments`` lie in were read."""
        return not self._unread or not any(_meets(self._unread, self._starts, place) for place in fragments)


def _meets(apart: Sequence[Fragment], starts: Sequence[int], place: Fragment) -> bool:
    """Say whether ``place`` overlaps one of ``apart``, which are in text order and do not overlap each other."""
    at = bisect_right(starts, place.start)
    return (at > 0 and apart[at - 1].end > place.start) or (at < len(apart) and apart[at].start < place.end)
