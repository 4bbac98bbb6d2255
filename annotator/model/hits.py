"""Hits: places of texts that a search found, with the words around them and what is marked there."""

from collections.abc import Sequence
from typing import Literal

import msgspec

from annotator.model.article import ArticleKey
from annotator.model.span import Fragment, Span
from annotator.model.words import words_of_line

Place = tuple[ArticleKey, Fragment]
"""A run of one article's text."""

Standing = Literal["free", "same", "other_tag", "overlaps"]
"""How a mention stands to what the own layer has there already:

``same`` – just these words have the tag; ``other_tag`` – just these words have another one; ``overlaps`` – a span with
the tag covers part of them, or more than them; ``free`` – none of that, though a span of another tag may lie around
them, as a claim lies around its actors.
"""


class Hit(msgspec.Struct, frozen=True):
    """One place that a search found. Offsets are code points into the article's text."""

    article: ArticleKey
    heading: str
    """The title, or the first words of an article without one."""
    source: str
    published: str
    start: int
    end: int
    left: str
    """About sixty code points of what stands before the words, on one line, with the space between."""
    words: str
    """The words themselves, on one line."""
    right: str
    """What stands behind them, likewise."""
    marks: tuple[Span, ...] = ()
    """The spans of the looked-at layer that touch the words, in text order."""
    done: bool = False
    """Whether the own annotator has called the article done."""

    @property
    def place(self) -> Place:
        """Where the hit is."""
        return self.article, Fragment(self.start, self.end)

    @property
    def sort_left(self) -> tuple[str, ...]:
        """A key to sort by what stands before: its words read from the hit outwards, without regard to case."""
        return tuple(reversed(_folded(self.left)))

    @property
    def sort_right(self) -> tuple[str, ...]:
        """A key to sort by what stands behind: its words, without regard to case."""
        return tuple(_folded(self.right))

    @property
    def sort_words(self) -> tuple[str, ...]:
        """A key to sort by the words themselves, without regard to case."""
        return tuple(_folded(self.words)) or (self.words.casefold(),)

    def exact(self) -> list[Span]:
        """Return the marks that lie on just these words."""
        return [span for span in self.marks if span.start == self.start and span.end == self.end]

    def meant(self, tag: str = "") -> list[Span]:
        """Return the marks that an edit of this hit is about: those with ``tag``, or without one those on just it."""
        return [span for span in self.marks if span.tag == tag] if tag else self.exact()


class Mention(Hit, frozen=True, kw_only=True):
    """The same words, found elsewhere."""

    standing: Standing
    refused: bool
    """Whether the annotator said earlier that this is no such mention."""

    @property
    def marked_same(self) -> bool:
        """Whether just these words have the tag already."""
        return self.standing == "same"

    @property
    def offered(self) -> bool:
        """Whether the mention is to be chosen unless the annotator says otherwise."""
        return self.standing == "free" and not self.refused


def standing(spans: Sequence[Span], tag: str, place: Fragment) -> Standing:
    """Return how ``place`` stands to ``spans``, those that touch it, if ``tag`` is to be put there."""
    here = [span for span in spans if span.fragments == (place,)]
    if any(span.tag == tag for span in here):
        return "same"
    if any(span.tag == tag for span in spans):
        return "overlaps"
    return "other_tag" if here else "free"


def _folded(text: str) -> list[str]:
    return [word.casefold() for word in words_of_line(text)]
