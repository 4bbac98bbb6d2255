"""Looking ahead: a dialog finds out in the background what would happen, again whenever something is chosen."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from annotator.errors import UserError
from annotator.gui.background import Job, Progress, Runner
from annotator.jobs.progress import Cancelled, Report

T = TypeVar("T")

_PATIENCE_MS = 250


class Looker(QObject):
    """Has at most one look going on; beginning another, or closing, drops it and whatever it would have said."""

    progressed = Signal(object)
    """The :class:`Progress` of the look while it runs."""

    def __init__(self, runner: Runner, look: Callable[[], None], parent: QObject) -> None:
        """Make one that looks by calling ``look``, which in turn calls :meth:`run`."""
        super().__init__(parent)
        self._runner = runner
        self._job: Job | None = None
        self._closed = False
        self._timer = QTimer(self, singleShot=True, interval=_PATIENCE_MS)
        self._timer.timeout.connect(look)
        runner.progressed.connect(self._pass_on)

    @property
    def busy(self) -> bool:
        """Whether a look goes on, or will soon."""
        return self._job is not None or self._timer.isActive()

    def run(
        self,
        what: str,
        work: Callable[[Report, Cancelled], T],
        done: Callable[[T], None],
        failed: Callable[[UserError], None],
    ) -> None:
        """Look; ``done`` or ``failed`` is called unless something else is asked meanwhile."""
        self.drop()

        def ended(say: Callable[[], None]) -> None:
            if self._job is job and not self._closed:
                self._job = None
                say()

        job = self._job = self._runner.run(
            what,
            work,
            done=lambda found: ended(lambda: done(found)),
            failed=lambda error: ended(lambda: failed(error)),
        )

    def soon(self) -> None:
        """Look again when nothing more has been chosen for a moment."""
        self.drop()
        self._timer.start()

    def drop(self) -> None:
        """Stop looking."""
        self._timer.stop()
        if self._job is not None:
            self._job.cancel()
            self._job = None

    def close(self) -> None:
        """Stop looking for good."""
        self._closed = True
        self.drop()

    def _pass_on(self, progress: Progress) -> None:
        if self._job is not None and self._runner.jobs[:1] == (self._job,):
            self.progressed.emit(progress)
