"""The left side of Review: how far it is, which conflicts are listed, and the list."""

from collections.abc import Iterable
from functools import partial
from typing import NamedTuple

import msgspec
from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QComboBox, QGridLayout, QLineEdit, QProgressBar, QVBoxLayout, QWidget

from annotator.gui.background import Job, Runner
from annotator.gui.panels.pane import Pane, faint, named
from annotator.gui.panels.wording import short
from annotator.gui.plain import plain_label
from annotator.gui.review.queue_model import WAITING, QueueModel
from annotator.gui.review.queue_view import QueueView
from annotator.gui.review.wording import DIFFERENCE_NAMES, STATE_NAMES, decided_words
from annotator.gui.session import Session
from annotator.jobs.comparing import refresh
from annotator.jobs.progress import Cancelled, Report
from annotator.model.article import ArticleKey
from annotator.project import reading
from annotator.project.changes import Changes
from annotator.project.conflict_cache import Counts, KeptConflict, conflicts_of, counts
from annotator.project.conflict_queue import UNDECIDED, ConflictQuery, Place, QueueOrder, queue, title_of
from annotator.project.ops import Op
from annotator.project.project import Project

_TYPING_PAUSE = 250
_SETTLED = 400
"""Milliseconds after an edit before the list is made anew."""
_ORDERS: tuple[tuple[QueueOrder, str], ...] = (
    ("value", "figures and claims first"),
    ("kind", "by what differs"),
    ("story", "by story"),
    ("article", "by article"),
)
_STATES = ((UNDECIDED, "not decided"), *((state, words) for state, words in STATE_NAMES.items()), ("", "any state"))


class QueuePane(Pane):
    """Lists conflicts. Which there are is found out beside the window; the list never waits, and neither does a key."""

    chosen = Signal(object)
    """The :data:`~annotator.project.conflict_queue.Place` that the reader went to in the list."""
    entered = Signal()
    """The reader wants to answer."""
    listed = Signal()
    """The list was made anew."""

    def __init__(self, session: Session, runner: Runner, parent: QWidget | None = None) -> None:
        super().__init__("conflictPane", "Conflicts", parent)
        self._session = session
        self._runner = runner
        self._job: Job | None = None
        self.counts = Counts()
        self.ready = False
        """Whether the list was made once since the project was opened."""
        self.model = QueueModel(self._read, self)
        self.view = QueueView(self.model)
        self.box.addWidget(self._build_progress())
        self.box.addWidget(self._build_filters())
        self.nothing = faint(plain_label("", wrap=True, name="noConflicts"))
        self.nothing.setContentsMargins(10, 8, 10, 8)
        self.box.addWidget(self.nothing)
        self.box.addWidget(self.view, 1)
        self.set_main(self.view)
        self._again = QTimer(self, singleShot=True, interval=_SETTLED)
        self._again.timeout.connect(self.refresh)
        self.view.row_chosen.connect(self._choose)
        self.view.entered_conflict.connect(self.entered)
        session.opened.connect(self._begin)
        session.closed.connect(self._clear)
        session.changed.connect(self._take_in)

    @property
    def busy(self) -> bool:
        """Whether the list is being made anew, or soon will be."""
        return self._job is not None or self._again.isActive()

    def query(self) -> ConflictQuery:
        """Return which conflicts are wished for."""
        return ConflictQuery(
            self.order.currentData() or "value",
            self.states.currentData() if self.states.currentData() is not None else UNDECIDED,
            self.kinds.currentData() or "",
            self.tags.currentData() or "",
            self.layers.currentData() or "",
            self.words.text().strip(),
        )

    def focus_filter(self) -> None:
        """Put the keyboard into the line for words."""
        self.words.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.words.selectAll()

    def go_to(self, place: Place | None) -> None:
        """Show at which conflict the reader is."""
        row = self.model.row_of(place)
        if row >= 0:
            self.view.go_to(row)

    def refresh(self) -> None:
        """Compare what has changed and list the conflicts anew, beside the window."""
        project = self._session.project
        if project is None:
            return
        if self._job is not None:
            self._job.cancel()
        query = self.query()

        def work(report: Report, cancelled: Cancelled) -> _Found:
            with project.sibling() as own:
                return _found(own, query, report, cancelled)

        job = self._job = self._runner.run(
            "Comparing the layers",
            work,
            done=lambda found: self._show(project, job, query, found),
            failed=lambda error: self._fail(job, str(error)),
        )

    def offer(self) -> None:
        """Offer the tags and layers of the project in the filters."""
        project = self._session.project
        if project is None:
            return
        layers = [name for name in self._session.ask(reading.annotators) or [] if name != "gold"]
        _fill(self.tags, [("any tag", ""), *((short(tag.name, 30), tag.name) for tag in project.tagset.tags)])
        _fill(self.layers, [("any layer", ""), *((short(name, 30), name) for name in layers)])

    def showEvent(self, event: QShowEvent) -> None:
        """Make the list, unless nothing has changed."""
        super().showEvent(event)
        if not self.ready and self._job is None:
            self.refresh()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Go from the words into the list with Down, and out of them with Escape."""
        if watched is self.words and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._typing.stop()
                self.refresh()
                self.view.setFocus()
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.words.clear()
                self.entered.emit()
                return True
        return super().eventFilter(watched, event)

    def _build_progress(self) -> QWidget:
        part = QWidget()
        box = QVBoxLayout(part)
        box.setContentsMargins(10, 8, 10, 2)
        box.setSpacing(4)
        self.progress = plain_label("", name="reviewProgress")
        self.bar = named(QProgressBar(), "reviewBar", "How many conflicts are decided")
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(4)
        box.addWidget(self.progress)
        box.addWidget(self.bar)
        return part

    def _build_filters(self) -> QWidget:
        part = QWidget()
        grid = QGridLayout(part)
        grid.setContentsMargins(10, 4, 10, 4)
        grid.setSpacing(4)
        self.words = named(QLineEdit(), "conflictFilter", "List only conflicts with these words")
        self.words.setPlaceholderText("filter conflicts …")
        self.words.setClearButtonEnabled(True)
        self.words.installEventFilter(self)
        self._typing = QTimer(self, singleShot=True, interval=_TYPING_PAUSE)
        self._typing.timeout.connect(self.refresh)
        self.words.textEdited.connect(lambda _: self._typing.start())
        self.order = self._choice("conflictOrder", "In which order", [(words, order) for order, words in _ORDERS])
        self.states = self._choice("conflictState", "In which state", [(words, state) for state, words in _STATES])
        kinds = [("any difference", ""), *((words, kind) for kind, words in DIFFERENCE_NAMES.items())]
        self.kinds = self._choice("conflictKind", "What differs", kinds)
        self.tags = self._choice("conflictTag", "With which tag", [("any tag", "")])
        self.layers = self._choice("conflictLayer", "Answered by which layer", [("any layer", "")])
        grid.addWidget(self.words, 0, 0, 1, 2)
        grid.addWidget(self.order, 1, 0, 1, 2)
        for number, choice in enumerate((self.states, self.kinds, self.tags, self.layers)):
            grid.addWidget(choice, 2 + number // 2, number % 2)
        return part

    def _choice(self, called: str, spoken: str, entries: Iterable[tuple[str, str]]) -> QComboBox:
        choice = named(QComboBox(), called, spoken)
        choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        choice.setMinimumContentsLength(6)
        for words, value in entries:
            choice.addItem(words, value)
        choice.activated.connect(lambda _: self.refresh())
        return choice

    def _begin(self) -> None:
        self._clear()
        self.offer()

    def _clear(self) -> None:
        self._again.stop()
        if self._job is not None:
            self._job.cancel()
            self._job = None
        self.ready = False
        self._say(Counts())
        self.model.fill(())

    def _choose(self, row: int) -> None:
        place = self.model.place(row)
        if place is not None:
            self.chosen.emit(place)

    def _show(self, project: Project, job: Job, query: ConflictQuery, found: "_Found") -> None:
        if job is not self._job or self._session.project is not project:
            return
        self._job = None
        self.ready = True
        self.model.fill(found.places, found.waiting)
        self._say(found.counts)
        filtered = query != ConflictQuery(order=query.order)
        self.nothing.setText("No conflict is listed by these filters." if filtered else _all_done(found.counts))
        self.nothing.setVisible(not found.places)
        self.listed.emit()

    def _fail(self, job: Job, why: str) -> None:
        if job is self._job:
            self._job = None
            self._session.refused.emit(why)

    def _say(self, found: Counts) -> None:
        self.counts = found
        total = found.open + found.decided
        self.progress.setText(decided_words(found.decided, total))
        self.bar.setMaximum(max(1, total))
        self.bar.setValue(found.decided)

    def _take_in(self, changes: Changes) -> None:
        """Show at once what a decision did to its own article; make the list anew only for more than that."""
        if changes.tagset or changes.wholesale:
            self.offer()
        if not self.ready:
            return
        touched: set[ArticleKey] = {*changes.articles, *changes.listing, *changes.decided}
        # A step back or forth does not compare again what it changed.
        compared = changes.op not in (Op.UNDO, Op.REDO)
        if changes.decided and not changes.wholesale and compared:
            self.model.forget(touched)
            self._say(self._session.ask(counts) or self.counts)
        elif self.isVisible():
            self._again.start()
        else:
            self.ready = False

    def _read(self, article: ArticleKey) -> tuple[str, dict[str, KeptConflict]]:
        title = self._session.ask(partial(title_of, article=article)) or ""
        rows = self._session.ask(lambda project: conflicts_of(project, [article])) or []
        return title, {row.conflict.id: row.conflict for row in rows}


class _Found(NamedTuple):
    """How the review stands, which conflicts are listed, and which of those wait for a decision."""

    counts: Counts
    places: list[Place]
    waiting: set[Place]


def _found(project: Project, query: ConflictQuery, report: Report, cancelled: Cancelled) -> _Found:
    # What may only be read is listed as far as it was compared.
    found = counts(project) if project.read_only else refresh(project, report, cancelled)
    if cancelled():
        return _Found(found, [], set())
    waiting = [queue(project, msgspec.structs.replace(query, order="article", state=state)) for state in WAITING]
    return _Found(found, queue(project, query), set().union(*waiting))


def _all_done(found: Counts) -> str:
    if found.decided:
        return "Every conflict is decided."
    return "The layers do not differ anywhere." if found.articles else "No article was done by two annotators yet."


def _fill(choice: QComboBox, entries: Iterable[tuple[str, str]]) -> None:
    """Offer other entries; the same one stays chosen if it is still there."""
    with QSignalBlocker(choice):
        before = choice.currentData()
        choice.clear()
        for words, value in entries:
            choice.addItem(words, value)
        choice.setCurrentIndex(max(0, choice.findData(before)))
