"""Mouse and selection: what is pointed at is what is stored."""

import random

import pytest
import regex
from nasty import NASTY, mark, span
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent

from annotator.model.span import Fragment

LEFT, CTRL, SHIFT = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
NONE = Qt.KeyboardModifier.NoModifier
TEXT = "The Syrian army said that 287 fighters were killed near the town of Hassakeh on Tuesday.\nNobody was hurt."


@pytest.fixture
def mouse(view, qtbot):
    return Mouse(view, qtbot)


class Mouse:
    """A mouse that is told words, not pixels."""

    def __init__(self, view, qtbot):
        self.view, self.qtbot = view, qtbot

    def point(self, position):
        rect = self.view.rect_of(Fragment(position, position + 1))[0]
        return QPoint(rect.left() + 1, rect.center().y())

    def lane(self, key):
        for index, _, layout in self.view.page.visible():
            for found in layout.marks:
                if found.span.key == key:
                    rect = layout.lane_rects(found, found.pieces[0])[0]
                    origin = QPoint(self.view.page.metrics.left, self.view.page.top(index))
                    return rect.center().toPoint() + origin
        raise AssertionError(f"span {key} is not visible")

    def click(self, point, modifiers=NONE):
        self.qtbot.mouseClick(self.view.viewport(), LEFT, modifiers, point)

    def drag(self, start, end):
        viewport = self.view.viewport()
        self.qtbot.mousePress(viewport, LEFT, NONE, start)
        self.qtbot.mouseMove(viewport, (start + end) / 2)
        self.qtbot.mouseMove(viewport, end)
        self.qtbot.mouseRelease(viewport, LEFT, NONE, end)


def display(view, position):
    """Return the pixel at which a position is displayed: the caret's left, the middle of its line."""
    index, column = view.page.map.place(position)
    layout = view.page.layout(index)
    line = layout.lines[layout.line_of(column)]
    x = view.page.metrics.left + round(layout.x_of(column))
    return QPoint(x, view.page.top(index) + line.y + line.text_height // 2)


@pytest.mark.parametrize("name", NASTY)
def test_hundreds_of_selections_of_each_nasty_text_are_what_is_stored(view, name):
    text = NASTY[name]
    view.show_article(text, [])
    edges = {cluster.start() for cluster in regex.finditer(r"\X", text)} | {len(text)}
    chance = random.Random(name)
    for _ in range(10_000 // len(NASTY)):
        start, end = chance.randint(0, len(text)), chance.randint(0, len(text))
        view.select(start, end)
        selected = view.selection()
        assert selected is None or {selected.start, selected.end} <= edges
        for snap in (True, False):
            marked = view.marked_selection(snap=snap)
            if marked is not None:
                assert {marked.start, marked.end} <= edges
                assert there_and_back(view, marked) == text[marked.start : marked.end]


def there_and_back(view, fragment):
    """Return the text of a fragment as the display has it, read through the map."""
    found = view.page.map
    places = [found.place(position) for position in (fragment.start, fragment.end)]
    start, end = (found.position(*place) for place in places)
    return found.text[start:end]


@pytest.mark.parametrize("name", ["plain", "crlf", "combining", "emoji", "chinese", "zero width", "tabs", "hangul"])
def test_pointing_at_a_caret_gives_its_position_back(view, name):
    text = NASTY[name]
    view.show_article(text, [])
    for cluster in regex.finditer(r"\X", text):
        assert view.position_at(display(view, cluster.start())) == cluster.start()


@pytest.mark.parametrize(("name", "backwards"), [("arabic", "[\\p{Arabic}]"), ("mixed", "[\\p{Arabic}\\p{Hebrew}]")])
def test_pointing_at_the_beginning_of_a_letter_gives_its_position_in_any_direction(view, name, backwards):
    text = NASTY[name]
    view.show_article(text, [])
    # Inside lam-alef, which is one glyph, a caret is as near as can be told.
    for letter in regex.finditer(r"(?<!ل(?=[اأ]))(?!ل[اأ])\p{L}", text):
        rect = view.rect_of(Fragment(*letter.span()))[0]
        share = 0.8 if regex.match(backwards, letter[0]) else 0.2
        point = QPoint(round(rect.left() + share * rect.width()), rect.center().y())
        assert view.position_at(point) == letter.start()


def test_no_pixel_is_inside_a_grapheme_cluster(view):
    for name in ("emoji", "combining", "devanagari", "hangul", "astral"):
        view.show_article(NASTY[name], [])
        edges = {cluster.start() for cluster in regex.finditer(r"\X", view.text)} | {len(view.text)}
        middle = view.page.metrics.margin + 10
        assert {view.position_at(QPoint(x, middle)) for x in range(0, 780)} <= edges


def test_a_click_puts_the_caret_there_and_says_so(view, mouse, qtbot):
    view.show_article(TEXT, [])
    with qtbot.waitSignal(view.caretMoved) as moved:
        mouse.click(mouse.point(11))
    assert view.caret == 11
    assert moved.args == [11]


def test_a_drag_selects_and_says_so(view, mouse):
    view.show_article(TEXT, [])
    seen = []
    view.selectionChanged.connect(seen.append)
    mouse.drag(mouse.point(4), mouse.point(15))
    assert view.selection() == Fragment(4, 15)
    assert seen[-1] == Fragment(4, 15)
    mouse.drag(mouse.point(15), mouse.point(4))
    assert view.selection() == Fragment(4, 15)
    assert (view.caret, view.anchor) == (4, 15)


def test_a_careless_drag_marks_whole_words(view, mouse):
    view.show_article(TEXT, [])
    mouse.drag(mouse.point(6), mouse.point(13))
    assert view.marked_selection() == Fragment(4, 15)
    assert view.marked_selection(snap=False) == Fragment(6, 13)


def test_without_a_selection_the_word_at_the_caret_is_marked(view):
    view.show_article(TEXT, [])
    view.move_caret(6)
    assert view.marked_selection() == Fragment(4, 10)
    view.show_article("  ", [])
    assert view.marked_selection() is None


def test_shift_and_a_click_extend_the_selection(view, mouse):
    view.show_article(TEXT, [])
    mouse.click(mouse.point(4))
    mouse.click(mouse.point(20), SHIFT)
    assert view.selection() == Fragment(4, 20)
    mouse.click(mouse.point(2), SHIFT)
    assert view.selection() == Fragment(2, 4)


TWO_SENTENCES = "The army said so. Nobody was hurt in the town.\nThen it rained."


def click_quickly(view, qtbot, point, times):
    """Click so often that Qt sends what it sends for a row of clicks: every other one is a double click."""
    viewport, taken = view.viewport(), []
    for number in range(times):
        (qtbot.mousePress if number % 2 == 0 else qtbot.mouseDClick)(viewport, LEFT, NONE, point)
        qtbot.mouseRelease(viewport, LEFT, NONE, point)
        taken.append(view.selection() and view.text[view.selection().start : view.selection().end])
    return taken


def test_quick_clicks_take_the_word_then_the_sentence_then_the_paragraph(view, mouse, qtbot):
    view.show_article(TWO_SENTENCES, [])
    point = mouse.point(TWO_SENTENCES.index("hurt"))
    made = []
    view.selectionMade.connect(made.append)
    paragraph, sentence = TWO_SENTENCES.split("\n")[0], "Nobody was hurt in the town."
    assert click_quickly(view, qtbot, point, 5) == [None, "hurt", sentence, paragraph, None]
    assert made == [False, True, True], "each click that takes more says so"


def test_a_third_click_elsewhere_or_later_begins_anew(view, mouse, qtbot, monkeypatch):
    view.show_article(TWO_SENTENCES, [])
    click_quickly(view, qtbot, mouse.point(20), 2)
    mouse.click(mouse.point(2))
    assert view.selection() is None
    click_quickly(view, qtbot, mouse.point(20), 2)
    monkeypatch.setattr("annotator.gui.article.pointer._double_click_seconds", lambda: 0.0)
    mouse.click(mouse.point(20))
    assert view.selection() is None


def test_a_drag_that_begins_with_a_third_click_takes_whole_sentences(view, mouse, qtbot):
    view.show_article(TWO_SENTENCES, [])
    click_quickly(view, qtbot, mouse.point(5), 2)
    qtbot.mousePress(view.viewport(), LEFT, NONE, mouse.point(5))
    for place, end in ((25, TWO_SENTENCES.index("\n")), (50, len(TWO_SENTENCES)), (2, TWO_SENTENCES.index(" Nobody"))):
        point = QPointF(mouse.point(place))
        view.mouseMoveEvent(QMouseEvent(QEvent.Type.MouseMove, point, point, Qt.MouseButton.NoButton, LEFT, NONE))
        assert view.selection() == Fragment(0, end)


def test_a_drag_says_once_that_it_has_selected_and_a_click_does_not(view, mouse, qtbot):
    view.show_article(TEXT, [mark(TEXT, "Syrian army", 1)])
    made = []
    view.selectionMade.connect(made.append)
    mouse.click(mouse.point(6))
    qtbot.mouseDClick(view.viewport(), LEFT, NONE, mouse.lane(1))
    assert made == []
    mouse.drag(mouse.point(4), mouse.point(15))
    assert made == [False]
    mouse.click(mouse.point(20), SHIFT)
    assert made == [False, False]


def test_a_double_click_takes_the_word_under_it_and_not_the_one_behind(view, qtbot):
    view.show_article("大马士革", [])
    rect = view.rect_of(Fragment(1, 2))[0]
    qtbot.mouseDClick(view.viewport(), LEFT, NONE, QPoint(rect.right() - 2, rect.center().y()))
    assert view.selection() == Fragment(1, 2)


def test_a_drag_that_begins_with_a_double_click_takes_whole_words(view, mouse, qtbot):
    view.show_article(TEXT, [])
    viewport = view.viewport()
    qtbot.mouseDClick(viewport, LEFT, NONE, mouse.point(12))
    for place, taken in ((27, (11, 29)), (2, (0, 15))):
        point = QPointF(mouse.point(place))
        view.mouseMoveEvent(QMouseEvent(QEvent.Type.MouseMove, point, point, Qt.MouseButton.NoButton, LEFT, NONE))
        met = view.selection()
        assert (met.start, met.end) == taken


def test_a_click_on_marked_words_chooses_the_smallest_span_and_the_next_click_the_next(view, mouse):
    view.show_article(TEXT, [mark(TEXT, "Syrian army said", 1), mark(TEXT, "Syrian army", 2), mark(TEXT, "Syrian", 3)])
    point = mouse.point(6)
    met = []
    for _ in range(4):
        mouse.click(point)
        met.append(view.current_span)
    assert met == [3, 2, 1, 3]
    mouse.click(mouse.point(40))
    assert view.current_span is None


def test_a_click_on_a_lane_chooses_its_span(view, mouse):
    view.show_article(TEXT, [mark(TEXT, "Syrian army said", 1), mark(TEXT, "Syrian army", 2), mark(TEXT, "Syrian", 3)])
    for key in (1, 2, 3):
        mouse.click(mouse.lane(key))
        assert view.current_span == key


def test_a_double_click_on_a_lane_activates_its_span(view, mouse, qtbot):
    view.show_article(TEXT, [mark(TEXT, "Syrian army", 7)])
    with qtbot.waitSignal(view.spanActivated) as activated:
        qtbot.mouseDClick(view.viewport(), LEFT, NONE, mouse.lane(7))
    assert activated.args == [7]
    assert view.selection() is None


def test_selecting_elsewhere_keeps_the_current_span(view, mouse):
    view.show_article(TEXT, [mark(TEXT, "Syrian army", 1)])
    view.set_current_span(1)
    mouse.drag(mouse.point(30), mouse.point(38))
    assert view.current_span == 1


def test_a_drag_beyond_the_edge_scrolls_on(view, mouse, qtbot):
    view.show_article("\n".join([TEXT] * 200), [])
    viewport = view.viewport()
    qtbot.mousePress(viewport, LEFT, NONE, mouse.point(10))
    qtbot.mouseMove(viewport, QPoint(200, viewport.height() + 80))
    qtbot.waitUntil(lambda: view.verticalScrollBar().value() > 300)
    qtbot.mouseRelease(viewport, LEFT, NONE, QPoint(200, viewport.height() + 80))
    stopped = view.verticalScrollBar().value()
    qtbot.wait(120)
    assert view.verticalScrollBar().value() == stopped
    assert len(view.text[view.selection().start : view.selection().end]) > 500


def test_the_wheel_scrolls_and_with_ctrl_changes_the_text_size(view, qtbot, qapp):
    view.show_article("\n".join([TEXT] * 200), [])
    centre = QPointF(200, 200)

    def turn(modifiers, by):
        pixels, angle = QPoint(), QPoint(0, by)
        phase = Qt.ScrollPhase.NoScrollPhase
        event = QWheelEvent(centre, centre, pixels, angle, Qt.MouseButton.NoButton, modifiers, phase, False)
        qapp.sendEvent(view.viewport(), event)

    turn(NONE, -120)
    assert view.verticalScrollBar().value() > 0
    before = view.reading.text_size
    with qtbot.waitSignal(view.textSizeChanged):
        turn(CTRL, 120)
    assert view.reading.text_size == before + 1


def test_a_span_that_goes_away_is_no_longer_current(view):
    view.show_article(TEXT, [mark(TEXT, "Syrian army", 1)])
    view.set_current_span(1)
    view.apply((), {1})
    assert view.current_span is None
    assert view.spans_at(6) == []


def test_a_span_that_comes_is_there_at_once(view):
    view.show_article(TEXT, [])
    view.apply([span(5, 4, 15)], ())
    assert [found.key for found in view.spans_at(6)] == [5]
    view.set_current_span(5)
    assert view.current_span == 5
    assert view.caret == 4


def test_the_current_span_is_brought_into_view(view):
    text = "\n".join([TEXT] * 300)
    view.show_article(text, [span(1, 20_000, 20_010), span(2, 30, 35)])
    for key, place in ((1, Fragment(20_000, 20_010)), (2, Fragment(30, 35))):
        view.set_current_span(key)
        assert view.viewport().rect().contains(view.rect_of(place)[0])


def test_another_article_begins_at_the_top_with_nothing_chosen(view):
    view.show_article("\n".join([TEXT] * 300), [span(1, 4, 15)])
    view.move_caret(9000)
    view.select(10, 400)
    view.set_current_span(1)
    view.show_article(TEXT, [span(1, 0, 3)])
    assert (view.caret, view.selection(), view.current_span) == (0, None, None)
    assert view.verticalScrollBar().value() == 0
    view.clear()
    assert view.text == ""
