"""The articles that are to be written for training: some fifty bytes for each, since there may be very many."""

from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Literal, NamedTuple, get_args

import msgspec

from annotator.model.article import ArticleKey
from annotator.model.repeated import Repeated
from annotator.model.splitting import LOT_BYTES, Split, day_of, lot_of
from annotator.project.training import Candidate

Tier = Literal["gold", "single", "disputed"]
TIERS: tuple[Tier, ...] = get_args(Tier)


class Chosen(NamedTuple):
    """Why an article is written, and what of it."""

    tier: Tier
    layers: tuple[str, ...]
    """Whose work on it."""
    spans: int


class About(NamedTuple):
    """What an article says of where it comes from."""

    source: str
    language: str
    licence: str


class Item(NamedTuple):
    """An article to be written."""

    key: ArticleKey
    tier: Tier
    layers: tuple[str, ...]
    """Whose work on it."""
    empty: bool
    """Whether nobody has found anything in it."""
    day: str
    """When it was published, as far as that is known."""
    about: About


class Items:
    """Articles to be written, in the order in which they came in.

    Args:
        seed: of the lot that is drawn for each.
    """

    def __init__(self, seed: int) -> None:
        self.keys = array("q")
        self._seed = seed
        self._what = Repeated[tuple[Tier, tuple[str, ...], bool]]()
        self._days = Repeated[str]()
        self._abouts = Repeated[About]()
        self._lots = bytearray()

    def __len__(self) -> int:
        return len(self.keys)

    def __contains__(self, article: object) -> bool:
        if not isinstance(article, int):
            return False
        place = self.place(article)
        return place < len(self.keys) and self.keys[place] == article

    def add(self, article: Candidate, chosen: Chosen) -> None:
        """Add an article, which came in after those that are there."""
        self.keys.append(article.key)
        self._what.append((chosen.tier, chosen.layers, not chosen.spans))
        self._days.append(day_of(article.published))
        self._abouts.append(About(article.source, article.language, article.licence))
        self._lots += lot_of(self._seed, article.id)

    def at(self, place: int) -> Item:
        """Return the one at a place."""
        return Item(self.keys[place], *self._what[place], self._days[place], self._abouts[place])

    def place(self, article: ArticleKey) -> int:
        """Return where an article stands that is there."""
        return bisect_left(self.keys, article)

    def lot(self, place: int) -> bytes:
        """Return the lot that was drawn for the one at a place."""
        return bytes(self._lots[place * LOT_BYTES : (place + 1) * LOT_BYTES])


class LeftOut(msgspec.Struct, frozen=True):
    """Something that is not written, and how much of it there is."""

    what: str
    count: int


class Plan(NamedTuple):
    """What is to be written."""

    items: Items
    splits: Repeated[Split | None]
    """For each of the items, in which split it is; nothing for one that is left out."""
    wanted: tuple[Split, ...]
    """The splits that are made."""
    stories: Mapping[Split, int]
    """Of how many stories the articles of a split are; one that has no copy is a story too."""
    left_out: tuple[LeftOut, ...]

    def keys(self, split: Split) -> "array[int]":
        """Return the articles of a split, in the order in which they came in."""
        return array("q", (key for key, its in zip(self.items.keys, self.splits, strict=True) if its == split))

    def split_of(self, article: ArticleKey) -> Split | None:
        """Return the split of an article."""
        return self.splits[self.items.place(article)]

    def item(self, article: ArticleKey) -> Item:
        """Return an article that is to be written."""
        return self.items.at(self.items.place(article))

    def abouts(self) -> Iterator[About]:
        """Yield what each article that is written says of where it comes from."""
        return (self.items.at(place).about for place, split in enumerate(self.splits) if split is not None)

    def sizes(self) -> Counter[Split | None]:
        """Return how many articles each split has."""
        return Counter(self.splits)
