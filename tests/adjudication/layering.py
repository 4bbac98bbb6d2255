"""Annotators at work on one text, without a project: what tests of adjudication compare."""

from collections.abc import Mapping, Sequence
from itertools import count

from annotator.adjudication.comparing import compare
from annotator.adjudication.conflicts import Comparison, Conflict
from annotator.adjudication.layered import Layered, LayerWork
from annotator.data import resources
from annotator.model.span import Fragment, Relation, Span
from annotator.model.tagset import read_tagset

TAGSET = read_tagset((resources() / "tagsets" / "conflict_news.json").read_bytes(), "conflict_news.json")
TEXT = (
    "The Observatory said at least 287 ISIL fighters were killed near Homs.\n"
    "\n"
    "“We hold the town,” the army said, “and the road to Aleppo.”\n"
    "Nothing else was known."
)

_keys = count(1)


class Hand:
    """One annotator marking a text by its words."""

    def __init__(self, name: str, text: str = TEXT) -> None:
        self.name = name
        self.text = text
        self.spans: list[Span] = []
        self.relations: list[Relation] = []
        self.labels: dict[str, object] = {}
        self.read: list[Fragment] = []
        self.done = True

    def mark(self, tag: str, *words: str, **fields: object) -> Span:
        """Mark the first place of ``words``, one fragment each; ``fields`` of the span beside its attributes."""
        places = tuple(self.place(each) for each in words)
        return self.put(tag, *places, **fields)

    def put(self, tag: str, *places: Fragment, **fields: object) -> Span:
        key = next(_keys)
        own = {name: fields.pop(name) for name in ("id", "origin", "unsure", "guesses", "note") if name in fields}
        span = Span(own.pop("id", f"{self.name}-{key}"), tag, places, fields, key=key, annotator=self.name, **own)
        self.spans.append(span)
        return span

    def place(self, words: str) -> Fragment:
        start = self.text.index(words)
        return Fragment(start, start + len(words))

    def relate(self, kind: str, head: Span, child: Span) -> None:
        key = next(_keys)
        self.relations.append(Relation(f"r{key}", kind, head.key, child.key, key=key))

    def change(self, span: Span, other: Span) -> None:
        self.spans[self.spans.index(span)] = other

    @property
    def work(self) -> LayerWork:
        return LayerWork(list(self.spans), list(self.relations), dict(self.labels), list(self.read), self.done)


def hands(names: str, text: str = TEXT) -> list[Hand]:
    return [Hand(name, text) for name in names.split()]


def layered(made: Sequence[Hand], article: str = "article-1", language: str = "en") -> Layered:
    text = made[0].text if made else TEXT
    return Layered(article, text, {hand.name: hand.work for hand in made}, TAGSET, language)


def compared(*made: Hand, article: str = "article-1") -> Comparison:
    return compare(layered(made, article))


def only(comparison: Comparison) -> Conflict:
    """The one conflict there is."""
    (conflict,) = comparison.conflicts
    return conflict


def words_of(spans: Mapping[str, Span | None], text: str = TEXT) -> dict[str, str | None]:
    return {
        name: None if span is None else " … ".join(text[place.start : place.end] for place in span.fragments)
        for name, span in spans.items()
    }
