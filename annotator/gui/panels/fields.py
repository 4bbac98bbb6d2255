"""Fields: one attribute each, filled from the keyboard, with a guess shown grey until a person touches it.

A field saves when Enter is pressed in it, or when it is left with something else in it than before. Enter on a grey
guess accepts it. Every field has the same three signals: ``decided`` with the value or nothing, ``advanced`` with 1 or
-1 when the keyboard should go to the next or previous field, ``left`` when it should go back to the article.
"""

from collections.abc import Sequence
from math import isfinite
from time import monotonic

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QGuiApplication, QKeyEvent, QPalette, QWheelEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from annotator.gui.claims import claimed
from annotator.gui.plain import shown
from annotator.model.tagset import Attribute

SEVERAL = object()
"""The value of spans that say different things."""

_SAME_WORD_SECONDS = 1.0
_LONGEST_VALUE = 2000
_LARGEST = 2**63
_GUESSED = "guessed; Enter accepts it"


class LineField(QLineEdit):
    """Text, or whatever else is typed."""

    decided = Signal(object)
    advanced = Signal(object)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMaxLength(_LONGEST_VALUE)
        self.setPlaceholderText("–")
        self._value: object = None
        self._guess: object = None

    def show_value(self, value: object, guess: object = None) -> None:
        """Show what is said, or else what is guessed; what is being typed is left alone."""
        if self.hasFocus() and self.isModified() and (value, guess) == (self._value, self._guess):
            return
        self._value, self._guess = value, guess
        self.setPlaceholderText("several" if value is SEVERAL else "–")
        self._begin_again()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Save with Enter, give up with Escape, go on with the arrows."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self._commit(accept=True):
                self.advanced.emit(1)
        elif event.key() == Qt.Key.Key_Escape:
            self._begin_again()
            self.left.emit()
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.advanced.emit(1 if event.key() == Qt.Key.Key_Down else -1)
        else:
            super().keyPressEvent(event)
            _grey(self, self._is_guess())

    def event(self, event: QEvent) -> bool:
        """Keep Enter and Escape from the window's actions."""
        return claimed(event, ends_field) or super().event(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Select everything, so that typing replaces it."""
        super().focusInEvent(event)
        self.selectAll()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Save what was typed."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason and not self._commit(accept=False):
            self._begin_again()

    def parsed(self, text: str) -> object:
        """Return the value that ``text`` means.

        Raises:
            ValueError: if it means none.
        """
        return text

    def _begin_again(self) -> None:
        said = self._guess if self._value is None else self._value
        self.setText("" if said is None or said is SEVERAL else value_words(said))
        self.setModified(False)
        _grey(self, self._is_guess())

    def _is_guess(self) -> bool:
        return self._value is None and self._guess is not None and not self.isModified()

    def _commit(self, *, accept: bool) -> bool:
        """Say what was decided; return whether the field holds something sensible."""
        if not self.isModified():
            if accept and self._is_guess():
                self._decide(self._guess)
            return True
        text = self.text().strip()
        try:
            value = self.parsed(text) if text else None
        except ValueError:
            self.selectAll()
            return False
        self.setModified(False)
        # An emptied guess is a decision too: that there is nothing to say.
        if value != self._value or (value is None and self._guess is not None):
            self._decide(value)
        return True

    def _decide(self, value: object) -> None:
        # Remembered at once, so that leaving the field does not decide the same again.
        self._value, self._guess = value, None
        self.decided.emit(value)


class NumberField(LineField):
    """A number; separators of thousands may be typed."""

    def parsed(self, text: str) -> object:
        """Return the number."""
        plain = text.replace(",", "").replace(" ", "").replace("\u00a0", "").replace("_", "")
        try:
            number: int | float = int(plain)
        except ValueError:
            number = float(plain)
        if not isfinite(number) or not -_LARGEST <= number < _LARGEST:
            raise ValueError(text)
        return number


class ChoiceField(QComboBox):
    """One of a few values: chosen by its number, by its first letters, with the arrows or with the mouse."""

    decided = Signal(object)
    advanced = Signal(object)
    left = Signal()

    def __init__(self, values: Sequence[tuple[str, object]], parent: QWidget | None = None) -> None:
        """Offer ``values``, each with what it is called; nothing can be said, too."""
        super().__init__(parent)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(3)
        self._values = [None, *(value for _, value in values)]
        self._names = [name.casefold() for name, _ in values]
        self.addItem("–")
        self.addItems([shown(name) for name, _ in values])
        self._value: object = None
        self._guess: object = None
        self._typed = ("", 0.0)
        self._by_key = False
        self.activated.connect(self._chosen)

    def show_value(self, value: object, guess: object = None) -> None:
        """Show what is said, or else what is guessed."""
        self._value, self._guess = value, guess
        self._begin_again()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose, save with Enter, give up with Escape."""
        text = event.text()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._commit(accept=True)
            self.advanced.emit(1)
        elif event.key() == Qt.Key.Key_Escape:
            self._begin_again()
            self.left.emit()
        elif event.key() in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete):
            self._choose(0)
        elif text.isdecimal() and text.isascii() and int(text) < len(self._values):
            self._choose(int(text))
            self._commit(accept=True)
            self.advanced.emit(1)
        elif text.strip() and text.isprintable() and not _with_control(event):
            self._choose_by_letters(text)
        else:
            self._by_key = True
            super().keyPressEvent(event)
            self._by_key = False
            _grey(self, self._is_guess())

    def event(self, event: QEvent) -> bool:
        """Keep Enter, Escape and letters from the window's actions."""
        return claimed(event, ends_field) or super().event(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Save what was chosen."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self._commit(accept=False)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the panel, which scrolls."""
        event.ignore()

    def _chosen(self) -> None:
        if not self._by_key:
            self._commit(accept=True)

    def _choose(self, row: int) -> None:
        self.setCurrentIndex(row)
        _grey(self, self._is_guess())

    def _choose_by_letters(self, text: str) -> None:
        before, when = self._typed
        now = monotonic()
        word = (before if now - when < _SAME_WORD_SECONDS else "") + text.casefold()
        found = self._starting_with(word)
        if found is None and before:
            word = text.casefold()
            found = self._starting_with(word)
        self._typed = (word, now)
        if found is not None:
            self._choose(found + 1)

    def _starting_with(self, word: str) -> int | None:
        return next((at for at, name in enumerate(self._names) if name.startswith(word)), None)

    def _begin_again(self) -> None:
        said = self._guess if self._value is None else self._value
        row = next((at for at, value in enumerate(self._values) if value == said and type(value) is type(said)), -1)
        # What a tagset does not offer (any more) is shown all the same, as nothing that could be chosen.
        self.setPlaceholderText("several" if said is SEVERAL else shown(value_words(said)))
        self.setCurrentIndex(row)
        _grey(self, self._is_guess())

    def _shown_value(self) -> object:
        return self._values[self.currentIndex()] if self.currentIndex() >= 0 else self._value

    def _is_guess(self) -> bool:
        return self._value is None and self._guess is not None and self._shown_value() == self._guess

    def _commit(self, *, accept: bool) -> None:
        if self.currentIndex() < 0:
            return
        value = self._shown_value()
        if self._value is None and value == self._guess and value is not None:
            if accept:
                self._decide(value)
        elif value != self._value or (value is None and self._guess is not None):
            self._decide(value)

    def _decide(self, value: object) -> None:
        self._value, self._guess = value, None
        _grey(self, False)
        self.decided.emit(value)


def field_for(attribute: Attribute) -> LineField | ChoiceField:
    """Return an empty field for ``attribute``."""
    if attribute.kind == "choice":
        return ChoiceField([(value, value) for value in attribute.values])
    if attribute.kind == "yes_no":
        return ChoiceField([("yes", True), ("no", False)])
    return NumberField() if attribute.kind == "number" else LineField()


def value_words(value: object) -> str:
    """Return the value of an attribute as it is written for a person."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)


def _grey(field: QWidget, guessed: bool) -> None:
    """Show a guess in faint slanted letters, and say that it is one."""
    font = field.font()
    if font.italic() != guessed:
        font.setItalic(guessed)
        field.setFont(font)
    palette = QPalette()
    if guessed:
        faint = QGuiApplication.palette().color(QPalette.ColorRole.PlaceholderText)
        for role in (QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
            palette.setColor(role, faint)
    field.setPalette(palette)
    field.setAccessibleDescription(_GUESSED if guessed else "")


def ends_field(event: QKeyEvent) -> bool:
    """Say whether a key ends what is done in a field, and is not the window's."""
    return event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape) and not _with_control(event)


def _with_control(event: QKeyEvent) -> bool:
    return bool(event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier))
