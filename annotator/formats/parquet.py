"""Parquet: data sets for Hugging Face, DuckDB and pandas, with the columns of :mod:`dataset_rows`."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from typing import Any, BinaryIO

import msgspec

from annotator.errors import UserError
from annotator.formats.dataset_rows import COLUMNS, HELD, Kind, record_of, row_of
from annotator.formats.extras import needed
from annotator.formats.foreign import an_object
from annotator.formats.jsonl import NotALineError
from annotator.formats.losses import Counted, Losses
from annotator.formats.offsets import in_code_points
from annotator.formats.options import WriteOptions
from annotator.formats.source import Source
from annotator.model.record import LossReport, Record

MOST_BYTES = 2_000_000_000
"""The largest file."""
_ROWS = 200
"""So many rows are in memory at a time, and in a group of the file."""
_FILTERED = ["id", "layer", "status", "source", "published", "language"]
"""What programs look for rows by: of these columns each group says its least and its greatest value. Of the others,
such as the text, that would be kept in memory for every group until the file ends, and help nobody."""
_WHAT = "Parquet"


def write(records: Iterable[Record], target: BinaryIO, options: WriteOptions) -> LossReport:
    """Write a row for each record.

    Raises:
        UserError: if pyarrow is not installed.
    """
    arrow, parquet = needed("pyarrow", "parquet", _WHAT), needed("pyarrow.parquet", "parquet", _WHAT)
    losses = Losses(options.side)
    counted = Counted(losses)
    schema = _schema(arrow)
    coming = iter(records)
    with parquet.ParquetWriter(target, schema, compression="zstd", write_statistics=_FILTERED) as writer:
        while some := list(islice(coming, _ROWS)):
            writer.write_table(arrow.Table.from_pylist([row_of(one, options, losses) for one in some], schema))
            for record in some:
                counted.record(record, len(record.spans), len(record.relations))
                losses.unheld(record, HELD)
    return counted.report()


def _schema(arrow: Any) -> Any:
    plain = {"string": arrow.string(), "int64": arrow.int64(), "bool": arrow.bool_()}

    def of(kind: Kind) -> Any:
        if isinstance(kind, str):
            return plain[kind]
        if isinstance(kind, list):
            return arrow.list_(of(kind[0]))
        return arrow.struct([(name, of(field)) for name, field in kind.items()])

    return arrow.schema([(name, of(kind)) for name, kind in COLUMNS.items()])


def read(source: Source, encoding: str | None) -> Iterator[Record]:  # noqa: ARG001 – its texts are Unicode
    """Yield a record for each row.

    Raises:
        UserError: if it is no Parquet file, a row is no article, or pyarrow is not installed.
    """
    needed("pyarrow.parquet", "parquet", _WHAT)
    if source.size > MOST_BYTES:
        raise UserError(f"{source.name} is larger than {MOST_BYTES // 1_000_000} MB; export it in parts.")
    return in_code_points(lambda: _read(source))


def _read(source: Source) -> Iterator[Record]:
    parquet = needed("pyarrow.parquet", "parquet", _WHAT)
    number = 0
    try:
        with in_a_sentence(source.name), source.open() as file:
            table = parquet.ParquetFile(file)
            names = _names_of_tags(table.schema_arrow.metadata or {})
            for batch in batches(table):
                for row in batch.to_pylist():
                    number += 1
                    yield record_of(row, names, [])
    except NotALineError as error:
        raise UserError(f"{source.name}, row {number}: {error}") from None


def batches(table: Any) -> Iterator[Any]:
    """Yield the rows of an open file, some at a time.

    Each group is asked for by itself: in one go, the library keeps what it has read of all of them until the end.
    """
    for group in range(table.num_row_groups):
        yield from table.iter_batches(batch_size=_ROWS, row_groups=[group], use_threads=False)


@contextmanager
def in_a_sentence(name: str) -> Iterator[None]:
    """Say in a sentence what the library has to say about a damaged file, called ``name``."""
    arrow = needed("pyarrow", "parquet", _WHAT)
    try:
        yield
    except (MemoryError, NotALineError):
        # The library calls one of its own errors that of memory, too; how much there is to have is known elsewhere.
        raise
    except (arrow.ArrowException, OSError, ValueError, OverflowError) as error:
        raise UserError(f"{name} is no Parquet file that can be read ({type(error).__name__}).") from None


def _names_of_tags(metadata: dict[bytes, bytes]) -> list[str]:
    """Return what the numbers of tags mean, as Hugging Face writes it beside its columns; nothing if it does not."""
    try:
        said = msgspec.json.decode(metadata.get(b"huggingface", b"{}"))
        features = an_object(an_object(an_object(said, "")["info"], "")["features"], "")
        tags = an_object(features.get("ner_tags", features.get("tags")), "")
        names = an_object(tags.get("feature", tags), "")["names"]
    except (msgspec.MsgspecError, RecursionError, NotALineError, KeyError):
        return []
    return [name for name in names if isinstance(name, str)] if isinstance(names, list) else []
