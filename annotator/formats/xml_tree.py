"""XML from outside: nothing is loaded, no entity is expanded, and what is damaged is refused."""

from typing import Any

from annotator.errors import UserError

DEEPEST = 256
"""Deeper, libxml2 cuts what it reads."""


def xml_tree(content: bytes, name: str, *, recover: bool = False) -> Any:
    """Return the root of an XML file.

    Args:
        content: the bytes of the file, which say themselves how they are encoded.
        name: what to call it in a sentence.
        recover: whether to read what can be read of a file with mistakes.

    Raises:
        UserError: if it is no XML, or declares entities of its own.
    """
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False, remove_pis=True,
        remove_comments=True, recover=recover,
    )  # fmt: skip
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None)
        raise UserError(f"{name} is no XML that can be read{f' (line {line})' if line else ''}.") from None
    if root is None:
        raise UserError(f"{name} is no XML that can be read.")
    inner = root.getroottree().docinfo.internalDTD
    if inner is not None and next(iter(inner.iterentities()), None) is not None:
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
