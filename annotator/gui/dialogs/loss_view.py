"""What an export would write, and what its format cannot hold, before anything is written."""

from typing import TYPE_CHECKING

from annotator.gui.dialogs.examples_view import ExamplesView, of_loss
from annotator.gui.dialogs.foreseen_view import ForeseenView
from annotator.gui.panels.wording import articles_words, spans_words

if TYPE_CHECKING:
    from annotator.model.record import LossReport


class LossView(ForeseenView):
    """Shows what would be lost: how much of each kind, with an example."""

    def __init__(self) -> None:
        super().__init__("Counting what the format cannot hold…")
        self.losses = ExamplesView(("The format cannot hold", "For example"), "What the format cannot hold")
        self.inner.addWidget(self.losses)

    def show_loss(self, report: "LossReport") -> None:
        """Show what was counted."""
        relations = "1 relation" if report.relations == 1 else f"{report.relations:,} relations"
        counts = f"Holds {articles_words(report.articles)}, {spans_words(report.spans)} and {relations}."
        ends = "What the format cannot hold:" if report.loss else "The format holds everything that is there."
        self.losses.set_examples(of_loss(report.loss))
        self.show_known(f"{counts} {ends}", content=bool(report.loss))

    def show_nothing(self) -> None:
        """Show that it cannot be said."""
        self.losses.set_examples([])
        super().show_nothing()
