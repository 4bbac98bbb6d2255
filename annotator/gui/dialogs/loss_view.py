"""What an export would write, and what its format cannot hold, before anything is written."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QProgressBar, QStackedWidget, QVBoxLayout, QWidget

from annotator.gui.background import Progress
from annotator.gui.dialogs.report import NotesView
from annotator.gui.panels.wording import articles_words, spans_words
from annotator.gui.plain import plain_label

if TYPE_CHECKING:
    from annotator.model.record import LossReport

_WIDTH_OF_KINDS = 240


class LossView(QWidget):
    """Says that it is being counted, and then what would be lost: how much of each kind, with an example."""

    def __init__(self) -> None:
        super().__init__()
        self.verdict = plain_label(wrap=True, name="verdict")
        self._bar = QProgressBar(textVisible=False)
        self._bar.setAccessibleName("Progress of the counting")
        self.losses = NotesView(("The format cannot hold", "Example"))
        self.losses.table.setAccessibleName("What the format cannot hold")
        self.losses.table.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.losses.table.horizontalHeader().resizeSection(0, _WIDTH_OF_KINDS)
        self._below = QStackedWidget()
        counting, self._nothing = QWidget(), QWidget()
        box = QVBoxLayout(counting)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self._bar)
        box.addStretch(1)
        self._counting = counting
        for page in (counting, self._nothing, self.losses):
            self._below.addWidget(page)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 4, 0, 0)
        box.addWidget(self.verdict)
        box.addWidget(self._below, 1)

    def show_counting(self) -> None:
        """Say that nothing is known yet."""
        self.verdict.setText("Counting what the format cannot hold…")
        self._bar.setRange(0, 0)
        self._below.setCurrentWidget(self._counting)

    def show_progress(self, progress: Progress) -> None:
        """Show how far the counting is."""
        self._bar.setRange(0, progress.total)
        self._bar.setValue(progress.done)

    def show_loss(self, report: "LossReport") -> None:
        """Show what was counted."""
        relations = "1 relation" if report.relations == 1 else f"{report.relations:,} relations"
        counts = f"Holds {articles_words(report.articles)}, {spans_words(report.spans)} and {relations}."
        ends = "What the format cannot hold:" if report.loss else "The format holds everything that is there."
        self.verdict.setText(f"{counts} {ends}")
        self.losses.set_notes([(f"{loss.count:,} × {loss.what}", loss.example) for loss in report.loss])
        self._below.setCurrentWidget(self.losses if report.loss else self._nothing)

    def show_nothing(self) -> None:
        """Show that it cannot be said."""
        self.verdict.setText("")
        self._below.setCurrentWidget(self._nothing)
