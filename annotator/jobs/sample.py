"""The sample project: invented wire articles, and what two annotators made of some of them."""

from contextlib import ExitStack
from importlib.resources import as_file
from pathlib import Path

from annotator.data import sample_corpus
from annotator.errors import UserError
from annotator.jobs.creating import new_project
from annotator.jobs.importing import ImportOptions, import_paths
from annotator.jobs.people import default_annotator
from annotator.jobs.progress import Cancelled, Report, never, silent
from annotator.model.naming import shown
from annotator.project.opening import open_for_editing

SAMPLE_NAME = "sample.annotator"


def make_sample(
    path: Path, annotator: str | None = None, report: Report = silent, cancelled: Cancelled = never
) -> None:
    """Make a project at ``path`` that holds the sample articles and the layers of their two annotators.

    Raises:
        UserError: if the project cannot be made there, or it was cancelled; nothing is left behind.
    """
    name = annotator or default_annotator()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UserError(f"No folder can be made at {shown(str(path.parent))} ({error.strerror}).") from error
    new_project(path, name)
    try:
        _fill(path, name, report, cancelled)
    except BaseException:
        # Half a sample would be taken for the whole one from now on.
        path.unlink()
        raise


def _fill(path: Path, annotator: str, report: Report, cancelled: Cancelled) -> None:
    # The articles first, so that they are listed in their own order.
    shipped = sorted(sample_corpus().iterdir(), key=lambda file: (file.name != "articles.jsonl", file.name))
    with open_for_editing(path, annotator) as project, ExitStack() as unpacked:
        files = [unpacked.enter_context(as_file(file)) for file in shipped if file.name.endswith(".jsonl")]
        if import_paths(project, files, ImportOptions(), report, cancelled).cancelled:
            raise UserError("Making the sample was stopped; nothing was made.")
