"""Rows of the tables as values of the model, and back."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from annotator.model.article import Meta
from annotator.model.span import Fragment, Relation, Span, check_fragments, surface
from annotator.project.step import Row

SPAN_COLUMNS = (
    'span.key, tag.name, span.start, span."end", span.id, span.fragments, span.attributes, span.note, span.unsure, '
    "span.origin, span.extra, annotator.name, span.guesses"
)
RELATION_COLUMNS = "relation.id, relation.type, relation.head, relation.child, relation.extra, relation.key"
SPAN_JOINS = (
    "span JOIN layer ON layer.key = span.layer JOIN annotator ON annotator.key = layer.annotator "
    "JOIN tag ON tag.key = span.tag"
)

_NOTHING: dict[str, object] = {}
_objects = msgspec.json.Decoder(dict[str, object])
_guesses = msgspec.json.Decoder(dict[str, dict[str, object]])
_fragments = msgspec.json.Decoder(list[tuple[int, int]])
_OPENING_WORDS = 90


def span_of(row: Sequence[Any]) -> Span:
    """Return the span that a row of :data:`SPAN_COLUMNS` describes."""
    key, tag, start, end, span_id, fragments, attributes, note, unsure, origin, extra, annotator, guesses = row
    return Span(
        span_id,
        tag,
        places_of(start, end, fragments),
        decode_object(attributes),
        note or "",
        bool(unsure),
        origin,
        decode_object(extra),
        key,
        annotator,
        decode_guesses(guesses),
    )


def span_row(span: Span, layer: int, tag: int, text: str, step: int) -> Row:
    """Return ``span`` as a row of the table ``span``, without its key."""
    return {
        "layer": layer,
        "tag": tag,
        "id": span.id,
        **place_row(text, span.fragments),
        "attributes": encode_object(span.attributes),
        "note": span.note or None,
        "unsure": int(span.unsure),
        "origin": span.origin,
        "extra": encode_object(span.extra),
        "guesses": encode_object(span.guesses),
        "step": step,
    }


def place_row(text: str, fragments: tuple[Fragment, ...]) -> Row:
    """Return the columns that say where a span is."""
    return {
        "start": fragments[0].start,
        "end": fragments[-1].end,
        "surface": surface(text, fragments),
        "fragments": encode_fragments(fragments),
    }


def without(values: Mapping[str, object], name: str) -> dict[str, object]:
    """Return ``values`` but for ``name``."""
    return {known: value for known, value in values.items() if known != name}


def decode_guesses(stored: str | None) -> dict[str, dict[str, object]]:
    """Return the guesses of a span; raise :exc:`msgspec.DecodeError` if they are damaged."""
    return {} if stored is None else _guesses.decode(stored)


def relation_of(row: Sequence[Any]) -> Relation:
    """Return the relation that a row of :data:`RELATION_COLUMNS` describes."""
    relation_id, relation_type, head, child, extra, key = row
    return Relation(relation_id, relation_type, head, child, decode_object(extra), key)


def meta_of(row: Sequence[Any]) -> Meta:
    """Return the metadata of a row (title, source, byline, published, url, language, story, extra)."""
    title, source, byline, published, url, language, story, extra = row
    return Meta(title, source, byline, published, url, language, story, decode_object(extra))


def meta_row(meta: Meta, text: str) -> Row:
    """Return metadata as columns of the table ``article``; an article without a title is listed by its first words."""
    return {
        "title": meta.title,
        "opening": "" if meta.title else opening_words(text),
        "source": meta.source,
        "byline": meta.byline,
        "published": meta.published,
        "url": meta.url,
        "language": meta.language,
        "story": meta.story,
        "extra": encode_object(meta.extra),
    }


def opening_words(text: str) -> str:
    """Return the first words of ``text`` on one line, at most 90 code points."""
    beginning = " ".join(text[: 3 * _OPENING_WORDS].split())
    return beginning if len(beginning) <= _OPENING_WORDS else beginning[: _OPENING_WORDS - 1].rstrip() + "…"


def encode_fragments(fragments: Sequence[Fragment]) -> str | None:
    """Return several fragments as JSON; a single one is told by ``start`` and ``end`` alone."""
    if len(fragments) == 1:
        return None
    return msgspec.json.encode([(fragment.start, fragment.end) for fragment in fragments]).decode()


def places_of(start: int, end: int, fragments: str | None) -> tuple[Fragment, ...]:
    """Return the fragments of a span, from the columns that :func:`place_row` writes.

    Raises:
        msgspec.DecodeError: if no span can lie so; the row is damaged.
    """
    try:
        if fragments is None:
            return (Fragment(start, end),)
        places = tuple(Fragment(*place) for place in _fragments.decode(fragments))
        check_fragments(places)
    except (TypeError, ValueError) as error:
        raise msgspec.DecodeError(str(error)) from None
    return places


def encode_object(value: Mapping[str, object]) -> str | None:
    """Return a mapping as JSON; an empty one is stored as NULL."""
    return msgspec.json.encode(value).decode() if value else None


def decode_object(stored: str | None) -> dict[str, object]:
    """Return what :func:`encode_object` stored; raise :exc:`msgspec.DecodeError` if it is damaged."""
    if stored is None:
        return _NOTHING
    try:
        return _objects.decode(stored)
    except TypeError as error:
        raise msgspec.DecodeError(str(error)) from None
