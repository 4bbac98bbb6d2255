"""Relations by key and by mouse: picked, drawn, said to be absent, asked about before they go."""

import pytest
from driving import put_caret, select
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from annotator.project import history

CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def marked(window, press):
    """An article with two actors, two numbers and a claim; the claim is current."""
    for words, key in (
        ("The Observatory", Qt.Key.Key_A),
        ("at least 287", Qt.Key.Key_N),
        ("ISIL fighters", Qt.Key.Key_A),
        ("26 minors", Qt.Key.Key_N),
        ("at least 287 ISIL fighters were killed in Kobani", Qt.Key.Key_C),
    ):
        select(window, words)
        press(key)
    return window


def drawn(window) -> list[tuple[str, str, str]]:
    spans, words = window.desk.spans, window.desk.spans.words
    return [(r.type, words(spans.get(r.head)), words(spans.get(r.child))) for r in window.desk.relations.all()]


def said(window) -> str:
    return window.status.text().replace("\u2068", "").replace("\u2069", "")


def test_s_and_enter_give_a_claim_its_nearest_source(marked, press):
    press(Qt.Key.Key_S)
    assert "source: “at least 287 ISIL fighters were killed" in said(marked)
    press(Qt.Key.Key_Return)
    assert drawn(marked) == [("source", "at least 287 ISIL fighters were killed in Kobani", "The Observatory")]
    assert marked.desk.current_span.tag == "claim"
    assert said(marked).startswith("source drawn")


def test_tab_offers_the_next_span_that_fits_and_no_other(marked, press):
    press(Qt.Key.Key_S)
    press(Qt.Key.Key_Tab)
    assert marked.picker.target.tag == "actor"
    press(Qt.Key.Key_Return)
    ((_, _, end),) = drawn(marked)
    assert end == "ISIL fighters"


def test_no_source_given_is_one_key_more(marked, press):
    press(Qt.Key.Key_S)
    press(Qt.Key.Key_0)
    assert marked.desk.current_span.attributes == {"source": "no source given"}
    assert not marked.picker.active
    assert drawn(marked) == []


def test_r_goes_through_the_types_that_the_span_may_have(marked, press):
    press(Qt.Key.Key_R)
    assert marked.picker.kind.name == "source"
    press(Qt.Key.Key_R)
    assert marked.picker.kind.name == "about"
    press(Qt.Key.Key_Return)
    assert drawn(marked)[0][0] == "about"
    assert drawn(marked)[0][2] == "at least 287"


def test_escape_draws_nothing(marked, press):
    press(Qt.Key.Key_S)
    press(Qt.Key.Key_Escape)
    assert drawn(marked) == []
    assert not marked.picker.active
    press(Qt.Key.Key_Return)
    assert drawn(marked) == []


def test_a_click_on_the_other_span_draws(marked, press):
    press(Qt.Key.Key_S)
    view = marked.article_panel.view
    actor = next(span for span in marked.desk.spans.all() if span.tag == "actor")
    (rect,) = view.rect_of(actor.fragments[0])
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(rect.left() + 6, rect.center().y()))
    assert [end for _, _, end in drawn(marked)] == ["The Observatory"]
    assert marked.desk.current_span.tag == "claim"


def test_a_click_on_a_span_that_does_not_fit_says_so_and_draws_nothing(marked, press):
    press(Qt.Key.Key_S)
    number = next(span for span in marked.desk.spans.all() if marked.desk.spans.words(span) == "26 minors")
    marked.article_panel.view.set_current_span(number.key)
    marked.article_panel.view.spanClicked.emit(number.key)
    assert drawn(marked) == []
    assert "No relation goes from claim to number" in said(marked)


def test_a_type_that_does_not_begin_at_the_span_is_refused(marked, press):
    press(Qt.Key.Key_W)
    assert said(marked) == "⚠ counts_who begins at number, not at claim."


def test_removing_a_span_with_relations_takes_two_presses_and_one_undo(marked, press):
    press(Qt.Key.Key_S)
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Backspace)
    assert len(marked.desk.spans) == 5
    assert "has 1 relation" in said(marked)
    press(Qt.Key.Key_Backspace)
    assert len(marked.desk.spans) == 4
    assert "and its relation" in said(marked)
    press(Qt.Key.Key_Z, CONTROL)
    assert len(marked.desk.spans) == 5
    assert len(drawn(marked)) == 1


def test_going_elsewhere_answers_no(marked, press):
    press(Qt.Key.Key_S)
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Backspace)
    press(Qt.Key.Key_Escape)
    assert said(marked) == "nothing was removed"
    press(Qt.Key.Key_Backspace)
    assert len(marked.desk.spans) == 5


def test_retagging_says_how_many_relations_went(marked, press):
    press(Qt.Key.Key_S)
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_L, SHIFT)
    assert marked.desk.current_span.tag == "location"
    assert "its relation went with it" in said(marked)
    press(Qt.Key.Key_Z, CONTROL)
    assert marked.desk.current_span.tag == "claim"
    assert len(drawn(marked)) == 1


def test_the_inspector_lists_the_relations_and_takes_one_away(marked, press, qtbot):
    press(Qt.Key.Key_S)
    press(Qt.Key.Key_Return)
    marked.inspector.settle()
    relations = marked.inspector.page.relations
    relations.setFocus()
    assert relations.item(0).text().replace("\u2068", "").replace("\u2069", "") == "source → “The Observatory”"
    QTest.keyClick(relations, Qt.Key.Key_Return)
    assert marked.desk.current_span.tag == "actor"
    marked.inspector.settle()
    assert "source ←" in relations.item(0).text()
    QTest.keyClick(relations, Qt.Key.Key_Delete)
    assert drawn(marked) == []
    assert marked.session.ask(history.next_undo).op == "unrelate"


def test_undo_of_a_relation_goes_to_where_it_was(marked, press):
    press(Qt.Key.Key_S)
    press(Qt.Key.Key_Return)
    put_caret(marked, "army")
    press(Qt.Key.Key_Z, CONTROL)
    assert drawn(marked) == []
    assert marked.desk.current_span is not None
    assert marked.desk.current_span.tag in ("claim", "actor")


def test_relations_are_shown_again_after_a_restart(marked, press, open_window, path):
    press(Qt.Key.Key_S)
    press(Qt.Key.Key_Return)
    marked.close()
    again = open_window(path)
    assert [kind for kind, _, _ in drawn(again)] == ["source"]
    assert len(again.article_panel.view.page.relations) == 1
