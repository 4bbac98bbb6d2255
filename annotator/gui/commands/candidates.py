"""Going to what may be worth a mark: names, numbers and phrases, and what somebody claims."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from annotator.gui.article.signs import Paragraphs
from annotator.gui.commands.base import CommandsBase
from annotator.gui.panels.wording import quoted_short
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


class CandidateCommands(CommandsBase):
    """Selects what a letter may tag, and edits nothing."""

    _candidates: CandidateWords | None = None
    """What was gone through last."""
    _went_on = False
    """Whether the candidate that is selected was not asked for."""

    def next_candidate(self) -> None:
        """Select the next words that may be worth a mark and have none."""
        self._go_to_candidate(self._next(NAMES), NAMES)

    def previous_candidate(self) -> None:
        """Select the last such words before the caret."""
        from annotator.model.candidates import previous_candidate

        start = min(self._view.caret, self._view.anchor)
        phrases = self._wants_phrases()
        found = previous_candidate(self._view.text, start, self._taken(), self._language(), phrases=phrases)
        self._go_to_candidate(found, NAMES, back=True)

    def next_claim(self) -> None:
        """Select the next quotation or reported clause that is no claim yet."""
        self._go_to_candidate(self._next(CLAIMS), CLAIMS)

    def previous_claim(self) -> None:
        """Select the last such words before the caret."""
        from annotator.model.claim_candidates import previous_claim_candidate

        start = min(self._view.caret, self._view.anchor)
        found = previous_claim_candidate(self._view.text, start, self._taken_as_claim(), self._language())
        self._go_to_candidate(found, CLAIMS, back=True)

    def toggle_going_on(self) -> None:
        """Go on to the next candidate by itself whenever one was tagged, or no longer."""
        settings = self._window.settings
        settings.goes_on = not settings.goes_on
        self.show_going_on()
        if settings.goes_on:
            self._status.say("When a candidate is tagged, the next one is selected at once; letters are for that one.")
        else:
            self._status.say("Nothing is selected by itself any more.")

    def show_going_on(self) -> None:
        """Check in the menu whether candidates follow one another by themselves."""
        self._window.action_table.set_checked("go.on", self._window.settings.goes_on)

    def went_on(self) -> bool:
        """Say whether what is selected is a candidate that nobody asked for."""
        return self._went_on and self._view.offered

    def go_on(self) -> str:
        """Select the next candidate of the kind gone through last, if that is wished; return what to say about it."""
        kind = self._candidates
        if kind is None or not self._window.settings.goes_on:
            return ""
        found = self._next(kind)
        if found is None:
            return f" · no {kind.name} follows"
        self._view.offer(found)
        self._went_on = True
        return f" · next {quoted_short(self._view.text[found.start : found.end])}{self._what_adds(found)}"

    def _next(self, kind: CandidateWords) -> Fragment | None:
        """Return the next candidate of a kind behind the caret, or behind what is selected."""
        text, language = self._view.text, self._language()
        if kind is CLAIMS:
            from annotator.model.claim_candidates import next_claim_candidate

            behind = max(self._view.caret, self._view.anchor)
            return next_claim_candidate(text, behind, self._taken_as_claim(), language)
        from annotator.model.candidates import next_candidate

        return next_candidate(text, self._view.caret, self._taken(), language, phrases=self._wants_phrases())

    def _go_to_candidate(self, found: Fragment | None, kind: CandidateWords, *, back: bool = False) -> None:
        """Select what was found, or say how far there is nothing; from there the same key looks on."""
        from annotator.model.candidates import REACH

        caret = self._view.caret
        looked_up_to = min(caret, self._view.anchor) - REACH if back else caret + REACH
        self._candidates, self._went_on = kind, False
        if found is not None:
            self._view.offer(found)
            words = quoted_short(self._view.text[found.start : found.end])
            key = self._keys(kind.action)
            on = f", {key} goes on" if key else ""
            self._status.say(f"{kind.name} {words} – a letter tags it{self._what_adds(found)}{on}")
        elif 0 < looked_up_to < len(self._view.text):
            self._view.move_caret(looked_up_to)
            self._status.say(f"No {kind.name} up to here; the same key looks on.")
        else:
            before = looked_up_to <= 0
            self._status.say(f"There is no untouched {kind.name} {'before' if before else 'after'} the caret.")

    def _what_adds(self, found: Fragment) -> str:
        """Say which key adds a candidate to the current claim, if it goes on with that."""
        from annotator.model.claim_candidates import goes_on

        current, key = self._desk.current_span, self._keys("span.add_fragment")
        if not key or current is None or current.tag not in self._claim_tags():
            return ""
        if not goes_on(self._view.text, current.fragments[-1], found):
            return ""
        return f", {key} adds it to {quoted_short(self._desk.spans.words(current))}"

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

    def _wants_phrases(self) -> bool:
        """Say whether noun phrases without a name are worth a mark."""
        project = self._session.project
        return project is not None and any(tag.noun_phrases for tag in project.tagset.in_use)

    def _language(self) -> str:
        article = self._desk.article
        return "" if article is None else article.meta.language


def _settled(marks: Sequence[Fragment], start: int, end: int) -> bool:
    """Say whether a mark says what ``text[start:end]`` is, and is not about more than that."""
    longest = max(_SWALLOWS, _MUCH_LONGER * (end - start))
    return any(mark.end - mark.start <= longest for mark in marks)


def _is_the_same_or_most(marks: Sequence[Fragment], start: int, end: int) -> bool:
    """Say whether what is marked begins with ``text[start:end]``, or is most of it."""
    marked = sum(min(mark.end, end) - max(mark.start, start) for mark in marks)
    return 2 * marked > end - start or any(mark.start == start for mark in marks)
