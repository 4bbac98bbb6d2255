"""The last line of the tagset editor: files and history on the left, applying on the right."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QWidget

from annotator.gui.background import Progress
from annotator.gui.dialogs.form import named
from annotator.gui.tagset.entries import entry_button


class EditorEnd(QWidget):
    """Asks, and shows how far the changes are applied."""

    import_wanted = Signal()
    export_wanted = Signal()
    versions_wanted = Signal()
    apply_wanted = Signal()
    cancel_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.import_button = entry_button("&Import…", "importTagset", self.import_wanted.emit)
        self.export_button = entry_button("&Export…", "exportTagset", self.export_wanted.emit)
        self.versions_button = entry_button("&History…", "tagsetVersions", self.versions_wanted.emit)
        self.progress = named(QProgressBar(), "applyProgress")
        self.progress.setAccessibleName("Applying")
        self.progress.setTextVisible(False)
        self.progress.setMaximumHeight(8)
        self.progress.hide()
        self.apply = named(QPushButton("A&pply"), "applyPlan")
        self.apply.setDefault(True)
        self.cancel = named(QPushButton("Cancel", autoDefault=False), "cancel")
        self.apply.clicked.connect(self.apply_wanted)
        self.cancel.clicked.connect(self.cancel_wanted)
        line = QHBoxLayout(self)
        line.setContentsMargins(14, 2, 14, 0)
        line.setSpacing(6)
        for button in (self.import_button, self.export_button, self.versions_button):
            line.addWidget(button)
        line.addWidget(self.progress, 1)
        line.addStretch(1)
        line.addWidget(self.apply)
        line.addWidget(self.cancel)

    def show_applying(self, applying: bool) -> None:
        """Show whether changes are being applied; then nothing else can be begun."""
        self.progress.setVisible(applying)
        self.progress.setRange(0, 0)
        for button in (self.import_button, self.apply):
            button.setEnabled(not applying)

    def show_progress(self, progress: Progress) -> None:
        """Show how far it is."""
        self.progress.setRange(0, progress.total)
        self.progress.setValue(progress.done)
