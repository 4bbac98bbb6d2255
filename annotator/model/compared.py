"""An article as it is compared: its text, and what each of those who are done with it has marked."""

from collections.abc import Mapping, Sequence

import msgspec

from annotator.model.article import ArticleKey
from annotator.model.span import Fragment, Span


class Compared(msgspec.Struct, frozen=True):
    """One article and the layers on it that were marked done.

    An annotator who is not among ``layers`` is absent: whether they would agree is not known.
    """

    key: ArticleKey
    id: str
    text: str
    layers: Mapping[str, Sequence[Span]]
    """The spans by annotator, suggestions left out, in text order."""
    published: str = ""
    """An ISO date, or as much of one as is known."""
    days: Mapping[str, str] = {}
    """The day on which the newest span of a layer was made, by annotator; a layer without spans has none."""
    unread: Mapping[str, Sequence[Fragment]] = {}
    """The paragraphs that an annotator has not read, where there are any: they are absent there, too."""
