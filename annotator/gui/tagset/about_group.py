"""What stands in the tagset editor where there is no form."""

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from annotator.gui.dialogs.form import hint


class AboutGroup(QWidget):
    """What stands where there is no form: what the group is for."""

    def __init__(self) -> None:
        super().__init__()
        self._text: QLabel = hint("")
        box = QVBoxLayout(self)
        box.setContentsMargins(14, 14, 14, 10)
        box.addWidget(self._text)
        box.addStretch(1)

    def show_group(self, what: str) -> None:
        """Say what a group is for."""
        self._text.setText(what)
