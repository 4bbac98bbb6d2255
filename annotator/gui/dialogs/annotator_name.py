"""Asking who is working."""

from collections.abc import Sequence

from PySide6.QtWidgets import QComboBox, QCompleter, QWidget

from annotator.gui.dialogs.form import FormDialog, hint, named
from annotator.model.layer import ALL, GOLD, SUGGESTIONS

_RESERVED = {
    GOLD: "“gold” is the reviewer’s layer; an annotator needs a name of their own.",
    ALL: "“all” stands for every layer; an annotator needs a name of their own.",
    SUGGESTIONS: "“suggestions” stands for what nobody has decided on; an annotator needs a name of their own.",
}


class AnnotatorDialog(FormDialog):
    """Asks for the annotator's name: one who has worked in the project, or a new one."""

    def __init__(self, current: str, parent: QWidget | None = None, known: Sequence[str] = ()) -> None:
        super().__init__(parent, "annotatorDialog", "Change annotator", "Go &on")
        self.name = named(QComboBox(editable=True), "annotatorName")
        self.name.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.name.addItems(sorted({*known, current} - {""}))
        self.name.setCurrentText(current)
        completer = self.name.completer()
        if isinstance(completer, QCompleter):
            completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        self.add_row("&Annotator", self.name)
        self.add_form()
        self.box.addWidget(hint("Everything you mark from now on goes to the layer of this name."))
        self.box.addStretch(1)
        self.finish()
        self.name.currentTextChanged.connect(self._check)
        self.setMinimumWidth(420)
        self._check()

    def result_value(self) -> str:
        """Return the name."""
        return self.name.currentText().strip()

    def _check(self) -> None:
        self.demand(why_no_name(self.result_value()))


def why_no_name(name: str) -> str:
    """Say why nobody can work under ``name``; empty if they can."""
    if not name:
        return "An annotator needs a name."
    return _RESERVED.get(name.casefold(), "")
