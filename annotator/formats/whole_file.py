"""Files that appear whole or not at all."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from secrets import token_hex
from typing import BinaryIO

from annotator.errors import UserError
from annotator.model.naming import shown


@contextmanager
def whole_file(path: Path, *, even_empty: bool = True) -> Iterator[BinaryIO]:
    """Open a file to be written that takes its name only when the block has ended and its bytes are on the disk.

    Whatever had that name before stays as it was until then, and for good if the block raises.

    Args:
        path: the file.
        even_empty: whether there is to be a file if nothing was written into it.

    Raises:
        UserError: if the file cannot be written there, or something other than a file is there.
    """
    try:
        _refuse_what_is_no_file(path)
        # Not a temporary file, which only its owner may read: this one becomes the file that others are to read.
        unfinished = path.parent / f".annotator-{token_hex(8)}.new"
        with unfinished.open("xb") as file:
            try:
                _take_permissions(path, unfinished)
                yield file
                file.flush()
                os.fsync(file.fileno())
                empty = file.tell() == 0
                file.close()
                if empty and not even_empty:
                    unfinished.unlink()
                else:
                    unfinished.replace(path)
            except BaseException:
                # Windows deletes no open file; on a full disk closing fails once more.
                with suppress(OSError):
                    file.close()
                unfinished.unlink(missing_ok=True)
                raise
        _sync_folder(path.parent)
    except OSError as error:
        raise UserError(f"{shown(str(path))} cannot be written ({error.strerror}); nothing was changed.") from error


def _refuse_what_is_no_file(path: Path) -> None:
    if path.is_dir():
        raise UserError(f"{shown(str(path))} is a folder; name a file to write.")
    # The name of a device such as /dev/null would be taken from it, for every program.
    if path.exists() and not path.is_file():
        raise UserError(f"{shown(str(path))} is no ordinary file; name another.")


def _take_permissions(path: Path, unfinished: Path) -> None:
    """Give a file that replaces another that one's permissions, before there is anything in it to read."""
    if path.exists():
        unfinished.chmod(path.stat().st_mode & 0o777)


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":
        # Windows has no way to open a folder for that.
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
