"""What an export would write: counted in the background, and shown before anything is written."""

from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from annotator.gui.background import Progress
from annotator.gui.plain import breakable, plain_label, sentence


class ForeseenView(QWidget):
    """Says that it is being counted, and then what was counted.

    What was counted before stays meanwhile, in grey, so that nothing jumps while somebody chooses.
    """

    def __init__(self, counting: str) -> None:
        """Make an empty one.

        Args:
            counting: the sentence that stands there while it is counted.
        """
        super().__init__()
        self._counting = counting
        self._known = False
        self.verdict = plain_label(wrap=True, name="verdict")
        self.bar = QProgressBar(textVisible=False)
        self.bar.setAccessibleName("Progress of the counting")
        keeps = self.bar.sizePolicy()
        keeps.setRetainSizeWhenHidden(True)
        self.bar.setSizePolicy(keeps)
        self.content = QWidget()
        self.inner = QVBoxLayout(self.content)
        self.inner.setContentsMargins(0, 0, 0, 0)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 4, 0, 0)
        box.addWidget(self.verdict)
        box.addWidget(self.bar)
        box.addWidget(self.content, 1)
        keeps = self.content.sizePolicy()
        keeps.setRetainSizeWhenHidden(True)
        self.content.setSizePolicy(keeps)
        self.content.hide()

    def show_counting(self) -> None:
        """Say that it is being counted."""
        self.verdict.setText(self._counting)
        self.bar.setRange(0, 0)
        self.bar.show()
        self.content.setEnabled(False)

    def show_partly(self, verdict: str) -> None:
        """Say what is known already, while the rest is being counted."""
        self.verdict.setText(breakable(sentence(verdict)))
        self.content.setEnabled(True)
        self.content.show()

    def show_progress(self, progress: Progress) -> None:
        """Show how far the counting is."""
        self.bar.setRange(0, progress.total)
        self.bar.setValue(progress.done)

    def show_known(self, verdict: str, *, content: bool = True) -> None:
        """Say what was counted; with ``content`` off there is nothing below it."""
        self.verdict.setText(breakable(sentence(verdict)))
        self.bar.hide()
        self.content.setEnabled(True)
        self.content.setVisible(content)

    def show_nothing(self) -> None:
        """Show that it cannot be said."""
        self.show_known("", content=False)
