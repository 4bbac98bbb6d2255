"""The relations of the current span: a line for each, to go to the other end or to take it away."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from annotator.gui.panels.wording import quoted, short
from annotator.model.span import Relation, RelationKey, SpanKey

_MOST_SHOWN = 200
_MOST_LINES = 6
_MOST_WORDS = 60


class RelationList(QListWidget):
    """Enter goes to the span at the other end, Delete asks for the relation to be taken away."""

    span_wanted = Signal(object)
    """The key of the span at the other end."""
    removal_wanted = Signal(object)
    """The key of a relation."""
    left = Signal()

    def __init__(self, words_of: Callable[[SpanKey], str | None], parent: QWidget | None = None) -> None:
        """``words_of`` says which words a span lies on, if it is there."""
        super().__init__(parent)
        self._words_of = words_of
        self._shown: Sequence[Relation] = ()
        self._span: SpanKey | None = None
        self.setObjectName("relationList")
        self.setAccessibleName("Relations of the current span")
        self.setFrameShape(QListWidget.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.itemActivated.connect(lambda _: self._go())
        self.hide()

    def show_relations(self, relations: Sequence[Relation], span: SpanKey) -> None:
        """Show the relations that begin or end at ``span``."""
        row = self.currentRow() if span == self._span else 0
        self._shown, self._span = relations[:_MOST_SHOWN], span
        self.clear()
        for relation in self._shown:
            self.addItem(QListWidgetItem(self._words(relation)))
        if self.hasFocus():
            self.setCurrentRow(min(max(row, 0), len(self._shown) - 1))
        lines = min(len(self._shown), _MOST_LINES)
        self.setFixedHeight(lines * max(self.sizeHintForRow(0), self.fontMetrics().height()) + 4 if lines else 0)
        self.setVisible(bool(lines))

    def go_to(self, key: RelationKey) -> None:
        """Put the focus on the line of a relation."""
        row = next((at for at, relation in enumerate(self._shown) if relation.key == key), -1)
        if row >= 0:
            self.setCurrentRow(row)
            self.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to the other end, take away, or go back to the article."""
        if event.key() in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete):
            relation = self._current()
            if relation is not None:
                self.removal_wanted.emit(relation)
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._go()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Keep Escape and Enter from the window's actions."""
        ends = (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Backspace, Qt.Key.Key_Delete)
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and event.key() in ends:
            event.accept()
            return True
        return super().event(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Have a line to act on."""
        super().focusInEvent(event)
        if self.currentRow() < 0 and self.count():
            self.setCurrentRow(0)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Have no line stand out while nothing can be done with it."""
        super().focusOutEvent(event)
        self.setCurrentRow(-1)

    def _words(self, relation: Relation) -> str:
        begins_here = relation.head == self._span
        other = self._words_of(relation.child if begins_here else relation.head)
        words = quoted(short(other, _MOST_WORDS)) if other is not None else "?"
        arrow = "→" if begins_here else "←"
        return f"{short(relation.type, 24)} {arrow} {words}"

    def _current(self) -> RelationKey | None:
        row = self.currentRow()
        return self._shown[row].key if 0 <= row < len(self._shown) else None

    def _go(self) -> None:
        row = self.currentRow()
        if 0 <= row < len(self._shown):
            relation = self._shown[row]
            self.span_wanted.emit(relation.child if relation.head == self._span else relation.head)
