"""The process that reads apart: what it may do, and how it goes on from file to file."""

import os
import signal
import sys
import traceback
from collections.abc import Iterator
from contextlib import suppress
from importlib import import_module
from io import BytesIO
from pathlib import Path
from time import monotonic
from typing import Any, BinaryIO

import msgspec

from annotator.errors import UserError
from annotator.formats.decoding import EncodingQuestion
from annotator.formats.frames import Answer, Asked, Bug, Done, Job, Records, Said, read_frame, write_frame
from annotator.formats.sandbox import stay_inside
from annotator.formats.source import Source
from annotator.model.record import Record

_MOST_RECORDS = 64
_MOST_CHARACTERS = 1_000_000
_MOST_SHARE = 0.05
"""Of the time a reader has, after which it shows what it has read so far."""
_FORBIDDEN = (
    "socket.connect", "socket.getaddrinfo", "socket.bind", "socket.sendto", "subprocess.Popen", "os.system", "os.exec",
    "os.posix_spawn", "os.spawn", "os.fork", "os.forkpty", "os.startfile", "os.kill", "os.remove", "os.rename",
    "os.rmdir", "os.mkdir", "os.link", "os.symlink", "os.chmod", "os.chown", "os.truncate", "shutil.rmtree",
)  # fmt: skip
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


def serve(memory: int, seconds: float) -> None:
    """Read what standard input asks for, one file after another, and answer on standard output.

    Args:
        memory: how many bytes this process may have.
        seconds: how much processor time it may take from one answer to the next.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    answers = os.fdopen(os.dup(1), "wb")
    # A parser that prints would break in on the answers.
    with Path(os.devnull).open("wb") as nowhere:
        os.dup2(nowhere.fileno(), 1)
    _limit_memory(memory)
    stay_inside()
    sys.addaudithook(_forbid)
    decoder = msgspec.msgpack.Decoder(Job)
    while (frame := read_frame(sys.stdin.buffer)) is not None:
        for answer in _answers(decoder.decode(frame), seconds):
            write_frame(answers, _encoded(answer))


def _answers(job: Job, seconds: float) -> Iterator[Answer]:
    _limit_time(seconds)
    try:
        read = getattr(import_module(job.module), job.function)
        for records in _batches(read(_source(job), job.encoding), seconds * _MOST_SHARE):
            yield Records(records)
            _limit_time(seconds)
        yield Done()
    except EncodingQuestion as asked:
        yield Asked(asked.source, asked.suggested, asked.confidence, asked.preview, asked.byte, asked.sample)
    except UserError as error:
        yield Said(str(error))
    except MemoryError:
        yield Said(f"{job.name} takes more memory than a reader may have.", spent=True)
    except RecursionError:
        yield Said(f"{job.name} is nested too deeply to be read.")
    except Exception:  # noqa: BLE001 – the program raises it again
        yield Bug(traceback.format_exc())


def _batches(records: Iterator[Record], patience: float) -> Iterator[list[Record]]:
    batch: list[Record] = []
    characters, began = 0, monotonic()
    for record in records:
        batch.append(record)
        characters += len(record.text)
        full = len(batch) >= _MOST_RECORDS or characters >= _MOST_CHARACTERS
        if full or monotonic() - began > patience:
            yield batch
            batch, characters, began = [], 0, monotonic()
    if batch:
        yield batch


def _source(job: Job) -> Source:
    def opened() -> BinaryIO:
        if not job.path:
            return BytesIO(job.content)
        try:
            return Path(os.fsdecode(job.path)).open("rb")
        except OSError as error:
            raise UserError(f"{job.name} cannot be read ({error.strerror}).") from error

    return Source(job.name, job.suffix, job.size, opened, columns=job.columns)


def _encoded(answer: Answer) -> bytes:
    try:
        return msgspec.msgpack.encode(answer)
    except (UnicodeEncodeError, OverflowError, TypeError, ValueError):
        return msgspec.msgpack.encode(Bug(traceback.format_exc()))


def _limit_memory(memory: int) -> None:
    # Windows has no such limits.
    with suppress(ImportError, OSError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


def _limit_time(seconds: float) -> None:
    """Let the system end this process even if the program is gone that would."""
    with suppress(ImportError, OSError, ValueError):
        import resource

        used = resource.getrusage(resource.RUSAGE_SELF)
        _, most = resource.getrlimit(resource.RLIMIT_CPU)
        resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime + seconds) + 2, most))


def _forbid(event: str, args: tuple[Any, ...]) -> None:
    """Refuse what no reader has to do: write, reach a network, start a program."""
    if event == "open":
        _, mode, flags = args
        if (isinstance(mode, str) and set(mode) & set("wax+")) or (isinstance(flags, int) and flags & _WRITING):
            raise PermissionError("a reader writes no files")
    elif event in _FORBIDDEN:
        raise PermissionError(f"a reader does no {event}")
