"""Where the spans of an import lie: on their words, or on the same words nearby."""

from itertools import pairwise

from annotator.model.anchoring import find_nearby
from annotator.model.record import RecordSpan
from annotator.model.span import SURFACE_LIMIT, Fragment, marked_text


def lies_plainly(text: str, span: RecordSpan) -> bool:
    """Say whether ``span`` is one run of words, not long, and there they are: nearly every span of every import."""
    words = span.text
    return (
        words is not None
        and (span.fragments is None or span.fragments == [(span.start, span.end)])
        and 0 < len(words) <= SURFACE_LIMIT
        and span.start >= 0
        and span.end - span.start == len(words)
        and text.startswith(words, span.start)
    )


def anchored(text: str, span: RecordSpan) -> tuple[Fragment, ...] | None:
    """Return where ``span`` lies on its words, moved a little if need be; nothing if its words are not there."""
    if span.fragments is None or len(span.fragments) == 1:
        start, end = span.fragments[0] if span.fragments else (span.start, span.end)
        if 0 <= start < end <= len(text) and (span.text is None or text[start:end] == span.text):
            return (Fragment(start, end),)
        found = find_nearby(text, start, span.text or "")
        return None if found is None else (Fragment(found, found + len(span.text or "")),)
    return _anchored_fragments(text, span, sorted(span.fragments))


def _anchored_fragments(text: str, span: RecordSpan, places: list[tuple[int, int]]) -> tuple[Fragment, ...] | None:
    """Do the same for a span of several fragments; where they would have moved to is not guessed at."""
    if not all(0 <= start < end <= len(text) for start, end in places):
        return None
    if any(one[1] >= next_one[0] for one, next_one in pairwise(places)):
        return None
    fragments = tuple(Fragment(start, end) for start, end in places)
    if span.text is None or span.text in (marked_text(text, fragments), text[places[0][0] : places[-1][1]]):
        return fragments
    return None
