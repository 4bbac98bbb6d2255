"""Identical mentions as rows of a table, each of which can be switched on and off."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QLineF, QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QWidget

from annotator.gui.explore.hit_delegate import PADDING, HitDelegate
from annotator.gui.explore.hit_model import Column, HitModel
from annotator.gui.explore.hit_view import HitView
from annotator.gui.panels.wording import short
from annotator.model.hits import Hit, Mention, Place

Index = QModelIndex | QPersistentModelIndex

_BOX_SHARE = 0.8
"""Of the height of a capital letter."""
_GAP = 7
_WIDEST = "marked already"


class MentionModel(HitModel):
    """Mentions, and which of them are to be marked."""

    counted = Signal()
    """Another number of mentions is chosen, or there are more of them."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._on: set[Place] = set()
        self._offered: set[Place] = set()
        self.free = 0
        """How many can be marked."""
        self.refused_before = 0
        self.marked_already = 0

    @property
    def on(self) -> int:
        """How many are chosen."""
        return len(self._on)

    def clear(self) -> None:
        """Begin again without a row."""
        super().clear()
        self._on.clear()
        self._offered.clear()
        self.free = self.refused_before = self.marked_already = 0
        self.counted.emit()

    def add(self, page: Sequence[Hit]) -> None:
        """Add mentions, those on that are offered."""
        mentions = [hit for hit in page if isinstance(hit, Mention)]
        offered = [mention.place for mention in mentions if mention.offered]
        self._on.update(offered)
        self._offered.update(offered)
        self.free += sum(not mention.marked_same for mention in mentions)
        self.refused_before += sum(mention.refused for mention in mentions)
        self.marked_already += sum(mention.marked_same for mention in mentions)
        super().add(mentions)
        self.counted.emit()

    def is_on(self, hit: Hit) -> bool:
        """Say whether a mention is chosen."""
        return hit.place in self._on

    def toggle(self, rows: Iterable[int]) -> None:
        """Switch mentions off if all of them that can be on are, else on."""
        can_be = [hit.place for hit in self.hits(rows) if can_be_marked(hit)]
        if all(place in self._on for place in can_be):
            self._on.difference_update(can_be)
        else:
            self._on.update(can_be)
        if len(self):
            self.dataChanged.emit(self.index(0, 0), self.index(len(self) - 1, len(Column) - 1))
        self.counted.emit()

    def chosen(self) -> list[Place]:
        """Return the places to mark."""
        return sorted(self._on)

    def switched_off(self) -> list[Place]:
        """Return the places that were offered and that the annotator switched off."""
        return sorted(self._offered - self._on)

    def marked(self, hit: Hit) -> str:
        """Say what is special about a mention."""
        assert isinstance(hit, Mention)
        if hit.marked_same:
            return "marked already"
        if hit.refused:
            return "refused before"
        if hit.standing == "overlaps":
            return "partly marked"
        tags = ", ".join(dict.fromkeys(short(span.tag, 40) for span in hit.exact() or hit.marks))
        if hit.standing == "other_tag":
            return f"is {tags}"
        return f"in {tags}" if tags else ""

    def _spoken(self, hit: Hit, column: Column) -> str:
        spoken = super()._spoken(hit, column)
        if not can_be_marked(hit):
            return spoken
        chosen = "chosen" if self.is_on(hit) else "not chosen"
        if column == Column.MARK:
            return ", ".join(part for part in (chosen, self.marked(hit)) if part)
        return f"{chosen}: {spoken.removesuffix(' – not marked')}" if column == Column.WORDS else spoken


class MentionView(HitView):
    """A table of mentions. Space switches what is chosen on and off."""

    entered = Signal()

    def __init__(self, model: MentionModel, parent: QWidget | None = None) -> None:
        super().__init__(model, "mentions", "Identical mentions", parent)
        self._mentions = model
        self.setItemDelegate(MentionDelegate(self))
        width = self.fontMetrics().horizontalAdvance(_WIDEST) + self.fontMetrics().height() + _GAP + 2 * PADDING
        self.setColumnWidth(Column.MARK, width)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Switch with Space, and mark with Enter."""
        if event.key() == Qt.Key.Key_Space and not event.modifiers():
            self._mentions.toggle(self.chosen())
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        else:
            super().keyPressEvent(event)

    def _open(self) -> None:
        """Switch the row that is clicked twice."""
        self._mentions.toggle(self.chosen())


class MentionDelegate(HitDelegate):
    """Paints a box before what can be marked, ticked if it will be."""

    def counts(self, index: Index) -> bool:
        """Say whether a mention will be marked."""
        model, hit = index.model(), index.data(Qt.ItemDataRole.UserRole)
        return isinstance(model, MentionModel) and isinstance(hit, Hit) and model.is_on(hit)

    def paint_mark(self, painter: QPainter, area: QRect, index: Index, hit: Hit, *, dark: bool) -> None:  # noqa: ARG002 – of others
        """Paint the box, and what is special about the mention."""
        side = round(painter.fontMetrics().ascent() * _BOX_SHARE)
        if can_be_marked(hit):
            box = QRectF(area.left() + 1, area.center().y() - side / 2 + 1, side, side)
            _paint_box(painter, box, ticked=self.counts(index))
        self.paint_text(painter, area.adjusted(side + _GAP, 0, 0, 0), index.data())


def can_be_marked(hit: Hit) -> bool:
    """Say whether a mention can be marked: one that is marked just so cannot."""
    return isinstance(hit, Mention) and not hit.marked_same


def _paint_box(painter: QPainter, box: QRectF, *, ticked: bool) -> None:
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(box, 2, 2)
    if ticked:
        pen = QPen(painter.pen().color(), 2)
        painter.setPen(pen)
        across, down = box.width(), box.height()
        corner = box.topLeft()
        points = [(0.2, 0.5), (0.42, 0.72), (0.8, 0.25)]
        (x0, y0), (x1, y1), (x2, y2) = [(corner.x() + x * across, corner.y() + y * down) for x, y in points]
        painter.drawLines([QLineF(x0, y0, x1, y1), QLineF(x1, y1, x2, y2)])
    painter.restore()
