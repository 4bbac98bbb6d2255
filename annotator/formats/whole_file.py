"""Files that appear whole or not at all."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import BinaryIO, cast

from annotator.errors import UserError


@contextmanager
def whole_file(path: Path) -> Iterator[BinaryIO]:
    """Open a file to be written that takes its name only when the block has ended and its bytes are on the disk.

    Whatever had that name before stays as it was until then, and for good if the block raises.

    Raises:
        UserError: if the file cannot be written there.
    """
    if path.is_dir():
        raise UserError(f"{path} is a folder; name a file to write.")
    try:
        with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", suffix=".new", delete=False) as file:
            unfinished = Path(file.name)
            try:
                yield cast(BinaryIO, file)
                file.flush()
                os.fsync(file.fileno())
                file.close()
                unfinished.replace(path)
            except BaseException:
                unfinished.unlink(missing_ok=True)
                raise
        _sync_folder(path.parent)
    except OSError as error:
        raise UserError(f"{path} cannot be written ({error.strerror}); nothing was changed.") from error


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":
        # Windows has no way to open a folder for that.
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
