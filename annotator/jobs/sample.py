"""The sample project: invented wire articles, and what two annotators made of some of them."""

from importlib.resources import as_file
from pathlib import Path

from annotator.data import sample_corpus
from annotator.errors import UserError
from annotator.jobs.creating import new_project
from annotator.jobs.importing import ImportOptions, import_paths
from annotator.jobs.people import default_annotator
from annotator.jobs.progress import Cancelled, Report, never, silent
from annotator.project.opening import open_for_editing

SAMPLE_NAME = "sample.annotator"


def make_sample(
    path: Path, annotator: str | None = None, report: Report = silent, cancelled: Cancelled = never
) -> None:
    """Make a project at ``path`` that holds the sample articles and the layers of their two annotators.

    Raises:
        UserError: if the project cannot be made there.
    """
    name = annotator or default_annotator()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UserError(f"No folder can be made at {path.parent} ({error.strerror}).") from error
    new_project(path, name)
    with open_for_editing(path, name) as project:
        for file in sorted(sample_corpus().iterdir(), key=lambda entry: (entry.name != "articles.jsonl", entry.name)):
            if file.name.endswith(".jsonl"):
                with as_file(file) as on_disk:
                    import_paths(project, [on_disk], ImportOptions(), report, cancelled)
