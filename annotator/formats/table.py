"""The table of formats. To add one: write its module, add its row."""

from collections.abc import Callable, Iterable, Iterator
from typing import BinaryIO

import msgspec

from annotator.errors import UserError
from annotator.formats import annotations_csv, html, jsonl, plain_text
from annotator.formats.options import WriteOptions
from annotator.formats.source import Source
from annotator.model.naming import shown
from annotator.model.record import LossReport, Record

AUTO = "auto"
"""Decide by the end of the file's name."""

Read = Callable[[Source, str | None], Iterator[Record]]
"""Takes a source and the encoding of text that is not UTF-8, if that is known."""
Write = Callable[[Iterable[Record], BinaryIO, WriteOptions], LossReport]
Recognise = Callable[[bytes], bool]
"""Takes the beginning of a file."""


class Format(msgspec.Struct, frozen=True):
    """What the program knows how to read, to write, or both."""

    name: str
    help: str
    """What it is, for a person."""
    suffixes: tuple[str, ...]
    """Ends of file names; the first is given to new files."""
    read: Read | None = None
    write: Write | None = None
    recognise: Recognise | None = None
    """Tells its files from those of other formats whose names end alike; without it, they are taken for its own."""
    heeds: frozenset[str] = frozenset()
    """Which of the options of writing make a difference, by the names of their fields."""


FORMATS = (
    Format("text", "Plain text, an article a file", (".txt",), read=plain_text.read),
    Format("html", "Saved news pages", (".html", ".htm"), read=html.read),
    Format("jsonl", "Native JSONL, lossless", (".jsonl", ".ndjson"), read=jsonl.read, write=jsonl.write),
    Format("annotations", "A table of spans for spreadsheets (CSV)", (".csv",), write=annotations_csv.write),
)


def readable_format(name: str, suffix: str, look: Callable[[], bytes] = bytes) -> Format | None:
    """Return the format to read a file in, by ``name`` or, for :data:`AUTO`, by what the file is.

    Args:
        name: of a format, or :data:`AUTO`.
        suffix: the end of the file's name.
        look: returns the beginning of the file; called only if several formats share the suffix.

    Raises:
        UserError: if no format that can be read is called ``name``.
    """
    readable = [known for known in FORMATS if known.read is not None]
    if name != AUTO:
        return _called(name, readable)
    ending = [known for known in readable if suffix in known.suffixes]
    if len(ending) > 1:
        start = look()
        recognised = [known for known in ending if known.recognise is not None and known.recognise(start)]
        ending = recognised or [known for known in ending if known.recognise is None] or ending
    return ending[0] if ending else None


def writable_format(name: str) -> Format:
    """Return the format to write called ``name``; raise :exc:`UserError` if there is none."""
    return _called(name, [known for known in FORMATS if known.write is not None])


def _called(name: str, formats: list[Format]) -> Format:
    for known in formats:
        if known.name == name:
            return known
    raise UserError(
        f"There is no format {shown(name)} for that; there are {', '.join(known.name for known in formats)}."
    )
