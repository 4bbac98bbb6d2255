"""Which figures have no value, and why: said once for all that fail for the same reason."""

from collections.abc import Iterator, Mapping, Sequence

from annotator.agreement.coefficients import Counts, Figure
from annotator.agreement.figures import OVERALL, FigureName, PairAgreement, Undefined

_OF_TWO: tuple[FigureName, ...] = ("f1", "recall", "precision", "kappa")


def undefined_figures(
    names: Sequence[str], pairs: Sequence[PairAgreement], alpha: Mapping[str, Figure], unmarked: frozenset[str]
) -> Iterator[Undefined]:
    """Yield every figure that has no value.

    Args:
        names: the layers.
        pairs: what each two of them come to.
        alpha: α by tag.
        unmarked: the tags that nobody used in the articles compared.
    """
    nothing = _nothing_to_compare(names, pairs)
    if nothing:
        yield Undefined("every figure", nothing)
        return
    for tag in alpha:
        if tag in unmarked:
            yield Undefined("every figure", "no span of it in any of the layers", tag)
        elif alpha[tag].value is None:
            yield Undefined("alpha", alpha[tag].why, "" if tag == OVERALL else tag)
    for pair in pairs:
        if not pair.articles:
            yield Undefined("every figure", "no article is done by both", layers=pair.layers)
            continue
        for tag in (*pair.tags, OVERALL):
            if tag not in unmarked:
                yield from _of_pair(pair, tag)


def _nothing_to_compare(names: Sequence[str], pairs: Sequence[PairAgreement]) -> str:
    if not names:
        return "there is no layer"
    if len(names) == 1:
        return "there is one layer only, and agreement is between two"
    return "" if any(pair.articles for pair in pairs) else "no article is done in two of the layers"


def _of_pair(pair: PairAgreement, tag: str) -> Iterator[Undefined]:
    scores = pair.scores(tag)
    named = "" if tag == OVERALL else tag
    if scores.counts == Counts() and scores.kappa.value is None:
        yield Undefined("every figure", "neither layer has any in the articles that both have done", named, pair.layers)
        return
    for name in _OF_TWO:
        figure = scores.figure(name)
        if figure.value is None:
            yield Undefined(name, figure.why, named, pair.layers)
