"""Label Studio: several annotators in one task, and offsets of two kinds."""

import csv
import io
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
    content = task(region("/p[1]/text()[1]", "/p[1]/text()[1]", "Hama"), {"type": "rectanglelabels", "value": {}})
    assert read_one(label_studio.read, content, "x.json").notes == [
        "Regions that cannot be found in the text (1) were left out.",
        "Parts of results of the kind rectanglelabels (1) were left out.",
    ]


def test_the_text_may_have_another_name():
    content = b'[{"id": 3, "data": {"body": "The army said so.", "lang": "en"}}]'
    record = read_one(label_studio.read, content, "x.json")
    assert (record.text, record.meta, record.layer) == ("The army said so.", {"task": 3, "lang": "en"}, None)


def regions(record: Record) -> list[tuple[str, str]]:
    return [(one.label, record.text[one.start : one.end]) for one in record.spans]


PAGE = "<div><p>Fighters of <b>ISIL</b> 🔴 were\n killed.</p><script>x</script><p>The army<br>said so.</p></div>"


def on_page(path: str, start: int, end: int, words: str | None, label: str = "actor") -> dict[str, Any]:
    value = {"start": path, "end": path, "startOffset": start, "endOffset": end, "text": words}
    return {"id": f"{path}{start}", "type": "hypertextlabels", "value": value | {"hypertextlabels": [label]}}


def of(data: dict[str, Any], *result: dict[str, Any], **more: Any) -> bytes:
    return json.dumps([{"id": 1, "annotations": [{"result": list(result)}], "data": data, **more}]).encode()


def test_regions_of_a_page_are_found_by_their_place_in_its_tree():
    content = of(
        {"html": PAGE},
        on_page("/div[1]/p[1]/b[1]/text()[1]", 0, 4, "ISIL"),
        on_page("/div[1]/p[1]/text()[2]", 4, 8, "were", "said"),
        on_page("/div[1]/p[2]/text()[1]", 0, 8, "The army"),
        on_page("/div[1]/p[2]/text()[2]", 0, 4, None, "said"),
        on_page("/div[9]/text()[1]", 0, 2, "so", "adverb"),
        on_page("/div[9]/text()[1]", 3, 5, "nowhere"),
    )
    record = read_one(label_studio.read, content, "x.json")
    assert record.text == "Fighters of ISIL 🔴 were killed.\n\nThe army\nsaid so."
    assert regions(record) == [
        ("actor", "ISIL"), ("said", "were"), ("actor", "The army"), ("said", "said"), ("adverb", "so"),
    ]  # fmt: skip
    assert record.notes == ["Regions that cannot be found in the text (1) were left out."]


def test_a_page_without_regions_is_read_as_a_page_too():
    assert read_one(label_studio.read, of({"text": "<p>One.</p><p>Two.</p>"}), "x.json").text == "One.\n\nTwo."


def in_dialogue(start: int, end: int, first: int, last: int, words: str) -> dict[str, Any]:
    value = {"start": str(start), "end": str(end), "startOffset": first, "endOffset": last, "text": words}
    return {"id": f"{start}{first}", "type": "paragraphlabels", "value": value | {"paragraphlabels": ["claim"]}}


def test_a_dialogue_becomes_a_text_with_its_speakers_and_regions_lie_in_it():
    spoken = [{"author": "Mia:", "text": "🔴 We hate that."}, {"text": "Yes. Me too."}]
    content = of(
        {"audio": "x.mp3", "dialogue": spoken},
        in_dialogue(0, 0, 2, 4, "We"),
        in_dialogue(0, 0, 6, 10, "hate"),
        in_dialogue(0, 1, 6, 4, "hate that.\n\nYes."),
        in_dialogue(7, 7, 0, 3, "Me too"),
    )
    record = read_one(label_studio.read, content, "x.json")
    assert record.text == "Mia: 🔴 We hate that.\n\nYes. Me too."
    assert [words for _, words in regions(record)] == ["We", "hate", "hate that.\n\nYes.", "Me too"]
    assert record.meta["audio"] == "x.mp3"


def test_the_text_is_the_one_in_which_the_words_of_regions_stand():
    data = {"summary": f"Long. {TEXT} {TEXT}", "body": TEXT, "picture": "s3://bucket/x.png"}
    record = read_one(label_studio.read, of(data, region(5, 6, "🔴"), region(11, 22, "Observatory", id="q")), "x.json")
    assert record.text == TEXT


def test_a_region_of_several_labels_keeps_what_was_said_of_it_with_each():
    both = region(0, 4, "Homs")
    both["value"]["labels"] = ["location", "region"]
    kind = {
        "id": "r",
        "type": "taxonomy",
        "from_name": "kind",
        "value": {"start": 0, "end": 4, "taxonomy": [["a", "b"]]},
    }
    arrow = {"type": "relation", "from_id": "r", "to_id": "gone", "direction": "right"}
    record = read_one(label_studio.read, task(both, kind, arrow, {**arrow, "to_id": "r", "direction": "bi"}), "x.json")
    assert [(one.label, one.attributes) for one in record.spans] == [
        ("location", {"kind": ["a", "b"]}), ("region", {"kind": ["a", "b"]}),
    ]  # fmt: skip
    assert [one.label for one in record.relations] == ["relation"]
    assert record.notes == [
        "Relations of regions that are not there (1) were left out.",
        "Relations that point both ways (1) became arrows from the first region to the second.",
    ]


def test_drafts_predictions_and_what_was_skipped_are_counted_once_a_file():
    drafts = {"drafts": [{"result": []}], "predictions": [{"result": [region(0, 4, "Homs")]}]}
    one = json.loads(of({"text": TEXT}, region(0, 4, "Homs"), **drafts))[0]
    one["annotations"].append({"result": [], "was_cancelled": True})
    first, second = label_studio.read(source(json.dumps([one, one]).encode(), "x.json"), None)
    assert first.notes == []
    assert second.notes == [
        "Annotations that were skipped (2) came as articles without work.",
        "Drafts that nobody submitted (2) were left out.",
        "Predictions beside somebody’s work (2) were left out.",
    ]


def test_predictions_of_what_nobody_has_worked_on_come_as_suggestions():
    predicted = {"model_version": "m1", "result": [{**region(0, 4, "Homs"), "score": 0.7}]}
    record = read_one(
        label_studio.read, json.dumps([{"data": {"text": TEXT}, "predictions": [predicted]}]).encode(), "x.json"
    )
    assert [(one.origin, one.extra) for one in record.spans] == [("suggestion:m1", {"score": 0.7})]
    assert (record.layer, record.status) == (None, "open")
    assert record.notes == ["Predictions of tasks that nobody has worked on (1) came as suggestions."]


SHORT = {
    "id": 4, "body": TEXT, "desk": "foreign", "topic": {"choices": ["a", "b"]}, "annotator": 2, "annotation_id": 9,
    "lead_time": 1.5, "created_at": "2021", "updated_at": "2021",
    "label": [{"start": 11, "end": 22, "text": "Observatory", "labels": ["actor"]}],
}  # fmt: skip


def table(row: dict[str, Any]) -> bytes:
    file = io.StringIO()
    writer = csv.DictWriter(file, row)
    writer.writeheader()
    writer.writerow({name: value if isinstance(value, str) else json.dumps(value) for name, value in row.items()})
    return file.getvalue().encode()


@pytest.mark.parametrize(("content", "name"), [(json.dumps([SHORT]).encode(), "x.json"), (table(SHORT), "x.csv")])
def test_the_short_form_and_its_table_are_read(content: bytes, name: str):
    assert label_studio.recognise(content)
    record = read_one(label_studio.read, content, name)
    assert (record.text, record.layer, record.labels) == (TEXT, "annotator 2", {"topic": ["a", "b"]})
    assert regions(record) == [("actor", "Observatory")]
    assert record.meta["desk"] == "foreign"


def test_tasks_come_also_one_in_a_file_one_in_a_line_and_from_the_server():
    one = of({"text": TEXT}, region(0, 4, "Homs"))[1:-1]
    for content, name in ((one, "x.json"), (one + b"\n" + one, "x.jsonl"), (b'{"tasks": [' + one + b"]}", "x.json")):
        records = list(label_studio.read(source(content, name), None))
        assert {record.text for record in records} == {TEXT}
        assert all(label_studio.recognise(content) for _ in records)


def test_a_task_about_a_picture_is_refused():
    sentence = refusal(label_studio.read, of({"image": "/data/upload/29/example.png"}), "x.json")
    assert sentence == "x.json, task 1: it has no text but an address."
    assert "no text but an address" in refusal(label_studio.read, of({"text": "https://x.org/1.html"}), "x.json")
    assert refusal(label_studio.read, of({"n": 1}), "x.json") == "x.json, task 1: it has no text."


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
