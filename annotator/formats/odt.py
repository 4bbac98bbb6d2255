"""OpenDocument texts: the text, its tables, boxes and notes, and what the file says of itself."""

from collections.abc import Callable, Iterator
from typing import Any

import regex

from annotator.errors import UserError
from annotator.formats import nexis
from annotator.formats.articles import nothing_found
from annotator.formats.blocks import Blocks
from annotator.formats.parcel import Parcel
from annotator.formats.safe_xml import every, first, inner_text, local, words, xml_tree
from annotator.formats.source import Source
from annotator.model.record import Record

_CONTENT = "content.xml"
_SKIPPED = frozenset(
    {
        "tracked-changes",
        "note-citation",
        "sequence-decls",
        "forms",
        "scripts",
        "hidden-text",
        "bibliography-configuration",
    }
)
_MOST_BLANKS = 1_000
_BLANKS = regex.compile(r"[ \t\r\n]+")


def read(source: Source, encoding: str | None) -> Iterator[Record]:  # noqa: ARG001 – the file says how it is encoded
    """Yield the article of an OpenDocument text, or those of a Nexis Uni export.

    Raises:
        UserError: if it is damaged, locked, built to explode, or holds no text.
    """
    parcel = Parcel(source)
    if _CONTENT not in parcel:
        raise UserError(f"{source.name} is no OpenDocument text.")
    if "META-INF/manifest.xml" in parcel and b"encryption-data" in parcel.part("META-INF/manifest.xml"):
        raise UserError(f"{source.name} is locked with a password; save it without one.")
    content = xml_tree(parcel.part(_CONTENT), source.name)
    text = first(content, "body", "text")
    if text is None:
        raise UserError(f"{source.name} is no OpenDocument text.")
    body = _Body(source.name)
    body.read(text)
    paragraphs = body.blocks.finish()
    if not paragraphs:
        raise nothing_found(source)
    body.blocks.count("deletion", len(every(text, "deletion")))
    if _has_headers(parcel):
        body.blocks.count("header")
    yield from nexis.articles_or_one(source, paragraphs, _meta(parcel, body.title), body.blocks.notes(), parcel.raw)


def _has_headers(parcel: Parcel) -> bool:
    if "styles.xml" not in parcel:
        return False
    styles = xml_tree(parcel.part("styles.xml"), parcel.name)
    return any(inner_text(part) for kind in ("header", "footer") for part in every(styles, kind))


def _meta(parcel: Parcel, title: str) -> dict[str, str]:
    if "meta.xml" not in parcel:
        return {"title": title}
    said = xml_tree(parcel.part("meta.xml"), parcel.name)
    return {
        "title": words(said, "title") or title,
        "byline": words(said, "initial-creator") or words(said, "creator"),
        "language": words(said, "language")[:2].lower(),
        "created": words(said, "creation-date") or words(said, "date"),
    }


class _Body:
    """Goes through the elements of a text."""

    def __init__(self, name: str) -> None:
        self.blocks = Blocks(name)
        self.title = ""
        self._begins: dict[str, Callable[[], None]] = {
            "p": self.blocks.begin_paragraph,
            "h": self.blocks.begin_paragraph,
            "table-row": self.blocks.begin_row,
            "table-cell": self.blocks.begin_cell,
            "text-box": self.blocks.begin_aside,
            "note-body": self.blocks.begin_aside,
            "annotation": self.blocks.begin_aside,
        }
        self._ends: dict[str, Callable[[], None]] = {
            "p": self.blocks.end_paragraph,
            "h": self.blocks.end_paragraph,
            "table-row": self.blocks.end_row,
            "table-cell": self.blocks.end_cell,
            "text-box": self.blocks.end_box,
            "note-body": self.blocks.end_note,
            "annotation": lambda: self.blocks.drop_aside("comment"),
        }

    def read(self, root: Any) -> None:
        from lxml import etree

        walk = etree.iterwalk(root, events=("start", "end"))
        inside = 0
        for event, element in walk:
            name = local(element)
            if event == "start":
                if name in _SKIPPED:
                    walk.skip_subtree()
                    continue
                inside += name in ("p", "h")
                self._begins.get(name, _nothing)()
                self._take(name, element)
                self._write(element.text, inside)
                continue
            inside -= name in ("p", "h")
            if name not in _SKIPPED:
                self._ends.get(name, _nothing)()
            if element is not root:
                self._write(element.tail, inside)

    def _take(self, name: str, element: Any) -> None:
        if name == "s":
            self.blocks.write(" " * _count(element))
        elif name == "tab":
            self.blocks.write("\t")
        elif name == "line-break":
            self.blocks.write("\n")
        elif name == "list-item":
            self.blocks.count("list")
        elif name in ("p", "h") and not self.title and (name == "h" or _style(element) == "Title"):
            self.title = inner_text(element)

    def _write(self, text: str | None, inside: int) -> None:
        # Blanks between elements are layout of the file; in a paragraph a run of them is one.
        if text and inside:
            text = _BLANKS.sub(" ", text)
            self.blocks.write(text[1:] if text.startswith(" ") and self.blocks.ends_in(" ") else text)


def _count(element: Any) -> int:
    said = next((value for key, value in element.attrib.items() if key.endswith("}c")), "1")
    return min(int(said), _MOST_BLANKS) if said.isascii() and said.isdigit() and len(said) < 9 else 1


def _style(element: Any) -> str:
    return next((str(value) for key, value in element.attrib.items() if key.endswith("}style-name")), "")


def _nothing() -> None:
    """Do nothing."""
