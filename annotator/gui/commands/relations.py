"""What the keys do to relations: pick the other end, draw, say that there is none, take away."""

from collections.abc import Sequence

from annotator.gui.commands.span_base import SpanCommandsBase
from annotator.gui.panels.wording import name
from annotator.model.nearness import nearest
from annotator.model.span import RelationKey, Span, SpanKey
from annotator.model.tagset import RelationType
from annotator.project import relating


class RelationCommands(SpanCommandsBase):
    """Edits of the relations of the own layer."""

    def begin_relation(self) -> None:
        """Pick a span for a relation from the current one; while picking, offer the next type."""
        picker = self._window.picker
        if picker.active and len(picker.kinds) > 1:
            picker.next_kind()
            return
        head = self._current_span()
        project = self._session.project
        if head is not None and project is not None:
            self._begin(project.tagset.relations_from(head.tag))

    def begin_relation_of(self, kind: str) -> None:
        """Pick a span for a relation of one type from the current span; again, offer the next span that fits."""
        picker = self._window.picker
        if picker.active and picker.kind is not None and picker.kind.name == kind:
            picker.step(1)
            return
        head, project = self._current_span(), self._session.project
        if head is None or project is None:
            return
        known = project.tagset.relation(kind)
        if known is not None and head.tag in known.child and head.tag not in known.head:
            self._begin_from_the_end(head, known)
            return
        if known is None or head.tag not in known.head:
            begins = " or ".join(map(name, known.head)) if known is not None else ""
            self._status.refuse(f"{name(kind)} begins at {begins}, not at {name(head.tag)}.")
            return
        self._begin([known])

    def finish_relation(self) -> None:
        """Draw the relation that is offered."""
        picker = self._window.picker
        head, target, kind = picker.head, picker.target, picker.kind
        if head is None or kind is None:
            return
        if target is None:
            self._status.refuse(f"No span that {name(kind.name)} may end at is chosen.")
            return
        picker.end()
        changes = self._session.do(lambda project: relating.relate(project, kind.name, head.key, target.key))
        self._view.set_current_span(head.key, reveal=not self._view.offered)
        if changes is None:
            return
        verb = "drawn" if changes else "was there already"
        self._status.say(f"{name(kind.name)} {verb}: {self._words(head)} → {self._words(target)} – Ctrl+Z undoes")

    def say_absent(self) -> None:
        """Say that there is no relation of the type that is offered, or else of the only type that can be absent."""
        picker, project = self._window.picker, self._session.project
        head = picker.head or self._current_span()
        if head is None or project is None:
            return
        offered = [picker.kind] if picker.active and picker.kind else project.tagset.relations_from(head.tag)
        kind = next((kind for kind in offered if kind.absent), None)
        if kind is None:
            self._status.refuse(f"No relation of {name(head.tag)} can be said to be absent.")
            return
        picker.end()
        if self._session.do(lambda project: relating.say_absent(project, kind.name, head.key)):
            self._status.say(f"{self._words(head)}: {name(kind.absent)} – Ctrl+Z undoes")
        self._view.set_current_span(head.key, reveal=not self._view.offered)

    def pick_span(self, key: SpanKey | None) -> None:
        """Take a span that was clicked as the end of the relation that is being picked, and draw it."""
        picker = self._window.picker
        head = picker.head
        if head is None or key in (None, head.key):
            return
        if picker.take(key):
            self.finish_relation()
            return
        clicked = self._desk.spans.get(key)
        self._view.set_current_span(head.key, reveal=False)
        if clicked is not None:
            self._status.refuse(f"No relation goes from {name(head.tag)} to {name(clicked.tag)}.")

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

    def show_picking(self) -> None:
        """Show in the article and in the status line what the relation picker offers."""
        picker = self._window.picker
        head, target, kind = picker.head, picker.target, picker.kind
        if head is None or kind is None:
            self._view.set_pending_relation(None, None)
            return
        self._view.set_pending_relation(head.key, target.key if target else None, kind.name)
        if target is not None:
            self._view.reveal(target.fragments[0])
        keys = ["Enter draws, Tab offers another" if target is not None else "there is no span it could end at"]
        if len(picker.kinds) > 1:
            keys.append("R another type")
        if kind.absent:
            keys.append(f"0 {name(kind.absent)}")
        end = self._words(target) if target is not None else "?"
        self._status.say(f"{name(kind.name)}: {self._words(head)} → {end} · {' · '.join([*keys, 'Esc stops'])}")

    def _begin_from_the_end(self, child: Span, kind: RelationType) -> None:
        """Offer the relation from the nearest span it may begin at to the current one, where it may only end."""
        fitting = [span for span in self._desk.spans.all() if span.tag in kind.head]
        head = nearest(child, fitting)
        if head is None:
            self._status.refuse(f"There is no span that {name(kind.name)} could begin at.")
            return
        self._desk.choose(())
        self._window.picker.begin(head, [kind])
        self._window.picker.take(child.key)

    def _begin(self, kinds: Sequence[RelationType]) -> None:
        head = self._desk.current_span
        if head is None:
            return
        if not kinds:
            self._status.refuse(f"No relation begins at {name(head.tag)}.")
            return
        self._desk.choose(())
        self._window.picker.begin(head, kinds, is_claim=head.tag in self._claim_tags())
