"""Each edit is one step; undo and redo restore the very same rows, and survive closing the program."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import msgspec
import pytest

from annotator.errors import UserError
from annotator.model.article import Article, Meta
from annotator.model.record import Record
from annotator.model.span import Fragment
from annotator.model.tagset import Tag
from annotator.project import describing, edits, history, reading, tagset_writing
from annotator.project.changes import Changes
from annotator.project.project import Project
from tests.project.working import add_article, add_articles, assert_sound, dump, mark, put, relate, steps


@dataclass
class Desk:
    """An article with a number, an actor and an arrow between them."""

    project: Project
    article: Article
    number: int
    actor: int


@pytest.fixture
def desk(project: Project) -> Desk:
    article = add_article(project)
    number = mark(project, article, "at least 287", "number")
    actor = mark(project, article, "fighters")
    relate(project, number, actor)
    return Desk(project, article, number, actor)


def widen_tagset(desk: Desk) -> Changes:
    tagset = desk.project.tagset
    return tagset_writing.change_tagset(
        desk.project, msgspec.structs.replace(tagset, tags=(*tagset.tags, Tag("weapon", "W")))
    )


EDITS: dict[str, Callable[[Desk], Changes]] = {
    "mark": lambda desk: edits.mark(desk.project, desk.article, [Fragment(4, 15)], "actor"),
    "mark two fragments": lambda desk: edits.mark(
        desk.project, desk.article, [Fragment(4, 15), Fragment(60, 64)], "claim"
    ),
    "retag": lambda desk: edits.retag(desk.project, [desk.number, desk.actor], "claim"),
    "remove": lambda desk: edits.remove(desk.project, [desk.number]),
    "remove both ends": lambda desk: edits.remove(desk.project, [desk.number, desk.actor, desk.number]),
    "move": lambda desk: edits.move(desk.project, desk.article, desk.number, [Fragment(33, 36)]),
    "add a fragment": lambda desk: edits.move(
        desk.project, desk.article, desk.number, [Fragment(24, 36), Fragment(60, 64)]
    ),
    "attributes": lambda desk: describing.set_attributes(
        desk.project, [desk.number], {"low": 287, "modifier": "at_least"}
    ),
    "note": lambda desk: edits.set_note(desk.project, [desk.number], "who counted? 😀"),
    "unsure": lambda desk: edits.set_unsure(desk.project, [desk.number, desk.actor], unsure=True),
    "done": lambda desk: edits.set_status(desk.project, [desk.article.key], "done"),
    "flagged": lambda desk: edits.set_flagged(desk.project, [desk.article.key], flagged=True),
    "metadata": lambda desk: edits.edit_meta(desk.project, desk.article, Meta(title="War", extra={"desk": 3})),
    "tagset": widen_tagset,
}


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
def test_an_edit_is_one_step_that_undo_takes_back_and_redo_does_again(
    edit: Callable[[Desk], Changes], desk: Desk
) -> None:
    connection = desk.project.connection
    before, count = dump(connection), steps(connection)
    changes = edit(desk)
    after = dump(connection)
    assert changes.step
    assert changes.annotator == "ana"
    assert after != before
    assert steps(connection) == count + 1
    for turn in range(3):
        assert history.undo(desk.project)
        assert dump(connection) == before, turn
        assert history.redo(desk.project)
        assert dump(connection) == after, turn
    assert steps(connection) == count + 7
    assert_sound(desk.project.path)


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
def test_undo_and_redo_survive_closing_the_program(edit: Callable[[Desk], Changes], desk: Desk) -> None:
    before = dump(desk.project.connection)
    edit(desk)
    after = dump(desk.project.connection)
    desk.project.close()
    for turn_back, expected in ((history.undo, before), (history.redo, after), (history.undo, before)):
        with Project.open(desk.project.path, "ana") as reopened:
            assert dump(reopened.connection) == (after if expected is before else before)
            assert turn_back(reopened)
            assert dump(reopened.connection) == expected


NOTHINGS: dict[str, Callable[[Desk], Changes]] = {
    "the same tag": lambda desk: edits.retag(desk.project, [desk.number], "number"),
    "the same place": lambda desk: edits.move(desk.project, desk.article, desk.number, [Fragment(21, 33)]),
    "no attributes": lambda desk: describing.set_attributes(desk.project, [desk.number], {}),
    "no note": lambda desk: edits.set_note(desk.project, [desk.number], ""),
    "sure": lambda desk: edits.set_unsure(desk.project, [desk.number], unsure=False),
    "still open": lambda desk: edits.set_status(desk.project, [desk.article.key], "open"),
    "still unflagged": lambda desk: edits.set_flagged(desk.project, [desk.article.key], flagged=False),
    "the same metadata": lambda desk: edits.edit_meta(desk.project, desk.article, desk.article.meta),
    "the same tagset": lambda desk: tagset_writing.change_tagset(desk.project, desk.project.tagset),
    "no span": lambda desk: edits.remove(desk.project, []),
    "no redo": lambda desk: history.redo(desk.project),
}


@pytest.mark.parametrize("edit", NOTHINGS.values(), ids=NOTHINGS)
def test_an_edit_that_changes_nothing_leaves_no_step(edit: Callable[[Desk], Changes], desk: Desk) -> None:
    before, count = dump(desk.project.connection), steps(desk.project.connection)
    assert not edit(desk)
    assert dump(desk.project.connection) == before
    assert steps(desk.project.connection) == count
    undoable = history.next_undo(desk.project)
    assert undoable is not None
    assert undoable.op == "relate"


def test_an_untouched_article_called_open_is_still_untouched(desk: Desk) -> None:
    fresh = add_article(desk.project, "A second text.")
    count = steps(desk.project.connection)
    assert not edits.set_status(desk.project, [fresh.key], "open")
    assert not edits.set_flagged(desk.project, [fresh.key], flagged=False)
    assert reading.layer(desk.project, fresh.key).key == 0
    assert steps(desk.project.connection) == count


def fail_half_way(desk: Desk) -> None:
    with desk.project.step("retag") as step:
        step.rows.update("span", desk.number, note="half")
        step.rows.delete("relation", 1)
        raise ZeroDivisionError


def test_a_failure_inside_a_step_leaves_nothing(desk: Desk) -> None:
    before, count = dump(desk.project.connection), steps(desk.project.connection)
    with pytest.raises(ZeroDivisionError):
        fail_half_way(desk)
    assert dump(desk.project.connection) == before
    assert steps(desk.project.connection) == count
    assert not desk.project.connection.in_transaction
    assert mark(desk.project, desk.article, "Homs")


def test_a_bulk_edit_with_one_bad_span_changes_none(desk: Desk) -> None:
    before = dump(desk.project.connection)
    with pytest.raises(UserError, match="no longer there"):
        edits.retag(desk.project, [desk.number, 999], "claim")
    with pytest.raises(UserError, match="no tag called"):
        edits.retag(desk.project, [desk.number], "opinion")
    assert dump(desk.project.connection) == before


def test_a_step_inside_a_step_is_an_error_and_not_an_endless_wait(desk: Desk) -> None:
    with pytest.raises(RuntimeError, match="open already"), desk.project.step("outer"):
        edits.set_note(desk.project, [desk.number], "inner")


@pytest.mark.parametrize(
    "fragments",
    [[], [Fragment(80, 999)], [Fragment(9, 12), Fragment(0, 3)], [Fragment(0, 3), Fragment(3, 5)]],
    ids=["none", "beyond", "backward", "touching"],
)
def test_no_span_is_put_where_it_could_not_be_read_again(fragments: list[Fragment], desk: Desk) -> None:
    before = dump(desk.project.connection)
    with pytest.raises((UserError, ValueError)):
        edits.mark(desk.project, desk.article, fragments, "actor")
    with pytest.raises((UserError, ValueError)):
        edits.move(desk.project, desk.article, desk.number, fragments)
    assert dump(desk.project.connection) == before


def test_an_article_that_is_gone_cannot_be_edited(project: Project) -> None:
    article = add_article(project)
    history.undo(project)
    for edit in (
        lambda: edits.mark(project, article, [Fragment(0, 3)], "actor"),
        lambda: edits.set_status(project, [article.key], "done"),
        lambda: edits.edit_meta(project, article, Meta(title="New")),
        lambda: reading.article(project, article.key),
    ):
        with pytest.raises(UserError, match="no longer in the project"):
            edit()


def test_removing_a_span_takes_its_relations_along_and_undo_brings_them_back(desk: Desk) -> None:
    arrows = reading.relations(desk.project, desk.article.key)
    removed = edits.remove(desk.project, [desk.number])
    assert reading.relations(desk.project, desk.article.key) == []
    assert removed.articles[desk.article.key].removed == (desk.number,)
    # The arrow also showed at its other end, which has to be painted again.
    assert [span.key for span in removed.articles[desk.article.key].put] == [desk.actor]
    restored = history.undo(desk.project)
    assert reading.relations(desk.project, desk.article.key) == arrows
    assert {span.key for span in restored.articles[desk.article.key].put} == {desk.number, desk.actor}


def test_keys_and_ids_come_back_by_redo_and_are_never_given_out_twice(desk: Desk) -> None:
    project, article = desk.project, desk.article
    first = mark(project, article, "Homs", "location")
    first_id = reading.span(project, first).id
    history.undo(project)
    history.redo(project)
    assert reading.span(project, first).id == first_id
    history.undo(project)
    second = mark(project, article, "Homs", "location")
    assert second > first
    assert reading.span(project, second).id != first_id


def test_a_new_edit_after_an_undo_ends_what_could_be_redone(desk: Desk) -> None:
    edits.set_note(desk.project, [desk.number], "first")
    history.undo(desk.project)
    edits.set_note(desk.project, [desk.number], "second")
    assert history.next_redo(desk.project) is None
    assert not history.redo(desk.project)
    history.undo(desk.project)
    assert reading.span(desk.project, desk.number).note == ""


def test_undo_and_redo_say_what_they_would_do(desk: Desk) -> None:
    edits.retag(desk.project, [desk.number], "claim")
    told = history.next_undo(desk.project)
    assert told is not None
    assert (told.op, told.count, told.surface, told.tag) == ("retag", 1, "at least 287", "claim")
    history.undo(desk.project)
    again = history.next_redo(desk.project)
    assert again is not None
    assert (again.op, again.count, again.surface) == ("retag", 1, "at least 287")
    edits.remove(desk.project, [desk.actor, desk.number])
    both = history.next_undo(desk.project)
    assert both is not None
    assert (both.op, both.count) == ("remove", 2)
    history.undo(desk.project)
    lost = history.next_redo(desk.project)
    assert lost is not None
    assert (lost.op, lost.count) == ("remove", 2)


def test_the_set_up_of_a_project_is_not_undone(project: Project) -> None:
    assert history.next_undo(project) is None
    assert not history.undo(project)
    assert project.tagset.tags


def test_an_imported_article_with_everything_in_it_is_undone_as_one_step(desk: Desk, bens: Project) -> None:
    before = dump(desk.project.connection)
    add_articles(desk.project, [Record(f"Text {number}", spans=[]) for number in range(30)])
    after = dump(desk.project.connection)
    assert history.undo(desk.project)
    assert dump(desk.project.connection) == before
    assert history.redo(desk.project)
    assert dump(desk.project.connection) == after


def test_changes_tell_what_was_put_where(project: Project) -> None:
    article = add_article(project)
    changes = edits.mark(project, article, [Fragment(60, 64)], "location")
    assert changes.op == "mark"
    assert changes.listing == {article.key}, "the first mark makes the layer"
    (span,) = changes.articles[article.key].put
    assert span == reading.span(project, span.key)
    assert edits.mark(project, article, [Fragment(4, 15)], "actor").listing == frozenset()
    assert edits.set_status(project, [article.key], "done").listing == {article.key}


# ---- two annotators ----


def test_nobody_edits_the_spans_of_another(desk: Desk, bens: Project) -> None:
    before = dump(desk.project.connection)
    for edit in (
        lambda: edits.retag(bens, [desk.number], "claim"),
        lambda: edits.remove(bens, [desk.number]),
        lambda: edits.move(bens, desk.article, desk.number, [Fragment(0, 3)]),
        lambda: edits.set_note(bens, [desk.number], "no"),
        lambda: edits.set_unsure(bens, [desk.number], unsure=True),
        lambda: describing.set_attributes(bens, [desk.number], {"low": 1}),
    ):
        with pytest.raises(UserError, match="layer of ana"):
            edit()
    assert dump(desk.project.connection) == before


def test_each_annotator_goes_back_through_their_own_steps_only(desk: Desk, bens: Project) -> None:
    theirs = mark(bens, desk.article, "Homs", "location")
    edits.set_note(desk.project, [desk.number], "mine")
    assert history.undo(bens)
    assert reading.span(desk.project, desk.number).note == "mine"
    assert not history.undo(bens)
    assert history.redo(bens)
    assert reading.span(bens, theirs).annotator == "ben"


def test_what_another_has_changed_since_is_not_taken_back(desk: Desk, bens: Project) -> None:
    edits.edit_meta(desk.project, desk.article, Meta(title="Ana's"))
    edits.edit_meta(bens, desk.article, Meta(title="Ben's"))
    before = dump(desk.project.connection)
    with pytest.raises(UserError, match="ben has worked on the same"):
        history.undo(desk.project)
    assert dump(desk.project.connection) == before


def test_an_import_on_which_another_has_worked_is_not_taken_back(project: Project, bens: Project) -> None:
    article = add_article(project)
    mark(bens, article, "Homs", "location")
    before = dump(project.connection)
    with pytest.raises(UserError, match="can no longer be taken back"):
        history.undo(project)
    assert dump(project.connection) == before


def test_a_tag_that_another_uses_is_not_taken_back(desk: Desk, bens: Project) -> None:
    widen_tagset(desk)
    mark(bens, desk.article, "Homs", "weapon")
    with pytest.raises(UserError, match="can no longer be taken back"):
        history.undo(desk.project)
    assert "weapon" in desk.project.tagset


def test_an_import_that_another_has_made_meanwhile_is_not_done_again(project: Project, bens: Project) -> None:
    add_article(project, id="a-1")
    history.undo(project)
    add_article(bens, id="a-1")
    before = dump(project.connection)
    with pytest.raises(UserError, match="done again"):
        history.redo(project)
    assert dump(project.connection) == before


def test_a_tag_that_another_connection_took_back_is_not_used(desk: Desk) -> None:
    with desk.project.sibling() as sibling:
        widen_tagset(Desk(sibling, desk.article, desk.number, desk.actor))
        mark(desk.project, desk.article, "Homs", "weapon")
        history.undo(desk.project)
        history.undo(sibling)
        with pytest.raises(UserError, match="no tag called weapon"):
            mark(desk.project, desk.article, "Homs", "weapon")
        assert "weapon" not in desk.project.tagset


def test_the_order_of_steps_is_a_counter_and_no_clock(desk: Desk, bens: Project) -> None:
    mark(bens, desk.article, "Homs", "location")
    edits.set_note(desk.project, [desk.number], "later")
    counters = [counter for (counter,) in bens.connection.execute("SELECT lamport FROM step ORDER BY key")]
    assert counters == list(range(1, len(counters) + 1))
    assert all(len(day) == 10 for (day,) in bens.connection.execute("SELECT day FROM step"))


def test_a_project_says_nothing_about_the_hour(desk: Desk) -> None:
    (applied,) = desk.project.connection.execute("SELECT applied_at FROM _sqlite_migrations").fetchone()
    assert len(applied) == 10


def test_marking_and_undoing_leaves_a_sound_file(desk: Desk, project_path: Path) -> None:
    for edit in EDITS.values():
        edit(desk)
        history.undo(desk.project)
    assert_sound(project_path)
    assert put(edits.mark(desk.project, desk.article, [Fragment(0, 3)], "actor"))
