"""How far people agree about attributes, given that they agree about the span and its tag."""

from collections import Counter, defaultdict
from itertools import combinations

from annotator.agreement.coefficients import Figure, cohen_kappa
from annotator.agreement.figures import AttributeAgreement
from annotator.agreement.observing import AttributeFact, Layers
from annotator.agreement.tally import Tally


def attribute_agreements(tally: Tally) -> tuple[AttributeAgreement, ...]:
    """Return the figures of every attribute that anybody used, in the order of layers, tags and the tagset."""
    outcomes: dict[tuple[Layers, str, str], Counter[str]] = defaultdict(Counter)
    values: dict[tuple[Layers, str, str], Counter[tuple[object, object]]] = defaultdict(Counter)
    for (layers, fact), count in tally.facts[AttributeFact].items():
        assert isinstance(fact, AttributeFact)
        which = layers, fact.tag, fact.name
        outcomes[which][fact.outcome] += count
        if fact.a is not None:
            values[which][fact.a, fact.b] += count
    wanted = (
        (layers, tag, name)
        for layers in combinations(tally.question.names, 2)
        for tag in tally.bits
        for name in tally.question.attributes.get(tag, {})
    )
    return tuple(_agreement(which, outcomes[which], values[which]) for which in wanted if which in outcomes)


def _agreement(
    which: tuple[Layers, str, str], outcomes: Counter[str], values: Counter[tuple[object, object]]
) -> AttributeAgreement:
    same, different = outcomes["same"], outcomes["different"]
    share = Figure(same / (same + different)) if same + different else Figure(None, "nowhere did both give a value")
    return AttributeAgreement(
        *which,
        same=same,
        different=different,
        only_a=outcomes["only_a"],
        only_b=outcomes["only_b"],
        share=share,
        kappa=cohen_kappa(values) if values else Figure(None, "nowhere did both choose from a list"),
        values=dict(values),
    )
