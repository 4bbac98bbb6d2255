"""doccano: spans as lists or with relations, and whose work it is by the name of the file."""

import json

import pytest
from hypothesis import given, settings

from annotator.formats import doccano
from annotator.formats.options import WriteOptions
from annotator.formats.source import Source
from annotator.model.record import Record, RecordRelation, RecordSpan
from tests.formats.given import read_one, refusal, source
from tests.formats.round_trips import ARTICLES, OPTIONS, check_mutated, check_round_trip, written

TEXT = "😀 Google was founded in California."


def article() -> Record:
    spans = [RecordSpan(id="x", label="actor", start=2, end=8), RecordSpan(id="y", label="location", start=24, end=34)]
    relations = [RecordRelation(id="r", label="founded in", head="x", child="y")]
    return Record(TEXT, "a1", meta={"title": "T"}, layer="ana", status="done", spans=spans, relations=relations)


@settings(max_examples=50)
@given(ARTICLES, OPTIONS)
def test_everything_comes_back_but_what_was_reported(records: list[Record], options: WriteOptions):
    check_round_trip(doccano.write, doccano.read, records, options, "x.jsonl")


@settings(max_examples=50)
@given(ARTICLES, OPTIONS)
def test_relations_come_back_too_where_they_have_a_place(records: list[Record], options: WriteOptions):
    check_round_trip(doccano.write_with_relations, doccano.read, records, options, "x.jsonl")


def test_it_looks_as_doccano_wants_it():
    content, report = written(doccano.write, [article()])
    line = json.loads(content)
    assert (line["text"], line["label"]) == (TEXT, [[2, 8, "actor"], [24, 34, "location"]])
    assert ("relations", 1) in {(loss.what, loss.count) for loss in report.loss}
    content, report = written(doccano.write_with_relations, [article(), article()])
    lines = [json.loads(line) for line in content.splitlines()]
    ids = [one["id"] for line in lines for one in line["entities"] + line["relations"]]
    assert len(set(ids)) == 6
    for line in lines:
        (relation,) = line["relations"]
        assert [relation["from_id"], relation["to_id"]] == [one["id"] for one in line["entities"]]
        assert relation["type"] == "founded in"


def test_exports_of_several_annotators_stay_apart():
    content = b'{"id": 7, "text": "Google was here.", "label": [[0, 6, "ORG"]], "Comments": ["sure?"], "desk": "x"}\n'
    for name, layer in (("export.zip/admin.jsonl", "admin"), ("export.zip/all.jsonl", None), ("news.jsonl", None)):
        given_source = source(content, "x.jsonl")
        (record,) = doccano.read(Source(name, ".jsonl", len(content), given_source.open), None)
        assert (record.id, record.layer, record.meta) == ("7", layer, {"desk": "x", "Comments": ["sure?"]})


@pytest.mark.parametrize("key", ["label", "labels"])
@pytest.mark.parametrize("text", ["text", "data"])
def test_names_of_all_versions_are_understood(key: str, text: str):
    record = read_one(doccano.read, json.dumps({text: TEXT, key: [[2, 8, "ORG"], "news"]}).encode(), "x.jsonl")
    assert [(one.start, one.end, one.label) for one in record.spans] == [(2, 8, "ORG")]
    assert record.labels == {"category": ["news"]}


def old(*annotations: dict[str, object], **more: object) -> bytes:
    line = {"id": 3, "text": TEXT, "annotations": annotations, "annotation_approver": None, **more}
    return json.dumps(line).encode()


def test_the_oldest_exports_name_their_users_who_stay_apart():
    place = {"start_offset": 2, "end_offset": 8}
    content = old(
        {"id": 1, "label": 2, "label_name": "ORG", "user": 1, "user_name": "ana", **place},
        {"id": 2, "label": 2, "user": 2, **place},
        {"label_name": "news", "user": 1, "user_name": "ana"},
        meta={"desk": "x"},
    )
    assert doccano.recognise(content)
    ana, other = doccano.read(source(content, "x.jsonl"), None)
    assert (ana.layer, [one.label for one in ana.spans], ana.labels) == ("ana", ["ORG"], {"category": ["news"]})
    assert (other.layer, [one.label for one in other.spans]) == ("annotator 2", ["2"])
    assert other.notes == ["Its labels are numbers, whose names are not in the file."]
    assert ana.meta == {"desk": "x"}
    assert read_one(doccano.read, old(), "x.jsonl").spans == []


@pytest.mark.parametrize(
    "line",
    [{"entities": [[2, 8, "ORG"]], "cats": ["news"]}, {"label": [{"start": 2, "end": 8, "label": "ORG"}, "news"]},
     {"label": "news", "entities": [{"id": 4, "start_offset": 2, "end_offset": 8, "label": "ORG", "text": "Google"}]}],
)  # fmt: skip
def test_other_ways_to_write_spans_and_categories_are_understood(line: dict[str, object]):
    record = read_one(doccano.read, json.dumps({"text": TEXT, **line}).encode(), "x.jsonl")
    assert [(TEXT[one.start : one.end], one.label) for one in record.spans] == [("Google", "ORG")]
    assert record.labels == {"category": ["news"]}


@pytest.mark.parametrize(
    "content",
    [b"{}", b"[]", b'{"text": 1}', b'{"text": "x", "label": 1.5}', b'{"text": "x", "label": [[0, 1]]}',
     b'{"text": "x", "label": [[0, true, "a"]]}', b'{"text": "x", "label": [[0, 1, ""]]}',
     b'{"text": "x", "entities": [[0, 1]]}', b'{"text": "x", "label": [{"start": 0}]}',
     b'{"text": "x", "label": [[0, 99999999999999999999, "a"]]}'],
)  # fmt: skip
def test_what_is_no_article_is_refused_by_its_line(content: bytes):
    assert ", line 1: " in refusal(doccano.read, content, "x.jsonl")


@pytest.mark.parametrize("write", [doccano.write, doccano.write_with_relations])
def test_mutated_files_are_read_or_refused(write):
    check_mutated(doccano.read, written(write, [article(), article()])[0], "x.jsonl", range(250))
