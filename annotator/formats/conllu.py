"""CoNLL-U: a token a line in ten columns, spans in brackets in the last one, and the text whole.

Spans stand under ``Entity`` as GUM and CorefUD write them: ``(s1-actor`` where one begins and ``s1)`` where it ends,
``[1/2]`` behind the name for one of two fragments, so that they may overlap, nest and have gaps. What lies between
tokens stands under ``SpacesBefore`` and ``SpacesAfter`` (``SpaceAfter=No`` for nothing), so that the text of an export
of ours comes back to the letter; of other files it is put together with single spaces.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import BinaryIO

import regex

from annotator.formats.columns import quoted
from annotator.formats.conllu_reading import KEPT
from annotator.formats.flattening import Piece
from annotator.formats.losses import LAYERS, META, SPAN_IDS, STATES, Counted, Losses
from annotator.formats.options import WriteOptions
from annotator.formats.token_tags import on_tokens
from annotator.model.record import LossReport, Record
from annotator.model.tokens import Token, sentences_of, tokens_of

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
        tokens = tokens_of(record.text)
        whole = _whole_spans(record, tokens, losses)
        target.write("".join(_article(record, tokens, whole)).encode())
        counted.record(record, len({id(piece.span) for piece in whole}))
        fields = [name for name, value in record.meta.items() if _fits_a_comment(name, value)]
        losses.unheld(record, (*_HELD, META) if len(fields) == len(record.meta) else _HELD, fields)
    return counted.report()


def _whole_spans(record: Record, tokens: Sequence[Token], losses: Losses) -> list[Piece]:
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


def _article(record: Record, tokens: list[Token], pieces: list[Piece]) -> Iterator[str]:
    name = quoted(record.id or "")
    yield f"# newdoc id = {name}\n" if name else "# newdoc\n"
    for what, value in (("blanks", KEPT), ("layer", record.layer), ("status", record.status)):
        if value is not None:
            yield f"# annotator::{what} = {quoted(value)}\n"
    for field, value in record.meta.items():
        if _fits_a_comment(field, value):
            yield f"# meta::{field} = {value}\n"
    entities = _entities(pieces, len(tokens))
    at = 0
    for number, sentence in enumerate(sentences_of(record.text, tokens), 1):
        yield f"# sent_id = {name or 'article'}-{number}\n"
        yield f"# text = {' '.join(record.text[sentence[0][0] : sentence[-1][1]].split())}\n"
        for place, (start, end) in enumerate(sentence, 1):
            misc = _misc(record.text, tokens, at, entities[at])
            yield f"{place}\t{record.text[start:end]}\t_\t_\t_\t_\t_\t_\t_\t{misc}\n"
            at += 1
        yield "\n"


def _fits_a_comment(name: str, value: object) -> bool:
    if not isinstance(value, str) or _KEY.fullmatch(name) is None:
        return False
    return value == value.strip() and len(value.splitlines()) == 1 and "\0" not in value


def _entities(pieces: list[Piece], count: int) -> list[str]:
    """Return what stands under ``Entity`` at each token: what ends, then what is one token, then what begins."""
    names: dict[int, str] = {}
    counts: dict[int, int] = {}
    for piece in pieces:
        names.setdefault(id(piece.span), quoted(piece.span.id or f"e{len(names) + 1}", _IN_ENTITY))
        counts[id(piece.span)] = counts.get(id(piece.span), 0) + 1
    ends: list[list[str]] = [[] for _ in range(count)]
    begins: list[list[str]] = [[] for _ in range(count)]
    seen: dict[int, int] = {}
    for piece in sorted(pieces, key=lambda piece: (piece.start, -piece.end)):
        key = id(piece.span)
        seen[key] = seen.get(key, 0) + 1
        part = f"[{seen[key]}/{counts[key]}]" if counts[key] > 1 else ""
        single = piece.end == piece.start + 1
        label = quoted(piece.label, _IN_ENTITY)
        begins[piece.start].append(f"({names[key]}{part}-{label}{')' if single else ''}")
        if not single:
            ends[piece.end - 1].append(f"{names[key]}{part})")
    return ["".join([*ended, *begun]) for ended, begun in zip(ends, begins, strict=True)]


def _misc(text: str, tokens: list[Token], at: int, entity: str) -> str:
    end = tokens[at][1]
    before = text[: tokens[0][0]] if at == 0 else ""
    after = text[end : tokens[at + 1][0] if at + 1 < len(tokens) else len(text)]
    parts = [f"Entity={entity}"] if entity else []
    if not after:
        parts.append("SpaceAfter=No")
    elif after != " ":
        parts.append(f"SpacesAfter={_escaped(after)}")
    if before:
        parts.append(f"SpacesBefore={_escaped(before)}")
    return "|".join(parts) or "_"


def _escaped(blanks: str) -> str:
    return "".join(_ESCAPES.get(blank) or f"\\u{ord(blank):04X};" for blank in blanks)
