"""Everything that is done in the mode Review. Loaded with the first project in which there is something to review."""

from typing import TYPE_CHECKING

from annotator.gui.commands.feedback import FeedbackCommands
from annotator.gui.commands.review_bulk import ReviewBulkCommands
from annotator.gui.commands.review_drafts import DraftCommands
from annotator.gui.commands.review_gold import GoldCommands
from annotator.gui.commands.review_looking import LookingCommands
from annotator.gui.commands.review_remarks import RemarkCommands

if TYPE_CHECKING:
    from annotator.gui.review.page import ReviewPage


class Reviewing(DraftCommands, LookingCommands, RemarkCommands, GoldCommands, ReviewBulkCommands, FeedbackCommands):
    """All commands of the menu Review."""

    def connect(self, page: "ReviewPage") -> None:
        """Have the page do what is asked of it."""
        page.conflict.answers.taken.connect(self.take_offer)
        page.moved.connect(self.say_conflict)
        # Made anew after an edit, the list must not talk over what was said of that.
        page.queue.listed.connect(self._window.showing.place)
        self._session.closed.connect(self._forget_answered)
        self.connect_drafts(page)
        self.connect_whole(page)

    def _forget_answered(self) -> None:
        self.answered = None
