"""The number phrases of a sentence, as a guideline wants them marked: with what qualifies them and their unit.

Dates, times, years, ages, ordinals and the numbers of things (Resolution 2254, AK-47) are left out where that is cheap
to see.
"""

from collections.abc import Iterator, Sequence
from functools import cache

from annotator.model.guesses.phrases import Phrase, read_phrase
from annotator.model.guesses.quantities import is_ordinal
from annotator.model.guesses.tokens import HYPHENS, Token, tokens_in
from annotator.model.guesses.vocabulary import Vocabulary, vocabulary
from annotator.model.span import Fragment

_LONGEST = 4000
_YEARS = range(1500, 2100)
_LONGEST_DAY = 2
_GLUE = frozenset(".,:/_#&@") | HYPHENS
_HOURS = 24
_OLDEST = 120
_WHOLE = 1


def number_phrases(text: str, start: int, end: int, language: str) -> list[Fragment]:
    """Return where the number phrases of ``text[start:end]`` are, in text order; they do not overlap."""
    words = vocabulary(language)
    tokens = tokens_in(text, start, end, _LONGEST)
    return [
        Fragment(tokens[first].start, tokens[last - 1].end)
        for first, last in _phrases_of(tokens, words)
        if _stands_free(text, tokens[first].start, tokens[last - 1].end)
    ]


@cache
def _beginnings(language: str) -> frozenset[str]:
    return vocabulary(language).numbers.beginnings()


def _phrases_of(tokens: Sequence[Token], words: Vocabulary) -> Iterator[tuple[int, int]]:
    """Yield the first token of each phrase and the one behind it."""
    at = 0
    beginnings = _beginnings(words.language)
    while at < len(tokens):
        word = tokens[at].word
        may_begin = tokens[at].is_figure or word in beginnings or words.numbers.bare(word) != word
        phrase = read_phrase(tokens, at, words) if may_begin else None
        if phrase is None:
            at += 1
            continue
        if _is_quantity(tokens, phrase, words):
            yield _first_token(tokens, phrase, words), phrase.end
        at = phrase.end


def _first_token(tokens: Sequence[Token], phrase: Phrase, words: Vocabulary) -> int:
    """Return where to begin: with what qualifies the number, but without "only", "the", or the "over" of a verb."""
    numbers = words.numbers
    figure = phrase.figure
    if figure > phrase.start and numbers.money.at(tokens, figure - 1):
        figure -= 1
    if numbers.before.at(tokens, phrase.start) is None and numbers.openers.at(tokens, phrase.start) is None:
        return figure
    first = phrase.start
    while first < figure and tokens[first].word in numbers.inside_only:
        first += 1
    # A quotation mark between a verb and "at most" parts them.
    follows = first > 0 and tokens[first].start - tokens[first - 1].end == 1
    is_of_a_verb = follows and tokens[first - 1].word in numbers.phrasal
    return figure if phrase.modifier == "exact" or is_of_a_verb else first


def _is_quantity(tokens: Sequence[Token], phrase: Phrase, words: Vocabulary) -> bool:
    first, behind = phrase.figure, phrase.figure_end
    if tokens[first].is_figure:
        return not (
            _is_glued(tokens, first, phrase)
            or _is_named(tokens, first, words)
            or _is_date(tokens, first, behind, words)
            or (phrase.measure is None and phrase.modifier == "exact" and _is_year(tokens, first, behind, words))
            or _is_hour_or_age(tokens, phrase, words)
        )
    return not (_is_faint(tokens, phrase, words) or _is_hour_or_age(tokens, phrase, words))


def _is_glued(tokens: Sequence[Token], at: int, phrase: Phrase) -> bool:
    """Say whether a figure is part of something longer: AK-47, 10:30, 3/4, M23, 90s."""
    behind = phrase.end
    if at > 0 and phrase.start == at and tokens[at - 1].end == tokens[at].start:
        before = tokens[at - 1]
        is_joint = before.word in _GLUE and at > 1 and tokens[at - 2].end == before.start
        if (before.word[0].isalpha() and before.word not in ("و", "d")) or is_joint:
            return True
    if is_ordinal(tokens, at):
        return True
    if behind >= len(tokens) or tokens[behind - 1].end != tokens[behind].start:
        return False
    after = tokens[behind]
    is_joint = after.word in _GLUE and behind + 1 < len(tokens) and tokens[behind + 1].start == after.end
    return (after.word[0].isalpha() and phrase.measure is None) or (is_joint and after.word not in HYPHENS)


def _is_named(tokens: Sequence[Token], at: int, words: Vocabulary) -> bool:
    """Say whether the figure only tells one thing from another: "page 7", "No. 7", "aged 15", "7." in a list."""
    if at == 0:
        return len(tokens) > 2 and tokens[1].word in (".", ")") and tokens[1].start == tokens[0].end
    before = at - 2 if tokens[at - 1].word in (".", "°") and at > 1 else at - 1
    return tokens[before].word in words.no_quantity.before


def _is_date(tokens: Sequence[Token], first: int, behind: int, words: Vocabulary) -> bool:
    months = words.no_quantity.months
    before = first - 2 if first > 1 and tokens[first - 1].word == "." else first - 1
    after = behind + 1 if behind < len(tokens) and tokens[behind].word in words.numbers.of else behind
    is_day_or_year = len(tokens[first].word) in (1, _LONGEST_DAY, 4)
    return is_day_or_year and (
        (before >= 0 and tokens[before].word in months) or (after < len(tokens) and tokens[after].word in months)
    )


def _is_year(tokens: Sequence[Token], first: int, behind: int, words: Vocabulary) -> bool:
    """Say whether four digits are a year: after "since", or before nothing that could be counted."""
    word = tokens[first].word
    if len(word) != 4 or not word.isdecimal() or int(word) not in _YEARS:
        return False
    if first > 0 and (tokens[first - 1].word in words.no_quantity.before_years or tokens[first - 1].word == ","):
        return True
    return behind >= len(tokens) or not tokens[behind].word[0].isalpha()


def _is_hour_or_age(tokens: Sequence[Token], phrase: Phrase, words: Vocabulary) -> bool:
    no_quantity = words.no_quantity
    if no_quantity.behind.at(tokens, phrase.figure_end) or no_quantity.behind.at(tokens, phrase.end):
        return True
    if _is_hour(tokens, phrase, words):
        return True
    if phrase.modifier != "exact" or phrase.measure is not None or phrase.figure == 0:
        return False
    beside = [tokens[phrase.figure - 1].word, *(token.word for token in tokens[phrase.end : phrase.end + 1])]
    return len(beside) > _WHOLE and all(word in (",", "،") for word in beside) and phrase.first.value < _OLDEST


def _is_hour(tokens: Sequence[Token], phrase: Phrase, words: Vocabulary) -> bool:
    for at in range(max(0, phrase.figure - 2), phrase.figure):
        found = words.no_quantity.before_hours.at(tokens, at)
        if found is not None and found[1] == phrase.figure:
            needs_no_unit = found[0] and phrase.measure is None
            is_hours = phrase.measure is not None and phrase.measure.counts == "duration"
            return phrase.first.value <= _HOURS and (needs_no_unit or is_hours)
    return False


def _is_faint(tokens: Sequence[Token], phrase: Phrase, words: Vocabulary) -> bool:
    """Say whether the words are too common to be offered: "some", "one", "nobody", "half"."""
    is_alone = phrase.modifier == "exact" and phrase.last is None
    length = phrase.figure_end - phrase.figure
    if length == _WHOLE and is_alone and tokens[phrase.figure].word in words.no_quantity.faint:
        return True
    if phrase.first.kind == "plural":
        return False
    if phrase.first.kind == "part":
        return is_alone and length == _WHOLE
    if not is_alone or phrase.first.value > _WHOLE:
        return False
    return phrase.measure is None or tokens[phrase.figure].word in words.numbers.articles or phrase.first.value == 0


def _stands_free(text: str, start: int, end: int) -> bool:
    """Say whether no part of another word touches the phrase."""
    before, after = text[max(0, start - 1) : start], text[end : end + 1]
    return not (after.isalnum() or (before.isalnum() and before.isascii()))
