"""JSON in whatever shape it comes: each value is read as what it is, and what is none is refused by its number."""

import json
from typing import Any

import pytest

from annotator.formats import some_json
from annotator.formats.source import Source
from annotator.model.record import Record
from tests.formats.given import read_one, refusal, source
from tests.formats.round_trips import check_mutated

TEXT = "Uber blew through $1 million."
MARKED = [("ORG", "Uber"), ("MONEY", "$1 million")]


def content(value: Any) -> bytes:
    return json.dumps(value).encode()


def marked(record: Record) -> list[tuple[str, str]]:
    return [(one.label, record.text[one.start : one.end]) for one in record.spans]


TOKENS = [
    ("Uber", "U-ORG"),
    ("blew", "O"),
    ("through", "-"),
    ("$", "B-MONEY"),
    ("1", "I-MONEY"),
    ("million", "L-MONEY"),
]
SHAPES = {
    "pairs": [[TEXT, {"entities": [[0, 4, "ORG"], [18, 28, "MONEY"]]}]],
    "pairs with classes": {
        "classes": ["ORG"], "annotations": [[TEXT, {"entities": [["ORG", 0, 4], [18, 28, "MONEY"]]}]]},
    "lists of entities": [{"text": TEXT, "entities": [[0, 4, "ORG"], [18, 28, "MONEY"]]}],
    "objects": [{"text": TEXT, "spans": [{"start": 0, "end": 4, "entity_group": "ORG"},
                                        {"start": 18, "end": 28, "labels": ["MONEY"], "text": "$1 million"}]}],
    "a document": {"text": TEXT, "ents": [{"start": 0, "end": 4, "label": "ORG"}], "tokens": [{"id": 0}],
                   "spans": {"sc": [{"start": 18, "end": 28, "label": "MONEY"},
                                    {"start": 0, "end": 4, "label": "ORG"}]}},
    "training": [{"id": 7, "paragraphs": [
        {"raw": TEXT, "sentences": [{"tokens": [{"orth": word, "ner": tag} for word, tag in TOKENS]}]}]}],
    "points": [{"content": TEXT, "extras": None, "annotation": [
        {"label": ["ORG"], "points": [{"start": 0, "end": 3, "text": "Uber"}]},
        {"label": "MONEY", "points": [{"start": 18, "end": 27, "text": "$1 million"}]}]}],
    "prodigy": [{"text": TEXT, "_input_hash": 1, "answer": "accept",
                 "spans": [{"start": 0, "end": 4, "label": "ORG"}, {"start": 18, "end": 28, "label": "MONEY"}]}],
    "native": [{"schema": "annotator/1", "text": TEXT, "spans": [{"start": 0, "end": 4, "label": "ORG", "note": "x"},
                                                                {"start": 18, "end": 28, "label": "MONEY"}]}],
}  # fmt: skip


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("indent", [None, 1])
def test_work_is_read_in_every_shape(shape: str, indent: int | None):
    given = json.dumps(SHAPES[shape], indent=indent).encode()
    assert shape == "prodigy" or some_json.recognise(given)
    record = read_one(some_json.read, given, "x.json")
    assert (record.text, marked(record)) == (TEXT, MARKED)


def test_lines_of_pairs_are_read_one_by_one():
    lines = (
        content(["a b", {"entities": [[0, 1, "X"]], "cats": {"war": 1.0, "sport": 0.0}}]) + b"\n" + content(["c", []])
    )
    assert some_json.recognise(lines)
    first, second = some_json.read(source(lines, "x.jsonl"), None)
    assert (marked(first), first.labels, second.text) == ([("X", "a")], {"category": ["war"]}, "c")


ARTICLE = {"title": "Towns", "content": "The army said so.", "publishedAt": "2026-11-02T10:00:00Z", "author": "A B"}


@pytest.mark.parametrize(
    "around",
    [lambda one: [one], lambda one: one, lambda one: {"status": "ok", "articles": [one]},
     lambda one: {"response": {"status": "ok", "results": [one]}}, lambda one: {"hits": {"hits": [{"_source": one}]}},
     lambda one: {name: [value] for name, value in one.items()}, lambda one: {n: {"0": v} for n, v in one.items()}],
)  # fmt: skip
def test_articles_are_found_in_what_stands_around_them(around: Any):
    given = content(around({**ARTICLE, "source": {"id": None, "name": "Northern Wire"}, "tags": ["war", "river"]}))
    record = read_one(some_json.read, given, "x.json")
    assert record.text == "The army said so."
    assert {name: record.meta[name] for name in ("title", "published", "byline", "source", "tags")} == {
        "title": "Towns", "published": "2026-11-02T10:00:00Z", "byline": "A B", "source": "Northern Wire",
        "tags": "war, river",
    }  # fmt: skip


def test_what_a_file_has_less_than_articles_is_said_and_counted():
    cut = {**ARTICLE, "content": "The army said so… [+1234 chars]"}
    page = {"title": {"rendered": "Towns"}, "content": {"rendered": "<p>The army</p><p>said so.</p>"}}
    short = {"title": "Towns", "description": "The army said so."}
    found = list(some_json.read(source(content([cut, page, short, {**ARTICLE, "content": ""}]), "x.json"), None))
    assert [one.text for one in found][1:] == ["The army\n\nsaid so.", "The army said so."]
    assert set(found[-1].notes) == {
        "Articles without a text (1) were left out.",
        "Of 1 articles the file has only the beginning; it says so at their ends.",
        "Of 1 articles the file has no more than a description, which is often only the beginning.",
        "Texts that were pieces of pages (1) became what a reader reads of them.",
    }


def test_the_column_of_the_text_may_be_named():
    given = content([{"lede": "The army said so.", "url": "x"}])
    assert "--column text=NAME" in refusal(some_json.read, given, "x.json")
    plain = source(given, "x.json")
    told = Source("x.json", ".json", plain.size, plain.open, columns=(("text", "lede"),))
    assert [one.text for one in some_json.read(told, None)] == ["The army said so."]


def test_numbers_of_tags_are_read_by_the_names_around_them():
    names = {"feature": {"names": ["O", "B-PER", "I-PER"], "_type": "ClassLabel"}, "_type": "Sequence"}
    rows = [{"row_idx": 0, "row": {"tokens": ["EU", "Ana", "B", " "], "ner_tags": [0, 1, 2, 0]}}]
    record = read_one(
        some_json.read, content({"features": [{"name": "ner_tags", "type": names}], "rows": rows}), "x.json"
    )
    assert marked(record) == [("PER", "Ana B")]
    assert "Tokens that are nothing but blanks (1) were left out." in record.notes
    bare = content([{"words": ["EU"], "labels": [3]}])
    assert refusal(some_json.read, bare, "x.json").endswith("the file does not hold their names; save it as Parquet.")


@pytest.mark.parametrize(
    "given", [[1, 2], [], {"a": 1}, [["x", {"entities": [[0]]}]], [["x", "y", "z"]], "x", [{"text": None}]]
)
def test_what_holds_no_article_is_refused(given: Any):
    refusal(some_json.read, content(given), "x.json")


def test_native_lines_and_exports_of_others_are_left_to_their_own_readers():
    for theirs in ({"text": "x"}, {"text": "x", "label": [[0, 1, "A"]]}, {"data": {"text": "x"}}, {"%TYPES": {}}):
        assert not some_json.recognise(content(theirs))
    assert not some_json.recognise(b'{"schema": "annotator/1", "text": "' + b"x" * 70_000)
    assert not some_json.recognise(b"plain text")


@pytest.mark.parametrize("shape", SHAPES)
def test_mutated_files_are_read_or_refused(shape: str):
    check_mutated(some_json.read, content(SHAPES[shape]), "x.json", range(60))


def test_the_keys_of_articles_are_shown_as_columns_and_work_has_none():
    (shown,) = some_json.look(source(content([ARTICLE, {"title": "x"}]), "x.json"), None)
    assert shown.meta["1"] == ["title", "Towns", "x"]
    assert shown.meta["2"] == ["content", "The army said so.", ""]
    for shape in ("pairs", "objects", "points"):
        assert list(some_json.look(source(content(SHAPES[shape]), "x.json"), None)) == []


@pytest.mark.parametrize(
    "shape",
    [
        [{"id": 10**40, "paragraphs": [{"raw": TEXT, "sentences": [{"tokens": [{"orth": "Uber", "ner": "U-ORG"}]}]}]}],
        [{"id": 10**40, "data": {"text": TEXT}, "annotations": []}],
    ],
)
def test_a_number_that_no_project_takes_is_refused(shape: Any):
    assert "a number that is too large" in refusal(some_json.read, content(shape), "x.json")
