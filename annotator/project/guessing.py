"""Guesses that are stored with a span: worked out wherever its words or its tag change, until a person decides."""

from collections.abc import Mapping, Sequence

from annotator.model.article import Article
from annotator.model.guesses import guess
from annotator.model.span import Fragment, SpanKey, marked_text
from annotator.model.tagset import Tag
from annotator.project.project import OpenStep, Project
from annotator.project.rows import decode_object, places_of

Guesses = Mapping[str, Mapping[str, object]]

ACTORS = "actors"
"""The engine that looks words up in the project's list of actors."""
_AROUND = 600
"""So many code points on either side of a span are read again to guess from; engines look no further."""


def guesses_on(project: Project, article: Article, fragments: Sequence[Fragment], tag: str) -> Guesses:
    """Return what can be guessed about a span of ``article``, by engine and attribute."""
    tagset = project.tagset
    if tag not in tagset:
        return {}
    known = tagset[tag]
    actors = _actor(project, known, article.text, fragments, article.meta.published)
    return {**guess(known, article.text, fragments, article.meta.language), **actors}


def guesses_again(step: OpenStep, span: SpanKey, tag: str) -> dict[str, dict[str, object]]:
    """Return what can be guessed about a stored span if it has ``tag``, but for what somebody has decided on."""
    row, tagset = step.rows.find("span", span), step.project.tagset
    assert row is not None
    if tag not in tagset:
        return {}
    places = places_of(row["start"], row["end"], row["fragments"])
    text, language, published, shifted = _neighbourhood(step, row["layer"], places)
    actors = _actor(step.project, tagset[tag], text, shifted, published)
    found = {**guess(tagset[tag], text, shifted, language), **actors}
    return undecided(found, decode_object(row["attributes"]))


def undecided(guesses: Guesses, decided: Mapping[str, object]) -> dict[str, dict[str, object]]:
    """Return ``guesses`` but for those about attributes that somebody has decided on."""
    left = {
        engine: {name: value for name, value in values.items() if name not in decided}
        for engine, values in guesses.items()
    }
    return {engine: values for engine, values in left.items() if values}


def _actor(
    project: Project, tag: Tag, text: str, fragments: Sequence[Fragment], published: str
) -> dict[str, dict[str, object]]:
    """Return who of the project's list the words must mean, for an attribute that names an actor."""
    wanted = [attribute.name for attribute in tag.attributes if attribute.kind == "alias"]
    if not wanted:
        return {}
    from annotator.project.alias_lookup import canonical_for

    found = canonical_for(project, marked_text(text, fragments), published)
    return {} if found is None else {ACTORS: dict.fromkeys(wanted, found)}


def _neighbourhood(
    step: OpenStep, layer: int, fragments: Sequence[Fragment]
) -> tuple[str, str, str, tuple[Fragment, ...]]:
    """Return the words in and around ``fragments``, the article's language and date, and where in those they are."""
    first = max(0, fragments[0].start - _AROUND)
    text, language, published = step.project.connection.execute(
        "SELECT substr(text, ?, ?), language, published FROM layer JOIN article ON article.key = layer.article "
        "JOIN article_text ON article_text.article = article.key WHERE layer.key = ?",
        (first + 1, fragments[-1].end + _AROUND - first, layer),
    ).fetchone()
    return text, language, published, tuple(Fragment(place.start - first, place.end - first) for place in fragments)
