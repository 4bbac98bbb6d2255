"""E-mails that Outlook saved by themselves (.msg)."""

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from email import policy
from email.parser import HeaderParser
from io import BytesIO
from typing import Any

from annotator.errors import UserError
from annotator.formats.articles import article, nothing_found
from annotator.formats.dates import iso_date
from annotator.formats.extras import needed
from annotator.formats.markup import shown_blocks
from annotator.formats.packed_rtf import unpacked_rtf
from annotator.formats.rtf import rtf_blocks
from annotator.formats.source import Source
from annotator.model.naming import shown
from annotator.model.record import Record

MOST_BYTES = 100_000_000
_UNICODE, _BYTES, _BINARY = "001F", "001E", "0102"
_SUBJECT, _BODY, _HTML, _RTF, _HEADERS = "0037", "1000", "1013", "1009", "007D"
_SENDER, _ADDRESS, _MESSAGE_ID = "0C1A", ("5D01", "0C1F"), "1035"
_FILE_NAME = ("3707", "3704")
_SUBMITTED = bytes.fromhex("40003900")
_DELIVERED = bytes.fromhex("4000060e")
_BEGINNING_OF_TIME = datetime(1601, 1, 1, tzinfo=UTC)
_HEAD_OF_PROPERTIES = 32
_MOST_NAMED = 5


def read(source: Source, encoding: str | None) -> Iterator[Record]:
    """Yield the article that an e-mail is; what is attached is named.

    Raises:
        UserError: if it is no e-mail of Outlook, holds no text, or the library for it is not installed.
    """
    if source.size > MOST_BYTES:
        raise UserError(f"{source.name} is larger than {MOST_BYTES // 1_000_000} MB, too large to be read.")
    library = needed("olefile", "outlook", "Reading e-mails of Outlook")
    raw = source.read()
    try:
        with closing(library.OleFileIO(BytesIO(raw))) as held:
            properties = _Properties(held, encoding)
            yield _article(source, properties, raw)
    except (UserError, MemoryError, RecursionError):
        raise
    except Exception as error:  # noqa: BLE001 – the library raises whatever a damaged file brings about
        raise UserError(f"{source.name} is no e-mail of Outlook that can be read ({type(error).__name__}).") from None


def _article(source: Source, said: "_Properties", raw: bytes) -> Record:
    if not said.is_message:
        raise UserError(f"{source.name} is no e-mail of Outlook.")
    text, notes = _text(source, said)
    if not text.strip():
        raise nothing_found(source)
    attached = said.attached()
    if attached:
        more = ", …" if len(attached) > _MOST_NAMED else ""
        notes.append(f"Attached files that were not read: {', '.join(map(shown, attached[:_MOST_NAMED]))}{more}.")
    address = next((value for value in map(said.text, _ADDRESS) if value), "")
    meta = {
        "title": said.text(_SUBJECT),
        "byline": said.text(_SENDER) or address,
        "from": address,
        "published": said.sent(),
        "message_id": said.text(_MESSAGE_ID),
    }
    return article(source, text, meta, notes, raw)


def _text(source: Source, said: "_Properties") -> tuple[str, list[str]]:
    """Return the text as it is kept in the plainest way, and what there is to say about it."""
    plain = said.text(_BODY)
    if plain.strip():
        return plain, []
    page = said.text(_HTML) or said.binary(_HTML).decode("utf-8", "replace")
    if page.strip():
        blocks = shown_blocks(page, source.name)
    else:
        blocks, _ = rtf_blocks(unpacked_rtf(said.binary(_RTF), source.name), source.name)
    paragraphs = blocks.finish()
    return "\n\n".join(paragraphs), blocks.notes()


class _Properties:
    """What an e-mail says of itself: streams that are called by numbers."""

    def __init__(self, held: Any, encoding: str | None) -> None:
        self._held = held
        self._encodings = ("utf-8", *([encoding] if encoding else []), "cp1252")
        self.is_message = bool(held.exists("__properties_version1.0"))

    def text(self, number: str, folder: str = "") -> str:
        """Return a property that is text; empty if there is none."""
        wide = self._stream(f"{folder}__substg1.0_{number}{_UNICODE}")
        if wide:
            return wide.decode("utf-16-le", "replace")
        narrow = self._stream(f"{folder}__substg1.0_{number}{_BYTES}")
        for encoding in self._encodings:
            try:
                return narrow.decode(encoding)
            except (UnicodeDecodeError, LookupError):
                continue
        return narrow.decode("latin-1")

    def binary(self, number: str) -> bytes:
        """Return a property that is bytes; empty if there is none."""
        return self._stream(f"__substg1.0_{number}{_BINARY}")

    def sent(self) -> str:
        """Return when it was sent: as its headers say, or as Outlook does."""
        headers = HeaderParser(policy=policy.compat32).parsestr(self.text(_HEADERS))
        return iso_date(str(headers.get("Date", ""))) or self._time(_SUBMITTED) or self._time(_DELIVERED)

    def attached(self) -> list[str]:
        """Return the names of attached files."""
        folders = sorted({entry[0] for entry in self._held.listdir() if entry[0].startswith("__attach_version")})
        names = ([self.text(number, f"{folder}/") for number in _FILE_NAME] for folder in folders)
        return [next((name for name in found if name), "?") for found in names]

    def _time(self, tag: bytes) -> str:
        properties = self._stream("__properties_version1.0")
        for at in range(_HEAD_OF_PROPERTIES, len(properties) - 15, 16):
            if properties[at : at + 4] == tag:
                ticks = int.from_bytes(properties[at + 8 : at + 16], "little")
                try:
                    return (_BEGINNING_OF_TIME + timedelta(microseconds=ticks // 10)).isoformat(timespec="seconds")
                except OverflowError:
                    return ""
        return ""

    def _stream(self, name: str) -> bytes:
        if not self._held.exists(name):
            return b""
        with self._held.openstream(name) as stream:
            content: bytes = stream.read()
        return content
