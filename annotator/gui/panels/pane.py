"""Panes: the parts of the window that F6 goes through, with the one that has the focus showing it."""

from typing import TypeVar

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QApplication, QFrame, QLabel, QToolButton, QVBoxLayout, QWidget
from shiboken6 import isValid

from annotator.gui.panels.focus_ring import FocusRings
from annotator.gui.plain import plain_label, set_tip

W = TypeVar("W", bound=QWidget)

_LINE = 2


class Pane(QFrame):
    """A part of the window with a caption, which wears a line of colour while the focus is in it."""

    def __init__(self, name: str, caption: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(caption)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self._lit = False
        self._main: QWidget = self
        self.box = QVBoxLayout(self)
        self.box.setContentsMargins(0, _LINE, 0, 0)
        self.box.setSpacing(0)

    def set_main(self, widget: QWidget) -> None:
        """Say which widget gets the focus when the pane is gone to."""
        # Not the pane's focus proxy: Tab would go there at once, past everything that stands before it in the pane.
        self._main = widget

    def take_focus(self) -> None:
        """Put the focus into the pane."""
        self._main.setFocus()

    def set_lit(self, lit: bool) -> None:
        """Show whether the focus is here."""
        if lit != self._lit:
            self._lit = lit
            self.update(0, 0, self.width(), _LINE)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the line that shows the focus."""
        super().paintEvent(event)
        role = QPalette.ColorRole.Accent if self._lit else QPalette.ColorRole.Window
        with QPainter(self) as painter:
            painter.fillRect(0, 0, self.width(), _LINE, self.palette().color(role))


class PaneRing(QObject):
    """The panes in the order in which F6 goes round."""

    def __init__(self, panes: list[Pane], parent: QObject) -> None:
        super().__init__(parent)
        self._panes = panes
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._show)
        FocusRings(application, self)

    def add(self, pane: Pane) -> None:
        """Take in a pane that was built later."""
        self._panes.append(pane)

    def go(self, step: int) -> Pane | None:
        """Go to the next pane that is visible (``step`` 1), or the previous one (-1); return it, if there is one."""
        there = [pane for pane in self._panes if pane.isVisible()]
        if not there:
            return None
        here = next((at for at, pane in enumerate(there) if _holds(pane, QApplication.focusWidget())), -1)
        pane = there[(here + step) % len(there) if here >= 0 else 0]
        pane.take_focus()
        return pane

    def _show(self, _before: QWidget | None, now: QWidget | None) -> None:
        # While the window is taken apart, the focus goes from each pane that goes to the next.
        for pane in filter(isValid, self._panes):
            pane.set_lit(_holds(pane, now))


def _holds(pane: Pane, widget: QWidget | None) -> bool:
    return widget is not None and (pane is widget or pane.isAncestorOf(widget))


def named(widget: W, name: str, spoken: str = "") -> W:
    """Give a widget the name that tests know it by, and the one that a screen reader says."""
    widget.setObjectName(name)
    if spoken:
        widget.setAccessibleName(spoken)
    return widget


def quiet_button(text: str, name: str, spoken: str) -> QToolButton:
    """Return a button without a frame that is reached with Tab and says in its tooltip what it does."""
    button = named(QToolButton(), name, spoken)
    button.setText(text)
    button.setAutoRaise(True)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    set_tip(button, spoken)
    return button


def caption(text: str) -> QLabel:
    """Return a quiet heading for a pane."""
    label = plain_label(text)
    font = QFont(label.font())
    font.setBold(True)
    label.setFont(font)
    label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
    return label


def faint(label: QLabel) -> QLabel:
    """Make a label step back behind others."""
    label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
    return label
