"""Attribute values and notes in formats that know only words on one line: nothing changes on the way there and back.

A text is written as it is, unless it would be taken for something else or for several lines; everything else is written
as JSON, and so is such a text.
"""

from typing import Any

import msgspec
import regex

DEEPEST = 8
"""How deep lists may be nested that are read as such."""
LARGEST = 2**63
MOST_CODE_POINT = 0x10FFFF

_ESCAPED = regex.compile(r"[\x7f-\x9f\u2028\u2029\ufffe\uffff]")
"""What JSON may hold as it is, but a line or XML may not."""
_NO_WORD = regex.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]|^\s|\s$|^$")
_NO_IDENTIFIER = regex.compile(r"[^A-Za-z0-9_]|X")
_CODE = regex.compile(r"X([0-9a-f]{1,6})_")
_JSON = regex.compile(r"""["\[{0-9-]|true$|false$|null$""")
"""How JSON begins; most words do not."""


def word_of(value: object) -> str:
    """Return ``value`` as one word or several on a line, from which :func:`value_of` makes it again."""
    if isinstance(value, str) and _NO_WORD.search(value) is None and value_of(value) == value:
        return value
    return _encoded(value)


def value_of(word: str) -> Any:
    """Return what ``word`` says: a number, a list or whatever else it is in JSON, or the words themselves."""
    if _JSON.match(word) is None:
        return word
    try:
        value = msgspec.json.decode(word)
    except (msgspec.MsgspecError, RecursionError, UnicodeEncodeError):
        return word
    return value if is_kept(value) and _encoded(value) == word else word


def text_of(word: str) -> str:
    """Return the text that was written as ``word``, even if it looks like a number."""
    value = value_of(word)
    return value if isinstance(value, str) else word


def is_kept(value: object, depth: int = 0) -> bool:
    """Say whether a project can hold ``value``: no number too large, nothing nested too deeply."""
    if isinstance(value, bool) or value is None or isinstance(value, str | float):
        return True
    if isinstance(value, int):
        return -LARGEST <= value < LARGEST
    if depth == DEEPEST or not isinstance(value, dict | list):
        return False
    return all(is_kept(one, depth + 1) for one in (value.values() if isinstance(value, dict) else value))


def identifier_of(name: str, reserved: frozenset[str] = frozenset()) -> str:
    """Return ``name`` as an identifier that begins with a letter, as in ``sideX20_a``; no two become the same."""
    first = 1 if name in reserved or not name[0].isalpha() else 0
    return _code(name[:first]) + _NO_IDENTIFIER.sub(lambda found: _code(found[0]), name[first:])


def name_of(identifier: str) -> str:
    """Return the name that :func:`identifier_of` made into ``identifier``."""
    return _CODE.sub(lambda found: _coded(found[0], int(found[1], 16)), identifier)


def _code(character: str) -> str:
    return f"X{ord(character):x}_" if character else ""


def _coded(code: str, number: int) -> str:
    kept = 0 < number <= MOST_CODE_POINT and not 0xD800 <= number <= 0xDFFF
    return chr(number) if kept else code


def _encoded(value: object) -> str:
    return _ESCAPED.sub(lambda found: f"\\u{ord(found[0]):04x}", msgspec.json.encode(value).decode())
