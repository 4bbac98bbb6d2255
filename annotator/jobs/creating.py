"""Making projects: an empty one, and the sample."""

from pathlib import Path

from annotator.data import resources
from annotator.jobs.tagset_files import load_tagset
from annotator.model.tagset import Tagset, read_tagset


def default_tagset() -> Tagset:
    """Return the tagset that a project gets when no other is named."""
    return read_tagset((resources() / "tagsets" / "conflict_news.json").read_bytes(), "the default tagset")


def new_project(path: Path, annotator: str, tagset: Path | None = None) -> None:
    """Make an empty project at ``path``, with the tagset in the file ``tagset`` or the default one.

    Raises:
        UserError: if the tagset cannot be read, or the project cannot be made; nothing is left behind.
    """
    from annotator.project.creating import create

    create(path, default_tagset() if tagset is None else load_tagset(tagset), annotator)
