"""Long work beside the window: one worker thread, and jobs that take turns in it.

A job never touches a widget. What it reports and returns arrives in the window's thread, as a signal or a call.
"""

import gc
from collections.abc import Callable
from functools import cached_property
from threading import Event
from time import monotonic
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from annotator.errors import UserError
from annotator.jobs.progress import Cancelled, Report

if TYPE_CHECKING:
    from concurrent.futures import Future, ThreadPoolExecutor

T = TypeVar("T")

_SECONDS_BETWEEN_REPORTS = 0.05
_COLLECT_MS = 500


class Progress(NamedTuple):
    """How far the running job is."""

    done: int
    total: int
    """0 while it is unknown."""
    what: str


class Job:
    """One piece of work, from the moment it is asked for until it has ended."""

    def __init__(self, what: str) -> None:
        self.what = what
        """What the job does, for a person."""
        self._cancelled = Event()
        self._future: Future[Any] | None = None

    @property
    def cancelled(self) -> bool:
        """Whether somebody has asked the job to stop."""
        return self._cancelled.is_set()

    def cancel(self) -> None:
        """Ask the job to stop. One that has not begun never begins; one that runs ends when it next looks."""
        self._cancelled.set()
        if self._future is not None:
            self._future.cancel()


class _Sweeper(QObject):
    """Collects garbage in the window's thread only, as long as a job runs.

    Python collects wherever memory is asked for. In the worker it would destroy widgets that happen to be garbage, and
    Qt aborts or worse when a widget is destroyed in another thread than the window's.
    """

    _busy = 0

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._on = False
        self._timer = QTimer(self, interval=_COLLECT_MS)
        self._timer.timeout.connect(lambda: gc.collect(1))

    def set_on(self, on: bool) -> None:
        """Sweep, or leave it to Python again."""
        if on == self._on:
            return
        self._on = on
        _Sweeper._busy += 1 if on else -1
        if on:
            self._timer.start()
        else:
            self._timer.stop()
        if _Sweeper._busy:
            gc.disable()
        else:
            gc.enable()


class Runner(QObject):
    """Runs jobs one after the other in a thread of its own."""

    started = Signal(object)
    """The :class:`Job` that begins."""
    progressed = Signal(object)
    """The :class:`Progress` of the running job; at most some twenty times a second."""
    finished = Signal(object)
    """The :class:`Job` that has ended: done, failed or cancelled. Comes before its ``done`` or ``failed`` is called."""

    _begun = Signal(object)
    _reported = Signal(object)
    _ended = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs: list[Job] = []
        self._sweeper = _Sweeper(self)
        self._closed = False
        # Queued, so that each arrives in the window's thread, and never in the middle of something else there.
        queued = Qt.ConnectionType.QueuedConnection
        self._begun.connect(self._begin, queued)
        self._reported.connect(self._pass_on, queued)
        self._ended.connect(self._end, queued)

    @property
    def jobs(self) -> tuple[Job, ...]:
        """The jobs that have not ended, the running one first."""
        return tuple(self._jobs)

    @property
    def busy(self) -> bool:
        """Whether a job runs or waits."""
        return bool(self._jobs)

    def run(
        self,
        what: str,
        work: Callable[[Report, Cancelled], T],
        *,
        done: Callable[[T], None],
        failed: Callable[[UserError], None],
    ) -> Job:
        """Have ``work`` done when its turn comes.

        Args:
            what: what it does, for a person.
            work: called in the worker thread, with a way to report and a way to hear that it should stop.
            done: called with the result, in the window's thread; also when the work stopped early by itself.
            failed: called with the sentence for a person, in the window's thread. Any other error is a bug, and is
                raised there.
        """
        if self._closed:
            raise RuntimeError("the runner is closed")
        job = Job(what)
        self._jobs.append(job)
        self._sweeper.set_on(True)
        future = self._worker.submit(self._work, job, work)
        job._future = future
        future.add_done_callback(lambda ended: self._ended.emit((job, ended, done, failed)))
        return job

    def close(self) -> None:
        """Cancel every job and wait for the running one. Nothing is called or signalled any more afterwards."""
        if self._closed:
            return
        self._closed = True
        for job in self._jobs:
            job.cancel()
        if "_worker" in vars(self):
            self._worker.shutdown(wait=True)
        self._jobs.clear()
        self._sweeper.set_on(False)

    @cached_property
    def _worker(self) -> "ThreadPoolExecutor":
        """The thread; without a job there is none, and the start does not wait for its module and for logging."""
        from concurrent.futures import ThreadPoolExecutor

        return ThreadPoolExecutor(1, "annotator-worker")

    def _work(self, job: Job, work: Callable[[Report, Cancelled], T]) -> T:
        """Do the work; in the worker thread."""
        self._begun.emit(job)
        last = float("-inf")

        def report(done: int, total: int, what: str) -> None:
            nonlocal last
            now = monotonic()
            if now - last >= _SECONDS_BETWEEN_REPORTS or (total and done >= total):
                last = now
                self._reported.emit(Progress(done, total, what))

        return work(report, lambda: job.cancelled)

    def _begin(self, job: Job) -> None:
        if not self._closed:
            self.started.emit(job)

    def _pass_on(self, progress: Progress) -> None:
        if not self._closed:
            self.progressed.emit(progress)

    def _end(self, ending: tuple[Job, "Future[Any]", Callable[[Any], None], Callable[[UserError], None]]) -> None:
        job, future, done, failed = ending
        if self._closed:
            return
        self._jobs.remove(job)
        self._sweeper.set_on(self.busy)
        self.finished.emit(job)
        if future.cancelled():
            return
        error = future.exception()
        if error is None:
            done(future.result())
        elif isinstance(error, UserError):
            failed(error)
        else:
            raise error
