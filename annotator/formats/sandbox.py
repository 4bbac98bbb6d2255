"""Readers that a file from outside may crash, stall or flood: they run in a process of their own, under limits.

The process is this same Python, cut off from the user's settings. It may neither write files nor reach a network nor
start programs, gets so much memory and so much time from one sign of life to the next, and is ended when it takes more.
It reads one file after another, so that a folder of thousands does not start thousands of processes; after any trouble
the next file gets a new one.
"""

import atexit
import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from functools import wraps
from pathlib import Path
from queue import Empty, Full, Queue
from time import monotonic
from typing import BinaryIO

import msgspec

from annotator.errors import UserError
from annotator.formats.decoding import EncodingQuestion
from annotator.formats.frames import (
    Answer,
    Asked,
    Bug,
    Done,
    Job,
    Records,
    Said,
    read_frame,
    write_frame,
)
from annotator.formats.source import Source
from annotator.model.record import Record

SECONDS = 60.0
"""How long a reader may take from one batch of records to the next."""
MEMORY = 1_500_000_000
"""How many bytes of address space a reader may have, where the system has such limits."""

Read = Callable[[Source, str | None], Iterator[Record]]

_SLICE = 0.1
_MOST_IDLE = 2
_START = (
    "import sys, json; sys.path[:] = json.loads(sys.argv[1]); "
    "from annotator.formats.reading_apart import serve; serve(int(sys.argv[2]), float(sys.argv[3]))"
)
_ANSWER = msgspec.msgpack.Decoder(Answer)

_inside = False
_stopping: ContextVar[Callable[[], bool]] = ContextVar("stopping", default=lambda: False)


def apart(read: Read) -> Read:
    """Return ``read``, a function of a module, as a reader that does the same in a process of its own.

    What it yields and raises is what ``read`` does. A file that stalls it, crashes it or takes too much memory is
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
    """End the processes that wait for another file."""
    with _lock:
        workers, _idle[:] = list(_idle), []
    for worker in workers:
        worker.end()


def stay_inside() -> None:
    """Read everything in this process from now on, since it is one that reads apart."""
    global _inside  # noqa: PLW0603 – it is a property of the process
    _inside = True


class _Worker:
    """A process that reads, and a thread that waits for what it says."""

    def __init__(self) -> None:
        self.limits = (MEMORY, SECONDS)
        paths = json.dumps([path or str(Path.cwd()) for path in sys.path])
        self._process = subprocess.Popen(
            [sys.executable, "-I", "-B", "-c", _START, paths, *map(str, self.limits)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            # Ctrl+C is for the program, which ends the process itself.
            start_new_session=os.name != "nt",
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0)
            | getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
        )
        self._over = threading.Event()
        self._answers: Queue[bytes | None] = Queue(maxsize=4)
        self._listener = threading.Thread(target=self._listen, name="reading apart", daemon=True)
        self._listener.start()

    def send(self, job: Job) -> bool:
        """Give the process a file to read; return whether it took it."""
        assert self._process.stdin is not None
        try:
            write_frame(self._process.stdin, msgspec.msgpack.encode(job))
        except OSError:
            return False
        return True

    def answer(self, name: str) -> Answer | None:
        """Return what the process says next, or nothing if somebody stopped the work.

        Raises:
            UserError: if it takes too long, or breaks off.
        """
        cancelled, end = _stopping.get(), monotonic() + self.limits[1]
        while not cancelled():
            try:
                frame = self._answers.get(timeout=_SLICE)
            except Empty:
                if monotonic() > end:
                    raise UserError(f"{name} takes too long to read, and was given up.") from None
                continue
            if frame is None:
                raise UserError(f"{name} cannot be read: it broke the reader, or took too much time or memory.")
            answer: Answer = _ANSWER.decode(frame)
            return answer
        return None

    def end(self) -> None:
        """End the process and the thread, whatever they are at."""
        self._over.set()
        with suppress(OSError):
            self._process.kill()
        self._process.wait()
        self._listener.join()
        for pipe in (self._process.stdin, self._process.stdout):
            assert pipe is not None
            with suppress(OSError):
                pipe.close()

    def _listen(self) -> None:
        assert self._process.stdout is not None
        while not self._over.is_set():
            frame = read_frame(self._process.stdout)
            self._hand_over(frame)
            if frame is None:
                return

    def _hand_over(self, frame: bytes | None) -> None:
        while not self._over.is_set():
            with suppress(Full):
                self._answers.put(frame, timeout=_SLICE)
                return


_lock = threading.Lock()
_idle: list[_Worker] = []
atexit.register(rest)


def _taken(job: Job) -> _Worker:
    """Return a process that has begun with ``job``."""
    while True:
        with _lock:
            waiting = _idle.pop() if _idle else None
        worker = waiting or _Worker()
        if worker.limits == (MEMORY, SECONDS) and worker.send(job):
            return worker
        worker.end()
        if waiting is None:
            raise UserError("No process to read the file in could be started.")


def _give_back(worker: _Worker) -> None:
    with _lock:
        if len(_idle) < _MOST_IDLE:
            _idle.append(worker)
            return
    worker.end()


def _records(read: Read, source: Source, encoding: str | None) -> Iterator[Record]:
    worker = _taken(_job(read, source, encoding))
    sound = False
    try:
        while True:
            answer = worker.answer(source.name)
            if isinstance(answer, Records):
                yield from answer.records
                continue
            sound = not isinstance(answer, Bug | None) and not (isinstance(answer, Said) and answer.spent)
            if isinstance(answer, Done | None):
                return
            raise _error(answer)
    finally:
        if sound:
            _give_back(worker)
        else:
            worker.end()


def _job(read: Read, source: Source, encoding: str | None) -> Job:
    with source.open() as file:
        path = _path(file)
        content = b"" if path else file.read()
    return Job(
        read.__module__,
        read.__qualname__,
        source.name,
        source.suffix,
        source.size,
        source.columns,
        encoding,
        path,
        content,
    )


def _path(file: BinaryIO) -> bytes:
    """Return where a file lies, or nothing if it is none that another process can open."""
    name = getattr(file, "name", None)
    return os.fsencode(Path(os.fsdecode(name)).absolute()) if isinstance(name, str | bytes) else b""


def _error(answer: Said | Asked | Bug) -> Exception:
    if isinstance(answer, Said):
        return UserError(answer.sentence)
    if isinstance(answer, Asked):
        return EncodingQuestion(
            answer.source, answer.suggested, answer.confidence, answer.preview, answer.byte, answer.sample
        )
    return RuntimeError(f"a reader failed in its own process:\n{answer.traceback}")
