"""WebAnno TSV 3, in: the text in sentences, the tokens with a column for each feature; offsets count UTF-16 units.

The text is put together again from the sentences; what lay between them is not in the file, and becomes line ends.
"""

from collections.abc import Iterator, Sequence

import msgspec

from annotator.errors import UserError
from annotator.formats.decoding import MOST_BYTES, Text, read_text
from annotator.formats.offsets import Counting, Ruler
from annotator.formats.source import Source
from annotator.formats.webanno_layers import annotations
from annotator.formats.webanno_lines import (
    FORMAT,
    TEXT,
    Layer,
    Unit,
    layer_of,
    unescaped,
    unescaped_text,
    unit_of,
)
from annotator.model.naming import is_name
from annotator.model.record import Record

MOST_META = 100
WIDEST_GAP = 10_000
"""How much text may be missing between two sentences, in UTF-16 units."""

_OF_SENTENCE = "Sentence."
_UTF16 = Counting("utf16")


class _Sentence(msgspec.Struct):
    line: int
    lines: list[str]
    units: list[Unit] = []


class _File(msgspec.Struct):
    layers: list[Layer] = []
    meta: dict[str, str] = {}
    sentences: list[_Sentence] = []


def recognise(beginning: bytes) -> bool:
    """Say whether a table that begins so is WebAnno TSV."""
    return beginning.removeprefix(b"\xef\xbb\xbf").startswith(b"#FORMAT=WebAnno TSV")


def read(source: Source, encoding: str | None) -> Iterator[Record]:
    """Yield the one article.

    Raises:
        UserError: if a line is none of WebAnno TSV 3, or a token is not where it says.
    """
    decoded = read_text(source, encoding)
    yield _Reading(decoded, source.name).record()


class _Reading:
    """One file that is read."""

    def __init__(self, decoded: Text, name: str) -> None:
        self._name = name
        self._decoded = decoded

    def record(self) -> Record:
        file = self._parsed()
        text = self._text(file.sentences)
        units = [unit for sentence in file.sentences for unit in sentence.units]
        spans, relations, notes = annotations(file.layers, units, text, self._name)
        meta = file.meta | {"file": self._name}
        raw = self._decoded.raw_sha256
        return Record(
            text, meta=meta, spans=spans, relations=relations, raw_sha256=raw, notes=[*self._decoded.notes, *notes]
        )

    def _parsed(self) -> _File:
        # Only LF and CR LF end a line: U+2028 and its like may stand inside a sentence.
        lines = [line.removesuffix("\r") for line in self._decoded.text.split("\n")]
        if FORMAT.fullmatch(lines[0]) is None:
            raise UserError(f"{self._name} is no WebAnno TSV 3.")
        file = _File()
        for number, line in enumerate(lines[1:], start=2):
            if line.startswith(TEXT):
                self._take_text(file, line.removeprefix(TEXT), number)
            elif line.startswith("#"):
                _take_comment(file, line)
            elif line.strip():
                self._take_unit(file, line, number)
        return file

    def _take_text(self, file: _File, text: str, number: int) -> None:
        last = file.sentences[-1] if file.sentences else None
        if last is not None and not last.units:
            # A sentence of several lines.
            last.lines.append(text)
        else:
            file.sentences.append(_Sentence(number, [text]))

    def _take_unit(self, file: _File, line: str, number: int) -> None:
        unit = unit_of(line, number)
        width = sum(layer.width for layer in file.layers)
        # Only a part of a token may have no width: something that was marked between two letters.
        if (
            unit is None
            or not file.sentences
            or len(unit.cells) < width
            or unit.start + ("." not in unit.id) > unit.end
        ):
            raise self._wrong(number, "it is no line of WebAnno TSV 3")
        file.sentences[-1].units.append(unit)

    def _wrong(self, number: int, what: str) -> UserError:
        return UserError(f"{self._name}, line {number}: {what}.")

    def _text(self, sentences: Sequence[_Sentence]) -> str:
        """Return the whole text, with every token where it says it is."""
        found: list[str] = []
        size = 0
        for sentence in sentences:
            text, start = self._placed(sentence, size)
            if start < size or start - size > WIDEST_GAP:
                raise self._wrong(sentence.line, "the sentence is not where its tokens are")
            found += ["\n" * (start - size), text]
            size = start + _units(text)
            if size > MOST_BYTES:
                raise UserError(f"{self._name} is larger than {MOST_BYTES // 1_000_000} MB, too large for one article.")
        return "".join(found)

    def _placed(self, sentence: _Sentence, size: int) -> tuple[str, int]:
        """Return the text of a sentence and where it begins, ``size`` being where the last one ends."""
        written = "\n".join(sentence.lines)
        texts = list(dict.fromkeys([unescaped_text(written), written]))
        if not sentence.units:
            return texts[0], size + (1 if size else 0)
        first = sentence.units[0]
        worst: Unit = first
        for text in texts:
            before = text.find(unescaped_text(first.words))
            if before < 0:
                continue
            start = first.start - _units(text[:before])
            wrong = _misplaced(text, start, sentence.units)
            if wrong is None and start >= 0:
                return text, start
            worst = wrong or first
        raise self._wrong(worst.line, "the token is not where it says")


def _take_comment(file: _File, line: str) -> None:
    """Take a layer of the header, or something else that is said about the text before it begins."""
    layer = layer_of(line, sum(layer.width for layer in file.layers))
    if layer is not None and not file.sentences:
        file.layers.append(layer)
        return
    name, equals, value = line[1:].partition("=")
    about_text = not file.sentences and not name.startswith(_OF_SENTENCE)
    if equals and about_text and is_name(name) and value and len(file.meta) < MOST_META:
        file.meta[name] = value


def _misplaced(text: str, start: int, units: Sequence[Unit]) -> Unit | None:
    """Return the first of the ``units`` that is not where it says, in a ``text`` that begins at ``start``."""
    ruler = Ruler(text)
    for unit in units:
        place = ruler.code_points(_UTF16, unit.start - start, unit.end - start)
        if place is None or text[place[0] : place[1]] not in (
            unit.words,
            unescaped(unit.words),
            unescaped_text(unit.words),
        ):
            return unit
    return None


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
