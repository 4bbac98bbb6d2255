"""Doing the same to many places at once: at once if they are few, else as a job with progress and Cancel.

The rooms that do it are loaded when they are needed: the start of the window does not wait for them.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from annotator.gui.commands.base import CommandsBase
from annotator.jobs.progress import Cancelled, Report
from annotator.project.project import Project

if TYPE_CHECKING:
    from annotator.project.bulk import Bulk, WentOnAt

Operation = Callable[[Project, "WentOnAt"], "Bulk"]


class BulkCommands(CommandsBase):
    """What the commands that change many places share."""

    def _do_to_many(self, what: str, count: int, operation: Operation, said: Callable[["Bulk"], str]) -> bool:
        """Change many places, as one step; say whether that was done, or begun where it takes long.

        Args:
            what: what is done, for a person.
            count: to how many places.
            operation: does it; told how far it is, it may be stopped.
            said: says what was done.
        """
        from annotator.project.bulk import LARGE, Bulk, on

        if count > LARGE:
            return self._do_as_job(what, count, operation, said)
        done = self._session.do(lambda project: operation(project, on))
        if isinstance(done, Bulk):
            self._status.say(said(done))
        return done is not None

    def _do_as_job(self, what: str, count: int, operation: Operation, said: Callable[["Bulk"], str]) -> bool:
        project = self._session.project
        if project is None or not self._session.may_edit():
            return False

        def work(report: Report, cancelled: Cancelled) -> "Bulk":
            def went_on(done: int) -> bool:
                report(done, count, what)
                return not cancelled()

            with project.sibling() as own:
                return operation(own, went_on)

        def finish(done: "Bulk") -> None:
            if self._session.project is project:
                self._session.take_in(done)
            stopped = "" if done.complete else "stopped before the end; "
            self._status.say(stopped + said(done))

        self._window.runner.run(what, work, done=finish, failed=lambda error: self._status.refuse(str(error)))
        return True

    def _may_change(self) -> bool:
        """Say whether the project can be edited; if not, why is said to the reader."""
        if not self._session.writable:
            self._status.refuse(self._session.why_read_only or "The project is open to be read only.")
        return self._session.writable
