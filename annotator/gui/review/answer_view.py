"""The table of answers: one line for each layer, the words that not all have set off by colour and by brackets."""

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QPainter,
    QPalette,
    QPen,
    QResizeEvent,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
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
from annotator.gui.plain import shown
from annotator.gui.review.answer_model import KEY, MARK, WHO, AnswerModel
from annotator.gui.review.offers import Offer
from annotator.gui.weights import ordinary, strong

PADDING = 6
_FAINT = 0.62
_LEAST_MARK = 160
_MOST_COLUMN = 240
_LEAST_COLUMN = 70
_LEAST_ROWS = 4
_WIDEST_WHO = 130


class AnswerDelegate(QStyledItemDelegate):
    """Paints keys as caps, tags in their colour with their letter, and words that not all have. Plain text only."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint one cell."""
        offer, view, model = index.data(Qt.ItemDataRole.UserRole), option.widget, index.model()
        if not isinstance(offer, Offer) or not isinstance(view, QTableView) or not isinstance(model, AnswerModel):
            super().paint(painter, option, index)
            return
        theme = Theme.of(option.palette, QPalette.ColorGroup.Active)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        current = view.hasFocus() and index.row() == view.currentIndex().row()
        painter.fillRect(option.rect, mixed(theme.selection, theme.background, 0.18) if current else theme.background)
        area = option.rect.adjusted(PADDING, 0, -PADDING, 0)
        faint = mixed(theme.text, theme.background, _FAINT)
        painter.setFont(option.font)
        painter.setPen(theme.text if offer.layer and not offer.absent else faint)
        if index.column() == KEY:
            _paint_key(painter, area, index.data(), faint)
        elif index.column() == MARK and offer.span is not None:
            self._paint_mark(painter, area, model, offer, theme)
        else:
            self._paint_words(painter, area, index, model, offer, theme)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Return the room that a cell wants."""
        words = index.data() or ""
        return QSize(
            option.fontMetrics.horizontalAdvance(words[:200]) + 2 * PADDING + 4, option.fontMetrics.height() + 10
        )

    def _paint_words(
        self,
        painter: QPainter,
        area: QRect,
        index: QModelIndex | QPersistentModelIndex,
        model: AnswerModel,
        offer: Offer,
        theme: Theme,
    ) -> None:
        if index.column() == WHO or (index.column() == MARK and offer.span is None):
            painter.setPen(mixed(theme.text, theme.background, _FAINT))
        if model.differs(offer, index.column()):
            painter.setFont(strong(painter.font()))
            painter.setPen(QPen(theme.text, 1))
            painter.setBrush(theme.match)
            painter.drawRoundedRect(QRectF(area).adjusted(-3, 3, 3, -3), 3, 3)
        cut = painter.fontMetrics().elidedText(index.data() or "", Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, cut)

    def _paint_mark(self, painter: QPainter, area: QRect, model: AnswerModel, offer: Offer, theme: Theme) -> None:
        """Paint letter and name of the tag, and the words in runs."""
        assert offer.span is not None
        style = model.styles.get(offer.span.tag) or neutral_style(offer.span.tag)
        painter.setPen(style.colour(theme.dark))
        painter.setFont(strong(painter.font()))
        tag = f"{style.letter} {short(offer.span.tag, 20)}"
        width = painter.fontMetrics().horizontalAdvance(tag)
        middle = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(area, middle, tag)
        painter.setFont(ordinary(painter.font()))
        left = area.adjusted(width + 10, 0, 0, 0)
        runs = [(shown(words), apart) for words, apart in model.runs(offer)]
        if not any(apart for _, apart in runs):
            words = shown(model.whole_words(offer))
            runs = [(painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideMiddle, left.width()), False)]
        _paint_runs(painter, left, runs, theme)


class AnswerView(QTableView):
    """Lists the answers. Enter or a double click takes the one it is at."""

    taken = Signal(object)
    """The :class:`~annotator.gui.review.offers.Offer` that is wanted."""
    escaped = Signal()

    def __init__(self, model: AnswerModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        named(self, "answers", "Answers")
        self._answers = model
        self.setModel(model)
        self.setItemDelegate(AnswerDelegate(self))
        self._dress()
        self.doubleClicked.connect(lambda index: self._take(index.row()))
        model.modelReset.connect(self.fit)

    def event(self, event: QEvent) -> bool:
        """Keep Enter, which takes what the list is at, from meaning something else."""
        return enter_claimed(event) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the current answer with Enter; digits and letters are the window’s."""
        if event.key() in ENTER:
            self._take(self.currentIndex().row())
        elif event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            super().keyPressEvent(event)
        else:
            event.ignore()

    def keyboardSearch(self, _text: str) -> None:
        """Do nothing: letters are keys here."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width anew."""
        super().resizeEvent(event)
        self.fit()

    def fit(self) -> None:
        """Make columns as wide as they need, the answer as wide as is left, and the table as high as its rows."""
        columns = self._answers.columnCount()
        room = self.viewport().width() - _LEAST_MARK - _WIDEST_WHO
        most_of_rest = max(_LEAST_COLUMN, min(_MOST_COLUMN, room // max(1, columns - MARK)))
        for column in range(columns):
            if column != MARK:
                most = _WIDEST_WHO if column == WHO else most_of_rest
                wanted = max(self.sizeHintForColumn(column), self.horizontalHeader().sectionSizeHint(column))
                self.setColumnWidth(column, min(wanted, most))
        others = sum(self.columnWidth(column) for column in range(columns) if column != MARK)
        self.setColumnWidth(MARK, max(_LEAST_MARK, self.viewport().width() - others))
        self.horizontalHeader().setVisible(columns > MARK + 1)
        header = self.horizontalHeader().sizeHint().height() if columns > MARK + 1 else 0
        rows = self._answers.rowCount() * self.verticalHeader().defaultSectionSize()
        self.setMaximumHeight(rows + header + 4)
        self.setMinimumHeight(min(rows, _LEAST_ROWS * self.verticalHeader().defaultSectionSize()) + header + 4)

    def _take(self, row: int) -> None:
        offer = self._answers.offer(row)
        if offer is not None:
            self.taken.emit(offer)

    def _dress(self) -> None:
        make_quiet(self, height=self.fontMetrics().height() + 12)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        header = self.horizontalHeader()
        header.setSectionsClickable(False)
        header.setMinimumSectionSize(34)


def _paint_key(painter: QPainter, area: QRect, key: str, faint: QColor) -> None:
    if not key:
        return
    side = painter.fontMetrics().height() + 2
    width = max(side, painter.fontMetrics().horizontalAdvance(key) + 8)
    cap = QRectF(area.left(), area.center().y() - side / 2 + 0.5, width, side)
    pen = painter.pen()
    painter.setPen(QPen(faint, 1))
    painter.drawRoundedRect(cap, 3, 3)
    painter.setPen(pen)
    painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, key)


def _paint_runs(painter: QPainter, area: QRect, runs: list[tuple[str, bool]], theme: Theme) -> None:
    """Paint words on one line; those that not all have lie on colour and are underlined, so that colour is not alone.

    They are laid out together: letters that join do so across what is set apart too.
    """
    words = "".join(part for part, _ in runs)
    layout = QTextLayout(words, painter.font())
    option = QTextOption(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute)
    option.setWrapMode(QTextOption.WrapMode.NoWrap)
    backwards = reads_right_to_left(words)
    option.setTextDirection(Qt.LayoutDirection.RightToLeft if backwards else Qt.LayoutDirection.LeftToRight)
    layout.setTextOption(option)
    formats, at = [], 0
    for part, apart in runs:
        units = len(part.encode("utf-16-le")) // 2
        if apart:
            formats.append(_set_apart(at, units, theme))
        at += units
    layout.setFormats(formats)
    layout.beginLayout()
    line = layout.createLine()
    line.setLineWidth(max(area.width(), 1))
    layout.endLayout()
    painter.setPen(theme.text)
    painter.setClipRect(area.adjusted(0, 0, PADDING, 0))
    layout.draw(painter, QPointF(area.left(), area.center().y() - line.height() / 2 + 0.5))
    painter.setClipping(False)


def _set_apart(start: int, length: int, theme: Theme) -> QTextLayout.FormatRange:
    apart = QTextLayout.FormatRange()
    apart.start, apart.length = start, length
    text_format = QTextCharFormat()
    text_format.setBackground(theme.match)
    text_format.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DashUnderline)
    apart.format = text_format
    return apart
