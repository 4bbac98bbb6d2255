"""CoNLL-2003: a token a line with its tag in the last column, a blank line behind each sentence.

An article begins with ``-DOCSTART- -X- O O``, letter for letter as spaCy wants it. Which article it is and whose work
stands in the third column of its first token, which trainers pass over. No sentence ends inside a span. The text itself
has no place: what is read back is put together from the tokens, and the import lays it over the article of the same id.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from operator import add
from typing import BinaryIO

import regex

from annotator.errors import UserError
from annotator.formats.columns import glued_in, put_together, quoted, unquoted
from annotator.formats.dates import iso_date
from annotator.formats.decoding import MOST_BYTES
from annotator.formats.flattening import Piece, pieces_of, without_overlaps
from annotator.formats.lines import lines_of
from annotator.formats.losses import LAYERS, STATES, Counted, Losses
from annotator.formats.options import WriteOptions
from annotator.formats.source import Source
from annotator.formats.token_columns import Layout, from_brackets, layout_of
from annotator.formats.token_tables import is_token_table, lines_of_table
from annotator.formats.token_tags import OUTSIDE, is_tag, on_tokens, places_of, tags_of, unbroken
from annotator.model.naming import LONGEST_NAME, is_name
from annotator.model.record import LossReport, Record, RecordSpan
from annotator.model.tokens import Tokens

DOCUMENT = "-DOCSTART-"
_BEGINS = f"{DOCUMENT} -X- O O\n\n"
_NOTHING = "_"
_ABOUT = "article="
_WHOLE = 65_536
"""A beginning of so many bytes may break off in the middle of a line."""
_HELD = 10_000
_FEWEST = 3
_MANY = 100
_DEFAULT = Layout(tabs=False, token=0, tags=(-1,), styles=("prefixed",))
_BEGINS_SO = regex.compile(
    r"#\s?(?:begin document \((?P<id>[^()]*)\)(?:; part (?P<part>\d{1,4}))?"
    r"|newdoc(?: id)?(?:\s*=\s*(?P<named>.*))?$|[\w:.]{0,40}doc(?:ument)?_?id\s*=\s*(?P<named>.*))"
)
_IN_A_HEADER = regex.compile(r"[\p{L}_#][\p{L}\p{N}_#.:-]*").fullmatch
_SIGNS = ("#", DOCUMENT)
_GLUED = ("NoSpaceAfter", "SpaceAfter=No")
_BLANK = "Tokens that are nothing but blanks ({}) were left out."
_SEVERAL = "The tags of columns {} were all read, since spans may overlap here."
_ONE_OF_NEIGHBOURS = "Its tags do not say where a span begins: neighbours of one tag became one span."
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


def recognise(start: bytes) -> bool:
    """Say whether a text or a table begins like tokens in columns, of which one holds tags."""
    text = start.decode(errors="replace")
    if is_token_table(text):
        return True
    lines = text.split("\n")[: None if len(start) < _WHOLE else -1]
    given = [line for line in map(str.rstrip, lines) if _is_token(line)]
    layout = _layout(given)
    if layout is None or len(given) < _FEWEST or layout.is_plain():
        return False
    rows = [row for line in given if (row := layout.row(layout.cells(line))) is not None]
    return len(rows) >= len(given) - 1 and any(tag not in (OUTSIDE, "*") for _, tags in rows for tag in tags)


def _is_table(source: Source) -> bool:
    with source.open() as file:
        return is_token_table(file.read(_WHOLE).decode(errors="replace"))


def read(source: Source, encoding: str | None) -> Iterator[Record]:
    """Yield an article for each ``-DOCSTART-`` or other sign of its beginning, or one for the whole file.

    Raises:
        UserError: at the first line that is no token with a tag.
    """
    lines = lines_of_table(source, encoding) if _is_table(source) else lines_of(source, encoding)
    held = list(islice(lines, _HELD))
    layout = _layout([line for _, line in held if _is_token(line)])
    reading = _Reading(source, layout or _DEFAULT, headed=layout is not None)
    for number, line in chain(held, lines):
        begun = _begun(line) if line.startswith(_SIGNS) else None
        if begun is not None:
            yield from reading.begin(begun)
        else:
            reading.take(number, line)
    yield from reading.end()


def _is_token(line: str) -> bool:
    cells = line.split()
    return bool(cells) and cells[0] != DOCUMENT and not (line.startswith("#") and not is_tag(cells[-1]))


def _layout(given: Sequence[str]) -> Layout | None:
    """Return the layout of lines with tokens, of which the first may be headers."""
    below = layout_of(given[1:])
    return below if below is not None and below.row(below.cells(given[0])) is None else layout_of(given)


class _Reading:
    """A file that is being read."""

    def __init__(self, source: Source, layout: Layout, *, headed: bool) -> None:
        self._source = source
        self._layout = layout
        self._headed = headed
        """Whether the first line may hold names of columns."""
        self._article = _Article(source, layout)
        self._divided = False
        """Whether the file says where articles begin."""
        self._first = True

    def begin(self, named: str) -> Iterator[Record]:
        """Begin an article, and yield the one before it."""
        yield from self._article.records()
        self._article = _Article(self._source, self._layout, named)
        self._divided = True

    def take(self, number: int, line: str) -> None:
        """Take a line."""
        if line and not line.isspace():
            self._token(number, line)
        else:
            self._article.end_sentence()
        if self._article.size > MOST_BYTES:
            raise UserError(f"{self._source.name}, line {number}: the article is too large, or {DOCUMENT} is missing.")

    def end(self) -> Iterator[Record]:
        """Yield the last article."""
        if not self._divided and self._article.sentences > _MANY:
            self._article.notes.append("The file does not say where articles begin; all of it is one.")
        yield from self._article.records()

    def _token(self, number: int, line: str) -> None:
        cells = self._layout.cells(line)
        row = self._layout.row(cells)
        if row is not None:
            self._article.take(*row, cells)
        elif line.startswith("#"):
            self._article.take_comment(line)
        elif not self._first or not self._headed or not all(map(_IN_A_HEADER, line.split())):
            raise UserError(f"{self._source.name}, line {number}: it does not end with a tag such as B-actor or O.")
        self._first = False


def _begun(line: str) -> str | None:
    """Return the name of the article that begins with a line; nothing if none does."""
    cells = line.split()
    if cells[0] == DOCUMENT:
        return _named_in(cells)
    found = _BEGINS_SO.match(line)
    if found is None:
        return None
    part = found["part"]
    return (found["id"] or found["named"] or "").strip() + (f" {part}" if part and int(part) else "")


class _Article:
    """An article that is being read."""

    def __init__(self, source: Source, layout: Layout, named: str = "") -> None:
        self.size = 0
        self.notes = [PUT_TOGETHER]
        self._source = source
        self._layout = layout
        self._id = named
        self._about: dict[str, str] = {}
        self._meta: dict[str, str] = {}
        self._sentences: list[list[str]] = [[]]
        self._tags: list[list[str]] = [[] for _ in layout.tags]
        self._glued: set[int] = set()
        self._reads = ""
        """How the sentence reads, if a comment says so."""
        self._left: Counter[str] = Counter()

    @property
    def sentences(self) -> int:
        """How many there are so far."""
        return len(self._sentences)

    def take(self, token: str, tags: Sequence[str], cells: Sequence[str]) -> None:
        """Take a token with its tags, and what else stands in its line."""
        if not self._tags[0] and len(cells) > 2 and cells[2].startswith(_ABOUT):
            self._about = dict(_named(part) for part in cells[2].split(";"))
        if self._layout.left or self._layout.chains:
            self._layout.count_left(cells, self._left)
        if not token:
            self._left[_BLANK] += 1
            return
        if "Space" in cells[-1] and any(sign in cells[-1] for sign in _GLUED):
            self._glued.add(len(self._tags[0]))
        self._sentences[-1].append(token)
        for listed, tag in zip(self._tags, tags, strict=True):
            listed.append(tag)
        self.size += len(token) + 1

    def take_comment(self, line: str) -> None:
        """Take what a comment says: how a sentence reads, or when the article was published."""
        name, _, value = line.lstrip("# ").partition("=")
        if name.strip() == "text":
            self._reads = value.strip()
        if name.strip().endswith("date") and "published" not in self._meta and iso_date(value.strip()):
            self._meta["published"] = iso_date(value.strip())

    def end_sentence(self) -> None:
        """Note that a sentence ends, if one began."""
        if self._sentences[-1]:
            first = len(self._tags[0]) - len(self._sentences[-1])
            self._glued |= {first + at for at in glued_in(self._reads, self._sentences[-1])}
            self._sentences.append([])
        self._reads = ""

    def records(self) -> Iterator[Record]:
        """Yield the article, if there is anything of it."""
        if not self._tags[0]:
            return
        self.end_sentence()
        text, places = put_together(self._sentences, self._glued)
        spans = [
            RecordSpan(label=_label(self._source, label), start=places[first][0], end=places[last - 1][1])
            for tags, style in zip(self._tags, self._layout.styles, strict=True)
            for first, last, label in places_of(from_brackets(tags) if style == "bracketed" else tags)
        ]
        about = self._about
        if spans and self._layout.is_plain():
            self.notes.append(_ONE_OF_NEIGHBOURS)
        if spans and len(self._tags) > 1:
            self.notes.append(_SEVERAL.format(" and ".join(str(at + 1) for at in self._layout.tags)))
        record = Record(
            text,
            _name(about.get("article") or self._id),
            meta={**self._meta},
            layer=_name(about.get("layer", "")),
            status=about.get("status") if about.get("status") in ("open", "done") else None,
            spans=spans,
            text_is="tokens",
            notes=[*self.notes, *(sentence.format(count) for sentence, count in self._left.items() if count)],
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
