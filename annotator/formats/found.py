"""What was found where somebody looks for articles: a source and how it is read, or why it is not."""

from collections.abc import Iterator, Mapping

import msgspec

from annotator.formats.inception_told import Told
from annotator.formats.sniffing import kind_by_content
from annotator.formats.source import Source
from annotator.formats.table import Format, format_by_content
from annotator.model.record import Record

_OF_ANOTHER_KIND = "Its name ends in {}, but it is of another kind ({}) and was read as that."


class Found(msgspec.Struct, frozen=True):
    """One thing that was found: a source with the format to read it in, or why it is not read."""

    path: str
    """What to call it in a note."""
    source: Source | None = None
    format: Format | None = None
    refusal: str = ""
    harmless: bool = False
    """Whether nobody will miss what is not read."""
    by_name: bool = False
    """Whether the format was told from the file's name only, so that its content decides if it says otherwise."""
    told: Told | None = None
    """What the project that the file is part of says about it."""
    remark: str = ""
    """What there is to say about where it lies."""

    def read(self, encoding: str | None, columns: Mapping[str, str] | None = None) -> Iterator[Record]:
        """Yield the records.

        Args:
            encoding: of text that is not UTF-8.
            columns: of tables, the names of the columns that hold the fields of an article, as far as somebody said.
        """
        assert self.source is not None
        assert self.format is not None
        source = msgspec.structs.replace(self.source, columns=tuple((columns or {}).items()))
        actual = self.kind()
        assert actual.read is not None
        records = actual.read(source, encoding)
        if actual is not self.format:
            records = _said(records, _OF_ANOTHER_KIND.format(source.suffix, actual.name))
        if self.remark:
            records = _said(records, self.remark)
        return records if self.told is None else self.told.about(records)

    def kind(self) -> Format:
        """Return the format it is read in: by its content, where that says something else than its name."""
        assert self.source is not None
        assert self.format is not None
        other = format_by_content(self.format, kind_by_content(self.source)) if self.by_name else None
        return other or self.format


def _said(records: Iterator[Record], note: str) -> Iterator[Record]:
    """Yield ``records``, the first with a note."""
    for number, record in enumerate(records):
        if number == 0:
            record.notes = [note, *record.notes]
        yield record
