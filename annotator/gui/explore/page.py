"""The page of the mode Explore: its own pages, one tab each."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QTabBar, QVBoxLayout, QWidget

from annotator.gui.panels.pane import Pane, named

CONCORDANCE = "concordance"
CONSISTENCY = "consistency"
AGREEMENT = "agreement"
PROGRESS = "progress"

TITLES = {
    CONCORDANCE: "Concordance",
    CONSISTENCY: "Consistency",
    AGREEMENT: "Agreement",
    PROGRESS: "Progress",
}
"""The pages by name, in the order of their tabs."""


class ExplorePage(QWidget):
    """Shows one page at a time; each is built when it is first gone to."""

    built = Signal(object)
    """The :class:`~annotator.gui.panels.pane.Pane` that was just built."""

    def __init__(self, pages: dict[str, Callable[[], Pane]], parent: QWidget | None = None) -> None:
        """Make the tabs.

        Args:
            pages: by the names of :data:`TITLES`, what builds each page.
            parent: the widget it belongs to.
        """
        super().__init__(parent)
        self.setObjectName("explorePage")
        self.setAccessibleName("Explore")
        self._builders = pages
        self._pages: dict[str, Pane] = {}
        self.tabs = named(QTabBar(), "exploreTabs", "Pages of Explore")
        self.tabs.setDocumentMode(True)
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        for title in TITLES.values():
            self.tabs.addTab(title)
        self._stack = QStackedWidget()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self.tabs)
        box.addWidget(self._stack, 1)
        self.tabs.currentChanged.connect(lambda number: self._show(list(TITLES)[number]))

    @property
    def now(self) -> str:
        """The name of the page that is shown."""
        return list(TITLES)[self.tabs.currentIndex()]

    def page(self, name: str) -> Pane:
        """Return a page, building it if nobody has seen it yet."""
        page = self._pages.get(name)
        if page is None:
            page = self._pages[name] = self._builders[name]()
            self._stack.addWidget(page)
            self.built.emit(page)
        return page

    def go_to(self, name: str) -> None:
        """Show a page and put the keyboard there."""
        self.tabs.setCurrentIndex(list(TITLES).index(name))
        self._show(name)
        self.page(name).take_focus()

    def go(self, step: int) -> None:
        """Show the page ``step`` further on, beginning again behind the last."""
        names = list(TITLES)
        self.go_to(names[(names.index(self.now) + step) % len(names)])

    def _show(self, name: str) -> None:
        self._stack.setCurrentWidget(self.page(name))
