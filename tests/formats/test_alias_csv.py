"""Lists of actors as tables: what spreadsheets write is read, what is written is read back, nothing is guessed at."""

import csv
import io
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.errors import UserError
from annotator.formats import alias_csv
from annotator.formats.alias_reading import MOST_BYTES, AliasReading
from annotator.formats.alias_table import ALIAS_FORMATS, alias_format
from annotator.formats.decoding import EncodingQuestion
from annotator.formats.source import Source
from annotator.model.aliases import Alias, check_alias
from tests.formats.given import checked, source
from tests.formats.test_tables import STARTS


def read(text: str, encoding: str = "utf-8") -> AliasReading:
    return alias_csv.read(source(text.encode(encoding), "list.csv"))


def refused(text: str | bytes) -> str:
    with pytest.raises(UserError) as caught:
        alias_csv.read(source(text if isinstance(text, bytes) else text.encode(), "list.csv"))
    return checked(str(caught.value))


def written(aliases: list[Alias]) -> bytes:
    target = BytesIO()
    assert alias_csv.write(aliases, target) == len(aliases)
    assert not target.closed
    return target.getvalue()


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_delimiter_byte_order_mark_and_line_ends_do_not_matter(delimiter: str, encoding: str, end: str):
    rows = [
        ("Variant", "NOTE", "canonical", "Valid From"),
        ("ISIL", "n", "Islamic State", "2013"),
        ("", "", "Hamas", ""),
    ]
    found = read(end.join(delimiter.join(row) for row in rows), encoding)
    assert found.aliases == [Alias("Islamic State", "ISIL", "2013", note="n"), Alias("Hamas", "Hamas")]
    assert (found.refused, found.notes) == ([], [])


def test_columns_are_known_by_name_in_any_order_and_others_are_left_out_and_said():
    found = read("rank,Valid-Until,variant,canonical,ambiguous,\n1,2016,x,A,Yes,\n")
    assert found.aliases == [Alias("A", "x", "", "2016", True)]
    assert found.notes == ["Columns that a list of actors does not have were left out: “rank”."]


@pytest.mark.parametrize(
    ("said", "means"),
    [("", False), ("no", False), ("0", False), ("FALSE", False), ("x", True), ("1", True), ("Yes", True)],
)
def test_ambiguity_is_said_in_several_ways(said: str, means: bool):
    (alias,) = read(f"canonical,variant,ambiguous\nA,x,{said}\n").aliases
    assert alias.ambiguous is means


def test_a_row_that_cannot_stand_is_refused_by_the_number_of_its_line_and_the_rest_comes_in():
    found = read(
        'canonical,variant,valid_from,ambiguous\n\nA,x,13/4/2013,\nA,y,2013,perhaps\n,z,,\nA,"two\nlines",,\n'
        f"A,{'n' * 201},,\nA,—,,\nA,fine\nA,also fine,,,,too,many\n"
    )
    assert [alias.variant for alias in found.aliases] == ["fine", "also fine"]
    assert [(one.line, one.why.split()[0]) for one in found.refused] == [
        (3, "13/4/2013"), (4, "“perhaps”"), (5, "An"), (6, "The"), (8, "The"), (9, "—"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "first", ["", "name,other\nA,x", "canonical\nA", "Hamas,HAMAS\nA,x", "\n\n", "variant;note\nx;y"]
)
def test_a_file_that_does_not_name_its_columns_is_refused(first: str):
    assert "has to name its columns" in refused(first)


def test_a_column_that_is_named_twice_is_refused():
    assert "twice" in refused("canonical,variant,Variant\nA,x,y\n")


@pytest.mark.parametrize("row", ['A,"never closed\nB,x\n', 'A,"closed" here\n', f"A,{'x' * 200_000}\n"])
def test_quotation_marks_that_leave_the_rows_unclear_refuse_the_file(row: str):
    assert "line 3" in refused(f"canonical,variant\nA,x\n{row}")


def test_a_file_that_is_too_large_or_no_text_is_refused():
    large = Source("list.csv", ".csv", MOST_BYTES + 1, lambda: BytesIO(b""))
    with pytest.raises(UserError, match="too large for a list"):
        alias_csv.read(large)
    assert "not text" in refused(b"\x00\x01\x02" * 100)


def test_another_encoding_is_asked_about():
    raw = "canonical,variant\nНаблюдатели,Наблюдатели сообщили что погибли бойцы\n".encode("cp1251")
    with pytest.raises(EncodingQuestion):
        alias_csv.read(source(raw, "list.csv"))
    assert alias_csv.read(source(raw, "list.csv"), "cp1251").aliases[0].canonical == "Наблюдатели"


def test_a_file_of_nothing_but_bad_rows_is_called_another_kind_of_file():
    why = refused("canonical,variant\n" + ",x\n" * 11_000)
    assert "does not look like a list of actors" in why
    assert "Line 2" in why


@pytest.mark.parametrize("start", STARTS[:4] + STARTS[7:])
@pytest.mark.parametrize("before", ["", "'", "''"])
def test_no_cell_is_a_formula_and_every_cell_is_read_back(start: str, before: str):
    alias = Alias(f"{before}{start}cmd|A", f"{before}{start}x1", note=f"{before}{start}n")
    raw = written([alias])
    (row,) = csv.DictReader(io.StringIO(raw.decode("utf-8-sig"), newline=""))
    assert all(row[column].startswith("'") for column in ("canonical", "variant", "note"))
    assert alias_csv.read(source(raw, "list.csv")).aliases == [alias]


names = st.text(st.characters(exclude_categories=["C", "Zl", "Zp"]) | st.sampled_from("'=+-@, ;\""), max_size=30)
names = names.map(lambda name: f"{name}n")
days = st.sampled_from(["", "2013", "2013-04", "2013-04-08"])


def is_fit(alias: Alias) -> bool:
    try:
        check_alias(alias)
    except UserError:
        return False
    return True


@given(
    st.lists(st.builds(Alias, names.map(str.strip), names.map(str.strip), days, ambiguous=st.booleans()), max_size=8)
)
def test_what_is_written_is_read_back(aliases: list[Alias]):
    found = alias_csv.read(source(written(aliases), "list.csv"))
    assert (found.aliases, found.refused) == (aliases, [])


@given(st.binary(max_size=300), st.integers(0, 300))
def test_damaged_bytes_are_read_or_refused_and_nothing_else(damage: bytes, at: int):
    raw = written([Alias("Islamic State", "ISIL", "2013", note="=n"), Alias("Hamas", 'so-called "Hamas"')] * 4)
    raw = raw[:at] + damage + raw[at + len(damage) // 2 :]
    try:
        found = alias_csv.read(source(raw, "list.csv"))
    except UserError as error:
        checked(str(error))
    else:
        assert all(is_fit(alias) for alias in found.aliases)
        assert all(one.line >= 2 for one in found.refused)


def test_formats_are_found_by_name_and_by_the_end_of_a_file():
    for known in ALIAS_FORMATS:
        assert alias_format(known.name, "") is known
        assert all(alias_format("auto", suffix) is known for suffix in known.suffixes)
    for name, suffix in (("auto", ".exe"), ("none\u202e", ".csv")):
        with pytest.raises(UserError) as caught:
            alias_format(name, suffix)
        assert "\u202e" not in checked(str(caught.value))
