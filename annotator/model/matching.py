"""The same words elsewhere: when two runs of text count as the same, and where a text has them.

White space of any kind and length is one space; straight and typographic apostrophes, quotation marks and hyphens are
the same; so are the two ways to write an accented letter. Words are found whole, by the word edges of ``words``, and
with a possessive ’s behind, which stays outside.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import msgspec

from annotator.errors import UserError
from annotator.model.patterns import compiled
from annotator.model.span import Fragment
from annotator.model.words import end_of_word, is_whole

if TYPE_CHECKING:
    import regex

ALIKE = ("'’‘ʼ‛", '"“”„‟«»', "-‐‑–−")
"""Characters of which any stands for any other of its group."""
MOST_TERMS = 20
"""Of a pasted page, so many terms count."""
LONGEST_TERM = 1000
"""In code points: a longer passage is not looked for."""

_SPACELESS = r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]"
_RUN = rf"(?!{_SPACELESS})[\p{{L}}\p{{N}}_]"
_TERM = r'"([^"]*)("?\*?)|([^\s"]+)'
_QUOTES = str.maketrans("“”„‟«»", '""""""')
_FIRST_OF_GROUP = str.maketrans({mark: group[0] for group in ALIKE for mark in group})
_PER_GROUP = {mark: f"[{''.join(map(chr, map(ord, group)))}]" for group in ALIKE for mark in group}


class Term(msgspec.Struct, frozen=True):
    """Words that stand together; the last one may be only a beginning."""

    words: str
    prefix: bool = False

    @property
    def spaceless(self) -> bool:
        """Whether some of it is in a script without spaces, whose words an index cannot know."""
        return compiled(_SPACELESS).search(self.words) is not None


def terms_of(words: str) -> list[Term]:
    """Return what somebody searches for: ``"words in quotation marks"`` stand together, ``shell*`` is a beginning."""
    found = []
    for match in compiled(_TERM).finditer(words.translate(_QUOTES)):
        quoted, closing, plain = match.groups()
        written = quoted + closing.removeprefix('"') if quoted is not None else plain
        term = written.rstrip("*").strip()
        if term:
            found.append(Term(" ".join(term.split()), written.endswith("*")))
    return list(dict.fromkeys(found))[:MOST_TERMS]


def folded(words: str) -> str:
    """Return ``words`` so that those that count as the same are equal, at the beginning of a sentence too."""
    plain = " ".join(words.split()).translate(_FIRST_OF_GROUP)
    plain = plain if plain.isascii() else unicodedata.normalize("NFC", plain)
    return plain[:1].casefold() + plain[1:]


class Finder:
    """Finds one term in texts.

    Args:
        term: what to find.
        match_case: whether capital and small letters differ.
        begins_sentences: whether they do not in the first letter of several words, with which a sentence may begin:
            “the army” is “The army” then, but “May” is not “may”.

    Raises:
        UserError: if the term is too long.
    """

    def __init__(self, term: Term, *, match_case: bool, begins_sentences: bool = False) -> None:
        if len(term.words) > LONGEST_TERM:
            raise UserError(f"Only words of up to {LONGEST_TERM:,} characters together can be looked for.")
        self._term = term
        self._match_case = match_case
        self._begins_sentences = begins_sentences and match_case

    def find(self, text: str) -> Iterator[Fragment]:
        """Yield every place of ``text`` with these words, in text order; no two overlap."""
        behind = 0
        for found in self._pattern.finditer(text, overlapped=True):
            start, end = found.span()
            if start < behind:
                continue
            if self._term.prefix:
                end = end_of_word(text, end)
            if is_whole(text, start, end):
                yield Fragment(start, end)
                behind = end

    def occurs(self, text: str) -> bool:
        """Say whether ``text`` has these words at all."""
        return next(self.find(text), None) is not None

    @cached_property
    def _pattern(self) -> "regex.Pattern[str]":
        import regex

        # Not remembered for ever, as the patterns of the program are: these are as many as there are searches.
        flags = regex.VERSION0 if self._match_case else regex.VERSION0 | regex.IGNORECASE
        return regex.compile(_pattern(self._term, self._begins_sentences), flags)


def _pattern(term: Term, begins_sentences: bool) -> str:
    letters = [compiled(r"\X").findall(word) for word in term.words.split()]
    spelled = [[_alike(grapheme) for grapheme in word] for word in letters]
    if begins_sentences and len(spelled) > 1:
        spelled[0][0] = f"(?:{_alike(letters[0][0].lower())}|{_alike(letters[0][0].upper())})"
    words = r"\s+".join(map("".join, spelled))
    before = rf"(?<!{_RUN})" if _joins(term.words[:1]) else ""
    behind = rf"(?!{_RUN}|\p{{M}})" if not term.prefix and _joins(term.words[-1:]) else ""
    return before + words + behind


def _joins(letter: str) -> bool:
    """Say whether ``letter`` would be in one word with another one beside it."""
    return compiled(_RUN).fullmatch(letter) is not None


def _alike(grapheme: str) -> str:
    """Return a pattern for every way to write ``grapheme``."""
    ways = _ways(grapheme)
    if len(ways) > 1:
        return f"(?:{'|'.join(map(_escaped, ways))})"
    return "".join(_PER_GROUP.get(mark) or _escaped(mark) for mark in grapheme)


def _escaped(text: str) -> str:
    import regex

    return str(regex.escape(text, special_only=True))


def _ways(grapheme: str) -> list[str]:
    if grapheme.isascii():
        return [grapheme]
    forms = (unicodedata.normalize("NFC", grapheme), unicodedata.normalize("NFD", grapheme))
    return list(dict.fromkeys([grapheme, *forms]))


def sure_letters(words: str) -> Sequence[str]:
    """Return the runs of ``words`` that every text with the same words has just so, or with small letters a–z for
    capitals."""
    runs, run = [], ""
    for grapheme in compiled(r"\X").findall(words):
        one_way = len(_ways(grapheme)) == 1 and (grapheme.isascii() or grapheme.lower() == grapheme.upper())
        # A dash with an accent is one grapheme, in which the dash may still be any other.
        sure = one_way and not grapheme.isspace() and not any(mark in _PER_GROUP for mark in grapheme)
        if sure:
            run += grapheme
        else:
            runs.append(run)
            run = ""
    return [kept for kept in [*runs, run] if kept]
