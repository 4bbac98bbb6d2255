"""An article whose keys can mean something else for a while: an answer that is edited, or gold."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from annotator.gui.article.view import ArticleView
from annotator.gui.claims import claimed


class ClaimingView(ArticleView):
    """Passes on the keys that it is told to claim; everything else is an article’s."""

    keyAsked = Signal(object)
    """A key that was claimed, as the event that brought it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.claims: Callable[[QKeyEvent], bool] = lambda _event: False
        """Says whether a key is claimed."""

    def event(self, event: QEvent) -> bool:
        """Claim keys before those of the review take them."""
        return claimed(event, self._is_claimed) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Pass on what is claimed."""
        if self._is_claimed(event):
            self.keyAsked.emit(event)
        else:
            super().keyPressEvent(event)

    def _is_claimed(self, event: QKeyEvent) -> bool:
        return self.claims(event)
