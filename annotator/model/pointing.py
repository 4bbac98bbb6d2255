"""Pointing at an article, or at a mark in one, so that a person knows it again: by its title and its words."""

from annotator.model.naming import shown
from annotator.model.record import Place, Record, RecordSpan

_LONGEST = 60


def place_of(record: Record, span: RecordSpan | None = None) -> Place:
    """Return where ``record``, or its ``span``, is."""
    title = record.meta.get("title")
    article, named = record.id or "", _one_line(title) if isinstance(title, str) else ""
    if span is None:
        return Place(article, named)
    runs = span.fragments or [(span.start, span.end)]
    words = " … ".join(record.text[start : min(end, start + 2 * _LONGEST)] for start, end in runs[:_LONGEST])
    return Place(article, named, span.label, _one_line(words), span.start, span.end)


def pointed_at(place: Place, example: str = "") -> str:
    """Return ``place`` in words: “287” (number, 21–24) in “Fighters pushed from river towns”.

    Args:
        place: an article, or a span of it.
        example: what is meant of it, if it is not the article or the span as such.
    """
    there = f"“{shown(place.title)}”" if place.title else f"article {shown(place.article)}" if place.article else ""
    marked = f"“{shown(place.words)}” ({shown(place.tag)}, {place.start}–{place.end})" if place.tag else ""
    named = " of ".join(part for part in (shown(example), marked) if part)
    there = there or "an article"
    return f"{named} in {there}" if named else there


def _one_line(text: str) -> str:
    found = " ".join(text[: 4 * _LONGEST].split())
    return found if len(found) <= _LONGEST else f"{found[: _LONGEST - 1].rstrip()}…"
