"""Files that appear whole or not at all, and folders of files where one would be too large for any reader."""

import os
import shutil
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
    with whole_parts(path, even_empty=even_empty) as parts:
        yield parts.open()


@contextmanager
def whole_parts(path: Path, *, even_empty: bool = True) -> Iterator["Parts"]:
    """Let one file be written or several, as :func:`whole_file` does.

    The only one is ``path``. Of several, ``path`` is the folder, and they are numbered: ``news.zip/news-001.zip``. So
    what is written goes by the name that was given for it, however much it is.

    Raises:
        UserError: as :func:`whole_file` does, and if there are several and something is at ``path`` already.
    """
    try:
        _refuse_what_is_no_file(path)
        parts = Parts(path)
        try:
            yield parts
            parts.finish(even_empty=even_empty)
        except BaseException:
            parts.discard()
            raise
        _sync_folder(path.parent)
    except OSError as error:
        raise UserError(f"{shown(str(path))} cannot be written ({error.strerror}); nothing was changed.") from error


class Parts:
    """What is being written under one name: a file, or a folder of them."""

    def __init__(self, path: Path) -> None:
        self._path = path
        # Not a temporary file, which only its owner may read: this one becomes the file that others are to read.
        self._place = path.parent / f".annotator-{token_hex(8)}.new"
        self._file: BinaryIO | None = None
        self._count = 0

    @property
    def names(self) -> list[str]:
        """The names of the files, from the folder that ``path`` is in."""
        if self._count < 2:
            return [self._path.name]
        return [f"{self._path.name}/{self._name(number)}" for number in range(1, self._count + 1)]

    def open(self) -> BinaryIO:
        """Return the next file to be written; the one before is done."""
        self._finish_file()
        if self._count == 1:
            self._become_a_folder()
        self._count += 1
        place = self._place if self._count == 1 else self._place / self._name(self._count)
        self._file = place.open("xb")
        if self._count == 1:
            _take_permissions(self._path, place)
        return self._file

    def finish(self, *, even_empty: bool = True) -> None:
        """Give everything its name; an only file that is empty gets one if ``even_empty``."""
        self._finish_file()
        if self._count == 1 and not even_empty and not self._place.stat().st_size:
            self._place.unlink()
        elif self._count == 1:
            self._place.replace(self._path)
        elif self._count:
            _sync_folder(self._place)
            self._place.rename(self._path)

    def discard(self) -> None:
        """Leave nothing behind."""
        # Windows deletes no open file; on a full disk closing fails once more.
        with suppress(OSError):
            if self._file is not None:
                self._file.close()
        if self._count > 1:
            shutil.rmtree(self._place, ignore_errors=True)
        else:
            self._place.unlink(missing_ok=True)

    def _finish_file(self) -> None:
        if self._file is not None:
            self._file.flush()
            os.fsync(self._file.fileno())
            self._file.close()

    def _become_a_folder(self) -> None:
        if self._path.exists():
            raise UserError(
                f"{shown(self._path.name)} is there already, and this export is so large that it becomes a folder of "
                "that name, with parts in it; name another."
            )
        first = self._place.with_suffix(".first")
        self._place.rename(first)
        try:
            self._place.mkdir()
            first.rename(self._place / self._name(1))
        except BaseException:
            first.unlink(missing_ok=True)
            raise

    def _name(self, number: int) -> str:
        return f"{self._path.stem}-{number:03}{self._path.suffix}"


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
