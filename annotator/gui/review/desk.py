"""The review desk: the conflict that is shown, how it stands, and what is said beside the next answer."""

from collections.abc import Sequence

import msgspec
from PySide6.QtCore import QObject, Signal

from annotator.adjudication.conflicts import Agreed, Conflict
from annotator.adjudication.decisions import Standing
from annotator.gui.review.answer_model import Shown
from annotator.gui.review.offers import Offer, offers_of, order_of
from annotator.gui.session import Session
from annotator.jobs.comparing import Review, review_article
from annotator.jobs.deciding import Remarks
from annotator.model.article import ArticleKey
from annotator.model.span import Fragment, Span
from annotator.project.changes import Changes
from annotator.project.conflict_queue import Place


class ReviewDesk(QObject):
    """What the parts of the page show. It asks; it never edits."""

    laid = Signal(object)
    """Another conflict is shown, or none; or the same, as it reads now. True if it is another."""
    remarks_changed = Signal()
    """Something else would be said beside the next answer."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.review: Review | None = None
        """The article of the conflict that is shown."""
        self.shown: Shown | None = None
        self.blind = False
        self._uncovered: str = ""
        """The conflict whose names were uncovered."""
        self.remarks = Remarks()
        """What is said beside the next answer."""
        self.last_remarks = Remarks()
        """What was said beside an answer last."""
        session.closed.connect(self.clear)

    @property
    def conflict(self) -> Conflict | None:
        """The conflict that is shown."""
        return None if self.shown is None else self.shown.conflict

    @property
    def question(self) -> Conflict | Agreed | None:
        """What is to be decided, which may be a mark that all have alike."""
        return None if self.review is None or self.shown is None else self.review.question(self.shown.conflict.id)

    @property
    def article(self) -> ArticleKey | None:
        """The article of the conflict that is shown."""
        return None if self.review is None or self.shown is None else self.review.article.key

    @property
    def place(self) -> Place | None:
        """The conflict that is shown, as the queue names it."""
        article, conflict = self.article, self.conflict
        return None if article is None or conflict is None else (article, conflict.id)

    @property
    def standing(self) -> Standing:
        """How the conflict stands."""
        question = self.question
        return Standing() if question is None or self.review is None else self.review.standing(question)

    @property
    def gold(self) -> Span | None:
        """What stands in gold for the conflict."""
        question = self.question
        return None if question is None or self.review is None else self.review.gold_span(question)

    @property
    def hidden(self) -> bool:
        """Whether the names are hidden in what is shown."""
        return self.blind and not self.uncovered

    @property
    def uncovered(self) -> bool:
        """Whether the names, hidden by rights, were uncovered for the conflict that is shown."""
        return self.shown is not None and self._uncovered == self.shown.conflict.id

    def lay(self, place: Place, *, again: bool = False) -> bool:
        """Show a conflict; say whether it is there.

        Args:
            place: which.
            again: whether to read its article anew.
        """
        article, conflict = place
        if again or self.review is None or self.review.article.key != article:
            found = self._session.ask(lambda project: review_article(project, article))
            if found is None:
                return False
            self.review = found
        assert self.review is not None
        question = self.review.question(conflict)
        if question is None:
            return False
        other = self.place != place
        if other:
            self.remarks = Remarks()
            self._uncovered = ""
        self._show(_as_conflict(question))
        self.laid.emit(other)
        return True

    def clear(self) -> None:
        """Show nothing."""
        self.review = self.shown = None
        self.remarks = Remarks()
        self.laid.emit(True)

    def set_blind(self, blind: bool) -> None:
        """Hide whose answers are whose, or no longer."""
        self.blind = blind
        self._uncovered = ""
        self._show_again()

    def uncover(self) -> None:
        """Show the names of the conflict that is shown."""
        if self.conflict is not None:
            self._uncovered = self.conflict.id
            self._show_again()

    def remark(self, *, reason: str | None = None, rule: str | None = None, note: str | None = None) -> None:
        """Say something beside the next answer."""
        given = {"reason": reason, "rule": rule, "note": note}
        said = {name: value for name, value in given.items() if value is not None}
        self.remarks = msgspec.structs.replace(self.remarks, **said)
        self.remarks_changed.emit()

    def remarks_for_answer(self) -> Remarks:
        """Return what is said beside an answer to what is shown, how its names were shown among it."""
        return msgspec.structs.replace(self.remarks, blind=self.hidden, unblinded=self.blind and self.uncovered)

    def remember(self, remarks: Remarks) -> None:
        """Keep what was said, to be said again with one key."""
        if remarks.reason or remarks.rule:
            self.last_remarks = remarks

    def offer(self, number: int) -> Offer | None:
        """Return the answer that a digit takes."""
        offers: Sequence[Offer] = self.shown.offers if self.shown is not None else ()
        return next((offer for offer in offers if offer.layer and offer.number == number), None)

    def concerned(self, changes: Changes) -> bool:
        """Say whether what is shown may read differently after a step."""
        article = self.article
        if article is None:
            return False
        return changes.wholesale or changes.tagset or article in changes.articles or article in changes.listing

    def _show(self, conflict: Conflict) -> None:
        assert self.review is not None
        hidden = self.blind and self._uncovered != conflict.id
        offers = offers_of(conflict, order_of(conflict, blind=hidden))
        self.shown = Shown(conflict, self.review.article.text, tuple(offers), hidden)

    def _show_again(self) -> None:
        if self.shown is not None:
            self._show(self.shown.conflict)
            self.laid.emit(False)


def _as_conflict(question: Conflict | Agreed) -> Conflict:
    """Return a mark that all have alike, and that has to be looked at again, in the form of a conflict."""
    if isinstance(question, Conflict):
        return question
    relations = dict.fromkeys(question.spans, question.relations)
    span = question.span
    return Conflict(
        question.id,
        frozenset(),
        dict(question.spans),
        question.absent,
        Fragment(span.start, span.end),
        dict.fromkeys(question.spans, question.attributes),
        relations,
        answers=question.answers,
        fingerprint=question.fingerprint,
    )
