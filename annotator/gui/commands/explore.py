"""Modes, and what is done in Explore: search the project, compare what is marked, look at progress."""

from typing import TYPE_CHECKING

from annotator.gui.commands.agreement import AgreementCommands
from annotator.gui.commands.consistency import ConsistencyCommands
from annotator.gui.commands.project import open_dialog
from annotator.gui.commands.searching import SearchCommands
from annotator.gui.modes import ANNOTATE, EXPLORE, MODE_CHOICE, REVIEW
from annotator.gui.panels.wording import quoted_short
from annotator.project import timing

if TYPE_CHECKING:
    from annotator.gui.explore.page import ExplorePage
    from annotator.gui.panels.pane import Pane


class ExploreCommands(SearchCommands, ConsistencyCommands, AgreementCommands):
    """Going from mode to mode, and to the pages of Explore."""

    def use_mode(self, mode: str) -> None:
        """Go to a mode, and in it to where the keyboard was."""
        if self._session.project is None:
            return
        self._window.inspector.commit_note()
        self._window.modes.show(mode)
        if not self._window.modes.go_back_in():
            self._enter(mode)
        self._say_mode()

    def show_mode(self) -> None:
        """Follow when the mode has changed."""
        self.check_mode()
        self._window.commands.check_review()
        self._window.pace.turn_to(self._desk.key if self._window.modes.now == ANNOTATE else None)
        self._window.showing.place()

    def check_mode(self) -> None:
        """Check the mode the window is in, in the menu and the switch."""
        actions, now = self._window.action_table, self._window.modes.now
        for spec in actions.specs():
            if spec.choice == MODE_CHOICE:
                actions.set_checked(spec.id, spec.argument == now)

    def show_explore_page(self, name: str) -> None:
        """Show one of the pages of Explore."""
        if self._session.project is None:
            return
        self._window.inspector.commit_note()
        self._window.modes.show(EXPLORE)
        self._window.explore.go_to(name)
        self._say_mode()

    def next_explore_page(self) -> None:
        """Go to the next page of Explore."""
        self._window.explore.go(1)
        self._say_mode()

    def previous_explore_page(self) -> None:
        """Go to the page of Explore before."""
        self._window.explore.go(-1)
        self._say_mode()

    def record_times(self) -> None:
        """Ask whether the time spent is to be kept in the project, or stop keeping it."""
        recorded = bool(self._session.ask(timing.is_recorded))
        self.show_times_recorded()
        if recorded:
            self.set_times_recorded(False)
        elif self._session.writable:
            from annotator.gui.dialogs.timing import TimingDialog

            dialog = TimingDialog(self._window)
            dialog.accepted.connect(lambda: self.set_times_recorded(True))
            open_dialog(dialog)

    def set_times_recorded(self, recorded: bool) -> None:
        """Record the time spent from now on, or no longer."""
        self._window.pace.keep()
        self._session.ask(lambda project: timing.set_recorded(project, recorded=recorded))
        now = self.show_times_recorded()
        if now == recorded:
            self._status.say(
                "From now on the project keeps the seconds spent on each article."
                if now
                else "Time is no longer recorded; what was recorded stays in the file."
            )
        self._window.pace.recording_changed.emit()

    def show_times_recorded(self) -> bool:
        """Check in the menu whether the time spent is recorded, and say it."""
        recorded = bool(self._session.ask(timing.is_recorded))
        self._window.action_table.set_checked("project.times", recorded)
        return recorded

    def build_explore(self) -> "ExplorePage":
        """Make the page of the mode Explore."""
        from annotator.gui.explore.page import AGREEMENT, CONCORDANCE, CONSISTENCY, PROGRESS, ExplorePage

        page = ExplorePage(
            {
                CONCORDANCE: self._build_concordance,
                CONSISTENCY: self._build_consistency,
                AGREEMENT: self.build_agreement,
                PROGRESS: self._build_progress,
            }
        )
        page.built.connect(self._window.panes.add)
        return page

    def _say_mode(self) -> None:
        """Say which page the keyboard is in."""
        if self._window.modes.now == EXPLORE:
            from annotator.gui.explore.page import TITLES

            self._status.say(f"Explore: {TITLES[self._window.explore.now]}")
        elif self._window.modes.now == REVIEW:
            self._status.say(f"Review: {self._window.review.queue.progress.text()}")
        else:
            article = self._desk.article
            words = "no article is open" if article is None else quoted_short(article.meta.title or article.text)
            self._status.say(f"Annotate: {words}")

    def _enter(self, mode: str) -> None:
        if mode == EXPLORE:
            self._window.explore.go_to(self._window.explore.now)
        elif mode == REVIEW:
            self._window.review.take_focus()
        else:
            self._window.article_panel.take_focus()

    def _build_consistency(self) -> "Pane":
        from annotator.gui.explore.consistency import ConsistencyPage

        window = self._window
        runners = window.another_runner(), window.another_runner()
        page = ConsistencyPage(
            self._session, self._desk, runners, window.action_table, self.fix_finding, self.settle_finding
        )
        page.opened.connect(self.open_hit)
        page.bulk_wanted.connect(lambda spec, hits: self.change_hits(spec, hits, page))
        return page

    def _build_progress(self) -> "Pane":
        from annotator.gui.explore.progress import ProgressPage

        return ProgressPage(self._session, self._window.pace, self._window.searcher)
