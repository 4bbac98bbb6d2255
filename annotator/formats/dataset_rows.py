"""The rows of a data set for Hugging Face: one for each article and layer, from records and back.

Columns never change their type and hold no nulls, so that every part of a file loads as every other; what has no fixed
shape (attributes, metadata) stands in them as JSON. Nothing is lost but what a row of token tags cannot say, and the
spans say it beside them.
"""

from collections.abc import Sequence
from typing import Any

import msgspec

from annotator.formats.columns import put_together
from annotator.formats.conll import PUT_TOGETHER
from annotator.formats.flattening import pieces_of, without_overlaps
from annotator.formats.foreign import (
    Object,
    a_list,
    a_name,
    a_name_if_any,
    a_state,
    a_text,
    an_object,
    an_offset,
    decoded,
    values,
)
from annotator.formats.jsonl import LARGEST, NotALineError
from annotator.formats.losses import (
    ATTRIBUTES,
    DECISIONS,
    EXTRAS,
    FLAGS,
    GUESSED,
    LABELS,
    LAYERS,
    META,
    NOTES,
    ORIGINS,
    PIECEMEAL,
    READ,
    RELATION_EXTRAS,
    RELATION_IDS,
    RELATIONS,
    SPAN_IDS,
    STATES,
    TAGSETS,
    UNSURE,
    UNTAGGED,
    UNTOKENED,
    Losses,
)
from annotator.formats.options import WriteOptions
from annotator.formats.token_tags import is_tag, on_tokens, places_of, tags_of
from annotator.model.article import META_FIELDS
from annotator.model.record import Record, RecordRelation, RecordSpan
from annotator.model.tokens import Tokens

HELD = (
    ATTRIBUTES, DECISIONS, EXTRAS, FLAGS, GUESSED, LABELS, LAYERS, META, NOTES, ORIGINS, READ, RELATION_EXTRAS,
    RELATION_IDS, RELATIONS, SPAN_IDS, STATES, TAGSETS, UNSURE,
)  # fmt: skip
TEXT_COLUMNS = ("id", "text", "layer", "status", "tagset", *META_FIELDS, "metadata", "labels")
TOKEN_COLUMNS, TAG_COLUMNS = ("tokens", "words"), ("ner_tags", "tags", "ner", "labels", "ner_labels", "tag")
"""Names of the columns of tokens and of their tags, the likeliest first."""
Kind = str | list["Kind"] | dict[str, "Kind"]
"""What a column holds: ``string``, ``int64`` or ``bool``; a list of what its one element says; or fields by name."""
_PLACE: Kind = {"start": "int64", "end": "int64"}
_SPAN: Kind = {
    "id": "string", "label": "string", "start": "int64", "end": "int64", "text": "string", "fragments": [_PLACE],
    "attributes": "string", "note": "string", "unsure": "bool", "origin": "string", "guessed": "string",
    "extra": "string",
}  # fmt: skip
_RELATION: Kind = dict.fromkeys(("id", "label", "head", "child", "extra"), "string")
COLUMNS: dict[str, Kind] = {
    **dict.fromkeys(TEXT_COLUMNS, "string"),
    "flagged": "bool",
    "tagset_version": "int64",
    "spans": [_SPAN],
    "relations": [_RELATION],
    "read": [_PLACE],
    "tokens": ["string"],
    "ner_tags": ["string"],
}
"""All columns, which are the same in every data set."""
_KNOWN = frozenset(COLUMNS)
_DEEPEST = 3
_BLANK_TOKENS = "Tokens that are nothing but blanks ({}) were left out."


def row_of(record: Record, options: WriteOptions, losses: Losses) -> Object:
    """Return the row of a record; what its token tags cannot say is counted."""
    tokens = Tokens(record.text)
    others = {name: value for name, value in record.meta.items() if not _has_a_column(name, value)}
    row: Object = {name: record.meta.get(name, "") if name not in others else "" for name in META_FIELDS}
    return {
        "id": record.id or "",
        "text": record.text,
        "layer": record.layer or "",
        "status": record.status or "",
        **row,
        "metadata": _as_json(others),
        "labels": _as_json(record.labels),
        "flagged": record.flagged,
        "tagset": record.tagset or "",
        "tagset_version": record.tagset_version or 0,
        "spans": [_span_row(record, span) for span in record.spans],
        "relations": [_relation_row(relation) for relation in record.relations],
        "read": [{"start": start, "end": end} for start, end in record.read],
        "tokens": tokens.words,
        "ner_tags": _tags(record, tokens, options, losses),
    }


def _has_a_column(name: str, value: object) -> bool:
    return name in META_FIELDS and isinstance(value, str) and value != ""


def _tags(record: Record, tokens: Tokens, options: WriteOptions, losses: Losses) -> list[str]:
    for span in record.spans:
        if span.fragments is not None and len(span.fragments) > 1:
            losses.add(PIECEMEAL, record, span)
    pieces = pieces_of(record, options.fragments, Losses())
    whole = on_tokens(record, pieces, tokens, losses, UNTOKENED)
    flat = without_overlaps(record, whole, options.flatten, losses, UNTAGGED)
    return tags_of(len(tokens), flat, options.scheme)


def _span_row(record: Record, span: RecordSpan) -> Object:
    return {
        "id": span.id or "",
        "label": span.label,
        "start": span.start,
        "end": span.end,
        "text": record.text[span.start : span.end],
        "fragments": [{"start": start, "end": end} for start, end in span.fragments or [(span.start, span.end)]],
        "attributes": _as_json(span.attributes),
        "note": span.note,
        "unsure": span.unsure,
        "origin": span.origin or "",
        "guessed": _as_json(span.guessed or {}),
        "extra": _as_json(span.extra or {}),
    }


def _relation_row(one: RecordRelation) -> Object:
    extra = _as_json(one.extra or {})
    return {"id": one.id or "", "label": one.label, "head": one.head, "child": one.child, "extra": extra}


def _as_json(value: Object) -> str:
    return msgspec.json.encode(value).decode()


def record_of(row: Object, names: Sequence[str], notes: list[str]) -> Record:
    """Return the record of a row, of our own or of others.

    Args:
        row: its columns by name.
        names: what the numbers of its tags mean, if they are numbers.
        notes: what there is to say about it.

    Raises:
        NotALineError: if it is no article.
    """
    fields = {name: row[name] for name in META_FIELDS if isinstance(row.get(name), str) and row[name]}
    more = {name: value for name, value in row.items() if name not in _KNOWN and value is not None}
    record = Record(
        "",
        a_name_if_any(row.get("id"), "its id"),
        meta=fields | values(more, "it") | _from_json(row.get("metadata"), "its metadata"),
        layer=a_name_if_any(row.get("layer"), "its layer"),
        status=a_state(row.get("status")),
        flagged=row.get("flagged") is True,
        labels={} if isinstance(row.get("labels"), list) else _from_json(row.get("labels"), "its labels"),
        tagset=a_name_if_any(row.get("tagset"), "its tagset"),
        tagset_version=an_offset(row["tagset_version"]) if row.get("tagset_version") else None,
        read=[_place(one) for one in a_list(row.get("read"), "read")],
        relations=[_relation(one) for one in a_list(row.get("relations"), "relations")],
        notes=notes,
    )
    if row.get("text") is None and any(row.get(name) is not None for name in TOKEN_COLUMNS):
        _take_tokens(record, row, names)
        return record
    record.text = a_text(row.get("text"))
    record.spans = [_span(one) for one in a_list(row.get("spans", row.get("entities")), "spans")]
    return record


def _take_tokens(record: Record, row: Object, names: Sequence[str]) -> None:
    column = next(name for name in TOKEN_COLUMNS if row.get(name) is not None)
    tag_column = next((name for name in TAG_COLUMNS if isinstance(row.get(name), list)), "ner_tags")
    tokens = a_list(row[column], "tokens")
    tags = [_tag(one, names) for one in a_list(row.get(tag_column), tag_column)]
    if len(tokens) != len(tags) or not all(isinstance(token, str) for token in tokens):
        raise NotALineError("its tokens and their tags do not fit each other.")
    kept = [(token, tag) for token, tag in zip(tokens, tags, strict=True) if token.strip()]
    record.text, places = put_together([[" ".join(token.split()) for token, _ in kept]])
    record.text_is = "tokens"
    record.notes = [*record.notes, PUT_TOGETHER]
    if len(kept) < len(tokens):
        record.notes.append(_BLANK_TOKENS.format(len(tokens) - len(kept)))
    record.meta = {name: value for name, value in record.meta.items() if name not in (column, tag_column)}
    record.spans = [
        RecordSpan(label=a_name(label, "a label"), start=places[first][0], end=places[last - 1][1])
        for first, last, label in places_of([tag for _, tag in kept])
    ]


def names_in(features: object) -> list[str]:
    """Return what the numbers of tags mean, as Hugging Face says it of the columns of a data set; nothing if not.

    Args:
        features: the columns, by name or as a list of objects with a name and a type.
    """
    listed = features if isinstance(features, dict) else {}
    if isinstance(features, list):
        listed = {str(one.get("name")): one.get("type") for one in features if isinstance(one, dict)}
    return next((names for column in TAG_COLUMNS if (names := _class_names(listed.get(column)))), [])


def _class_names(tags: object) -> list[str]:
    """Return the names in what is said of a column, however many lists its numbers stand in."""
    for _ in range(_DEEPEST):
        if not isinstance(tags, dict):
            return []
        names = tags.get("names")
        if isinstance(names, dict) and all(str(number).isdecimal() for number in names):
            names = [names[number] for number in sorted(names, key=lambda one: (len(one), one))]
        if isinstance(names, list) and all(isinstance(name, str) for name in names):
            return names
        tags = tags.get("feature", tags.get("sequence", tags.get("class_label")))
    return []


def _tag(given: object, names: Sequence[str]) -> str:
    if isinstance(given, int) and not isinstance(given, bool):
        if not names:
            raise NotALineError("its tags are numbers, and the file does not hold their names; save it as Parquet.")
        if not 0 <= given < len(names):
            raise NotALineError("the number of a tag has no name.")
        given = names[given]
    if not isinstance(given, str) or not is_tag(given):
        raise NotALineError("a tag of a token is not like B-actor or O.")
    return given


def _span(one: object) -> RecordSpan:
    given = an_object(one, "a span")
    start, end = an_offset(given.get("start")), an_offset(given.get("end"))
    words = given.get("text")
    places = [_place(fragment) for fragment in a_list(given.get("fragments"), "fragments")] or None
    span = RecordSpan(
        id=a_name_if_any(given.get("id"), "the id of a span"),
        label=a_name(given.get("label", given.get("type")), "a label"),
        start=start,
        end=end,
        fragments=places,
        text=words if isinstance(words, str) and words else None,
        attributes=_from_json(given.get("attributes"), "an attribute"),
        note=given["note"] if isinstance(given.get("note"), str) else "",
        unsure=given.get("unsure") is True,
        origin=a_name_if_any(given.get("origin"), "an origin"),
    )
    guessed = _from_json(given.get("guessed"), "a guess")
    if guessed:
        span.guessed = {name: a_name(engine, "an engine") for name, engine in guessed.items()}
    extra = _from_json(given.get("extra"), "a span")
    if extra:
        span.extra = extra
    return span


def _relation(one: object) -> RecordRelation:
    given = an_object(one, "a relation")
    relation = RecordRelation(
        id=a_name_if_any(given.get("id"), "the id of a relation"),
        label=a_name(given.get("label"), "a relation"),
        head=a_name(given.get("head"), "a relation"),
        child=a_name(given.get("child"), "a relation"),
    )
    extra = _from_json(given.get("extra"), "a relation")
    if extra:
        relation.extra = extra
    return relation


def _place(one: object) -> tuple[int, int]:
    given = an_object(one, "a place")
    start, end = an_offset(given.get("start")), an_offset(given.get("end"))
    if not 0 <= start < end < LARGEST:
        raise NotALineError("a place begins or ends nowhere.")
    return start, end


def _from_json(value: Any, what: str) -> Object:
    """Return an object that stands in a column as it is or as JSON; an empty one for nothing."""
    if value is None or value == "":
        return {}
    if isinstance(value, str):
        value, _ = decoded(value.encode(errors="replace"))
    return values(value, what)
