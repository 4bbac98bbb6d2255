"""Lists of JSON objects of any length, an object at a time: no more of the file is in memory than one of them."""

import re
from collections.abc import Iterator
from typing import BinaryIO

from annotator.errors import UserError
from annotator.formats.foreign import Object, an_object, decoded
from annotator.formats.jsonl import NotALineError
from annotator.formats.lines import LONGEST_LINE
from annotator.formats.source import Source

LONGEST_OBJECT = LONGEST_LINE
"""So many bytes one object may have, as if it stood on a line of its own."""
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_PART = 262_144
_BLANKS = re.compile(rb"[ \t\r\n]*+")
# Strings are passed over whole, and nothing is ever tried twice: that is five times as fast here as with regex.
_TO_A_BRACKET = re.compile(rb'(?:[^"{}\[\]]++|"(?:[^"\\]++|\\[\s\S])*+")*+[{}\[\]]')
_OPENING = frozenset(b"{[")


def objects_in_list(source: Source, called: str) -> Iterator[tuple[int, Object, list[str]]]:
    """Yield the objects of the list that ``source`` is, with their numbers from 1 and what there is to say about each.

    What is behind the object that was yielded last has not been looked at: an error there comes when it is its turn.

    Args:
        source: read once, from its beginning.
        called: what an object is called in a sentence.

    Raises:
        UserError: if it is no list, or as soon as something in it is no object.
    """
    with source.open() as file:
        reading = _Reading(file)
        if reading.next_byte() != b"[":
            raise UserError(f"{source.name} is no list of {called}s.")
        number = 1
        try:
            for number, content in enumerate(_objects(reading), 1):
                value, notes = decoded(content)
                yield number, an_object(value, "it"), notes
                # If the next one cannot be found, that is said of the next one.
                number += 1
        except NotALineError as error:
            raise UserError(f"{source.name}, {called} {number}: {error}") from None


def _objects(reading: "_Reading") -> Iterator[bytes]:
    """Yield the objects of a list that has been opened, each as it is written."""
    reading.skip()
    if reading.next_byte() != b"]":
        yield reading.an_object()
        while reading.next_byte() == b",":
            reading.skip()
            yield reading.an_object()
    if reading.next_byte() != b"]":
        raise NotALineError("no comma and no end of the list comes before it.")
    reading.skip()
    if reading.next_byte():
        raise NotALineError("the list has ended before it.")


class _Reading:
    """A place in a file, and the bytes from there on, as far as they were needed."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._held = file.read(len(_BYTE_ORDER_MARK)).removeprefix(_BYTE_ORDER_MARK)
        self._at = 0

    def next_byte(self) -> bytes:
        """Go to the next byte that is no blank and return it; nothing at the end."""
        while True:
            blanks = _BLANKS.match(self._held, self._at)
            assert blanks is not None
            self._at = blanks.end()
            if self._at < len(self._held) or not self._read_on():
                return self._held[self._at : self._at + 1]

    def skip(self) -> None:
        """Go beyond the byte that was next."""
        self._at += 1

    def an_object(self) -> bytes:
        """Return what lies between the next bracket and the one that closes it, and go beyond it."""
        if self.next_byte() != b"{":
            raise NotALineError("it is no JSON object.")
        depth, length = 0, 0
        while not length or depth:
            found = _TO_A_BRACKET.match(self._held, self._at + length)
            if found is not None:
                length = found.end() - self._at
                depth += 1 if self._held[found.end() - 1] in _OPENING else -1
            elif len(self._held) - self._at > LONGEST_OBJECT:
                raise NotALineError(f"it is longer than {LONGEST_OBJECT // 1_000_000} MB.")
            elif not self._read_on():
                raise NotALineError("it is no JSON.")
        start, self._at = self._at, self._at + length
        return self._held[start : self._at]

    def _read_on(self) -> bool:
        """Read as much again as is held, so that what is looked through again is never more than was read."""
        rest = self._held[self._at :]
        more = self._file.read(max(_PART, len(rest)))
        self._held, self._at = rest + more, 0
        return bool(more)
