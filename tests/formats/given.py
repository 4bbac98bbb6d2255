"""Small things that tests of the formats do all the time."""

from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import pytest

from annotator.errors import UserError
from annotator.formats.source import Source
from annotator.model.naming import shown
from annotator.model.record import Record

CANARY = "Zanzibarquince"
"""A word of the articles, which no sentence about them may hold."""

Reader = Callable[[Source, str | None], Iterator[Record]]


def source(content: bytes, name: str = "article.txt") -> Source:
    return Source(shown(name), Path(name).suffix.lower(), len(content), lambda: BytesIO(content))


def read_one(read: Reader, content: bytes, name: str = "article.txt", encoding: str | None = None) -> Record:
    (record,) = read(source(content, name), encoding)
    return record


def refusal(read: Reader, content: bytes, name: str = "article.txt", encoding: str | None = None) -> str:
    """Return the sentence with which something is refused, which is short, on one line, and quotes no article."""
    with pytest.raises(UserError) as caught:
        list(read(source(content, name), encoding))
    return checked(str(caught.value))


def checked(sentence: str) -> str:
    assert len(sentence) <= 200, sentence
    assert CANARY not in sentence
    assert sentence.endswith((".", "…"))
    assert sentence.isprintable() or not any(ord(character) < 32 for character in sentence)
    return sentence
