"""The canvas with what can be seen of spans: they come and go, are chosen, and relations run between them."""

from collections.abc import Collection, Iterable, Sequence

import msgspec
from PySide6.QtCore import QPoint, QPointF, Signal

from annotator.gui.article.canvas import ArticleCanvas
from annotator.gui.article.signs import Paragraphs, Pending
from annotator.model.span import Fragment, Relation, RelationKey, Span, SpanKey


class MarkedCanvas(ArticleCanvas):
    """Shows spans and relations as the window hands them over, and what it says about them."""

    currentSpanChanged = Signal(object)
    """The key of the current span, or nothing."""

    @property
    def current_span(self) -> SpanKey | None:
        """The span that the reader is at."""
        return self._current

    def apply(self, put: Sequence[Span], removed: Collection[SpanKey]) -> None:
        """Add or replace the spans ``put``, and take those with the keys ``removed`` away.

        Relations of spans that are gone are not seen any more; they are seen again if the span comes back.
        """
        before = [span for span in map(self._page.spans.get, {*removed, *(span.key for span in put)}) if span]
        for span in before:
            self._overview.count(span, -1)
        tied = any(map(self._page.is_tied, [*before, *put]))
        blocks, moved = self._page.replace_spans(put, removed)
        for span in put:
            self._overview.count(span, 1)
        if moved or tied:
            self._synchronise()
            self.viewport().update()
        else:
            self._update_blocks(blocks)
        if self._current is not None and self._page.spans.get(self._current) is None:
            self._set_current(None)

    def apply_relations(self, put: Sequence[Relation], removed: Collection[RelationKey]) -> None:
        """Add or replace the relations ``put``, and take those with the keys ``removed`` away.

        A relation may come before its spans do, and is seen once both are there.
        """
        if self._page.replace_relations(put, removed):
            self._synchronise()
            self.viewport().update()

    def set_chosen_spans(self, keys: Collection[SpanKey]) -> None:
        """Show the spans with ``keys`` as those that the next step is for, whatever span is the current one."""
        before = self._signs.chosen
        self._signs = msgspec.structs.replace(self._signs, chosen=frozenset(keys))
        self._update_spans({*before} ^ {*keys})

    def set_read_paragraphs(self, fragments: Sequence[Fragment]) -> None:
        """Say in the margin which paragraphs were read and hold nothing to mark; they must not overlap."""
        self._signs = msgspec.structs.replace(self._signs, read=Paragraphs(fragments))
        self.viewport().update()

    def set_pending_relation(self, head: SpanKey | None, target: SpanKey | None, kind: str = "") -> None:
        """Show a relation of ``kind`` that would run from ``head`` to ``target``; nothing if ``head`` is nothing.

        Without a target only the head is framed. No line changes its height, so that nothing moves while the reader
        looks for the target.
        """
        pending = None if head is None else Pending(head, target, kind)
        if pending != self._signs.pending:
            self._signs = msgspec.structs.replace(self._signs, pending=pending)
            self.viewport().update()

    def relation_at(self, point: QPoint) -> RelationKey | None:
        """Return the relation whose line or label is at a point of the viewport, the current span's before others."""
        here = QPointF(point)
        found = [stroke.relation for stroke in self._page.strokes() if stroke.relation and stroke.near(here)]
        found.sort(key=lambda relation: self._current not in (relation.head, relation.child))
        return found[0].key if found else None

    def _set_current(self, key: SpanKey | None) -> None:
        if key == self._current:
            return
        before, self._current = self._current, key
        self._update_spans({before, key})
        self.currentSpanChanged.emit(key)

    def _update_spans(self, keys: Iterable[SpanKey | None]) -> None:
        """Repaint spans; if something ties them to others, that may be anywhere in the window."""
        for span in map(self._page.spans.get, keys):
            if span is not None and self._page.is_tied(span):
                self.viewport().update()
            elif span is not None:
                self._update_blocks(self._page.laid_out(span))
