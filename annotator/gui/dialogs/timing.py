"""Asking whether a project is to keep how long its annotators work."""

from PySide6.QtWidgets import QWidget

from annotator.gui.dialogs.form import FormDialog
from annotator.gui.plain import plain_label

_WHAT_IS_KEPT = (
    "For every annotator and article, the project file will hold how many seconds were spent on it, without the time "
    "of day and without pauses of more than a minute. Everybody who has the file can see that."
)


class TimingDialog(FormDialog):
    """Says what will be kept, and is accepted if that is wanted."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, "timingDialog", "Record time spent", "&Record")
        self.box.addWidget(plain_label(_WHAT_IS_KEPT, wrap=True, name="whatIsKept"))
        self.box.addStretch(1)
        self.finish()
        self.setMinimumWidth(440)
