"""Opening a project to work in it: the sign goes up first, so that nobody else edits at the same time."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from annotator.errors import UserError
from annotator.model.naming import shown
from annotator.project.connection import version_of
from annotator.project.presence import Presence
from annotator.project.project import Project


@contextmanager
def open_for_editing(path: Path, annotator: str) -> Iterator[Project]:
    """Open the project at ``path`` for as long as the block lasts.

    Raises:
        InUseError: if another program edits it.
        UserError: if it is no project, or cannot be written.
    """
    version_of(path)
    try:
        presence = Presence.take(path)
    except OSError as error:
        called = shown(path.name)
        raise UserError(f"{called} cannot be edited: its folder is not writable ({error.strerror}).") from error
    try:
        with Project.open(path, annotator) as project:
            yield project
    finally:
        presence.release()
