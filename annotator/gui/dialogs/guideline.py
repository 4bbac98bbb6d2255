"""Editing a guideline: its Markdown on one side, on the other how it will be shown."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPlainTextEdit, QSplitter, QWidget

from annotator.gui.dialogs.form import FormDialog, hint, named
from annotator.gui.panels.safe_markdown import show_markdown
from annotator.gui.panels.wording import name

_HELP = (
    "# heading · - bullet · 1. number · > quotation · *emphasis* · **strong** · `code`. "
    "Everything else is shown as it is written."
)


class GuidelineDialog(FormDialog):
    """Asks for another guideline of a tag or relation type."""

    def __init__(self, what: str, called: str, guideline: str, parent: QWidget | None = None) -> None:
        super().__init__(parent, "guidelineDialog", "Guideline", "Sa&ve")
        self.box.addWidget(hint(f"Guideline of the {what} {name(called)}. Saving makes a new version of the tagset."))
        self.source = named(QPlainTextEdit(guideline), "guidelineSource")
        self.source.setAccessibleName("Guideline, in Markdown")
        self.source.setTabChangesFocus(True)
        self.shown = named(QPlainTextEdit(readOnly=True), "guidelineShown")
        self.shown.setAccessibleName("As it will be shown")
        self.shown.setTabChangesFocus(True)
        parts = QSplitter(Qt.Orientation.Horizontal)
        parts.setChildrenCollapsible(False)
        parts.addWidget(self.source)
        parts.addWidget(self.shown)
        self.box.addWidget(parts, 1)
        self.box.addWidget(hint(_HELP))
        self.finish()
        self.source.textChanged.connect(self._show)
        self.resize(820, 460)
        self._show()

    def result_value(self) -> str:
        """Return the guideline."""
        return self.source.toPlainText().rstrip()

    def _show(self) -> None:
        show_markdown(self.shown, self.source.toPlainText())
