"""The way into the review: offered once there is something to review, loaded when it is."""

from functools import cached_property
from typing import TYPE_CHECKING

from annotator.gui.commands.base import CommandsBase
from annotator.gui.modes import ANNOTATE, REVIEW
from annotator.gui.specs import When

if TYPE_CHECKING:
    from annotator.gui.commands.reviewing import Reviewing
    from annotator.gui.review.page import ReviewPage


class ReviewCommands(CommandsBase):
    """Brings up the mode Review and its menu."""

    _offered = False

    @cached_property
    def reviewing(self) -> "Reviewing":
        """What the menu Review does."""
        from annotator.gui.commands.reviewing import Reviewing

        return Reviewing(self._window)

    def offer_review(self) -> None:
        """Show the menu of the review once there is something to review."""
        if self._window.reviewable.now and not self._offered:
            from annotator.gui.specs.review import REVIEW_SPECS

            self._offered = True
            self._window.action_table.add(REVIEW_SPECS, self.reviewing)
        if not self._window.reviewable.now and self._window.modes.now == REVIEW:
            self._window.modes.show(ANNOTATE)
        self.check_review()

    def show_what_changed(self) -> None:
        """List what the reviewer changed."""
        self.reviewing.show_feedback()

    def build_review(self) -> "ReviewPage":
        """Make the page of the mode Review."""
        from annotator.gui.review.page import ReviewPage

        window = self._window
        if not self._offered:
            window.reviewable.ask()
        runners = window.another_runner(), window.another_runner()
        page = ReviewPage(self._session, self._desk, runners, window.action_table)
        page.desk.laid.connect(lambda _: self.check_review())
        page.moved.connect(self.check_review)
        page.queue.listed.connect(self.check_review)
        self.reviewing.connect(page)
        for pane in page.panes:
            window.panes.add(pane)
        return page

    def check_review(self) -> None:
        """Tell the actions what is possible in the review now."""
        states: set[When] = set()
        if self._window.reviewable.now:
            states.add(When.REVIEWABLE)
        if self._window.modes.now == REVIEW:
            states.add(When.REVIEW)
            if self._window.review.desk.shown is not None:
                states |= {When.CONFLICT, When.FINISHABLE}
                if self._session.writable:
                    states.add(When.DECIDABLE)
        self._window.action_states.set_more(states)
