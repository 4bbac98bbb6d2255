"""Which actions are possible, and what undo and redo are called at the moment."""

from collections.abc import Iterable

from PySide6.QtCore import QObject, QTimer

from annotator.gui.actions import ActionTable, When
from annotator.gui.background import Runner
from annotator.gui.modes import ANNOTATE, EXPLORE, REVIEW, Modes
from annotator.gui.panels.desk import Desk
from annotator.gui.panels.wording import step_words, without_isolates
from annotator.gui.session import Session
from annotator.project import history
from annotator.project.changes import Changes
from annotator.project.history import StepInfo
from annotator.project.ops import Op

_EDITS = (When.WRITABLE, When.UNDO, When.REDO, When.DECIDABLE)
_IN_AN_ARTICLE = (When.ARTICLE, When.EDITABLE_ARTICLE, When.FINISHABLE, When.SPAN)
_IN_REVIEW = (When.REVIEW, When.CONFLICT, When.DECIDABLE)
_WHY_NOT = {
    When.UNDO: "There is nothing to undo.",
    When.REDO: "There is nothing to redo.",
    When.REVIEWABLE: "There is nothing to review: no article was done by two annotators yet.",
    When.CONFLICT: "No conflict is shown.",
    When.DECIDABLE: "No conflict is shown.",
    When.IDLE_PROJECT: "Something else is going on in the project; wait for it, or cancel it.",
}


class ActionStates(QObject):
    """Keeps the actions true to what is open. Naming a step costs a query, so it waits until the window has painted."""

    def __init__(self, actions: ActionTable, session: Session, desk: Desk, runner: Runner, modes: Modes) -> None:
        super().__init__(session)
        self._actions = actions
        self._session = session
        self._desk = desk
        self._runner = runner
        self._modes = modes
        self._now: set[When] | None = None
        self._history: set[When] = set()
        self._more: frozenset[When] = frozenset()
        self._naming = QTimer(self, singleShot=True, interval=0)
        self._naming.timeout.connect(self._name_history)
        for signal in (
            desk.laid,
            desk.current_changed,
            desk.state_changed,
            runner.started,
            runner.finished,
            modes.changed,
        ):
            signal.connect(self._update)
        session.opened.connect(self._begin)
        session.closed.connect(self._begin)
        session.changed.connect(self._take_in)
        self._begin()

    def why_not(self, when: When) -> str:
        """Say in a sentence why ``when`` is not the case."""
        if self._session.project is None:
            return "No project is open."
        if when in _EDITS and not self._session.writable:
            return self._session.why_read_only or "The project is open to be read only."
        elsewhere = self._where(when)
        if elsewhere:
            return elsewhere
        if when in _IN_AN_ARTICLE and self._desk.article is None:
            return "No article is open."
        if when is When.SPAN:
            key = self._actions.key_of("span.next")
            return f"No span is current; go to one{f' with {key}' if key else ''}."
        return _WHY_NOT.get(when, "That is not possible now.")

    def _where(self, when: When) -> str:
        """Say in which mode something would be possible, if it is not this one."""
        if self._modes.now != REVIEW and when in _IN_REVIEW:
            return "That is for the review of conflicts."
        if self._modes.now != ANNOTATE and when in (When.ANNOTATE, *_IN_AN_ARTICLE):
            key = self._actions.key_of("view.mode_annotate")
            return f"That is for articles; go back to them{f' with {key}' if key else ''}."
        return ""

    def set_more(self, states: Iterable[When]) -> None:
        """Say what else is the case, which only a mode that is built later knows."""
        self._more = frozenset(states)
        self._update()

    def _begin(self) -> None:
        self._actions.set_tags(self._session.project.tagset if self._session.project is not None else None)
        self._name_history()

    def _take_in(self, changes: Changes) -> None:
        if changes.tagset:
            self._actions.set_tags(self._session.project.tagset if self._session.project is not None else None)
        if changes.op not in (Op.UNDO, Op.REDO) and not changes.wholesale:
            # A new step can always be taken back, and leaves nothing to be done again.
            self._history = {When.UNDO}
            self._update()
        self._naming.start()

    def _update(self) -> None:
        states = self._history | self._more | _states(self._session, self._desk, self._runner, self._modes.now)
        if states != self._now:
            self._now = states
            self._actions.set_states(states)

    def _name_history(self) -> None:
        undo = self._session.ask(history.next_undo) if self._session.writable else None
        redo = self._session.ask(history.next_redo) if self._session.writable else None
        self._history = {state for state, step in ((When.UNDO, undo), (When.REDO, redo)) if step is not None}
        self._actions.set_text("edit.undo", _called("Undo", undo))
        self._actions.set_text("edit.redo", _called("Redo", redo))
        self._update()


def _called(what: str, step: StepInfo | None) -> str:
    return what if step is None else f"{what}: {without_isolates(step_words(step))}"


def _states(session: Session, desk: Desk, runner: Runner, mode: str) -> set[When]:
    """Return what is the case.

    Edits stay possible to ask for while they would be refused: the refusal says why, a key that is dead does not.
    """
    states: set[When] = set()
    if session.project is None:
        return states
    states.add(When.PROJECT)
    if not runner.busy:
        states.add(When.IDLE_PROJECT)
    if session.writable:
        states.add(When.WRITABLE)
    if mode == EXPLORE:
        states.add(When.EXPLORE)
    if mode != ANNOTATE:
        return states
    states.add(When.ANNOTATE)
    if desk.article is not None:
        states |= {When.ARTICLE, When.EDITABLE_ARTICLE, When.FINISHABLE}
        if desk.current is not None:
            states.add(When.SPAN)
    return states
