"""The page Concordance: every place of the project that has some words, in its line, and much done to them at once."""

from collections.abc import Iterator
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from annotator.gui.actions import ActionTable
from annotator.gui.background import Runner
from annotator.gui.explore.confirming import ConfirmBar
from annotator.gui.explore.filters import Filters
from annotator.gui.explore.hit_model import HitModel
from annotator.gui.explore.hit_view import HitView
from annotator.gui.explore.stream import MOST_ROWS, Stream, WentOn
from annotator.gui.panels.desk import Desk
from annotator.gui.panels.pane import Pane, faint
from annotator.gui.plain import elided_label, plain_label
from annotator.gui.session import Session
from annotator.model.hits import Hit
from annotator.project import concordance, reading
from annotator.project.changes import Changes
from annotator.project.concordance import HitQuery
from annotator.project.project import Project

BULK_COMMANDS = frozenset({"tag", "retag", "remove_span"})
"""The commands whose keys mean the chosen rows here."""

_HINT = "Enter opens a place · a tag’s letter tags what is chosen · Shift+letter retags · Backspace clears"


class ConcordancePage(Pane):
    """Lists hits while they are found. What is to be done with them, it only asks for."""

    opened = Signal(object)
    """The :class:`~annotator.model.hits.Hit` to go to."""
    bulk_wanted = Signal(object, object)
    """An :class:`~annotator.gui.specs.ActionSpec` of :data:`BULK_COMMANDS`, and the chosen hits."""

    def __init__(
        self, session: Session, desk: Desk, runner: Runner, actions: ActionTable, parent: QWidget | None = None
    ) -> None:
        super().__init__("concordancePage", "Concordance", parent)
        self._session = session
        self._desk = desk
        self.query = HitQuery()
        self._stale = False
        """Whether the rows are to be found anew when the page is next seen."""
        self._fresh: list[Hit] | None = None
        """While the rows are searched for anew: what was found so far."""
        self.model = HitModel(self)
        self.stream = Stream(session, runner, self)
        self.filters = Filters()
        self.view = HitView(self.model, "concordanceHits", "Hits")
        self.view.take_keys_of(actions, BULK_COMMANDS)
        self.confirm = ConfirmBar(self.view)
        self.box.addWidget(self.filters)
        self.box.addWidget(self._build_counts())
        self.box.addWidget(self.view, 1)
        self.box.addWidget(self.confirm)
        self.set_main(self.filters.words)
        self.filters.words.installEventFilter(self)
        self._connect()
        self._begin()

    def search_for(self, words: str) -> None:
        """Search for words that were selected somewhere, and go to the first hit."""
        self.filters.set_words(words)
        self.view.setFocus()

    def ask_for_words(self) -> None:
        """Be ready for other words."""
        self.filters.words.setFocus()
        self.filters.words.selectAll()

    def take_focus(self) -> None:
        """Go to the hits if there are any, else to the words."""
        if len(self.model):
            self.view.setFocus()
        else:
            self.ask_for_words()

    def showEvent(self, event: QShowEvent) -> None:
        """Find the rows anew if too much has changed since they were found."""
        super().showEvent(event)
        if self._stale:
            self._search_again()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Go from the words into the hits with Down, and stop the search with Escape."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Down and len(self.model):
                self.view.setFocus()
                return True
            if event.key() == Qt.Key.Key_Escape and self.stream.running:
                self.stream.stop()
                return True
        return super().eventFilter(watched, event)

    def _build_counts(self) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(12, 0, 12, 6)
        self.count = plain_label("", name="concordanceCount")
        self.hint = faint(elided_label("concordanceHint"))
        self.hint.setText(_HINT)
        self.hint.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.count)
        row.addSpacing(16)
        row.addWidget(self.hint, 1)
        return line

    def _connect(self) -> None:
        self.filters.wanted.connect(self._search)
        self.stream.arrived.connect(self._take)
        self.stream.ended.connect(self._finish)
        self.view.opened.connect(self.opened)
        self.view.asked.connect(lambda spec: self.bulk_wanted.emit(spec, self.model.hits(self.view.chosen())))
        self.view.escaped.connect(self._leave_hits)
        self.view.selectionModel().selectionChanged.connect(lambda *_: self._show_count())
        self._session.opened.connect(self._begin)
        self._session.closed.connect(self._clear)
        self._session.changed.connect(self._take_in)

    def _begin(self) -> None:
        self._clear()
        self._offer()
        self.filters.set_words("")

    def _offer(self) -> None:
        project = self._session.project
        if project is not None:
            self.model.styles = self._desk.styles
            layers = self._session.ask(reading.annotators) or []
            self.filters.offer((tag.name for tag in project.tagset.tags), layers, self._session.annotator)

    def _clear(self) -> None:
        self.stream.stop()
        self.confirm.refuse()
        self._fresh = None
        self.model.clear()
        self._show_count()

    def _search(self) -> None:
        query = self.filters.query()
        self.query = query
        self._clear()
        wrong = self.filters.wrong_date()
        if wrong:
            self.count.setText(wrong)
        elif query.words or query.tag:
            self.stream.start(partial(_hits, query), MOST_ROWS)
            self._show_count()

    def _take(self, page: list[Hit]) -> None:
        if self._fresh is not None:
            self._fresh += page
            return
        first = not len(self.model)
        self.model.add(page)
        if first:
            self.view.go_to_row(0)
        self._show_count()

    def _finish(self) -> None:
        if self._fresh is not None:
            fresh, self._fresh = self._fresh, None
            self.view.replace(fresh)
        else:
            self.model.settle()
        self._show_count()

    def _leave_hits(self) -> None:
        if self.stream.running:
            self.stream.stop()
        else:
            self.ask_for_words()

    def _take_in(self, changes: Changes) -> None:
        if changes.tagset or changes.wholesale:
            self._offer()
        if changes.wholesale:
            self._search_again()
        else:
            self.model.apply(changes.articles, self.query.layer or self._session.annotator)

    def _search_again(self) -> None:
        """Find the rows anew after an edit too large to follow, and show them only when all are there."""
        self._stale = not self.isVisible()
        if not self._stale and len(self.model) and not self.stream.running:
            self._fresh = []
            self.stream.start(partial(_hits, self.query), MOST_ROWS)

    def _show_count(self) -> None:
        self.count.setText(self._count_words())

    def _count_words(self) -> str:
        if not (self.query.words or self.query.tag):
            return "Type words, or choose a tag."
        hits, articles = len(self.model), self.model.articles
        if not hits:
            return "searching…" if self.stream.running else "Nothing was found."
        places = "1 place" if hits == 1 else f"{hits:,} places"
        where = "1 article" if articles == 1 else f"{articles:,} articles"
        chosen = len(self.view.chosen())
        parts = [f"{places} in {where}", f"{chosen:,} chosen" if chosen > 1 else "", self._how_far()]
        return " · ".join(part for part in parts if part)

    def _how_far(self) -> str:
        if self.stream.running:
            return "" if self._fresh is not None else "searching… (Esc stops)"
        if self.stream.full:
            return f"only the first {MOST_ROWS:,} are listed; narrow the search down"
        return "stopped before the end" if self.stream.stopped else ""


def _hits(query: HitQuery, project: Project, went_on: WentOn) -> Iterator[list[Hit]]:
    return concordance.hits(project, query, went_on)
