"""Focus mode: the article alone in the window, and all of it dimmed but the sentence at the caret."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from annotator.gui.panels.article_panel import ArticlePanel


class FocusMode:
    """Hides what stands around the article, remembers what that was, and brings just that back."""

    def __init__(self, article: ArticlePanel, around: Sequence[QWidget]) -> None:
        """``around`` is everything that goes; what of it is hidden already stays hidden in the end."""
        self._article = article
        self._around = [*around, article.header]
        self._hid: list[QWidget] = []
        self.on = False

    def enter(self) -> None:
        """Leave the article alone."""
        if self.on:
            return
        self.on = True
        self._hid = [part for part in self._around if not part.isHidden()]
        self._article.view.setFocus()
        for part in self._hid:
            part.hide()
        self._article.view.set_dimmed(True)

    def leave(self) -> None:
        """Bring back what was there."""
        if not self.on:
            return
        self.on = False
        for part in self._hid:
            part.show()
        self._hid = []
        self._article.view.set_dimmed(False)
