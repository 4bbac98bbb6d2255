"""Bulk edits are one step, however many places they are about, and do to each what the single edit does."""

from collections.abc import Iterable
from pathlib import Path

import pytest

from annotator.errors import UserError
from annotator.model.hits import Place
from annotator.model.record import Record
from annotator.model.span import Fragment, Origin, Span
from annotator.project import bulk, edits, history, pacing, propagating, reading, relating
from annotator.project.bulk import Bulk
from annotator.project.concordance import HitQuery, hits
from annotator.project.mentions import MentionQuery, mentions
from annotator.project.ops import Op
from annotator.project.project import Project
from tests.project.working import add_article, add_articles, assert_sound, dump, mark, steps


def army(project: Project, count: int = 3) -> list[Place]:
    """Import articles and return every place of “army” in them, three in each."""
    add_articles(project, [Record(f"{number}: an army, the army’s men and their army.") for number in range(count)])
    return places(project)


def places(project: Project) -> list[Place]:
    return [hit.place for page in hits(project, HitQuery("army")) for hit in page]


def own(project: Project) -> list[Span]:
    return [span for key in reading.article_keys(project) for span in reading.spans(project, key)]


def refused(project: Project) -> list[tuple[int, ...]]:
    return project.connection.execute('SELECT start, "end" FROM refused_mention ORDER BY key').fetchall()


def told(changes: Bulk) -> tuple[int, int, int, bool]:
    return changes.count, changes.skipped, changes.refused, changes.complete


def small_pace(monkeypatch: pytest.MonkeyPatch) -> None:
    """Write seven places at a time, so that transactions end within articles too."""
    monkeypatch.setattr(pacing, "MOST_IN_A_TRANSACTION", 7)
    monkeypatch.setattr(pacing.Pace, "note", lambda *_: None)
    made = pacing.Pace.__init__

    def small(pace: pacing.Pace) -> None:
        made(pace)
        pace.size = 7

    monkeypatch.setattr(pacing.Pace, "__init__", small)


@pytest.fixture(params=[False, True], ids=["at once", "in pieces"])
def in_pieces(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> bool:
    if request.param:
        monkeypatch.setattr(bulk, "LARGE", 0)
        small_pace(monkeypatch)
    return bool(request.param)


def test_the_chosen_are_marked_and_the_others_remembered_as_one_step(project: Project, in_pieces: bool) -> None:
    found = army(project, 5)
    before = steps(project.connection)
    changes = propagating.propagate(project, found[:12], "actor", {"type": "rebel"}, found[12:])
    assert told(changes) == (12, 0, 3, True)
    assert steps(project.connection) == before + 1
    assert [(span.tag, span.origin, span.attributes) for span in own(project)] == [
        ("actor", Origin.PROPAGATED, {"type": "rebel"})
    ] * 12
    assert len({span.id for span in own(project)}) == 12
    assert len(refused(project)) == 3
    assert changes.wholesale == in_pieces
    if not in_pieces:
        assert {key: len(article.put) for key, article in changes.articles.items()} == {1: 3, 2: 3, 3: 3, 4: 3}
    history.undo(project)
    assert (own(project), refused(project)) == ([], [])
    history.redo(project)
    assert (len(own(project)), len(refused(project))) == (12, 3)


def test_a_place_that_reads_so_already_is_skipped_and_counted(project: Project, in_pieces: bool) -> None:
    found = army(project)
    mark(project, reading.article(project, 1), "army", "actor")
    mark(project, reading.article(project, 2), "army", "location")
    assert told(propagating.propagate(project, [*found, *found], "actor")) == (8, 1, 0, True)
    before = steps(project.connection)
    assert told(propagating.propagate(project, found, "actor")) == (0, 9, 0, True)
    assert steps(project.connection) == before


def test_a_refusal_is_remembered_once_and_taken_back_by_choosing_the_place(project: Project, in_pieces: bool) -> None:
    found = army(project)
    assert told(propagating.refuse(project, found[:2], "actor")) == (0, 0, 2, True)
    assert told(propagating.refuse(project, found[:3], "actor")) == (0, 0, 1, True)
    propagating.propagate(project, found[1:], "actor", refused=found[:2])
    assert refused(project) == [(found[0][1].start, found[0][1].end)]
    history.undo(project)
    assert len(refused(project)) == 3
    step = history.next_undo(project)
    assert step is not None
    assert (step.op, step.count) == (Op.REFUSE, 1)


def test_only_the_own_layer_is_edited(project: Project, bens: Project, in_pieces: bool) -> None:
    found = army(project)
    propagating.tag_all(bens, found, "actor")
    theirs = [span.key for span in own(bens)]
    assert told(propagating.tag_all(project, found, "actor")) == (9, 0, 0, True)
    before = dump(project.connection)
    for edit in (
        lambda: bulk.retag_all(project, theirs, "location"),
        lambda: bulk.clear_all(project, [own(project)[0].key, *theirs]),
        lambda: bulk.move_all(project, {theirs[0]: Fragment(0, 1)}),
    ):
        with pytest.raises(UserError, match="own layer"):
            edit()
    assert dump(project.connection) == before


def test_what_is_said_wrongly_changes_nothing(project: Project, in_pieces: bool) -> None:
    found = army(project)
    before = dump(project.connection)
    with pytest.raises(UserError, match="no tag"):
        propagating.propagate(project, found, "weapon")
    with pytest.raises(UserError, match="no tag"):
        bulk.retag_all(project, [], "weapon")
    with pytest.raises(UserError, match="beyond"):
        propagating.propagate(project, [(1, Fragment(1, 10_000))], "actor")
    assert dump(project.connection) == before


def test_what_is_gone_is_skipped(project: Project, in_pieces: bool) -> None:
    found = army(project)
    assert told(propagating.tag_all(project, [*found, (99, Fragment(0, 1))], "actor")) == (9, 1, 0, True)
    keys = [span.key for span in own(project)]
    edits.remove(project, keys[:2])
    assert told(bulk.retag_all(project, keys, "location")) == (7, 2, 0, True)
    assert told(bulk.clear_all(project, keys)) == (7, 2, 0, True)
    assert told(bulk.move_all(project, {keys[0]: Fragment(0, 1)})) == (0, 1, 0, True)


def related(project: Project) -> tuple[list[int], list[int]]:
    """Mark a number and an actor that it counts in each of six articles; return the keys of both."""
    add_articles(project, [Record(f"{number}: 287 fighters") for number in range(6)])
    numbers, actors = [], []
    for key in reading.article_keys(project):
        article = reading.article(project, key)
        numbers.append(mark(project, article, "287", "number"))
        actors.append(mark(project, article, "fighters", "actor"))
        relating.relate(project, "counts_who", numbers[-1], actors[-1])
    return numbers, actors


def arrows(project: Project) -> int:
    return sum(len(reading.relations(project, key)) for key in reading.article_keys(project))


def test_retagging_and_clearing_take_the_relations_that_lose_their_sense(project: Project, in_pieces: bool) -> None:
    numbers, actors = related(project)
    assert told(bulk.retag_all(project, actors[:2], "location")) == (2, 0, 0, True)
    assert arrows(project) == 4
    assert told(bulk.clear_all(project, [*numbers[2:4], actors[3]])) == (3, 0, 0, True)
    assert arrows(project) == 2
    history.undo(project)
    history.undo(project)
    assert arrows(project) == 6
    assert [span.tag for span in own(project)] == ["number", "actor"] * 6


def test_edges_move_together(project: Project, in_pieces: bool) -> None:
    found = army(project)
    propagating.tag_all(project, found[::3], "actor")
    moves = {span.key: Fragment(span.start - 3, span.end) for span in own(project)}
    assert told(bulk.move_all(project, moves)) == (3, 0, 0, True)
    assert {
        surface for (surface,) in project.connection.execute("SELECT surface FROM span")
    } == {"an army"}  # fmt: skip
    with pytest.raises(UserError, match="beyond"):
        bulk.move_all(project, dict.fromkeys(moves, Fragment(0, 10_000)))


def test_a_bulk_edit_that_is_stopped_did_whole_articles_and_is_one_step(
    project_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "LARGE", 10)
    small_pace(monkeypatch)
    with Project.open(project_path, "ana") as project:
        found = army(project, 30)
        before = dump(project.connection)
        stopped = propagating.propagate(project, found, "actor", went_on=lambda done: done < 30)
        marked = [len(reading.spans(project, key)) for key in reading.article_keys(project)]
        assert not stopped.complete
        assert stopped.count == sum(marked) >= 30
        assert set(marked) == {0, 3}
        again = propagating.propagate(project, found, "actor")
        assert told(again) == (90 - stopped.count, stopped.count, 0, True)
        history.undo(project)
        history.undo(project)
        assert dump(project.connection)["span"] == before["span"]
        assert dump(project.connection)["layer"] == before["layer"]
    assert_sound(project_path)


def test_undo_in_the_middle_makes_what_follows_a_step_of_its_own(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "LARGE", 10)
    small_pace(monkeypatch)
    found = army(project, 4)
    undone = False

    def went_on(_: int) -> bool:
        nonlocal undone
        if not undone:
            history.undo(project)
            undone = True
        return True

    propagating.propagate(project, found, "actor", went_on=went_on)
    left = len(own(project))
    assert 0 < left < len(found)
    history.undo(project)
    assert own(project) == []


def test_a_large_propagation_is_journalled_by_a_handful_of_entries(project: Project) -> None:
    found = army(project, 700)
    propagating.propagate(project, found, "actor")
    (entries,) = project.connection.execute("SELECT count(*) FROM journal WHERE kind = 'span'").fetchone()
    assert len(own(project)) == 2100
    assert entries <= 100


def test_many_mentions_from_the_first_key_to_the_last(project: Project) -> None:
    army(project, 250)
    query = MentionQuery("army", "actor", 1)
    found: Iterable[Place] = (hit.place for page in mentions(project, query) for hit in page if hit.offered)
    assert told(propagating.propagate(project, found, "actor")) == (750, 0, 0, True)
    assert not any(hit.offered for page in mentions(project, query) for hit in page)


def test_marks_of_several_fragments_are_not_the_same_as_a_run(project: Project) -> None:
    article = add_article(project, "army and army")
    edits.mark(project, article, [Fragment(0, 4), Fragment(9, 13)], "actor")
    assert told(propagating.tag_all(project, [(article.key, Fragment(0, 13))], "actor")) == (1, 0, 0, True)
