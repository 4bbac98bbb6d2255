"""The mouse over the article: clicks that choose spans, drags that select, and scrolling at the edges."""

from enum import Enum, auto
from time import monotonic
from typing import TYPE_CHECKING

from PySide6.QtCore import QBasicTimer, QPoint, Qt
from PySide6.QtGui import QGuiApplication, QMouseEvent

from annotator.gui.article.page import Page
from annotator.model.sentences import sentence_at
from annotator.model.span import Fragment, SpanKey
from annotator.model.words import previous_grapheme, word_at

if TYPE_CHECKING:
    from annotator.gui.article.view import ArticleView

_AUTO_SCROLL_MS = 30
_AUTO_SCROLL_SHARE = 0.35


class _Grain(Enum):
    """What a drag selects by."""

    CHARACTER = auto()
    WORD = auto()
    SENTENCE = auto()
    PARAGRAPH = auto()


_WIDER = {_Grain.WORD: _Grain.SENTENCE, _Grain.SENTENCE: _Grain.PARAGRAPH}
"""What a further quick click takes."""


def lane_at(page: Page, point: QPoint) -> SpanKey | None:
    """Return the span whose lane is at a point of the window."""
    found = _spans_under(page, point, lanes=True)
    return found[0] if found else None


def words_at(page: Page, point: QPoint) -> list[SpanKey]:
    """Return the spans whose words are at a point of the window, smallest first."""
    return _spans_under(page, point, lanes=False)


def _spans_under(page: Page, point: QPoint, *, lanes: bool) -> list[SpanKey]:
    index, y = page.block_at(point.y())
    layout = page.layout(index)
    number = layout.line_at(y)
    x = point.x() - page.metrics.left
    found = []
    for mark in layout.marks:
        pieces = [piece for piece in mark.pieces if piece.line == number]
        rects = [r for p in pieces for r in (layout.lane_rects(mark, p) if lanes else layout.text_rects(p))]
        if any(rect.contains(x, y) for rect in rects):
            found.append(mark.span)
    found.sort(key=lambda span: sum(fragment.end - fragment.start for fragment in span.fragments))
    return [span.key for span in found]


class Pointer:
    """Turns presses, drags and releases into carets, selections and current spans."""

    def __init__(self, view: "ArticleView") -> None:
        self._view = view
        self._grain = _Grain.CHARACTER
        self._held = False
        self._dragged = False
        self._pressed = QPoint()
        self._last = QPoint()
        self._origin = (0, 0)
        self._clicked: QPoint | None = None
        self._clicked_at = -1.0
        """When the last click of a quick row was that took words; below zero if there is none."""
        self._widens = False
        self._scroll = QBasicTimer()

    def press(self, event: QMouseEvent) -> None:
        """Put the caret down, or extend the selection to it with Shift.

        A third quick press takes the sentence, a fourth the paragraph.
        """
        point = event.position().toPoint()
        self._held, self._dragged, self._widens = True, False, False
        self._pressed = self._last = point
        position = self._view.position_at(point)
        if self._goes_on(point):
            self._take_more(point)
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._grain, self._dragged = _Grain.CHARACTER, True
            self._origin = (self._view.anchor, self._view.anchor)
            self._view.place_caret(position, extend=True)
        else:
            self._grain = _Grain.CHARACTER
            self._origin = (position, position)
            self._view.place_caret(position)

    def double_click(self, event: QMouseEvent) -> None:
        """Take the word, or open the span whose lane it is."""
        point = event.position().toPoint()
        self._held, self._dragged, self._widens = True, True, False
        self._pressed = self._last = point
        if self._goes_on(point):
            # The fourth of a row of clicks, which Qt takes for the second of another one.
            self._take_more(point)
            return
        self._clicked = point
        lane = lane_at(self._view.page, point)
        if lane is not None:
            self._held = False
            self._view.set_current_span(lane, reveal=False)
            self._view.spanActivated.emit(lane)
            return
        self._clicked_at = monotonic()
        self._grain = _Grain.WORD
        self._begin(*self._around(point))

    def move(self, event: QMouseEvent) -> None:
        """Extend the selection while the button is held."""
        point = event.position().toPoint()
        if not self._held or not event.buttons() & Qt.MouseButton.LeftButton:
            over = lane_at(self._view.page, point) is not None or self._view.relation_at(point) is not None
            self._view.viewport().setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.IBeamCursor)
            return
        self._last = point
        if not self._dragged and not self._far(point):
            return
        self._dragged = True
        if self._far(point):
            self._clicked_at = -1.0
        self._extend(point)
        outside = not 0 <= point.y() < self._view.viewport().height()
        if outside and not self._scroll.isActive():
            self._scroll.start(_AUTO_SCROLL_MS, self._view)
        elif not outside:
            self._scroll.stop()

    def release(self, event: QMouseEvent) -> None:
        """End a drag; a press without one chooses the span under it."""
        self._scroll.stop()
        held, self._held = self._held, False
        if held and not self._dragged:
            self._choose(event.position().toPoint())
            together = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            if together and self._view.current_span is not None:
                self._view.spanToggled.emit(self._view.current_span)
        elif held and self._view.selection() is not None:
            self._view.selectionMade.emit(self._widens)

    def point_out(self, point: QPoint) -> None:
        """Make what is under ``point`` what keys act on: the selection if it is there, else a span, else a word."""
        view, position = self._view, self._view.position_at(point)
        selected = view.selection()
        if selected is not None and selected.start <= position <= selected.end:
            return
        lane = lane_at(view.page, point)
        under = [lane] if lane is not None else words_at(view.page, point)
        view.place_caret(position)
        if view.current_span not in under:
            view.set_current_span(under[0] if under else None, reveal=False)

    def scroll_on(self, timer: int) -> bool:
        """Scroll on while a drag is held outside the window; say whether ``timer`` was for that."""
        if timer != self._scroll.timerId():
            return False
        height = self._view.viewport().height()
        beyond = self._last.y() if self._last.y() < 0 else self._last.y() - height + 1
        bar = self._view.verticalScrollBar()
        bar.setValue(bar.value() + round(beyond * _AUTO_SCROLL_SHARE) + (1 if beyond > 0 else -1))
        self._extend(QPoint(self._last.x(), min(max(self._last.y(), 0), height - 1)))
        return True

    def _choose(self, point: QPoint) -> None:
        """Make the span under ``point`` current: the lane's, else the smallest; in the same place the next larger."""
        lane, relation = lane_at(self._view.page, point), self._view.relation_at(point)
        if lane is None and relation is not None:
            self._view.relationActivated.emit(relation)
            return
        under = [lane] if lane is not None else words_at(self._view.page, point)
        current = self._view.current_span
        if self._near(self._clicked, point) and lane is None and current in under:
            self._view.set_current_span(under[(under.index(current) + 1) % len(under)], reveal=False)
        else:
            self._view.set_current_span(under[0] if under else None, reveal=False)
        self._clicked = point
        if under:
            self._view.spanClicked.emit(self._view.current_span)

    def _goes_on(self, point: QPoint) -> bool:
        """Say whether a click at ``point`` follows quickly on one that took words there."""
        quick = self._clicked_at >= 0 and monotonic() - self._clicked_at < _double_click_seconds()
        return quick and self._grain in _WIDER and self._near(self._clicked, point)

    def _take_more(self, point: QPoint) -> None:
        self._grain = _WIDER[self._grain]
        self._clicked_at = monotonic()
        self._widens = True
        self._begin(*self._around(point))

    def _begin(self, start: int, end: int) -> None:
        self._origin = (start, end)
        self._dragged = True
        self._view.select(start, end)

    def _extend(self, point: QPoint) -> None:
        start, end = self._around(point)
        if start < self._origin[0]:
            self._view.select(self._origin[1], start)
        else:
            self._view.select(self._origin[0], max(end, self._origin[1]))

    def _around(self, point: QPoint) -> tuple[int, int]:
        if self._grain is _Grain.WORD:
            return self._word(point)
        position = self._view.position_at(point)
        if self._grain is _Grain.CHARACTER:
            return position, position
        sentence = sentence_at(self._view.text, position) if self._grain is _Grain.SENTENCE else None
        return self._view.page.map.paragraph(position) if sentence is None else (sentence.start, sentence.end)

    def _word(self, point: QPoint) -> tuple[int, int]:
        """Return the word under ``point``; the caret nearest to the end of a letter is already behind it."""
        text, position = self._view.text, self._view.position_at(point)
        before = previous_grapheme(text, position)
        if before < position and any(r.contains(point) for r in self._view.rect_of(Fragment(before, position))):
            position = before
        word = word_at(text, position)
        return (word.start, word.end) if word is not None else (position, position)

    def _far(self, point: QPoint) -> bool:
        return (point - self._pressed).manhattanLength() >= QGuiApplication.styleHints().startDragDistance() // 2

    def _near(self, one: QPoint | None, other: QPoint) -> bool:
        return one is not None and (one - other).manhattanLength() <= QGuiApplication.styleHints().startDragDistance()


def _double_click_seconds() -> float:
    return QGuiApplication.styleHints().mouseDoubleClickInterval() / 1000
