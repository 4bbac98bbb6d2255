"""What data frames and SQL make of our tables: each reads Parquet or CSV, writes it again, and we import that."""

from pathlib import Path

import pytest

from annotator.model.record import Record
from tests.interop.through import by_file, check_through

pytestmark = [pytest.mark.interop, pytest.mark.filterwarnings("default")]


def pandas_parquet(before: Path, after: Path) -> None:
    import pandas

    pandas.read_parquet(before).to_parquet(after)


def polars_parquet(before: Path, after: Path) -> None:
    import polars

    polars.read_parquet(before).write_parquet(after)


def duckdb_parquet(before: Path, after: Path) -> None:
    import duckdb

    duckdb.sql(f"COPY (SELECT * FROM '{before}') TO '{after}' (FORMAT parquet)")


def pandas_csv(before: Path, after: Path) -> None:
    import pandas

    pandas.read_csv(before, dtype=str, keep_default_na=False).to_csv(after, index=False)


def polars_csv(before: Path, after: Path) -> None:
    import polars

    polars.read_csv(before, infer_schema=False).fill_null("").write_csv(after)


def duckdb_csv(before: Path, after: Path) -> None:
    import duckdb

    duckdb.sql(f"COPY (SELECT * FROM read_csv('{before}', all_varchar = true, header = true)) TO '{after}' (HEADER)")


@pytest.mark.parametrize("rewrite", [pandas_parquet, polars_parquet, duckdb_parquet])
def test_what_others_write_of_a_parquet_file_comes_back_the_same(rewrite: object, articles: list[Record]):
    check_through(by_file(rewrite), "parquet", articles)  # type: ignore[arg-type]


@pytest.mark.parametrize("rewrite", [pandas_csv, polars_csv, duckdb_csv])
def test_what_others_write_of_a_table_of_spans_comes_back_the_same(rewrite: object, articles: list[Record]):
    check_through(by_file(rewrite), "annotations", articles)  # type: ignore[arg-type]


def test_numbers_of_a_table_are_numbers_to_pandas(tmp_path: Path):
    import pandas

    from tests.formats.interchange import written
    from tests.interop.hard_articles import hard_articles

    records = hard_articles()
    texts = {record.id: record.text for record in records}
    (tmp_path / "x.csv").write_bytes(written("annotations", records)[0])
    frame = pandas.read_csv(tmp_path / "x.csv")
    assert len(frame) == sum(len(record.spans) for record in records)
    alone = frame[frame.fragments.isna()]
    assert [texts[row.article][row.start : row.end] for row in alone.itertuples()] == list(alone.text)
