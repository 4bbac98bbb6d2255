"""The process that reads apart: how it goes on from file to file, and asks the program for what it cannot open."""

import os
import signal
import sys
import threading
import traceback
from collections.abc import Iterator
from importlib import import_module
from io import BufferedReader, RawIOBase, UnsupportedOperation
from pathlib import Path
from queue import SimpleQueue
from time import monotonic
from typing import BinaryIO

import msgspec

from annotator.errors import UserError
from annotator.formats.archive import MOST_BYTES, MOST_RATIO
from annotator.formats.decoding import EncodingQuestion
from annotator.formats.frames import (
    MOST_FRAME,
    Answer,
    Asked,
    Bug,
    Done,
    Job,
    Nothing,
    Piece,
    Place,
    Records,
    Request,
    Said,
    Sought,
    Wanted,
    read_frame,
    write_frame,
)
from annotator.formats.restraints import AT_FAULT, Clock, forbid_the_rest, limit_memory
from annotator.formats.sandbox import stay_inside
from annotator.formats.source import Source
from annotator.model.record import Record

_MOST_RECORDS = 64
_MOST_CHARACTERS = 1_000_000
_MOST_SHARE = 0.05
"""Of the time a reader has, after which it shows what it has read so far."""
_GRACE = 5.0
"""So many seconds later than the program, this process ends itself."""
_AT_ONCE = 1_000_000
_OF_A_RECORD, _OF_A_SPAN = 200, 100
"""What they take beside their words, in characters."""


def serve(memory: int, seconds: float) -> None:
    """Read what standard input asks for, one file after another, and answer on standard output.

    Args:
        memory: how many bytes this process may have.
        seconds: how long it may take from one answer to the next.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        answers = os.fdopen(os.dup(1), "wb")
        # A parser that prints would break in on the answers.
        with Path(os.devnull).open("wb") as nowhere:
            os.dup2(nowhere.fileno(), 1)
        clock = Clock(seconds + _GRACE)
        limit_memory(memory)
        stay_inside()
        forbid_the_rest()
        _Reading(_Program(answers), clock, seconds).go_on()
    except BaseException:  # noqa: BLE001 – it has nobody to tell; the program sees how it ended
        os._exit(AT_FAULT)


class _Program:
    """The program, as the process sees it. When it is gone, the process ends at once."""

    def __init__(self, answers: BinaryIO) -> None:
        self._answers = answers
        self._requests: SimpleQueue[bytes] = SimpleQueue()
        self._decoder = msgspec.msgpack.Decoder(Request)
        threading.Thread(target=self._listen, name="requests", daemon=True).start()

    def request(self) -> Request:
        """Return what the program says next."""
        request: Request = self._decoder.decode(self._requests.get())
        return request

    def tell(self, answer: Answer) -> None:
        """Tell the program something."""
        write_frame(self._answers, _encoded(answer))

    def ask(self, question: Wanted | Sought) -> Request:
        """Ask the program for something, and return it."""
        self.tell(question)
        given = self.request()
        if isinstance(given, Nothing) and given.why:
            raise UserError(given.why)
        return given

    def _listen(self) -> None:
        while (frame := read_frame(sys.stdin.buffer)) is not None:
            self._requests.put(frame)
        os._exit(0)


class _Reading:
    """Reads file after file."""

    def __init__(self, program: _Program, clock: Clock, seconds: float) -> None:
        self._program = program
        self._clock = clock
        self._patience = seconds * _MOST_SHARE

    def go_on(self) -> None:
        """Read until the program is gone."""
        while True:
            job = self._program.request()
            assert isinstance(job, Job)
            self._clock.start()
            for answer in self._answers(job):
                self._clock.stop()
                self._program.tell(answer)
                if isinstance(answer, Records):
                    self._clock.start()

    def _answers(self, job: Job) -> Iterator[Answer]:
        name = job.place.name
        try:
            read = getattr(import_module(job.module), job.function)
            records = read(_source(self._program, job.place, job.columns), job.encoding)
            for batch in _batches(_bounded(records, job.place), self._patience):
                yield Records(batch)
            yield Done()
        except EncodingQuestion as asked:
            yield Asked(asked.source, asked.suggested, asked.confidence, asked.preview, asked.byte, asked.sample)
        except UserError as error:
            yield Said(str(error))
        except MemoryError:
            yield Said(f"{name} takes more memory than a reader may have.", spent=True)
        except RecursionError:
            yield Said(f"{name} is nested too deeply to be read.")
        except Exception:  # noqa: BLE001 – the program raises it again
            yield Bug(traceback.format_exc())


def _bounded(records: Iterator[Record], place: Place) -> Iterator[Record]:
    """Yield ``records`` as long as they are not out of all proportion to their file."""
    characters = 0
    for record in records:
        characters += len(record.text) + _OF_A_RECORD + _OF_A_SPAN * len(record.spans)
        if characters > MOST_BYTES and characters > MOST_RATIO * place.size:
            raise UserError(f"{place.name} unpacks to more than {MOST_RATIO} times its size.")
        yield record


def _batches(records: Iterator[Record], patience: float) -> Iterator[list[Record]]:
    batch: list[Record] = []
    characters, began = 0, monotonic()
    for record in records:
        batch.append(record)
        characters += len(record.text) + _OF_A_SPAN * len(record.spans)
        full = len(batch) >= _MOST_RECORDS or characters >= _MOST_CHARACTERS
        if full or monotonic() - began > patience:
            yield batch
            batch, characters, began = [], 0, monotonic()
    if batch:
        yield batch


def _source(program: _Program, place: Place, columns: tuple[tuple[str, str], ...] = ()) -> Source:
    def opened() -> BinaryIO:
        if not place.path:
            return BufferedReader(_Asked(program, place), _AT_ONCE)
        try:
            return Path(os.fsdecode(place.path)).open("rb")
        except OSError as error:
            raise UserError(f"{place.name} cannot be read ({error.strerror}).") from error

    def beside(name: str) -> Source | None:
        found = program.ask(Sought(place.number, name))
        return _source(program, found) if isinstance(found, Place) else None

    return Source(place.name, place.suffix, place.size, opened, place.folder, beside, columns)


class _Asked(RawIOBase):
    """A file whose bytes are asked for, since only the program can open it."""

    def __init__(self, program: _Program, place: Place) -> None:
        self._program = program
        self._place = place
        self._at = 0

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def seekable(self) -> bool:
        """Say that it can be read from any place."""
        return True

    def tell(self) -> int:
        """Return the place that is read from next."""
        return self._at

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Go to a place, counted from the beginning, from here or from the end."""
        start = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self._place.size}[whence]
        if start + offset < 0:
            raise UnsupportedOperation("before the beginning")
        self._at = start + offset
        return self._at

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override] # any buffer, says the stub
        """Read as much as there is room for."""
        given = self._program.ask(Wanted(self._place.number, self._at, min(len(buffer), _AT_ONCE)))
        content = given.content if isinstance(given, Piece) else b""
        buffer[: len(content)] = content
        self._at += len(content)
        return len(content)

    def readall(self) -> bytes:
        """Read to the end."""
        whole = bytearray(max(0, self._place.size - self._at))
        filled = 0
        while filled < len(whole) and (count := self.readinto(memoryview(whole)[filled:])):
            filled += count
        del whole[filled:]
        return bytes(whole)


def _encoded(answer: Answer) -> bytes:
    try:
        frame = msgspec.msgpack.encode(answer)
    except RecursionError:
        return msgspec.msgpack.encode(Said("Something in it is nested too deeply to be read.", spent=True))
    except (UnicodeEncodeError, OverflowError, TypeError, ValueError):
        return msgspec.msgpack.encode(Bug(traceback.format_exc()))
    return (
        frame
        if len(frame) <= MOST_FRAME
        else msgspec.msgpack.encode(Said("One of its articles is too large.", spent=True))
    )
