"""Tables with a token a row and its tag in a column, as lines of tokens in columns."""

import csv
import io
from collections.abc import Iterator, Sequence
from itertools import islice

import regex

from annotator.errors import UserError
from annotator.formats.decoding import read_text
from annotator.formats.source import Source
from annotator.formats.token_tags import OUTSIDE, is_tag

MOST_BYTES = 200_000_000
"""The largest table."""
_NAMES = {
    "token": "word words token tokens form",
    "tag": "tag tags ner nertag nertags label labels iob bio entity",
    "sentence": "sentence sentenceid sent sentid sentencenumber",
    "document": "doc docid document documentid article articleid file filename",
}
_CALLED = {name: what for what, names in _NAMES.items() for name in names.split()}
_FEWEST = 4
_ASKED = 200
_DELIMITERS = ",;\t|"


def is_token_table(start: str) -> bool:
    """Say whether a text begins like a table with a token and a tag in each row."""
    head, _, rest = start.removeprefix("\ufeff").partition("\n")
    columns = _columns(_cells(head, head))
    if not {"token", "tag"} <= columns.keys():
        return _is_headless(start.removeprefix("\ufeff"))
    first = _cells(rest.partition("\n")[0], head)
    return len(first) > columns["tag"] and is_tag(first[columns["tag"]].strip())


def lines_of_table(source: Source, encoding: str | None) -> Iterator[tuple[int, str]]:
    """Yield the rows of a table as lines of a token and a tag, with their numbers, and an empty one between sentences.

    Raises:
        EncodingQuestion: if it is not UTF-8, and no encoding is given.
        UserError: if it is no table of tokens.
    """
    csv.field_size_limit(MOST_BYTES)
    text = read_text(source, encoding, MOST_BYTES).text
    head = text.partition("\n")[0]
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(head))
    try:
        columns = {"token": 0, "tag": 1} if _is_headless(text) else _columns(next(rows, []))
        if not {"token", "tag"} <= columns.keys():
            raise UserError(f"{source.name} has no column of tokens, or none of tags.")
        sentence = document = ""
        for row in rows:
            number = rows.line_num
            said = {what: row[at].strip() for what, at in columns.items() if at < len(row)}
            if said.get("document", document) != document:
                document = said["document"]
                yield number, f"-DOCSTART-\t({document})"
            # Some tables number a sentence at its first token only.
            if said.get("sentence", "") not in ("", sentence):
                sentence = said["sentence"]
                yield number, ""
            yield number, f"{' '.join(said.get('token', '').split())}\t{said.get('tag', '')}" if any(row) else ""
    except csv.Error:
        raise UserError(f"{source.name} is no table that can be read: its quotation marks do not fit.") from None


def _is_headless(text: str) -> bool:
    """Say whether the first lines are a token and a tag each, with a comma or semicolon between, and no headers."""
    # The last line may be cut off.
    lines = [line for line in islice(io.StringIO(text), _ASKED) if line.strip() and line.endswith("\n")]
    rows = [_cells(line.rstrip("\n"), lines[0]) for line in lines]
    tags = {row[1].strip() if len(row) == 2 else "" for row in rows}
    return len(rows) >= _FEWEST and _delimiter(lines[0]) in ",;" and all(map(is_tag, tags)) and tags != {OUTSIDE}


def _columns(head: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for at, name in enumerate(head):
        what = _CALLED.get(regex.sub(r"[^a-z]", "", name.lower()))
        if what is not None:
            found.setdefault(what, at)
    return found


def _delimiter(head: str) -> str:
    return max(_DELIMITERS, key=head.count)


def _cells(line: str, head: str) -> list[str]:
    try:
        return next(csv.reader([line.rstrip("\r")], delimiter=_delimiter(head)), [])
    except csv.Error:
        return []
