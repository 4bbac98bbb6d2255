"""What is known of each article before it is decided whether a model learns from it: its layers and its review."""

from collections.abc import Iterator, Sequence

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


class Candidate(msgspec.Struct, frozen=True):
    """An article that a model might learn from."""

    key: ArticleKey
    id: str
    story: str
    published: str
    source: str
    language: str
    licence: str
    """What an import said about it under ``licence`` or ``license``; empty if it said nothing."""
    layers: tuple[LayerSize, ...]
    """By the annotators' names."""

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
    last = 0
    while page := _page(project, last):
        last = page[-1].key
        yield from page


@asking
def _page(project: Project, last: ArticleKey) -> list[Candidate]:
    ask = project.connection.execute
    rows = ask(
        "SELECT key, id, story, published, source, language, coalesce((SELECT value FROM json_each(article.extra) "
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
    return [
        Candidate(key, article_id, story, published, source, language, str(licence), tuple(layers.get(key, ())))
        for key, article_id, story, published, source, language, licence in rows
    ]


@asking
def everybody(project: Project) -> list[str]:
    """Return the names of all who ever worked in the project, sorted."""
    return [name for (name,) in project.connection.execute("SELECT name FROM annotator ORDER BY name")]


class ReviewState(msgspec.Struct, frozen=True):
    """How the review of one article stands."""

    open: int = 0
    """Conflicts that are not decided."""
    pending: int = 0
    """Marks that all have alike, and that gold does not have yet."""


@asking
def review_states(project: Project) -> tuple[dict[ArticleKey, ReviewState], set[ArticleKey]]:
    """Return how the review of each article stands where it is known, and the articles to compare for the rest."""
    stale = set(stale_articles(project))
    rows = project.connection.execute("SELECT article, open, pending FROM compared WHERE fresh = 1")
    return {article: ReviewState(*counts) for article, *counts in rows if article not in stale}, stale


@asking
def signatures_of(project: Project, articles: Sequence[ArticleKey]) -> Signatures:
    """Return the signatures of ``articles``, in this order; what is not kept is made from the text, and not kept."""
    found = Signatures()
    for first in range(0, len(articles), _PAGE):
        some = articles[first : first + _PAGE]
        kept = {
            key: (count, made)
            for key, count, made in project.connection.execute(
                "SELECT article, shingles, signature FROM text_signature "
                "WHERE article IN (SELECT value FROM json_each(?))",
                (msgspec.json.encode(some).decode(),),
            )
        }
        for key in some:
            if key in kept:
                found.add(key, *kept[key])
            else:
                there = shingles(text_of(project, key))
                found.add(key, len(there), signature(there))
    return found
