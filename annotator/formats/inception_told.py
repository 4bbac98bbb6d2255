"""What a project of INCEpTION says about one of its files, and what becomes of the article by it."""

from collections.abc import Iterator

import msgspec

from annotator.errors import UserError
from annotator.formats.cas_layers import counts_of_parsing
from annotator.formats.decoding import EncodingQuestion, read_text
from annotator.formats.inception_described import CURATED
from annotator.formats.source import Source
from annotator.model.article import text_sha256
from annotator.model.layer import Status
from annotator.model.naming import is_name, shown
from annotator.model.record import Record
from annotator.model.respacing import on_text


class Told(msgspec.Struct, frozen=True):
    """What a project says about one of its files."""

    document: str
    layer: str | None = None
    """Whose work it is; nobody's if there is none."""
    status: Status | None = None
    comment: str = ""
    """What the person said about the document as a whole."""
    original: Source | None = None
    """The document as it was brought into the project, if that is plain text."""
    notes: tuple[str, ...] = ()
    project: str = ""
    """What the project is called."""
    texts: dict[str, str] = {}
    """The first document that had a text, by the text's checksum."""
    parsing: dict[str, int] = {}
    """What of all files together was left out because it only says how the texts are cut up and parsed."""

    def about(self, records: Iterator[Record]) -> Iterator[Record]:
        """Yield ``records``, which were read from the file, with what the project says about them."""
        for record in records:
            record.meta = record.meta | {"file": self.document, "title": self.document}
            record.layer, record.status = self.layer, self.status
            record.notes = [*self.notes, *self._of_its_own(record.notes)]
            if self.layer is None:
                _leave_work_out(record)
            elif self.comment:
                record.labels = record.labels | {"comment": self.comment}
            record = self._on_original(record)
            self._tell_apart(record)
            yield record

    def _tell_apart(self, record: Record) -> None:
        """Give a document an id if another one has the same text, since without one the two would be one article."""
        first = self.texts.setdefault(text_sha256(record.text), self.document)
        own = f"{self.project}/{self.document}"
        if first != self.document and is_name(own):
            record.id = own
            record.notes = [f"It has the same text as {shown(first)[:60]}, and is another article.", *record.notes]

    def _of_its_own(self, notes: list[str]) -> list[str]:
        """Return ``notes`` without what the project says once for all its files, of which parsing is counted."""
        kept = []
        for note in notes:
            counts = counts_of_parsing(note)
            for name, count in counts.items():
                self.parsing[name] = self.parsing.get(name, 0) + count
            if not counts and note != CURATED:
                kept.append(note)
        return kept

    def _on_original(self, record: Record) -> Record:
        """Return ``record`` on the text that the document was made of, if only blanks differ.

        Some formats do not know what lay between two sentences.
        """
        if self.original is None:
            return record
        try:
            text = read_text(self.original).text
        except (UserError, EncodingQuestion):
            return record
        notes = record.notes
        moved = None if text == record.text else on_text(record, text)
        if moved is None:
            return record
        for span in moved.spans:
            places = span.fragments or [(span.start, span.end)]
            span.text = " ".join(text[start:end] for start, end in places)
        return msgspec.structs.replace(moved, notes=notes)


def _leave_work_out(record: Record) -> None:
    if record.spans:
        record.notes.append(f"{len(record.spans)} marks were there before anybody worked on it, and were left out.")
    record.spans, record.relations, record.labels = [], [], {}
