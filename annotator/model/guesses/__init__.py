"""Guesses at the attributes of a span, from its words and those around it.

A guess is shown until somebody touches the attribute, and is never exported as somebody's work. Each engine knows the
attributes of one default tag; a tag of another tagset is served by name, so far as it has attributes of those names.
"""

from collections.abc import Callable, Mapping, Sequence

from annotator.model.span import Fragment
from annotator.model.tagset import Attribute, Tag

_NUMBER = frozenset({"low", "best", "high", "modifier"})
_CLAIM = frozenset({"polarity", "certainty", "act"})

Engine = Callable[[str, Sequence[Fragment], str], Mapping[str, object]]


def is_about_claims(tag: Tag) -> bool:
    """Say whether spans of ``tag`` are claims, to judge by what can be said about them."""
    return any(attribute.name in _CLAIM for attribute in tag.attributes)


def guess(tag: Tag, text: str, fragments: Sequence[Fragment], language: str) -> Mapping[str, Mapping[str, object]]:
    """Return what the words of a span say about its attributes: by engine, then by attribute.

    Args:
        tag: the tag of the span; only its own attributes are guessed at.
        text: the article.
        fragments: where the span is.
        language: ISO 639-1 code of the article; empty if it is not known.
    """
    attributes = {attribute.name: attribute for attribute in tag.attributes}
    guesses = {}
    for name in _engines_for(attributes):
        values = _engine(name)(text, fragments, language)
        fitting = {attribute: value for attribute, value in values.items() if _fits(attributes.get(attribute), value)}
        if fitting:
            guesses[name] = fitting
    return guesses


def _engines_for(attributes: Mapping[str, Attribute]) -> list[str]:
    names = attributes.keys()
    return [name for name, known in (("number", _NUMBER), ("claim", _CLAIM)) if known & names]


def _engine(name: str) -> Engine:
    """Return an engine; loaded here, because the window starts without any."""
    if name == "number":
        from annotator.model.guesses.numbers import guess_number

        return guess_number
    from annotator.model.guesses.claims import guess_claim

    return guess_claim


def _fits(attribute: Attribute | None, value: object) -> bool:
    """Say whether an attribute of the tag can hold ``value``."""
    if attribute is None:
        return False
    if attribute.kind == "choice":
        return value in attribute.values
    return attribute.kind == ("text" if isinstance(value, str) else "number")
