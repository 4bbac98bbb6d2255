"""A page that is scrolled: the scroll bar follows it, and it brings into view what is asked for."""

from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from annotator.gui.article.metrics import Metrics, Reading
from annotator.gui.article.overview import Overview
from annotator.gui.article.page import Page
from annotator.gui.article.theme import Theme
from annotator.model.span import Fragment

_REVEAL_SHARE = 0.3
_TRIES = 4


class ScrolledPage(QAbstractScrollArea):
    """Looks at a :class:`Page` through a window.

    The page knows where it is; the scroll bar only shows it, because heights that nobody has seen are estimates.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        # One that Python made: to find out what kind of widget Qt's own is, PySide would load every kind there is.
        self.setViewport(QWidget())
        self._synchronising = False
        self._theme = Theme.of(self.palette(), QPalette.ColorGroup.Inactive)
        self._metrics = Metrics(Reading(), self.viewport().width())
        self._page = Page("", (), self._metrics, self._theme.faint)
        self._overview = Overview(self, self._share_of)
        self._overview.sought.connect(self._seek)

    @property
    def page(self) -> Page:
        """The article as it is laid out."""
        return self._page

    def reveal(self, fragment: Fragment) -> None:
        """Bring the beginning of ``fragment`` into view, if it is not."""
        self._bring_into_view(fragment.start)

    def scroll_to_line(self, distance: int) -> None:
        """Scroll so that what is ``distance`` pixels below the top comes to the top, as far as there is text."""
        self._scroll_by(distance)

    def scrollContentsBy(self, _dx: int, _dy: int) -> None:
        """Follow the scroll bar."""
        if not self._synchronising:
            self._scroll_by(self.verticalScrollBar().value() - self._page.value)

    def _bring_into_view(self, position: int) -> None:
        """Scroll no further than needed; from afar, so far that what comes before can be read too.

        What lies between may turn out taller than estimated, so the place is looked for again after each try.
        """
        for _ in range(_TRIES):
            distance = self._distance_to(position)
            if not distance:
                return
            self._scroll_by(distance)

    def _distance_to(self, position: int) -> int:
        """Return how far to scroll until the line of ``position`` is in view."""
        top, height = self._page.line_at(position)
        room, window = self._metrics.line_height, self._page.window
        if -window < top < 0:
            return top - min(room, window // 4)
        if 0 <= top < 2 * window:
            return max(0, min(top, top + height + room - window))
        return top - round(window * _REVEAL_SHARE)

    def _share_of(self, position: int) -> float:
        return self._page.share_of(position)

    def _seek(self, share: float) -> None:
        """Scroll so that the place at ``share`` of the article's height is in the middle."""
        whole = self._page.maximum + self._page.window
        self._scroll_by(round(share * whole) - self._page.window // 2 - self._page.value)

    def _scroll_by(self, distance: int) -> None:
        if distance:
            before = self._page.value
            self._page.scroll_by(distance)
            if self._page.value != before:
                self.viewport().update()
        self._synchronise()

    def _synchronise(self) -> None:
        """Make the scroll bar say where the page is; the page knows better, as its heights are estimates."""
        self._synchronising = True
        bar = self.verticalScrollBar()
        bar.setPageStep(max(1, self._page.window - self._metrics.line_height))
        bar.setSingleStep(self._metrics.line_height)
        bar.setRange(0, self._page.maximum)
        bar.setValue(self._page.value)
        self._synchronising = False
        self._overview.settle()
