"""REFI-QDA: what we write satisfies a strict reader of the standard, and what other programs write comes in."""

import random
import uuid
import zipfile
from io import BytesIO

import pytest
from hypothesis import given, settings

from annotator.formats import losses, refi, refi_writing, safe_xml
from annotator.formats.table import readable_format
from annotator.model.record import Record, RecordRelation, RecordSpan
from tests.formats.given import CANARY, checked, read_one, refusal, source
from tests.formats.interchange import members, mutated, read_back, read_or_refused, records, said, written

TEXT = "🔴 Syria: the Observatory said at least 287 fighters & <more> were killed."
A, B, C, D, E, F, G, H = (str(uuid.UUID(int=number, version=4)) for number in range(1, 9))


def our_record(layer: str = "ana") -> Record:
    spans = [
        RecordSpan(id=B, label="actor", start=13, end=24, text="Observatory"),
        RecordSpan(id=C, label="claim", start=30, end=42, text="at least 287", note="lower\nbound"),
    ]
    record = Record(TEXT, A, layer=layer, meta={"title": "T & U", "source": "Wire", "url": "http://x"}, spans=spans)
    record.relations = [RecordRelation(id=D, label="source", head=C, child=B)]
    return record


def project(description: str, files: dict[str, bytes] | None = None, space: str = refi.NAMESPACE) -> bytes:
    """Return a project with a description inside its first element."""
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("project.qde", f'<Project xmlns="{space}" name="x">{description}</Project>')
        for name, content in ({"Sources/a.txt": TEXT.encode()} if files is None else files).items():
            packed.writestr(name, content)
    return target.getvalue()


def read(content: bytes) -> list[Record]:
    return list(refi.read(source(content, "work.qdpx"), None))


@settings(max_examples=50)
@given(records())
def test_what_is_written_is_read_back_but_for_what_was_reported(
    tmp_path_factory: pytest.TempPathFactory, found: list[Record]
):
    content, report = written("refi-qda", found, fragments="cover")
    reported = {loss.what for loss in report.loss}
    path = tmp_path_factory.mktemp("refi") / "work.qdpx"
    path.write_bytes(content)
    back = {(record.id, record.layer): record for record in read_back(path)}
    for record in found:
        if record.layer is not None and not record.spans:
            assert refi_writing.LAYERS_WITHOUT_SPANS in reported
            continue
        again = back[record.id, record.layer]
        lost = {"sha256", "tagset", "tagset_version", "fragments"}
        for kind, name in LOST.items():
            if kind in reported:
                lost |= {name}
        if losses.META in reported:
            record.meta = {name: value for name, value in record.meta.items() if name in again.meta}
        if safe_xml.UNWRITABLE in reported:
            record.meta = {name: in_xml(str(value)) for name, value in record.meta.items()}
            for span in record.spans:
                span.note = in_xml(span.note)
        if losses.COVERED in reported:
            lost |= {"text"}
        assert said(again, *lost) == said(record, *lost)
        assert [span.start for span in again.spans] == [span.start for span in record.spans]


LOST = {
    losses.ATTRIBUTES: "attributes",
    losses.UNSURE: "unsure",
    losses.LABELS: "labels",
    losses.READ: "read",
    losses.FLAGS: "flagged",
    losses.STATES: "status",
}


def in_xml(text: str) -> str:
    return "".join("\ufffd" if (one < " " and one not in "\t\n\r") or one in "\ufffe\uffff" else one for one in text)


def test_several_annotators_are_users_of_one_project():
    ben = our_record("ben")
    for span, own in zip(ben.spans, (E, F), strict=True):
        span.id = own
    ben.relations = [RecordRelation(id=G, label="source", head=F, child=E)]
    content, report = written("refi-qda", [our_record(), ben, Record("Nobody coded this.", H)])
    assert (report.articles, report.spans, report.relations) == (2, 4, 2)
    assert [name.rpartition("/")[2] for name in members(content)] == [f"{A}.txt", f"{H}.txt", "project.qde"]
    found = read(content)
    assert [(record.id, record.layer, len(record.spans), len(record.relations)) for record in found] == [
        (A, "ana", 2, 1), (A, "ben", 2, 1), (H, None, 0, 0),
    ]  # fmt: skip
    assert [span.id for span in found[1].spans] == [E, F]
    assert found[0].meta == our_record().meta


def test_fragments_become_selections_of_their_own_or_one():
    record = our_record()
    record.spans[1].fragments, record.spans[1].end = [(30, 42), (68, 74)], 74
    content, report = written("refi-qda", [record], fragments="split")
    assert losses.SPLIT in {loss.what for loss in report.loss}
    assert report.spans == 3
    (again,) = read(content)
    assert [(span.start, span.end) for span in again.spans] == [(13, 24), (30, 42), (68, 74)]
    assert [(one.head, one.child) for one in again.relations] == [(C, B)]
    content, report = written("refi-qda", [record], fragments="cover")
    assert report.spans == 2
    (again,) = read(content)
    assert [(span.start, span.end) for span in again.spans] == [(13, 24), (30, 74)]


SOURCE = f"""<Users><User guid="{{{A.upper()}}}" name="ana"/></Users>
<CodeBook><Codes><Code guid="{B}" name="who" isCodable="true"><Code guid="{C}" name="state" isCodable="true"/></Code>
<Code guid="{D}" name="what" isCodable="true"><Code guid="{E}" name="state" isCodable="true"/></Code></Codes></CodeBook>
<Sources><TextSource guid="{F}" name="Border news" plainTextPath="internal://a.txt">SELECTIONS</TextSource></Sources>"""


def selection(start: int, end: int, name: str, *codes: str) -> str:
    codings = "".join(
        f'<Coding guid="{uuid.uuid4()}" creatingUser="{A}"><CodeRef targetGUID="{code}"/></Coding>' for code in codes
    )
    place = f'name="{name}" startPosition="{start}" endPosition="{end}"'
    return f'<PlainTextSelection guid="{uuid.uuid4()}" {place}>{codings}</PlainTextSelection>'


def with_selections(*selections: str) -> list[Record]:
    return read(project(SOURCE.replace("SELECTIONS", "".join(selections))))


def test_codes_of_one_name_are_told_apart_by_what_they_stand_under():
    (record,) = with_selections(selection(13, 24, "Observatory", B, C, E))
    assert [(span.label, span.text) for span in record.spans] == [
        ("who", "Observatory"), ("who: state", "Observatory"), ("what: state", "Observatory"),
    ]  # fmt: skip
    assert len({span.id for span in record.spans}) == 3
    assert (record.layer, record.id, record.meta) == ("ana", F, {"title": "Border news"})


BELOW = "Codes below other codes (2) became tags like all others; which is below which was left out."


def test_offsets_of_programs_that_count_utf16_are_recognised_from_the_names():
    (record,) = with_selections(selection(14, 25, "Observatory", B), selection(31, 43, "at least 287", B))
    assert [(span.start, span.end) for span in record.spans] == [(13, 24), (30, 42)]
    assert record.notes == [BELOW, "Its offsets count UTF-16 units from 0; they were converted."]


def test_a_name_that_is_none_of_the_words_says_nothing_about_the_place():
    (record,) = with_selections(selection(13, 24, "Quote 7", B), selection(5, 16, "Observatory", B))
    assert [(span.start, span.text) for span in record.spans] == [(13, "Observatory"), (5, "Observatory")]


def test_a_name_that_was_cut_off_is_the_beginning_of_its_words():
    (record,) = with_selections(selection(13, 42, "Observatory said", B))
    assert [(span.start, span.end) for span in record.spans] == [(13, 42)]


def test_what_programs_give_for_guids_tells_codes_apart():
    named = SOURCE.replace(B, "c-who").replace(C, "c-state")
    named = named.replace("SELECTIONS", selection(13, 24, "", "c-who", "c-state"))
    (record,) = read(project(named.replace(F, "src-1")))
    assert [span.label for span in record.spans] == ["who", "who: state"]
    assert record.id == "src-1"


def test_memos_transcripts_and_what_has_no_place_here_are_taken_or_counted():
    coding = f'<Coding guid="{G}"><CodeRef targetGUID="{B}"/><NoteRef targetGUID="n2"/></Coding>'
    heard = (
        f'<AudioSource guid="y"><Transcript guid="t" name="Heard" plainTextPath="internal://a.txt">'
        f'<SyncPoint guid="p1" position="13"/><SyncPoint guid="p2" position="24"/>'
        f'<TranscriptSelection guid="s" fromSyncPoint="p1" toSyncPoint="p2">{coding}<NoteRef targetGUID="n1"/>'
        "</TranscriptSelection></Transcript></AudioSource>"
    )
    notes = '<Notes><Note guid="n1" name="m"><PlainTextContent>Who?</PlainTextContent></Note>'
    notes += '<Note guid="n2" plainTextPath="internal://n2.txt"/></Notes><Sets><Set guid="z"/></Sets>'
    text = SOURCE.replace("SELECTIONS", "").replace("</Sources>", f"{heard}</Sources>{notes}")
    plain, transcript = read(project(text, {"a.txt": TEXT.encode(), "n2.txt": b"Sure."}))
    assert (plain.spans, transcript.meta["title"]) == ([], "Heard")
    assert [(span.text, span.label, span.note) for span in transcript.spans] == [("Observatory", "who", "Who?\nSure.")]
    assert "Sets (1) were left out." in plain.notes


@pytest.mark.parametrize("space", ["urn:QDA-XML:project:1.5", "http://example.org/qda"])
def test_projects_of_other_versions_are_read_all_the_same(space: str):
    content = project(SOURCE.replace("SELECTIONS", selection(13, 24, "Observatory", B)), space=space)
    assert [span.text for span in read(content)[0].spans] == ["Observatory"]


def test_a_codebook_is_told_from_a_project():
    assert "is a codebook" in refusal(refi.read, b"<CodeBook/>", "work.qdc")


def test_selections_without_a_code_and_sources_without_a_text_are_said():
    more = '<TextSource guid="x" name="gone" plainTextPath="internal://gone.txt"/><AudioSource guid="y"/></Sources>'
    text = SOURCE.replace("SELECTIONS", selection(1, 2, "") + selection(13, 24, "", G)).replace("</Sources>", more)
    (record,) = read(project(text))
    assert record.notes == [
        "1 sources that are no texts (AudioSource) were left out.",
        BELOW,
        "2 selections without a code, or without a place, were left out.",
    ]


def test_a_text_may_stand_in_the_description():
    inline = f'<Sources><TextSource guid="{F}"><PlainTextContent>one two</PlainTextContent></TextSource></Sources>'
    (record,) = read(project(inline, {}))
    assert (record.text, record.id) == ("one two", F)


def test_it_is_recognised_by_its_name():
    known = readable_format("auto", ".qdpx")
    assert known is not None
    assert known.name == "refi-qda"


REFUSED = {
    "no zip": CANARY.encode(),
    "nothing": b"",
    "no text at all": project("", {}),
    "a text that is not there": project(SOURCE, {}),
    "another root": project("").replace(b"Project", b"Projekt"),
    "cut": project(SOURCE)[:-30],
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_no_project_is_refused(what: str):
    refusal(refi.read, REFUSED[what], "work.qdpx")


def packed(description: bytes) -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("project.qde", description)
        archive.writestr("sources/a.txt", TEXT)
    return target.getvalue()


@pytest.mark.parametrize(
    "description",
    [
        b'<!DOCTYPE x [<!ENTITY a "b">]><x/>',
        b'<!DOCTYPE x SYSTEM "http://127.0.0.1/x">' + f'<Project xmlns="{refi.NAMESPACE}"/>'.encode(),
        b"<a>" * 50_000,
        CANARY.encode(),
        b"x" * 5_000_000,
    ],
)
def test_a_description_that_is_built_to_harm_is_refused(description: bytes):
    refusal(refi.read, packed(description), "work.qdpx")


TOKENS = [
    b'"', b"<", b">", b"&", b"&#0;", b"&lt;", b"]]>", b"-1", b"9" * 30, b'guid="', A.encode(), b"{", b"internal://",
    b"<Coding/>", b"<Code/>", b"<PlainTextSelection/>", b"\xff", b"\0", b"../",
]  # fmt: skip


def mutate(count: int, seed: int) -> int:
    description = members(written("refi-qda", [our_record()])[0])["project.qde"]
    text = f"sources/{A}.txt"
    chance = random.Random(seed)
    refused = 0
    for _ in range(count):
        target = BytesIO()
        with zipfile.ZipFile(target, "w") as archive:
            archive.writestr("project.qde", mutated(description, TOKENS, chance))
            archive.writestr(text, TEXT)
        found = read_or_refused(lambda: read(target.getvalue()))  # noqa: B023 – asked now, not later
        refused += found is None
        assert all(record.text == TEXT for record in found or [])
    return refused


def test_mutated_files_are_read_or_refused():
    assert 50 < mutate(300, 20261126) < 300


@pytest.mark.soak
def test_ten_thousand_mutated_files_are_read_or_refused():
    assert 2000 < mutate(10_000, 1) < 10_000


def test_a_mutated_zip_is_read_or_refused():
    whole = written("refi-qda", [our_record()])[0]
    chance = random.Random(3)
    for _ in range(200):
        read_or_refused(lambda: read(mutated(whole, [b"PK\3\4", b"\0" * 4, b"\xff"], chance)))


def test_a_record_alone_is_read_as_one():
    assert checked(read_one(refi.read, written("refi-qda", [our_record()])[0]).meta["source"] + ".") == "Wire."


def test_links_and_codes_are_known_wherever_they_stand():
    selections = "".join(
        f'<PlainTextSelection guid="{guid}" name="x" startPosition="{start}" endPosition="{end}"><Coding guid="{G}">'
        f'<CodeRef targetGUID="{code}"/></Coding></PlainTextSelection>'
        for guid, start, end, code in ((C, 2, 7, B), (D, 13, 24, E))
    )
    description = (
        f'<Links><Link guid="{F}" name="says" originGUID="{D}" targetGUID="{C}"/></Links>'
        f'<Sources><TextSource guid="{A}" plainTextPath="internal://a.txt">{selections}</TextSource></Sources>'
        f'<CodeBook><Codes><Code guid="{H}" name="who"><Code guid="{E}" name="other"/></Code>'
        f'<Code guid="{G}" name="where"><Code guid="{B}" name="other"/></Code></Codes></CodeBook>'
    )
    (record,) = read(project(description))
    assert [span.label for span in record.spans] == ["where: other", "who: other"]
    assert [(one.label, one.head, one.child) for one in record.relations] == [("says", D, C)]


def test_what_is_broken_further_on_is_refused_with_its_line():
    assert "(line 2)" in refusal(refi.read, project("<Sources>\n<TextSource></Sources>"), "x.qdpx")
