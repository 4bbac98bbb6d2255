"""Whose work is whose: the layers and spans that a step may write to, found, made, or refused in a sentence."""

from collections.abc import Sequence

from annotator.errors import UserError
from annotator.model.article import ArticleKey
from annotator.model.layer import LayerKey
from annotator.model.naming import shown
from annotator.model.span import Fragment, SpanKey
from annotator.project.changes import Changes
from annotator.project.project import OpenStep, Project
from annotator.project.step import Row


def layer_of(step: OpenStep, article: ArticleKey, annotator: str) -> LayerKey:
    """Return the key of ``annotator``'s layer on ``article``, making it if there is none."""
    project = step.project
    annotator_key = project.annotator_key(annotator, make=True)
    found = project.connection.execute(
        "SELECT key FROM layer WHERE article = ? AND annotator = ?", (article, annotator_key)
    ).fetchone()
    if found is not None:
        return int(found[0])
    require_article(step, article)
    return step.rows.insert("layer", {"article": article, "annotator": annotator_key, "status": "open"})


def own_layer(step: OpenStep, article: ArticleKey) -> LayerKey:
    """Return the key of the own layer on ``article``, making it if there is none."""
    return layer_of(step, article, step.project.annotator)


def has_own_layer(step: OpenStep, article: ArticleKey) -> bool:
    """Say whether the own annotator has a layer on ``article``."""
    annotator = step.project.annotator_key(step.project.annotator)
    found = step.project.connection.execute(
        "SELECT 1 FROM layer WHERE article = ? AND annotator = ?", (article, annotator)
    ).fetchone()
    return found is not None


def require_article(step: OpenStep, article: ArticleKey) -> None:
    """Raise :exc:`UserError` unless ``article`` is in the project."""
    if step.rows.find("article", article) is None:
        raise UserError("That article is no longer in the project.")


def own_span(step: OpenStep, span: SpanKey) -> None:
    """Raise :exc:`UserError` unless ``span`` is there and in the own layer."""
    owner = step.project.connection.execute(
        "SELECT annotator.name FROM span JOIN layer ON layer.key = span.layer "
        "JOIN annotator ON annotator.key = layer.annotator WHERE span.key = ?",
        (span,),
    ).fetchone()
    if owner is None:
        raise UserError("That span is no longer there.")
    if owner[0] != step.project.annotator:
        raise UserError(f"That span belongs to the layer of {owner[0]}.")


def update_spans(project: Project, op: str, spans: Sequence[SpanKey], values: Row) -> Changes:
    """Change columns of each of ``spans``, as one step."""
    with project.step(op) as step:
        for key in spans:
            own_span(step, key)
            step.rows.update("span", key, **values)
    return step.changes


def tag_in_use(project: Project, tag: str) -> int:
    """Return the key of ``tag``; raise :exc:`UserError` if the project does not have it, or no new span may get it."""
    if any(known.retired and known.name == tag for known in project.tagset.tags):
        raise UserError(f"The tag {shown(tag)} is retired; no new span gets it.")
    return project.tag_key(tag)


def no_longer_empty(step: OpenStep, layer: LayerKey, places: Sequence[Fragment]) -> None:
    """Say of the paragraphs of a layer that ``places`` lie in that they do not count as read and empty any more."""
    found = step.project.connection.execute(
        'SELECT key, start, "end" FROM paragraph_read WHERE layer = ? AND start < ? AND "end" > ?',
        (layer, places[-1].end, places[0].start),
    ).fetchall()
    for key, start, end in found:
        if any(place.start < end and start < place.end for place in places):
            step.rows.delete("paragraph_read", key)
