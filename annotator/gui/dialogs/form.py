"""What all dialogs share: rows with a key for each field, a sentence that says what is missing, and the buttons."""

from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QBoxLayout,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from annotator.gui.plain import breakable, plain_label
from annotator.gui.plain import sentence as displayed

W = TypeVar("W", bound=QWidget)

_SPACE = 10
_MARGIN = 18


class FormDialog(QDialog):
    """A dialog of fields. It is opened with :meth:`open`, which comes back at once."""

    def __init__(self, parent: QWidget | None, name: str, title: str, accept: str) -> None:
        """Make an empty dialog.

        Args:
            parent: the window it belongs to.
            name: its object name.
            title: what stands above it.
            accept: what the button says that accepts it.
        """
        super().__init__(parent)
        self.setObjectName(name)
        self.setWindowTitle(title)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.box = QVBoxLayout(self)
        self.box.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN - 4)
        self.box.setSpacing(_SPACE)
        self.form = new_form()
        self.sentence = plain_label(wrap=True, name="sentence")
        self.sentence.setAccessibleName("What is missing")
        self.sentence.setMinimumHeight(self.sentence.fontMetrics().lineSpacing())
        self.buttons = QDialogButtonBox()
        self.accept_button = named(QPushButton(accept), "accept")
        self.cancel_button = named(QPushButton("Cancel"), "cancel")
        self.buttons.addButton(self.accept_button, QDialogButtonBox.ButtonRole.AcceptRole)
        self.buttons.addButton(self.cancel_button, QDialogButtonBox.ButtonRole.RejectRole)
        self.accept_button.setDefault(True)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)

    def add_form(self) -> None:
        """Put the rows made so far into the dialog."""
        self.box.addLayout(self.form)

    def finish(self) -> None:
        """Put the sentence and the buttons below everything else."""
        self.box.addWidget(self.sentence)
        self.box.addWidget(self.buttons)

    def add_row(self, label: str, field: QWidget, beside: QWidget | None = None) -> QLabel:
        """Add a field with its label, whose marked letter leads to it, and perhaps a button beside it."""
        return add_row(self.form, label, field, beside)

    def demand(self, sentence: str, *, refuse: bool = True) -> None:
        """Say in a sentence what is missing, and until then refuse to be accepted; an empty one allows it.

        With ``refuse`` off the sentence is only worth knowing.
        """
        self.sentence.setText(breakable(displayed(sentence)))
        self.accept_button.setEnabled(not (sentence and refuse))


def named(widget: W, name: str) -> W:
    """Give ``widget`` its object name and return it."""
    widget.setObjectName(name)
    return widget


def new_form() -> QFormLayout:
    """Return an empty layout for rows of a label and a field."""
    form = QFormLayout()
    form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
    form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.DontWrapRows)
    form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    form.setHorizontalSpacing(14)
    form.setVerticalSpacing(8)
    return form


def add_row(form: QFormLayout, label: str, field: QWidget, beside: QWidget | None = None) -> QLabel:
    """Add to ``form`` a field with its label, and perhaps a button beside it; returns the label."""
    shown = plain_label(label)
    shown.setBuddy(field)
    if not field.accessibleName():
        field.setAccessibleName(label.replace("&", ""))
    if beside is None:
        form.addRow(shown, field)
    else:
        line = QHBoxLayout()
        line.setSpacing(6)
        line.addWidget(field, 1)
        line.addWidget(beside)
        form.addRow(shown, line)
    return shown


def hint(text: str, name: str = "") -> QLabel:
    """Return a line of explanation that stays in the background."""
    label = plain_label(text, wrap=True, name=name)
    label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
    label.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    return label


def add_buttons(box: QBoxLayout, *buttons: QWidget) -> None:
    """Add a row of buttons, to the left."""
    line = QHBoxLayout()
    line.setSpacing(6)
    for button in buttons:
        line.addWidget(button)
    line.addStretch(1)
    box.addLayout(line)
