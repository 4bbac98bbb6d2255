"""From counts to figures."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import TypeVar

from annotator.agreement.attributes import attribute_agreements
from annotator.agreement.coefficients import Counts
from annotator.agreement.figures import (
    OVERALL,
    Agreement,
    AnnotatorAgreement,
    LeftOut,
    PairAgreement,
    PeriodAgreement,
    Scores,
)
from annotator.agreement.observing import AloneFact, EdgeFact, Fact, Layers, SpanFact, TagFact
from annotator.agreement.over_tokens import alpha, kappa, pair_table, tag_counts
from annotator.agreement.tally import Tally, marked_tokens
from annotator.agreement.undefined import undefined_figures

F = TypeVar("F", bound=Fact)


def summed_up(tally: Tally, left_out: Sequence[LeftOut] = ()) -> Agreement:
    """Return the figures of everything that was counted.

    Args:
        tally: the counts.
        left_out: what was not even given to the tally.
    """
    names, tags = tuple(tally.question.names), tuple(tally.bits)
    pairs = [_pair(tally, layers) for layers in combinations(names, 2)]
    alphas = {tag: alpha(tally.said, bit) for bit, tag in enumerate(tags)} | {OVERALL: alpha(tally.said)}
    undefined = undefined_figures(names, pairs, alphas, _unmarked(tally, tags))
    return Agreement(
        match=tally.question.match,
        names=names,
        articles=tally.articles,
        tokens=tally.tokens,
        tags=tags,
        pairs=tuple(pairs),
        alpha=alphas,
        confusion={pair.layers: _facts(tally, TagFact, pair.layers) for pair in pairs},
        edges={pair.layers: _facts(tally, EdgeFact, pair.layers) for pair in pairs},
        attributes=attribute_agreements(tally),
        annotators=tuple(_annotator(tally, name, pairs) for name in names),
        worst=tuple(tally.worst()),
        over_time=tuple(_over_time(tally)),
        undefined=tuple(undefined),
        left_out=(*left_out, *_left_out(tally)),
    )


def _pair(tally: Tally, layers: Layers) -> PairAgreement:
    table = pair_table(tally.said, layers)
    if tally.question.match == "token":
        counts = {tag: tag_counts(table, bit) for bit, tag in enumerate(tally.bits)}
        overall = marked_tokens(table)
    else:
        counts = _span_counts(tally, layers)
        overall = sum(counts.values(), Counts())
    tags = {tag: Scores(counts[tag], kappa(table, bit)) for bit, tag in enumerate(tally.bits)}
    return PairAgreement(layers, tally.articles_of[layers], tags, Scores(overall, kappa(table)))


def _span_counts(tally: Tally, layers: Layers) -> dict[str, Counts]:
    outcomes: dict[str, Counter[str]] = defaultdict(Counter)
    for fact, count in _facts(tally, SpanFact, layers).items():
        outcomes[fact.tag][fact.outcome] += count
    return {tag: Counts(*(outcomes[tag][what] for what in ("both", "only_a", "only_b"))) for tag in tally.bits}


def _facts(tally: Tally, kind: type[F], layers: Layers) -> dict[F, int]:
    counted = tally.facts[kind].items()
    return {fact: count for (of, fact), count in counted if of == layers and isinstance(fact, kind)}


def _unmarked(tally: Tally, tags: Sequence[str]) -> frozenset[str]:
    facts = [fact for kind in (TagFact, AloneFact) for _, fact in tally.facts[kind]]
    marked = {tag for fact in facts if isinstance(fact, TagFact | AloneFact) for tag in fact}
    return frozenset(tags) - marked


def _annotator(tally: Tally, name: str, pairs: Sequence[PairAgreement]) -> AnnotatorAgreement:
    counts = Counts()
    for pair in pairs:
        found = pair.overall.counts
        if name == pair.layers[0]:
            counts += found
        elif name == pair.layers[1]:
            counts += Counts(found.both, found.only_b, found.only_a)
    return AnnotatorAgreement(name, tally.articles_by[name], counts)


def _over_time(tally: Tally) -> Iterator[PeriodAgreement]:
    for (by, period, layers), (articles, counts) in sorted(tally.over_time.items(), key=lambda entry: entry[0]):
        yield PeriodAgreement(by, period, layers, articles, counts)


def _left_out(tally: Tally) -> Iterator[LeftOut]:
    if tally.tokens_alone:
        yield LeftOut("tokens", tally.tokens_alone, "fewer than two of the layers have read the paragraph")
    if tally.facts[AloneFact]:
        alone = sum(tally.facts[AloneFact].values())
        yield LeftOut("spans, counted for each pair", alone, "the other annotator has not read the paragraph")
    if tally.between_tokens:
        yield LeftOut("spans without a token", tally.between_tokens, "they hold nothing visible, so κ and α miss them")
    if tally.unlisted:
        yield LeftOut("values of attributes", tally.unlisted, "the tagset does not list these attributes")
