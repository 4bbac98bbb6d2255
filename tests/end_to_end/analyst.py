"""An analyst at the keyboard: presses keys as they are written down, and counts what they are for."""

import re
from collections import Counter
from collections.abc import Iterator

from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator.gui.explore.mentions import MentionsDialog
from annotator.gui.window import MainWindow

_REPEATED = r"(.+)\*(\d+)"
_MOVING = r"Space|G|J|K|Tab|Home|End|Left|Right|Up|Down"
_PLAIN = r"(?:Ctrl\+|Shift\+)*"
_ARTICLE = ("X", "T", "Ctrl+Enter", "Ctrl+Z", "Ctrl+Shift+Z")
_RELATIONS = ("S", "W", "R", "0")
_ATTRIBUTES = ("E", "Enter")


class Analyst:
    """Drives a window by key events alone, each sent to whatever has the keyboard."""

    def __init__(self, window: MainWindow, qtbot) -> None:
        self._window = window
        self._qtbot = qtbot
        self.keys: Counter[str] = Counter()
        """How many keys were pressed: ``moving``, ``marking``, ``attributes``, ``relations`` and ``article``."""

    def follow(self, script: str) -> None:
        """Press the keys of ``script``: parted by spaces, ``Down*3`` three times, comments behind ``# ``."""
        for key in keys_of(script):
            self.press(key)

    def press(self, key: str) -> None:
        """Press one key and wait until the window has done what it asks for."""
        self.keys[self._kind(key)] += 1
        stroke = QKeySequence(key.replace("Enter", "Return"))[0]
        QTest.keyClick(QApplication.focusWidget(), stroke.key(), stroke.keyboardModifiers())
        self._wait()

    def _kind(self, key: str) -> str:
        if self._window.picker.active or (key in _RELATIONS and self._in_article()):
            return "relations"
        if not self._in_article() and not self._dialogs():
            return "attributes"
        if key in _ATTRIBUTES and not self._dialogs():
            return "attributes"
        if re.fullmatch(rf"{_PLAIN}(?:{_MOVING})", key):
            return "moving"
        return "article" if key in _ARTICLE else "marking"

    def _in_article(self) -> bool:
        return QApplication.focusWidget() is self._window.article_panel.view

    def _dialogs(self) -> list[MentionsDialog]:
        return [dialog for dialog in self._window.findChildren(MentionsDialog) if dialog.isVisible()]

    def _wait(self) -> None:
        """Let what is shown catch up: found mentions, saved edits; no window manager gives the keyboard back here."""
        QApplication.processEvents()
        for dialog in self._dialogs():
            self._qtbot.waitUntil(lambda dialog=dialog: "searching" not in dialog.count.text())
        self._qtbot.waitUntil(lambda: not self._window.runner.busy)
        if QApplication.activeModalWidget() is None and not self._window.isActiveWindow():
            self._window.activateWindow()
            self._qtbot.waitUntil(self._window.isActiveWindow)


def keys_of(script: str) -> Iterator[str]:
    """Yield the keys of a script, one by one."""
    for line in script.splitlines():
        for key in line.partition("# ")[0].split():
            repeated = re.fullmatch(_REPEATED, key)
            yield from [repeated[1]] * int(repeated[2]) if repeated else [key]
