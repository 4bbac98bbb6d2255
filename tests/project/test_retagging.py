"""A change to the tagset takes the work of everybody along, says beforehand what it touches, and can be taken back."""

from pathlib import Path

import pytest

from annotator.errors import UserError
from annotator.model.article import Article
from annotator.model.span import Fragment, Span
from annotator.model.tagset import Attribute, RelationType, Tag, Tagset
from annotator.model.tagset_changes import (
    LABELS,
    AddRelation,
    AddTag,
    Adopt,
    Change,
    ChangeAttribute,
    ChangeRelation,
    MergeRelations,
    MergeTags,
    MergeValues,
    RemoveAttribute,
    RemoveRelation,
    RemoveTag,
    RenameAttribute,
    RenameRelation,
    RenameTag,
    RetireTag,
    SplitTag,
)
from annotator.project import describing, edits, history, own_work, reading, relating, tagset_writing
from annotator.project.changes import Changes
from annotator.project.project import Project
from annotator.project.retagging import change_tagset_and_work
from annotator.project.retagging_preview import Preview, preview
from tests.project.working import TEXT, add_article, assert_sound, dump, mark, put


@pytest.fixture
def article(project: Project) -> Article:
    return add_article(project)


def apply(project: Project, *plan: Change) -> Changes:
    return change_tagset_and_work(project, plan, project.tagset)


def count(project: Project, *plan: Change) -> Preview:
    return preview(project, plan, project.tagset)


def tags(project: Project, who: str = "ana") -> list[tuple[str, str]]:
    return [(span.tag, TEXT[span.start : span.end]) for span in reading.spans(project, 1, who)]


def said(project: Project, span: int) -> dict[str, object]:
    return dict(reading.span(project, span).attributes)


def guess(project: Project, span: int, **values: object) -> None:
    """Have an engine guess something about a span."""
    with project.step("guess") as step:
        step.rows.update("span", span, guesses=edits.encode_object({"rules": values}))


def test_a_new_name_changes_no_span_and_all_spans(project: Project, bens: Project, article: Article) -> None:
    mark(project, article, "Observatory")
    mark(bens, article, "fighters")
    before = dump(project.connection)
    found = count(project, RenameTag("actor", "agent"))
    assert (found.effects[0].spans, found.effects[0].people, found.rows) == (2, {"ana", "ben"}, 0)
    changes = apply(project, RenameTag("actor", "agent"))
    assert changes.tagset
    assert changes.wholesale
    assert tags(project) == [("agent", "Observatory")]
    assert tags(bens, "ben") == [("agent", "fighters")]
    assert dump(project.connection)["span"] == before["span"]
    known = project.tagset.relation("source")
    assert known is not None
    assert known.child == ("agent",)
    history.undo(project)
    assert dump(project.connection) == before


def test_names_can_be_exchanged(project: Project, article: Article) -> None:
    mark(project, article, "Observatory", "actor")
    mark(project, article, "Homs", "location")
    before = dump(project.connection)
    apply(project, RenameTag("actor", "x"), RenameTag("location", "actor"), RenameTag("x", "location"))
    assert tags(project) == [("location", "Observatory"), ("actor", "Homs")]
    after = dump(project.connection)
    history.undo(project)
    assert dump(project.connection) == before
    history.redo(project)
    assert dump(project.connection) == after


def test_a_merge_is_a_step_of_one_in_the_layers_of_all(project: Project, bens: Project, article: Article) -> None:
    mark(project, article, "Homs", "location")
    mark(bens, article, "Homs", "location")
    found = count(project, MergeTags(("location",), "actor"))
    assert (found.spans, found.rows, found.effects[0].people) == (2, 2, {"ana", "ben"})
    apply(project, MergeTags(("location",), "actor"))
    assert tags(project) == tags(bens, "ben") == [("actor", "Homs")]
    assert "location" not in project.tagset
    assert project.tagset["actor"].attribute("precision")
    assert history.next_undo(project)
    assert history.undo(project)
    assert tags(bens, "ben") == [("location", "Homs")]


def test_a_span_that_lies_there_already_is_not_doubled_and_nothing_said_is_lost(
    project: Project, article: Article
) -> None:
    actor = mark(project, article, "Homs", "actor")
    place = mark(project, article, "Homs", "location")
    number = mark(project, article, "at least 287", "number")
    claim = mark(project, article, "fighters were killed", "claim")
    describing.set_attribute(project, [place], "kind", "populated")
    edits.set_note(project, [place], "which one?")
    relating.relate(project, "about", claim, place)
    relating.relate(project, "counts_who", number, actor)
    before = dump(project.connection)
    found = count(project, MergeTags(("location",), "actor"))
    assert (found.united, found.on_one_another) == (1, 0)
    apply(project, MergeTags(("location",), "actor"))
    kept = [span for span in reading.spans(project, 1) if span.tag == "actor"]
    assert [span.key for span in kept] == [actor]
    assert (kept[0].attributes, kept[0].note) == ({"kind": "populated"}, "which one?")
    assert {(arrow.type, arrow.child) for arrow in reading.relations(project, 1)} == {
        ("about", actor),
        ("counts_who", actor),
    }
    history.undo(project)
    assert dump(project.connection) == before


@pytest.mark.parametrize("differ", ["attribute", "note", "relation"])
def test_spans_that_say_different_things_both_stay(project: Project, article: Article, differ: str) -> None:
    place = mark(project, article, "Homs", "location")
    actor = mark(project, article, "Homs", "actor")
    if differ == "attribute":
        describing.set_attributes(project, [place], {"side": "a"})
        describing.set_attributes(project, [actor], {"side": "b"})
    elif differ == "note":
        edits.set_note(project, [place], "one")
        edits.set_note(project, [actor], "two")
    else:
        apply(project, AddRelation(RelationType("near", ("location",), ("actor",))))
        relating.relate(project, "near", place, actor)
    found = count(project, MergeTags(("location",), "actor"))
    assert (found.united, found.on_one_another) == (0, 1)
    apply(project, MergeTags(("location",), "actor"))
    assert tags(project) == [("actor", "Homs"), ("actor", "Homs")]


def test_suggestions_do_not_become_one_with_what_somebody_marked(project: Project, article: Article) -> None:
    mark(project, article, "Homs", "actor")
    with project.step("suggest") as step:
        at = TEXT.index("Homs")
        span = Span("s", "location", (Fragment(at, at + 4),), origin="suggestion:places")
        layer = own_work.own_layer(step, article.key)
        step.rows.insert("span", edits.span_row(span, layer, project.tag_key("location"), TEXT, step.rows.key))
    apply(project, MergeTags(("location",), "actor"))
    assert len(tags(project)) == 2


def test_a_split_goes_by_what_a_person_said(project: Project, article: Article) -> None:
    media, army, guessed = (mark(project, article, words) for words in ("Observatory", "fighters", "minors"))
    describing.set_attribute(project, [media], "type", "media")
    describing.set_attribute(project, [army], "type", "state_force")
    guess(project, guessed, type="media")
    number = mark(project, article, "at least 287", "number")
    relating.relate(project, "counts_who", number, media)
    change = SplitTag("actor", "type", (("media", "outlet"), ("monitor", "outlet")))
    assert count(project, change).spans == 1
    apply(project, change)
    assert [reading.span(project, key).tag for key in (media, army, guessed)] == ["outlet", "actor", "actor"]
    assert said(project, media) == {"type": "media"}
    kind = project.tagset.relation("counts_who")
    assert kind is not None
    assert kind.joins("number", "outlet")


def test_an_attribute_gets_another_name_in_statements_and_guesses(project: Project, article: Article) -> None:
    one, two = mark(project, article, "Observatory"), mark(project, article, "fighters")
    describing.set_attributes(project, [one], {"type": "media", "side": "none"})
    guess(project, two, type="rebel")
    apply(project, RenameAttribute("actor", "type", "sort"))
    assert list(said(project, one).items()) == [("sort", "media"), ("side", "none")]
    assert reading.span(project, two).guesses == {"rules": {"sort": "rebel"}}


def test_what_was_said_under_the_new_name_already_is_kept_beside_it(project: Project, article: Article) -> None:
    span = mark(project, article, "Observatory")
    describing.set_attributes(project, [span], {"kind": "populated", "type": "media"})
    found = count(project, RenameAttribute("actor", "type", "kind"))
    assert found.effects[0].aside == 1
    apply(project, RenameAttribute("actor", "type", "kind"))
    assert said(project, span) == {"kind (before)": "populated", "kind": "media"}


def test_values_become_one(project: Project, article: Article) -> None:
    one, two = mark(project, article, "Observatory"), mark(project, article, "fighters")
    describing.set_attribute(project, [one], "type", "monitor")
    guess(project, two, type="monitor")
    apply(project, MergeValues("actor", "type", ("monitor",), "media"))
    assert said(project, one) == {"type": "media"}
    assert reading.span(project, two).guessed == {"type": "media"}
    attribute = project.tagset["actor"].attribute("type")
    assert attribute is not None
    assert "monitor" not in attribute.values


def test_another_kind_converts_what_converts_and_leaves_the_rest(project: Project, article: Article) -> None:
    good, bad = mark(project, article, "at least 287", "number"), mark(project, article, "26", "number")
    describing.set_attribute(project, [good], "unit", "12")
    describing.set_attribute(project, [bad], "unit", "1,2 or so")
    found = count(project, ChangeAttribute("number", "unit", kind="number"))
    assert (found.effects[0].spans, found.effects[0].stuck, found.rows) == (2, 1, 1)
    apply(project, ChangeAttribute("number", "unit", kind="number"))
    assert said(project, good) == {"unit": 12}
    assert said(project, bad) == {"unit": "1,2 or so"}


@pytest.mark.parametrize("forget", [False, True])
def test_an_attribute_that_is_removed_leaves_what_it_said_unless_asked(
    project: Project, article: Article, forget: bool
) -> None:
    span = mark(project, article, "Observatory")
    describing.set_attribute(project, [span], "side", "a")
    change = RemoveAttribute("actor", "side", forget)
    assert count(project, change).effects[0].kept == (not forget)
    apply(project, change)
    assert said(project, span) == ({} if forget else {"side": "a"})
    assert project.tagset["actor"].attribute("side") is None


def test_relations_follow_their_type_and_so_does_that_there_is_none(project: Project, article: Article) -> None:
    claim, other = mark(project, article, "fighters were killed", "claim"), mark(project, article, "killed", "claim")
    actor = mark(project, article, "Observatory")
    relating.relate(project, "source", claim, actor)
    relating.say_absent(project, "source", other)
    found = count(project, RenameRelation("source", "said_by"))
    assert (found.relations, found.spans) == (1, 1)
    apply(project, RenameRelation("source", "said_by"), ChangeRelation("said_by", absent="nobody"))
    assert [arrow.type for arrow in reading.relations(project, 1)] == ["said_by"]
    assert said(project, other) == {"said_by": "nobody"}


def test_relations_that_a_merge_would_double_become_one(project: Project, article: Article) -> None:
    claim, number = mark(project, article, "fighters were killed", "claim"), mark(project, article, "26", "number")
    apply(project, AddRelation(RelationType("on", ("claim",), ("number",))))
    relating.relate(project, "about", claim, number)
    relating.relate(project, "on", claim, number)
    before = dump(project.connection)
    apply(project, MergeRelations(("on",), "about"))
    assert [arrow.type for arrow in reading.relations(project, 1)] == ["about"]
    history.undo(project)
    assert dump(project.connection) == before


def test_relations_that_would_not_be_drawn_any_more_stay_and_are_counted(project: Project, article: Article) -> None:
    claim, number = mark(project, article, "fighters were killed", "claim"), mark(project, article, "26", "number")
    relating.relate(project, "about", claim, number)
    found = count(project, ChangeRelation("about", child=("location",)))
    assert found.effects[0].unfit == 1
    apply(project, ChangeRelation("about", child=("location",)))
    assert len(reading.relations(project, 1)) == 1


def test_labels_of_articles_follow(project: Project, article: Article) -> None:
    edits.set_label(project, article.key, "kind", "report")
    found = count(project, MergeValues(LABELS, "kind", ("report",), "news"))
    assert (found.effects[0].articles, found.rows) == (1, 1)
    apply(project, MergeValues(LABELS, "kind", ("report",), "news"), RenameAttribute(LABELS, "kind", "sort"))
    assert reading.layer(project, article.key).labels == {"sort": "news"}


def test_no_new_span_gets_a_tag_that_is_retired_and_the_old_ones_stay(project: Project, article: Article) -> None:
    span = mark(project, article, "Homs", "location")
    other = mark(project, article, "Observatory")
    apply(project, RetireTag("location"))
    assert tags(project) == [("actor", "Observatory"), ("location", "Homs")]
    assert project.tagset["location"].key == ""
    for edit in (
        lambda: edits.mark(project, article, [Fragment(0, 3)], "location"),
        lambda: edits.retag(project, [other], "location"),
    ):
        with pytest.raises(UserError, match="retired"):
            edit()
    edits.set_note(project, [span], "still there")
    apply(project, RetireTag("location", retired=False))
    assert edits.mark(project, article, [Fragment(0, 3)], "location")


def test_what_is_used_is_not_removed(project: Project, article: Article) -> None:
    claim, number = mark(project, article, "fighters were killed", "claim"), mark(project, article, "26", "number")
    relating.relate(project, "about", claim, number)
    place = mark(project, article, "Homs", "location")
    before = dump(project.connection)
    for change in (RemoveTag("location"), RemoveRelation("about")):
        with pytest.raises(UserError, match="merge or retire"):
            apply(project, change)
    assert dump(project.connection) == before
    edits.remove(project, [claim, place])
    apply(project, RemoveRelation("about"), RemoveTag("location"))
    assert "location" not in project.tagset


def test_refused_mentions_go_where_the_tag_goes(project: Project, article: Article) -> None:
    with project.step("refuse") as step:
        layer = own_work.own_layer(step, article.key)
        row = {"layer": layer, "tag": project.tag_key("location"), "start": 0, "end": 3}
        step.rows.insert("refused_mention", row)
    before = dump(project.connection)
    apply(project, MergeTags(("location",), "actor"))
    (refused,) = dump(project.connection)["refused_mention"].values()
    assert refused["tag"] == project.tag_key("actor")
    history.undo(project)
    assert dump(project.connection) == before


def test_undo_works_after_a_restart_and_the_version_is_not_given_out_again(project_path: Path, tagset: Tagset) -> None:
    with Project.open(project_path, "ana") as project:
        mark(project, add_article(project), "Homs", "location")
        before = dump(project.connection)
        apply(project, MergeTags(("location",), "actor"))
        assert project.tagset.version == tagset.version + 1
    with Project.open(project_path, "ana") as project:
        assert history.undo(project).tagset
        assert dump(project.connection) == before
        assert project.tagset == tagset
        apply(project, AddTag(Tag("weapon")))
        assert project.tagset.version == tagset.version + 2
    assert_sound(project_path)


def test_a_merge_is_undone_after_somebody_else_marked_with_the_tag(
    project: Project, bens: Project, article: Article
) -> None:
    mark(project, article, "Homs", "location")
    apply(project, MergeTags(("location",), "actor"))
    mark(bens, article, "fighters", "actor")
    assert history.undo(project)
    assert tags(project) == [("location", "Homs")]
    assert tags(bens, "ben") == [("actor", "fighters")]


def test_a_merge_is_not_undone_under_somebody_elses_hands(project: Project, bens: Project, article: Article) -> None:
    span = mark(bens, article, "Homs", "location")
    apply(project, MergeTags(("location",), "actor"))
    edits.set_note(bens, [span], "mine")
    before = dump(project.connection)
    with pytest.raises(UserError, match="ben has worked on the same since"):
        history.undo(project)
    assert dump(project.connection) == before
    history.undo(bens)
    assert history.undo(project)
    assert tags(bens, "ben") == [("location", "Homs")]
    with pytest.raises(UserError, match="ana has worked on the same since"):
        history.redo(bens)


def test_an_own_mark_can_be_undone_after_somebody_merged_and_thought_better(
    project: Project, bens: Project, article: Article
) -> None:
    mark(bens, article, "Homs", "location")
    apply(project, MergeTags(("location",), "actor"))
    with pytest.raises(UserError, match="ana has worked on the same since"):
        history.undo(bens)
    history.undo(project)
    assert history.undo(bens)
    assert tags(bens, "ben") == []


def test_what_was_removed_does_not_come_back_with_a_tag_that_is_gone(
    project: Project, bens: Project, article: Article
) -> None:
    span = mark(bens, article, "Homs", "location")
    edits.remove(bens, [span])
    apply(project, MergeTags(("location",), "actor"))
    with pytest.raises(UserError, match="Somebody else's work has come in between"):
        history.undo(bens)
    history.undo(project)
    assert history.undo(bens)
    assert tags(bens, "ben") == [("location", "Homs")]


def test_a_version_is_not_taken_from_under_a_later_one(project: Project, bens: Project, article: Article) -> None:
    mark(project, article, "Observatory")
    apply(project, RenameTag("actor", "agent"))
    apply(bens, AddTag(Tag("weapon")))
    with pytest.raises(UserError, match="ben has changed the tagset since"):
        history.undo(project)
    assert {"agent", "weapon"} <= {tag.name for tag in project.tagset.tags}
    history.undo(bens)
    assert history.undo(project)
    assert tags(project) == [("actor", "Observatory")]


def test_a_tag_that_somebody_has_used_since_is_not_undone(project: Project, bens: Project, article: Article) -> None:
    apply(project, AddTag(Tag("weapon")))
    mark(bens, article, "fighters", "weapon")
    with pytest.raises(UserError, match="Somebody else's work has come in between"):
        history.undo(project)
    assert "weapon" in project.tagset
    assert tags(bens, "ben") == [("weapon", "fighters")]


def test_a_plan_for_an_older_tagset_is_refused(project: Project, bens: Project) -> None:
    made_for = project.tagset
    apply(bens, AddTag(Tag("weapon")))
    with pytest.raises(UserError, match="changed meanwhile"):
        change_tagset_and_work(project, [RenameTag("actor", "agent")], made_for)
    assert "agent" not in project.tagset


def test_a_plan_that_changes_nothing_is_no_step(project: Project, tagset: Tagset) -> None:
    assert not apply(project)
    assert not apply(project, RenameTag("actor", "x"), RenameTag("x", "actor"))
    assert project.tagset == tagset


def test_cancel_leaves_everything_as_it_was(
    project_path: Path, monkeypatch: pytest.MonkeyPatch, tagset: Tagset
) -> None:
    monkeypatch.setattr("annotator.project.retagging._AT_ONCE", 3)
    with Project.open(project_path, "ana") as project:
        article = add_article(project)
        for at in range(20):
            put(edits.mark(project, article, [Fragment(at, at + 3)], "location"))
        before = dump(project.connection)
        asked = []

        def went_on(done: int, total: int) -> bool:
            asked.append((done, total))
            return done < 10

        with pytest.raises(UserError, match="stopped; nothing was changed"):
            change_tagset_and_work(project, [MergeTags(("location",), "actor")], tagset, went_on)
        assert asked[0] == (0, 20)
        assert dump(project.connection) == before
        assert project.tagset == tagset
        with pytest.raises(UserError, match="stopped"):
            preview_stopped(project, monkeypatch)
    assert_sound(project_path)


def preview_stopped(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("annotator.project.retagging_preview._AT_ONCE", 1)
    preview(project, [MergeTags(("location",), "actor")], project.tagset, lambda _done, _total: False)


def test_a_tagset_file_takes_the_place_of_the_tagset(project: Project, article: Article) -> None:
    mark(project, article, "Homs", "location")
    mark(project, article, "Observatory")
    file = Tagset("other", (Tag("agent", "A", (Attribute("type", "text"),)), Tag("weapon", "W")))
    apply(project, RenameTag("actor", "agent"), Adopt(file, replace=True))
    assert [(tag.name, tag.retired) for tag in project.tagset.tags][:3] == [
        ("agent", False),
        ("weapon", False),
        ("location", True),
    ]
    assert tags(project) == [("agent", "Observatory"), ("location", "Homs")]
    assert edits.mark(project, article, [Fragment(0, 3)], "weapon")


def test_a_tag_that_an_older_tagset_had_is_found_again(project: Project, article: Article, tagset: Tagset) -> None:
    mark(project, article, "Homs", "location")
    tagset_writing.change_tagset(project, Tagset("small", (Tag("actor"),)))
    with pytest.raises(UserError, match="from an older tagset"):
        apply(project, RenameTag("actor", "location"))
    apply(project, AddTag(tagset["location"]))
    assert tags(project) == [("location", "Homs")]
    assert project.tagset["location"].key == "L"
