"""Writing what is seen of agreement: a picture, or the table beside it. Each file appears whole or not at all."""

from collections.abc import Sequence
from pathlib import Path

from annotator.formats.safe_csv import Rows, write_table
from annotator.formats.whole_file import whole_file


def save_picture(content: bytes, path: Path) -> None:
    """Write a picture that was drawn already.

    Raises:
        UserError: if it cannot be written; whatever was there is then as it was.
    """
    with whole_file(path) as file:
        file.write(content)


def save_table(columns: Sequence[str], rows: Rows, path: Path) -> None:
    """Write one table for spreadsheets, which take nothing in it for a formula.

    Raises:
        UserError: if it cannot be written; whatever was there is then as it was.
    """
    with whole_file(path) as file:
        write_table(columns, rows, file)
