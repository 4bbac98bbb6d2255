"""What the tools of researchers make of our exports, and we of theirs: libraries that read and write their formats."""

import json
import warnings
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import unquote

import pytest

from annotator.formats import cas_json, cas_xmi, losses
from annotator.formats.source import Source
from annotator.formats.web_annotation import CONTEXT
from annotator.model.record import Record
from tests.formats.given import read_one, source
from tests.formats.interchange import members, written
from tests.formats.test_cas import KINDS, our_record
from tests.formats.test_cas import TEXT as CAS_TEXT
from tests.formats.test_refi import TEXT as PROJECT_TEXT
from tests.formats.test_refi import B, C
from tests.formats.test_refi import our_record as refi_record
from tests.interop.hard_articles import hard_articles
from tests.interop.through import Files, check_through

pytestmark = [pytest.mark.interop, pytest.mark.filterwarnings("default")]


def bioc_brat(files: Files) -> Files:
    """Read every file of annotations with bioc, and write it with bioc."""
    import bioc.brat

    changed = dict(files)
    for name in files:
        if name.endswith(".ann"):
            text = files[f"{name.removesuffix('.ann')}.txt"].decode()
            document = bioc.brat.loads(text, files[name].decode())
            for entity in document.entities:
                places = sorted((place.begin, place.end) for place in entity.locations)
                assert " ".join(entity.text.split()) == " ".join(" ".join(text[a:b] for a, b in places).split())
            changed[name] = bioc.brat.dumps_ann(document).encode()
    return changed


def test_what_bioc_makes_of_brat_standoff_comes_back_the_same(articles: list[Record]):
    check_through(bioc_brat, "brat", articles)


def test_a_client_that_moves_a_span_is_found_out():
    def mover(files: Files) -> Files:
        return {name: content.replace(b"actor 9 9", b"actor 8 9") for name, content in files.items()}

    def careless(files: Files) -> Files:
        moved = dict(files)
        moved["ana/000001.ann"] = files["ana/000001.ann"].replace(b"number 27 39", b"number 27 38")
        assert moved != files
        return moved

    check_through(mover, "brat", hard_articles())
    with pytest.raises(AssertionError):
        check_through(careless, "brat", hard_articles())


def loaded(kind: str, content: bytes) -> Any:
    """Read the first article of an export with the reader of others."""
    import cassis

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


def cassis_xmi(files: Files) -> Files:
    """Read every XMI with dkpro-cassis, and write it and its types with dkpro-cassis."""
    import cassis

    changed = {}
    for name in files:
        if name.endswith(".xmi"):
            beside = f"{name.rpartition('/')[0]}/TypeSystem.xml".removeprefix("/")
            cas = cassis.load_cas_from_xmi(
                BytesIO(files[name]), typesystem=cassis.load_typesystem(BytesIO(files[beside]))
            )
            changed |= {name: cas.to_xmi().encode(), beside: cas.typesystem.to_xml().encode()}
    return changed


def cassis_json(files: Files) -> Files:
    """Read every CAS in JSON with dkpro-cassis, and write it with dkpro-cassis."""
    import cassis

    return {name: cassis.load_cas_from_json(content.decode()).to_json().encode() for name, content in files.items()}


@pytest.mark.parametrize(("kind", "client"), [("cas-xmi", cassis_xmi), ("cas-json", cassis_json)])
def test_what_dkpro_cassis_makes_of_a_cas_comes_back_the_same(kind: str, client: Any, articles: list[Record]):
    # Fragments are one run to others, and come back from a feature of ours.
    check_through(client, kind, articles, keeps={losses.COVERED})


@pytest.mark.parametrize("kind", KINDS)
def test_layers_of_others_come_in_as_what_they_mean(kind: str):
    import cassis

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
    import pyrefiqda

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


def pyrefiqda_files(files: Files) -> Files:
    """Read a project with pyrefiqda, which refuses what the standard's schema does, and write it with pyrefiqda."""
    from pyrefiqda import RefiProject

    ((name, content),) = files.items()
    with TemporaryDirectory() as folder:
        before, after = Path(folder, "before.qdpx"), Path(folder, "after.qdpx")
        before.write_bytes(content)
        found = RefiProject.load(before, extract_dir=folder)
        RefiProject.save(found, after, source_media_dir=Path(folder, "sources"))
        return {name: after.read_bytes()}


@pytest.mark.parametrize("fragments", ["split", "cover"])
def test_what_pyrefiqda_makes_of_a_project_comes_back_the_same(articles: list[Record], fragments: str):
    # The standard has no place for somebody who marked nothing; that they looked is in the report.
    worked = [record for record in articles if record.spans or record.layer is None]
    check_through(pyrefiqda_files, "refi-qda", worked, fragments=fragments)


def test_elements_of_a_project_stand_in_the_order_of_the_schema():
    from lxml import etree
    from pyrefiqda.models.project import Project
    from xsdata_pydantic.bindings import XmlContext

    context = XmlContext()

    def check(element: Any, model: type) -> int:
        known = {child.qname: child for child in context.build(model).get_element_vars()}
        order = list(known)
        found = [child.tag for child in element]
        assert found == sorted(found, key=order.index), element.tag
        return 1 + sum(check(child, known[child.tag].clazz) for child in element if known[child.tag].clazz is not None)

    project = etree.fromstring(members(written("refi-qda", hard_articles())[0])["project.qde"])
    assert check(project, Project) > 100


_OA, _AS = "http://www.w3.org/ns/oa#", "http://www.w3.org/ns/activitystreams#"
_NUMBER = "http://www.w3.org/2001/XMLSchema#nonNegativeInteger"
_REFERENCES = {
    "body": f"{_OA}hasBody", "target": f"{_OA}hasTarget", "source": f"{_OA}hasSource", "selector": f"{_OA}hasSelector",
    "creator": "http://purl.org/dc/terms/creator", "first": f"{_AS}first",
}  # fmt: skip
WEB_ANNOTATION = {
    "id": "@id", "type": "@type",
    "AnnotationCollection": f"{_AS}OrderedCollection", "AnnotationPage": f"{_AS}OrderedCollectionPage",
    "Person": "http://xmlns.com/foaf/0.1/Person", "name": "http://xmlns.com/foaf/0.1/name",
    "value": "http://www.w3.org/1999/02/22-rdf-syntax-ns#value",
    **{name: _OA + name for name in ("Annotation", "TextualBody", "TextPositionSelector", "TextQuoteSelector")},
    **{name: _OA + name for name in ("tagging", "linking", "commenting", "exact", "prefix", "suffix")},
    **{name: {"@id": iri, "@type": "@id"} for name, iri in _REFERENCES.items()},
    "motivation": {"@id": f"{_OA}motivatedBy", "@type": "@vocab"},
    "purpose": {"@id": f"{_OA}hasPurpose", "@type": "@vocab"},
    "items": {"@id": f"{_AS}items", "@type": "@id", "@container": "@list"},
    "total": {"@id": f"{_AS}totalItems", "@type": _NUMBER}, "startIndex": {"@id": f"{_AS}startIndex", "@type": _NUMBER},
    "start": {"@id": f"{_OA}start", "@type": _NUMBER}, "end": {"@id": f"{_OA}end", "@type": _NUMBER},
}  # fmt: skip
"""What the context of the standard says of the words that we use."""


def without_a_network(url: str, options: object) -> dict[str, Any]:
    assert url == CONTEXT
    return {"contextUrl": None, "documentUrl": url, "document": {"@context": WEB_ANNOTATION}}


def pyld_files(files: Files) -> Files:
    """Let pyld work out what every file means, and say it again in the same words."""
    from pyld import jsonld

    changed = dict(files)
    for name, content in files.items():
        if name.endswith(".jsonld"):
            ours = json.loads(content)
            options = {"documentLoader": without_a_network, "base": "http://example.org/"}
            meant = jsonld.expand(ours, options)
            again = jsonld.compact(meant, ours["@context"], options)
            changed[name] = json.dumps(again).encode()
    return changed


def test_what_pyld_makes_of_web_annotations_comes_back_the_same(articles: list[Record]):
    check_through(pyld_files, "web-annotation", articles)


def test_every_word_of_a_web_annotation_means_something():
    content = members(written("web-annotation", hard_articles())[0])["ana/000001.jsonld"]
    ours = json.loads(content)
    known = WEB_ANNOTATION.keys() | ours["@context"][1].keys() | {"@context", "annotator:unsure", "annotator:origin"}

    def words(value: Any) -> set[str]:
        if isinstance(value, list):
            return set().union(*map(words, value))
        if not isinstance(value, dict):
            return set()
        inner = [inside for key, inside in value.items() if not key.startswith(("@", "annotator:"))]
        return value.keys() | words(inner)

    assert words(ours) <= known


def test_a_graph_of_web_annotations_tells_the_same_spans():
    import rdflib
    from pyld import jsonld

    (record, *_) = hard_articles()
    content = members(written("web-annotation", [record])[0])["ana/000001.jsonld"]
    options = {"documentLoader": without_a_network, "format": "application/n-quads", "base": "http://example.org/"}
    graph = rdflib.Dataset()
    graph.parse(data=jsonld.to_rdf(json.loads(content), options), format="nquads")
    found = graph.query(
        f"""PREFIX oa: <{_OA}> PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
        SELECT ?id ?tag ?start ?end ?words WHERE {{
          ?id oa:motivatedBy oa:tagging ; oa:hasBody ?body ; oa:hasTarget ?target .
          ?body oa:hasPurpose oa:tagging ; rdf:value ?tag .
          ?target oa:hasSelector ?place, ?quote .
          ?place a oa:TextPositionSelector ; oa:start ?start ; oa:end ?end .
          ?quote a oa:TextQuoteSelector ; oa:exact ?words .
        }}"""
    )
    wanted = {
        (span.id, span.label, start, end, record.text[start:end])
        for span in record.spans
        for start, end in span.fragments or []
    }
    rows = [tuple(term.toPython() for term in row) for row in found]
    assert {(unquote(iri.removeprefix("urn:annotator:")), *others) for iri, *others in rows} == wanted
    assert len(rows) == len(wanted)
