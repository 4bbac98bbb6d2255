"""A key never waits for long work: whoever is urgent writes next."""

import threading
from pathlib import Path
from queue import Queue

import pytest

from annotator.model.record import Record
from annotator.model.span import Fragment
from annotator.project import edits, history, reading
from annotator.project.importing import import_records
from annotator.project.project import Project
from annotator.project.turns import Turns, turns_of
from tests.project.working import add_article, assert_sound


def test_one_writes_at_a_time() -> None:
    turns, inside = Turns(), 0

    def work(urgent: bool) -> None:
        nonlocal inside
        for _ in range(200):
            with turns.take(urgent=urgent):
                inside += 1
                assert inside == 1
                inside -= 1

    threads = [threading.Thread(target=work, args=(number < 2,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=10)
        assert not thread.is_alive()


def test_the_urgent_one_goes_before_the_patient_ones_that_came_earlier() -> None:
    turns = Turns()
    order: Queue[str] = Queue()

    def take(name: str, *, urgent: bool) -> None:
        with turns.take(urgent=urgent):
            order.put(name)

    with turns.take(urgent=False):
        threads = [threading.Thread(target=take, args=(f"patient {n}",), kwargs={"urgent": False}) for n in range(3)]
        threads.append(threading.Thread(target=take, args=("urgent",), kwargs={"urgent": True}))
        for thread in threads:
            thread.start()
        while not turns._urgent_waiting:
            pass
    for thread in threads:
        thread.join(timeout=10)
    assert order.get() == "urgent"
    assert order.qsize() == 3


def test_an_error_gives_the_turn_back() -> None:
    turns = Turns()
    for _ in range(2):
        with pytest.raises(ZeroDivisionError), turns.take(urgent=True):
            raise ZeroDivisionError


def test_all_connections_to_a_file_share_their_turns(project_path: Path) -> None:
    assert turns_of(project_path) is turns_of(project_path.parent / "." / project_path.name)
    assert turns_of(project_path) is not turns_of(project_path.with_name("other"))


def test_marks_are_saved_between_the_pieces_of_an_import(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    # A quick machine would write it all in three pieces.
    monkeypatch.setattr("annotator.project.pacing.MOST_IN_A_TRANSACTION", 100)
    article = add_article(project)
    pieces: Queue[bool] = Queue()
    written: list[int] = []
    waited_for = []

    def went_on(_: int) -> bool:
        written.append(1)
        pieces.put(True)
        return True

    def bring() -> None:
        with project.sibling() as sibling:
            records = (("here", Record(f"{number} " + "fighters near Homs " * 150)) for number in range(2000))
            import_records(sibling, records, went_on=went_on)
        pieces.put(False)

    importer = threading.Thread(target=bring)
    importer.start()
    while pieces.get(timeout=20):
        before = len(written)
        edits.mark(project, article, [Fragment(0, 3)], "actor")
        waited_for.append(len(written) - before)
    importer.join()
    assert len(waited_for) > 3
    # A piece is written in a twentieth of a second; one may be under way, and one may slip in.
    assert sorted(waited_for)[len(waited_for) // 2] <= 2
    assert reading.count_articles(project) == 2001
    assert len(reading.spans(project, article.key)) == len(waited_for)
    assert_sound(project.path)


def test_what_follows_when_a_running_import_is_undone_can_be_undone_too(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("annotator.project.pacing.TRANSACTION_SECONDS", 0)
    pieces = 0

    def undo_after_two(_: int) -> bool:
        nonlocal pieces
        pieces += 1
        assert pieces != 2 or history.undo(project)
        return True

    with project.sibling() as sibling:
        records = [("here", Record(f"Text {number}", layer="wire", spans=[])) for number in range(30)]
        import_records(sibling, records, went_on=undo_after_two)
    assert pieces == 30
    assert reading.count_articles(project) == 28
    assert history.undo(project)
    assert reading.count_articles(project) == 0
    assert_sound(project.path)
