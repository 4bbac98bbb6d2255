"""A list of actors as a table (CSV), as spreadsheets write it and read it."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import BinaryIO

from annotator.errors import UserError
from annotator.formats.alias_reading import AliasReading, Reading, list_text, quoted
from annotator.formats.safe_csv import restored, rows_into, safe
from annotator.formats.source import Source
from annotator.model.aliases import Alias, tidied

COLUMNS = ("canonical", "variant", "valid_from", "valid_until", "ambiguous", "note")
_NEEDED = frozenset({"canonical", "variant"})
_DELIMITERS = (",", ";", "\t", "|")
_YES = frozenset({"1", "yes", "y", "true", "x"})
_NO = frozenset({"", "0", "no", "n", "false"})

_Row = tuple[int, list[str]]
"""The line on which a row begins, and its cells."""


def read(source: Source, encoding: str | None = None) -> AliasReading:
    """Read a table whose first line names its columns, in any order: canonical and variant, and what else it has.

    Commas, semicolons, tabs or upright strokes divide the cells. A row without a variant calls the actor by its own
    name. A row that cannot stand in a list is refused by the number of its line; columns of other names are left out.

    Raises:
        UserError: if the first line names no columns, or nobody can say where rows end; also for what
            :func:`~annotator.formats.alias_reading.list_text` refuses.
    """
    text, notes = list_text(source, encoding)
    reading = Reading(source.name)
    reading.found.notes += notes
    rows = _rows(source.name, text, _delimiter(source.name, text))
    header = _first_filled(rows)
    places = {name: place for place, name in enumerate(map(_column, header)) if name in COLUMNS}
    others = [quoted(name) for name in header if _column(name) not in COLUMNS and name.strip()]
    if others:
        reading.found.notes.append(f"Columns that a list of actors does not have were left out: {_listed(others)}.")
    for line, cells in rows:
        if _is_filled(cells):
            _take(reading, line, cells, places)
    return reading.found


def write(aliases: Iterable[Alias], target: BinaryIO) -> int:
    """Write a line for each alias, and return how many; no cell is one that a spreadsheet takes for a formula."""
    count = 0
    with rows_into(target, COLUMNS) as write_rows:
        for count, alias in enumerate(aliases, 1):  # noqa: B007 – the last number is the count
            said = (alias.valid_from, alias.valid_until, "yes" if alias.ambiguous else "")
            write_rows([[safe(cell) for cell in (alias.canonical, alias.variant, *said, alias.note)]])
    return count


def _delimiter(called: str, text: str) -> str:
    """Return what divides the cells of the first line so that it names the columns that are needed."""
    for delimiter in _DELIMITERS:
        try:
            header = _first_filled(_rows(called, text, delimiter))
        except UserError:
            # With another delimiter its quotation marks may make sense.
            continue
        names = [name for name in map(_column, header) if name in COLUMNS]
        if set(names) >= _NEEDED:
            if len(set(names)) < len(names):
                raise UserError(f"The first line of {called} names a column twice.")
            return delimiter
    raise UserError(
        f"The first line of {called} has to name its columns: canonical and variant, and if it has them "
        f"{', '.join(COLUMNS[2:-1])} and {COLUMNS[-1]}."
    )


def _first_filled(rows: Iterator[_Row]) -> list[str]:
    return next((cells for _, cells in rows if _is_filled(cells)), [])


def _is_filled(cells: Sequence[str]) -> bool:
    return any(cell.strip() for cell in cells)


def _rows(called: str, text: str, delimiter: str) -> Iterator[_Row]:
    """Yield the rows of a table, each with the number of its first line."""
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    while True:
        line = rows.line_num + 1
        try:
            yield line, next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            # Where one quotation mark is missing, every one that follows opens what it should close.
            raise UserError(
                f"The quotation marks in line {line} of {called} are not closed, or not doubled inside a cell; "
                "nobody can say where its rows end."
            ) from error


def _take(reading: Reading, line: int, cells: Sequence[str], places: Mapping[str, int]) -> None:
    said = {name: restored(cells[place].strip()) if place < len(cells) else "" for name, place in places.items()}
    ambiguous = said.get("ambiguous", "").casefold()
    if ambiguous not in _YES | _NO:
        reading.refuse(line, f"{quoted(ambiguous)} does not say whether the name is ambiguous; write yes or no.")
        return
    alias = Alias(
        said["canonical"],
        said["variant"] or said["canonical"],
        said.get("valid_from", ""),
        said.get("valid_until", ""),
        ambiguous in _YES,
        said.get("note", ""),
    )
    reading.take(line, tidied(alias))


def _column(name: str) -> str:
    return "_".join(name.strip().casefold().replace("-", " ").replace("_", " ").split())


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names[:5]) + (", …" if len(names) > 5 else "")
