"""Data sets for Hugging Face: rows that always have the same shape, and lose nothing that spans can say."""

import json
from typing import Any

import pytest
from hypothesis import given, settings

from annotator.errors import UserError
from annotator.formats import extras, huggingface, parquet
from annotator.formats.options import WriteOptions
from annotator.model.record import Record, RecordSpan
from tests.formats.given import checked, read_one, refusal, source
from tests.formats.round_trips import ARTICLES, OPTIONS, check_mutated, check_round_trip, written

TEXT = "😀 The Observatory said 26 were killed."


def article() -> Record:
    spans = [
        RecordSpan(id="x", label="actor", start=2, end=17, attributes={"type": "monitor"}),
        RecordSpan(id="c", label="claim", start=6, end=37, fragments=[(6, 17), (26, 37)]),
        RecordSpan(id="z", label="actor", start=7, end=17),
    ]
    return Record(TEXT, "a1", meta={"title": "T", "desk": 1}, layer="ana", status="done", spans=spans)


@settings(max_examples=60)
@given(ARTICLES, OPTIONS)
def test_everything_comes_back_but_what_was_reported(records: list[Record], options: WriteOptions):
    check_round_trip(huggingface.write, huggingface.read, records, options, "x.jsonl")


@settings(max_examples=40)
@given(ARTICLES, OPTIONS)
def test_everything_comes_back_from_parquet_too(records: list[Record], options: WriteOptions):
    pytest.importorskip("pyarrow")
    check_round_trip(parquet.write, parquet.read, records, options, "x.parquet")


def test_rows_have_the_same_shape_whatever_is_in_them():
    content, report = written(huggingface.write, [article(), Record("Homs fell.")])
    first, second = (json.loads(line) for line in content.splitlines())
    assert {name: type(value) for name, value in first.items()} == {name: type(value) for name, value in second.items()}
    assert first["tokens"] == ["😀", "The", "Observatory", "said", "26", "were", "killed", "."]
    assert first["ner_tags"] == ["O", "B-actor", "I-actor", "O", "O", "B-claim", "I-claim", "O"]
    assert (first["title"], first["metadata"]) == ("T", '{"desk":1}')
    assert first["spans"][0]["attributes"] == '{"type":"monitor"}'
    assert {loss.what: loss.count for loss in report.loss} == {
        "spans whose fragments are told by token tags one by one, or as one": 1,
        "spans that meet no token edge, kept by characters only": 1,
        "overlapping spans that no token tag tells of": 1,
    }


def row(**more: Any) -> bytes:
    return json.dumps({"id": 3, "tokens": ["Homs", "fell", "."], "ner_tags": ["B-LOC", "O", "O"]} | more).encode()


def test_rows_of_tokens_are_put_together():
    record = read_one(huggingface.read, row(), "x.jsonl")
    assert (record.id, record.text, record.text_is) == ("3", "Homs fell .", "tokens")
    assert [(one.label, one.start, one.end) for one in record.spans] == [("LOC", 0, 4)]


@pytest.mark.parametrize(
    "content",
    [row(ner_tags=[3, 0, 0]), row(ner_tags=["B-LOC"]), row(ner_tags=["x", "O", "O"]), row(tokens=["a b", 1, "d"]),
     b"{}", b"[]", row(text="x", spans=[1]), row(text="x", spans=[{"start": 0, "end": 1, "label": 5.5}]),
     row(labels="["), row(read=[{"start": 1, "end": 1}])],
)  # fmt: skip
def test_what_is_no_article_is_refused_by_its_line(content: bytes):
    assert ", line 1: " in refusal(huggingface.read, content, "x.jsonl")


def test_numbers_of_tags_are_read_by_the_names_beside_them():
    arrow = pytest.importorskip("pyarrow")
    from io import BytesIO

    import pyarrow.parquet

    names = ["O", "B-LOC", "I-LOC"]
    features = {"ner_tags": {"feature": {"names": names, "_type": "ClassLabel"}, "_type": "List"}}
    said = json.dumps({"info": {"features": features}}).encode()
    table = arrow.table({"tokens": [["In", "Deir", "Hafer"]], "ner_tags": [[0, 1, 2]]})
    target = BytesIO()
    pyarrow.parquet.write_table(table.replace_schema_metadata({b"huggingface": said}), target)
    record = read_one(parquet.read, target.getvalue(), "x.parquet")
    assert [record.text[one.start : one.end] for one in record.spans] == ["Deir Hafer"]


def test_what_is_no_parquet_file_is_refused():
    pytest.importorskip("pyarrow")
    for content in (b"", b"PAR1", b"PAR1" + bytes(100) + b"PAR1", b"text"):
        refusal(parquet.read, content, "x.parquet")


def test_mutated_files_are_read_or_refused():
    check_mutated(huggingface.read, written(huggingface.write, [article(), article()])[0], "x.jsonl", range(300))


def test_mutated_parquet_files_are_read_or_refused():
    pytest.importorskip("pyarrow")
    check_mutated(parquet.read, written(parquet.write, [article(), article()])[0], "x.parquet", range(200))


@pytest.mark.parametrize(
    "act", [lambda: list(parquet.read(source(b"PAR1", "x"), None)), lambda: written(parquet.write, [])]
)
def test_a_library_that_is_not_there_is_named_by_its_extra(act, monkeypatch: pytest.MonkeyPatch):
    def missing(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr(extras, "import_module", missing)
    for act in (lambda: list(parquet.read(source(b"PAR1", "x"), None)), lambda: written(parquet.write, [])):
        with pytest.raises(UserError) as caught:
            act()
        assert checked(str(caught.value)) == (
            "Parquet needs more than is installed; get it with: pip install 'news-annotator[parquet]'."
        )
