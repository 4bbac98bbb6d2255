"""Comparing beside the window; what was counted is kept until somebody asks for it anew."""

import msgspec
from PySide6.QtCore import QObject, Signal

from annotator.errors import UserError
from annotator.gui.background import Job, Progress, Runner
from annotator.gui.figures.looks import Counted
from annotator.gui.session import Session
from annotator.jobs.agreeing import AgreementCancelledError, AgreementOptions, agree
from annotator.jobs.progress import Cancelled, Report
from annotator.model.layer import GOLD
from annotator.project.changes import Changes
from annotator.project.contexts import looked_at
from annotator.project.project import Project
from annotator.project.reading import count_layers


class Counting(QObject):
    """Compares, one question at a time; a new question ends the one before."""

    arrived = Signal()
    """What was asked for is counted, or was counted before."""
    turned = Signal()
    """Counting began or ended, or what is shown is no longer what the project holds."""
    progressed = Signal(object)
    """The :class:`~annotator.gui.background.Progress` of the counting."""

    def __init__(self, session: Session, runner: Runner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._runner = runner
        self._kept: dict[AgreementOptions, Counted] = {}
        self._job: Job | None = None
        self.options = AgreementOptions()
        """What is asked for. Without layers: all that somebody is done with, except gold."""
        self.counted: Counted | None = None
        """What is shown."""
        self.stale = False
        """Whether the project has changed since that was counted."""
        self.why_not = ""
        """Why nothing could be counted; empty if nothing went wrong."""
        runner.progressed.connect(self._pass_on)
        session.opened.connect(self.forget)
        session.closed.connect(self.forget)
        session.changed.connect(self._take_in)

    @property
    def running(self) -> bool:
        """Whether something is being counted."""
        return self._job is not None

    @property
    def shown(self) -> AgreementOptions:
        """The options with the layers that were compared, by which the spans behind a figure are found."""
        assert self.counted is not None
        agreement = self.counted.agreement
        return AgreementOptions(agreement.match, agreement.names)

    def ask(self, options: AgreementOptions) -> None:
        """Show what ``options`` come to; count it if nobody has done so since the last change."""
        self.options = options
        kept = self._kept.get(options)
        if kept is None:
            self.again()
            return
        self._drop()
        self.counted, self.stale = kept, False
        self.arrived.emit()
        self.turned.emit()

    def again(self) -> None:
        """Count anew."""
        self._drop()
        project, options = self._session.project, self.options
        if project is None:
            return
        self._kept.pop(options, None)
        self.why_not = ""

        def work(report: Report, cancelled: Cancelled) -> Counted:
            with project.sibling() as own:
                return _count(own, options, report, cancelled)

        job: Job | None = None

        def done(counted: Counted) -> None:
            if job is not None and job is self._job:
                self._finish(counted)

        def failed(error: UserError) -> None:
            if job is not None and job is self._job:
                self._fail(error)

        job = self._job = self._runner.run("Comparing", work, done=done, failed=failed)
        # What changes from now on may not be in it.
        self.stale = False
        self.turned.emit()

    def cancel(self) -> None:
        """Stop counting; what is shown stays."""
        if self.running:
            self._drop()
            self.why_not = "" if self.counted is not None else "The comparison was stopped."
            self.stale = self.counted is not None
            self.turned.emit()

    def forget(self) -> None:
        """Know nothing any more: another project is open, or none."""
        self._drop()
        self._kept.clear()
        self.counted, self.stale, self.why_not = None, False, ""
        self.options = AgreementOptions()
        self.turned.emit()

    def _drop(self) -> None:
        if self._job is not None:
            self._job.cancel()
            self._job = None

    def _finish(self, counted: Counted) -> None:
        self._job = None
        self.counted = counted
        if not self.stale:
            self._kept[self.options] = counted
        self.arrived.emit()
        self.turned.emit()

    def _fail(self, error: UserError) -> None:
        self._job = None
        self.why_not = str(error)
        if not isinstance(error, AgreementCancelledError):
            self._session.refused.emit(self.why_not)
        self.turned.emit()

    def _pass_on(self, progress: Progress) -> None:
        if self.running:
            self.progressed.emit(progress)

    def _take_in(self, changes: Changes) -> None:
        if not (changes.articles or changes.listing or changes.tagset or changes.wholesale):
            return
        self._kept.clear()
        if not self.stale and (self.counted is not None or self.running):
            self.stale = True
            self.turned.emit()


def _count(project: Project, options: AgreementOptions, report: Report, cancelled: Cancelled) -> Counted:
    if not options.layers:
        done = tuple(name for name, count in count_layers(project).items() if count.done and name != GOLD)
        options = msgspec.structs.replace(options, layers=done)
    agreement = agree(project, options, report, cancelled)
    keys = [article.key for article in agreement.worst]
    return Counted(agreement, {article.key: article.heading for article in looked_at(project, keys)})
