"""brat standoff, in: a file of annotations (``.ann``) beside each text (``.txt``), a folder for each annotator."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from itertools import accumulate

from annotator.errors import UserError
from annotator.formats.about import About, decode_about
from annotator.formats.brat_lines import Standoff, Told, joined_words, parsed, rejoined, shown_words
from annotator.formats.decoding import MOST_BYTES, Text, read_text
from annotator.formats.offsets import in_code_points
from annotator.formats.source import Source
from annotator.formats.words import text_of, value_of
from annotator.model.ids import new_ids
from annotator.model.naming import is_name
from annotator.model.record import Record, RecordRelation, RecordSpan

COMPANIONS = (".txt", ".json", "annotation.conf", "visual.conf", "tools.conf", "kb_shortcuts.conf")
UNSURE = "unsure"
"""The attribute that stands for a mark of doubt."""


def read(source: Source, encoding: str | None) -> Iterator[Record]:
    """Yield the article of one file of annotations and the text beside it.

    Without another word, the work is that of whoever the folder is named after.

    Raises:
        UserError: if there is no such text, or a line is none of brat.
    """
    beside = source.beside(".txt")
    if beside is None:
        raise UserError(f"{source.name} has no text beside it (.txt).")
    text = read_text(beside, encoding)
    standoff = parsed(read_text(source, encoding).text, source.name)
    about = _about(source)

    def again() -> Iterator[Record]:
        yield _record(text, standoff, about, source)

    for record in in_code_points(again):
        for span in record.spans:
            _settle(record.text, span)
        yield record


def _about(source: Source) -> About:
    beside = source.beside(".json")
    if beside is None:
        return About(layer=source.folder if is_name(source.folder) else None)
    if beside.size > MOST_BYTES:
        raise UserError(f"{source.name} has something too large beside it (.json).")
    return decode_about(beside.read(), source.name)


def _record(text: Text, standoff: Standoff, about: About, source: Source) -> Record:
    ids = dict(zip(standoff.marks, new_ids(len(standoff.marks)), strict=True))
    spans = {
        key: RecordSpan(
            id=ids[key],
            label=about.names.get(mark.label, mark.label),
            start=mark.places[0][0],
            end=mark.places[-1][1],
            fragments=list(mark.places),
            text=mark.words or None,
        )
        for key, mark in standoff.marks.items()
    }
    notes = [*text.notes]
    _tell(standoff, spans, about.names, notes)
    about.meta = about.meta or {"file": source.name}
    relations = _relations(standoff, about.names, ids, notes)
    return about.record(text.text, list(spans.values()), relations, text.raw_sha256, notes)


def _tell(standoff: Standoff, spans: Mapping[str, RecordSpan], names: Mapping[str, str], notes: list[str]) -> None:
    """Give the spans their attributes and notes; what is said about anything else is left out, and said."""
    about_others = 0
    for told in [*standoff.attributes, *standoff.references]:
        span = spans.get(_trigger(standoff, told.about))
        if span is None:
            about_others += 1
        else:
            _add_told(span, names.get(told.name, told.name), told)
    for told in standoff.notes:
        span = spans.get(_trigger(standoff, told.about))
        if span is None:
            about_others += 1
        else:
            said = text_of(told.words)
            span.note = f"{span.note}\n{said}" if span.note else said
    if about_others:
        notes.append(f"{about_others} attributes or notes of relations, or of nothing that is there, were left out.")


def _add_told(span: RecordSpan, name: str, told: Told) -> None:
    if told.name == UNSURE and not told.value:
        span.unsure = True
        return
    _add(span, name, value_of(told.value) if told.value else True)
    if told.words:
        _add(span, f"{name} name", told.words)


def _add(span: RecordSpan, name: str, value: object) -> None:
    """Add a value to those that the attribute may have already."""
    before = span.attributes.get(name)
    if name not in span.attributes:
        span.attributes[name] = value
    elif isinstance(before, list):
        before.append(value)
    elif before != value:
        span.attributes[name] = [before, value]


def _relations(
    standoff: Standoff, names: Mapping[str, str], ids: Mapping[str, str], notes: list[str]
) -> list[RecordRelation]:
    def relation(label: str, head: str, child: str) -> RecordRelation:
        ends = [_trigger(standoff, key) for key in (head, child)]
        return RecordRelation(label=label, head=ids.get(ends[0], ends[0]), child=ids.get(ends[1], ends[1]))

    found: list[RecordRelation] = []
    for arrow in standoff.relations.values():
        (_, head), (_, child) = arrow.ends
        found.append(relation(names.get(arrow.name, arrow.name), head, child))
    for name, first, *others in standoff.equals:
        found += [relation(name, first, other) for other in others]
    for event in standoff.events.values():
        (_, trigger), *arguments = event.ends
        found += [relation(role.rstrip("0123456789") or role, trigger, key) for role, key in arguments]
    if standoff.events:
        count = len(standoff.events)
        notes.append(f"{count} events were left out: their triggers became spans, and their arguments relations.")
    return found


def _trigger(standoff: Standoff, key: str) -> str:
    """Return the mark that is meant by ``key``: that of the event, if it is one."""
    event = standoff.events.get(key)
    return key if event is None else event.ends[0][1]


def _settle(text: str, span: RecordSpan) -> None:
    """Join what brat cut at line ends, if the span is on its words; they are then those of the text."""
    places = span.fragments or []
    if not _are_in(text, places):
        return
    if span.text is not None and shown_words(joined_words(text, places)) != span.text:
        places = _across_line_ends(text, span.text, places)
        if not places:
            return
    places = rejoined(text, sorted(places))
    span.fragments = places
    span.start, span.end = places[0][0], places[-1][1]
    span.text = joined_words(text, places)


def _across_line_ends(text: str, words: str, places: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return where the ``words`` lie if whoever counted took CR LF for one character; nothing if they do not."""
    lines = text.split("\r\n")
    ends = list(accumulate(len(line) + 1 for line in lines[:-1]))
    moved = [(start + bisect_right(ends, start), end + bisect_right(ends, end)) for start, end in places]
    return moved if _are_in(text, moved) and shown_words(joined_words(text, moved)) == words else []


def _are_in(text: str, places: list[tuple[int, int]]) -> bool:
    return all(0 <= start < end <= len(text) for start, end in places)
