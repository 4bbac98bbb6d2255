"""What the commands on spans share: which spans they are for, and whether these may be edited."""

from collections.abc import Sequence

from annotator.gui.commands.base import CommandsBase
from annotator.gui.panels.wording import name, quoted_short, spans_words
from annotator.gui.specs import When
from annotator.model.span import Span


class SpanCommandsBase(CommandsBase):
    """Finds the spans of a command, and says why it is not possible if it is not."""

    def _current_span(self) -> Span | None:
        """Return the current span if it may be edited; otherwise say why not."""
        if not self._may_edit():
            return None
        span = self._desk.current_span
        if span is None:
            self._status.refuse(self._why_not(When.SPAN))
        return span

    def _targets(self) -> list[Span]:
        """Return the chosen spans, or else the current one, if they may be edited; otherwise say why not."""
        if not self._may_edit():
            return []
        targets = self._desk.targets
        if not targets:
            self._status.refuse(self._why_not(When.SPAN))
        return targets

    def _may_edit(self) -> bool:
        why = self._desk.why_not_editable()
        if why:
            self._status.refuse(why)
        return not why

    def _words(self, span: Span) -> str:
        return quoted_short(self._desk.spans.words(span))

    def _called(self, spans: Sequence[Span], *, with_tag: bool = False) -> str:
        """Name spans in a sentence: one by its words, several by their number."""
        if len(spans) != 1:
            return spans_words(len(spans))
        return f"{name(spans[0].tag)} {self._words(spans[0])}" if with_tag else self._words(spans[0])


def relations_words(count: int, *, own: bool = True) -> str:
    """Say how many relations there are; ``own`` as those of what was named before."""
    if count == 1:
        return "its relation" if own else "1 relation"
    return f"its {count} relations" if own else f"{count} relations"
