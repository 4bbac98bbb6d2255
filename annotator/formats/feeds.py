"""Feeds: RSS and Atom, an article an entry. Nothing that an entry refers to is loaded."""

from collections.abc import Iterator
from typing import Any

import regex

from annotator.errors import UserError
from annotator.formats.articles import article, told_at_the_end
from annotator.formats.blocks import Blocks
from annotator.formats.dates import iso_date
from annotator.formats.decoding import read_text
from annotator.formats.languages import language_code
from annotator.formats.markup import shown_blocks, take_elements
from annotator.formats.safe_xml import inner_text, local, xml_tree
from annotator.formats.source import Source
from annotator.model.record import Record

MOST_BYTES = 100_000_000
_FEEDS = frozenset({"rss", "rdf", "feed", "channel"})
_TEXTS = ("encoded", "content", "fulltext", "body", "description", "summary")
_SHORT = frozenset({"description", "summary"})
_DATES = ("pubDate", "published", "issued", "date", "updated", "modified")
_BEGINNING = regex.compile(rb"<(?:\w+:)?(?:rss|feed|RDF)[\s>]")
_BARE = regex.compile(
    rb"<!\[CDATA\[.*?(?:\]\]>|\Z)|(?P<bare>&)(?!(?:[A-Za-z][A-Za-z0-9]{1,31}|#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6});)",
    regex.DOTALL,
)
_LOOK = 4_096
_DECLARED = regex.compile(rb"""(<\?xml[^>]{0,200}?encoding\s*=\s*["'])([A-Za-z0-9._-]{1,40})(["'])""")
_BEGINS = regex.compile(rb"<\?xml\b|<!DOCTYPE|<(?:\w+:)?(?:rss|feed|RDF)[\s>]")
_UNFIT = regex.compile(
    rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|&#(?:x(?:[0-8bcef]|1[0-9a-f])|(?:[0-8]|1[1245-9]|2[0-9]|3[01]));", regex.IGNORECASE
)
_XML_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


def recognise(start: bytes) -> bool:
    """Say whether a file begins like a feed."""
    return _BEGINNING.search(start[:4_096]) is not None


def read(source: Source, encoding: str | None) -> Iterator[Record]:
    """Yield an article for each entry: its title, and its text as far as the feed has it.

    Raises:
        EncodingQuestion: if it is not encoded as it says, and no encoding is given.
        UserError: if it is no feed, or has no entry with words in it.
    """
    if source.size > MOST_BYTES:
        raise UserError(f"{source.name} is larger than {MOST_BYTES // 1_000_000} MB, too large for a feed.")
    root, said_of_file = _root(source, encoding)
    if local(root).lower() not in _FEEDS:
        raise UserError(f"{source.name} is XML, but no feed, nor a file of an agency (NewsML, NITF).")
    notes: list[str] = []
    yield from told_at_the_end(_entries(root, source, said_of_file, notes), notes)


def _entries(root: Any, source: Source, said: list[str], at_the_end: list[str]) -> Iterator[Record]:
    feed = _of_feed(root)
    read = short = empty = 0
    for entry in [element for element in root.iter() if local(element) in ("item", "entry")]:
        found = _Entry(entry, source.name)
        if not found.paragraphs:
            empty += 1
            continue
        read += 1
        short += found.is_short
        yield article(source, found.paragraphs, feed | found.meta(), [*said, *found.notes])
        said = []
    if not read:
        raise UserError(f"{source.name} has no entry with words in it.")
    if empty:
        at_the_end.append(f"Entries without words ({empty}) were left out.")
    if short:
        at_the_end.append(_said(short))


def _root(source: Source, encoding: str | None) -> tuple[Any, list[str]]:
    """Return the root of a feed, and what there is to say about how it had to be read."""
    content = source.read()
    notes: list[str] = []
    if b"\0" not in content[:_LOOK]:
        if not _declares_another(content):
            decoded = read_text(source, encoding, MOST_BYTES)
            notes += decoded.notes
            content = _DECLARED.sub(rb"\1utf-8\3", decoded.text.encode(), count=1)
        content, unfit = _UNFIT.subn(b"", content[_beginning(content) :])
        if unfit:
            notes.append(f"Characters that XML cannot hold ({unfit}) were left out.")
    content = _BARE.sub(_escaped, content)
    try:
        return xml_tree(content, source.name), notes
    except UserError:
        if b"<!ENTITY" in content:
            raise
        root = xml_tree(content, source.name, recover=True)
        if not any(local(element) in ("item", "entry") for element in root.iter()):
            raise
        return root, [*notes, "It is not built as XML has to be; it was read as far as it goes."]


def _declares_another(content: bytes) -> bool:
    """Say whether a file declares an encoding other than UTF-8, which it is read in."""
    found = _DECLARED.search(content[:_LOOK])
    return found is not None and found[2].lower() not in (b"utf-8", b"utf8")


def _beginning(content: bytes) -> int:
    """Return where XML begins, behind blanks and whatever else a server put before it."""
    found = _BEGINS.search(content[:_LOOK])
    return found.start() if found is not None else 0


def _escaped(found: regex.Match[bytes]) -> bytes:
    """Return an ampersand as XML wants it: the mistake that feeds make most."""
    return found[0] if found["bare"] is None else b"&amp;"


def _said(short: int) -> str:
    return (
        f"Of {short} entries the feed has no more than a description, which is often only the beginning of an article."
    )


def _of_feed(root: Any) -> dict[str, str]:
    channel = next((child for child in root if local(child) == "channel"), root)
    said = {local(child): child for child in reversed(channel) if isinstance(child.tag, str)}
    language = inner_text(said.get("language")) or root.get(_XML_LANGUAGE) or ""
    return {"source": inner_text(said.get("title")), "language": language_code(language)}


class _Entry:
    """An entry of a feed."""

    def __init__(self, entry: Any, name: str) -> None:
        self._said: dict[str, Any] = {}
        for child in entry:
            if isinstance(child.tag, str):
                self._said.setdefault(local(child), child)
        self._entry = entry
        kind = next((kind for kind in _TEXTS if self._has_words(kind)), "")
        self.is_short = kind in _SHORT
        blocks = _shown(self._said[kind], name) if kind else Blocks(name)
        text = blocks.finish()
        self.notes = blocks.notes()
        self.title = self._title(name)
        self.paragraphs = [self.title, *text] if self.title and text[:1] != [self.title] else text

    def meta(self) -> dict[str, str]:
        said = self._said
        source = said.get("source")
        date = next((inner_text(said[name]) for name in _DATES if name in said), "")
        known = {
            "title": self.title,
            "byline": self._author(),
            "published": iso_date(date),
            "published_as_written": "" if iso_date(date) else date,
            "url": self._link(),
            "guid": inner_text(said.get("guid")) or inner_text(said.get("id")),
            "source": inner_text(source) if source is not None and not len(source) else "",
            "language": language_code(self._entry.get(_XML_LANGUAGE) or inner_text(said.get("language"))),
        }
        return {name: value for name, value in known.items() if value}

    def _has_words(self, kind: str) -> bool:
        return kind in self._said and bool(inner_text(self._said[kind]))

    def _title(self, name: str) -> str:
        title = self._said.get("title")
        return " ".join(_shown(title, name).finish()) if title is not None else ""

    def _author(self) -> str:
        authors = [element for element in self._entry if local(element) in ("creator", "author")]
        names = [
            next((inner_text(part) for part in author if local(part) == "name"), inner_text(author))
            for author in authors
        ]
        # RSS has "address (name)".
        bare = [regex.sub(r"^\S+@\S+\s+\((.+)\)$", r"\1", name) for name in names if name]
        return ", ".join(dict.fromkeys(bare))

    def _link(self) -> str:
        links = [element for element in self._entry if local(element) == "link"]
        for link in links:
            if link.get("href") and link.get("rel", "alternate") == "alternate":
                return str(link.get("href"))
        return next((inner_text(link) for link in links if inner_text(link)), "")


def _shown(element: Any, name: str) -> Blocks:
    """Return what is shown of an element whose content is HTML, as elements or as characters, or plain text."""
    if element.get("type") == "text":
        blocks = Blocks(name)
        for paragraph in regex.split(r"\n\s*\n", "".join(element.itertext())):
            blocks.write(paragraph)
            blocks.end_paragraph()
        return blocks
    if len(element):
        return take_elements(element, Blocks(name), name)
    return shown_blocks(element.text or "", name)
