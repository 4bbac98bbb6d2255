"""The search index, filled beside the window, and searches that have to wait for it."""

from array import array
from collections.abc import Callable

from PySide6.QtCore import QObject

from annotator.errors import UserError
from annotator.gui.background import Job, Runner
from annotator.gui.session import Session
from annotator.jobs.progress import Cancelled, Report
from annotator.project.changes import Changes
from annotator.project.listing import ArticleQuery, article_keys
from annotator.project.project import Project
from annotator.project.searching import index_some, pending

Found = Callable[[ArticleQuery, "array[int]"], None]


class Indexer(QObject):
    """Fills the index of the open project whenever articles have come in."""

    def __init__(self, session: Session, runner: Runner) -> None:
        super().__init__(session)
        self._session = session
        self._runner = runner
        self._filling: Job | None = None
        session.opened.connect(self._fill)
        session.changed.connect(self._take_in)

    def search(self, query: ArticleQuery, found: Found) -> None:
        """Fill the index, then ask which articles match, and hand them to ``found``."""
        project = self._session.project
        if project is None:
            return

        def work(report: Report, cancelled: Cancelled) -> "array[int]":
            with project.sibling() as own:
                _fill_index(own, report, cancelled)
                # A search that was called off says nothing rather than something wrong.
                return array("q") if cancelled() else article_keys(own, query)

        def done(keys: "array[int]") -> None:
            if self._session.project is project:
                found(query, keys)

        self._runner.run("Preparing the search", work, done=done, failed=self._refuse)

    def _take_in(self, changes: Changes) -> None:
        if changes.wholesale:
            self._fill()

    def _fill(self) -> None:
        project = self._session.project
        if project is None or project.read_only or self._filling is not None or not self._session.ask(pending):
            return

        def work(report: Report, cancelled: Cancelled) -> None:
            with project.sibling() as own:
                _fill_index(own, report, cancelled)

        self._filling = self._runner.run("Preparing the search", work, done=self._filled, failed=self._refuse)

    def _filled(self, _: None) -> None:
        self._filling = None

    def _refuse(self, error: UserError) -> None:
        self._filling = None
        self._session.refused.emit(str(error))


def _fill_index(project: Project, report: Report, cancelled: Cancelled) -> None:
    total = pending(project)
    done = 0
    while not cancelled():
        some = index_some(project)
        if not some:
            return
        done += some
        report(done, max(total, done), "Preparing the search")
