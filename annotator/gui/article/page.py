"""The page: which blocks are seen, laid out as they come into sight, and scrolled without the text ever jumping."""

from collections import OrderedDict
from collections.abc import Collection, Iterable

from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor, QTextCharFormat

from annotator.gui.article.block_layout import BlockLayout
from annotator.gui.article.gutters import Gutters
from annotator.gui.article.heights import Heights
from annotator.gui.article.marks import LaneOf
from annotator.gui.article.metrics import Metrics
from annotator.gui.article.relation_index import Arrow, RelationIndex, nearest
from annotator.gui.article.span_index import SpanIndex
from annotator.gui.article.strokes import Stroke, pending_stroke, strokes_of
from annotator.gui.article.text_map import TextMap
from annotator.model.span import Relation, RelationKey, Span, SpanKey

REMEMBERED_LAYOUTS = 400
_NEAR = 3
"""Windowfuls up to which scrolling lays out everything on the way, so that it is exact."""


class Page:
    """An article laid out below a window of some height, no more of it than was ever looked at.

    Distances are in pixels. ``value`` is how far the window's top is from the top of the article; it is kept as a block
    and a distance from that block's top, so that text stays where it is when estimates above it turn out wrong.
    """

    def __init__(
        self,
        text: str,
        spans: Iterable[Span],
        metrics: Metrics,
        faint: QColor,
        relations: Iterable[Relation] = (),
        lane_of: LaneOf | None = None,
    ) -> None:
        """Begin at the top of ``text``; stand-ins are drawn in the ``faint`` colour.

        ``lane_of`` gives every span its lane, instead of the highest that is free.
        """
        self._lane_of = lane_of
        self.map = TextMap(text)
        self.spans = SpanIndex(spans)
        self.relations = RelationIndex(relations)
        self.brackets_left = not self.map.right_to_left(0)
        """Which gutter has the brackets of fragments; arrows that go far run in the other one."""
        self._window = 0
        self._block = 0
        self._offset = -metrics.margin
        self._forget(metrics, faint)

    def reset(self, metrics: Metrics, faint: QColor) -> None:
        """Forget every layout; the text at the top of the window stays there."""
        position, below = self._top_position()
        self._forget(metrics, faint)
        self._block, column = self.map.place(position)
        layout = self.layout(self._block)
        self._offset = layout.lines[layout.line_of(column)].y + below
        self._settle()

    def _forget(self, metrics: Metrics, faint: QColor) -> None:
        self.metrics = metrics
        self._faint = QTextCharFormat()
        self._faint.setForeground(faint)
        self._gutters = Gutters()
        self._strokes: tuple[tuple[int, ...], list[Stroke]] | None = None
        self._placings = 0
        self._laid: OrderedDict[int, BlockLayout] = OrderedDict()
        self._heights = Heights(len(self.map), self.map.start, metrics.per_code_point, metrics.per_block)

    @property
    def value(self) -> int:
        """How far the top of the window is from the top of the article."""
        return self.metrics.margin + self._heights.top(self._block) + self._offset

    @property
    def maximum(self) -> int:
        """The greatest ``value``; an estimate as long as not everything was laid out."""
        return max(0, self._heights.total + 2 * self.metrics.margin - self._window)

    @property
    def window(self) -> int:
        """The height that is seen."""
        return self._window

    def is_beyond(self, y: int) -> bool:
        """Say whether ``y`` below the window's top is above the first or below the last line."""
        return not 0 <= self.value + y - self.metrics.margin < self._heights.total

    def share_of(self, position: int) -> float:
        """Return how far down the article a code point is, 0 to 1, without laying anything out."""
        index = self.map.block_at(position)
        start, end = self.map.start(index), self.map.start(index + 1)
        inside = self._heights.height(index) * (position - start) / max(1, end - start)
        whole = self._heights.total + 2 * self.metrics.margin
        return min(1.0, (self.metrics.margin + self._heights.top(index) + inside) / whole)

    def set_window(self, height: int) -> None:
        """Look through a window of another height."""
        self._window = height
        self._settle()

    def layout(self, index: int) -> BlockLayout:
        """Return block ``index`` laid out, with its spans placed."""
        known = self._laid.get(index)
        if known is not None:
            self._laid.move_to_end(index)
            return known
        layout = BlockLayout(self.map.block(index), self.metrics, self._faint, brackets_left=self.brackets_left)
        self._place(index, layout)
        self._laid[index] = layout
        if len(self._laid) > REMEMBERED_LAYOUTS:
            self._laid.popitem(last=False)
        return layout

    def top(self, index: int) -> int:
        """Return how far below the window's top block ``index`` begins."""
        return self._heights.top(index) - self._heights.top(self._block) - self._offset

    def visible(self) -> list[tuple[int, int, BlockLayout]]:
        """Return the blocks in the window: their index, their distance from the window's top, their layout."""
        found = []
        index, y = self._block, -self._offset
        while index < len(self.map) and y < self._window:
            layout = self.layout(index)
            found.append((index, y, layout))
            y += layout.height
            index += 1
        return found

    def scroll_by(self, distance: int) -> None:
        """Move down by ``distance``, or up if it is negative, as far as there is text."""
        if abs(distance) > _NEAR * max(self._window, 1):
            y = self.value + distance - self.metrics.margin
            self._block = self._heights.block_at(y)
            self._offset = y - self._heights.top(self._block)
        else:
            self._offset += distance
        self._settle()

    def block_at(self, y: int) -> tuple[int, int]:
        """Return the block at ``y`` below the window's top, and how far inside it ``y`` is."""
        index, y = self._walk(self._block, self._offset + y)
        return index, y

    def position_at(self, point: QPoint) -> int:
        """Return the code point nearest to a point of the window, which may lie outside the text."""
        index, y = self.block_at(point.y())
        layout = self.layout(index)
        return layout.block.position(layout.column_at(layout.line_at(y), point.x() - self.metrics.left))

    def line_at(self, position: int) -> tuple[int, int]:
        """Return where the line of a code point begins, below the window's top, and how high its text is."""
        index, column = self.map.place(position)
        layout = self.layout(index)
        line = layout.lines[layout.line_of(column)]
        return self.top(index) + line.y, line.text_height

    def strokes(self) -> list[Stroke]:
        """Return the arrows and brackets that are seen, worked out anew only when something has moved."""
        self.visible()
        state = (self._block, self._offset, self._window, self._placings)
        if self._strokes is None or self._strokes[0] != state:
            self._strokes = state, strokes_of(self, self._gutters)
        return self._strokes[1]

    def pending(self, head: SpanKey, child: SpanKey, name: str) -> Stroke | None:
        """Return how a relation that does not exist yet would run, if any of it would be seen."""
        arrow = self.arrow(Relation("", name, head, child))
        return None if arrow is None else pending_stroke(self, arrow)

    def replace_spans(self, put: Iterable[Span], removed: Collection[SpanKey]) -> tuple[list[int], bool]:
        """Add and remove spans; return the laid-out blocks that look different, and whether any changed its height."""
        touched = set()
        for key in removed:
            touched |= self._blocks_with(key)
            self.spans.remove(key)
        for span in put:
            touched |= self._blocks_with(span.key)
            self.spans.add(span)
            touched |= self._blocks_with(span.key)
        return sorted(touched), self._place_again(touched)

    def replace_relations(self, put: Iterable[Relation], removed: Collection[RelationKey]) -> bool:
        """Add and remove relations; return whether any laid-out block looks different."""
        touched = set()
        for key in removed:
            gone = self.relations.remove(key)
            touched |= self._tied(gone) if gone is not None else set()
        for relation in put:
            before = self.relations.get(relation.key)
            touched |= self._tied(before) if before is not None else set()
            self.relations.add(relation)
            touched |= self._tied(relation)
        self._place_again(touched)
        return bool(touched)

    def arrow(self, relation: Relation) -> Arrow | None:
        """Return where a relation is tied to its spans, if both are here."""
        head, child = self.spans.get(relation.head), self.spans.get(relation.child)
        if head is None or child is None:
            return None
        return Arrow(relation, *nearest(head.fragments, child.fragments))

    def is_tied(self, span: Span) -> bool:
        """Say whether strokes run from a span to elsewhere."""
        return len(span.fragments) > 1 or bool(self.relations.of(span.key))

    def _blocks_with(self, key: SpanKey) -> set[int]:
        """Return the laid-out blocks that show a span, or an end of one of its relations."""
        span = self.spans.get(key)
        if span is None:
            return set()
        return self.laid_out(span).union(*(self._tied(relation) for relation in self.relations.of(key)))

    def _tied(self, relation: Relation) -> set[int]:
        """Return the laid-out blocks in which an arrow is tied."""
        arrow = self.arrow(relation)
        return set() if arrow is None else {self.map.block_at(end) for end in arrow.ends} & self._laid.keys()

    def laid_out(self, span: Span) -> set[int]:
        """Return the blocks that show any of ``span`` and are laid out."""
        blocks: set[int] = set()
        for fragment in span.fragments:
            touching = self.map.blocks_touching(fragment.start, fragment.end)
            if len(touching) < len(self._laid):
                blocks.update(index for index in touching if index in self._laid)
            else:
                blocks.update(index for index in self._laid if index in touching)
        return blocks

    def _place_again(self, blocks: Collection[int]) -> bool:
        keep = self._top_position() if self._block in blocks else None
        changed = False
        for index in blocks:
            layout = self._laid[index]
            before = layout.height
            self._place(index, layout)
            changed |= layout.height != before
        if keep is not None and self._offset > 0:
            position, below = keep
            layout = self.layout(self._block)
            self._offset = layout.lines[layout.line_of(layout.block.column(position))].y + below
        if changed:
            self._settle()
        return changed

    def _place(self, index: int, layout: BlockLayout) -> None:
        start, end = layout.block.start, layout.block.following
        spans = self.spans.touching(start, end)
        layout.place(spans, self._arrows(spans, start, end), self._lane_of)
        self._heights.set(index, layout.height)
        self._placings += 1

    def _arrows(self, spans: Iterable[Span], start: int, end: int) -> list[Arrow]:
        """Return the arrows of ``spans`` that are tied anywhere in ``[start, end)``, in text order."""
        if not self.relations:
            return []
        relations = {relation.key: relation for span in spans for relation in self.relations.of(span.key)}
        arrows = [arrow for arrow in map(self.arrow, relations.values()) if arrow is not None]
        here = [arrow for arrow in arrows if any(start <= at < end for at in arrow.ends)]
        return sorted(here, key=lambda arrow: (arrow.ends, arrow.relation.key))

    def _top_position(self) -> tuple[int, int]:
        """Return the first code point of the topmost line, and how far that line reaches above the window."""
        layout = self.layout(self._block)
        line = layout.lines[layout.line_at(self._offset)]
        return layout.block.position(line.start), self._offset - line.y

    def _walk(self, index: int, y: int) -> tuple[int, int]:
        """Return the block that is ``y`` below the top of block ``index``, laying out what lies between."""
        while y < 0 and index > 0:
            index -= 1
            y += self.layout(index).height
        while index < len(self.map) - 1 and y >= self.layout(index).height:
            y -= self.layout(index).height
            index += 1
        return index, y

    def _settle(self) -> None:
        """Lay out what is in the window, and leave no more than a margin empty at either end of the article."""
        self._block, self._offset = self._walk(self._block, self._offset)
        below = self._room_below()
        if below > 0:
            self._block, self._offset = self._walk(self._block, self._offset - below)
        if self._block == 0:
            self._offset = max(self._offset, -self.metrics.margin)

    def _room_below(self) -> int:
        """Return how much too far down the window is."""
        end = -self._offset
        for index in range(self._block, len(self.map)):
            end += self.layout(index).height
            if end + self.metrics.margin >= self._window:
                return 0
        return self._window - end - self.metrics.margin
