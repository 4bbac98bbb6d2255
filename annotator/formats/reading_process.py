"""A process that reads apart, as the program sees it: how it is started, listened to, and ended."""

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from queue import Empty, Full, Queue
from time import monotonic

import msgspec

from annotator.errors import UserError
from annotator.formats.desk import Desk
from annotator.formats.frames import Answer, Records, Request, Sought, Wanted, read_frame, write_frame
from annotator.formats.restraints import OUT_OF_MEMORY, OUT_OF_TIME

_SLICE = 0.1
_PATIENCE = 2.0
_START = (
    "import sys, json; sys.path[:] = json.loads(sys.argv[1]); "
    "from annotator.formats.reading_apart import serve; serve(int(sys.argv[2]), float(sys.argv[3]))"
)
_ANSWER = msgspec.msgpack.Decoder(Answer)
_NEEDED = frozenset(
    {
        "SYSTEMROOT", "WINDIR", "SYSTEMDRIVE", "TEMP", "TMP", "TMPDIR", "PATH", "LANG", "LC_ALL", "LC_CTYPE", "TZ",
        "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH", "OPENBLAS_CORETYPE",
    }
)  # fmt: skip
"""What Python and its libraries need of the environment to start: where they lie, and how text is written there."""
_ONE_THREAD = {
    # Each thread of a library takes address space, of which there is only so much.
    "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1", "ARROW_IO_THREADS": "1",
    "ARROW_DEFAULT_MEMORY_POOL": "system", "MALLOC_ARENA_MAX": "2",
}  # fmt: skip


def environment() -> dict[str, str]:
    """Return the environment of a process that reads: nothing of the user's but what it needs to start."""
    return {name: value for name, value in os.environ.items() if name.upper() in _NEEDED} | _ONE_THREAD


class ReadingProcess:
    """A process that reads, and a thread that waits for what it says.

    Args:
        memory: how many bytes it may have.
        seconds: how long it may take from one sign of life to the next.
    """

    def __init__(self, memory: int, seconds: float) -> None:
        self.limits = (memory, seconds)
        paths = json.dumps([str(Path(path).absolute()) for path in sys.path])
        self._process = subprocess.Popen(
            [sys.executable, "-I", "-B", "-X", "utf8", "-c", _START, paths, *map(str, self.limits)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment(),
            # Windows deletes no folder that a process works in.
            cwd=Path(sys.executable).anchor or None,
            # Ctrl+C is for the program, which ends the process itself.
            start_new_session=os.name != "nt",
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0)
            | getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
        )
        self._over = threading.Event()
        self._frames: Queue[bytes | None] = Queue(maxsize=4)
        self._listener = threading.Thread(target=self._listen, name="reading apart", daemon=True)
        self._listener.start()

    def send(self, request: Request) -> bool:
        """Tell the process something; return whether it took it."""
        assert self._process.stdin is not None
        try:
            write_frame(self._process.stdin, msgspec.msgpack.encode(request))
        except OSError:
            return False
        return True

    def answers(self, name: str, desk: Desk, cancelled: Callable[[], bool]) -> Iterator[Answer]:
        """Yield what the process says about a file, until it is ready or ``cancelled``; what it asks for it is given.

        Args:
            name: what to call the file in a sentence.
            desk: what may be handed over.
            cancelled: says whether somebody stopped the work.

        Raises:
            UserError: if it takes too long, or breaks off.
        """
        end = self._deadline()
        while (answer := self._answer(name, cancelled, end)) is not None:
            if isinstance(answer, Wanted | Sought):
                if monotonic() > end:
                    # Who only asks shows no sign of life.
                    raise _too_long(name)
                self.send(desk.handed_over(answer))
                continue
            yield answer
            if not isinstance(answer, Records):
                return
            end = self._deadline()

    @property
    def is_running(self) -> bool:
        """Whether it has not ended."""
        return self._process.poll() is None

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

    def _deadline(self) -> float:
        return monotonic() + self.limits[1]

    def _answer(self, name: str, cancelled: Callable[[], bool], end: float) -> Answer | None:
        while not cancelled():
            try:
                frame = self._frames.get(timeout=_SLICE)
            except Empty:
                if monotonic() > end:
                    raise _too_long(name) from None
                continue
            try:
                answer: Answer | None = None if frame is None else _ANSWER.decode(frame)
            except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
                answer = None
            if answer is None:
                raise self._broken(name)
            return answer
        return None

    def _broken(self, name: str) -> UserError:
        try:
            code = self._process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            # It goes on, but makes no sense.
            code = 0
        if code == OUT_OF_MEMORY:
            return UserError(f"{name} takes more memory than a reader may have.")
        if code in (OUT_OF_TIME, -int(getattr(signal, "SIGXCPU", 0))):
            return _too_long(name)
        return UserError(f"{name} cannot be read: it broke the reader, or took too much time or memory.")

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
                self._frames.put(frame, timeout=_SLICE)
                return


def _too_long(name: str) -> UserError:
    return UserError(f"{name} takes too long to read, and was given up.")
