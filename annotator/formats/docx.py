"""Word files: the text of the body, its tables, boxes and footnotes, and what the file says of itself.

Nothing but the text is looked at: macros, formulas, pictures and whatever lies outside the file are left alone.
"""

from collections.abc import Callable, Iterator
from typing import Any

from annotator.errors import UserError
from annotator.formats import nexis
from annotator.formats.articles import nothing_found
from annotator.formats.blocks import Blocks
from annotator.formats.parcel import Parcel
from annotator.formats.safe_xml import every, first, local, words, xml_tree
from annotator.formats.source import Source
from annotator.model.record import Record

_BODY = "word/document.xml"
_PROPERTIES = "docProps/core.xml"
_SKIPPED = frozenset(
    {"Fallback", "moveFrom", "del", "instrText", "delText", "pPr", "rPr", "sectPr", "tblPr", "tcPr", "trPr"}
)
"""Second copies, what was deleted or moved away, codes of fields, properties."""
_BREAKS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011", "softHyphen": "\u00ad", "ptab": "\t"}


def read(source: Source, encoding: str | None) -> Iterator[Record]:  # noqa: ARG001 – the file says how it is encoded
    """Yield the article of a Word file, or those of a Nexis Uni export.

    Raises:
        UserError: if it is damaged, locked, built to explode, or holds no text.
    """
    parcel = Parcel(source)
    if _BODY not in parcel:
        raise UserError(f"{source.name} is no Word file.")
    body = _Body(source.name, {**_notes(parcel, "footnote"), **_notes(parcel, "endnote")})
    body.read(xml_tree(parcel.part(_BODY), source.name))
    paragraphs = body.blocks.finish()
    if not paragraphs:
        raise nothing_found(source)
    if any(_says_something(parcel, name) for name in parcel.names if name.startswith(("word/header", "word/footer"))):
        body.blocks.count("header")
    if "word/comments.xml" in parcel:
        body.blocks.count("comment", len(every(xml_tree(parcel.part("word/comments.xml"), source.name), "comment")))
    yield from nexis.articles_or_one(source, paragraphs, _meta(parcel, body.title), body.blocks.notes(), parcel.raw)


def _notes(parcel: Parcel, kind: str) -> dict[str, Any]:
    part = f"word/{kind}s.xml"
    if part not in parcel:
        return {}
    found = every(xml_tree(parcel.part(part), parcel.name), kind)
    return {f"{kind}Reference {_value(note, 'id')}": note for note in found if _value(note, "type") in ("", "normal")}


def _says_something(parcel: Parcel, name: str) -> bool:
    return any((text.text or "").strip() for text in every(xml_tree(parcel.part(name), parcel.name), "t"))


def _meta(parcel: Parcel, title: str) -> dict[str, str]:
    if _PROPERTIES not in parcel:
        return {"title": title}
    core = xml_tree(parcel.part(_PROPERTIES), parcel.name)
    return {
        "title": words(core, "title") or title,
        "byline": words(core, "creator"),
        "language": words(core, "language")[:2].lower(),
        "created": words(core, "created"),
    }


class _Body:
    """Goes through a body, and the notes that it refers to."""

    def __init__(self, name: str, notes: dict[str, Any]) -> None:
        self.blocks = Blocks(name)
        self.title = ""
        self._notes = notes
        self._styles: list[str] = []
        self._begins: dict[str, Callable[[], None]] = {
            "p": self._begin_paragraph,
            "tr": self.blocks.begin_row,
            "tc": self.blocks.begin_cell,
            "txbxContent": self.blocks.begin_aside,
        }
        self._ends: dict[str, Callable[[], None]] = {
            "p": self._end_paragraph,
            "tr": self.blocks.end_row,
            "tc": self.blocks.end_cell,
            "txbxContent": self.blocks.end_box,
        }

    def read(self, root: Any) -> None:
        from lxml import etree

        walk = etree.iterwalk(root, events=("start", "end"))
        for event, element in walk:
            name = local(element)
            if event == "end":
                self._ends.get(name, _nothing)()
            elif name in _SKIPPED or (name == "r" and _is_hidden(element)):
                self._count_skipped(name, element)
                walk.skip_subtree()
            elif name in self._begins:
                self._begins[name]()
                self._look_at_properties(name, element)
            else:
                self._take(name, element)

    def _take(self, name: str, element: Any) -> None:
        if name == "t":
            self.blocks.write(element.text or "")
        elif name in _BREAKS:
            if _value(element, "type") != "page":
                self.blocks.write(_BREAKS[name])
        elif name == "sym":
            self.blocks.count("symbol")
            self.blocks.write(_symbol(_value(element, "char")))
        elif name in ("footnoteReference", "endnoteReference"):
            note = self._notes.pop(f"{name} {_value(element, 'id')}", None)
            if note is not None:
                self.blocks.begin_aside()
                self.read(note)
                self.blocks.end_note()

    def _look_at_properties(self, name: str, element: Any) -> None:
        if name != "p":
            return
        properties = next((child for child in element if local(child) == "pPr"), None)
        if properties is None:
            return
        if first(properties, "numPr") is not None:
            self.blocks.count("list")
        style = first(properties, "pStyle")
        if style is not None and not self.title and _value(style, "val").lower() in ("title", "heading1"):
            self.title = " ".join("".join(text.text or "" for text in every(element, "t")).split())

    def _count_skipped(self, name: str, element: Any) -> None:
        if name in ("del", "moveFrom"):
            self.blocks.count("deletion", int(first(element, "delText") is not None or name == "moveFrom"))
        elif name == "r":
            self.blocks.count("hidden passage")

    def _begin_paragraph(self) -> None:
        self.blocks.begin_paragraph()

    def _end_paragraph(self) -> None:
        self.blocks.end_paragraph()


def _is_hidden(run: Any) -> bool:
    properties = next((child for child in run if local(child) == "rPr"), None)
    if properties is None:
        return False
    vanish = next((child for child in properties if local(child) == "vanish"), None)
    return vanish is not None and _value(vanish, "val") not in ("0", "false", "off")


def _symbol(char: str) -> str:
    try:
        return chr(int(char, 16))
    except (ValueError, OverflowError):
        return "\ufffd"


def _value(element: Any, name: str) -> str:
    """Return an attribute by its local name; empty if there is none."""
    return next((str(value) for key, value in element.attrib.items() if key.rpartition("}")[2] == name), "")


def _nothing() -> None:
    """Do nothing."""
