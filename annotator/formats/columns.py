"""Words in columns: names made fit to stand between blanks, and texts put together from tokens."""

from collections.abc import Container, Iterable, Sequence
from functools import lru_cache
from urllib.parse import unquote

from annotator.model.patterns import compiled

_NOT_IN_A_COLUMN = r"[\s%\x00-\x1f\x7f]"


def quoted(name: str, more: str = "") -> str:
    """Return ``name`` without blanks and without any character of ``more``, which are percent-encoded."""
    pattern = rf"{_NOT_IN_A_COLUMN}|[{more}]" if more else _NOT_IN_A_COLUMN
    return compiled(pattern).sub(lambda found: _encoded(found[0]), name)


@lru_cache(256)
def _encoded(character: str) -> str:
    return "".join(f"%{byte:02X}" for byte in character.encode(errors="replace"))


def unquoted(name: str) -> str:
    """Return the name that was made fit for a column."""
    return unquote(name) if "%" in name else name


def put_together(sentences: Iterable[list[str]], glued: Container[int] = ()) -> tuple[str, list[tuple[int, int]]]:
    """Return a text of these tokens, a sentence a line, and where each token lies in it.

    Args:
        sentences: the tokens of each.
        glued: the numbers of tokens, from 0, behind which there is no blank.
    """
    parts: list[str] = []
    places: list[tuple[int, int]] = []
    length = 0
    for sentence in sentences:
        for at, token in enumerate(sentence):
            if length and (not at or len(places) - 1 not in glued):
                parts.append(" " if at else "\n")
                length += 1
            parts.append(token)
            places.append((length, length + len(token)))
            length += len(token)
    return "".join(parts), places


def glued_in(text: str, tokens: Sequence[str]) -> set[int]:
    """Return the numbers of those ``tokens`` behind which ``text`` has no blank; none if it does not read so."""
    glued: set[int] = set()
    at = 0
    for number, token in enumerate(tokens):
        while at < len(text) and text[at].isspace():
            at += 1
        if not text.startswith(token, at):
            return set()
        at += len(token)
        if at < len(text) and not text[at].isspace():
            glued.add(number)
    return glued
