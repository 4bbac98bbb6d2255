"""Asking a project what it holds about articles."""

from collections.abc import Mapping

import msgspec

from annotator.errors import UserError
from annotator.model.article import META_FIELDS, Article, ArticleKey, text_sha256
from annotator.model.layer import GOLD, Layer
from annotator.model.naming import shown
from annotator.model.span import Fragment, Relation, Span, SpanKey
from annotator.project.project import Project, asking
from annotator.project.rows import (
    RELATION_COLUMNS,
    SPAN_COLUMNS,
    SPAN_JOINS,
    decode_object,
    meta_of,
    relation_of,
    span_of,
)

_META = ", ".join(META_FIELDS)


@asking
def article(project: Project, key: ArticleKey) -> Article:
    """Return an article with its text.

    Raises:
        UserError: if there is no such article, or its text no longer has the checksum it was imported with.
    """
    row = project.connection.execute(
        f"SELECT id, sha256, raw_sha256, text, {_META}, extra FROM article "
        "JOIN article_text ON article_text.article = article.key WHERE article.key = ?",
        (key,),
    ).fetchone()
    if row is None:
        raise UserError("That article is no longer in the project.")
    article_id, sha256, raw_sha256, text, *meta = row
    if text_sha256(text) != sha256:
        called = shown(project.path.name)
        raise UserError(f"The text of article {shown(article_id)} is damaged; go back to a backup of {called}.")
    return Article(key, article_id, text, meta_of(meta), sha256, raw_sha256)


@asking
def key_of_article(project: Project, article_id: str) -> ArticleKey | None:
    """Return the key of the article with an id, if it is in the project."""
    row = project.connection.execute("SELECT key FROM article WHERE id = ?", (article_id,)).fetchone()
    return None if row is None else int(row[0])


@asking
def article_keys(project: Project) -> list[ArticleKey]:
    """Return the key of every article, in the order they came in."""
    return [key for (key,) in project.connection.execute("SELECT key FROM article ORDER BY key")]


@asking
def spans(project: Project, article: ArticleKey, annotator: str | None = None) -> list[Span]:
    """Return the spans of one annotator's layer on ``article``, in text order; by default the own annotator's."""
    rows = project.connection.execute(
        f"SELECT {SPAN_COLUMNS} FROM {SPAN_JOINS} WHERE layer.article = ? AND annotator.name = ? "
        'ORDER BY span.start, span."end" DESC, span.key',
        (article, annotator or project.annotator),
    )
    return [span_of(row) for row in rows]


@asking
def span(project: Project, key: SpanKey) -> Span:
    """Return one span; raise :exc:`UserError` if it is no longer there."""
    row = project.connection.execute(f"SELECT {SPAN_COLUMNS} FROM {SPAN_JOINS} WHERE span.key = ?", (key,)).fetchone()
    if row is None:
        raise UserError("That span is no longer there.")
    return span_of(row)


@asking
def relations(project: Project, article: ArticleKey, annotator: str | None = None) -> list[Relation]:
    """Return the relations of one annotator's layer on ``article``."""
    rows = project.connection.execute(
        f"SELECT {RELATION_COLUMNS} FROM relation "
        "JOIN layer ON layer.key = relation.layer JOIN annotator ON annotator.key = layer.annotator "
        "WHERE layer.article = ? AND annotator.name = ? ORDER BY relation.key",
        (article, annotator or project.annotator),
    )
    return [relation_of(row) for row in rows]


@asking
def paragraphs_read(project: Project, article: ArticleKey, annotator: str | None = None) -> list[Fragment]:
    """Return the paragraphs of which one annotator says that nothing is to be marked in them, in text order."""
    rows = project.connection.execute(
        'SELECT DISTINCT start, "end" FROM paragraph_read JOIN layer ON layer.key = paragraph_read.layer '
        "JOIN annotator ON annotator.key = layer.annotator WHERE layer.article = ? AND annotator.name = ? "
        'ORDER BY start, "end"',
        (article, annotator or project.annotator),
    )
    return [Fragment(*row) for row in rows]


@asking
def layers(project: Project, article: ArticleKey) -> list[Layer]:
    """Return everybody's layers on ``article``, by name."""
    rows = project.connection.execute(
        "SELECT layer.key, layer.article, annotator.name, status, flagged, labels FROM layer "
        "JOIN annotator ON annotator.key = layer.annotator WHERE layer.article = ? ORDER BY annotator.name",
        (article,),
    )
    return [
        Layer(key, of, name, status, bool(flagged), decode_object(labels))
        for key, of, name, status, flagged, labels in rows
    ]


@asking
def layer(project: Project, article: ArticleKey) -> Layer:
    """Return the project's own annotator's layer on ``article``; an untouched one has the key 0."""
    own = [found for found in layers(project, article) if found.annotator == project.annotator]
    return own[0] if own else Layer(0, article, project.annotator)


@asking
def annotators(project: Project) -> list[str]:
    """Return the names of all who have a layer, sorted."""
    rows = project.connection.execute(
        "SELECT name FROM annotator WHERE key IN (SELECT annotator FROM layer) ORDER BY name"
    )
    return [name for (name,) in rows]


class LayerCount(msgspec.Struct, frozen=True):
    """How far one annotator is: articles by state, spans by tag."""

    done: int
    open: int
    spans: Mapping[str, int]


@asking
def count_articles(project: Project) -> int:
    """Return how many articles the project holds."""
    return int(project.connection.execute("SELECT count(*) FROM article").fetchone()[0])


@asking
def count_layers(project: Project) -> dict[str, LayerCount]:
    """Return how far each annotator is; an article they have not touched is open."""
    articles = count_articles(project)
    done: dict[str, int] = {}
    spans_by_tag: dict[str, dict[str, int]] = {name: {} for name in annotators(project)}
    for name, count in project.connection.execute(
        "SELECT annotator.name, sum(status = 'done') FROM layer "
        "JOIN annotator ON annotator.key = layer.annotator GROUP BY annotator.key"
    ):
        done[name] = count
    for name, tag, count in project.connection.execute(
        f"SELECT annotator.name, tag.name, count(*) FROM {SPAN_JOINS} WHERE span.origin NOT LIKE 'suggestion:%' "
        "GROUP BY annotator.key, tag.key ORDER BY tag.key"
    ):
        spans_by_tag[name][tag] = count
    return {name: LayerCount(done[name], articles - done[name], tags) for name, tags in spans_by_tag.items()}


@asking
def count_suggestions(project: Project) -> int:
    """Return how many proposed spans nobody has decided on."""
    (count,) = project.connection.execute("SELECT count(*) FROM span WHERE origin LIKE 'suggestion:%'").fetchone()
    return int(count)


@asking
def anything_to_review(project: Project) -> bool:
    """Say whether two annotators have done the same article, or a reviewer has begun."""
    found = project.connection.execute(
        "SELECT 1 FROM layer AS one JOIN layer AS other ON other.article = one.article AND other.key > one.key "
        "JOIN annotator AS first ON first.key = one.annotator JOIN annotator AS second ON second.key = other.annotator "
        "WHERE (one.status = 'done' AND other.status = 'done') OR ? IN (first.name, second.name) LIMIT 1",
        (GOLD,),
    ).fetchone()
    return found is not None
