"""What a comparison comes to: frozen values, which know nothing of where they are shown."""

from collections.abc import Mapping
from typing import Literal

import msgspec

from annotator.agreement.coefficients import Counts, Figure
from annotator.agreement.matching import Match
from annotator.agreement.observing import EdgeFact, Layers, TagFact
from annotator.agreement.periods import By
from annotator.model.article import ArticleKey

OVERALL = "overall"
"""Stands for all tags together, where a tag would stand."""

FigureName = Literal["f1", "precision", "recall", "kappa", "alpha", "every figure"]


class Scores(msgspec.Struct, frozen=True):
    """What two layers come to in one tag, or in all."""

    counts: Counts
    """Spans by the rule ``exact`` or ``overlap``; by ``token``, tags on tokens."""
    kappa: Figure
    """Cohen's κ over tokens, whatever the match rule."""

    def figure(self, name: FigureName) -> Figure:
        """Return the figure called ``name``, one of f1, precision, recall and kappa."""
        if name == "kappa":
            return self.kappa
        found: Figure = getattr(self.counts, name)
        return found


class PairAgreement(msgspec.Struct, frozen=True):
    """How far two layers agree. Precision and recall measure the second against the first."""

    layers: Layers
    articles: int
    """How many articles both have done."""
    tags: Mapping[str, Scores]
    overall: Scores

    def scores(self, tag: str) -> Scores:
        """Return what the two come to in ``tag``, or in all tags for :data:`OVERALL`."""
        return self.tags.get(tag, self.overall)


class AttributeAgreement(msgspec.Struct, frozen=True):
    """How far two layers agree in one attribute, on aligned spans of one tag."""

    layers: Layers
    tag: str
    name: str
    same: int
    different: int
    only_a: int
    only_b: int
    """In how many spans only one of them says anything."""
    share: Figure
    """The share of equal values, where both gave one: ``same / (same + different)``. Chance is not taken out."""
    kappa: Figure
    """Cohen's κ over the spans where both chose from the list of the tagset."""
    values: Mapping[tuple[object, object], int]
    """How often which two values of that list met."""


class AnnotatorAgreement(msgspec.Struct, frozen=True):
    """How far one layer agrees with all others together."""

    name: str
    articles: int
    counts: Counts
    """``only_a`` is what only this layer has, ``only_b`` what only the others have."""


class ArticleAgreement(msgspec.Struct, frozen=True):
    """How far the layers on one article agree, each two of them taken together."""

    key: ArticleKey
    id: str
    of_pair: Mapping[Layers, Counts]

    @property
    def together(self) -> Counts:
        """The counts of all its pairs of layers."""
        return sum(self.of_pair.values(), Counts())


class PeriodAgreement(msgspec.Struct, frozen=True):
    """How far two layers agree in the articles of one period."""

    by: By
    period: str
    """A day, a month or a year; empty where it is not known."""
    layers: Layers
    articles: int
    counts: Counts


class Undefined(msgspec.Struct, frozen=True):
    """A figure that has no value, and why."""

    figure: FigureName
    why: str
    tag: str = ""
    """Empty: not of one tag."""
    layers: tuple[str, ...] = ()
    """Empty: not of two layers."""

    @property
    def what(self) -> str:
        """Say which figure it is."""
        of_tag = f" of {self.tag}" if self.tag else ""
        return f"{self.figure}{of_tag}{f' for {self.layers[0]} and {self.layers[1]}' if self.layers else ''}"


class LeftOut(msgspec.Struct, frozen=True):
    """Something that was not compared, and why."""

    kind: str
    """What kind of thing, in the plural."""
    count: int
    why: str
    layer: str = ""
    """Whose; empty: not of one layer."""

    @property
    def what(self) -> str:
        """Say what it is."""
        return f"{self.kind} of {self.layer}" if self.layer else self.kind


class Agreement(msgspec.Struct, frozen=True):
    """How far people agree about what is in the articles that they have done."""

    match: Match
    names: tuple[str, ...]
    """The layers, in the order in which they are compared."""
    articles: int
    tokens: int
    tags: tuple[str, ...]
    pairs: tuple[PairAgreement, ...]
    alpha: Mapping[str, Figure]
    """Krippendorff's α over tokens and all layers, by tag and :data:`OVERALL`."""
    confusion: Mapping[Layers, Mapping[TagFact, int]]
    """How often aligned spans had which tags; None stands for no span."""
    edges: Mapping[Layers, Mapping[EdgeFact, int]]
    """How often edges of aligned spans of one tag differed, and how."""
    attributes: tuple[AttributeAgreement, ...]
    annotators: tuple[AnnotatorAgreement, ...]
    worst: tuple[ArticleAgreement, ...]
    """The articles with the least agreement, the least first."""
    over_time: tuple[PeriodAgreement, ...]
    undefined: tuple[Undefined, ...]
    left_out: tuple[LeftOut, ...]

    def pair(self, a: str, b: str) -> PairAgreement:
        """Return the figures of two layers; raise :exc:`KeyError` if they were not compared."""
        for pair in self.pairs:
            if pair.layers == (a, b):
                return pair
        raise KeyError((a, b))
