"""The middle of Review: a conflict in its sentence, the answers of the layers below it, and what was decided before."""

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from annotator.adjudication.decisions import Standing
from annotator.gui.actions import ActionTable, Scope
from annotator.gui.explore.confirming import ConfirmBar
from annotator.gui.keys import pressed
from annotator.gui.panels.desk import Desk
from annotator.gui.panels.pane import Pane, faint
from annotator.gui.panels.wording import name, quoted_short, short
from annotator.gui.plain import plain_label, sentence, set_tip, shown
from annotator.gui.review.answer_model import AnswerModel, Shown
from annotator.gui.review.answer_view import AnswerView
from annotator.gui.review.asking import AskLine
from annotator.gui.review.desk import ReviewDesk
from annotator.gui.review.draft import DRAFT_COMMANDS, Draft
from annotator.gui.review.heading import heading
from annotator.gui.review.offers import Offer, agreed_sayings
from annotator.gui.review.stage import Stage
from annotator.gui.review.wording import STATE_NAMES, agreed_words, differences_words, how_words, question_words
from annotator.gui.session import Session
from annotator.model.tagset import Tagset

_MOST_TITLE = 140
_LEAVES = (Qt.Key.Key_Escape,)


class ConflictPane(Pane):
    """Shows the conflict of the review desk. What a key asks for is done elsewhere."""

    draft_key = Signal(object, object)
    """A command of the article that is meant for the draft, and its argument."""
    draft_left = Signal()
    """The reader gives up the draft."""
    not_now = Signal()
    """A key of the review was pressed that has to wait until the draft is saved or given up."""
    escaped = Signal()

    def __init__(
        self, session: Session, articles: Desk, desk: ReviewDesk, actions: ActionTable, parent: QWidget | None = None
    ) -> None:
        super().__init__("reviewView", "Review", parent)
        self._session = session
        self._articles = articles
        self._desk = desk
        self._actions = actions
        self.stage = Stage()
        self.draft = Draft(self.stage, self._tagset, self)
        self.model = AnswerModel(self)
        self.answers = AnswerView(self.model)
        self.ask_line = AskLine(self.stage)
        self.confirm = ConfirmBar(self.stage)
        self.box.addWidget(self._build_heading())
        self.box.addWidget(self.stage, 1)
        self.box.addWidget(self._build_below())
        self.box.addWidget(self.ask_line)
        self.box.addWidget(self.confirm)
        self.set_main(self.stage)
        self.stage.claims = self._claims
        self.stage.keyAsked.connect(self._pass_on)
        self.answers.escaped.connect(self.stage.setFocus)
        desk.laid.connect(self._lay)
        desk.remarks_changed.connect(self._show_remarks)
        self.draft.changed.connect(self._show_draft)
        actions.keysChanged.connect(lambda: self._lay(other=False))
        articles.laid.connect(self._take_styles)
        self._take_styles()
        self._lay(other=True)

    def current_offer(self) -> Offer | None:
        """Return the answer that the reader has gone to in the list, if the keyboard is there."""
        return self.model.offer(self.answers.currentIndex().row()) if self.answers.hasFocus() else None

    def say_nothing_to_do(self, words: str) -> None:
        """Say what there is to do while no conflict is shown."""
        self.what.setText(words)

    def show_choices(self, words: str) -> None:
        """Say what the next digits mean; nothing says again which keys there are."""
        self.hint.setText(words or self._hint())

    def _tagset(self) -> Tagset:
        project = self._session.project
        return project.tagset if project is not None else Tagset("", ())

    def _build_heading(self) -> QWidget:
        part, self.what, self.about = heading("conflictHeading", "conflictWords", "conflictAbout")
        return part

    def _build_below(self) -> QWidget:
        below = QWidget()
        box = QVBoxLayout(below)
        box.setContentsMargins(14, 4, 12, 8)
        box.setSpacing(4)
        self.earlier = plain_label("", wrap=True, name="earlierDecision")
        self.agreed = faint(plain_label("", wrap=True, name="agreedSayings"))
        self.remarks = plain_label("", wrap=True, name="remarks")
        self.hint = faint(plain_label("", wrap=True, name="reviewHint"))
        for widget in (self.earlier, self.answers, self.agreed, self.remarks, self.hint):
            box.addWidget(widget)
        return below

    def _take_styles(self) -> None:
        self.stage.set_styles(self._articles.styles)
        self.model.styles = self._articles.styles

    def _lay(self, other: bool) -> None:
        """Show what is on the desk."""
        if other:
            self.draft.leave()
            self.ask_line.leave()
        shown_now = self._desk.shown
        if shown_now is None:
            self._clear()
            return
        keys = tuple(self._actions.key_of(action) for action in _OF_SEVERAL)
        self.model.show(_with_names(shown_now, keys))
        self.stage.show_conflict(shown_now, self._desk.gold, reveal=other)
        self._show_words(shown_now)
        self._show_remarks()
        self.show_choices("")
        self.answers.show()

    def _clear(self) -> None:
        self.model.show(None)
        self.stage.show_nothing()
        self.what.setText("")
        self.about.setText("")
        for label in (self.earlier, self.agreed, self.remarks, self.hint):
            label.hide()
        self.answers.hide()

    def _show_words(self, shown_now: Shown) -> None:
        conflict, review = shown_now.conflict, self._desk.review
        assert review is not None
        words = differences_words(conflict.differs) or "all have this alike; it was to be looked at again"
        about = question_words(conflict, shown_now.text)
        self.what.setText(sentence(f"{about[:1].upper()}{about[1:]}: {words}"))
        meta = review.article.meta
        parts = (meta.title or review.article.text[:_MOST_TITLE], meta.source, meta.published)
        self.about.setText(" · ".join(short(part, _MOST_TITLE) for part in parts if part))
        set_tip(self.about, shown(meta.title))
        self._say(self.agreed, agreed_words(agreed_sayings(conflict), alone=len(conflict.offered) == 1))
        self._say(self.earlier, _standing_words(self._desk.standing, hidden=shown_now.blind))

    def _show_remarks(self) -> None:
        said = self._desk.remarks
        parts = [
            f"{what} {name(words)}"
            for what, words in (("reason", said.reason), ("rule", said.rule), ("note", said.note))
            if words
        ]
        self._say(self.remarks, f"With the next answer: {', '.join(parts)}" if parts else "")

    def _show_draft(self) -> None:
        self.stage.show_draft(self.draft.span if self.draft.active else None)
        self.show_choices("")

    def _hint(self) -> str:
        self.hint.show()
        key = self._actions.key_of
        if self.draft.active and self.draft.span is None:
            return "Select words and press the letter of a tag. Esc goes back."
        if self.draft.active:
            attributes = key("span.attributes")
            return f"Edges, tag and attributes ({attributes}) as in an article. Enter saves, Esc goes back."
        told = [f"{key(action)} {words}" for action, words in _HINTS if key(action)]
        return " · ".join(["a digit takes an answer", *told])

    def _claims(self, event: QKeyEvent) -> bool:
        """Say whether a key is meant for the draft, or has to wait for it."""
        if not self.draft.active:
            return False
        key = pressed(event)
        if event.key() in _LEAVES:
            return self.stage.selection() is None
        article, review = self._actions.entry_with(key), self._actions.entry_with(key, Scope.REVIEW)
        if article is not None and article.spec.command in DRAFT_COMMANDS:
            return True
        return review is not None and review.spec.scope is Scope.REVIEW

    def _pass_on(self, event: QKeyEvent) -> None:
        if event.key() in _LEAVES:
            self.draft_left.emit()
            return
        entry = self._actions.entry_with(pressed(event))
        if entry is not None and entry.spec.command in DRAFT_COMMANDS:
            self.draft_key.emit(entry.spec.command, entry.spec.argument)
        else:
            self.not_now.emit()

    def _say(self, label: QLabel, words: str) -> None:
        label.setText(words)
        label.setVisible(bool(words))


_OF_SEVERAL = ("review.union", "review.intersection")
_HINTS: tuple[tuple[str, str], ...] = (
    ("review.union", "all words"),
    ("review.intersection", "words in common"),
    ("review.nothing", "nothing here"),
    ("review.edit", "edit"),
    ("review.fresh", "fresh answer"),
    ("review.attributes", "attributes"),
    ("review.defer", "defer"),
    ("review.second_opinion", "second opinion"),
    ("review.reason", "reason"),
    ("review.identical", "all identical"),
)


def _with_names(shown_now: Shown, keys: tuple[str, ...]) -> Shown:
    return msgspec.structs.replace(shown_now, names=keys)


def _standing_words(standing: Standing, *, hidden: bool) -> str:
    """Say what was decided before, and why it is to be decided again."""
    decision = standing.decision
    if decision is None:
        return ""
    parts = [
        f"{STATE_NAMES.get(standing.state, standing.state)}: {how_words(decision.how, decision.taken, blind=hidden)}"
    ]
    if not hidden:
        parts.append(f"by {name(decision.by)}")
    if decision.reason:
        parts.append(f"reason {name(decision.reason)}")
    if decision.rule:
        parts.append(f"rule {quoted_short(decision.rule)}")
    if decision.note:
        parts.append(f"note {quoted_short(decision.note)}")
    words = ", ".join(parts)
    if standing.state == "re-opened" and standing.changed:
        changed = "a layer" if hidden else " and ".join(map(name, standing.changed))
        words += f"; since then {changed} said something else"
        words += ". Enter keeps what was decided" if standing.still_offered else ""
    return words[:1].upper() + words[1:] + "."
