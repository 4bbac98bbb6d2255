"""The list of conflicts: two quiet lines for each, the words and what differs."""

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent, QPainter, QPalette, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from annotator.gui.article.style import neutral_style
from annotator.gui.article.text_map import reads_right_to_left
from annotator.gui.article.theme import Theme, mixed
from annotator.gui.claims import ENTER, enter_claimed
from annotator.gui.panels.pane import named
from annotator.gui.panels.quiet_table import make_quiet
from annotator.gui.panels.wording import short
from annotator.gui.review.queue_model import QueueModel
from annotator.gui.review.wording import STATE_NAMES, short_differences
from annotator.gui.weights import strong
from annotator.project.conflict_cache import KeptConflict

Index = QModelIndex | QPersistentModelIndex

_PADDING = 10
_FAINT = 0.6
_SIGN = 5.0
_LETTER_ROOM = 18
_MOST_WORDS = 90
_LABEL_LETTER = "T"


class QueueDelegate(QStyledItemDelegate):
    """Paints a conflict. Plain text only."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint one conflict."""
        conflict, view, model = index.data(Qt.ItemDataRole.UserRole), option.widget, index.model()
        if not isinstance(view, QAbstractItemView) or not isinstance(model, QueueModel):
            super().paint(painter, option, index)
            return
        palette = option.palette
        theme = Theme.of(palette, QPalette.ColorGroup.Active)
        here = index.row() == view.currentIndex().row()
        ground = theme.background
        if here:
            ground = theme.selection if view.hasFocus() else mixed(theme.selection, theme.background, 0.3)
        ink = theme.selected_text if here and view.hasFocus() else theme.text
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(option.rect, ground)
        if isinstance(conflict, KeptConflict):
            _paint(painter, option, model, index.row(), conflict, (ink, mixed(ink, ground, _FAINT), here))
        painter.restore()


def _paint(
    painter: QPainter,
    option: QStyleOptionViewItem,
    model: QueueModel,
    row: int,
    conflict: KeptConflict,
    inks: tuple[QColor, QColor, bool],
) -> None:
    """Paint a conflict with the colours for what counts and for what does not, which are others in the current row."""
    ink, faint, here = inks
    area, line = option.rect.adjusted(_PADDING, 6, -_PADDING, -4), option.fontMetrics.height()
    style = model.styles.get(conflict.tag) or neutral_style(conflict.tag)
    settled = conflict.state in ("decided", "deferred", "second opinion")
    dark = Theme.of(option.palette, QPalette.ColorGroup.Active).dark
    painter.setFont(strong(option.font))
    painter.setPen(ink if here else style.colour(dark) if not settled else faint)
    letter = _LABEL_LETTER if conflict.label else style.letter
    top = QRect(area.left(), area.top(), area.width(), line)
    painter.drawText(top, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, letter)
    painter.setFont(option.font)
    painter.setPen(faint if settled else ink)
    words = top.adjusted(_LETTER_ROOM, 0, -_LETTER_ROOM, 0)
    _draw(painter, words, short(conflict.words, _MOST_WORDS))
    _paint_state(painter, QPointF(top.right() - _SIGN, top.center().y() + 1.0), conflict.state, faint)
    painter.setPen(faint)
    below = QRect(words.left(), top.bottom() + 1, area.right() - words.left(), line)
    state = "" if conflict.state == "open" else f"{STATE_NAMES.get(conflict.state, conflict.state)} · "
    small = QFont(option.font)
    small.setPointSizeF(small.pointSizeF() * 0.9)
    painter.setFont(small)
    _draw(painter, below, f"{state}{short_differences(conflict.differs)} · {short(model.title(row), 120)}", left=True)


def _draw(painter: QPainter, area: QRect, text: str, *, left: bool = False) -> None:
    cut = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, area.width())
    painter.setLayoutDirection(
        Qt.LayoutDirection.RightToLeft if not left and reads_right_to_left(text) else Qt.LayoutDirection.LeftToRight
    )
    how = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter
    painter.drawText(area, how | Qt.TextFlag.TextSingleLine, cut)


def _paint_state(painter: QPainter, centre: QPointF, state: str, colour: QColor) -> None:
    """Paint a sign for a state, each of another shape: a ring, a disc, a bar, a half disc, a tick."""
    painter.setPen(QPen(colour, 1.4))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    ring = QRectF(centre.x() - 4, centre.y() - 4, 8, 8)
    if state == "decided":
        painter.drawPolyline([centre + QPointF(-4, 0), centre + QPointF(-1, 3.5), centre + QPointF(4.5, -4)])
    elif state == "deferred":
        painter.drawLine(centre + QPointF(-4, 0), centre + QPointF(4, 0))
    elif state == "re-opened":
        painter.drawArc(ring, 60 * 16, 280 * 16)
        painter.drawLine(centre + QPointF(2, -4), centre + QPointF(5, -3))
    else:
        painter.drawEllipse(ring)
        if state == "second opinion":
            painter.drawLine(centre + QPointF(0, -4), centre + QPointF(0, 4))


class QueueView(QTableView):
    """Goes through conflicts with the arrows; Enter goes to the one it is at."""

    entered_conflict = Signal()
    """The reader wants to answer the conflict it is at."""
    row_chosen = Signal(int)

    def __init__(self, model: QueueModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        named(self, "conflictList", "Conflicts")
        self.setModel(model)
        self.setItemDelegate(QueueDelegate(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        make_quiet(self, height=2 * self.fontMetrics().height() + 12)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.horizontalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.clicked.connect(lambda _: self.entered_conflict.emit())

    def go_to(self, row: int) -> None:
        """Go to a row, and tell nobody."""
        index = self.model().index(row, 0)
        self.selectionModel().blockSignals(True)
        self.setCurrentIndex(index)
        self.selectionModel().blockSignals(False)
        self.scrollTo(index)
        self.viewport().update()

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Say which conflict the reader is at now."""
        super().currentChanged(current, previous)
        if current.isValid():
            self.row_chosen.emit(current.row())

    def event(self, event: QEvent) -> bool:
        """Keep Enter, which takes what the list is at, from meaning something else."""
        return enter_claimed(event) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter the conflict; letters are the review’s."""
        if event.key() in ENTER:
            self.entered_conflict.emit()
        elif event.text() and event.text().isprintable():
            event.ignore()
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, _text: str) -> None:
        """Do nothing: letters are keys here."""
