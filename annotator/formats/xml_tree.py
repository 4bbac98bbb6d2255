"""XML from outside: nothing is loaded, no entity is expanded, and what is damaged is refused."""

from html.entities import html5
from typing import Any

import regex

from annotator.errors import UserError

_NAMED = regex.compile(rb"<!\[CDATA\[.*?(?:\]\]>|\Z)|&(?P<name>[A-Za-z][A-Za-z0-9]{1,31});", regex.DOTALL)
_XML_NAMES = frozenset({b"amp", b"lt", b"gt", b"quot", b"apos"})


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

    parser = etree.XMLParser(
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_pis=True,
        remove_comments=True,
        recover=recover,
    )
    try:
        root = etree.fromstring(_NAMED.sub(_numbered, content), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None)
        raise UserError(f"{name} is no XML that can be read{f' (line {line})' if line else ''}.") from None
    if root is None:
        raise UserError(f"{name} is no XML that can be read.")
    inner = root.getroottree().docinfo.internalDTD
    declared = inner is not None and next(iter(inner.iterentities()), None) is not None
    if declared or next(root.iter(etree.Entity), None) is not None:
        raise UserError(f"{name} declares entities of its own, which are not read.")
    return root


def _numbered(found: regex.Match[bytes]) -> bytes:
    """Return the number of a character that HTML has a name for; anything else as it is."""
    name = found["name"]
    characters = None if name is None or name in _XML_NAMES else html5.get(f"{name.decode()};")
    return found[0] if characters is None else b"".join(b"&#%d;" % ord(character) for character in characters)


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
