"""What an incoming record gives, as the project keeps it: the columns of a span, the fields of metadata, a name."""

from collections.abc import Mapping
from typing import Any

from annotator.model.article import META_FIELDS, Meta
from annotator.model.naming import shown
from annotator.model.record import DECISION, Record, RecordSpan
from annotator.model.span import Origin
from annotator.project.rows import encode_object, without

_FIELDS = frozenset(META_FIELDS)


def span_columns(
    tag: str, span: RecordSpan, span_id: str, place: tuple[int, int, str, str | None], *, with_decision: bool
) -> tuple[Any, ...]:
    """Return the columns of the table ``span`` from ``tag`` to ``guesses``; the tag still by its name."""
    start, end, words, fragments = place
    extra = span.extra or {}
    if with_decision:
        extra = without(extra, DECISION)
    attributes, guesses = _told_apart(span) if span.guessed else (span.attributes, {})
    return (
        tag,
        start,
        end,
        span_id,
        words,
        fragments,
        encode_object(attributes) if attributes else None,
        span.note or None,
        int(span.unsure),
        span.origin or Origin.IMPORT,
        encode_object(extra) if extra else None,
        encode_object(guesses) if guesses else None,
    )


def _told_apart(span: RecordSpan) -> tuple[dict[str, Any], dict[str, dict[str, Any]]]:
    """Return what a person said about a span, and what engines guessed, by engine."""
    engines = span.guessed or {}
    guesses: dict[str, dict[str, Any]] = {}
    for name, engine in engines.items():
        if name in span.attributes:
            guesses.setdefault(engine, {})[name] = span.attributes[name]
    return {name: value for name, value in span.attributes.items() if name not in engines}, guesses


def has_work(record: Record) -> bool:
    """Say whether a record brings anybody's work, and not an article alone."""
    stated = (record.layer, record.flagged)
    return any((*stated, record.spans, record.relations, record.labels, record.read, record.decisions))


def name_of(record: Record) -> str:
    """Name an article in a note: by its id or its title, never by its text."""
    title = record.meta.get("title")
    if record.id is not None:
        return f"article {shown(record.id)}"
    return f"article “{shown(title)}”" if isinstance(title, str) and title else "the article"


def meta_given(given: Mapping[str, Any]) -> Meta:
    """Return metadata as it was given; what no field takes is kept beside them."""
    known = {name: value for name, value in given.items() if name in _FIELDS and isinstance(value, str)}
    extra = {name: value for name, value in given.items() if name not in known and not _is_empty_field(name, value)}
    return Meta(**known, extra=extra)


def _is_empty_field(name: str, value: object) -> bool:
    return name in _FIELDS and value is None
