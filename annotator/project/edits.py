"""Edits: each is one undoable step and returns what it changed.

An annotator edits only their own layer; the layer comes into being with the first edit.
"""

from collections.abc import Sequence

from annotator.errors import UserError
from annotator.model.article import Article, ArticleKey, Meta
from annotator.model.ids import new_id
from annotator.model.layer import Status
from annotator.model.span import Fragment, Span, SpanKey, check_fragments, joined
from annotator.project.changes import Changes
from annotator.project.guessing import guesses_again, guesses_on, undecided
from annotator.project.ops import Op
from annotator.project.own_work import (
    has_own_layer,
    no_longer_empty,
    own_layer,
    own_span,
    require_article,
    tag_in_use,
    update_spans,
)
from annotator.project.project import OpenStep, Project
from annotator.project.relations import relations_at, unfit_relations
from annotator.project.rows import decode_object, encode_object, meta_row, place_row, places_of, span_row, without
from annotator.project.step import Row

_UNTOUCHED: Row = {"status": "open", "flagged": 0}
"""What is said of an article on which an annotator has no layer yet."""


def mark(project: Project, article: Article, fragments: Sequence[Fragment], tag: str) -> Changes:
    """Put a new span with ``tag`` on ``fragments`` of ``article``.

    A paragraph that it lies in no longer counts as read and empty.

    Raises:
        UserError: if the fragments reach beyond the text, or the project has no such tag.
    """
    places = _within(article, fragments)
    with project.step(Op.MARK) as step:
        span = Span(new_id(), tag, places, guesses=guesses_on(project, article, places, tag))
        layer = own_layer(step, article.key)
        step.rows.insert("span", span_row(span, layer, tag_in_use(project, tag), article.text, step.rows.key))
        no_longer_empty(step, layer, places)
    return step.changes


def retag(project: Project, spans: Sequence[SpanKey], tag: str) -> Changes:
    """Give each of ``spans`` the tag ``tag``, and take away the relations that a span with that tag cannot have.

    Attributes that only the old tag has are kept, unseen, for a way back.
    """
    tags = dict.fromkeys(spans, tag)
    with project.step(Op.RETAG) as step:
        for key in tags:
            own_span(step, key)
        for relation in unfit_relations(project, tags):
            step.rows.delete("relation", relation.key)
        for key in tags:
            guesses = encode_object(guesses_again(step, key, tag))
            step.rows.update("span", key, tag=tag_in_use(project, tag), guesses=guesses)
    return step.changes


def remove(project: Project, spans: Sequence[SpanKey]) -> Changes:
    """Remove ``spans``, and with them the relations that begin or end at one of them."""
    with project.step(Op.REMOVE) as step:
        for key in spans:
            own_span(step, key)
        for relation in relations_at(project, spans):
            step.rows.delete("relation", relation.key)
        for key in dict.fromkeys(spans):
            step.rows.delete("span", key)
    return step.changes


def move(project: Project, article: Article, span: SpanKey, fragments: Sequence[Fragment]) -> Changes:
    """Put ``span`` on other ``fragments`` of its article."""
    places = _within(article, fragments)
    with project.step(Op.MOVE) as step:
        own_span(step, span)
        _put_on(step, article, span, places)
    return step.changes


def add_fragment(project: Project, article: Article, span: SpanKey, fragment: Fragment) -> Changes:
    """Let ``span`` lie on ``fragment`` too; a fragment that touches or overlaps another becomes one with it."""
    with project.step(Op.FRAGMENT) as step:
        own_span(step, span)
        places = _within(article, joined(_fragments_of(step, span), fragment))
        _put_on(step, article, span, places)
    return step.changes


def drop_fragment(project: Project, article: Article, span: SpanKey, fragment: Fragment) -> Changes:
    """Take ``fragment`` from ``span``.

    Raises:
        UserError: if it is the span's only one.
    """
    with project.step(Op.FRAGMENT) as step:
        own_span(step, span)
        left = tuple(place for place in _fragments_of(step, span) if place != fragment)
        if not left:
            raise UserError("That is the only fragment; remove the span instead.")
        _put_on(step, article, span, left)
    return step.changes


def set_note(project: Project, spans: Sequence[SpanKey], note: str) -> Changes:
    """Write ``note`` beside each of ``spans``; an empty one takes the note away."""
    return update_spans(project, Op.NOTE, spans, {"note": note or None})


def set_unsure(project: Project, spans: Sequence[SpanKey], *, unsure: bool) -> Changes:
    """Say of each of ``spans`` whether the annotator is unsure of it."""
    return update_spans(project, Op.UNSURE, spans, {"unsure": int(unsure)})


def set_label(project: Project, article: ArticleKey, name: str, value: object) -> Changes:
    """Say ``value`` under ``name`` about ``article`` as a whole; ``None`` takes back what was said."""
    with project.step(Op.LABEL) as step:
        layer = own_layer(step, article)
        before = decode_object((step.rows.find("layer", layer) or {})["labels"])
        labels = {**before, name: value} if value is not None else without(before, name)
        step.rows.update("layer", layer, labels=encode_object(labels))
    return step.changes


def set_paragraph_read(project: Project, article: Article, paragraph: Fragment, *, read: bool) -> Changes:
    """Say of a paragraph that it was read and holds nothing to mark, or take that back."""
    _within(article, [paragraph])
    with project.step(Op.PARAGRAPH) as step:
        if not read and not has_own_layer(step, article.key):
            return step.changes
        layer = own_layer(step, article.key)
        there = project.connection.execute(
            'SELECT key FROM paragraph_read WHERE layer = ? AND start = ? AND "end" = ?',
            (layer, paragraph.start, paragraph.end),
        ).fetchall()
        if read and not there:
            step.rows.insert("paragraph_read", {"layer": layer, "start": paragraph.start, "end": paragraph.end})
        for (key,) in () if read else there:
            step.rows.delete("paragraph_read", key)
    return step.changes


def set_status(project: Project, articles: Sequence[ArticleKey], status: Status) -> Changes:
    """Call the annotator's own work on each of ``articles`` done, or open again."""
    return _update_layers(project, Op.STATUS, articles, {"status": status})


def set_flagged(project: Project, articles: Sequence[ArticleKey], *, flagged: bool) -> Changes:
    """Put the annotator's flag on each of ``articles``, or take it away."""
    return _update_layers(project, Op.FLAG, articles, {"flagged": int(flagged)})


def edit_meta(project: Project, article: Article, meta: Meta) -> Changes:
    """Replace what is known about ``article``. Its text never changes."""
    with project.step(Op.METADATA) as step:
        require_article(step, article.key)
        step.rows.update("article", article.key, **meta_row(meta, article.text))
    return step.changes


def _update_layers(project: Project, op: str, articles: Sequence[ArticleKey], values: Row) -> Changes:
    with project.step(op) as step:
        for article in articles:
            if values.items() <= _UNTOUCHED.items() and not has_own_layer(step, article):
                continue
            step.rows.update("layer", own_layer(step, article), **values)
    return step.changes


def _put_on(step: OpenStep, article: Article, span: SpanKey, places: tuple[Fragment, ...]) -> None:
    before = step.rows.find("span", span)
    assert before is not None
    tag = step.project.tag_name(before["tag"])
    guesses = undecided(guesses_on(step.project, article, places, tag), decode_object(before["attributes"]))
    step.rows.update("span", span, **place_row(article.text, places), guesses=encode_object(guesses))


def _fragments_of(step: OpenStep, span: SpanKey) -> tuple[Fragment, ...]:
    row = step.rows.find("span", span)
    assert row is not None
    return places_of(row["start"], row["end"], row["fragments"])


def _within(article: Article, fragments: Sequence[Fragment]) -> tuple[Fragment, ...]:
    check_fragments(fragments)
    if fragments[-1].end > len(article.text):
        raise UserError("The selection reaches beyond the article.")
    return tuple(fragments)
