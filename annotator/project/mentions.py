"""Mentions: the same words elsewhere, and what the own layer and its annotator have said about them already."""

from collections.abc import Iterator
from typing import Literal

import msgspec

from annotator.model.article import ArticleKey
from annotator.model.hits import Mention, standing
from annotator.model.matching import Finder, Term
from annotator.model.span import Fragment
from annotator.project.candidates import candidates
from annotator.project.connection import in_plain_words
from annotator.project.contexts import Looked, Marks, WentOn, always, in_context, looked_at, pages, text_of
from annotator.project.project import Project

Scope = Literal["article", "story", "project"]


class MentionQuery(msgspec.Struct, frozen=True):
    """Which words are looked for, what for, and where."""

    words: str
    tag: str
    """What is to be put on them."""
    article: ArticleKey
    """Where they were marked; the search begins there, goes on in its story and then in the rest of the project."""
    scope: Scope = "project"
    match_case: bool = True


def mentions(project: Project, query: MentionQuery, went_on: WentOn = always) -> Iterator[list[Mention]]:
    """Yield pages of mentions as they are found; the first page is small.

    Args:
        project: only read.
        query: what to look for. Words are found whole, with a possessive ’s behind them, and however they are broken
            into lines.
        went_on: asked at each article whether to go on.

    Raises:
        UserError: if the file is damaged or out of reach.
    """
    with in_plain_words(project.path):
        yield from pages(_mentions(project, query), went_on)


def _mentions(project: Project, query: MentionQuery) -> Iterator[Mention | None]:
    term = Term(" ".join(query.words.split()))
    if not term.words:
        return
    finder = Finder(term, match_case=query.match_case, begins_sentences=True)
    for keys in _articles(project, query, term):
        for article in looked_at(project, keys):
            yield from _mentions_in(project, query, article, finder)
            yield None
        yield None


def _articles(project: Project, query: MentionQuery, term: Term) -> Iterator[list[ArticleKey]]:
    nearest = [query.article]
    if query.scope != "article":
        nearest += _story_of(project, query.article)
    yield nearest
    if query.scope == "project":
        seen = set(nearest)
        for keys in candidates(project, [term]):
            yield [key for key in keys if key not in seen]


def _story_of(project: Project, article: ArticleKey) -> list[ArticleKey]:
    """Return the other articles of the same story."""
    rows = project.connection.execute(
        "SELECT other.key FROM article JOIN article AS other ON other.story = article.story "
        "WHERE article.key = ? AND article.story <> '' AND other.key <> article.key ORDER BY other.key",
        (article,),
    )
    return [key for (key,) in rows.fetchall()]


def _mentions_in(project: Project, query: MentionQuery, article: Looked, finder: Finder) -> Iterator[Mention]:
    text = text_of(project, article.key)
    places = list(finder.find(text))
    if not places:
        return
    marks = Marks(project, article.layer)
    refused = _refused(project, article.layer, query.tag)
    for place in places:
        touching = marks.touching(place.start, place.end)
        yield Mention(
            article.key,
            article.heading,
            article.source,
            article.published,
            place.start,
            place.end,
            *in_context(text, place),
            touching,
            article.done,
            standing=standing(touching, query.tag, place),
            refused=place in refused,
        )


def _refused(project: Project, layer: int, tag: str) -> set[Fragment]:
    if not layer:
        return set()
    rows = project.connection.execute(
        'SELECT start, "end" FROM refused_mention JOIN tag ON tag.key = refused_mention.tag '
        "WHERE layer = ? AND tag.name = ?",
        (layer, tag),
    )
    return {Fragment(*row) for row in rows.fetchall()}
