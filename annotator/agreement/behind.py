"""The spans behind a figure: the article is looked at once more, and what was counted for the figure is handed out."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import Literal, NamedTuple

import msgspec

from annotator.agreement.observing import (
    AloneFact,
    AttributeFact,
    EdgeFact,
    Fact,
    Layers,
    Outcome,
    Sight,
    SpanFact,
    TagFact,
)
from annotator.agreement.periods import By, periods
from annotator.agreement.tokens import TagBits, TagSet, runs
from annotator.model.article import ArticleKey
from annotator.model.compared import Compared
from annotator.model.span import Fragment, Span

CellKind = Literal["span", "token", "tags", "edge", "attribute", "alone"]

_FACTS: Mapping[CellKind, type[Fact]] = {
    "span": SpanFact,
    "tags": TagFact,
    "edge": EdgeFact,
    "attribute": AttributeFact,
    "alone": AloneFact,
}


class Cell(msgspec.Struct, frozen=True):
    """Which facts a figure, a cell of a table, or a bar of a picture stands for.

    ``Cell("edge", ("ana", "ben"), {"side": "left", "kind": "article"})`` is every left edge of the two that differs by
    an article, whatever the tag.
    """

    kind: CellKind
    """``span`` for counts of spans by the match rule, or of tokens where that is ``token``; ``token`` for κ and α;
    ``tags`` for the confusion of tags; ``alone`` for spans where the other annotator has not read the paragraph."""
    layers: Layers | None = None
    """The two layers, or every two."""
    wanted: Mapping[str, object] = {}
    """What the fields of the fact must be: of ``SpanFact`` for ``span`` and ``token``, ``TagFact``, ``EdgeFact``,
    ``AttributeFact`` or ``AloneFact``. Fields that are not named may be anything."""
    layer: str = ""
    """Who has to be one of the two; empty: anybody."""
    period: tuple[By, str] | None = None
    """The period that the two layers of an article have to be of, as ``PeriodAgreement`` has it."""
    article: ArticleKey | None = None
    """The only article that counts."""

    def looks_at(self, article: Compared, layers: Layers) -> bool:
        """Say whether the cell counts anything of two layers on ``article``."""
        if self.layer and self.layer not in layers:
            return False
        return self.period is None or periods(article, layers)[self.period[0]] == self.period[1]

    def holds(self, layers: Layers, fact: Fact) -> bool:
        """Say whether the cell counts ``fact``."""
        if self.layers not in (None, layers):
            return False
        return all(getattr(fact, name) == value for name, value in self.wanted.items())


class Behind(NamedTuple):
    """Something that a figure counts."""

    article: ArticleKey
    id: str
    layers: Layers
    a: Span | None
    b: Span | None
    """The spans of the two layers; each has its key."""
    place: Fragment
    """Where to look."""
    fact: Fact


def behind(sight: Sight, cell: Cell) -> Iterator[Behind]:
    """Yield what ``cell`` counts in one article."""
    if cell.article in (None, sight.article.key):
        for found in _counted(sight, cell):
            if cell.looks_at(sight.article, found.layers):
                yield found


def _counted(sight: Sight, cell: Cell) -> Iterator[Behind]:
    if cell.kind == "token" or (cell.kind == "span" and sight.match == "token"):
        yield from _tokens(sight, cell)
        return
    kind = _FACTS[cell.kind]
    for layers, fact, a, b in sight.seen():
        if isinstance(fact, kind) and cell.holds(layers, fact):
            there = [span for span in (a, b) if span is not None]
            place = Fragment(min(span.start for span in there), max(span.end for span in there))
            yield Behind(sight.article.key, sight.article.id, layers, a, b, place, fact)


def _tokens(sight: Sight, cell: Cell) -> Iterator[Behind]:
    for layers in combinations(sight.names, 2):
        both = [sight.layer(name) for name in layers]
        for tag in dict.fromkeys(span.tag for layer in both for span in layer.spans):
            tagged = [layer._replace(spans=[span for span in layer.spans if span.tag == tag]) for layer in both]
            for run in runs(sight.tokens, tagged, TagBits([tag])):
                outcome = _OUTCOMES.get(run.said)
                if outcome is None or not cell.holds(layers, SpanFact(tag, outcome)):
                    continue
                place = run.place(sight.tokens)
                a, b = (_over(layer.spans, place) for layer in tagged)
                yield Behind(sight.article.key, sight.article.id, layers, a, b, place, SpanFact(tag, outcome))


_OUTCOMES: Mapping[tuple[TagSet | None, ...], Outcome] = {(1, 1): "both", (1, 0): "only_a", (0, 1): "only_b"}


def _over(spans: Sequence[Span], place: Fragment) -> Span | None:
    """Return the first span that reaches into ``place``."""
    return next(
        (span for span in spans if any(f.start < place.end and place.start < f.end for f in span.fragments)), None
    )
