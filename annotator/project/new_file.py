"""New files that appear whole or not at all, and never in the place of something else."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from annotator.errors import UserError
from annotator.model.naming import shown


@contextmanager
def new_file(path: Path) -> Iterator[Path]:
    """Yield an empty file beside ``path`` to be filled, which takes that name when the block ends.

    Raises:
        UserError: if something is at ``path``, or no file can be made there; nothing is left behind.
    """
    called = shown(str(path))
    if not path.name:
        raise UserError(f"{called} is a folder; name a file to make.")
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        if path.exists():
            raise _already_there(called)
        unfinished.touch(exist_ok=False)
        try:
            yield unfinished
            _publish(unfinished, path)
        except FileExistsError:
            raise _already_there(called) from None
        finally:
            unfinished.unlink(missing_ok=True)
    except OSError as error:
        raise UserError(f"No file can be made at {called} ({error.strerror}).") from error


def _already_there(called: str) -> UserError:
    return UserError(f"There is already something at {called}; nothing was changed.")


def _publish(unfinished: Path, path: Path) -> None:
    try:
        # A link fails where a rename would silently replace what appeared there meanwhile.
        os.link(unfinished, path)
    except FileExistsError:
        raise
    except OSError:
        # Some file systems (FAT, many network shares) have no links.
        unfinished.rename(path)
