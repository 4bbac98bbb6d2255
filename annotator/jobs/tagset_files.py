"""Tagset files: read from anywhere, written whole or not at all."""

from pathlib import Path

from annotator.errors import UserError
from annotator.formats.whole_file import whole_file
from annotator.model.naming import shown
from annotator.model.tagset import Tagset, read_tagset
from annotator.model.tagset_files import pretty_tagset

MOST_BYTES = 20_000_000
"""A larger file is no tagset, and would only take the memory."""


def load_tagset(path: Path) -> Tagset:
    """Read the tagset in the file ``path``.

    Raises:
        UserError: if there is none that could be read.
    """
    try:
        if path.stat().st_size > MOST_BYTES:
            raise UserError(f"{shown(path.name)} is too large for a tagset.")
        return read_tagset(path.read_bytes(), shown(path.name))
    except OSError as error:
        raise UserError(f"The tagset {shown(str(path))} cannot be read ({error.strerror}).") from error


def save_tagset(tagset: Tagset, path: Path) -> None:
    """Write ``tagset`` to a new file at ``path``, for a person to read.

    Raises:
        UserError: if something is there already, or nothing can be written there.
    """
    if path.exists():
        raise UserError(f"There is something called {shown(path.name)} already; choose another name.")
    with whole_file(path) as file:
        file.write(pretty_tagset(tagset))
