"""Moving the edges of a span by words, as the arrow keys name them: left and right as they are seen."""

from collections.abc import Callable

from annotator.model.span import Fragment, Span
from annotator.model.words import (
    next_word_end,
    next_word_start,
    previous_word_end,
    previous_word_start,
    snap_to_words,
    word_at,
)

_MARKS = 4
"""How many quotation marks and stops may stand together."""

_Edge = Callable[[str, Span], Fragment | None]


def moved(text: str, span: Span, command: str, *, runs_left: bool) -> tuple[Fragment, ...] | None:
    """Return the fragments that a moved edge leaves, or nothing if the edge cannot go there.

    Args:
        text: the article.
        span: whose edge is moved.
        command: one of the names of :data:`EDGE_COMMANDS`.
        runs_left: whether the span's paragraph runs from right to left, so that the span ends at the left.
    """
    first, edge = EDGE_COMMANDS[_MIRRORED[command] if runs_left else command]
    fragment = edge(text, span)
    if fragment is None:
        return None
    return (fragment, *span.fragments[1:]) if first else (*span.fragments[:-1], fragment)


def _first_out(text: str, span: Span) -> Fragment | None:
    end = span.fragments[0].end
    opening = _with_marks(text, Fragment(_behind_space(text, span.start), end), span.fragments[0])
    if opening is not None:
        return opening
    start = previous_word_start(text, span.start)
    begins_word = word_at(text, start)
    return Fragment(start, end) if start < span.start and begins_word and begins_word.start == start else None


def _first_in(text: str, span: Span) -> Fragment | None:
    start, end = next_word_start(text, span.start), span.fragments[0].end
    return Fragment(start, end) if start < end else None


def _last_in(text: str, span: Span) -> Fragment | None:
    start, end = span.fragments[-1].start, previous_word_end(text, span.end)
    return Fragment(start, end) if end > start else None


def _last_out(text: str, span: Span) -> Fragment | None:
    start = span.fragments[-1].start
    closing = _with_marks(text, Fragment(start, _before_space(text, span.end)), span.fragments[-1])
    if closing is not None:
        return closing
    end = next_word_end(text, span.end)
    ends_word = word_at(text, end - 1)
    return Fragment(start, end) if end > span.end and ends_word and ends_word.end == end else None


def _with_marks(text: str, wider: Fragment, fragment: Fragment) -> Fragment | None:
    """Return ``wider`` if it has nothing but the quotation marks that belong to ``fragment`` besides."""
    added = text[wider.start : fragment.start] + text[fragment.end : wider.end]
    if not added or any(letter.isalnum() for letter in added):
        return None
    return wider if snap_to_words(text, wider.start, wider.end) == wider else None


def _behind_space(text: str, position: int) -> int:
    first = max(0, position - _MARKS)
    return next((at for at in range(position, first, -1) if text[at - 1].isspace()), first)


def _before_space(text: str, position: int) -> int:
    last = min(len(text), position + _MARKS)
    return next((at for at in range(position, last) if text[at].isspace()), last)


EDGE_COMMANDS: dict[str, tuple[bool, _Edge]] = {
    "left_edge_left": (True, _first_out),
    "left_edge_right": (True, _first_in),
    "right_edge_left": (False, _last_in),
    "right_edge_right": (False, _last_out),
}
"""Whether a command moves the first edge, and how, where words run from left to right."""
_MIRRORED = {
    "left_edge_left": "right_edge_right",
    "left_edge_right": "right_edge_left",
    "right_edge_left": "left_edge_right",
    "right_edge_right": "left_edge_left",
}
