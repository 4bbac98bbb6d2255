"""Parquet: tables with an article in each row."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

from annotator.errors import UserError
from annotator.formats import parquet
from annotator.formats.article_columns import MOST_COLUMNS, recognised
from annotator.formats.article_tables import articles
from annotator.formats.articles import some
from annotator.formats.extras import needed
from annotator.formats.source import Source
from annotator.model.record import Record

_WORK = frozenset({"spans", "entities", "tokens", "ner_tags", "layer"})
"""Columns of tables that hold work on articles."""
_EXTRA = "parquet"


def read_either(source: Source, encoding: str | None) -> Iterator[Record]:
    """Yield the rows of a file: with the work on them if it has columns for that, or else as a table of articles."""
    if _WORK.isdisjoint(_names(source)):
        return read(source, encoding)
    return parquet.read(source, encoding)


def read(source: Source, encoding: str | None) -> Iterator[Record]:  # noqa: ARG001 – the file says how it is encoded
    """Yield an article for each row; only what stands in the cells as words, numbers and dates is taken.

    Raises:
        UserError: if no column is known to hold the text, it is no Parquet, or the library for it is not installed.
    """
    names = _names(source)
    with source.open() as file:
        table = needed("pyarrow.parquet", _EXTRA, "Reading Parquet").ParquetFile(file)
        if len(names) > MOST_COLUMNS:
            raise UserError(f"{source.name} has more than {MOST_COLUMNS:,} columns, too many for a table of articles.")
        columns = recognised(names, source.columns, source.name)
        rows = _rows(table, source.name)
        yield from some(articles(source, rows, columns, [columns.said()], first=1), source)


def _names(source: Source) -> Sequence[str]:
    files = needed("pyarrow.parquet", _EXTRA, "Reading Parquet")
    with source.open() as file, parquet.in_a_sentence(source.name):
        names: Sequence[str] = files.ParquetFile(file).schema_arrow.names
    return names


def _rows(table: Any, name: str) -> Iterator[list[str]]:
    with parquet.in_a_sentence(name):
        for batch in parquet.batches(table):
            columns = [column.to_pylist() for column in batch.columns]
            yield from ([_written(cell) for cell in row] for row in zip(*columns, strict=True))


def _written(cell: object) -> str:
    if cell is None or isinstance(cell, bytes):
        return ""
    if isinstance(cell, datetime):
        return cell.isoformat(timespec="seconds")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, list) and all(isinstance(part, str) for part in cell):
        return ", ".join(cell)
    return str(cell)
