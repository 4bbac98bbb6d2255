"""The tag of the last time again, and a sticky tag: what is selected is tagged, and nothing is tagged twice."""

import msgspec
import pytest
from driving import put_caret, select, shown_spans
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from window_projects import put_layer

from annotator.model.span import Fragment
from annotator.project import tagset_writing

SHIFT, CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


def say(window) -> str:
    return window.status.text().replace("\u2068", "").replace("\u2069", "")


def sign(window) -> str:
    mode = window.status.mode
    return mode.text().replace("\u2068", "").replace("\u2069", "") if mode.isVisible() else ""


def extend(window, words: str) -> None:
    """Select ``words`` by Shift and keys, and let Shift go."""
    view = window.article_panel.view
    put_caret(window, words)
    for _ in words:
        QTest.keyPress(view, Qt.Key.Key_Right, SHIFT)
    QTest.keyRelease(view, Qt.Key.Key_Shift)


def click_quickly(window, words: str, times: int) -> None:
    view = window.article_panel.view
    start = view.text.index(words)
    for number in range(times):
        rect = view.rect_of(Fragment(start, start + 1))[0]
        point = QPoint(rect.left() + 2, rect.center().y())
        (QTest.mousePress if number % 2 == 0 else QTest.mouseDClick)(view.viewport(), LEFT, NONE, point)
        QTest.mouseRelease(view.viewport(), LEFT, NONE, point)


@pytest.fixture
def sticky(window, press):
    """The window with the tag location sticky, and Kobani tagged."""
    put_caret(window, "Kobani")
    press(Qt.Key.Key_L)
    press(Qt.Key.Key_Q)
    return window


def test_a_dot_tags_as_the_last_time(window, press, stored):
    press(Qt.Key.Key_Period)
    assert say(window) == "⚠ No tag was used yet; press the letter of one."
    put_caret(window, "Kobani")
    press(Qt.Key.Key_L)
    put_caret(window, "Observatory")
    press(Qt.Key.Key_Period)
    assert say(window) == "tagged “Observatory” as location – Ctrl+Z undoes"
    press(Qt.Key.Key_A, SHIFT)
    select(window, "ISIL fighters")
    press(Qt.Key.Key_Period)
    assert sorted(stored()) == [("actor", "ISIL fighters"), ("actor", "Observatory"), ("location", "Kobani")]


def test_without_a_last_tag_q_asks_for_one(window, press):
    press(Qt.Key.Key_Q)
    assert "then Q" in say(window)
    assert sign(window) == ""


def test_while_a_tag_is_sticky_every_selection_is_tagged_at_once_and_the_line_says_so(sticky, stored):
    assert sign(sticky) == "sticky: L location"
    extend(sticky, "Observatory")
    assert say(sticky) == "tagged “Observatory” as location – Ctrl+Z undoes"
    assert ("location", "Observatory") in stored()
    assert sticky.article_panel.view.selection() is None
    assert sign(sticky) == "sticky: L location"


def test_a_drag_is_tagged_when_the_button_is_let_go(sticky, stored, qtbot):
    view = sticky.article_panel.view
    start = view.text.index("ISIL")
    rects = [view.rect_of(Fragment(at, at + 1))[0] for at in (start, start + 12)]
    points = [QPoint(rect.left() + 2, rect.center().y()) for rect in rects]
    qtbot.mousePress(view.viewport(), LEFT, NONE, points[0])
    qtbot.mouseMove(view.viewport(), (points[0] + points[1]) / 2)
    qtbot.mouseMove(view.viewport(), points[1])
    assert len(stored()) == 1
    qtbot.mouseRelease(view.viewport(), LEFT, NONE, points[1])
    assert ("location", "ISIL fighters") in stored()


def test_a_third_click_makes_the_span_of_the_second_larger_instead_of_adding_one(sticky, press, stored):
    click_quickly(sticky, "minors", 3)
    assert [words for _, words in stored()] == ["Kobani", "Among them 26 minors, 𝐀 source said; the army denied it"]
    press(Qt.Key.Key_Z, CONTROL)
    assert ("location", "minors") in stored(), "and that is a step of its own"


def test_a_third_click_never_moves_a_span_that_was_there_before(window, press, stored):
    put_caret(window, "minors")
    press(Qt.Key.Key_A)
    press(Qt.Key.Key_Q)
    click_quickly(window, "minors", 3)
    assert ("actor", "minors") in stored()
    assert len(stored()) == 2


def test_a_letter_without_a_selection_changes_the_sticky_tag_and_with_one_tags(sticky, press, stored):
    put_caret(sticky, "Observatory")
    press(Qt.Key.Key_A)
    assert sign(sticky) == "sticky: A actor"
    assert stored() == [("location", "Kobani")]
    select(sticky, "at least 287")
    press(Qt.Key.Key_N)
    assert ("number", "at least 287") in stored()
    assert sign(sticky) == "sticky: A actor"


def test_control_j_is_a_selection_too(sticky, press, stored):
    put_caret(sticky, "26 minors")
    press(Qt.Key.Key_J, CONTROL)
    assert ("location", "Among them 26 minors, 𝐀 source said; the army denied it") in stored()


@pytest.mark.parametrize("key", [Qt.Key.Key_Q, Qt.Key.Key_Escape])
def test_q_or_escape_ends_it(sticky, press, stored, key):
    press(key)
    assert sign(sticky) == ""
    assert "no longer sticky" in say(sticky)
    extend(sticky, "Observatory")
    assert stored() == [("location", "Kobani")]
    put_caret(sticky, "Observatory")
    press(Qt.Key.Key_A)
    assert ("actor", "Observatory") in stored()


def test_escape_takes_a_selection_away_before_it_ends_anything(sticky, press):
    select(sticky, "Observatory")
    press(Qt.Key.Key_Escape)
    assert sign(sticky)
    press(Qt.Key.Key_Escape)
    assert not sign(sticky)


def test_in_the_layer_of_somebody_else_nothing_is_tagged_and_the_line_says_why(sticky, path, stored):
    view = sticky.article_panel.view
    put_layer(path, sticky.desk.key, "ben", view.text, [("actor", 4, 15)])
    sticky.session.read_again()
    sticky.desk.show_layer("ben")
    click_quickly(sticky, "Observatory", 3)
    assert "ben" in say(sticky)
    assert stored("ben") == [("actor", "Observatory")] == shown_spans(sticky)


def test_another_project_or_another_tagset_ends_it(sticky):
    tagset = sticky.session.project.tagset
    kept = tuple(tag for tag in tagset.tags if tag.name != "location")
    sticky.session.do(
        lambda p: tagset_writing.change_tagset(p, msgspec.structs.replace(tagset, tags=kept, relations=()))
    )
    assert sign(sticky) == ""
    sticky.commands.repeat_tag()
    assert say(sticky).startswith("⚠")


def test_the_sentences_name_the_keys_of_now(window, press):
    put_caret(window, "Kobani")
    window.action_table.choose_keys({"span.sticky": ("Ctrl+B",)})
    window.commands.toggle_sticky()
    assert "then Ctrl+B" in say(window)
    press(Qt.Key.Key_L)
    window.commands.toggle_sticky()
    assert say(window).endswith("– Ctrl+B or Esc ends it")


def test_closing_the_project_ends_it(sticky):
    sticky.session.close()
    assert sign(sticky) == ""
