"""Marking the same words elsewhere."""

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from annotator.gui.commands.bulk import BulkCommands
from annotator.gui.commands.project import open_dialog
from annotator.gui.panels.wording import name, quoted_short
from annotator.model.span import Fragment, Span

if TYPE_CHECKING:
    from annotator.gui.explore.mentions import MentionChoice
    from annotator.gui.explore.stream import Stream

_MOST_WORDS = 400
"""Longer spans, such as claims, have no mentions that are just the same."""


class MentionCommands(BulkCommands):
    """Identical mentions."""

    def find_mentions(self) -> None:
        """Show where else the words of the current span, or those selected, are, and mark what is chosen."""
        why = self._desk.why_not_editable()
        if why:
            self._status.refuse(why)
            return
        selected, span = self._view.selection(), self._desk.current_span
        if self._window.commands.went_on():
            selected = None
        if selected is None and span is None:
            self._status.refuse("No span is current; go to one with Tab, or select words.")
        elif selected is not None:
            self._mentions_of_selection()
        elif span is not None:
            self._mentions_of_span(span)

    def _mentions_of_span(self, span: Span) -> None:
        if len(span.fragments) > 1:
            self._status.refuse("A span of several fragments has no identical mentions.")
        else:
            self._show_mentions(span.fragments[0], span.tag, span.attributes, itself=True)

    def _mentions_of_selection(self) -> None:
        place = self._view.marked_selection()
        newest = max(self._desk.spans.all(), key=lambda span: span.key, default=None)
        if newest is None:
            self._status.refuse("Tag something first; then M looks for what is selected as the same.")
        elif place is not None:
            self._show_mentions(place, newest.tag, {}, itself=False)

    def _show_mentions(self, place: Fragment, tag: str, attributes: Mapping[str, object], *, itself: bool) -> None:
        from annotator.gui.article.style import neutral_style
        from annotator.gui.explore.mentions import MentionsDialog
        from annotator.project.mentions import MentionQuery

        article = self._desk.article
        assert article is not None
        words = article.text[place.start : place.end]
        if len(words) > _MOST_WORDS:
            self._status.refuse("That is too long to occur a second time.")
            return
        dialog = MentionsDialog(
            MentionQuery(words, tag, article.key, "article"),
            self._desk.styles.get(tag) or neutral_style(tag),
            self._mention_stream,
            self._window.settings,
            self._window,
            itself=(article.key, place) if itself else None,
            attributes=", ".join(f"{key} {value}" for key, value in attributes.items()),
        )
        dialog.accepted.connect(lambda: self._propagate(words, tag, attributes, dialog.result_value()))
        open_dialog(dialog)
        self._status.say(f"Choose which other {quoted_short(words)} to mark.")

    def _propagate(self, words: str, tag: str, attributes: Mapping[str, object], choice: "MentionChoice") -> None:
        from annotator.project import propagating

        copied = attributes if choice.copies_attributes else None
        many = len(choice.places) + len(choice.refused)
        if choice.places:
            self._do_to_many(
                "Marking mentions",
                many,
                lambda project, went_on: propagating.propagate(
                    project, choice.places, tag, copied, choice.refused, went_on
                ),
                lambda done: (
                    f"tagged {done.count:,} more {quoted_short(words)} as {name(tag)}"
                    f"{_remembered(done.refused)} – Ctrl+Z undoes"
                ),
            )
        elif choice.refused:
            self._do_to_many(
                "Remembering refusals",
                many,
                lambda project, went_on: propagating.refuse(project, choice.refused, tag, went_on),
                lambda done: f"{quoted_short(words)}: {done.refused:,} refused from now on – Ctrl+Z undoes",
            )

    @cached_property
    def _mention_stream(self) -> "Stream":
        from annotator.gui.explore.stream import Stream

        return Stream(self._session, self._window.another_runner(), self._session)


def _remembered(refused: int) -> str:
    return f", {refused:,} refused from now on" if refused else ""
