"""Label Studio: several annotators in one task, and offsets of two kinds."""

import json
from collections.abc import Iterable
from typing import Any, BinaryIO

import msgspec
import pytest
from hypothesis import given, settings

from annotator.formats import label_studio
from annotator.formats.options import WriteOptions
from annotator.model.record import LossReport, Record, RecordRelation, RecordSpan
from tests.formats.given import read_one, refusal, source
from tests.formats.round_trips import ARTICLES, OPTIONS, check_mutated, check_round_trip, written

TEXT = "Homs 🔴 the Observatory said at least 287 were killed."


def span(words: str, label: str, **more: Any) -> RecordSpan:
    start = TEXT.index(words)
    return RecordSpan(id=label[0], label=label, start=start, end=start + len(words), text=words, **more)


def article() -> Record:
    spans = [span("Observatory", "actor", note="who?"), span("at least 287", "number", attributes={"low": 287})]
    relations = [RecordRelation(label="counts_who", head="n", child="a")]
    labels = {"topic": "war", "places": ["Homs", "Hama"]}
    return Record(TEXT, "a1", meta={"title": "T"}, layer="ana", spans=spans, relations=relations, labels=labels)


@settings(max_examples=60)
@given(ARTICLES, OPTIONS)
def test_everything_comes_back_but_what_was_reported(records: list[Record], options: WriteOptions):
    check_round_trip(label_studio.write, label_studio.read, records, options, "x.json")


@settings(max_examples=30)
@given(ARTICLES, OPTIONS)
def test_layers_come_back_from_a_server_that_keeps_no_key_of_ours(records: list[Record], options: WriteOptions):
    def kept(records: Iterable[Record], target: BinaryIO, options: WriteOptions) -> LossReport:
        content, report = written(label_studio.write, records, options)
        tasks = json.loads(content)
        for task in tasks:
            task["annotations"] = [{"result": one["result"], "completed_by": 1} for one in task["annotations"]]
        target.write(json.dumps(tasks).encode())
        return report

    check_round_trip(kept, label_studio.read, records, options, "x.json")


def test_it_looks_as_the_server_wants_it():
    ben = Record(TEXT, "a1", meta={"title": "T"}, layer="ben")
    content, report = written(label_studio.write, [article(), ben, Record("Next.", "a2")])
    first, second = json.loads(content)
    assert first["data"] == {
        "text": TEXT, "article_id": "a1", "metadata": {"title": "T"}, "layers_without_regions": ["ben"],
    }  # fmt: skip
    assert [one["layer"] for one in first["annotations"]] == ["ana", "ben"]
    region, number, topic, places, relation = first["annotations"][0]["result"]
    assert region["value"] == {"start": 11, "end": 22, "text": "Observatory", "labels": ["actor"]}
    assert region["meta"]["text"] == ["who?"]
    assert (topic["type"], topic["from_name"], topic["value"]) == ("choices", "topic", {"choices": ["war"]})
    assert places["value"] == {"choices": ["Homs", "Hama"]}
    assert (relation["from_id"], relation["to_id"], relation["labels"]) == (number["id"], region["id"], ["counts_who"])
    assert second["annotations"] == []
    assert (report.articles, report.spans, report.relations) == (2, 2, 1)


def task(*result: dict[str, Any], **more: Any) -> bytes:
    return json.dumps([{"data": {"text": TEXT}, "annotations": [{"result": list(result), **more}]}]).encode()


def region(start: object, end: object, words: str | None, **more: Any) -> dict[str, Any]:
    value = {"start": start, "end": end, "text": words, "labels": ["actor"]}
    return {"id": "r", "from_name": "label", "to_name": "text", "type": "labels", "value": value, **more}


def test_offsets_of_javascript_are_recognised_and_said():
    old = task(region(12, 23, "Observatory"), region(29, 41, "at least 287", id="q"), region(0, 4, "Homs", id="z"))
    record = read_one(label_studio.read, old, "x.json")
    assert [TEXT[one.start : one.end] for one in record.spans] == ["Observatory", "at least 287", "Homs"]
    assert record.notes == ["Its offsets count UTF-16 units from 0; they were converted."]


@pytest.mark.parametrize(
    ("who", "layer"),
    [(7, "annotator 7"), ({"id": 7, "email": "ana@example.org"}, "ana@example.org"), (None, None)],
)
def test_annotators_stay_apart_by_who_completed_the_annotation(who: object, layer: str | None):
    record = read_one(label_studio.read, task(region(0, 4, "Homs"), completed_by=who), "x.json")
    assert record.layer == layer


def test_what_was_said_of_regions_becomes_attributes_and_of_articles_labels():
    value = {"start": 0, "end": 4, "text": "Homs"}
    of_region = {"id": "r", "to_name": "text"}
    content = task(
        region(0, 4, "Homs"),
        {"from_name": "kind", "type": "choices", "value": value | {"choices": ["region"]}, **of_region},
        {"from_name": "low", "type": "number", "value": value | {"number": 3}, **of_region},
        {"id": "q", "from_name": "topic", "to_name": "text", "type": "choices", "value": {"choices": ["a", "b"]}},
    )
    record = read_one(label_studio.read, content, "x.json")
    assert record.spans[0].attributes == {"kind": "region", "low": 3}
    assert record.labels == {"topic": ["a", "b"]}


def test_a_cancelled_annotation_is_no_work_and_the_task_an_article():
    record = read_one(label_studio.read, task(region(0, 4, "Homs"), was_cancelled=True), "x.json")
    assert (record.layer, record.spans, record.text) == (None, [], TEXT)


def test_parts_that_are_no_spans_of_text_are_named():
    content = task(region("/p[1]/text()[1]", "/p[1]/text()[1]", "Homs"), {"type": "rectanglelabels", "value": {}})
    assert read_one(label_studio.read, content, "x.json").notes == [
        "1 parts of a result (regions without offsets or labels) were left out.",
        "1 parts of a result (rectanglelabels) were left out.",
    ]


def test_the_text_may_have_another_name():
    content = b'[{"id": 3, "data": {"body": "The army said so.", "lang": "en"}}]'
    record = read_one(label_studio.read, content, "x.json")
    assert (record.text, record.meta, record.layer) == ("The army said so.", {"lang": "en"}, None)


@pytest.mark.parametrize(
    "content",
    [b"{}", b"[1]", b"[", b'[{"data": {"text": 1}}]', b'[{"data": []}]', b"[" * 100_000, b'[{"data":{"text":"\xff"}}]',
     b'[{"data": {"text": "x"}, "annotations": 1}]', b'[{"data": {"text": "x"}, "annotations": [{"result": [1]}]}]'],
)  # fmt: skip
def test_what_is_no_list_of_tasks_is_refused(content: bytes):
    refusal(label_studio.read, content, "x.json")


def test_mutated_files_are_read_or_refused():
    content, _ = written(label_studio.write, [article(), msgspec.structs.replace(article(), id="a2")])
    check_mutated(label_studio.read, content, "x.json", range(300))


def test_nothing_is_an_empty_list():
    assert written(label_studio.write, [])[0] == b"[]\n"
    assert list(label_studio.read(source(b"[]", "x.json"), None)) == []
