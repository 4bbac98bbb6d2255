"""The consistency queue: one finding after the other, each settled by a key and taken back by another."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from window_projects import make_project, put_articles, put_layer

from annotator.model.article import Meta

CTRL = Qt.KeyboardModifier.ControlModifier
TEXT = "Homs fell. Homs rose. Homs slept. The army left the army base. In Idlib the rebels won. Idlib sang."


def place(words: str, nth: int = 0) -> tuple[int, int]:
    at = -1
    for _ in range(nth + 1):
        at = TEXT.index(words, at + 1)
    return at, at + len(words)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A project in which Homs is now a location and now an actor, an edge differs, and one Idlib is not marked."""
    path = make_project(tmp_path / "border.annotator")
    put_articles(path, [(TEXT, Meta("One"))])
    marks = [
        ("location", *place("Homs")),
        ("location", *place("Homs", 1)),
        ("actor", *place("Homs", 2)),
        ("actor", *place("The army")),
        ("actor", *place("army", 1)),
        ("location", *place("Idlib")),
    ]
    put_layer(path, 1, "ana", TEXT, marks)
    return path


@pytest.fixture
def page(window, qtbot):
    window.commands.show_explore_page("consistency")
    page = window.explore.page("consistency")
    qtbot.waitUntil(lambda: not page.stream.running and not page.places.running)
    return page


@pytest.fixture
def press(page, qtbot):
    def press(key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(QApplication.focusWidget(), key, modifiers)
        qtbot.waitUntil(lambda: not page.stream.running and not page.places.running)

    return press


def answers(page) -> list[str]:
    return [button.text() for button in page.answers if button.isVisible()]


def test_findings_come_with_their_alternatives_and_places(page):
    assert [finding.kind for finding in page.findings] == ["tags", "edges", "untagged"]
    assert page.progress.text() == "finding 1 of 3"
    assert "Homs" in page.what.text()
    assert answers(page) == ["1  location · 2", "2  actor · 1"]
    assert len(page.model) == 3
    assert page.view.hasFocus()


def test_a_digit_makes_all_alike_and_the_next_finding_comes(page, press, stored, window):
    press(Qt.Key.Key_1)
    assert stored().count(("location", "Homs")) == 3
    assert "1 changed" in window.status.text()
    assert page.progress.text() == "finding 2 of 3"
    assert "edges differ" in page.what.text()
    number = 1 + [alternative.name for alternative in page.finding.alternatives].index("army")
    press(Qt.Key(Qt.Key.Key_0 + number))
    assert stored().count(("actor", "army")) == 2
    assert answers(page) == ["1  tag the rest location · 1", "2  leave unmarked · 1"]
    press(Qt.Key.Key_1)
    assert stored().count(("location", "Idlib")) == 2
    assert "That was the last one" in page.what.text()
    assert answers(page) == []
    page.search()
    press(Qt.Key.Key_F35)
    assert page.findings == []


def test_each_decision_is_a_step_and_undo_brings_its_finding_back(page, press, stored):
    press(Qt.Key.Key_2)
    assert stored().count(("actor", "Homs")) == 3
    press(Qt.Key.Key_Z, CTRL)
    assert stored().count(("location", "Homs")) == 2
    assert page.progress.text() == "finding 1 of 3"


def test_what_is_fine_so_is_not_shown_again(page, press, stored, window):
    before = stored()
    press(Qt.Key.Key_Space)
    assert stored() == before
    assert "is fine so" in window.status.text()
    assert page.progress.text() == "finding 2 of 3"
    page.search()
    press(Qt.Key.Key_F35)
    assert [finding.kind for finding in page.findings] == ["edges", "untagged"]


def test_leaving_places_unmarked_refuses_them_as_mentions(page, press, stored):
    press(Qt.Key.Key_Right)
    press(Qt.Key.Key_Right)
    press(Qt.Key.Key_2)
    assert stored().count(("location", "Idlib")) == 1
    page.search()
    press(Qt.Key.Key_F35)
    assert [finding.kind for finding in page.findings] == ["tags", "edges"]


def test_the_arrows_go_on_and_back_and_decide_nothing(page, press, stored):
    before = stored()
    press(Qt.Key.Key_Left)
    assert page.progress.text() == "finding 1 of 3"
    for seen in ("finding 2 of 3", "finding 3 of 3", ""):
        press(Qt.Key.Key_Right)
        assert page.progress.text() == seen
    press(Qt.Key.Key_Left)
    assert page.progress.text() == "finding 3 of 3"
    assert stored() == before


def test_a_digit_without_an_answer_does_nothing(page, press, stored):
    before = stored()
    for digit in (Qt.Key.Key_3, Qt.Key.Key_9, Qt.Key.Key_0):
        press(digit)
    assert stored() == before
    assert page.progress.text() == "finding 1 of 3"


def test_letters_change_the_chosen_places_only(page, press, stored):
    press(Qt.Key.Key_L, Qt.KeyboardModifier.ShiftModifier)
    assert "Retag 1 span" in page.confirm.question.text()
    press(Qt.Key.Key_Return)
    assert stored().count(("location", "Homs")) == 3


def test_enter_opens_a_place_and_a_key_comes_back_to_the_finding(page, press, window):
    press(Qt.Key.Key_Right)
    press(Qt.Key.Key_Return)
    view = window.article_panel.view
    assert view.hasFocus()
    assert view.selection() is not None
    press(Qt.Key.Key_3, CTRL)
    assert page.view.hasFocus()
    assert page.progress.text() == "finding 2 of 3"


def test_after_work_in_the_article_findings_are_looked_for_anew_and_the_one_shown_stays(page, press, window, qtbot):
    press(Qt.Key.Key_Right)
    press(Qt.Key.Key_1, CTRL)
    view = window.article_panel.view
    view.move_caret(place("Homs", 2)[0])
    QTest.keyClick(view, Qt.Key.Key_L, Qt.KeyboardModifier.ShiftModifier)
    press(Qt.Key.Key_3, CTRL)
    assert [finding.kind for finding in page.findings] == ["edges", "untagged"]
    assert page.progress.text() == "finding 1 of 2"
    assert "edges differ" in page.what.text()


def test_nothing_doubtful_is_said(open_window, tmp_path, qtbot):
    window = open_window(make_project(tmp_path / "empty.annotator"))
    window.commands.show_explore_page("consistency")
    page = window.explore.page("consistency")
    qtbot.waitUntil(lambda: not page.stream.running)
    assert "Nothing is marked now this way and now that" in page.what.text()


def test_a_project_that_can_only_be_read_is_shown_and_not_changed(open_window, path, qtbot):
    from annotator.project.presence import Presence

    held = Presence.take(path)
    window = open_window(path)
    window.commands.show_explore_page("consistency")
    page = window.explore.page("consistency")
    qtbot.waitUntil(lambda: not page.stream.running and not page.places.running)
    for pressed in (Qt.Key.Key_1, Qt.Key.Key_Space):
        QTest.keyClick(page.view, pressed)
        assert window.status.text().startswith("⚠")
    assert page.progress.text() == "finding 1 of 3"
    held.release()
