"""Going through the text of an article: by sentence, and among spans that lie on one another."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from annotator.gui.article.signs import Paragraphs
from annotator.gui.commands.base import CommandsBase
from annotator.gui.panels.wording import name, quoted_short
from annotator.model.sentences import next_sentence_start, previous_sentence_start, sentence_at, sentence_end
from annotator.model.span import Fragment, Span

_SWALLOWS = 60
_MUCH_LONGER = 3
"""A mark of more code points than that, and so many times longer, is about more than a candidate in it."""


Settled = Callable[[Sequence[Fragment], int, int], bool]
"""Whether marks that overlap what lies between two code points answer what it is."""


class CandidateWords(NamedTuple):
    """How candidates of a kind are called, and the action that goes on to the next."""

    name: str
    action: str


NAMES = CandidateWords("candidate", "go.candidate")
CLAIMS = CandidateWords("claim candidate", "go.claim")


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
        found = next_candidate(self._view.text, caret, self._taken(), self._language(), people=self._wants_people())
        self._go_to_candidate(found, caret + REACH, NAMES)

    def previous_candidate(self) -> None:
        """Select the last such words before the caret."""
        from annotator.model.candidates import REACH, previous_candidate

        start = min(self._view.caret, self._view.anchor)
        found = previous_candidate(self._view.text, start, self._taken(), self._language(), people=self._wants_people())
        self._go_to_candidate(found, start - REACH, NAMES)

    def next_claim(self) -> None:
        """Select the next quotation or reported clause that is no claim yet."""
        from annotator.model.candidates import REACH
        from annotator.model.claim_candidates import next_claim_candidate

        caret = max(self._view.caret, self._view.anchor)
        found = next_claim_candidate(self._view.text, caret, self._taken_as_claim(), self._language())
        self._go_to_candidate(found, caret + REACH, CLAIMS)

    def previous_claim(self) -> None:
        """Select the last such words before the caret."""
        from annotator.model.candidates import REACH
        from annotator.model.claim_candidates import previous_claim_candidate

        start = min(self._view.caret, self._view.anchor)
        found = previous_claim_candidate(self._view.text, start, self._taken_as_claim(), self._language())
        self._go_to_candidate(found, start - REACH, CLAIMS)

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

    def _go_to_candidate(self, found: Fragment | None, looked_up_to: int, kind: CandidateWords) -> None:
        """Select what was found, or say how far there is nothing; from there the same key looks on."""
        if found is not None:
            self._view.offer(found)
            words = quoted_short(self._view.text[found.start : found.end])
            key = self._keys(kind.action)
            self._status.say(f"{kind.name} {words} – {self._what_tags(found)}{f', {key} goes on' if key else ''}")
        elif 0 < looked_up_to < len(self._view.text):
            self._view.move_caret(looked_up_to)
            self._status.say(f"No {kind.name} up to here; the same key looks on.")
        else:
            before = looked_up_to <= 0
            self._status.say(f"There is no untouched {kind.name} {'before' if before else 'after'} the caret.")

    def _what_tags(self, found: Fragment) -> str:
        """Say which keys mark a candidate: a letter, or the one that adds it to the claim it goes on with."""
        from annotator.model.claim_candidates import goes_on

        current, key = self._desk.current_span, self._keys("span.add_fragment")
        if not key or current is None or current.tag not in self._claim_tags():
            return "a letter tags it"
        if goes_on(self._view.text, current.fragments[-1], found):
            return f"{key} adds it to {quoted_short(self._desk.spans.words(current))}, a letter tags it"
        return "a letter tags it"

    def _taken(self) -> Callable[[int, int], bool]:
        """Return what says of a place whether it is done with: marked, or in a paragraph that was read.

        A claim is about what is inside it, so it does not count.
        """
        claims = self._claim_tags()
        return self._done_with(lambda span: span.tag not in claims, _settled)

    def _taken_as_claim(self) -> Callable[[int, int], bool]:
        """Return the same for what may be a claim; without a tag for claims any mark counts."""
        claims = self._claim_tags()
        return self._done_with(lambda span: not claims or span.tag in claims, _is_the_same_or_most)

    def _done_with(self, counts: Callable[[Span], bool], settled: Settled) -> Callable[[int, int], bool]:
        spans, read = self._view.page.spans, Paragraphs(self._desk.paragraphs)

        def taken(start: int, end: int) -> bool:
            touching = [part for span in spans.touching(start, end) if counts(span) for part in span.fragments]
            touching = [part for part in touching if start < part.end and part.start < end]
            return settled(touching, start, end) or read.touch(start, end)

        return taken

    def _wants_people(self) -> bool:
        """Say whether people without a name are worth a mark."""
        project = self._session.project
        return project is not None and any(tag.noun_phrases for tag in project.tagset.in_use)

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


def _settled(marks: Sequence[Fragment], start: int, end: int) -> bool:
    """Say whether a mark says what ``text[start:end]`` is, and is not about more than that."""
    longest = max(_SWALLOWS, _MUCH_LONGER * (end - start))
    return any(mark.end - mark.start <= longest for mark in marks)


def _is_the_same_or_most(marks: Sequence[Fragment], start: int, end: int) -> bool:
    """Say whether what is marked begins with ``text[start:end]``, or is most of it."""
    marked = sum(min(mark.end, end) - max(mark.start, start) for mark in marks)
    return 2 * marked > end - start or any(mark.start == start for mark in marks)
