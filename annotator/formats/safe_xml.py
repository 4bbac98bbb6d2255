"""XML from anywhere: nothing it refers to is opened, nothing in it expands, and its size is bounded."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import regex

from annotator.errors import UserError
from annotator.formats.losses import Losses
from annotator.formats.source import Source
from annotator.model.record import Record

MOST_BYTES = 64_000_000
MOST_ELEMENTS = 2_000_000
UNWRITABLE = "characters that XML cannot hold"

_SAFELY: dict[str, Any] = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "huge_tree": False,
    "remove_comments": True,
    "remove_pis": True,
}
_DECLARED = regex.compile(rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
_ASCII_AT_HEART = regex.compile(rb"utf-?8|us-ascii|ascii|iso-8859-[0-9]{1,2}|windows-125[0-9]", regex.IGNORECASE)
"""Encodings in which markup has the bytes of ASCII, so that it can be looked for before anything is parsed."""
_NO_XML = regex.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def parsed_xml(source: Source) -> Any:
    """Parse a whole source and return its root, an element of lxml.

    Raises:
        UserError: if it is too large, no XML, or declares a document type, which no format here needs.
    """
    # Takes long to import, and only these formats need it.
    from lxml import etree

    content = _checked(source)
    parser = etree.XMLParser(dtd_validation=False, collect_ids=False, **_SAFELY)
    with _no_xml(source.name):
        return etree.fromstring(content, parser)


def root_tag(source: Source) -> str:
    """Return the tag of the root of a source, of which no more is looked at.

    Raises:
        UserError: as :func:`parsed_xml` does.
    """
    from lxml import etree

    content = _checked(source)
    with _no_xml(source.name):
        _, root = next(etree.iterparse(BytesIO(content), events=("start",), **_SAFELY))
    return str(root.tag)


def elements(source: Source, *tags: str) -> Iterator[Any]:
    """Yield the elements that have one of ``tags``, each when it has ended and no longer than until the next one.

    What they lie in is there, with its attributes; what came before and has ended is not. The tree of a source takes
    eight times its size in memory, an element as much as it needs.

    Raises:
        UserError: as :func:`parsed_xml` does, as soon as it is met.
    """
    from lxml import etree

    content = _checked(source)
    with _no_xml(source.name):
        for _, element in etree.iterparse(BytesIO(content), events=("end",), tag=tags, **_SAFELY):
            yield element
            if not any(above.tag in tags for above in element.iterancestors()):
                _let_go(element)


def xml_text(text: str, losses: Losses, record: Record) -> str:
    """Return ``text`` with U+FFFD for every character that XML cannot hold; each is counted."""
    kept, replaced = _NO_XML.subn("\ufffd", text)
    if replaced:
        losses.add(UNWRITABLE, record, count=replaced)
    return kept


def attribute(text: str) -> str:
    """Return ``text`` as the quoted value of an attribute, its line ends kept."""
    return quoteattr(text)


def content(text: str) -> str:
    """Return ``text`` as the content of an element, its line ends kept."""
    return escape(text, {"\r": "&#13;"})


def _checked(source: Source) -> bytes:
    """Return the bytes of a source that may be parsed."""
    if source.size > MOST_BYTES:
        raise UserError(f"{source.name} is larger than {MOST_BYTES // 1_000_000} MB, too large to be read.")
    content = source.read()
    declared = _DECLARED.match(content.removeprefix(b"\xef\xbb\xbf"))
    if b"\0" in content[:256] or (declared is not None and not _ASCII_AT_HEART.fullmatch(declared[1])):
        raise UserError(f"{source.name} is XML in an encoding that is not read; save it as UTF-8.")
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise UserError(f"{source.name} declares a document type, and was not read: nothing here needs one.")
    if content.count(b"<") > MOST_ELEMENTS:
        raise UserError(f"{source.name} has more than {MOST_ELEMENTS} elements, too many to be read.")
    return content


@contextmanager
def _no_xml(name: str) -> Iterator[None]:
    from lxml import etree

    try:
        yield
    except (etree.XMLSyntaxError, ValueError, StopIteration) as error:
        # The message of lxml quotes the file.
        line = getattr(error, "lineno", None)
        where = f" (line {line})" if line else ""
        raise UserError(f"{name} is no XML that can be read{where}.") from None


def _let_go(element: Any) -> None:
    """Take an element out of the tree, and everything that came before it beside it and what it lies in."""
    element.clear(keep_tail=False)
    for one in (element, *element.iterancestors()):
        above = one.getparent()
        while above is not None and above[0] is not one:
            del above[0]
