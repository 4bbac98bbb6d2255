"""Progress: what is done and how fast, and time kept in the project only if it says so."""

import pytest
from driving import put_caret
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from annotator.gui.explore.progress import time_words
from annotator.gui.pace import ActiveTime
from annotator.project import timing

CTRL = Qt.KeyboardModifier.ControlModifier


class Clock:
    """Time that goes on when it is told to."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(window) -> Clock:
    """The window's sense of time."""
    clock = Clock()
    window.pace._clock = ActiveTime(clock)
    window.pace._spent.clear()
    window.pace.touch()
    return clock


@pytest.fixture
def page(window, qtbot):
    """Go to the page Progress and wait until everything is counted."""

    def go():
        window.commands.show_explore_page("progress")
        qtbot.waitUntil(lambda: not window.searcher.busy)
        return window.explore.page("progress")

    return go


def test_a_pause_counts_for_a_minute_at_most():
    clock = Clock()
    time = ActiveTime(clock)
    for pause in (0.0, 20.0, 500.0, 30.0):
        clock.now += pause
        time.touch()
    assert time.seconds == 20 + 60 + 30


@pytest.mark.parametrize(
    ("seconds", "words"), [(0.4, "0 s"), (59, "59 s"), (165, "2 min 45 s"), (1300, "21 min"), (7500, "2 h 5 min")]
)
def test_times_are_told_as_a_person_would(seconds, words):
    assert time_words(seconds) == words


def test_layers_are_counted_with_the_own_first(page, window, press, qtbot):
    put_caret(window, "Kobani")
    press(Qt.Key.Key_L)
    window.commands.become("ben")
    for words, key in (("Kobani", Qt.Key.Key_L), ("Observatory", Qt.Key.Key_A), ("army", Qt.Key.Key_A)):
        put_caret(window, words)
        press(key)
    window.commands.finish_article()
    model = page().layers_model
    rows = [[model.index(row, column).data() for column in range(6)] for row in range(model.rowCount())]
    assert [model.headerData(column, Qt.Orientation.Horizontal) for column in range(6)] == [
        "Layer", "Done", "Open", "Spans", "actor", "location",
    ]  # fmt: skip
    assert rows == [["ben (you)", "1", "2", "3", "2", "1"], ["ana", "0", "3", "1", "0", "1"]]
    assert model.index(0, 4).data(Qt.ItemDataRole.AccessibleTextRole) == "actor: 2"


def test_the_session_is_counted_from_when_the_project_was_opened(page, window, press, clock):
    for words in ("Kobani", "army"):
        put_caret(window, words)
        clock.now += 45
        press(Qt.Key.Key_L)
    window.commands.finish_article()
    shown = page()
    assert shown.spans.text() == "2 spans · 80 an hour"
    assert shown.articles.text() == "1 article done · 40 an hour"
    assert shown.at_work.text() == "1 min 30 s at work"


def test_the_page_counts_anew_when_something_changes_below_it(page, window, press, qtbot):
    put_caret(window, "Kobani")
    press(Qt.Key.Key_L)
    shown = page()
    assert shown.layers_model.index(0, 3).data() == "1"
    QTest.keyClick(window, Qt.Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: shown.layers_model.index(0, 3).data() == "0")


def test_time_is_kept_only_after_the_annotator_agreed_to_what_is_kept(page, window, clock, qtbot):
    action = window.action_table.action("project.times")
    clock.now += 30
    window.pace.touch()
    action.trigger()
    dialog = window.findChild(object, "timingDialog")
    assert "Everybody who has the file can see that" in dialog.findChild(object, "whatIsKept").text()
    assert not action.isChecked()
    dialog.reject()
    assert not window.session.ask(timing.is_recorded)
    window.commands.set_times_recorded(True)
    assert action.isChecked()
    article = window.desk.key
    clock.now += 50
    window.pace.touch()
    window.commands.next_article()
    clock.now += 500
    window.commands.next_article()
    window.pace.keep()
    spent = window.session.ask(
        lambda project: dict(project.connection.execute("SELECT article, seconds FROM time_spent"))
    )
    assert spent == {article: 50, article + 1: 60}
    assert "everybody who has the file can see that" in page().why_kept.text()


def test_time_in_explore_is_nobodys_time_on_an_article(page, window, clock):
    window.commands.set_times_recorded(True)
    page()
    clock.now += 40
    window.commands.use_mode("annotate")
    clock.now += 7
    window.pace.touch()
    window.pace.keep()
    assert window.session.ask(timing.time_spent).median_seconds == 7


def test_closing_the_project_keeps_what_was_spent_and_opening_it_says_that_it_is_kept(open_window, path, clock, window):
    window.commands.set_times_recorded(True)
    clock.now += 12
    window.pace.touch()
    window.close()
    again = open_window(path)
    assert again.session.ask(timing.time_spent).median_seconds == 12
    assert "keeps how long you work on each article" in again.status.text()
    assert again.action_table.action("project.times").isChecked()


def test_switching_it_off_keeps_what_there_is_until_it_is_forgotten(page, window, clock, qtbot):
    window.commands.set_times_recorded(True)
    clock.now += 12
    window.pace.touch()
    shown = page()
    assert shown.median.text() == "median 12 s · 1 article"
    window.action_table.action("project.times").trigger()
    qtbot.waitUntil(lambda: not window.searcher.busy)
    assert not window.action_table.action("project.times").isChecked()
    assert "no longer records" in shown.why_kept.text()
    shown.forget.click()
    qtbot.waitUntil(lambda: not window.searcher.busy)
    assert window.session.ask(timing.time_spent).articles == 0
    assert shown.median.isHidden() or not shown.median.isVisible()
