"""The inspector: everything that is said about the current span, and what of it can be changed here."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QWheelEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QPlainTextEdit,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from annotator.gui.panels.desk import Desk
from annotator.gui.panels.later import Later
from annotator.gui.panels.pane import Pane, faint, named
from annotator.gui.panels.wording import name, origin_words, short
from annotator.gui.plain import plain_label, show_wrapped
from annotator.gui.session import Session
from annotator.model.span import Span, SpanKey

_MOST_WORDS = 240
_MOST_ATTRIBUTES = 40
_MOST_TAGS = 9


class Inspector(Pane):
    """Follows the current span. Edits are only asked for here; what is shown is what was saved."""

    retag_wanted = Signal(object)
    """The tag to give the current span."""
    note_written = Signal(object, object)
    """A span's key and the note for it."""
    unsure_wanted = Signal(object)
    """Whether the annotator is unsure of the current span."""
    left = Signal()
    """The reader is finished with the note."""

    def __init__(self, session: Session, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("inspector", "Inspector", parent)
        self._session = session
        self._desk = desk
        self._key: SpanKey | None = None
        self._key_of: Callable[[str], str] = lambda _: ""
        self._stack = QStackedWidget()
        self._stack.addWidget(self._build_empty())
        self._stack.addWidget(self._build_form())
        self.box.addWidget(self._stack)
        self.set_main(self.note)
        self._showing = Later(self._show_current, self)
        desk.current_changed.connect(self._showing.soon)
        desk.spans_changed.connect(self._showing.soon)
        desk.laid.connect(self._begin_again)

    def name_keys(self, key_of: Callable[[str], str]) -> None:
        """Name the keys of actions as ``key_of`` tells them by the ids of the actions, an empty one for none."""
        self._key_of = key_of
        self.hint.setText(self._what_to_do())

    def edit_note(self) -> None:
        """Put the focus into the note."""
        self.settle()
        self.note.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.note.selectAll()

    def settle(self) -> None:
        """Show now what would be shown a frame later."""
        self._showing.now()

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
        """Go to the note; while no span is current, to what says so."""
        self.settle()
        # Not to the tag, where a letter meant for the article would retag the span.
        (self._empty if self._key is None else self.note).setFocus()

    def _build_empty(self) -> QWidget:
        page = self._empty = named(QWidget(), "inspectorEmpty", "No span is current")
        page.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        box = QVBoxLayout(page)
        box.setContentsMargins(12, 12, 12, 12)
        self.hint = faint(plain_label("", wrap=True, name="inspectorHint"))
        box.addWidget(self.hint)
        box.addStretch(1)
        return page

    def _build_form(self) -> QScrollArea:
        page = QWidget()
        box = QVBoxLayout(page)
        box.setContentsMargins(12, 10, 12, 10)
        box.setSpacing(6)
        self.words = plain_label("", wrap=True, selectable=True, name="spanWords")
        self.origin = faint(plain_label("", wrap=True, name="spanOrigin"))
        self.reason = faint(plain_label("", wrap=True, name="inspectorReason"))
        box.addLayout(self._build_tag())
        box.addWidget(self.words)
        box.addWidget(self.origin)
        box.addLayout(self._build_attributes())
        box.addLayout(self._build_note())
        box.addWidget(self.reason)
        box.addStretch(1)
        self._scroll = QScrollArea(widgetResizable=True)
        self._scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        self._scroll.setAccessibleName("Current span")
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(page)
        return self._scroll

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

    def _build_attributes(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setColumnStretch(1, 1)
        self.attribute_names = faint(plain_label("", name="attributeNames"))
        self.attribute_values = plain_label("", selectable=True, name="attributeValues")
        self.attribute_values.setAccessibleName("Attributes of the current span")
        grid.addWidget(self.attribute_names, 0, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self.attribute_values, 0, 1, Qt.AlignmentFlag.AlignTop)
        return grid

    def _build_note(self) -> QVBoxLayout:
        box = QVBoxLayout()
        box.setSpacing(2)
        self.note = named(_NoteEdit(placeholderText="Note…"), "spanNote", "Note on the current span")
        self.note.setAcceptDrops(False)
        self.note.setTabChangesFocus(True)
        self.note.setMinimumHeight(self.note.fontMetrics().lineSpacing() * 2 + 16)
        self.note.setMaximumHeight(self.note.fontMetrics().lineSpacing() * 4 + 16)
        self.note.entered.connect(self.settle)
        self.note.finished.connect(self.commit_note)
        self.note.left.connect(self.left)
        label = faint(plain_label("Note"))
        label.setBuddy(self.note)
        box.addWidget(label)
        box.addWidget(self.note)
        return box

    def _begin_again(self) -> None:
        """Offer the tags of the project, and say what can be done here."""
        project = self._session.project
        self.tag.clear()
        if project is not None:
            for style in self._desk.styles.values():
                self.tag.addItem(f"{style.letter}  {short(style.name, 40)}", style.name)
        self.hint.setText(self._what_to_do())
        self._show_current()

    def _what_to_do(self) -> str:
        if self._desk.article is None:
            return "Nothing is open. Choose an article on the left."
        if not self._desk.editable:
            return f"No span here. {self._desk.why_not_editable()}"
        tags = [(self._key_of(f"tag.{tag}"), name(tag)) for tag in list(self._desk.styles)[:_MOST_TAGS]]
        keys = " · ".join(f"{key} {tag}" for key, tag in tags if key)
        following = self._key_of("span.next")
        parts = [
            "No span here.",
            f"Put the caret in a word, or select some words, and press a tag’s letter:\n{keys}" if keys else "",
            f"{following} goes to the next span." if following else "",
        ]
        return "\n\n".join(part for part in parts if part)

    def _show_current(self) -> None:
        span = self._desk.current_span
        key = None if span is None else span.key
        if key != self._key:
            self.commit_note()
            self.note.document().setModified(False)
        self._key = key
        if span is None:
            self._stack.setCurrentIndex(0)
            return
        self._show_span(span)
        self._stack.setCurrentIndex(1)

    def _show_span(self, span: Span) -> None:
        self.tag.setCurrentIndex(self.tag.findData(span.tag))
        show_wrapped(self.words, f"“{self._desk.spans.words(span, _MOST_WORDS)}”")
        parts = f" · {len(span.fragments)} fragments" if len(span.fragments) > 1 else ""
        self.origin.setText(f"{origin_words(span.origin)}{parts}")
        attributes = list(span.attributes.items())[:_MOST_ATTRIBUTES]
        self.attribute_names.setText("\n".join(short(key, 24) for key, _ in attributes))
        self.attribute_values.setText("\n".join(short(_value_words(value), 60) or "–" for _, value in attributes))
        for label in (self.attribute_names, self.attribute_values):
            label.setVisible(bool(attributes))
        self.unsure.setChecked(span.unsure)
        if not self.note.document().isModified() and self.note.toPlainText() != span.note:
            self.note.setPlainText(span.note)
        self._allow(self._desk.editable)

    def _allow(self, editable: bool) -> None:
        for widget in (self.tag, self.unsure):
            widget.setEnabled(editable)
        self.note.setReadOnly(not editable)
        self.reason.setText("" if editable else self._desk.why_not_editable())
        self.reason.setVisible(not editable)


def _value_words(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)


class _CalmCombo(QComboBox):
    """A combo box over which the wheel scrolls the panel instead of changing what is saved."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class _NoteEdit(QPlainTextEdit):
    """A note: saved when it is left, and with Ctrl+Enter; Escape goes back to the article."""

    entered = Signal()
    finished = Signal()
    left = Signal()

    def event(self, event: QEvent) -> bool:
        # Ctrl+Enter is the window's key for “article done”, which is not meant while a note is written.
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _ends_note(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if _ends_note(event):
            self.finished.emit()
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.entered.emit()
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.finished.emit()


def _ends_note(event: QKeyEvent) -> bool:
    if event.key() == Qt.Key.Key_Escape:
        return True
    control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
    return control and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
