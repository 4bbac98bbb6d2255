"""The zip of an export for UIMA: a folder for each layer, and in it a file for each article."""

from collections.abc import Iterable

from annotator.formats.cas import MARK, OF_MARK, Thing
from annotator.formats.losses import Counted, Losses
from annotator.formats.options import WriteOptions
from annotator.formats.packing import FolderNames, Pack
from annotator.model.record import LossReport, Record


class CasPack:
    """What goes into the zip, and the report of what was written and lost."""

    def __init__(self, pack: Pack, options: WriteOptions) -> None:
        self.losses = Losses(options.side)
        self._counted = Counted(self.losses)
        self._pack = pack
        self._folders = FolderNames()
        self._number = 0
        self._last: str | None = None

    def folder(self, record: Record) -> str:
        """Return the folder of the record's layer, with a stroke at its end; empty if it has none."""
        return "" if record.layer is None else self._folders(record.layer) + "/"

    def add(self, record: Record, end: str, content: bytes, relations: int) -> None:
        """Put in what was made of ``record``."""
        self._number += record.id is None or record.id != self._last
        self._last = record.id
        self._pack.add(f"{self.folder(record)}{self._number:06}{end}", content)
        self._counted.record(record, len(record.spans), relations)

    def report(self) -> LossReport:
        """Return the report when everything is written."""
        return self._counted.report()


def attributes_of(things: Iterable[Thing]) -> list[str]:
    """Return the features of marks that are attributes, each once."""
    found = dict.fromkeys(name for thing in things if thing.type == MARK for name in thing.values)
    return [name for name in found if name not in OF_MARK and name not in ("begin", "end")]
