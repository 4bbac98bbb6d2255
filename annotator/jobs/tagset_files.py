"""Tagset files: read from anywhere, written whole or not at all."""

from pathlib import Path

from annotator.errors import UserError
from annotator.formats.foreign_tagsets import MOST_BYTES, tagset_at
from annotator.formats.whole_file import whole_file
from annotator.model.naming import shown
from annotator.model.tagset import Tagset, read_tagset
from annotator.model.tagset_files import pretty_tagset


def load_tagset(path: Path) -> Tagset:
    """Read the tagset in the file ``path``, of ours or of another program.

    Raises:
        UserError: if there is none that could be read.
    """
    try:
        found = tagset_at(path)
        if found is not None:
            return found
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
