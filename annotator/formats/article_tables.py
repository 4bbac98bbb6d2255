"""Tables of articles: CSV, TSV and spreadsheets, one article a row."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time
from itertools import chain, islice
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
_CELLS_SHOWN = 3
_SHOWN_OF_A_CELL = 200
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


def look(source: Source, encoding: str | None) -> Iterator[Record]:
    """Yield one record without a text: by the number of each column, from 1, its header and the first cells below.

    Raises:
        UserError: if it is no table, or has no rows.
    """
    with source.open() as file:
        packed = file.read(len(_ZIP)) == _ZIP
    rows = _first_of_sheets(source) if packed else islice(_separated_rows(source, encoding)[0], _LOOKED_AT)
    filled = [row for row in rows if any(cell.strip() for cell in row)]
    if not filled:
        raise UserError(f"{source.name} is empty.")
    first = next((at for at, row in enumerate(filled) if has_text(row, source.columns)), 0)
    header, *below = filled[first : first + 1 + _CELLS_SHOWN]
    yield Record("", meta={str(at + 1): _column(at, [header, *below]) for at in range(len(header[:MOST_COLUMNS]))})


def _column(at: int, rows: Iterable[Sequence[str]]) -> list[str]:
    return [row[at][:_SHOWN_OF_A_CELL] if at < len(row) else "" for row in rows]


def articles(
    source: Source, rows: Iterable[Sequence[str]], columns: Columns, notes: Iterable[str] = (), first: int = 2
) -> Iterator[Record]:
    """Yield an article for each of the ``rows``, of which the first is number ``first`` of the table."""
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
    rows, notes = _separated_rows(source, encoding)
    headers = next((row for row in rows if any(cell.strip() for cell in row)), None)
    if headers is None:
        raise UserError(f"{source.name} is empty.")
    columns = recognised(headers, source.columns, source.name)
    said = [columns.said(), *notes]
    yield from articles(source, chain([headers] if columns.headless else [], rows), columns, said, _below(columns, 0))


def _separated_rows(source: Source, encoding: str | None) -> tuple[Iterator[list[str]], list[str]]:
    """Return the rows of a table of text, and what there is to say about how it was decoded."""
    decoded = read_text(source, encoding, MOST_BYTES)
    # A limit of the process, which stops at 131,072 characters unless told otherwise.
    csv.field_size_limit(MOST_OF_AN_ARTICLE)
    first_line = decoded.text[:MOST_OF_AN_ARTICLE].lstrip("\r\n").partition("\n")[0]
    delimiter = "\t" if source.suffix in (".tsv", ".tab") else max(_DELIMITERS, key=first_line.count)
    rows = csv.reader(io.StringIO(decoded.text, newline=""), delimiter=delimiter, strict=True)
    return _rows(source, rows), decoded.notes


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
    notes: list[str] = []
    yield from told_at_the_end(_sheets(source, _checked(source), notes), notes)


def _checked(source: Source) -> bytes:
    parcel = Parcel(source)
    for name in parcel.names:
        # Looked at before anything else reads them: none is larger than it may be.
        if name.startswith("xl/") and name.endswith(".xml"):
            _refuse_entities(parcel.part(name), source.name)
    return parcel.raw


def _refuse_entities(content: bytes, name: str) -> None:
    if any(_DOCTYPE.encode(encoding) in content for encoding in ("utf-8", "utf-16-le", "utf-16-be")):
        raise UserError(f"{name} declares entities of its own, which are not read.")


def _sheets(source: Source, raw: bytes, notes: list[str]) -> Iterator[Record]:
    found = passed = 0
    for sheet in _rows_of_sheets(source, raw):
        begun = _begun(list(islice(sheet, _LOOKED_AT)), source)
        if begun is None:
            passed += 1
            continue
        found += 1
        columns, above, waiting = begun
        yield from articles(source, chain(waiting, sheet), columns, [columns.said()], _below(columns, above))
    if not found:
        raise UserError(f"No column of {source.name} is known to hold the text; say --column text=NAME.")
    if passed:
        notes.append(f"Sheets without a column of texts ({passed}) were left out.")


def _first_of_sheets(source: Source) -> list[list[str]]:
    """Return the first rows of the first sheet of articles, or else of the first that has rows."""
    sheets = [list(islice(sheet, _LOOKED_AT)) for sheet in _rows_of_sheets(source, _checked(source))]
    return next((rows for rows in sheets if _begun(rows, source)), next((rows for rows in sheets if rows), []))


def _rows_of_sheets(source: Source, raw: bytes) -> Iterator[Iterator[list[str]]]:
    """Yield the rows of each sheet, which have to be read before the next one."""
    from openpyxl import load_workbook

    with catch_warnings(), _in_a_sentence(source):
        # It warns of styles and extensions that nobody asked for.
        simplefilter("ignore")
        book = load_workbook(io.BytesIO(raw), read_only=True, data_only=True, keep_links=False)
        for sheet in book.worksheets:
            sheet.reset_dimensions()
            yield _sheet_rows(source, sheet.iter_rows(values_only=True))


@contextmanager
def _in_a_sentence(source: Source) -> Iterator[None]:
    """Say in a sentence what the library has to say about a damaged file."""
    try:
        yield
    except (UserError, MemoryError, RecursionError):
        raise
    except Exception as error:  # noqa: BLE001 – the library raises whatever a damaged file brings about
        raise UserError(f"{source.name} is no spreadsheet that can be read ({type(error).__name__}).") from None


def _begun(rows: list[list[str]], source: Source) -> tuple[Columns, int, list[list[str]]] | None:
    """Return which column holds what, how many rows stand above the headers, and the rows of articles."""
    for at, row in enumerate(rows):
        if has_text(row, source.columns):
            columns = recognised(row, source.columns, source.name)
            return columns, at, rows[at if columns.headless else at + 1 :]
    return None


def _below(columns: Columns, above: int) -> int:
    """Return the number of the first row of articles, from 1, if so many rows stand above the headers."""
    return above + (1 if columns.headless else 2)


def _sheet_rows(source: Source, rows: Iterable[Sequence[object]]) -> Iterator[list[str]]:
    with _in_a_sentence(source):
        for row in rows:
            filled = next((at + 1 for at in range(len(row) - 1, -1, -1) if row[at] is not None), 0)
            if filled > MOST_COLUMNS:
                raise UserError(
                    f"{source.name} has more than {MOST_COLUMNS:,} columns, too many for a table of articles."
                )
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
