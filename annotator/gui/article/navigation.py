"""Where the caret goes: the keys that move it, and what each means in a laid-out text."""

import re
from collections.abc import Callable

import msgspec
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeyEvent

from annotator.gui.article.page import Page
from annotator.model.words import (
    next_grapheme,
    next_word_start,
    previous_grapheme,
    previous_word_start,
    snap_to_graphemes,
)

_SOMETHING = re.compile(r"\S")
_STEP_BACK = 4096


class Destination(msgspec.Struct, frozen=True):
    """Where a move ends."""

    position: int
    x: float | None = None
    """How far right the caret would like to be when it goes on up or down; nothing after a move along the line."""
    scrolled: int = 0
    """How far the window should move down before the caret is looked for."""


Move = Callable[[Page, int, float | None], Destination]
"""From the page, the caret's code point, and the ``x`` of the move before if that was up or down."""


def move_of(event: QKeyEvent) -> Move | None:
    """Return the move that a key stands for, if it is one; Shift extends the selection and makes no difference here."""
    kept = event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
    if kept not in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier):
        return None
    return _MOVES.get((Qt.Key(event.key()), kept == Qt.KeyboardModifier.ControlModifier))


def at_cluster(text: str, position: int) -> int:
    """Return ``position`` moved into the text and to the start of its grapheme cluster."""
    position = min(max(position, 0), len(text))
    cluster = snap_to_graphemes(text, position, position + 1)
    return position if cluster is None else cluster.start


def _left(page: Page, position: int, _: float | None) -> Destination:
    return Destination((next_grapheme if _backwards(page, position) else previous_grapheme)(page.map.text, position))


def _right(page: Page, position: int, _: float | None) -> Destination:
    return Destination((previous_grapheme if _backwards(page, position) else next_grapheme)(page.map.text, position))


def _word_left(page: Page, position: int, _: float | None) -> Destination:
    move = next_word_start if _backwards(page, position) else previous_word_start
    return Destination(move(page.map.text, position))


def _word_right(page: Page, position: int, _: float | None) -> Destination:
    move = previous_word_start if _backwards(page, position) else next_word_start
    return Destination(move(page.map.text, position))


def _start_of_line(page: Page, position: int, _: float | None) -> Destination:
    index, column = page.map.place(position)
    layout = page.layout(index)
    return Destination(layout.block.position(layout.lines[layout.line_of(column)].start))


def _end_of_line(page: Page, position: int, _: float | None) -> Destination:
    index, column = page.map.place(position)
    layout = page.layout(index)
    return Destination(_last_of_line(page, index, layout.line_of(column)))


def _start_of_text(_page: Page, _position: int, _: float | None) -> Destination:
    return Destination(0)


def _end_of_text(page: Page, _position: int, _: float | None) -> Destination:
    return Destination(len(page.map.text))


def _paragraph_up(page: Page, position: int, _: float | None) -> Destination:
    """Go to the beginning of the paragraph, and from there to that of the one before; blank lines are passed over."""
    text = page.map.text
    start, end = page.map.paragraph(position)
    if start < position and _SOMETHING.search(text, start, min(position, end)):
        return Destination(start)
    last = _last_before(text, start)
    return Destination(0 if last < 0 else page.map.paragraph(last)[0])


def _paragraph_down(page: Page, position: int, _: float | None) -> Destination:
    """Go to the beginning of the next paragraph that is not blank, or to the end of the text."""
    text = page.map.text
    found = _SOMETHING.search(text, page.map.paragraph(position)[1])
    return Destination(len(text) if found is None else page.map.paragraph(found.start())[0])


def _last_before(text: str, position: int) -> int:
    """Return where the last character before ``position`` is that is not blank, or -1."""
    while position > 0:
        first = max(0, position - _STEP_BACK)
        kept = len(text[first:position].rstrip())
        if kept:
            return first + kept - 1
        position = first
    return -1


def _up(page: Page, position: int, x: float | None) -> Destination:
    index, number, x = _line_and_x(page, position, x)
    if number > 0:
        return _on_line(page, index, number - 1, x)
    if index > 0:
        return _on_line(page, index - 1, len(page.layout(index - 1).lines) - 1, x)
    return Destination(0, x)


def _down(page: Page, position: int, x: float | None) -> Destination:
    index, number, x = _line_and_x(page, position, x)
    if number < len(page.layout(index).lines) - 1:
        return _on_line(page, index, number + 1, x)
    if index < len(page.map) - 1:
        return _on_line(page, index + 1, 0, x)
    return Destination(len(page.map.text), x)


def _page_up(page: Page, position: int, x: float | None) -> Destination:
    return _by_page(page, position, x, -1)


def _page_down(page: Page, position: int, x: float | None) -> Destination:
    return _by_page(page, position, x, 1)


def _by_page(page: Page, position: int, x: float | None, direction: int) -> Destination:
    """Move by a windowful less one line, so that the reader finds the place again."""
    _, _, x = _line_and_x(page, position, x)
    top, height = page.line_at(position)
    distance = max(page.window - page.metrics.line_height, page.metrics.line_height) * direction
    target = QPoint(page.metrics.left + round(x), top + height // 2 + distance)
    if page.is_beyond(target.y()):
        return Destination(0 if direction < 0 else len(page.map.text), x, distance)
    return Destination(page.position_at(target), x, distance)


def _line_and_x(page: Page, position: int, x: float | None) -> tuple[int, int, float]:
    index, column = page.map.place(position)
    layout = page.layout(index)
    return index, layout.line_of(column), layout.x_of(column) if x is None else x


def _on_line(page: Page, index: int, number: int, x: float) -> Destination:
    layout = page.layout(index)
    return Destination(layout.block.position(layout.column_at(number, x)), x)


def _last_of_line(page: Page, index: int, number: int) -> int:
    layout = page.layout(index)
    return layout.block.position(layout.end_of_line(number))


def _backwards(page: Page, position: int) -> bool:
    return page.map.right_to_left(page.map.block_at(position))


_MOVES: dict[tuple[Qt.Key, bool], Move] = {
    (Qt.Key.Key_Left, False): _left,
    (Qt.Key.Key_Right, False): _right,
    (Qt.Key.Key_Left, True): _word_left,
    (Qt.Key.Key_Right, True): _word_right,
    (Qt.Key.Key_Up, False): _up,
    (Qt.Key.Key_Down, False): _down,
    (Qt.Key.Key_Up, True): _paragraph_up,
    (Qt.Key.Key_Down, True): _paragraph_down,
    (Qt.Key.Key_Home, False): _start_of_line,
    (Qt.Key.Key_End, False): _end_of_line,
    (Qt.Key.Key_Home, True): _start_of_text,
    (Qt.Key.Key_End, True): _end_of_text,
    (Qt.Key.Key_PageUp, False): _page_up,
    (Qt.Key.Key_PageDown, False): _page_down,
}
