"""What a number counts, from the words beside it."""

from collections.abc import Iterable, Sequence

from annotator.model.guesses.tokens import HYPHENS, Token, ends_a_sentence
from annotator.model.guesses.vocabulary import Vocabulary

_FARTHEST = 17
"""How many words away a verb may be that says what became of those counted."""
_FARTHEST_THING = 3
"""How many words behind the number the counted noun may be."""
_PEOPLE = frozenset({"fighters", "other"})
"""Nouns of these kinds may be people, of whom it matters more what became of them."""
_BACKWARDS = 1.0
"""How much farther a word counts that stands before the number."""
_COSTS = {",": 2.0, "،": 2.0, ":": 2.0, "(": 2.0, ")": 2.0}
_ANOTHER_NUMBER = 3.0


def what_is_counted(tokens: Sequence[Token], first: int, last: int, words: Vocabulary) -> str | None:
    """Return what the number in ``tokens[first:last]`` counts; nothing if the words beside it do not show it.

    What became of those counted decides before who they are: "killed 63 soldiers" are killed, not fighters; the nearest
    such word in the sentence does. Things cannot be killed, so their noun decides: "16 places captured" are places.
    """
    if _is_an_age(tokens, first, last):
        return None
    thing = _thing_behind(tokens, last, words)
    if thing is not None and thing not in _PEOPLE:
        return thing
    behind = _nearest_event(tokens, range(last, len(tokens)), words, is_behind=True)
    before = _nearest_event(tokens, range(first - 1, -1, -1), words, is_behind=False)
    events = [event for event in (behind, before) if event is not None]
    return min(events)[1] if events else thing


def _thing_behind(tokens: Sequence[Token], last: int, words: Vocabulary) -> str | None:
    near = [token for token in tokens[last : last + 2 * _FARTHEST_THING] if token.word not in HYPHENS]
    for token in near[:_FARTHEST_THING]:
        if token.is_figure or not token.word[0].isalpha():
            return None
        thing = words.entry(words.counted.things, token.word)
        if thing is not None or token.word in words.numbers.numerals:
            return thing
    return None


def _is_an_age(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Say whether the number stands between commas, as behind a name: "Dayton, 42, died"."""
    beside = [*tokens[max(0, first - 1) : first], *tokens[last : last + 1]]
    return len(beside) == len("()") and all(token.word in ",،" for token in beside)


def _nearest_event(
    tokens: Sequence[Token], places: Iterable[int], words: Vocabulary, is_behind: bool
) -> tuple[float, str] | None:
    """Return how far away the nearest word is that says what became of those counted, and what it says."""
    counted = words.counted
    distance = 0.0 if is_behind else _BACKWARDS
    for at in places:
        word = tokens[at].word
        distance += _COSTS.get(word, 1.0)
        if distance > _FARTHEST or ends_a_sentence(tokens, at):
            return None
        event = words.entry(counted.events, word) or (None if is_behind else words.entry(counted.losses, word))
        if event is not None:
            return distance, event
        if is_behind and (tokens[at].is_figure or word in words.numbers.numerals):
            distance += _ANOTHER_NUMBER
    return None
