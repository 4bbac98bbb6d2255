"""Markdown: the words without the marks, and the fields at the head of the file."""

from collections.abc import Iterator
from typing import Any

import regex

from annotator.errors import UserError
from annotator.formats.articles import article, nothing_found
from annotator.formats.blocks import Blocks
from annotator.formats.dates import iso_date
from annotator.formats.decoding import read_text
from annotator.formats.languages import language_code
from annotator.formats.markup import shown_blocks
from annotator.formats.source import Source
from annotator.model.record import Record

_FRONT = regex.compile(r"\A---[ \t]*\r?\n(?P<fields>.*?)\r?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", regex.DOTALL)
_FIELD = regex.compile(r"(?P<name>[A-Za-z_][\w -]{0,60}?)\s*:\s*(?P<value>.*)")
_MEANT = {
    "author": "byline", "authors": "byline", "byline": "byline", "date": "published", "published": "published",
    "source": "source", "outlet": "source", "publication": "source", "agency": "agency", "url": "url", "link": "url",
    "lang": "language", "language": "language", "title": "title", "headline": "title",
}  # fmt: skip
_OF_DATA = frozenset({"pretty_name", "task_categories"})
"""Fields at the head of the card of a data set, which lies beside the data and is no article."""
_NO_LIMIT = 1_000_000
_MARKS_OF_HTML = regex.compile(r"<!--.*?(?:-->|\Z)|</?[A-Za-z][^>]{0,2000}>", regex.DOTALL)


def read(source: Source, encoding: str | None) -> Iterator[Record]:
    """Yield the one article: a blank line between paragraphs, links as their words, rows of tables as lines.

    Raises:
        UserError: if there is no article in it.
    """
    decoded = read_text(source, encoding)
    meta, body = _front(decoded.text)
    if meta.keys() >= _OF_DATA:
        raise UserError(f"{source.name} is the card of a data set, and no article.")
    try:
        blocks, title = _shown(body, source.name)
    except RecursionError:
        raise UserError(f"{source.name} is nested too deeply to be read.") from None
    paragraphs = blocks.finish()
    if not paragraphs:
        raise nothing_found(source)
    record = article(source, paragraphs, {"title": title} | meta, [*decoded.notes, *blocks.notes()])
    record.raw_sha256 = decoded.raw_sha256
    yield record


def _front(text: str) -> tuple[dict[str, str], str]:
    """Return the fields at the head of a file, and the text behind them."""
    front = _FRONT.match(text)
    if front is None:
        return {}, text
    meta: dict[str, str] = {}
    for line in front["fields"].splitlines():
        field = _FIELD.fullmatch(line)
        if field is not None:
            name, value = field["name"].strip().lower(), field["value"].strip().strip("[]").strip().strip("\"'")
            meta[_MEANT.get(name, name)] = value
    if "published" in meta:
        meta["published"] = iso_date(meta["published"]) or meta["published"]
    if "language" in meta:
        meta["language"] = language_code(meta["language"])
    meta.pop("file", None)
    return meta, text[front.end() :]


def _shown(text: str, name: str) -> tuple[Blocks, str]:
    from markdown_it import MarkdownIt

    blocks, title = Blocks(name), ""
    # Its own limit drops what lies deeper; without one, Python's is reached, and the file refused.
    for token in MarkdownIt("commonmark", {"maxNesting": _NO_LIMIT}).enable(["table", "strikethrough"]).parse(text):
        kind = token.type
        if kind in _BEGINNINGS:
            _BEGINNINGS[kind](blocks)
        elif kind in _ENDINGS:
            _ENDINGS[kind](blocks)
        elif kind == "inline":
            words = _words(token.children or [])
            if not title and token.level == 1 and not blocks.paragraphs:
                title = words if text.lstrip()[:1] == "#" or _underlined(text) else ""
            blocks.write(words)
        elif kind in ("fence", "code_block"):
            blocks.write(token.content)
            blocks.end_paragraph()
        elif kind == "html_block":
            for paragraph in shown_blocks(token.content, name).finish():
                blocks.write(paragraph)
                blocks.end_paragraph()
    return blocks, title


def _underlined(text: str) -> bool:
    lines = text.lstrip().split("\n", 2)
    return len(lines) > 1 and regex.fullmatch(r"\s*(?:=+|-+)\s*", lines[1]) is not None


def _words(children: list[Any]) -> str:
    found: list[str] = []
    for child in children:
        if child.type in ("softbreak", "hardbreak"):
            found.append("\n" if child.type == "hardbreak" else " ")
        elif child.type == "image":
            found.append(_words(child.children or []))
        elif child.type in ("text", "code_inline", "text_special") or _is_no_mark(child):
            found.append(child.content)
    return "".join(found)


def _is_no_mark(child: Any) -> bool:
    return child.type == "html_inline" and _MARKS_OF_HTML.fullmatch(child.content) is None


_BEGINNINGS = {
    "paragraph_open": Blocks.end_paragraph,
    "heading_open": Blocks.end_paragraph,
    "tr_open": Blocks.begin_row,
    "td_open": Blocks.begin_cell,
    "th_open": Blocks.begin_cell,
}
_ENDINGS = {
    "paragraph_close": Blocks.end_paragraph,
    "heading_close": Blocks.end_paragraph,
    "td_close": Blocks.end_cell,
    "th_close": Blocks.end_cell,
    "tr_close": Blocks.end_row,
}
