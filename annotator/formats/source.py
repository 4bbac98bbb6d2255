"""What readers read from: a file, a member of a zip and standard input look alike."""

from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

import msgspec

from annotator.errors import UserError
from annotator.model.naming import shown


def nothing_beside(name: str) -> "Source | None":  # noqa: ARG001 – what lies alone has no neighbour of any name
    """Return nothing: what lies alone has no file beside it."""
    return None


class Source(msgspec.Struct, frozen=True):
    """Bytes with a name that is safe to show."""

    name: str
    """What to call it in a sentence."""
    suffix: str
    """The end of its file name, in lower case and with the full stop; empty if it has none."""
    size: int
    """How many bytes there are."""
    open: Callable[[], BinaryIO]
    folder: str = ""
    """The name of the folder that it lies in, if that was looked through; empty otherwise."""
    beside: Callable[[str], "Source | None"] = nothing_beside
    """Returns another file of its folder: the one of its own name with another end (``.txt``), or the one of a name."""
    columns: tuple[tuple[str, str], ...] = ()
    """Of a table, what is in which column, as somebody said: pairs of a field of an article and a column's name."""

    def read(self) -> bytes:
        """Return all bytes."""
        with self.open() as file:
            return file.read()


def file_source(
    path: Path, name: str = "", folder: str = "", beside: Callable[[str], Source | None] = nothing_beside
) -> Source:
    """Return a file as a source; ``name`` is what to call it, if not by its own."""
    called = shown(name or path.name)

    def opened() -> BinaryIO:
        try:
            return path.open("rb")
        except OSError as error:
            raise UserError(f"{called} cannot be read ({error.strerror}).") from error

    return Source(called, path.suffix.lower(), path.stat().st_size, opened, folder=folder, beside=beside)
