"""Whether there is anything to review, found out after the window has painted; until then there is no such mode."""

from PySide6.QtCore import QObject, QTimer, Signal

from annotator.gui.actions import ActionTable
from annotator.gui.session import Session
from annotator.project.changes import Changes
from annotator.project.reading import anything_to_review

_PAUSE = 300
"""Milliseconds after which the question is asked: nobody waits for the answer."""


class Reviewable(QObject):
    """Shows the mode Review once two annotators have done an article, and as long as the project is open."""

    changed = Signal()
    """There is something to review now, or no longer."""

    def __init__(self, session: Session, actions: ActionTable) -> None:
        super().__init__(session)
        self._session = session
        self._action = actions.action("view.mode_review")
        self.now = False
        self._action.setVisible(False)
        self._asking = QTimer(self, singleShot=True, interval=_PAUSE)
        self._asking.timeout.connect(self.ask)
        session.opened.connect(self._begin)
        session.closed.connect(lambda: self._set(now=False))
        session.changed.connect(self._take_in)

    def ask(self) -> None:
        """Find it out now."""
        self._asking.stop()
        self._set(now=bool(self._session.ask(anything_to_review)))

    def _begin(self) -> None:
        self._set(now=False)
        self._asking.start()

    def _take_in(self, changes: Changes) -> None:
        if not self.now and (changes.listing or changes.wholesale):
            self._asking.start()

    def _set(self, *, now: bool) -> None:
        if now != self.now:
            self.now = now
            self._action.setVisible(now)
            self.changed.emit()
