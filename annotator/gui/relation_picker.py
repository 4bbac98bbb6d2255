"""The relation picker: while it is on, the keys choose the span at which a relation from the current span ends."""

from collections.abc import Iterable, Sequence
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from annotator.gui.panels.desk import Desk
from annotator.model.nearness import nearest
from annotator.model.span import Relation, Span, SpanKey
from annotator.model.tagset import RelationType


class Marks(Protocol):
    """The spans among which relations are drawn, and the text they lie on."""

    @property
    def text(self) -> str:
        """The article."""

    @property
    def language(self) -> str:
        """Its language; empty if it is not known."""

    def span(self, key: SpanKey | None) -> Span | None:
        """Return the span with ``key``, if it is there."""

    def spans(self) -> Sequence[Span]:
        """Return all of them in text order."""

    def relations_at(self, span: SpanKey) -> Iterable[Relation]:
        """Return the relations that begin or end at a span."""


class DeskMarks:
    """What lies on the desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    @property
    def text(self) -> str:
        """The open article."""
        return self._desk.article.text if self._desk.article is not None else ""

    @property
    def language(self) -> str:
        """Its language."""
        return self._desk.article.meta.language if self._desk.article is not None else ""

    def span(self, key: SpanKey | None) -> Span | None:
        """Return a shown span."""
        return self._desk.spans.get(key)

    def spans(self) -> Sequence[Span]:
        """Return the shown spans in text order."""
        return self._desk.spans.all()

    def relations_at(self, span: SpanKey) -> Sequence[Relation]:
        """Return the shown relations of a span."""
        return self._desk.relations.at(span)


def desk_picker(desk: Desk, parent: QObject) -> "RelationPicker":
    """Return a picker among the spans on the desk, which follows them."""
    picker = RelationPicker(DeskMarks(desk), parent)
    desk.laid.connect(picker.end)
    desk.spans_changed.connect(picker.check)
    return picker


class RelationPicker(QObject):
    """Knows the span a relation begins at, the types it may have, and the span that is offered as its end."""

    changed = Signal()
    """Something else is offered, or picking began or ended."""

    def __init__(self, marks: Marks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._marks = marks
        self._head: SpanKey | None = None
        self._target: SpanKey | None = None
        self._kinds: Sequence[RelationType] = ()
        self._at = 0
        self._is_claim = False

    @property
    def active(self) -> bool:
        """Whether a span is being picked."""
        return self.head is not None

    @property
    def head(self) -> Span | None:
        """The span that the relation begins at."""
        return self._marks.span(self._head)

    @property
    def target(self) -> Span | None:
        """The span that is offered as its end."""
        return self._marks.span(self._target)

    @property
    def kind(self) -> RelationType | None:
        """The type that is offered."""
        return self._kinds[self._at] if self._kinds else None

    @property
    def kinds(self) -> Sequence[RelationType]:
        """The types that the relation may have."""
        return self._kinds

    def begin(self, head: Span, kinds: Sequence[RelationType], *, is_claim: bool = False) -> None:
        """Pick the end of a relation from ``head`` of one of ``kinds``, at first the nearest span that fits.

        If it ``is_claim``, who is likely to have said it comes first instead.
        """
        self._head, self._kinds, self._at, self._is_claim = head.key, kinds, 0, is_claim
        # The first type that has somewhere to go to, if any has.
        self._at = next((at for at in range(len(kinds)) if self._candidates(at)), 0)
        self._offer_nearest()

    def next_kind(self) -> None:
        """Offer the next type."""
        self._at = (self._at + 1) % max(1, len(self._kinds))
        self._offer_nearest()

    def step(self, step: int) -> bool:
        """Offer the next span that fits (1) or the previous one (-1), round and round; say whether there is one."""
        fitting = [span.key for span in self._candidates(self._at)]
        if not fitting:
            return False
        at = fitting.index(self._target) if self._target in fitting else -1 if step > 0 else 0
        self._target = fitting[(at + step) % len(fitting)]
        self.changed.emit()
        return True

    def take(self, span: SpanKey) -> bool:
        """Offer ``span``, as the type that is offered or else the first that fits; say whether any does."""
        for at in (self._at, *range(len(self._kinds))):
            if any(candidate.key == span for candidate in self._candidates(at)):
                self._at, self._target = at, span
                self.changed.emit()
                return True
        return False

    def end(self) -> None:
        """Stop picking."""
        if self._head is not None:
            self._head = self._target = None
            self._kinds = ()
            self.changed.emit()

    def check(self) -> None:
        """Stop picking if the span that the relation begins at is gone."""
        if self._head is not None and self.head is None:
            self.end()

    def _offer_nearest(self) -> None:
        head = self.head
        kind = self.kind
        found = None
        if head is not None and kind is not None:
            candidates = self._candidates(self._at)
            source = self._is_claim and not kind.inside
            found = self._source(head, kind, candidates) if source else nearest(head, candidates, inside=kind.inside)
        self._target = None if found is None else found.key
        self.changed.emit()

    def _source(self, head: Span, kind: RelationType, candidates: Sequence[Span]) -> Span | None:
        """Return who is likely to have said what ``head`` says."""
        from annotator.model.speakers import likely_source

        marks = self._marks
        claims = [span for span in marks.spans() if span.tag == head.tag]
        relations = (relation for span in claims for relation in marks.relations_at(span.key))
        known = {relation.head: relation.child for relation in relations if relation.type == kind.name}
        return likely_source(marks.text, head, candidates, claims, known, marks.language)

    def _candidates(self, at: int) -> list[Span]:
        """Return the spans in text order at which a relation of the type number ``at`` may end."""
        head = self.head
        if head is None or not self._kinds:
            return []
        fitting = self._kinds[at].child
        return [span for span in self._marks.spans() if span.tag in fitting and span.key != head.key]
