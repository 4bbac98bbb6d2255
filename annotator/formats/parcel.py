"""Files that are zips inside (of word processors, e-books, spreadsheets): their parts, unpacked under limits."""

import zipfile
from io import BytesIO

from annotator.errors import UserError
from annotator.formats.archive import DAMAGE, refusal, refuse_long_listing, refuse_tricks
from annotator.formats.source import Source

MOST_BYTES = 200_000_000
"""The largest file, packed."""
MOST_PART = 100_000_000
"""The largest part, unpacked."""


class Parcel:
    """A file that is a zip inside.

    Raises:
        UserError: if it is no zip, is too large, or is built to hide or to explode.
    """

    def __init__(self, source: Source) -> None:
        self.name = source.name
        if source.size > MOST_BYTES:
            raise UserError(f"{source.name} is larger than {MOST_BYTES // 1_000_000} MB, too large to be read.")
        self.raw = source.read()
        try:
            refuse_long_listing(BytesIO(self.raw), self.name)
            self._zip = zipfile.ZipFile(BytesIO(self.raw))
            listed = self._zip.infolist()
        except DAMAGE:
            raise UserError(f"{self.name} is damaged, or not what its name says.") from None
        refuse_tricks(self.name, listed)
        self._parts = {info.filename: info for info in listed}

    @property
    def names(self) -> list[str]:
        """The names of the parts."""
        return list(self._parts)

    def __contains__(self, name: str) -> bool:
        return name in self._parts

    def part(self, name: str) -> bytes:
        """Return a part, unpacked.

        Raises:
            UserError: if there is none of that ``name``, or it is damaged or too large.
        """
        info = self._parts.get(name)
        if info is None:
            raise UserError(f"{self.name} is damaged: a part of it is missing.")
        if refusal(info) is not None or info.file_size > MOST_PART:
            raise UserError(f"{self.name} has a part that cannot be unpacked safely.")
        try:
            with self._zip.open(info) as file:
                content = file.read(info.file_size + 1)
        except DAMAGE:
            raise UserError(f"{self.name} is damaged: a part of it cannot be unpacked.") from None
        if len(content) != info.file_size:
            raise UserError(f"{self.name} is damaged: a part of it is not as large as it says.")
        return content
