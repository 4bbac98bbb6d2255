"""The keyboard: a caret in a text that cannot be edited, and keys that belong to the window."""

import pytest
from nasty import FAMILY, mark, span
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAction, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QMainWindow, QPushButton

from annotator.model.span import Fragment

Key, Modifier = Qt.Key, Qt.KeyboardModifier
CTRL, SHIFT = Modifier.ControlModifier, Modifier.ShiftModifier
TWO_LINES = "The quick brown fox\r\njumps over the lazy dog"


@pytest.fixture
def press(view, qtbot):
    def press(key, modifiers=Modifier.NoModifier, times=1):
        for _ in range(times):
            qtbot.keyClick(view, key, modifiers)
        return view.caret

    return press


def test_arrows_move_by_what_a_reader_calls_a_character(view, press):
    view.show_article(f"e\u0301{FAMILY}b\r\nc", [])
    assert [press(Key.Key_Right) for _ in range(5)] == [2, 9, 10, 12, 13]
    assert [press(Key.Key_Left) for _ in range(5)] == [12, 10, 9, 2, 0]


def test_left_moves_left_in_a_paragraph_that_runs_from_right_to_left(view, press):
    view.show_article("سلام abc\nabc", [])
    assert press(Key.Key_Left) == 1
    assert press(Key.Key_Right) == 0
    assert press(Key.Key_Left, CTRL) == 5
    assert press(Key.Key_Right, CTRL) == 0


def test_ctrl_arrows_move_by_words(view, press):
    view.show_article(TWO_LINES, [])
    assert [press(Key.Key_Right, CTRL) for _ in range(4)] == [4, 10, 16, 21]
    assert [press(Key.Key_Left, CTRL) for _ in range(3)] == [16, 10, 4]


BLANKS = "\n\nFirst.\r\n \t\r\n\r\nSecond one.\nThird.\n\n"


def test_ctrl_up_and_down_go_from_paragraph_to_paragraph_past_blank_lines(view, press):
    view.show_article(BLANKS, [])
    starts = [BLANKS.index(word) for word in ("First", "Second", "Third")]
    assert [press(Key.Key_Down, CTRL) for _ in range(4)] == [*starts, len(BLANKS)]
    assert [press(Key.Key_Up, CTRL) for _ in range(4)] == [*reversed(starts), 0]
    view.move_caret(starts[1] + 3)
    assert press(Key.Key_Up, CTRL) == starts[1]
    view.move_caret(starts[1] - 2)
    assert press(Key.Key_Up, CTRL) == starts[0]


def test_a_paragraph_of_many_blocks_is_one_paragraph(view, press):
    long = "The army said that 12 were killed. " * 400
    view.show_article(f"Before.\n{long}\nAfter.", [])
    assert len(view.page.map) > 5
    assert press(Key.Key_Down, CTRL, times=2) == view.text.index("After")
    assert press(Key.Key_Up, CTRL) == len("Before.\n")
    assert press(Key.Key_Down, CTRL | SHIFT) == view.text.index("After")
    assert view.selection() == Fragment(len("Before.\n"), view.text.index("After"))


def test_the_next_paragraph_is_the_next_in_reading_whatever_the_direction(view, press):
    view.show_article("قال المرصد.\nقال الجيش.\nabc", [])
    assert press(Key.Key_Down, CTRL) == 12
    assert press(Key.Key_Down, CTRL) == 23
    assert press(Key.Key_Up, CTRL, times=2) == 0


@pytest.mark.parametrize("text", ["", "\n" * 50_000, " " * 9_000, "x" + "\n" * 50_000])
def test_paragraph_moves_end_in_a_text_of_nothing(view, press, text):
    view.show_article(text, [])
    assert press(Key.Key_Down, CTRL, times=2) == len(text)
    assert press(Key.Key_Up, CTRL, times=2) == 0


def test_letting_shift_go_makes_the_selection_and_nothing_else_does(view, press, qtbot):
    view.show_article(TWO_LINES, [])
    made = []
    view.selectionMade.connect(made.append)
    qtbot.keyPress(view, Key.Key_Right, SHIFT)
    assert made == []
    qtbot.keyRelease(view, Key.Key_Shift)
    assert made == [False]
    qtbot.keyRelease(view, Key.Key_Shift)
    press(Key.Key_Right)
    qtbot.keyRelease(view, Key.Key_Shift)
    view.select(0, 5)
    qtbot.keyRelease(view, Key.Key_Shift)
    qtbot.keyPress(view, Key.Key_Right, SHIFT)
    qtbot.keyPress(view, Key.Key_Left, SHIFT)
    press(Key.Key_Left)
    qtbot.keyRelease(view, Key.Key_Shift)
    assert made == [False]


def test_home_and_end_stay_on_the_displayed_line(view, press):
    view.resize(300, 500)
    text = "The quick brown fox jumps over the lazy dog and then over another one"
    view.show_article(text, [])
    line = view.page.layout(0).lines[1]
    view.move_caret(line.start + 3)
    assert press(Key.Key_Home) == line.start
    assert press(Key.Key_End) == line.end - 1
    assert press(Key.Key_Home) == line.start
    assert press(Key.Key_Home, CTRL) == 0
    assert press(Key.Key_End, CTRL) == len(text)


def test_up_and_down_keep_the_column_over_a_short_line(view, press):
    view.show_article("a long first line\nx\na long third line", [])
    view.move_caret(12)
    assert press(Key.Key_Down) == 19
    below = press(Key.Key_Down)
    assert abs(below - (20 + 12)) <= 1
    assert press(Key.Key_Up, times=2) == 12


def test_up_from_the_first_line_and_down_from_the_last_go_to_the_ends(view, press):
    view.show_article(TWO_LINES, [])
    view.move_caret(5)
    assert press(Key.Key_Up) == 0
    assert press(Key.Key_Down, times=2) == len(TWO_LINES)


def test_page_keys_move_by_a_windowful_and_bring_the_caret_along(view, press):
    view.show_article("\n".join(f"line {number}" for number in range(500)), [])
    caret = press(Key.Key_PageDown, times=3)
    assert caret > 100
    assert view.viewport().rect().intersects(view.rect_of(Fragment(caret - 1, caret + 1))[0])
    assert press(Key.Key_PageUp, times=3) == 0
    assert press(Key.Key_PageDown, times=60) == len(view.text)


def test_shift_extends_every_move(view, press, qtbot):
    view.show_article(TWO_LINES, [])
    press(Key.Key_Right, SHIFT, times=3)
    assert view.selection() == Fragment(0, 3)
    press(Key.Key_Right, CTRL | SHIFT)
    assert view.selection() == Fragment(0, 4)
    press(Key.Key_End, CTRL | SHIFT)
    assert view.selection() == Fragment(0, len(TWO_LINES))
    press(Key.Key_Home, CTRL)
    assert view.selection() is None


def test_ctrl_a_and_ctrl_c_give_the_stored_text_with_its_line_ends(view, press):
    text = "one\r\ntwo\u2028three\u00a0four\x07\u202e"
    view.show_article(text, [])
    press(Key.Key_A, CTRL)
    press(Key.Key_C, CTRL)
    assert QGuiApplication.clipboard().text() == text


def test_escape_ends_the_selection_and_is_the_windows_otherwise(view, press):
    view.show_article(TWO_LINES, [])
    view.select(0, 5)
    press(Key.Key_Escape)
    assert view.selection() is None
    assert view.caret == 5
    event = QKeyEvent(QEvent.Type.KeyPress, Key.Key_Escape, Modifier.NoModifier)
    view.keyPressEvent(event)
    assert not event.isAccepted()


@pytest.mark.parametrize(
    ("key", "modifiers"),
    [
        (Key.Key_A, Modifier.NoModifier),
        (Key.Key_1, Modifier.NoModifier),
        (Key.Key_Plus, SHIFT),
        (Key.Key_Return, Modifier.NoModifier),
        (Key.Key_Return, CTRL),
        (Key.Key_Backspace, Modifier.NoModifier),
        (Key.Key_Tab, Modifier.NoModifier),
        (Key.Key_Left, Modifier.AltModifier),
        (Key.Key_Right, Modifier.AltModifier | SHIFT),
        (Key.Key_Z, CTRL),
        (Key.Key_K, CTRL),
    ],
)
def test_keys_of_the_window_are_left_to_it(view, key, modifiers):
    view.show_article(TWO_LINES, [])
    for kind in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress):
        event = QKeyEvent(kind, key, modifiers, "")
        event.ignore()
        view.event(event)
        assert not event.isAccepted()


@pytest.mark.parametrize(
    ("shortcut", "key", "modifiers", "works"),
    [("Ctrl+C", Key.Key_C, CTRL, False), ("Shift+Right", Key.Key_Right, SHIFT, False), ("N", Key.Key_N, None, True)],
)
def test_an_action_of_the_window_gets_its_letter_and_not_the_keys_of_the_caret(
    view, qtbot, shortcut, key, modifiers, works
):
    window = QMainWindow()
    qtbot.addWidget(window)
    window.setCentralWidget(view)
    action = QAction("action", window, shortcut=QKeySequence(shortcut))
    window.addAction(action)
    fired = []
    action.triggered.connect(lambda: fired.append(1))
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    view.setFocus()
    qtbot.waitUntil(view.hasFocus)
    view.show_article(TWO_LINES, [])
    qtbot.keyClick(view, key, modifiers or Modifier.NoModifier)
    assert bool(fired) is works
    window.takeCentralWidget().setParent(None)


def test_tab_does_not_carry_the_focus_away(view, qtbot):
    button = QPushButton(view)
    button.show()
    qtbot.keyClick(view, Key.Key_Tab)
    assert view.hasFocus()


def test_the_current_span_follows_the_caret(view, press, qtbot):
    text = "the Syrian army said"
    view.show_article(text, [mark(text, "Syrian army", 1), mark(text, "Syrian", 2, "location")])
    seen = []
    view.currentSpanChanged.connect(seen.append)
    press(Key.Key_Right, times=5)
    assert view.current_span == 2
    press(Key.Key_Right, CTRL, times=2)
    assert view.current_span is None
    assert seen == [2, 1, None] or seen == [2, None]


def test_extending_a_selection_keeps_the_current_span(view, press):
    view.show_article(TWO_LINES, [span(1, 0, 3)])
    view.set_current_span(1)
    press(Key.Key_Right, CTRL | SHIFT, times=2)
    assert view.current_span == 1


def test_next_and_previous_span_go_in_document_order_and_stay_at_the_ends(view):
    view.show_article(TWO_LINES, [span(1, 4, 9), span(2, 4, 15), span(3, 0, 3), span(4, 21, 26)])
    assert view.select_next_span()
    met = [view.current_span]
    while view.select_next_span():
        met.append(view.current_span)
    assert met == [3, 2, 1, 4]
    assert view.current_span == 4
    while view.select_previous_span():
        met.append(view.current_span)
    assert met[4:] == [1, 2, 3]


def test_the_next_span_is_looked_for_from_the_caret(view):
    view.show_article(TWO_LINES, [span(1, 0, 3), span(2, 21, 26)])
    view.move_caret(12)
    view.select_next_span()
    assert view.current_span == 2
    view.move_caret(12)
    view.select_previous_span()
    assert view.current_span == 1


def test_the_caret_blinks_only_while_it_can_be_used(view, qtbot):
    view.show_article(TWO_LINES, [])
    assert view._blink.isActive()
    other = QPushButton()
    qtbot.addWidget(other)
    with qtbot.waitExposed(other):
        other.show()
    other.activateWindow()
    other.setFocus()
    qtbot.waitUntil(lambda: not view.hasFocus())
    assert not view._blink.isActive()
    assert not view._caret_is_on


def test_a_caret_that_leaves_the_window_is_brought_into_view(view):
    view.show_article("\n".join(f"line {number}" for number in range(900)), [])
    for position in (len(view.text), 0, 4000, 4100, 3900):
        view.move_caret(position)
        last = max(1, position)
        assert view.viewport().rect().contains(view.rect_of(Fragment(last - 1, last + 1))[-1].center())
