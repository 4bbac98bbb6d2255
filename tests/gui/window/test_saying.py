"""Attributes, labels, paragraphs, fragments and bulk edits: everything by keys, everything one step."""

import pytest
from driving import put_caret, select
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator.gui.panels.fields import SEVERAL
from annotator.model.aliases import Alias
from annotator.project import history, reading
from annotator.project.alias_edits import add_aliases
from annotator.project.alias_lookup import canonical_for

CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def said(window) -> str:
    return window.status.text().replace("\u2068", "").replace("\u2069", "")


def focused():
    return QApplication.focusWidget()


@pytest.fixture
def number(window, press):
    select(window, "26 minors")
    press(Qt.Key.Key_N)
    return window


def attributes(window) -> dict[str, object]:
    return dict(window.desk.current_span.attributes)


def test_the_form_is_filled_from_the_keyboard(number, press, qtbot):
    press(Qt.Key.Key_E)
    qtbot.waitUntil(number.inspector.form.holds_focus)
    low = number.inspector.form.field("low")
    assert focused() is low
    qtbot.keyClicks(low, "1,026")
    QTest.keyClick(low, Qt.Key.Key_Return)
    assert focused() is number.inspector.form.field("best")
    QTest.keyClick(focused(), Qt.Key.Key_Escape)
    assert number.article_panel.view.hasFocus()
    assert attributes(number)["low"] == 1026


def test_a_choice_is_made_by_its_number_or_its_first_letters(number, press, qtbot):
    press(Qt.Key.Key_E)
    for _ in range(3):
        QTest.keyClick(focused(), Qt.Key.Key_Down if focused().objectName() != "attribute:high" else Qt.Key.Key_Tab)
    modifier = number.inspector.form.field("modifier")
    assert focused() is modifier
    QTest.keyClick(modifier, Qt.Key.Key_2)
    assert attributes(number)["modifier"] == "at_least"
    counts = number.inspector.form.field("counts")
    assert focused() is counts
    qtbot.keyClicks(counts, "wo")
    QTest.keyClick(counts, Qt.Key.Key_Return)
    assert attributes(number)["counts"] == "wounded"


def test_the_field_that_the_keyboard_is_in_is_explained(number, press):
    number.inspector.settle()
    number.inspector.form.field("modifier").setFocus()
    assert "2 at_least" in number.inspector.form.help.text()
    assert number.inspector.form.help.isVisible()


def test_what_is_no_number_is_not_saved_and_the_field_keeps_it(number, press, qtbot):
    press(Qt.Key.Key_E)
    low = number.inspector.form.field("low")
    qtbot.keyClicks(low, "many")
    QTest.keyClick(low, Qt.Key.Key_Return)
    assert "low" not in number.desk.current_span.attributes
    assert low.hasFocus()
    QTest.keyClick(low, Qt.Key.Key_Escape)
    assert number.article_panel.view.hasFocus()


def test_the_last_field_goes_back_to_the_article(number, press):
    press(Qt.Key.Key_E)
    number.inspector.form.field("unit").setFocus()
    QTest.keyClick(focused(), Qt.Key.Key_Return)
    assert number.article_panel.view.hasFocus()


def test_emptying_a_field_takes_the_value_back_and_undo_brings_it(number, press, qtbot):
    press(Qt.Key.Key_E)
    unit = number.inspector.form.field("unit")
    unit.setFocus()
    qtbot.keyClicks(unit, "people")
    QTest.keyClick(unit, Qt.Key.Key_Return)
    assert attributes(number)["unit"] == "people"
    number.inspector.settle()
    unit.setFocus()
    QTest.keyClick(unit, Qt.Key.Key_Delete)
    QTest.keyClick(unit, Qt.Key.Key_Return)
    assert "unit" not in number.desk.current_span.attributes
    press(Qt.Key.Key_Z, CONTROL)
    assert attributes(number)["unit"] == "people"


def test_what_can_be_said_about_the_article(window, press, qtbot):
    press(Qt.Key.Key_T)
    relevant = window.inspector.labels.field("relevant")
    assert focused() is relevant
    QTest.keyClick(relevant, Qt.Key.Key_Y)
    QTest.keyClick(relevant, Qt.Key.Key_Return)
    assert window.desk.state.labels == {"relevant": True}
    QTest.keyClick(focused(), Qt.Key.Key_Escape)
    assert window.article_panel.view.hasFocus()
    press(Qt.Key.Key_Z, CONTROL)
    assert window.desk.state.labels == {}


def test_read_nothing_here_goes_on_to_the_next_paragraph(window, press):
    press(Qt.Key.Key_Home, CONTROL)
    press(Qt.Key.Key_X)
    view = window.article_panel.view
    assert view.text[view.caret :].startswith("Among them")
    assert [place.start for place in window.desk.paragraphs] == [0]
    assert said(window).startswith("read, nothing in “The Observatory said")
    put_caret(window, "Kobani")
    press(Qt.Key.Key_L)
    assert window.desk.paragraphs == []
    press(Qt.Key.Key_Z, CONTROL)
    assert [place.start for place in window.desk.paragraphs] == [0]


def test_a_paragraph_with_spans_is_not_empty(number, press):
    press(Qt.Key.Key_X)
    assert said(number) == "⚠ There is 1 span in this paragraph."
    assert number.desk.paragraphs == []


def test_plus_adds_the_selection_as_a_fragment_and_minus_drops_it(window, press):
    select(window, "The Observatory said")
    press(Qt.Key.Key_C)
    select(window, "were killed in Kobani")
    press(Qt.Key.Key_Plus)
    assert len(window.desk.current_span.fragments) == 2
    assert "has 2 fragments now" in said(window)
    put_caret(window, "were killed")
    window.article_panel.view.set_current_span(window.desk.spans.all()[0].key, reveal=False)
    press(Qt.Key.Key_Minus)
    assert len(window.desk.current_span.fragments) == 1
    press(Qt.Key.Key_Z, CONTROL)
    assert len(window.desk.current_span.fragments) == 2


def test_a_fragment_needs_a_selection(number, press):
    press(Qt.Key.Key_Plus)
    assert said(number).startswith("⚠ Select the words")


@pytest.fixture
def three(window, press):
    for words in ("287", "26", "Kobani"):
        put_caret(window, words)
        press(Qt.Key.Key_N)
    return window


def test_chosen_spans_are_edited_together_as_one_step(three, press, stored):
    press(Qt.Key.Key_A, CONTROL)
    press(Qt.Key.Key_V, SHIFT)
    assert said(three).startswith("3 spans chosen")
    press(Qt.Key.Key_L, SHIFT)
    assert {tag for tag, _ in stored()} == {"location"}
    press(Qt.Key.Key_Z, CONTROL)
    assert {tag for tag, _ in stored()} == {"number"}
    press(Qt.Key.Key_Backspace)
    assert stored() == []
    press(Qt.Key.Key_Z, CONTROL)
    assert len(stored()) == 3


def test_chosen_spans_are_described_together(three, press, qtbot):
    first, second, _ = (span.key for span in three.desk.spans.all())
    three.commands.set_attribute("counts", "killed")
    three.desk.choose([first, second])
    three.inspector.settle()
    assert three.inspector.words.text() == "2 spans chosen"
    press(Qt.Key.Key_E)
    unit = three.inspector.form.field("unit")
    unit.setFocus()
    qtbot.keyClicks(unit, "people")
    QTest.keyClick(unit, Qt.Key.Key_Return)
    assert [span.attributes.get("unit") for span in three.desk.spans.all()] == ["people", "people", None]
    assert three.session.ask(history.next_undo).count == 2


def test_v_chooses_span_by_span_and_escape_lets_go(three, press):
    press(Qt.Key.Key_V)
    press(Qt.Key.Key_Tab, SHIFT)
    press(Qt.Key.Key_V)
    assert len(three.desk.chosen) == 2
    press(Qt.Key.Key_V)
    assert len(three.desk.chosen) == 1
    press(Qt.Key.Key_Escape)
    assert three.desk.chosen == ()


def test_control_click_chooses(three):
    view = three.article_panel.view
    for span in three.desk.spans.all()[:2]:
        (rect,) = view.rect_of(span.fragments[0])
        point = QPoint(rect.left() + 4, rect.center().y())
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, CONTROL, point)
    assert len(three.desk.chosen) == 2


def test_values_that_differ_are_shown_as_several(three):
    spans = [span.key for span in three.desk.spans.all()]
    three.commands.set_attribute("unit", "km")
    three.desk.choose(spans)
    three.inspector.settle()
    field = three.inspector.form.field("unit")
    assert field._value is SEVERAL
    assert field.text() == ""
    assert field.placeholderText() == "several"


def test_a_read_paragraph_is_kept_in_the_file(window, press, path):
    press(Qt.Key.Key_Home, CONTROL)
    press(Qt.Key.Key_X)
    assert window.session.ask(lambda p: reading.paragraphs_read(p, window.desk.key)) == window.desk.paragraphs


@pytest.fixture
def actor(window, press):
    """A window on an actor whose name the list knows."""
    window.session.do(lambda project: add_aliases(project, [Alias("Syrian Observatory", "Observatory")]))
    put_caret(window, "Observatory")
    press(Qt.Key.Key_A)
    window.inspector.settle()
    return window


def test_a_guessed_actor_stands_grey_until_enter_accepts_it(actor, press):
    field = actor.inspector.form.field("canonical")
    assert (field.text(), field.guessed, field.font().italic()) == ("Syrian Observatory", True, True)
    assert attributes(actor) == {}
    press(Qt.Key.Key_Return)
    assert attributes(actor) == {"canonical": "Syrian Observatory"}
    actor.inspector.settle()
    assert not field.guessed


def test_enter_goes_through_an_empty_actor_without_deciding_it(window, press):
    put_caret(window, "army")
    press(Qt.Key.Key_A)
    press(Qt.Key.Key_E)
    QTest.keyClick(focused(), Qt.Key.Key_Return)
    assert focused() is window.inspector.form.field("canonical")
    QTest.keyClick(focused(), Qt.Key.Key_Return)
    assert focused() is window.inspector.form.field("side")
    assert attributes(window) == {}


def test_a_new_actor_is_asked_about_and_added_with_the_words_of_the_span(window, press, qtbot):
    put_caret(window, "army")
    press(Qt.Key.Key_A)
    press(Qt.Key.Key_E)
    QTest.keyClick(focused(), Qt.Key.Key_Return)
    field = focused()
    qtbot.keyClicks(field, "Armed Forces")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert attributes(window) == {}
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert attributes(window) == {"canonical": "Armed Forces"}
    assert window.session.ask(lambda project: canonical_for(project, "the army", "2026-11-02")) == "Armed Forces"


def test_escape_leaves_an_actor_as_it_was(actor, press):
    press(Qt.Key.Key_E)
    QTest.keyClick(focused(), Qt.Key.Key_Return)
    QTest.keyClick(focused(), Qt.Key.Key_Escape)
    assert actor.article_panel.view.hasFocus()
    assert attributes(actor) == {}
