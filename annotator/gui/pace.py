"""Pace: how long somebody has really been at work, in this session and on each article.

Kept in memory, and forgotten with the window. Only if the project says so, the time spent on an article is kept in it.
"""

from collections.abc import Callable
from time import monotonic

import msgspec
from PySide6.QtCore import QObject, QTimer, Signal

from annotator.gui.article.view import ArticleView
from annotator.gui.panels.desk import Desk
from annotator.gui.session import Session
from annotator.model.article import ArticleKey
from annotator.project import timing
from annotator.project.changes import Changes
from annotator.project.ops import Op
from annotator.project.project import Project

LONGEST_PAUSE = 60.0
"""Seconds without a key, a click or an edit, after which nobody is taken to be at work."""

_SECONDS_AN_HOUR = 3600.0
_TOO_SHORT = 60.0
"""Seconds of work from which nobody's pace can be told."""


class ActiveTime:
    """A clock that stands still while nobody does anything."""

    def __init__(self, now: Callable[[], float] = monotonic) -> None:
        self._now = now
        self._last: float | None = None
        self.seconds = 0.0

    def touch(self) -> float:
        """Say that somebody did something; return how many seconds that adds."""
        now = self._now()
        added = 0.0 if self._last is None else min(now - self._last, LONGEST_PAUSE)
        self._last = now
        self.seconds += added
        return added


class SessionPace(msgspec.Struct, frozen=True):
    """What was done since the project was opened."""

    seconds: float
    """At work, pauses of more than a minute left out."""
    spans: int
    articles: int

    def an_hour(self, count: int) -> float | None:
        """Return ``count`` as so many an hour; nothing if it is too early to say."""
        return count * _SECONDS_AN_HOUR / self.seconds if self.seconds >= _TOO_SHORT else None


class Pace(QObject):
    """Follows the reader. Nothing is asked of the project until somebody wants to know."""

    recording_changed = Signal()
    """From now on the project keeps the time spent, or no longer."""

    def __init__(self, session: Session, desk: Desk, view: ArticleView) -> None:
        super().__init__(session)
        self._session = session
        self._desk = desk
        self._writing = QTimer(self, singleShot=True, interval=0)
        self._writing.timeout.connect(self._write)
        self._begin()
        self.recording_changed.connect(self._read_wish)
        session.opened.connect(self._begin)
        session.closing.connect(self.keep)
        session.changed.connect(self._take_in)
        desk.laid.connect(lambda: self.turn_to(desk.key))
        view.caretMoved.connect(self.touch)
        view.verticalScrollBar().valueChanged.connect(self.touch)

    def touch(self, _: object = None) -> None:
        """Say that somebody is at work."""
        added = self._clock.touch()
        if self._article is not None and added:
            self._spent[self._article] = self._spent.get(self._article, 0.0) + added

    def question(self) -> Callable[[Project], SessionPace]:
        """Return what answers, in any thread, what was done since the project was opened."""
        seconds, newest, finished = self._clock.seconds, self._newest, frozenset(self._finished)

        def answer(project: Project) -> SessionPace:
            spans = timing.count_spans_since(project, newest)
            return SessionPace(seconds, spans, timing.count_done_among(project, finished))

        return answer

    def keep(self) -> None:
        """Put into the project what was spent on articles so far, if the project wants that."""
        self._writing.stop()
        self._write()

    def _begin(self) -> None:
        self._clock = ActiveTime()
        self._article: ArticleKey | None = self._desk.key
        self._spent: dict[ArticleKey, float] = {}
        self._finished: set[ArticleKey] = set()
        self._newest = self._session.ask(timing.newest_span) or 0
        self._read_wish()

    def _read_wish(self) -> None:
        self._recorded = bool(self._session.ask(timing.is_recorded))

    def turn_to(self, article: ArticleKey | None) -> None:
        """Say which article the reader looks at from now on, if any."""
        if article == self._article:
            return
        self.touch()
        self._article = article
        if self._spent:
            # When the new article has been painted: nobody should wait for a note about the old one.
            self._writing.start()

    def _take_in(self, changes: Changes) -> None:
        self.touch()
        if changes.op == Op.STATUS:
            self._finished |= changes.listing

    def _write(self) -> None:
        if not self._session.writable or self._session.held:
            # While a large step has the file, nothing is written; it is with the next article.
            return
        whole = {article: int(seconds) for article, seconds in self._spent.items()}
        if self._recorded and any(whole.values()):
            self._session.ask(lambda project: timing.add_time(project, whole))
        # What is left of a second counts the next time.
        self._spent = {article: seconds % 1 for article, seconds in self._spent.items()}
