"""Zips that lie in zips, laid out on the disk so that they are looked into like any other."""

import shutil
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

import regex

from annotator.errors import UserError
from annotator.formats.archive import MOST_BYTES
from annotator.formats.source import Source

_HARMLESS = regex.compile(r"[\w\- ]{5,60}\.zip", regex.IGNORECASE)
"""Names that every system takes; sentences about the zip have them."""
MOST_LAID_OUT = 8 * MOST_BYTES
"""What all of them together may take on the disk."""


class Nested:
    """What was laid out; it is there until it is closed."""

    def __init__(self) -> None:
        self._folder: TemporaryDirectory[str] | None = None
        self._paths: dict[str, Path] = {}
        self._size = 0

    def path_of(self, called: str, packed: Source) -> Path:
        """Return where the zip ``packed`` lies on the disk, which is ``called`` so among all that is looked through.

        Raises:
            UserError: if it cannot be unpacked, or is one too many.
        """
        if called not in self._paths:
            self._size += packed.size
            if self._size > MOST_LAID_OUT:
                raise UserError(f"The zips in zips are larger than {MOST_LAID_OUT // 1_000_000} MB together.")
            self._paths[called] = self._laid_out(packed, len(self._paths))
        return self._paths[called]

    def close(self) -> None:
        """Take everything from the disk again."""
        if self._folder is not None:
            self._folder.cleanup()
        self._folder, self._paths = None, {}

    def _laid_out(self, packed: Source, number: int) -> Path:
        with packed.open() as content:
            self._folder = self._folder or TemporaryDirectory()
            name = PurePosixPath(packed.name).name
            place = Path(self._folder.name) / str(number) / (name if _HARMLESS.fullmatch(name) else "inside.zip")
            place.parent.mkdir()
            with place.open("wb") as file:
                shutil.copyfileobj(content, file)
        return place
