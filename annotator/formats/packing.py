"""Zips that an export writes: the same content gives the same bytes, and no name leads anywhere."""

import zipfile
from collections.abc import Iterable
from typing import BinaryIO, Self

import regex

_BEGINNING = (1980, 1, 1, 0, 0, 0)
"""The earliest time a zip can name: when somebody worked is nobody's business."""
_READABLE = 0o644 << 16
_UNSAFE = regex.compile(r"[^\p{L}\p{N}_-]|\p{Lm}")
_LONGEST = 80
_DEVICES = regex.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])", regex.IGNORECASE)
"""Names that on Windows are no folders, but devices."""


class Pack:
    """A zip in the making, whole when the block ends in which it is used."""

    def __init__(self, target: BinaryIO) -> None:
        self._zip = zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED)

    def add(self, name: str, content: bytes) -> None:
        """Put a file into the zip; each name is given once."""
        self._zip.writestr(_info(name), content)

    def add_text(self, name: str, text: str) -> None:
        """Put a text into the zip, from which :func:`~annotator.formats.decoding.read_text` makes the same."""
        # A reader takes one mark away from the beginning, be it part of the text or not.
        self.add(name, text.encode("utf-8-sig" if text.startswith("\ufeff") else "utf-8"))

    def add_parts(self, name: str, parts: Iterable[bytes]) -> None:
        """Put a file into the zip that is too large to be kept in memory."""
        with self._zip.open(_info(name), "w", force_zip64=True) as file:
            for part in parts:
                file.write(part)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        # While the file is open: a zip that is thrown away unclosed writes its list of members, into a closed file.
        self._zip.close()


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


def _info(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, _BEGINNING)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = _READABLE
    return info
