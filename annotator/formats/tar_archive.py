"""Tar archives, as brat hands out its collections: looked through under limits, and never unpacked as they say."""

import gzip
import os
import tarfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path, PurePosixPath
from tempfile import TemporaryFile
from typing import BinaryIO

from annotator.errors import UserError
from annotator.formats.archive import MOST_BYTES, MOST_MEMBERS, Member, points_outside
from annotator.formats.source import Source
from annotator.model.naming import shown

ENDS = (".tar", ".tar.gz", ".tgz")

_PACKED = b"\x1f\x8b"
_PIECE = 1_000_000
_MOST_WHOLE = MOST_BYTES + MOST_BYTES // 4
"""All files with what stands before each of them, which is at most a quarter of what is read."""
_DAMAGE = (tarfile.TarError, zlib.error, OSError, EOFError, ValueError, OverflowError)


def is_tar(name: str) -> bool:
    """Say whether a file of that name is a tar archive."""
    return name.lower().endswith(ENDS)


class TarShelf:
    """Where the archive lies that is being read, without its packing; only one does, since a folder may hold many."""

    def __init__(self) -> None:
        self._path: Path | None = None
        self._whole: BinaryIO | None = None

    def take(self, path: Path) -> BinaryIO:
        """Return the archive at ``path`` without its packing, which stays until another is taken."""
        if self._whole is None or self._path != path:
            self.close()
            self._whole, self._path = _unpacked(path), path
        return self._whole

    def close(self) -> None:
        """Close what is open."""
        if self._whole is not None:
            self._whole.close()
        self._whole = None


def tar_members(path: Path, shelf: TarShelf) -> Iterator[Member]:
    """Yield the files of an archive; each is read whenever it is opened.

    Raises:
        UserError: if it is no tar archive, or is built to hide or to explode.
    """
    called = shown(path.name)
    try:
        whole = shelf.take(path)
        too_large = whole.seek(0, os.SEEK_END) > _MOST_WHOLE
        whole.seek(0)
        listed = [] if too_large else list(_listed(whole, called))
    except _DAMAGE as error:
        raise UserError(f"{called} is no tar archive that can be read ({type(error).__name__}).") from None
    if too_large:
        raise _too_large(called)
    if len({info.name for info in listed}) < len(listed):
        raise UserError(f"{called} holds two files of the same name.")
    for info in listed:
        why = _refusal(info)
        yield info.name, _source(path, info, shelf) if why is None else why


def _unpacked(path: Path) -> BinaryIO:
    """Return the archive without its packing, in a file that has no name and goes with the program."""
    whole = TemporaryFile()  # noqa: SIM115 – the shelf closes it
    try:
        with path.open("rb") as file:
            packed = file.read(len(_PACKED)) == _PACKED
            file.seek(0)
            stream = gzip.GzipFile(fileobj=file) if packed else file
            while whole.tell() <= _MOST_WHOLE and (piece := stream.read(_PIECE)):
                whole.write(piece)
    except BaseException:
        whole.close()
        raise
    return whole


def _listed(whole: BinaryIO, called: str) -> Iterator[tarfile.TarInfo]:
    size = 0
    with tarfile.open(fileobj=whole, mode="r:") as archive:
        for number, info in enumerate(archive):
            if info.size < 0:
                # It would lead back to what was read already, without an end (CVE-2025-8194).
                raise tarfile.ReadError
            size += info.size
            if number >= MOST_MEMBERS:
                raise UserError(f"{called} holds more than {MOST_MEMBERS} files.")
            if size > MOST_BYTES:
                raise _too_large(called)
            if not info.isdir():
                yield info


def _too_large(called: str) -> UserError:
    return UserError(f"{called} unpacks to more than {MOST_BYTES // 1_000_000} MB.")


def _refusal(info: tarfile.TarInfo) -> str | None:
    if points_outside(info.name):
        return "Its name points outside the archive."
    if info.issym() or info.islnk():
        return "It is a link."
    return None if info.isreg() and not info.issparse() else "It is no file."


def _source(path: Path, info: tarfile.TarInfo, shelf: TarShelf) -> Source:
    called = shown(f"{path.name}/{info.name}")

    def read() -> BinaryIO:
        try:
            whole = shelf.take(path)
            whole.seek(info.offset_data)
            content = whole.read(info.size)
        except _DAMAGE as error:
            raise UserError(f"{called} cannot be read ({type(error).__name__}).") from None
        if len(content) < info.size:
            raise UserError(f"{called} is not as large as the archive says.")
        return BytesIO(content)

    return Source(called, PurePosixPath(info.name).suffix.lower(), info.size, read)
