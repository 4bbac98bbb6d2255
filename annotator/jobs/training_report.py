"""What an export for training holds: how many articles and spans of what, and how they lie on tokens."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from annotator.jobs.training_items import Item, LeftOut, Tier
from annotator.model.pointing import place_of, pointed_at
from annotator.model.record import Loss, Place, Record
from annotator.model.splitting import Split
from annotator.model.tokens import Tokens


class OffTokens(msgspec.Struct, frozen=True):
    """How the spans of one tag lie on tokens."""

    tag: str
    spans: int
    off: int
    """Spans of which an edge is inside a token, or beside any."""
    example: str = ""
    """One of them, in words."""
    place: Place | None = None
    """Where it is."""


class SplitCounts(msgspec.Struct):
    """What one split holds."""

    articles: int = 0
    stories: int = 0
    records: int = 0
    """Lines of work: one for each article and annotator."""
    relations: int = 0
    negatives: int = 0
    """Articles read and found empty."""
    tiers: Counter[Tier] = msgspec.field(default_factory=Counter)
    tags: Counter[str] = msgspec.field(default_factory=Counter)
    """Spans by tag."""
    relation_types: Counter[str] = msgspec.field(default_factory=Counter)
    """Relations by type."""
    annotators: Counter[str] = msgspec.field(default_factory=Counter)
    """Articles by annotator, as they are called in the files."""
    first: str = ""
    """The earliest day of its articles."""
    last: str = ""

    @property
    def spans(self) -> int:
        """How many spans it holds."""
        return self.tags.total()

    def add(self, item: Item) -> None:
        """Count an article, but for what is marked in it."""
        self.articles += 1
        self.tiers[item.tier] += 1
        self.negatives += item.empty
        if item.day:
            self.first = min(self.first or item.day, item.day)
            self.last = max(self.last, item.day)


class TrainingReport(msgspec.Struct, frozen=True):
    """What was written."""

    splits: Mapping[Split, SplitCounts]
    alignment: tuple[OffTokens, ...]
    left_out: tuple[LeftOut, ...]
    loss: tuple[Loss, ...]
    """What the format could not hold."""
    seeds: Mapping[str, int]
    files: tuple[str, ...]

    @property
    def articles(self) -> int:
        """How many articles were written."""
        return sum(split.articles for split in self.splits.values())

    @property
    def spans(self) -> int:
        """How many spans were written, before the format lost any."""
        return sum(split.spans for split in self.splits.values())

    def as_json(self) -> dict[str, Any]:
        """Return the report as ``export --training --json`` prints it.

        There is none if a copy crosses splits, so that ``crossing`` is how many of the articles do: not one.
        """
        return {
            "articles": self.articles,
            "spans": self.spans,
            "relations": sum(split.relations for split in self.splits.values()),
            "loss": msgspec.to_builtins(self.loss),
            "splits": {name: _counts(split) for name, split in self.splits.items()},
            "off_tokens": msgspec.to_builtins(self.alignment),
            "left_out": [msgspec.structs.asdict(left) for left in self.left_out],
            "leak_check": {"articles": self.articles, "crossing": 0},
            "seeds": dict(self.seeds),
            "files": list(self.files),
        }


def _counts(split: SplitCounts) -> dict[str, Any]:
    return {
        "articles": split.articles,
        "stories": split.stories,
        "records": split.records,
        "relations": split.relations,
        "negatives": split.negatives,
        "tiers": dict(split.tiers),
        "spans": dict(sorted(split.tags.items())),
        "annotators": dict(sorted(split.annotators.items())),
        "first_day": split.first,
        "last_day": split.last,
    }


class Alignment:
    """Counts how spans lie on tokens while records go by."""

    def __init__(self, tags: Sequence[str]) -> None:
        self._spans: Counter[str] = Counter(dict.fromkeys(tags, 0))
        self._off: Counter[str] = Counter()
        self._example: dict[str, Place] = {}

    def add(self, record: Record) -> None:
        """Count the spans of a record."""
        if not record.spans:
            return
        found = Tokens(record.text)
        starts, ends = set(found.starts), set(found.ends)
        for span in record.spans:
            self._spans[span.label] += 1
            places = span.fragments or [(span.start, span.end)]
            if not all(start in starts and end in ends for start, end in places):
                self._off[span.label] += 1
                if span.label not in self._example:
                    self._example[span.label] = place_of(record, span)

    def found(self) -> tuple[OffTokens, ...]:
        """Return what was counted, by tag."""
        return tuple(self._of(tag, count) for tag, count in self._spans.items())

    def _of(self, tag: str, count: int) -> OffTokens:
        place = self._example.get(tag)
        return OffTokens(tag, count, self._off[tag], "" if place is None else pointed_at(place), place)
