"""The main window: panels around an article, assembled and wired together."""

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QMainWindow, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from annotator.gui.action_states import ActionStates
from annotator.gui.actions import SPECS, ActionTable
from annotator.gui.background import Runner
from annotator.gui.commands import Commands
from annotator.gui.indexing import Indexer
from annotator.gui.keys import pressed
from annotator.gui.modes import ANNOTATE, EXPLORE, REVIEW, Modes, ModeSwitch
from annotator.gui.pace import Pace
from annotator.gui.panels.article_list import ArticleListPanel
from annotator.gui.panels.article_panel import ArticlePanel
from annotator.gui.panels.banner import Banner
from annotator.gui.panels.desk import Desk
from annotator.gui.panels.focus_mode import FocusMode
from annotator.gui.panels.guidelines import Guidelines
from annotator.gui.panels.inspector import Inspector
from annotator.gui.panels.jobs import JobLine
from annotator.gui.panels.layout import Layout
from annotator.gui.panels.pane import PaneRing
from annotator.gui.panels.plain_text import PlainTextPane
from annotator.gui.panels.span_table import SpanTable
from annotator.gui.panels.status_line import StatusLine
from annotator.gui.relation_picker import desk_picker
from annotator.gui.reviewable import Reviewable
from annotator.gui.second_press import SecondPress
from annotator.gui.session import Session
from annotator.gui.settings import Settings
from annotator.gui.showing import PROGRAM, Showing
from annotator.gui.theme import dress_window
from annotator.gui.wiring import wire
from annotator.jobs.people import default_annotator

if TYPE_CHECKING:
    from annotator.gui.explore.page import ExplorePage
    from annotator.gui.panels.start_page import StartPage
    from annotator.gui.review.page import ReviewPage

_SIZE = (1280, 820)
_SMALLEST = (720, 480)
_NARROWEST_ARTICLE = 300
_WIDTHS = [270, 690, 320]
_HEIGHTS = [280, 270, 210, 200]


class MainWindow(QMainWindow):
    """One window on one project, or on none: then it is the start page.

    Args:
        settings: what is remembered from one time to the next.
        runner: runs long work; the window closes it when it is closed itself.
        sample_folder: where the sample project is made.
    """

    def __init__(self, settings: Settings, runner: Runner | None = None, *, sample_folder: Path | None = None) -> None:
        super().__init__()
        self.setObjectName("mainWindow")
        self.setAccessibleName(PROGRAM)
        self.setAcceptDrops(True)
        self.settings = settings
        self.runner = runner or Runner(self)
        self.session = Session(self)
        self.desk = Desk(self.session, self)
        self._sample_folder = sample_folder
        self._more_runners: list[Runner] = []
        self.picker = desk_picker(self.desk, self)
        self.second_press = SecondPress(self.desk, self)
        self.commands = Commands(self)
        self.showing = Showing(self)
        self._build_panels()
        self._build_actions()
        self._build_layout()
        wire(self)
        self.setWindowTitle(PROGRAM)
        dress_window(self)

    @cached_property
    def start(self) -> "StartPage":
        """What there is to see without a project; built when it is first needed, which is often never."""
        from annotator.gui.panels.start_page import StartPage

        start = StartPage()
        self._pages.addWidget(start)
        start.open_recent.connect(self.commands.open_path)
        start.forget_recent.connect(self.commands.forget_project)
        start.new_wanted.connect(self.commands.new_project)
        start.open_wanted.connect(self.commands.open_project)
        start.sample_wanted.connect(self.commands.open_sample)
        return start

    @cached_property
    def explore(self) -> "ExplorePage":
        """What there is to see in the mode Explore; built when somebody first goes there."""
        return self.commands.build_explore()

    @cached_property
    def review(self) -> "ReviewPage":
        """What there is to see in the mode Review; built when somebody first goes there."""
        return self.commands.build_review()

    @cached_property
    def searcher(self) -> Runner:
        """Runs searches, which need not wait for the long work that :attr:`runner` does."""
        return self.another_runner()

    def another_runner(self) -> Runner:
        """Return a runner that works beside the others, and is closed with the window."""
        runner = Runner(self)
        self._more_runners.append(runner)
        return runner

    @property
    def annotator(self) -> str:
        """Who works here."""
        return self.settings.annotator or default_annotator()

    @property
    def sample_folder(self) -> Path:
        """Where the sample project is."""
        if self._sample_folder is None:
            from platformdirs import user_data_path

            self._sample_folder = user_data_path("news-annotator", appauthor=False)
        return self._sample_folder

    def open_project(self, path: Path, annotator: str | None = None) -> bool:
        """Open a project in this window; say whether that worked."""
        if annotator:
            self.settings.annotator = annotator
        return self.commands.open_path(path)

    def panel_shown(self, name: str) -> bool:
        """Say whether a panel is shown: ``articles``, ``inspector``, ``spans`` or ``plain``."""
        return not self.focus_mode.on and not self._hideable[name][0].isHidden()

    def show_panel(self, name: str, shown: bool) -> None:
        """Show or hide a panel; in focus mode, which hides them all, that ends."""
        self.focus_mode.leave()
        for part in self._hideable[name]:
            part.setVisible(shown)
        self._right.setVisible(any(map(self.panel_shown, ("inspector", "spans", "plain"))))
        self.action_table.set_checked(f"view.{name}", shown)

    def show_inspector(self) -> None:
        """Show the inspector if it is hidden."""
        self.show_panel("inspector", True)

    def show_articles(self) -> None:
        """Show the list of articles if it is hidden."""
        self.show_panel("articles", True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Say why a key does nothing that neither an action nor a part of the window took."""
        key = pressed(event)
        # A line of text that has taken Enter for itself lets it through all the same.
        typing = isinstance(QApplication.focusWidget(), QLineEdit)
        if key and key != "Esc" and not event.isAutoRepeat() and not typing:
            self.commands.explain(key)
        super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files."""
        if _dropped(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open a project that is dropped here; import everything else."""
        paths = _dropped(event)
        event.acceptProposedAction()
        if len(paths) == 1 and paths[0].suffix == ".annotator":
            self.commands.open_path(paths[0])
        elif paths:
            self.commands.import_paths(paths)

    def showEvent(self, event: QShowEvent) -> None:
        """Begin with the start page, unless a project is open already."""
        self.showing.closing = False
        if self.session.project is None:
            self.showing.start_page()
        super().showEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember how the window was, end the jobs, close the project. There is nothing to save."""
        self.focus_mode.leave()
        self.inspector.commit_note()
        self.layout_memory.save({name for name in self._hideable if not self.panel_shown(name)})
        self.settings.reading = self.article_panel.view.reading
        self.settings.geometry = bytes(self.saveGeometry().data())
        self.settings.save()
        self.runner.close()
        for runner in self._more_runners:
            runner.close()
        self.showing.closing = True
        self.session.close()
        super().closeEvent(event)

    def _build_panels(self) -> None:
        self.articles = ArticleListPanel(self.session)
        self.article_panel = ArticlePanel(self.session, self.desk)
        self.inspector = Inspector(self.session, self.desk)
        self.guidelines = Guidelines(self.session, self.desk)
        self.spans = SpanTable(self.desk)
        self.plain = PlainTextPane(self.desk, self.article_panel.view)
        self.banner = Banner()
        self.status = StatusLine()
        self.setStatusBar(self.status)
        self.job_line = JobLine(self.runner, self.status)
        self.indexer = Indexer(self.session, self.runner)
        self.pace = Pace(self.session, self.desk, self.article_panel.view)
        self._hideable: dict[str, tuple[QWidget, ...]] = {
            "articles": (self.articles,),
            "inspector": (self.inspector, self.guidelines),
            "spans": (self.spans,),
            "plain": (self.plain,),
        }

    def _build_actions(self) -> None:
        view, chosen = self.article_panel.view, self.settings.keys
        self.action_table = ActionTable(SPECS, self.commands, self, view, chosen)
        self.action_table.keysChanged.connect(self.commands.name_keys)
        self.commands.name_keys()
        self.action_table.add_menus_to(self.menuBar())
        self._pages = QStackedWidget()
        pages = {ANNOTATE: lambda: self._across, REVIEW: lambda: self.review, EXPLORE: lambda: self.explore}
        self.modes = Modes(self._pages, pages)
        self.modes.changed.connect(self.commands.show_mode)
        self.action_states = ActionStates(self.action_table, self.session, self.desk, self.runner, self.modes)
        self.commands.show_theme()
        self.commands.show_going_on()
        self.commands.check_mode()
        self.reviewable = Reviewable(self.session, self.action_table)
        self.reviewable.changed.connect(self.commands.offer_review)

    def _build_layout(self) -> None:
        right: list[QWidget] = [self.inspector, self.guidelines, self.spans, self.plain]
        self._right = _splitter(Qt.Orientation.Vertical, right, _HEIGHTS, stretched=2)
        self.article_panel.setMinimumWidth(_NARROWEST_ARTICLE)
        self._across = _splitter(
            Qt.Orientation.Horizontal, [self.articles, self.article_panel, self._right], _WIDTHS, stretched=1
        )
        self.modes.show(ANNOTATE)
        whole = QWidget()
        box = QVBoxLayout(whole)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        self.mode_switch = ModeSwitch(self.action_table)
        if not self.mode_switch.hang_into(self):
            box.addWidget(self.mode_switch)
        box.addWidget(self.banner)
        box.addWidget(self._pages, 1)
        self.setCentralWidget(whole)
        self.setMinimumSize(*_SMALLEST)
        panes = [self.articles, self.article_panel, self.inspector, self.guidelines, self.spans, self.plain]
        self.panes = PaneRing(panes, self)
        self.focus_mode = FocusMode(self.article_panel, [self.menuBar(), self.articles, self._right])
        self._restore_layout()

    def _restore_layout(self) -> None:
        self.layout_memory = Layout(self.settings, {"across": self._across, "right": self._right})
        self.resize(*_SIZE)
        if self.settings.geometry:
            self.restoreGeometry(self.settings.geometry)
        self.layout_memory.restore()
        hidden = self.layout_memory.hidden()
        for name in self._hideable:
            self.show_panel(name, name not in hidden)
        self.article_panel.view.read_as(self.settings.reading)


def _splitter(orientation: Qt.Orientation, parts: list[QWidget], sizes: list[int], *, stretched: int) -> QSplitter:
    splitter = QSplitter(orientation)
    splitter.setHandleWidth(1)
    for part in parts:
        splitter.addWidget(part)
    splitter.setSizes(sizes)
    for number in range(len(parts)):
        splitter.setStretchFactor(number, int(number == stretched))
        splitter.setCollapsible(number, False)
    return splitter


def _dropped(event: QDropEvent) -> list[Path]:
    """Return the local files that an event brings."""
    return [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
