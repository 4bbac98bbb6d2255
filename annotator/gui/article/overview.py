"""The overview: a thin strip beside the scroll bar that shows where in the article marks and matches are."""

from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice

from PySide6.QtCore import QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from annotator.gui.article.style import TagStyle, neutral_style
from annotator.gui.article.theme import Theme, mixed
from annotator.model.span import Fragment, Span

WIDTH = 14

_BUCKETS = 1024
"""The article is divided into so many equal stretches; what is in a stretch makes one tick."""
_SETTLE_MS = 120
_CHUNK = 3000
_CHUNK_MS = 10
"""So many spans are counted at once, so that a key pressed just after an article was opened need not wait."""
_PLACES = 128
"""So often the way from code points to pixels is worked out anew; in between it is taken to be straight."""
_TICK = 2
_MATCH_SHARE = 0.35
_RAIL = 0.05

_Tick = tuple[QRectF, str]
_MATCH = "\0match"


class Overview(QWidget):
    """Counts marks and matches by place, so that one more costs the same in an article of any length.

    Emits ``sought`` with a share of the article's height, 0 to 1, when it is clicked.
    """

    sought = Signal(object)

    def __init__(self, parent: QWidget, share_of: Callable[[int], float]) -> None:
        """``share_of`` says how far down a code point is, as a share of the article's height."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._share_of = share_of
        self._length = 1
        self._counts: dict[str, array[int]] = {}
        self._pending: Iterator[Span] = iter(())
        self._ticks: list[_Tick] = []
        self._theme: Theme | None = None
        self._styles: Mapping[str, TagStyle] = {}
        self._timer = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self._timer.timeout.connect(self._settled)

    def show_article(self, length: int, spans: Iterable[Span]) -> None:
        """Begin anew with an article of ``length`` code points; its spans are counted after it has been painted."""
        self._length = max(1, length)
        self._counts = {}
        self._pending = iter(list(spans))
        self.settle()

    def count(self, span: Span, change: int) -> None:
        """Note that ``span`` came (+1) or went (-1)."""
        self._count(span.tag, span.fragments[0].start, change)
        self.settle()

    def set_matches(self, matches: Iterable[Fragment]) -> None:
        """Show where a search found something."""
        self._counts.pop(_MATCH, None)
        for match in matches:
            self._count(_MATCH, match.start, 1)
        self.settle()

    def set_look(self, theme: Theme, styles: Mapping[str, TagStyle]) -> None:
        """Use other colours."""
        self._theme = theme
        self._styles = styles
        self.settle()

    def settle(self) -> None:
        """Draw the ticks anew once nothing has changed for a moment."""
        self._timer.start(_SETTLE_MS)

    def ticks(self) -> list[tuple[QRect, str]]:
        """Return what is drawn in the end: where, and for which tag; for a match the tag is empty."""
        while self._count_pending():
            pass
        self._measure()
        return [(where.toAlignedRect(), "" if tag == _MATCH else tag) for where, tag in self._ticks]

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ticks that were measured last."""
        if self._theme is None:
            return
        with QPainter(self) as painter:
            painter.fillRect(event.rect(), mixed(self._theme.text, self._theme.background, _RAIL))
            for where, tag in self._ticks:
                painter.fillRect(where, self._colour(tag, self._theme))

    def _colour(self, tag: str, theme: Theme) -> QColor:
        if tag == _MATCH:
            return theme.text
        style = self._styles.get(tag) or neutral_style(tag)
        return style.colour(theme.dark)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Measure again for another height."""
        super().resizeEvent(event)
        self.settle()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Ask for the place that was clicked."""
        self.sought.emit(min(max(event.position().y() / max(1, self.height()), 0.0), 1.0))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow a button that is held."""
        self.mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Keep the release of a press that was answered here."""
        event.accept()

    def _count(self, tag: str, position: int, change: int) -> None:
        counts = self._counts.get(tag)
        if counts is None:
            counts = self._counts[tag] = array("l", bytes(array("l").itemsize * _BUCKETS))
        counts[min(position * _BUCKETS // self._length, _BUCKETS - 1)] += change

    def _count_pending(self) -> bool:
        """Count some of the spans that the article was opened with; say whether there may be more."""
        chunk = list(islice(self._pending, _CHUNK))
        for span in chunk:
            self._count(span.tag, span.fragments[0].start, 1)
        return len(chunk) == _CHUNK

    def _settled(self) -> None:
        if self._count_pending():
            self._timer.start(_CHUNK_MS)
        else:
            self._measure()

    def _measure(self) -> None:
        """Turn counts into ticks: one row for each few pixels that have any, divided among the tags in it."""
        rows: dict[int, set[str]] = {}
        scale = max(1, self.height() - _TICK)
        places = [self._share_of(number * self._length // _PLACES) * scale for number in range(_PLACES + 1)]
        for tag, counts in self._counts.items():
            for bucket, number in enumerate(counts):
                if number > 0:
                    place, rest = divmod(bucket * _PLACES, _BUCKETS)
                    y = places[place] + (places[place + 1] - places[place]) * rest / _BUCKETS
                    rows.setdefault(int(y) // _TICK * _TICK, set()).add(tag)
        self._ticks = [tick for y, tags in rows.items() for tick in _row(y, tags)]
        self.update()


def _row(y: int, tags: set[str]) -> list[_Tick]:
    left, right = 2.0, WIDTH - 2.0
    for_match = (right - left) * _MATCH_SHARE
    row = [(QRectF(left, y, for_match, _TICK), _MATCH)] if _MATCH in tags else []
    spans = sorted(tags - {_MATCH})
    left += for_match
    each = (right - left) / max(1, len(spans))
    row += [(QRectF(left + number * each, y, each, _TICK), tag) for number, tag in enumerate(spans)]
    return row
