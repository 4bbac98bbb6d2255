"""Layers of INCEpTION in a CAS: slots, chains, lists, what is said about an article; what is left out is named."""

import json
from io import BytesIO

import pytest

from annotator.formats import cas_json, cas_xmi
from annotator.formats.source import Source
from annotator.model.record import Record
from tests.formats.given import read_one, source
from tests.formats.made.inception import type_system, xmi

TEXT = "Ana 😀 saw Ben and him there."
TYPES = {
    "custom.Host": {"links": "uima.cas.FSArray", "kind": "uima.cas.String"},
    "custom.HostLinksLink": {"role": "uima.cas.String", "target": "uima.tcas.Annotation"},
    "custom.Who": {"value": "uima.cas.String", "tags": "uima.cas.StringArray", "other": "custom.Who"},
    "custom.Kind": {"value": "custom.Word"},
    "custom.Word": {},
}
PARENTS = {"custom.HostLinksLink": "uima.cas.TOP", "custom.Word": "uima.cas.String"}
ANA = '<custom:Who xmi:id="10" sofa="1" begin="0" end="3" value="actor"/>'
BEN = '<custom:Who xmi:id="11" sofa="1" begin="11" end="14" value="actor"/>'
SLOTS = (
    '<custom:HostLinksLink xmi:id="20" role="who" target="10"/><custom:HostLinksLink xmi:id="21" target="11"/>'
    '<custom:HostLinksLink xmi:id="22" role="when"/><custom:HostLinksLink xmi:id="23" role="how" target="30"/>'
    '<seg:Token xmi:id="30" sofa="1" begin="0" end="3"/>'
    '<custom:Host xmi:id="24" sofa="1" begin="7" end="10" kind="seeing" links="20 21 22 23"/>'
)


def read(more: str, types: bytes | None = None) -> Record:
    content = xmi(TEXT, more)
    beside = (lambda name: source(types, name) if name == "TypeSystem.xml" else None) if types else lambda _name: None
    (record,) = cas_xmi.read(Source("a.xmi", ".xmi", len(content), lambda: BytesIO(content), beside=beside), None)
    return record


def arrows(record: Record) -> list[tuple[str, str | None, str | None]]:
    words = {span.id: span.text for span in record.spans}
    return [(one.label, words[one.head], words[one.child]) for one in record.relations]


@pytest.mark.parametrize("declared", [True, False])
def test_a_slot_becomes_a_relation_named_after_its_role_and_one_without_a_mark_is_counted(declared: bool):
    record = read(ANA + BEN + SLOTS, type_system(TYPES, PARENTS) if declared else None)
    assert arrows(record) == [("who", "saw", "Ana"), ("links", "saw", "Ben")]
    host = next(span for span in record.spans if span.label == "Host")
    assert host.attributes == {"kind": "seeing"}
    assert record.notes[1:] == [
        "Annotations of these types were left out: Host.links (2).",
        "Layers that cut up and parse the text were left out: Token (1).",
    ]


@pytest.mark.parametrize("declared", [True, False])
def test_a_slot_of_one_is_a_slot(declared: bool):
    slots = (
        '<custom:HostLinksLink xmi:id="20" role="who" target="10"/>'
        '<custom:Host xmi:id="24" sofa="1" begin="7" end="10" links="20"/>'
    )
    assert arrows(read(ANA + slots, type_system(TYPES, PARENTS) if declared else None)) == [("who", "saw", "Ana")]


def test_a_number_that_is_no_slot_stays_a_value():
    record = read('<custom:Host xmi:id="24" sofa="1" begin="7" end="10" links="24" kind="1 2"/>')
    assert record.spans[0].attributes == {"links": 24, "kind": "1 2"}


CHAIN = (
    '<coref:CoreferenceLink xmi:id="40" sofa="1" begin="11" end="14" next="41" referenceType="nam" '
    'referenceRelation="anaphoric"/><coref:CoreferenceLink xmi:id="41" sofa="1" begin="19" end="22" next="42"/>'
    '<coref:CoreferenceLink xmi:id="42" sofa="1" begin="23" end="28"/>'
    '<coref:CoreferenceChain xmi:id="43" sofa="1" first="40"/>'
)


def test_a_chain_becomes_relations_from_each_mention_to_the_next():
    record = read(CHAIN)
    assert arrows(record) == [("anaphoric", "Ben", "him"), ("CoreferenceLink", "him", "there")]
    assert [span.attributes for span in record.spans] == [{"referenceType": "nam"}, {}, {}]
    assert record.notes == []


def test_a_feature_of_several_values_is_a_list():
    record = read(ANA.replace("/>", "><tags>x</tags><tags>y z</tags></custom:Who>"), type_system(TYPES, PARENTS))
    assert record.spans[0].attributes == {"tags": ["x", "y z"]}
    shared = '<cas:StringArray xmi:id="50"><elements>x</elements><elements>7</elements></cas:StringArray>'
    record = read(shared + ANA.replace("/>", ' tags="50"/>'), type_system(TYPES, PARENTS))
    assert record.spans[0].attributes == {"tags": ["x", 7]}


def test_a_feature_that_refers_to_another_mark_is_a_relation_of_its_name():
    record = read(ANA.replace("/>", ' other="11"/>') + BEN, type_system(TYPES, PARENTS))
    assert arrows(record) == [("other", "Ana", "Ben")]


def test_a_name_that_refers_in_one_type_says_what_it_says_in_another():
    types = TYPES | {"custom.Pair": {"value": "custom.Who"}}
    pair = '<custom:Pair xmi:id="12" sofa="1" begin="7" end="10" value="10"/>'
    record = read(ANA + pair, type_system(types, PARENTS))
    assert [(span.label, span.text) for span in record.spans] == [("actor", "Ana"), ("Pair", "saw")]
    assert arrows(record) == [("value", "saw", "Ana")]


def test_a_word_of_a_closed_list_is_a_word():
    kind = '<custom:Kind xmi:id="12" sofa="1" begin="0" end="3" value="rebel"/>'
    assert read(kind, type_system(TYPES, PARENTS)).spans[0].label == "rebel"


def test_what_is_said_about_the_article_as_a_whole_becomes_its_labels():
    topics = "".join(
        f'<custom:Topic xmi:id="{number}" sofa="1" value="{value}" sure="{sure}"/>'
        for number, value, sure in ((60, "war", "true"), (61, "aid", "false"))
    )
    record = read(topics + '<custom:Checked xmi:id="62" sofa="1"/>')
    assert record.labels == {"Topic": ["war", "aid"], "Topic sure": [True, False], "Checked": True}
    assert record.spans == []


def test_which_feature_is_the_tag_is_said_where_it_is_not_plain():
    name = '<ner:NamedEntity xmi:id="70" sofa="1" begin="0" end="3" value="PER" identifier="Q1"/>'
    span = '<custom:Span xmi:id="71" sofa="1" begin="0" end="3" label="actor" value="x"/>'
    record = read(name + span + ANA)
    assert [(span.label, span.attributes) for span in record.spans] == [
        ("PER", {"identifier": "Q1"}), ("actor", {"value": "x"}), ("actor", {}),
    ]  # fmt: skip
    assert record.notes == ["The tags of the layer Who are what its feature value says (1)."]


def test_every_type_that_is_left_out_is_counted():
    tokens = "".join(f'<seg:Token xmi:id="{80 + at}" sofa="1" begin="0" end="3"/>' for at in range(3))
    loose = '<custom:Loose xmi:id="90" of="nothing"/>'
    assert read(tokens + loose).notes == [
        "Annotations of these types were left out: Loose (1).",
        "Layers that cut up and parse the text were left out: Token (3).",
    ]
    many = "".join(f'<seg:T{at} xmi:id="{80 + at}" sofa="1" begin="0" end="3"/>' for at in range(15))
    assert read(many).notes[0].endswith("T11 (1), and 3 of 3 other types.")


def test_what_a_file_says_about_its_tagsets_is_no_mark_and_no_loss():
    tagset = '<type3:TagsetDescription xmi:id="{}" sofa="1" begin="0" end="0" layer="custom.Span" name="Span labels"/>'
    assert read(tagset.format(5) + tagset.format(6)).notes == []


def test_version_1_1_of_xml_is_read_and_its_control_characters_are_replaced_and_counted():
    content = xmi("a&#1;b&#x1F;c&#13;&#10;d", '<custom:Span xmi:id="7" sofa="1" begin="4" end="5" label="x"/>')
    record = read_one(cas_xmi.read, content.replace(b'version="1.0"', b'version="1.1"', 1), "a.xmi")
    assert record.text == "a\ufffdb\ufffdc\r\nd"
    assert (record.spans[0].text, record.notes) == ("c", ["2 control characters became U+FFFD."])


def test_whose_work_it_is_stands_in_a_file_of_inception():
    metadata = '<type:CASMetadata xmi:id="5" sofa="1" begin="0" end="0" username="{}" sourceDocumentName="one.txt"/>'
    assert read(metadata.format("ana") + ANA).layer == "ana"
    assert read(metadata.format("INITIAL_CAS") + ANA).layer is None
    assert read(metadata.format("all") + ANA).layer == "all (INCEpTION)"
    curated = read(metadata.format("CURATION_USER") + ANA)
    assert (curated.layer, "came into gold as it is" in curated.notes[0]) == ("gold", True)
    assert len(read(metadata.format("ana") + ANA).notes) == 1


def test_json_says_the_same_as_xml():
    things = [
        {"%ID": 1, "%TYPE": "uima.cas.Sofa", "sofaID": "_InitialView", "sofaString": TEXT},
        {"%ID": 10, "%TYPE": "custom.Span", "@sofa": 1, "begin": 0, "end": 3, "label": "actor", "@tags": 50},
        {"%ID": 50, "%TYPE": "uima.cas.StringArray", "%ELEMENTS": ["x", "y z"]},
        {"%ID": 20, "%TYPE": "custom.HostLinksLink", "role": "who", "@target": 10},
        {"%ID": 51, "%TYPE": "uima.cas.FSArray", "%ELEMENTS": [20]},
        {"%ID": 24, "%TYPE": "custom.Host", "@sofa": 1, "begin": 7, "end": 10, "@links": 51},
        {"%ID": 60, "%TYPE": "custom.Topic", "@sofa": 1, "value": "war"},
        {
            "%ID": 70, "%TYPE": "de.tudarmstadt.ukp.clarin.webanno.api.type.LayerDefinition",
            "name": "custom.Host", "uiName": "Host",
        },
    ]  # fmt: skip
    record = read_one(cas_json.read, json.dumps({"%FEATURE_STRUCTURES": things}).encode())
    assert arrows(record) == [("who", "saw", "Ana")]
    assert record.spans[0].attributes == {"tags": ["x", "y z"]}
    assert record.labels == {"Topic": "war"}
    assert record.notes == []
