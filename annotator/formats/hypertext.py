"""Pages whose spans are named by their place in the tree of HTML: the text that is read, and where a place lies in it.

A place is a path to a run of characters between two tags (``/div[1]/p[2]/text()[1]``) and how many UTF-16 units of it
come before. The text has a blank line between paragraphs and single blanks within them, as all pages have here.
"""

from bisect import bisect_right
from collections.abc import Sequence
from typing import Any

import regex

from annotator.errors import UserError
from annotator.formats.markup import BLOCKS, DEEPEST, SKIPPED
from annotator.formats.offsets import utf16_offsets
from annotator.formats.safe_xml import local

_STEP = regex.compile(r"(?P<name>[A-Za-z][\w.-]{0,40}|text\(\))(?:\[(?P<number>[0-9]{1,6})\])?")
_MARKUP = regex.compile(
    r"<(html|body|div|p|span|table|ul|ol|h[1-6])\b[^>]*>.*</\1\s*>", regex.IGNORECASE | regex.DOTALL
)
_LOOK = 4_096
_BLANK = " \t\r\n\f"
_PARAGRAPH = "\n\n"


def is_hypertext(text: str) -> bool:
    """Say whether ``text`` is a piece of HTML rather than words."""
    return _MARKUP.search(text[:_LOOK]) is not None


class HyperText:
    """The text of a piece of HTML.

    Attributes:
        text: what a reader reads.

    Args:
        content: the piece.
        name: what to call it in a sentence.

    Raises:
        UserError: if it is nested too deeply.
    """

    def __init__(self, content: str, name: str) -> None:
        self._name = name
        self._root = _tree(content)
        self._parts: list[str] = []
        self._length = 0
        self._waiting = ""
        self._runs: dict[Any, list[tuple[str, list[int]]]] = {}
        """The runs of characters that stand directly in an element: as they are, and where each begins in the text."""
        self._take(self._root, 0)
        self.text = "".join(self._parts)

    def place(self, path: str, units: int) -> int | None:
        """Return where a place lies in the text; nothing if there is no such place.

        Args:
            path: of a run of characters, from the outermost element.
            units: how many UTF-16 units of that run come before the place.
        """
        *steps, last = path.strip("/").split("/") if path.strip("/") else [""]
        element = self._root
        for step in steps:
            element = _child(element, step)
            if element is None:
                return None
        found = _STEP.fullmatch(last)
        if found is None:
            return None
        if found["name"] != "text()":
            element = _child(element, last)
        number = int(found["number"] or 1) - 1 if found["name"] == "text()" else 0
        runs = self._runs.get(element, [])
        return None if not 0 <= number < len(runs) else _within(runs[number], units)

    def _take(self, element: Any, depth: int) -> None:
        if depth > DEEPEST:
            raise UserError(f"{self._name} is nested too deeply to be read.")
        tag = local(element).lower()
        block = tag in BLOCKS or tag in ("tr", "td", "th")
        if block:
            self._part()
        self._write(element, element.text)
        for child in element:
            name = local(child).lower()
            if name == "br":
                self._waiting = max(self._waiting, "\n", key=len)
            elif name and name not in SKIPPED:
                self._take(child, depth + 1)
            self._write(element, child.tail)
        if block:
            self._part()

    def _part(self) -> None:
        """Begin a paragraph, if there are words before it."""
        self._waiting = _PARAGRAPH

    def _write(self, element: Any, run: str | None) -> None:
        if not run:
            return
        places: list[int] = []
        for character in run:
            if character in _BLANK:
                self._waiting = self._waiting or " "
                places.append(self._length)
                continue
            if self._waiting and self._length:
                self._parts.append(self._waiting)
                self._length += len(self._waiting)
            self._waiting = ""
            places.append(self._length)
            self._parts.append(character)
            self._length += 1
        places.append(self._length)
        self._runs.setdefault(element, []).append((run, places))


def _tree(content: str) -> Any:
    """Return the element in which ``content`` stands, which the paths begin from."""
    from lxml import etree, html

    parser = html.HTMLParser(no_network=True, huge_tree=False, remove_comments=True, remove_pis=True, encoding="utf-8")
    try:
        whole = html.document_fromstring(content.encode(errors="replace"), parser=parser, ensure_head_body=True)
    except (etree.ParserError, etree.XMLSyntaxError):
        return etree.Element("body")
    body = next((child for child in whole if local(child) == "body"), whole)
    # A single run of words gets a paragraph from the parser that the piece does not have.
    bare = len(body) == 1 and local(body[0]) == "p" and not body.text and not regex.search(r"<p\b", content, regex.I)
    return body[0] if bare else body


def _child(element: Any, step: str) -> Any:
    found = _STEP.fullmatch(step)
    if found is None:
        return None
    if found["name"] in ("html", "body"):
        return element
    alike = [child for child in element if local(child).lower() == found["name"].lower()]
    number = int(found["number"] or 1) - 1
    return alike[number] if 0 <= number < len(alike) else None


def _within(run: tuple[str, Sequence[int]], units: int) -> int | None:
    """Return where the character begins that has ``units`` UTF-16 units of ``run`` before it."""
    words, places = run
    edges = range(len(words) + 1) if words.isascii() else utf16_offsets(words)
    at = bisect_right(edges, units) - 1
    return places[at] if at >= 0 and edges[at] == units else None
