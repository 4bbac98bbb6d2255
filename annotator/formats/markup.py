"""Pieces of HTML as the text that a browser shows: of feeds, e-books, e-mails and agencies' files.

For saved pages, whose article has to be found first, there is :mod:`annotator.formats.html`.
"""

from typing import Any

import regex

from annotator.errors import UserError
from annotator.formats.blocks import Blocks
from annotator.formats.safe_xml import local

DEEPEST = 250
"""Deeper, libxml2 cuts what it reads."""
SKIPPED = frozenset({
    "script", "style", "head", "title", "template", "noscript", "iframe", "object", "svg", "select", "textarea",
    "math",
})  # fmt: skip
BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "body.content", "caption", "center", "dd", "details",
    "dialog", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5",
    "h6", "header", "hgroup", "hl1", "hl2", "hr", "html", "legend", "li", "main", "menu", "nav", "ol", "p", "pre",
    "section", "summary", "table", "tbody", "tfoot", "thead", "ul", "block", "byline", "dateline", "distributor",
    "bq", "credit", "media", "fn",
})  # fmt: skip
_HIDDEN = regex.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", regex.IGNORECASE)
_BLANKS = regex.compile(r"[ \t\r\n\f]+")


def shown_blocks(content: str, name: str) -> Blocks:
    """Return what a browser shows of a piece of HTML.

    Args:
        content: the HTML, whole or a piece.
        name: what to call it in a sentence.

    Raises:
        UserError: if it is nested too deeply.
    """
    from lxml import etree, html

    blocks = Blocks(name)
    if not content.strip():
        return blocks
    parser = html.HTMLParser(no_network=True, huge_tree=False, remove_comments=True, remove_pis=True, encoding="utf-8")
    try:
        root = html.document_fromstring(content.encode(errors="replace"), parser=parser, ensure_head_body=True)
    except (etree.ParserError, etree.XMLSyntaxError):
        return blocks
    return take_elements(root, blocks, name)


def take_elements(root: Any, blocks: Blocks, name: str) -> Blocks:
    """Add what a browser shows of an element and all that is in it."""
    _Shown(blocks, name).take(root)
    return blocks


class _Shown:
    """Goes through elements as a browser would."""

    def __init__(self, blocks: Blocks, name: str) -> None:
        self._blocks = blocks
        self._name = name
        self._preformatted = 0

    def take(self, root: Any) -> None:
        from lxml import etree

        depth = 0
        walk = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
        for event, element in walk:
            if event == "start":
                depth += 1
                if depth > DEEPEST:
                    raise UserError(f"{self._name} is nested too deeply to be read.")
                if self._is_left_out(element):
                    walk.skip_subtree()
                else:
                    self._begin(local(element).lower(), element)
                    self._write(element.text)
                continue
            if event == "end":
                depth -= 1
                if not self._is_left_out(element):
                    self._end(local(element).lower())
            if element is not root:
                self._write(element.tail)
        self._blocks.end_paragraph()

    def _is_left_out(self, element: Any) -> bool:
        hidden = element.get("hidden") is not None or _HIDDEN.search(element.get("style") or "") is not None
        return hidden or local(element).lower() in SKIPPED

    def _begin(self, tag: str, element: Any) -> None:
        if tag == "tr":
            self._blocks.end_paragraph()
            self._blocks.begin_row()
        elif tag in ("td", "th"):
            self._blocks.begin_cell()
        elif tag == "br":
            self._blocks.write("\n")
        elif tag == "img":
            self._blocks.count("picture", int(bool((element.get("alt") or "").strip())))
        elif tag in BLOCKS:
            self._blocks.end_paragraph()
            self._preformatted += tag == "pre"

    def _end(self, tag: str) -> None:
        if tag == "tr":
            self._blocks.end_row()
        elif tag in ("td", "th"):
            self._blocks.end_cell()
        elif tag in BLOCKS:
            self._blocks.end_paragraph()
            self._preformatted -= tag == "pre"

    def _write(self, text: str | None) -> None:
        if not text:
            return
        if not self._preformatted:
            text = _BLANKS.sub(" ", text)
            if text.startswith(" ") and self._blocks.ends_in(" \n"):
                text = text[1:]
        if text:
            self._blocks.write(text)
