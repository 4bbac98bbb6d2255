"""Places on the disk that are looked through: what lies there, how it begins, and where links lead."""

import os
from contextlib import suppress
from pathlib import Path

from annotator.errors import UserError
from annotator.formats.source import Source
from annotator.model.naming import shown

LOOK = 65_536
"""How much of a file shows which of several formats it has."""


def names_in(folder: Path) -> tuple[list[str], list[str]]:
    """Return the names of the folders and of the files in ``folder``, sorted; a link is no folder."""
    folders: list[str] = []
    files: list[str] = []
    with os.scandir(folder) as entries:
        for entry in entries:
            (folders if entry.is_dir(follow_symlinks=False) else files).append(entry.name)
    return sorted(folders), sorted(files)


def beginning_of(source: Source) -> bytes:
    """Return the beginning of what is to be read, or nothing if it cannot be."""
    with suppress(UserError):
        return source.read()[:LOOK]
    # Whoever reads it says why it cannot be read.
    return b""


def beginning(path: Path) -> bytes:
    """Return the beginning of the file at ``path``, or nothing if it cannot be read."""
    try:
        with path.open("rb") as file:
            return file.read(LOOK)
    except OSError:
        # Whoever reads it says why it cannot be read.
        return b""


def kind_of(path: Path) -> int | None:
    """Return what there is at ``path`` as ``st_mode``, or nothing."""
    try:
        return path.stat().st_mode
    except (OSError, ValueError):
        return None


def stays_in(path: Path, folder: Path) -> bool:
    """Say whether ``path``, which may be a link, leads to a place in ``folder``."""
    try:
        return path.resolve(strict=True).is_relative_to(folder.resolve())
    except (OSError, RuntimeError):
        # Python 3.11 has a RuntimeError for a link to itself.
        return False


def called_in(place: Path, folder: Path) -> str:
    """Return what a note calls ``place``, which is in ``folder``."""
    return shown(folder.name if place == folder else str(place.relative_to(folder)))
