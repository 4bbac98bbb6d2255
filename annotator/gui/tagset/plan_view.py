"""The changes that were collected, with what each touches."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QPushButton, QVBoxLayout, QWidget

from annotator.gui.dialogs.form import named
from annotator.gui.panels.pane import caption, faint
from annotator.gui.plain import breakable, plain_label, sentence
from annotator.gui.tagset.draft import Draft
from annotator.gui.tagset.words import change_words, doubles_words, effect_words, remark_words, total_words
from annotator.project.retagging_preview import Preview

_ROWS = 6


class PlanView(QWidget):
    """A line for each change, and below them what all of them do together."""

    def __init__(self, draft: Draft, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._draft = draft
        self.list = named(QListWidget(), "planList")
        self.list.setAccessibleName("Changes that are not applied yet")
        self.list.setWordWrap(True)
        self.list.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.total = faint(plain_label("", wrap=True, name="planTotal"))
        self.take_back = named(QPushButton("Take ba&ck the last", autoDefault=False), "takeBack")
        self.take_all_back = named(QPushButton("Take all back", autoDefault=False), "takeAllBack")
        self.take_back.clicked.connect(draft.take_back)
        self.take_all_back.clicked.connect(draft.take_all_back)
        heading = QHBoxLayout()
        heading.addWidget(caption("Changes"), 1)
        heading.addWidget(self.take_back)
        heading.addWidget(self.take_all_back)
        box = QVBoxLayout(self)
        box.setContentsMargins(14, 6, 14, 4)
        box.setSpacing(4)
        box.addLayout(heading)
        box.addWidget(self.list, 1)
        box.addWidget(self.total)
        self.show_plan()

    def show_plan(self) -> None:
        """Show the changes, the counts still to come."""
        plan = self._draft.plan
        self._fill([f"{change_words(change)} …" for change in plan])
        self.total.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.total.setText("Counting what this touches …" if plan else "Nothing is changed yet.")
        for button in (self.take_back, self.take_all_back):
            button.setEnabled(bool(plan))

    def show_preview(self, preview: Preview, version: int) -> None:
        """Show what each change touches; ``version`` is the one the tagset will have."""
        lines = []
        for effect in preview.effects:
            touched = effect_words(effect)
            line = f"{change_words(effect.change)}{' – ' + touched if touched else ''}"
            lines.append("\n".join([line, *(f"    {remark}" for remark in remark_words(effect))]))
        self._fill(lines)
        self.total.setForegroundRole(QPalette.ColorRole.WindowText)
        remarks = [*doubles_words(preview), total_words(preview, version)]
        self.total.setText(breakable(sentence(" ".join(remarks))))

    def say(self, what: str) -> None:
        """Say something in the place of the total."""
        self.total.setForegroundRole(QPalette.ColorRole.BrightText)
        self.total.setText(breakable(sentence(what)))

    def _fill(self, lines: Sequence[str]) -> None:
        self.list.clear()
        for line in lines:
            item = QListWidgetItem("\n".join(map(sentence, line.splitlines())), self.list)
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
        rows = sum(line.count("\n") + 1 for line in lines)
        self.list.setFixedHeight(self.fontMetrics().lineSpacing() * max(2, min(rows, _ROWS)) + 10)
        self.list.setCurrentRow(len(lines) - 1)
        self.list.scrollToBottom()
