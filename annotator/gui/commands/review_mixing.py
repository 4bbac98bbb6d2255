"""Taking an answer’s words from one layer, and what is said about it from others."""

from typing import TYPE_CHECKING

from annotator.gui.commands.review_deciding import DecidingCommands
from annotator.gui.panels.wording import name

if TYPE_CHECKING:
    from annotator.gui.review.offers import Offer


class MixingCommands(DecidingCommands):
    """While sources are chosen, a digit says whose word counts; at the end it takes the words."""

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
