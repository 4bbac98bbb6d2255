"""What the tools of researchers make of our exports, and we of theirs: libraries that read and write their formats."""

import warnings
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from annotator.formats import cas_json, cas_xmi
from annotator.formats.source import Source
from annotator.model.record import Record, RecordRelation, RecordSpan
from tests.formats.given import read_one, source
from tests.formats.interchange import members, said, written
from tests.formats.test_brat import TEXT
from tests.formats.test_cas import KINDS, our_record
from tests.formats.test_cas import TEXT as CAS_TEXT
from tests.formats.test_refi import TEXT as PROJECT_TEXT
from tests.formats.test_refi import B, C
from tests.formats.test_refi import our_record as refi_record

pytestmark = [pytest.mark.interop, pytest.mark.filterwarnings("default")]


def test_a_reader_of_brat_standoff_finds_the_same_spans(tmp_path: Path):
    bioc = pytest.importorskip("bioc.brat")
    spans = [
        RecordSpan(id="s", label="actor", start=13, end=24, text="Observatory", attributes={"type": "monitor"}),
        RecordSpan(id="t", label="claim", start=30, end=81, fragments=[(30, 42), (77, 81)], note="lower bound"),
    ]
    record = Record(TEXT, "a", layer="ana", spans=spans)
    record.relations = [RecordRelation(label="source", head="t", child="s")]
    files = members(written("brat", [record])[0])
    found = bioc.loads(files["ana/000001.txt"].decode(), files["ana/000001.ann"].decode())
    assert found.text == TEXT
    entities = {entity.id: entity for entity in found.entities}
    for key, span in zip(("T1", "T2"), spans, strict=True):
        assert entities[key].type == span.label
        places = sorted((place.begin, place.end) for place in entities[key].locations)
        assert places == (span.fragments or [(span.start, span.end)])
        assert entities[key].text == " ".join(TEXT[start:end] for start, end in places)
    (relation,) = found.relations
    assert (relation.type, relation.arguments) == ("source", {"Arg1": "T2", "Arg2": "T1"})


def loaded(kind: str, content: bytes) -> Any:
    """Read the first article of an export with the reader of others."""
    cassis = pytest.importorskip("cassis")
    files = members(content)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        if kind == "cas-json":
            return cassis.load_cas_from_json(files["ana/000001.json"].decode())
        types = cassis.load_typesystem(BytesIO(files["ana/TypeSystem.xml"]))
        return cassis.load_cas_from_xmi(BytesIO(files["ana/000001.xmi"]), typesystem=types)


@pytest.mark.parametrize("kind", KINDS)
def test_the_reader_of_others_finds_the_same_text_and_the_same_words(kind: str):
    cas = loaded(kind, written(kind, [our_record()])[0])
    assert cas.sofa_string == CAS_TEXT
    actor, claim = cas.select("webanno.custom.Mark")
    assert (actor.label, actor.get_covered_text(), actor.get("type_")) == ("actor", "Observatory", "monitor")
    assert actor.get("sideX20_a") == "1"
    assert claim.get_covered_text() == CAS_TEXT[31:68]
    (arrow,) = cas.select("webanno.custom.Arrow")
    assert (arrow.label, arrow.Governor.label, arrow.Dependent.label) == ("source", "claim", "actor")


@pytest.mark.parametrize("kind", KINDS)
def test_what_the_writer_of_others_makes_of_it_is_read_the_same(kind: str):
    cas = loaded(kind, written(kind, [our_record()])[0])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        content = (cas.to_xmi() if kind == "cas-xmi" else cas.to_json()).encode()
    read = cas_xmi.read if kind == "cas-xmi" else cas_json.read
    assert said(read_one(read, content)) == said(our_record())


@pytest.mark.parametrize("kind", KINDS)
def test_layers_of_others_come_in_as_what_they_mean(kind: str):
    cassis = pytest.importorskip("cassis")
    types = cassis.TypeSystem()
    string, number = types.get_type("uima.cas.String"), types.get_type("uima.cas.Integer")
    annotation = types.get_type("uima.tcas.Annotation")
    actor = types.create_type("webanno.custom.Actor", "uima.tcas.Annotation")
    types.create_feature(actor, "kind", string)
    types.create_feature(actor, "size", number)
    types.create_feature(actor, "other", annotation)
    entity = types.create_type("de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity", "uima.tcas.Annotation")
    types.create_feature(entity, "value", string)
    token = types.create_type("de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Token", "uima.tcas.Annotation")
    link = types.create_type("webanno.custom.Said", "uima.tcas.Annotation")
    for end in ("Governor", "Dependent"):
        types.create_feature(link, end, annotation)
    cas = cassis.Cas(types)
    cas.sofa_string, cas.sofa_mime = "😀 The Observatory said", "text/plain"
    one = actor(begin=2, end=17, kind="monitor", size=3)
    two = entity(begin=18, end=22, value="verb")
    one.other = two
    cas.add_all([one, two, token(begin=2, end=5), link(begin=2, end=17, Governor=two, Dependent=one)])
    if kind == "cas-json":
        record = read_one(cas_json.read, cas.to_json().encode())
    else:
        files = {"TypeSystem.xml": types.to_xml().encode()}
        beside = lambda name: source(files[name], name)  # noqa: E731
        content = cas.to_xmi().encode()
        (record,) = cas_xmi.read(Source("a.xmi", ".xmi", len(content), lambda: BytesIO(content), beside=beside), None)
    found = {span.label: span for span in record.spans}
    assert {label: span.text for label, span in found.items()} == {"Actor": "The Observatory", "verb": "said"}
    assert found["Actor"].attributes == {"kind": "monitor", "size": 3}
    ends = found["verb"].id, found["Actor"].id
    assert [(one.label, one.head, one.child) for one in record.relations] == [("Said", *ends), ("other", *ends[::-1])]
    assert record.notes == ["Layers that cut up and parse the text were left out: Token (1)."]


def test_a_strict_reader_of_the_standard_takes_it(tmp_path: Path):
    pyrefiqda = pytest.importorskip("pyrefiqda")
    (tmp_path / "work.qdpx").write_bytes(written("refi-qda", [refi_record(), refi_record("ben")])[0])
    found = pyrefiqda.RefiProject.load(tmp_path / "work.qdpx", extract_dir=tmp_path / "unpacked")
    assert [user.name for user in found.users.user] == ["ana", "ben"]
    codes = {code.guid: code.name for code in found.code_book.codes.code}
    (text_source,) = found.sources.text_source
    assert text_source.name == "T & U"
    path = text_source.plain_text_path.removeprefix("internal://")
    assert (tmp_path / "unpacked" / "sources" / path).read_text() == PROJECT_TEXT
    selections = text_source.plain_text_selection
    assert [(one.name, codes[one.coding[0].code_ref.target_guid]) for one in selections][:2] == [
        ("Observatory", "actor"), ("at least 287", "claim"),
    ]  # fmt: skip
    assert all(PROJECT_TEXT[one.start_position : one.end_position] == one.name for one in selections)
    assert len({one.guid for one in selections}) == 4
    assert selections[1].description == "lower\nbound"
    link = found.links.link[0]
    assert (link.name, link.origin_guid, link.target_guid) == ("source", C, B)
    values = {value.variable_ref.target_guid: value.text_value for value in text_source.variable_value}
    named = {variable.name: values[variable.guid] for variable in found.variables.variable}
    assert named == refi_record().meta
