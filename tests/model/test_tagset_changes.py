"""Changes to a tagset: what each makes of it, what is refused in a sentence, and what two of them become together."""

from collections.abc import Sequence

import pytest

from annotator.errors import UserError
from annotator.model.tagset import Attribute, RelationType, Tag, Tagset, check_tagset
from annotator.model.tagset_changes import (
    LABELS,
    AddAttribute,
    AddRelation,
    AddTag,
    Change,
    ChangeAttribute,
    ChangeRelation,
    ChangeTag,
    MergeRelations,
    MergeTags,
    MergeValues,
    MoveTag,
    RemoveAttribute,
    RemoveRelation,
    RemoveTag,
    RenameAttribute,
    RenameRelation,
    RenameTag,
    RetireRelation,
    RetireTag,
    SplitTag,
    collected,
)
from annotator.model.tagset_course import course_of
from annotator.model.tagset_drafting import drafted, why_no_key
from annotator.model.tagset_effects import converted


def names(tagset: Tagset) -> list[str]:
    return [tag.name for tag in tagset.tags]


def ends(tagset: Tagset, relation: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    known = tagset.relation(relation)
    assert known is not None
    return known.head, known.child


def test_relation_types_follow_the_tags_they_join(tagset: Tagset) -> None:
    assert ends(drafted(tagset, [RenameTag("number", "figure")]), "subset_of") == (("figure",), ("figure",))
    assert ends(drafted(tagset, [MergeTags(("location",), "number")]), "about") == (("claim",), ("number",))
    assert ends(drafted(tagset, [SplitTag("number", "counts", (("killed", "deaths"),))]), "about") == (
        ("claim",),
        ("number", "location", "deaths"),
    )
    assert ends(drafted(tagset, [RemoveTag("location")]), "about") == (("claim",), ("number",))


def test_a_merge_keeps_what_can_be_said_about_either(tagset: Tagset) -> None:
    plan = [
        AddAttribute("actor", Attribute("kind", "choice", ("person", "populated"))),
        MergeTags(("location",), "actor"),
    ]
    attributes = {known.name: known for known in drafted(tagset, plan)["actor"].attributes}
    assert {"type", "precision", "country"} <= attributes.keys()
    assert attributes["kind"].values == ("person", "populated", "admin", "region", "facility", "natural")


def test_a_new_part_of_a_split_stands_beside_the_old_tag_and_begins_like_it(tagset: Tagset) -> None:
    after = drafted(tagset, [SplitTag("actor", "type", (("media", "outlet"), ("monitor", "outlet")))])
    assert names(after) == ["actor", "outlet", "location", "number", "claim"]
    assert (after["outlet"].key, after["outlet"].guideline) == ("", tagset["actor"].guideline)
    assert after["outlet"].attributes == tagset["actor"].attributes


def test_what_is_retired_gives_its_key_back(tagset: Tagset) -> None:
    after = drafted(tagset, [RetireTag("location"), ChangeTag("claim", key="L"), RetireRelation("source")])
    assert names(after) == names(tagset)
    assert [tag.name for tag in after.in_use] == ["actor", "number", "claim"]
    assert (after["claim"].key, after["location"].key) == ("L", "")
    assert [known.name for known in after.relations_from("claim")] == ["about"]
    assert not drafted(after, [RetireTag("location", retired=False)])["location"].retired


def test_whether_spans_are_noun_phrases_is_changed_and_left(tagset: Tagset) -> None:
    assert tagset["actor"].noun_phrases
    assert not drafted(tagset, [ChangeTag("actor", noun_phrases=False)])["actor"].noun_phrases
    assert drafted(tagset, [ChangeTag("actor", key="X")])["actor"].noun_phrases


def test_places_values_and_labels(tagset: Tagset) -> None:
    assert names(drafted(tagset, [MoveTag("claim", 0)]))[0] == "claim"
    assert names(drafted(tagset, [MoveTag("actor", 99)]))[-1] == "actor"
    after = drafted(tagset, [MergeValues("number", "counts", ("wounded", "captured"), "hurt")])
    counts = after["number"].attribute("counts")
    assert counts is not None
    assert counts.values[:3] == ("killed", "hurt", "missing")
    labels = drafted(tagset, [RenameAttribute(LABELS, "kind", "sort"), RemoveAttribute(LABELS, "remark")]).labels
    assert [label.name for label in labels] == ["relevant", "sort"]
    text = drafted(tagset, [ChangeAttribute("actor", "type", kind="text")])["actor"].attribute("type")
    assert text is not None
    assert text.values == ()


REFUSED: list[tuple[Change, str]] = [
    (AddTag(Tag("actor")), "There is the tag actor already"),
    (AddTag(Tag(" ")), "A tag needs a name"),
    (AddTag(Tag("two\nlines")), "A tag needs a name"),
    (AddTag(Tag("x" * 300)), "A tag needs a name"),
    (AddTag(Tag("weapon", "A")), "The key A belongs to the tag actor"),
    (ChangeTag("actor", key="S"), "The key S belongs to the relation source"),
    (ChangeTag("actor", key="a"), "one capital letter or one digit"),
    (ChangeTag("actor", key="AB"), "one capital letter or one digit"),
    (ChangeTag("actor", key="+"), "one capital letter or one digit"),
    (ChangeTag("nobody", key="X"), "has no tag nobody"),
    (RenameTag("actor", "claim"), "There is the tag claim already"),
    (MergeTags((), "actor"), "Choose the tags"),
    (MergeTags(("actor",), "actor"), "Choose the tags"),
    (MergeTags(("actor", "actor"), "claim"), "Choose the tags"),
    (SplitTag("actor", "type", ()), "Name a new tag"),
    (SplitTag("actor", "colour", (("red", "reds"),)), "The tag actor has no attribute colour"),
    (SplitTag("actor", "type", (("media", "claim"),)), "There is the tag claim already"),
    (RemoveTag("number"), "needs a tag at either end"),
    (AddAttribute("actor", Attribute("type")), "There is the attribute type already"),
    (AddAttribute("actor", Attribute("colour", "choice")), "A choice needs values"),
    (AddAttribute("actor", Attribute("colour", "choice", ("red", "red"))), "must differ"),
    (AddAttribute("claim", Attribute("source")), "have one name"),
    (RenameAttribute("actor", "colour", "x"), "has no attribute colour"),
    (RenameAttribute(LABELS, "colour", "x"), "There is no article label colour"),
    (ChangeAttribute("actor", "side", kind="choice"), "A choice needs values"),
    (MergeValues("actor", "side", ("a",), "b"), "Choose the values"),
    (MergeValues("actor", "type", ("media",), "media"), "Choose the values"),
    (AddRelation(RelationType("source", ("claim",), ("actor",))), "There is the relation type source already"),
    (AddRelation(RelationType("x", (), ("actor",))), "needs a tag at either end"),
    (AddRelation(RelationType("x", ("colour",), ("actor",))), "names the unknown tag colour"),
    (RenameRelation("nothing", "x"), "has no relation type nothing"),
    (MergeRelations(("about",), "about"), "Choose the relation types"),
    (RemoveRelation("nothing"), "has no relation type nothing"),
    (ChangeRelation("about", head=()), "needs a tag at either end"),
    (ChangeRelation("about", key="L"), "The key L belongs to the tag location"),
]


@pytest.mark.parametrize(("change", "why"), REFUSED)
def test_what_cannot_be_is_refused_in_a_sentence(tagset: Tagset, change: Change, why: str) -> None:
    with pytest.raises(UserError, match=why) as refusal:
        drafted(tagset, [change])
    assert str(refusal.value).endswith(".")


def test_a_tagset_keeps_a_tag_in_use_and_what_is_retired_has_no_key(tagset: Tagset) -> None:
    with pytest.raises(UserError, match="at least one tag that is not retired"):
        drafted(tagset, [RetireTag(name) for name in names(tagset)])
    with pytest.raises(UserError, match="bring it back before it gets a key"):
        drafted(tagset, [RetireTag("actor"), ChangeTag("actor", key="X")])
    with pytest.raises(UserError, match="bring it back before it gets a key"):
        drafted(tagset, [RetireRelation("about"), ChangeRelation("about", key="X")])


def test_a_key_is_checked_before_it_is_given(tagset: Tagset) -> None:
    assert why_no_key(tagset, "", "actor") == ""
    assert why_no_key(tagset, "A", "actor") == ""
    assert why_no_key(tagset, "7", "actor") == ""
    assert "belongs to the tag actor" in why_no_key(tagset, "A", "claim")


def plan_of(*changes: Change) -> Sequence[Change]:
    plan: tuple[Change, ...] = ()
    for change in changes:
        plan = collected(plan, change)
    return plan


def test_what_goes_on_with_the_change_before_becomes_one_with_it() -> None:
    assert plan_of(AddTag(Tag("new tag")), RenameTag("new tag", "weapon"), ChangeTag("weapon", key="W")) == (
        AddTag(Tag("weapon", "W")),
    )
    assert plan_of(AddAttribute("actor", Attribute("a")), RenameAttribute("actor", "a", "b")) == (
        AddAttribute("actor", Attribute("b")),
    )
    relation = RelationType("r", ("claim",), ("actor",))
    assert plan_of(AddRelation(relation), RenameRelation("r", "s"), ChangeRelation("s", child=("claim",))) == (
        AddRelation(RelationType("s", ("claim",), ("claim",))),
    )
    assert plan_of(ChangeTag("actor", key="X"), ChangeTag("actor", guideline="x"), ChangeTag("actor", key="")) == (
        ChangeTag("actor", "", "x"),
    )
    assert plan_of(MoveTag("actor", 1), MoveTag("actor", 2)) == (MoveTag("actor", 2),)
    assert plan_of(ChangeRelation("about", key="X"), ChangeRelation("about", key="Y")) == (
        ChangeRelation("about", key="Y"),
    )
    assert plan_of(ChangeAttribute("actor", "side", help="a"), ChangeAttribute("actor", "side", help="b")) == (
        ChangeAttribute("actor", "side", help="b"),
    )


def test_what_is_about_something_else_stays_apart() -> None:
    for changes in (
        (ChangeTag("actor", key="X"), ChangeTag("claim", key="Y")),
        (RenameTag("actor", "a"), RenameTag("a", "b")),
        (ChangeAttribute("actor", "side", kind="number"), ChangeAttribute("actor", "side", kind="text")),
        (AddTag(Tag("a")), RenameTag("b", "c")),
    ):
        assert plan_of(*changes) == changes


def test_drafts_are_sound_tagsets(tagset: Tagset) -> None:
    plan = [MergeTags(("location",), "actor"), SplitTag("actor", "type", (("media", "outlet"),)), MoveTag("outlet", 0)]
    after = drafted(tagset, plan)
    check_tagset(after, "it")
    assert after.version == tagset.version


CONVERTED = [
    ("287", "number", 287),
    (" 28.5 ", "number", 28.5),
    ("-3", "number", -3),
    ("1,287", "number", None),
    ("9" * 40, "number", None),
    ("dozens", "number", None),
    (True, "number", None),
    (12, "text", "12"),
    (True, "text", "yes"),
    (["a", "b"], "text", None),
    ("Yes", "yes_no", True),
    ("no", "yes_no", False),
    (1, "yes_no", True),
    ("perhaps", "yes_no", None),
    ("red", "choice", "red"),
    (12, "choice", "12"),
    ("blue", "choice", None),
    ("Daesh", "alias", "Daesh"),
]


@pytest.mark.parametrize(("value", "kind", "expected"), CONVERTED)
def test_a_value_converts_or_stays_as_it_is(value: object, kind: str, expected: object) -> None:
    found = converted(value, kind, ("red", "12"))  # type: ignore[arg-type]
    assert found == expected
    assert type(found) is type(expected)


def test_a_course_knows_where_tags_come_from(tagset: Tagset) -> None:
    plan = [RenameTag("actor", "agent"), MergeTags(("location",), "agent"), RenameTag("claim", "actor")]
    course = course_of(tagset, plan)
    assert course.stems == {"agent": "actor", "number": "number", "actor": "claim"}
    assert course.end_of("location") == "agent"
    assert course.rewritten == ["location"]
    assert course.merged == {"actor", "location"}
    assert not course.deep
