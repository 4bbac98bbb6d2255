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

from annotator.formats.columns import quoted
from annotator.formats.conllu_reading import KEPT
from annotator.formats.flattening import Piece
from annotator.formats.losses import LAYERS, META, SPAN_IDS, STATES, Counted, Losses
from annotator.formats.options import WriteOptions
from annotator.formats.token_tags import on_tokens, unbroken
from annotator.model.record import LossReport, Record
from annotator.model.tokens import Tokens

_FIELDS = "# global.Entity = eid-etype\n"
_IN_ENTITY = "()|=\\-\\[\\],"
_IN_MISC = "|\\\\"
_ESCAPES = {" ": r"\s", "\t": r"\t", "\n": r"\n", "\r": r"\r", "|": r"\p", "\\": r"\\"}
_KEY = regex.compile(r"[A-Za-z_][A-Za-z0-9_]*")
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
    for what, value in (("blanks", KEPT), ("layer", record.layer), ("status", record.status)):
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
