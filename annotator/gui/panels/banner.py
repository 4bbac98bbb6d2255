"""The banner: a line across the window that says why a project can only be read."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from annotator.gui.panels.pane import named
from annotator.gui.plain import plain_label, sentence


class Banner(QFrame):
    """Not a dialog: reading goes on below it."""

    retry_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("banner")
        self.setAccessibleName("Why this project is read-only")
        self.setAutoFillBackground(True)
        self.setBackgroundRole(QPalette.ColorRole.ToolTipBase)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 8, 6)
        self.why = plain_label("", wrap=True, name="bannerText")
        self.why.setForegroundRole(QPalette.ColorRole.ToolTipText)
        self.retry = named(QPushButton("Open for edi&ting"), "openForEditing", "Try to open the project for editing")
        self.retry.clicked.connect(self.retry_wanted)
        row.addWidget(self.why, 1)
        row.addWidget(self.retry)
        self.hide()

    def show_reason(self, why: str) -> None:
        """Say why; an empty reason takes the banner away."""
        self.why.setText(f"Read-only. {sentence(why)}" if why else "")
        self.setVisible(bool(why))
