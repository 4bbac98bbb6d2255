"""Whatever comes and goes in whatever order: every span is seen, clicked and listed, and no word is hidden."""

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nasty import NASTY
from PySide6.QtCore import QPoint, QRectF
from PySide6.QtGui import QColor, QFontMetricsF

from annotator.gui.article.metrics import Metrics, Reading
from annotator.gui.article.page import Page
from annotator.gui.article.pointer import lane_at
from annotator.gui.article.runs import MOST_TRACKS
from annotator.model.span import Fragment, Relation, Span, check_fragments

LATIN = (
    "The Observatory said at least 287 ISIL fighters, among them 26 minors, were killed in air strikes near Hassakeh.\n"
    "“We hold the gate,” the spokesman said. He denied it.\n\nNobody was hurt, residents said; a 2nd strike hit "
    "a bridge on the road to Raqa, and the army said that it had lost 14 of its own."
)
ARABIC = (
    "قال المرصد السوري إن 287 مقاتلا على الأقل من تنظيم الدولة، بينهم 26 قاصرا، قتلوا في غارات جوية قرب مدينة الحسكة.\n"
    "ونفى الجيش السوري ذلك يوم الثلاثاء.\n\n“لا نعلم شيئا،” قال مسؤول، “عن هذه الغارات.”"
)
MIXED = (
    "The group جبهة النصرة said that 12 (مقاتلون) died near إدلب, and “ג'בהת” denied it.\n"
    "قالت وكالة Northern Wire إن 12 فقط قتلوا قرب Ras al-Ain يوم الاثنين.\nAl-Nusra, or جبهة النصرة 2.0, was silent."
)
TEXTS = {"left to right": LATIN, "arabic": ARABIC, "mixed": MIXED}
WIDTHS = (180, 320, 560, 800, 1300)
TALL = 100_000
FAINT = QColor("#888888")


@st.composite
def fragments(draw, length):
    edges = draw(st.lists(st.integers(0, length), min_size=2, max_size=6, unique=True))
    edges = sorted(edges)[: len(edges) // 2 * 2]
    found = tuple(map(Fragment, edges[::2], edges[1::2]))
    try:
        check_fragments(found)
    except ValueError:
        return (Fragment(found[0].start, found[-1].end),)
    return found


@st.composite
def changes(draw, length):
    """Spans put and removed, relations put and removed, one after the other."""
    key = st.integers(1, 9)
    put_span = st.builds(
        lambda key, found, unsure: Span(str(key), "number", found, key=key, unsure=unsure),
        key,
        fragments(length),
        st.booleans(),
    )
    put_relation = st.builds(
        lambda key, kind, head, child: Relation(str(key), kind, head, child, key=key),
        st.integers(1, 12),
        st.sampled_from(["source", "counts_who", "of"]),
        key,
        key,
    )
    return draw(st.lists(st.one_of(put_span, put_span, put_relation, put_relation, key), min_size=4, max_size=24))


def put(page, change):
    if isinstance(change, Span):
        page.replace_spans([change], ())
    elif isinstance(change, Relation):
        page.replace_relations([change], ())
    else:
        page.replace_spans((), {change})
        page.replace_relations((), {change + 1})


def new_page(text, width, window=TALL, spans=(), relations=()):
    page = Page(text, spans, Metrics(Reading(), width), FAINT, relations)
    page.set_window(window)
    return page


def changed_page(text, width, steps):
    page = new_page(text, width)
    for step in steps:
        page.visible()
        put(page, step)
    return page


def lane_room(layout, mark):
    """Return the rectangles that a mark takes in its lane, by line."""
    height = layout.metrics.lane_height

    def rect(line, left, right):
        return line, QRectF(left, layout.lines[line].lane_top(mark.lane, height), right - left, height)

    yield from (rect(piece.line, *stretch) for piece in mark.pieces for stretch in piece.stretches)
    yield from (rect(line, *stretch) for line, stretch in mark.dots)
    for tie in mark.ties:
        yield rect(tie.line, *((0, tie.x) if layout.brackets_left else (tie.x, layout.metrics.column)))
    first = mark.pieces[0]
    if first.begins and mark.span.start >= layout.block.start:
        letter = QFontMetricsF(layout.metrics.letter_font).horizontalAdvance("N?" if mark.span.unsure else "N")
        left, right = first.stretches[0]
        yield rect(first.line, *((right - letter, right) if layout.block.right_to_left else (left, left + letter)))


def word_rects(page):
    for _, top, layout in page.visible():
        for number, line in enumerate(layout.lines):
            natural = layout.layout.lineAt(number).naturalTextRect()
            left = page.metrics.left + natural.left()
            yield QRectF(left, top + line.y, natural.width(), line.text_height)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
@settings(max_examples=12)
@given(data=st.data())
def test_every_span_is_seen_clicked_and_listed(qapp, text, width, data):
    page = changed_page(text, width, data.draw(changes(len(text))))
    marks = [(top, layout, mark) for _, top, layout in page.visible() for mark in layout.marks]
    for span in page.spans:
        mine = [(top, layout, mark) for top, layout, mark in marks if mark.span == span]
        assert sum(piece.begins for _, _, mark in mine for piece in mark.pieces) == len(span.fragments)
        assert all(span in page.spans.at(fragment.start) for fragment in span.fragments)
        for top, layout, mark in mine:
            for rect in (rect for piece in mark.pieces for rect in layout.lane_rects(mark, piece)):
                seen = rect.translated(page.metrics.left, top)
                assert 0 <= seen.left() < seen.right() <= width
                middle = QPoint(int(seen.center().x()), int(seen.center().y()))
                assert seen.width() < 2 or lane_at(page, middle) == span.key


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
@settings(max_examples=12)
@given(data=st.data())
def test_no_two_spans_share_any_of_a_lane(qapp, text, width, data):
    page = changed_page(text, width, data.draw(changes(len(text))))
    for _, _, layout in page.visible():
        for one, other in combinations(layout.marks, 2):
            rooms = [list(lane_room(layout, mark)) for mark in (one, other)]
            for line, rect in rooms[0]:
                smaller = rect.adjusted(1, 0, -1, 0)
                assert not any(line == at and smaller.intersects(room.adjusted(1, 0, -1, 0)) for at, room in rooms[1])


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
@settings(max_examples=12)
@given(data=st.data())
def test_no_stroke_meets_a_word_and_every_relation_has_one(qapp, text, width, data):
    page = changed_page(text, width, data.draw(changes(len(text))))
    strokes, words = page.strokes(), list(word_rects(page))
    for stroke in strokes:
        for line in stroke.lines():
            assert line[0].x() == line[1].x() or line[0].y() == line[1].y()
            room = QRectF(*line).normalized().adjusted(-1, -1, 1, 1)
            assert not any(room.intersects(word) for word in words)
            assert 0 <= room.left() < room.right() <= width + 1
        assert not any(rect.intersects(word) for rect, _ in stroke.labels for word in words)
    whole = {stroke.relation.key for stroke in strokes if stroke.relation and stroke.head and stroke.child}
    here = {span.key for span in page.spans}
    assert whole == {relation.key for relation in page.relations if {relation.head, relation.child} <= here}


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
@settings(max_examples=8)
@given(data=st.data())
def test_level_strokes_lie_beside_each_other_and_inside_their_lines(qapp, text, width, data):
    page = changed_page(text, width, data.draw(changes(len(text))))
    for _, _, layout in page.visible():
        for run in layout.runs:
            line = layout.lines[run.line]
            assert line.y + line.text_height < layout.track_y(run) < line.y + line.height
        for one, other in combinations(layout.runs, 2):
            if one.line == other.line and one.track == other.track < MOST_TRACKS - 1:
                assert one.reach[1] < other.reach[0] or other.reach[1] < one.reach[0]


@pytest.mark.parametrize("text", [*TEXTS.values(), NASTY["crlf"], NASTY["only line ends"]])
@settings(max_examples=25)
@given(data=st.data())
def test_what_is_changed_step_by_step_looks_as_if_it_had_been_opened_so(qapp, text, data):
    page = changed_page(text, 560, data.draw(changes(len(text))))
    fresh = new_page(text, 560, spans=list(page.spans), relations=list(page.relations))
    for (_, top, ours), (_, other_top, theirs) in zip(page.visible(), fresh.visible(), strict=True):
        assert top == other_top
        assert ours.marks == theirs.marks
        assert ours.runs == theirs.runs


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
@settings(max_examples=25)
@given(data=st.data())
def test_the_text_at_the_top_of_the_window_never_moves(qapp, text, data):
    page = new_page(text * 8, 560, window=300)
    page.scroll_by(data.draw(st.integers(60, page.maximum // 2)))
    for step in data.draw(changes(len(text) * 8)):
        _, top, layout = page.visible()[0]
        number = layout.line_at(-top)
        first = layout.block.position(layout.lines[number].start)
        before = page.line_at(first)[0]
        put(page, step)
        assert page.line_at(first)[0] == before


@pytest.mark.parametrize("text", NASTY.values(), ids=NASTY)
def test_a_span_on_any_single_character_is_seen(qapp, text):
    for start in range(min(len(text), 60)):
        span = Span("1", "actor", (Fragment(start, start + 1),), key=1)
        page = new_page(text, 560, spans=[span])
        pieces = [piece for _, _, layout in page.visible() for mark in layout.marks for piece in mark.pieces]
        assert any(right > left for piece in pieces for left, right in piece.stretches)
