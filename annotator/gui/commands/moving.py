"""Going through the text of an article: by sentence, and among spans that lie on one another."""

from annotator.gui.commands.base import CommandsBase
from annotator.gui.panels.wording import name, quoted_short
from annotator.model.sentences import next_sentence_start, previous_sentence_start, sentence_at, sentence_end


class MovingCommands(CommandsBase):
    """Moves the caret and the selection, and edits nothing."""

    def next_sentence(self) -> None:
        """Put the caret at the beginning of the next sentence."""
        self._move(next_sentence_start(self._view.text, self._view.caret))

    def previous_sentence(self) -> None:
        """Put the caret at the beginning of the sentence, and from there at that of the one before."""
        self._move(previous_sentence_start(self._view.text, self._view.caret))

    def extend_by_sentence(self) -> None:
        """Select on to the end of the sentence."""
        self._move(sentence_end(self._view.text, self._view.caret), extend=True)

    def extend_back_by_sentence(self) -> None:
        """Select back to the beginning of the sentence."""
        self._move(previous_sentence_start(self._view.text, self._view.caret), extend=True)

    def select_sentence(self) -> None:
        """Select the sentence at the caret."""
        sentence = sentence_at(self._view.text, self._view.caret)
        if sentence is None:
            self._status.refuse("There is no sentence at the caret.")
            return
        self._status.clear()
        self._view.select(sentence.start, sentence.end)
        self._view.reveal(sentence)
        self._view.selectionMade.emit(False)

    def next_stacked_span(self) -> None:
        """Make the next larger span at the caret the current one; after the largest, the smallest."""
        here = self._view.spans_at(self._view.caret)
        if not here:
            self._status.refuse("There is no span at the caret.")
            return
        keys = [span.key for span in here]
        current = self._view.current_span
        at = (keys.index(current) + 1) % len(keys) if current in keys else 0
        span = here[at]
        self._view.set_current_span(span.key, reveal=False)
        words = quoted_short(self._desk.spans.words(span))
        self._status.say(f"{name(span.tag)} {words} · {at + 1} of {len(here)} here")

    def _move(self, position: int, *, extend: bool = False) -> None:
        self._status.clear()
        self._view.move_caret(position, extend=extend)
