"""What reading aids add to a key: the plain-text pane and dimmed text, against the same window without them."""

from collections.abc import Callable, Iterator
from itertools import count, cycle
from time import perf_counter

import pytest
from measure import Timing, say
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from test_window_speed import Painted, project_with_spans, settle, shown_window

from annotator.gui.window import MainWindow

pytestmark = pytest.mark.benchmark

KEYS = {
    "mark": None,
    "caret down": [Qt.Key.Key_Down],
    "caret right and left": [Qt.Key.Key_Right] * 9 + [Qt.Key.Key_Left] * 8,
    "next sentence": [Qt.Key.Key_J],
}


def with_and_without_aids(window: MainWindow, rounds: int, press: Callable[[], None]) -> tuple[Timing, Timing]:
    """Press a key in turn without and with the aids; return the milliseconds until each was painted."""
    painted = Painted(window)
    times: tuple[list[float], list[float]] = ([], [])
    window.show_panel("plain", True)
    for number in range(2 * rounds):
        aided = bool(number % 2)
        window.plain.setVisible(aided)
        window.article_panel.view.set_dimmed(aided)
        settle()
        before, began = painted.times, perf_counter()
        press()
        while painted.times == before and perf_counter() - began < 1:
            QTest.qWait(0)
        times[aided].append((perf_counter() - began) * 1000)
    return Timing(tuple(times[0][5:])), Timing(tuple(times[1][5:]))


def words_to_mark(window: MainWindow) -> Iterator[int]:
    text = window.article_panel.view.text
    return (at for at in count(1) if text[at - 1] == " " and text[at].isalpha())


@pytest.mark.parametrize(("words", "spans"), [(500, 20), (300_000, 50_000)])
@pytest.mark.parametrize("what", KEYS)
def test_the_plain_text_pane_and_dimming_slow_no_key(project_path, tmp_path, qtbot, words, spans, what):
    project_with_spans(project_path, words, spans)
    with shown_window(project_path, tmp_path) as window:
        view, keys, places = window.article_panel.view, cycle(KEYS[what] or [Qt.Key.Key_N]), words_to_mark(window)

        def press() -> None:
            if KEYS[what] is None:
                view.place_caret(next(places))
            QTest.keyClick(view, next(keys))

        without, with_aids = with_and_without_aids(window, 60, press)
    say(f"{what} in {spans:,} spans, with pane and dimming against without", with_aids, without, "1")
