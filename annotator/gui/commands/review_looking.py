"""Going from conflict to conflict, and seeing whose answers are whose, or not."""

from typing import TYPE_CHECKING

from annotator.gui.commands.review_base import ReviewCommandsBase
from annotator.gui.modes import REVIEW

if TYPE_CHECKING:
    from annotator.project.changes import Changes


class LookingCommands(ReviewCommandsBase):
    """Nothing here decides anything."""

    def next_conflict(self) -> None:
        """Go to the next conflict of the list."""
        self._go_to_conflict(1, "That was the last conflict listed.")

    def previous_conflict(self) -> None:
        """Go to the conflict before."""
        self._go_to_conflict(-1, "That was the first conflict listed.")

    def filter_conflicts(self) -> None:
        """Go to the line that narrows the list down."""
        self._page.queue.show()
        self._page.queue.focus_filter()
        self._status.say("Type words to list only the conflicts that hold them; Esc comes back.")

    def toggle_blind(self) -> None:
        """Hide whose answers are whose, or no longer."""
        desk = self._page.desk
        if desk.blind:
            self._page.conflict.confirm.ask(
                "Leave blind mode and show all names from now on?", "Show names", lambda: self._set_blind(blind=False)
            )
            self._window.action_table.set_checked("review.blind", True)
        else:
            self._set_blind(blind=True)

    def uncover_names(self) -> None:
        """In blind mode, show the names of the conflict that is shown, after a question."""
        desk = self._page.desk
        if not desk.hidden:
            self._status.say("The names are shown already.")
            return
        self._page.conflict.confirm.ask(
            "Show whose answers these are? Your decision will say that you looked.", "Show names", self._uncover
        )

    def show_decided(self, changes: "Changes") -> None:
        """After a step back or forth, go to the conflict that it was about."""
        from annotator.project.conflict_queue import places_of_step

        if not changes.decided:
            return
        places = self._session.ask(lambda project: places_of_step(project, changes.step)) or []
        page = self._page
        for place in sorted(places, key=lambda place: page.queue.model.row_of(place) < 0):
            if page.go_to(place):
                return

    def _set_blind(self, *, blind: bool) -> None:
        self._window.action_table.set_checked("review.blind", blind)
        self._page.desk.set_blind(blind)
        self._status.say("Names are hidden and the answers shuffled." if blind else "Names are shown.")

    def _uncover(self) -> None:
        self._page.desk.uncover()
        self._status.say("The names are shown; the decision will say so.")

    def _go_to_conflict(self, step: int, at_the_end: str) -> None:
        self._page.conflict.draft.leave()
        if not self._page.go(step):
            self._status.say(at_the_end)

    def say_conflict(self) -> None:
        """Say which conflict is shown, and over what the layers differ."""
        self._window.showing.place()
        shown = self._page.desk.shown
        if shown is not None and self._window.modes.now == REVIEW:
            from annotator.gui.review.wording import differences_words, question_words

            words = question_words(shown.conflict, shown.text)
            self._status.say(f"{words}: {differences_words(shown.conflict.differs) or 'to be looked at again'}")
