"""Whatever plan is carried out, undo brings every row back, redo does it again, and the preview had counted it."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.data import resources
from annotator.errors import UserError
from annotator.model.span import Fragment, Span
from annotator.model.tagset import Tagset, read_tagset
from annotator.model.tagset_changes import Plan, RemoveTag
from annotator.model.tagset_course import course_of
from annotator.model.tagset_drafting import drafted
from annotator.project import edits, history, reading
from annotator.project.creating import create
from annotator.project.own_work import layer_of
from annotator.project.project import Project
from annotator.project.retagging import change_tagset_and_work
from annotator.project.retagging_preview import preview
from annotator.project.rows import span_row
from tests.project.plans import plans
from tests.project.working import TEXT, Rows, add_article, assert_sound, dump

TAGSET = read_tagset((resources() / "tagsets" / "conflict_news.json").read_bytes(), "the default tagset")

TAGS = [tag.name for tag in TAGSET.tags]
PLACES = [(4, 15), (21, 33), (34, 42)]
SAID = st.dictionaries(
    st.sampled_from(["type", "kind", "low", "counts", "source", "use", "x"]),
    st.sampled_from(
        ["rebel", "media", "killed", "literal", "12", "no source given", "none", 12, 1.5, True, ["rebel", "x"]]
    ),
    max_size=3,
)
SPANS = st.lists(
    st.tuples(
        st.sampled_from(["ana", "ben", "gold"]),
        st.sampled_from(TAGS),
        st.sampled_from(PLACES),
        SAID,
        SAID.map(lambda guessed: {"rules": guessed} if guessed else {}),
        st.sampled_from(["", "", "a note"]),
    ),
    max_size=14,
)
Marks = list[tuple[str, str, tuple[int, int], dict[str, object], dict[str, dict[str, object]], str]]


@pytest.fixture(scope="module", autouse=True)
def small_batches() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("annotator.project.retagging._AT_ONCE", 2)
        patch.setattr("annotator.project.step.MOST_ENTRIES", 5)
        patch.setattr("annotator.project.history._LONGEST_RUN", 3)
        yield


def fill(project: Project, marks: Marks, labels: dict[str, object]) -> None:
    """Put marks, arrows between all neighbours of one layer, labels and refused mentions into a project."""
    article = add_article(project)
    with project.step("fill") as step:
        last: dict[str, int] = {}
        kinds = [known.name for known in TAGSET.relations]
        for number, (who, tag, place, said, guessed, note) in enumerate(marks):
            layer = layer_of(step, article.key, who)
            span = Span(f"s{number}", tag, (Fragment(*place),), said, note, guesses=guessed)
            key = step.rows.insert("span", span_row(span, layer, project.tag_key(tag), TEXT, step.rows.key))
            if who in last:
                row = {"layer": layer, "type": kinds[number % len(kinds)], "head": key, "child": last[who]}
                step.rows.insert("relation", row | {"id": f"r{number}", "step": step.rows.key})
            last[who] = key
            step.rows.insert("refused_mention", {"layer": layer, "tag": project.tag_key(tag), "start": 0, "end": 3})
            step.rows.update("layer", layer, labels=edits.encode_object(labels))


def rows(project: Project) -> Rows:
    """All rows that edits write, but for the journal."""
    return dump(project.connection)


@settings(max_examples=60, deadline=None)
@given(marks=SPANS, labels=SAID, plan=plans(TAGSET))
def test_a_plan_undone_gives_the_first_state_and_redone_the_last(
    marks: Marks, labels: dict[str, object], plan: Plan
) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "p.annotator"
        create(path, TAGSET, "ana")
        with Project.open(path, "ana") as project:
            fill(project, marks, labels)
            before = rows(project)
            counted = preview(project, plan, TAGSET)
            if removes_what_is_used(plan, marks):
                with pytest.raises(UserError, match="merge or retire"):
                    change_tagset_and_work(project, plan, TAGSET)
                assert rows(project) == before
                return
            changes = change_tagset_and_work(project, plan, TAGSET)
            after = rows(project)
            assert bool(changes) == (after != before)
            if not changes:
                assert drafted(TAGSET, plan) == TAGSET
                return
            check_the_work(project, drafted(TAGSET, plan), before, after)
            assert counted.united or counted.rows == _changed(before, after)
            assert counted.united == len(before["span"]) - len(after["span"])
        with Project.open(path, "ana") as project:
            assert history.undo(project).tagset
            assert rows(project) == before
            assert history.redo(project).tagset
            assert rows(project) == after
            assert project.tagset.version > 1
            history.undo(project)
            assert rows(project) == before
            assert project.tagset == TAGSET
        assert_sound(path)


def removes_what_is_used(plan: Plan, marks: Marks) -> bool:
    """Say whether a tag is removed that spans have, or have got from one of those merged into it."""
    course = course_of(TAGSET, plan)
    used = {tag for _, tag, *_ in marks}
    return any(
        isinstance(leg.change, RemoveTag) and used & leg.origins.get(leg.change.tag, set()) for leg in course.legs
    )


def check_the_work(project: Project, tagset: Tagset, before: Rows, after: Rows) -> None:
    """Every span has a tag of the tagset, none is lost that is not said in another, and every arrow joins two spans."""
    names = {row["name"] for row in after["tag"].values()}
    assert {tag.name for tag in tagset.tags} == names
    tags = {key: row["name"] for key, row in after["tag"].items()}
    assert {tags[row["tag"]] for row in after["span"].values()} <= names
    assert after["span"].keys() <= before["span"].keys()
    for key in before["span"].keys() - after["span"].keys():
        gone = before["span"][key]
        assert any(
            (kept["layer"], kept["start"], kept["end"]) == (gone["layer"], gone["start"], gone["end"])
            and (not gone["note"] or kept["note"] == gone["note"])
            for kept in after["span"].values()
        )
    for row in after["relation"].values():
        assert row["head"] != row["child"]
    for who in reading.annotators(project):
        for span in reading.spans(project, 1, who):
            assert span.tag in tagset


def _changed(before: Rows, after: Rows) -> int:
    tables = ("span", "relation", "layer")
    return sum(
        before[table].get(key) != after[table].get(key) for table in tables for key in before[table] | after[table]
    )
