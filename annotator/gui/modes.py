"""Modes: what the window is for at the moment. Each mode has a page, built when it is first gone to."""

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QStackedWidget, QToolButton, QWidget
from shiboken6 import isValid

from annotator.gui.actions import ActionTable
from annotator.gui.panels.pane import named

ANNOTATE = "annotate"
REVIEW = "review"
EXPLORE = "explore"

MODE_CHOICE = "mode"
"""The choice that the actions of the modes share. A mode is such an action, and a page under its argument."""

Page = Callable[[], QWidget]


class Modes(QObject):
    """Goes from mode to mode, and puts the keyboard back where it was in each."""

    changed = Signal()

    def __init__(self, stack: QStackedWidget, pages: Mapping[str, Page]) -> None:
        """Begin in the first of ``pages``, which is in the stack already.

        Args:
            stack: shows the pages.
            pages: by the name of its mode, what builds each page.
        """
        super().__init__(stack)
        self._stack = stack
        self._pages = pages
        self._built: dict[str, QWidget] = {}
        self._left_at: dict[str, QWidget] = {}
        self.now = next(iter(pages))
        """The mode the window is in."""

    def page(self, mode: str) -> QWidget:
        """Return the page of a mode."""
        page = self._built.get(mode)
        if page is None:
            page = self._built[mode] = self._pages[mode]()
            self._stack.addWidget(page)
        return page

    def built(self, mode: str) -> bool:
        """Say whether anybody has seen the page of a mode."""
        return mode in self._built

    def show(self, mode: str) -> None:
        """Show the page of a mode; the keyboard stays where it is."""
        if mode != self.now:
            focus = self._stack.window().focusWidget()
            if focus is not None and self.page(self.now).isAncestorOf(focus):
                self._left_at[self.now] = focus
        self._stack.setCurrentWidget(self.page(mode))
        if mode != self.now:
            self.now = mode
            self.changed.emit()

    def show_besides(self, page: QWidget) -> None:
        """Show a page of the stack that belongs to no mode."""
        self._stack.setCurrentWidget(page)

    def go_back_in(self) -> bool:
        """Put the keyboard back where it was when this mode was left; say whether that is still there."""
        before = self._left_at.get(self.now)
        if before is None or not isValid(before) or not before.isVisible():
            return False
        before.setFocus(Qt.FocusReason.OtherFocusReason)
        return True


class ModeSwitch(QWidget):
    """The names of the modes, the one that is on looking pressed. What it can do, the actions say."""

    def __init__(self, actions: ActionTable, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("modeSwitch")
        self.setAccessibleName("Modes")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 6, 0)
        row.setSpacing(2)
        for spec in actions.specs():
            if spec.choice == MODE_CHOICE:
                button = named(QToolButton(), f"mode_{spec.argument}", spec.title)
                button.setDefaultAction(actions.action(spec.id))
                button.setAutoRaise(True)
                button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
                row.addWidget(button)
                # A button does not vanish with its action by itself.
                show_button = partial(_show_as, button, actions.action(spec.id))
                actions.action(spec.id).changed.connect(show_button)
                show_button()

    def hang_into(self, window: QMainWindow) -> bool:
        """Take the free end of the menu bar; say whether there is one, which there is not where the system has it."""
        if window.menuBar().isNativeMenuBar():
            return False
        window.menuBar().setCornerWidget(self, Qt.Corner.TopRightCorner)
        return True


def _show_as(button: QToolButton, action: QAction) -> None:
    if button.isHidden() == action.isVisible():
        button.setVisible(action.isVisible())
