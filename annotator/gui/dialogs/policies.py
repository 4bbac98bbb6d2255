"""Policies: what each would answer is counted beside the window, and some of it shown, before anything is decided."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from annotator.adjudication.policies import POLICIES
from annotator.gui.background import Job, Runner
from annotator.gui.dialogs.form import FormDialog, named
from annotator.gui.panels.wording import short
from annotator.gui.plain import plain_label, tip
from annotator.gui.review.wording import short_answer
from annotator.gui.session import Session
from annotator.jobs.adjudicating import Adjudicated, Example, adjudicate
from annotator.jobs.progress import Cancelled, Report

_MOST_SHOWN = 100
_NAME = Qt.ItemDataRole.UserRole
_ROWS = 7


class PoliciesDialog(FormDialog):
    """Offers the policies; the one that is chosen is counted at once."""

    wanted = Signal(str)
    """The name of the policy that is to answer."""

    def __init__(self, session: Session, runner: Runner, chosen: str, parent: QWidget | None = None) -> None:
        """Make the dialog and begin to count.

        Args:
            session: the project.
            runner: counts.
            chosen: the name of a policy to begin with, or nothing.
            parent: the window it belongs to.
        """
        super().__init__(parent, "policiesDialog", "Policies", "&Answer these")
        self._session = session
        self._runner = runner
        self._job: Job | None = None
        self.counted: dict[str, Adjudicated] = {}
        self.policies = named(QListWidget(), "policies")
        self.policies.setAccessibleName("Policies")
        for policy in POLICIES:
            item = QListWidgetItem(policy.name)
            item.setData(_NAME, policy.name)
            item.setToolTip(tip(policy.says))
            self.policies.addItem(item)
        self.policies.setFixedHeight(_ROWS * (self.policies.sizeHintForRow(0) + 2) + 6)
        self.says = plain_label("", wrap=True, name="policySays")
        self.says.setMinimumHeight(2 * self.says.fontMetrics().lineSpacing())
        self.examples = named(QListWidget(), "policyExamples")
        self.examples.setAccessibleName("Some of what it would answer")
        self.examples.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for part in (self.policies, self.says, self.examples):
            self.box.addWidget(part)
        self.finish()
        self.policies.currentRowChanged.connect(lambda _: self._count())
        self.accepted.connect(lambda: self.wanted.emit(self.name))
        self.finished.connect(lambda _: self._stop())
        names = [policy.name for policy in POLICIES]
        self.policies.setCurrentRow(names.index(chosen) if chosen in names else 0)
        self.policies.setFocus()
        self.resize(620, 560)

    @property
    def name(self) -> str:
        """The policy that is chosen."""
        item = self.policies.currentItem()
        return str(item.data(_NAME)) if item is not None else ""

    @property
    def counting(self) -> bool:
        """Whether something is being counted."""
        return self._job is not None

    def _count(self) -> None:
        """Count what the chosen policy would answer."""
        self._stop()
        name, project = self.name, self._session.project
        policy = next((known for known in POLICIES if known.name == name), None)
        if policy is None or project is None:
            return
        self.says.setText(policy.says)
        self.examples.clear()
        if name in self.counted:
            self._show(self.counted[name])
            return
        self.demand("Counting…")

        def work(report: Report, cancelled: Cancelled) -> Adjudicated:
            with project.sibling() as own:
                return adjudicate(own, name, report, cancelled, dry_run=True)

        def done(found: Adjudicated) -> None:
            if job is self._job:
                self._job = None
                self.counted[name] = found
                self._show(found)

        job = self._job = self._runner.run("Counting", work, done=done, failed=lambda error: self.demand(str(error)))

    def _show(self, found: Adjudicated) -> None:
        count = found.accepted + found.labels
        for example in found.examples[:_MOST_SHOWN]:
            self.examples.addItem(_words(example))
        spans = "1 span" if found.accepted == 1 else f"{found.accepted:,} spans"
        labels = f" and {found.labels:,} labels" if found.labels else ""
        answered = len(found.examples)
        more = f"; the first {_MOST_SHOWN} are shown" if answered > _MOST_SHOWN else ""
        if not count and not answered:
            self.demand("It has nothing to answer.")
        elif not self._session.writable:
            self.demand(self._session.why_read_only or "The project is open to be read only.")
        else:
            self.demand(f"{spans}{labels} would come into gold, in one step that can be undone{more}.", refuse=False)

    def _stop(self) -> None:
        if self._job is not None:
            self._job.cancel()
            self._job = None


def _words(example: Example) -> str:
    return f"“{short(example.words, 60)}” → {short_answer(example.answer)}"
