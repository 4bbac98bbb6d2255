"""The ways to look at agreement, as data: each has a picture and a table, and knows what can be chosen in it."""

from collections.abc import Callable, Mapping
from typing import Literal, cast

import msgspec

from annotator.agreement.behind import Cell
from annotator.agreement.figures import OVERALL, Agreement, ArticleAgreement, FigureName
from annotator.agreement.observing import Layers
from annotator.agreement.pictures import ALL_TAGS as ALL
from annotator.agreement.pictures import (
    Bars,
    Matrix,
    Value,
    annotator_bars,
    article_bars,
    attribute_bars,
    confusion_matrix,
    edge_distance_bars,
    edge_kind_bars,
    pair_matrix,
    period_bars,
    tag_bars,
)
from annotator.gui.figures import tables
from annotator.gui.figures.tables import FigureTable
from annotator.gui.figures.wording import FIGURE_WORDS, name_words
from annotator.model.article import ArticleKey

Shape = Literal["matrix", "square", "bars", "dots"]
Choice = tuple[str, str]
"""Something to choose: what it is called inside, and for a person."""


class Counted(msgspec.Struct, frozen=True):
    """Agreement, and what the articles in it are called."""

    agreement: Agreement
    headings: Mapping[ArticleKey, str]


class Wish(msgspec.Struct, frozen=True):
    """What is to be seen in one way to look at it."""

    figure: str = ""
    tag: str = OVERALL
    layers: Layers | None = None


class Look(msgspec.Struct, frozen=True):
    """One way to look at agreement."""

    name: str
    title: str
    shape: Shape
    picture: Callable[[Counted, Wish], Matrix | Bars]
    table: Callable[[Counted, Wish], FigureTable]
    says: Callable[[Wish], str]
    """What the picture shows, as a heading."""
    figures: tuple[Choice, ...] = ()
    of_pair: bool = False
    """Whether it is about two layers."""
    of_tag: bool = False
    """Whether it may be about one tag."""
    note: str = ""
    """What has to be known to read it."""


def _figures(*names: str) -> tuple[Choice, ...]:
    return tuple((name, FIGURE_WORDS[name]) for name in names)


_EDGES: tuple[Choice, ...] = (
    ("left kind", "left edge, by what"),
    ("right kind", "right edge, by what"),
    ("left tokens", "left edge, in tokens"),
    ("right tokens", "right edge, in tokens"),
    ("left code_points", "left edge, in characters"),
    ("right code_points", "right edge, in characters"),
    ("inside kind", "edges alike, fragments not"),
)
_TIMES: tuple[Choice, ...] = (("marked", "by day of marking"), ("published", "by month of publication"))


def _tag_said(wish: Wish) -> str:
    return ALL if wish.tag == OVERALL else name_words(wish.tag)


def _pair_said(wish: Wish) -> str:
    assert wish.layers is not None
    return " and ".join(map(name_words, wish.layers))


def _of(wish: Wish) -> Layers:
    assert wish.layers is not None
    return wish.layers


def _edges(counted: Counted, wish: Wish) -> Bars:
    side, unit = wish.figure.split(" ")
    if unit == "kind":
        return edge_kind_bars(counted.agreement, _of(wish), side, wish.tag)
    unit_of: Literal["tokens", "code_points"] = "tokens" if unit == "tokens" else "code_points"
    return edge_distance_bars(counted.agreement, _of(wish), side, wish.tag, unit_of)


def _edges_said(wish: Wish) -> str:
    return f"{dict(_EDGES)[wish.figure].capitalize()}: {_tag_said(wish)}, {_pair_said(wish)}"


def _articles(counted: Counted, _wish: Wish) -> Bars:
    bars = article_bars(counted.agreement)
    labels = tuple(counted.headings.get(article.key) or article.id for article in counted.agreement.worst)
    cells = [Cell("span", article=article.key) for article in counted.agreement.worst]
    return _with_cells(msgspec.structs.replace(bars, labels=labels), cells)


def _article_table(counted: Counted, _wish: Wish) -> FigureTable:
    found = [
        ([tables.of_name(_heading(counted, article))], article.together, Cell("span", article=article.key))
        for article in counted.agreement.worst
    ]
    return tables.counts_table(("Article",), found)


def _heading(counted: Counted, article: ArticleAgreement) -> str:
    return counted.headings.get(article.key) or article.id


def _annotators(counted: Counted, _wish: Wish) -> Bars:
    known = counted.agreement.annotators
    return _with_cells(annotator_bars(counted.agreement), [Cell("span", layer=one.name) for one in known])


def _periods(counted: Counted, wish: Wish) -> Bars:
    by: Literal["marked", "published"] = "marked" if wish.figure == "marked" else "published"
    bars = period_bars(counted.agreement, _of(wish), by)
    known = [one for one in counted.agreement.over_time if (one.layers, one.by) == (_of(wish), by)]
    return _with_cells(bars, [Cell("span", _of(wish), period=(one.by, one.period)) for one in known])


def _with_cells(bars: Bars, cells: list[Cell]) -> Bars:
    values = (
        Value(value.number, None if value.number is None else cell, value.why)
        for value, cell in zip(bars.values, cells, strict=True)
    )
    return msgspec.structs.replace(bars, values=tuple(values))


def _figure(wish: Wish) -> FigureName:
    # What was chosen is one of the figures that this look offers.
    return cast("FigureName", wish.figure)


LOOKS: tuple[Look, ...] = (
    Look(
        "pairs", "Pairs", "matrix",
        lambda counted, wish: pair_matrix(counted.agreement, _figure(wish), wish.tag),
        lambda counted, wish: tables.pair_table(counted.agreement, wish.tag),
        lambda wish: f"{FIGURE_WORDS[wish.figure]} of each two: {_tag_said(wish)}",
        _figures("f1", "precision", "recall", "kappa"), of_tag=True,
        note="The layer above, measured against the layer at the left.",
    ),
    Look(
        "tags", "Tags", "bars",
        lambda counted, wish: tag_bars(counted.agreement, _of(wish), _figure(wish)),
        lambda counted, wish: tables.tag_table(counted.agreement, _of(wish)),
        lambda wish: f"{FIGURE_WORDS[wish.figure]} by tag: "
        + ("all layers" if wish.figure == "alpha" else _pair_said(wish)),
        _figures("f1", "precision", "recall", "kappa", "alpha"), of_pair=True,
    ),
    Look(
        "confusion", "Confusion", "square",
        lambda counted, wish: confusion_matrix(counted.agreement, _of(wish)),
        lambda counted, wish: tables.matrix_table(confusion_matrix(counted.agreement, _of(wish)), "Tag"),
        lambda wish: f"Tags that met: {name_words(_of(wish)[0])} at the left, {name_words(_of(wish)[1])} above",
        of_pair=True, note="Aligned spans; the deeper, the more of the row. Framed: the same tag.",
    ),
    Look(
        "edges", "Edges", "bars", _edges,
        lambda counted, wish: tables.bars_table(_edges(counted, wish), ("Edge", "Spans")),
        _edges_said, _EDGES, of_pair=True, of_tag=True,
        note="Aligned spans of one tag whose edge is elsewhere. Below 0, the second’s span is the shorter.",
    ),
    Look(
        "attributes", "Attributes", "bars",
        lambda counted, wish: attribute_bars(counted.agreement, _of(wish)),
        lambda counted, wish: tables.attribute_table(counted.agreement, _of(wish)),
        lambda wish: f"Equal values, where both gave one: {_pair_said(wish)}", of_pair=True,
        note="On aligned spans of one tag.",
    ),
    Look(
        "articles", "Articles", "bars", _articles, _article_table,
        lambda _wish: "F1 of the articles with the least, all layers together",
    ),
    Look(
        "annotators", "Annotators", "bars", _annotators,
        lambda counted, _wish: tables.annotator_table(counted.agreement),
        lambda _wish: "F1 of each layer with all the others together",
    ),
    Look(
        "time", "Time", "dots", _periods,
        lambda counted, wish: tables.period_table(counted.agreement, _of(wish), wish.figure),
        lambda wish: f"F1 {dict(_TIMES)[wish.figure]}: {_pair_said(wish)}", _TIMES, of_pair=True,
    ),
)  # fmt: skip
"""The ways to look at agreement, in their order."""
