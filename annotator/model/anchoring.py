"""Finding the words of a span again when its offsets do not lie on them."""

REACH = 40
"""How far, in code points, a shifted span is looked for on either side."""


def find_nearby(text: str, start: int, words: str) -> int | None:
    """Return where ``words`` begins if it occurs exactly once within :data:`REACH` code points of where it should.

    Args:
        text: the article.
        start: where the span claims to begin, in code points; may be out of range.
        words: what the span should read; empty is never found.
    """
    if not words:
        return None
    first = max(0, start - REACH)
    last = min(len(text), start + len(words) + REACH)
    found = text.find(words, first, last)
    if found < 0 or text.find(words, found + 1, last) >= 0:
        return None
    return found
