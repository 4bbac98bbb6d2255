"""Counting beside the window what takes long in a large project: spans of actors, and names in conflict."""

from collections.abc import Mapping
from typing import NamedTuple

from PySide6.QtCore import QObject, QTimer, Signal

from annotator.errors import UserError
from annotator.gui.background import Job, Runner
from annotator.gui.session import Session
from annotator.jobs.progress import Cancelled, Report
from annotator.project.alias_spans import count_said
from annotator.project.aliases import count_conflicts

_PAUSE = 300
"""Milliseconds after the last edit until everything is counted anew."""


class ActorCounts(NamedTuple):
    """What was counted."""

    spans: Mapping[str, int]
    """How many spans say that they mean each actor."""
    conflicts: int
    """How many names are in conflict."""


class ActorCounter(QObject):
    """Counts when it is asked to, once, however often that was; what was begun before is dropped."""

    counted = Signal(object)
    """The :class:`ActorCounts`."""

    def __init__(self, session: Session, runner: Runner, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._runner = runner
        self._job: Job | None = None
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE)
        self._pause.timeout.connect(self.count)

    def count_soon(self) -> None:
        """Count when no edit has come for a moment."""
        self._pause.start()

    def count(self) -> None:
        """Count now."""
        project = self._session.project
        if project is None:
            return
        self.stop()

        def work(_report: Report, cancelled: Cancelled) -> ActorCounts:
            def went_on() -> bool:
                return not cancelled()

            with project.sibling() as own:
                return ActorCounts(count_said(own, went_on), count_conflicts(own, went_on))

        def done(counts: ActorCounts) -> None:
            if self._job is job:
                self._job = None
                self.counted.emit(counts)

        def failed(error: UserError) -> None:
            if self._job is job:
                self._job = None
                self._session.refused.emit(str(error))

        job = self._job = self._runner.run("Counting names", work, done=done, failed=failed)

    def stop(self) -> None:
        """Count no more, until asked again."""
        self._pause.stop()
        if self._job is not None:
            self._job.cancel()
            self._job = None
