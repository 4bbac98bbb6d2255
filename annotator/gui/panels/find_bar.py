"""The find bar below an article."""

from bisect import bisect_left

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QWidget

from annotator.gui.article.view import ArticleView
from annotator.gui.panels.finding import MOST_MATCHES, FoldedText
from annotator.gui.panels.pane import faint, named, quiet_button
from annotator.gui.panels.wording import quoted_short
from annotator.gui.plain import plain_label
from annotator.model.span import Fragment

TYPING_PAUSE = 90
"""Milliseconds without a key after which a long article is searched."""
_LONG = 300_000


class FindBar(QFrame):
    """Finds words in the article as they are typed, shows them all, and goes from one to the next."""

    closed = Signal()
    said = Signal(object)
    """What was found, or where the reader is after the bar was closed, in a sentence."""

    def __init__(self, view: ArticleView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("findBar")
        self.setAccessibleName("Find in the article")
        self._view = view
        self._folded: FoldedText | None = None
        self._matches: list[Fragment] = []
        self._complete = True
        self._current = -1
        self._typing = QTimer(self, singleShot=True)
        self._typing.timeout.connect(self._search)
        self._build()
        self.hide()

    def open(self) -> None:
        """Show the bar, with what is selected as the words to find, and type into it."""
        selected = self._view.selection()
        if selected is not None and selected.end - selected.start <= 200:
            self.words.setText(" ".join(self._view.text[selected.start : selected.end].split()))
        self.show()
        self.words.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.words.selectAll()
        if not self._matches:
            self._search()

    def close_bar(self) -> None:
        """Hide the bar; the article is as before, with the current match selected."""
        if not self.isHidden():
            self.hide()
            self._view.set_matches([], None)
            said = "Back in the article."
            if 0 <= self._current < len(self._matches):
                match = self._matches[self._current]
                self._view.select(match.start, match.end)
                said = f"selected {quoted_short(self._view.text[match.start : match.end])}"
            self._matches, self._current = [], -1
            self.closed.emit()
            self.said.emit(said)

    def forget(self) -> None:
        """Another article is shown: search that one if the bar is open."""
        self._folded = None
        self._matches, self._current = [], -1
        if not self.isHidden():
            self._search()

    def go(self, step: int) -> None:
        """Go to the next match (``step`` 1) or the previous one (-1), round the ends of the article."""
        if self.isHidden():
            self.open()
            return
        if self._typing.isActive():
            self._search()
        elif self._matches:
            self._show((self._current + step) % len(self._matches))

    def matches(self) -> list[Fragment]:
        """Return what was found."""
        return self._matches

    def found_words(self) -> str:
        """Say what was found, or what to do as long as nothing is looked for."""
        words = self.words.text().strip()
        if not words:
            return "Type what to find; Enter goes on, Esc comes back."
        return f"match {self._count_words()}" if self._matches else f"{quoted_short(words)} is not found"

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Close with Escape, go on with Enter, go back with Shift+Enter."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Escape:
                self.close_bar()
                return True
            if watched is self.words and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.go(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
                return True
        return super().eventFilter(watched, event)

    def _build(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 5, 8, 5)
        box = QLineEdit(placeholderText="Find in this article…", clearButtonEnabled=True)
        self.words = named(box, "findWords", "Words to find in the article")
        self.words.setAcceptDrops(False)
        self.words.setMaximumWidth(360)
        self.words.textChanged.connect(lambda: self._typing.start(TYPING_PAUSE if self._is_long() else 0))
        self.count = faint(plain_label("", name="findCount"))
        row.addWidget(self.words, 1)
        row.addWidget(self.count)
        row.addStretch(1)
        buttons = (
            ("‹", "Previous match", lambda: self.go(-1)),
            ("›", "Next match", lambda: self.go(1)),
            ("×", "Close the find bar", self.close_bar),
        )
        for text, help_text, action in buttons:
            button = quiet_button(text, "", help_text)
            button.clicked.connect(action)
            button.installEventFilter(self)
            row.addWidget(button)
        self.words.installEventFilter(self)

    def _is_long(self) -> bool:
        return len(self._view.text) > _LONG

    def _search(self) -> None:
        self._typing.stop()
        if not self.words.text().strip():
            self._matches, self._complete = [], True
            self._view.set_matches([], None)
            self.count.setText("")
            self.said.emit(self.found_words())
            return
        if self._folded is None:
            self._folded = FoldedText(self._view.text)
        self._matches, self._complete = self._folded.find(self.words.text())
        here = min(self._view.anchor, self._view.caret)
        first = bisect_left(self._matches, here, key=lambda match: match.start)
        self._show(first % len(self._matches) if self._matches else -1)

    def _show(self, current: int) -> None:
        self._current = current
        match = self._matches[current] if current >= 0 else None
        self._view.set_matches(self._matches, current if current >= 0 else None)
        if match is not None:
            self._view.reveal(match)
        self.count.setText(self._count_words())
        self.said.emit(self.found_words())

    def _count_words(self) -> str:
        if not self._matches:
            return "not found"
        total = f"{len(self._matches):,}" if self._complete else f"more than {MOST_MATCHES:,}"
        return f"{self._current + 1:,} of {total}"
