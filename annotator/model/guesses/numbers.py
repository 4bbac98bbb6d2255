"""What a number span says: its bounds, how they are qualified, what is counted and in which unit."""

from collections.abc import Mapping, Sequence

import msgspec

from annotator.model.guesses.counted import what_is_counted
from annotator.model.guesses.figures import fitting
from annotator.model.guesses.phrases import Phrase, begins_a_figure, read_phrase
from annotator.model.guesses.quantities import Quantity, measure_at
from annotator.model.guesses.tokens import Token, tokens_in, tokens_of
from annotator.model.guesses.vocabulary import Measure, Vocabulary, vocabulary
from annotator.model.span import Fragment

_BEFORE, _BEHIND = 70, 90
"""How far to look beside a span, in code points."""
_MOST_MODIFIERS = 6
"""The longest run of words that may qualify a figure from outside the span."""
_FARTHEST_BEHIND = 3
_BOUNDS = {
    "exact": ("best",),
    "approx": ("best",),
    "at_least": ("low",),
    "more_than": ("low",),
    "at_most": ("high",),
    "less_than": ("high",),
    "plural": ("low",),
}


def guess_number(text: str, fragments: Sequence[Fragment], language: str) -> Mapping[str, object]:
    """Return what the words of a number span and those beside it say, by the names of the default tagset.

    The keys are ``low``, ``best``, ``high``, ``modifier``, ``counts`` and ``unit``; what is not clear is left out.
    """
    words = vocabulary(language)
    first, last = fragments[0], fragments[-1]
    before = tokens_in(text, max(0, first.start - _BEFORE), first.start)
    inside = tokens_of(text, fragments)
    behind = tokens_in(text, last.end, min(len(text), last.end + _BEHIND))
    phrase = _phrase_in(before, inside, behind, words)
    if phrase is None:
        return {}
    found = {**_bounds(phrase), **_measured(phrase)}
    if "counts" not in found:
        counts = what_is_counted(
            [*before, *inside, *behind], len(before) + phrase.start, len(before) + phrase.figure_end, words
        )
        found.update({"counts": counts} if counts else {})
    return found


def _phrase_in(
    before: Sequence[Token], inside: Sequence[Token], behind: Sequence[Token], words: Vocabulary
) -> Phrase | None:
    """Return the first number phrase of a span, qualified by what stands directly beside the span as well."""
    phrases = (read_phrase(inside, at, words) for at in range(len(inside)))
    phrase = next((phrase for phrase in phrases if phrase is not None), None)
    if phrase is None:
        return _lone_article(inside, words)
    if any(token.is_figure for token in inside[: phrase.start]):
        # What comes first is a date or too large, and "trillion" alone is not what was marked.
        return None
    if phrase.start == 0:
        phrase = _with_left(phrase, before, words)
    return _with_right(phrase, [*inside[phrase.end :], *behind], words)


def _lone_article(inside: Sequence[Token], words: Vocabulary) -> Phrase | None:
    """Read "[a] boy of 13"."""
    if len(inside) != 1 or inside[0].word not in words.numbers.articles:
        return None
    return Phrase(0, 0, 1, Quantity(1, 1), "exact")


def _with_left(phrase: Phrase, before: Sequence[Token], words: Vocabulary) -> Phrase:
    money = words.numbers.money.at(before, len(before) - 1) if before else None
    if money is not None and phrase.measure is None:
        phrase = msgspec.structs.replace(phrase, measure=Measure("money", money[0]))
        before = before[:-1]
    if phrase.modifier != "exact":
        return phrase
    for at in range(max(0, len(before) - _MOST_MODIFIERS), len(before)):
        found = words.numbers.before.at(before, at)
        if found is None or found[1] != len(before) or before[at].word in words.numbers.inside_only:
            continue
        if at == 0 or before[at - 1].word not in words.numbers.phrasal:
            return msgspec.structs.replace(phrase, modifier=found[0])
    return phrase


def _with_right(phrase: Phrase, behind: Sequence[Token], words: Vocabulary) -> Phrase:
    measured = measure_at(behind, 0, words.numbers) if phrase.measure is None else None
    if measured is not None:
        phrase = msgspec.structs.replace(phrase, measure=measured[0])
        behind = behind[measured[1] :]
    if phrase.modifier != "exact":
        return phrase
    for at in range(min(len(behind), _FARTHEST_BEHIND)):
        found = words.numbers.behind.at(behind, at)
        # Behind the counted noun only what cannot be anything else: "thirty dead at least".
        if found is not None and (at == 0 or found[1] - at > 1) and not begins_a_figure(behind, found, words):
            return msgspec.structs.replace(phrase, modifier=found[0])
        if not behind[at].word.isalpha():
            break
    return phrase


def _bounds(phrase: Phrase) -> dict[str, object]:
    modifier, first = phrase.modifier, phrase.first
    if phrase.last is not None:
        return {"low": first.value, "high": phrase.last.value, "modifier": "range"}
    if modifier == "exact" and first.kind in ("plural", "approx"):
        modifier = first.kind
    if first.kind == "plural" and modifier not in ("at_least", "more_than"):
        # "Up to several hundred" has no figure that it cannot pass; "about a few dozen" is as vague as without.
        if modifier in ("at_most", "less_than"):
            return {"modifier": modifier}
        modifier = "plural"
    found: dict[str, object] = {name: _value(phrase) for name in _BOUNDS[modifier]}
    return {**found, "modifier": modifier}


def _value(phrase: Phrase) -> int | float:
    """Return the figure, in minutes for half an hour."""
    value, measure = phrase.first.value, phrase.measure
    if _is_parted(phrase) and measure is not None:
        return fitting(value * measure.parts) or value
    return value


def _is_parted(phrase: Phrase) -> bool:
    measure = phrase.measure
    return measure is not None and measure.counts == "duration" and bool(measure.smaller) and 0 < phrase.first.value < 1


def _measured(phrase: Phrase) -> dict[str, object]:
    """Return what the unit says, if there is one."""
    measure = phrase.measure
    if measure is None:
        return {"counts": "percent"} if phrase.first.kind == "part" else {}
    unit = measure.smaller if _is_parted(phrase) else measure.unit
    return {"counts": measure.counts, "unit": unit} if unit else {"counts": measure.counts}
