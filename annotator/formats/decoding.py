"""Bytes to text: strictly, and never by a silent guess."""

import codecs
from hashlib import sha256

import msgspec
import regex

from annotator.errors import UserError
from annotator.formats.source import Source

MOST_BYTES = 20_000_000
"""The largest article."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROL = regex.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_BINARY_SHARE = 0.02
_LOOK = 65_536
_PREVIEW = 120
_REPLACED = regex.compile(r"[\0\uD800-\uDFFF]")


class EncodingQuestion(UserError):  # noqa: N818 – it is a question, which the window asks and the command line answers
    """A text is not UTF-8, and somebody has to say what it is.

    Attributes:
        source: the name of the text.
        suggested: the encoding it probably has.
        confidence: how sure that is, from 0 to 1.
        preview: how its beginning would read.
    """

    def __init__(self, source: str, suggested: str, confidence: float, preview: str, byte: int) -> None:
        self.source = source
        self.suggested = suggested
        self.confidence = confidence
        self.preview = preview
        super().__init__(
            f"{source} is not UTF-8 (byte {byte}) but probably {suggested}; if so, say --encoding {suggested}."
        )


class Text(msgspec.Struct, frozen=True):
    """A decoded text, and what there is to say about how it came about."""

    text: str
    raw_sha256: str
    notes: list[str]


def read_text(source: Source, encoding: str | None = None) -> Text:
    """Decode a whole source: by its byte-order mark, as strict UTF-8, or in ``encoding``.

    The text is not changed, except that a leading byte-order mark is dropped and that what no database or window can
    hold (NUL, lone surrogates) becomes U+FFFD, which the notes report.

    Raises:
        EncodingQuestion: if it is neither and no encoding is given.
        UserError: if it is too large, or no text at all.
    """
    if source.size > MOST_BYTES:
        raise UserError(f"{source.name} is larger than {MOST_BYTES // 1_000_000} MB, too large for one article.")
    raw = source.read()
    text, notes = _decode(source.name, raw, encoding)
    text, replaced = _REPLACED.subn("\ufffd", text)
    if replaced:
        notes.append(f"{replaced} characters that cannot be kept (NUL, lone surrogates) became U+FFFD.")
    return Text(text, sha256(raw).hexdigest(), notes)


def _decode(name: str, raw: bytes, encoding: str | None) -> tuple[str, list[str]]:
    for mark, marked in _MARKS:
        if raw.startswith(mark):
            return _strictly(name, raw[len(mark) :], marked), []
    wide = encoding is not None and b"\0" in raw[:_LOOK]
    if not wide:
        if _is_binary(raw):
            raise UserError(f"{name} is not text.")
        try:
            return raw.decode(), []
        except UnicodeDecodeError as error:
            if encoding is None:
                raise _question(name, raw, error.start) from None
    assert encoding is not None
    return _strictly(name, raw, encoding), [f"It was read as {encoding}."]


def _strictly(name: str, raw: bytes, encoding: str) -> str:
    try:
        return codecs.lookup(encoding).decode(raw, "strict")[0]
    except LookupError:
        raise UserError(f"There is no encoding called {encoding[:40]}.") from None
    except UnicodeDecodeError as error:
        raise UserError(f"{name} is not {encoding} either: it breaks off at byte {error.start}.") from None
    except (UnicodeError, ValueError, TypeError):
        raise UserError(f"{name} cannot be read as {encoding[:40]}.") from None


def _question(name: str, raw: bytes, byte: int) -> UserError:
    import chardet

    guess = chardet.detect(raw[: 10 * _LOOK])
    suggested = guess.get("encoding")
    if not suggested or suggested.lower().replace("-", "") in ("utf8", "ascii"):
        return UserError(f"{name} is damaged UTF-8: it breaks off at byte {byte}.")
    try:
        preview = raw[: 4 * _PREVIEW].decode(suggested, "replace")[:_PREVIEW]
    except LookupError:
        return UserError(f"{name} is not UTF-8: it breaks off at byte {byte}.")
    return EncodingQuestion(name, suggested, float(guess.get("confidence") or 0), preview, byte)


def _is_binary(raw: bytes) -> bool:
    look = raw[:_LOOK]
    return len(_CONTROL.findall(look)) > max(2, len(look) * _BINARY_SHARE)
