"""The lines of a file of any size: short files as every text is read, long ones line by line."""

from collections.abc import Iterator

from annotator.errors import UserError
from annotator.formats.decoding import MOST_BYTES, read_text
from annotator.formats.source import Source

LONGEST_LINE = 64_000_000
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def lines_of(source: Source, encoding: str | None) -> Iterator[tuple[int, str]]:
    """Yield the lines of ``source`` with their numbers, from 1; only LF ends one, and a CR before it is taken away.

    Raises:
        EncodingQuestion: if it is a file of ordinary size that is not UTF-8, and no encoding is given.
        UserError: if it is no text.
    """
    if source.size <= MOST_BYTES:
        for number, line in enumerate(_split(read_text(source, encoding).text), 1):
            yield number, line.removesuffix("\r")
        return
    for number, raw in raw_lines(source):
        try:
            line = raw.decode()
        except UnicodeDecodeError:
            raise UserError(f"{source.name}, line {number}: it is not UTF-8.") from None
        yield number, line.replace("\0", "\ufffd").removesuffix("\n").removesuffix("\r")


def raw_lines(source: Source) -> Iterator[tuple[int, bytes]]:
    """Yield the lines of ``source`` with their ends and their numbers, from 1; a byte order mark is taken away.

    Only LF ends a line: U+2028 and its like may stand inside a string.

    Raises:
        UserError: if a line is longer than :data:`LONGEST_LINE`.
    """
    with source.open() as file:
        number = 0
        while line := file.readline(LONGEST_LINE + 1):
            number += 1
            if len(line) > LONGEST_LINE:
                raise UserError(f"{source.name}, line {number}: it is longer than {LONGEST_LINE // 1_000_000} MB.")
            yield number, line.removeprefix(_BYTE_ORDER_MARK) if number == 1 else line


def _split(text: str) -> Iterator[str]:
    """Yield the lines of ``text`` without a list of them, which takes several times as much memory."""
    start = 0
    while (end := text.find("\n", start)) >= 0:
        yield text[start:end]
        start = end + 1
    yield text[start:]
