"""Prodigy: tokens are counted to the last one, answers decide what is work, sessions tell whose."""

import json
from typing import Any

import pytest
from hypothesis import given, settings

from annotator.formats import prodigy
from annotator.formats.options import WriteOptions
from annotator.model.record import Record, RecordRelation, RecordSpan
from tests.formats.given import read_one, refusal, source
from tests.formats.round_trips import ARTICLES, OPTIONS, check_mutated, check_round_trip, written

TEXT = "😀 The Observatory said 26 were killed."


def article() -> Record:
    spans = [
        RecordSpan(id="x", label="actor", start=2, end=17, attributes={"type": "monitor"}),
        RecordSpan(id="y", label="number", start=23, end=25, note="sure?"),
        RecordSpan(id="z", label="actor", start=7, end=17),
    ]
    relations = [RecordRelation(id="r", label="said", head="y", child="x")]
    return Record(TEXT, "a1", meta={"title": "T"}, layer="ana", status="done", spans=spans, relations=relations)


@settings(max_examples=60)
@given(ARTICLES, OPTIONS)
def test_everything_comes_back_but_what_was_reported(records: list[Record], options: WriteOptions):
    check_round_trip(prodigy.write, prodigy.read, records, options, "x.jsonl")


def test_it_looks_as_prodigy_wants_it():
    content, report = written(prodigy.write, [article()])
    task = json.loads(content)
    for token in task["tokens"]:
        assert TEXT[token["start"] : token["end"]] == token["text"]
        assert token["ws"] == (TEXT[token["end"] : token["end"] + 1] == " ")
    first, _, odd = task["spans"]
    assert [task["tokens"][at]["text"] for at in range(first["token_start"], first["token_end"] + 1)] == [
        "The", "Observatory",
    ]  # fmt: skip
    assert "token_start" not in odd
    assert (task["answer"], task["_annotator_id"], task["_session_id"]) == ("accept", "ana", "news-ana")
    (relation,) = task["relations"]
    assert (relation["label"], relation["head"], relation["child"]) == ("said", 4, 2)
    assert relation["head_span"]["start"] == 23
    assert [(loss.what, loss.count) for loss in report.loss] == [
        ("spans that meet no token edge, kept by characters only", 1)
    ]
    assert (report.spans, report.relations) == (3, 1)


def line(**more: Any) -> bytes:
    spans = [{"start": 6, "end": 17, "token_start": 2, "token_end": 2, "label": "ACTOR"}]
    return json.dumps({"text": TEXT, "spans": spans, "_input_hash": 1, "_task_hash": 2, **more}).encode()


@pytest.mark.parametrize(
    ("given_keys", "layer"),
    [
        ({"_session_id": "news-anna"}, "anna"),
        ({"_session_id": "news-anna", "_annotator_id": "news-anna"}, "anna"),
        ({"_session_id": "news-anna", "_annotator_id": "ben-x"}, "ben-x"),
        ({"_session_id": "news-Ana%20Maria"}, "Ana Maria"),
        ({"_session_id": "2024-02-06_10-17-19", "_annotator_id": "2024-02-06_10-17-19"}, None),
        ({"_session_id": "news-default"}, None),
        ({"_session_id": None}, None),
        ({}, None),
    ],
)
def test_sessions_tell_whose_work_it_is(given_keys: dict[str, Any], layer: str | None):
    record = read_one(prodigy.read, line(answer="accept", **given_keys), "x.jsonl")
    assert (record.layer, [one.label for one in record.spans]) == (layer, ["ACTOR"])
    assert record.meta == {}


def test_names_with_hyphens_are_whole_where_several_sessions_show_what_the_data_set_is_called():
    sessions = ["news-ner-anna-maria", "news-ner-ben", "2024-02-06_10-17-19"]
    content = b"\n".join(line(_session_id=session, answer="accept") for session in sessions)
    assert [one.layer for one in prodigy.read(source(content, "x.jsonl"), None)] == ["anna-maria", "ben", None]


@pytest.mark.parametrize(("answer", "said"), [("reject", "Rejected"), ("ignore", "Ignored")])
def test_what_was_not_accepted_is_an_article_without_work(answer: str, said: str):
    record = read_one(prodigy.read, line(answer=answer, _session_id="news-anna"), "x.jsonl")
    assert (record.layer, record.spans, record.notes) == (
        None,
        [],
        [f"{said} tasks (1) came as articles without work."],
    )


def test_relations_of_prodigy_find_their_spans():
    spans = [{"start": 6, "end": 17, "label": "A"}, {"start": 23, "end": 25, "label": "N"}]
    relations = [{"head": 4, "child": 2, "head_span": spans[1], "child_span": spans[0], "label": "by"}]
    record = read_one(prodigy.read, line(spans=spans, relations=relations, answer="accept"), "x.jsonl")
    (relation,) = record.relations
    ids = {one.id: one.label for one in record.spans}
    assert (ids[relation.head], ids[relation.child], relation.label) == ("N", "A", "by")


TOKENS = [
    {"text": word, "start": at, "end": at + len(word), "id": n}
    for n, (at, word) in enumerate(((6, "Observatory"), (18, "said")))
]


def test_spans_and_relations_may_be_told_by_their_tokens():
    spans = [
        {"token_start": 0, "token_end": 1, "label": "A"},
        {"start": 6, "end": 17, "label": "N"},
        {"start": 1, "end": 2},
    ]
    relations = [{"head": 0, "child": 1, "label": "by"}]
    record = read_one(prodigy.read, line(spans=spans, tokens=TOKENS, relations=relations, answer="accept"), "x.jsonl")
    assert [(one.start, one.end) for one in record.spans] == [(6, 22), (6, 17)]
    assert [(one.head, one.child) for one in record.relations] == [("#1", "token 1")]
    assert record.notes == ["Spans without a label (1) were left out."]
    assert "tokens that are not there" in refusal(prodigy.read, line(spans=spans, answer="accept"), "x.jsonl")


def test_a_review_brings_everybody_s_version_as_a_layer():
    seen = [
        {"text": TEXT, "spans": [], "sessions": ["news-ana", "news-ben"], "default": True, "_view_id": "ner_manual"},
        {"text": TEXT, "spans": [{"start": 6, "end": 17, "label": "A"}], "sessions": ["news-cy"], "answer": "accept"},
    ]
    content = line(
        versions=seen, sessions=["news-ana"], view_id="ner_manual", _session_id="review-zoe", answer="accept"
    )
    found = list(prodigy.read(source(content, "x.jsonl"), None))
    assert [(one.layer, len(one.spans), one.meta) for one in found] == [
        ("zoe", 1, {}), ("ana", 0, {}), ("ben", 0, {}), ("cy", 1, {}),
    ]  # fmt: skip


def test_chosen_options_go_by_their_words():
    options = [{"id": 1, "text": "Good"}, {"id": "b", "text": "Bad"}]
    record = read_one(prodigy.read, line(options=options, accept=[1, "b"], answer="accept"), "x.jsonl")
    assert record.labels == {"accept": ["Good", "b"]}


def test_other_keys_of_a_task_are_kept_and_its_own_are_not():
    record = read_one(prodigy.read, line(source="Wire", _timestamp=5, answer="accept", meta={"pattern": 3}), "x.jsonl")
    assert record.meta == {"source": "Wire", "pattern": 3}


@pytest.mark.parametrize(
    "content",
    [b"{}", b"[]", b'{"text": "x", "spans": 1}', b'{"text": "x", "spans": [{"end": 1, "label": "A"}]}', line(meta=[1]),
     line(relations=[{"label": "x"}]), line(annotator={"article_id": "\n"}), line(annotator={"read": [[3, 1]]})],
)  # fmt: skip
def test_what_is_no_task_is_refused_by_its_line(content: bytes):
    assert ", line 1: " in refusal(prodigy.read, content, "x.jsonl")


def test_mutated_files_are_read_or_refused():
    check_mutated(prodigy.read, written(prodigy.write, [article(), article()])[0], "x.jsonl", range(300))
