"""Readers that a file from outside may crash, stall or flood: they run in a process of their own, under limits.

The process is this same Python, cut off from the user's settings. It may neither write files nor reach a network nor
start programs, gets so much memory and so much time from one sign of life to the next, and is ended when it takes more.
It reads one file after another, so that a folder of thousands does not start thousands of processes; after any trouble
the next file gets a new one.
"""

import atexit
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps

from annotator.errors import UserError
from annotator.formats.decoding import EncodingQuestion
from annotator.formats.desk import Desk
from annotator.formats.frames import Answer, Asked, Bug, Done, Job, Records, Said
from annotator.formats.reading_process import ReadingProcess
from annotator.formats.source import Source
from annotator.model.record import Record

SECONDS = 60.0
"""How long a reader may take from one batch of records to the next."""
MEMORY = 1_500_000_000
"""How many bytes of address space a reader may have, where the system has such limits."""

Read = Callable[[Source, str | None], Iterator[Record]]

IDLE_SECONDS = 5.0
"""How long a process waits for another file: who looks at a file first and then imports it needs no second one."""
_MOST_IDLE = 2

_inside = False
_stopping: ContextVar[Callable[[], bool]] = ContextVar("stopping", default=lambda: False)


def apart(read: Read) -> Read:
    """Return ``read``, a function of a module, as a reader that does the same in a process of its own.

    What it yields and raises is what ``read`` does. A file that stalls it, crashes it, or takes too much memory is
    refused in one sentence.
    """

    @wraps(read)
    def read_apart(source: Source, encoding: str | None) -> Iterator[Record]:
        # One process is enough: an attachment is read where its e-mail is.
        return read(source, encoding) if _inside else _records(read, source, encoding)

    return read_apart


@contextmanager
def stopped_by(cancelled: Callable[[], bool]) -> Iterator[None]:
    """Let ``cancelled`` end whatever is read apart in this thread: such a reader then yields nothing more."""
    token = _stopping.set(cancelled)
    try:
        yield
    finally:
        _stopping.reset(token)


def rest() -> None:
    """End the processes that wait for another file, which they otherwise do for :data:`IDLE_SECONDS`."""
    with _lock:
        workers, _idle[:] = list(_idle), []
        for timer in _timers:
            timer.cancel()
        _timers.clear()
    for worker in workers:
        worker.end()


def stay_inside() -> None:
    """Read everything in this process from now on, since it is one that reads apart."""
    global _inside  # noqa: PLW0603 – it is a property of the process
    _inside = True


_lock = threading.Lock()
_idle: list[ReadingProcess] = []
_timers: list[threading.Timer] = []
"""What ends them, at most one."""
atexit.register(rest)


def _taken(job: Job) -> ReadingProcess:
    """Return a process that has begun with ``job``."""
    while True:
        with _lock:
            waiting = _idle.pop() if _idle else None
        worker = waiting or ReadingProcess(MEMORY, SECONDS)
        if worker.limits == (MEMORY, SECONDS) and worker.send(job):
            return worker
        worker.end()
        if waiting is None:
            raise UserError("No process to read the file in could be started.")


def _give_back(worker: ReadingProcess) -> None:
    with _lock:
        room = len(_idle) < _MOST_IDLE
        if room:
            _idle.append(worker)
            _rest_later()
    if not room:
        worker.end()


def _rest_later() -> None:
    for timer in _timers:
        timer.cancel()
    timer = threading.Timer(IDLE_SECONDS, rest)
    timer.daemon = True
    _timers[:] = [timer]
    timer.start()


def _records(read: Read, source: Source, encoding: str | None) -> Iterator[Record]:
    with Desk(source) as desk:
        job = Job(read.__module__, read.__qualname__, desk.place, source.columns, encoding)
        worker = _taken(job)
        sound = False
        try:
            for answer in worker.answers(source.name, desk, _stopping.get()):
                if isinstance(answer, Records):
                    yield from answer.records
                    continue
                sound = not isinstance(answer, Bug) and not (isinstance(answer, Said) and answer.spent)
                if isinstance(answer, Done):
                    return
                raise _error(answer)
        finally:
            if sound:
                _give_back(worker)
            else:
                worker.end()


def _error(answer: Answer) -> Exception:
    if isinstance(answer, Said):
        return UserError(answer.sentence)
    if isinstance(answer, Asked):
        return EncodingQuestion(
            answer.source, answer.suggested, answer.confidence, answer.preview, answer.byte, answer.sample
        )
    told = answer.traceback if isinstance(answer, Bug) else repr(answer)
    return RuntimeError(f"a reader failed in its own process:\n{told}")
