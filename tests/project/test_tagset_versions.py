"""The history of a tagset, how much of it is used, and examples of its tags."""

from collections import Counter
from datetime import date

import pytest

from annotator.errors import UserError
from annotator.model.article import Article
from annotator.model.tagset import Tag, Tagset
from annotator.model.tagset_changes import (
    LABELS,
    AddTag,
    ChangeTag,
    MergeTags,
    MergeValues,
    RenameAttribute,
    RenameRelation,
    RenameTag,
    RetireTag,
    SplitTag,
)
from annotator.project import describing, edits, history, relating
from annotator.project.examples import Example, harvest
from annotator.project.project import Project
from annotator.project.retagging import change_tagset_and_work
from annotator.project.tagset_survey import survey, survey_after
from annotator.project.tagset_versions import versions
from tests.project.working import add_article, mark


@pytest.fixture
def article(project: Project) -> Article:
    return add_article(project)


def told(project: Project) -> list[list[str]]:
    return [[known.words.format(*known.names) for known in version.differences] for version in versions(project)]


def test_the_history_tells_who_changed_what_on_which_day(
    project: Project, bens: Project, article: Article, tagset: Tagset
) -> None:
    mark(project, article, "Homs", "location")
    change_tagset_and_work(project, [RenameTag("actor", "agent"), MergeTags(("location",), "agent")], tagset)
    change_tagset_and_work(bens, [AddTag(Tag("weapon")), RetireTag("claim")], bens.tagset)
    history.undo(bens)
    found = versions(project)
    assert [(one.version, one.annotator, one.op, one.of) for one in found] == [
        (2, "ben", "undo", "tagset"),
        (3, "ben", "tagset", "tagset"),
        (2, "ana", "tagset", "tagset"),
        (1, "ana", "set up", "set up"),
    ]
    assert {one.day for one in found} == {date.today().isoformat()}
    assert [one.spans for one in found] == [0, 0, 1, 0]
    undone, added, merged, first = told(project)
    assert added == ["new tag weapon", "tag claim: other key", "tag claim: other use"]
    assert undone == ["tag weapon is gone", "tag claim: other key", "tag claim: other use"]
    assert merged[:2] == ["tag actor is called agent now", "tag location is gone"]
    assert "new attribute precision of agent" in merged
    assert "relation type about: other tags it goes to" in merged
    assert first == []


def test_a_guideline_is_told_of(project: Project, tagset: Tagset) -> None:
    change_tagset_and_work(project, [ChangeTag("actor", guideline="Other.")], tagset)
    assert told(project)[0] == ["tag actor: other guideline"]


def test_the_survey_counts_everybodys_work(project: Project, bens: Project, article: Article) -> None:
    one, two = mark(project, article, "Observatory"), mark(bens, article, "fighters")
    claim = mark(project, article, "killed", "claim")
    describing.set_attribute(project, [one], "type", "media")
    describing.set_attribute(bens, [two], "type", "media")
    relating.relate(project, "source", claim, one)
    edits.set_label(project, article.key, "relevant", True)
    found = survey(project)
    assert found.spans == {"actor": 2, "claim": 1}
    assert found.relations == {"source": 1}
    assert found.said["actor", "type"] == Counter(media=2)
    assert found.said[LABELS, "relevant"] == Counter(yes=1)
    assert (found.used("actor", "type"), found.used("actor", "side")) == (2, 0)
    with pytest.raises(UserError, match="stopped"):
        survey(project, lambda _done, _total: False)
    plan = [
        SplitTag("actor", "type", (("media", "outlet"),)),
        MergeValues("actor", "type", ("media",), "press"),
        RenameAttribute("actor", "type", "sort"),
        RenameRelation("source", "said_by"),
        RenameTag("claim", "statement"),
        MergeTags(("statement",), "number"),
    ]
    after = survey_after(found, plan)
    assert after.spans == {"actor": 0, "outlet": 2, "number": 1}
    assert after.relations == {"said_by": 1}
    assert after.said["actor", "sort"] == Counter(press=2)


TEXTS = (
    "At least 287 fighters died.\nThe Observatory said at least 287 more.",
    "The Observatory said so. The army and the observatory differ.",
)


def shown(examples: tuple[Example, ...]) -> list[str]:
    return [f"{one.left}[{one.words}]{one.right}" for one in examples]


def test_examples_show_what_is_left_out_of_a_mark(project: Project, bens: Project) -> None:
    first, second = add_article(project, TEXTS[0]), add_article(project, TEXTS[1])
    mark(project, first, "287", "number")
    mark(project, first, "Observatory")
    mark(project, second, "Observatory")
    mark(project, second, "The army")
    mark(bens, second, "observatory", "location")
    found = harvest(project)
    assert shown(found["actor"].typical) == [
        "The [Observatory] said so. The army and",
        "Observatory said so. [The army] and the observatory",
    ]
    assert shown(found["actor"].otherwise) == ["so. The army and the [observatory] differ."]
    assert found["actor"].otherwise[0].tag == "location"
    assert shown(found["number"].typical) == ["At least [287] fighters died."]
    assert found["number"].typical[0].article == first.key
    assert found["location"].typical[0].annotator == "ben"


def test_own_work_comes_before_that_of_others_and_suggestions_are_none(project: Project, bens: Project) -> None:
    article = add_article(project, "one two three four")
    mark(bens, article, "one")
    mine = mark(project, article, "two")
    proposed = mark(project, article, "three")
    with project.step("suggest") as step:
        step.rows.update("span", proposed, origin="suggestion:names")
    assert [example.words for example in harvest(project)["actor"].typical] == ["two", "one"]
    assert harvest(project)["actor"].typical[0].span == mine


def test_a_project_without_marks_has_no_example(project: Project, article: Article) -> None:
    assert harvest(project) == {}
