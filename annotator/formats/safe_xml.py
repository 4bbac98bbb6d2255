"""XML from anywhere: nothing it refers to is opened, nothing in it expands, and what is damaged is refused.

Annotated work is read by :func:`parsed_xml`, which is strict: programs write it, and none of them declares a document
type. Articles are read by :func:`xml_tree`: agencies and feeds do that, and name characters as HTML does.
"""

from html.entities import html5
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

_DECLARED = regex.compile(rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
_ASCII_AT_HEART = regex.compile(rb"utf-?8|us-ascii|ascii|iso-8859-[0-9]{1,2}|windows-125[0-9]", regex.IGNORECASE)
"""Encodings in which markup has the bytes of ASCII, so that it can be looked for before anything is parsed."""
_VERSION_1_1 = regex.compile(rb"""<\?xml\s+version\s*=\s*["']1\.1["']""")
_ONLY_IN_1_1 = regex.compile(rb"&#(?:x0*(?:[1-8bcefBCEF]|1[0-9a-fA-F])|0*(?:[1-8]|1[124-9]|2[0-9]|3[01]));")
"""Numbers of control characters, which XML 1.0 cannot hold."""
_NAMED = regex.compile(rb"<!\[CDATA\[.*?(?:\]\]>|\Z)|&(?P<name>[A-Za-z][A-Za-z0-9]{1,31});", regex.DOTALL)
_XML_NAMES = frozenset({b"amp", b"lt", b"gt", b"quot", b"apos"})
_NO_XML = regex.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def parsed_xml(source: Source) -> Any:
    """Parse a whole source and return its root, an element of lxml.

    Raises:
        UserError: if it is too large, no XML, or declares a document type, which no format here needs.
    """
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
    return _root(as_version_1_0(content)[0], source.name)


def xml_tree(content: bytes, name: str, *, recover: bool = False) -> Any:
    """Return the root of an XML file.

    Names of characters that HTML has and XML has not (``&nbsp;``) are read all the same: agencies and feeds use them.

    Args:
        content: the bytes of the file, which say themselves how they are encoded.
        name: what to call it in a sentence.
        recover: read what is not well-formed as far as it goes.

    Raises:
        UserError: if it is no XML, or declares entities of its own.
    """
    from lxml import etree

    root = _root(_NAMED.sub(_numbered, content), name, recover=recover)
    inner = root.getroottree().docinfo.internalDTD
    declared = inner is not None and next(iter(inner.iterentities()), None) is not None
    if declared or next(root.iter(etree.Entity), None) is not None:
        raise UserError(f"{name} declares entities of its own, which are not read.")
    return root


def local(element: Any) -> str:
    """Return the name of an element without its namespace; empty for what is no element."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def inner_text(element: Any) -> str:
    """Return all text in an element on one line; empty if there is no element."""
    return "" if element is None else " ".join("".join(element.itertext()).split())


def first(root: Any, *path: str) -> Any:
    """Return the first element below ``root`` by the local names on the way to it, or nothing."""
    steps = "/".join(f"*[local-name()='{step}']" for step in path)
    found = root.xpath(f".//{steps}")
    return found[0] if found else None


def every(root: Any, name: str) -> list[Any]:
    """Return all elements below ``root`` of a local name, in their order."""
    return list(root.xpath(f".//*[local-name()='{name}']"))


def words(root: Any, *path: str) -> str:
    """Return the text of the first element below ``root`` by the local names on the way to it; empty if none."""
    return inner_text(first(root, *path))


def as_version_1_0(content: bytes) -> tuple[bytes, int]:
    """Return XML 1.1 with U+FFFD for every control character that only it can hold, and how many there were.

    Nothing here reads XML 1.1; but for these characters, it is the same.
    """
    if _VERSION_1_1.match(content.removeprefix(b"\xef\xbb\xbf")) is None:
        return content, 0
    return _ONLY_IN_1_1.subn(b"&#xFFFD;", content)


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


def _numbered(found: regex.Match[bytes]) -> bytes:
    """Return the number of a character that HTML has a name for; anything else as it is."""
    name = found["name"]
    characters = None if name is None or name in _XML_NAMES else html5.get(f"{name.decode()};")
    return found[0] if characters is None else b"".join(b"&#%d;" % ord(character) for character in characters)


def _root(content: bytes, name: str, *, recover: bool = False) -> Any:
    # Takes long to import, and only these formats need it.
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
        recover=recover,
    )
    root, where = None, ""
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        # The message of lxml quotes the file.
        line = getattr(error, "lineno", None)
        where = f" (line {line})" if line else ""
    if root is None:
        raise UserError(f"{name} is no XML that can be read{where}.")
    return root
