"""Quotations: from a quotation mark to the one that closes it, on one line.

Whether a mark opens or closes is seen from what stands beside it, and an apostrophe is neither, so far as that can be
seen. A mark that nothing closes within :data:`LONGEST` code points opens nothing.
"""

from annotator.model.patterns import compiled
from annotator.model.span import Fragment

LONGEST = 1000
"""How long a quotation may be, in code points."""

CLOSERS = {"“": "”", "‘": "’", "«": "»", "‹": "›", "„": "“”", "「": "」", "『": "』", '"': '"'}
"""What closes each mark."""

_LINE_END = "[\n\r\u2028\u2029\v\f\x85]"
_OPENER = r"[“‘«‹„「『]|(?<![\p{L}\p{N}\p{P}])\"(?=\S)|(?<=[(\[—–-])\"(?=\S)"
_APOSTROPHE = r"(?<=\p{L})’(?=\p{L})"
_MAYBE_APOSTROPHE = r"(?<=[sSzZ])’(?=\s+[\p{L}\p{N}])"
_SURELY_CLOSES = r"(?<=[\p{P}\p{N}\p{So}])’(?!\p{L})"


def quotations_in(text: str, start: int, end: int) -> list[Fragment]:
    """Return the quotations that begin in ``text[start:end]``, in text order, with their marks; none inside another."""
    found = []
    opener = compiled(_OPENER).search(text, start, end)
    while opener is not None:
        close = _closing(text, opener.start())
        behind = opener.end() if close is None else close
        found += [] if close is None else [Fragment(opener.start(), close)]
        opener = compiled(_OPENER).search(text, behind, end) if behind < end else None
    return found


def reaching_over(text: str, position: int) -> int:
    """Return where the quotations end that begin before ``position`` and go on behind it; else ``position``."""
    first = max(0, position - LONGEST)
    ends = [position]
    for opener in compiled(_OPENER).finditer(text, first, position):
        close = _closing(text, opener.start())
        ends += [] if close is None else [close]
    return max(ends)


def _closing(text: str, opener: int) -> int | None:
    """Return the position behind the mark that closes the one at ``opener``."""
    mark = text[opener]
    last = min(len(text), opener + LONGEST)
    found = _single_closing(text, opener, last) if mark == "‘" else _first_of(text, CLOSERS[mark], opener + 1, last)
    # What another one follows before it closes belongs to a quotation over several paragraphs.
    if found is None or (mark != '"' and text.find(mark, opener + 1, found) >= 0):
        return None
    return None if compiled(_LINE_END).search(text, opener, found) else found + 1


def _first_of(text: str, marks: str, start: int, end: int) -> int | None:
    """Return where the first of ``marks`` is."""
    found = [at for at in (text.find(mark, start, end) for mark in marks) if at >= 0]
    return min(found, default=None)


def _single_closing(text: str, opener: int, last: int) -> int | None:
    """Return the position of the ’ that closes a ‘, which looks like an apostrophe."""
    at = text.find("’", opener + 1, last)
    while at >= 0:
        is_apostrophe = compiled(_APOSTROPHE).match(text, at) is not None
        if not is_apostrophe and not _closes_later(text, at, last):
            return at
        at = text.find("’", at + 1, last)
    return None


def _closes_later(text: str, at: int, last: int) -> bool:
    """Say whether the mark at ``at`` is the apostrophe of a plural, and a surer one closes before another opens."""
    if compiled(_MAYBE_APOSTROPHE).match(text, at) is None:
        return False
    another = text.find("‘", at, last)
    line_end = compiled(_LINE_END).search(text, at, last if another < 0 else another)
    end = line_end.start() if line_end else last if another < 0 else another
    return compiled(_SURELY_CLOSES).search(text, at + 1, end) is not None
