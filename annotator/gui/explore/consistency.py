"""The page Consistency: one finding after the other, settled by a key each."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from annotator.gui.actions import ActionTable
from annotator.gui.background import Runner
from annotator.gui.explore.concordance import BULK_COMMANDS
from annotator.gui.explore.confirming import ConfirmBar
from annotator.gui.explore.findings import answer_words, find_findings, find_places, finding_words
from annotator.gui.explore.hit_model import HitModel
from annotator.gui.explore.hit_view import HitView
from annotator.gui.explore.stream import Stream
from annotator.gui.panels.desk import Desk
from annotator.gui.panels.pane import Pane, faint, named
from annotator.gui.plain import elided_label, plain_label, without_mnemonic
from annotator.gui.session import Session
from annotator.model.findings import Finding
from annotator.model.hits import Hit
from annotator.project.changes import Changes
from annotator.project.concordance import HitQuery
from annotator.project.ops import Op

MOST_FINDINGS = 5_000
MOST_PLACES = 1_000
_MOST_ALTERNATIVES = 9
"""As many as there are digits."""

_ANSWERS_A_LINE = 3
_WIDEST_ANSWER = 300

_HINT = "a digit makes all alike · Space: it is fine so · Right, Left: next, previous · Enter opens a place"


Fix = Callable[[Finding, str], bool]


class ConsistencyPage(Pane):
    """Shows a finding with its places. What is to be done about it, it only asks for, and goes on."""

    opened = Signal(object)
    """The :class:`~annotator.model.hits.Hit` to go to."""
    bulk_wanted = Signal(object, object)
    """An :class:`~annotator.gui.specs.ActionSpec` of :data:`BULK_COMMANDS`, and the chosen hits."""

    def __init__(
        self,
        session: Session,
        desk: Desk,
        runners: tuple[Runner, Runner],
        actions: ActionTable,
        fix: Fix,
        settle: Callable[[Finding], bool],
        parent: QWidget | None = None,
    ) -> None:
        """Make the page.

        Args:
            session: the project.
            desk: knows how tags look.
            runners: one looks for findings; the other shows the places of one meanwhile.
            actions: tell the keys of tags.
            fix: makes all places of a finding as the alternative of that name says; answers whether it did.
            settle: remembers that a finding is as it was meant; answers whether it did.
            parent: the widget it belongs to.
        """
        super().__init__("consistencyPage", "Consistency", parent)
        self._session = session
        self._desk = desk
        self._fix = fix
        self._settle = settle
        self._deciding = False
        self.query = HitQuery()
        """What the places are: the own layer’s, whatever their tag."""
        self.findings: list[Finding] = []
        self._at = 0
        self._dealt_with: list[int] = []
        """The findings that were dealt with here, in that order."""
        self._fresh: list[Finding] | None = None
        self._stale = True
        self.model = HitModel(self)
        self.stream = Stream(session, runners[0], self)
        self.places = Stream(session, runners[1], self)
        self.view = HitView(self.model, "findingPlaces", "Places of this finding")
        self.view.take_keys_of(actions, BULK_COMMANDS)
        self.view.installEventFilter(self)
        self.confirm = ConfirmBar(self.view)
        self.box.addWidget(self._build_top())
        self.box.addWidget(self.view, 1)
        self.box.addWidget(self.confirm)
        self.set_main(self.view)
        self._connect()

    @property
    def finding(self) -> Finding | None:
        """The finding that is shown."""
        return self.findings[self._at] if self._at < len(self.findings) else None

    def search(self) -> None:
        """Look for findings anew; the one shown stays if it is found again."""
        self._stale = False
        self._fresh = [] if self.findings else None
        self.stream.start(find_findings, MOST_FINDINGS)
        self._show_progress()

    def go(self, step: int) -> None:
        """Show the next finding (``step`` 1) or the one before (-1), without deciding anything."""
        at = self._at + step
        if 0 <= at <= len(self.findings):
            self._show(at)

    def fix(self, alternative: int) -> None:
        """Make all places as the alternative with this number says, counted from 0, and go on."""
        finding = self.finding
        if finding is not None and alternative < len(finding.alternatives):
            self._decide(lambda: self._fix(finding, finding.alternatives[alternative].name))

    def call_fine(self) -> None:
        """Remember that the finding is as it was meant, and go on."""
        finding = self.finding
        if finding is not None:
            self._decide(lambda: self._settle(finding))

    def showEvent(self, event: QShowEvent) -> None:
        """Look for findings, unless nothing has changed."""
        super().showEvent(event)
        if self._stale:
            self.search()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Decide by digits and Space, go on with the arrows."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and not event.modifiers():
            if event.text().isascii() and event.text().isdigit():
                self.fix(int(event.text()) - 1 if event.text() != "0" else _MOST_ALTERNATIVES)
                return True
            if event.key() == Qt.Key.Key_Space:
                self.call_fine()
                return True
            if event.key() in (Qt.Key.Key_Right, Qt.Key.Key_Left):
                self.go(1 if event.key() == Qt.Key.Key_Right else -1)
                return True
        return super().eventFilter(watched, event)

    def _build_top(self) -> QWidget:
        top = QWidget()
        box = QVBoxLayout(top)
        box.setContentsMargins(12, 10, 12, 6)
        box.setSpacing(6)
        self.progress = plain_label("", name="findingProgress")
        self.hint = faint(elided_label("findingHint"))
        self.hint.setText(_HINT)
        self.hint.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        first = QHBoxLayout()
        first.addWidget(faint(self.progress))
        first.addSpacing(16)
        first.addWidget(self.hint, 1)
        self.what = plain_label("", wrap=True, name="findingWords")
        font = QFont(self.what.font())
        font.setPointSizeF(font.pointSizeF() * 1.15)
        self.what.setFont(font)
        box.addLayout(first)
        box.addWidget(self.what)
        box.addLayout(self._build_answers())
        return top

    def _build_answers(self) -> QGridLayout:
        grid = self._grid = QGridLayout()
        grid.setSpacing(6)
        self.answers = [
            named(QPushButton(), f"answer_{number + 1}", f"Answer {number + 1}") for number in range(_MOST_ALTERNATIVES)
        ]
        self.fine = named(QPushButton("Space  it is fine so"), "answerFine", "It is fine so; do not show this again")
        for number, button in enumerate(self.answers):
            button.clicked.connect(partial(self._answer, number))
        self.fine.clicked.connect(self._answer_fine)
        for number, button in enumerate((*self.answers, self.fine)):
            button.setAutoDefault(True)
            button.setMaximumWidth(_WIDEST_ANSWER)
            button.hide()
            self._put_answer(button, number)
        grid.setColumnStretch(_ANSWERS_A_LINE, 1)
        return grid

    def _put_answer(self, button: QPushButton, number: int) -> None:
        self._grid.addWidget(button, number // _ANSWERS_A_LINE, number % _ANSWERS_A_LINE)

    def _answer(self, number: int) -> None:
        self.fix(number)
        self.view.setFocus()

    def _answer_fine(self) -> None:
        self.call_fine()
        self.view.setFocus()

    def _connect(self) -> None:
        self.stream.arrived.connect(self._take)
        self.stream.ended.connect(self._finish)
        self.places.arrived.connect(self._take_places)
        self.view.opened.connect(self.opened)
        self.view.asked.connect(lambda spec: self.bulk_wanted.emit(spec, self.model.hits(self.view.chosen())))
        self.view.escaped.connect(self.stream.stop)
        self._session.opened.connect(self._begin)
        self._session.closed.connect(self._begin)
        self._session.changed.connect(self._take_in)

    def _begin(self) -> None:
        self.stream.stop()
        self.places.stop()
        self.findings, self._fresh, self._stale = [], None, True
        self._dealt_with.clear()
        self._show(0)

    def _decide(self, decide: Callable[[], bool]) -> None:
        """Decide about the finding that is shown, and show the next one if that was done."""
        at = self._at
        self._deciding = True
        try:
            done = decide()
        finally:
            self._deciding = False
        if done:
            self._dealt_with.append(at)
            self._show(at + 1)

    def _take(self, page: list[Finding]) -> None:
        if self._fresh is not None:
            self._fresh += page
            return
        first = not self.findings
        self.findings += page
        if first:
            self._show(0)
        self._show_progress()

    def _finish(self) -> None:
        if self._fresh is not None:
            self._replace(self._fresh)
            self._fresh = None
        self._show_progress()

    def _replace(self, fresh: list[Finding]) -> None:
        shown = self.finding
        known = [(finding.kind, finding.compared) for finding in fresh]
        here = (shown.kind, shown.compared) if shown is not None else None
        self.findings = fresh
        self._dealt_with.clear()
        self._show(known.index(here) if here in known else min(self._at, len(fresh)))

    def _show(self, at: int) -> None:
        self._at = at
        self.confirm.refuse()
        self.model.clear()
        self.model.styles = self._desk.styles
        finding = self.finding
        self._show_answers(finding)
        self._show_progress()
        if finding is None:
            self.places.stop()
        else:
            self.what.setText(finding_words(finding))
            self.places.start(partial(find_places, finding), MOST_PLACES)

    def _show_answers(self, finding: Finding | None) -> None:
        alternatives = () if finding is None else finding.alternatives
        for number, button in enumerate(self.answers):
            button.setVisible(number < len(alternatives))
            if finding is not None and number < len(alternatives):
                answer = answer_words(finding, alternatives[number])
                button.setText(without_mnemonic(f"{number + 1}  {answer}"))
                button.setAccessibleName(answer)
        self._put_answer(self.fine, min(len(alternatives), _MOST_ALTERNATIVES))
        self.fine.setVisible(finding is not None)

    def _take_places(self, page: list[Hit]) -> None:
        first = not len(self.model)
        self.model.add(page)
        if first:
            self.view.go_to_row(0)

    def _show_progress(self) -> None:
        total, searching = len(self.findings), " · searching…" if self.stream.running else ""
        if self.finding is not None:
            self.progress.setText(f"finding {self._at + 1:,} of {total:,}{searching}")
            return
        self.progress.setText(searching.removeprefix(" · "))
        if not searching:
            self.what.setText("That was the last one." if total else "Nothing is marked now this way and now that.")
        else:
            self.what.setText("")

    def _take_in(self, changes: Changes) -> None:
        if self._deciding:
            return
        if changes.op == Op.UNDO and self.isVisible() and self._dealt_with:
            # What was undone is most probably what was decided here last; it can be decided anew.
            self._show(self._dealt_with.pop())
            return
        self._stale = True
        self.model.apply(changes.articles, self._session.annotator)
