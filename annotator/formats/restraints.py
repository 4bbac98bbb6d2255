"""What holds back a process that reads files from outside: so much memory, so much time, no network, no writing."""

import faulthandler
import os
import sys
import threading
from contextlib import suppress
from time import sleep
from typing import Any

from annotator.formats import windows_limits

AT_FAULT = 97
"""How a process ends that failed otherwise than by a file's fault."""
OUT_OF_MEMORY = 98
"""How a process ends that took more memory than it may, where nothing else stops it."""
OUT_OF_TIME = 1
"""How a process ends whose time is up: the standard library says so, and nothing else here ends like that."""

_FORBIDDEN = (
    "socket.connect", "socket.getaddrinfo", "socket.bind", "socket.sendto", "subprocess.Popen", "os.system", "os.exec",
    "os.posix_spawn", "os.spawn", "os.fork", "os.forkpty", "os.startfile", "os.kill", "os.remove", "os.rename",
    "os.rmdir", "os.mkdir", "os.link", "os.symlink", "os.chmod", "os.chown", "os.truncate", "shutil.rmtree",
)  # fmt: skip
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_LOOKED_EVERY = 0.2


def limit_memory(memory: int) -> None:
    """Give this process so many bytes, and no file to write at all."""
    if os.name == "nt":
        windows_limits.limit_memory(memory)
        return
    import resource

    for what, most in (
        (resource.RLIMIT_CORE, 0), (resource.RLIMIT_FSIZE, 0), (getattr(resource, "RLIMIT_AS", None), memory),
    ):  # fmt: skip
        with suppress(OSError, ValueError):
            if what is not None:
                resource.setrlimit(what, (most, most))
    if sys.platform != "linux":
        # Other systems take such a limit and do not keep it.
        watch_memory(memory)


def watch_memory(memory: int) -> None:
    """End this process soon after it has taken so many bytes more than it has now."""
    start = _most_taken()

    def watch() -> None:
        while _most_taken() - start <= memory:
            sleep(_LOOKED_EVERY)
        os._exit(OUT_OF_MEMORY)

    threading.Thread(target=watch, name="memory", daemon=True).start()


def _most_taken() -> int:
    import resource

    # In kilobytes, but for one system.
    unit = 1 if sys.platform == "darwin" else 1_024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


class Clock:
    """Ends the process if what it is at takes too long, whoever else is there to see it, and whatever holds it up.

    Args:
        seconds: how long that is.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        # Opened before nothing may be written any more; it is told what the process was at.
        self._nowhere = os.open(os.devnull, os.O_WRONLY)

    def start(self) -> None:
        """Begin to count."""
        faulthandler.dump_traceback_later(self._seconds, exit=True, file=self._nowhere)
        with suppress(ImportError, OSError, ValueError):
            import resource

            used = resource.getrusage(resource.RUSAGE_SELF)
            _, most = resource.getrlimit(resource.RLIMIT_CPU)
            resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime + self._seconds) + 2, most))

    def stop(self) -> None:
        """Count no more: what follows takes as long as others take."""
        faulthandler.cancel_dump_traceback_later()


def forbid_the_rest() -> None:
    """Refuse, from now on, what no reader has to do: write, reach a network, start a program."""
    sys.addaudithook(_forbid)


def _forbid(event: str, args: tuple[Any, ...]) -> None:
    if event == "open":
        _, mode, flags = args
        if (isinstance(mode, str) and set(mode) & set("wax+")) or (isinstance(flags, int) and flags & _WRITING):
            raise PermissionError("a reader writes no files")
    elif event in _FORBIDDEN:
        raise PermissionError(f"a reader does no {event}")
