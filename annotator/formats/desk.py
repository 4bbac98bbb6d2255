"""What the program hands over to a process that reads apart: one file, what lies beside it, and nothing else."""

import os
from contextlib import ExitStack
from pathlib import Path
from typing import BinaryIO, Self

from annotator.errors import UserError
from annotator.formats.frames import Nothing, Piece, Place, Request, Sought, Wanted
from annotator.formats.source import Source

_MOST_AT_ONCE = 16_000_000


class Desk:
    """The files that are handed over while one of them is read."""

    def __init__(self, source: Source) -> None:
        self._sources = [source]
        self._files: dict[int, BinaryIO] = {}
        self._stack = ExitStack()
        self.place = self._place(0)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self._stack.close()

    def handed_over(self, asked: Wanted | Sought) -> Request:
        """Return what was asked for, or why there is no such thing."""
        if not 0 <= asked.number < len(self._sources):
            return Nothing()
        try:
            return self._piece(asked) if isinstance(asked, Wanted) else self._beside(asked)
        except UserError as error:
            return Nothing(str(error))
        except OSError as error:
            return Nothing(f"{self._sources[asked.number].name} cannot be read ({error.strerror}).")

    def _piece(self, asked: Wanted) -> Request:
        file = self._files.get(asked.number)
        if file is None:
            file = self._files[asked.number] = self._stack.enter_context(self._sources[asked.number].open())
        file.seek(max(0, asked.start))
        return Piece(file.read(min(max(0, asked.most), _MOST_AT_ONCE)))

    def _beside(self, asked: Sought) -> Request:
        found = self._sources[asked.number].beside(asked.name)
        if found is None:
            return Nothing()
        self._sources.append(found)
        return self._place(len(self._sources) - 1)

    def _place(self, number: int) -> Place:
        source = self._sources[number]
        file = source.open()
        path = _path(file)
        if path:
            file.close()
        else:
            self._files[number] = self._stack.enter_context(file)
        return Place(number, source.name, source.suffix, source.size, source.folder, path)


def _path(file: BinaryIO) -> bytes:
    """Return where a file lies, or nothing if it is none that another process can open."""
    name = getattr(file, "name", None)
    return os.fsencode(Path(os.fsdecode(name)).absolute()) if isinstance(name, str | bytes) else b""
