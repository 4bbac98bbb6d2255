"""Relations of the own layer: drawn by the keys of relations, taken away, and gone to."""

from functools import cached_property
from typing import TYPE_CHECKING

from annotator.gui.commands.relating import Ground, RelatingCommands
from annotator.gui.commands.span_base import SpanCommandsBase
from annotator.gui.panels.wording import name
from annotator.gui.relation_picker import DeskMarks
from annotator.model.span import RelationKey, Span, SpanKey
from annotator.project import relating
from annotator.project.changes import Changes

if TYPE_CHECKING:
    from annotator.gui.window import MainWindow


class _OwnLayer(Ground):
    """The own layer on the open article."""

    def __init__(self, window: "MainWindow", commands: "RelationCommands") -> None:
        self._window = window
        self._commands = commands
        self.picker = window.picker
        self.marks = DeskMarks(window.desk)
        self.view = window.article_panel.view

    def current(self) -> Span | None:
        """Return the current span if it may be edited; otherwise say why not."""
        return self._commands.current_span()

    def draw(self, kind: str, head: SpanKey, child: SpanKey) -> Changes | None:
        """Draw a relation."""
        return self._window.session.do(lambda project: relating.relate(project, kind, head, child))

    def say_absent(self, kind: str, head: SpanKey) -> Changes | None:
        """Say that there is no such relation."""
        return self._window.session.do(lambda project: relating.say_absent(project, kind, head))

    def let_go(self) -> None:
        """Choose no spans any more."""
        self._window.desk.choose(())

    def words(self, span: Span) -> str:
        """Return the words of a span, a gap between its fragments."""
        return self._window.desk.spans.words(span)


class RelationCommands(RelatingCommands, SpanCommandsBase):
    """Edits of the relations of the own layer."""

    @cached_property
    def _ground(self) -> Ground:
        return _OwnLayer(self._window, self)

    def current_span(self) -> Span | None:
        """Return the current span if it may be edited; otherwise say why not."""
        return self._current_span()

    def explain_relation(self) -> None:
        """Show the guideline of the relation that is being drawn."""
        picker = self._window.picker
        self._window.guidelines.show_relation(picker.kind.name if picker.kind is not None else "")

    def remove_relation(self, key: RelationKey) -> None:
        """Take a relation away."""
        relation = self._desk.relations.get(key)
        if relation is None or not self._may_edit():
            return
        head, child = self._desk.spans.get(relation.head), self._desk.spans.get(relation.child)
        if self._session.do(lambda project: relating.unrelate(project, [key])) and head and child:
            ends = f"{self._words(head)} → {self._words(child)}"
            self._status.say(f"removed {name(relation.type)} {ends} – Ctrl+Z undoes")

    def open_relation(self, key: RelationKey) -> None:
        """Go to a relation that was clicked, in the inspector of the span it begins at."""
        relation = self._desk.relations.get(key)
        head = self._desk.spans.get(relation.head) if relation is not None else None
        if relation is None or head is None:
            return
        self._view.set_current_span(head.key, reveal=False)
        self._window.show_inspector()
        self._window.inspector.go_to_relation(key)
        removes = " · Delete removes it, Esc goes back" if self._desk.editable else ""
        self._status.say(f"{name(relation.type)} of {self._words(head)}{removes}")
