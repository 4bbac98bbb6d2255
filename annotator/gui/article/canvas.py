"""The canvas: the scrolled picture of a page with caret, colours and overview; what it means is the view's business."""

from collections.abc import Iterable, Mapping, Sequence

import msgspec
from PySide6.QtCore import QBasicTimer, QEvent, QPoint, QRect, Qt, QTimerEvent, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QGuiApplication,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QWidget

from annotator.gui.article import overview
from annotator.gui.article.mark_looks import MarkLooks
from annotator.gui.article.marks import LaneOf
from annotator.gui.article.metrics import Metrics, Reading, within_reason
from annotator.gui.article.navigation import at_cluster
from annotator.gui.article.page import Page
from annotator.gui.article.painting import Matches, Scene, caret_rect, paint_page
from annotator.gui.article.scrolled_page import ScrolledPage
from annotator.gui.article.signs import Signs
from annotator.gui.article.style import TagStyle
from annotator.gui.article.theme import Theme
from annotator.model.sentences import sentence_at
from annotator.model.span import Fragment, Relation, Span, SpanKey

_WHEEL_STEP = 120
_FRAME_ROOM = 4


class ArticleCanvas(ScrolledPage):
    """Shows a :class:`Page` through a window, laying out and painting only what is in it.

    Every position is a code point of the article's text.
    """

    textSizeChanged = Signal(object)
    """The text size in points, after Ctrl and the wheel changed it."""

    lane_of: LaneOf | None = None
    """What gives every span of the next article its lane; without it, the highest that is free."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._styles: Mapping[str, TagStyle] = {}
        self._matches = Matches()
        self._signs = Signs()
        self._caret = self._anchor = 0
        self._current: SpanKey | None = None
        self._dims = False
        self._lit: tuple[int, int] | None = None
        self._blink = QBasicTimer()
        self._caret_is_on = False
        self._looks = self._new_looks()
        self._overview.set_look(self._theme, self._styles)
        self._build()

    @property
    def reading(self) -> Reading:
        """Column, line spacing, font and text size."""
        return self._metrics.reading

    def set_tag_styles(self, styles: Mapping[str, TagStyle]) -> None:
        """Draw each tag, by name, in its style; other tags are drawn in grey."""
        self._styles = dict(styles)
        self._overview.set_look(self._theme, self._styles)
        self.viewport().update()

    def set_matches(self, matches: Sequence[Fragment], current: int | None) -> None:
        """Show what a search found, in text order; ``current`` is the number of the match the reader is at."""
        self._matches = Matches(matches, current)
        self._overview.set_matches(matches)
        self.viewport().update()

    def set_dimmed(self, dimmed: bool) -> None:
        """Dim all but the sentence at the caret, wherever the caret goes, or no longer."""
        self._dims = dimmed
        self._light()
        self.viewport().update()

    def read_as(self, reading: Reading) -> None:
        """Show the text as ``reading`` says, within reason."""
        self._read(within_reason(reading))

    def set_text_size(self, points: float) -> None:
        """Set the size of the text, within reason."""
        self.read_as(msgspec.structs.replace(self.reading, text_size=points))

    def rect_of(self, fragment: Fragment) -> list[QRect]:
        """Return where the words of ``fragment`` are, in pixels of the viewport; outside it if they are not visible."""
        found = []
        for index in self._page.map.blocks_touching(fragment.start, fragment.end):
            layout = self._page.layout(index)
            left, top = self._metrics.left, self._page.top(index)
            for piece in layout.pieces(fragment.start, fragment.end):
                found += [rect.translated(left, top).toRect() for rect in layout.text_rects(piece)]
        return found

    def position_at(self, point: QPoint) -> int:
        """Return the code point nearest to a point of the viewport, never inside a grapheme cluster."""
        return at_cluster(self._page.map.text, self._page.position_at(point))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what is visible."""
        if self._looks.ratio != self.devicePixelRatioF():
            self._looks = self._new_looks()
        selection = (min(self._caret, self._anchor), max(self._caret, self._anchor))
        scene = Scene(
            self._theme,
            self._looks,
            self._styles,
            self._matches,
            self._current,
            selection,
            self._signs,
            self._lit,
        )
        # A painter that outlives an exception takes the program with it when the widget goes.
        with QPainter(self.viewport()) as painter:
            paint_page(painter, self._page, scene, event.rect())
            if self._caret_is_on:
                painter.fillRect(caret_rect(self._page, self._caret), self._theme.text)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the column to the new width."""
        super().resizeEvent(event)
        viewport = self.viewport().geometry()
        self._overview.setGeometry(viewport.right() + 1, viewport.top(), overview.WIDTH, viewport.height())
        if viewport.width() != self._metrics.available:
            self._read(self.reading)
        self._page.set_window(viewport.height())
        self._synchronise()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll; with Ctrl change the size of the text."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.set_text_size(self.reading.text_size + event.angleDelta().y() / _WHEEL_STEP)
            self.textSizeChanged.emit(self.reading.text_size)
            event.accept()
        else:
            super().wheelEvent(event)

    def timerEvent(self, event: QTimerEvent) -> None:
        """Let the caret blink."""
        if event.timerId() == self._blink.timerId():
            self._caret_is_on = not self._caret_is_on
            self.viewport().update(caret_rect(self._page, self._caret))
        else:
            super().timerEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the caret."""
        super().focusInEvent(event)
        self._colour_anew()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide the caret, and wake up for nothing."""
        super().focusOutEvent(event)
        self._colour_anew()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the desktop from light to dark."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.StyleChange):
            self._colour_anew()
            self._page.reset(self._metrics, self._theme.faint)
            self._synchronise()

    def _build(self) -> None:
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setViewportMargins(0, 0, overview.WIDTH, 0)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.viewport().setMouseTracking(True)
        self.viewport().setCursor(Qt.CursorShape.IBeamCursor)

    def _show(self, text: str, spans: Iterable[Span], relations: Iterable[Relation]) -> None:
        self._matches, self._signs = Matches(), Signs()
        self._page = Page(text, spans, self._metrics, self._theme.faint, relations, self.lane_of)
        self._page.set_window(self.viewport().height())
        self._overview.show_article(len(text), self._page.spans)
        self._synchronise()
        self.viewport().update()

    def _read(self, reading: Reading) -> None:
        """Lay everything out anew; what is at the top of the window stays there."""
        self._metrics = Metrics(reading, self.viewport().width())
        self._looks = self._new_looks()
        self._page.reset(self._metrics, self._theme.faint)
        self._synchronise()
        self.viewport().update()

    def _colour_anew(self) -> None:
        group = QPalette.ColorGroup.Active if self.hasFocus() else QPalette.ColorGroup.Inactive
        self._theme = Theme.of(self.palette(), group)
        self._looks = self._new_looks()
        self._overview.set_look(self._theme, self._styles)
        self._restart_blinking()
        self.viewport().update()

    def _new_looks(self) -> MarkLooks:
        return MarkLooks(
            self._metrics.letter_font, self._metrics.lane_height, self._theme.dark, self.devicePixelRatioF()
        )

    def _restart_blinking(self) -> None:
        """Show the caret at once, and let it blink as fast as the desktop wants, if it does."""
        self._blink.stop()
        self._caret_is_on = self.hasFocus() and bool(self._page.map.text)
        period = QGuiApplication.styleHints().cursorFlashTime()
        if self._caret_is_on and period > 1:
            self._blink.start(period // 2, self)

    def _set_positions(self, caret: int, anchor: int) -> None:
        """Move caret and anchor, and repaint the lines between where they were and where they are."""
        before = {self._caret, self._anchor}
        self._caret, self._anchor = caret, anchor
        self._restart_blinking()
        if len({*before, caret, anchor}) > 1:
            self._update_lines(min(*before, caret, anchor), max(*before, caret, anchor))
        else:
            self._update_lines(caret, caret)
        if self._dims and self._light():
            self.viewport().update()

    def _light(self) -> bool:
        """Find out what stands out from dimmed text; say whether that has changed."""
        before, text = self._lit, self._page.map.text
        sentence = sentence_at(text, self._caret) if self._dims else None
        here = self._page.map.paragraph(self._caret) if sentence is None else (sentence.start, sentence.end)
        self._lit = here if self._dims else None
        return self._lit != before

    def _update_lines(self, start: int, end: int) -> None:
        """Repaint the visible lines from the one of ``start`` to the one of ``end``."""
        visible = self._page.visible()
        if not visible or end < visible[0][2].block.start or start > visible[-1][2].block.end:
            return
        top = self._page.line_at(max(start, visible[0][2].block.start))[0]
        last, height = self._page.line_at(min(end, visible[-1][2].block.end))
        self.viewport().update(0, top, self.viewport().width(), last - top + height + 1)

    def _update_blocks(self, blocks: Iterable[int]) -> None:
        for index in blocks:
            height = self._page.layout(index).height
            room = QRect(0, self._page.top(index), self.viewport().width(), height)
            self.viewport().update(room.adjusted(0, -_FRAME_ROOM, 0, _FRAME_ROOM))
