"""What the keys do to spans: mark, retag, move edges, add fragments, remove, say something about them."""

from collections.abc import Callable

from annotator.gui import edge_moves
from annotator.gui.commands.span_base import SpanCommandsBase, relations_words
from annotator.gui.panels.wording import name, quoted_short, standing_on, tagged
from annotator.model.span import Fragment, Span, SpanKey
from annotator.project import edits
from annotator.project.changes import Changes
from annotator.project.relations import unfit_relations


class SpanCommands(SpanCommandsBase):
    """Edits of the own layer on the open article. Nothing is shown before it is saved."""

    def tag(self, tag: str) -> None:
        """Tag what is selected, in whole words; without a selection, the word at the caret."""
        self._mark(tag, snap=True)

    def tag_exactly(self, tag: str) -> None:
        """Tag exactly what is selected."""
        self._mark(tag, snap=False)

    def retag(self, tag: str) -> None:
        """Give the chosen spans, or else the current one, another tag, and say so if relations went with the old."""
        targets = self._targets()
        others = [span for span in targets if span.tag != tag]
        if not others:
            if targets:
                self._status.say(f"{self._called(targets)} is tagged {name(tag)} already")
            return
        keys = [span.key for span in others]
        lost = self._session.ask(lambda project: unfit_relations(project, dict.fromkeys(keys, tag))) or []
        if self._session.do(lambda project: edits.retag(project, keys, tag)):
            before = f" from {name(others[0].tag)}" if len(others) == 1 else ""
            without = f"; {relations_words(len(lost))} went with it" if lost else ""
            self._status.say(f"retagged {self._called(others)}{before} to {name(tag)}{without} – Ctrl+Z undoes")

    def remove_span(self) -> None:
        """Remove the chosen spans, or else the current one; with relations only when the key is pressed twice."""
        targets = self._targets()
        if not targets:
            return
        keys = tuple(span.key for span in targets)
        relations = len(self._desk.relations.among(keys))
        called = self._called(targets, with_tag=True)
        if relations and not self._window.second_press.is_second(keys):
            count = relations_words(relations, own=False)
            has = "has" if len(targets) == 1 else "have"
            self._status.say(f"{called} {has} {count}. The same key again removes both; Escape keeps them.")
            return
        if self._session.do(lambda project: edits.remove(project, keys)):
            lost = f" and {relations_words(relations)}" if relations else ""
            self._status.say(f"removed {called}{lost} – Ctrl+Z undoes")

    def left_edge_left(self) -> None:
        """Move the left edge of the current span to the left by a word."""
        self._move_edge("left_edge_left")

    def left_edge_right(self) -> None:
        """Move the left edge of the current span to the right by a word."""
        self._move_edge("left_edge_right")

    def right_edge_left(self) -> None:
        """Move the right edge of the current span to the left by a word."""
        self._move_edge("right_edge_left")

    def right_edge_right(self) -> None:
        """Move the right edge of the current span to the right by a word."""
        self._move_edge("right_edge_right")

    def add_fragment(self) -> None:
        """Let the current span lie on the selection too, in whole words."""
        span, article, selected = self._current_span(), self._desk.article, self._view.selection()
        if span is None or article is None:
            return
        place = self._view.marked_selection() if selected is not None else None
        if place is None:
            self._status.refuse("Select the words that belong to the span, too.")
            return
        if any(fragment.start <= place.start and place.end <= fragment.end for fragment in span.fragments):
            self._status.say(f"{self._words(span)} lies there already")
        elif self._session.do(lambda project: edits.add_fragment(project, article, span.key, place)):
            offered = self._view.offered
            self._view.clear_selection()
            self._view.set_current_span(span.key, reveal=False)
            self._say_fragments(span.key)
            if offered:
                self._go_on(place.start)

    def drop_fragment(self) -> None:
        """Take the fragment at the caret from the current span."""
        span, article, caret = self._current_span(), self._desk.article, self._view.caret
        if span is None or article is None:
            return
        here = next((place for place in span.fragments if place.start <= caret <= place.end), None)
        if here is None:
            self._status.refuse("The caret is in none of the span’s fragments.")
        elif self._session.do(lambda project: edits.drop_fragment(project, article, span.key, here)):
            self._view.set_current_span(span.key, reveal=False)
            self._say_fragments(span.key)

    def toggle_unsure(self) -> None:
        """Say that the annotator is unsure of the spans, or is not."""
        self.set_unsure(not all(span.unsure for span in self._desk.targets))

    def set_unsure(self, unsure: bool) -> None:
        """Say of the chosen spans, or else the current one, whether the annotator is unsure of them."""
        targets = self._targets()
        keys = [span.key for span in targets]
        if targets and self._session.do(lambda project: edits.set_unsure(project, keys, unsure=unsure)):
            now = "unsure" if unsure else "no longer unsure"
            self._status.say(f"{now}: {self._called(targets)} – Ctrl+Z undoes")

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
            self._status.say(f"{'noted on' if note else 'took the note from'} {self._words(span)} – Ctrl+Z undoes")
        else:
            self._window.inspector.keep_note(note)

    def next_span(self) -> None:
        """Go to the next span; while the end of a relation is picked, offer the next that fits."""
        self._step(1, self._view.select_next_span, "That was the last span.")

    def previous_span(self) -> None:
        """Go to the previous span; while the end of a relation is picked, offer the previous that fits."""
        self._step(-1, self._view.select_previous_span, "That was the first span.")

    def _step(self, step: int, go: Callable[[], bool], at_the_end: str) -> None:
        if self._window.picker.active:
            self._window.picker.step(step)
        elif self._desk.article is not None:
            self._say_where(go(), at_the_end)

    def _say_where(self, moved: bool, at_the_end: str) -> None:
        """Say which span is current now, or why it is still the same."""
        span, spans = self._desk.current_span, self._desk.spans
        if moved and span is not None:
            self._status.say(standing_on(spans.words(span), span, spans.row_of(span.key), len(spans)))
        else:
            self._status.say(at_the_end if len(spans) else "There is no span in this layer of the article.")

    def _say_fragments(self, key: SpanKey) -> None:
        span = self._desk.spans.get(key)
        if span is not None:
            count = "1 fragment" if len(span.fragments) == 1 else f"{len(span.fragments)} fragments"
            self._status.say(f"{name(span.tag)} {self._words(span)} has {count} now – Ctrl+Z undoes")

    def _mark(self, tag: str, *, snap: bool) -> None:
        article = self._desk.article
        if article is None or not self._may_edit():
            return
        place, offered = self._view.marked_selection(snap=snap), snap and self._view.offered
        if place is not None and offered:
            place = self._as_tagged(place, tag)
        if place is None:
            self._status.refuse("There is no word at the caret; select what to tag.")
            return
        twin = self._desk.spans.twin((place,), tag)
        if twin is not None:
            self._view.set_current_span(twin.key, reveal=False)
            self._status.say(f"{self._words(twin)} is tagged {name(tag)} already")
            return
        changes = self._session.do(lambda project: edits.mark(project, article, [place], tag))
        if changes:
            self._stand_on_new(changes)
        if changes and offered:
            self._go_on(place.start if tag in self._claim_tags() else None)

    def _go_on(self, start: int | None) -> None:
        """Select the next candidate if that is wished, or else stand at the start of a claim: others are inside."""
        more = self._window.commands.go_on()
        if more:
            self._status.add(more)
        elif start is not None:
            self._view.place_caret(start)

    def _as_tagged(self, candidate: Fragment, tag: str) -> Fragment:
        """Return what a candidate covers once it has ``tag``: with its article, if the tag is for noun phrases."""
        from annotator.model.noun_phrases import whole_phrase

        project, article = self._session.project, self._desk.article
        if project is None or article is None or not project.tagset[tag].noun_phrases:
            return candidate
        return whole_phrase(article.text, candidate, article.meta.language)

    def _stand_on_new(self, changes: Changes) -> None:
        """Make the span that was just marked the current one."""
        key = self._desk.key
        if key is None or key not in changes.articles:
            return
        span = changes.articles[key].put[0]
        self._view.clear_selection()
        self._view.set_current_span(span.key, reveal=False)
        self._status.say(tagged(self._desk.spans.words(span, 60), span))

    def _runs_left(self) -> bool:
        """Say whether the paragraph of the current span runs from right to left, so that it ends at the left."""
        span, found = self._desk.current_span, self._view.page.map
        return span is not None and found.right_to_left(found.block_at(span.start))

    def _move_edge(self, edge: str) -> None:
        if self._view.offered and not self._window.commands.went_on():
            self._move_edge_of_candidate(edge)
            return
        span, article = self._current_span(), self._desk.article
        if span is None or article is None:
            return
        fragments = edge_moves.moved(article.text, span, edge, runs_left=self._runs_left())
        if fragments is None:
            self._status.refuse("The edge cannot go any further.")
            return
        if self._session.do(lambda project: edits.move(project, article, span.key, fragments)):
            self._view.set_current_span(span.key, reveal=not self._view.offered)
            now = self._desk.spans.get(span.key) or span
            self._status.say(f"now {quoted_short(self._desk.spans.words(now))} – Ctrl+Z undoes")
            self._pass_over(next(place for place in fragments if place not in span.fragments))

    def _move_edge_of_candidate(self, edge: str) -> None:
        """Offer more or less than what was asked for: nobody who looks at it means the edge of the last span."""
        text, selected, page = self._view.text, self._view.selection(), self._view.page.map
        if selected is None:
            return
        runs_left = page.right_to_left(page.block_at(selected.start))
        found = edge_moves.moved(text, Span("", "", (selected,)), edge, runs_left=runs_left)
        if found is None:
            self._status.refuse("The edge cannot go any further.")
        else:
            self._view.offer(found[0])
            self._status.say(f"now {quoted_short(text[found[0].start : found[0].end])} – a letter tags it")

    def _pass_over(self, moved: Fragment) -> None:
        """Go on from a candidate that nobody asked for if the span reaches over it now."""
        selected = self._view.selection() if self._window.commands.went_on() else None
        if selected is not None and moved.start < selected.end and selected.start < moved.end:
            self._status.add(self._window.commands.go_on())
