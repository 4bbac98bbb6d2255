"""Painting: draws what is in the window and nothing else; every figure it needs is already there."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence

import msgspec
from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF, QTextCharFormat, QTextLayout

from annotator.gui.article.block_layout import BlockLayout
from annotator.gui.article.gutters import sign_place
from annotator.gui.article.mark_looks import MarkLook, MarkLooks
from annotator.gui.article.marks import Mark, Piece
from annotator.gui.article.page import Page
from annotator.gui.article.runs import LEFT, RIGHT
from annotator.gui.article.signs import Signs
from annotator.gui.article.stroke_painting import StrokePainter, dotted, paint_corners, paint_read_sign
from annotator.gui.article.strokes import Stroke
from annotator.gui.article.style import TagStyle, neutral_style
from annotator.gui.article.theme import Theme, mixed
from annotator.model.span import Fragment, SpanKey

CARET_WIDTH = 2

_FRAME_ROOM = 2.0
_TINT = 0.16
_ARROW = 3.5
_DOTS_APART = 2.0
_CHOSEN = 0.55
_SIGN = 0.45
_EMPTY_LINE_SELECTED = 5
_DIMMED_MARK = 0.5


class Matches:
    """What a search found in the article, in text order."""

    def __init__(self, found: Sequence[Fragment] = (), current: int | None = None) -> None:
        """``current`` is the number of the match that the reader is at."""
        self.found = list(found)
        self.current = current
        self._starts = [match.start for match in self.found]
        self._longest = max((match.end - match.start for match in self.found), default=0)

    def touching(self, start: int, end: int) -> Iterator[tuple[Fragment, bool]]:
        """Yield the matches that touch ``[start, end)``, and whether each is the current one."""
        first = bisect_right(self._starts, start - self._longest)
        for number in range(first, bisect_left(self._starts, end)):
            if self.found[number].end > start:
                yield self.found[number], number == self.current


class Scene(msgspec.Struct, frozen=True):
    """Everything that a picture of the window depends on, besides the page itself."""

    theme: Theme
    looks: MarkLooks
    styles: Mapping[str, TagStyle]
    matches: Matches
    current: SpanKey | None
    selection: tuple[int, int]
    """Code points; nothing is selected if both are the same."""
    signs: Signs = Signs()
    lit: tuple[int, int] | None = None
    """Code points of what stands out from dimmed text; without it, no text is dimmed."""

    def colour(self, tag: str) -> QColor:
        """Return the colour of a tag."""
        return (self.styles.get(tag) or neutral_style(tag)).colour(self.theme.dark)


def paint_page(painter: QPainter, page: Page, scene: Scene, clip: QRect) -> None:
    """Paint the part of the window that ``clip`` covers: the words, behind the marks the strokes, the marks."""
    painter.fillRect(clip, scene.theme.background)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    seen = [
        (y, _BlockPainter(painter, layout, scene, QRectF(clip.translated(-page.metrics.left, -y))))
        for _, y, layout in page.visible()
        if y < clip.bottom() + 1 and y + layout.height > clip.top()
    ]
    for y, block in seen:
        painter.translate(page.metrics.left, y)
        block.paint_words()
        painter.translate(-page.metrics.left, -y)
    _paint_read_signs(painter, page, scene)
    _paint_strokes(painter, page, scene)
    for y, block in seen:
        painter.translate(page.metrics.left, y)
        block.paint_marks()
        painter.translate(-page.metrics.left, -y)
    _paint_pending(painter, page, scene)


def _paint_strokes(painter: QPainter, page: Page, scene: Scene) -> None:
    """Paint brackets and arrows, those of the current span over all others."""
    strokes = StrokePainter(painter, scene.theme, page.metrics.lane_height, page.metrics.labels)
    for stroke in sorted(page.strokes(), key=lambda stroke: _is_strong(stroke, scene.current)):
        strong = _is_strong(stroke, scene.current)
        painter.setOpacity(_DIMMED_MARK if scene.lit is not None and not strong else 1.0)
        if stroke.span is not None:
            strokes.bracket(stroke, scene.colour(stroke.span.tag), strong)
        else:
            current = page.spans.get(scene.current) if strong else None
            strokes.arrow(stroke, None if current is None else scene.colour(current.tag))
    painter.setOpacity(1.0)


def _paint_pending(painter: QPainter, page: Page, scene: Scene) -> None:
    pending = scene.signs.pending
    if pending is None or pending.target is None:
        return
    stroke, span = page.pending(pending.head, pending.target, pending.type), page.spans.get(pending.head)
    if stroke is not None and span is not None:
        strokes = StrokePainter(painter, scene.theme, page.metrics.lane_height, page.metrics.labels)
        strokes.pending(stroke, scene.colour(span.tag))


def _paint_read_signs(painter: QPainter, page: Page, scene: Scene) -> None:
    left, right = sign_place(page.metrics, LEFT if page.brackets_left else RIGHT)
    colour = mixed(scene.theme.text, scene.theme.background, _SIGN)
    for _, y, layout in page.visible():
        block = layout.block
        if scene.signs.read.touch(block.start, block.following):
            height = sum(line.height for line in layout.lines)
            line = layout.lines[0]
            paint_read_sign(painter, QRectF(left, y, right - left, height), line.text_height, colour)


def _is_strong(stroke: Stroke, current: SpanKey | None) -> bool:
    if stroke.relation is not None:
        return current in (stroke.relation.head, stroke.relation.child)
    return stroke.span is not None and stroke.span.key == current


def caret_rect(page: Page, position: int) -> QRect:
    """Return where the caret before ``position`` is, in pixels of the window."""
    index, column = page.map.place(position)
    layout = page.layout(index)
    line = layout.lines[layout.line_of(column)]
    left = page.metrics.left + round(layout.x_of(column)) - CARET_WIDTH // 2
    return QRect(left, page.top(index) + line.y, CARET_WIDTH, line.text_height)


class _BlockPainter:
    """Paints one block, with the painter's origin at the top left of its column."""

    def __init__(self, painter: QPainter, layout: BlockLayout, scene: Scene, clip: QRectF) -> None:
        self._painter = painter
        self._layout = layout
        self._scene = scene
        self._clip = clip
        self._lane_height = layout.metrics.lane_height

    def paint_words(self) -> None:
        """Paint the text, and what is behind it."""
        signs = self._scene.signs
        framed = {self._scene.current, signs.pending.head if signs.pending else None}
        for mark in self._layout.marks:
            if mark.span.key in framed:
                self._paint_frame(mark)
            if mark.span.key in signs.chosen:
                self._paint_chosen(mark, tinted=mark.span.key not in framed)
        self._paint_matches()
        self._paint_text()

    def paint_marks(self) -> None:
        """Paint the lanes under the text."""
        self._painter.setFont(self._scene.looks.font)
        for mark in self._layout.marks:
            self._paint_mark(mark)
        self._painter.setOpacity(1.0)

    def _paint_matches(self) -> None:
        block, theme = self._layout.block, self._scene.theme
        for match, current in self._scene.matches.touching(block.start, block.end):
            self._painter.setBrush(theme.current_match if current else theme.match)
            self._painter.setPen(QPen(theme.edge, 1) if current else Qt.PenStyle.NoPen)
            for rect in self._text_rects(self._layout.pieces(match.start, match.end)):
                self._painter.drawRoundedRect(rect.adjusted(-1, 1, 1, -1), 2, 2)

    def _paint_frame(self, mark: Mark) -> None:
        """Tint and frame the words of the current span; dash the frame of one that a relation is to begin at."""
        colour = self._look(mark).colour
        pending = self._scene.signs.pending
        style = Qt.PenStyle.DashLine if pending and pending.head == mark.span.key else Qt.PenStyle.SolidLine
        self._painter.setBrush(mixed(colour, self._scene.theme.background, _TINT))
        self._painter.setPen(QPen(colour, 1.2, style))
        for rect in self._text_rects(mark.pieces):
            self._painter.drawRoundedRect(rect.adjusted(-_FRAME_ROOM, 0, _FRAME_ROOM, 0.5), 3, 3)

    def _paint_chosen(self, mark: Mark, *, tinted: bool) -> None:
        """Put the words of a chosen span between corners, tinted like a selection unless they are framed."""
        theme = self._scene.theme
        for rect in self._text_rects(mark.pieces):
            if tinted:
                self._painter.fillRect(rect, mixed(theme.selection, theme.background, _CHOSEN))
            paint_corners(self._painter, rect.adjusted(-1, 1, 1, 0), theme.text)

    def _paint_text(self) -> None:
        block, theme = self._layout.block, self._scene.theme
        start, end = self._scene.selection
        selections = self._dimmed_parts()
        if start < block.end and block.start < end:
            selections.append(_format(block.column(start), block.column(end), theme.selected_text, theme.selection))
        elif start <= block.start < end and block.start == block.end:
            height = self._layout.lines[0].text_height
            self._painter.fillRect(QRectF(0, 0, _EMPTY_LINE_SELECTED, height), theme.selection)
        self._painter.setPen(theme.dimmed if self._is_dimmed(block.start, block.end) else theme.text)
        self._layout.layout.draw(self._painter, QPointF(0, 0), selections, self._clip)

    def _is_dimmed(self, start: int, end: int) -> bool:
        lit = self._scene.lit
        return lit is not None and (end <= lit[0] or lit[1] <= start)

    def _dimmed_parts(self) -> list[QTextLayout.FormatRange]:
        """Return what is dimmed of a block that is not dimmed as a whole."""
        block, lit = self._layout.block, self._scene.lit
        if lit is None or self._is_dimmed(block.start, block.end):
            return []
        parts = ((0, block.column(lit[0])), (block.column(lit[1]), block.columns))
        return [_format(first, last, self._scene.theme.dimmed) for first, last in parts if first < last]

    def _paint_mark(self, mark: Mark) -> None:
        look = self._look(mark)
        self._painter.setOpacity(_DIMMED_MARK if self._is_dimmed(mark.span.start, mark.span.end) else 1.0)
        for piece in mark.pieces:
            if self._lane_is_seen(mark, piece.line):
                self._paint_piece(mark, piece, look)
        if mark.dots:
            self._painter.setPen(dotted(look.colour, mark.span.key == self._scene.current))
        for number, (left, right) in mark.dots:
            y = round(self._lane_top(mark, number) + look.centre)
            self._painter.drawLine(QPointF(left + _DOTS_APART, y), QPointF(max(right - 1, left + _DOTS_APART), y))

    def _paint_piece(self, mark: Mark, piece: Piece, look: MarkLook) -> None:
        backwards = self._layout.block.right_to_left
        lead, tail = self._lead(mark, piece, look), 0.0 if piece.ends else _ARROW
        last = len(piece.stretches) - 1
        for number, rect in enumerate(self._layout.lane_rects(mark, piece)):
            before, after = lead if number == 0 else 0.0, tail if number == last else 0.0
            if before and piece.begins:
                left = rect.right() - look.letter_width if backwards else rect.left()
                self._painter.setPen(look.colour)
                top = rect.top() + look.centre - look.letter_rise
                self._painter.drawStaticText(QPointF(left, top), look.letter)
            if after:
                self._go_on(rect, look, backwards)
            if backwards:
                before, after = after, before
            self._line(rect.adjusted(min(before, rect.width()), 0, 0, 0).adjusted(0, 0, -after, 0), look)

    def _go_on(self, rect: QRectF, look: MarkLook, backwards: bool) -> None:
        """Draw a small arrow where a fragment goes on elsewhere."""
        y = rect.top() + look.centre
        tip, step = (rect.left(), _ARROW) if backwards else (rect.right(), -_ARROW)
        self._painter.setPen(Qt.PenStyle.NoPen)
        self._painter.setBrush(look.colour)
        corners = [QPointF(tip, y), QPointF(tip + step, y - _ARROW), QPointF(tip + step, y + _ARROW)]
        self._painter.drawPolygon(QPolygonF(corners))

    def _lead(self, mark: Mark, piece: Piece, look: MarkLook) -> float:
        """Return how much of a piece's lane the letter takes."""
        first = piece is mark.pieces[0] and piece.begins
        return look.letter_width + 2 if first and mark.span.start >= self._layout.block.start else 0.0

    def _line(self, rect: QRectF, look: MarkLook) -> None:
        if rect.width() >= 1:
            whole = QRectF(round(rect.left()), rect.top(), max(1, round(rect.width())), rect.height())
            self._painter.drawTiledPixmap(whole, look.line, QPointF(0, 0))

    def _look(self, mark: Mark) -> MarkLook:
        style = self._scene.styles.get(mark.span.tag) or neutral_style(mark.span.tag)
        return self._scene.looks.look(style, mark.span.unsure, mark.span.key == self._scene.current)

    def _lane_top(self, mark: Mark, number: int) -> int:
        return self._layout.lines[number].lane_top(mark.lane, self._lane_height)

    def _lane_is_seen(self, mark: Mark, number: int) -> bool:
        top = self._lane_top(mark, number)
        return top <= self._clip.bottom() and top + self._lane_height >= self._clip.top()

    def _text_rects(self, pieces: Sequence[Piece]) -> Iterator[QRectF]:
        for piece in pieces:
            yield from self._layout.text_rects(piece)


def _format(first: int, last: int, colour: QColor, background: QColor | None = None) -> QTextLayout.FormatRange:
    """Return colours for the columns from ``first`` to ``last``."""
    chosen = QTextLayout.FormatRange()
    chosen.start, chosen.length = first, last - first
    text_format = QTextCharFormat()
    text_format.setForeground(colour)
    if background is not None:
        text_format.setBackground(background)
    chosen.format = text_format
    return chosen
