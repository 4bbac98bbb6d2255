"""Zips from anywhere: looked through in memory, under limits, and never unpacked to disk."""

import os
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from annotator.errors import UserError
from annotator.formats.source import Source
from annotator.model.naming import shown

MOST_BYTES = 256_000_000
"""All members of a zip together, unpacked."""
MOST_RATIO = 200
MOST_MEMBERS = 100_000
MOST_LISTING = 16_000_000
"""Bytes of a zip's own list of its members, which is read before they can be counted."""
_SMALL = 1_000_000
"""Below that a member may be packed as tightly as it likes."""
_PACKINGS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""Python unpacks the others without a limit, whatever size the zip says."""
_LONGEST_END = 98 + 65_535
"""How far from the end of the file the last records of a zip can begin."""
DAMAGE = (zipfile.BadZipFile, zlib.error, struct.error, OSError, ValueError, RuntimeError, EOFError, IndexError)
"""What Python says of a zip that cannot be read; an IndexError is of a member without a name."""

Member = tuple[str, Source | str]
"""The name of a member, and either its content or why it is refused."""


class Shelf:
    """Where the zip lies that is being read; only one is open at a time, since a folder may hold thousands."""

    def __init__(self) -> None:
        self._path: Path | None = None
        self._archive: zipfile.ZipFile | None = None

    def take(self, path: Path) -> zipfile.ZipFile:
        """Return the zip at ``path``, which stays open until another is taken or the shelf is closed."""
        if self._archive is None or self._path != path:
            self.close()
            with path.open("rb") as file:
                refuse_long_listing(file, shown(path.name))
            self._archive, self._path = zipfile.ZipFile(path), path
        return self._archive

    def close(self) -> None:
        """Close what is open."""
        if self._archive is not None:
            self._archive.close()
        self._archive = None


def members(path: Path, shelf: Shelf) -> Iterator[Member]:
    """Yield the members of a zip; each is unpacked whenever it is opened.

    Raises:
        UserError: if it is no zip, or is built to hide or to explode.
    """
    try:
        listed = [info for info in shelf.take(path).infolist() if not info.filename.endswith("/")]
    except DAMAGE as error:
        raise UserError(f"{shown(path.name)} is no zip that can be read ({type(error).__name__}).") from None
    yield from _members(listed, path.name, lambda: shelf.take(path))


@contextmanager
def opened(source: Source) -> Iterator[Iterator[Member]]:
    """Open a format's own file that is a zip inside; its members can be read until the block ends.

    Raises:
        UserError: as :func:`members` does.
    """
    if source.size > MOST_BYTES:
        raise UserError(f"{source.name} is larger than {MOST_BYTES // 1_000_000} MB.")
    with ExitStack() as stack:
        try:
            file = stack.enter_context(source.open())
            refuse_long_listing(file, source.name)
            archive = stack.enter_context(zipfile.ZipFile(file))
            listed = [info for info in archive.infolist() if not info.filename.endswith("/")]
        except DAMAGE as error:
            raise UserError(f"{source.name} is no zip that can be read ({type(error).__name__}).") from None
        yield _members(listed, source.name, lambda: archive)


def _members(listed: list[zipfile.ZipInfo], called: str, archive: Callable[[], zipfile.ZipFile]) -> Iterator[Member]:
    refuse_tricks(shown(called), listed)
    for info in listed:
        why = refusal(info)
        yield info.filename, _source(called, archive, info) if why is None else why


def _source(zip_name: str, archive: Callable[[], zipfile.ZipFile], info: zipfile.ZipInfo) -> Source:
    called = shown(f"{zip_name}/{info.filename}")

    def unpacked() -> BinaryIO:
        try:
            with archive().open(info) as file:
                content = file.read(info.file_size + 1)
        except DAMAGE as error:
            raise UserError(f"{called} cannot be unpacked ({type(error).__name__}).") from None
        if len(content) != info.file_size:
            raise UserError(f"{called} is not as large as the zip says.")
        return BytesIO(content)

    return Source(called, PurePosixPath(info.filename).suffix.lower(), info.file_size, unpacked)


def refuse_long_listing(file: BinaryIO, name: str) -> None:
    """Refuse a zip, called ``name``, whose list of members alone would fill the memory."""
    size = file.seek(0, os.SEEK_END)
    file.seek(max(0, size - _LONGEST_END))
    tail = file.read()
    end = tail.rfind(b"PK\5\6")
    if end < 0 or len(tail) < end + 22:
        raise zipfile.BadZipFile
    (listing,) = struct.unpack_from("<L", tail, end + 12)
    # The same in a zip of more than 4 GB stands before it, and counts if it is there.
    wide = end - 76
    if wide >= 0 and tail.startswith(b"PK\6\6", wide):
        listing = max(listing, *struct.unpack_from("<Q", tail, wide + 40))
    if min(listing, size) > MOST_LISTING:
        raise UserError(f"{name} holds more than {MOST_MEMBERS} files.")


def refuse_tricks(name: str, listed: list[zipfile.ZipInfo]) -> None:
    """Refuse a zip, called ``name``, that is built to hide or to explode."""
    if len(listed) > MOST_MEMBERS:
        raise UserError(f"{name} holds more than {MOST_MEMBERS} files.")
    if sum(info.file_size for info in listed) > MOST_BYTES:
        raise UserError(f"{name} unpacks to more than {MOST_BYTES // 1_000_000} MB.")
    if len({info.filename for info in listed}) < len(listed):
        raise UserError(f"{name} holds two files of the same name.")
    # Members that share their bytes unpack to many times what the sizes say (CVE-2024-0450).
    end = 0
    for info in sorted(listed, key=lambda info: info.header_offset):
        if info.header_offset < end:
            raise UserError(f"{name} holds files that overlap.")
        end = info.header_offset + info.compress_size


def points_outside(name: str) -> bool:
    """Say whether the name of a member is none of a place below the archive."""
    place = PurePosixPath(name.replace("\\", "/"))
    return place.is_absolute() or ".." in place.parts or ":" in name


def refusal(info: zipfile.ZipInfo) -> str | None:
    """Return why a member is not unpacked, or nothing if it may be."""
    if stat.S_ISLNK(info.external_attr >> 16):
        return "It is a link."
    if info.flag_bits & 1:
        return "It is encrypted."
    if info.compress_type not in _PACKINGS:
        return "It is packed in an unusual way; pack it as an ordinary zip."
    if info.file_size > _SMALL and info.file_size > MOST_RATIO * max(1, info.compress_size):
        return f"It unpacks to more than {MOST_RATIO} times its size."
    return _refusal_of_name(info)


def _refusal_of_name(info: zipfile.ZipInfo) -> str | None:
    if not info.filename:
        return "It has no name."
    if "\0" in info.orig_filename or points_outside(info.filename):
        return "Its name points outside the zip."
    return None
