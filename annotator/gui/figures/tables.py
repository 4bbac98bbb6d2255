"""Tables beside the pictures: the same figures for people who read, or listen, rather than look."""

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from annotator.agreement.behind import Cell
from annotator.agreement.coefficients import Counts, Figure
from annotator.agreement.figures import OVERALL, Agreement, Scores
from annotator.agreement.observing import Layers
from annotator.agreement.pictures import ALL_TAGS, NOT_KNOWN, Bars, Matrix, Value
from annotator.gui.figures.wording import name_words, number_words
from annotator.gui.panels.wording import without_isolates

Raw = str | int | float | None


class Entry(msgspec.Struct, frozen=True):
    """One cell of a table."""

    text: str
    """What is shown."""
    raw: Raw
    """What a file holds: names as they are, numbers with all their digits."""
    value: Value | None = None
    """The figure that it shows, with what is behind it."""


class FigureTable(msgspec.Struct, frozen=True):
    """Rows below their headings; the first columns are names."""

    headings: tuple[str, ...]
    rows: tuple[tuple[Entry, ...], ...]
    names: int = 1
    """So many columns are names."""

    def plain_headings(self) -> list[str]:
        """Return the headings as a file holds them."""
        return [without_isolates(heading) for heading in self.headings]

    def raw(self) -> Iterator[list[Raw]]:
        """Yield the rows as a file holds them."""
        for row in self.rows:
            yield [entry.raw for entry in row]


COUNTED = ("F1", "Precision", "Recall", "Both", "Only first", "Only second")


def of_name(name: str) -> Entry:
    """Return a cell with a name."""
    return Entry(name_words(name), name)


def of_count(number: int, cell: Cell | None = None) -> Entry:
    """Return a cell with a count; there is nothing behind none."""
    return Entry(f"{number:,}", number, Value(number, cell if number else None))


def of_figure(figure: Figure, cell: Cell | None = None) -> Entry:
    """Return a cell with a share or a coefficient, or with the reason why it has none."""
    value = Value(figure.value, cell if figure.value is not None else None, figure.why)
    return Entry(number_words(figure.value, counts=False), figure.value, value)


def pair_table(agreement: Agreement, tag: str) -> FigureTable:
    """Return what each two layers come to in one tag, or in all."""
    rows = []
    for pair in agreement.pairs:
        scores = pair.scores(tag)
        names = [of_name(name) for name in pair.layers]
        rows.append((*names, of_count(pair.articles), *_scored(scores, pair.layers, tag)))
    return FigureTable(("First", "Second", "Articles", *COUNTED, "κ"), tuple(rows), names=2)


def tag_table(agreement: Agreement, layers: Layers) -> FigureTable:
    """Return what two layers come to in each tag, and in all; and α of all layers."""
    pair = agreement.pair(*layers)
    rows = []
    for tag in (*agreement.tags, OVERALL):
        alpha = of_figure(agreement.alpha[tag], Cell("token", None, of_tag(tag)))
        name = of_name(ALL_TAGS if tag == OVERALL else tag)
        rows.append((name, *_scored(pair.scores(tag), layers, tag), alpha))
    return FigureTable(("Tag", *COUNTED, "κ", "α of all"), tuple(rows))


def matrix_table(matrix: Matrix, corner: str) -> FigureTable:
    """Return a matrix as a table; ``corner`` is what stands above the names of its rows."""
    rows = tuple(
        (of_name(name), *(_of_value(value, counts=matrix.counts) for value in values))
        for name, values in zip(matrix.rows, matrix.values, strict=True)
    )
    return FigureTable((corner, *(name_words(name) for name in matrix.columns)), rows)


def bars_table(bars: Bars, headings: tuple[str, str]) -> FigureTable:
    """Return bars as a table of two columns."""
    rows = (
        (of_name(label), _of_value(value, counts=bars.counts))
        for label, value in zip(bars.labels, bars.values, strict=True)
    )
    return FigureTable(headings, tuple(rows))


def attribute_table(agreement: Agreement, layers: Layers) -> FigureTable:
    """Return how far two layers agree in each attribute."""
    rows = []
    for known in agreement.attributes:
        if known.layers == layers:
            wanted = {"tag": known.tag, "name": known.name}
            counts = [
                of_count(getattr(known, outcome), Cell("attribute", layers, {**wanted, "outcome": outcome}))
                for outcome in ("same", "different", "only_a", "only_b")
            ]
            whole = Cell("attribute", layers, wanted)
            names = of_name(known.tag), of_name(known.name)
            rows.append((*names, *counts, of_figure(known.share, whole), of_figure(known.kappa, whole)))
    headings = ("Tag", "Attribute", "Equal", "Different", "Only first", "Only second", "Equal share", "κ")
    return FigureTable(headings, tuple(rows), names=2)


def counts_table(
    first: tuple[str, ...], found: Iterable[tuple[Sequence[Entry], Counts, Cell]], *, names: int = 1
) -> FigureTable:
    """Return rows of counts: some cells in front, headed ``first``, and what the counts come to."""
    rows = tuple((*front, *_counted(counts, cell)) for front, counts, cell in found)
    return FigureTable((*first, *COUNTED), rows, names=names)


def annotator_table(agreement: Agreement) -> FigureTable:
    """Return how far each layer agrees with all others together."""
    rows = []
    for known in agreement.annotators:
        cell = Cell("span", layer=known.name)
        numbers = of_count(known.counts.both), of_count(known.counts.only_a), of_count(known.counts.only_b)
        rows.append((of_name(known.name), of_count(known.articles), of_figure(known.counts.f1, cell), *numbers))
    headings = ("Annotator", "Articles", "F1", "In both", "Only they", "Only others")
    return FigureTable(headings, tuple(rows))


def period_table(agreement: Agreement, layers: Layers, by: str) -> FigureTable:
    """Return how far two layers agree in each period."""
    found = []
    for known in agreement.over_time:
        if (known.layers, known.by) == (layers, by):
            front = of_name(known.period or NOT_KNOWN), of_count(known.articles)
            found.append((front, known.counts, Cell("span", layers, period=(known.by, known.period))))
    return counts_table(("When", "Articles"), found)


def of_tag(tag: str) -> dict[str, object]:
    """Return which facts are those of a tag."""
    return {} if tag == OVERALL else {"tag": tag}


def _scored(scores: Scores, layers: Layers, tag: str) -> Iterator[Entry]:
    yield from _counted(scores.counts, Cell("span", layers, of_tag(tag)))
    yield of_figure(scores.kappa, Cell("token", layers, of_tag(tag)))


def _counted(counts: Counts, cell: Cell) -> Iterator[Entry]:
    for figure in (counts.f1, counts.precision, counts.recall):
        yield of_figure(figure, cell)
    for outcome in ("both", "only_a", "only_b"):
        narrowed = msgspec.structs.replace(cell, wanted={**cell.wanted, "outcome": outcome})
        yield of_count(getattr(counts, outcome), narrowed)


def _of_value(value: Value, *, counts: bool) -> Entry:
    number = value.number
    raw = int(number) if counts and number is not None else number
    shown = value if value.number else msgspec.structs.replace(value, cell=None)
    return Entry(number_words(number, counts=counts), raw, shown)
