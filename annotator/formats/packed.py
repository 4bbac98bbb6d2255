"""Files that lie in zips of their own, each with the file that explains it: how INCEpTION hands out XMI."""

from collections.abc import Callable
from io import BytesIO
from pathlib import PurePosixPath
from typing import BinaryIO

from annotator.errors import UserError
from annotator.formats.archive import MOST_BYTES, opened
from annotator.formats.source import Source
from annotator.model.naming import shown

MOST_UNPACKED = 8 * MOST_BYTES
"""What all of them together may unpack to."""

WORK = (".xmi", ".json", ".tsv", ".conll", ".conllu")
"""The ends of files that hold work, those first that hold most."""


class Unpacking:
    """Opens zips that lie in one zip or folder, as far as all of them together may unpack."""

    def __init__(self) -> None:
        self._size = 0

    def work(self, packed: Source, wanted: str = "") -> Source | None:
        """Return the file of work in a zip that holds one, and at most one of each kind; it is unpacked when opened.

        What else lies in the zip is found beside it.

        Args:
            packed: the zip.
            wanted: the name of a file that has to be there too, if any.

        Raises:
            UserError: if it is no zip, is built to hide or to explode, or is one too many.
        """
        with opened(packed) as listed:
            files = {name: content for name, content in listed if not isinstance(content, str)}
        self._size += sum(content.size for content in files.values())
        if self._size > MOST_UNPACKED:
            raise UserError(f"The zips in it unpack to more than {MOST_UNPACKED // 1_000_000} MB.")
        sources = {name: _again(packed, name, content) for name, content in files.items()}
        if wanted and not any(PurePosixPath(name).name == wanted for name in sources):
            return None
        for suffix in WORK:
            found = [name for name, source in sources.items() if source.suffix == suffix]
            if len(found) == 1:
                return _with_neighbours(sources[found[0]], found[0], sources)
        return None


def _with_neighbours(source: Source, name: str, sources: dict[str, Source]) -> Source:
    folder = PurePosixPath(name).parent

    def beside(wanted: str) -> Source | None:
        return None if wanted.startswith(".") else sources.get(str(folder / wanted))

    return Source(source.name, source.suffix, source.size, source.open, beside=beside)


def _again(packed: Source, name: str, content: Source) -> Source:
    """Return a member of a zip that outlives the zip's being open."""
    return Source(shown(f"{packed.name}/{name}"), content.suffix, content.size, _opener(packed, name))


def _opener(packed: Source, name: str) -> Callable[[], BinaryIO]:
    def unpacked() -> BinaryIO:
        with opened(packed) as listed:
            for member, content in listed:
                if member == name and not isinstance(content, str):
                    return BytesIO(content.read())
        raise UserError(f"{packed.name} has changed while it was read.")

    return unpacked
