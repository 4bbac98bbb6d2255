"""Exports of INCEpTION: the whole project comes in at once, each person's work as a layer, and nothing by silence."""

import json
import random
from pathlib import Path

import pytest

from annotator.formats import packed
from annotator.formats.containers import found_sources
from annotator.model.record import Record
from tests.formats.given import checked
from tests.formats.interchange import mutated, read_or_refused
from tests.formats.made.inception import described, work, xmi, zip_of
from tests.formats.test_containers import look

ONE, TWO, THREE = "The Observatory said 287 fell.", "Ana 😀 left. Ben stayed.", "Nobody read this."
ACTOR = '<ner:NamedEntity xmi:id="9" sofa="1" begin="{}" end="{}" value="{}"/>'
TSV = (
    "#FORMAT=WebAnno TSV 3.3\n#T_SP=custom.Span|label\n\n\n#Text=Ana 😀 left.\n1-1\t0-3\tAna\tactor\t\n"
    "1-2\t4-6\t😀\t_\t\n1-3\t7-12\tleft.\t_\t\n\n"
    "#Text=Ben stayed.\n2-1\t13-16\tBen\tactor\t\n2-2\t17-24\tstayed.\t_\t\n"
)

DOCUMENTS = {"one.txt": "CURATION_FINISHED", "two.txt": "ANNOTATION_IN_PROGRESS", "three.txt": "NEW"}
STATES = {("one.txt", "ana"): "FINISHED", ("one.txt", "ben"): "IN_PROGRESS", ("two.txt", "ana"): "FINISHED"}


def files() -> dict[str, bytes]:
    """Return a project: the first document is curated, the second exported as TSV, the third untouched."""
    return {
        "exportedproject.json": described(DOCUMENTS, STATES),
        "source/one.txt": ONE.encode(),
        "source/two.txt": TWO.encode(),
        "source/three.txt": THREE.encode(),
        "annotation/one.txt/INITIAL_CAS.zip": work(ONE, ACTOR.format(0, 3, "OTH")),
        "annotation/one.txt/ana.zip": work(ONE, ACTOR.format(4, 15, "ORG")),
        "annotation/one.txt/ben.zip": work(ONE, ACTOR.format(0, 15, "ORG")),
        "annotation_ser/one.txt/ana.ser": b"\xac\xed",
        "annotation_ser/one.txt/ben.ser": b"\xac\xed",
        "curation/one.txt/CURATION_USER.zip": work(ONE, ACTOR.format(4, 15, "ORG")),
        "annotation/two.txt/ana.tsv": TSV.encode(),
        "annotation/three.txt/INITIAL_CAS.zip": work(THREE, ACTOR.format(0, 6, "OTH")),
        "guideline/how.pdf": b"%PDF-",
        "event.log": b"",
    }


def written(path: Path, content: dict[str, bytes]) -> Path:
    path.write_bytes(zip_of(content))
    return path


def unpacked(path: Path, content: dict[str, bytes]) -> Path:
    for name, inner in content.items():
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_bytes(inner)
    return path


def read(path: Path) -> tuple[list[tuple[str, Record]], dict[str, str]]:
    """Return the records with what their files are called, and why other files are not read."""
    records, refused = [], {}
    with found_sources([path]) as sources:
        for found in sources:
            if found.refusal:
                refused[found.path] = ("(harmless) " if found.harmless else "") + found.refusal
                continue
            records += [(found.path, record) for record in found.read(None)]
    return records, refused


def test_a_project_comes_whole_with_a_layer_for_each_person_and_what_was_curated_as_gold(tmp_path: Path):
    records, refused = read(written(tmp_path / "p.zip", files()))
    assert [(path, one.layer, one.status, [span.text for span in one.spans]) for path, one in records] == [
        ("p.zip/annotation/one.txt/ana.zip", "ana", "done", ["Observatory"]),
        ("p.zip/annotation/one.txt/ben.zip", "ben", "open", ["The Observatory"]),
        ("p.zip/curation/one.txt/CURATION_USER.zip", "gold", "done", ["Observatory"]),
        ("p.zip/annotation/two.txt/ana.tsv", "ana", "done", ["Ana", "Ben"]),
        ("p.zip/annotation/three.txt/INITIAL_CAS.zip", None, None, []),
    ]
    assert [one.text for _, one in records] == [ONE, ONE, ONE, TWO, THREE]
    assert {one.meta["title"] for _, one in records} == set(DOCUMENTS)
    assert refused == {
        "p.zip/guideline/": "(harmless) It belongs to the project and not to a document.",
        "p.zip/event.log": "(harmless) It belongs to the project and not to a document.",
    }


def test_what_is_not_somebodys_work_and_what_became_gold_is_said(tmp_path: Path):
    records, _ = read(written(tmp_path / "p.zip", files()))
    first, *_, last = [record.notes for _, record in records]
    assert first[0].startswith("It is a project of INCEpTION “Border” with 3 documents. What was curated (1) came into")
    assert last == ["1 marks were there before anybody worked on it, and were left out."]


def test_what_was_proposed_for_correcting_is_nobodys_work(tmp_path: Path):
    content = files() | {"annotation/one.txt/CORRECTION_USER.zip": work(ONE, ACTOR.format(0, 3, "ORG"))}
    records, refused = read(written(tmp_path / "p.zip", content))
    assert [record.layer for _, record in records][:3] == ["ana", "ben", "gold"]
    assert refused["p.zip/annotation/one.txt/CORRECTION_USER.zip"].startswith("(harmless) It holds what was proposed")


def test_two_documents_with_the_same_text_are_two_articles(tmp_path: Path):
    content = {
        "exportedproject.json": described({"one.txt": "NEW", "copy.txt": "NEW"}, {("one.txt", "ana"): "FINISHED"}),
        **{f"annotation/{name}.txt/{user}.zip": work(ONE, "") for name in ("one", "copy") for user in ("ana", "ben")},
    }
    for _ in range(2):
        records, _ = read(written(tmp_path / "p.zip", content))
        assert [(record.meta["title"], record.layer, record.id) for _, record in records] == [
            ("one.txt", "ana", None), ("one.txt", "ben", None),
            ("copy.txt", "ana", "Border/copy.txt"), ("copy.txt", "ben", "Border/copy.txt"),
        ]  # fmt: skip
    assert records[2][1].notes == ["It has the same text as one.txt, and is another article."]


def test_what_every_file_says_about_parsing_is_said_once_for_the_whole_project(tmp_path: Path):
    tokens = '<seg:Token xmi:id="20" sofa="1" begin="0" end="3"/><seg:Sentence xmi:id="21" sofa="1" begin="0" end="9"/>'
    content = files()
    for user in ("ana", "ben"):
        content[f"annotation/one.txt/{user}.zip"] = work(ONE, tokens + '<custom:Loose xmi:id="30"/>')
    curated = '<type:CASMetadata xmi:id="5" sofa="1" begin="0" end="0" username="CURATION_USER"/>'
    content["curation/one.txt/CURATION_USER.zip"] = work(ONE, curated)
    records, refused = read(written(tmp_path / "p.zip", content))
    said = [note for _, record in records for note in record.notes]
    assert not any("Token" in note for note in said)
    assert sum("gold" in note for note in said) == 1
    assert said.count("Annotations of these types were left out: Loose (1).") == 2
    assert refused["p.zip/annotation"] == (
        "(harmless) Layers that cut up and parse the text were left out: Token (2), Sentence (2)."
    )


def test_a_project_that_somebody_has_unpacked_is_the_same_project(tmp_path: Path):
    zipped, _ = read(written(tmp_path / "p.zip", files()))
    folder, refused = read(unpacked(tmp_path / "home" / "in it", files()).parent)
    assert [(one.layer, one.status, one.text, len(one.spans)) for _, one in folder] == [
        (one.layer, one.status, one.text, len(one.spans)) for _, one in zipped
    ]
    assert "in it/annotation/one.txt/ana.zip" in [path for path, _ in folder]
    assert all(why.startswith("(harmless)") for why in refused.values())


@pytest.mark.parametrize("packed", [True, False])
def test_what_lies_beside_a_project_is_read_like_anything_else(tmp_path: Path, packed: bool):
    content = {f"export/{name}": inner for name, inner in files().items()}
    content |= {"articles/a.txt": b"Beside.", "annotation/b.txt": b"Called like that."}
    path = written(tmp_path / "p.zip", content) if packed else unpacked(tmp_path / "home", content)
    records, _ = read(path)
    assert len(records) == 7
    assert {"Beside.", "Called like that."} < {record.text for _, record in records}
    assert [record.layer for _, record in records].count(None) == 3


@pytest.mark.parametrize("packed", [True, False])
def test_what_a_system_left_among_the_work_is_nobodys(tmp_path: Path, packed: bool):
    content = files() | {"annotation/one.txt/.DS_Store": b"x", "annotation/one.txt/Thumbs.db": b"x"}
    content["__MACOSX/annotation/one.txt/._ana.zip"] = b"x"
    path = written(tmp_path / "p.zip", content) if packed else unpacked(tmp_path / "home", content)
    records, refused = read(path)
    assert [record.layer for _, record in records] == ["ana", "ben", "gold", "ana", None]
    assert all(why.startswith("(harmless)") for why in refused.values())


def test_text_between_sentences_is_that_of_the_document_where_the_project_has_it(tmp_path: Path):
    content = files()
    content["source/two.txt"] = TWO.replace(" Ben", "\r\n\r\n Ben").encode()
    records, _ = read(written(tmp_path / "p.zip", content))
    (two,) = [record for _, record in records if record.meta["title"] == "two.txt"]
    assert two.text == "Ana 😀 left.\r\n\r\n Ben stayed."
    assert [(span.start, span.end, span.text) for span in two.spans] == [(0, 3, "Ana"), (16, 19, "Ben")]
    content["source/two.txt"] = b"Another text."
    records, _ = read(written(tmp_path / "p.zip", content))
    assert TWO.replace(" Ben", "\nBen") in {record.text for _, record in records}


@pytest.mark.parametrize(
    ("name", "layer"),
    [
        ("sm_4343257511917352145", "sm"),
        ("ana8090299544098498525", "ana"),
        ("ana", "ana"),
        ("CURATION_USER16724183253005124917", "gold"),
        ("annotator12", "annotator12"),
        ("stranger16724183253005124917", "stranger"),
        ("x__16724183253005124917", "x"),
        ("gold", "gold (INCEpTION)"),
        ("all", "all (INCEpTION)"),
    ],
)
def test_people_are_told_from_the_names_of_files_with_random_numbers_too(tmp_path: Path, name: str, layer: str):
    states = {("one.txt", user): "FINISHED" for user in ("sm", "ana", "annotator12", "gold", "all")}
    content = {
        "exportedproject123456789.json": described({"one.txt": "NEW"}, states),
        f"annotation/one.txt/{name}.zip": work(ONE, ""),
    }
    ((_, record),), _ = read(written(tmp_path / "p.zip", content))
    assert record.layer == layer


def test_curated_documents_come_without_a_description_of_the_project(tmp_path: Path):
    content = {"curation/one.txt/CURATION_USER.json": json_cas(ONE), "curation/two.txt/CURATION_USER.tsv": TSV.encode()}
    records, refused = read(written(tmp_path / "p.zip", content))
    assert [(one.layer, one.status, len(one.spans)) for _, one in records] == [("gold", None, 1), ("gold", None, 2)]
    assert refused == {}


def test_work_in_the_folders_of_documents_is_known_without_a_description_too(tmp_path: Path):
    content = {f"annotation/one.txt/{user}.zip": work(ONE, ACTOR.format(4, 15, "ORG")) for user in ("ana", "ben")}
    records, _ = read(written(tmp_path / "p.zip", content))
    assert [(one.layer, one.status, one.meta["title"]) for _, one in records] == [
        ("ana", None, "one.txt"), ("ben", None, "one.txt"),
    ]  # fmt: skip
    found = look(written(tmp_path / "q.zip", {"annotation/v1.0/articles.txt": ONE.encode()}))
    assert found == {"q.zip/annotation/v1.0/articles.txt": ONE}


def json_cas(text: str) -> bytes:
    sofa = {"%ID": 1, "%TYPE": "uima.cas.Sofa", "sofaID": "_InitialView", "sofaString": text}
    mark = {"%ID": 2, "%TYPE": "custom.Span", "@sofa": 1, "begin": 0, "end": 3, "label": "actor"}
    return json.dumps({"%TYPES": {}, "%FEATURE_STRUCTURES": [sofa, mark]}).encode()


def test_what_only_inception_reads_is_refused_by_name_and_the_document_comes_all_the_same(tmp_path: Path):
    content = {
        "exportedproject.json": described({"one.txt": "NEW"}, {("one.txt", "ana"): "FINISHED"}),
        "source/one.txt": ONE.encode(),
        "annotation_ser/one.txt/ana.ser": b"\xac\xed",
        "annotation/one.txt/INITIAL_CAS.zip": work(ONE, ""),
    }
    records, refused = read(written(tmp_path / "p.zip", content))
    assert [(record.layer, record.text) for _, record in records] == [(None, ONE)]
    assert "not read here" in refused["p.zip/annotation_ser/one.txt/ana.ser"]


def test_work_in_another_form_is_refused_by_name_and_the_document_is_read_from_its_source(tmp_path: Path):
    content = {
        "exportedproject.json": described({"one.txt": "NEW"}, {("one.txt", "ana"): "FINISHED"}),
        "source/one.txt": ONE.encode(),
        "annotation/one.txt/ana.xml": b"<Document><custom.Span begin='0' end='3'>The</custom.Span></Document>",
        "annotation/one.txt/INITIAL_CAS.xml": b"<Document/>",
    }
    records, refused = read(written(tmp_path / "p.zip", content))
    assert [(record.layer, record.text, record.meta["title"]) for _, record in records] == [(None, ONE, "one.txt")]
    assert "not read here" in refused["p.zip/annotation/one.txt/ana.xml"]


def test_a_document_that_the_project_names_and_does_not_hold_is_named(tmp_path: Path):
    content = files()
    content["exportedproject.json"] = described(DOCUMENTS | {"gone.txt": "NEW"}, STATES)
    _, refused = read(written(tmp_path / "p.zip", content))
    assert refused["p.zip/source/gone.txt"] == "The project names it, but it is not there."


def test_what_somebody_said_about_a_document_is_kept_with_their_work(tmp_path: Path):
    content = files()
    project = json.loads(content["exportedproject.json"])
    project["annotation_documents"][0]["annotatorComment"] = " unsure about the dateline\n"
    content["exportedproject.json"] = json.dumps(project).encode()
    records, _ = read(written(tmp_path / "p.zip", content))
    assert [record.labels for _, record in records][:2] == [{"comment": "unsure about the dateline"}, {}]


def test_documents_that_were_handed_out_one_by_one_come_from_a_zip_of_their_zips(tmp_path: Path):
    metadata = '<type:CASMetadata xmi:id="5" sofa="1" begin="0" end="0" username="{}"/>'
    content = {
        f"{user}/one.zip": work(ONE, metadata.format(user) + ACTOR.format(4, 15, "ORG")) for user in ("ana", "ben")
    }
    content["other.zip"] = zip_of({"a.txt": b"text", "b.zip": zip_of({"c.txt": b"text"})})
    records, refused = read(written(tmp_path / "all.zip", content))
    assert [(path, one.layer, len(one.spans)) for path, one in records] == [
        ("all.zip/ana/one.zip", "ana", 1), ("all.zip/ben/one.zip", "ben", 1), ("all.zip/other.zip/a.txt", None, 0),
    ]  # fmt: skip
    assert refused == {"all.zip/other.zip/b.zip": "It is a zip in a zip in a zip, and was not opened."}


DAMAGED = {
    "no zip": b"PK\3\4 nothing",
    "a zip of nothing": zip_of({"readme.txt": b"x"}),
    "two works": zip_of({"a.xmi": xmi(ONE, ""), "b.xmi": xmi(ONE, "")}),
    "a text that is no work": zip_of({"a.xmi": b"<a/>"}),
    "a zip in a zip": zip_of({"a.zip": work(ONE, "")}),
    "a bomb": zip_of({"a.xmi": b" " * 5_000_000}),
}


@pytest.mark.parametrize("what", DAMAGED)
def test_one_damaged_piece_of_work_is_named_and_the_rest_comes(tmp_path: Path, what: str):
    found = look(written(tmp_path / "p.zip", files() | {"annotation/one.txt/ana.zip": DAMAGED[what]}))
    assert found["p.zip/annotation/one.txt/ben.zip"] == ONE
    assert ONE not in found["p.zip/annotation/one.txt/ana.zip"]


def test_zips_in_a_project_unpack_only_so_far(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(packed, "MOST_UNPACKED", 2 * len(xmi(ONE, "")))
    _, refused = read(written(tmp_path / "p.zip", files()))
    assert any("unpack to more than" in why for why in refused.values())


@pytest.mark.parametrize("description", [b"", b"[]", b"{", b'{"source_documents": 5}', b"[" * 99_999, b"\xff"])
def test_a_description_that_cannot_be_read_is_named_and_the_work_comes(tmp_path: Path, description: bytes):
    records, refused = read(written(tmp_path / "p.zip", files() | {"exportedproject.json": description}))
    assert "cannot be read" in refused["p.zip/exportedproject.json"]
    assert [(one.layer, one.status) for _, one in records][:3] == [("ana", None), ("ben", None), ("gold", None)]


def test_a_link_out_of_an_unpacked_project_is_not_followed(tmp_path: Path):
    home = unpacked(tmp_path / "home", files())
    (tmp_path / "secret.tsv").write_text(TSV)
    (home / "annotation" / "two.txt" / "eve.tsv").symlink_to(tmp_path / "secret.tsv")
    records, _ = read(home)
    assert "eve" not in {record.layer for _, record in records}


def test_a_zip_without_a_project_is_what_it_was(tmp_path: Path):
    found = look(written(tmp_path / "p.zip", {"annotation/one.txt": ONE.encode(), "exportedproject.json": b"{}"}))
    assert found["p.zip/annotation/one.txt"] == ONE


TOKENS = [b'"', b"{", b"}", b"[", b"null", b"PK\3\4", b"PK\1\2", b"\0", b"\xff", b"annotation/", b"/../", b"9" * 20]


def mutate(path: Path, count: int, seed: int) -> int:
    """Read projects of which the zip, or what they say about themselves, is damaged; return how many came whole."""
    chance = random.Random(seed)
    whole = 0
    for at in range(count):
        content = files()
        if at % 2:
            content["exportedproject.json"] = mutated(content["exportedproject.json"], TOKENS, chance)
        packed = zip_of(content)
        path.write_bytes(packed if at % 2 else mutated(packed, TOKENS, chance))
        records = []
        with found_sources([path]) as sources:
            for found in sources:
                if found.refusal:
                    checked(found.refusal)
                else:
                    records += read_or_refused(lambda: list(found.read(None))) or []  # noqa: B023 – asked now, not later
        whole += len(records) == 5
    return whole


def test_damaged_projects_are_read_as_far_as_they_go(tmp_path: Path):
    assert 20 < mutate(tmp_path / "p.zip", 120, 20261126) < 120


@pytest.mark.soak
def test_ten_thousand_damaged_projects_are_read_as_far_as_they_go(tmp_path: Path):
    assert 1000 < mutate(tmp_path / "p.zip", 10_000, 1) < 10_000
