"""What can be seen in one article: each fact that a figure counts, with the spans it was seen in.

Figures are sums of these facts, and nothing else; so the spans behind a figure are those of its facts.
"""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import Literal, NamedTuple

from annotator.agreement.edges import Side, edges
from annotator.agreement.matching import Match, Pair, paired
from annotator.agreement.tokens import Layer, Run, TagBits, runs
from annotator.model.compared import Compared
from annotator.model.edge_words import EdgeKind
from annotator.model.span import Fragment, Span
from annotator.model.tokens import Tokens

Layers = tuple[str, str]
"""The two layers that are compared, a and b."""

Outcome = Literal["both", "only_a", "only_b"]
Values = Literal["same", "different", "only_a", "only_b"]


class SpanFact(NamedTuple):
    """A span that both have, by the match rule, or one of them only."""

    tag: str
    outcome: Outcome


class TagFact(NamedTuple):
    """Two aligned spans and their tags; None where that layer has no span there."""

    tag_a: str | None
    tag_b: str | None


class AloneFact(NamedTuple):
    """A span where the other annotator has not read the paragraph: nobody knows what they would have said."""

    tag: str


class EdgeFact(NamedTuple):
    """An edge that is elsewhere, of two aligned spans of one tag."""

    tag: str
    side: Side
    kind: EdgeKind
    tokens: int
    code_points: int
    """Both as :class:`~annotator.agreement.edges.Edge` has them: negative where b's span is the shorter one."""


class AttributeFact(NamedTuple):
    """What two aligned spans of one tag say by an attribute; guesses that nobody touched say nothing."""

    tag: str
    name: str
    outcome: Values
    a: object = None
    """The values, where both are among those that the tagset lists; otherwise None."""
    b: object = None


Fact = SpanFact | TagFact | AloneFact | EdgeFact | AttributeFact


class Seen(NamedTuple):
    """A fact about two layers, and where it was seen."""

    layers: Layers
    fact: Fact
    a: Span | None
    b: Span | None


class Question(NamedTuple):
    """What is asked of every article."""

    names: Sequence[str]
    """The layers that are compared, in the order in which they are named."""
    match: Match
    attributes: Mapping[str, Mapping[str, Sequence[object]]]
    """The attributes of each tag, and the values that a choice has; those of other attributes are empty."""


class Sight:
    """One article while it is looked at; nothing of it is computed twice.

    Attributes:
        article: the article.
        tokens: its tokens.
        names: those of the layers asked for that are done, in their order.
    """

    def __init__(self, article: Compared, question: Question) -> None:
        self.article = article
        self.tokens = Tokens(article.text)
        self.names = tuple(name for name in question.names if name in article.layers)
        self._question = question

    @property
    def match(self) -> Match:
        """The match rule."""
        return self._question.match

    def runs(self, bits: TagBits) -> Iterator[Run]:
        """Yield all tokens, in runs of which each of the layers says the same."""
        return runs(self.tokens, [self.layer(name) for name in self.names], bits)

    def layer(self, name: str) -> Layer:
        """Return what the annotator called ``name`` says of the article."""
        return Layer(self.article.layers[name], self.article.unread.get(name, ()))

    def seen(self) -> Iterator[Seen]:
        """Yield every fact about spans, for each two layers."""
        for layers in combinations(self.names, 2):
            a, b = (self.layer(name) for name in layers)
            for pair in paired(a.spans, b.spans):
                alone = _alone(pair, a, b)
                for fact in (AloneFact(alone.tag),) if alone else self._facts(pair):
                    yield Seen(layers, fact, pair.a, pair.b)

    def _facts(self, pair: Pair) -> Iterator[Fact]:
        tag_a = None if pair.a is None else pair.a.tag
        tag_b = None if pair.b is None else pair.b.tag
        yield TagFact(tag_a, tag_b)
        if self._question.match != "token":
            yield from _span_facts(pair, self._question.match)
        both = pair.both
        if both is not None:
            if not pair.identical:
                for edge in edges(self.article.text, self.tokens, *both):
                    yield EdgeFact(both[0].tag, *edge)
            yield from _attribute_facts(*both, self._question.attributes.get(both[0].tag, {}))


def _alone(pair: Pair, a: Layer, b: Layer) -> Span | None:
    """Return the span of a pair that only its own annotator could have marked, if it is such a one."""
    if pair.a is None and pair.b is not None and a.unread and _meet(pair.b, a.unread):
        return pair.b
    if pair.b is None and pair.a is not None and b.unread and _meet(pair.a, b.unread):
        return pair.a
    return None


def _meet(span: Span, places: Sequence[Fragment]) -> bool:
    """Say whether ``span`` reaches into one of ``places``, which are in text order and apart."""
    for part in span.fragments:
        before = bisect_left(places, part.end, key=lambda place: place.start)
        if before and places[before - 1].end > part.start:
            return True
    return False


def _span_facts(pair: Pair, match: Match) -> Iterator[SpanFact]:
    if pair.a is not None and pair.matches(match):
        yield SpanFact(pair.a.tag, "both")
        return
    if pair.a is not None:
        yield SpanFact(pair.a.tag, "only_a")
    if pair.b is not None:
        yield SpanFact(pair.b.tag, "only_b")


def _attribute_facts(a: Span, b: Span, known: Mapping[str, Sequence[object]]) -> Iterator[AttributeFact]:
    if not a.attributes and not b.attributes:
        return
    for name, values in known.items():
        one, other = a.attributes.get(name), b.attributes.get(name)
        if one is None and other is None:
            continue
        if one is None or other is None:
            yield AttributeFact(a.tag, name, "only_b" if one is None else "only_a")
        elif one in values and other in values:
            yield AttributeFact(a.tag, name, "same" if one == other else "different", one, other)
        else:
            yield AttributeFact(a.tag, name, "same" if one == other else "different")
