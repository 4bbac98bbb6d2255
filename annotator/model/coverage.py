"""What an annotator has read of an article that they are done with.

A done article counts as read from end to end, unless its annotator made a habit of signing paragraphs in it as “read,
nothing here”: then those signed and those with a span of theirs in them were read, and every other paragraph that is
not blank was not. Its annotator is absent there, and neither agrees nor disagrees. It is a habit where at least as many
paragraphs are signed as are left without sign or span; a key pressed once must not hide what somebody overlooked.
"""

import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence

from annotator.model.span import Fragment, Span

_LINE_END = re.compile("\r\n|[\n\r\u2028\u2029\v\f\x85]")


def unread(text: str, read: Sequence[Fragment], spans: Iterable[Span]) -> list[Fragment]:
    """Return the paragraphs of ``text`` that an annotator has not read, in text order.

    Args:
        text: the article.
        read: the paragraphs that they signed as read and empty.
        spans: their spans.
    """
    if not read:
        return []
    touched = deque(sorted([*read, *(fragment for span in spans for fragment in span.fragments)]))
    left = []
    reach = 0
    for paragraph in _paragraphs(text):
        # How far what begins before the end of this paragraph reaches: into it, or only up to it.
        while touched and touched[0].start < paragraph.end:
            reach = max(reach, touched.popleft().end)
        if reach <= paragraph.start:
            left.append(paragraph)
    return left if len(read) >= len(left) else []


def _paragraphs(text: str) -> Iterator[Fragment]:
    """Yield the paragraphs of ``text`` that are not blank, without their line ends."""
    start = 0
    for end, after in [*(found.span() for found in _LINE_END.finditer(text)), (len(text), len(text))]:
        if text[start:end].strip():
            yield Fragment(start, end)
        start = after
