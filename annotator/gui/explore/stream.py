"""Searches beside the window, whose hits are shown while the search still goes on."""

from collections.abc import Callable, Iterator
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal

from annotator.errors import UserError
from annotator.gui.background import Job, Runner
from annotator.gui.session import Session
from annotator.jobs.progress import Cancelled, Report
from annotator.project.project import Project

MOST_ROWS = 20_000
"""So many hits are listed. Nobody looks through more, and each costs about a kilobyte."""

WentOn = Callable[[], bool]
Search = Callable[[Project, WentOn], Iterator[list[Any]]]
"""Yields pages of what it finds, and stops when it is told to."""


class Stream(QObject):
    """One search at a time: a new one ends the one before."""

    arrived = Signal(object)
    """A list of hits that were just found."""
    ended = Signal()
    """The search found all there is, or it was stopped."""

    _found = Signal(object)

    def __init__(self, session: Session, runner: Runner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._runner = runner
        self._job: Job | None = None
        self._token: object = None
        self._project: Project | None = None
        self.full = False
        """Whether there is more than could be listed."""
        self.stopped = False
        """Whether the last search was stopped before it had found everything."""
        # Queued, because pages come from the worker's thread.
        self._found.connect(self._pass_on, Qt.ConnectionType.QueuedConnection)

    @property
    def running(self) -> bool:
        """Whether a search goes on."""
        return self._token is not None

    def start(self, search: Search, most: int) -> None:
        """Begin a search, and hand over at most so many hits."""
        self._drop()
        project = self._session.project
        if project is None:
            return
        self.full = self.stopped = False
        self._project = project
        token = self._token = object()

        def work(_report: Report, cancelled: Cancelled) -> bool:
            with project.sibling() as own:
                return self._search(own, search, cancelled, token, most)

        self._job = self._runner.run(
            "Searching",
            work,
            done=lambda full: self._end(token, full=full),
            failed=lambda error: self._fail(token, error),
        )

    def stop(self) -> None:
        """End the search; what was found stays."""
        if self.running:
            self._drop()
            self.stopped = True
            self.ended.emit()

    def _drop(self) -> None:
        self._token = None
        if self._job is not None:
            self._job.cancel()
            self._job = None

    def _search(self, project: Project, search: Search, cancelled: Cancelled, token: object, most: int) -> bool:
        """Do the search; in the worker thread. Say whether there was more than could be listed."""
        left = most
        for page in search(project, lambda: not cancelled()):
            if cancelled():
                return False
            self._found.emit((token, page[:left]))
            left -= len(page)
            if left < 0:
                return True
        return False

    def _pass_on(self, found: tuple[object, list[Any]]) -> None:
        token, page = found
        # What comes from a search that has been given up, or from a project that has been closed, is no longer wanted.
        if token is self._token and self._session.project is self._project and page:
            self.arrived.emit(page)

    def _end(self, token: object, *, full: bool) -> None:
        if token is self._token:
            self._drop()
            self.full = full
            self.ended.emit()

    def _fail(self, token: object, error: UserError) -> None:
        if token is self._token:
            self._drop()
            self._session.refused.emit(str(error))
            self.ended.emit()
