"""Bytes to text: strictly, and never by a silent guess."""

import codecs
from collections.abc import Iterable
from hashlib import sha256

import msgspec
import regex

from annotator.errors import UserError
from annotator.formats.source import Source
from annotator.model.naming import shown

MOST_BYTES = 20_000_000
"""The largest article."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROL = regex.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_NO_READING = regex.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\uD800-\uDFFF\uFFFD\p{Co}\p{Cn}]")
"""What stands in no text that is read in its own encoding."""
_CONTROL_BYTE = regex.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_OTHER_KINDS = (b"%PDF-", b"{\\rtf")
"""Files that begin like text."""
_NO_CHARSETS = {"unicode-escape", "raw-unicode-escape", "idna", "punycode", "undefined"}
"""What Python counts among encodings, but no file is encoded in; some take time with the square of a file's size."""
_CERTAINLY_UTF_8 = 4
"""So many characters beyond ASCII do not read as UTF-8 by chance."""
_BINARY_SHARE = 0.02
_LOOK = 65_536
_PREVIEW = 120
_SAMPLE_BEFORE, _SAMPLE_BEHIND = 60, 400
_REPLACED = regex.compile(r"[\0\uD800-\uDFFF]")


class EncodingQuestion(UserError):  # noqa: N818 – it is a question, which the window asks and the command line answers
    """A text is not UTF-8, and somebody has to say what it is.

    Attributes:
        source: the name of the text.
        suggested: the encoding it probably has.
        confidence: how sure that is, from 0 to 1.
        preview: how its beginning would read.
        byte: where it stops being UTF-8.
        sample: the bytes around that place, to be read in other encodings.
        path: what notes call the file that the text is of or in, where whoever reads files knows it.
    """

    def __init__(
        self, source: str, suggested: str, confidence: float, preview: str, byte: int, sample: bytes = b""
    ) -> None:
        self.source = source
        self.suggested = suggested
        self.confidence = confidence
        self.preview = preview
        self.byte = byte
        self.sample = sample
        self.path = source
        super().__init__(
            f"{source} is not UTF-8 (byte {byte}) but probably {suggested}; if so, say --encoding {suggested}."
        )


class Text(msgspec.Struct, frozen=True):
    """A decoded text, and what there is to say about how it came about."""

    text: str
    raw_sha256: str
    notes: list[str]


def read_text(source: Source, encoding: str | None = None, most: int = MOST_BYTES) -> Text:
    """Decode a whole source: by its byte-order mark, as strict UTF-8, or in ``encoding``.

    The text is not changed, except that a leading byte-order mark is dropped and that what no database or window can
    hold (NUL, lone surrogates) becomes U+FFFD, which the notes report.

    Args:
        source: the bytes.
        encoding: what text is in that is not UTF-8.
        most: how many bytes there may be.

    Raises:
        EncodingQuestion: if it is neither and no encoding is given.
        UserError: if it is too large, or no text at all.
    """
    if source.size > most:
        what = "one article" if most == MOST_BYTES else "one file"
        raise UserError(f"{source.name} is larger than {most // 1_000_000} MB, too large for {what}.")
    raw = source.read()
    text, notes = _decode(source.name, raw, encoding)
    text, replaced = _REPLACED.subn("\ufffd", text)
    if replaced:
        notes.append(unkept_note(replaced))
    return Text(text, sha256(raw).hexdigest(), notes)


def readings(sample: bytes, encodings: Iterable[str]) -> list[tuple[str, str]]:
    """Return how a part of a text would read in each of the encodings that it can be in at all."""
    found = []
    for encoding in encodings:
        try:
            text = codecs.getincrementaldecoder(encoding)().decode(sample)
        except (LookupError, UnicodeError):
            continue
        if text and not _NO_READING.search(text):
            found.append((encoding, text))
    return found


def unkept_note(count: int) -> str:
    """Say that ``count`` characters were replaced that neither a database nor a window can hold."""
    return f"{count} characters that cannot be kept (NUL, lone surrogates) became U+FFFD."


def _decode(name: str, raw: bytes, encoding: str | None) -> tuple[str, list[str]]:
    for mark, marked in _MARKS:
        if raw.startswith(mark):
            return _strictly(name, raw[len(mark) :], marked), []
    binary = _is_binary(raw)
    if raw.startswith(_OTHER_KINDS) or (binary and encoding is None):
        raise UserError(f"{name} is not text.")
    # Escapes switch alphabets in 7-bit encodings, whose bytes are all ASCII.
    if encoding is not None and (binary or b"\x1b" in raw):
        return _strictly(name, raw, encoding), [f"It was read as {encoding}."]
    try:
        return raw.decode(), []
    except UnicodeDecodeError as error:
        if encoding is None:
            raise _question(name, raw, error) from None
    return _strictly(name, raw, encoding), [f"It was read as {encoding}."]


def _strictly(name: str, raw: bytes, encoding: str) -> str:
    try:
        no_charset = not encoding.isascii() or codecs.lookup(encoding).name in _NO_CHARSETS
        # Other codecs that are for no text, such as base64, are not found under this name.
        text = raw.decode("none" if no_charset else encoding)
    except LookupError:
        raise UserError(f"There is no encoding called {shown(encoding)}.") from None
    except UnicodeDecodeError as error:
        raise UserError(f"{name} is not {shown(encoding)} either: it breaks off at byte {error.start}.") from None
    except ValueError:
        raise UserError(f"{name} cannot be read as {shown(encoding)}.") from None
    if _is_binary(text):
        raise UserError(f"{name} is not text.")
    return text


def _question(name: str, raw: bytes, error: UnicodeDecodeError) -> UserError:
    import chardet

    beyond_ascii = sum(character > "\x7f" for character in raw[: error.start].decode())
    if beyond_ascii >= _CERTAINLY_UTF_8:
        return UserError(f"{name} is damaged UTF-8: it breaks off at byte {error.start}.")
    guess = chardet.detect(raw[:_LOOK])
    suggested = guess.get("encoding")
    try:
        if not suggested or codecs.lookup(suggested).name in ("utf-8", "ascii"):
            return UserError(f"{name} is damaged UTF-8: it breaks off at byte {error.start}.")
        preview = raw.decode(suggested)[:_PREVIEW]
    except (LookupError, UnicodeError):
        return UserError(f"{name} is not UTF-8: it breaks off at byte {error.start}.")
    confidence = float(guess.get("confidence") or 0)
    return EncodingQuestion(name, suggested, confidence, preview, error.start, _around(raw, error.start))


def _around(raw: bytes, byte: int) -> bytes:
    """Return some bytes around ``byte``, from the beginning of a word if they are of one byte each."""
    start = max(0, byte - _SAMPLE_BEFORE)
    if start and b"\0" not in raw[start : byte + _SAMPLE_BEHIND]:
        start = raw.rfind(b" ", 0, start + 1) + 1 if b" " in raw[:start] else 0
    start -= start % 4
    return raw[start : start + _SAMPLE_BEFORE + _SAMPLE_BEHIND]


def _is_binary(content: bytes | str) -> bool:
    look = content[:_LOOK]
    controls = _CONTROL.findall(look) if isinstance(look, str) else _CONTROL_BYTE.findall(look)
    return len(controls) > max(2, len(look) * _BINARY_SHARE)
