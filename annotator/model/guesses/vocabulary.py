"""What the engines know of a language: its number words, its units, and the verbs that wires report with.

Each language is a module of plain tables under ``languages``; it is read when an article of that language is first
asked about. Tables are written as the language is spelled, and folded here.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from importlib import import_module
from typing import Generic, TypeVar

import msgspec

from annotator.model.guesses.tokens import Token, folded

T = TypeVar("T")

_LANGUAGES = frozenset({"en", "fr", "es", "ar"})
_DEFAULT = "en"
_SIGNS_ONLY = "signs"
_CODE_LENGTH = 2
_LONGEST_PARTICLE = 2


class Phrases(Generic[T]):
    """A table whose keys are one or several words."""

    def __init__(self, table: Mapping[str, T]) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], T]]] = {}
        for phrase, value in sorted(table.items(), key=lambda row: -len(row[0].split())):
            words = tuple(folded(word) for word in phrase.split())
            self._by_first.setdefault(words[0], []).append((words, value))

    def beginnings(self) -> frozenset[str]:
        """Return the first word of each phrase."""
        return frozenset(self._by_first)

    def at(self, tokens: Sequence[Token], at: int) -> tuple[T, int] | None:
        """Return the value of the longest phrase that begins at token ``at``, and the token behind it."""
        if at >= len(tokens):
            return None
        for words, value in self._by_first.get(tokens[at].word, ()):
            end = at + len(words)
            if end <= len(tokens) and all(tokens[at + i].word == word for i, word in enumerate(words)):
                return value, end
        return None


class Measure(msgspec.Struct, frozen=True):
    """A unit: what kind of quantity it measures, how it is written in an attribute, and how it is parted."""

    counts: str
    unit: str = ""
    smaller: str = ""
    """The unit that half of this one is counted in."""
    parts: int = 1
    """How many of the smaller unit make one."""


class NumberWords(msgspec.Struct, frozen=True):
    """How a language writes numbers. Words are folded."""

    numerals: Mapping[str, int]
    """Words that are added up."""
    scales: Mapping[str, int]
    """Words that multiply what stands before them."""
    plurals: Mapping[str, int]
    """Words for some of a kind ("dozens"): how much one of them is."""
    rounded: Mapping[str, int]
    """Nouns for about so many ("une dizaine")."""
    articles: frozenset[str]
    """Words for one that are so only before a scale, a fraction or a unit."""
    fractions: Mapping[str, int]
    """What the whole is divided by."""
    joiners: frozenset[str]
    """Words inside a number: "two hundred and six"."""
    of: frozenset[str]
    """Words between a quantity and what there is of it."""
    vague: Phrases[int]
    """Words for more than one without saying how many: the least they can mean."""
    pairs: Phrases[int]
    """Words for about so many ("a couple")."""
    before: Phrases[str]
    """What qualifies a figure from the left: the modifier."""
    behind: Phrases[str]
    openers: Phrases[frozenset[str]]
    """What begins a range, and what then parts its ends: "between" … "and"."""
    between: frozenset[str]
    """What parts the ends of a range that nothing has begun."""
    measures: Phrases[Measure]
    money: Phrases[str]
    """Signs and words for a currency that may stand before a figure: its unit."""
    adding: "Callable[[Sum, int, bool], float | None]"
    """What a group amounts to with one more numeral, before which "and" may stand; nothing if it does not belong."""
    bare_fractions: bool = False
    """Whether "third" without a word for one before it is a third."""
    alone: frozenset[str] = frozenset()
    """Scales that need nothing before them: "mil" is a thousand, but "thousand" is none."""
    inside_only: frozenset[str] = frozenset()
    """The first words of what qualifies a figure only if the annotator has marked it as well."""
    phrasal: frozenset[str] = frozenset()
    """Verbs that take the first word behind them: "handed over 46" are not more than 46."""
    prefixes: tuple[str, ...] = ()
    """What is written together with the number word behind it."""

    def beginnings(self) -> frozenset[str]:
        """Return the words that a number phrase without a figure may begin with."""
        tables = (self.vague, self.pairs, self.before, self.openers, self.money)
        single = (self.numerals, self.scales, self.plurals, self.rounded, self.articles, self.fractions)
        return frozenset[str]().union(*single, *(table.beginnings() for table in tables))

    def bare(self, word: str) -> str:
        """Return ``word`` without what is written together with it, if a number word is left then."""
        if not self.prefixes or self._knows(word):
            return word
        bare = (word.removeprefix(prefix) for prefix in self.prefixes if word.startswith(prefix))
        return next((rest for rest in bare if self._knows(rest)), word)

    def _knows(self, word: str) -> bool:
        return word in self.numerals or word in self.scales or word in self.plurals or word in self.fractions


class Sum(msgspec.Struct):
    """A number in words while it is read."""

    total: float = 0
    """What has been read up to the last thousand or million."""
    group: float = 0
    """What has been read behind it."""
    least_scale: float = float("inf")


class Counted(msgspec.Struct, frozen=True):
    """Words that show what is counted, and the attribute value for it. Folded."""

    events: Mapping[str, str]
    """Words that say what became of those counted."""
    losses: Mapping[str, str]
    """The same, for words that say so only of what stands behind them."""
    things: Mapping[str, str]
    """Nouns for what is counted."""


class NoQuantity(msgspec.Struct, frozen=True):
    """Words that show a figure to be a date, a time, an age or a mere name. Folded."""

    months: frozenset[str]
    before: frozenset[str]
    """What stands before the number of a thing: "page", "resolution", "aged"."""
    before_years: frozenset[str]
    """What stands before a year: "since"."""
    before_hours: Phrases[bool]
    """What stands before a time of day: "a las"; and whether that shows it without "hours" behind it."""
    behind: Phrases[bool]
    """What stands behind a time of day or an age: "a.m.", "years old"."""
    faint: frozenset[str]
    """Words for some that are too common to be offered."""


class Cues(msgspec.Struct, frozen=True):
    """Words by which a report shows what a claim is. Folded."""

    acts: Phrases[str]
    """How a source says what it says: the act."""
    certainty: Phrases[str]
    """How sure the source is."""
    negations: frozenset[str]
    refusals: frozenset[str]
    """Verbs that undo the one behind them: "declined to say"."""
    openings: Phrases[str]
    """Words at the beginning of a claim that show the act: "it would send"."""
    selves: frozenset[str]
    """What a source calls itself: who says that it did not do a thing denies it."""
    breaks: frozenset[str]
    """What begins another clause, in which nothing is looked for."""


class Vocabulary(msgspec.Struct, frozen=True):
    """The words of a language."""

    numbers: NumberWords
    counted: Counted
    cues: Cues
    no_quantity: NoQuantity
    clitics: tuple[str, ...] = ()
    """Letters that join a word to the sentence before it, like the Arabic "and"."""
    conjunctions: tuple[str, ...] = ()
    """Those among them that are one letter and mean "and"."""
    language: str = ""
    """The code that was asked for, which says how figures are written."""

    def entry(self, table: Mapping[str, str], word: str) -> str | None:
        """Return what ``table`` says of ``word``, also when other words are written together with it."""
        found = table.get(word)
        if found is not None or not self.clitics:
            return found
        bare = (word.removeprefix(clitic) for clitic in self.clitics if word.startswith(clitic))
        return next((table[rest] for rest in bare if rest in table), None)

    def unjoined(self, token: Token) -> Token:
        """Return ``token`` without a conjunction that is written together with it, if a verb may be left then."""
        word = token.word
        if len(word) > _LONGEST_PARTICLE and word.startswith(self.conjunctions):
            return msgspec.structs.replace(token, word=word[1:])
        return token


def vocabulary(language: str) -> Vocabulary:
    """Return the words of ``language``: an ISO 639-1 code with or without a region, or nothing if it is not known."""
    return _loaded(language[:_CODE_LENGTH].lower())


@cache
def _loaded(code: str) -> Vocabulary:
    module = code if code in _LANGUAGES else _SIGNS_ONLY if code.isalpha() else _DEFAULT
    if module == _SIGNS_ONLY and not code.isascii():
        return _loaded("")
    words: Vocabulary = import_module(f"annotator.model.guesses.languages.{module}").WORDS
    return msgspec.structs.replace(words, language=code)


def numbered(words: str) -> dict[str, int]:
    """Return a table written as words and numbers in turn: ``"one 1 two 2"``. Words are folded."""
    parts = words.split()
    return {folded(word): int(number) for word, number in zip(parts[::2], parts[1::2], strict=True)}


def meaning(**words: str) -> dict[str, str]:
    """Return a table from each of the listed words, folded, to the name of its list."""
    return {folded(word): name for name, listed in words.items() for word in listed.split()}


def phrases(**lists: Iterable[str]) -> Phrases[str]:
    """Return a table from each of the listed phrases to the name of its list."""
    return Phrases({phrase: name for name, listed in lists.items() for phrase in listed})


def units(counts: str, unit: str, words: Iterable[str], smaller: str = "", parts: int = 1) -> dict[str, Measure]:
    """Return a table from each of the words for one unit to what it measures."""
    return dict.fromkeys(words, Measure(counts, unit, smaller, parts))


def folded_list(words: str) -> frozenset[str]:
    """Return the words of a list that are parted by spaces, folded."""
    return frozenset(map(folded, words.split()))


def parted(listed: str) -> list[str]:
    """Return the phrases of a list that are parted by bars."""
    return [phrase.strip() for phrase in listed.split("|")]
