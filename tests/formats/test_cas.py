"""UIMA: what we write is read by UIMA's own reader for Python, what it writes is read by us, and offsets are UTF-16."""

import json
import random
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.formats import cas_json, cas_xmi, losses, safe_xml
from annotator.formats.words import identifier_of, name_of
from annotator.model.record import Record, RecordRelation, RecordSpan
from tests.formats.given import CANARY, read_one, refusal, source
from tests.formats.interchange import (
    NAMES,
    PLAIN_NAMES,
    members,
    mutated,
    read_back,
    read_or_refused,
    records,
    said,
    written,
)

TEXT = "🔴 Syria: the Observatory\r\nsaid\tat least 287 fighters <&> were killed."
KINDS = ("cas-xmi", "cas-json")


ACTOR = (13, 24)
CLAIM = [(31, 43), (57, 68)]


def our_record() -> Record:
    spans = [
        RecordSpan(id="s", label="actor", start=13, end=24, attributes={"type": "monitor", "side a": 1}),
        RecordSpan(id="t", label="claim", start=31, end=68, fragments=CLAIM, note="a\nb", unsure=True),
    ]
    for span in spans:
        span.text = " ".join(TEXT[start:end] for start, end in span.fragments or [ACTOR])
    record = Record(TEXT, "a", layer="ana", status="done", meta={"title": "T", "language": "en"}, spans=spans)
    record.relations = [RecordRelation(id="r", label="source", head="t", child="s")]
    return record


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=50)
@given(records())
def test_what_is_written_is_read_back_but_for_what_was_reported(
    tmp_path_factory: pytest.TempPathFactory, kind: str, found: list[Record]
):
    content, report = written(kind, found)
    reported = {loss.what for loss in report.loss}
    # Fragments come back from a feature of ours; whoever else reads the file sees one run.
    assert reported <= {losses.EXTRAS, losses.DECISIONS, losses.COVERED} | (
        {safe_xml.UNWRITABLE} if "xmi" in kind else set()
    )
    path = tmp_path_factory.mktemp("cas") / "work.zip"
    path.write_bytes(content)
    back = {(record.id, record.layer): record for record in read_back(path)}
    assert len(back) == len(found)
    for record in found:
        again = back[record.id, record.layer]
        assert said(again) == said(record)
        assert [(span.id, span.origin) for span in again.spans] == [(span.id, span.origin) for span in record.spans]
        assert [relation.id for relation in again.relations] == [relation.id for relation in record.relations]


@pytest.mark.parametrize("kind", KINDS)
def test_offsets_are_utf16_in_the_file_and_code_points_in_the_program(kind: str, tmp_path: Path):
    content, _ = written(kind, [our_record()])
    (name,) = [name for name in members(content) if name.startswith("ana/000001")]
    raw = members(content)[name].decode()
    assert ('begin="14" end="25"' if kind == "cas-xmi" else '"begin":14,"end":25') in raw
    (tmp_path / "work.zip").write_bytes(content)
    (again,) = read_back(tmp_path / "work.zip")
    assert [(span.start, span.end, span.fragments) for span in again.spans] == [
        (*ACTOR, [ACTOR]),
        (31, 68, CLAIM),
    ]


def an_xmi(more: str, text: str = "one two") -> bytes:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<xmi:XMI xmlns:xmi="http://www.omg.org/XMI" xmi:version="2.0" '
        'xmlns:cas="http:///uima/cas.ecore" xmlns:c="http:///webanno/custom.ecore">'
        f'<cas:Sofa xmi:id="1" sofaNum="1" sofaID="_InitialView" sofaString="{text}"/>{more}</xmi:XMI>'
    ).encode()


@pytest.mark.parametrize(
    ("begin", "end"), [("0", "999999"), ("-7", "3"), ("3", "1"), ("1", "1"), ("x", "3"), ("3", "4")]
)
def test_an_annotation_that_lies_on_no_words_is_left_out_and_counted(begin: str, end: str):
    mark = f'<c:Actor xmi:id="2" sofa="1" begin="{begin}" end="{end}"/>'
    record = read_one(cas_xmi.read, an_xmi(mark, "ab😀cd"))
    assert record.spans == []
    assert record.notes == ["1 annotations that lie on no words of the text were left out."]


def test_a_copy_of_a_mark_gets_an_id_of_its_own():
    mark = '<c:Mark xmi:id="{}" sofa="1" begin="0" end="3" label="actor" markId="m"/>'
    first, second = read_one(cas_xmi.read, an_xmi(mark.format(2) + mark.format(3))).spans
    assert first.id == "m" != second.id


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
REFUSED_XML = {
    "prose": CANARY.encode(),
    "cut": an_xmi("")[:-5],
    "another root": b"<a/>",
    "no text": an_xmi("").replace(b"sofaString", b"sofaThing"),
    "a document type": BOMB.encode() + an_xmi(""),
    "an entity from outside": b'<!DOCTYPE x SYSTEM "file:///etc/passwd">' + an_xmi("").partition(b"\n")[2],
    "UTF-16": an_xmi("").decode().replace("UTF-8", "UTF-16").encode("utf-16"),
    "UTF-7": b'<?xml version="1.0" encoding="UTF-7"?>+ADwAIQ-DOCTYPE x+AD4-<x/>',
    "deep": b"<a>" * 100_000,
    "not UTF-8": an_xmi("").replace(b"one", b"\xff\xfe"),
    "a bare control character": an_xmi("").replace(b"one", b"o\x01e"),
    "about an article in no JSON": an_xmi(f'<c:Article xmi:id="3" about="{CANARY}"/>'),
}


@pytest.mark.parametrize("what", REFUSED_XML)
def test_what_is_no_xmi_is_refused(what: str):
    refusal(cas_xmi.read, REFUSED_XML[what], "work.xmi")


REFUSED_JSON = {
    "prose": CANARY.encode(),
    "a list": b"[]",
    "no structures": b"{}",
    "no text": b'{"%FEATURE_STRUCTURES":[]}',
    "a structure without a type": b'{"%FEATURE_STRUCTURES":[{"%ID":1}]}',
    "two of one number": json.dumps({"%FEATURE_STRUCTURES": [{"%ID": 1, "%TYPE": CANARY}] * 2}).encode(),
    "a text that is none": b'{"%FEATURE_STRUCTURES":[{"%ID":1,"%TYPE":"uima.cas.Sofa","sofaString":5}]}',
    "deep": b'{"%FEATURE_STRUCTURES":' + b"[" * 100_000,
}


@pytest.mark.parametrize("what", REFUSED_JSON)
def test_what_is_no_cas_in_json_is_refused(what: str):
    refusal(cas_json.read, REFUSED_JSON[what], "work.json")


def test_characters_that_xml_cannot_hold_are_counted_and_the_rest_stays():
    record = Record(
        "a\x01b\ufffec", "a", layer="ana", spans=[RecordSpan(id="s", label="actor", start=2, end=3, note="\x02")]
    )
    content, report = written("cas-xmi", [record])
    assert {loss.what: loss.count for loss in report.loss} == {safe_xml.UNWRITABLE: 2}
    again = read_one(cas_xmi.read, members(content)["ana/000001.xmi"])
    assert (again.text, again.spans[0].text, again.spans[0].note) == ("a\ufffdb\ufffdc", "b", "\x02")
    again = read_one(cas_json.read, members(written("cas-json", [record])[0])["ana/000001.json"])
    assert again.text == record.text


@given(st.lists(PLAIN_NAMES | NAMES, unique=True, max_size=5))
def test_names_become_identifiers_and_names_again(names: list[str]):
    identifiers = [identifier_of(name, frozenset({"claim"})) for name in names]
    assert [name_of(identifier) for identifier in identifiers] == names
    for identifier in identifiers:
        assert identifier.isascii()
        assert identifier.isidentifier()
        assert identifier[0].isalpha()
        assert identifier != "claim"


TOKENS = [
    b'"', b"<", b">", b"&", b"&#0;", b"&lt;", b"]]>", b"{", b"}", b"[", b",", b"null", b"-1", b"9" * 30, b"1e400",
    b'xmi:id="2"', b'begin="99"', b'"%ID":2,', b"\\ud800", b"\\u0000", b"\xff", b"\0", b"<c:X/>", b"[" * 50,
    b' links="4 5"', b' target="4"', b' next="4"', b' first="4"', b' role="x"', b"<tags>x</tags>", b' sofa="9"',
    b'"%ELEMENTS":[4,5],', b'"@links":4,', b'"@target":4,', b'"@next":4,', b"uima.cas.FSArray",
]  # fmt: skip


def mutate(kind: str, count: int, seed: int) -> int:
    (name,) = [name for name in members(written(kind, [our_record()])[0]) if name.startswith("ana/000001")]
    whole = members(written(kind, [our_record()])[0])[name]
    read = cas_xmi.read if kind == "cas-xmi" else cas_json.read
    chance = random.Random(seed)
    refused = 0
    for _ in range(count):
        changed = mutated(whole, TOKENS, chance)
        found = read_or_refused(lambda: list(read(source(changed, "work.xmi"), None)))  # noqa: B023 – asked now, not later
        refused += found is None
        for record in found or []:
            assert all(record.text[span.start : span.end] for span in record.spans)
    return refused


@pytest.mark.parametrize("kind", KINDS)
def test_mutated_files_are_read_or_refused(kind: str):
    assert 50 < mutate(kind, 300, 20261126) < 300


@pytest.mark.soak
@pytest.mark.parametrize("kind", KINDS)
def test_ten_thousand_mutated_files_are_read_or_refused(kind: str):
    assert 2000 < mutate(kind, 10_000, 1) < 10_000


def test_attributes_that_are_too_deep_or_too_large_are_not_taken():
    things = [
        {"%ID": 1, "%TYPE": "uima.cas.Sofa", "sofaString": "one", "sofaID": "_InitialView"},
        {"%ID": 2, "%TYPE": "x.Actor", "@sofa": 1, "begin": 0, "end": 3, "n": 10**30, "m": 5},
    ]
    (span,) = read_one(cas_json.read, msgspec.json.encode({"%FEATURE_STRUCTURES": things})).spans
    assert span.attributes == {"m": 5}
