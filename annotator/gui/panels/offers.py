"""Offers below a line that somebody types in: names that what was typed may mean.

The project is asked a moment after the last key, so that typing never waits, and for no more than a few names. The list
is a part of the line's window, not a window of its own, which would take the keyboard from the line on some desktops.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, QRect, QStringListModel, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QListView, QWidget
from shiboken6 import isValid

from annotator.gui.plain import shown
from annotator.gui.session import Session
from annotator.project.alias_lookup import actors_like

TYPING_PAUSE = 80
"""Milliseconds without a key after which the project is asked."""
_NARROWEST = 340
_MOST_ROWS = 10
_EDGE = 4
_SPACE = 1
_MOVES = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_GOES = (QEvent.Type.FocusOut, QEvent.Type.Hide, QEvent.Type.Move, QEvent.Type.Resize)


class Offer(NamedTuple):
    """One line of the list below."""

    text: str
    """What it says; fit to be shown."""
    value: object
    """What choosing it means."""
    asks: bool = False
    """Whether it asks for more than to fill in a name, so that it has to be seen before it can be taken."""


class Offers(QObject):
    """The list below a line edit. The arrows go through it, Escape closes it, Tab leaves it without taking anything.

    Args:
        line: what somebody types in.
        ask: returns what there is to offer for what was typed, the best first.
        best_first: whether the best offer is current at once; the line then decides itself what Enter means, and asks
            for :attr:`current`. Otherwise none is current until somebody goes down to it, and Enter takes that one.
    """

    chosen = Signal(object)
    """The value of an offer that was clicked, or taken with Enter."""

    def __init__(self, line: QLineEdit, ask: Callable[[str], Sequence[Offer]], *, best_first: bool = True) -> None:
        super().__init__(line)
        self._line = line
        self._ask = ask
        self._best_first = best_first
        self._offers: Sequence[Offer] = ()
        self._list: QListView | None = None
        self._soon = QTimer(self, singleShot=True, interval=TYPING_PAUSE)
        self._soon.timeout.connect(self.show)
        line.textEdited.connect(lambda _: self._soon.start())
        line.installEventFilter(self)

    @property
    def shown(self) -> bool:
        """Whether the list is open."""
        return self._list is not None and isValid(self._list) and self._list.isVisible()

    @property
    def texts(self) -> list[str]:
        """What the open list says."""
        return [offer.text for offer in self._offers] if self.shown else []

    @property
    def current(self) -> Offer | None:
        """The offer of the open list that the reader is at."""
        row = self._list.currentIndex().row() if self._list is not None and self.shown else -1
        return self._offers[row] if 0 <= row < len(self._offers) else None

    def look(self) -> Sequence[Offer]:
        """Ask now, and return what there is to offer."""
        self._soon.stop()
        self._offers = self._ask(self._line.text())
        return self._offers

    def show(self) -> None:
        """Ask now, and open the list if there is anything in it."""
        if not self.look() or not self._line.isVisible():
            self.hide()
            return
        view = self._view()
        model = QStringListModel([offer.text for offer in self._offers], view)
        before = view.model()
        view.setModel(model)
        if before is not None:
            before.deleteLater()
        view.setGeometry(self._place(view))
        view.show()
        view.raise_()
        view.setCurrentIndex(model.index(0) if self._best_first else QModelIndex())
        view.scrollToTop()

    def hide(self) -> None:
        """Close the list and ask no more."""
        self._soon.stop()
        if self._list is not None and isValid(self._list):
            self._list.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Go through the list by keys while the line has the keyboard, and close it when that goes elsewhere."""
        if event.type() in _GOES:
            self.hide()
        elif event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and self.takes(event):
            return True
        return super().eventFilter(watched, event)

    def takes(self, event: QKeyEvent) -> bool:
        """Do what a key means to the open list; say whether it means anything."""
        if self._list is None or not self.shown:
            return False
        if event.key() in _MOVES:
            self._move(event)
        elif event.key() == Qt.Key.Key_Escape:
            self.hide()
        elif event.key() in _ENTER and not self._best_first and self.current is not None:
            self._choose()
        else:
            return False
        return True

    def _move(self, event: QKeyEvent) -> None:
        assert self._list is not None
        if self._list.currentIndex().isValid():
            self._list.keyPressEvent(event)
        elif event.key() == Qt.Key.Key_Down:
            self._list.setCurrentIndex(self._list.model().index(0, 0))

    def _choose(self) -> None:
        offer = self.current
        self.hide()
        if offer is not None:
            self.chosen.emit(offer.value)

    def _view(self) -> QListView:
        window = self._line.window()
        if self._list is None or not isValid(self._list) or self._list.parentWidget() is not window:
            self._list = _list_in(window)
            self._list.clicked.connect(lambda _: self._choose())
            self._line.destroyed.connect(self._list.deleteLater)
        return self._list

    def _place(self, view: QListView) -> QRect:
        """Return where the list goes: below the line or, if there is more room, above it, and inside the window."""
        window = self._line.window()
        left = self._line.mapTo(window, QPoint(0, 0))
        above, below = left.y() - _EDGE, window.height() - left.y() - self._line.height() - _EDGE
        rows = min(len(self._offers), _MOST_ROWS)
        wanted = rows * (view.sizeHintForRow(0) + 2 * _SPACE) + 2 * view.frameWidth()
        width = min(max(self._line.width(), _NARROWEST), window.width() - 2 * _EDGE)
        x = max(_EDGE, min(left.x(), window.width() - width - _EDGE))
        if wanted > below and above > below:
            height = min(wanted, above)
            return QRect(x, left.y() - height, width, height)
        return QRect(x, left.y() + self._line.height(), width, min(wanted, below))


def offer_actors(line: QLineEdit, session: Session) -> Offers:
    """Offer the actors of the list below ``line``; the one that is chosen is written into it."""

    def ask(typed: str) -> list[Offer]:
        names = session.ask(lambda project: actors_like(project, typed)) or []
        return [] if names == [typed] else [Offer(shown(name), name) for name in names]

    offers = Offers(line, ask, best_first=False)

    def write(name: object) -> None:
        line.setText(str(name))
        line.setModified(True)

    offers.chosen.connect(write)
    return offers


def _list_in(window: QWidget) -> QListView:
    view = QListView(window)
    view.setObjectName("offers")
    view.setAccessibleName("Names that may be meant")
    view.setSpacing(_SPACE)
    view.setFrameShape(QFrame.Shape.StyledPanel)
    view.setUniformItemSizes(True)
    view.setTextElideMode(Qt.TextElideMode.ElideMiddle)
    view.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
    view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    # The line keeps the keyboard, also when somebody clicks here.
    view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    view.hide()
    return view
