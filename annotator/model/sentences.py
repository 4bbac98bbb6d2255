"""Sentences: where a reader's eye begins again.

Positions are code points into the article's text. Every function looks only at the neighbourhood of the position it is
asked about. The end of a line always ends a sentence. Text that goes on for more than two cells of :data:`CELL` code
points without a stop is cut at a space near the end of each cell, the same one from wherever it is asked about.

Within a line a sentence ends behind a stop and the quotation marks and brackets that close after it, if a space follows
and the next letter is not a small one. A full stop may also belong to an abbreviation: behind a title ("Col. Orvech")
it never ends a sentence, behind other abbreviations and initials ("the U.S. Army") only if the next word is one that
sentences begin with. Stops of scripts that write no spaces end a sentence by themselves.
"""

from collections.abc import Iterator

from annotator.model.abbreviations import BEFORE_NAMES, SHORTENED, SMALL_BEFORE_NAMES, STARTERS, WORDS_TOO
from annotator.model.patterns import compiled, plainly_compiled
from annotator.model.span import Fragment
from annotator.model.words import snap_to_graphemes

CELL = 1024
_FAR = 32
"""How far to look from a stop for the word before it and the one behind it."""

_LINE_END = r"\n\r\u2028\u2029\v\f\x85"
_LINE_ENDS = frozenset("\n\r\u2028\u2029\v\f\x85")
_A_LINE_END = rf"[{_LINE_END}]"
_SPACELESS_STOP = "。！？｡．"
_A_SPACELESS_STOP = rf"[{_SPACELESS_STOP}]"
_STOP = r".!?…‼⁇⁈⁉؟۔।॥։።᙮" + _SPACELESS_STOP
_HIDDEN = r"\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
_CLOSER = r"\"'”’»›)\]}」』）】" + _HIDDEN
# French puts a space before », which is then followed by one; German opens with ».
_CLOSING = rf"(?:[{_CLOSER}]|[ \u00a0\u202f]»(?=\s|$)){{0,8}}"
_CANDIDATE = (
    rf"[{_LINE_END}{_STOP}{_CLOSER}]"
    rf"(?:(?<=[{_LINE_END}])|(?<=[{_SPACELESS_STOP}])[{_CLOSER}]{{0,8}}|(?=[^\S\x1c-\x1f]))"
)
# Both are searched from the end.
_STOPS_BEFORE = rf"(?r)[{_STOP}]{{1,8}}{_CLOSING}$"
_GOES_ON = rf"[{_STOP}{_CLOSER},،、，;:]|[ \u00a0\u202f]»(?=\s|$)"
_NEXT = r"\s*[^\p{L}\p{N}]{0,8}(?:(?P<small>\p{Ll})|(?P<digit>\p{N})|(?P<word>[\p{L}\p{M}]+))"
_LAST_WORD = r"(?r)(?<![\p{L}\p{N}])(?:\p{L}[\p{L}\p{M}]*[.'’-])*\p{L}[\p{L}\p{M}]*$"
_INITIALS = r"(?:\p{L}\.[-]?)*(?:\p{Lu}|[\p{Arabic}\p{Hebrew}])|(?:\p{L}\.)+\p{L}"
_LIST_NUMBER = rf"(?:^|[{_LINE_END}])\s*\(?(?:\p{{Nd}}{{1,3}}|\p{{L}})$"
_QUOTES = "”’\"'"
_BEFORE_WORDS = " \n“‘("
_MAY_SHORTEN = BEFORE_NAMES | SHORTENED | WORDS_TOO


def sentence_at(text: str, position: int) -> Fragment | None:
    """Return the sentence that ``position`` is in.

    Between two sentences of a line it is the one behind which ``position`` is; before the first one of a line, that
    one; on a blank line there is none.
    """
    position = min(max(position, 0), len(text))
    behind = _last_visible(text, position)
    if behind is not None and _same_line(text, behind + 1, position):
        before = _sentence_of(text, behind)
        seen = _visible_at(text, position)
        ahead = None if seen is None else _sentence_of(text, seen)
        return ahead if ahead is not None and ahead.start <= position else before
    ahead_at = _next_visible(text, position)
    if ahead_at is not None and _same_line(text, position, ahead_at):
        return _sentence_of(text, ahead_at)
    return None


def next_sentence_start(text: str, position: int) -> int:
    """Return where the first sentence that begins after ``position`` begins, or the end of the text."""
    at = _next_visible(text, max(position, 0))
    while at is not None:
        sentence = _sentence_of(text, at)
        if sentence.start > position:
            return sentence.start
        at = _next_visible(text, sentence.end)
    return len(text)


def previous_sentence_start(text: str, position: int) -> int:
    """Return where the last sentence that begins before ``position`` begins, or 0."""
    at = _last_visible(text, min(position, len(text)))
    return 0 if at is None else _sentence_of(text, at).start


def sentence_end(text: str, position: int) -> int:
    """Return where the first sentence that ends after ``position`` ends, or the end of the text."""
    at = _next_visible(text, max(position, 0))
    return len(text) if at is None else _sentence_of(text, at).end


def sentences_from(text: str, position: int) -> Iterator[Fragment]:
    """Yield the sentence that ``position`` is in or before, and those behind it, in text order."""
    at = _next_visible(text, max(position, 0))
    if at is None:
        return
    start = _edge_before(text, at)
    for edge in _edges_behind(text, at):
        if edge > at:
            yield _between(text, start, edge)
            start, at = edge, _next_visible(text, edge)
        if at is None:
            return


def sentence_edges(text: str) -> Iterator[int]:
    """Yield where the sentences of a whole text end, in its order; last, where the text does.

    Behind an edge may be blanks, and between two edges nothing else.
    """
    return _edges_behind(text, 0)


def sentences_before(text: str, position: int) -> Iterator[Fragment]:
    """Yield the sentence that ``position`` is in or behind, and those before it, the nearest first."""
    at = _last_visible(text, min(position, len(text)))
    end = 0 if at is None else _edge_behind(text, at)
    while at is not None:
        start = _edge_before(text, at)
        yield _between(text, start, end)
        end, at = start, _last_visible(text, start)


def _sentence_of(text: str, at: int) -> Fragment:
    """Return the sentence that holds the visible character at ``at``."""
    return _between(text, _edge_before(text, at), _edge_behind(text, at))


def _between(text: str, start: int, end: int) -> Fragment:
    """Return what is visible between two edges."""
    while text[start].isspace():
        start += 1
    while text[end - 1].isspace():
        end -= 1
    return snap_to_graphemes(text, start, end) or Fragment(start, end)


def _edge_before(text: str, at: int) -> int:
    """Return the last edge between sentences at or before ``at``, or 0."""
    for cell in range(at // CELL, -1, -1):
        stops = (stop for stop in reversed(_candidates_in(text, cell)) if stop <= at)
        edge = next((stop for stop in stops if _ends_a_sentence(text, stop)), None) or _cut_after(text, cell)
        if edge is not None and edge <= at:
            return edge
    return 0


def _edge_behind(text: str, at: int) -> int:
    """Return the first edge between sentences behind ``at``, or the end of the text."""
    return next(_edges_behind(text, at))


def _edges_behind(text: str, at: int) -> Iterator[int]:
    """Yield the edges between sentences behind ``at``, and then the end of the text."""
    for cell in range(at // CELL, len(text) // CELL + 1):
        edge = None
        for stop in _candidates_in(text, cell):
            if stop > at and _ends_a_sentence(text, stop):
                yield (edge := stop)
        if edge is None and (cut := _cut_after(text, cell)) is not None and cut > at:
            yield cut
    yield len(text)


def _cut_after(text: str, cell: int) -> int | None:
    """Return where a text that goes on and on is cut near the end of a cell: if neither it nor the next has a stop."""
    end = (cell + 1) * CELL
    if end >= len(text) or any(
        _ends_a_sentence(text, at) for near in (cell, cell + 1) for at in _candidates_in(text, near)
    ):
        return None
    space = next((at for at in range(end - _FAR, end) if text[at].isspace()), end)
    cut = snap_to_graphemes(text, space, space + 1)
    return cut.start if cut is not None and cut.start > 0 else None


def _candidates_in(text: str, cell: int) -> list[int]:
    """Return the places in a cell that an edge may be at, in text order."""
    first, last = cell * CELL, min((cell + 1) * CELL, len(text))
    # A little more than the cell, for a stop that begins ahead of it and for the space behind one at its end.
    found = plainly_compiled(_CANDIDATE).finditer(text, max(0, first - _FAR), min(last + 1, len(text)))
    return [end for end in [stop.end() for stop in found] if first <= end < last]


def _ends_a_sentence(text: str, at: int) -> bool:
    """Say whether ``at``, which is behind a line end, a stop or what closes after it, is an edge between sentences."""
    if text[at - 1] in _LINE_ENDS:
        return text[at - 1 : at + 1] != "\r\n"
    plain = _plainly_ends(text, at)
    return _ends_by_the_rules(text, at) if plain is None else plain


def _plainly_ends(text: str, at: int) -> bool | None:
    """Say what is plain to see: the stop behind a plain word with a plain one to follow, and a quotation in passing.

    That is nine of ten. It is what the rules say too, an order of magnitude sooner.
    """
    sign, before = text[at - 1], text[at - 2 : at - 1]
    if sign != ".":
        return False if sign in _QUOTES and (before == "," or before.isalnum()) else None
    following = text[at : at + 4].lstrip(_BEFORE_WORDS)[:1]
    if not (following.isascii() and following.isalnum() and before.isalnum()):
        return None
    if following.islower():
        return False
    word = text[max(0, at - _FAR) : at - 1].rpartition(" ")[2]
    if len(word) == 1 or not (word.isascii() and word.isalpha()) or word.lower() in _MAY_SHORTEN:
        return None
    return True


def _ends_by_the_rules(text: str, at: int) -> bool:
    """Say whether ``at``, which is behind a stop or what closes after it, is an edge between sentences."""
    before = text[max(0, at - _FAR) : at]
    stops = compiled(_STOPS_BEFORE).search(before)
    if stops is None or compiled(_GOES_ON).match(text, at) or _is_inside_a_cluster(text, at):
        return False
    if compiled(_A_SPACELESS_STOP).search(stops[0]):
        return True
    following = compiled(_NEXT).match(text, at, at + _FAR)
    if following is None:
        return True
    if following["small"]:
        return False
    return stops[0] != "." or not _is_abbreviation(before[: stops.start()], following["digit"], following["word"] or "")


def _is_inside_a_cluster(text: str, at: int) -> bool:
    cluster = None if text[at].isspace() else snap_to_graphemes(text, at, at + 1)
    return cluster is not None and cluster.start < at


def _is_abbreviation(before: str, digit: str | None, following: str) -> bool:
    """Say whether the full stop behind ``before`` only shortens a word, given what follows: a number or a word."""
    if compiled(_LIST_NUMBER).search(before):
        return True
    last = compiled(_LAST_WORD).search(before)
    if last is None:
        return False
    word = last[0].casefold()
    if word in BEFORE_NAMES and (last[0][0].isupper() or word in SMALL_BEFORE_NAMES):
        return not digit
    if word in SHORTENED or compiled(_INITIALS).fullmatch(last[0]):
        return following.casefold() not in STARTERS
    return word in WORDS_TOO and bool(digit)


def _visible_at(text: str, position: int) -> int | None:
    """Return the character at ``position`` if it is no space, or the first of the marks that sit on the space there."""
    if position == len(text) or not text[position].isspace():
        return position if position < len(text) else None
    cluster = snap_to_graphemes(text, position, position + 1)
    carries = cluster is not None and cluster.end > position + 1 and not text[position + 1].isspace()
    return position + 1 if carries else None


def _next_visible(text: str, position: int) -> int | None:
    """Return the first character at or behind ``position`` that is no space."""
    for first in range(position, len(text), CELL):
        chunk = text[first : first + CELL]
        kept = chunk.lstrip()
        if kept:
            return first + len(chunk) - len(kept)
    return None


def _last_visible(text: str, position: int) -> int | None:
    """Return the last character before ``position`` that is no space."""
    for last in range(position, 0, -CELL):
        kept = text[max(0, last - CELL) : last].rstrip()
        if kept:
            return max(0, last - CELL) + len(kept) - 1
    return None


def _same_line(text: str, start: int, end: int) -> bool:
    return compiled(_A_LINE_END).search(text, start, end) is None
