"""Articles: an immutable text and what is known about it."""

from collections.abc import Mapping
from hashlib import sha256
from typing import Literal, get_args

import msgspec

ArticleKey = int
"""The number of an article in its project file; never leaves the file."""

MetaField = Literal["title", "source", "byline", "published", "url", "language", "story"]
META_FIELDS: tuple[MetaField, ...] = get_args(MetaField)


class Meta(msgspec.Struct, frozen=True):
    """What is known about an article. Every field may be empty, and every field may be edited."""

    title: str = ""
    source: str = ""
    byline: str = ""
    published: str = ""
    """An ISO date, or as much of one as is known."""
    url: str = ""
    language: str = ""
    """An ISO 639-1 code."""
    story: str = ""
    extra: Mapping[str, object] = msgspec.field(default_factory=dict)
    """Whatever else an import brought along, kept for the export."""


class Article(msgspec.Struct, frozen=True):
    """One immutable text with its metadata.

    Offsets into ``text`` are Unicode code points everywhere in the program.
    """

    key: ArticleKey
    id: str
    text: str
    meta: Meta
    sha256: str
    """SHA-256 of ``text`` in UTF-8, in hexadecimal."""
    raw_sha256: str
    """SHA-256 of the bytes the text was read from, in hexadecimal."""


def text_sha256(text: str) -> str:
    """Return the SHA-256 of ``text`` in UTF-8, in hexadecimal."""
    return sha256(text.encode()).hexdigest()
