"""Everybody's work on one article, read together: what comparing the layers begins with."""

from collections import defaultdict
from collections.abc import Mapping

import msgspec

from annotator.model.article import Article, ArticleKey
from annotator.model.layer import Layer
from annotator.model.span import Fragment, Relation, Span
from annotator.project.project import Project, asking
from annotator.project.reading import article as read_article
from annotator.project.reading import layers as read_layers
from annotator.project.rows import RELATION_COLUMNS, SPAN_COLUMNS, SPAN_JOINS, relation_of, span_of


class LayerRows(msgspec.Struct, frozen=True):
    """One annotator's work on an article."""

    layer: Layer
    spans: tuple[Span, ...] = ()
    """In text order."""
    relations: tuple[Relation, ...] = ()
    read: tuple[Fragment, ...] = ()
    """Paragraphs of which the annotator says that nothing is to be marked in them."""


class ArticleRows(msgspec.Struct, frozen=True):
    """One article with everybody's work on it, the gold layer among it."""

    article: Article
    layers: Mapping[str, LayerRows]
    """By the annotator's name, in the order of names."""


@asking
def everybodys_work(project: Project, key: ArticleKey) -> ArticleRows:
    """Return an article with all layers on it.

    Raises:
        UserError: if there is no such article, or it is damaged.
    """
    article = read_article(project, key)
    ask = project.connection.execute
    spans: dict[str, list[Span]] = defaultdict(list)
    for row in ask(
        f'SELECT {SPAN_COLUMNS} FROM {SPAN_JOINS} WHERE layer.article = ? ORDER BY start, "end" DESC, span.key', (key,)
    ):
        span = span_of(row)
        spans[span.annotator].append(span)
    relations: dict[int, list[Relation]] = defaultdict(list)
    for of_layer, *rest in ask(
        f"SELECT relation.layer, {RELATION_COLUMNS} FROM relation JOIN layer ON layer.key = relation.layer "
        "WHERE layer.article = ? ORDER BY relation.key",
        (key,),
    ):
        relations[of_layer].append(relation_of(rest))
    read: dict[int, list[Fragment]] = defaultdict(list)
    for of_layer, start, end in ask(
        'SELECT DISTINCT layer.key, start, "end" FROM paragraph_read JOIN layer ON layer.key = paragraph_read.layer '
        'WHERE layer.article = ? ORDER BY start, "end"',
        (key,),
    ):
        read[of_layer].append(Fragment(start, end))
    return ArticleRows(
        article,
        {
            layer.annotator: LayerRows(
                layer,
                tuple(spans.get(layer.annotator, ())),
                tuple(relations.get(layer.key, ())),
                tuple(read.get(layer.key, ())),
            )
            for layer in read_layers(project, key)
        },
    )
