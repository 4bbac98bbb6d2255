"""Tables of articles: CSV, TSV and spreadsheets, one article a row."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time
from itertools import islice
from warnings import catch_warnings, simplefilter

from annotator.errors import UserError
from annotator.formats.article_columns import MOST_COLUMNS, Columns, has_text, recognised
from annotator.formats.articles import article, some, told_at_the_end
from annotator.formats.decoding import MOST_BYTES as MOST_OF_AN_ARTICLE
from annotator.formats.decoding import read_text
from annotator.formats.parcel import Parcel
from annotator.formats.source import Source
from annotator.model.naming import is_name
from annotator.model.record import Record

MOST_BYTES = 200_000_000
"""The largest table of text."""
MOST_ROWS = 2_000_000
_SPREADSHEETS = (".xlsx", ".xlsm")
_DELIMITERS = ",;\t|"
_DOCTYPE = "<!DOCTYPE"
_ZIP = b"PK\3\4"
_LOOKED_AT = 20
"""So many rows of a sheet may stand above its headers."""


def read(source: Source, encoding: str | None) -> Iterator[Record]:
    """Yield an article for each row.

    Raises:
        UserError: if no column is known to hold the text, or it is no table.
    """
    with source.open() as file:
        packed = file.read(len(_ZIP)) == _ZIP
    return some(_spreadsheet(source) if packed else _separated(source, encoding), source)


def articles(
    source: Source, rows: Iterable[Sequence[str]], columns: Columns, notes: Iterable[str] = (), first: int = 2
) -> Iterator[Record]:
    """Yield an article for each of the ``rows`` below the headers, of which the first is number ``first``."""
    said = list(notes)
    for number, row in enumerate(rows, first):
        if number > MOST_ROWS:
            raise UserError(f"{source.name} has more than {MOST_ROWS:,} rows; take it apart.")
        if not any(cell.strip() for cell in row):
            continue
        text, meta, own = columns.text(row), columns.meta(row), columns.id(row)
        if len(text) > MOST_OF_AN_ARTICLE:
            raise UserError(f"{source.name} has a text in row {number} that is too large for one article.")
        meta["row"] = str(number)
        record = article(source, text, meta, said)
        if own and is_name(own):
            record.id = own
        elif own:
            record.meta["id_as_written"] = own
        said = []
        yield record


def _separated(source: Source, encoding: str | None) -> Iterator[Record]:
    decoded = read_text(source, encoding, MOST_BYTES)
    # A limit of the process, which stops at 131,072 characters unless told otherwise.
    csv.field_size_limit(MOST_OF_AN_ARTICLE)
    first_line = decoded.text[:MOST_OF_AN_ARTICLE].lstrip("\r\n").partition("\n")[0]
    delimiter = "\t" if source.suffix in (".tsv", ".tab") else max(_DELIMITERS, key=first_line.count)
    rows = _rows(source, csv.reader(io.StringIO(decoded.text, newline=""), delimiter=delimiter, strict=True))
    headers = next((row for row in rows if any(cell.strip() for cell in row)), None)
    if headers is None:
        raise UserError(f"{source.name} is empty.")
    columns = recognised(headers, source.columns, source.name)
    yield from articles(source, rows, columns, [columns.said(), *decoded.notes])


def _rows(source: Source, rows: Iterator[list[str]]) -> Iterator[list[str]]:
    while True:
        try:
            row = next(rows, None)
        except csv.Error:
            # Where one quotation mark is missing, every one that follows opens what it should close.
            raise UserError(
                f"The quotation marks of {source.name} are not closed, or not doubled inside a cell; nobody can say "
                "where its rows end."
            ) from None
        if row is None:
            return
        if len(row) > MOST_COLUMNS:
            raise UserError(f"{source.name} has more than {MOST_COLUMNS:,} columns, too many for a table of articles.")
        yield row


def _spreadsheet(source: Source) -> Iterator[Record]:
    parcel = Parcel(source)
    for name in parcel.names:
        # Looked at before anything else reads them: none is larger than it may be.
        if name.startswith("xl/") and name.endswith(".xml"):
            _refuse_entities(parcel.part(name), source.name)
    notes: list[str] = []
    yield from told_at_the_end(_sheets(source, parcel.raw, notes), notes)


def _refuse_entities(content: bytes, name: str) -> None:
    if any(_DOCTYPE.encode(encoding) in content for encoding in ("utf-8", "utf-16-le", "utf-16-be")):
        raise UserError(f"{name} declares entities of its own, which are not read.")


def _sheets(source: Source, raw: bytes, notes: list[str]) -> Iterator[Record]:
    from openpyxl import load_workbook

    with catch_warnings():
        # It warns of styles and extensions that nobody asked for.
        simplefilter("ignore")
        try:
            book = load_workbook(io.BytesIO(raw), read_only=True, data_only=True, keep_links=False)
            found = passed = 0
            for sheet in book.worksheets:
                sheet.reset_dimensions()
                rows = _sheet_rows(source, sheet.iter_rows(values_only=True))
                begun = _begun(list(islice(rows, _LOOKED_AT)), source)
                if begun is None:
                    passed += 1
                    continue
                found += 1
                columns, above, waiting = begun
                yield from articles(source, _chained(waiting, rows), columns, [columns.said()], above + 2)
        except (UserError, MemoryError, RecursionError):
            raise
        except Exception as error:  # noqa: BLE001 – the library raises whatever a damaged file brings about
            raise UserError(f"{source.name} is no spreadsheet that can be read ({type(error).__name__}).") from None
    if not found:
        raise UserError(f"No column of {source.name} is known to hold the text; say --column text=NAME.")
    if passed:
        notes.append(f"Sheets without a column of texts ({passed}) were left out.")


def _begun(rows: list[list[str]], source: Source) -> tuple[Columns, int, list[list[str]]] | None:
    """Return which column holds what, how many rows stand above the headers, and those below them."""
    for at, row in enumerate(rows):
        if has_text(row, source.columns):
            return recognised(row, source.columns, source.name), at, rows[at + 1 :]
    return None


def _chained(waiting: list[list[str]], rows: Iterator[list[str]]) -> Iterator[list[str]]:
    yield from waiting
    yield from rows


def _sheet_rows(source: Source, rows: Iterable[Sequence[object]]) -> Iterator[list[str]]:
    for row in rows:
        filled = next((at + 1 for at in range(len(row) - 1, -1, -1) if row[at] is not None), 0)
        if filled > MOST_COLUMNS:
            raise UserError(f"{source.name} has more than {MOST_COLUMNS:,} columns, too many for a table of articles.")
        yield [_written(cell) for cell in row[:filled]]


def _written(cell: object) -> str:
    """Return a cell as text; of a formula it is the value that was saved with it."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(timespec="seconds")
    if isinstance(cell, date | time):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)
