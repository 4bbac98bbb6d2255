"""CoNLL-U: a token a line in ten columns, spans in brackets in the last one, and the text whole.

Spans stand under ``Entity`` as GUM and CorefUD write them: ``(s1-actor`` where one begins and ``s1)`` where it ends,
``[1/2]`` behind the name for one of two fragments, so that they may overlap, nest and have gaps; no sentence ends
inside one. What lies between tokens stands under ``SpacesBefore`` and ``SpacesAfter`` (``SpaceAfter=No`` for nothing),
so that the text of an export of ours comes back to the letter; of other files it is put together with single spaces.
"""

from collections.abc import Iterable, Iterator, Sequence
from operator import add
from typing import BinaryIO

import regex

from annotator.errors import UserError
from annotator.formats.columns import quoted, unquoted
from annotator.formats.conll import PUT_TOGETHER
from annotator.formats.decoding import MOST_BYTES
from annotator.formats.flattening import Piece
from annotator.formats.foreign import a_name, a_name_if_any, a_state
from annotator.formats.jsonl import NotALineError
from annotator.formats.lines import lines_of
from annotator.formats.losses import LAYERS, META, SPAN_IDS, STATES, Counted, Losses
from annotator.formats.options import WriteOptions
from annotator.formats.source import Source
from annotator.formats.token_tags import on_tokens, unbroken
from annotator.model.record import LossReport, Record, RecordSpan
from annotator.model.tokens import Tokens

_FIELDS = "# global.Entity = eid-etype\n"
_COLUMNS = 10
_IN_ENTITY = "()|=\\-\\[\\],"
_IN_MISC = "|\\\\"
_ESCAPES = {" ": r"\s", "\t": r"\t", "\n": r"\n", "\r": r"\r", "|": r"\p", "\\": r"\\"}
_ESCAPE = regex.compile(r"\\(?:u([0-9a-fA-F]{1,6});|(.))")
_UNESCAPED = {"s": " ", "t": "\t", "n": "\n", "r": "\r", "p": "|", "\\": "\\"}
_BRACKET = regex.compile(r"\((?P<opens>[^()]+)(?P<single>\))?|(?P<closes>[^()]+)\)")
_PART = regex.compile(r"(.*)\[(\d{1,4})/(\d{1,4})\]")
_KEY = regex.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_KEPT = "kept"
"""Says that all blanks of the text are in the file."""
_HELD = (LAYERS, SPAN_IDS, STATES)


def write(records: Iterable[Record], target: BinaryIO, options: WriteOptions) -> LossReport:
    """Write an article for each record; spans that meet no token edge are left out and counted."""
    losses = Losses(options.side)
    counted = Counted(losses)
    target.write(_FIELDS.encode())
    for record in records:
        tokens = Tokens(record.text)
        whole = _whole_spans(record, tokens, losses)
        target.write("".join(_article(record, tokens, whole)).encode())
        counted.record(record, len({id(piece.span) for piece in whole}))
        fields = [name for name, value in record.meta.items() if _fits_a_comment(name, value)]
        losses.unheld(record, (*_HELD, META) if len(fields) == len(record.meta) else _HELD, fields)
    return counted.report()


def _whole_spans(record: Record, tokens: Tokens, losses: Losses) -> list[Piece]:
    """Return the fragments of all spans in tokens; a span of which one meets no token edge is left out whole."""
    pieces = [
        Piece(start, end, span) for span in record.spans for start, end in span.fragments or [(span.start, span.end)]
    ]
    quiet = Losses()
    found = on_tokens(record, pieces, tokens, quiet)
    missed = {id(piece.span) for piece in pieces} - {id(piece.span) for piece in found}
    parts = {id(span): len(span.fragments or [()]) for span in record.spans}
    for piece in found:
        parts[id(piece.span)] -= 1
    missed |= {span for span, left in parts.items() if left}
    on_tokens(record, [Piece(-1, -1, span) for span in record.spans if id(span) in missed], tokens, losses)
    return [piece for piece in found if id(piece.span) not in missed]


def _article(record: Record, tokens: Tokens, pieces: list[Piece]) -> Iterator[str]:
    name = quoted(record.id or "")
    yield f"# newdoc id = {name}\n" if name else "# newdoc\n"
    for what, value in (("blanks", _KEPT), ("layer", record.layer), ("status", record.status)):
        if value is not None:
            yield f"# annotator::{what} = {quoted(value)}\n"
    for field, value in record.meta.items():
        if _fits_a_comment(field, value):
            yield f"# meta::{field} = {value}\n"
    lines = list(map(add, tokens.words, _tails(tokens, pieces)))
    for number, (first, last) in enumerate(unbroken(tokens.sentences(), _extents(pieces)), 1):
        yield f"# sent_id = {name or 'article'}-{number}\n"
        yield f"# text = {' '.join(record.text[tokens.starts[first] : tokens.ends[last - 1]].split())}\n"
        yield "".join([f"{place}\t{line}" for place, line in enumerate(lines[first:last], 1)])
        yield "\n"


def _fits_a_comment(name: str, value: object) -> bool:
    if not isinstance(value, str) or _KEY.fullmatch(name) is None:
        return False
    return value == value.strip() and len(value.splitlines()) == 1 and "\0" not in value


def _extents(pieces: Iterable[Piece]) -> Iterable[tuple[int, int]]:
    """Return the first token of each span and the one behind its last."""
    found: dict[int, tuple[int, int]] = {}
    for piece in pieces:
        start, end = found.get(id(piece.span), (piece.start, piece.end))
        found[id(piece.span)] = (min(start, piece.start), max(end, piece.end))
    return found.values()


def _tails(tokens: Tokens, pieces: Sequence[Piece]) -> list[str]:
    """Return what stands behind each token in its line, the line end too."""
    if not tokens:
        return []
    text, starts, ends = tokens.text, tokens.starts, tokens.ends
    behind = [text[end:start] for end, start in zip(ends, [*starts[1:], len(text)], strict=True)]
    plain = {blanks: _tail(_blanks_behind(blanks)) for blanks in set(behind)}
    tails = [plain[blanks] for blanks in behind]
    entities = _entities(pieces)
    before = [f"SpacesBefore={_escaped(text[: starts[0]])}"] if starts[0] else []
    for at in {0, *entities}:
        entity = [f"Entity={entities[at]}"] if at in entities else []
        tails[at] = _tail([*entity, *_blanks_behind(behind[at]), *(before if at == 0 else [])])
    return tails


def _tail(misc: Sequence[str]) -> str:
    return f"\t_\t_\t_\t_\t_\t_\t_\t{'|'.join(misc) or '_'}\n"


def _blanks_behind(blanks: str) -> list[str]:
    if not blanks:
        return ["SpaceAfter=No"]
    return [] if blanks == " " else [f"SpacesAfter={_escaped(blanks)}"]


def _entities(pieces: Sequence[Piece]) -> dict[int, str]:
    """Return what stands under ``Entity`` at a token: what ends, then what is one token, then what begins."""
    labels = {label: quoted(label, _IN_ENTITY) for label in {piece.label for piece in pieces}}
    names: dict[int, str] = {}
    counts: dict[int, int] = {}
    for piece in pieces:
        names.setdefault(id(piece.span), quoted(piece.span.id or f"e{len(names) + 1}", _IN_ENTITY))
        counts[id(piece.span)] = counts.get(id(piece.span), 0) + 1
    ends: dict[int, str] = {}
    begins: dict[int, str] = {}
    seen: dict[int, int] = {}
    for piece in sorted(pieces, key=lambda piece: (piece.start, -piece.end)):
        key = id(piece.span)
        seen[key] = seen.get(key, 0) + 1
        part = f"[{seen[key]}/{counts[key]}]" if counts[key] > 1 else ""
        last = piece.end - 1
        single = ")" if piece.start == last else ""
        begun = f"({names[key]}{part}-{labels[piece.label]}{single}"
        begins[piece.start] = begins.get(piece.start, "") + begun
        if not single:
            ends[last] = ends.get(last, "") + f"{names[key]}{part})"
    return {at: ends.get(at, "") + begins.get(at, "") for at in {*ends, *begins}}


def _escaped(blanks: str) -> str:
    return "".join(_ESCAPES.get(blank) or f"\\u{ord(blank):04X};" for blank in blanks)


def _unescaped(written: str) -> str:
    def meant(escape: regex.Match[str]) -> str:
        code = int(escape[1], 16) if escape[1] else -1
        return chr(code) if 0 < code <= 0x10FFFF else _UNESCAPED.get(escape[2] or "", "")

    return _ESCAPE.sub(meant, written)


def read(source: Source, encoding: str | None) -> Iterator[Record]:
    """Yield an article for each ``# newdoc``, or one for the whole file if it has none.

    Raises:
        UserError: at the first line that is no token, or whose brackets do not fit.
    """
    reading = _Reading()
    at = 0
    try:
        for number, line in lines_of(source, encoding):
            at = number
            if line.startswith("# newdoc"):
                yield from reading.records()
                reading = reading.next()
            reading.take(line)
        yield from reading.records()
    except NotALineError as error:
        raise UserError(f"{source.name}, line {at}: {error}") from None


class _Reading:
    """An article that is being read."""

    def __init__(self, fields: Sequence[str] = ("eid", "etype")) -> None:
        self._fields = tuple(fields)
        self._about: dict[str, str] = {}
        self._meta: dict[str, object] = {}
        self._parts: list[str] = []
        self._length = 0
        self._last_end = 0
        self._exact = False
        self._gap = ""
        self._open: list[tuple[str, str, int]] = []
        self._found: list[tuple[str, str, int, int]] = []
        self._through = 0
        """The last token of a multiword token that is being passed over."""
        self._began = False

    def next(self) -> "_Reading":
        """Return a reading of the next article of the same file."""
        return _Reading(self._fields)

    def take(self, line: str) -> None:
        """Take a line."""
        if line.startswith("#"):
            self._comment(line[1:].strip())
        elif line.strip():
            self._token(line.split("\t"))
        elif not self._exact and self._gap == " ":
            self._gap = "\n"

    def _comment(self, line: str) -> None:
        name, equals, value = (part.strip() for part in line.partition("="))
        if name == "global.Entity" and value:
            self._fields = tuple(value.split("-"))
        elif name == "newdoc id":
            self._about["id"] = unquoted(value)
        elif name == "annotator::blanks":
            self._exact = value == _KEPT
        elif name in ("annotator::layer", "annotator::status"):
            self._about[name.removeprefix("annotator::")] = unquoted(value)
        elif name.startswith("meta::") and equals:
            self._meta[a_name(name.removeprefix("meta::"), "a name")] = value

    def _token(self, columns: list[str]) -> None:
        if len(columns) != _COLUMNS:
            raise NotALineError(f"it does not have {_COLUMNS} columns with tabs between them.")
        place = columns[0]
        if "." in place:
            # A word that is thought, and not in the text.
            return
        first, _, last = place.partition("-")
        if not (first.isdecimal() and (not last or last.isdecimal())) or len(place) > 20:
            raise NotALineError("it does not begin with the number of a token.")
        misc = dict(part.split("=", 1) for part in columns[9].split("|") if "=" in part)
        if int(first) == 1:
            self._through = 0
        if int(first) > self._through:
            self._append(columns[1], misc)
        if last:
            self._through = int(last)
        self._brackets(misc.get("Entity", ""))

    def _append(self, form: str, misc: dict[str, str]) -> None:
        before = _unescaped(misc.get("SpacesBefore", ""))
        gap = (self._gap if self._began else "") + before
        self._began = True
        self._parts += (gap, form)
        self._length += len(gap)
        self._start = self._length
        self._length += len(form)
        if self._length > MOST_BYTES:
            raise NotALineError(f"the article is larger than {MOST_BYTES // 1_000_000} MB.")
        if misc.get("SpaceAfter") == "No":
            self._gap = ""
        else:
            self._gap = _unescaped(misc["SpacesAfter"]) if "SpacesAfter" in misc else " "

    def _brackets(self, entity: str) -> None:
        for bracket in _BRACKET.finditer(entity):
            if bracket["opens"] is not None:
                values = dict(zip(self._fields, bracket["opens"].split("-"), strict=False))
                name = next((values[field] for field in ("eid", "GRP") if field in values), bracket["opens"])
                label = values.get("etype") or values.get("entity") or ""
                self._open.append((name, label, self._start))
                if bracket["single"]:
                    self._close(len(self._open) - 1)
            else:
                name = bracket["closes"]
                at = next((at for at in reversed(range(len(self._open))) if self._open[at][0] == name), None)
                if at is None:
                    raise NotALineError("a bracket closes that was not opened.")
                self._close(at)

    def _close(self, at: int) -> None:
        name, label, start = self._open.pop(at)
        self._found.append((name, label, start, self._length))

    def records(self) -> Iterator[Record]:
        """Yield the article, if there is anything of it."""
        if not self._began:
            return
        if self._open:
            raise NotALineError("a bracket was not closed.")
        text = "".join(self._parts) + (self._gap if self._exact else "")
        layer = a_name_if_any(self._about.get("layer"), "a layer")
        yield Record(
            text,
            a_name_if_any(self._about.get("id"), "the id of an article"),
            meta=self._meta,
            layer=layer,
            status=a_state(self._about.get("status")),
            spans=self._spans(),
            text_is="exact" if self._exact else "tokens",
            notes=[] if self._exact else [PUT_TOGETHER],
        )

    def _spans(self) -> list[RecordSpan]:
        whole: dict[tuple[str, str, str], list[tuple[int, int]]] = {}
        spans: list[RecordSpan] = []
        for name, label, start, end in sorted(self._found, key=lambda found: (found[2], -found[3])):
            part = _PART.fullmatch(name)
            if part is None:
                spans.append(_span(name, label, [(start, end)]))
                continue
            key = (part[1], label, part[3])
            whole.setdefault(key, []).append((start, end))
            if len(whole[key]) == int(part[3]):
                spans.append(_span(part[1], label, whole.pop(key)))
        if whole:
            raise NotALineError("a fragment of a span is missing.")
        return _with_names_of_their_own(spans)


def _span(name: str, label: str, fragments: list[tuple[int, int]]) -> RecordSpan:
    return RecordSpan(
        id=a_name(unquoted(name), "the id of a span"),
        label=a_name(unquoted(label), "the tag of a span"),
        start=fragments[0][0],
        end=fragments[-1][1],
        fragments=fragments,
    )


def _with_names_of_their_own(spans: list[RecordSpan]) -> list[RecordSpan]:
    """Take away names that several spans share: mentions of one entity, as GUM numbers them."""
    seen: dict[str | None, int] = {}
    for span in spans:
        seen[span.id] = seen.get(span.id, 0) + 1
    for span in spans:
        if seen[span.id] > 1:
            span.extra = {"entity": span.id}
            span.id = None
    return spans
