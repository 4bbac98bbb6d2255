"""CoNLL-2003: a token a line with its tag in the last column, a blank line behind each sentence.

An article begins with ``-DOCSTART- -X- O O``, letter for letter as spaCy wants it. Which article it is and whose work
stands in the third column of its first token, which trainers pass over. No sentence ends inside a span. The text itself
has no place: what is read back is put together from the tokens, and the import lays it over the article of the same id.
"""

from collections.abc import Iterable, Iterator
from operator import add
from typing import BinaryIO

from annotator.errors import UserError
from annotator.formats.columns import put_together, quoted, unquoted
from annotator.formats.decoding import MOST_BYTES
from annotator.formats.flattening import Piece, pieces_of, without_overlaps
from annotator.formats.lines import lines_of
from annotator.formats.losses import LAYERS, STATES, Counted, Losses
from annotator.formats.options import WriteOptions
from annotator.formats.source import Source
from annotator.formats.token_tags import OUTSIDE, is_tag, on_tokens, places_of, tags_of, unbroken
from annotator.model.naming import LONGEST_NAME, is_name
from annotator.model.record import LossReport, Record, RecordSpan
from annotator.model.tokens import Tokens

DOCUMENT = "-DOCSTART-"
_BEGINS = f"{DOCUMENT} -X- O O\n\n"
_NOTHING = "_"
_ABOUT = "article="
PUT_TOGETHER = "Its text was put together from tokens, so that blanks and line ends may not be those of the article."


def write(records: Iterable[Record], target: BinaryIO, options: WriteOptions) -> LossReport:
    """Write an article for each record; what of it finds no place in a row of tokens is in the report."""
    losses = Losses(options.side)
    counted = Counted(losses)
    for record in records:
        tokens = Tokens(record.text)
        pieces = on_tokens(record, pieces_of(record, options.fragments, losses), tokens, losses)
        kept = without_overlaps(record, pieces, options.flatten, losses)
        target.write(_article(record, tokens, kept, options).encode())
        counted.record(record, len(kept))
        losses.unheld(record, (LAYERS, STATES))
    return counted.report()


def _article(record: Record, tokens: Tokens, kept: list[Piece], options: WriteOptions) -> str:
    tags = tags_of(len(tokens), kept, options.scheme)
    endings = {tag: f" -X- {_NOTHING} {quoted(tag)}\n" for tag in set(tags)}
    lines = list(map(add, tokens.words, map(endings.__getitem__, tags)))
    if lines:
        lines[0] = f"{tokens.words[0]} -X- {_about(record)} {quoted(tags[0])}\n"
    parts = [_BEGINS]
    for first, last in unbroken(tokens.sentences(), ((piece.start, piece.end) for piece in kept)):
        parts += lines[first:last]
        parts.append("\n")
    return "".join(parts)


def _about(record: Record) -> str:
    named = (("article", record.id or ""), ("layer", record.layer), ("status", record.status))
    return ";".join(f"{name}={quoted(value, ';')}" for name, value in named if value is not None)


def read(source: Source, encoding: str | None) -> Iterator[Record]:
    """Yield an article for each ``-DOCSTART-``, or one for the whole file if it has none.

    Raises:
        UserError: at the first line that is no token with a tag.
    """
    article = _Article()
    for number, line in lines_of(source, encoding):
        columns = line.split()
        if columns and columns[0] == DOCUMENT:
            yield from article.records(source)
            article = _Article(_named_in(columns))
        elif not columns:
            article.end_sentence()
        elif len(columns) > 1 and is_tag(columns[-1]):
            article.take(columns)
        elif not columns[0].startswith("#"):
            raise UserError(f"{source.name}, line {number}: it does not end with a tag such as B-actor or O.")
        if article.size > MOST_BYTES:
            raise UserError(f"{source.name}, line {number}: the article is too large, or {DOCUMENT} is missing.")
    yield from article.records(source)


class _Article:
    """An article that is being read."""

    def __init__(self, named: str = "") -> None:
        self.size = 0
        self._id = named
        self._about: dict[str, str] = {}
        self._sentences: list[list[str]] = [[]]
        self._tags: list[str] = []

    def take(self, columns: list[str]) -> None:
        """Take a token with its tag."""
        if not self._tags and len(columns) > 2 and columns[2].startswith(_ABOUT):
            self._about = dict(_named(part) for part in columns[2].split(";"))
        self._sentences[-1].append(columns[0])
        self._tags.append(columns[-1])
        self.size += len(columns[0]) + 1

    def end_sentence(self) -> None:
        """Note that a sentence ends, if one began."""
        if self._sentences[-1]:
            self._sentences.append([])

    def records(self, source: Source) -> Iterator[Record]:
        """Yield the article, if there is anything of it."""
        if not self._tags:
            return
        text, places = put_together(self._sentences)
        spans = [
            RecordSpan(label=_label(source, label), start=places[first][0], end=places[last - 1][1])
            for first, last, label in places_of(self._tags)
        ]
        about = self._about
        record = Record(
            text,
            _name(about.get("article") or self._id),
            layer=_name(about.get("layer", "")),
            status=about.get("status") if about.get("status") in ("open", "done") else None,
            spans=spans,
            text_is="tokens",
            notes=[PUT_TOGETHER],
        )
        yield record


def _named(part: str) -> tuple[str, str]:
    name, _, value = part.partition("=")
    return name, unquoted(value)


def _named_in(columns: list[str]) -> str:
    """Return the name that a file gives the article where it begins, as in ``-DOCSTART- (1 EU)``."""
    named = [column for column in columns[1:] if column not in ("-X-", OUTSIDE, "-", "_")]
    return " ".join(named).removeprefix("(").removesuffix(")")


def _name(name: str) -> str | None:
    return name if name and is_name(name) else None


def _label(source: Source, label: str) -> str:
    label = unquoted(label)
    if not is_name(label):
        raise UserError(f"{source.name}: a tag is empty, has a control character, or is longer than {LONGEST_NAME}.")
    return label
