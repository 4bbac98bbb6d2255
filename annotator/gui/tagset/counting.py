"""Counting what is used and what a plan would touch, beside the window."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from annotator.errors import UserError
from annotator.gui.background import Job, Runner
from annotator.jobs.progress import Cancelled, Report
from annotator.model.tagset import Tagset
from annotator.model.tagset_changes import Plan
from annotator.project.project import Project
from annotator.project.retagging_preview import Preview, preview
from annotator.project.tagset_survey import survey

T = TypeVar("T")
WentOn = Callable[[int, int], bool]

_PAUSE = 150
"""Milliseconds without a further change after which counting begins."""


class Counting(QObject):
    """Asks a project for counts; what is out of date before it is there is not waited for."""

    surveyed = Signal(object)
    """A :class:`~annotator.project.tagset_survey.Survey`."""
    previewed = Signal(object)
    """A :class:`~annotator.project.retagging_preview.Preview` of the plan that was asked for last."""
    failed = Signal(object)
    """One sentence: why there is no count."""

    def __init__(self, project: Project, runner: Runner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._project = project
        self._runner = runner
        self._jobs: dict[str, Job] = {}
        self._wanted: tuple[Plan, Tagset] = ((), project.tagset)
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE)
        self._pause.timeout.connect(self._preview)

    def survey(self) -> None:
        """Count how much of the tagset is used."""
        self._count("survey", survey, self.surveyed.emit)

    def preview(self, plan: Plan, made_for: Tagset) -> None:
        """Count what a plan would touch, a moment after the last plan that was asked for."""
        self._cancel("preview")
        self._wanted = (plan, made_for)
        self._pause.start()

    def stop_preview(self) -> None:
        """Want no preview any more."""
        self._pause.stop()
        self._cancel("preview")

    def stop(self) -> None:
        """Count nothing any more."""
        self.stop_preview()
        self._cancel("survey")

    def _preview(self) -> None:
        plan, made_for = self._wanted

        def count(project: Project, went_on: WentOn) -> Preview:
            return preview(project, plan, made_for, went_on)

        self._count("preview", count, self.previewed.emit)

    def _count(self, what: str, count: Callable[[Project, WentOn], T], done: Callable[[T], object]) -> None:
        self._cancel(what)

        def work(report: Report, cancelled: Cancelled) -> T:
            def went_on(at: int, total: int) -> bool:
                report(at, total, "spans")
                return not cancelled()

            with self._project.sibling() as own:
                return count(own, went_on)

        def finish(result: T) -> None:
            if self._jobs.get(what) is job:
                del self._jobs[what]
                done(result)

        def fail(error: UserError) -> None:
            if self._jobs.get(what) is job:
                del self._jobs[what]
                self.failed.emit(str(error))

        job = self._jobs[what] = self._runner.run("Counting", work, done=finish, failed=fail)

    def _cancel(self, what: str) -> None:
        job = self._jobs.pop(what, None)
        if job is not None:
            job.cancel()
