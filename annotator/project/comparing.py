"""What a project hands out to be compared: articles with the layers that are done, a page at a time."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import msgspec

from annotator.errors import UserError
from annotator.model.article import ArticleKey, text_sha256
from annotator.model.compared import Compared
from annotator.model.coverage import unread
from annotator.model.naming import shown
from annotator.model.span import Fragment, Span
from annotator.project.connection import in_plain_words
from annotator.project.project import Project, asking
from annotator.project.rows import decode_object, places_of

PAGE_ARTICLES = 100
PAGE_CHARACTERS = 4_000_000

_Row = tuple[Any, ...]
_SUGGESTED = "span.origin LIKE 'suggestion:%'"


class _Work(NamedTuple):
    """What was read of a page of articles, by layer."""

    spans: dict[int, list[_Row]]
    days: dict[int, str]
    read: dict[int, list[Fragment]]


class NotCompared(msgspec.Struct, frozen=True):
    """What there is besides the articles that can be compared."""

    alone: int
    """Articles that only one of the layers is done with."""
    open: dict[str, int]
    """Articles that a layer has begun and not done, by annotator."""
    suggestions: int
    """Proposed spans in the layers that are done; nobody has decided on them."""


def compared(project: Project, names: Sequence[str], only: ArticleKey | None = None) -> Iterator[Compared]:
    """Yield each article that at least two of the layers of ``names`` are done with, in the order they came in.

    Args:
        project: only read.
        names: annotators; ``gold`` may be among them.
        only: the one article to look at, rather than all.

    Raises:
        UserError: if a text or a span is damaged; what was yielded before is sound.
    """
    annotators = _annotators(project, names)
    last = 0 if only is None else only - 1
    while True:
        with in_plain_words(project.path):
            page = _page(project, annotators, last, only)
        if not page:
            return
        last = page[-1].key
        yield from page


@asking
def count_compared(project: Project, names: Sequence[str]) -> int:
    """Return how many articles :func:`compared` will yield."""
    annotators = _annotators(project, names)
    (count,) = project.connection.execute(
        f"SELECT count(*) FROM ({_articles(annotators)})", (*annotators, 0, None, None)
    ).fetchone()
    return int(count)


@asking
def not_compared(project: Project, names: Sequence[str]) -> NotCompared:
    """Return what there is besides the articles that can be compared."""
    annotators = _annotators(project, names)
    among = _marks(annotators)
    connection = project.connection
    (alone,) = connection.execute(
        "SELECT count(*) FROM (SELECT article FROM layer "
        f"WHERE status = 'done' AND annotator IN ({among}) GROUP BY article HAVING count(*) = 1)",
        annotators,
    ).fetchone()
    begun = connection.execute(
        "SELECT annotator.name, count(*) FROM layer JOIN annotator ON annotator.key = layer.annotator "
        f"WHERE status = 'open' AND layer.annotator IN ({among}) GROUP BY layer.annotator ORDER BY annotator.name",
        annotators,
    )
    opened = dict(begun)
    (suggestions,) = connection.execute(
        "SELECT count(*) FROM span JOIN layer ON layer.key = span.layer "
        f"WHERE {_SUGGESTED} AND layer.status = 'done' AND layer.annotator IN ({among})",
        annotators,
    ).fetchone()
    return NotCompared(alone, opened, suggestions)


@asking
def _annotators(project: Project, names: Sequence[str]) -> list[int]:
    keys = (project.annotator_key(name) for name in names)
    return [key for key in keys if key is not None]


def _marks(values: Sequence[int]) -> str:
    return ", ".join("?" * len(values))


def _articles(annotators: Sequence[int]) -> str:
    """Return the query for the keys of the articles to compare, behind a key and up to another."""
    return (
        f"SELECT article FROM layer WHERE status = 'done' AND annotator IN ({_marks(annotators)}) "
        "AND article > ? AND (? IS NULL OR article <= ?) GROUP BY article HAVING count(*) > 1 ORDER BY article"
    )


def _page(project: Project, annotators: Sequence[int], last: ArticleKey, only: ArticleKey | None) -> list[Compared]:
    """Return the next articles, all read in one transaction."""
    connection = project.connection
    connection.execute("BEGIN")
    try:
        found = connection.execute(
            f"{_articles(annotators)} LIMIT {PAGE_ARTICLES}", (*annotators, last, only, only)
        ).fetchall()
        articles = _texts(project, [key for (key,) in found])
        layers = _layers(project, annotators, [row[0] for row in articles])
        keys = [layer for layer, *_ in layers]
        work = _Work(_spans(project, keys), _days(project, keys), _read(project, keys))
    finally:
        connection.execute("ROLLBACK")
    by_article: dict[int, list[_Row]] = defaultdict(list)
    for layer, article, name in layers:
        by_article[article].append((layer, name))
    return [_compared(article, by_article[article[0]], work) for article in articles]


def _texts(project: Project, keys: Sequence[ArticleKey]) -> list[_Row]:
    cursor = project.connection.execute(
        "SELECT key, id, sha256, published, text FROM article JOIN article_text ON article_text.article = article.key "
        f"WHERE key IN ({_marks(keys)}) ORDER BY key",
        keys,
    )
    found: list[_Row] = []
    characters = 0
    for row in cursor:
        found.append(row)
        characters += len(row[4])
        if characters > PAGE_CHARACTERS:
            break
    cursor.close()
    return found


def _layers(project: Project, annotators: Sequence[int], articles: Sequence[ArticleKey]) -> list[_Row]:
    return project.connection.execute(
        "SELECT layer.key, layer.article, annotator.name FROM layer JOIN annotator ON annotator.key = layer.annotator "
        f"WHERE status = 'done' AND layer.article IN ({_marks(articles)}) "
        f"AND layer.annotator IN ({_marks(annotators)}) ORDER BY annotator.name",
        (*articles, *annotators),
    ).fetchall()


def _spans(project: Project, layers: Sequence[int]) -> dict[int, list[_Row]]:
    by_layer: dict[int, list[_Row]] = defaultdict(list)
    for row in project.connection.execute(
        'SELECT span.layer, span.key, span.id, tag.name, start, "end", fragments, attributes, unsure, origin '
        f"FROM span JOIN tag ON tag.key = span.tag WHERE span.layer IN ({_marks(layers)}) AND NOT {_SUGGESTED} "
        'ORDER BY span.layer, start, "end" DESC, span.key',
        layers,
    ):
        by_layer[row[0]].append(row)
    return by_layer


def _days(project: Project, layers: Sequence[int]) -> dict[int, str]:
    """Return the day of the step that made the newest span of each layer."""
    return dict(
        project.connection.execute(
            "SELECT newest.layer, step.day FROM (SELECT layer, max(step) AS step FROM span "
            f"WHERE layer IN ({_marks(layers)}) AND NOT {_SUGGESTED} GROUP BY layer) AS newest "
            "JOIN step ON step.key = newest.step",
            layers,
        )
    )


def _read(project: Project, layers: Sequence[int]) -> dict[int, list[Fragment]]:
    """Return the paragraphs that each layer signs as read and empty."""
    by_layer: dict[int, list[Fragment]] = defaultdict(list)
    for layer, start, end in project.connection.execute(
        f'SELECT layer, start, "end" FROM paragraph_read WHERE layer IN ({_marks(layers)}) ORDER BY start', layers
    ):
        by_layer[layer].append(Fragment(start, end))
    return by_layer


def _compared(article: _Row, layers: Sequence[_Row], work: _Work) -> Compared:
    key, article_id, sha256, published, text = article
    if text_sha256(text) != sha256:
        raise UserError(f"The text of article {shown(article_id)} is damaged; nothing was compared.")
    spans = {
        name: [_span(article_id, len(text), name, row) for row in work.spans.get(layer, ())] for layer, name in layers
    }
    return Compared(
        key,
        article_id,
        text,
        spans,
        published,
        {name: work.days[layer] for layer, name in layers if layer in work.days},
        {name: unread(text, work.read[layer], spans[name]) for layer, name in layers if layer in work.read},
    )


def _span(article_id: str, length: int, annotator: str, row: _Row) -> Span:
    _, key, span_id, tag, start, end, fragments, attributes, unsure, origin = row
    if end > length:
        raise UserError(
            f"Span {shown(span_id)} of article {shown(article_id)} is outside its text; nothing was compared."
        )
    return Span(
        span_id,
        tag,
        places_of(start, end, fragments),
        decode_object(attributes),
        unsure=bool(unsure),
        origin=origin,
        key=key,
        annotator=annotator,
    )
