"""What the keys do to spans: mark, retag, move edges, remove, say something about them."""

from collections.abc import Callable

from annotator.gui.commands.base import CommandsBase
from annotator.gui.panels.wording import name, quoted_short, standing_on, tagged
from annotator.gui.specs import When
from annotator.model.span import Fragment, Span, SpanKey
from annotator.model.words import next_word_end, next_word_start, previous_word_end, previous_word_start, word_at
from annotator.project import edits, reading
from annotator.project.changes import Changes

Edge = Callable[[str, Span], Fragment | None]
"""Gives the fragment that a moved edge leaves, or nothing if the edge cannot go there."""


class SpanCommands(CommandsBase):
    """Edits of the own layer on the open article. Nothing is shown before it is saved."""

    def tag(self, tag: str) -> None:
        """Tag what is selected, in whole words; without a selection, the word at the caret."""
        self._mark(tag, snap=True)

    def tag_exactly(self, tag: str) -> None:
        """Tag exactly what is selected."""
        self._mark(tag, snap=False)

    def retag(self, tag: str) -> None:
        """Give the current span another tag."""
        span = self._current_span()
        if span is None:
            return
        words = quoted_short(self._desk.spans.words(span))
        if span.tag == tag:
            self._status.say(f"{words} is tagged {name(tag)} already")
        elif self._session.do(lambda project: edits.retag(project, [span.key], tag)):
            self._status.say(f"retagged {words} from {name(span.tag)} to {name(tag)} – Ctrl+Z undoes")

    def remove_span(self) -> None:
        """Remove the current span, and say so if relations went with it."""
        span = self._current_span()
        if span is None:
            return
        words = quoted_short(self._desk.spans.words(span))
        relations = self._count_relations(span.key)
        if self._session.do(lambda project: edits.remove(project, [span.key])):
            lost = f" and its {'relation' if relations == 1 else f'{relations} relations'}" if relations else ""
            self._status.say(f"removed {name(span.tag)} {words}{lost} – Ctrl+Z undoes")

    def left_edge_left(self) -> None:
        """Let the current span begin a word earlier."""
        self._move_edge(_left_out)

    def left_edge_right(self) -> None:
        """Let the current span begin a word later."""
        self._move_edge(_left_in)

    def right_edge_left(self) -> None:
        """Let the current span end a word earlier."""
        self._move_edge(_right_in)

    def right_edge_right(self) -> None:
        """Let the current span end a word later."""
        self._move_edge(_right_out)

    def toggle_unsure(self) -> None:
        """Say that the annotator is unsure of the current span, or is not."""
        span = self._desk.current_span
        self.set_unsure(span is None or not span.unsure)

    def set_unsure(self, unsure: bool) -> None:
        """Say of the current span whether the annotator is unsure of it."""
        span = self._current_span()
        if span is not None and self._session.do(lambda p: edits.set_unsure(p, [span.key], unsure=unsure)):
            words = quoted_short(self._desk.spans.words(span))
            self._status.say(f"{words} is {'unsure' if unsure else 'no longer unsure'} – Ctrl+Z undoes")

    def edit_note(self) -> None:
        """Go to the note of the current span."""
        if self._current_span() is not None:
            self._window.show_inspector()
            self._window.inspector.edit_note()
            self._status.say("Write the note; Esc keeps it and comes back.")

    def write_note(self, key: SpanKey, note: str) -> None:
        """Save a note."""
        span = self._desk.spans.get(key)
        if span is None or span.note == note:
            return
        if self._session.do(lambda project: edits.set_note(project, [key], note)):
            words = quoted_short(self._desk.spans.words(span))
            self._status.say(f"{'noted on' if note else 'took the note from'} {words} – Ctrl+Z undoes")
        else:
            self._window.inspector.keep_note(note)

    def next_span(self) -> None:
        """Go to the next span."""
        if self._desk.article is not None:
            self._say_where(self._view.select_next_span(), "That was the last span.")

    def previous_span(self) -> None:
        """Go to the previous span."""
        if self._desk.article is not None:
            self._say_where(self._view.select_previous_span(), "That was the first span.")

    def _say_where(self, moved: bool, at_the_end: str) -> None:
        """Say which span is current now, or why it is still the same."""
        span, spans = self._desk.current_span, self._desk.spans
        if moved and span is not None:
            self._status.say(standing_on(spans.words(span), span, spans.row_of(span.key), len(spans)))
        else:
            self._status.say(at_the_end if len(spans) else "There is no span in this layer of the article.")

    def _mark(self, tag: str, *, snap: bool) -> None:
        article = self._desk.article
        if article is None or not self._may_edit():
            return
        place = self._view.marked_selection(snap=snap)
        if place is None:
            self._status.refuse("There is no word at the caret; select what to tag.")
            return
        twin = self._desk.spans.twin((place,), tag)
        if twin is not None:
            self._view.set_current_span(twin.key, reveal=False)
            self._status.say(f"{quoted_short(self._desk.spans.words(twin))} is tagged {name(tag)} already")
            return
        changes = self._session.do(lambda project: edits.mark(project, article, [place], tag))
        if changes:
            self._stand_on_new(changes)

    def _stand_on_new(self, changes: Changes) -> None:
        """Make the span that was just marked the current one."""
        key = self._desk.key
        if key is None or key not in changes.articles:
            return
        span = changes.articles[key].put[0]
        self._view.clear_selection()
        self._view.set_current_span(span.key, reveal=False)
        self._status.say(tagged(self._desk.spans.words(span, 60), span))

    def _move_edge(self, edge: Edge) -> None:
        span, article = self._current_span(), self._desk.article
        if span is None or article is None:
            return
        moved = edge(article.text, span)
        if moved is None:
            self._status.refuse("The edge cannot go any further.")
            return
        first = edge in (_left_out, _left_in)
        fragments = (moved, *span.fragments[1:]) if first else (*span.fragments[:-1], moved)
        if self._session.do(lambda project: edits.move(project, article, span.key, fragments)):
            self._view.set_current_span(span.key)
            now = self._desk.spans.get(span.key) or span
            self._status.say(f"now {quoted_short(self._desk.spans.words(now))} – Ctrl+Z undoes")

    def _current_span(self) -> Span | None:
        """Return the current span if it may be edited; otherwise say why not."""
        if not self._may_edit():
            return None
        span = self._desk.current_span
        if span is None:
            self._status.refuse(self._why_not(When.SPAN))
        return span

    def _may_edit(self) -> bool:
        why = self._desk.why_not_editable()
        if why:
            self._status.refuse(why)
        return not why

    def _count_relations(self, span: SpanKey) -> int:
        key = self._desk.key
        if key is None:
            return 0
        found = self._session.ask(lambda project: reading.relations(project, key)) or []
        return sum(span in (relation.head, relation.child) for relation in found)


def _left_out(text: str, span: Span) -> Fragment | None:
    start, end = previous_word_start(text, span.start), span.fragments[0].end
    begins_word = word_at(text, start)
    return Fragment(start, end) if start < span.start and begins_word and begins_word.start == start else None


def _left_in(text: str, span: Span) -> Fragment | None:
    start, end = next_word_start(text, span.start), span.fragments[0].end
    return Fragment(start, end) if start < end else None


def _right_in(text: str, span: Span) -> Fragment | None:
    start, end = span.fragments[-1].start, previous_word_end(text, span.end)
    return Fragment(start, end) if end > start else None


def _right_out(text: str, span: Span) -> Fragment | None:
    start, end = span.fragments[-1].start, next_word_end(text, span.end)
    ends_word = word_at(text, end - 1)
    return Fragment(start, end) if end > span.end and ends_word and ends_word.end == end else None
