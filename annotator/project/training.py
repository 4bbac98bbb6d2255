"""What is known of each article before it is decided whether a model learns from it: its layers and its review."""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import BinaryIO

import msgspec

from annotator.model.article import ArticleKey
from annotator.model.layer import GOLD
from annotator.model.minhash import Signatures, signature
from annotator.model.shingles import shingles
from annotator.project.contexts import text_of
from annotator.project.project import Project, asking
from annotator.project.stale import stale_articles

_PAGE = 1000


class LayerSize(msgspec.Struct, frozen=True):
    """One annotator's work on an article, in short."""

    annotator: str
    done: bool
    spans: int
    """How many spans it has; suggestions are nobody's."""


class ReviewState(msgspec.Struct, frozen=True):
    """How the review of one article stands."""

    open: int = 0
    """Conflicts that are not decided."""
    pending: int = 0
    """Marks that all have alike, and that gold does not have yet."""


class Candidate(msgspec.Struct, frozen=True):
    """An article that a model might learn from."""

    key: ArticleKey
    id: str
    published: str
    source: str
    language: str
    licence: str
    """What an import said about it under ``licence`` or ``license``; empty if it said nothing."""
    layers: tuple[LayerSize, ...]
    """By the annotators' names."""
    review: ReviewState | None
    """How its review stands; nothing if its layers have to be compared to tell."""

    @property
    def gold(self) -> LayerSize | None:
        """The reviewer's layer, if there is one."""
        return next((layer for layer in self.layers if layer.annotator == GOLD), None)

    @property
    def done(self) -> tuple[LayerSize, ...]:
        """The layers of annotators who are done with it."""
        return tuple(layer for layer in self.layers if layer.done and layer.annotator != GOLD)


def candidates(project: Project) -> Iterator[Candidate]:
    """Yield every article that somebody has a layer on, in the order in which they came in."""
    stale = stale_articles(project)
    last = 0
    while page := _page(project, last, stale):
        last = page[-1].key
        yield from page


@asking
def _page(project: Project, last: ArticleKey, stale: "array[int]") -> list[Candidate]:
    ask = project.connection.execute
    rows = ask(
        "SELECT key, id, published, source, language, coalesce((SELECT value FROM json_each(article.extra) "
        "WHERE key IN ('licence', 'license') AND atom IS NOT NULL LIMIT 1), '') FROM article "
        "WHERE key > ? AND EXISTS (SELECT 1 FROM layer WHERE layer.article = article.key) ORDER BY key LIMIT ?",
        (last, _PAGE),
    ).fetchall()
    if not rows:
        return []
    layers: dict[ArticleKey, list[LayerSize]] = {}
    for article, annotator, done, spans in ask(
        "SELECT layer.article, annotator.name, status = 'done', "
        "(SELECT count(*) FROM span WHERE span.layer = layer.key AND origin NOT LIKE 'suggestion:%') FROM layer "
        "JOIN annotator ON annotator.key = layer.annotator "
        "WHERE layer.article BETWEEN ? AND ? ORDER BY annotator.name",
        (rows[0][0], rows[-1][0]),
    ):
        layers.setdefault(article, []).append(LayerSize(annotator, bool(done), spans))
    between = (rows[0][0], rows[-1][0])
    compared = "SELECT article, open, pending FROM compared WHERE fresh = 1 AND article BETWEEN ? AND ?"
    touched = set(stale[bisect_left(stale, between[0]) : bisect_right(stale, between[1])])
    reviews = {article: ReviewState(*counts) for article, *counts in ask(compared, between) if article not in touched}
    return [
        Candidate(key, name, published, source, language, str(licence), tuple(layers.get(key, ())), reviews.get(key))
        for key, name, published, source, language, licence in rows
    ]


def articles_by_story(project: Project) -> Iterator[tuple[str, ArticleKey]]:
    """Yield the articles that are of a story, with that story, one story after the other."""
    last: tuple[str, ArticleKey] = ("", 0)
    while page := _page_of_stories(project, last):
        last = page[-1]
        yield from page


@asking
def _page_of_stories(project: Project, last: tuple[str, ArticleKey]) -> list[tuple[str, ArticleKey]]:
    return project.connection.execute(
        "SELECT story, key FROM article WHERE story <> '' AND (story, key) > (?, ?) ORDER BY story, key LIMIT ?",
        (*last, _PAGE),
    ).fetchall()


@asking
def article_id(project: Project, article: ArticleKey) -> str:
    """Return the id of an article."""
    (found,) = project.connection.execute("SELECT id FROM article WHERE key = ?", (article,)).fetchone()
    return str(found)


@asking
def everybody(project: Project) -> list[str]:
    """Return the names of all who ever worked in the project, sorted."""
    return [name for (name,) in project.connection.execute("SELECT name FROM annotator ORDER BY name")]


@asking
def signatures_of(project: Project, articles: Sequence[ArticleKey], rows: BinaryIO) -> Signatures:
    """Return the signatures of ``articles``, in this order.

    Args:
        project: only read; what it does not keep is made from the text, and not kept.
        articles: by key.
        rows: an empty file, which holds the signatures as long as they are needed.
    """
    found = Signatures(rows)
    for first in range(0, len(articles), _PAGE):
        some = articles[first : first + _PAGE]
        kept = {
            key: (count, made)
            for key, count, made in project.connection.execute(
                "SELECT article, shingles, signature FROM text_signature "
                "WHERE article IN (SELECT value FROM json_each(?))",
                (msgspec.json.encode(list(some)).decode(),),
            )
        }
        for key in some:
            if key in kept:
                found.add(key, *kept[key])
            else:
                there = shingles(text_of(project, key))
                found.add(key, len(there), signature(there))
    return found
