"""Drawings: what stands in them, that nothing leaves them, and that every kind of sight tells their colours apart."""

from collections.abc import Callable
from xml.etree import ElementTree

import pytest

from annotator.agreement.behind import Cell
from annotator.agreement.pictures import Bars, Matrix, Value
from annotator.gui.figures.bars import draw_bars
from annotator.gui.figures.colours import DARK, LIGHT, contrast
from annotator.gui.figures.dots import draw_dots
from annotator.gui.figures.drawing import Box, Dot, Drawing, Line, Pen, Words
from annotator.gui.figures.heat import draw_matrix
from annotator.gui.figures.svg import svg
from annotator.gui.figures.titles import Heading

HOSTILE = "<script>&\"' \u202eevil\x07\ud800 " + "long " * 40
SAID = Heading("F1 by tag", "exact · 3 articles")
PEN = Pen(10, lambda text: 6.0 * len(text), lambda text, width: text[: max(0, int(width // 6))])
WIDTHS = (300.0, 720.0, 1600.0)


def a_matrix(size: int = 3, *, counts: bool = False) -> Matrix:
    names = tuple([HOSTILE, "قوات النظام", *map(str, range(size))][:size])
    cell = Cell("tags", ("ana", "ben"))
    rows = tuple(
        tuple(
            Value(None, why="nobody") if row == at else Value(row + at if counts else 0.5, cell) for at in range(size)
        )
        for row in range(size)
    )
    return Matrix("m", names, names, rows, counts)


def some_bars(*numbers: float | None, counts: bool = False) -> Bars:
    values = tuple(Value(number, why="" if number is not None else f"{HOSTILE} has none") for number in numbers)
    return Bars("b", (HOSTILE, *(f"tag {at}" for at in range(1, len(numbers))))[: len(numbers)], values, counts)


DRAWINGS: dict[str, Callable[[float], Drawing]] = {
    "matrix": lambda width: draw_matrix(a_matrix(7), SAID, width, PEN),
    "framed counts": lambda width: draw_matrix(a_matrix(4, counts=True), SAID, width, PEN, framed=True),
    "no matrix": lambda width: draw_matrix(a_matrix(0), SAID, width, PEN),
    "bars": lambda width: draw_bars(some_bars(0.25, None, 1.0, 0.0), SAID, width, PEN, frozenset([2])),
    "bars below 0": lambda width: draw_bars(some_bars(-0.4, 0.9), SAID, width, PEN),
    "counted bars": lambda width: draw_bars(some_bars(12, 1234567, 0, counts=True), SAID, width, PEN),
    "no bars": lambda width: draw_bars(some_bars(), SAID, width, PEN),
    "dots": lambda width: draw_dots(some_bars(0.25, None, 1.0, 0.5), SAID, width, PEN),
    "many dots": lambda width: draw_dots(some_bars(*[0.5] * 300), SAID, width, PEN),
    "no dots": lambda width: draw_dots(some_bars(), SAID, width, PEN),
}


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", DRAWINGS)
def test_nothing_leaves_the_drawing(name: str, width: float) -> None:
    drawing = DRAWINGS[name](width)
    assert drawing.width >= width
    for item in drawing.items:
        left, right, top, bottom = room_of(item)
        assert left >= -0.5, item
        assert right <= drawing.width + 0.5, item
        assert top >= -0.5, item
        assert bottom <= drawing.height + 0.5, item
    for spot in drawing.spots:
        assert spot.x >= 0, spot
        assert spot.x + spot.width <= drawing.width + 0.5, spot
        assert spot.y + spot.height <= drawing.height + 0.5, spot


@pytest.mark.parametrize("name", DRAWINGS)
def test_a_drawing_is_a_whole_svg_file_that_holds_no_markup_from_outside(name: str) -> None:
    text = svg(DRAWINGS[name](720), LIGHT, 12, HOSTILE, HOSTILE)
    root = ElementTree.fromstring(text.encode())
    names = {element.tag.rpartition("}")[2] for element in root.iter()}
    assert names <= {"svg", "title", "desc", "rect", "line", "circle", "text"}
    assert not any("href" in key or "url" in value for element in root.iter() for key, value in element.attrib.items())


def test_each_cell_has_its_number_and_can_be_gone_to() -> None:
    drawing = draw_matrix(a_matrix(3, counts=True), SAID, 720, PEN)
    words = [item.text for item in drawing.items if isinstance(item, Words)]
    assert words.count("3") == 2
    assert words.count("–") == 3
    spot = drawing.spot_at(1, 2)
    assert spot is not None
    assert spot.value.number == 3
    assert spot.said.endswith(": 3")
    assert drawing.spot_under(spot.x + 1, spot.y + 1) == spot
    undefined = drawing.spot_at(0, 0)
    assert undefined is not None
    assert undefined.said.endswith("no value, because nobody")


def test_a_bar_is_as_long_as_its_number_and_what_has_none_says_why() -> None:
    drawing = draw_bars(some_bars(0.25, None, 1.0), SAID, 720, PEN)
    quarter, whole = [item for item in drawing.items if isinstance(item, Box)]
    assert whole.width == pytest.approx(4 * quarter.width)
    assert any(isinstance(item, Words) and item.text.startswith("–  <script>") for item in drawing.items)


def test_bars_below_nothing_go_the_other_way() -> None:
    low, high = [item for item in draw_bars(some_bars(-0.5, 0.5), SAID, 720, PEN).items if isinstance(item, Box)]
    assert low.x + low.width == pytest.approx(high.x)
    assert low.width == pytest.approx(high.width)


def test_a_line_through_dots_leaves_out_what_has_no_value() -> None:
    drawing = draw_dots(some_bars(0.25, None, 1.0, 0.5), SAID, 720, PEN)
    assert sum(isinstance(item, Dot) for item in drawing.items) == 3
    assert sum(isinstance(item, Line) and item.ink == "bar" for item in drawing.items) == 1


def test_hostile_names_are_shown_as_signs_and_keep_their_direction_to_themselves() -> None:
    (spot,) = draw_bars(some_bars(0.5), SAID, 720, PEN).spots
    name = spot.said.partition(": ")[0]
    assert name[0] == "\u2068"
    assert name[-1] == "\u2069"
    assert not {"\u202e", "\x07", "\ud800"} & set(name)


@pytest.mark.parametrize("colours", [LIGHT, DARK])
def test_numbers_can_be_read_on_every_cell_and_words_on_the_ground(colours) -> None:
    for hundredth in range(101):
        share = hundredth / 100
        assert contrast(colours.of_share(share), colours.on_share(share)) >= 4.5, share
    assert contrast(colours.inks["ink"], colours.ground) >= 7
    assert contrast(colours.inks["faint"], colours.ground) >= 4.5
    assert contrast(colours.inks["bar"], colours.ground) >= 3


@pytest.mark.parametrize("colours", [LIGHT, DARK])
def test_the_lightness_of_the_heat_goes_one_way(colours) -> None:
    far = [contrast(colours.of_share(step / 20), colours.ground) for step in range(21)]
    assert far == sorted(far)
    assert colours.of_share(-1) == colours.of_share(0)
    assert colours.of_share(2) == colours.of_share(1)


def room_of(item: Box | Line | Dot | Words) -> tuple[float, float, float, float]:
    """Return from where to where something is drawn."""
    if isinstance(item, Box):
        return item.x, item.x + item.width, item.y, item.y + item.height
    if isinstance(item, Line):
        return min(item.x1, item.x2), max(item.x1, item.x2), min(item.y1, item.y2), max(item.y1, item.y2)
    if isinstance(item, Dot):
        return item.x - item.radius, item.x + item.radius, item.y - item.radius, item.y + item.radius
    left = item.x - {"start": 0, "middle": 0.5, "end": 1}[item.side] * PEN.width_of(item.text)
    return left, left + PEN.width_of(item.text), item.y - PEN.size, item.y
