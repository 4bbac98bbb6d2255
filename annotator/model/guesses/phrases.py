"""A whole number phrase – "at least 287", "between 20 and 30 km" – read from tokens."""

from collections.abc import Sequence

import msgspec

from annotator.model.guesses.figures import fitting
from annotator.model.guesses.quantities import Quantity, half_behind, measure_at, read_quantity
from annotator.model.guesses.tokens import Token
from annotator.model.guesses.vocabulary import Measure, NumberWords, Vocabulary

_EXACT = "exact"
_MONEY_SCALES = {"m": 1_000_000, "b": 1_000_000_000, "tn": 1_000_000_000_000}


class Phrase(msgspec.Struct, frozen=True):
    """A quantity, or two ends of a range, with what qualifies them and their unit. Tokens are counted from 0."""

    start: int
    """The first token, that of a modifier if there is one."""
    figure: int
    """The first token of the quantity itself."""
    end: int
    """The token behind it all."""
    first: Quantity
    modifier: str
    last: Quantity | None = None
    """The other end of a range."""
    measure: Measure | None = None
    figure_end: int = 0
    """The token behind the quantity, without its unit and what qualifies it from behind."""


def read_phrase(tokens: Sequence[Token], at: int, words: Vocabulary) -> Phrase | None:
    """Return the number phrase that begins at token ``at``."""
    ranged = _read_opened_range(tokens, at, words)
    if ranged is not None:
        return ranged
    for modifier, begins in _modifiers_at(tokens, at, words.numbers):
        phrase = _read_behind(tokens, at, begins, modifier, words)
        if phrase is not None:
            return phrase
    return None


def _modifiers_at(tokens: Sequence[Token], at: int, numbers: NumberWords) -> list[tuple[str, int]]:
    """Return what the words at ``at`` may say about a figure behind them and where that begins: the longest first."""
    modifier, found = _EXACT, [(_EXACT, at)]
    while len(found) <= len(("at least", "about", "some")) and (read := numbers.before.at(tokens, at)):
        modifier = read[0] if modifier == _EXACT else modifier
        at = read[1]
        found.append((modifier, at))
    return found[::-1]


def _read_opened_range(tokens: Sequence[Token], at: int, words: Vocabulary) -> Phrase | None:
    """Read "between 20 and 30"."""
    opener = words.numbers.openers.at(tokens, at)
    if opener is None:
        return None
    joiners, figure = opener
    for joining in (True, False):
        first = read_quantity(tokens, figure, words, joining)
        if first is None:
            return None
        phrase = _read_range(tokens, at, figure, first, joiners, words)
        if phrase is not None:
            return phrase
    return None


def _read_behind(tokens: Sequence[Token], start: int, at: int, modifier: str, words: Vocabulary) -> Phrase | None:
    """Read the quantity at ``at``, the unit behind it and what qualifies it from behind."""
    money = words.numbers.money.at(tokens, at)
    figure = money[1] if money else at
    first = read_quantity(tokens, figure, words)
    if first is None:
        return None
    ranged = _read_range(tokens, start, figure, first, words.numbers.between, words)
    if ranged is not None:
        return ranged
    if money:
        first = _in_full(tokens, first)
    measure, end = measure_at(tokens, first.end, words.numbers) or (None, first.end)
    half = half_behind(tokens, end, words.numbers) if measure is not None else None
    if half is not None:
        first, end = msgspec.structs.replace(first, value=first.value + 0.5), half
    if money:
        measure = Measure("money", money[0])
    behind = words.numbers.behind.at(tokens, end)
    if behind is not None and not begins_a_figure(tokens, behind, words):
        modifier, end = behind
    return Phrase(start, figure, end, first, modifier, None, measure, first.end)


def _in_full(tokens: Sequence[Token], first: Quantity) -> Quantity:
    """Read the "m" of £3m, which elsewhere are metres."""
    scale = _MONEY_SCALES.get(tokens[first.end].word) if first.end < len(tokens) else None
    value = None if scale is None else fitting(first.value * scale)
    if value is None or scale is None:
        return first
    return msgspec.structs.replace(first, value=value, end=first.end + 1, scale=scale)


def begins_a_figure(tokens: Sequence[Token], behind: tuple[str, int], words: Vocabulary) -> bool:
    """Say whether what seems to qualify a figure from behind belongs to the next one: "30 men, at least 20 of them"."""
    return read_quantity(tokens, behind[1], words) is not None


def _read_range(
    tokens: Sequence[Token], start: int, figure: int, first: Quantity, joiners: frozenset[str], words: Vocabulary
) -> Phrase | None:
    """Read on from the first end of a range, if that is what it is."""
    unit_of_first, at = measure_at(tokens, first.end, words.numbers) or (None, first.end)
    behind = _behind_joiner(tokens, at, joiners)
    if behind is None:
        return None
    money = words.numbers.money.at(tokens, behind)
    last = read_quantity(tokens, money[1] if money else behind, words)
    if last is None or last.kind == "plural" or first.kind == "plural":
        return None
    first = _shared_scale(first, last)
    unit, end = measure_at(tokens, last.end, words.numbers) or (unit_of_first, last.end)
    before = words.numbers.money.at(tokens, figure - 1) if figure else None
    if before:
        unit = Measure("money", before[0])
    first, last, unit = _shared_unit(first, last, unit_of_first or unit, unit)
    if first.value >= last.value:
        return None
    return Phrase(start, figure, end, first, "range", last, unit, end)


def _behind_joiner(tokens: Sequence[Token], at: int, joiners: frozenset[str]) -> int | None:
    """Return the token behind what parts the ends of a range."""
    if at >= len(tokens):
        return None
    word = tokens[at].word
    if word in joiners:
        return at + 1
    # Arabic writes "and" together with the number behind it.
    return at if len(word) > 1 and word[0] in joiners and not word[0].isascii() else None


def _shared_scale(first: Quantity, last: Quantity) -> Quantity:
    """Give the first end the scale of the last in "between eight and nine thousand"."""
    if last.scale == 1 or first.scale > 1 or not first.value < last.value / last.scale:
        return first
    value = fitting(first.value * last.scale)
    return first if value is None else msgspec.structs.replace(first, value=value, scale=last.scale)


def _shared_unit(
    first: Quantity, last: Quantity, of_first: Measure | None, of_last: Measure | None
) -> tuple[Quantity, Quantity, Measure | None]:
    """Count both ends in the unit of the first: "between 45 minutes and an hour"."""
    if of_first is None or of_last is None or of_first.unit == of_last.unit:
        return first, last, of_last or of_first
    if of_last.smaller == of_first.unit:
        value = fitting(last.value * of_last.parts)
        if value is not None:
            return first, msgspec.structs.replace(last, value=value), of_first
    return first, last, of_last
