"""W3C Web Annotation: positions and quotes go out, words are found again by them, and nothing is lost on the way."""

import json
import random
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given, settings

from annotator.formats import losses, web_annotation
from annotator.formats.quoting import Quote, find_quote, quote_of
from annotator.formats.source import Source
from annotator.model.record import Record, RecordRelation, RecordSpan
from tests.formats.given import CANARY, refusal
from tests.formats.interchange import TEXTS, members, mutated, read_back, read_or_refused, records, said, written

TEXT = "🔴 Syria: the army said that the army of the North, not the army, was there."


def pair(annotations: object, text: str | None = TEXT) -> Source:
    """Return annotations beside a text."""
    content = annotations if isinstance(annotations, bytes) else json.dumps(annotations).encode()
    raw = None if text is None else text.encode()

    def beside(end: str) -> Source | None:
        return Source("a.txt", end, len(raw), lambda: BytesIO(raw)) if raw is not None and end == ".txt" else None

    return Source("a.jsonld", ".jsonld", len(content), lambda: BytesIO(content), "", beside)


def read(annotations: object, text: str | None = TEXT) -> list[Record]:
    return list(web_annotation.read(pair(annotations, text), None))


def a_target(start: int | None = None, end: int | None = None, **quote: str) -> dict[str, Any]:
    position = [] if start is None else [{"type": "TextPositionSelector", "start": start, "end": end}]
    return {"source": "x", "selector": position + ([{"type": "TextQuoteSelector", **quote}] if quote else [])}


def tagging(target: object, **more: Any) -> dict[str, Any]:
    body = {"type": "TextualBody", "purpose": "tagging", "value": "actor"}
    return {"type": "Annotation", "body": body, "target": target} | more


def places(*annotations: object) -> list[tuple[int, int]]:
    (record,) = read([*annotations])
    return [(span.start, span.end) for span in record.spans]


@settings(max_examples=50)
@given(records())
def test_what_is_written_is_read_back_the_same(tmp_path_factory: pytest.TempPathFactory, found: list[Record]):
    for unit in ("codepoint", "utf16"):
        content, report = written("web-annotation", found, unit=unit)
        assert report.loss == []
        path = tmp_path_factory.mktemp("web") / "work.zip"
        path.write_bytes(content)
        back = {(record.id, record.layer): record for record in read_back(path)}
        assert len(back) == len(found)
        for record in found:
            again = back[record.id, record.layer]
            if unit == "codepoint":
                assert said(again) == said(record)
                assert [(span.id, span.origin, span.extra) for span in again.spans] == [
                    (span.id, span.origin, span.extra) for span in record.spans
                ]
                assert [relation.id for relation in again.relations] == [relation.id for relation in record.relations]


@pytest.mark.parametrize(("unit", "start"), [("codepoint", 13), ("utf16", 14)])
def test_positions_count_what_was_asked_for_and_are_recognised(unit: str, start: int):
    spans = [RecordSpan(id=f"{at}", label="actor", start=at, end=at + 4) for at in (13, 32, 59)]
    for span in spans:
        span.text = TEXT[span.start : span.end]
    content, _ = written("web-annotation", [Record(TEXT, "a", layer="ana", spans=spans)], unit=unit)
    files = members(content)
    first = json.loads(files["ana/000001.jsonld"])["first"]["items"][0]["target"]
    assert first["source"] == "000001.txt"
    assert first["selector"][0] == {"type": "TextPositionSelector", "start": start, "end": start + 4}
    (record,) = read(files["ana/000001.jsonld"])
    assert [(span.start, span.end) for span in record.spans] == [(13, 17), (32, 36), (59, 63)]
    assert bool(record.notes) is (unit == "utf16")


def test_every_annotation_has_what_the_standard_demands():
    spans = [
        RecordSpan(id="s 1", label="actor", start=0, end=3, fragments=[(0, 1), (2, 3)], note="n", attributes={"a": 1})
    ]
    spans.append(RecordSpan(id="b1e0f4b6-6c4b-4b1e-9d5c-0d5b3f0a7c11", label="claim", start=4, end=5))
    record = Record(TEXT, "a", layer="ana", spans=spans)
    record.relations = [RecordRelation(label="source", head=spans[1].id or "", child="s 1")]
    collection = json.loads(members(written("web-annotation", [record])[0])["ana/000001.jsonld"])
    assert collection["@context"][0] == "http://www.w3.org/ns/anno.jsonld"
    assert (collection["type"], collection["total"], collection["first"]["type"]) == (
        "AnnotationCollection",
        3,
        "AnnotationPage",
    )
    items = collection["first"]["items"]
    assert all(item["type"] == "Annotation" and item["id"].startswith("urn:") and item["target"] for item in items)
    assert [item["motivation"] for item in items] == ["tagging", "tagging", "linking"]
    assert items[2]["target"] == items[1]["id"] == f"urn:uuid:{spans[1].id}"
    assert items[2]["body"][0] == {"id": items[0]["id"]}
    assert len(items[0]["target"]) == 2
    for target in items[0]["target"]:
        assert [selector["type"] for selector in target["selector"]] == ["TextPositionSelector", "TextQuoteSelector"]


def test_words_are_found_by_their_quote_where_the_position_is_missing_or_wrong():
    assert places(tagging(a_target(exact="Syria"))) == [(2, 7)]
    assert places(tagging(a_target(70, 75, exact="Syria"))) == [(2, 7)]
    assert places(tagging(a_target(exact="the army", prefix="said that "))) == [(28, 36)]
    assert places(tagging(a_target(exact="the army", suffix=", was"))) == [(55, 63)]
    assert places(tagging(a_target(10, 18))) == [(10, 18)]


def test_words_that_may_lie_in_several_places_are_left_out_and_said():
    (record,) = read([tagging(a_target(exact="the army")), tagging(a_target(exact="nowhere")), tagging("http://x")])
    assert record.spans == []
    assert record.notes == ["3 annotations were left out: it is not clear where they lie."]


def test_what_has_a_position_is_left_for_the_import_to_look_for():
    (record,) = read([tagging(a_target(8, 16, exact="the army"))])
    assert [(span.start, span.text) for span in record.spans] == [(8, "the army")]


@pytest.mark.parametrize("iri", ["urn:annotator:a%20b", "annotator:a%20b"])
def test_an_id_of_ours_comes_back_also_when_json_ld_has_shortened_it(iri: str):
    (record,) = read([tagging(a_target(3, 8), id=iri)])
    assert [span.id for span in record.spans] == ["a b"]


def test_each_creator_is_a_layer():
    one = a_target(2, 7, exact="Syria")
    found = read(
        [tagging(one, creator={"name": "ana"}), tagging(one, creator="urn:ben"), tagging(one, creator=["ana"])]
    )
    assert [(record.layer, len(record.spans)) for record in found] == [("ana", 2), ("urn:ben", 1)]


def test_bodies_become_tag_note_and_attributes():
    bodies = [
        {"purpose": "tagging", "value": "actor"},
        {"purpose": "tagging", "value": "state"},
        {"purpose": "commenting", "value": "who?"},
        "and where?",
        {"purpose": "describing", "value": "an army"},
        "http://example.org/army",
        5,
    ]
    (record,) = read({"target": a_target(2, 7), "body": bodies, "motivation": ["tagging"]})
    (span,) = record.spans
    assert (span.label, span.note) == ("actor", "who?\nand where?")
    assert span.attributes == {"tags": ["state"], "describing": "an army"}


def test_a_text_may_lie_in_the_annotations():
    target = a_target(0, 3) | {"source": {"type": "TextualBody", "value": "one two"}}
    (record,) = read([tagging(target)], text=None)
    assert (record.text, len(record.spans)) == ("one two", 1)


def test_a_link_to_nothing_is_left_out_and_said():
    link = {"motivation": "linking", "target": "a", "body": {"id": "b"}}
    (record,) = read([tagging(a_target(2, 7), id="a"), link])
    assert record.relations == []
    assert record.notes == ["1 annotations were left out: it is not clear where they lie."]


@given(TEXTS, TEXTS, TEXTS)
def test_a_quote_with_all_of_its_context_is_found(before: str, words: str, after: str):
    text = before + words + after
    found = find_quote(text, Quote(words, before, after))
    assert found is None or text.startswith(words, found)
    if text.count(words) == 1:
        assert found == len(before)
    assert quote_of(text, len(before), len(before) + len(words)).exact == words


def beside_page(annotations: object, page: str) -> list[Record]:
    content, raw = json.dumps(annotations).encode(), page.encode()

    def beside(end: str) -> Source | None:
        return Source("a.html", end, len(raw), lambda: BytesIO(raw)) if end == ".html" else None

    return list(
        web_annotation.read(Source("a.json", ".json", len(content), lambda: BytesIO(content), "", beside), None)
    )


def noted(user: str, words: str, *tags: str, **more: Any) -> dict[str, Any]:
    quote = {"type": "TextQuoteSelector", "exact": words, "prefix": "", "suffix": ""}
    selectors = [
        {"type": "RangeSelector", "startContainer": "/p[1]"},
        {"type": "TextPositionSelector", "start": 900, "end": 905},
    ]
    return {
        "id": f"{user}-{words}", "user": f"acct:{user}@hypothes.is", "uri": "https://x.org/1", "tags": list(tags),
        "text": "Who?", "target": [{"source": "https://x.org/1", "selector": [*selectors, quote]}], **more,
    }  # fmt: skip


PAGE = "<html><body><article><p>The army of the\nNorth was there, and so was the river police.</p><p>" + "More. " * 60


@pytest.mark.parametrize("around", [lambda rows: {"total": 2, "rows": rows}, lambda rows: {"annotations": rows}, list])
def test_annotations_of_hypothesis_are_found_in_the_page_beside_them(around: Any):
    rows = [
        noted("ana", "army of the\n  North", "actor"),
        noted("ben", "river police", "actor", "law"),
        noted("ben", "river police", references=["ana-1"]),
        noted("ben", "not there"),
    ]
    given_rows = around(rows)
    assert web_annotation.recognise(json.dumps(given_rows).encode())
    ana, ben = beside_page(given_rows, PAGE)
    assert [(span.label, span.text, span.note) for span in ana.spans] == [("actor", "army of the North", "Who?")]
    assert [(span.label, span.text, span.attributes) for span in ben.spans][:1] == [
        ("actor", "river police", {"tags": ["law"]}),
    ]
    assert (ana.layer, ben.layer) == ("ana", "ben")
    assert "Replies to annotations (1) were left out." in ben.notes


def test_recogito_has_both_ends_of_a_relation_as_targets():
    link = {"type": "Annotation", "motivation": "linking", "target": [{"id": "#1"}, {"id": "#2"}],
            "body": [{"type": "TextualBody", "value": "part of", "purpose": "tagging"}]}  # fmt: skip
    ends = [tagging(a_target(exact="Syria"), id="#1"), tagging(a_target(exact="North"), id="#2")]
    (record,) = read([*ends, link])
    (relation,) = record.relations
    ids = {span.id: span.text for span in record.spans}
    assert (ids[relation.head], relation.label, ids[relation.child]) == ("Syria", "part of", "North")


def test_selectors_of_the_text_annotator_are_places_of_their_own():
    selectors = [{"quote": "Syria", "start": 2, "end": 7}, {"quote": "North", "start": 45, "end": 50}]
    given_one = {"id": "a", "bodies": [{"purpose": "tagging", "value": "place"}], "target": {"selector": selectors}}
    given_one["target"]["creator"] = {"id": "ana"}
    (record,) = read([given_one])
    (span,) = record.spans
    assert (span.label, span.fragments, record.layer) == ("place", [(2, 7), (45, 50)], "ana")


def test_the_words_of_the_draft_before_the_standard_are_understood():
    target = {
        "@type": "oa:SpecificResource",
        "hasSource": "x",
        "hasSelector": {"@type": "oa:TextQuoteSelector", "oa:exact": "Syria"},
    }
    body = {"@type": ["oa:Tag", "cnt:ContentAsText"], "chars": "place", "purpose": "tagging"}
    (record,) = read({"@graph": [{"@type": "oa:Annotation", "hasTarget": target, "hasBody": body}]})
    assert [(span.label, span.text) for span in record.spans] == [("place", "Syria")]


def test_a_body_that_names_what_is_meant_is_kept_and_a_place_may_be_a_fragment():
    target = {"source": "x", "selector": {"type": "FragmentSelector", "value": "char=2,7"}}
    body = {"type": "SpecificResource", "source": "http://www.wikidata.org/entity/Q858", "purpose": "identifying"}
    (record,) = read([{"type": "Annotation", "body": body, "target": target}])
    (span,) = record.spans
    assert (span.start, span.end, span.attributes) == (2, 7, {"identifying": "http://www.wikidata.org/entity/Q858"})


def test_a_collection_that_only_points_to_its_pages_is_refused():
    sentence = refusal(
        web_annotation.read, b'{"type": "AnnotationCollection", "first": "http://x.org/page1"}', "a.jsonld"
    )
    assert "only says where its annotations are" in sentence


@pytest.mark.parametrize(
    "content",
    [CANARY.encode(), b"5", b"[]", b'"x"', b"[" * 100_000, b"\xff", b'{"target":', json.dumps([CANARY]).encode()],
)
def test_what_holds_no_annotations_is_refused(content: bytes):
    refusal(lambda _source, _encoding: web_annotation.read(pair(content), None), b"")


def test_annotations_without_a_text_are_refused():
    refusal(lambda _source, _encoding: web_annotation.read(pair([tagging(a_target(1, 2))], None), None), b"")


def test_relations_to_spans_that_are_not_written_are_counted():
    record = Record(TEXT, "a", layer="ana", relations=[RecordRelation(label="about", head="s", child="t")])
    _, report = written("web-annotation", [record])
    assert [(loss.what, loss.count) for loss in report.loss] == [(losses.RELATIONS, 1)]


TOKENS = [
    b'"', b"{", b"}", b"[", b"]", b",", b":", b"null", b"-1", b"true", b"9" * 30, b"1e400", b'"exact":', b'"items":',
    b'"target":[],', b'"body":5,', b"\\ud800", b"\\u0000", b"\xff", b"\0", b"[" * 50,
]  # fmt: skip


def mutate(count: int, seed: int) -> int:
    spans = [
        RecordSpan(id=f"{at}", label="actor", start=at, end=at + 4, attributes={"n": 1}, note="n") for at in (14, 33)
    ]
    record = Record(
        TEXT, "a", layer="ana", spans=spans, relations=[RecordRelation(label="about", head="13", child="32")]
    )
    whole = members(written("web-annotation", [record])[0])["ana/000001.jsonld"]
    chance = random.Random(seed)
    refused = 0
    for _ in range(count):
        changed = mutated(whole, TOKENS, chance)
        found = read_or_refused(lambda: read(changed))  # noqa: B023 – asked now, not later
        refused += found is None
        for one in found or []:
            assert one.text == TEXT
    return refused


def test_mutated_files_are_read_or_refused():
    assert 100 < mutate(400, 20261126) < 400


@pytest.mark.soak
def test_ten_thousand_mutated_files_are_read_or_refused():
    assert 2000 < mutate(10_000, 1) < 10_000
