"""Exports that are too large for one file: how a writer says so, and how the next file goes on."""

from collections.abc import Callable, Iterable, Iterator
from typing import BinaryIO

from annotator.formats.losses import joined
from annotator.formats.options import WriteOptions
from annotator.model.record import LossReport, Record

Write = Callable[[Iterable[Record], BinaryIO, WriteOptions], LossReport]


class Coming(Iterator[Record]):
    """Records that are to be written, of which a writer may leave some for the next file."""

    def __init__(self, records: Iterable[Record]) -> None:
        self._records = iter(records)
        self._next = next(self._records, None)
        self._last: Record | None = None

    def __next__(self) -> Record:
        if self._next is None:
            raise StopIteration
        self._last, self._next = self._next, next(self._records, None)
        return self._last

    @property
    def left(self) -> bool:
        """Whether there are any more."""
        return self._next is not None

    @property
    def within_an_article(self) -> bool:
        """Whether the next one is about the same article as the last one."""
        return self._next is not None and self._last is not None and self._next.id == self._last.id is not None


def as_many_as_fit(records: Iterable[Record], full: Callable[[], bool]) -> Iterator[Record]:
    """Yield the records for one file: up to the end of the article with which it is full.

    Only of what is :class:`Coming` some may be left: whoever hands over anything else does not ask what became of it.
    """
    if not isinstance(records, Coming):
        yield from records
        return
    for record in records:
        yield record
        if not records.within_an_article and full():
            return


def write_in_parts(
    write: Write, records: Iterable[Record], opened: Callable[[], BinaryIO], options: WriteOptions
) -> LossReport:
    """Write ``records``, into as many files as the format needs for them, and return what all of them lost.

    Args:
        write: the writer of a format.
        records: what to write; none of them makes an empty file.
        opened: opens the next file.
        options: how to write it.
    """
    coming = Coming(records)
    return joined(_each(write, coming, opened, options))


def _each(write: Write, coming: Coming, opened: Callable[[], BinaryIO], options: WriteOptions) -> Iterator[LossReport]:
    yield write(coming, opened(), options)
    while coming.left:
        yield write(coming, opened(), options)
