"""The page of the mode Review: the list of conflicts, the conflict in its sentence, and what helps to decide it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from annotator.gui.actions import ActionTable, Scope
from annotator.gui.background import Runner
from annotator.gui.panels.desk import Desk
from annotator.gui.panels.pane import Pane
from annotator.gui.panels.wording import short
from annotator.gui.review.conflict_pane import ConflictPane
from annotator.gui.review.desk import ReviewDesk
from annotator.gui.review.elsewhere import Elsewhere
from annotator.gui.review.guide import Guide
from annotator.gui.review.mixing import Mixing
from annotator.gui.review.offers import order_of
from annotator.gui.review.queue_pane import QueuePane
from annotator.gui.review.whole import WholePane
from annotator.gui.session import Session
from annotator.model.span import Fragment, marked_text
from annotator.project.changes import Changes
from annotator.project.conflict_queue import Place

_ROOM_FOR_GUIDE = 980
_WIDTHS = [290, 700, 290]
_NARROWEST = 260
_NARROW_QUEUE = 220


class ReviewPage(QWidget):
    """Goes from conflict to conflict. What a key asks for is done by the commands."""

    moved = Signal()
    """The reader went to another conflict."""
    said_of_gold = Signal(object, object)
    """The name of an attribute of the gold span that the reader is at, and the value for it or nothing."""

    def __init__(
        self,
        session: Session,
        articles: Desk,
        runners: tuple[Runner, Runner],
        actions: ActionTable,
        parent: QWidget | None = None,
    ) -> None:
        """Make the page.

        Args:
            session: the project.
            articles: knows how tags look.
            runners: one finds conflicts; the other looks for the same words elsewhere meanwhile.
            actions: whose keys work here.
            parent: the widget it belongs to.
        """
        super().__init__(parent)
        self.setObjectName("reviewPage")
        self.setAccessibleName("Review")
        self._session = session
        self._articles = articles
        self.desk = ReviewDesk(session, self)
        self.queue = QueuePane(session, runners[0])
        self.conflict = ConflictPane(session, articles, self.desk, actions)
        self.whole = WholePane(actions)
        self.guide = Guide(session, self.whole.words_of)
        self.elsewhere = Elsewhere(session, runners[1], self)
        self.mixing = Mixing()
        self._wide = True
        self._middle = QStackedWidget()
        self._middle.addWidget(self.conflict)
        self._middle.addWidget(self.whole)
        self._build()
        # Not into the page: where one types, letters are letters.
        for part in (self.conflict.stage, self.conflict.answers, self.queue.view, self.whole.view):
            actions.hang_into(Scope.REVIEW, part)
        self._connect()
        self._take_styles()

    @property
    def panes(self) -> list[Pane]:
        """The parts that F6 goes through."""
        return [self.queue, self.conflict, self.whole, self.guide]

    @property
    def shows_whole(self) -> bool:
        """Whether gold is shown from end to end."""
        return self._middle.currentWidget() is self.whole

    def show_whole(self, whole: bool) -> None:
        """Show gold on the article from end to end, or the conflict again."""
        self._middle.setCurrentWidget(self.whole if whole else self.conflict)
        if whole:
            self.conflict.draft.leave()
            self._show_gold()
        self.take_focus()
        self.show_form()

    def take_focus(self) -> None:
        """Go to the conflict or to gold, or to the list as long as there is none."""
        if self.shows_whole:
            self.whole.take_focus()
        else:
            (self.conflict if self.desk.shown is not None else self.queue).take_focus()

    def place_words(self) -> str:
        """Say which of the listed conflicts is shown."""
        row, rows = self.queue.model.row_of(self.desk.place), len(self.queue.model)
        return f"conflict {row + 1:,}/{rows:,}" if row >= 0 else ""

    def go_to(self, place: Place) -> bool:
        """Show a conflict; say whether it is there."""
        if not self.desk.lay(place):
            return False
        self.queue.go_to(place)
        self.moved.emit()
        return True

    def go(self, step: int) -> bool:
        """Show the next conflict of the list (``step`` 1) or the one before (-1); say whether there is one."""
        here = self.queue.model.row_of(self.desk.place)
        row = here + step
        while 0 <= row < len(self.queue.model):
            place = self.queue.model.place(row)
            if place is not None and self.go_to(place):
                return True
            row += step
        return False

    def go_on(self) -> bool:
        """Show the next conflict that waits for a decision; say whether there is one."""
        row = self.queue.model.row_of(self.desk.place)
        following = self.queue.model.next_open(row)
        place = self.queue.model.place(following)
        return place is not None and place != self.desk.place and self.go_to(place)

    def go_to_other_article(self, place: Place | None) -> bool:
        """Show the next conflict that waits in another article than ``place``; say whether there is one."""
        model = self.queue.model
        following = model.place(model.next_open(model.row_of(place), but=None if place is None else place[0]))
        return following is not None and self.go_to(following)

    def show_form(self) -> None:
        """Offer the attributes of the answer that is edited, or of the gold span that the reader is at."""
        project, draft = self._session.project, self.conflict.draft
        if project is None:
            return
        if self.shows_whole:
            span, marks = self.whole.current, self.whole.marks
            relations = marks.relations_at(span.key) if span is not None else []
            self.guide.show_gold(span, relations, marks.labels, project.tagset)
            if self.whole.picker.kind is not None:
                self.guide.show_relation(self.whole.picker.kind)
            elif span is not None:
                self.guide.show_tags([span.tag], project.tagset)
        else:
            span = draft.span if draft.active else None
            review = self.desk.review
            if span is not None and review is not None:
                words = marked_text(review.article.text, span.fragments)
                self.guide.form.set_context(words, review.article.meta.published)
            self.guide.show_draft(span, project.tagset)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out what there is no room for."""
        super().resizeEvent(event)
        self._fit()

    def _build(self) -> None:
        self._across = QSplitter(Qt.Orientation.Horizontal)
        self._across.setHandleWidth(1)
        for number, part in enumerate((self.queue, self._middle, self.guide)):
            self._across.addWidget(part)
            self._across.setStretchFactor(number, int(number == 1))
            self._across.setCollapsible(number, False)
        self._across.setSizes(_WIDTHS)
        self._middle.setMinimumWidth(_NARROWEST)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self._across)

    def _connect(self) -> None:
        self.queue.chosen.connect(self._show_chosen)
        self.queue.entered.connect(self.take_focus)
        self.queue.listed.connect(self._listed)
        self.desk.laid.connect(self._follow)
        self.elsewhere.changed.connect(self._show_elsewhere)
        self.conflict.draft.changed.connect(self.show_form)
        self.whole.current_changed.connect(self.show_form)
        self.whole.picker.changed.connect(self.show_form)
        self.guide.form.decided.connect(self._say)
        for part in (self.guide.form, self.guide.relations, self.guide.labels):
            part.left.connect(self.take_focus)
        self._articles.laid.connect(self._take_styles)
        self._session.changed.connect(self._take_in)

    def _show_chosen(self, place: Place) -> None:
        if self.desk.lay(place):
            self.moved.emit()

    def _listed(self) -> None:
        """After the list was made: stay where the reader is, or begin with the first conflict."""
        if self.desk.place is not None and self.queue.model.row_of(self.desk.place) >= 0:
            self.queue.go_to(self.desk.place)
            return
        if self.desk.shown is None:
            waiting = self.queue.view.hasFocus()
            first = self.queue.model.place(max(0, self.queue.model.next_open(-1)))
            if first is None or not self.go_to(first):
                self.conflict.say_nothing_to_do(self.queue.nothing.text())
            elif waiting:
                self.take_focus()

    def _follow(self, other: bool) -> None:
        if other:
            self.mixing.leave()
        conflict, project = self.desk.conflict, self._session.project
        if conflict is not None and project is not None:
            self.guide.show_tags([span.tag for span in conflict.offered.values()], project.tagset)
            self._ask_elsewhere()
        if self.shows_whole:
            self._show_gold()

    def _ask_elsewhere(self) -> None:
        conflict, review, article = self.desk.conflict, self.desk.review, self.desk.article
        if conflict is None or review is None or article is None:
            return
        # The words that most layers have, or else the first one’s.
        spans = sorted(conflict.offered.values(), key=lambda span: (span.end - span.start, span.start))
        words = marked_text(review.article.text, spans[len(spans) // 2].fragments) if spans else ""
        here = (article, Fragment(conflict.place.start, conflict.place.end)) if conflict.place is not None else None
        self.elsewhere.ask(" ".join(words.split()), tuple(sorted(conflict.spans)), here)

    def _show_elsewhere(self) -> None:
        shown = self.desk.shown
        if shown is None:
            return
        order = order_of(shown.conflict, blind=shown.blind)
        names = {layer: f"{number}" if shown.blind else short(layer, 24) for number, layer in enumerate(order, 1)}
        self.guide.show_elsewhere(self.elsewhere.counts, names, searching=self.elsewhere.running)

    def _say(self, attribute: str, value: object) -> None:
        if self.shows_whole:
            self.said_of_gold.emit(attribute, value)
        else:
            self.conflict.draft.say(attribute, value)

    def _show_gold(self) -> None:
        review, conflict = self.desk.review, self.desk.conflict
        if review is not None:
            caret = conflict.place.start if conflict is not None and conflict.place is not None else 0
            self.whole.show_review(review, self._articles.styles, hidden=self.desk.blind, caret=caret)
            self.show_form()

    def _take_styles(self) -> None:
        self.queue.model.styles = self._articles.styles

    def _take_in(self, changes: Changes) -> None:
        if changes.tagset:
            self.guide.forget_tags()
        if changes.wholesale or not changes.decided:
            self.elsewhere.forget()
        place = self.desk.place
        if place is None or not self.desk.concerned(changes):
            return
        if not self.desk.lay(place, again=True):
            self.desk.clear()

    def _fit(self) -> None:
        """Show the guideline where there is room, and while attributes are edited."""
        editing = self.conflict.draft.active or self.shows_whole
        wide = self.width() >= _ROOM_FOR_GUIDE
        self.guide.setVisible(wide or editing)
        self.queue.setVisible(wide or not editing)
        if wide != self._wide:
            self._wide = wide
            left = _WIDTHS[0] if wide else _NARROW_QUEUE
            self._across.setSizes([left, self.width() - left - wide * _WIDTHS[2], _WIDTHS[2]])
