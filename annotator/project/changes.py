"""What an edit changed: the one thing that views refresh from."""

from collections.abc import Mapping

import msgspec

from annotator.model.article import ArticleKey
from annotator.model.span import Fragment, Relation, RelationKey, Span, SpanKey


class ArticleChanges(msgspec.Struct, frozen=True):
    """What of one article an edit put there or changed, and what it removed."""

    put: tuple[Span, ...] = ()
    """Spans that are new or read differently now, among them the ends of relations that came or went."""
    removed: tuple[SpanKey, ...] = ()
    related: tuple[Relation, ...] = ()
    """Relations that are new or read differently now."""
    unrelated: tuple[RelationKey, ...] = ()
    """Relations that are no longer there."""
    paragraphs: tuple[Fragment, ...] = ()
    """Paragraphs that count as read and empty now, or no longer do."""


class Changes(msgspec.Struct, frozen=True):
    """What one committed step changed, and by whom.

    ``wholesale`` says that the step touched too much to list: every view reads again what it shows.
    """

    step: int = 0
    op: str = ""
    annotator: str = ""
    articles: Mapping[ArticleKey, ArticleChanges] = msgspec.field(default_factory=dict)
    """Articles of which spans, relations or read paragraphs changed."""
    listing: frozenset[ArticleKey] = frozenset()
    """Articles whose metadata, state or existence changed."""
    tagset: bool = False
    aliases: bool = False
    """Whether the alias list changed."""
    decided: frozenset[ArticleKey] = frozenset()
    """Articles in which a decision came, changed or went."""
    wholesale: bool = False

    def __bool__(self) -> bool:
        return self.step != 0
