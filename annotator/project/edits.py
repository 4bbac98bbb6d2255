"""Edits: each is one undoable step and returns what it changed.

An annotator edits only their own layer; the layer comes into being with the first edit.
"""

from collections.abc import Sequence

import msgspec

from annotator.errors import UserError
from annotator.model.article import Article, ArticleKey, Meta
from annotator.model.ids import new_id
from annotator.model.layer import LayerKey, Status
from annotator.model.naming import shown
from annotator.model.span import Fragment, Span, SpanKey, check_fragments, joined
from annotator.model.tagset import Tagset, write_tagset
from annotator.project.changes import Changes
from annotator.project.guessing import guesses_again, guesses_on, undecided
from annotator.project.project import OpenStep, Project
from annotator.project.relations import relations_at, unfit_relations
from annotator.project.rows import decode_object, encode_object, meta_row, place_row, places_of, span_row, without
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
    FRAGMENT = "fragment"
    RELATE = "relate"
    UNRELATE = "unrelate"
    PARAGRAPH = "paragraph"
    LABEL = "label"
    PROPAGATE = "propagate"
    REFUSE = "refuse"
    SETTLE = "settle"
    ALIASES = "aliases"
    STATUS = "status"
    FLAG = "flag"
    METADATA = "metadata"
    STORY = "story"
    CARRY = "carry"
    TAGSET = "tagset"
    DECIDE = "decide"
    ACCEPT = "accept"
    POLICY = "policy"
    POSTPONE = "postpone"
    REOPEN = "re-open"
    REMARK = "remark"
    REASON = "reason"
    GOLD = "gold"
    GOLD_STATUS = "gold status"
    UNDO = "undo"
    REDO = "redo"


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
        if not read and not _has_own_layer(step, article.key):
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
        _require_article(step, article.key)
        step.rows.update("article", article.key, **meta_row(meta, article.text))
    return step.changes


def change_tagset(project: Project, tagset: Tagset) -> Changes:
    """Make ``tagset`` the project's newest tagset, under the version that follows the present one."""
    with project.step(Op.TAGSET) as step:
        present = project.tagset
        if msgspec.structs.replace(tagset, version=present.version) != present:
            put_tagset(step, tagset)
    return step.changes


def put_tagset(step: OpenStep, tagset: Tagset) -> None:
    """Store ``tagset`` as the version after the present one, and a row for each tag that is new.

    A project's first tagset keeps the version it comes with. The version of one that was undone is not given out again:
    work that was exported under it is told apart from later work.
    """
    connection = step.project.connection
    present = connection.execute("SELECT version, key FROM tagset ORDER BY version DESC, key DESC LIMIT 1").fetchone()
    if present is not None:
        (made,) = connection.execute("SELECT seq FROM sqlite_sequence WHERE name = 'tagset'").fetchone()
        tagset = msgspec.structs.replace(tagset, version=present[0] + 1 + made - present[1])
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


def own_layer(step: OpenStep, article: ArticleKey) -> LayerKey:
    """Return the key of the own layer on ``article``, making it if there is none."""
    return layer_of(step, article, step.project.annotator)


def _require_article(step: OpenStep, article: ArticleKey) -> None:
    if step.rows.find("article", article) is None:
        raise UserError("That article is no longer in the project.")


def tag_in_use(project: Project, tag: str) -> int:
    """Return the key of ``tag``; raise :exc:`UserError` if the project does not have it, or no new span may get it."""
    if any(known.retired and known.name == tag for known in project.tagset.tags):
        raise UserError(f"The tag {shown(tag)} is retired; no new span gets it.")
    return project.tag_key(tag)


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


def _update_layers(project: Project, op: str, articles: Sequence[ArticleKey], values: Row) -> Changes:
    with project.step(op) as step:
        for article in articles:
            if values.items() <= _UNTOUCHED.items() and not _has_own_layer(step, article):
                continue
            step.rows.update("layer", own_layer(step, article), **values)
    return step.changes


def no_longer_empty(step: OpenStep, layer: LayerKey, places: Sequence[Fragment]) -> None:
    """Say of the paragraphs of a layer that ``places`` lie in that they do not count as read and empty any more."""
    found = step.project.connection.execute(
        'SELECT key, start, "end" FROM paragraph_read WHERE layer = ? AND start < ? AND "end" > ?',
        (layer, places[-1].end, places[0].start),
    ).fetchall()
    for key, start, end in found:
        if any(place.start < end and start < place.end for place in places):
            step.rows.delete("paragraph_read", key)


def _has_own_layer(step: OpenStep, article: ArticleKey) -> bool:
    annotator = step.project.annotator_key(step.project.annotator)
    found = step.project.connection.execute(
        "SELECT 1 FROM layer WHERE article = ? AND annotator = ?", (article, annotator)
    ).fetchone()
    return found is not None


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
