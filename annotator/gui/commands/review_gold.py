"""Gold from end to end: reading it, editing it directly, and calling it done."""

from typing import TYPE_CHECKING

from annotator.gui import edge_moves
from annotator.gui.commands.review_relations import EDITED, GoldRelationCommands
from annotator.gui.panels.fields import value_words
from annotator.gui.panels.wording import name, quoted_short, short
from annotator.gui.specs import When
from annotator.model.span import Fragment, Span, joined, marked_text

if TYPE_CHECKING:
    from annotator.gui.review.page import ReviewPage

_EDGES = frozenset(edge_moves.EDGE_COMMANDS)


class GoldCommands(GoldRelationCommands):
    """What the keys of an article mean in gold. Each is a step of the reviewer's."""

    def show_whole_article(self) -> None:
        """Show gold from end to end, or the conflict again."""
        page = self._page
        if page.desk.review is None:
            self._status.refuse(self._why_not(When.CONFLICT))
            return
        page.show_whole(not page.shows_whole)
        self._status.say("Gold, from end to end; Esc goes back." if page.shows_whole else "Back to the conflict.")

    def finish_gold(self) -> None:
        """Call gold on the article done, and go to the next article with conflicts that wait."""
        from annotator.jobs.gold import set_gold_status

        page = self._page
        review, place = page.desk.review, page.desk.place
        if review is None:
            return
        key = review.article.key
        waiting = sum(review.standing(known).state != "decided" for known in review.comparison.conflicts)
        done = self._session.do(lambda project: set_gold_status(project, [key], "done"))
        if done is None:
            return
        said = f"gold done: {quoted_short(review.article.meta.title or review.article.text)}"
        if waiting:
            said += f", though {waiting:,} {'conflict waits' if waiting == 1 else 'conflicts wait'}"
        if not page.go_to_other_article(place):
            said += ". No other article has a conflict that waits"
        page.take_focus()
        self._status.say(f"{said} – Ctrl+Z undoes")

    def connect_whole(self, page: "ReviewPage") -> None:
        """Have the keys in gold do something."""
        page.whole.asked.connect(self._edit_gold)
        page.whole.left.connect(self.show_whole_article)
        page.said_of_gold.connect(self._say_of_gold)
        self.connect_relations(page)

    def _edit_gold(self, command: str, argument: str | None) -> None:
        """Do what a key of the article means to gold."""
        page = self._page
        if command == "layer":
            self._show_layer(int(argument or 0))
        elif command in ("next_span", "previous_span"):
            self._go_to_gold(command)
        elif not self._session.writable:
            self._status.refuse(self._why_not(When.WRITABLE))
        elif command in ("tag", "tag_exactly"):
            self._add_gold(argument or "", snap=command == "tag")
        elif command in _OF_RELATIONS:
            _OF_RELATIONS[command](self)
        elif command == "begin_relation_of":
            self.begin_relation_of(argument or "")
        elif (span := self.current_gold()) is None:
            return
        elif command == "edit_attributes":
            if not page.guide.form.take_focus():
                self._status.refuse("Nothing more can be said about it.")
        else:
            self._change_gold(span, command, argument)

    def _go_to_gold(self, command: str) -> None:
        whole = self._page.whole
        if whole.picker.active:
            whole.picker.step(1 if command == "next_span" else -1)
            return
        if not whole.go(forward=command == "next_span"):
            self._status.say("That was the last span of gold." if command == "next_span" else "That was the first.")
        elif whole.current is not None:
            span = whole.current
            self._status.say(f"{name(span.tag)} {quoted_short(marked_text(whole.view.text, span.fragments))}")

    def _show_layer(self, number: int) -> None:
        page = self._page
        layer = page.whole.toggle_layer(number)
        called = "the layer" if page.desk.blind else name(layer or "")
        if layer is None:
            self._status.refuse(f"There is no layer with the number {number}.")
        else:
            self._status.say(f"{called} is {'shown beneath gold' if layer in page.whole.beneath else 'hidden again'}")

    def _add_gold(self, tag: str, *, snap: bool) -> None:
        from annotator.jobs.gold import add_gold

        view, article = self._page.whole.view, self._page.desk.review
        place = view.marked_selection(snap=snap)
        if place is None or article is None:
            self._status.refuse("There is no word at the caret; select what to tag.")
            return
        key, words = article.article.key, quoted_short(view.text[place.start : place.end])
        if self.do_to_gold(lambda project: add_gold(project, key, [place], tag)):
            view.clear_selection()
            self._status.say(f"{EDITED}{words} is {name(tag)} now – Ctrl+Z undoes")

    def _change_gold(self, span: Span, command: str, argument: str | None) -> None:
        from annotator.jobs.gold import change_gold, remove_gold

        view = self._page.whole.view
        words = quoted_short(marked_text(view.text, span.fragments))
        if command == "remove_span":
            if self.do_to_gold(lambda project: remove_gold(project, span.key)):
                self._status.say(f"{EDITED}{words} removed – Ctrl+Z undoes")
            return
        if command == "retag":
            changed = self.do_to_gold(lambda project: change_gold(project, span.key, tag=argument))
            said = f"{words} is {name(argument or '')} now"
        elif command == "toggle_unsure":
            changed = self.do_to_gold(lambda project: change_gold(project, span.key, unsure=not span.unsure))
            said = f"{words} is {'unsure' if not span.unsure else 'no longer unsure'}"
        else:
            fragments = self._moved_gold(span, command)
            if fragments is None:
                return
            changed = self.do_to_gold(lambda project: change_gold(project, span.key, fragments=fragments))
            said = f"now {quoted_short(marked_text(view.text, fragments))}"
        if changed:
            view.set_current_span(span.key, reveal=False)
            self._status.say(f"{EDITED}{said} – Ctrl+Z undoes")

    def _moved_gold(self, span: Span, command: str) -> tuple[Fragment, ...] | None:
        """Return the fragments after a key, or say why they stay."""
        view = self._page.whole.view
        if command in _EDGES:
            runs_left = view.page.map.right_to_left(view.page.map.block_at(span.start))
            found = edge_moves.moved(view.text, span, command, runs_left=runs_left)
            refused = "The edge cannot go any further."
        elif command == "add_fragment":
            place = view.marked_selection() if view.selection() is not None else None
            found = joined(span.fragments, place) if place is not None else None
            refused = "Select the words that belong to the span, too."
        else:
            left = tuple(part for part in span.fragments if not part.start <= view.caret <= part.end)
            found = left if 0 < len(left) < len(span.fragments) else None
            refused = "The caret is in none of the span’s fragments that could go."
        if found is None:
            self._status.refuse(refused)
        return found

    def _say_of_gold(self, attribute: str, value: object) -> None:
        from annotator.jobs.gold import change_gold

        span = self._page.whole.current
        if span is None:
            return
        said = {known: words for known, words in span.attributes.items() if known != attribute}
        attributes = said if value is None else {**said, attribute: value}
        if self.do_to_gold(lambda project: change_gold(project, span.key, attributes=attributes)):
            words = short(value_words(value), 40) or "–"
            self._status.say(f"{EDITED}{name(attribute)} {name(words)} – Ctrl+Z undoes")
        else:
            self._page.show_form()


_OF_RELATIONS = {
    "begin_relation": GoldCommands.begin_relation,
    "say_absent": GoldCommands.say_absent,
    "accept": GoldCommands.accept_in_gold,
    "edit_labels": GoldCommands.edit_gold_labels,
    "cancel": GoldCommands.stop_picking,
}
