"""What is said beside decisions, gold from end to end, and what comes after the review."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import msgspec

from annotator.gui import edge_moves
from annotator.gui.commands.review_base import ReviewCommandsBase
from annotator.gui.modes import REVIEW
from annotator.gui.panels.fields import value_words
from annotator.gui.panels.wording import name, quoted_short, short
from annotator.gui.specs import When
from annotator.model.span import Fragment, Span, joined, marked_text

if TYPE_CHECKING:
    from annotator.gui.review.page import ReviewPage
    from annotator.project.changes import Changes
    from annotator.project.project import Project

_EDGES = frozenset(edge_moves.EDGE_COMMANDS)


class ReviewAfterCommands(ReviewCommandsBase):
    """Remarks, and edits of gold itself."""

    def give_reason(self) -> None:
        """Ask for a reason; it is said beside the next answer."""
        if self._may_decide():
            desk = self._page.desk
            self._ask("Reason", self._reasons(), desk.remarks.reason, self._take_reason)

    def repeat_reason(self) -> None:
        """Say beside the next answer what was said beside the last one with a reason."""
        if not self._may_decide():
            return
        last = self._page.desk.last_remarks
        if not (last.reason or last.rule):
            self._status.refuse("No reason was given yet.")
            return
        self._page.desk.remark(reason=last.reason, rule=last.rule)
        self._status.say(f"reason: {name(last.reason or last.rule)}; now the answer")

    def cite_rule(self) -> None:
        """Ask which line of the guideline decides this."""
        from annotator.gui.review.rules import rules_of

        project = self._session.project
        if project is None or not self._may_decide() or self._page.desk.shown is None:
            return
        tags = dict.fromkeys(span.tag for span in self._page.desk.shown.conflict.offered.values())
        rules = [rule for tag in tags if tag in project.tagset for rule in rules_of(project.tagset[tag].guideline)]
        self._ask("Rule", rules, self._page.desk.remarks.rule, lambda rule: self._remark(rule=rule))

    def note_decision(self) -> None:
        """Ask for a note."""
        if self._may_decide():
            self._ask("Note", (), self._page.desk.remarks.note, lambda note: self._remark(note=note))

    def explain_last(self) -> None:
        """Ask for the reason of the decision that was just made."""
        if self.answered is None or not self._session.writable:
            self._status.refuse("Nothing was decided just now.")
            return
        self._ask("Reason of the last decision", self._reasons(), self.answered.remarks.reason, self._explain_last)

    def show_whole_article(self) -> None:
        """Show gold from end to end, or the conflict again."""
        page = self._page
        if page.desk.review is None:
            self._status.refuse(self._why_not(When.CONFLICT))
            return
        page.show_whole(not page.shows_whole)
        self._status.say("Gold, from end to end." if page.shows_whole else "Back to the conflict.")

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

    def _ask(self, what: str, choices: "tuple[str, ...] | list[str]", said: str, then: Callable[[str], object]) -> None:
        self._page.conflict.ask_line.ask(what, choices, said, then)
        self._status.say(f"{what}: a digit chooses, or type it; Enter takes it, Esc leaves it.")

    def _reasons(self) -> list[str]:
        from annotator.jobs.deciding import reasons

        return self._session.ask(reasons) or []

    def _take_reason(self, reason: str) -> None:
        self._keep_reason(reason)
        self._remark(reason=reason)

    def _keep_reason(self, reason: str) -> None:
        """Add a reason that was typed to the list."""
        from annotator.project.ruling import add_reason

        if reason and reason not in self._reasons():
            self._session.do(lambda project: add_reason(project, reason))

    def _remark(self, *, reason: str | None = None, rule: str | None = None, note: str | None = None) -> None:
        self._page.desk.remark(reason=reason, rule=rule, note=note)
        said = next(words for words in (reason, rule, note) if words is not None)
        self._status.say(f"{short(said, 80)}; now the answer" if said else "taken back; now the answer")

    def _explain_last(self, reason: str) -> None:
        from annotator.jobs.deciding import set_remarks
        from annotator.project.decisions import decisions

        answered = self.answered
        if answered is None:
            return
        self._keep_reason(reason)
        article, question = answered.place
        kept = self._session.ask(lambda project: decisions(project, article)) or []
        keys = [each.key for each in kept if each.decision.question == question and not each.decision.earlier]
        if keys and self._session.do(lambda project: set_remarks(project, keys[-1:], reason=reason)):
            answered.remarks = msgspec.structs.replace(answered.remarks, reason=reason)
            self._page.desk.remember(answered.remarks)
            self._status.say(f"reason of the last decision: {name(reason)} – Ctrl+Z undoes")

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
        elif page.whole.current is None:
            self._status.refuse("No gold span is current; Tab goes to one.")
        elif command == "edit_attributes":
            if not page.guide.form.take_focus():
                self._status.refuse("Nothing more can be said about it.")
        else:
            self._change_gold(page.whole.current, command, argument)

    def _go_to_gold(self, command: str) -> None:
        whole = self._page.whole
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
        if self._do_to_gold(lambda project: add_gold(project, key, [place], tag)):
            view.clear_selection()
            self._status.say(f"gold edited directly: {words} is {name(tag)} now – Ctrl+Z undoes")

    def _change_gold(self, span: Span, command: str, argument: str | None) -> None:
        from annotator.jobs.gold import change_gold, remove_gold

        view = self._page.whole.view
        words = quoted_short(marked_text(view.text, span.fragments))
        if command == "remove_span":
            if self._do_to_gold(lambda project: remove_gold(project, span.key)):
                self._status.say(f"gold edited directly: {words} removed – Ctrl+Z undoes")
            return
        if command == "retag":
            changed = self._do_to_gold(lambda project: change_gold(project, span.key, tag=argument))
            said = f"{words} is {name(argument or '')} now"
        elif command == "toggle_unsure":
            changed = self._do_to_gold(lambda project: change_gold(project, span.key, unsure=not span.unsure))
            said = f"{words} is {'unsure' if not span.unsure else 'no longer unsure'}"
        else:
            fragments = self._moved_gold(span, command)
            if fragments is None:
                return
            changed = self._do_to_gold(lambda project: change_gold(project, span.key, fragments=fragments))
            said = f"now {quoted_short(marked_text(view.text, fragments))}"
        if changed:
            view.set_current_span(span.key, reveal=False)
            self._status.say(f"gold edited directly: {said} – Ctrl+Z undoes")

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
        if self._do_to_gold(lambda project: change_gold(project, span.key, attributes=attributes)):
            words = short(value_words(value), 40) or "–"
            self._status.say(f"gold edited directly: {name(attribute)} {name(words)} – Ctrl+Z undoes")

    def _do_to_gold(self, operation: "Callable[[Project], Changes]") -> bool:
        return self._window.modes.now == REVIEW and bool(self._session.do(operation))
