"""What the program and a process that reads apart say to each other: messages with their length in front."""

import struct
from typing import IO

import msgspec

from annotator.model.record import Record

MOST_FRAME = 1_000_000_000
"""The longest message: who sends a longer one is out of its mind."""
_LENGTH = struct.Struct("<Q")


class Place(msgspec.Struct, frozen=True, tag=True):
    """A file as the process sees it: it asks for its bytes by ``number``, or opens it itself where it lies."""

    number: int
    name: str
    suffix: str
    size: int
    folder: str
    path: bytes
    """Where the file lies; empty if only the program can open it."""


class Job(msgspec.Struct, frozen=True, tag=True):
    """What is to be read, and by which function."""

    module: str
    function: str
    place: Place
    columns: tuple[tuple[str, str], ...]
    encoding: str | None


class Piece(msgspec.Struct, frozen=True, tag=True):
    """Bytes of a file that were asked for."""

    content: bytes


class Nothing(msgspec.Struct, frozen=True, tag=True):
    """There is no such file, or why it cannot be opened."""

    why: str = ""


Request = Job | Place | Piece | Nothing
"""What the program says."""


class Records(msgspec.Struct, frozen=True, tag=True):
    """Some records, or none: a sign of life."""

    records: list[Record]


class Wanted(msgspec.Struct, frozen=True, tag=True):
    """The process needs bytes of a file: at most so many, from a place."""

    number: int
    start: int
    most: int


class Sought(msgspec.Struct, frozen=True, tag=True):
    """The process needs what lies beside a file under a name."""

    number: int
    name: str


class Done(msgspec.Struct, frozen=True, tag=True):
    """The file was read to its end."""


class Said(msgspec.Struct, frozen=True, tag=True):
    """The file is refused, and why."""

    sentence: str
    spent: bool = False
    """Whether the process is not fit for another file."""


class Asked(msgspec.Struct, frozen=True, tag=True):
    """Somebody has to say how the file is encoded; the fields are those of the question."""

    source: str
    suggested: str
    confidence: float
    preview: str
    byte: int
    sample: bytes = b""


class Bug(msgspec.Struct, frozen=True, tag=True):
    """The reader is at fault."""

    traceback: str


Answer = Records | Wanted | Sought | Done | Said | Asked | Bug
"""What the process says."""


def write_frame(target: IO[bytes], frame: bytes) -> None:
    """Write one message, and see it off."""
    target.write(_LENGTH.pack(len(frame)))
    target.write(frame)
    target.flush()


def read_frame(source: IO[bytes]) -> bytes | None:
    """Read one message; return nothing if there is none any more, or not a whole one that makes sense."""
    try:
        head = source.read(_LENGTH.size)
        if len(head) < _LENGTH.size:
            return None
        (length,) = _LENGTH.unpack(head)
        frame = source.read(length) if length <= MOST_FRAME else b""
    except (OSError, ValueError, MemoryError):
        return None
    return frame if len(frame) == length else None
