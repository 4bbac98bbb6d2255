"""Agreement as ``agreement --json`` prints it: every figure that has no value is null, and its reason is listed."""

from collections.abc import Iterator, Mapping
from typing import Any

from annotator.agreement.coefficients import Counts
from annotator.agreement.figures import Agreement, ArticleAgreement, AttributeAgreement, PairAgreement, Scores


def as_json(agreement: Agreement) -> dict[str, Any]:
    """Return ``agreement`` as an object whose keys people's scripts rely on."""
    return {
        "match": agreement.match,
        "layers": agreement.names,
        "articles": agreement.articles,
        "tokens": agreement.tokens,
        "pairs": [_pair(pair) for pair in agreement.pairs],
        "alpha": {tag: figure.value for tag, figure in agreement.alpha.items()},
        "confusion": list(_confusion(agreement)),
        "edges": list(_edges(agreement)),
        "attributes": [_attribute(attribute) for attribute in agreement.attributes],
        "by_annotator": {
            known.name: {"articles": known.articles, **_counts(known.counts, "only_self", "only_others")}
            for known in agreement.annotators
        },
        "by_article": [_article(article) for article in agreement.worst],
        "over_time": [
            {
                "by": known.by,
                "period": known.period or None,
                "layers": known.layers,
                "articles": known.articles,
                **_counts(known.counts),
            }
            for known in agreement.over_time
        ],
        "undefined": [{"what": known.what, "why": known.why} for known in agreement.undefined],
        "left_out": [{"what": known.what, "count": known.count, "why": known.why} for known in agreement.left_out],
    }


def _pair(pair: PairAgreement) -> dict[str, Any]:
    return {
        "layers": pair.layers,
        "articles": pair.articles,
        "tags": {tag: _scores(scores) for tag, scores in pair.tags.items()},
        "overall": _scores(pair.overall),
    }


def _scores(scores: Scores) -> dict[str, Any]:
    counts = scores.counts
    return {
        "f1": counts.f1.value,
        "precision": counts.precision.value,
        "recall": counts.recall.value,
        "kappa": scores.kappa.value,
        "both": counts.both,
        "only_a": counts.only_a,
        "only_b": counts.only_b,
    }


def _counts(counts: Counts, only_a: str = "only_a", only_b: str = "only_b") -> dict[str, Any]:
    return {"f1": counts.f1.value, "both": counts.both, only_a: counts.only_a, only_b: counts.only_b}


def _confusion(agreement: Agreement) -> Iterator[Mapping[str, Any]]:
    for layers, counted in agreement.confusion.items():
        for fact, count in sorted(counted.items(), key=lambda entry: -entry[1]):
            yield {"layers": layers, "a": fact.tag_a, "b": fact.tag_b, "count": count}


def _edges(agreement: Agreement) -> Iterator[Mapping[str, Any]]:
    for layers, counted in agreement.edges.items():
        for fact, count in sorted(counted.items(), key=lambda entry: -entry[1]):
            yield {"layers": layers, **fact._asdict(), "count": count}


def _attribute(known: AttributeAgreement) -> dict[str, Any]:
    return {
        "layers": known.layers,
        "tag": known.tag,
        "name": known.name,
        "same": known.same,
        "different": known.different,
        "only_a": known.only_a,
        "only_b": known.only_b,
        "share": known.share.value,
        "kappa": known.kappa.value,
        "values": [{"a": a, "b": b, "count": count} for (a, b), count in known.values.items()],
    }


def _article(article: ArticleAgreement) -> dict[str, Any]:
    together = article.together
    return {
        "id": article.id,
        "f1": together.f1.value,
        "both": together.both,
        "only_one": together.only_a + together.only_b,
        "pairs": [{"layers": layers, **_counts(counts)} for layers, counts in article.of_pair.items()],
    }
