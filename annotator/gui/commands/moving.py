"""Going through the text of an article: by sentence, and among spans that lie on one another."""

from annotator.gui.commands.base import CommandsBase
from annotator.gui.panels.wording import name, quoted_short
from annotator.model.sentences import next_sentence_start, previous_sentence_start, sentence_at, sentence_end
from annotator.model.span import SpanKey


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
        self._extend(sentence_end(self._view.text, self._view.caret))

    def extend_back_by_sentence(self) -> None:
        """Select back to the beginning of the sentence."""
        self._extend(previous_sentence_start(self._view.text, self._view.caret))

    def select_sentence(self) -> None:
        """Select the sentence at the caret."""
        sentence = sentence_at(self._view.text, self._view.caret)
        if sentence is None:
            self._status.refuse("There is no sentence at the caret.")
            return
        self._view.select(sentence.start, sentence.end)
        self._view.reveal(sentence)
        self._say_selected()
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

    def go_to_span(self, key: SpanKey) -> None:
        """Make a span the current one."""
        self._view.set_current_span(key)

    def _move(self, position: int) -> None:
        """Put the caret at the beginning of a sentence, and say which; or at an end of the article."""
        text, before = self._view.text, self._view.caret
        self._view.move_caret(position)
        sentence = sentence_at(text, position) if position < len(text) else None
        if sentence is not None and sentence.start == position != before:
            self._status.say(f"sentence {quoted_short(text[sentence.start : sentence.end])}")
        else:
            self._status.say(f"That was the {'last' if position else 'first'} sentence.")

    def _extend(self, position: int) -> None:
        self._view.move_caret(position, extend=True)
        self._say_selected()

    def _say_selected(self) -> None:
        selected = self._view.selection()
        words = "" if selected is None else self._view.text[selected.start : selected.end]
        self._status.say(f"selected {quoted_short(words)}" if words else "Nothing is selected.")
