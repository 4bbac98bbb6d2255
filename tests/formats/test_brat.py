"""brat standoff: what brat can say comes in, what we say goes out and comes back but for what was reported."""

import random
from io import BytesIO

import pytest
from hypothesis import given, settings

from annotator.formats import brat, brat_writing, losses
from annotator.formats.source import Source
from annotator.model.record import Record, RecordRelation, RecordSpan
from tests.formats.given import CANARY, refusal
from tests.formats.interchange import (
    members,
    mutated,
    read_back,
    read_or_refused,
    records,
    said,
    written,
)

TEXT = "🔴 Syria: the Observatory said at least 287 fighters, among them 26 minors, were killed."


def pair(text: str, ann: str, about: str | None = None, folder: str = "") -> Source:
    """Return annotations beside a text, as a folder holds them."""
    files = {".txt": text.encode(), ".json": None if about is None else about.encode()}

    def beside(end: str) -> Source | None:
        content = files.get(end)
        return None if content is None else Source("a" + end, end, len(content), lambda: BytesIO(content))

    content = ann.encode()
    return Source("a.ann", ".ann", len(content), lambda: BytesIO(content), folder, beside)


def read(text: str, ann: str, about: str | None = None, folder: str = "") -> Record:
    (record,) = brat.read(pair(text, ann, about, folder), None)
    return record


def test_everything_brat_can_say_comes_in_as_what_it_means():
    record = read(
        TEXT,
        "T1\tActor 13 24\tObservatory\n"
        "T2\tQuantity 30 42\tat least 287\n"
        "T3\tActor 66 75\t26 minors\n"
        "T4\tClaim 25 29;77 81\tsaid were\n"
        "A1\tCertainty T2 AtLeast\nM1\tNegated T4\nA2\tunsure T3\n"
        "N1\tReference T1 Wikidata:Q0\tThe Observatory\n"
        "R1\tSubsetOf Arg1:T3 Arg2:T2\t\n"
        "*\tEquiv T1 T3\n"
        "E1\tClaim:T4 Source1:T1 Amount:T2\n"
        "#1\tAnnotatorNotes T2\tlower bound\n#2\tAnnotatorNotes E1\twho says so?\n",
        folder="ana",
    )
    assert record.layer == "ana"
    assert [(span.label, span.text) for span in record.spans] == [
        ("Actor", "Observatory"), ("Quantity", "at least 287"), ("Actor", "26 minors"), ("Claim", "said were"),
    ]  # fmt: skip
    observatory, quantity, minors, claim = record.spans
    assert claim.fragments == [(25, 29), (77, 81)]
    assert observatory.attributes == {"Reference": "Wikidata:Q0", "Reference name": "The Observatory"}
    assert (quantity.attributes, quantity.note) == ({"Certainty": "AtLeast"}, "lower bound")
    assert (claim.attributes, claim.note, minors.unsure) == ({"Negated": True}, "who says so?", True)
    assert [(one.label, one.head, one.child) for one in record.relations] == [
        ("SubsetOf", minors.id, quantity.id),
        ("Equiv", observatory.id, minors.id),
        ("Source", claim.id, observatory.id),
        ("Amount", claim.id, quantity.id),
    ]
    assert record.notes == ["1 events became spans on their triggers, with a relation for each argument."]


MARKS = "T1\tActor 13 24\tObservatory\nT2\tQuantity 30 42\tat least 287\nT3\tActor 66 75\t26 minors\n"


def arrows(record: Record) -> list[tuple[str, str | None, str | None, object]]:
    words = {span.id: span.text for span in record.spans}
    return [(one.label, words[one.head], words[one.child], one.extra or {}) for one in record.relations]


def test_the_ends_of_a_relation_are_told_by_their_names_and_names_of_its_own_are_kept():
    record = read(TEXT, MARKS + "R1\tOf Arg2:T2 Arg1:T3\nR2\tCause Effect:T2 Cause:T1\n")
    assert arrows(record) == [
        ("Of", "26 minors", "at least 287", {}),
        ("Cause", "at least 287", "Observatory", {"arguments": ["Effect", "Cause"]}),
    ]


def test_what_is_said_about_a_relation_stays_with_it():
    told = "A1\tSure R1 low\nA2\tNegated R1\nN1\tRef R1 db:1\tname\n"
    told += "#1\tAnnotatorNotes R1\tby hand\n#2\tAnnotatorNotes R9\tx\n"
    record = read(TEXT, MARKS + "R1\tOf Arg1:T3 Arg2:T2\n" + told)
    extra = {"Sure": "low", "Negated": True, "Ref": "db:1", "Ref name": "name", "note": "by hand"}
    assert arrows(record) == [("Of", "26 minors", "at least 287", extra)]
    assert record.notes == ["1 attributes or notes of equivalences, or of nothing that is there, were left out."]


def test_events_with_one_trigger_and_events_in_events_are_told():
    events = "E1\tActor:T1 Amount:T2\nE2\tActor:T1 Of:E3\nE3\tActor:T3 Amount2:T2\n"
    record = read(TEXT, MARKS + events)
    assert [arrow[:3] for arrow in arrows(record)] == [
        ("Amount", "Observatory", "at least 287"),
        ("Of", "Observatory", "26 minors"),
        ("Amount", "26 minors", "at least 287"),
    ]
    assert record.notes == [
        "3 events became spans on their triggers, with a relation for each argument.",
        "2 events have a trigger in common with another; whose argument is whose is no longer told.",
    ]


def test_a_mark_that_says_no_place_is_named_by_its_line_and_the_rest_comes():
    record = read(TEXT, MARKS + "T32\tOrganization\nT33\tOrganization \n")
    assert len(record.spans) == 3
    assert record.notes == ["2 marks that say no place were left out (line 4, 5)."]


def test_fragments_that_overlap_are_one():
    text = "Both the erbA IRES and the erbA/myb IRES virus constructs"
    (span,) = read(text, "T40\tOrganism 27 46;41 46\terbA/myb IRES virus virus\n").spans
    assert (span.fragments, span.text) == ([(27, 46)], "erbA/myb IRES virus")


def test_notes_of_another_kind_say_which():
    (span, *_) = read(TEXT, MARKS + "#1\tNormalized T1\tSOHR\n#2\tAnnotatorNotes T1\tsure\n").spans
    assert span.note == "Normalized: SOHR\nsure"


def test_a_byte_order_mark_and_line_ends_of_windows_make_no_difference():
    ann = "\ufeff" + (MARKS + "R1\tOf Arg1:T3 Arg2:T2\n").replace("\n", "\r\n")
    record = read("\ufeff" + TEXT, ann)
    assert [(span.start, span.text) for span in record.spans][:2] == [(13, "Observatory"), (30, "at least 287")]
    assert len(record.relations) == 1


@pytest.mark.parametrize(("folder", "layer"), [("ana", "ana"), ("train", None), ("Data", None), ("", None)])
def test_a_folder_that_nobody_is_called_after_is_nobodys(folder: str, layer: str | None):
    assert read(TEXT, MARKS, folder=folder).layer == layer


@pytest.mark.parametrize(
    ("what", "start", "end", "noted"),
    [("code points", 13, 24, False), ("UTF-16", 14, 25, True), ("bytes", 16, 27, True), ("from 1", 14, 25, True)],
)
def test_offsets_are_recognised_from_the_words(what: str, start: int, end: int, noted: bool):
    shift = start - 13
    ann = f"T1\tActor {start} {end}\tObservatory\nT2\tNumber {30 + shift} {42 + shift}\tat least 287\n"
    record = read(TEXT, ann)
    assert [(span.start, span.end) for span in record.spans] == [(13, 24), (30, 42)]
    assert bool(record.notes) is noted


def test_what_brat_cut_at_a_line_end_is_one_again():
    (span,) = read("Foo\n  Bar", "T1\tSpan 0 3;6 9\tFoo Bar\n").spans
    assert (span.fragments, span.text) == ([(0, 9)], "Foo\n  Bar")
    (span,) = read("Foo and Bar", "T1\tSpan 0 3;8 11\tFoo Bar\n").spans
    assert (span.fragments, span.text) == ([(0, 3), (8, 11)], "Foo Bar")


def test_whoever_took_crlf_for_one_character_is_understood():
    text = "one\r\ntwo\r\nthree four"
    record = read(text, "T1\tX 8 13\tthree\nT2\tX 4 13\ttwo three\n".replace("4 13", "4 7;8 13"))
    assert [(span.start, span.end, span.text) for span in record.spans] == [(10, 15, "three"), (5, 15, "two\r\nthree")]


def test_a_span_that_is_not_on_its_words_is_left_for_the_import_to_look_for():
    (span,) = read(TEXT, "T1\tActor 3 14\tObservatory\n").spans
    assert (span.start, span.end, span.text) == (3, 14, "Observatory")


REFUSED = {
    "no number": "T1\tActor a 5\tx",
    "no places": "T1\tActor\tx",
    "no type": "T1\t\tx",
    "another kind": "X1\tActor 0 5\tx",
    "prose": CANARY,
    "an id twice": "T1\tA 0 1\tx\nT1\tA 0 1\tx",
    "one argument": "R1\tRel Arg1:T1",
    "three arguments": "R1\tRel a:T1 b:T1 c:T1",
    "an argument that is none": f"R1\tRel a:T1 {CANARY}",
    "an equivalence of one": "*\tEquiv T1",
    "an attribute of nothing": "A1\tNegated",
    "a note of nothing": "#1\tAnnotatorNotes\tx",
    "an event of nothing": "E1\t",
    "a huge place": "T1\tActor 0 " + "9" * 30 + "\tx",
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_no_line_is_refused_by_its_number(what: str):
    ann = "T9\tActor 0 1\tx\n" + REFUSED[what] + "\n"
    assert "line " in refusal(lambda _source, _encoding: brat.read(pair(CANARY, ann), None), b"")


def test_annotations_without_a_text_are_refused():
    assert "no text beside it" in refusal(brat.read, b"T1\tActor 0 1\tx\n", "a.ann")


@pytest.mark.parametrize(
    "about", [CANARY, "[]", '{"read":[[1]]}', '{"status":"x"}', '{"layer":"a\\nb"}', '{"meta":1}', "[" * 9999]
)
def test_what_lies_beside_and_is_not_ours_is_refused(about: str):
    refusal(lambda _source, _encoding: brat.read(pair(CANARY, "", about), None), b"")


@settings(max_examples=60)
@given(records())
def test_what_is_written_is_read_back_but_for_what_was_reported(
    tmp_path_factory: pytest.TempPathFactory, found: list[Record]
):
    content, report = written("brat", found)
    reported = {loss.what for loss in report.loss}
    assert reported <= {
        losses.SPAN_IDS, losses.ORIGINS, losses.EXTRAS, losses.DECISIONS, losses.RELATIONS, losses.RELATION_IDS,
        brat_writing.LINE_ENDS, brat_writing.ONLY_LINE_ENDS,
    }  # fmt: skip
    path = tmp_path_factory.mktemp("brat") / "work.zip"
    path.write_bytes(content)
    back = {(record.id, record.layer): record for record in read_back(path)}
    assert len(back) == len(found)
    changed = reported & {brat_writing.LINE_ENDS, brat_writing.ONLY_LINE_ENDS, losses.RELATIONS}
    for record in found:
        again = back[record.id, record.layer]
        if changed:
            assert said(again, "spans", "relations") == said(record, "spans", "relations")
            assert len(again.spans) == len(record.spans) - _lost(record)
        else:
            assert said(again) == said(record)


def _lost(record: Record) -> int:
    """Return how many spans hold nothing but line ends and the blanks around them."""
    return sum(
        not any(
            piece.strip("\n\r") and not (piece.isspace() and ("\n" in piece or "\r" in piece))
            for piece in pieces(record.text, span)
        )
        for span in record.spans
    )


def pieces(text: str, span: RecordSpan) -> list[str]:
    return [text[start:end] for start, end in span.fragments or []]


def test_each_annotator_has_a_folder_and_every_name_is_one_that_systems_take():
    layers = ["ana", "Ana", "../up", "a/b", "nul\u202e", "ben"]
    content, _ = written("brat", [Record("one", "a", layer=name) for name in layers])
    names = members(content)
    folders = {name.rpartition("/")[0] for name in names}
    assert len({folder.casefold() for folder in folders}) == len(layers)
    assert not any(".." in name or name.count("/") > 1 for name in names)


def test_the_same_work_gives_the_same_bytes():
    record = Record("one two", "a", layer="ana", spans=[RecordSpan(label="actor", start=0, end=3)])
    assert written("brat", [record])[0] == written("brat", [record])[0]


def test_relations_to_spans_that_have_no_place_are_counted():
    spans = [RecordSpan(id="s", label="actor", start=0, end=3), RecordSpan(id="t", label="actor", start=3, end=4)]
    record = Record("one\ntwo", "a", layer="ana", spans=spans)
    record.relations = [RecordRelation(label="about", head="s", child="t")]
    _, report = written("brat", [record])
    assert (report.spans, report.relations) == (1, 0)
    assert {loss.what: loss.count for loss in report.loss} == {
        brat_writing.ONLY_LINE_ENDS: 1, losses.RELATIONS: 1, losses.SPAN_IDS: 2,
    }  # fmt: skip


TOKENS = [b"\t", b"\n", b" ", b";", b":", b"T1", b"T2\tActor 0 5\tx\n", b"E1\tX:T1\n", b"*\t", b"#", b"\xff", b"\0",
          b"\xef\xbb\xbf", b"\xe2\x80\xa8", b"9" * 20, b"-1", b'"\\ud800"', b"[" * 50]  # fmt: skip


def mutate(count: int, seed: int) -> int:
    ann = (
        b"T1\tActor 13 24\tObservatory\nT2\tNumber 30 42;66 75\tat least 287 26 minors\nA1\tlow T2 287\n"
        b'A2\tlist T2 [1,2]\nE1\tSay:T1 Who:T2\nR1\tabout Arg1:T1 Arg2:T2\n*\tEquiv T1 T2\n#1\tNote T1\t"a\\nb"\n'
    )
    chance = random.Random(seed)
    refused = 0
    for _ in range(count):
        changed = mutated(ann, TOKENS, chance)
        source = pair(TEXT, "", '{"id":"a"}')
        source = Source("a.ann", ".ann", len(changed), lambda: BytesIO(changed), "ana", source.beside)  # noqa: B023 – asked now, not later
        found = read_or_refused(lambda: list(brat.read(source, None)))  # noqa: B023 – asked now, not later
        refused += found is None
        if found is not None:
            assert found[0].text == TEXT
    return refused


def test_mutated_files_are_read_or_refused():
    assert 100 < mutate(400, 20261126) < 400


@pytest.mark.soak
def test_ten_thousand_mutated_files_are_read_or_refused():
    assert 3000 < mutate(10_000, 1) < 10_000
