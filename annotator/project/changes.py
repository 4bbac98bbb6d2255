"""What an edit changed: the one thing that views refresh from."""

from collections.abc import Mapping

import msgspec

from annotator.model.article import ArticleKey
from annotator.model.span import Span, SpanKey


class ArticleChanges(msgspec.Struct, frozen=True):
    """The spans of one article that an edit put there or changed, and those it removed."""

    put: tuple[Span, ...] = ()
    removed: tuple[SpanKey, ...] = ()


class Changes(msgspec.Struct, frozen=True):
    """What one committed step changed, and by whom.

    ``wholesale`` says that the step touched too much to list: every view reads again what it shows.
    """

    step: int = 0
    op: str = ""
    annotator: str = ""
    articles: Mapping[ArticleKey, ArticleChanges] = msgspec.field(default_factory=dict)
    """Articles whose spans changed."""
    listing: frozenset[ArticleKey] = frozenset()
    """Articles whose metadata, state or existence changed."""
    tagset: bool = False
    wholesale: bool = False

    def __bool__(self) -> bool:
        return self.step != 0
