"""Tagging without asking again: the last tag repeated, and a sticky tag that each selection gets at once."""

from annotator.gui.commands.spans import SpanCommands
from annotator.gui.panels.wording import name
from annotator.model.span import Fragment, Span, SpanKey
from annotator.project import edits


class StickyCommands(SpanCommands):
    """Tagging as it is, with a memory for the tag that was used last in this window."""

    _last_tag = ""
    _sticky_tag = ""
    _stuck: SpanKey | None = None
    """The span that the last selection got at once, as long as nothing else was done."""

    def tag(self, tag: str) -> None:
        """Tag what is selected; with a sticky tag and nothing selected, make ``tag`` the sticky one."""
        if self._sticky_tag and self._view.selection() is None:
            self._stick_to(tag)
            return
        self._last_tag = tag
        super().tag(tag)

    def tag_exactly(self, tag: str) -> None:
        """Tag exactly what is selected."""
        self._last_tag = tag
        super().tag_exactly(tag)

    def retag(self, tag: str) -> None:
        """Give the current span another tag."""
        self._last_tag = tag
        super().retag(tag)

    def repeat_tag(self) -> None:
        """Tag what is selected, or the word at the caret, with the tag used last."""
        if self._known(self._last_tag):
            super().tag(self._last_tag)
        else:
            self._status.refuse("No tag was used yet; press the letter of one.")

    def toggle_sticky(self) -> None:
        """Give every selection from now on the tag used last, at once, or no longer."""
        if self._sticky_tag:
            self.end_sticky()
        elif self._known(self._last_tag):
            self._stick_to(self._last_tag)
        else:
            again = self._keys("span.sticky") or "this again"
            self._status.refuse(f"No tag was used yet; press the letter of one, then {again}.")

    def end_sticky(self) -> bool:
        """Tag no selection by itself any more; say whether there was a sticky tag."""
        had, self._sticky_tag = self._sticky_tag, ""
        self._status.show_mode("")
        if had:
            self._status.say(f"{name(had)} is no longer sticky; selections are only selected.")
        return bool(had)

    def tag_selection(self, more: bool = False) -> None:
        """Tag a selection that was just made, if a tag is sticky.

        With ``more`` it is the sentence or paragraph of what was tagged by the click before, whose span grows.
        """
        if not self._sticky_tag or self._view.selection() is None:
            return
        if more and self._grow():
            return
        place = self._view.marked_selection()
        had = self._twin(place)
        super().tag(self._sticky_tag)
        made = self._twin(place)
        self._stuck = made.key if made is not None and had is None else None

    def check_tags(self) -> None:
        """End what is sticky if the tagset no longer has it."""
        if self._sticky_tag and not self._known(self._sticky_tag):
            self.end_sticky()

    def forget_tags(self) -> None:
        """Begin anew with another project."""
        self._last_tag, self._stuck = "", None
        self.end_sticky()
        self._status.clear()

    def _stick_to(self, tag: str) -> None:
        self._sticky_tag = self._last_tag = tag
        style = self._desk.styles.get(tag)
        self._status.show_mode(f"sticky: {style.letter if style else ''} {name(tag)}")
        keys = self._keys("span.sticky", "span.cancel")
        ends = f" – {keys} ends it" if keys else ""
        self._status.say(f"{name(tag)} is sticky: each selection is tagged at once{ends}")

    def _grow(self) -> bool:
        """Put the span of the click before on what is selected now; say whether it may stay at that."""
        article, span, place = self._desk.article, self._desk.spans.get(self._stuck), self._view.marked_selection()
        if article is None or span is None or place is None or self._desk.spans.twin((place,), span.tag) is not None:
            return False
        if not (place.start <= span.start and span.end <= place.end):
            return False
        if self._session.do(lambda project: edits.move(project, article, span.key, [place])):
            self._view.clear_selection()
            self._view.set_current_span(span.key, reveal=False)
            now = self._desk.spans.get(span.key) or span
            self._status.say(f"now {self._words(now)} – Ctrl+Z undoes")
        return True

    def _twin(self, place: Fragment | None) -> Span | None:
        return None if place is None else self._desk.spans.twin((place,), self._sticky_tag)

    def _known(self, tag: str) -> bool:
        project = self._session.project
        return project is not None and tag in project.tagset
