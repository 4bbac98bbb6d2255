"""The article view: shows one immutable text with its marks, and says what the reader points at."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, Qt, QTimerEvent, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QGuiApplication, QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import QWidget

from annotator.gui.article.marked_canvas import MarkedCanvas
from annotator.gui.article.navigation import Move, at_cluster, move_of
from annotator.gui.article.own_keys import own_use
from annotator.gui.article.painting import caret_rect
from annotator.gui.article.pointer import Pointer
from annotator.gui.article.span_index import Order, document_order
from annotator.gui.claims import claimed
from annotator.model.span import Fragment, Relation, Span, SpanKey
from annotator.model.words import snap_to_graphemes, snap_to_words, word_at


class ArticleView(MarkedCanvas):
    """An article and its spans. Every position is a code point of the article's text.

    Nothing here takes longer in a longer article, and nothing is edited: the window listens to the signals, and hands
    what changed back through :meth:`apply` and :meth:`apply_relations`.
    """

    caretMoved = Signal(object)
    """The caret's new position."""
    selectionChanged = Signal(object)
    """The selection as a :class:`Fragment`, or nothing."""
    spanActivated = Signal(object)
    """The key of the span whose lane was double-clicked."""
    selectionMade = Signal(object)
    """The reader has finished selecting: a button or Shift was let go. True if it is a click that only takes more of
    what the clicks before it selected: first a word, then its sentence, then its paragraph."""
    menuWanted = Signal(object)
    """Where on the screen a menu for what the reader points at is wanted."""
    spanClicked = Signal(object)
    """The key of the span that was clicked, which is the current one now and may have been before."""
    spanToggled = Signal(object)
    """The key of the span that was clicked while Ctrl was held."""
    relationActivated = Signal(object)
    """The key of the relation whose line or label was clicked."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("articleView")
        self.setAccessibleName(self.tr("Article"))
        self.setAccessibleDescription(self.tr("The text of the article with its marks, read-only"))
        self._wished_x: float | None = None
        self._extending = False
        self._offered = False
        self._pointer = Pointer(self)

    @property
    def text(self) -> str:
        """The article, exactly as it is stored."""
        return self._page.map.text

    @property
    def caret(self) -> int:
        """Where the caret is."""
        return self._caret

    @property
    def anchor(self) -> int:
        """Where the selection began; the caret if nothing is selected."""
        return self._anchor

    def show_article(self, text: str, spans: Sequence[Span], relations: Sequence[Relation] = ()) -> None:
        """Show another article from its beginning; the keys of ``spans`` must differ, and those of ``relations``."""
        self._show(text, spans, relations)
        self._set_caret(0, 0)
        self._set_current(None)

    def clear(self) -> None:
        """Show nothing."""
        self.show_article("", ())

    def move_caret(self, position: int, *, extend: bool = False) -> None:
        """Move the caret and bring it into view; with ``extend`` the selection grows, otherwise it ends.

        Without ``extend`` the smallest span at the caret becomes the current one, or none does.
        """
        self.place_caret(position, extend=extend)
        self._extending = extend
        if not extend:
            here = self.spans_at(self._caret)
            self._set_current(here[0].key if here else None)
        self._bring_into_view(self._caret)

    def place_caret(self, position: int, *, extend: bool = False) -> None:
        """Move the caret as :meth:`move_caret` does, but neither the window nor the current span follows."""
        position = at_cluster(self.text, position)
        self._set_caret(position, self._anchor if extend else position)

    def selection(self) -> Fragment | None:
        """Return what is selected, exactly."""
        if self._caret == self._anchor:
            return None
        return Fragment(min(self._caret, self._anchor), max(self._caret, self._anchor))

    def marked_selection(self, *, snap: bool = True) -> Fragment | None:
        """Return what a mark set now would cover: the selection, or without one the word at the caret.

        With ``snap`` the edges are those of words, otherwise exactly the selected grapheme clusters.
        """
        if self._caret == self._anchor:
            word = word_at(self.text, self._caret)
            return word and snap_to_graphemes(self.text, word.start, word.end)
        return (snap_to_words if snap else snap_to_graphemes)(self.text, self._anchor, self._caret)

    def clear_selection(self) -> None:
        """Select nothing; the caret stays."""
        self._set_caret(self._caret, self._caret)

    def select(self, start: int, end: int) -> None:
        """Select what lies between ``start`` and ``end``, in either order; the caret is put at ``end``."""
        self._set_caret(at_cluster(self.text, end), at_cluster(self.text, start))

    def offer(self, place: Fragment) -> None:
        """Select a candidate and bring it into view."""
        self.select(place.start, place.end)
        self.reveal(place)
        self._offered = True

    @property
    def offered(self) -> bool:
        """Whether what is selected is a candidate, exactly as it was offered."""
        return self._offered

    def set_current_span(self, key: SpanKey | None, reveal: bool = True) -> None:
        """Make the span with ``key`` the current one, until the caret moves on.

        With ``reveal`` it is brought into view, and the caret is put at its start unless it is at the span already.
        """
        span = self._page.spans.get(key)
        if span is not None and reveal:
            if not any(fragment.start <= self._caret <= fragment.end for fragment in span.fragments):
                self.place_caret(span.start)
            self.reveal(span.fragments[0])
        self._set_current(None if span is None else span.key)

    def spans_at(self, position: int) -> list[Span]:
        """Return the spans at or ending at ``position``, smallest first."""
        return self._page.spans.at(position)

    def select_next_span(self) -> bool:
        """Go to the next span in document order; at the last one stay, and return False."""
        return self._go_to(self._page.spans.after(self._order_here(after=True)))

    def select_previous_span(self) -> bool:
        """Go to the previous span in document order; at the first one stay, and return False."""
        return self._go_to(self._page.spans.before(self._order_here(after=False)))

    def copy(self) -> None:
        """Copy the stored text of the selection to the clipboard."""
        selected = self.selection()
        if selected is not None:
            QGuiApplication.clipboard().setText(self.text[selected.start : selected.end])

    def event(self, event: QEvent) -> bool:
        """Claim the keys that the view handles, before an action of the window takes them."""
        return claimed(event, self._handles) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the caret, select, copy; everything else is the window's."""
        move = move_of(event)
        if move is not None:
            self._travel(move, extend=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        elif event.matches(QKeySequence.StandardKey.SelectAll):
            self.select(0, len(self.text))
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.key() == Qt.Key.Key_Escape and self.selection() is not None:
            self.clear_selection()
        else:
            event.ignore()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Say that a selection is made when Shift is let go after it was extended with keys."""
        if event.key() == Qt.Key.Key_Shift and not event.isAutoRepeat():
            self._end_extending()
        super().keyReleaseEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Forget a Shift that is let go elsewhere."""
        self._extending = False
        super().focusOutEvent(event)

    def focusNextPrevChild(self, _next: bool) -> bool:
        """Leave Tab to the window, which goes from span to span with it."""
        return False

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Put the caret down or begin to select."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._pointer.press(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Select a word, or activate a span by its lane."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._pointer.double_click(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Select while the button is held."""
        self._pointer.move(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End a selection, or choose the span that was clicked."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._pointer.release(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for a menu: at the pointer for what is under it, or from the keyboard at the caret."""
        by_mouse = event.reason() is QContextMenuEvent.Reason.Mouse
        if by_mouse:
            self._pointer.point_out(self.viewport().mapFromGlobal(event.globalPos()))
        self.menuWanted.emit(event.globalPos() if by_mouse else self.below_caret())

    def below_caret(self) -> QPoint:
        """Return the place on the screen below the caret, or the nearest one in the window if that is elsewhere."""
        place, room = caret_rect(self._page, self._caret).bottomLeft(), self.viewport().rect()
        inside = QPoint(min(max(place.x(), room.left()), room.right()), min(max(place.y(), room.top()), room.bottom()))
        return self.viewport().mapToGlobal(inside)

    def timerEvent(self, event: QTimerEvent) -> None:
        """Let a drag beyond the edge scroll on."""
        if not self._pointer.scroll_on(event.timerId()):
            super().timerEvent(event)

    def _handles(self, event: QKeyEvent) -> bool:
        return bool(own_use(event)) and (event.key() != Qt.Key.Key_Escape or self.selection() is not None)

    def _end_extending(self) -> None:
        extended, self._extending = self._extending, False
        if extended and self.selection() is not None:
            self.selectionMade.emit(False)

    def _travel(self, move: Move, *, extend: bool) -> None:
        destination = move(self._page, self._caret, self._wished_x)
        if destination.scrolled:
            self._scroll_by(destination.scrolled)
        self.move_caret(destination.position, extend=extend)
        self._wished_x = destination.x

    def _set_caret(self, caret: int, anchor: int) -> None:
        """Move caret and anchor, and say what changed."""
        moved, before = caret != self._caret, self.selection()
        self._wished_x = None
        self._offered = False
        self._set_positions(caret, anchor)
        if moved:
            self.caretMoved.emit(caret)
        if self.selection() != before:
            self.selectionChanged.emit(self.selection())

    def _order_here(self, *, after: bool) -> Order:
        """Return where among the spans the reader is: at the current one if the caret is at it, else at the caret."""
        current = self._page.spans.get(self._current)
        if current is not None and current.start <= self._caret <= current.end:
            return document_order(current)
        return (self._caret, -len(self.text) - 1, 0) if after else (self._caret + 1, -len(self.text) - 1, 0)

    def _go_to(self, span: Span | None) -> bool:
        if span is None:
            return False
        self.place_caret(span.start)
        self.reveal(span.fragments[0])
        self._set_current(span.key)
        return True
