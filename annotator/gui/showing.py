"""What the window shows as projects come and go, and as articles are listed and laid on the desk."""

from typing import TYPE_CHECKING

from annotator.gui.modes import ANNOTATE, REVIEW
from annotator.gui.panels.wording import place_words, short, spans_words

if TYPE_CHECKING:
    from annotator.gui.window import MainWindow

PROGRAM = "News Annotator"


class Showing:
    """Follows the session for the window as a whole; each panel follows it for itself."""

    def __init__(self, window: "MainWindow") -> None:
        self._window = window
        self.closing = False
        """Whether the window is about to go."""

    def start_page(self) -> None:
        """Show the start page."""
        window = self._window
        # A window that is being closed need not build a page that nobody will see.
        if self.closing:
            return
        window.focus_mode.leave()
        window.setWindowTitle(PROGRAM)
        window.banner.show_reason("")
        window.status.clear()
        window.status.show_place("")
        window.start.show_recent(window.settings.recent_projects)
        window.modes.show_besides(window.start)
        window.start.take_focus()

    def work(self) -> None:
        """Show the project that was opened."""
        window = self._window
        project = window.session.project
        assert project is not None
        window.setWindowTitle(f"{short(project.path.stem, 80)} – {PROGRAM}")
        window.banner.show_reason(window.session.why_read_only)
        window.modes.show(ANNOTATE)
        window.status.clear()
        window.commands.show_times_recorded()
        window.article_panel.take_focus()

    def listed(self) -> None:
        """After the list was filled: have something on the desk if there is anything, else say what to do."""
        window = self._window
        project = window.session.project
        if project is None:
            return
        if window.desk.article is None and len(window.articles.model):
            model, last = window.articles.model, window.layout_memory.last_article(project.path)
            window.commands.open_article(model.key(max(0, model.row_of(last))))
        if window.desk.article is None:
            self._say_why_empty()
        self.place()

    def laid(self) -> None:
        """Show where the reader is in another article, and remember which it is."""
        window = self._window
        self.place()
        project, key = window.session.project, window.desk.key
        if project is not None and key is not None:
            window.layout_memory.remember_article(project.path, key)

    def place(self) -> None:
        """Say in the status line where the reader is."""
        window = self._window
        if window.modes.now == REVIEW:
            window.status.show_place(window.review.place_words())
            return
        if window.desk.article is None or window.modes.now != ANNOTATE:
            window.status.show_place("")
            return
        place = place_words(window.articles.row, len(window.articles.model), window.desk.key)
        window.status.show_place(f"{spans_words(len(window.desk.spans))} · {place}")

    def _say_why_empty(self) -> None:
        window = self._window
        if window.articles.query.words or window.articles.query.state != "all":
            window.article_panel.say_why_empty("No article matches the filter.", offer_import=False)
        elif window.session.writable:
            hint = "This project holds no article yet.\nImport texts, web pages or JSONL, or drop files here."
            window.article_panel.say_why_empty(hint, offer_import=True)
        else:
            window.article_panel.say_why_empty("This project holds no article.", offer_import=False)
