"""Going through the text of an article: by sentence, and among spans that lie on one another."""

from collections.abc import Callable

from annotator.gui.article.signs import Paragraphs
from annotator.gui.commands.base import CommandsBase
from annotator.gui.panels.wording import name, quoted_short
from annotator.model.sentences import next_sentence_start, previous_sentence_start, sentence_at, sentence_end
from annotator.model.span import Fragment

_SWALLOWS = 60
_MUCH_LONGER = 3
"""A mark of more code points than that, and so many times longer, is about more than a candidate in it."""


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

    def next_candidate(self) -> None:
        """Select the next words that may be worth a mark and have none."""
        from annotator.model.candidates import REACH, next_candidate

        caret = self._view.caret
        self._go_to_candidate(next_candidate(self._view.text, caret, self._taken(), self._language()), caret + REACH)

    def previous_candidate(self) -> None:
        """Select the last such words before the caret."""
        from annotator.model.candidates import REACH, previous_candidate

        start = min(self._view.caret, self._view.anchor)
        self._go_to_candidate(
            previous_candidate(self._view.text, start, self._taken(), self._language()), start - REACH
        )

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

    def _go_to_candidate(self, found: Fragment | None, looked_up_to: int) -> None:
        """Select what was found, or say how far there is nothing; from there the same key looks on."""
        if found is not None:
            self._view.select(found.start, found.end)
            self._view.reveal(found)
            words = quoted_short(self._view.text[found.start : found.end])
            key = self._keys("go.candidate")
            self._status.say(f"candidate {words} – a letter tags it{f', {key} goes on' if key else ''}")
        elif 0 < looked_up_to < len(self._view.text):
            self._view.move_caret(looked_up_to)
            self._status.say("No candidate up to here; the same key looks on.")
        else:
            before = looked_up_to <= 0
            self._status.say(f"There is no untouched candidate {'before' if before else 'after'} the caret.")

    def _taken(self) -> Callable[[int, int], bool]:
        """Return what says of a place whether it is done with: marked, or in a paragraph that was read."""
        spans, read = self._view.page.spans, Paragraphs(self._desk.paragraphs)

        def taken(start: int, end: int) -> bool:
            touching = [fragment for span in spans.touching(start, end) for fragment in span.fragments]
            return any(_settles(fragment, start, end) for fragment in touching) or read.touch(start, end)

        return taken

    def _language(self) -> str:
        article = self._desk.article
        return "" if article is None else article.meta.language

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


def _settles(fragment: Fragment, start: int, end: int) -> bool:
    """Say whether a mark on ``fragment`` answers what ``text[start:end]`` is; a claim does not for a name inside it."""
    if fragment.end <= start or end <= fragment.start:
        return False
    return fragment.end - fragment.start <= max(_SWALLOWS, _MUCH_LONGER * (end - start))
