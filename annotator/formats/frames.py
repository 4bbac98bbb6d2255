"""What the program and a process that reads apart say to each other: messages with their length in front."""

import struct
from typing import IO

import msgspec

from annotator.model.record import Record

_LENGTH = struct.Struct("<Q")


class Job(msgspec.Struct, frozen=True):
    """What is to be read, and by which function."""

    module: str
    function: str
    name: str
    suffix: str
    size: int
    columns: tuple[tuple[str, str], ...]
    encoding: str | None
    path: bytes
    """Where the file lies; empty if ``content`` is all there is."""
    content: bytes


class Records(msgspec.Struct, frozen=True, tag=True):
    """Some records, or none: a sign of life."""

    records: list[Record]


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


Answer = Records | Done | Said | Asked | Bug


def write_frame(target: IO[bytes], frame: bytes) -> None:
    """Write one message, and see it off."""
    target.write(_LENGTH.pack(len(frame)))
    target.write(frame)
    target.flush()


def read_frame(source: IO[bytes]) -> bytes | None:
    """Read one message; return nothing if there is none any more, or not a whole one."""
    try:
        head = source.read(_LENGTH.size)
        if len(head) < _LENGTH.size:
            return None
        (length,) = _LENGTH.unpack(head)
        frame = source.read(length)
    except (OSError, ValueError):
        return None
    return frame if len(frame) == length else None
