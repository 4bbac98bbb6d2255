"""A tagset file beside a tagset: what is new, what it lacks, what is only called something else."""

import json

from annotator.model.tagset import Attribute, RelationType, Tag, Tagset, read_tagset
from annotator.model.tagset_drafting import drafted
from annotator.model.tagset_files import compare, pretty_tagset, proposed_names, taking_over


def test_a_pretty_file_reads_as_the_same_tagset(tagset: Tagset) -> None:
    written = pretty_tagset(tagset)
    assert read_tagset(written, "it") == tagset
    assert b'\n  "tags": [' in written
    assert written.endswith(b"}\n")
    assert "retired" not in json.loads(written)["tags"][0]


def test_comparing_finds_what_is_new_missing_and_changed(tagset: Tagset) -> None:
    file = (tagset["actor"], Tag("claim", "C"), Tag("weapon"))
    found = compare(tagset.tags, file)
    assert (found.same, found.changed, found.new, found.missing) == (
        ("actor",),
        ("claim",),
        ("weapon",),
        ("location", "number"),
    )


def test_names_that_probably_mean_the_same_are_proposed() -> None:
    mine = [Tag("actor", "A"), Tag("location", "L"), Tag("number", guideline="Mark quantities."), Tag("claim")]
    file = [Tag("Actors", "Z"), Tag("place", "L"), Tag("figure", guideline="Mark quantities."), Tag("weapon")]
    assert proposed_names(mine, file) == {"actor": "Actors", "location": "place", "number": "figure"}


def test_adding_leaves_what_is_there_and_gives_no_key_twice(tagset: Tagset) -> None:
    file = Tagset(
        "more",
        (
            Tag("actor", "X", (Attribute("type", "choice", ("rebel", "cartel")), Attribute("age", "number")), "Other."),
            Tag("weapon", "C"),
            Tag("date", "D"),
        ),
        (RelationType("with", ("actor",), ("weapon",), "S"),),
    )
    after = drafted(tagset, taking_over(tagset, file, replace_all=False))
    assert (after.name, after["actor"].key, after["actor"].guideline) == (
        tagset.name,
        "A",
        tagset["actor"].guideline,
    )
    kinds = after["actor"].attribute("type")
    assert kinds is not None
    assert kinds.values[-1] == "cartel"
    assert after["actor"].attribute("age") is not None
    assert (after["weapon"].key, after["date"].key) == ("", "D")
    known = after.relation("with")
    assert known is not None
    assert known.key == ""


def test_replacing_retires_what_the_file_lacks_and_renames_what_it_calls_differently(tagset: Tagset) -> None:
    file = Tagset("other", (Tag("place", "A"), Tag("weapon", "W")), (RelationType("near", ("place",), ("place",)),))
    plan = taking_over(tagset, file, replace_all=True, tags={"location": "place"}, relations={"about": "near"})
    after = drafted(tagset, plan)
    assert [(tag.name, tag.key, tag.retired) for tag in after.tags] == [
        ("place", "A", False),
        ("weapon", "W", False),
        ("actor", "", True),
        ("number", "", True),
        ("claim", "", True),
    ]
    assert after.relations[0] == file.relations[0]
    assert all(known.retired for known in after.relations[1:])
    assert after.labels == ()


def test_an_attribute_of_another_kind_is_converted_before_the_file_holds(tagset: Tagset) -> None:
    file = Tagset("other", (Tag("number", "N", (Attribute("unit", "number"),)),))
    plan = taking_over(tagset, file, replace_all=True)
    assert any(getattr(change, "kind", None) == "number" and change.name == "unit" for change in plan)
    assert drafted(tagset, plan)["number"].attributes == (Attribute("unit", "number"),)
