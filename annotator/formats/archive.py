"""Zips from anywhere: looked through in memory, under limits, and never unpacked to disk."""

import stat
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from annotator.errors import UserError
from annotator.formats.source import Source, bytes_source, shown

MOST_BYTES = 256_000_000
"""All members of a zip together, unpacked."""
MOST_RATIO = 200
MOST_MEMBERS = 100_000
_SMALL = 1_000_000
"""Below that a member may be packed as tightly as it likes."""

Member = tuple[str, Source | str]
"""What to call a member, and either its content or why it is refused."""


def members(path: Path) -> Iterator[Member]:
    """Yield the members of a zip; each is read when its turn comes.

    Raises:
        UserError: if it is no zip, or is built to hide or to explode.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            listed = [info for info in archive.infolist() if not info.is_dir()]
            _refuse_tricks(path, listed)
            for info in listed:
                yield _member(path, archive, info)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError) as error:
        raise UserError(f"{shown(path.name)} is no zip that can be read ({type(error).__name__}).") from None


def _refuse_tricks(path: Path, listed: list[zipfile.ZipInfo]) -> None:
    name = shown(path.name)
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


def _member(path: Path, archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Member:
    name = f"{path.name}/{info.filename}"
    refusal = _refusal(info)
    if refusal is not None:
        return shown(name), refusal
    try:
        with archive.open(info) as file:
            content = file.read(info.file_size + 1)
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, NotImplementedError, EOFError) as error:
        return shown(name), f"It cannot be unpacked ({type(error).__name__})."
    if len(content) != info.file_size:
        return shown(name), "It is not as large as the zip says."
    return shown(name), bytes_source(content, name)


def _refusal(info: zipfile.ZipInfo) -> str | None:
    place = PurePosixPath(info.filename.replace("\\", "/"))
    if "\0" in info.orig_filename or place.is_absolute() or ".." in place.parts or ":" in info.filename:
        return "Its name points outside the zip."
    if stat.S_ISLNK(info.external_attr >> 16):
        return "It is a link."
    if info.flag_bits & 1:
        return "It is encrypted."
    if info.file_size > _SMALL and info.file_size > MOST_RATIO * max(1, info.compress_size):
        return f"It unpacks to more than {MOST_RATIO} times its size."
    return None
