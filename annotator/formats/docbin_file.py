"""The file of a DocBin in the making: its columns lie on the disk until they are put together.

spaCy writes the same from memory, where each of 600 tokens of an article takes a hundred bytes four times over. What is
written here is what its ``DocBin.to_bytes`` gives: a zlib stream of one msgpack map, in which all documents' tokens
come before all their blanks, and so on. The columns are those of spaCy's own object, which is filled and emptied.
"""

import zlib
from array import array
from collections.abc import Callable, Iterator
from tempfile import SpooledTemporaryFile
from typing import Any, BinaryIO, Self

import msgspec

_HELD = 2_000_000
"""So many bytes of tokens are spaCy's before they go to the disk."""
_IN_MEMORY = 4_000_000
_WIDTH = 8
"""Bytes that one attribute of a token takes."""
_PART = 1_000_000
_pack = msgspec.msgpack.encode


class DocBinFile:
    """A DocBin to which documents are added, and which is then written, before the block ends in which it is used.

    Args:
        new_bin: makes an empty ``DocBin`` that keeps user data.
    """

    def __init__(self, new_bin: Callable[[], Any]) -> None:
        self._new_bin = new_bin
        self._bin = new_bin()
        self._held = 0
        self._tokens, self._spaces = _Column(), _Column()
        self._lengths = array("i")
        self._strings: set[str] = set()
        self._lists = {name: _Column() for name in ("cats", "flags", "span_groups", "user_data")}

    def add(self, doc: Any) -> None:
        """Add a document."""
        self._bin.add(doc)
        self._held += len(doc) * len(self._bin.attrs) * _WIDTH
        if self._held > _HELD:
            self._put_away()

    @property
    def size(self) -> int:
        """How many bytes it has so far, unpacked, but for a few."""
        return self._held + sum(column.size for column in self._columns())

    def write(self, target: BinaryIO) -> None:
        """Write everything; to be called once."""
        self._put_away()
        packer = zlib.compressobj()
        for part in self._parts():
            target.write(packer.compress(part))
        target.write(packer.flush())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for column in self._columns():
            column.close()

    def _columns(self) -> tuple["_Column", ...]:
        return self._tokens, self._spaces, *self._lists.values()

    def _put_away(self) -> None:
        """Take what spaCy's object holds to the disk."""
        full, self._bin, self._held = self._bin, self._new_bin(), 0
        for tokens, spaces in zip(full.tokens, full.spaces, strict=True):
            self._lengths.append(len(tokens))
            self._tokens.add(tokens.tobytes("C"))
            self._spaces.add(spaces.tobytes("C"))
        self._strings |= full.strings
        for name, column in self._lists.items():
            for value in getattr(full, name):
                column.add(_pack(value))

    def _parts(self) -> Iterator[bytes]:
        empty = self._bin
        # A map of ten, whose keys are in the order in which spaCy writes them.
        yield bytes([0x80 | 10])
        yield _pack("version") + _pack(empty.version) + _pack("attrs") + _pack([int(one) for one in empty.attrs])
        for name, column in (("tokens", self._tokens), ("spaces", self._spaces)):
            yield _pack(name) + b"\xc6" + column.size.to_bytes(4, "big")
            yield from column.parts()
        yield _pack("lengths") + _pack(self._lengths.tobytes())
        yield _pack("strings") + _pack(sorted(self._strings))
        for name, column in self._lists.items():
            yield _pack(name) + b"\xdd" + len(self._lengths).to_bytes(4, "big")
            yield from column.parts()


class _Column:
    """Bytes of a file that are not yet where they belong."""

    def __init__(self) -> None:
        self.size = 0
        self._file = SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 – whoever has the column closes it

    def add(self, content: bytes) -> None:
        self.size += len(content)
        self._file.write(content)

    def parts(self) -> Iterator[bytes]:
        self._file.seek(0)
        while part := self._file.read(_PART):
            yield part

    def close(self) -> None:
        self._file.close()
