"""Relations, fragments, chosen spans and read paragraphs as they are seen: named, clicked, and out of the way."""

import pytest
from nasty import NASTY, mark, span, split_span
from PySide6.QtCore import QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QColor

from annotator.gui.article import tag_styles
from annotator.gui.article.marks import ABOVE, BELOW
from annotator.gui.article.runs import MOST_TRACKS
from annotator.model.span import Fragment, Relation

NEWS = (
    "The Observatory said at least 287 ISIL fighters, among them 26 minors, were killed in air strikes that the "
    "coalition carried out near the town of Hassakeh, the Syrian army said on Tuesday."
)
LONG = "\n".join(f"Paragraph {number}. {NEWS}" for number in range(120))
LEFT = Qt.MouseButton.LeftButton


def relation(key, head, child, kind="source"):
    return Relation(str(key), kind, head, child, key=key)


def news_spans():
    return [
        mark(NEWS, "Observatory", 1),
        mark(NEWS, "at least 287", 2, "number"),
        mark(NEWS, "ISIL fighters", 3),
        mark(NEWS, "Syrian army", 4),
        mark(NEWS, "26 minors", 5, "number"),
    ]


def stroke_of(view, key):
    return next(stroke for stroke in view.page.strokes() if stroke.relation and stroke.relation.key == key)


def line_heights(view, block=0):
    return [line.height for line in view.page.layout(block).lines]


def picture(view, rect=None):
    return view.viewport().grab(*([rect] if rect else [])).toImage()


def colours(image):
    return {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())}


def test_an_arrow_runs_from_its_head_to_its_child_under_their_words(view):
    view.show_article(NEWS, news_spans(), [relation(1, 2, 3, "counts_who")])
    stroke = stroke_of(view, 1)
    for point, words in ((stroke.head, "at least 287"), (stroke.child, "ISIL fighters")):
        start = NEWS.index(words)
        rect = view.rect_of(Fragment(start, start + len(words)))[0]
        assert rect.left() <= point.x() <= rect.right()
        assert rect.bottom() < point.y()


def test_an_arrow_carries_the_name_of_its_type_where_there_is_room(view):
    view.show_article(NEWS, news_spans(), [relation(1, 2, 3, "of"), relation(2, 1, 5, "said_of_whom_and_when" * 9)])
    assert [text for _, text in stroke_of(view, 1).labels] == ["of"]
    ((rect, text),) = stroke_of(view, 2).labels
    assert text.startswith("said_of")
    assert text.endswith("…")
    assert view.viewport().rect().contains(rect.toAlignedRect())


def test_a_hostile_name_of_a_type_is_shown_letter_by_letter(view):
    view.show_article(NEWS, news_spans(), [relation(1, 1, 4, "<b>\u202eso\nx</b>")])
    assert [text for _, text in stroke_of(view, 1).labels] == ["<b>⇇so x</b>"]


def test_only_the_line_that_needs_a_track_grows_and_shrinks_again(view):
    view.show_article(NEWS, news_spans())
    without = line_heights(view)
    view.apply_relations([relation(1, 2, 3)], ())
    grown = line_heights(view)
    assert grown[0] > without[0]
    assert grown[1:] == without[1:]
    view.apply_relations([], {1})
    assert line_heights(view) == without


def test_relations_of_the_current_span_are_strong_and_in_its_colour(view, tagset):
    view.show_article(NEWS, news_spans(), [relation(1, 2, 3)])
    rect, _ = stroke_of(view, 1).labels[0]
    label = rect.toAlignedRect()
    quiet = colours(picture(view, label))
    view.set_current_span(2)
    assert tag_styles(tagset)["number"].light not in quiet
    assert picture(view, label) != quiet
    assert tag_styles(tagset)["number"].light in colours(picture(view, label.adjusted(-20, 0, 20, 0)))


def test_an_arrow_follows_its_spans(view):
    view.show_article(NEWS, news_spans(), [relation(1, 2, 3)])
    before = stroke_of(view, 1).head
    view.apply([mark(NEWS, "among", 2)], ())
    assert stroke_of(view, 1).head.x() > before.x()


def test_removing_a_span_takes_its_arrows_away_also_from_other_paragraphs(view):
    text = f"{NEWS}\n{NEWS}"
    far = span(9, len(NEWS) + 5, len(NEWS) + 16)
    view.show_article(text, [*news_spans(), far], [relation(1, 1, 9), relation(2, 2, 3)])
    with_both = line_heights(view, 1)
    view.apply((), {1})
    assert [stroke.relation.key for stroke in view.page.strokes()] == [2]
    assert line_heights(view, 1)[0] < with_both[0]
    view.apply([mark(NEWS, "Observatory", 1)], ())
    assert {stroke.relation.key for stroke in view.page.strokes()} == {1, 2}


def test_a_relation_may_come_before_its_spans(view):
    view.show_article(NEWS, ())
    view.apply_relations([relation(1, 2, 3)], ())
    assert view.page.strokes() == []
    view.apply(news_spans(), ())
    assert stroke_of(view, 1).child is not None


def test_a_relation_of_a_span_to_itself_and_to_one_on_the_same_words_is_seen(view):
    spans = [mark(NEWS, "Observatory", 1), mark(NEWS, "Observatory", 2), mark(NEWS, "at", 3)]
    view.show_article(NEWS, spans, [relation(1, 1, 1), relation(2, 1, 2), relation(3, 3, 3)])
    for key in (1, 2, 3):
        stroke = stroke_of(view, key)
        assert abs(stroke.head.x() - stroke.child.x()) >= 5


def test_an_arrow_to_what_is_not_in_the_window_leaves_it_and_lays_nothing_out(view):
    last = span(2, len(LONG) - 20, len(LONG) - 10)
    view.show_article(LONG, [span(1, 3, 9), last, span(3, len(LONG) // 2, len(LONG) // 2 + 3)], [relation(1, 1, 2)])
    stroke = stroke_of(view, 1)
    assert [side for _, side in stroke.leaves] == [BELOW]
    assert stroke.child is None
    assert len(view.page._laid) < 10
    view.reveal(last.fragments[0])
    view.viewport().repaint()
    assert [side for _, side in stroke_of(view, 1).leaves] == [ABOVE]
    view.reveal(Fragment(len(LONG) // 2, len(LONG) // 2 + 1))
    assert view.page.strokes() == []


def test_upright_strokes_stay_in_their_tracks_while_the_reader_scrolls(view):
    paragraph = len(LONG) // 120
    spans = [span(key, key * paragraph + 20, key * paragraph + 30) for key in range(1, 60)]
    view.show_article(LONG, spans, [relation(key, key, key + 2) for key in range(1, 57)])
    seen = {}
    for _ in range(60):
        now = {}
        for stroke in view.page.strokes():
            now[stroke.relation.key] = max(point.x() for way in stroke.ways for point in way)
        assert all(seen[key] == now[key] for key in seen.keys() & now.keys())
        seen = now
        view.verticalScrollBar().setValue(view.verticalScrollBar().value() + 23)


def test_ten_thousand_relations_of_one_span_are_bounded(view):
    spans = [mark(NEWS, "Observatory", 1), mark(NEWS, "ISIL", 2)]
    view.show_article(NEWS, spans, [relation(key, 1, 2) for key in range(1, 10_001)])
    view.viewport().repaint()
    assert view.page.layout(0).lines[0].tracks == MOST_TRACKS


def test_a_click_on_an_arrow_or_its_name_says_which_relation_it_is(view, qtbot):
    view.show_article(NEWS, news_spans(), [relation(7, 2, 3), relation(8, 1, 5)])
    view.set_current_span(4)
    rect, _ = stroke_of(view, 8).labels[0]
    corner = stroke_of(view, 7).ways[0][1]
    for place, key in ((rect.center().toPoint(), 8), (corner.toPoint(), 7)):
        with qtbot.waitSignal(view.relationActivated) as said:
            qtbot.mouseClick(view.viewport(), LEFT, pos=place)
        assert said.args == [key]
        assert view.current_span == 4
    qtbot.mouseMove(view.viewport(), rect.center().toPoint())
    assert view.viewport().cursor().shape() == Qt.CursorShape.PointingHandCursor


def test_a_click_on_a_span_is_said_even_if_it_is_the_current_one(view, qtbot):
    view.show_article(NEWS, news_spans())
    view.set_current_span(1)
    with qtbot.waitSignal(view.spanClicked) as said:
        qtbot.mouseClick(view.viewport(), LEFT, pos=view.rect_of(Fragment(6, 7))[0].center())
    assert said.args == [1]


def test_words_are_painted_the_same_with_and_without_relations(view):
    spans = news_spans()
    view.show_article(NEWS, spans)
    start = NEWS.index("Observatory")
    words = [Fragment(start, start + 11), Fragment(0, 3), *mark(NEWS, "26 minors", 9).fragments]
    before = [picture(view, view.rect_of(word)[0]) for word in words]
    relations = [relation(key, one, other) for key, (one, other) in enumerate([(1, 2), (2, 3), (3, 4), (5, 2), (4, 1)])]
    view.apply_relations(relations, ())
    assert [picture(view, view.rect_of(word)[0]) for word in words] == before


def test_fragments_on_following_lines_are_joined_by_dots_through_their_lane(view):
    view.resize(400, 600)
    view.show_article(NEWS, [split_span(1, 4, 15, 60, 70)])
    (found,) = view.page.layout(0).marks
    upper, lower = (piece.line for piece in found.pieces)
    assert lower == upper + 1
    assert [line for line, _ in found.dots] == [upper, lower]
    assert found.dots[0][1][1] == view.page.metrics.column
    assert found.dots[1][1][0] == 0
    assert view.page.strokes() == []


@pytest.mark.parametrize(("text", "at_left"), [(f"{NEWS}\n\n{NEWS}", True), (NASTY["arabic"] * 2, False)])
def test_fragments_in_other_paragraphs_are_joined_by_a_bracket_where_lines_begin(view, text, at_left):
    view.show_article(text, [split_span(1, 4, 15, len(text) - 9, len(text) - 3)])
    (bracket,) = view.page.strokes()
    (top, bottom), *ties = bracket.ways
    metrics = view.page.metrics
    assert (top.x() < metrics.left) if at_left else (top.x() > metrics.left + metrics.column)
    assert [tie[1] for tie in ties] == [top, bottom]


def test_a_bracket_to_what_is_not_in_the_window_leaves_it(view):
    view.show_article(LONG, [split_span(1, 4, 15, len(LONG) - 9, len(LONG) - 3)])
    (bracket,) = view.page.strokes()
    assert [side for _, side in bracket.leaves] == [BELOW]


def test_all_fragments_of_the_current_span_are_framed(view):
    text = f"{NEWS}\n{NEWS}"
    view.show_article(text, [split_span(1, 4, 15, len(NEWS) + 5, len(NEWS) + 16)])
    places = [view.rect_of(fragment)[0] for fragment in view.page.spans.get(1).fragments]
    before = [picture(view, rect) for rect in places]
    view.set_current_span(1)
    assert all(picture(view, rect) != old for rect, old in zip(places, before, strict=True))


def test_the_letters_of_tags_on_words_narrower_than_they_are_do_not_meet(view):
    view.show_article("1i2", [span(1, 0, 1, unsure=True), span(2, 1, 2), span(3, 2, 3)])
    assert [found.lane for found in view.page.layout(0).marks] == [0, 1, 2]


def test_a_span_without_a_visible_character_has_a_stub_of_its_own(view):
    view.show_article("one\n\nand two", [span(1, 3, 4), span(2, 4, 5), span(3, 0, 3)])
    for block in (0, 1):
        found = [piece for mark in view.page.layout(block).marks for piece in mark.pieces if mark.span.key < 3]
        assert [right - left > 3 for piece in found for left, right in piece.stretches] == [True]
    rooms = {found.span.key: found.lane for found in view.page.layout(0).marks}
    assert rooms[1] != rooms[3]


def test_a_blank_line_with_a_mark_makes_room_for_it(view):
    view.show_article("one\n \ntwo", [])
    blank = view.page.layout(1).height
    view.apply([span(1, 4, 5)], ())
    assert view.page.layout(1).height > blank
    assert view.page.layout(1).height >= view.page.layout(1).lines[0].room(view.page.metrics.lane_height, 0)


def test_chosen_spans_look_unlike_the_current_one_and_unlike_the_others(view):
    view.show_article(NEWS, news_spans())
    rect = view.rect_of(Fragment(4, 15))[0].adjusted(-3, 0, 3, 2)
    plain = picture(view, rect)
    view.set_current_span(1, reveal=False)
    current = picture(view, rect)
    view.set_chosen_spans({1, 3})
    both = picture(view, rect)
    view.set_current_span(None)
    chosen = picture(view, rect)
    assert not any(one == other for one, other in ((plain, current), (current, both), (both, chosen), (plain, chosen)))
    view.set_chosen_spans(())
    assert picture(view, rect) == plain


def test_a_read_paragraph_has_its_sign_in_the_margin_and_nowhere_else(view):
    text = f"{NEWS}\n{NEWS}"
    view.show_article(text, news_spans())
    view.clearFocus()
    column = QRect(view.page.metrics.left, 0, view.page.metrics.column, view.viewport().height())
    words, margin = picture(view, column), picture(view, QRect(0, 0, column.left(), column.height()))
    view.set_read_paragraphs([Fragment(len(NEWS) + 1, len(text))])
    assert picture(view, column) == words
    signed = picture(view, QRect(0, 0, column.left(), column.height()))
    rows = [
        y
        for y in range(signed.height())
        if any(signed.pixel(x, y) != margin.pixel(x, y) for x in range(signed.width()))
    ]
    assert view.page.top(1) <= rows[0]
    assert rows[-1] < view.page.top(1) + view.page.layout(1).height
    view.set_read_paragraphs([])
    assert picture(view, QRect(0, 0, column.left(), column.height())) == margin


def test_a_pending_relation_is_dashed_and_moves_no_line(view):
    view.show_article(f"{NEWS}\n{NEWS}", [*news_spans(), span(9, len(NEWS) + 5, len(NEWS) + 16)])
    before, heights = picture(view), line_heights(view)
    view.set_pending_relation(2, None)
    framed = picture(view)
    assert framed != before
    shown = []
    for target in (3, 4, 9):
        view.set_pending_relation(2, target, "source")
        shown.append(picture(view))
    assert len({bytes(image.constBits()) for image in (framed, *shown)}) == 4
    assert line_heights(view) == heights
    view.set_pending_relation(None, None)
    assert picture(view) == before


@pytest.mark.parametrize("target", [1, 2, 9])
def test_a_pending_relation_meets_no_word(view, target):
    view.show_article(f"{NEWS}\n{NEWS}", [*news_spans(), span(9, len(NEWS) + 5, len(NEWS) + 16)])
    stroke = view.page.pending(2, target, "source")
    for _, top, layout in view.page.visible():
        for line in layout.lines:
            words = QRect(view.page.metrics.left, top + line.y, view.page.metrics.column, line.text_height)
            for one, other in stroke.lines():
                assert not QRect(one.toPoint(), other.toPoint()).normalized().intersects(words)


def test_what_was_signed_in_one_article_is_not_in_the_next(view):
    view.show_article(NEWS, news_spans())
    plain = picture(view)
    view.set_chosen_spans({1})
    view.set_read_paragraphs([Fragment(0, 9)])
    view.set_pending_relation(2, 3)
    view.show_article(NEWS, news_spans())
    assert picture(view) == plain


def test_relations_are_seen_on_a_dark_desktop(dark_desktop, view):
    view.show_article(NEWS, news_spans(), [relation(1, 2, 3)])
    rect, _ = stroke_of(view, 1).labels[0]
    background = QColor("#1e1f22").lightness()
    seen = [QColor(name).lightness() for name in colours(picture(view, rect.toAlignedRect()))]
    assert max(seen) - background > 80


def test_nothing_is_near_an_empty_place(view):
    view.show_article(NEWS, news_spans(), [relation(1, 2, 3)])
    assert view.relation_at(QPoint(2, 2)) is None
    assert not stroke_of(view, 1).near(QPointF(0, 0))
