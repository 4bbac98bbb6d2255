"""The article as plain text, for screen readers: the paragraph at the caret, and its spans in words."""

from collections.abc import Iterator
from itertools import islice

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from annotator.gui.article.text_map import TextBlock
from annotator.gui.article.view import ArticleView
from annotator.gui.panels.desk import Desk
from annotator.gui.panels.later import Later
from annotator.gui.panels.pane import Pane, caption, named
from annotator.gui.panels.span_words import span_words
from annotator.model.span import Span, SpanKey

_MOST_SPANS = 60
_LINES_BEFORE_SPANS = 3
"""The text, an empty line, and the line that says how many spans there are."""


class PlainTextPane(Pane):
    """Follows the caret of the article and the current span. While it is hidden it does nothing."""

    position_entered = Signal(object)
    """The code point at which the reader pressed Enter, to go on there in the article."""
    span_entered = Signal(object)
    """The key of the span on whose line the reader pressed Enter."""
    left = Signal()
    """The reader goes back to the article, with or without one of these."""

    def __init__(self, desk: Desk, view: ArticleView, parent: QWidget | None = None) -> None:
        super().__init__("plainPane", "Plain text", parent)
        self._desk = desk
        self._view = view
        self._written: str | None = None
        self._block: TextBlock | None = None
        self._keys: list[SpanKey] = []
        heading = caption("Plain text")
        heading.setContentsMargins(12, 6, 8, 2)
        self.body = named(_Body(), "plainText", "Paragraph at the caret, with its spans in words")
        self.body.entered.connect(self._enter)
        self.body.left.connect(self.left)
        self.box.addWidget(heading)
        self.box.addWidget(self.body, 1)
        self.set_main(self.body)
        self._following = Later(self._follow, self)
        for signal in (view.caretMoved, view.selectionChanged, desk.laid):
            signal.connect(self._follow_soon)
        for signal in (desk.current_changed, desk.chosen_changed, desk.spans_changed):
            signal.connect(self._follow_soon)

    def settle(self) -> None:
        """Show now what would be shown a frame later."""
        self._following.now()

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with the article."""
        super().showEvent(event)
        self._follow()

    def _follow_soon(self) -> None:
        if self.isVisible():
            self._following.soon()

    def _follow(self) -> None:
        found = self._view.page.map
        self._block = block = found.block(found.block_at(self._view.caret))
        spans = [span for span in self._view.page.spans.touching(block.start, block.end) if _is_in(span, block)]
        self._keys = [span.key for span in spans[:_MOST_SPANS]]
        written = "" if self._desk.article is None else "\n".join([block.shown, "", *self._lines(spans, block)])
        if written != self._written:
            self._written = written
            self.body.setPlainText(written)
        self._place_cursor(block)

    def _lines(self, spans: list[Span], block: TextBlock) -> Iterator[str]:
        if not spans:
            read = any(one.start <= block.start and block.end <= one.end for one in self._desk.paragraphs)
            yield "Read, and nothing to mark here." if read else "No span in this paragraph."
            return
        yield "1 span in this paragraph:" if len(spans) == 1 else f"{len(spans)} spans in this paragraph:"
        for span in islice(spans, _MOST_SPANS):
            words = self._desk.spans.words(span)
            yield self._state(span) + span_words(span, words, self._desk.spans.relation_words(span))
        if len(spans) > _MOST_SPANS:
            yield f"and {len(spans) - _MOST_SPANS} more, which the span table lists."

    def _state(self, span: Span) -> str:
        current = "current: " if span.key == self._desk.current else ""
        return ("chosen: " if span.key in self._desk.chosen else "") + current

    def _place_cursor(self, block: TextBlock) -> None:
        """Put the cursor where the caret is, and select what is selected of this paragraph."""
        if self._written:
            cursor = self.body.textCursor()
            cursor.setPosition(block.column(self._view.anchor))
            cursor.setPosition(block.column(self._view.caret), QTextCursor.MoveMode.KeepAnchor)
            self.body.setTextCursor(cursor)

    def _enter(self) -> None:
        cursor, block = self.body.textCursor(), self._block
        line = cursor.blockNumber() - _LINES_BEFORE_SPANS
        if 0 <= line < len(self._keys):
            self.span_entered.emit(self._keys[line])
        elif cursor.blockNumber() == 0 and block is not None and self._written:
            self.position_entered.emit(block.position(cursor.position()))
        self.left.emit()


class _Body(QPlainTextEdit):
    """Text that is read with a cursor: Enter goes to the same place in the article, Escape back to it."""

    entered = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__(readOnly=True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setFrameShape(QPlainTextEdit.Shape.NoFrame)
        self.setTabChangesFocus(True)
        self.document().setDocumentMargin(12)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.entered.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


def _is_in(span: Span, block: TextBlock) -> bool:
    """Say whether any words of ``span`` are in ``block``; what lies between its fragments does not count."""
    return any(fragment.start < block.end and block.start < fragment.end for fragment in span.fragments)
