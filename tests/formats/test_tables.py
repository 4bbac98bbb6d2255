"""The table of spans: nothing in it acts, nothing is lost without being counted."""

import csv
import io
from io import BytesIO

import pytest
import regex

from annotator.errors import UserError
from annotator.formats import annotations_csv
from annotator.formats.table import FORMATS, readable_format, writable_format
from annotator.model.record import LossReport, Record, RecordRelation, RecordSpan
from tests.formats.given import checked

STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def table(*records: Record) -> tuple[list[dict[str, str]], LossReport]:
    target = BytesIO()
    report = annotations_csv.write(records, target)
    assert not target.closed
    csv.field_size_limit(10_000_000)
    return list(csv.DictReader(io.StringIO(target.getvalue().decode("utf-8-sig"), newline=""))), report


def span(text: str, **values: object) -> RecordSpan:
    return RecordSpan(label="actor", start=0, end=len(text), text=text, **values)  # type: ignore[arg-type]


def restored(cell: str) -> str:
    """Take away the apostrophe that was put before a formula."""
    return cell[1:] if regex.match(r"'['\s]*[=+\-@＝＋－＠\t\r\n]", cell) else cell


@pytest.mark.parametrize("start", STARTS)
@pytest.mark.parametrize("before", ["", " ", "'", "''", "\u00a0", "\u3000", " ' "])
def test_no_cell_is_a_formula_and_every_cell_can_be_restored(start: str, before: str):
    words = f"{before}{start}HYPERLINK(1)"
    record = Record(words, words, meta=dict.fromkeys(("title", "source", "published"), words), layer=words)
    record.spans = [RecordSpan(id=words, label=words, start=0, end=5, text=words, note=words, origin=words)]
    (row,), _ = table(record)
    for column in ("article", "title", "source", "published", "layer", "tag", "text", "note", "origin", "id"):
        assert row[column] == f"'{words}", column
        assert restored(row[column]) == words


@pytest.mark.parametrize(
    "words",
    ['He said "no", twice', "two\r\nlines", "a\nb", "a\rb", "semi;colon, comma", "'tis", "’tis",
     "😀 \u2028 \u202e", "x" * 200_000],
)  # fmt: skip
def test_other_words_are_read_back_exactly(words: str):
    (row,), _ = table(Record(words, "a", layer="ana", spans=[span(words)]))
    assert row["text"] == words
    assert (row["start"], row["end"]) == ("0", str(len(words)))


def test_it_begins_with_a_byte_order_mark_for_excel():
    target = BytesIO()
    annotations_csv.write([], target)
    assert target.getvalue().startswith(b"\xef\xbb\xbfarticle,")


def test_what_it_cannot_hold_is_counted_with_an_example():
    relation = RecordRelation(label="about\n", head="s", child="t")
    full = Record(
        "text", "a\u202e1", meta={"title": "T", "byline": "B", "desk": 1}, layer="ana", labels={"topic": "war"},
        spans=[span("text", id="s", extra={"score": 1, "decision": {"by": "rev"}})], relations=[relation, relation],
        decisions=[{"by": "rev", "how": "nothing"}],
    )  # fmt: skip
    _, report = table(full, Record("bare", "b"))
    losses = {loss.what: loss for loss in report.loss}
    assert {what: loss.count for what, loss in losses.items()} == {
        "relations": 2,
        "labels of an article": 1,
        "decisions that put no span into gold": 1,
        "decisions": 1,
        "other metadata": 2,
        "other keys of a span": 1,
        "articles without spans": 1,
    }
    assert all(loss.example.isprintable() for loss in report.loss)
    assert (report.articles, report.spans) == (2, 1)


def test_several_fragments_are_told_and_one_is_not():
    one = span("a b", fragments=[(0, 3)])
    two = span("a b", fragments=[(0, 1), (2, 3)], attributes={"low": 287}, unsure=True)
    rows, _ = table(Record("a b", "a", layer="ana", spans=[one, two]))
    assert [row["fragments"] for row in rows] == ["", "[[0,1],[2,3]]"]
    assert [row["unsure"] for row in rows] == ["0", "1"]
    assert rows[1]["attributes"] == '{"low":287}'


def test_formats_are_found_by_name_and_by_suffix_and_each_can_do_something():
    assert all(known.read or known.write for known in FORMATS)
    assert len({known.name for known in FORMATS}) == len(FORMATS)
    for known in FORMATS:
        if known.read:
            assert readable_format(known.name, "") is known
            assert all(readable_format("auto", suffix) is not None for suffix in known.suffixes)
        if known.write:
            assert writable_format(known.name) is known
    assert readable_format("auto", ".exe") is None


@pytest.mark.parametrize("name", ["nothing", "", "doccano_relations", "a\n\u202eb", "x" * 999])
def test_an_unknown_format_is_refused_by_name(name: str):
    with pytest.raises(UserError) as caught:
        readable_format(name, ".txt")
    assert "\u202e" not in checked(str(caught.value))


@pytest.mark.parametrize(
    ("asked", "meant"),
    [("label-studio", "label_studio"), ("LABEL_STUDIO", "label_studio"), ("CoNLL-2003", "conll"), ("docbin", "spacy"),
     ("csv", "annotations"), ("w3c", "web-annotation"), ("CAS_XMI", "cas-xmi"), ("hf", "huggingface")],
)  # fmt: skip
def test_a_format_goes_by_the_names_that_people_know(asked: str, meant: str):
    assert writable_format(asked).name == meant


def test_a_csv_file_is_what_it_shows_itself_to_be():
    spans = BytesIO()
    annotations_csv.write([Record("Rebels said so", "a", layer="ana", spans=[span("Rebels")])], spans)
    assert readable_format("csv", ".csv", spans.getvalue) == readable_format("annotations", "")
    assert readable_format("csv", ".csv", lambda: b"title,text\n") == readable_format("table", "")


def test_a_misspelt_format_names_the_one_that_was_meant():
    with pytest.raises(UserError, match=r"There is no format docanno for that; there is doccano \("):
        writable_format("docanno")
    with pytest.raises(UserError, match="there is jsonl, conll"):
        writable_format("x")


def test_no_other_name_of_a_format_is_the_name_of_one():
    names = {known.name.replace("_", "-") for known in FORMATS}
    assert not [
        also for known in FORMATS for also in known.also if also in names or also != also.casefold().replace("_", "-")
    ]
