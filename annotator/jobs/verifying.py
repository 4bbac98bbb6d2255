"""Checking a project: integrity, texts, offsets, references, journal."""

from pathlib import Path
from tempfile import TemporaryDirectory

from annotator.errors import UserError
from annotator.jobs.progress import Cancelled, Report, never, silent
from annotator.project.backup import snapshot
from annotator.project.checking import Verification
from annotator.project.checking import verify as check
from annotator.project.project import Project


class VerifyCancelledError(UserError):
    """Somebody asked the check to stop; whether the project is sound is not known."""


def verify(project: Project, report: Report = silent, cancelled: Cancelled = never) -> Verification:
    """Check ``project`` and return everything that is not as it should be.

    A copy is checked, page for page the same, so that nobody who works in the project waits. It lies in a folder that
    only its owner can read, and is gone afterwards.

    Raises:
        VerifyCancelledError: if it was cancelled.
        UserError: if the project cannot be copied, or is too damaged to be opened.
    """

    def went_on(done: int, total: int) -> bool:
        report(done, total, "checking articles")
        if cancelled() and done < total:
            raise VerifyCancelledError(f"The check was stopped after {done} of {total} articles.")
        return True

    report(0, 0, "copying the project")
    with TemporaryDirectory(prefix="annotator-") as folder:
        copy = Path(folder) / project.path.name
        snapshot(project.path, copy)
        report(0, 0, "checking the file")
        with Project.open(copy, project.annotator, read_only=True) as copied:
            return check(copied, went_on)
