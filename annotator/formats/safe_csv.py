"""Tables for spreadsheets: CSV that no spreadsheet takes for formulas."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import BinaryIO

import regex

Value = str | int | float | None
Rows = Iterable[Sequence[Value]]

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
"""Without it, Excel takes UTF-8 for something else."""
_FORMULA = regex.compile(r"['\s]*[=+\-@＝＋－＠\t\r\n]")
"""Also behind blanks, which some programs trim, and behind apostrophes, so that taking one away restores the words."""


def safe(value: object) -> str:
    """Return ``value`` as words; what a spreadsheet would take for a formula gets an apostrophe in front."""
    text = "" if value is None else str(value)
    return f"'{text}" if _FORMULA.match(text) else text


def restored(cell: str) -> str:
    """Return what :func:`safe` was given."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell, 1) else cell


@contextmanager
def rows_into(target: BinaryIO, columns: Sequence[str]) -> Iterator[Callable[[Rows], None]]:
    """Write the line of ``columns``, and yield what takes the rows below it. Their words must be safe already."""
    target.write(_BYTE_ORDER_MARK)
    text = io.TextIOWrapper(target, "utf-8", newline="", write_through=True)
    table = csv.writer(text)
    table.writerow(columns)
    try:
        yield table.writerows
    finally:
        # The wrapper would close the caller's file with itself.
        text.detach()


def write_table(columns: Sequence[str], rows: Rows, target: BinaryIO) -> None:
    """Write a table; numbers as they are, words so that they are safe, nothing for None."""
    with rows_into(target, columns) as write_rows:
        write_rows([value if isinstance(value, int | float) else safe(value) for value in row] for row in rows)
