"""brat standoff, in: a file of annotations (``.ann``) beside each text (``.txt``), a folder for each annotator."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import accumulate

from annotator.errors import UserError
from annotator.formats.about import About, decode_about
from annotator.formats.brat_lines import ARGUMENTS, Standoff, Told, joined_words, parsed, rejoined, shown_words
from annotator.formats.decoding import MOST_BYTES, Text, read_text
from annotator.formats.offsets import in_code_points
from annotator.formats.source import Source
from annotator.formats.words import text_of, value_of
from annotator.model.ids import new_ids
from annotator.model.naming import is_name
from annotator.model.record import Record, RecordRelation, RecordSpan

_PLAIN_NOTES = ("AnnotatorNotes", "Note")
COMPANIONS = (".txt", ".json", "annotation.conf", "visual.conf", "tools.conf", "kb_shortcuts.conf")
_SETS = frozenset({"train", "dev", "test", "data", "corpus", "corpora", "brat", "ann", "annotation", "annotations"})
"""Folders that nobody is called after."""
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
        somebody = is_name(source.folder) and source.folder.lower() not in _SETS
        return About(layer=source.folder if somebody else None)
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
    relations = _relations(standoff, about.names, ids)
    notes = [*text.notes, *_notes_on(standoff)]
    _tell(standoff, spans, relations, about.names, notes)
    about.meta = about.meta or {"file": source.name}
    listed = [*relations.values(), *_equals(standoff, about.names, ids), *_arguments(standoff, ids)]
    return about.record(text.text, list(spans.values()), listed, text.raw_sha256, notes)


def _notes_on(standoff: Standoff) -> Iterator[str]:
    """Yield what there is to say about what a project does not hold."""
    if standoff.events:
        yield f"{len(standoff.events)} events became spans on their triggers, with a relation for each argument."
    triggers = Counter(event.ends[0][1] for event in standoff.events.values())
    several = sum(count for count in triggers.values() if count > 1)
    if several:
        yield f"{several} events have a trigger in common with another; whose argument is whose is no longer told."
    if standoff.placeless:
        named = ", ".join(map(str, standoff.placeless[:5])) + (", …" if len(standoff.placeless) > 5 else "")
        yield f"{len(standoff.placeless)} marks that say no place were left out (line {named})."


def _tell(
    standoff: Standoff,
    spans: Mapping[str, RecordSpan],
    relations: Mapping[str, RecordRelation],
    names: Mapping[str, str],
    notes: list[str],
) -> None:
    """Give spans and relations what is said about them; what is said about anything else is left out, and counted."""
    about_others = 0
    for told in [*standoff.attributes, *standoff.references]:
        span, relation = spans.get(_trigger(standoff, told.about)), relations.get(told.about)
        if span is not None:
            _add_told(span, names.get(told.name, told.name), told)
        elif relation is not None:
            _add_told_of_relation(relation, names.get(told.name, told.name), told)
        else:
            about_others += 1
    for told in standoff.notes:
        span, relation = spans.get(_trigger(standoff, told.about)), relations.get(told.about)
        said = text_of(told.words) if told.name in _PLAIN_NOTES else f"{told.name}: {text_of(told.words)}"
        if span is not None:
            span.note = f"{span.note}\n{said}" if span.note else said
        elif relation is not None:
            relation.extra = (relation.extra or {}) | {"note": said}
        else:
            about_others += 1
    if about_others:
        notes.append(f"{about_others} attributes or notes of equivalences, or of nothing that is there, were left out.")


def _add_told_of_relation(relation: RecordRelation, name: str, told: Told) -> None:
    named = {f"{name} name": told.words} if told.words else {}
    value = value_of(told.value) if told.value else True
    relation.extra = (relation.extra or {}) | {name: value} | named


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


def _relations(standoff: Standoff, names: Mapping[str, str], ids: Mapping[str, str]) -> dict[str, RecordRelation]:
    """Return the relations by their ids in the file; ends with names of their own are kept with them."""
    found: dict[str, RecordRelation] = {}
    for key, arrow in standoff.relations.items():
        (first, head), (second, child) = arrow.ends
        found[key] = _arrow(standoff, ids, names.get(arrow.name, arrow.name), head, child)
        if (first, second) != ARGUMENTS:
            found[key].extra = {"arguments": [first, second]}
    return found


def _equals(standoff: Standoff, names: Mapping[str, str], ids: Mapping[str, str]) -> Iterator[RecordRelation]:
    """Yield a relation from the first of those that are equal to each other one."""
    for name, first, *others in standoff.equals:
        for other in others:
            yield _arrow(standoff, ids, names.get(name, name), first, other)


def _arguments(standoff: Standoff, ids: Mapping[str, str]) -> Iterator[RecordRelation]:
    """Yield a relation from the trigger of each event to each argument; the number of several of a kind is dropped."""
    for event in standoff.events.values():
        (_, trigger), *arguments = event.ends
        for role, key in arguments:
            yield _arrow(standoff, ids, role.rstrip("0123456789") or role, trigger, key)


def _arrow(standoff: Standoff, ids: Mapping[str, str], label: str, head: str, child: str) -> RecordRelation:
    ends = [_trigger(standoff, key) for key in (head, child)]
    return RecordRelation(label=label, head=ids.get(ends[0], ends[0]), child=ids.get(ends[1], ends[1]))


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
