"""What the reviewer changed of one annotator’s work: by reason, each opened in its article, or saved as a page."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from annotator.errors import UserError
from annotator.gui.background import Job, Runner
from annotator.gui.dialogs.form import named
from annotator.gui.panels.fields import value_words
from annotator.gui.panels.wording import short
from annotator.gui.plain import plain_label, shown, tip
from annotator.gui.session import Session
from annotator.jobs.feedback import feedback
from annotator.jobs.progress import Cancelled, Report
from annotator.model.feedback import Case, Feedback, Given

_CASE = Qt.ItemDataRole.UserRole
_MOST_WORDS = 60
_MOST_SAID = 3
_MOST_CASES = 2_000
_NO_REASON = "no reason given"


class FeedbackDialog(QDialog):
    """Collected beside the window. Enter opens what is chosen, and the dialog stays."""

    opened = Signal(object)
    """The :class:`~annotator.model.feedback.Case` to go to."""
    save_wanted = Signal(str)
    """The annotator whose page is wanted."""

    def __init__(
        self, session: Session, runner: Runner, layers: Sequence[str], chosen: str, parent: QWidget | None = None
    ) -> None:
        """Make the dialog and begin to collect.

        Args:
            session: the project.
            runner: collects.
            layers: whose work can be looked at.
            chosen: whose work is looked at first.
            parent: the window it belongs to.
        """
        super().__init__(parent)
        named(self, "feedbackDialog")
        self.setWindowTitle("What the reviewer changed")
        self._session = session
        self._runner = runner
        self._job: Job | None = None
        self.found: Feedback | None = None
        self.layers = named(QComboBox(), "feedbackLayer")
        self.layers.setAccessibleName("Whose work")
        for layer in layers:
            self.layers.addItem(short(layer, 40), layer)
        self.layers.setCurrentIndex(max(0, self.layers.findData(chosen)))
        self.says = plain_label("", wrap=True, name="feedbackSays")
        self.tree = self._build_tree()
        self.save = named(QPushButton("&Save as a page…"), "saveFeedback")
        self.save.clicked.connect(lambda: self.save_wanted.emit(self.layer))
        close = named(QPushButton("Close"), "close")
        close.clicked.connect(self.reject)
        for button in (self.save, close):
            button.setAutoDefault(False)
        top, below = QHBoxLayout(), QHBoxLayout()
        top.addWidget(plain_label("Work of"))
        top.addWidget(self.layers)
        top.addWidget(self.says, 1)
        below.addStretch(1)
        below.addWidget(self.save)
        below.addWidget(close)
        box = QVBoxLayout(self)
        box.setContentsMargins(18, 18, 18, 14)
        box.addLayout(top)
        box.addWidget(self.tree, 1)
        box.addLayout(below)
        self.layers.activated.connect(lambda _: self._collect())
        self.finished.connect(lambda _: self._stop())
        self.resize(760, 520)
        self.tree.setFocus()
        self._collect()

    @property
    def layer(self) -> str:
        """Whose work is looked at."""
        return str(self.layers.currentData() or "")

    @property
    def collecting(self) -> bool:
        """Whether something is still being looked for."""
        return self._job is not None

    def cases(self) -> list[Case]:
        """Return what is listed, in its order."""
        groups = (self.tree.topLevelItem(number) for number in range(self.tree.topLevelItemCount()))
        rows = [group.child(row) for group in groups if group is not None for row in range(group.childCount())]
        return [row.data(0, _CASE) for row in rows if row is not None]

    def _build_tree(self) -> QTreeWidget:
        tree = named(QTreeWidget(), "feedbackCases")
        tree.setAccessibleName("What was changed, by reason")
        tree.setHeaderLabels(["Marked", "Gold", "Article"])
        tree.setUniformRowHeights(True)
        tree.setRootIsDecorated(False)
        tree.setAllColumnsShowFocus(True)
        tree.setColumnWidth(0, 270)
        tree.setColumnWidth(1, 270)
        tree.itemActivated.connect(lambda item, _column: self._open(item))
        return tree

    def _collect(self) -> None:
        self._stop()
        self.tree.clear()
        self.save.setEnabled(False)
        project, layer = self._session.project, self.layer
        if project is None or not layer:
            self.says.setText("Nobody has done an article yet.")
            return
        self.says.setText("Collecting…")

        def work(report: Report, cancelled: Cancelled) -> Feedback:
            with project.sibling() as own:
                return feedback(own, layer, report, cancelled)

        def done(found: Feedback) -> None:
            if job is self._job:
                self._job = None
                self._show(found)

        job = self._job = self._runner.run("Collecting what was changed", work, done=done, failed=self._fail)

    def _fail(self, error: UserError) -> None:
        if self._job is not None:
            self._job = None
            self.says.setText(str(error))

    def _show(self, found: Feedback) -> None:
        self.found = found
        kept = f"{found.kept:,} {'mark' if found.kept == 1 else 'marks'} kept as they were"
        changed = "nothing changed" if not found.changed else f"{found.changed:,} changed"
        self.says.setText(f"{kept}, {changed}")
        self.save.setEnabled(True)
        left = _MOST_CASES
        for group in found.groups:
            heading = QTreeWidgetItem(self.tree, [f"{shown(group.reason) or _NO_REASON} · {len(group.cases):,}"])
            heading.setFirstColumnSpanned(True)
            font = heading.font(0)
            font.setBold(True)
            heading.setFont(0, font)
            heading.addChildren([_row(case) for case in group.cases[: max(0, left)]])
            left -= len(group.cases)
        self.tree.expandAll()
        first = self.tree.topLevelItem(0)
        row = first.child(0) if first is not None else None
        if row is not None:
            self.tree.setCurrentItem(row)

    def _open(self, item: QTreeWidgetItem) -> None:
        case = item.data(0, _CASE)
        if isinstance(case, Case):
            self.opened.emit(case)

    def _stop(self) -> None:
        if self._job is not None:
            self._job.cancel()
            self._job = None


def _row(case: Case) -> QTreeWidgetItem:
    cells = [_told(case.theirs), _told(case.gold), short(case.title, 120)]
    item = QTreeWidgetItem(cells)
    item.setData(0, _CASE, case)
    details = [f"…{case.before}{case.place}{case.after}…", case.reason, case.rule, case.note]
    for column in range(len(cells)):
        item.setToolTip(column, tip("\n".join(part for part in details if part)))
    return item


def _told(given: Given | None) -> str:
    if given is None:
        return "nothing"
    said = [f"{short(name, 20)} {short(value_words(value), 20)}" for name, value in given.attributes.items()]
    more = f" ({', '.join(said[:_MOST_SAID])})" if said else ""
    return f"{short(given.tag, 30)} “{short(given.words, _MOST_WORDS)}”{more}"
