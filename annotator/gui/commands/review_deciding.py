"""Giving an answer to the conflict that is shown, saving it, and going on."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from annotator.gui.commands.review_base import Answered, ReviewCommandsBase
from annotator.gui.panels.wording import name

if TYPE_CHECKING:
    from annotator.adjudication.answers import Answer
    from annotator.adjudication.conflicts import Conflict
    from annotator.gui.review.offers import Offer
    from annotator.project.changes import Changes


class DecidingCommands(ReviewCommandsBase):
    """Answers that are on offer, and answers put off."""

    def take_offer(self, offer: "Offer") -> None:
        """Take an answer that is on offer."""
        if not self._may_decide():
            return
        if offer.how == "union" and not offer.layer:
            self.take_union()
        elif offer.how == "intersection" and not offer.layer:
            self.take_intersection()
        elif offer.absent:
            self._status.refuse("That layer gave no answer here: its owner did not read this.")
        else:
            from annotator.adjudication.answers import take

            self._answer(lambda conflict: take(conflict, offer.layer))

    def take_union(self) -> None:
        """Take all words that anybody has."""
        from annotator.adjudication.answers import union

        self._answer(union)

    def take_intersection(self) -> None:
        """Take the words that all have."""
        from annotator.adjudication.answers import intersection

        self._answer(intersection)

    def take_nothing(self) -> None:
        """Decide that nothing belongs here."""
        from annotator.adjudication.answers import nothing

        self._answer(nothing)

    def defer_conflict(self) -> None:
        """Put the conflict off."""
        from annotator.jobs.deciding import defer

        self._postpone(defer, "put off")

    def want_second_opinion(self) -> None:
        """Leave the conflict to somebody else."""
        from annotator.jobs.deciding import ask_second_opinion

        self._postpone(ask_second_opinion, "left for a second opinion")

    def _answer(self, make: "Callable[[Conflict], Answer]") -> None:
        """Give an answer that is made from the conflict as it is shown."""
        from annotator.errors import UserError

        if not self._may_decide():
            return
        page = self._page
        conflict = page.desk.conflict
        assert conflict is not None
        try:
            answer = page.mixing.applied(make(conflict), conflict)
        except UserError as error:
            self._status.refuse(str(error))
            return
        self._decide(answer)

    def _decide(self, answer: "Answer") -> None:
        from annotator.gui.review.wording import answer_words, how_words
        from annotator.jobs.deciding import decide

        page, desk = self._page, self._page.desk
        question, article, conflict, place = desk.question, desk.article, desk.conflict, desk.place
        if question is None or article is None or conflict is None or place is None or desk.review is None:
            return
        remarks, text, hidden = desk.remarks_for_answer(), desk.review.article.text, desk.hidden
        if not self._session.do(lambda project: decide(project, article, question, answer, remarks)):
            return
        self.answered = Answered(place, conflict, answer, remarks, text)
        desk.remember(remarks)
        page.conflict.draft.leave()
        page.mixing.leave()
        what = _value_words(answer) if conflict.label else answer_words(answer, text)
        how = how_words(answer.how, answer.taken, blind=hidden)
        left = f"; {' and '.join(map(name, answer.unsettled))} left open" if answer.unsettled else ""
        reason = f", {name(remarks.reason)}" if remarks.reason else ""
        self._show_next(f"gold: {what} ({how}{reason}){left} – Ctrl+Z undoes")

    def _postpone(self, operation: "Callable[..., Changes]", said: str) -> None:
        if not self._may_decide():
            return
        desk = self._page.desk
        question, article, remarks = desk.question, desk.article, desk.remarks_for_answer()
        if question is None or article is None:
            return
        if self._session.do(lambda project: operation(project, article, question, remarks)):
            self.answered = None
            self._show_next(f"{said} – Ctrl+Z undoes")

    def _show_next(self, said: str) -> None:
        """Show the next conflict, and say what was done to the last one."""
        if not self._page.go_on():
            said += ". That was the last conflict listed"
        if not self._page.conflict.ask_line.isVisible():
            self._page.conflict.take_focus()
        self._window.showing.place()
        self._status.say(said)


def _value_words(answer: "Answer") -> str:
    from annotator.gui.panels.fields import value_words

    return name(value_words(answer.value)) if answer.value is not None else "nothing is said"
