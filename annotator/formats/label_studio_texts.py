"""What a task of Label Studio shows – words, a page, or paragraphs of a dialogue – and where regions lie in it."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

import regex

from annotator.formats.foreign import Object, a_text, an_offset
from annotator.formats.hypertext import HyperText, is_hypertext
from annotator.formats.jsonl import NotALineError
from annotator.formats.offsets import Counting, Ruler

Place = tuple[int, int, str | None]
"""Where a region begins and ends, and how its words read; those that are not known are nothing."""
TEXT = "text"
_ADDRESS = regex.compile(r"\s*(?:[a-z][a-z0-9+.-]{1,15}://|/data/|data:)\S*\s*")
"""Where a text, a picture or a sound is, which is not what it says."""
_FILE = regex.compile(r"\s*\S{1,200}\.[A-Za-z0-9]{2,4}\s*")
_UTF16 = Counting("utf16")
_MOST_ASKED = 200


class Shown(Protocol):
    """What an annotator saw."""

    text: str

    def place(self, value: Object) -> Place | None:
        """Return where the region lies that ``value`` describes; nothing if that is not known."""


class _Words:
    """Words as they stand in the task."""

    def __init__(self, text: str) -> None:
        self.text = text

    def place(self, value: Object) -> Place | None:
        start, end = value.get("start"), value.get("end")
        if start is None or isinstance(start, str):
            return None
        return an_offset(start), an_offset(end), _words(value)


class _Page:
    """A piece of HTML, whose regions are named by their place in the tree."""

    def __init__(self, content: str) -> None:
        self._page = HyperText(content, "A page")
        self.text = self._page.text

    def place(self, value: Object) -> Place | None:
        words = _words(value)
        found = self._in_tree(value, words)
        if found is None and words is not None:
            found = _only(self.text, words)
        return found

    def _in_tree(self, value: Object, words: str | None) -> Place | None:
        start, end = (self._edge(value.get(edge), value.get(f"{edge}Offset")) for edge in ("start", "end"))
        if start is None or end is None or start >= end:
            return None
        read = self.text[start:end]
        kept = read.strip()
        if words is not None and "".join(words.split()) != "".join(read.split()):
            return None
        start += len(read) - len(read.lstrip())
        return (start, start + len(kept), kept) if kept else None

    def _edge(self, path: object, offset: object) -> int | None:
        if not isinstance(path, str) or not isinstance(offset, int):
            return None
        return self._page.place(path, an_offset(offset))


class _Paragraphs:
    """Paragraphs, each of somebody who speaks; a region names them by their numbers."""

    def __init__(self, paragraphs: Sequence[Mapping[str, Any]]) -> None:
        self._spoken = [str(one.get(TEXT, "")) for one in paragraphs]
        whole = [_speaker(one) + spoken for one, spoken in zip(paragraphs, self._spoken, strict=True)]
        self.text = a_text("\n\n".join(whole))
        self._starts = []
        at = 0
        for said, spoken in zip(whole, self._spoken, strict=True):
            self._starts.append(at + len(said) - len(spoken))
            at += len(said) + 2

    def place(self, value: Object) -> Place | None:
        words = _words(value)
        ways = [self._counted(value, way) for way in (Counting(), _UTF16)]
        found = [place for place in ways if place is not None and place[0] < place[1]]
        for start, end in found:
            if words is None or self._reads(start, end, words):
                return start, end, self.text[start:end]
        return _only(self.text, words) if words is not None else None

    def _reads(self, start: int, end: int, words: str) -> bool:
        """Say whether words are there, which may go over several paragraphs, but never hold the speakers."""
        first, last = words.split("\n", 1)[0], words.rsplit("\n", 1)[-1]
        several = first != last or "\n" in words
        there = self.text.startswith(first, start) and self.text.endswith(last, 0, end)
        return there and (several or end - start == len(words))

    def _counted(self, value: Object, way: Counting) -> tuple[int, int] | None:
        first = self._edge(value.get("start"), value.get("startOffset"), way)
        last = self._edge(value.get("end"), value.get("endOffset"), way)
        return None if first is None or last is None else (first, last)

    def _edge(self, paragraph: object, offset: object, way: Counting) -> int | None:
        number = str(paragraph)
        numbered = number.isascii() and number.isdigit() and int(number[:9]) < len(self._spoken)
        if not numbered or not isinstance(offset, int):
            return None
        at = int(number[:9])
        place = Ruler(self._spoken[at]).code_points(way, an_offset(offset), an_offset(offset))
        return None if place is None else self._starts[at] + place[0]


def shown_of(data: Object, regions: Sequence[Object]) -> tuple[str, Shown]:
    """Return what a task shows, with the key of its data that holds it.

    Args:
        data: what the task is about. The file does not say which of its keys was shown; the words of regions do.
        regions: what the results say of each region.

    Raises:
        NotALineError: if there is no text in it.
    """
    asked = regions[:_MOST_ASKED]
    texts = {key: value for key, value in data.items() if isinstance(value, str) and not _is_address(key, value)}
    in_paragraphs = any("paragraphlabels" in value for value in asked)
    dialogue = _dialogue(data)
    if dialogue and (in_paragraphs or not texts):
        return dialogue, _Paragraphs(data[dialogue])
    if not texts:
        where = " but an address" if any(map(_ADDRESS.fullmatch, filter(_is_words, data.values()))) else ""
        raise NotALineError(f"it has no text{where}.")
    key = max(texts, key=lambda one: (*_fit(texts[one], asked), one == TEXT, len(texts[one])))
    text = a_text(texts[key])
    by_path = any(isinstance(value.get("start"), str) for value in asked)
    numbered = any(isinstance(value.get("start"), int) for value in asked)
    if by_path or (not numbered and "article_id" not in data and is_hypertext(text)):
        return key, _Page(text)
    return key, _Words(text)


def _dialogue(data: Object) -> str:
    """Return the key of paragraphs of a dialogue; empty if there are none."""
    for key, value in data.items():
        listed = value if isinstance(value, list) else []
        if listed and all(isinstance(one, dict) and isinstance(one.get(TEXT), str) for one in listed):
            return key
    return ""


def _speaker(paragraph: Mapping[str, Any]) -> str:
    author = paragraph.get("author", paragraph.get("speaker"))
    named = " ".join(author.split()).rstrip(": ") if isinstance(author, str) else ""
    return f"{named}: " if named else ""


def _is_words(value: object) -> bool:
    return isinstance(value, str)


def _is_address(key: str, value: str) -> bool:
    if _ADDRESS.fullmatch(value) is not None:
        return True
    return key != TEXT and (not value.strip() or _FILE.fullmatch(value) is not None)


def _fit(text: str, regions: Sequence[Object]) -> tuple[int, int]:
    """Return how many regions have their words where they say, and how many anywhere."""
    told = [(value.get("start"), value.get("end"), words) for value in regions if (words := _words(value))]
    there = sum(
        isinstance(start, int) and isinstance(end, int) and text[start:end] == words for start, end, words in told
    )
    return there, sum(words in text for _, _, words in told)


def _words(value: Object) -> str | None:
    words = value.get(TEXT)
    return words if isinstance(words, str) and words else None


def _only(text: str, words: str) -> Place | None:
    """Return where words lie that are there once, however they are divided into lines."""
    at = text.find(words)
    if at >= 0:
        return (at, at + len(words), words) if text.find(words, at + 1) < 0 else None
    parts = words.split()
    if len(parts) < 2:
        return None
    found = list(regex.finditer(r"\s+".join(map(regex.escape, parts)), text))
    return (found[0].start(), found[0].end(), found[0][0]) if len(found) == 1 else None
