"""Notes on what an import met, in the order they came; of very many, most lie on the disk."""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from tempfile import TemporaryFile
from typing import BinaryIO, overload
from weakref import finalize

import msgspec

HELD = 2_000
"""So many notes are in memory."""


class Note(msgspec.Struct, frozen=True):
    """One thing an import has to say: where it was found, and what it is."""

    path: str
    why: str
    harmless: bool = False
    """Worth knowing, but nothing was refused or moved."""


_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(Note).decode


class Notes(Sequence[Note]):
    """A list of notes to which more can be added."""

    def __init__(self, notes: Iterable[Note] = ()) -> None:
        self._held: list[Note] = []
        self._file: BinaryIO | None = None
        self._ends = array("q", [0])
        """Where in the file each note ends, and the next one begins."""
        self.extend(notes)

    def append(self, note: Note) -> None:
        """Add a note."""
        if len(self._held) < HELD:
            self._held.append(note)
            return
        if self._file is None:
            self._file = TemporaryFile()  # noqa: SIM115 – it is needed as long as the notes are
            finalize(self, self._file.close)
        content = _encode(note)
        self._file.seek(self._ends[-1])
        self._file.write(content)
        self._ends.append(self._ends[-1] + len(content))

    def extend(self, notes: Iterable[Note]) -> None:
        """Add notes."""
        for note in notes:
            self.append(note)

    def __len__(self) -> int:
        return len(self._held) + len(self._ends) - 1

    @overload
    def __getitem__(self, at: int) -> Note: ...
    @overload
    def __getitem__(self, at: slice) -> list[Note]: ...
    def __getitem__(self, at: int | slice) -> Note | list[Note]:
        if isinstance(at, slice):
            return [self[number] for number in range(*at.indices(len(self)))]
        number = range(len(self))[at]
        return self._held[number] if number < len(self._held) else self._read(number - len(self._held))

    def __iter__(self) -> Iterator[Note]:
        yield from self._held
        for number in range(len(self._ends) - 1):
            yield self._read(number)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, (Notes, list)):
            return NotImplemented
        return len(self) == len(other) and all(one == another for one, another in zip(self, other, strict=True))

    __hash__ = None  # type: ignore[assignment]  # it changes

    def __repr__(self) -> str:
        return f"Notes({self[:3]!r}{', …' if len(self) > 3 else ''})"

    def _read(self, number: int) -> Note:
        assert self._file is not None
        self._file.seek(self._ends[number])
        return _decode(self._file.read(self._ends[number + 1] - self._ends[number]))


class Pairs(Sequence[tuple[str, str]]):
    """Notes as where and what, which are made as they are looked at."""

    def __init__(self, notes: Notes) -> None:
        self._notes = notes

    def __len__(self) -> int:
        return len(self._notes)

    @overload
    def __getitem__(self, at: int) -> tuple[str, str]: ...
    @overload
    def __getitem__(self, at: slice) -> list[tuple[str, str]]: ...
    def __getitem__(self, at: int | slice) -> tuple[str, str] | list[tuple[str, str]]:
        if isinstance(at, slice):
            return [(note.path, note.why) for note in self._notes[at]]
        note = self._notes[at]
        return note.path, note.why
