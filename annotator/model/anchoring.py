"""Checking that a span's offsets lie on its words, and finding the words again nearby when they do not."""

REACH = 40
"""How far, in code points, a shifted span is looked for on either side."""


def lies_on(text: str, start: int, end: int, words: str) -> bool:
    """Say whether ``text[start:end]`` exists and reads ``words``."""
    return 0 <= start < end <= len(text) and text[start:end] == words


def find_nearby(text: str, start: int, end: int, words: str) -> int | None:
    """Return where ``words`` begins if it occurs exactly once within :data:`REACH` code points of where it should.

    Args:
        text: the article.
        start: where the span claims to begin, in code points; may be out of range.
        end: where it claims to end.
        words: what the span should read; empty is never found.
    """
    if not words:
        return None
    first = max(0, start - REACH)
    last = min(len(text), max(end, start + len(words)) + REACH)
    found = text.find(words, first, last)
    if found < 0 or text.find(words, found + 1, last) >= 0:
        return None
    return found
