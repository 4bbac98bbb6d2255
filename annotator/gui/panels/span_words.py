"""Spans in words: everything that painting shows of a span, for ears and for narrow places."""

from collections.abc import Iterator, Mapping, Sequence

from annotator.gui.panels.fields import value_words
from annotator.gui.panels.wording import origin_words, quoted, short
from annotator.gui.plain import isolated
from annotator.model.span import Span

_MOST_ATTRIBUTES = 40
_MOST_NAME = 24
_MOST_VALUE = 60
_MOST_NOTE = 300


def attribute_words(span: Span) -> list[str]:
    """Return each attribute that has a value as its name and that, what is only guessed with a word that says so."""
    guessed = [f"guessed {words}" for words in _pairs(span.guessed)]
    return [*_pairs(span.attributes), *guessed]


def span_words(span: Span, words: str, relations: Sequence[str] = ()) -> str:
    """Say everything that is known of a span on one line.

    Args:
        span: the span.
        words: the words that it marks, for display.
        relations: what is to be said about its relations.
    """
    return "; ".join([f"{isolated(short(span.tag, 40))}: {quoted(words)}", *_said_of(span), *relations])


def _said_of(span: Span) -> Iterator[str]:
    if len(span.fragments) > 1:
        yield f"in {len(span.fragments)} parts"
    if span.unsure:
        yield "unsure"
    yield from attribute_words(span)
    yield origin_words(span.origin)
    if span.note:
        yield f"note: {isolated(short(span.note, _MOST_NOTE))}"


def _pairs(attributes: Mapping[str, object]) -> list[str]:
    known = ((key, value_words(value)) for key, value in list(attributes.items())[:_MOST_ATTRIBUTES])
    return [
        f"{isolated(short(key, _MOST_NAME))} {isolated(short(value, _MOST_VALUE))}" for key, value in known if value
    ]
