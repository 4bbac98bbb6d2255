"""One display block, laid out: its lines, and the lanes of the spans in it."""

from bisect import bisect_right
from collections.abc import Sequence
from typing import cast

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QTextCharFormat, QTextLayout, QTextLine, QTextOption

from annotator.gui.article.marks import TOUCHING, LaneOf, Line, Mark, Piece, Stretch, placed_marks
from annotator.gui.article.metrics import Metrics
from annotator.gui.article.relation_index import Arrow
from annotator.gui.article.runs import Run, placed_runs, tracks_of
from annotator.gui.article.text_map import TextBlock
from annotator.model.patterns import compiled
from annotator.model.span import Span

_LONGEST_WORD = 64
_INSIDE_BACKWARD_WORD = r"(?<=[\p{bc=R}\p{bc=AL}\p{bc=NSM}])(?=[\p{bc=R}\p{bc=AL}\p{bc=NSM}])"


class BlockLayout:
    """A display block with its text shaped and broken into lines, which spans coming and going does not repeat."""

    def __init__(
        self, block: TextBlock, metrics: Metrics, faint: QTextCharFormat, *, brackets_left: bool = True
    ) -> None:
        """Lay ``block`` out; its stand-ins are drawn in the ``faint`` format.

        ``brackets_left`` says in which gutter fragments are joined; relations that leave the block take the other one.
        """
        self.block = block
        self.metrics = metrics
        self.brackets_left = brackets_left
        self.mixed = block.mixed
        self.marks: list[Mark] = []
        self.runs: list[Run] = []
        self.height = 0
        self.lines: list[Line] = []
        self.layout = self._shape(faint)
        self._line_starts = [line.start for line in self.lines]
        self.place(())

    def place(self, spans: Sequence[Span], arrows: Sequence[Arrow] = (), lane_of: LaneOf | None = None) -> None:
        """Give each of ``spans``, in document order, a lane, each of ``arrows`` tracks, and each line its height."""
        self.marks = placed_marks(self, spans, lane_of)
        self.runs = placed_runs(self, arrows) if arrows else []
        tracks_of(self.lines, self.runs)
        for line in self.lines:
            line.lanes = 0
        for mark in self.marks:
            for piece in mark.pieces:
                self.lines[piece.line].lanes = max(self.lines[piece.line].lanes, mark.lane + 1)
        y = 0
        for number, line in enumerate(self.lines):
            line.y = y
            line.height = self._line_height(line)
            self.layout.lineAt(number).setPosition(QPointF(0, y))
            y += line.height
        gap = self.block.ends_paragraph and not self._is_blank
        self.height = y + (self.metrics.paragraph_gap if gap else 0)

    def stretches(self, number: int, start: int, end: int) -> list[Stretch]:
        """Return where the columns from ``start`` to ``end`` are on one line, the place of ``start`` first."""
        line = self.layout.lineAt(number)
        if self.mixed:
            return self._runs(line, start, end)
        left = _x(line, start)
        right = min(_x(line, end), line.x() + line.naturalTextWidth())
        return [(left, right)] if right > left else []

    def pieces(self, start: int, end: int) -> list[Piece]:
        """Return what each line shows of ``text[start:end]``, which may reach beyond the block."""
        first, last = self.block.column(start), self.block.column(end)
        found = []
        for number in range(self.line_of(first), len(self.lines)):
            line = self.lines[number]
            if line.start >= last:
                break
            stretches = self.stretches(number, max(first, line.start), min(last, line.end))
            if stretches:
                found.append(Piece(number, stretches, begins=False, ends=False))
        if found:
            # A space at the end of a line is not seen, so what begins or ends with it does so on the next or this line.
            found[0].begins = start >= self.block.start
            found[-1].ends = end <= self.block.following
        return found

    def line_at(self, y: int) -> int:
        """Return the number of the line at ``y`` pixels from the top of the block, the nearest if there is none."""
        for number, line in enumerate(self.lines):
            if y < line.y + line.height:
                return number
        return len(self.lines) - 1

    def line_of(self, column: int) -> int:
        """Return the number of the line that shows the caret at ``column``."""
        return max(0, bisect_right(self._line_starts, column) - 1)

    def x_of(self, column: int) -> float:
        """Return how far right the caret at ``column`` is."""
        return _x(self.layout.lineAt(self.line_of(column)), column)

    def column_at(self, number: int, x: float) -> int:
        """Return the column nearest to ``x`` at which a caret is still shown on line ``number``."""
        line = self.lines[number]
        column = self.layout.lineAt(number).xToCursor(x) if self.mixed else self._nearest(number, x)
        return column if column < line.end or number == len(self.lines) - 1 else self.end_of_line(number)

    def _nearest(self, number: int, x: float) -> int:
        """Return the column nearest to ``x`` in a line that runs from left to right.

        Qt's own ``xToCursor`` answers with the end of the line for a letter that carries several marks. Columns inside
        a cluster share the ``x`` of its start or its end; the last of them is taken, which belongs to the right one.
        """
        line, columns = self.layout.lineAt(number), range(self.lines[number].start, self.lines[number].end + 1)

        def place(column: int) -> float:
            return _x(line, column)

        behind = bisect_right(columns, x, key=place)
        if behind == 0:
            return columns[bisect_right(columns, place(columns[0]), key=place) - 1]
        if behind == len(columns):
            return columns[-1]
        left, right = place(columns[behind - 1]), place(columns[behind])
        if x - left <= right - x:
            return columns[behind - 1]
        return columns[bisect_right(columns, right, key=place) - 1]

    def end_of_line(self, number: int) -> int:
        """Return the last column at which a caret is still shown on line ``number``."""
        end = self.lines[number].end
        return end if number == len(self.lines) - 1 else self.layout.previousCursorPosition(end)

    def lane_rects(self, mark: Mark, piece: Piece) -> list[QRectF]:
        """Return where a piece of a mark is drawn below the text, from the top left of the block."""
        top = self.lines[piece.line].lane_top(mark.lane, self.metrics.lane_height)
        return [QRectF(left, top, right - left, self.metrics.lane_height) for left, right in piece.stretches]

    def track_y(self, run: Run) -> float:
        """Return how far down the track of a run is, in pixels from the top of the block."""
        line, height = self.lines[run.line], self.metrics.track_height
        return line.lane_top(line.lanes, self.metrics.lane_height) + (run.track + 0.5) * height

    def text_rects(self, piece: Piece) -> list[QRectF]:
        """Return where the words of a piece are, from the top left of the block."""
        line = self.lines[piece.line]
        return [QRectF(left, line.y, right - left, line.text_height) for left, right in piece.stretches]

    def _runs(self, line: QTextLine, start: int, end: int) -> list[Stretch]:
        """Return the visual runs of a range of columns, in the order of reading.

        They are taken from the glyphs, because at the edge of a run in the other direction the caret is not where the
        character is. But Qt misplaces what begins or ends inside an Arabic ligature, so whole words are asked for, and
        cut at the caret.
        """
        first, last = self._word_before(line, start), self._word_behind(line, end)
        boxes = [run.boundingRect() for run in line.glyphRuns(first, last - first)]
        runs = _merged([(box.left(), box.right()) for box in boxes])
        if runs and first < start:
            edge = _x(line, start)
            runs = [(left, edge if left < edge < right else right) for left, right in runs]
        if runs and last > end:
            edge = _x(line, end)
            runs = [(edge if left < edge < right else left, right) for left, right in runs]
        return runs[::-1] if self.block.right_to_left else runs

    def _word_before(self, line: QTextLine, column: int) -> int:
        first = max(line.textStart(), column - _LONGEST_WORD)
        while column > first and self._cuts_backward_word(column):
            column -= 1
        return column

    def _word_behind(self, line: QTextLine, column: int) -> int:
        last = min(line.textStart() + line.textLength(), column + _LONGEST_WORD)
        while column < last and self._cuts_backward_word(column):
            column += 1
        return column

    def _cuts_backward_word(self, column: int) -> bool:
        offset = self.block.position(column) - self.block.start
        return bool(compiled(_INSIDE_BACKWARD_WORD).match(self.block.shown, offset))

    def _shape(self, faint: QTextCharFormat) -> QTextLayout:
        layout = QTextLayout(self.block.shown, self.metrics.font)
        layout.setTextOption(_text_option(self.block.right_to_left, self.metrics))
        layout.setCacheEnabled(True)
        if self.block.stand_ins:
            layout.setFormats([_format_range(self.block, offset, faint) for offset in self.block.stand_ins])
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            line.setLineWidth(self.metrics.column)
            height = max(self.metrics.text_height, round(line.ascent() + line.descent()))
            self.lines.append(Line(line.textStart(), line.textStart() + line.textLength(), height))
        layout.endLayout()
        return layout

    @property
    def _is_blank(self) -> bool:
        return not self.block.shown.strip()

    def _line_height(self, line: Line) -> int:
        # A blank line is a paragraph's distance already; with a gap of its own it would tear the article apart.
        spacing = 0 if self._is_blank else self.metrics.line_height - self.metrics.text_height
        return max(line.text_height + spacing, line.room(self.metrics.lane_height, self.metrics.track_height))


def _text_option(right_to_left: bool, metrics: Metrics) -> QTextOption:
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    option.setTabStopDistance(metrics.character * 8)
    if right_to_left:
        option.setTextDirection(Qt.LayoutDirection.RightToLeft)
        option.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute)
    else:
        option.setTextDirection(Qt.LayoutDirection.LeftToRight)
        option.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute)
    return option


def _format_range(block: TextBlock, offset: int, text_format: QTextCharFormat) -> QTextLayout.FormatRange:
    stand_in = QTextLayout.FormatRange()
    stand_in.start = block.column(block.start + offset)
    stand_in.length = block.column(block.start + offset + 1) - stand_in.start
    stand_in.format = text_format
    return stand_in


def _x(line: QTextLine, column: int) -> float:
    return cast("tuple[float, int]", line.cursorToX(column))[0]


def _merged(stretches: Sequence[Stretch]) -> list[Stretch]:
    """Return what ``stretches`` cover, from left to right."""
    merged: list[Stretch] = []
    for left, right in sorted(stretches):
        if merged and left <= merged[-1][1] + TOUCHING:
            merged[-1] = (merged[-1][0], max(merged[-1][1], right))
        elif right > left:
            merged.append((left, right))
    return merged
