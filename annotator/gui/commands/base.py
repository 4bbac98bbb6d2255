"""What all groups of commands share: the window they act in."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from annotator.gui.article.view import ArticleView
from annotator.gui.background import Job
from annotator.gui.panels.desk import Desk
from annotator.gui.panels.status_line import StatusLine
from annotator.gui.session import Session
from annotator.gui.specs import When

if TYPE_CHECKING:
    from annotator.gui.window import MainWindow


class CommandsBase:
    """A group of commands: methods without arguments, or with the name of a tag, that actions call."""

    def __init__(self, window: "MainWindow") -> None:
        self._window = window

    def _run_alone(self, why: str, start: Callable[[], Job]) -> None:
        """Start a job that changes what edits build on; until it has ended, edits are refused with ``why``."""
        runner = self._window.runner

        def let_go(ended: Job) -> None:
            # However it ended: a job that is cancelled before its turn is neither done nor failed.
            if ended is job:
                runner.finished.disconnect(let_go)
                self._session.go_on()

        self._session.hold(why)
        runner.finished.connect(let_go)
        job = start()

    @property
    def _session(self) -> Session:
        return self._window.session

    @property
    def _desk(self) -> Desk:
        return self._window.desk

    @property
    def _view(self) -> ArticleView:
        return self._window.article_panel.view

    @property
    def _status(self) -> StatusLine:
        return self._window.status

    def _claim_tags(self) -> set[str]:
        """Return the tags whose spans are claims."""
        from annotator.model.guesses import is_about_claims

        project = self._session.project
        return set() if project is None else {tag.name for tag in project.tagset.tags if is_about_claims(tag)}

    def _why_not(self, when: When) -> str:
        """Say in a sentence why ``when`` is not the case."""
        return self._window.action_states.why_not(when)

    def _keys(self, *action_ids: str) -> str:
        """Return the keys that some actions have now, to be named in a sentence; empty if none has any."""
        return " or ".join(filter(None, map(self._window.action_table.key_of, action_ids)))
