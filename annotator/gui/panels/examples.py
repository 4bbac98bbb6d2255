"""Examples below a guideline: what was marked with the tag in this project, and what beside it was not."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from annotator.gui.panels.pane import faint, named
from annotator.gui.panels.wording import name, short
from annotator.gui.plain import isolated, plain_label, shown
from annotator.gui.session import Session
from annotator.project.changes import Changes
from annotator.project.examples import Example, Examples, harvest

_PAUSE = 400
"""Milliseconds without an edit after which examples are looked for: between two keys there is no time for it."""
_HEADING = "Examples (Enter opens one)"
_EXAMPLE = Qt.ItemDataRole.UserRole
_MOST_ROWS = 4
_NOTHING = Examples()


class ExampleList(QWidget):
    """Examples of one tag. All tags are asked for at once, when nothing was edited for a moment."""

    opened = Signal(object, object, object)
    """The article, the span and the annotator of an example that the reader wants to see."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._tag = ""
        self._found: dict[str, Examples] = {}
        self._out_of_date = True
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE)
        self._pause.timeout.connect(self._harvest)
        self.heading = faint(plain_label(_HEADING, wrap=True, name="examplesHeading"))
        self.heading.setContentsMargins(12, 4, 8, 2)
        self.list = named(_List(), "exampleList", "Examples of the tag")
        self.list.itemActivated.connect(self._open)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self.heading)
        box.addWidget(self.list)
        self.hide()
        session.opened.connect(self._forget)
        session.closed.connect(self._forget)
        session.changed.connect(self._take_in)

    def show_tag(self, tag: str) -> None:
        """Show examples of a tag, those that are known already; an empty name shows none."""
        if tag != self._tag:
            self._tag = tag
            self._show()
            self.look_later()

    def settle(self) -> None:
        """Look now for what would be looked for a moment later."""
        if self._pause.isActive():
            self._pause.stop()
            self._harvest()

    def look_later(self) -> None:
        """Look for other examples a moment after the last edit, if there was one and anybody would see them."""
        # The list itself may be hidden because there is nothing in it yet; what counts is whether its pane is seen.
        parent = self.parentWidget()
        if self._out_of_date and parent is not None and parent.isVisible():
            self._pause.start()

    def _take_in(self, changes: Changes) -> None:
        if changes.articles or changes.wholesale or changes.tagset:
            self._out_of_date = True
            self.look_later()

    def _forget(self) -> None:
        self._tag, self._found, self._out_of_date = "", {}, True
        self._show()
        self.look_later()

    def _harvest(self) -> None:
        found = self._session.ask(harvest)
        if found is not None:
            self._found, self._out_of_date = found, False
            self._show()

    def _show(self) -> None:
        found = self._found.get(self._tag, _NOTHING)
        self.list.clear()
        for example in found.typical:
            self._add(_words(example), example)
        for example in found.otherwise:
            self._add(f"but as {name(example.tag)}: {_words(example)}", example)
        self.list.fit()
        self.setVisible(self.list.count() > 0)

    def _add(self, words: str, example: Example) -> None:
        item = QListWidgetItem(words, self.list)
        item.setData(_EXAMPLE, example)

    def _open(self, item: QListWidgetItem) -> None:
        example = item.data(_EXAMPLE)
        self.opened.emit(example.article, example.span, example.annotator)


class _List(QListWidget):
    """As high as what is in it, up to a few rows."""

    def __init__(self) -> None:
        super().__init__()
        self.setFrameShape(QListWidget.Shape.NoFrame)
        self.setTabKeyNavigation(False)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)

    def fit(self) -> None:
        row = self.sizeHintForRow(0) if self.count() else 0
        self.setFixedHeight(row * min(self.count(), _MOST_ROWS) + 4)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open with Enter on every platform."""
        item = self.currentItem()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and item is not None:
            self.itemActivated.emit(item)
        else:
            super().keyPressEvent(event)


def _words(example: Example) -> str:
    """Return the marked words in brackets between those that are not marked."""
    left, right = (shown(part) for part in (example.left, example.right))
    return isolated(f"{left}[{short(example.words, 60)}]{right}".strip())
