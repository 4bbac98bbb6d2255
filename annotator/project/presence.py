"""Who has a project open: a small file beside it, held with a lock of the operating system.

The lock, not the file, says that somebody is there: after a crash the lock is gone with its process, and the next
program simply takes the file over. The file only tells who it is. It is removed when the project is closed.
"""

import json
import os
import platform
import sys
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from annotator.errors import UserError
from annotator.model.naming import shown

if sys.platform == "win32":
    import msvcrt

    def _try_lock(file: BinaryIO) -> bool:
        # One byte far behind the text, so that others can still read who holds it.
        file.seek(1 << 20)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
else:
    import fcntl

    def _try_lock(file: BinaryIO) -> bool:
        try:
            fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True


class InUseError(UserError):
    """Another program has the project open for editing."""


class Presence:
    """The sign that this program edits a project, from :meth:`take` to :meth:`release`."""

    def __init__(self, project: Path, file: BinaryIO) -> None:
        self._path = _sign_of(project)
        self._file = file

    @classmethod
    def take(cls, project: Path) -> "Presence":
        """Put up the sign.

        Raises:
            InUseError: if another program holds it; the sentence says which, and since when.
            OSError: if no file can be made beside the project.
        """
        path = _sign_of(project)
        while True:
            file = open(path, "a+b")  # noqa: SIM115, PTH123 – held open for as long as the project is
            if not _try_lock(file):
                file.close()
                raise InUseError(f"{shown(project.name)} is open in another program ({_holder(path)}).")
            if _is_still_at(path, file):
                break
            file.close()
        _write_holder(file)
        return cls(project, file)

    def release(self) -> None:
        """Take the sign down. Where that cannot be done, it stays behind, and the next program takes it over."""
        if sys.platform == "win32":
            # Windows removes no file that is open, neither ours nor one that somebody holds by then.
            self._file.close()
        with suppress(OSError):
            self._path.unlink()
        self._file.close()


def _sign_of(project: Path) -> Path:
    project = project.resolve()
    return project.with_name(f".{project.name}.open")


def _is_still_at(path: Path, file: BinaryIO) -> bool:
    """Say whether the holder has not removed the file between our opening and locking it."""
    try:
        return os.path.samestat(os.fstat(file.fileno()), path.stat())
    except FileNotFoundError:
        return False


def _write_holder(file: BinaryIO) -> None:
    file.truncate(0)
    holder = {"host": platform.node(), "process": os.getpid(), "since": datetime.now().strftime("%Y-%m-%d %H:%M")}
    file.write(json.dumps(holder).encode())
    file.flush()


def _holder(sign: Path) -> str:
    try:
        holder = json.loads(sign.read_bytes())
        return f"on {holder['host']}, process {holder['process']}, since {holder['since']}"
    except (OSError, ValueError, KeyError, TypeError):
        return "which does not say who it is"
