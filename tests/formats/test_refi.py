"""REFI-QDA: what we write satisfies a strict reader of the standard, and what other programs write comes in."""

import random
import subprocess
import sys
import uuid
import zipfile
from io import BytesIO
from tempfile import NamedTemporaryFile

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


def project(description: str, files: dict[str, bytes] | None = None) -> bytes:
    """Return a project with a description inside its first element."""
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("project.qde", f'<Project xmlns="{refi.NAMESPACE}" name="x">{description}</Project>')
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
    (again,) = read(content)
    assert [(span.start, span.end) for span in again.spans] == [(13, 24), (30, 42), (68, 74)]
    assert [(one.head, one.child) for one in again.relations] == [(C, B)]
    (again,) = read(written("refi-qda", [record], fragments="cover")[0])
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


def test_offsets_of_programs_that_count_utf16_are_recognised_from_the_names():
    (record,) = with_selections(selection(14, 25, "Observatory", B), selection(31, 43, "at least 287", B))
    assert [(span.start, span.end) for span in record.spans] == [(13, 24), (30, 42)]
    assert len(record.notes) == 1


def test_a_name_that_is_none_of_the_words_says_nothing_about_the_place():
    (record,) = with_selections(selection(13, 24, "Quote 7", B), selection(5, 16, "Observatory", B))
    assert [(span.start, span.text) for span in record.spans] == [(13, "Observatory"), (5, "Observatory")]


def test_selections_without_a_code_and_sources_without_a_text_are_said():
    more = '<TextSource guid="x" name="gone" plainTextPath="internal://gone.txt"/><AudioSource guid="y"/></Sources>'
    text = SOURCE.replace("SELECTIONS", selection(1, 2, "") + selection(13, 24, "", G)).replace("</Sources>", more)
    (record,) = read(project(text))
    assert record.notes == [
        "1 sources that are no texts (AudioSource) were left out.",
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
        found = read_or_refused(lambda: read(target.getvalue()))  # noqa: B023
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


def test_a_project_is_read_without_its_whole_tree_in_memory():
    def described(count: int) -> bytes:
        chance = random.Random(count)
        codes = f'<CodeBook><Codes><Code guid="{B}" name="place"/></Codes></CodeBook>'
        coded = f'<CodeRef targetGUID="{B}"/></Coding></PlainTextSelection>'
        sources = []
        for _ in range(count):
            guids = [uuid.UUID(int=chance.getrandbits(128), version=4) for _ in range(40)]
            selections = (
                f'<PlainTextSelection guid="{one}" name="Syria" startPosition="2" endPosition="7">'
                f'<Coding guid="{other}">{coded}'
                for one, other in zip(guids[::2], guids[1::2], strict=True)
            )
            sources.append(f'<TextSource plainTextPath="internal://a.txt">{"".join(selections)}</TextSource>')
        return f"{codes}<Sources>{''.join(sources)}</Sources>".encode()

    def grown(count: int) -> int:
        # lxml's trees are not Python's, so that only the process knows.
        content = project(described(count).decode())
        code = (
            "import sys, resource; from pathlib import Path; from annotator.formats import refi;"
            "from annotator.formats.source import file_source;"
            "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss;"
            "assert sum(len(one.spans) for one in refi.read(file_source(Path(sys.argv[1])), None)) == int(sys.argv[2]);"
            "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)"
        )
        with NamedTemporaryFile(suffix=".qdpx") as file:
            file.write(content)
            file.flush()
            command = [sys.executable, "-c", code, file.name, str(20 * count)]
            return int(subprocess.run(command, capture_output=True, text=True, check=True).stdout)

    small, large = grown(100), grown(600)
    size = len(described(600)) - len(described(100))
    assert (large - small) * 1024 < 4 * size, "the bytes of the file, and no tree that is eight times as large"


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
