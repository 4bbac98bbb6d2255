"""Long work beside the window: in turn, with progress and cancel, and with every answer in the window's thread."""

import gc
import threading
from threading import Event, current_thread, main_thread

import pytest

from annotator.errors import UserError
from annotator.gui.background import Progress, Runner
from annotator.jobs.progress import Cancelled, Report


def _never_done(_result: object) -> None:
    pytest.fail("it was not to be called")


def _never_failed(error: UserError) -> None:
    pytest.fail(str(error))


def test_work_happens_in_another_thread_and_its_result_arrives_in_the_windows(qtbot, runner: Runner) -> None:
    threads: list[threading.Thread] = []
    results: list[tuple[object, threading.Thread]] = []

    def work(_report: Report, _cancelled: Cancelled) -> str:
        threads.append(current_thread())
        return "result"

    runner.run("working", work, done=lambda it: results.append((it, current_thread())), failed=_never_failed)
    qtbot.waitUntil(lambda: bool(results))
    assert results == [("result", main_thread())]
    assert threads[0] is not main_thread()
    assert not runner.busy


def test_nothing_arrives_before_the_window_is_ready_for_it(qtbot, runner: Runner) -> None:
    results: list[object] = []
    job = runner.run("working", lambda *_: 1, done=results.append, failed=_never_failed)
    job._future.result()
    assert results == []
    qtbot.waitUntil(lambda: results == [1])


def test_jobs_take_turns(qtbot, runner: Runner) -> None:
    order: list[str] = []
    gate = Event()

    def slow(_report: Report, _cancelled: Cancelled) -> None:
        gate.wait(10)
        order.append("first worked")

    runner.started.connect(lambda job: order.append(f"{job.what} started"))
    runner.finished.connect(lambda job: order.append(f"{job.what} finished"))
    runner.run("first", slow, done=lambda _: order.append("first done"), failed=_never_failed)
    runner.run("second", lambda *_: order.append("second worked"), done=lambda _: None, failed=_never_failed)
    assert [job.what for job in runner.jobs] == ["first", "second"]
    gate.set()
    qtbot.waitUntil(lambda: not runner.busy)
    assert order.index("first worked") < order.index("second worked")
    assert order.index("first finished") < order.index("first done")


def test_progress_arrives_and_never_floods_the_window(qtbot, runner: Runner) -> None:
    seen: list[Progress] = []
    runner.progressed.connect(lambda progress: seen.append((progress, current_thread())))

    def work(report: Report, _cancelled: Cancelled) -> None:
        for done in range(1, 10_001):
            report(done, 10_000, "counting")

    runner.run("counting", work, done=lambda _: None, failed=_never_failed)
    qtbot.waitUntil(lambda: not runner.busy)
    assert 1 <= len(seen) < 200
    assert seen[-1] == (Progress(10_000, 10_000, "counting"), main_thread())


def test_a_job_that_is_cancelled_hears_of_it_and_says_how_far_it_came(qtbot, runner: Runner) -> None:
    begun, results = Event(), []

    def work(_report: Report, cancelled: Cancelled) -> str:
        begun.set()
        while not cancelled():
            pass
        return "stopped"

    job = runner.run("working", work, done=results.append, failed=_never_failed)
    assert begun.wait(10)
    job.cancel()
    qtbot.waitUntil(lambda: results == ["stopped"])
    assert job.cancelled


def test_a_job_that_is_cancelled_before_its_turn_never_begins(qtbot, runner: Runner) -> None:
    gate = Event()
    runner.run("first", lambda *_: gate.wait(10), done=lambda _: None, failed=_never_failed)
    ended: list[str] = []
    runner.finished.connect(lambda job: ended.append(job.what))
    runner.run("second", lambda *_: pytest.fail("it began"), done=_never_done, failed=_never_failed).cancel()
    gate.set()
    qtbot.waitUntil(lambda: sorted(ended) == ["first", "second"])


def test_what_a_person_can_act_on_arrives_as_a_sentence(qtbot, runner: Runner) -> None:
    def work(_report: Report, _cancelled: Cancelled) -> None:
        raise UserError("The disk is full.")

    sentences: list[str] = []
    runner.run("working", work, done=_never_done, failed=lambda error: sentences.append(str(error)))
    qtbot.waitUntil(lambda: sentences == ["The disk is full."])


def test_a_bug_in_a_job_is_raised_in_the_windows_thread_and_the_next_job_runs(qtbot, runner: Runner) -> None:
    results: list[object] = []
    with qtbot.captureExceptions() as caught:
        runner.run("broken", lambda *_: 1 // 0, done=_never_done, failed=_never_failed)
        runner.run("sound", lambda *_: "sound", done=results.append, failed=_never_failed)
        qtbot.waitUntil(lambda: results == ["sound"])
    assert [kind for kind, _, _ in caught] == [ZeroDivisionError]


def test_garbage_is_never_collected_in_the_worker_where_a_widget_must_not_be_destroyed(qtbot, runner: Runner) -> None:
    collected: list[threading.Thread] = []

    class Cycle:
        def __init__(self) -> None:
            self.itself = self

        def __del__(self) -> None:
            collected.append(current_thread())

    def work(_report: Report, _cancelled: Cancelled) -> int:
        return sum(len([[number] for number in range(2_000)]) for _ in range(300))

    for _ in range(100):
        Cycle()
    before = len(collected)
    runner.run("working", work, done=lambda _: None, failed=_never_failed)
    qtbot.waitUntil(lambda: not runner.busy)
    assert set(collected[before:]) <= {main_thread()}
    assert gc.isenabled()


def test_closing_stops_what_runs_and_nothing_arrives_afterwards(qtbot) -> None:
    runner = Runner()
    begun, stopped = Event(), Event()
    heard: list[object] = []
    runner.finished.connect(heard.append)

    def work(_report: Report, cancelled: Cancelled) -> None:
        begun.set()
        while not cancelled():
            pass
        stopped.set()

    runner.run("working", work, done=_never_done, failed=_never_failed)
    runner.run("waiting", lambda *_: pytest.fail("it began"), done=_never_done, failed=_never_failed)
    assert begun.wait(10)
    runner.close()
    assert stopped.is_set()
    with qtbot.assertNotEmitted(runner.finished, wait=50):
        pass
    assert heard == []
    with pytest.raises(RuntimeError):
        runner.run("late", lambda *_: None, done=_never_done, failed=_never_failed)
    runner.close()
