"""spaCy's DocBin: spans as entities, as far as they do not overlap, and all of them in the span group ``sc``.

The tokens are those of spaCy for the language of the article, so that what is trained on them fits what is read later.
A span that does not begin and end where tokens do cannot be held, and is counted.
"""

import zlib
from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any, BinaryIO

import msgspec
import regex

from annotator.errors import UserError
from annotator.formats.docbin_file import DocBinFile
from annotator.formats.extras import needed
from annotator.formats.flattening import Piece, pieces_of, without_overlaps
from annotator.formats.foreign import a_name, a_name_if_any, a_state, a_text, decoded, named_metadata, values
from annotator.formats.jsonl import NotALineError
from annotator.formats.losses import LAYERS, META, OFF_TOKENS, ONLY_IN_GROUP, SPAN_IDS, STATES, Counted, Losses
from annotator.formats.options import WriteOptions
from annotator.formats.parts import as_many_as_fit
from annotator.formats.source import Source
from annotator.model.record import LossReport, Record, RecordSpan

GROUP = "sc"
"""The span group that spaCy trains on unless it is told otherwise."""
MOST_BYTES = 512_000_000
"""The largest file, unpacked: spaCy holds all of it in memory."""
_FULL = MOST_BYTES // 3
_OURS = "annotator"
_ANY_LANGUAGE = "xx"
_LONGEST_TEXT = 1_000_000_000
_HELD = (LAYERS, META, SPAN_IDS, STATES)
_LANGUAGE = regex.compile(r"[a-z]{2,3}")
_DAMAGE = (
    zlib.error, ValueError, KeyError, TypeError, IndexError, AttributeError, OverflowError, EOFError, RuntimeError,
)  # fmt: skip
"""What spaCy raises, at one place or another, for a file that is not sound."""


def write(records: Iterable[Record], target: BinaryIO, options: WriteOptions) -> LossReport:
    """Write a document for each record, on the disk until the last one is there.

    Raises:
        UserError: if spaCy is not installed.
    """
    spacy = needed("spacy", "spacy", "spaCy’s DocBin")
    new_bin = partial(needed("spacy.tokens", "spacy", "spaCy’s DocBin").DocBin, store_user_data=True)
    makers: dict[str, Any] = {}
    losses = Losses(options.side)
    counted = Counted(losses)
    with DocBinFile(new_bin) as binned:
        for record in as_many_as_fit(records, lambda: binned.size > _FULL):
            language = _language(record)
            if language not in makers:
                makers[language] = _maker(spacy, language)
            doc, spans = _doc(makers[language], record, options, losses)
            binned.add(doc)
            counted.record(record, spans)
            losses.unheld(record, _HELD)
        binned.write(target)
    return counted.report()


def _language(record: Record) -> str:
    language = str(record.meta.get("language") or "").lower()[:3].rstrip("-_")
    return language if _LANGUAGE.fullmatch(language) else _ANY_LANGUAGE


def _maker(spacy: Any, language: str) -> Any:
    """Return what makes tokens of a language; some need libraries of their own, and some spaCy does not know."""
    try:
        maker = spacy.blank(language)
    except (ImportError, OSError, ValueError):
        maker = spacy.blank(_ANY_LANGUAGE)
    maker.max_length = _LONGEST_TEXT
    return maker


def _doc(maker: Any, record: Record, options: WriteOptions, losses: Losses) -> tuple[Any, int]:
    doc = maker.make_doc(record.text)
    named: set[str | None] = set()
    spans = []
    pieces = []
    for piece in pieces_of(record, options.fragments, losses):
        name = "" if piece.span.id is None or piece.span.id in named else piece.span.id
        span = doc.char_span(piece.start, piece.end, label=piece.label, span_id=name, alignment_mode="strict")
        if span is None:
            losses.add(OFF_TOKENS, record, piece.span)
            continue
        named.add(piece.span.id)
        spans.append(span)
        pieces.append(Piece(span.start, span.end, piece.span))
    by_place = {(span.start, span.end, span.label_): span for span in spans}
    flat = without_overlaps(record, pieces, options.flatten, losses, ONLY_IN_GROUP)
    # Where nobody has looked, spaCy is to learn neither that there is something nor that there is nothing.
    unknown = "missing" if record.layer is None else "outside"
    doc.set_ents([by_place[piece.start, piece.end, piece.label] for piece in flat], default=unknown)
    doc.spans[GROUP] = spans
    doc.user_data[_OURS] = msgspec.json.encode(named_metadata(record)).decode()
    return doc, len(spans)


def read(source: Source, encoding: str | None) -> Iterator[Record]:  # noqa: ARG001 – its texts are Unicode
    """Yield a record for each document, with its entities and the spans of all its groups.

    Raises:
        UserError: if it is no DocBin, or spaCy is not installed.
    """
    spacy = needed("spacy", "spacy", "spaCy’s DocBin")
    tokens = needed("spacy.tokens", "spacy", "spaCy’s DocBin")
    _refuse_bombs(source)
    try:
        docs = tokens.DocBin(store_user_data=True).from_bytes(source.read())
        for doc in docs.get_docs(spacy.blank(_ANY_LANGUAGE).vocab):
            yield _record(doc)
    except NotALineError as error:
        raise UserError(f"{source.name}: {error}") from None
    except _DAMAGE as error:
        raise UserError(f"{source.name} is no DocBin that can be read ({type(error).__name__}).") from None


def _refuse_bombs(source: Source) -> None:
    """Unpack to nowhere, in pieces, before spaCy does it at one go."""
    unpacker = zlib.decompressobj()
    size = 0
    with source.open() as file:
        while packed := file.read(65_536):
            try:
                size += len(unpacker.decompress(packed, MOST_BYTES - size + 1))
            except zlib.error:
                raise UserError(f"{source.name} is no DocBin.") from None
            if size > MOST_BYTES:
                raise UserError(f"{source.name} unpacks to more than {MOST_BYTES // 1_000_000} MB.")


def _record(doc: Any) -> Record:
    ours = doc.user_data.get(_OURS)
    about, notes = decoded(ours.encode()) if isinstance(ours, str) else ({}, [])
    about = values(about, "what this program added")
    grouped = [span for group in doc.spans.values() for span in group]
    places = {(span.start, span.end, span.label) for span in grouped}
    listed = grouped + [span for span in doc.ents if (span.start, span.end, span.label) not in places]
    return Record(
        a_text(doc.text),
        a_name_if_any(about.get("article_id"), "its id"),
        meta=values(about.get("metadata") or {}, "its metadata"),
        layer=a_name_if_any(about.get("layer"), "its layer"),
        status=a_state(about.get("status")),
        spans=[_span(span) for span in listed],
        notes=notes,
    )


def _span(span: Any) -> RecordSpan:
    return RecordSpan(
        id=a_name_if_any(span.id_, "the id of a span"),
        label=a_name(span.label_, "a label"),
        start=span.start_char,
        end=span.end_char,
        text=span.text,
    )
