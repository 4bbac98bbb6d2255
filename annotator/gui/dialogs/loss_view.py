"""What an export would write, and what its format cannot hold, before anything is written."""

from typing import TYPE_CHECKING

from annotator.gui.background import Progress
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
        self._shown: LossReport | None = None

    def show_so_far(self, progress: Progress, report: "LossReport | None") -> None:
        """Show how far the counting is, and what is known of the articles that are counted."""
        self.show_progress(progress)
        if report is None:
            return
        counted = f"Counted {report.articles:,} of {articles_words(progress.total)}."
        ends = "So far the format cannot hold:" if report.loss else "So far the format holds everything."
        self.verdict.setText(f"{counted} {ends}")
        if report is not self._shown:
            self._show_examples(report)
            self.content.setEnabled(True)
            self.content.setVisible(bool(report.loss))

    def show_loss(self, report: "LossReport") -> None:
        """Show what was counted."""
        relations = "1 relation" if report.relations == 1 else f"{report.relations:,} relations"
        counts = f"Holds {articles_words(report.articles)}, {spans_words(report.spans)} and {relations}."
        ends = "What the format cannot hold:" if report.loss else "The format holds everything that is there."
        self._show_examples(report)
        self.show_known(f"{counts} {ends}", content=bool(report.loss))

    def show_nothing(self) -> None:
        """Show that it cannot be said."""
        self._shown = None
        self.losses.set_examples([])
        super().show_nothing()

    def _show_examples(self, report: "LossReport") -> None:
        """Show what is lost; the row that somebody is at stays, because kinds are only added while it is counted."""
        row = self.losses.table.currentIndex().row()
        self._shown = report
        self.losses.set_examples(of_loss(report.loss))
        if 0 < row < len(report.loss):
            self.losses.table.selectRow(row)
