"""Reviewing: one key answers a conflict, and the next one comes."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from annotator.gui.commands.review_after import ReviewAfterCommands
from annotator.gui.commands.review_base import Answered
from annotator.gui.commands.review_bulk import ReviewBulkCommands
from annotator.gui.modes import ANNOTATE, REVIEW
from annotator.gui.panels.wording import name
from annotator.gui.specs import When

if TYPE_CHECKING:
    from annotator.adjudication.answers import Answer
    from annotator.adjudication.conflicts import Conflict
    from annotator.gui.review.offers import Offer
    from annotator.gui.review.page import ReviewPage
    from annotator.project.changes import Changes

_DRAFT_FIRST = "First finish the answer you edit: Enter saves it, Esc goes back."


class ReviewCommands(ReviewBulkCommands, ReviewAfterCommands):
    """Answers to the conflict that is shown."""

    _offered = False

    def offer_review(self) -> None:
        """Show the menu of the review once there is something to review."""
        if self._window.reviewable.now and not self._offered:
            from annotator.gui.specs.review import REVIEW_SPECS

            self._offered = True
            self._window.action_table.add(REVIEW_SPECS)
        if not self._window.reviewable.now and self._window.modes.now == REVIEW:
            self._window.modes.show(ANNOTATE)
        self.check_review()

    def build_review(self) -> "ReviewPage":
        """Make the page of the mode Review."""
        from annotator.gui.review.page import ReviewPage

        window = self._window
        if not self._offered:
            window.reviewable.ask()
        runners = window.another_runner(), window.another_runner()
        page = ReviewPage(self._session, self._desk, runners, window.action_table)
        page.conflict.answers.taken.connect(self.take_offer)
        page.conflict.draft_key.connect(self._edit_draft)
        page.conflict.draft_left.connect(self.leave_draft)
        page.conflict.not_now.connect(lambda: self._status.refuse(_DRAFT_FIRST))
        page.desk.laid.connect(lambda _: self.check_review())
        page.moved.connect(self._say_place)
        page.queue.listed.connect(self._say_place)
        self._session.closed.connect(self._forget_answered)
        for pane in page.panes:
            window.panes.add(pane)
        self.connect_whole(page)
        return page

    def check_review(self) -> None:
        """Tell the actions what is possible in the review now."""
        states: set[When] = set()
        if self._window.reviewable.now:
            states.add(When.REVIEWABLE)
        if self._window.modes.now == REVIEW:
            states.add(When.REVIEW)
            if self._page.desk.shown is not None:
                states |= {When.CONFLICT, When.FINISHABLE}
                if self._session.writable:
                    states.add(When.DECIDABLE)
        self._window.action_states.set_more(states)

    def take_layer(self, number: str) -> None:
        """Take the answer with this number; while sources of attributes are chosen, only its word."""
        if not self._may_decide():
            return
        offer = self._page.desk.offer(int(number))
        if offer is None:
            self._status.refuse(f"There is no answer with the number {number}.")
        elif self._page.mixing.active and self._page.mixing.column is not None:
            self._choose_word(offer)
        else:
            self.take_offer(offer)

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

    def keep_decision(self) -> None:
        """Save the answer that is edited; else decide as it was decided before, if that is still on offer."""
        if not self._may_decide():
            return
        page = self._page
        if page.conflict.draft.active:
            self._save_draft()
            return
        if page.mixing.active:
            self._next_column()
            return
        standing, gold = page.desk.standing, page.desk.gold
        if standing.state != "re-opened" or standing.decision is None:
            self._status.refuse("Nothing was decided here before; press the digit of an answer.")
        elif gold is None:
            self.take_nothing()
        else:
            self._keep_gold()

    def edit_answer(self) -> None:
        """Edit gold as it is, or else the first answer that marks something."""
        if not self._may_decide():
            return
        answer = self._answer_to_edit()
        if answer is None:
            self._status.refuse("There is nothing here that could be edited; N begins a fresh answer.")
            return
        page = self._page
        page.mixing.leave()
        page.conflict.draft.edit(answer)
        page.conflict.take_focus()
        self._status.say("Edges, tag and attributes as in an article; Enter saves, Esc goes back.")

    def answer_afresh(self) -> None:
        """Begin an answer that nobody offered."""
        if not self._may_decide():
            return
        page = self._page
        if page.desk.shown is not None and page.desk.shown.conflict.label:
            self._status.refuse("This is about the article as a whole; take one of the answers.")
            return
        page.mixing.leave()
        page.conflict.draft.start_afresh()
        page.conflict.take_focus()
        self._status.say("Select the words and press the letter of a tag; Enter saves, Esc goes back.")

    def leave_draft(self) -> None:
        """Give up the answer that was edited."""
        self._page.conflict.draft.leave()
        self._status.say("Nothing was decided.")

    def choose_attributes(self) -> None:
        """Begin to choose whose word counts, for each thing that differs."""
        if not self._may_decide():
            return
        page = self._page
        if page.mixing.active:
            self._next_column()
        elif page.mixing.start(page.conflict.model.columns):
            self._ask_for_column()
        else:
            self._status.refuse("All say the same about it; nothing can be chosen one by one.")

    def defer_conflict(self) -> None:
        """Put the conflict off."""
        from annotator.jobs.deciding import defer

        self._postpone(defer, "put off")

    def want_second_opinion(self) -> None:
        """Leave the conflict to somebody else."""
        from annotator.jobs.deciding import ask_second_opinion

        self._postpone(ask_second_opinion, "left for a second opinion")

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
        self._window.show_place()
        self._status.say(said)

    def _go_to_conflict(self, step: int, at_the_end: str) -> None:
        self._page.conflict.draft.leave()
        if not self._page.go(step):
            self._status.say(at_the_end)

    def _say_place(self) -> None:
        self._window.show_place()
        self.check_review()
        shown = self._page.desk.shown
        if shown is not None and self._window.modes.now == REVIEW:
            from annotator.gui.review.wording import differences_words, question_words

            words = question_words(shown.conflict, shown.text)
            self._status.say(f"{words}: {differences_words(shown.conflict.differs) or 'to be looked at again'}")

    def _answer_to_edit(self) -> "Answer | None":
        from annotator.adjudication.answers import Answer, take

        desk = self._page.desk
        shown, gold = desk.shown, desk.gold
        if shown is None:
            return None
        offer = self._page.conflict.current_offer() or next(
            (offer for offer in shown.offers if offer.span is not None and offer.layer), None
        )
        if offer is None:
            return None if gold is None else Answer("edited", gold.tag, gold.fragments, gold.attributes)
        if offer.layer:
            return take(shown.conflict, offer.layer)
        assert offer.span is not None
        return Answer(offer.how, offer.span.tag, offer.span.fragments, offer.attributes, offer.relations)

    def _save_draft(self) -> None:
        answer = self._page.conflict.draft.answer()
        if answer is None:
            self._status.refuse("Nothing is marked yet; select words and press the letter of a tag.")
        else:
            self._decide(answer)

    def _edit_draft(self, command: str, argument: str | None) -> None:
        """Do what a key of the article means to an answer that is edited."""
        from annotator.gui.panels.wording import quoted_short
        from annotator.model.span import marked_text

        page, draft = self._page, self._page.conflict.draft
        if command == "accept":
            self._save_draft()
        elif command == "edit_attributes":
            if draft.span is None or not page.guide.form.take_focus():
                self._status.refuse("Nothing more can be said about it.")
        else:
            refused = draft.do(command, argument)
            if refused:
                self._status.refuse(refused)
            elif draft.span is not None:
                words = quoted_short(marked_text(page.conflict.stage.text, draft.span.fragments))
                self._status.say(f"now {name(draft.span.tag)} {words}; Enter saves")

    def _keep_gold(self) -> None:
        """Decide as before: the answer on offer that is just what stands in gold."""
        from annotator.adjudication.answers import take

        desk = self._page.desk
        shown, gold, standing = desk.shown, desk.gold, desk.standing
        assert shown is not None
        assert gold is not None
        same = [
            offer
            for offer in shown.offers
            if offer.layer
            and offer.span is not None
            and (offer.span.tag, offer.span.fragments) == (gold.tag, gold.fragments)
        ]
        if standing.still_offered and same:
            self._answer(lambda conflict: take(conflict, same[0].layer))
            return
        answer = self._answer_to_edit()
        if answer is not None:
            from annotator.adjudication.answers import edited

            self._decide(edited(answer, tag=gold.tag, fragments=gold.fragments, attributes=gold.attributes))

    def _choose_word(self, offer: "Offer") -> None:
        page = self._page
        column = page.mixing.column
        assert column is not None
        if offer.absent or offer.span is None:
            self._status.refuse("That layer says nothing about it.")
            return
        page.conflict.model.choose(column, offer.layer)
        page.mixing.choose(offer.layer)
        self._ask_for_column()

    def _next_column(self) -> None:
        self._page.mixing.skip()
        self._ask_for_column()

    def _ask_for_column(self) -> None:
        page = self._page
        column = page.mixing.column
        if column is not None:
            page.conflict.show_choices(
                f"{name(column)}: a digit says whose word counts; Enter leaves it as in the answer."
            )
            return
        shown = page.desk.shown
        alike = shown is not None and not {"boundary", "tag", "missing"} & shown.conflict.differs
        first = next((offer for offer in shown.offers if offer.span is not None), None) if shown is not None else None
        if alike and first is not None and page.mixing.sources:
            # All have the same words: there is nothing left to choose.
            self.take_offer(first)
        else:
            page.conflict.show_choices("Now the words: a digit, U or I takes them, with what was chosen.")

    def _forget_answered(self) -> None:
        self.answered = None


def _value_words(answer: "Answer") -> str:
    from annotator.gui.panels.fields import value_words

    return name(value_words(answer.value)) if answer.value is not None else "nothing is said"
