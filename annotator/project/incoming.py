"""What travels between the deciding and the writing half of an import."""

from collections.abc import Mapping
from typing import Any

import msgspec

from annotator.model.article import Meta
from annotator.model.decision import Decision
from annotator.model.layer import Status
from annotator.model.record import Record
from annotator.project.notes import Notes


class Arrival(msgspec.Struct, frozen=True):
    """A record on its way in."""

    path: str
    """What to call the place it comes from."""
    record: Record
    sha256: str
    """SHA-256 of its text, in hexadecimal."""


class ArticleCounts(msgspec.Struct):
    """Articles of an import: added, already there, refused."""

    new: int = 0
    known: int = 0
    refused: int = 0


class SpanCounts(msgspec.Struct):
    """Spans of an import: added (the re-anchored ones among them), already there, refused."""

    new: int = 0
    known: int = 0
    reanchored: int = 0
    refused: int = 0


class Tally(msgspec.Struct):
    """What an import did, or would do."""

    articles: ArticleCounts = msgspec.field(default_factory=ArticleCounts)
    spans: SpanCounts = msgspec.field(default_factory=SpanCounts)
    notes: Notes = msgspec.field(default_factory=Notes)


Place = tuple[str, int, int, str | None]
"""What makes a span the same one again: its tag, start, end and, if it has several, its fragments as stored."""


class ArticleSlot:
    """An article of the project; ``key`` is 0 until a new one is written."""

    __slots__ = ("id", "key", "sha256", "source", "story")

    def __init__(self, key: int, article_id: str, sha256: str, source: str, story: str) -> None:
        self.key = key
        self.id = article_id
        self.sha256 = sha256
        self.source = source
        self.story = story


class LayerSlot:
    """A layer; ``key`` is 0 until a new one is written. Knows what it holds: spans, relations, paragraphs read.

    Of gold also the ids of all decisions, and what the decisions that count are about.
    """

    __slots__ = (
        "annotator", "decisions", "flagged", "ids", "key", "labels", "paragraphs", "places", "questions", "relations",
        "status",
    )  # fmt: skip

    def __init__(self, annotator: str, status: Status, labels: Mapping[str, Any], *, flagged: bool) -> None:
        self.key = 0
        self.annotator = annotator
        self.status = status
        self.labels = labels
        self.flagged = flagged
        self.ids: dict[str, Place] = {}
        self.places: dict[Place, str] = {}
        self.relations: set[tuple[str, str, str]] = set()
        self.paragraphs: set[tuple[int, int]] = set()
        self.decisions: set[str] = set()
        self.questions: set[str] = set()


class NewArticle(msgspec.Struct):
    """An article to be added."""

    text: str
    meta: Meta
    raw_sha256: str
    twin: ArticleSlot | None
    """An article with the same text, whose story it joins."""


class Intent(msgspec.Struct):
    """What is to be written for one record."""

    article: ArticleSlot
    new_article: NewArticle | None
    layer: LayerSlot | None
    spans: list[tuple[Any, ...]]
    """Columns of the table ``span`` from ``tag`` (still by name) to ``guesses``."""
    relations: list[tuple[str, str, str, str, str | None]]
    """Type, head, child (both by span id), id, extra."""
    paragraphs: list[tuple[int, int]] = []
    """Where paragraphs begin and end that were read and hold nothing."""
    decisions: list[Decision] = []
    """Decisions that come with gold, with the ids of the spans that they put there."""
