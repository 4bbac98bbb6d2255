"""How often each rule of the guideline had to settle a conflict: where it may be unclear."""

from collections.abc import Sequence

from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from annotator.gui.dialogs.form import named
from annotator.gui.panels.wording import short
from annotator.gui.plain import plain_label, tip
from annotator.model.feedback import RuleCount

_MOST_REASONS = 3
_NOTHING = "No rule was cited yet. In Review, G cites the line of the guideline that decides a conflict."


class RulesDialog(QDialog):
    """Lists the rules that were cited, the most frequent first."""

    def __init__(self, rules: Sequence[RuleCount], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        named(self, "rulesDialog")
        self.setWindowTitle("Conflicts by rule")
        self.tree = named(QTreeWidget(), "ruleCounts")
        self.tree.setAccessibleName("Rules of the guideline, and how often each was cited")
        self.tree.setHeaderLabels(["Rule", "Decisions", "Articles", "Reasons"])
        self.tree.setRootIsDecorated(False)
        self.tree.setUniformRowHeights(True)
        self.tree.setAllColumnsShowFocus(True)
        self.tree.header().setStretchLastSection(True)
        self.tree.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.tree.header().setSectionResizeMode(2, QHeaderView.ResizeMode.ResizeToContents)
        self.tree.setColumnWidth(0, 360)
        self.tree.addTopLevelItems([_row(rule) for rule in rules])
        close = named(QPushButton("Close"), "close")
        close.clicked.connect(self.reject)
        below = QHBoxLayout()
        below.addWidget(plain_label("" if rules else _NOTHING, wrap=True, name="noRules"), 1)
        below.addWidget(close)
        box = QVBoxLayout(self)
        box.setContentsMargins(18, 18, 18, 14)
        box.addWidget(self.tree, 1)
        box.addLayout(below)
        self.resize(760, 420)


def _row(rule: RuleCount) -> QTreeWidgetItem:
    reasons = sorted(rule.reasons.items(), key=lambda reason: (-reason[1], reason[0]))
    told = ", ".join(f"{short(name, 40) or 'no reason'} {count:,}" for name, count in reasons[:_MOST_REASONS])
    item = QTreeWidgetItem([short(rule.rule, 200), f"{rule.decisions:,}", f"{rule.articles:,}", told])
    item.setToolTip(0, tip(rule.rule))
    return item
