"""The status line: what the last key did, what was refused, where the reader is, and how far a job is."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QProgressBar, QPushButton, QSizePolicy, QStatusBar, QWidget

from annotator.gui.announcing import announce
from annotator.gui.panels.pane import named
from annotator.gui.panels.wording import UNDOES, short
from annotator.gui.plain import plain_label
from annotator.gui.plain import sentence as displayed

_MOST = 400


class StatusLine(QStatusBar):
    """The last line of the window."""

    cancel_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("statusLine")
        self.setAccessibleName("Status")
        self.setSizeGripEnabled(False)
        self.undo_key = ""
        """The key that undoes, as it is written for a person; empty if there is none."""
        self.said = plain_label("", wrap=True, name="statusText")
        # A long sentence takes a second line rather than widening the window.
        self.said.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.said.setMargin(3)
        self.mode = plain_label("", name="statusMode")
        self.mode.setMargin(3)
        bold = QFont(self.mode.font())
        bold.setBold(True)
        self.mode.setFont(bold)
        self.place = plain_label("", name="statusPlace")
        self.place.setMargin(3)
        self.addWidget(self.said, 1)
        self._build_job()
        self.addPermanentWidget(self.mode)
        self.addPermanentWidget(self.place)
        self.mode.hide()

    def text(self) -> str:
        """Return what the line says."""
        return self.said.text()

    def say(self, sentence: str) -> None:
        """Say what was done; at the end of a sentence, the key that undoes it is named as it is now."""
        if sentence.endswith(UNDOES):
            way = f"{self.undo_key} undoes" if self.undo_key else "Edit → Undo takes it back"
            sentence = f"{sentence.removesuffix(UNDOES)} – {way}"
        self._show(sentence)

    def add(self, more: str) -> None:
        """Say what happened besides."""
        self._show(f"{self.said.text()}{more}")

    def refuse(self, sentence: str) -> None:
        """Say why something was not done."""
        self._show(f"⚠ {sentence}")

    def clear(self) -> None:
        """Say nothing."""
        self.said.setText("")

    def show_place(self, text: str) -> None:
        """Show where the reader is."""
        if text != self.place.text():
            self.place.setText(text)

    def show_mode(self, text: str) -> None:
        """Show, until told otherwise, that keys or the mouse do something besides; nothing if ``text`` is empty."""
        self.mode.setText(displayed(text))
        self.mode.setVisible(bool(text))

    def show_job(self, done: int, total: int, what: str) -> None:
        """Show how far a job is; ``total`` 0 means that nobody knows."""
        self.job_text.setText(short(what, 60))
        self.job_bar.setMaximum(total)
        self.job_bar.setValue(done)
        for widget in (self.job_text, self.job_bar, self.cancel):
            widget.show()

    def hide_job(self) -> None:
        """Show that no job runs."""
        for widget in (self.job_text, self.job_bar, self.cancel):
            widget.hide()

    def _build_job(self) -> None:
        self.job_text = plain_label("", name="jobText")
        self.job_bar = named(QProgressBar(textVisible=False), "jobBar", "Progress of the running job")
        self.job_bar.setFixedSize(120, 6)
        self.cancel = named(QPushButton("Cancel", flat=True), "cancelJob", "Cancel the running job")
        # A click leaves the keyboard where it is: the button is about to go.
        self.cancel.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.cancel.clicked.connect(self.cancel_wanted)
        for widget in (self.job_text, self.job_bar, self.cancel):
            self.addPermanentWidget(widget)
        self.hide_job()

    def _show(self, sentence: str) -> None:
        shown = displayed(sentence if len(sentence) <= _MOST else sentence[: _MOST - 1] + "…")
        self.said.setText(shown)
        announce(self, shown)
