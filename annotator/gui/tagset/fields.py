"""Fields of the tagset editor: each says when something else was written in it and the annotator goes on."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPalette
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QPlainTextEdit, QVBoxLayout, QWidget

from annotator.gui.panels.pane import named
from annotator.gui.panels.wording import short
from annotator.gui.plain import plain_label, sentence

_NAME = Qt.ItemDataRole.UserRole
_LONGEST = 2_000
_ROWS = 4


class Line(QWidget):
    """A line of text, and under it at once the sentence that says why it cannot be so."""

    written = Signal(object)
    """What was written, when it can be so and Enter is pressed or the field is left."""

    def __init__(self, name: str, spoken: str, why_not: Callable[[str], str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._why_not = why_not
        self._known = ""
        self.edit = named(_Edit(), name, spoken)
        self.edit.setMaxLength(_LONGEST)
        self.why = plain_label("", wrap=True, name=f"{name}Why")
        self.why.setForegroundRole(QPalette.ColorRole.BrightText)
        self.why.hide()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(2)
        box.addWidget(self.edit)
        box.addWidget(self.why)
        self.setFocusProxy(self.edit)
        self.edit.textEdited.connect(self._check)
        self.edit.editingFinished.connect(self._commit)
        self.edit.given_up.connect(lambda: self.show_text(self._known))

    def show_text(self, text: str) -> None:
        """Show what is so."""
        self._known = text
        if self.edit.text() != text:
            self.edit.setText(text)
            self.edit.setCursorPosition(0)
        self.edit.setModified(False)
        self._say("")

    def say(self, remark: str) -> None:
        """Say something worth knowing about what is written, unless there is a reason why it cannot be so."""
        if not self._why_not(self.edit.text().strip()):
            self._say(remark)

    def commit(self) -> None:
        """Take what is written, as if the field were left."""
        self._commit()

    def _check(self) -> None:
        self._say("" if self.edit.text().strip() == self._known else self._why_not(self.edit.text().strip()))

    def _say(self, what: str) -> None:
        self.why.setText(sentence(what))
        self.why.setVisible(bool(what))
        self.edit.setAccessibleDescription(what)

    def _commit(self) -> None:
        text = self.edit.text().strip()
        if not self.edit.isModified() or text == self._known:
            return
        why = self._why_not(text)
        self._say(why)
        if not why:
            self.edit.setModified(False)
            self._known = text
            self.written.emit(text)


class _Edit(QLineEdit):
    given_up = Signal()

    def event(self, event: QEvent) -> bool:
        # Enter commits the field and Escape gives it up; neither is meant for the window's buttons.
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Escape
            and self.isModified()
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.isModified():
            self.given_up.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.editingFinished.emit()
        else:
            super().keyPressEvent(event)


class Prose(QPlainTextEdit):
    """Text of several lines, taken when the field is left."""

    written = Signal(object)

    def __init__(self, name: str, spoken: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        named(self, name, spoken)
        self.setTabChangesFocus(True)
        self.setMinimumHeight(self.fontMetrics().lineSpacing() * _ROWS + 12)
        self._known = ""

    def sizeHint(self) -> QSize:
        """Return room for a few lines; where there is more, it grows."""
        return QSize(super().sizeHint().width(), self.minimumHeight())

    def show_text(self, text: str) -> None:
        """Show what is so."""
        self._known = text
        if self.toPlainText() != text:
            self.setPlainText(text)
        self.document().setModified(False)

    def commit(self) -> None:
        """Take what is written, as if the field were left."""
        if self.document().isModified() and self.toPlainText() != self._known:
            self.document().setModified(False)
            self._known = self.toPlainText()
            self.written.emit(self._known)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take what was written."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.commit()


class Checks(QListWidget):
    """Names to be checked, with the space bar or the mouse."""

    written = Signal(object)
    """The names that are checked now."""

    def __init__(self, name: str, spoken: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        named(self, name, spoken)
        self.setTabKeyNavigation(False)
        self.itemChanged.connect(self._tell)

    def show_names(self, names: Sequence[str], checked: Sequence[str]) -> None:
        """Offer ``names``, some of them checked."""
        row = self.currentRow()
        self.blockSignals(True)
        self.clear()
        for name in names:
            item = QListWidgetItem(short(name, 40), self)
            item.setData(_NAME, name)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked if name in checked else Qt.CheckState.Unchecked)
        self.setCurrentRow(max(0, min(row, len(names) - 1)))
        self.blockSignals(False)
        height = self.sizeHintForRow(0) if names else self.fontMetrics().lineSpacing()
        self.setFixedHeight(height * max(2, min(len(names), _ROWS + 1)) + 2 * self.frameWidth() + 2)

    def checked(self) -> tuple[str, ...]:
        """Return the names that are checked."""
        items = map(self.item, range(self.count()))
        return tuple(item.data(_NAME) for item in items if item.checkState() == Qt.CheckState.Checked)

    def _tell(self) -> None:
        self.written.emit(self.checked())
