"""Edits: each is one undoable step and returns what it changed.

An annotator edits only their own layer; the layer comes into being with the first edit.
"""

from collections.abc import Mapping, Sequence

import msgspec

from annotator.errors import UserError
from annotator.model.article import Article, ArticleKey, Meta
from annotator.model.ids import new_id
from annotator.model.layer import LayerKey, Status
from annotator.model.span import Fragment, Origin, Span, SpanKey, check_fragments
from annotator.model.tagset import Tagset, write_tagset
from annotator.project.changes import Changes
from annotator.project.project import OpenStep, Project
from annotator.project.rows import encode_object, meta_row, place_row, span_row
from annotator.project.step import Row

_UNTOUCHED: Row = {"status": "open", "flagged": 0}
"""What is said of an article on which an annotator has no layer yet."""


class Op:
    """The names of the steps, as the journal keeps them."""

    SET_UP = "set up"
    IMPORT = "import"
    MARK = "mark"
    RETAG = "retag"
    REMOVE = "remove"
    MOVE = "move"
    ATTRIBUTES = "attributes"
    NOTE = "note"
    UNSURE = "unsure"
    STATUS = "status"
    FLAG = "flag"
    METADATA = "metadata"
    TAGSET = "tagset"
    UNDO = "undo"
    REDO = "redo"


def mark(project: Project, article: Article, fragments: Sequence[Fragment], tag: str) -> Changes:
    """Put a new span with ``tag`` on ``fragments`` of ``article``.

    Raises:
        UserError: if the fragments reach beyond the text, or the project has no such tag.
    """
    places = _within(article, fragments)
    with project.step(Op.MARK) as step:
        span = Span(new_id(), tag, places, origin=Origin.HUMAN)
        layer = _own_layer(step, article.key)
        step.rows.insert("span", span_row(span, layer, project.tag_key(tag), article.text, step.rows.key))
    return step.changes


def retag(project: Project, spans: Sequence[SpanKey], tag: str) -> Changes:
    """Give each of ``spans`` the tag ``tag``. Attributes that only the old tag has are kept, unseen, for a way back."""
    with project.step(Op.RETAG) as step:
        for key in spans:
            _own_span(step, key)
            step.rows.update("span", key, tag=project.tag_key(tag))
    return step.changes


def remove(project: Project, spans: Sequence[SpanKey]) -> Changes:
    """Remove ``spans``, and with them the relations that begin or end at one of them."""
    with project.step(Op.REMOVE) as step:
        for key in spans:
            _own_span(step, key)
        for key in dict.fromkeys(spans):
            for (relation,) in project.connection.execute(
                "SELECT key FROM relation WHERE head = ? OR child = ?", (key, key)
            ).fetchall():
                step.rows.delete("relation", relation)
            step.rows.delete("span", key)
    return step.changes


def move(project: Project, article: Article, span: SpanKey, fragments: Sequence[Fragment]) -> Changes:
    """Put ``span`` on other ``fragments`` of its article."""
    places = _within(article, fragments)
    with project.step(Op.MOVE) as step:
        _own_span(step, span)
        step.rows.update("span", span, **place_row(article.text, places))
    return step.changes


def set_attributes(project: Project, spans: Sequence[SpanKey], attributes: Mapping[str, object]) -> Changes:
    """Make ``attributes`` everything that is said about each of ``spans``."""
    return _update_spans(project, Op.ATTRIBUTES, spans, {"attributes": encode_object(attributes)})


def set_note(project: Project, spans: Sequence[SpanKey], note: str) -> Changes:
    """Write ``note`` beside each of ``spans``; an empty one takes the note away."""
    return _update_spans(project, Op.NOTE, spans, {"note": note or None})


def set_unsure(project: Project, spans: Sequence[SpanKey], *, unsure: bool) -> Changes:
    """Say of each of ``spans`` whether the annotator is unsure of it."""
    return _update_spans(project, Op.UNSURE, spans, {"unsure": int(unsure)})


def set_status(project: Project, articles: Sequence[ArticleKey], status: Status) -> Changes:
    """Call the annotator's own work on each of ``articles`` done, or open again."""
    return _update_layers(project, Op.STATUS, articles, {"status": status})


def set_flagged(project: Project, articles: Sequence[ArticleKey], *, flagged: bool) -> Changes:
    """Put the annotator's flag on each of ``articles``, or take it away."""
    return _update_layers(project, Op.FLAG, articles, {"flagged": int(flagged)})


def edit_meta(project: Project, article: Article, meta: Meta) -> Changes:
    """Replace what is known about ``article``. Its text never changes."""
    with project.step(Op.METADATA) as step:
        _require_article(step, article.key)
        step.rows.update("article", article.key, **meta_row(meta, article.text))
    return step.changes


def change_tagset(project: Project, tagset: Tagset) -> Changes:
    """Make ``tagset`` the project's newest tagset, under the version that follows the present one."""
    with project.step(Op.TAGSET) as step:
        present = project.tagset
        if msgspec.structs.replace(tagset, version=present.version) != present:
            put_tagset(step, msgspec.structs.replace(tagset, version=present.version + 1))
    return step.changes


def put_tagset(step: OpenStep, tagset: Tagset) -> None:
    """Store ``tagset`` as a version, and a row for each tag that is new."""
    step.rows.insert("tagset", {"version": tagset.version, "definition": write_tagset(tagset).decode()})
    known = {name for (name,) in step.project.connection.execute("SELECT name FROM tag")}
    for tag in tagset.tags:
        if tag.name not in known:
            step.rows.insert("tag", {"name": tag.name})


def layer_of(step: OpenStep, article: ArticleKey, annotator: str) -> LayerKey:
    """Return the key of ``annotator``'s layer on ``article``, making it if there is none."""
    project = step.project
    annotator_key = project.annotator_key(annotator, make=True)
    found = project.connection.execute(
        "SELECT key FROM layer WHERE article = ? AND annotator = ?", (article, annotator_key)
    ).fetchone()
    if found is not None:
        return int(found[0])
    _require_article(step, article)
    return step.rows.insert("layer", {"article": article, "annotator": annotator_key, "status": "open"})


def _own_layer(step: OpenStep, article: ArticleKey) -> LayerKey:
    return layer_of(step, article, step.project.annotator)


def _require_article(step: OpenStep, article: ArticleKey) -> None:
    if step.rows.find("article", article) is None:
        raise UserError("That article is no longer in the project.")


def _own_span(step: OpenStep, span: SpanKey) -> None:
    owner = step.project.connection.execute(
        "SELECT annotator.name FROM span JOIN layer ON layer.key = span.layer "
        "JOIN annotator ON annotator.key = layer.annotator WHERE span.key = ?",
        (span,),
    ).fetchone()
    if owner is None:
        raise UserError("That span is no longer there.")
    if owner[0] != step.project.annotator:
        raise UserError(f"That span belongs to the layer of {owner[0]}.")


def _update_spans(project: Project, op: str, spans: Sequence[SpanKey], values: Row) -> Changes:
    with project.step(op) as step:
        for key in spans:
            _own_span(step, key)
            step.rows.update("span", key, **values)
    return step.changes


def _update_layers(project: Project, op: str, articles: Sequence[ArticleKey], values: Row) -> Changes:
    with project.step(op) as step:
        for article in articles:
            if values.items() <= _UNTOUCHED.items() and not _has_own_layer(step, article):
                continue
            step.rows.update("layer", _own_layer(step, article), **values)
    return step.changes


def _has_own_layer(step: OpenStep, article: ArticleKey) -> bool:
    annotator = step.project.annotator_key(step.project.annotator)
    found = step.project.connection.execute(
        "SELECT 1 FROM layer WHERE article = ? AND annotator = ?", (article, annotator)
    ).fetchone()
    return found is not None


def _within(article: Article, fragments: Sequence[Fragment]) -> tuple[Fragment, ...]:
    check_fragments(fragments)
    if fragments[-1].end > len(article.text):
        raise UserError("The selection reaches beyond the article.")
    return tuple(fragments)
