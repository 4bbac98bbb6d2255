"""Editing an answer before it is given, and keeping the one that was given before."""

from typing import TYPE_CHECKING

from annotator.gui.commands.review_mixing import MixingCommands
from annotator.gui.panels.wording import name, quoted_short
from annotator.model.span import marked_text

if TYPE_CHECKING:
    from annotator.adjudication.answers import Answer
    from annotator.gui.review.page import ReviewPage

_DRAFT_FIRST = "First finish the answer you edit: Enter saves it, Esc goes back."


class DraftCommands(MixingCommands):
    """What is edited is a draft: it becomes gold with Enter, and goes without a trace with Escape."""

    def connect_drafts(self, page: "ReviewPage") -> None:
        """Have the keys in a draft do something."""
        page.conflict.draft_key.connect(self._edit_draft)
        page.conflict.draft_left.connect(self.leave_draft)
        page.conflict.not_now.connect(lambda: self._status.refuse(_DRAFT_FIRST))

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
