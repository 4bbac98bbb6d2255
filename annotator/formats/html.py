"""Saved news pages: the main text and what the page says about itself, through trafilatura."""

import logging
from collections.abc import Iterator
from typing import Any

import regex

from annotator.errors import UserError
from annotator.formats.decoding import EncodingQuestion, Text, read_text
from annotator.formats.source import Source
from annotator.model.record import Record

MOST_BYTES = 5_000_000
MOST_TAGS = 60_000
MOST_CHILDREN = 5_000
MOST_ATTRIBUTES = 1_000
DEEPEST = 200
"""Beyond these a page takes longer than anybody would wait, and is no news page: libxml2 needs time with the square of
a tag's attributes and cuts what lies deeper, trafilatura with the square of an element's children."""

_DECLARED = regex.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})""", regex.IGNORECASE)
_MEANT = {
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "us-ascii": "cp1252",
    "ascii": "cp1252",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc-kr": "cp949",
    "iso-8859-9": "cp1254",
    "tis-620": "cp874",
}
"""What browsers take a declared encoding for, since that is how such pages are written."""
_LANGUAGE = regex.compile(r"[A-Za-z]{2,3}(?![A-Za-z])")
# Each alternative goes on to the end if nothing closes it, and gives nothing back: linear, whatever the page.
_MARKUP = regex.compile(
    r"<!--(?s:.*?)(?:-->|\Z)"
    r"|<(?P<raw>script|style|textarea|title|xmp|iframe|noembed|noframes)\b(?s:.*?)(?:</(?P=raw)|\Z)"
    r"""|<[a-z][^\s/>]*+(?P<attributes>(?:[\s/]++|=?[^\s/>=]++(?:\s*+=\s*+(?:"[^"]*+"?|'[^']*+'?|[^\s>"']*+))?|=)*+)""",
    regex.IGNORECASE,
)
_QUOTED = regex.compile(r"\"[^\"]*\"|'[^']*'")
_ATTRIBUTE = regex.compile(r"""[\s/'"][^\s/>='"]""")


def read(source: Source, encoding: str | None) -> Iterator[Record]:
    """Yield the one article of a page, its paragraphs a line each. Nothing that the page refers to is opened.

    Raises:
        UserError: if no article can be found in it, or it is built to be slow.
    """
    if source.size > MOST_BYTES:
        raise UserError(f"{source.name} is larger than {MOST_BYTES // 1_000_000} MB, too large for a page.")
    page = _decoded(source, encoding)
    text, meta = _extracted(_parsed(page.text, source.name))
    if not text.strip():
        raise UserError(f"No article was found in {source.name}.")
    meta |= {"file": source.name}
    yield Record(text, meta=meta, raw_sha256=page.raw_sha256, notes=page.notes)


def _decoded(source: Source, encoding: str | None) -> Text:
    """Decode a page as any text, or else as it says of itself."""
    try:
        return read_text(source, encoding)
    except EncodingQuestion as question:
        with source.open() as file:
            declared = _DECLARED.search(file.read(4096))
        if declared is None:
            raise
        name = declared[1].decode().lower()
        try:
            return read_text(source, _MEANT.get(name, name))
        except UserError:
            raise question from None


def _parsed(page: str, name: str) -> Any:
    if page.count("<") > MOST_TAGS:
        raise UserError(f"{name} has more than {MOST_TAGS} tags, too many for a page.")
    if any(_is_overloaded(tag["attributes"] or "") for tag in _MARKUP.finditer(page)):
        raise UserError(f"{name} has a tag with more than {MOST_ATTRIBUTES} attributes, too many for a page.")
    # Their messages quote the page, and would stand beside ours on stderr.
    for library in ("trafilatura", "htmldate", "courlan", "justext", "readability"):
        logging.getLogger(library).setLevel(logging.CRITICAL + 1)
    # Takes as long to import as the rest of the program.
    from trafilatura import load_html

    tree = load_html(page)
    if tree is None:
        raise UserError(f"No article was found in {name}.")
    _refuse_tangle(tree, name)
    return tree


def _is_overloaded(attributes: str) -> bool:
    if len(attributes) < 2 * MOST_ATTRIBUTES:
        return False
    return sum(1 for _ in _ATTRIBUTE.finditer(_QUOTED.sub('""', attributes))) > MOST_ATTRIBUTES


def _refuse_tangle(tree: Any, name: str) -> None:
    level, depth = [tree], 0
    while level:
        depth += 1
        if depth > DEEPEST:
            raise UserError(f"{name} is nested more than {DEEPEST} deep, too deep for a page.")
        if any(len(element) > MOST_CHILDREN for element in level):
            raise UserError(f"{name} has an element of more than {MOST_CHILDREN} parts, too many for a page.")
        level = [child for element in level for child in element]


def _extracted(tree: Any) -> tuple[str, dict[str, str]]:
    from trafilatura import bare_extraction
    from trafilatura.settings import Document

    language = _LANGUAGE.match(tree.get("lang") or "")
    found = bare_extraction(
        tree,
        with_metadata=True,
        include_comments=False,
        # A date from somewhere in the text or the footer would be a guess.
        date_extraction_params={"original_date": True, "extensive_search": False},
    )
    if not isinstance(found, Document):
        return "", {}
    known = {
        "title": found.title,
        "source": found.sitename,
        "byline": found.author,
        "published": found.date,
        "url": found.url,
        "language": language[0].lower() if language else found.language,
    }
    return found.text or "", {name: value for name, value in known.items() if value}
