"""Tagsets of other programs: what may be marked there may be marked here, and their work comes in under it."""

import json
import random
from pathlib import Path
from typing import Any

import pytest

from annotator.errors import UserError
from annotator.formats.brat_tagset import tagset_of_configuration
from annotator.formats.foreign_tagsets import foreign_tagset, tagset_at
from annotator.formats.inception_tagset import tagset_of_project
from annotator.model.tagset import Attribute, RelationType, Tag, Tagset
from tests.formats.given import CANARY, checked, source
from tests.formats.interchange import mutated, written
from tests.formats.made.inception import zip_of
from tests.formats.test_cas import our_record
from tests.formats.test_tar_archives import packed

CONFIGURATION = """# a comment
[entities]
!Group
\tPerson
\tOrg|ORG
--------
Place
<POG>=Person|Org|Place

[relations]
Located\tArg1:Group, Arg2:Place
Equiv\tArg1:<POG>, Arg2:<POG>, <REL-TYPE>:symmetric-transitive
<OVERLAP>\tArg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>
Gone Arg1:Nobody, Arg2:Place

[events]
Attack\tAttacker?:<POG>, Target*:<ENTITY>, Site{1-2}:Place
Say\tWho:Person, What:<EVENT>

[attributes]
Negation\tArg:<EVENT>
Sure\tArg:<EVENT>|Person, Value:High|Low
unsure\tArg:<ANY>
"""


def test_a_configuration_of_brat_is_a_tagset():
    found = tagset_of_configuration(CONFIGURATION, "annotation.conf")
    sure, negation = Attribute("Sure", "choice", ("High", "Low")), Attribute("Negation", "yes_no")
    assert {tag.name: set(tag.attributes) for tag in found.tags} == {
        "Person": {sure}, "Org": set(), "Place": set(), "Attack": {sure, negation}, "Say": {sure, negation},
    }  # fmt: skip
    assert found.relations == (
        RelationType("Located", ("Person", "Org"), ("Place",)),
        RelationType("Equiv", ("Person", "Org", "Place"), ("Person", "Org", "Place")),
        RelationType("Attacker", ("Attack",), ("Person", "Org", "Place")),
        RelationType("Target", ("Attack",), ("Person", "Org", "Place")),
        RelationType("Site", ("Attack",), ("Place",)),
        RelationType("Who", ("Say",), ("Person",)),
        RelationType("What", ("Say",), ("Attack", "Say")),
    )


def test_our_own_configuration_declares_our_own_tags():
    content, _ = written("brat", [our_record()])
    found = foreign_tagset(source(content, "work.zip"))
    assert found is not None
    assert [tag.name for tag in found.tags] == ["actor", "claim"]
    assert [known.name for known in found.relations] == ["source"]


def a_feature(name: str, type_: str = "uima.cas.String", **more: Any) -> dict[str, Any]:
    return {
        "name": name,
        "type": type_,
        "enabled": True,
        "link_mode": "NONE",
        "tag_set": None,
        "description": None,
    } | more


def a_tag_set(name: str, *tags: str, closed: bool = True) -> dict[str, Any]:
    return {
        "name": name, "create_tag": not closed,
        "tags": [{"tag_name": tag, "tag_description": f"Mark {tag}."} for tag in tags],
    }  # fmt: skip


def a_layer(name: str, *features: dict[str, Any], type_: str = "span", **more: Any) -> dict[str, Any]:
    return {"name": name, "type": type_, "enabled": True, "features": list(features), "attach_type": None} | more


def only(name: str) -> dict[str, Any]:
    return {"tag_set": {"name": name, "tags": []}}


PROJECT = {
    "name": "Border",
    "source_documents": [],
    "tag_sets": [
        a_tag_set("Names", "PER", "ORG"), a_tag_set("Sides", "rebel", "state"), a_tag_set("Roles", "who", "whom"),
        a_tag_set("Links", "says", "denies"), a_tag_set("Free", "a", closed=False), a_tag_set("Kinds", "nam", "pro"),
    ],
    "layers": [
        a_layer(
            "de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity",
            a_feature("value", **only("Names")), a_feature("identifier"), a_feature("old", enabled=False),
        ),
        a_layer(
            "webanno.custom.Actor", a_feature("side", **only("Sides")), a_feature("free", **only("Free")),
            a_feature("armed", "uima.cas.Boolean", description="Whether armed."), a_feature("size", "uima.cas.Integer"),
            description="Who acts.",
        ),
        a_layer(
            "webanno.custom.Deed",
            a_feature("parts", "webanno.custom.Actor", link_mode="WITH_ROLE", **only("Roles")),
            a_feature("any", "uima.tcas.Annotation", link_mode="WITH_ROLE"),
        ),
        a_layer(
            "webanno.custom.Tie", a_feature("label", **only("Links")), type_="relation",
            attach_type={"name": "webanno.custom.Actor"},
        ),
        a_layer("webanno.custom.Near", type_="relation", attach_type={"name": "webanno.custom.Deed"}),
        a_layer(
            "de.tudarmstadt.ukp.dkpro.core.api.coref.type.Coreference",
            a_feature("referenceType", **only("Kinds")), a_feature("referenceRelation"), type_="chain",
        ),
        a_layer("webanno.custom.Topic", a_feature("value"), a_feature("sure", "uima.cas.Boolean"),
                type_="document-metadata"),
        a_layer("de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Lemma", a_feature("value")),
        a_layer("webanno.custom.Off", enabled=False),
        a_layer("webanno.custom.Strange", type_="something new"),
    ],
}  # fmt: skip


def project_tagset() -> Tagset:
    return tagset_of_project(json.dumps(PROJECT).encode(), "exportedproject.json")


def test_the_layers_of_a_project_of_inception_are_a_tagset():
    found = project_tagset()
    identifier = (Attribute("identifier"),)
    assert found.name == "Border"
    assert found.tags == (
        Tag("PER", attributes=identifier, guideline="Mark PER."),
        Tag("ORG", attributes=identifier, guideline="Mark ORG."),
        Tag(
            "Actor",
            attributes=(
                Attribute("side", "choice", ("rebel", "state")), Attribute("free"),
                Attribute("armed", "yes_no", help="Whether armed."), Attribute("size", "number"),
            ),
            guideline="Who acts.",
        ),
        Tag("Deed"),
        Tag("CoreferenceLink", attributes=(Attribute("referenceType", "choice", ("nam", "pro")),)),
    )  # fmt: skip


def test_relations_slots_and_chains_are_relation_types_between_the_tags_of_their_layers():
    everything = ("PER", "ORG", "Actor", "Deed", "CoreferenceLink")
    assert {known.name: (known.head, known.child) for known in project_tagset().relations} == {
        "who": (("Deed",), ("Actor",)),
        "whom": (("Deed",), ("Actor",)),
        "any": (("Deed",), everything),
        "says": (("Actor",), ("Actor",)),
        "denies": (("Actor",), ("Actor",)),
        "Near": (("Deed",), ("Deed",)),
        "CoreferenceLink": (("CoreferenceLink",), ("CoreferenceLink",)),
    }


def test_what_is_said_about_documents_are_labels():
    assert project_tagset().labels == (Attribute("Topic"), Attribute("Topic sure", "yes_no"))


def test_a_zip_is_looked_through_for_it():
    content = zip_of({"in/exportedproject.json": json.dumps(PROJECT).encode(), "in/source/a.txt": b"x"})
    assert foreign_tagset(source(content, "export.zip")) == project_tagset()
    assert foreign_tagset(source(zip_of({"a.txt": b"x"}), "export.zip")) is None


def test_of_several_configurations_the_highest_that_declares_a_tag_counts():
    files = {"annotation.conf": b"[entities]\n", "a/annotation.conf": CONFIGURATION.encode()}
    found = foreign_tagset(source(zip_of(files), "c.zip"))
    assert found is not None
    assert len(found.tags) == 5
    with pytest.raises(UserError, match="holds no tag"):
        foreign_tagset(source(zip_of({"annotation.conf": b""}), "c.zip"))


def test_a_tar_archive_is_looked_through_too(tmp_path: Path):
    path = packed(tmp_path / "c.tar.gz", {"c/annotation.conf": CONFIGURATION.encode(), "c/a.txt": b"x"})
    found = tagset_at(path)
    assert found is not None
    assert [tag.name for tag in found.tags] == ["Person", "Org", "Place", "Attack", "Say"]
    assert tagset_at(packed(tmp_path / "d.tar.gz", {"a.txt": b"x"})) is None


def test_a_tagset_of_ours_is_left_to_our_own_reader():
    assert foreign_tagset(source(b'{"name":"x","tags":[{"name":"a"}]}', "tagset.json")) is None


@pytest.mark.parametrize("content", [b"", b"[]", b'{"layers": 5}', b"[" * 99_999, b"\xff", b'{"layers":[]}'])
def test_a_description_without_a_layer_is_refused_in_one_sentence(content: bytes):
    with pytest.raises(UserError) as caught:
        tagset_of_project(content, "exportedproject.json")
    checked(str(caught.value))


@pytest.mark.parametrize("text", ["", CANARY, "[entities]\n", "[entities]\n!Group\n", "[relations]\nA\tArg1:B, Arg2:C"])
def test_a_configuration_without_a_tag_is_refused_in_one_sentence(text: str):
    with pytest.raises(UserError) as caught:
        tagset_of_configuration(text, "annotation.conf")
    assert "holds no tag" in checked(str(caught.value)) or text == CANARY


def test_mutated_declarations_are_read_or_refused(tmp_path: Path):
    chance = random.Random(20261126)
    tokens = [b"\t", b"[", b"]", b"|", b"<", b">", b":", b",", b"!", b"{", b'"', b"null", b"\xff", b"\0", b"=" * 9]
    for content, name in (
        (CONFIGURATION.encode(), "annotation.conf"), (json.dumps(PROJECT).encode(), "exportedproject.json"),
    ):  # fmt: skip
        for _ in range(300):
            try:
                found = foreign_tagset(source(mutated(content, tokens, chance), name))
            except UserError as error:
                checked(str(error))
            else:
                assert found is not None
                assert found.tags
