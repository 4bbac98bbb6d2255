"""Counting: articles in, one at a time; only counts are kept, so that a large project takes no more memory."""

from collections import Counter, defaultdict
from heapq import heappush, heappushpop
from itertools import combinations

from annotator.agreement.coefficients import Counts
from annotator.agreement.figures import ArticleAgreement
from annotator.agreement.observing import Fact, Layers, Question, Sight, SpanFact, TagFact
from annotator.agreement.periods import By, periods
from annotator.agreement.tokens import TagBits, TagSet
from annotator.model.article import ArticleKey
from annotator.model.compared import Compared

Table = Counter[tuple[TagSet, TagSet]]
"""How many tokens got the first set of tags from one layer and the second from the other."""

Said = dict[tuple[Layers, int], Table]
"""Such tables by the two layers, and by how many layers say anything of these tokens."""

WORST = 100
"""How many articles, those with the least agreement, are told by name."""


class Tally:
    """What was counted so far.

    Attributes:
        question: what is asked.
        bits: the tags that were met.
        articles: how many articles were compared.
        tokens: how many tokens they have.
        articles_of: how many articles each two layers have in common.
        facts: how often each fact about spans was seen, by its kind and by the two layers.
        said: of how many tokens two layers said what, by the two and by how many layers said anything of the token.
        over_time: in how many articles, and what by the match rule, by kind of period, period and the two layers.
        articles_by: in how many of the compared articles each layer is done.
        between_tokens: how many spans cover no token.
        tokens_alone: how many tokens fewer than two of the layers have read.
        unlisted: how many values of aligned spans of one tag belong to attributes that the tagset does not list.
    """

    def __init__(self, question: Question, tags: tuple[str, ...] = ()) -> None:
        self.question = question
        self.bits = TagBits(tags)
        self.articles = 0
        self.tokens = 0
        self.articles_of: Counter[Layers] = Counter()
        self.facts: dict[type, Counter[tuple[Layers, Fact]]] = defaultdict(Counter)
        self.said: Said = defaultdict(Counter)
        self.over_time: dict[tuple[By, str, Layers], tuple[int, Counts]] = {}
        self.articles_by: Counter[str] = Counter()
        self.between_tokens = 0
        self.tokens_alone = 0
        self.unlisted = 0
        self._worst: list[tuple[float, int, ArticleKey, ArticleAgreement]] = []

    def add(self, article: Compared) -> ArticleAgreement | None:
        """Count one article, and return what it comes to; nothing if fewer than two of the layers are done."""
        sight = Sight(article, self.question)
        if len(sight.names) < 2:
            return None
        self.articles += 1
        self.tokens += len(sight.tokens)
        by_token = self._count_tokens(sight)
        by_span = self._count_spans(sight)
        found = ArticleAgreement(article.key, article.id, by_token if self.question.match == "token" else by_span)
        self.articles_of.update(found.of_pair.keys())
        self.articles_by.update(sight.names)
        self._count_periods(article, found)
        self._keep_worst(found)
        return found

    def worst(self) -> list[ArticleAgreement]:
        """Return the articles with the least agreement, the least first; at most :data:`WORST`."""
        return [found for *_, found in sorted(self._worst, reverse=True)]

    def _count_spans(self, sight: Sight) -> dict[Layers, Counts]:
        outcomes: Counter[tuple[Layers, str]] = Counter()
        for layers, fact, a, b in sight.seen():
            self.facts[type(fact)][layers, fact] += 1
            if isinstance(fact, SpanFact):
                outcomes[layers, fact.outcome] += 1
            elif isinstance(fact, TagFact) and a is not None and b is not None and a.tag == b.tag:
                known = self.question.attributes.get(a.tag, {})
                self.unlisted += len(a.attributes.keys() - known) + len(b.attributes.keys() - known)
        for name in sight.names:
            self.between_tokens += sum(sight.tokens.between(span) for span in sight.article.layers[name])
        return {
            layers: Counts(*(outcomes[layers, what] for what in ("both", "only_a", "only_b")))
            for layers in combinations(sight.names, 2)
        }

    def _count_tokens(self, sight: Sight) -> dict[Layers, Counts]:
        # Nearly all runs say one of a few things, which are then counted once for each two layers.
        states: Counter[tuple[TagSet | None, ...]] = Counter()
        for run in sight.runs(self.bits):
            states[run.said] += run.length
        tables: dict[tuple[Layers, int], Table] = defaultdict(Counter)
        of_pair = dict.fromkeys(combinations(sight.names, 2), Counts())
        for said, tokens in states.items():
            there = [(name, tags) for name, tags in zip(sight.names, said, strict=True) if tags is not None]
            if len(there) < 2:
                self.tokens_alone += tokens
            for (a, one), (b, other) in combinations(there, 2):
                tables[(a, b), len(there)][one, other] += tokens
        for (layers, there_are), table in tables.items():
            self.said[layers, there_are].update(table)
            of_pair[layers] += marked_tokens(table)
        return of_pair

    def _count_periods(self, article: Compared, found: ArticleAgreement) -> None:
        for layers, counts in found.of_pair.items():
            for by, period in periods(article, layers).items():
                articles, before = self.over_time.get((by, period, layers), (0, Counts()))
                self.over_time[by, period, layers] = articles + 1, before + counts

    def _keep_worst(self, found: ArticleAgreement) -> None:
        together = found.together
        f1 = together.f1.value
        if f1 is None:
            return
        # Of two that agree as little, the one with more to look at comes first, then the one that came in first.
        entry = (-f1, together.only_a + together.only_b, -found.key, found)
        if len(self._worst) < WORST:
            heappush(self._worst, entry)
        else:
            heappushpop(self._worst, entry)


def marked_tokens(table: Table) -> Counts:
    """Return how many tags on tokens both layers have, and how many only one of them."""
    both = only_a = only_b = 0
    for (a, b), tokens in table.items():
        both += tokens * (a & b).bit_count()
        only_a += tokens * (a & ~b).bit_count()
        only_b += tokens * (b & ~a).bit_count()
    return Counts(both, only_a, only_b)
