"""The page of the inspector about spans: the current one, or those that are chosen."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QWheelEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QPlainTextEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from annotator.gui.claims import claimed
from annotator.gui.panels.attribute_form import AttributeForm
from annotator.gui.panels.desk import Desk
from annotator.gui.panels.fields import SEVERAL, value_words
from annotator.gui.panels.pane import faint, named
from annotator.gui.panels.relation_list import RelationList
from annotator.gui.panels.wording import origin_words, short, spans_words
from annotator.gui.plain import plain_label, show_wrapped
from annotator.gui.session import Session
from annotator.model.naming import LONGEST_NAME
from annotator.model.span import Span, SpanKey
from annotator.model.tagset import Attribute, Tag

_MOST_WORDS = 240
_MOST_OTHERS = 40


class SpanPage(QScrollArea):
    """Shows everything that is said about spans. Nothing is edited here: what is wanted is asked for by signals."""

    retag_wanted = Signal(object)
    """The tag to give the spans."""
    unsure_wanted = Signal(object)
    """Whether the annotator is unsure of the spans."""

    def __init__(self, session: Session, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent, widgetResizable=True)
        self._session = session
        self._desk = desk
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setAccessibleName("Current span")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(self._build())

    def offer_tags(self) -> None:
        """Offer the tags of the project."""
        self.tag.clear()
        project = self._session.project
        in_use = {tag.name for tag in project.tagset.in_use} if project is not None else set()
        for style in self._desk.styles.values():
            if style.name in in_use:
                self.tag.addItem(f"{style.letter}  {short(style.name, 40)}", style.name)

    def show_spans(self, spans: list[Span], *, note_too: bool) -> None:
        """Show what is said about ``spans``, at least one.

        ``note_too`` is false while somebody is writing a note that must not be lost.
        """
        first, tag = spans[0], self._common_tag(spans)
        self.tag.setCurrentIndex(self.tag.findData(tag.name if tag else ""))
        self.tag.setPlaceholderText(short(first.tag, 40) if len(spans) == 1 else "several tags")
        if len(spans) == 1:
            show_wrapped(self.words, f"“{self._desk.spans.words(first, _MOST_WORDS)}”")
            parts = f" · {len(first.fragments)} fragments" if len(first.fragments) > 1 else ""
            self.origin.setText(f"{origin_words(first.origin)}{parts}")
        else:
            self.words.setText(f"{spans_words(len(spans))} chosen")
            self.origin.setText("What is set here is set for all of them, as one step. Escape lets them go.")
        self._show_attributes(spans, tag)
        self.relations.show_relations(self._desk.relations.at(first.key) if len(spans) == 1 else [], first.key)
        self.unsure.setChecked(all(span.unsure for span in spans))
        self.note.setVisible(len(spans) == 1)
        self._note_label.setVisible(len(spans) == 1)
        if note_too and self.note.toPlainText() != first.note:
            self.note.setPlainText(first.note)
        self._allow(self._desk.editable)

    def _common_tag(self, spans: list[Span]) -> Tag | None:
        project, name = self._session.project, spans[0].tag
        if project is None or name not in project.tagset or any(span.tag != name for span in spans):
            return None
        return project.tagset[name]

    def _show_attributes(self, spans: list[Span], tag: Tag | None) -> None:
        known = tag.attributes if tag is not None else ()
        said = spans[0].attributes if len(spans) == 1 else _said_of_all(spans, known)
        guessed = spans[0].guessed if len(spans) == 1 else {}
        self.form.show_attributes(known)
        article = self._desk.article
        words = self._desk.spans.words(spans[0], LONGEST_NAME) if len(spans) == 1 else ""
        self.form.set_context(words, article.meta.published if article is not None else "")
        self.form.show_values(said, guessed, editable=self._desk.editable)
        names = {attribute.name for attribute in known}
        others = [(name, value) for name, value in said.items() if name not in names][:_MOST_OTHERS]
        self.attribute_names.setText("\n".join(short(name, 24) for name, _ in others))
        self.attribute_values.setText("\n".join(short(value_words(value), 60) or "–" for _, value in others))
        for label in (self.attribute_names, self.attribute_values):
            label.setVisible(bool(others))

    def _build(self) -> QWidget:
        page = QWidget()
        box = QVBoxLayout(page)
        box.setContentsMargins(12, 10, 12, 10)
        box.setSpacing(6)
        self.words = plain_label("", wrap=True, selectable=True, name="spanWords")
        self.origin = faint(plain_label("", wrap=True, name="spanOrigin"))
        self.reason = faint(plain_label("", wrap=True, name="inspectorReason"))
        self.form = AttributeForm("attributeForm", self._session)
        self.relations = RelationList(self._words_of)
        box.addLayout(self._build_tag())
        box.addWidget(self.words)
        box.addWidget(self.origin)
        box.addWidget(self.form)
        box.addLayout(self._build_others())
        box.addWidget(self.relations)
        box.addLayout(self._build_note())
        box.addWidget(self.reason)
        box.addStretch(1)
        return page

    def _words_of(self, key: SpanKey) -> str | None:
        span = self._desk.spans.get(key)
        return None if span is None else self._desk.spans.words(span)

    def _build_tag(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.tag = named(_CalmCombo(), "spanTag", "Tag of the current span")
        self.tag.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.tag.setMinimumContentsLength(3)
        self.tag.activated.connect(lambda row: self.retag_wanted.emit(self.tag.itemData(row)))
        self.unsure = named(QCheckBox("&unsure"), "spanUnsure", "Unsure of this span")
        self.unsure.clicked.connect(lambda: self.unsure_wanted.emit(self.unsure.isChecked()))
        row.addWidget(self.tag, 1)
        row.addWidget(self.unsure)
        return row

    def _build_others(self) -> QGridLayout:
        """Build a place for what the tagset does not provide for, such as the attributes of an import."""
        grid = QGridLayout()
        grid.setColumnStretch(1, 1)
        self.attribute_names = faint(plain_label("", name="attributeNames"))
        self.attribute_values = plain_label("", selectable=True, name="attributeValues")
        self.attribute_values.setAccessibleName("Other attributes of the current span")
        grid.addWidget(self.attribute_names, 0, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self.attribute_values, 0, 1, Qt.AlignmentFlag.AlignTop)
        return grid

    def _build_note(self) -> QVBoxLayout:
        box = QVBoxLayout()
        box.setSpacing(2)
        self.note = named(NoteEdit(placeholderText="Note…"), "spanNote", "Note on the current span")
        self.note.setAcceptDrops(False)
        self.note.setTabChangesFocus(True)
        self.note.setMinimumHeight(self.note.fontMetrics().lineSpacing() * 2 + 16)
        self.note.setMaximumHeight(self.note.fontMetrics().lineSpacing() * 4 + 16)
        self._note_label = faint(plain_label("Note"))
        self._note_label.setBuddy(self.note)
        box.addWidget(self._note_label)
        box.addWidget(self.note)
        return box

    def _allow(self, editable: bool) -> None:
        for widget in (self.tag, self.unsure):
            widget.setEnabled(editable)
        self.note.setReadOnly(not editable)
        self.reason.setText("" if editable else self._desk.why_not_editable())
        self.reason.setVisible(not editable)


def _said_of_all(spans: list[Span], attributes: Sequence[Attribute]) -> dict[str, object]:
    """Return what is said about all of ``spans`` alike, and where they differ that they do."""
    said: dict[str, object] = {}
    for attribute in attributes:
        first, *others = (span.attributes.get(attribute.name) for span in spans)
        said[attribute.name] = first if all(value == first for value in others) else SEVERAL
    return said


class _CalmCombo(QComboBox):
    """A combo box over which the wheel scrolls the panel instead of changing what is saved."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class NoteEdit(QPlainTextEdit):
    """A note: saved when it is left, and with Ctrl+Enter; Escape goes back to the article."""

    entered = Signal()
    finished = Signal()
    left = Signal()

    def event(self, event: QEvent) -> bool:
        """Keep Ctrl+Enter, which is the window's key for “article done”, while a note is written."""
        return claimed(event, _ends_note) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Save and leave, or write on."""
        if _ends_note(event):
            self.finished.emit()
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Say that somebody is about to write."""
        self.entered.emit()
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Save what was written."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.finished.emit()


def _ends_note(event: QKeyEvent) -> bool:
    if event.key() == Qt.Key.Key_Escape:
        return True
    control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
    return control and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
