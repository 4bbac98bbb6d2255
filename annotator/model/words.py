"""Words and graphemes: where a caret may stop and where the edge of a span belongs.

Positions are code points into the article's text. Every function looks only at the neighbourhood of the position it
is asked about, so that an article of one endless line answers as quickly as any other; in a run of more than
:data:`REACH` code points without a space, word edges are where that neighbourhood ends.

A word is a run of letters, marks and digits. Hyphens and apostrophes join runs ("al-Nusra's", "government-held"), and
so do full stops and commas between digits ("1,200.5") and full stops between initials, the last of which belongs to the
word ("U.S."). No Unicode rule does all of that. Scripts without spaces (Chinese, Japanese, Thai, Lao, Khmer, Burmese)
give a word per character, which leaves every edge to the reader.
"""

from collections.abc import Iterator

from annotator.model.patterns import compiled
from annotator.model.span import Fragment

REACH = 512
_NEARBY = 64

_SPACELESS = r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]"
_RUN = rf"(?:(?!{_SPACELESS})[\p{{L}}\p{{N}}_][\p{{M}}\u200c\u200d]*)+"
_JOINT = (
    r"(?:[-\u2010\u2011'\u2019\u00b7&]"
    r"|(?<=\p{Nd})[.,](?=\p{Nd})"
    r"|(?<=(?<!\p{L})\p{L})\.(?=\p{L}(?:\.|\b)))"
)
_JOINED = rf"{_RUN}(?:{_JOINT}{_RUN})*"
_LAST_STOP_OF_INITIALS = rf"(?:(?<=\.\p{{L}})\.(?:[-\u2010\u2011]{_JOINED})?)?"
WORD = rf"{_SPACELESS}\p{{M}}*|{_JOINED}{_LAST_STOP_OF_INITIALS}"
POSSESSIVE = r"['\u2019][sS]"
_ENDS_POSSESSIVE = rf"{POSSESSIVE}$"
_GRAPHEME = r"\X"
# Latin, Greek, Cyrillic, Hebrew and Arabic letters, dashes and quotes, kana and Han: none of them joins another.
_LONERS = (
    r"[\u0000-\u02ff\u0370-\u0482\u048a-\u052f\u05d0-\u05ea\u0620-\u064a"
    r"\u2010-\u2027\u3001-\u3029\u3041-\u3096\u30a1-\u30fa\u4e00-\u9fff]{2}"
)

_FLAG_LETTERS = "".join(map(chr, range(0x1F1E6, 0x1F200)))

CLOSING = ".,;:!?…،؛؟。，、；：！？"
"""Punctuation that ends something, and is no part of what it ends."""
_PAIRS = {
    "”": "“",
    "’": "‘",
    "»": "«",
    "›": "‹",
    ")": "(",
    "]": "[",
    "}": "{",
    "」": "「",
    "』": "『",
    "）": "（",
}
_OPENERS = frozenset(_PAIRS.values())
_APOSTROPHE = "’"
_INSIDE_WORDS = r"(?<=\p{L})’(?=\p{L})|(?<=[sz])’(?=\s+\p{L})"
"""A ’ that is, or may be, an apostrophe and closes nothing."""


def words_near(text: str, position: int) -> list[Fragment]:
    """Return the words that lie within :data:`REACH` of ``position``, in text order."""
    return [Fragment(*found.span()) for found in compiled(WORD).finditer(text, *_neighbourhood(text, position))]


def words_in(text: str, start: int, end: int) -> list[Fragment]:
    """Return the words of ``text[start:end]``, in text order; one that lies over an edge is cut there."""
    return [Fragment(*found.span()) for found in compiled(WORD).finditer(text, start, end)]


def word_at(text: str, position: int) -> Fragment | None:
    """Return the word that ``position`` is in or before, else the one it is just behind, else nothing."""
    behind = None
    for word in _words_around(text, position):
        if word.start <= position < word.end:
            return word
        if word.end == position:
            behind = word
    return behind


def words_of_line(text: str) -> list[str]:
    """Return the words of a short text, such as a line."""
    return [found[0] for found in compiled(WORD).finditer(text)]


def every_word(text: str) -> Iterator[Fragment]:
    """Yield every word of ``text``, which costs as much as the text is long."""
    for found in compiled(WORD).finditer(text):
        yield Fragment(*found.span())


def without_possessive(text: str, word: Fragment) -> Fragment:
    """Return ``word`` without a possessive ’s at its end."""
    found = compiled(_ENDS_POSSESSIVE).search(text, word.start + 1, word.end)
    return Fragment(word.start, found.start()) if found else word


def is_whole(text: str, start: int, end: int) -> bool:
    """Say whether ``text[start:end]`` is made of whole words: no word reaches over an edge but by a possessive ’s."""
    begins = start == 0 or text[start - 1].isspace()
    if not begins and any(word.start < start < word.end for word in _words_around(text, start)):
        return False
    if end == len(text) or text[end].isspace():
        return True
    reaching = [word for word in _words_around(text, end) if word.start < end < word.end]
    return all(compiled(POSSESSIVE).fullmatch(text, end, word.end) for word in reaching)


def end_of_word(text: str, position: int) -> int:
    """Return where the word that ends at ``position`` or goes on behind it ends, a possessive ’s left out."""
    if position == len(text) or text[position].isspace():
        return position
    for word in _words_around(text, position):
        if word.start < position < word.end:
            return max(position, without_possessive(text, word).end)
    return position


def next_word_start(text: str, position: int) -> int:
    """Return where the first word that begins after ``position`` begins, or the end of the text."""
    return next((word.start for word in _words_after(text, position) if word.start > position), len(text))


def next_word_end(text: str, position: int) -> int:
    """Return where the first word that ends after ``position`` ends, or the end of the text."""
    return next((word.end for word in _words_after(text, position) if word.end > position), len(text))


def previous_word_start(text: str, position: int) -> int:
    """Return where the last word that begins before ``position`` begins, or 0."""
    return next((word.start for word in _words_before(text, position) if word.start < position), 0)


def previous_word_end(text: str, position: int) -> int:
    """Return where the last word that ends before ``position`` ends, or 0."""
    return next((word.end for word in _words_before(text, position) if word.end < position), 0)


def next_grapheme(text: str, position: int) -> int:
    """Return the end of the grapheme cluster at ``position``, or the end of the text."""
    if position + 1 < len(text) and _is_plain_edge(text, position) and _is_plain_edge(text, position + 1):
        return position + 1
    return next((end for _, end in _graphemes_near(text, position) if end > position), len(text))


def previous_grapheme(text: str, position: int) -> int:
    """Return the start of the grapheme cluster before ``position``, or 0."""
    if position > 1 and _is_plain_edge(text, position) and _is_plain_edge(text, position - 1):
        return position - 1
    starts = [start for start, _ in _graphemes_near(text, position) if start < position]
    return starts[-1] if starts else 0


def snap_to_graphemes(text: str, start: int, end: int) -> Fragment | None:
    """Widen ``text[start:end]`` so that no grapheme cluster is cut; return nothing for an empty selection.

    Both positions may lie outside the text, and may be in either order.
    """
    start, end = _ordered(text, start, end)
    if start == end:
        return None
    if not _is_plain_edge(text, start):
        start = max((edge for edge, _ in _graphemes_near(text, start) if edge <= start), default=start)
    if not _is_plain_edge(text, end):
        end = min((edge for _, edge in _graphemes_near(text, end) if edge >= end), default=end)
    return Fragment(start, end)


def snap_to_words(text: str, start: int, end: int) -> Fragment | None:
    """Return the selection an annotator means by ``text[start:end]``; nothing if only spaces are selected.

    Surrounding spaces are dropped, words that were cut are taken whole, and punctuation that closes something outside
    the selection (a final full stop, a quotation mark without its partner) is left out. An end placed exactly before a
    possessive ("Assad|’s") stays there. A selection that holds no word keeps everything but its spaces.
    """
    start, end = _trim(text, *_ordered(text, start, end))
    whole = snap_to_graphemes(text, start, end)
    if whole is None:
        return None
    start, end = _widen(text, whole.start, whole.end)
    kept = _without_strays(text, start, end)
    return snap_to_graphemes(text, *(kept or (start, end)))


def _ordered(text: str, start: int, end: int) -> tuple[int, int]:
    start, end = sorted((start, end))
    return min(max(start, 0), len(text)), min(max(end, 0), len(text))


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end


def _widen(text: str, start: int, end: int) -> tuple[int, int]:
    for word in _words_around(text, start):
        if word.start < start < word.end:
            start = word.start
    for word in _words_around(text, end):
        if word.start < end < word.end and not compiled(POSSESSIVE).fullmatch(text, end, word.end):
            end = word.end
    return start, end


def _without_strays(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Drop stray punctuation at both edges; return nothing when nothing else is left."""
    last_word_ends = max((word.end for word in _words_around(text, end) if word.end <= end), default=start)
    while start < end and end > last_word_ends and _closes_nothing(text, start, end):
        start, end = _trim(text, start, end - 1)
    while start < end and _opens_nothing(text, start, end):
        start, end = _trim(text, start + 1, end)
    return (start, end) if start < end else None


def _closes_nothing(text: str, start: int, end: int) -> bool:
    mark = text[end - 1]
    if mark in CLOSING:
        return True
    if mark == '"':
        return text.count('"', start, end) % 2 == 1
    opener = _PAIRS.get(mark)
    if opener is None:
        return False
    closing = text.count(mark, start, end)
    if mark == _APOSTROPHE:
        closing -= len(compiled(_INSIDE_WORDS).findall(text, start, end - 1))
    return closing > text.count(opener, start, end)


def _opens_nothing(text: str, start: int, end: int) -> bool:
    mark = text[start]
    if mark == '"':
        return text.count('"', start, end) % 2 == 1
    if mark not in _OPENERS:
        return False
    closer = next(closing for closing, opening in _PAIRS.items() if opening == mark)
    return text.count(mark, start, end) > text.count(closer, start, end)


def _words_around(text: str, position: int) -> list[Fragment]:
    """Return the words between two spaces on either side of ``position``, which is enough for what happens there."""
    first = next((at for at in range(position - 1, max(-1, position - _NEARBY), -1) if text[at].isspace()), -1)
    last = next((at for at in range(position, min(len(text), position + _NEARBY)) if text[at].isspace()), -1)
    if first < 0 or last < 0:
        return words_near(text, position)
    return [Fragment(*found.span()) for found in compiled(WORD).finditer(text, _before_word(text, first), last)]


def _before_word(text: str, space: int) -> int:
    """Return where the word ahead of a space begins, or rather the space ahead of it."""
    return next((at for at in range(space - 1, max(-1, space - _NEARBY), -1) if text[at].isspace()), space)


def _is_plain_edge(text: str, position: int) -> bool:
    """Say whether it takes no more than a look to see that no grapheme cluster reaches over ``position``."""
    around = text[max(0, position - 1) : position + 1]
    if len(around) < 2 or around.isascii():
        return around != "\r\n"
    return compiled(_LONERS).fullmatch(around) is not None


def _neighbourhood(text: str, position: int) -> tuple[int, int]:
    """Return the stretch around ``position`` to search, beginning at a space where there is one."""
    first = max(0, position - REACH)
    last = min(len(text), position + REACH)
    if first > 0:
        first = next((at for at in range(first, position) if text[at].isspace()), first)
    if last < len(text):
        last = next((at for at in range(last, position, -1) if text[at - 1].isspace()), last)
    return first, last


def _words_after(text: str, position: int) -> Iterator[Fragment]:
    for at in range(position, len(text) + REACH, REACH // 2):
        yield from words_near(text, min(at, len(text)))


def _words_before(text: str, position: int) -> Iterator[Fragment]:
    for at in range(position, -REACH, -REACH // 2):
        yield from reversed(words_near(text, max(at, 0)))


def _graphemes_near(text: str, position: int) -> list[tuple[int, int]]:
    """Return the edges of the grapheme clusters around ``position``.

    A search that begins inside a cluster is right again behind it, so only a cluster longer than :data:`REACH` is cut,
    which no real text has. Flags are the exception: each is two letters, and which two depends on where their run
    began.
    """
    first = max(0, position - REACH)
    run_of_flags = first - len(text[:first].rstrip(_FLAG_LETTERS)) if text[first : first + 1] in _FLAG_LETTERS else 0
    first -= run_of_flags % 2
    # A copy, because regex looks back over all the flags there are, once for each of them.
    near = text[first : position + REACH]
    return [(first + found.start(), first + found.end()) for found in compiled(_GRAPHEME).finditer(near)]
