"""What the keys do to choose several spans for one edit, and to let go of whatever is under way."""

from annotator.gui.commands.span_base import SpanCommandsBase
from annotator.gui.panels.wording import spans_words
from annotator.gui.specs import When
from annotator.model.span import SpanKey


class ChoosingCommands(SpanCommandsBase):
    """Chooses, and edits nothing."""

    def toggle_chosen(self) -> None:
        """Choose the current span together with others, or let it go."""
        current = self._desk.current
        if current is None:
            self._status.refuse(self._why_not(When.SPAN))
        else:
            self.toggle_chosen_span(current)

    def toggle_chosen_span(self, key: SpanKey) -> None:
        """Choose a span together with others, or let it go."""
        chosen = list(self._desk.chosen)
        self._desk.choose([other for other in chosen if other != key] if key in chosen else [*chosen, key])
        self._say_chosen()

    def choose_selected(self) -> None:
        """Choose all spans of the selection; without one, those of the paragraph at the caret."""
        selected = self._view.selection()
        start, end = (selected.start, selected.end) if selected else self._view.page.map.paragraph(self._view.caret)
        found = [s.key for s in self._view.page.spans.touching(start, end) if start <= s.start and s.end <= end]
        self._view.clear_selection()
        self._desk.choose([*self._desk.chosen, *found])
        self._say_chosen()

    def cancel(self) -> None:
        """Let go of the innermost thing that is under way: a relation, a question, the chosen spans, a sticky tag."""
        if self._window.picker.active:
            self._window.picker.end()
            self._status.say("no relation was drawn")
        elif self._window.second_press.forget():
            self._status.say("nothing was removed")
        elif self._desk.chosen:
            self._desk.choose(())
            self._status.say("no span is chosen any more")
        elif not self._window.commands.step_back():
            self._status.say("There is nothing to let go of.")

    def _say_chosen(self) -> None:
        count = len(self._desk.chosen)
        if count:
            key = self._window.action_table.key_of("span.cancel")
            way_out = f" · {key} lets go" if key else ""
            self._status.say(f"{spans_words(count)} chosen · what you do next is done to all of them{way_out}")
        else:
            self._status.say("no span is chosen")
