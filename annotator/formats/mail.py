"""E-mails: single ones, mailboxes of them, and what is attached to them if it can be read."""

from collections.abc import Iterator
from email import policy
from email.errors import MessageError
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import getaddresses
from io import BytesIO
from pathlib import PurePosixPath

import regex

from annotator.errors import UserError
from annotator.formats.articles import article, nothing_found, told_at_the_end
from annotator.formats.dates import iso_date
from annotator.formats.languages import language_code
from annotator.formats.markup import shown_blocks
from annotator.formats.source import Source
from annotator.model.naming import shown
from annotator.model.record import Record

MOST_BYTES = 100_000_000
"""The largest e-mail."""
MOST_PARTS = 1_000
DEEPEST = 4
"""So many e-mails may be attached to each other."""
_FROM = regex.compile(rb"From .*\d{4}\s*|From -.*")
_BLANKS = b" \t\r\n\0"
_QUOTED_FROM = regex.compile(rb"^>(>*From )", regex.MULTILINE)
_WIDER = {
    "gb2312": "gb18030", "gbk": "gb18030", "iso-8859-1": "cp1252", "iso-8859-9": "cp1254",
    "ks_c_5601-1987": "cp949", "euc-kr": "cp949", "shift_jis": "cp932", "big5": "big5hkscs", "iso-8859-11": "cp874",
}  # fmt: skip
"""Encodings that programs name, and the wider ones that they write."""
_ATTACHED_KINDS = ("text", "markdown", "html", "pdf", "docx", "odt", "rtf", "epub", "mail", "nexis")
_NO_LETTERS = regex.compile(r"[\x80-\x9f]")
_STUMBLES = (ValueError, LookupError, AttributeError, TypeError, OverflowError)
"""What the library raises over headers and parts that are built wrongly."""


def read(source: Source, encoding: str | None) -> Iterator[Record]:
    """Yield the article that an e-mail is, and those attached to it.

    Raises:
        UserError: if it is too large, or holds no text.
    """
    if source.size > MOST_BYTES:
        raise UserError(f"{source.name} is larger than {MOST_BYTES // 1_000_000} MB, too large to be read.")
    found = list(read_message(source, source.read(), encoding))
    if not found:
        raise nothing_found(source)
    yield from found


def read_mailbox(source: Source, encoding: str | None) -> Iterator[Record]:
    """Yield the articles of all e-mails of a mailbox, one e-mail in memory at a time."""
    notes: list[str] = []
    yield from told_at_the_end(_all_of(source, encoding, notes), notes)


def _all_of(source: Source, encoding: str | None, notes: list[str]) -> Iterator[Record]:
    read = empty = broken = 0
    for raw in _messages(source):
        try:
            found = list(read_message(source, raw, encoding))
        except UserError:
            broken += 1
            continue
        read += len(found)
        empty += not found
        yield from found
    if not read:
        raise nothing_found(source)
    if empty:
        notes.append(f"E-mails without any text ({empty}) were left out.")
    if broken:
        notes.append(f"E-mails that cannot be read ({broken}) were left out.")


def read_message(source: Source, raw: bytes, encoding: str | None, depth: int = 0) -> Iterator[Record]:
    """Yield the articles of the e-mail ``raw``, which is ``depth`` e-mails deep."""
    try:
        message = BytesParser(policy=policy.default).parsebytes(raw)
        parts = [part for part in message.walk() if not part.is_multipart() or _is_message(part)]
    except (MessageError, *_STUMBLES) as error:
        raise UserError(f"{source.name} is no e-mail that can be read ({type(error).__name__}).") from None
    if len(parts) > MOST_PARTS:
        raise UserError(f"{source.name} has more than {MOST_PARTS:,} parts, too many for an e-mail.")
    yield from _Message(source, message, encoding, depth).articles(raw)


class _Message:
    """An e-mail while it is taken apart."""

    def __init__(self, source: Source, message: EmailMessage, encoding: str | None, depth: int) -> None:
        self._source = source
        self._message = message
        self._encoding = encoding
        self._depth = depth
        self._notes: list[str] = []

    def articles(self, raw: bytes) -> Iterator[Record]:
        meta = self._meta()
        body = self._body()
        attached, passed = self._attached(body, meta)
        if passed:
            self._notes.append(
                f"Attached files that were not read: {', '.join(passed[:5])}{', …' if len(passed) > 5 else ''}."
            )
        text = self._text(body) if body is not None else ""
        if text.strip():
            yield article(self._source, text, meta, self._notes, raw)
        yield from attached

    def _meta(self) -> dict[str, str]:
        sent = getaddresses([self._said("From")])
        name, address = sent[0] if sent else ("", "")
        return {
            "title": self._said("Subject"),
            "byline": name or address,
            "from": address,
            "published": iso_date(self._said("Date")),
            "language": language_code(self._said("Content-Language")),
            "message_id": self._said("Message-ID"),
        }

    def _said(self, header: str) -> str:
        try:
            return str(self._message.get(header, ""))
        except _STUMBLES:
            return ""

    def _body(self) -> EmailMessage | None:
        try:
            body = self._message.get_body(preferencelist=("plain", "html"))
        except _STUMBLES:
            return None
        return body if isinstance(body, EmailMessage) else None

    def _text(self, body: EmailMessage) -> str:
        words = self._decoded(body)
        if body.get_content_type() == "text/html":
            blocks = shown_blocks(words, self._source.name)
            paragraphs = blocks.finish()
            self._notes += blocks.notes()
            return "\n\n".join(paragraphs)
        flowed = "flowed" in str(body.get_param("format", "")).lower()
        if flowed:
            self._notes.append("Its lines were joined as the e-mail says (format=flowed).")
            words = _unfolded(words, delete_space=str(body.get_param("delsp", "")).lower() == "yes")
        return words

    def _decoded(self, body: EmailMessage) -> str:
        content = _content(body)
        declared = (body.get_content_charset() or "utf-8").lower()
        for charset in (declared, _WIDER.get(declared), "utf-8", self._encoding):
            text = _read_as(content, charset or "ascii")
            if text is not None:
                if charset == _WIDER.get(declared):
                    self._notes.append(f"It names {declared}, and was read in {charset}, which has more letters.")
                return text
        self._notes.append("It is not encoded as it says; what could not be read became U+FFFD.")
        return content.decode("utf-8", "replace")

    def _attached(self, body: EmailMessage | None, meta: dict[str, str]) -> tuple[list[Record], list[str]]:
        """Return the articles that are attached, and the names of files that are not read."""
        records: list[Record] = []
        passed: list[str] = []
        for part in self._attachments(body):
            name = _name(part)
            try:
                found = self._read_part(part, name)
            except UserError as error:
                passed.append(f"{shown(name)} ({str(error)[:100].rstrip('.')})")
                continue
            if found is None:
                passed.append(shown(name))
                continue
            for record in found:
                if not record.text.strip():
                    continue
                record.meta = {
                    **record.meta,
                    "attached_to": meta["title"] or self._source.name,
                    "file": self._source.name,
                }
                if meta["published"]:
                    record.meta.setdefault("published", meta["published"])
                records.append(record)
        return records, passed

    def _attachments(self, body: EmailMessage | None) -> Iterator[EmailMessage]:
        alternatives = {
            id(part)
            for whole in self._message.walk()
            if whole.get_content_type() == "multipart/alternative"
            for part in whole.iter_parts()
        }
        inner: set[int] = set()
        for part in self._message.walk():
            if id(part) in inner or (part is self._message and not _is_message(part)):
                continue
            if _is_message(part):
                inner |= {id(below) for below in part.walk()}
            elif part.is_multipart() or part is body or id(part) in alternatives or _is_picture(part):
                continue
            yield part

    def _read_part(self, part: EmailMessage, name: str) -> list[Record] | None:
        from annotator.formats.sniffing import kind_by_content
        from annotator.formats.table import AUTO, format_by_content, readable_format

        if _is_message(part):
            if self._depth >= DEEPEST:
                raise UserError("too many e-mails inside each other.")
            inner = part.get_payload(0)
            assert isinstance(inner, EmailMessage)
            return list(read_message(self._source, inner.as_bytes(), self._encoding, self._depth + 1))
        content = _content(part)
        suffix = PurePosixPath(name).suffix.lower() or {"text/plain": ".txt", "text/html": ".html"}.get(
            part.get_content_type(), ""
        )
        one = Source(f"{self._source.name}/{shown(name)}", suffix, len(content), lambda: BytesIO(content))
        known = readable_format(AUTO, suffix, lambda: content[:65_536])
        if known is None or known.name not in _ATTACHED_KINDS:
            return None
        known = format_by_content(known, kind_by_content(one)) or known
        assert known.read is not None
        return list(known.read(one, self._encoding or part.get_content_charset()))


def _messages(source: Source) -> Iterator[bytes]:
    """Yield the e-mails of a mailbox as they were before they were put into it."""
    lines: list[bytes] = []
    size = 0
    blank, inside = True, False
    with source.open() as file:
        for line in file:
            if not inside:
                line = line.removeprefix(b"\xef\xbb\xbf")
            if blank and _FROM.fullmatch(line.rstrip(b"\r\n")):
                if inside:
                    yield _QUOTED_FROM.sub(rb"\1", b"".join(lines))
                lines, size, inside = [], 0, True
            elif not inside and not line.strip(_BLANKS):
                continue
            elif not inside:
                raise UserError(f"{source.name} is no mailbox.")
            else:
                lines.append(line)
                size += len(line)
                if size > MOST_BYTES:
                    raise UserError(f"{source.name} has an e-mail of more than {MOST_BYTES // 1_000_000} MB.")
            blank = not line.strip()
    if inside:
        yield _QUOTED_FROM.sub(rb"\1", b"".join(lines))


def _is_picture(part: EmailMessage) -> bool:
    """Say whether a part is a picture in the text."""
    return part.get_content_maintype() == "image" and part.get_content_disposition() != "attachment"


def _is_message(part: EmailMessage) -> bool:
    payload = part.get_payload()
    return part.get_content_type() == "message/rfc822" and isinstance(payload, list) and bool(payload)


def _read_as(content: bytes, charset: str) -> str | None:
    """Return a text in an encoding; nothing if it is not in that one."""
    try:
        text = content.decode(charset).removeprefix("\ufeff")
    except (LookupError, UnicodeError, ValueError):
        return None
    # ISO 8859-1 fits all bytes; those that are no letters in it were meant otherwise.
    return None if charset == "iso-8859-1" and _NO_LETTERS.search(text) is not None else text


def _content(part: EmailMessage) -> bytes:
    try:
        content = part.get_payload(decode=True)
    except _STUMBLES:
        return b""
    return content if isinstance(content, bytes) else b""


def _name(part: EmailMessage) -> str:
    try:
        return (part.get_filename() or part.get_content_type()).replace("\\", "/").rpartition("/")[2] or "?"
    except _STUMBLES:
        return "?"


def _unfolded(text: str, *, delete_space: bool) -> str:
    """Join the lines that belong together, as RFC 3676 has them: those that end in a blank go on in the next."""
    paragraphs: list[str] = []
    goes_on = False
    for line in text.splitlines():
        quoted = line.startswith(">")
        words = line[1:] if line.startswith(" ") else line
        soft = words.endswith(" ") and words != "-- " and not quoted
        words = words[:-1] if soft and delete_space else words
        if goes_on and not quoted:
            paragraphs[-1] += words
        else:
            paragraphs.append(words)
        goes_on = soft
    return "\n".join(paragraphs)
