"""What is seen: lanes, lines, directions, scrolling, and that only what is visible is laid out or painted."""

from itertools import pairwise

import pytest
from nasty import NASTY, mark, span, split_span
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QFontDatabase, QFontMetricsF

from annotator.gui.article import tag_styles
from annotator.gui.article.marks import gaps
from annotator.gui.article.metrics import Reading
from annotator.gui.article.style import neutral_style
from annotator.model.span import Fragment
from annotator.model.tagset import Tag, Tagset
from tests.growth import grows_at_most

NEWS = (
    "The Observatory said at least 287 ISIL fighters, among them 26 minors, were killed in air strikes that the "
    "coalition carried out near the town of Hassakeh, the Syrian army said on Tuesday."
)
LONG = "\n".join(f"Paragraph {number}. {NEWS}" for number in range(400))


def lane_of(view, key, block=0):
    return next(found.lane for found in view.page.layout(block).marks if found.span.key == key)


def lane_rect(view, key, piece=0, block=0):
    layout = view.page.layout(block)
    found = next(found for found in layout.marks if found.span.key == key)
    rect = layout.lane_rects(found, found.pieces[piece])[0].toAlignedRect()
    return rect.translated(view.page.metrics.left, view.page.top(block))


def colours_in(view, rect):
    picture = view.viewport().grab(rect).toImage()
    return {picture.pixelColor(x, y).name() for x in range(picture.width()) for y in range(picture.height())}


def line_heights(view, block=0):
    return [line.height for line in view.page.layout(block).lines]


def test_overlapping_nested_crossing_and_coincident_spans_each_have_their_own_lane(view):
    spans = [span(1, 0, 30), span(2, 4, 15), span(3, 20, 40), span(4, 4, 15), span(5, 4, 15)]
    view.show_article(NEWS, spans)
    rects = [lane_rect(view, key) for key in (1, 2, 3, 4, 5)]
    assert not any(a.intersects(b) for a in rects for b in rects if a is not b)
    assert lane_of(view, 2) != lane_of(view, 4) != lane_of(view, 5)


def test_each_lane_shows_the_colour_of_its_tag(view, tagset):
    spans = [mark(NEWS, "Observatory", 1, "actor"), mark(NEWS, "Observatory said", 2, "claim")]
    view.show_article(NEWS, spans)
    for key, tag in ((1, "actor"), (2, "claim")):
        assert tag_styles(tagset)[tag].light in colours_in(view, lane_rect(view, key))


def test_only_the_line_with_more_lanes_grows(view):
    view.show_article(NEWS, [])
    without = line_heights(view)
    view.apply([mark(NEWS, "Observatory", key) for key in (1, 2, 3, 4)], ())
    heights = line_heights(view)
    assert heights[0] > without[0]
    assert heights[1:] == without[1:]


def test_one_lane_fits_between_the_lines_as_they_are(view):
    view.show_article(NEWS, [])
    without = line_heights(view)
    view.apply([mark(NEWS, "Observatory", 1)], ())
    assert line_heights(view) == without


def test_a_span_keeps_one_lane_over_all_its_lines(view):
    view.resize(400, 600)
    view.show_article(NEWS, [span(1, 0, 10), span(2, 4, 150)])
    layout = view.page.layout(0)
    found = next(found for found in layout.marks if found.span.key == 2)
    assert len(found.pieces) > 2
    depths = {layout.lane_rects(found, piece)[0].top() - layout.lines[piece.line].y for piece in found.pieces}
    assert len(depths) == 1


def test_fragments_on_one_line_are_joined_and_their_gap_is_not_marked(view):
    view.show_article(NEWS, [split_span(1, 0, 3, 16, 20)])
    found = view.page.layout(0).marks[0]
    (_, (left, right)), *others = gaps(found.pieces)
    assert not others
    assert (left, right) == (found.pieces[0].stretches[0][1], found.pieces[1].stretches[0][0])


def test_the_words_of_the_current_span_are_framed(view):
    view.show_article(NEWS, [mark(NEWS, "Observatory", 1)])
    words = view.rect_of(Fragment(4, 15))[0].adjusted(-2, 0, 2, 2)
    before = view.viewport().grab(words).toImage()
    view.set_current_span(1)
    assert view.viewport().grab(words).toImage() != before


def test_an_unsure_span_looks_different_in_lane_and_letter(view):
    view.show_article(NEWS, [mark(NEWS, "Observatory", 1)])
    rect = lane_rect(view, 1)
    sure = view.viewport().grab(rect).toImage()
    view.apply([mark(NEWS, "Observatory", 1, unsure=True)], ())
    assert view.viewport().grab(rect).toImage() != sure


def test_selection_and_find_matches_are_visible(view):
    view.show_article(NEWS, [])
    view.set_matches([Fragment(4, 15), Fragment(16, 20)], 1)
    ordinary, current = (colours_in(view, view.rect_of(match)[0]) for match in (Fragment(4, 15), Fragment(16, 20)))
    assert "#ffe9a3" in ordinary
    assert "#ffc24d" in current
    view.select(21, 29)
    assert view.palette().highlight().color().name() in colours_in(view, view.rect_of(Fragment(21, 29))[0])


def test_a_dark_desktop_gets_a_dark_page_with_lighter_marks(dark_desktop, view, tagset):
    view.show_article(NEWS, [mark(NEWS, "Observatory", 1)])
    seen = colours_in(view, lane_rect(view, 1))
    assert "#1e1f22" in seen
    assert tag_styles(tagset)["actor"].dark in seen


def contrast(one, other):
    def luminance(colour):
        parts = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in colour.getRgbF()[:3]]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    light, dark = sorted((luminance(QColor(one)), luminance(QColor(other))), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_tags_have_letters_colours_and_patterns_of_their_own():
    styles = tag_styles(Tagset("many", (Tag("actor", "A"), Tag("area"), *(Tag(f"tag {n}") for n in range(30)))))
    assert styles["actor"].letter == "A"
    assert styles["area"].letter == "R"
    assert len({style.letter for style in styles.values()}) == len(styles)
    assert len({(style.light, style.pattern) for style in styles.values()}) == len(styles)
    first = list(styles.values())[:8]
    assert len({style.light for style in first}) == len({style.pattern for style in first}) == 8


def test_letters_can_be_read_on_light_and_dark_pages():
    styles = [*tag_styles(Tagset("eight", tuple(Tag(f"t{n}") for n in range(8)))).values(), neutral_style("other")]
    assert all(contrast(style.light, "#ffffff") >= 4.5 for style in styles)
    assert all(contrast(style.dark, "#303030") >= 4.5 for style in styles)


def test_a_tag_that_nobody_knows_is_still_drawn(view):
    view.show_article(NEWS, [mark(NEWS, "Observatory", 1, "unheard of")])
    assert neutral_style("unheard of").light in colours_in(view, lane_rect(view, 1))


def test_the_letters_of_tags_stay_where_they_are_when_painted_again(view):
    view.show_article(NEWS, [mark(NEWS, "Observatory", 1, "actor")])
    lane = lane_rect(view, 1)
    first = view.viewport().grab(lane).toImage()
    assert view.viewport().grab(lane).toImage() == first


def test_html_is_shown_letter_by_letter(view):
    view.show_article(NASTY["html"], [])
    assert view.page.layout(0).layout.text() == NASTY["html"]


def test_the_column_is_centred_and_shrinks_with_the_window(view):
    view.show_article(NEWS, [])
    wide = view.page.metrics
    assert abs(2 * wide.left + wide.column - view.viewport().width()) <= 1
    view.resize(300, 600)
    assert view.page.metrics.column < wide.column
    assert view.page.metrics.column <= view.viewport().width()


def test_a_right_to_left_paragraph_begins_at_the_right_edge(view):
    view.show_article(NASTY["arabic"] + "\n" + NASTY["plain"], [])
    metrics = view.page.metrics
    first = view.rect_of(Fragment(0, 1))[0]
    assert metrics.left + metrics.column - first.right() <= 2
    start = view.text.index("The")
    assert view.rect_of(Fragment(start, start + 1))[0].left() - metrics.left <= 1


def test_a_span_across_directions_covers_its_words_and_nothing_between(view):
    text = "known as جبهة النصرة said"
    if "Noto Sans Arabic" not in QFontDatabase.families() and "DejaVu Sans" not in QFontDatabase.families():
        pytest.skip("no Arabic font")
    view.show_article(text, [])
    half = text.index("جبهة") + 4
    latin, arabic = view.rect_of(Fragment(0, half))
    rest = view.rect_of(Fragment(half + 1, text.index(" said")))[0]
    assert latin.right() < arabic.left()
    assert latin.right() <= rest.left() + 1
    assert rest.right() <= arabic.left() + 1


@pytest.mark.parametrize("name", ["mixed", "arabic", "persian", "plain", "emoji"])
def test_the_letters_of_a_line_are_side_by_side_in_any_direction(view, name):
    text = NASTY[name]
    view.show_article(text, [])
    layout = view.page.layout(0)
    line = layout.lines[0]
    edges = sorted(edge for at in range(line.start, line.end) for edge in layout.stretches(0, at, at + 1))
    assert all(left[1] <= right[0] + 1 for left, right in pairwise(edges))
    assert edges[-1][1] - edges[0][0] == pytest.approx(sum(right - left for left, right in edges), abs=4)


def test_no_more_is_laid_out_than_is_seen(view, monkeypatch):
    built = []
    original = view.page.__class__.layout

    def layout(self, index):
        built.append(index)
        return original(self, index)

    monkeypatch.setattr(view.page.__class__, "layout", layout)
    view.show_article(LONG, [span(key, key * 100, key * 100 + 20) for key in range(1, 700)])
    view.viewport().repaint()
    assert max(built) < 12
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum() // 2)
    view.viewport().repaint()
    assert len(set(built)) < 40


def test_nothing_moves_when_what_is_above_turns_out_taller_than_estimated(view):
    view.show_article(LONG, [span(key, 900, 940) for key in range(1, 30)])
    view.reveal(Fragment(60_000, 60_010))
    for _ in range(12):
        anchor = view.page.visible()[1]
        before = anchor[1]
        view.verticalScrollBar().setValue(view.verticalScrollBar().value() - 40)
        assert view.page.top(anchor[0]) == before + 40


def test_scrolling_to_the_end_and_back_shows_the_last_and_the_first_words(view):
    view.show_article(LONG, [])
    bar = view.verticalScrollBar()
    bar.setValue(bar.maximum())
    last = view.rect_of(Fragment(len(LONG) - 5, len(LONG)))[0]
    assert view.viewport().rect().contains(last)
    assert view.viewport().height() - last.bottom() <= 2 * view.page.metrics.margin
    assert bar.value() == bar.maximum()
    bar.setValue(0)
    assert view.rect_of(Fragment(0, 5))[0].top() == view.page.metrics.margin


def test_a_new_span_above_leaves_the_text_where_it_is(view):
    view.show_article("A long paragraph. " * 200, [])
    view.verticalScrollBar().setValue(200)
    here = view.position_at(QPoint(200, 300))
    before = view.rect_of(Fragment(here, here + 1))
    view.apply([span(key, 0, 10) for key in range(1, 8)], ())
    assert view.rect_of(Fragment(here, here + 1)) == before


def test_resizing_keeps_the_topmost_line_on_top(view):
    view.show_article(LONG, [])
    view.reveal(Fragment(60_000, 60_001))
    top = view.position_at(QPoint(view.page.metrics.left, 3))
    view.resize(500, 600)
    rect = view.rect_of(Fragment(top, top + 1))[0]
    assert abs(rect.top()) < 3 * view.page.metrics.line_height


def test_an_added_span_repaints_its_own_block_only(view, monkeypatch, qapp):
    view.show_article(LONG, [])
    qapp.processEvents()
    painted = []
    original = view.paintEvent

    def note(event):
        painted.append(QRect(event.rect()))
        original(event)

    monkeypatch.setattr(view, "paintEvent", note)
    view.apply([mark(LONG, "Observatory", 1)], ())
    qapp.processEvents()
    block = view.page.visible()[0]
    assert painted
    assert all(rect.height() <= block[2].height + 20 for rect in painted)


def test_a_paragraph_of_a_megabyte_does_not_freeze(view, qapp):
    def worked_in(times: int) -> None:
        text = NASTY["long line"][:2000].replace("\n", " ") * times
        spans = [span(key, key * 90, key * 90 + 40) for key in range(1, 20 * times)]
        view.show_article(text, spans)
        qapp.processEvents()
        view.move_caret(len(text) // 2)
        view.apply([span(20_000, len(text) // 2, len(text) // 2 + 9)], ())
        qapp.processEvents()

    worked_in(1)
    assert grows_at_most(8, lambda: worked_in(500), lambda: worked_in(100))


def test_the_overview_shows_where_marks_and_matches_are(view):
    view.show_article(LONG, [span(1, 10, 20), span(2, len(LONG) - 30, len(LONG) - 20, "claim")])
    view.set_matches([Fragment(len(LONG) // 2, len(LONG) // 2 + 4)], None)
    overview = view.findChild(type(view._overview))
    ticks = {tag: where.top() / overview.height() for where, tag in overview.ticks()}
    assert ticks["actor"] < 0.1
    assert 0.4 < ticks[""] < 0.6
    assert ticks["claim"] > 0.9


def test_fifty_thousand_marks_make_no_more_ticks_than_there_are_pixels(view):
    view.show_article(LONG, [span(key, key, key + 5) for key in range(1, 50_000)])
    overview = view.findChild(type(view._overview))
    assert len(overview.ticks()) <= overview.height()


def test_a_click_in_the_overview_goes_there(view, qtbot):
    view.show_article(LONG, [])
    overview = view.findChild(type(view._overview))
    qtbot.mouseClick(overview, Qt.MouseButton.LeftButton, pos=QPoint(5, overview.height() * 3 // 4))
    assert view.verticalScrollBar().value() / view.verticalScrollBar().maximum() == pytest.approx(0.75, abs=0.05)


def test_text_size_and_reading_can_be_chosen(view):
    view.show_article(LONG, [])
    small = line_heights(view)[0]
    view.set_text_size(20)
    assert line_heights(view)[0] > small
    view.read_as(Reading(40, 2.0, text_size=20))
    assert view.reading.text_size == 20
    assert view.page.metrics.column < 45 * view.page.metrics.character
    view.set_text_size(1000)
    assert view.reading.text_size < 100


def test_what_cannot_be_read_is_brought_back_to_what_can(view):
    view.show_article(LONG, [])
    for asked in (Reading(1, 0.0, "x" * 5000, 0.1), Reading(10**9, 1e9, "a\nb", 1e9)):
        view.read_as(asked)
        assert view.reading.family == ""
        assert 20 < view.reading.column_characters < 200
        assert 1 <= view.reading.line_spacing <= 3
        assert 5 < view.reading.text_size < 100


def ink(view, fragment):
    """Return the difference between the paper and the darkest or lightest ink of some words."""
    picture, paper = view.viewport().grab().toImage(), view.palette().base().color().lightness()
    return max(
        abs(picture.pixelColor(x, y).lightness() - paper)
        for rect in view.rect_of(fragment)
        for x in range(rect.left(), rect.right())
        for y in range(rect.top() + 2, rect.bottom())
    )


@pytest.mark.parametrize("tone", ["light", "dark"])
def test_all_but_the_sentence_at_the_caret_is_dimmed(view, tone, request):
    if tone == "dark":
        request.getfixturevalue("dark_desktop")
    text = "First sentence here. Second sentence here.\nAnother paragraph."
    second, last = Fragment(21, 42), Fragment(text.index("Another"), len(text))
    view.show_article(text, [mark(text, "Another", 1)])
    full = ink(view, Fragment(0, 20))
    view.set_dimmed(True)
    view.move_caret(25)
    assert ink(view, second) == full
    assert 0.5 * full < ink(view, Fragment(0, 20)) < 0.8 * full
    assert 0.5 * full < ink(view, last) < 0.8 * full
    view.select(2, 8)
    assert ink(view, second) < 0.8 * full
    view.move_caret(len(text))
    assert ink(view, last) == full
    assert ink(view, second) < 0.8 * full
    view.set_dimmed(False)
    assert ink(view, second) == full


@pytest.mark.parametrize("size", [6, 13, 20, 36, 48])
def test_a_letter_stays_inside_its_lane_at_any_size(view, size):
    view.set_text_size(size)
    metrics = view.page.metrics
    look = view._looks.look(neutral_style("actor"), False, True)
    capital = QFontMetricsF(metrics.letter_font).capHeight()
    assert look.centre - capital / 2 > -0.5
    assert look.centre + capital / 2 < metrics.lane_height + 0.5


@pytest.mark.parametrize("text", NASTY.values(), ids=NASTY)
def test_every_nasty_text_is_shown_without_a_complaint(view, text):
    view.show_article(text, [span(1, 0, len(text)), span(2, len(text) // 2, len(text))] if len(text) > 1 else [])
    view.set_current_span(1)
    view.viewport().repaint()
    assert view.text == text
