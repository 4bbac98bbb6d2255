"""The session: the project that is open, if one is, and the one door through which the window edits it."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from annotator.errors import UserError
from annotator.project.changes import Changes
from annotator.project.ops import Op
from annotator.project.presence import InUseError, Presence
from annotator.project.project import Project

T = TypeVar("T")


class Session(QObject):
    """The open project. Views learn of every edit from ``changed``, which never comes before the commit."""

    opened = Signal()
    closing = Signal()
    """The project is about to be closed, and can still be written to."""
    closed = Signal()
    changed = Signal(object)
    """:class:`~annotator.project.changes.Changes` of a step that is saved."""
    refused = Signal(object)
    """One sentence: why something did not happen."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._project: Project | None = None
        self._presence: Presence | None = None
        self._held = ""
        self.why_read_only = ""
        """Why the open project cannot be edited, in one sentence; empty if it can."""

    @property
    def project(self) -> Project | None:
        """The open project, if there is one."""
        return self._project

    @property
    def writable(self) -> bool:
        """Whether a project is open for editing."""
        return self._project is not None and not self._project.read_only

    @property
    def annotator(self) -> str:
        """Whose layer edits go to; empty if no project is open."""
        return self._project.annotator if self._project is not None else ""

    @property
    def held(self) -> bool:
        """Whether edits are refused for the time being, because a job changes what they build on."""
        return bool(self._held)

    def open(self, path: Path, annotator: str) -> bool:
        """Open the project at ``path``, for reading only if somebody else edits it; say whether that worked."""
        if self._is_open(path, annotator):
            return True
        presence, why = _take_presence(path) if path.exists() else (None, "")
        try:
            project = Project.open(path, annotator, read_only=bool(why))
        except UserError as error:
            if presence is not None:
                presence.release()
            self.refused.emit(str(error))
            return False
        self.close()
        self._project, self._presence, self.why_read_only = project, presence, why
        self.opened.emit()
        return True

    def open_for_editing(self) -> bool:
        """Try once more to edit a project that could only be read; say whether it can be edited now."""
        project = self._project
        if project is None or not project.read_only:
            return self.writable
        presence, why = _take_presence(project.path)
        if presence is None:
            self.why_read_only = why
            self.refused.emit(why)
            return False
        presence.release()
        return self.become(project.annotator) and self.writable

    def become(self, annotator: str) -> bool:
        """Open the same project again, for ``annotator``; say whether that worked."""
        if self._project is None:
            return False
        path = self._project.path
        self.close()
        return self.open(path, annotator)

    def close(self) -> None:
        """Close the project, if one is open. There is nothing to save."""
        if self._project is None:
            return
        self.closing.emit()
        self._project.close()
        self._project = None
        self.why_read_only = ""
        if self._presence is not None:
            self._presence.release()
            self._presence = None
        self.closed.emit()

    def do(self, operation: Callable[[Project], Changes]) -> Changes | None:
        """Run an edit; tell every view what it changed, or say why it was refused.

        Returns:
            What changed, which may be nothing; ``None`` if the edit was refused, and then nothing changed.
        """
        if not self.may_edit():
            return None
        changes = self.ask(operation)
        if changes:
            self.changed.emit(changes)
        return changes

    def may_edit(self) -> bool:
        """Say whether an edit can be made now; if a job holds edits back, why is said to the reader."""
        if self._held:
            self.refused.emit(self._held)
        return not self._held

    def hold(self, why: str) -> None:
        """Refuse every edit with the sentence ``why`` until :meth:`go_on`: a job is changing what edits build on."""
        self._held = why

    def go_on(self) -> None:
        """Take edits again."""
        self._held = ""

    def ask(self, question: Callable[[Project], T]) -> T | None:
        """Read something from the project; ``None`` if there is none, or if the question was refused."""
        if self._project is None:
            return None
        try:
            return question(self._project)
        except UserError as error:
            self.refused.emit(str(error))
            return None

    def take_in(self, changes: Changes) -> None:
        """Tell every view what a job has changed and saved, in the same file on a connection of its own."""
        if self._project is not None and changes:
            self._project.forget_cached()
            self.changed.emit(changes)

    def read_again(self) -> None:
        """Have every view read again what it shows, after a job has changed the project."""
        if self._project is not None:
            self._project.forget_cached()
            self.changed.emit(Changes(op=Op.IMPORT, tagset=True, wholesale=True))

    def _is_open(self, path: Path, annotator: str) -> bool:
        project = self._project
        if project is None or not path.exists() or project.annotator != annotator:
            return False
        return project.path.exists() and project.path.samefile(path)


def _take_presence(path: Path) -> tuple[Presence | None, str]:
    """Put up the sign that the project is edited here, or say why it can only be read."""
    if not os.access(path, os.W_OK):
        return None, f"{path.name} may not be written, so it is open to be read only."
    try:
        return Presence.take(path), ""
    except InUseError as error:
        return None, str(error)
    except OSError as error:
        return None, f"Nothing can be written beside {path.name} ({error.strerror}), so it is open to be read only."
