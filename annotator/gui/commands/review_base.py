"""What the commands of Review share. The rooms that compare and decide are loaded when somebody first goes there."""

from typing import TYPE_CHECKING

from annotator.gui.commands.base import CommandsBase
from annotator.gui.modes import REVIEW
from annotator.gui.specs import When

if TYPE_CHECKING:
    from annotator.adjudication.answers import Answer
    from annotator.adjudication.conflicts import Conflict
    from annotator.gui.review.page import ReviewPage
    from annotator.jobs.deciding import Remarks
    from annotator.project.conflict_queue import Place


class Answered:
    """The conflict that was answered last, and how."""

    def __init__(self, place: "Place", conflict: "Conflict", answer: "Answer", remarks: "Remarks", text: str) -> None:
        self.place = place
        self.conflict = conflict
        self.answer = answer
        self.remarks = remarks
        self.text = text


class ReviewCommandsBase(CommandsBase):
    """Knows the page."""

    answered: Answered | None = None
    """The conflict that was answered last, while the project stays open."""

    @property
    def _page(self) -> "ReviewPage":
        return self._window.review

    def _may_decide(self) -> bool:
        """Say whether the conflict that is shown can be decided; if not, why is said to the reader."""
        if self._window.modes.now != REVIEW:
            return False
        if not self._session.writable:
            self._status.refuse(self._why_not(When.WRITABLE))
            return False
        if self._page.shows_whole:
            self._status.refuse("This is gold from end to end; Esc in its text goes back to the conflict.")
            return False
        if self._page.desk.shown is None:
            self._status.refuse(self._why_not(When.CONFLICT))
            return False
        return True
