"""What the article view does with keys by itself. It takes them before any action of the window can."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

from annotator.gui.article.navigation import move_of


def own_use(event: QKeyEvent) -> str:
    """Say what a key does in the article whatever actions there are, such as “moves the caret”; empty if nothing."""
    if move_of(event) is not None:
        return "moves the caret"
    if event.matches(QKeySequence.StandardKey.SelectAll):
        return "selects everything"
    if event.matches(QKeySequence.StandardKey.Copy):
        return "copies what is selected"
    if event.key() == Qt.Key.Key_Escape:
        return "lets go of the selection"
    return ""
