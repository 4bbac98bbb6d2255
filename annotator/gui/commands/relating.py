"""What the keys do to draw relations, in the own layer as in gold: pick the other end, draw, say that there is none."""

from annotator.gui.article.view import ArticleView
from annotator.gui.commands.base import CommandsBase
from annotator.gui.panels.wording import name, quoted_short
from annotator.gui.relation_picker import Marks, RelationPicker
from annotator.model.nearness import nearest
from annotator.model.span import Span, SpanKey, marked_text
from annotator.model.tagset import RelationType
from annotator.project.changes import Changes


class Ground:
    """Where relations are drawn. What is drawn is a step, and shown only when it is saved."""

    picker: RelationPicker
    marks: Marks
    view: ArticleView
    said = ""
    """How a sentence about an edit begins."""

    def current(self) -> Span | None:
        """Return the span that a relation can be drawn from; otherwise say why not."""
        raise NotImplementedError

    def draw(self, kind: str, head: SpanKey, child: SpanKey) -> Changes | None:
        """Draw a relation; return what changed, or nothing if it was refused."""
        raise NotImplementedError

    def say_absent(self, kind: str, head: SpanKey) -> Changes | None:
        """Say that a span has no relation of a type; return what changed, or nothing if it was refused."""
        raise NotImplementedError

    def let_go(self) -> None:
        """Let go of what else was about to be done."""

    def words(self, span: Span) -> str:
        """Return the words of a span."""
        return marked_text(self.marks.text, span.fragments)


class RelatingCommands(CommandsBase):
    """The keys of relations."""

    @property
    def _ground(self) -> Ground:
        raise NotImplementedError

    def begin_relation(self) -> None:
        """Pick a span for a relation from the current one; while picking, offer the next type."""
        picker = self._ground.picker
        if picker.active and len(picker.kinds) > 1:
            picker.next_kind()
            return
        head = self._ground.current()
        project = self._session.project
        if head is not None and project is not None:
            self._begin(head, *project.tagset.relations_from(head.tag))

    def begin_relation_of(self, kind: str) -> None:
        """Pick a span for a relation of one type from the current span; again, offer the next span that fits."""
        picker = self._ground.picker
        if picker.active and picker.kind is not None and picker.kind.name == kind:
            picker.step(1)
            return
        head, project = self._ground.current(), self._session.project
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
        self._begin(head, known)

    def finish_relation(self) -> None:
        """Draw the relation that is offered."""
        ground = self._ground
        picker, view = ground.picker, ground.view
        head, target, kind = picker.head, picker.target, picker.kind
        if head is None or kind is None:
            return
        if target is None:
            self._status.refuse(f"No span that {name(kind.name)} may end at is chosen.")
            return
        picker.end()
        changes = ground.draw(kind.name, head.key, target.key)
        view.set_current_span(head.key, reveal=not view.offered)
        if changes is None:
            return
        verb = "drawn" if changes else "was there already"
        ends = f"{self._words_of(head)} → {self._words_of(target)}"
        self._status.say(f"{ground.said}{name(kind.name)} {verb}: {ends} – Ctrl+Z undoes")

    def say_absent(self) -> None:
        """Say that there is no relation of the type that is offered, or else of the only type that can be absent."""
        ground, project = self._ground, self._session.project
        picker, view = ground.picker, ground.view
        head = picker.head or ground.current()
        if head is None or project is None:
            return
        offered = [picker.kind] if picker.active and picker.kind else project.tagset.relations_from(head.tag)
        kind = next((kind for kind in offered if kind.absent), None)
        if kind is None:
            self._status.refuse(f"No relation of {name(head.tag)} can be said to be absent.")
            return
        picker.end()
        if ground.say_absent(kind.name, head.key):
            self._status.say(f"{ground.said}{self._words_of(head)}: {name(kind.absent)} – Ctrl+Z undoes")
        view.set_current_span(head.key, reveal=not view.offered)

    def pick_span(self, key: SpanKey | None) -> None:
        """Take a span that was clicked as the end of the relation that is being picked, and draw it."""
        ground = self._ground
        head = ground.picker.head
        if head is None or key in (None, head.key):
            return
        if ground.picker.take(key):
            self.finish_relation()
            return
        clicked = ground.marks.span(key)
        ground.view.set_current_span(head.key, reveal=False)
        if clicked is not None:
            self._status.refuse(f"No relation goes from {name(head.tag)} to {name(clicked.tag)}.")

    def show_picking(self) -> None:
        """Show in the article and in the status line what the relation picker offers."""
        picker, view = self._ground.picker, self._ground.view
        head, target, kind = picker.head, picker.target, picker.kind
        if head is None or kind is None:
            view.set_pending_relation(None, None)
            return
        view.set_pending_relation(head.key, target.key if target else None, kind.name)
        if target is not None:
            view.reveal(target.fragments[0])
        keys = ["Enter draws, Tab offers another" if target is not None else "there is no span it could end at"]
        if len(picker.kinds) > 1:
            keys.append("R another type")
        if kind.absent:
            keys.append(f"0 {name(kind.absent)}")
        end = self._words_of(target) if target is not None else "?"
        self._status.say(f"{name(kind.name)}: {self._words_of(head)} → {end} · {' · '.join([*keys, 'Esc stops'])}")

    def _begin_from_the_end(self, child: Span, kind: RelationType) -> None:
        """Offer the relation from the nearest span it may begin at to the current one, where it may only end."""
        ground = self._ground
        head = nearest(child, [span for span in ground.marks.spans() if span.tag in kind.head])
        if head is None:
            self._status.refuse(f"There is no span that {name(kind.name)} could begin at.")
            return
        ground.let_go()
        ground.picker.begin(head, [kind])
        ground.picker.take(child.key)

    def _begin(self, head: Span, *kinds: RelationType) -> None:
        if not kinds:
            self._status.refuse(f"No relation begins at {name(head.tag)}.")
            return
        self._ground.let_go()
        self._ground.picker.begin(head, kinds, is_claim=head.tag in self._claim_tags())

    def _words_of(self, span: Span) -> str:
        return quoted_short(self._ground.words(span))
