"""Relations and labels of gold, by the keys that they have in an article."""

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from annotator.gui.commands.relating import Ground, RelatingCommands
from annotator.gui.commands.review_base import ReviewCommandsBase
from annotator.gui.modes import REVIEW
from annotator.gui.panels.fields import value_words
from annotator.gui.panels.wording import name, quoted_short, short
from annotator.model.span import RelationKey, Span, SpanKey
from annotator.project.changes import Changes
from annotator.project.project import Project

if TYPE_CHECKING:
    from annotator.gui.review.page import ReviewPage

EDITED = "gold edited directly: "
"""How a sentence about an edit of gold begins."""


class _Gold(Ground):
    """Gold on the article that is shown from end to end."""

    said = EDITED

    def __init__(self, page: "ReviewPage", commands: "GoldRelationCommands") -> None:
        self._page = page
        self._commands = commands
        self.picker = page.whole.picker
        self.marks = page.whole.marks
        self.view = page.whole.view

    def current(self) -> Span | None:
        """Return the gold span that the reader is at; otherwise say why there is none."""
        return self._commands.current_gold()

    def draw(self, kind: str, head: SpanKey, child: SpanKey) -> Changes | None:
        """Draw a relation between two gold spans."""
        from annotator.jobs.gold import relate_gold

        return self._commands.do_to_gold(lambda project: relate_gold(project, kind, head, child))

    def say_absent(self, kind: str, head: SpanKey) -> Changes | None:
        """Say that a gold span has no such relation."""
        from annotator.jobs.gold import say_absent_in_gold

        return self._commands.do_to_gold(lambda project: say_absent_in_gold(project, kind, head))


class GoldRelationCommands(RelatingCommands, ReviewCommandsBase):
    """Each is a step of the reviewer's, and a decision that says that gold was edited directly."""

    @cached_property
    def _ground(self) -> Ground:
        return _Gold(self._page, self)

    def connect_relations(self, page: "ReviewPage") -> None:
        """Have what is shown of relations and labels do something."""
        page.whole.picker.changed.connect(self.show_picking)
        page.whole.view.spanClicked.connect(self.pick_span)
        page.whole.view.relationActivated.connect(self.open_gold_relation)
        page.guide.relations.removal_wanted.connect(self.remove_gold_relation)
        page.guide.relations.span_wanted.connect(page.whole.view.set_current_span)
        page.guide.labels.decided.connect(self.set_gold_label)

    def do_to_gold(self, operation: Callable[[Project], Changes]) -> Changes | None:
        """Save a step on gold; return what changed, or nothing if it was refused."""
        return self._session.do(operation) if self._window.modes.now == REVIEW else None

    def current_gold(self) -> Span | None:
        """Return the gold span that the reader is at; otherwise say that there is none."""
        span = self._page.whole.current
        if span is None:
            self._status.refuse("No gold span is current; Tab goes to one.")
        return span

    def accept_in_gold(self) -> None:
        """Draw the relation that is offered."""
        if self._page.whole.picker.active:
            self.finish_relation()
        else:
            self._status.refuse("Nothing is guessed in gold; R draws a relation from the current span.")

    def stop_picking(self) -> None:
        """Draw no relation after all."""
        self._page.whole.picker.end()
        self._status.say("no relation was drawn")

    def open_gold_relation(self, key: RelationKey) -> None:
        """Go to a relation that was clicked, in the list of those of the span it begins at."""
        page = self._page
        relation = page.whole.marks.relation(key)
        if relation is not None:
            page.whole.view.set_current_span(relation.head, reveal=False)
            page.guide.relations.go_to(key)
            self._status.say(f"{name(relation.type)} in gold · Delete removes it, Esc goes back")

    def remove_gold_relation(self, key: RelationKey) -> None:
        """Take a relation between two gold spans away."""
        from annotator.jobs.gold import unrelate_gold

        whole = self._page.whole
        relation = whole.marks.relation(key)
        if relation is None:
            return
        ends = [quoted_short(whole.words_of(end) or "?") for end in (relation.head, relation.child)]
        if self.do_to_gold(lambda project: unrelate_gold(project, relation)):
            self._status.say(f"{EDITED}removed {name(relation.type)} {' → '.join(ends)} – Ctrl+Z undoes")

    def edit_gold_labels(self) -> None:
        """Go to what gold says about the article as a whole."""
        if self._page.guide.labels.take_focus():
            self._status.say("Say something about the article as a whole; Esc comes back.")
        else:
            self._status.refuse("The tagset has no labels for whole articles.")

    def set_gold_label(self, label: str, value: object) -> None:
        """Let gold say something about the article as a whole, or no longer."""
        from annotator.jobs.gold import set_gold_label

        review = self._page.desk.review
        if review is None:
            return
        key = review.article.key
        if self.do_to_gold(lambda project: set_gold_label(project, key, label, value)):
            said = short(value_words(value), 40) or "–"
            self._status.say(f"{EDITED}{name(label)} of this article: {name(said)} – Ctrl+Z undoes")
        else:
            self._page.show_form()
