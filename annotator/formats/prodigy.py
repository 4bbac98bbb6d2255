"""Prodigy: a line of JSON for each task, with spans by code points and by tokens, and an answer.

Whose work it is stands in ``_annotator_id``, or at the end of ``_session_id``. Prodigy keeps what it does not know, so
that nothing has to be left out but the fragments of spans. Its ``token_end`` is the last token, not the one behind it;
a span that does not begin and end where tokens do has no numbers of tokens, and cannot be trained on.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile
from typing import Any, BinaryIO
from urllib.parse import unquote

import msgspec
import regex

from annotator.errors import UserError
from annotator.formats.articles import told_at_the_end
from annotator.formats.flattening import Piece, pieces_of
from annotator.formats.foreign import (
    Object,
    a_list,
    a_name,
    a_name_if_any,
    a_state,
    a_text,
    an_object,
    an_offset,
    metadata_of,
    objects_of,
    values,
)
from annotator.formats.jsonl import LARGEST, NotALineError, lines
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
    READ,
    RELATION_EXTRAS,
    RELATION_IDS,
    RELATIONS,
    SPAN_IDS,
    STATES,
    TAGSETS,
    UNSURE,
    UNTOKENED,
    Counted,
    Losses,
)
from annotator.formats.offsets import in_code_points
from annotator.formats.options import WriteOptions
from annotator.formats.source import Source
from annotator.formats.token_tags import on_tokens
from annotator.model.record import LossReport, Record, RecordRelation, RecordSpan
from annotator.model.tokens import Token, Tokens

_HELD = (
    ATTRIBUTES, DECISIONS, EXTRAS, FLAGS, GUESSED, LABELS, LAYERS, META, NOTES, ORIGINS, READ, RELATION_EXTRAS,
    RELATION_IDS, RELATIONS, SPAN_IDS, STATES, TAGSETS, UNSURE,
)  # fmt: skip
_SESSION = "news"
_OURS = "annotator"
"""Under this name a task and its spans carry what Prodigy has no word for."""
_KNOWN = frozenset(
    {"text", "tokens", "spans", "relations", "answer", "meta", "label", "accept", "options", "versions", "sessions",
     "view_id", "config", "default", _OURS}
)  # fmt: skip
_ITS_OWN = regex.compile(
    rb'"(?:_input_hash|_task_hash|_session_id|_annotator_id|answer)"\s*:|"tokens"\s*:\s*\[\s*\{[^{}]{0,200}"text"\s*:'
)
_TIME = regex.compile(r"\d{4}-\d\d-\d\d[_T ]\d\d[-:]\d\d[-:]\d\d.{0,20}")
_SESSION_NAME = regex.compile(rb'"_session_id"\s*:\s*"([^"\\]{1,200})"')
_MOST_SESSIONS = 1_000
_NOBODY = "default"
_REJECTED = "Rejected tasks ({}) came as articles without work."
_IGNORED = "Ignored tasks ({}) came as articles without work."
_BARE = "Spans without a label ({}) were left out."
_encoder = msgspec.json.Encoder()


def write(records: Iterable[Record], target: BinaryIO, options: WriteOptions) -> LossReport:
    """Write a task for each record."""
    losses = Losses(options.side)
    counted = Counted(losses)
    for record in records:
        pieces = pieces_of(record, options.fragments, losses)
        target.write(_encoder.encode(_task(record, pieces, losses)) + b"\n")
        counted.record(record, len(pieces), len(record.relations))
        losses.unheld(record, _HELD)
    return counted.report()


def _task(record: Record, pieces: list[Piece], losses: Losses) -> Object:
    tokens = Tokens(record.text)
    whole = on_tokens(record, pieces, tokens, losses, UNTOKENED)
    by_place = {(tokens[one.start][0], tokens[one.end - 1][1]): (one.start, one.end - 1) for one in whole}
    spans = _spans(pieces, by_place)
    task: Object = {
        "text": record.text,
        "tokens": [_token(record.text, number, place) for number, place in enumerate(tokens)],
        "spans": spans,
        "meta": record.meta,
        "_view_id": "spans_manual",
        _OURS: {"article_id": record.id},
    }
    if record.relations:
        task["relations"] = _relations(record.relations, spans)
        task["_view_id"] = "relations"
    if record.layer is None:
        return task
    task[_OURS] |= {
        name: value
        for name, value in (
            ("layer", record.layer), ("status", record.status), ("flagged", record.flagged), ("labels", record.labels),
            ("read", record.read), ("tagset", record.tagset), ("tagset_version", record.tagset_version),
        )
        if value
    }  # fmt: skip
    return task | {"answer": "accept", "_annotator_id": record.layer, "_session_id": f"{_SESSION}-{record.layer}"}


def _token(text: str, number: int, place: Token) -> Object:
    start, end = place
    followed = end < len(text) and text[end].isspace()
    return {"text": text[start:end], "start": start, "end": end, "id": number, "ws": followed}


def _spans(pieces: list[Piece], by_place: dict[tuple[int, int], tuple[int, int]]) -> list[Object]:
    taken: set[str | None] = set()
    found = []
    for piece in pieces:
        span = piece.span
        given: Object = {"start": piece.start, "end": piece.end, "label": piece.label, "text": None}
        tokens = by_place.get((piece.start, piece.end))
        if tokens is not None:
            given |= {"token_start": tokens[0], "token_end": tokens[1]}
        ours = {
            name: value
            for name, value in (
                ("id", None if span.id in taken else span.id), ("attributes", span.attributes), ("note", span.note),
                ("unsure", span.unsure), ("origin", span.origin), ("guessed", span.guessed or None),
                ("extra", span.extra or None),
            )
            if value
        }  # fmt: skip
        taken.add(span.id)
        del given["text"]
        found.append(given | {_OURS: ours})
    return found


def _relations(relations: list[RecordRelation], spans: list[Object]) -> list[Object]:
    """Return relations as Prodigy has them: by the last token of either span, and by the spans themselves."""
    named = {span[_OURS].get("id"): span for span in spans}
    found = []
    for one in relations:
        head, child = named[one.head], named[one.child]
        ours: Object = {"id": one.id, "head": one.head, "child": one.child}
        found.append(
            {
                "head": head.get("token_end"),
                "child": child.get("token_end"),
                "head_span": {name: value for name, value in head.items() if name != _OURS},
                "child_span": {name: value for name, value in child.items() if name != _OURS},
                "label": one.label,
                _OURS: ours | ({"extra": one.extra} if one.extra else {}),
            }
        )
    return found


def recognise(start: bytes) -> bool:
    """Say whether a file begins like an export of Prodigy."""
    line = start.split(b"\n", 1)[0]
    return b'"schema"' not in line and _ITS_OWN.search(line) is not None


def read(source: Source, encoding: str | None) -> Iterator[Record]:  # noqa: ARG001 – JSON is UTF-8
    """Yield a record for each line; what was rejected or ignored is an article without work.

    A task that was reviewed comes with the work of everybody whose versions are in it.

    Raises:
        UserError: at the first line that is no task with a text.
    """
    return in_code_points(lambda: _read(source))


def _read(source: Source) -> Iterator[Record]:
    left: Counter[str] = Counter()
    notes: list[str] = []
    yield from told_at_the_end(_records(source, left, notes), notes)


def _records(source: Source, left: Counter[str], at_the_end: list[str]) -> Iterator[Record]:
    data_set = _data_set(source)
    for number, line, notes in objects_of(source):
        try:
            yield from records_of(line, notes, left, data_set)
        except NotALineError as error:
            raise UserError(f"{source.name}, line {number}: {error}") from None
    at_the_end += said_of(left)


def _data_set(source: Source) -> str:
    """Return with what the names of all sessions begin, if there are several: the data set, and a hyphen."""
    sessions: set[str] = set()
    for _, line in lines(source):
        sessions |= {found[1].decode(errors="replace") for found in _SESSION_NAME.finditer(line)}
        if len(sessions) > _MOST_SESSIONS:
            return ""
    named = [session for session in sessions if not _TIME.fullmatch(session)]
    if len(named) < 2:
        return ""
    pairs = takewhile(lambda pair: pair[0] == pair[1], zip(min(named), max(named), strict=False))
    return "".join(letter for letter, _ in pairs).rpartition("-")[0] + "-"


def records_of(line: Object, notes: list[str], left: Counter[str], data_set: str = "") -> Iterator[Record]:
    """Yield the records of one task: the annotator's, and those of the versions that a reviewer saw.

    Args:
        line: the task.
        notes: what there is to say about it.
        left: counts what comes in another way than it was, by a sentence about it.
        data_set: with what the names of its sessions begin, if that is known.

    Raises:
        NotALineError: if it has no text.
    """
    yield _record(line, notes, left, data_set)
    for one in a_list(line.get("versions"), "versions"):
        version = an_object(one, "a version")
        for session in a_list(version.get("sessions"), "sessions"):
            ours: Object = {"_session_id": session, "text": line.get("text"), "meta": line.get("meta")}
            yield _record({"tokens": line.get("tokens"), **version, **ours, "_annotator_id": None}, [], left, data_set)


def said_of(left: Counter[str]) -> list[str]:
    """Return what there is to say about all that was counted."""
    return [sentence.format(count) for sentence, count in left.items() if count]


def _record(line: Object, notes: list[str], left: Counter[str], data_set: str) -> Record:
    ours = an_object(line.get(_OURS) or {}, "what this program added")
    known = _KNOWN | {name for name in line if name.startswith("_")}
    meta = values(line.get("meta") or {}, "its meta")
    record = Record(
        a_text(line.get("text")),
        a_name_if_any(ours.get("article_id"), "its id"),
        meta=metadata_of(line, known) | meta,
        notes=notes,
    )
    answer = line.get("answer")
    if answer in ("reject", "ignore"):
        left[_REJECTED if answer == "reject" else _IGNORED] += 1
        return record
    record.layer = a_name_if_any(ours.get("layer"), "its layer") or _who(line, data_set)
    record.status = a_state(ours.get("status"))
    _take_of_layer(record, ours)
    tokens = a_list(line.get("tokens"), "tokens")
    for number, given in enumerate(a_list(line.get("spans"), "spans")):
        span = _span(an_object(given, "a span"), number, tokens)
        if span is None:
            left[_BARE] += 1
        else:
            record.spans.append(span)
    record.relations = _relations_of(line, record.spans, tokens)
    record.labels = record.labels | _chosen(line)
    return record


def _chosen(line: Object) -> Object:
    """Return what was said of a whole text: its label, and the options that were chosen, by their words."""
    found: Object = {}
    if isinstance(line.get("label"), str) and line["label"]:
        found["label"] = line["label"]
    options = [one for one in a_list(line.get("options"), "options") if isinstance(one, dict)]
    words = {one.get("id"): one.get("text") for one in options if isinstance(one.get("id"), int)}
    chosen = [words.get(one) or one if isinstance(one, int) else one for one in a_list(line.get("accept"), "accept")]
    if chosen:
        found["accept"] = [a_name(one, "an option") for one in chosen]
    return found


def _who(line: Object, data_set: str) -> str | None:
    """Return whose work it is; a session that nobody gave a name goes by the time when it began."""
    who = line.get("_annotator_id") or line.get("_session_id")
    if isinstance(who, str) and _TIME.fullmatch(who):
        return None
    if isinstance(who, str) and line.get("_annotator_id") in (None, line.get("_session_id")):
        # A session is called by its data set, a hyphen, and the annotator.
        is_known = len(data_set) > 1 and who.startswith(data_set)
        who = unquote(who.removeprefix(data_set) if is_known else who.rpartition("-")[2]).strip()
    return None if who == _NOBODY else a_name_if_any(who, "its annotator")


def _take_of_layer(record: Record, ours: Object) -> None:
    record.flagged = ours.get("flagged") is True
    record.labels = values(ours.get("labels") or {}, "its labels")
    record.tagset = a_name_if_any(ours.get("tagset"), "its tagset")
    version = ours.get("tagset_version")
    record.tagset_version = an_offset(version) if version is not None else None
    record.read = [_paragraph(one) for one in a_list(ours.get("read"), "read")]


def _paragraph(one: object) -> tuple[int, int]:
    pair = a_list(one, "a paragraph")
    if len(pair) != 2 or not 0 <= an_offset(pair[0]) < an_offset(pair[1]) < LARGEST:
        raise NotALineError("a paragraph that was read begins or ends nowhere.")
    return pair[0], pair[1]


def _span(given: Object, number: int, tokens: Sequence[Any]) -> RecordSpan | None:
    """Return a span; nothing if it has no label, as one that was only pointed out."""
    if given.get("label") in (None, ""):
        return None
    ours = an_object(given.get(_OURS) or {}, "what this program added")
    words = given.get("text")
    start, end = _place(given, tokens)
    span = RecordSpan(
        id=a_name_if_any(ours.get("id"), "the id of a span") or (None if ours else f"#{number}"),
        label=a_name(given.get("label"), "a label"),
        start=start,
        end=end,
        text=words if isinstance(words, str) else None,
        attributes=values(ours.get("attributes") or {}, "an attribute"),
        note=ours["note"] if isinstance(ours.get("note"), str) else "",
        unsure=ours.get("unsure") is True,
        origin=a_name_if_any(ours.get("origin"), "an origin"),
    )
    if ours.get("guessed"):
        guessed = values(ours["guessed"], "a guess")
        span.guessed = {name: a_name(engine, "an engine") for name, engine in guessed.items()}
    if ours.get("extra"):
        span.extra = values(ours["extra"], "a span")
    return span


def _place(given: Object, tokens: Sequence[Any]) -> tuple[int, int]:
    """Return where a span lies: by code points, or else by its first and last token."""
    if "start" in given or "token_start" not in given:
        return an_offset(given.get("start")), an_offset(given.get("end"))
    return _of_token(given["token_start"], "start", tokens), _of_token(given.get("token_end"), "end", tokens)


def _of_token(number: object, edge: str, tokens: Sequence[Any]) -> int:
    at = an_offset(number)
    if not 0 <= at < len(tokens):
        raise NotALineError("a span lies on tokens that are not there.")
    return an_offset(an_object(tokens[at], "a token").get(edge))


def _relations_of(line: Object, spans: list[RecordSpan], tokens: Sequence[Any]) -> list[RecordRelation]:
    places = {(span.start, span.end): span.id for span in spans}
    found = []
    for one in a_list(line.get("relations"), "relations"):
        given = an_object(one, "a relation")
        ours = an_object(given.get(_OURS) or {}, "what this program added")
        relation = RecordRelation(
            id=a_name_if_any(ours.get("id"), "the id of a relation"),
            label=a_name(given.get("label"), "a relation"),
            head=_end(ours, given, "head", places, tokens),
            child=_end(ours, given, "child", places, tokens),
        )
        if ours.get("extra"):
            relation.extra = values(ours["extra"], "a relation")
        found.append(relation)
    return found


def _end(
    ours: Object, given: Object, end: str, places: dict[tuple[int, int], str | None], tokens: Sequence[Any]
) -> str:
    if ours.get(end) is not None:
        return a_name(ours[end], "a relation")
    at = given.get(end)
    told = given.get(f"{end}_span") or {"token_start": at, "token_end": at}
    # One that leads to a bare token is named by the import, which does not find its span.
    return places.get(_place(an_object(told, "the span of a relation"), tokens)) or f"token {at}"
