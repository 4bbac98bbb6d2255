"""RTF: the words, in whatever alphabet they are written down, without what is there for the looks.

Pictures, objects and macros are passed over; nothing that the file refers to is opened.
"""

import codecs
from collections.abc import Callable, Iterator
from typing import ClassVar

import msgspec
import regex

from annotator.errors import UserError
from annotator.formats import nexis
from annotator.formats.articles import nothing_found
from annotator.formats.blocks import Blocks
from annotator.formats.rtf_words import CHARSETS, DATE_PARTS, INFO, KNOWN, LAYOUT, PASSED, SIGNS, SINGLE
from annotator.formats.source import Source
from annotator.model.record import Record

MOST_BYTES = 100_000_000
_DEEPEST = 2_000
_TOKEN = regex.compile(
    rb"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})? ?|\\'(?P<hex>[0-9a-fA-F]{2})|\\(?P<sign>[^a-zA-Z])"
    rb"|(?P<brace>[{}])|[\r\n\0]+|(?P<text>[^\\{}\r\n\0]+)|\\",
    regex.DOTALL,
)


class _State(msgspec.Struct):
    """What holds until the group ends."""

    passed: bool = False
    hidden: bool = False
    font: int = -1
    skip: int = 1
    info: str = ""
    on_end: Callable[[], None] | None = None
    fonts: bool = False


def read(source: Source, encoding: str | None) -> Iterator[Record]:  # noqa: ARG001 – the file says how it is encoded
    """Yield the article of an RTF file, or those of a Nexis Uni export.

    Raises:
        UserError: if it is too large, no RTF, or holds no text.
    """
    if source.size > MOST_BYTES:
        raise UserError(f"{source.name} is larger than {MOST_BYTES // 1_000_000} MB, too large to be read.")
    raw = source.read()
    if not raw.lstrip().startswith(b"{\\rtf"):
        raise UserError(f"{source.name} is no RTF file.")
    blocks, meta = rtf_blocks(raw, source.name)
    paragraphs = blocks.finish()
    if not paragraphs:
        raise nothing_found(source)
    yield from nexis.articles_or_one(source, paragraphs, meta, blocks.notes(), raw)


def rtf_blocks(raw: bytes, name: str) -> tuple[Blocks, dict[str, str]]:
    """Return what RTF shows, and what it says of itself; ``name`` is what to call it in a sentence."""
    reader = _Reader(raw, name)
    reader.read()
    return reader.blocks, {field: value for field, value in reader.meta().items() if value}


class _Reader:
    """Goes through RTF token by token."""

    def __init__(self, raw: bytes, name: str) -> None:
        self.blocks = Blocks(name)
        self._raw = raw
        self._name = name
        self._states = [_State()]
        self._starred = False
        self._bytes = bytearray()
        self._to_skip = 0
        self._high: int | None = None
        self._codepage = "cp1252"
        self._charsets: dict[int, str] = {}
        self._said: dict[str, list[str]] = {}
        self._date = dict.fromkeys(DATE_PARTS, 0)
        self._in_row = False
        self._default = -1

    def read(self) -> None:
        at = 0
        while at < len(self._raw):
            token = _TOKEN.match(self._raw, at)
            assert token is not None
            at = token.end()
            if token["word"]:
                at += self._word(token["word"].decode(), token["number"])
            elif token["hex"]:
                self._byte(bytes([int(token["hex"], 16)]))
            elif token["text"]:
                self._byte(token["text"])
            elif token["brace"]:
                self._brace(opens=token["brace"] == b"{")
            elif token["sign"]:
                self._sign(token["sign"].decode("latin-1"))
        self._flush()

    def meta(self) -> dict[str, str]:
        year, month, day = (self._date[part] for part in DATE_PARTS)
        created = f"{year:04}-{month:02}-{day:02}" if year and 1 <= month <= 12 and 1 <= day <= 31 else ""
        return {field: "".join(parts).strip() for field, parts in self._said.items()} | {"created": created}

    @property
    def _state(self) -> _State:
        return self._states[-1]

    def _brace(self, *, opens: bool) -> None:
        self._flush()
        self._starred = False
        self._to_skip = 0
        if opens:
            if len(self._states) > _DEEPEST:
                raise UserError(f"{self._name} is nested too deeply to be read.")
            self._states.append(msgspec.structs.replace(self._state, on_end=None))
        elif len(self._states) > 1:
            ended = self._states.pop()
            if ended.on_end is not None:
                ended.on_end()

    def _sign(self, sign: str) -> None:
        if sign == "*":
            self._starred = True
        elif sign in SINGLE:
            self._flush()
            self._write(SINGLE[sign])
        elif sign in "\\{}":
            self._byte(sign.encode())
        elif sign in "\r\n":
            self._word("par", None)

    def _word(self, word: str, given: bytes | None) -> int:
        """Obey a control word; return how many bytes behind it belong to it."""
        starred, self._starred = self._starred, False
        number = int(given) if given is not None else None
        if word == "bin":
            return max(number or 0, 0)
        if word == "u" and number is not None:
            self._unicode(number & 0xFFFF)
            return 0
        self._flush()
        if word in SIGNS:
            self._write(SIGNS[word])
        elif word in self._ACTS:
            if not (word in LAYOUT and (self._state.passed or self._state.info)):
                self._ACTS[word](self, number)
        elif word in PASSED or (starred and word not in KNOWN):
            if word.startswith(("header", "footer")):
                self.blocks.count("header", int("header" not in self.blocks.counts))
            self._state.passed = True
        elif word in INFO and self._state.info == "info":
            self._state.info = INFO[word]
        elif word in self._date and self._state.info == "created":
            self._date[word] = number or 0
        return 0

    def _unicode(self, code: int) -> None:
        """Take a character by its number; those beyond 65,535 come in two halves."""
        self._flush()
        self._to_skip = self._state.skip
        if 0xD800 <= code < 0xDC00:
            self._high = code
            return
        if 0xDC00 <= code < 0xE000:
            high, self._high = self._high, None
            code = 0xFFFD if high is None else 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00)
        self._write(chr(code))

    def _byte(self, content: bytes) -> None:
        if self._to_skip:
            skipped = min(self._to_skip, len(content))
            self._to_skip -= skipped
            content = content[skipped:]
        self._bytes += content

    def _flush(self) -> None:
        if not self._bytes:
            return
        font = self._default if self._state.font < 0 else self._state.font
        encoding = self._charsets.get(font, self._codepage)
        content, self._bytes = bytes(self._bytes), bytearray()
        if encoding == "symbol":
            beyond = any(byte >= 0x80 for byte in content)
            self.blocks.count(
                "symbol", int(beyond and not (self._state.passed or self._state.fonts or self._state.info))
            )
            self._write("".join(chr(0xF000 + byte) if byte >= 0x80 else chr(byte) for byte in content))
        else:
            self._write(content.decode(encoding, "replace"))

    def _write(self, text: str) -> None:
        state = self._state
        if state.info in ("title", "byline"):
            self._said.setdefault(state.info, []).append(text)
        elif state.info or state.passed or state.fonts:
            return
        elif state.hidden:
            self.blocks.count("hidden passage", int(bool(text.strip())))
        else:
            self.blocks.write(text)

    def _end_paragraph(self, _number: int | None) -> None:
        self.blocks.end_paragraph()

    def _begin_row(self, _number: int | None) -> None:
        if not self._in_row:
            self.blocks.end_paragraph()
            self.blocks.begin_row()
            self.blocks.begin_cell()
            self._in_row = True

    def _end_cell(self, _number: int | None) -> None:
        self.blocks.end_cell()
        if self._in_row:
            self.blocks.begin_cell()

    def _end_row(self, _number: int | None) -> None:
        if self._in_row:
            self.blocks.drop_cell()
            self.blocks.end_row()
            self._in_row = False

    def _aside(self, end: Callable[[], None]) -> None:
        self.blocks.begin_aside()
        row, self._in_row = self._in_row, False

        def ended() -> None:
            end()
            self._in_row = row

        self._state.on_end = ended

    def _set_font(self, number: int | None) -> None:
        self._state.font = number if number is not None else -1

    def _set_charset(self, number: int | None) -> None:
        if self._state.fonts and number in CHARSETS:
            self._charsets[self._state.font] = CHARSETS[number]

    def _set_codepage(self, number: int | None) -> None:
        name = f"cp{number}"
        try:
            codecs.lookup(name)
        except LookupError:
            return
        self._codepage = name

    def _set_skip(self, number: int | None) -> None:
        self._state.skip = max(0, min(number if number is not None else 1, 100))

    def _set_hidden(self, number: int | None) -> None:
        self._state.hidden = number != 0

    def _set_plain(self, _number: int | None) -> None:
        self._state.hidden = False
        self._state.font = -1

    def _set_default(self, number: int | None) -> None:
        self._default = number if number is not None else -1

    def _begin_info(self, _number: int | None) -> None:
        self._state.info = "info"

    def _begin_fonts(self, _number: int | None) -> None:
        self._state.fonts = True

    def _nothing(self, _number: int | None) -> None:
        """Go on: what is in the group is shown."""

    def _deleted(self, number: int | None) -> None:
        self._state.passed = self._state.passed or number != 0
        self.blocks.count("deletion", int(number != 0))

    _ACTS: ClassVar[dict[str, Callable[["_Reader", int | None], None]]] = {
        "par": _end_paragraph,
        "sect": _end_paragraph,
        "page": _end_paragraph,
        "column": _end_paragraph,
        "trowd": _begin_row,
        "intbl": _begin_row,
        "cell": _end_cell,
        "nestcell": _end_cell,
        "row": _end_row,
        "footnote": lambda self, _: self._aside(self.blocks.end_note),
        "shptxt": lambda self, _: self._aside(self.blocks.end_box),
        "annotation": lambda self, _: self._aside(lambda: self.blocks.drop_aside("comment")),
        "f": _set_font,
        "deff": _set_default,
        "fcharset": _set_charset,
        "ansicpg": _set_codepage,
        "uc": _set_skip,
        "v": _set_hidden,
        "plain": _set_plain,
        "info": _begin_info,
        "fonttbl": _begin_fonts,
        "shpinst": _nothing,
        "fldrslt": _nothing,
        "deleted": _deleted,
    }
