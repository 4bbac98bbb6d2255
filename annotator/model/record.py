"""Records: what formats read and write, and jobs carry between them and a project.

A record is one article with at most one layer of work on it. Its fields are those of a line of native JSONL
(``annotator/1``), so that the format which carries everything needs no translation.
"""

from typing import Any, Literal

import msgspec

SCHEMA = "annotator/1"

DECISION = "decision"
"""The key of what a reviewer decided about a span of gold: an object that ``model.decision`` reads and writes."""
_EXTRA = "\ue000extra"
"""A name that begins with a private character, so that a file's own ``extra`` is a key like any other."""


class RecordSpan(msgspec.Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """A span as it travels. Offsets are code points; ``fragments`` may be left out when there is only one.

    Encoded as it stands, it is the span of a line of native JSONL, as long as it has no ``extra``.
    """

    id: str | None = None
    label: str
    start: int
    end: int
    fragments: list[tuple[int, int]] | None = None
    text: str | None = None
    attributes: dict[str, Any] = {}
    origin: str | None = None
    unsure: bool = False
    note: str = ""
    guessed: dict[str, str] | msgspec.UnsetType = msgspec.UNSET
    """Which of the attributes nobody has touched yet, and the engine that guessed each."""
    extra: dict[str, Any] | msgspec.UnsetType = msgspec.field(default=msgspec.UNSET, name=_EXTRA)
    """Keys that the program does not know, if there are any; and of a span of gold its :data:`DECISION`."""


class RecordRelation(msgspec.Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """A relation as it travels; ``head`` and ``child`` are ids of spans in the same record."""

    id: str | None = None
    label: str
    head: str
    child: str
    extra: dict[str, Any] | msgspec.UnsetType = msgspec.field(default=msgspec.UNSET, name=_EXTRA)


class Record(msgspec.Struct):
    """One article, and one layer's work on it if ``layer`` or ``spans`` say so."""

    text: str
    id: str | None = None
    sha256: str | None = None
    meta: dict[str, Any] = {}
    layer: str | None = None
    status: str | None = None
    flagged: bool = False
    tagset: str | None = None
    tagset_version: int | None = None
    spans: list[RecordSpan] = []
    relations: list[RecordRelation] = []
    labels: dict[str, Any] = {}
    read: list[tuple[int, int]] = []
    """Paragraphs of which the annotator says that nothing is to be marked in them, in code points."""
    raw_sha256: str | None = None
    """SHA-256 of the bytes the text came from, where a reader knows them."""
    text_is: Literal["exact", "tokens", "elsewhere"] = "exact"
    """Whether ``text`` is the article's, or was put together from tokens so that its blanks are not known, or is empty
    because only the project has it. In the last two cases an article of the same id lends its own text."""
    notes: list[str] = []
    """What the reader had to say about this article, a sentence each (an encoding, a replaced character)."""
    decisions: list[dict[str, Any]] = []
    """What a reviewer decided that put no span into gold, or counts no longer."""


class Place(msgspec.Struct, frozen=True):
    """An article, or a span of it if there is a ``tag``."""

    article: str = ""
    """Its id."""
    title: str = ""
    tag: str = ""
    words: str = ""
    """The beginning of what the span lies on."""
    start: int = 0
    """Where the span begins, in code points."""
    end: int = 0


class Loss(msgspec.Struct, frozen=True):
    """One kind of thing that a format could not hold."""

    what: str
    count: int
    example: str
    """One of them, in words."""
    of: str = ""
    """What of the place is meant, if not the article or the span as such: the name of an attribute, or the like."""
    place: Place | None = None
    """Where the example is."""


class LossReport(msgspec.Struct):
    """What a writer wrote, and what its format could not hold."""

    articles: int = 0
    spans: int = 0
    relations: int = 0
    loss: list[Loss] = []
    files: list[str] = []
    """The names of the files, where an export is several."""
