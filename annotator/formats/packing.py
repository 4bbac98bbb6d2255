"""Zips that an export writes: the same content gives the same bytes, and no name leads anywhere.

They are written here and not by Python's own zipfile, which keeps a kilobyte in memory for each member until the end:
an export has several members for each article. The format is PKWARE's APPNOTE 6.3, sections 4.3 and 4.5.3 (zip64).
"""

import shutil
import struct
import zlib
from collections.abc import Iterable
from tempfile import SpooledTemporaryFile
from typing import BinaryIO, NamedTuple, Self

import regex

from annotator.formats import archive

_HEADER = struct.Struct("<4s5H3L2H")
_LISTED = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_WIDE_END = struct.Struct("<4sQ2H2L4Q")
_WIDE_END_AT = struct.Struct("<4sLQL")
_PLAIN_VERSION, _WIDE_VERSION = 20, 45
_MADE_ON_UNIX = 3 << 8
_NAMES_ARE_UTF_8 = 1 << 11
_DEFLATED = 8
_BEGINNING = 1 << 5 | 1
"""The first of January 1980, the earliest day a zip can name: when somebody worked is nobody's business."""
_READABLE = 0o644 << 16
_MOST = 0xFFFF_FFFE
_MOST_MEMBERS = 0xFFFE
_WIDE, _WIDE_COUNT = 0xFFFF_FFFF, 0xFFFF
"""What stands for a number that has no room, and is written elsewhere in eight bytes."""
_IN_MEMORY = 1_000_000
"""How many bytes of the list of members, and of a member in the making, stay off the disk."""
_PART = 1_000_000
_UNSAFE = regex.compile(r"[^\p{L}\p{N}_-]|\p{Lm}")
_LONGEST = 80
_DEVICES = regex.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])", regex.IGNORECASE)
"""Names that on Windows are no folders, but devices."""


class _Member(NamedTuple):
    name: bytes
    checksum: int
    packed: int
    """Bytes in the zip."""
    size: int
    """Bytes unpacked."""
    at: int
    """Where it begins."""


class Pack:
    """A zip in the making, whole when the block ends in which it is used.

    What it lists of its members at its end lies in a temporary file until then, so that it takes no memory for them.
    """

    def __init__(self, target: BinaryIO) -> None:
        self._target = target
        self._listing = SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 – it is closed when the block ends
        self._members = 0
        self._written = 0
        self._unpacked = 0

    def is_full(self, to_come: int = 0) -> bool:
        """Say whether it holds so much that it would soon not be read any more, or only with much memory for its list.

        Args:
            to_come: how many bytes there are already for a file that is added at the end.
        """
        return 2 * (self._unpacked + to_come) > archive.MOST_BYTES or 10 * self._members > 3 * archive.MOST_MEMBERS

    def add(self, name: str, content: bytes) -> None:
        """Put a file into the zip; each name is given once."""
        deflate = zlib.compressobj(wbits=-zlib.MAX_WBITS)
        packed = deflate.compress(content) + deflate.flush()
        self._begin(name, zlib.crc32(content), len(packed), len(content))
        self._put(packed)

    def add_text(self, name: str, text: str) -> None:
        """Put a text into the zip, from which :func:`~annotator.formats.decoding.read_text` makes the same."""
        # A reader takes one mark away from the beginning, be it part of the text or not.
        self.add(name, text.encode("utf-8-sig" if text.startswith("\ufeff") else "utf-8"))

    def add_parts(self, name: str, parts: Iterable[bytes]) -> None:
        """Put a file into the zip that is too large to be kept in memory."""
        deflate, checksum, size = zlib.compressobj(wbits=-zlib.MAX_WBITS), 0, 0
        with SpooledTemporaryFile(_IN_MEMORY) as packed:
            for part in parts:
                checksum, size = zlib.crc32(part, checksum), size + len(part)
                packed.write(deflate.compress(part))
            packed.write(deflate.flush())
            # Its header comes before it, and says how large it is.
            self._begin(name, checksum, packed.tell(), size)
            packed.seek(0)
            while part := packed.read(_PART):
                self._put(part)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        with self._listing:
            if kind is None:
                self._end()

    def _begin(self, name: str, checksum: int, packed: int, size: int) -> None:
        member = _Member(name.encode(), checksum, packed, size, self._written)
        wide = _wide(size, packed) if max(size, packed) > _MOST else b""
        flags = 0 if name.isascii() else _NAMES_ARE_UTF_8
        version = _WIDE_VERSION if wide else _PLAIN_VERSION
        narrow = (_WIDE, _WIDE) if wide else (packed, size)
        about = (version, flags, _DEFLATED, 0, _BEGINNING, checksum, *narrow, len(member.name), len(wide))
        self._put(_HEADER.pack(b"PK\3\4", *about) + member.name + wide)
        self._listing.write(_entry(member, flags))
        self._members += 1
        self._unpacked += size

    def _end(self) -> None:
        begins, length = self._written, self._listing.tell()
        self._listing.seek(0)
        shutil.copyfileobj(self._listing, self._target, _PART)
        count, places = self._members, (length, begins)
        if count > _MOST_MEMBERS or max(places) > _MOST:
            versions = (_WIDE_VERSION | _MADE_ON_UNIX, _WIDE_VERSION)
            self._target.write(_WIDE_END.pack(b"PK\6\6", _WIDE_END.size - 12, *versions, 0, 0, count, count, *places))
            self._target.write(_WIDE_END_AT.pack(b"PK\6\7", 0, begins + length, 1))
            # What has room stays where it is looked for first.
            count = count if count <= _MOST_MEMBERS else _WIDE_COUNT
            places = (length if length <= _MOST else _WIDE, begins if begins <= _MOST else _WIDE)
        self._target.write(_END.pack(b"PK\5\6", 0, 0, count, count, *places, 0))

    def _put(self, content: bytes) -> None:
        self._target.write(content)
        self._written += len(content)


class FolderNames:
    """Gives each layer a folder whose name every system takes, and no two the same."""

    def __init__(self) -> None:
        self._given: dict[str, str] = {}

    def __call__(self, layer: str) -> str:
        """Return the folder of ``layer``."""
        if layer not in self._given:
            plain = _UNSAFE.sub("_", layer)[:_LONGEST]
            plain = f"{plain}_" if _DEVICES.fullmatch(plain) else plain
            taken = {name.casefold() for name in self._given.values()}
            name, number = plain, 2
            while name.casefold() in taken:
                name, number = f"{plain}-{number}", number + 1
            self._given[layer] = name
        return self._given[layer]


def _entry(member: _Member, flags: int) -> bytes:
    """Return what the list at the end says of a member."""
    numbers = (member.size, member.packed, member.at)
    too_large = [number for number in numbers if number > _MOST]
    wide = _wide(*too_large) if too_large else b""
    size, packed, at = (_WIDE if number > _MOST else number for number in numbers)
    version = _WIDE_VERSION if wide else _PLAIN_VERSION
    about = (version | _MADE_ON_UNIX, version, flags, _DEFLATED, 0, _BEGINNING, member.checksum, packed, size)
    return _LISTED.pack(b"PK\1\2", *about, len(member.name), len(wide), 0, 0, 0, _READABLE, at) + member.name + wide


def _wide(*numbers: int) -> bytes:
    """Return the field that holds numbers for which there was no room where they belong."""
    return struct.pack(f"<2H{len(numbers)}Q", 1, 8 * len(numbers), *numbers)
