"""A field for an attribute that names an actor of the project's list.

It offers whom the span's words may mean, and never decides by itself: a guess stands in it grey until somebody presses
Enter on it or writes something else.
"""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFont, QKeyEvent, QPalette
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from annotator.gui.panels.offers import Offer, Offers
from annotator.gui.panels.wording import quoted_short, short
from annotator.gui.plain import shown
from annotator.gui.session import Session
from annotator.model.aliases import Alias, fold_name
from annotator.model.naming import LONGEST_NAME, is_name
from annotator.project.alias_edits import add_aliases
from annotator.project.alias_lookup import Candidate, candidates_for
from annotator.project.aliases import is_actor

_LONGEST_OFFER = 70


class _New(str):
    """The name of an actor that would have to be added to the list first."""

    __slots__ = ()


class AliasField(QLineEdit):
    """A line that holds the name of an actor, or nothing.

    Enter takes the best offer, or accepts the guess; Shift+Enter adds the span's words to what that actor is called as
    well. A name that the list does not have is offered to be added, together with the span's words, as one step. Down
    opens the offers, Escape goes back to what was said before.
    """

    decided = Signal(object)
    """The name of the actor that the annotator chose, or ``None`` if there is nothing to say."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._words = ""
        self._published = ""
        self._value: str | None = None
        self._guessed = False
        self._dressing = False
        self.setMaxLength(LONGEST_NAME)
        self.setAcceptDrops(False)
        self.setPlaceholderText("an actor of the list…")
        self.offers = Offers(self, self._ask)
        self.offers.chosen.connect(lambda value: self._take(value, False))
        self.textEdited.connect(lambda _: self._look_guessed(False))

    @property
    def value(self) -> str | None:
        """What was said or guessed last; what somebody is typing is not decided yet."""
        return self._value

    @property
    def guessed(self) -> bool:
        """Whether the value is a guess that nobody has touched."""
        return self._guessed

    def set_context(self, words: str, published: str) -> None:
        """Say which words the field is about, and the date of their article; what was typed for others is dropped."""
        if (words, published) != (self._words, self._published):
            self._words, self._published = words, published
            self.offers.hide()
            self.setModified(False)

    def set_value(self, value: str | None, guessed: bool = False) -> None:
        """Show what is said, or guessed; nothing is emitted. What somebody is typing stays."""
        self._value, self._guessed = value, guessed and value is not None
        if not (self.hasFocus() and self.isModified()):
            self._show_value()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Decide with Enter, open the offers with Down, go back with Escape."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._enter(add_words=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        elif event.key() == Qt.Key.Key_Down:
            self.offers.show()
        elif event.key() == Qt.Key.Key_Escape and self.isModified():
            self._show_value()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Keep a guess grey in other colours."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self._guessed and not self._dressing:
            self._look_guessed(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take what was typed if it is the name of an actor; anything else was not decided, and is taken back."""
        super().focusOutEvent(event)
        if event.reason() in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason):
            return
        self.offers.hide()
        if self.isModified():
            self._leave(self.text().strip())

    def _leave(self, typed: str) -> None:
        if not typed:
            self._decide(None)
        elif typed == self._value or self._session.ask(lambda project: is_actor(project, typed)):
            self._decide(typed)
        else:
            self._show_value()
            self._session.refused.emit(f"{quoted_short(typed)} is no actor of the list; press Enter on it to add it.")

    def _enter(self, *, add_words: bool) -> None:
        offer = self.offers.current
        if offer is not None:
            self.offers.hide()
            self._take(offer.value, add_words)
        elif not self.isModified():
            if self._value is not None:
                self._take(self._value, add_words)
            else:
                self.offers.show()
        elif not self.text().strip():
            self._decide(None)
        else:
            self._enter_typed(add_words=add_words)

    def _enter_typed(self, *, add_words: bool) -> None:
        """Take the best that what was typed may mean, before the list of offers was seen."""
        offers = self.offers.look()
        if offers and not offers[0].asks:
            self._take(offers[0].value, add_words)
        else:
            # A name that nobody knows is asked about: the list opens, and Enter in it says yes.
            self.offers.show()

    def _ask(self, typed: str) -> list[Offer]:
        """Offer whom the typed words may mean, or else the span's own."""
        typed = typed.strip() if self.isModified() else ""
        sought = typed or self._words
        found = self._session.ask(lambda project: candidates_for(project, sought, self._published)) or []
        offers = [Offer(_described(candidate), candidate.canonical) for candidate in found]
        known = any(one.exact or one.canonical == typed for one in found)
        if typed and fold_name(typed) and self._session.writable and not known:
            offers.append(Offer(self._question(typed), _New(typed), asks=True))
        return offers

    def _question(self, typed: str) -> str:
        added = f"New actor “{short(typed, 40)}”"
        if self._words_are_a_name() and fold_name(self._words) != fold_name(typed):
            added += f", called “{short(self._words, 40)}”"
        return added

    def _take(self, value: object, add_words: bool) -> None:
        name = str(value)
        new = isinstance(value, _New)
        if new or (add_words and self._words_are_a_name()):
            # The own name of a new actor comes with whatever else it is called.
            called = Alias(name, self._words.strip() if self._words_are_a_name() else name)
            if not self._session.do(lambda project: add_aliases(project, [called])) and new:
                return
        self._decide(name)

    def _words_are_a_name(self) -> bool:
        return is_name(self._words) and bool(fold_name(self._words))

    def _decide(self, value: str | None) -> None:
        self._value, self._guessed = value, False
        self._show_value()
        self.decided.emit(value)

    def _show_value(self) -> None:
        self.setText(self._value or "")
        self.setCursorPosition(0)
        self.setModified(False)
        self._look_guessed(self._guessed)

    def _look_guessed(self, guessed: bool) -> None:
        """Let the text be grey and slanted, and a screen reader say so, or not."""
        palette = QPalette()
        if guessed:
            grey = QApplication.palette().color(QPalette.ColorRole.PlaceholderText)
            palette.setColor(QPalette.ColorRole.Text, grey)
        self._dressing = True
        self.setPalette(palette)
        self._dressing = False
        font = QFont(self.font())
        font.setItalic(guessed)
        self.setFont(font)
        self.setAccessibleDescription("guessed; Enter accepts it" if guessed else "")


def _described(candidate: Candidate) -> str:
    """Return a candidate on one line: the actor, by what name it was found, and what speaks against it."""
    parts = [short(candidate.canonical, _LONGEST_OFFER)]
    if fold_name(candidate.variant) != fold_name(candidate.canonical):
        parts.append(f"– {short(candidate.variant, _LONGEST_OFFER)}")
    if not candidate.valid:
        parts.append("(not at that time)")
    elif candidate.ambiguous:
        parts.append("(ambiguous)")
    return shown(" ".join(parts))
