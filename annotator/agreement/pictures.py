"""What is easier seen than read: matrices and bars, ready to be drawn. Each value knows the spans behind it."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Literal

import msgspec

from annotator.agreement.behind import Cell
from annotator.agreement.coefficients import Figure
from annotator.agreement.figures import OVERALL, Agreement, FigureName
from annotator.agreement.observing import EdgeFact, Layers
from annotator.agreement.periods import By

ALL_TAGS = "all tags"
NO_SPAN = "no span"
NOT_KNOWN = "not known"


class Value(msgspec.Struct, frozen=True):
    """One cell of a matrix, or one bar."""

    number: float | None
    """A share, a coefficient or a count; None where there is none."""
    cell: Cell | None = None
    """How the spans behind it are found, where there are any to find."""
    why: str = ""
    """Why there is no number."""


class Matrix(msgspec.Struct, frozen=True):
    """Values by row and by column."""

    title: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    values: tuple[tuple[Value, ...], ...]
    counts: bool
    """Whether the numbers are counts; otherwise they are shares or coefficients, of which 1 is the most."""


class Bars(msgspec.Struct, frozen=True):
    """Values beside one another."""

    title: str
    labels: tuple[str, ...]
    values: tuple[Value, ...]
    counts: bool
    """Whether the numbers are counts; otherwise they are shares or coefficients, of which 1 is the most."""


_THE_OTHER_WAY: Mapping[FigureName, FigureName] = {"precision": "recall", "recall": "precision"}
"""What a figure is called when the two layers change places."""


def pair_matrix(agreement: Agreement, figure: FigureName = "f1", tag: str = OVERALL) -> Matrix:
    """Return a figure for each two layers: the layer of the column measured against that of the row."""
    swapped = _THE_OTHER_WAY.get(figure, figure)
    values = {(name, name): Value(None, why="nobody is compared with themselves") for name in agreement.names}
    for pair in agreement.pairs:
        scores, cell = pair.scores(tag), _scored(pair.layers, figure, tag)
        values[pair.layers] = _value(scores.figure(figure), cell)
        values[pair.layers[1], pair.layers[0]] = _value(scores.figure(swapped), cell)
    rows = tuple(tuple(values[row, column] for column in agreement.names) for row in agreement.names)
    return Matrix(f"{figure}, {_named(tag)}", agreement.names, agreement.names, rows, counts=False)


def tag_bars(agreement: Agreement, layers: Layers, figure: FigureName = "f1") -> Bars:
    """Return a figure of two layers, or α of all, for each tag and for all tags."""
    tags = (*agreement.tags, OVERALL)
    if figure == "alpha":
        values = [_value(agreement.alpha[tag], _scored(None, figure, tag)) for tag in tags]
    else:
        pair = agreement.pair(*layers)
        values = [_value(pair.scores(tag).figure(figure), _scored(layers, figure, tag)) for tag in tags]
    return Bars(figure, tuple(_named(tag) for tag in tags), tuple(values), counts=False)


def confusion_matrix(agreement: Agreement, layers: Layers) -> Matrix:
    """Return how often which tags met, with those that met no span: rows are the first layer's."""
    counted = {tuple(fact): count for fact, count in agreement.confusion[layers].items()}
    tags = (*agreement.tags, None)
    rows = tuple(
        tuple(
            Value(counted.get((tag_a, tag_b), 0), Cell("tags", layers, {"tag_a": tag_a, "tag_b": tag_b}))
            for tag_b in tags
        )
        for tag_a in tags
    )
    names = tuple(NO_SPAN if tag is None else tag for tag in tags)
    return Matrix("tags that met", names, names, rows, counts=True)


def edge_kind_bars(agreement: Agreement, layers: Layers, side: str, tag: str = OVERALL) -> Bars:
    """Return by what the edges on one side differ, the most frequent first."""
    counted = _edges(agreement, layers, side, tag, lambda fact: fact.kind)
    return _edge_bars(f"{side} edges differ by", layers, side, tag, "kind", counted.most_common())


def edge_distance_bars(
    agreement: Agreement,
    layers: Layers,
    side: str,
    tag: str = OVERALL,
    unit: Literal["tokens", "code_points"] = "tokens",
) -> Bars:
    """Return by how much the edges on one side differ, from where the first layer's span is longer to the other's."""
    counted = _edges(agreement, layers, side, tag, lambda fact: getattr(fact, unit))
    ordered = sorted(counted.items())
    return _edge_bars(f"{side} edges differ by {unit.replace('_', ' ')}", layers, side, tag, unit, ordered)


def attribute_bars(agreement: Agreement, layers: Layers) -> Bars:
    """Return the share of equal values of each attribute, on aligned spans of one tag."""
    known = [attribute for attribute in agreement.attributes if attribute.layers == layers]
    values = [
        _value(attribute.share, Cell("attribute", layers, {"tag": attribute.tag, "name": attribute.name}))
        for attribute in known
    ]
    return Bars(
        "equal values", tuple(f"{attribute.tag} · {attribute.name}" for attribute in known), tuple(values), counts=False
    )


def period_bars(agreement: Agreement, layers: Layers, by: By) -> Bars:
    """Return F1 of two layers over time, by the match rule."""
    known = [period for period in agreement.over_time if (period.layers, period.by) == (layers, by)]
    labels = tuple(period.period or NOT_KNOWN for period in known)
    return Bars(
        f"f1 by when it was {by}", labels, tuple(_value(period.counts.f1, None) for period in known), counts=False
    )


def article_bars(agreement: Agreement) -> Bars:
    """Return F1 of the articles with the least agreement, all their layers together, the least first."""
    labels = tuple(article.id for article in agreement.worst)
    values = tuple(_value(article.together.f1, Cell("span")) for article in agreement.worst)
    return Bars("f1 of the articles with the least", labels, values, counts=False)


def annotator_bars(agreement: Agreement) -> Bars:
    """Return F1 of each layer with all the others together."""
    values = tuple(_value(known.counts.f1, None) for known in agreement.annotators)
    return Bars("f1 with all the others", agreement.names, values, counts=False)


def _value(figure: Figure, cell: Cell | None) -> Value:
    return Value(figure.value, cell if figure.value is not None else None, figure.why)


def _scored(layers: Layers | None, figure: FigureName, tag: str) -> Cell:
    return Cell("token" if figure in ("kappa", "alpha") else "span", layers, _of(tag))


def _of(tag: str) -> dict[str, object]:
    return {} if tag == OVERALL else {"tag": tag}


def _named(tag: str) -> str:
    return ALL_TAGS if tag == OVERALL else tag


def _edges(
    agreement: Agreement, layers: Layers, side: str, tag: str, by: Callable[[EdgeFact], str | int]
) -> Counter[str | int]:
    counted: Counter[str | int] = Counter()
    for fact, count in agreement.edges[layers].items():
        if fact.side == side and tag in (OVERALL, fact.tag):
            counted[by(fact)] += count
    return counted


def _edge_bars(
    title: str, layers: Layers, side: str, tag: str, field: str, counted: Iterable[tuple[str | int, int]]
) -> Bars:
    found: Sequence[tuple[str | int, int]] = list(counted)
    values = tuple(Value(count, Cell("edge", layers, {**_of(tag), "side": side, field: what})) for what, count in found)
    return Bars(title, tuple(str(what) for what, _ in found), values, counts=True)
