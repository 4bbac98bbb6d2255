"""Which job runs, in the status line."""

from PySide6.QtCore import QObject, QTimer

from annotator.gui.background import Job, Progress, Runner
from annotator.gui.panels.status_line import StatusLine

_PATIENCE = 250
"""Milliseconds a job may take before it is mentioned."""


class JobLine(QObject):
    """Shows how far the running job is, and cancels it."""

    def __init__(self, runner: Runner, status: StatusLine) -> None:
        super().__init__(status)
        self._runner = runner
        self._status = status
        self._last = Progress(0, 0, "")
        self._waiting = QTimer(self, singleShot=True, interval=_PATIENCE)
        self._waiting.timeout.connect(self._show)
        runner.started.connect(self._begin)
        runner.progressed.connect(self._go_on)
        runner.finished.connect(self._end)
        status.cancel_wanted.connect(self._cancel)

    def _begin(self, job: Job) -> None:
        self._last = Progress(0, 0, job.what)
        self._waiting.start()

    def _go_on(self, progress: Progress) -> None:
        self._last = progress
        if not self._waiting.isActive():
            self._show()

    def _end(self, _job: Job) -> None:
        if not self._runner.busy:
            self._waiting.stop()
            self._status.hide_job()

    def _show(self) -> None:
        self._status.show_job(*self._last)

    def _cancel(self) -> None:
        for job in self._runner.jobs[:1]:
            job.cancel()
            self._status.say(f"{job.what}: cancelled")
