"""Native JSONL: lossless, strict, and quick to say no."""

import json
import random
from io import BytesIO
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.errors import UserError
from annotator.formats import jsonl, lines
from annotator.model.naming import is_name
from annotator.model.record import Record, RecordRelation, RecordSpan
from tests.formats.given import CANARY, checked, read_one, refusal, source

WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30)
NAMES = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1, max_size=12).filter(is_name)
NUMBERS = st.integers(-(2**63), 2**63 - 1) | st.floats(allow_nan=False, allow_infinity=False)
VALUES = st.recursive(
    st.none() | st.booleans() | NUMBERS | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3),
    max_leaves=5,
)
OBJECTS = st.dictionaries(WORDS, VALUES, max_size=3)
OFFSETS = st.integers(-5, 10**12)


def strangers(known: type[msgspec.Struct]) -> st.SearchStrategy[Any]:
    keys = st.text("xyzü😀_", min_size=1, max_size=6)
    return st.just(msgspec.UNSET) | st.dictionaries(keys, VALUES, min_size=1, max_size=2)


SPANS = st.builds(
    RecordSpan,
    id=st.none() | NAMES,
    label=NAMES,
    start=OFFSETS,
    end=OFFSETS,
    fragments=st.none() | st.lists(st.tuples(OFFSETS, OFFSETS), min_size=1, max_size=3),
    text=st.none() | WORDS,
    attributes=OBJECTS,
    origin=st.none() | NAMES,
    unsure=st.booleans(),
    note=WORDS,
    guessed=st.just(msgspec.UNSET) | st.dictionaries(WORDS, WORDS, min_size=1, max_size=2),
    extra=strangers(RecordSpan),
)
RELATIONS = st.builds(
    RecordRelation, id=st.none() | NAMES, label=NAMES, head=NAMES, child=NAMES, extra=strangers(RecordRelation)
)
RECORDS = st.builds(
    Record,
    text=WORDS,
    id=st.none() | NAMES,
    sha256=st.none() | WORDS,
    meta=OBJECTS,
    layer=st.none() | NAMES,
    status=st.sampled_from([None, "open", "done"]),
    flagged=st.booleans(),
    tagset=st.none() | NAMES,
    tagset_version=st.none() | st.integers(0, 99),
    spans=st.lists(SPANS, max_size=3),
    relations=st.lists(RELATIONS, max_size=2),
    labels=OBJECTS,
    read=st.lists(st.integers(0, 999).map(lambda start: (start, start + 5)), max_size=2),
    decisions=st.lists(OBJECTS, max_size=2),
    raw_sha256=st.none(),
    notes=st.just([]),
)


def written(*records: Record) -> bytes:
    target = BytesIO()
    jsonl.write(records, target)
    return target.getvalue()


def line(**values: Any) -> bytes:
    return json.dumps({"text": f"The {CANARY} burned.", **values}).encode()


def a_span(**values: Any) -> dict[str, Any]:
    return {"label": "actor", "start": 4, "end": 10, **values}


@given(st.lists(RECORDS, max_size=3))
def test_what_is_written_is_read_back_the_same(records: list[Record]):
    assert list(jsonl.read(source(written(*records)), None)) == records


def test_a_written_line_is_what_other_programs_expect():
    span = RecordSpan(id="s", label="actor", start=4, end=18, text=CANARY, extra={"token_start": 1})
    (back,) = [json.loads(one) for one in written(Record(f"The {CANARY}", "a", spans=[span], layer="ana")).splitlines()]
    assert (back["schema"], back["offset_unit"]) == ("annotator/1", "codepoint")
    assert back["spans"][0]["label"] == "actor"
    assert back["spans"][0]["token_start"] == 1
    assert "extra" not in back["spans"][0]


def test_the_report_counts_articles_rather_than_lines():
    layers = [Record("x", "a", layer="ana"), Record("x", "a", layer="ben"), Record("y"), Record("z")]
    assert jsonl.write(layers, BytesIO()).articles == 3


def test_unknown_keys_are_kept_where_they_stood():
    record = read_one(
        jsonl.read,
        line(
            title="T", mood=[1], meta={"desk": "night"}, spans=[a_span(score=0.5, extra={"x": 1})],
            relations=[{"label": "about", "head": "a", "child": "b", "why": "?"}],
        ),
    )  # fmt: skip
    assert record.meta == {"desk": "night", "title": "T", "mood": [1]}
    assert record.spans[0].extra == {"score": 0.5, "extra": {"x": 1}}
    assert record.relations[0].extra == {"why": "?"}


def test_a_decision_stands_beside_its_span_and_the_others_beside_the_spans():
    decision = {"by": "rev", "how": "took", "votes": {"a": "same", "b": "boundary"}, "reason": "number-modifier"}
    told = line(layer="gold", spans=[a_span(decision=decision)], decisions=[{**decision, "how": "nothing"}])
    record = read_one(jsonl.read, told)
    assert record.spans[0].extra == {"decision": decision}
    assert [other["how"] for other in record.decisions] == ["nothing"]
    (back,) = [json.loads(one) for one in written(record).splitlines()]
    assert back["spans"][0]["decision"] == decision
    assert back["decisions"] == record.decisions


def test_what_another_program_calls_decisions_is_a_key_like_any_other():
    record = read_one(jsonl.read, line(decisions="none", spans=[a_span(decision="accept")]))
    assert (record.meta, record.decisions) == ({"decisions": "none"}, [])
    assert record.spans[0].extra == {"decision": "accept"}


def test_a_key_that_would_replace_another_on_the_way_out_cannot_be_smuggled_in():
    smuggled = line(spans=[a_span(**{"\ue000extra": {"label": "claim", "start": 0}})])
    (span,) = json.loads(written(read_one(jsonl.read, smuggled)))["spans"]
    assert (span["label"], span["start"]) == ("actor", 4)


def test_empty_ids_are_missing_ids():
    record = read_one(jsonl.read, line(id="", layer="", spans=[a_span(id="")]))
    assert (record.id, record.layer, record.spans[0].id) == (None, None, None)


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\n\n\n", b"\n  \t\r\n"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_line_ends_empty_lines_and_a_byte_order_mark_make_no_difference(end: bytes, mark: bytes):
    records = list(jsonl.read(source(mark + end.join([line(id="a"), line(id="b"), b""])), None))
    assert [record.id for record in records] == ["a", "b"]


@pytest.mark.parametrize("separator", ["\u2028", "\u2029", "\x85", "\u00a0", "\ufeff", "\r\n", "\x0b", "\x0c", "\x1c"])
def test_what_looks_like_a_line_end_may_stand_inside_a_text(separator: str):
    text = f"one{separator}two"
    for ascii_only in (True, False):
        read = read_one(jsonl.read, json.dumps({"text": text}, ensure_ascii=ascii_only).encode())
        assert read.text == text


@pytest.mark.parametrize(
    ("written_text", "text", "replaced"),
    [
        (r"a\ud83d\ude00b", "a😀b", 0),
        (r"a\uD83D\uDE00b", "a😀b", 0),
        (r"a\ud83db", "a\ufffdb", 1),
        (r"a\ude00\ud83db", "a\ufffd\ufffdb", 2),
        (r"a\ud83d\ud83d\ude00b", "a\ufffd😀b", 1),
        (r"a\u0000b", "a\ufffdb", 1),
        (r"a\\ud83db", r"a\ud83db", 0),
        (r"a\\\ud83db", "a\\\ufffdb", 1),
        (r"a\\u0000b", r"a\u0000b", 0),
    ],
)
def test_only_what_cannot_be_kept_is_replaced_and_that_is_said(written_text: str, text: str, replaced: int):
    record = read_one(jsonl.read, f'{{"text":"{written_text}"}}'.encode())
    assert record.text == text
    assert [note.split()[0] for note in record.notes] == [str(replaced)] * bool(replaced)


def test_replacing_one_character_leaves_numbers_as_they_are():
    record = read_one(jsonl.read, rb'{"text":"a\ud83d","meta":{"n":9007199254740993,"f":0.1}}')
    assert record.meta == {"n": 9007199254740993, "f": 0.1}
    assert refusal(jsonl.read, rb'{"text":"a\ud83d","meta":{"n":NaN}}')
    assert refusal(jsonl.read, rb'{"text":"a\ud83d","meta":{"n":123456789012345678901234567890}}')


def _deep(opening: str, closing: str, depth: int) -> bytes:
    return line()[:-1] + f', "meta": {{"x": {opening * depth}1{closing * depth}}}}}'.encode()


REFUSED = {
    "not JSON": CANARY.encode(),
    "a list": f'["{CANARY}"]'.encode(),
    "a string": f'"{CANARY}"'.encode(),
    "two values": line() + line(),
    "cut": line()[:-9],
    "cut in an escape": rb'{"text":"a\ud8',
    "no text": f'{{"title":"{CANARY}"}}'.encode(),
    "text of a wrong type": f'{{"text":["{CANARY}"]}}'.encode(),
    "another schema": line(schema="annotator/2"),
    "a schema that is a text": line(schema=f"{CANARY} " * 30),
    "other offsets": line(offset_unit="utf-16"),
    "offsets that are a text": line(offset_unit=CANARY),
    "a status": line(status=CANARY),
    "a bool for an offset": line(spans=[a_span(start=True)]),
    "a float for an offset": line(spans=[a_span(start=4.0)]),
    "a string for an offset": line(spans=[a_span(start=CANARY)]),
    "a huge offset": line(spans=[a_span(end=10**30)]),
    "an offset of 5,000 digits": line(spans=[a_span()]).replace(b'"end": 10', b'"end": 1' + b"0" * 5000),
    "a number of 5,000 digits": line(meta={"n": 0}).replace(b'"n": 0', b'"n": ' + b"9" * 5000),
    "a number of 30 digits": line(meta={"n": 10**30}),
    "a number of 30 digits in an attribute": line(spans=[a_span(attributes={"low": [10**30]})]),
    "a number of 30 digits in an unknown key": line(spans=[a_span(score=10**30)]),
    "NaN": line(meta={"n": float("nan")}),
    "infinity": line(meta={"n": float("inf")}),
    "1e400": line(meta={"n": 0}).replace(b'"n": 0', b'"n": 1e400'),
    "no label": line(spans=[{"start": 0, "end": 3}]),
    "an empty label": line(spans=[a_span(label="")]),
    "a label with a line end": line(spans=[a_span(label=f"a\n{CANARY}")]),
    "a label that is a text": line(spans=[a_span(label=f"{CANARY} " * 20)]),
    "an id that is a text": line(id=f"{CANARY} " * 20),
    "no fragment": line(spans=[a_span(fragments=[])]),
    "fragments of a wrong shape": line(spans=[a_span(fragments=[[4, 5, 6]])]),
    "spans of a wrong type": line(spans={"a": CANARY}),
    "a key twice, in meta and beside it": line(meta={"desk": 1}, desk=CANARY),
    "lists 9 deep": _deep("[", "]", 9),
    "lists 900 deep": _deep("[", "]", 900),
    "lists 1,000,000 deep": _deep("[", "]", 1_000_000),
    "objects 9 deep": _deep('{"x":', "}", 9),
    "objects 200,000 deep": _deep('{"x":', "}", 200_000),
    "brackets only": b"[" * 1_000_000,
    "a bare NUL": line().replace(b"burned", b"bur\0ned"),
    "a bare tab": line().replace(b"burned", b"bur\tned"),
    "a bare surrogate": line().replace(b"burned", b"bur\xed\xa0\x80ned"),
    "not UTF-8": line().replace(b"burned", b"bur\xffned"),
    "UTF-16": line().decode().encode("utf-16"),
    "gzip": b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03",
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_no_line_is_refused_in_one_sentence_that_quotes_nothing(what: str):
    assert "line 2" in refusal(jsonl.read, line() + b"\n" + REFUSED[what], f"{'long ' * 90}.jsonl")


def test_values_may_be_nested_a_little_and_come_back():
    record = read_one(jsonl.read, _deep("[", "]", 7))
    assert list(jsonl.read(source(written(record)), None)) == [record]


def test_a_line_or_a_text_that_is_too_long_is_refused(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(lines, "LONGEST_LINE", 1_000_000)
    monkeypatch.setattr(jsonl, "MOST_BYTES", 1000)
    assert "too large" in refusal(jsonl.read, line(text="x" * 1001))
    assert "longer" in refusal(jsonl.read, b'{"text":"' + b"x" * 2_000_000)


def test_an_earlier_line_does_not_wait_for_a_damaged_one():
    records = jsonl.read(source(line(id="a") + b"\n{"), None)
    assert next(records).id == "a"
    with pytest.raises(UserError):
        next(records)


TOKENS = [b'"', b"{", b"}", b"[", b"]", b",", b":", b"\\", b"\n", b"null", b"true", b"-1", b"1e400", b"NaN", b"0.5",
          b"9" * 40, b"\\ud800", b"\\u0000", b"\xff", b"\0", b"\xef\xbb\xbf", b"\xe2\x80\xa8", b'"text":', b'"spans":',
          b'"start":true', b"[" * 50, b'{"a":' * 50]  # fmt: skip


def mutated(content: bytes, chance: random.Random) -> bytes:
    changed = bytearray(content)
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(changed) + 1)
        kind = chance.randrange(5)
        if kind == 0:
            changed[at : at + 1] = bytes([chance.randrange(256)])
        elif kind == 1:
            changed[at:at] = chance.choice(TOKENS)
        elif kind == 2:
            del changed[at : at + chance.randint(1, 40)]
        elif kind == 3:
            start = chance.randrange(len(changed) + 1)
            changed[at:at] = changed[start : start + chance.randint(1, 200)]
        else:
            changed = bytearray(changed.replace(chance.choice([b"4", b"10", b"true", b'"'])[:1], b"7", 1))
    return bytes(changed)


def test_two_thousand_mutated_files_are_read_exactly_or_refused():
    whole = b"\n".join(
        line(
            id=f"a{number}", meta={"title": CANARY, "n": 3}, layer="ana", status="done", labels={"topic": CANARY},
            spans=[a_span(id="s1", text="Zanzib", attributes={"low": 287}, note=CANARY, unsure=True),
                   a_span(id="s2", fragments=[[4, 6], [8, 10]], score=1.5)],
            relations=[{"id": "r", "label": "about", "head": "s1", "child": "s2"}],
        )
        for number in range(3)
    )  # fmt: skip
    chance = random.Random(20261123)
    refused = 0
    for _ in range(2000):
        content = mutated(whole, chance)
        try:
            records = list(jsonl.read(source(content, "work.jsonl"), None))
        except UserError as error:
            refused += 1
            checked(str(error))
        else:
            assert list(jsonl.read(source(written(*records)), None)) == without_notes(records)
            assert_exact(content, records)
    assert 500 < refused < 1999


def without_notes(records: list[Record]) -> list[Record]:
    return [msgspec.structs.replace(record, notes=[]) for record in records]


def assert_exact(content: bytes, records: list[Record]) -> None:
    """Compare with what Python's own reader makes of the lines."""
    lines = [json.loads(one) for one in content.removeprefix(b"\xef\xbb\xbf").split(b"\n") if one.strip()]
    assert len(lines) == len(records)
    for one, record in zip(lines, records, strict=True):
        if not record.notes:
            assert record.text == one["text"]
            offsets = [(span["start"], span["end"], span["label"]) for span in one.get("spans", [])]
            assert [(span.start, span.end, span.label) for span in record.spans] == offsets


@pytest.mark.parametrize("declared", [False, True])
def test_offsets_of_javascript_are_recognised_unless_the_file_says_what_they_count(declared: bool):
    text = "Homs 🔴 the army said 26 were killed."
    spans = [
        {"label": "x", "text": words, "start": text.index(words) + 1, "end": text.index(words) + 1 + len(words)}
        for words in ("army", "26", "killed")
    ]
    spans.append({"label": "x", "text": "Homs", "start": 0, "end": 4})
    line = {"text": text, "spans": spans} | ({"offset_unit": "codepoint"} if declared else {})
    record = read_one(jsonl.read, json.dumps(line).encode(), "x.jsonl")
    found = [text[one.start : one.end] for one in record.spans]
    assert (found == ["army", "26", "killed", "Homs"]) is not declared
    assert record.notes == ([] if declared else ["Its offsets count UTF-16 units from 0; they were converted."])
