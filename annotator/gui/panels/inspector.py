"""The inspector: what is said about the current span or the chosen ones, else about the article, and can be changed."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QPlainTextEdit, QStackedWidget, QVBoxLayout, QWidget

from annotator.gui.panels.attribute_form import AttributeForm
from annotator.gui.panels.desk import Desk
from annotator.gui.panels.later import Later
from annotator.gui.panels.pane import Pane, caption, faint, named
from annotator.gui.panels.span_page import SpanPage
from annotator.gui.panels.wording import name
from annotator.gui.plain import plain_label
from annotator.gui.session import Session
from annotator.model.span import RelationKey, SpanKey

_MOST_TAGS = 9
_WAYS_ON = (("go.candidate", "next name or number"), ("span.next", "next span"))
"""What leads on from a place without a span: the id of the action, and where it goes."""


class Inspector(Pane):
    """Follows the current span. Edits are only asked for here; what is shown is what was saved."""

    retag_wanted = Signal(object)
    """The tag to give the spans."""
    note_written = Signal(object, object)
    """A span's key and the note for it."""
    unsure_wanted = Signal(object)
    """Whether the annotator is unsure of the spans."""
    attribute_decided = Signal(object, object)
    """The name of an attribute of the spans, and its value or nothing."""
    label_decided = Signal(object, object)
    """The name of a label of the article, and its value or nothing."""
    relation_removal_wanted = Signal(object)
    """The key of a relation."""
    span_wanted = Signal(object)
    """The key of a span to go to."""
    left = Signal()
    """The reader is finished here."""

    def __init__(self, session: Session, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("inspector", "Inspector", parent)
        self._session = session
        self._desk = desk
        self._key: SpanKey | None = None
        self._key_of: Callable[[str], str] = lambda _: ""
        self.page = SpanPage(session, desk)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._build_article())
        self._stack.addWidget(self.page)
        self.box.addWidget(self._stack)
        self.set_main(self.note)
        self._connect_page()
        self._showing = Later(self._show, self)
        for signal in (desk.current_changed, desk.spans_changed, desk.chosen_changed, desk.state_changed):
            signal.connect(self._showing.soon)
        desk.laid.connect(self._begin_again)

    def name_keys(self, key_of: Callable[[str], str]) -> None:
        """Name the keys of actions as ``key_of`` tells them by the ids of the actions, an empty one for none."""
        self._key_of = key_of
        self.hint.setText(self._what_to_do())

    @property
    def note(self) -> QPlainTextEdit:
        """The note of the current span."""
        return self.page.note

    @property
    def tag(self) -> QComboBox:
        """The tag of the current span."""
        return self.page.tag

    @property
    def unsure(self) -> QCheckBox:
        """Whether the annotator is unsure of the current span."""
        return self.page.unsure

    @property
    def words(self) -> QLabel:
        """The words of the current span."""
        return self.page.words

    @property
    def origin(self) -> QLabel:
        """How the current span came to be."""
        return self.page.origin

    @property
    def form(self) -> AttributeForm:
        """The attributes of the current span."""
        return self.page.form

    def edit_note(self) -> None:
        """Put the focus into the note."""
        self.settle()
        self.note.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.note.selectAll()

    def edit_attributes(self) -> bool:
        """Put the focus into the first attribute; say whether the span has any."""
        self.settle()
        return self.form.take_focus()

    def edit_labels(self) -> bool:
        """Put the focus into the first label of the article; say whether the tagset has any."""
        self.settle()
        return self.labels.take_focus()

    def go_to_relation(self, key: RelationKey) -> None:
        """Put the focus on a relation of the current span."""
        self.settle()
        self.page.relations.go_to(key)

    def settle(self) -> None:
        """Show now what would be shown a frame later."""
        self._showing.now()

    def show_again(self) -> None:
        """Show what is saved, after something could not be."""
        self._show()

    def commit_note(self) -> None:
        """Ask for the note to be saved, if the annotator wrote something."""
        if self._key is not None and self.note.document().isModified():
            self.note.document().setModified(False)
            self.note_written.emit(self._key, self.note.toPlainText().strip())

    def keep_note(self, note: str) -> None:
        """Keep a note in the editor that could not be saved, so that it is tried again."""
        if self._key is not None:
            self.note.setPlainText(note)
            self.note.document().setModified(True)

    def take_focus(self) -> None:
        """Go to the attributes or the note; while no span is current, to what says so."""
        self.settle()
        # Not to the tag, where a letter meant for the article would retag the span.
        if self._key is None:
            self._empty.setFocus()
        elif not self.form.take_focus():
            self.note.setFocus()

    def _build_article(self) -> QWidget:
        page = self._empty = named(QWidget(), "inspectorEmpty", "No span is current")
        page.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        box = QVBoxLayout(page)
        box.setContentsMargins(12, 12, 12, 12)
        box.setSpacing(6)
        self.hint = faint(plain_label("", wrap=True, name="inspectorHint"))
        self._labels_heading = caption("This article")
        self.labels = AttributeForm("labelForm", self._session)
        self.labels.decided.connect(self.label_decided)
        self.labels.left.connect(self.left)
        box.addWidget(self.hint)
        box.addSpacing(8)
        box.addWidget(self._labels_heading)
        box.addWidget(self.labels)
        box.addStretch(1)
        return page

    def _connect_page(self) -> None:
        page = self.page
        page.retag_wanted.connect(self.retag_wanted)
        page.unsure_wanted.connect(self.unsure_wanted)
        page.form.decided.connect(self.attribute_decided)
        page.form.left.connect(self.left)
        page.relations.removal_wanted.connect(self.relation_removal_wanted)
        page.relations.span_wanted.connect(self.span_wanted)
        page.relations.left.connect(self.left)
        page.note.entered.connect(self.settle)
        page.note.finished.connect(self.commit_note)
        page.note.left.connect(self.left)

    def _begin_again(self) -> None:
        """Offer the tags of the project, and say what can be done here."""
        self.page.offer_tags()
        self.hint.setText(self._what_to_do())
        self._show()

    def _what_to_do(self) -> str:
        if self._desk.article is None:
            return "Nothing is open. Choose an article on the left."
        if not self._desk.editable:
            return f"No span here. {self._desk.why_not_editable()}"
        tags = [(self._key_of(f"tag.{tag}"), name(tag)) for tag in list(self._desk.styles)[:_MOST_TAGS]]
        keys = " · ".join(f"{key} {tag}" for key, tag in tags if key)
        ways = [(self._key_of(action), what) for action, what in _WAYS_ON]
        going = ", ".join(f"{key} goes to the {what}" for key, what in ways if key)
        parts = [
            "No span here.",
            f"Put the caret in a word, or select some words, and press a tag’s letter:\n{keys}" if keys else "",
            f"{going}." if going else "",
        ]
        return "\n\n".join(part for part in parts if part)

    def _show(self) -> None:
        spans = self._desk.targets
        key = spans[0].key if len(spans) == 1 else None
        if key != self._key:
            self.commit_note()
            self.note.document().setModified(False)
        self._key = key
        if not spans:
            self._show_labels()
            self._stack.setCurrentIndex(0)
            return
        self.page.show_spans(spans, note_too=not self.note.document().isModified())
        self._stack.setCurrentIndex(1)

    def _show_labels(self) -> None:
        project = self._session.project
        labels = project.tagset.labels if project is not None and self._desk.article is not None else ()
        self.labels.show_attributes(labels)
        # What is said about the article is read with the own layer only.
        self.labels.show_values(self._desk.state.labels, {}, editable=self._desk.editable)
        for widget in (self._labels_heading, self.labels):
            widget.setVisible(bool(labels) and self._desk.own)
