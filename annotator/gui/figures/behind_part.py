"""The places behind a figure, below the figure's name: gone through, opened, and left again."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from annotator.agreement.behind import Cell
from annotator.gui.background import Runner
from annotator.gui.explore.hit_delegate import HitDelegate
from annotator.gui.explore.hit_model import Column, HitModel
from annotator.gui.explore.hit_view import HitView
from annotator.gui.explore.stream import MOST_ROWS, Stream
from annotator.gui.figures.places import Difference, find_behind
from annotator.gui.panels.desk import Desk
from annotator.gui.panels.pane import caption, faint, named
from annotator.gui.panels.wording import articles_words, short
from annotator.gui.plain import elided_label, plain_label, set_tip
from annotator.gui.session import Session
from annotator.jobs.agreeing import AgreementOptions
from annotator.model.hits import Hit

Index = QModelIndex | QPersistentModelIndex

_HINT = "Enter opens a place in the layer that has it · Shift+Enter in the other one · Esc goes back to the figure"
_WIDEST_MARK = 0.42
"""Of the width of the table."""
_MEASURED = 300


class DifferenceModel(HitModel):
    """Places, each with what the two layers have there."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.heading = ""
        """What stands above what the two have."""

    def marked(self, hit: Hit) -> str:
        """Say what the two layers have at a place."""
        assert isinstance(hit, Difference)
        return hit.said

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the heading of a column; the first names the two layers."""
        if (section, role, orientation) == (Column.MARK, Qt.ItemDataRole.DisplayRole, Qt.Orientation.Horizontal):
            return self.heading
        return super().headerData(section, orientation, role)


class DifferenceDelegate(HitDelegate):
    """Paints what the two layers have as it is said."""

    def paint_mark(self, painter: QPainter, area: QRect, index: Index, hit: Hit, *, dark: bool) -> None:  # noqa: ARG002 – of others
        """Paint what the two layers have."""
        self.paint_text(painter, area, index.data())


class DifferenceView(HitView):
    """A table of places behind a figure."""

    other_wanted = Signal(object)
    """The place to open in the second of its layers."""

    def __init__(self, model: DifferenceModel, parent: QWidget | None = None) -> None:
        super().__init__(model, "figurePlaces", "Places behind this figure", parent)
        self._differences = model
        self.setItemDelegate(DifferenceDelegate(self))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open a place in either layer."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.modifiers() == Qt.KeyboardModifier.ShiftModifier and self.currentIndex().isValid():
            self.other_wanted.emit(self._differences.hit(self.currentIndex().row()))
        elif event.key() == Qt.Key.Key_Backspace:
            self.escaped.emit()
        else:
            super().keyPressEvent(event)

    def widen(self) -> None:
        """Give what the two layers have as much room as it needs, within bounds."""
        rows = range(min(len(self._differences), _MEASURED))
        said = [self._differences.index(row, Column.MARK).data() for row in rows]
        widest = max(map(self.fontMetrics().horizontalAdvance, [self._differences.heading, *said])) + 24
        self.setColumnWidth(Column.MARK, min(widest, int(self.viewport().width() * _WIDEST_MARK)))


class BehindPart(QWidget):
    """Lists what one figure counts, while it is still looked for."""

    opened = Signal(object, str)
    """The :class:`~annotator.model.hits.Hit` to go to, and the layer to show."""
    left = Signal()
    """Somebody wants to see the figure again."""

    def __init__(self, session: Session, desk: Desk, runner: Runner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.model = DifferenceModel(self)
        self.stream = Stream(session, runner, self)
        self.view = DifferenceView(self.model)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self._build_top())
        box.addWidget(self.view, 1)
        self.stream.arrived.connect(self._take)
        self.stream.ended.connect(self._show_count)
        self.view.opened.connect(lambda hit: self.opened.emit(hit, _layer_of(hit)))
        self.view.other_wanted.connect(lambda hit: self.opened.emit(hit, _other_layer_of(hit)))
        self.view.escaped.connect(self._leave)
        self.back.clicked.connect(self._leave)

    def show_cell(self, options: AgreementOptions, cell: Cell, what: str) -> None:
        """List what is behind a figure.

        Args:
            options: those that the figure was made with.
            cell: which figure.
            what: the figure in words.
        """
        self.model.styles = self._desk.styles
        names: Sequence[str] = cell.layers or ()
        self.model.heading = " / ".join(short(name, 24) for name in names) or "Marked"
        self.model.clear()
        self.what.setText(what)
        set_tip(self.what, what)
        self.stream.start(partial(find_behind, options, cell), MOST_ROWS)
        self._show_count()
        self.view.setFocus()

    def stop(self) -> None:
        """Look for nothing more, and hold nothing."""
        self.stream.stop()
        self.model.clear()

    def _build_top(self) -> QWidget:
        top = QWidget()
        box = QVBoxLayout(top)
        box.setContentsMargins(12, 10, 12, 6)
        box.setSpacing(4)
        first, second = QHBoxLayout(), QHBoxLayout()
        self.back = named(QPushButton("← &Back"), "figureBack", "Back to the figure")
        self.back.setAutoDefault(False)
        self.what = elided_label("figureWhat")
        self.what.setFont(caption("").font())
        self.count = plain_label("", name="figureCount")
        hint = faint(elided_label("figurePlacesHint"))
        hint.setText(_HINT)
        set_tip(hint, _HINT)
        hint.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        first.addWidget(self.back)
        first.addSpacing(8)
        first.addWidget(self.what, 1)
        second.addWidget(faint(self.count))
        second.addSpacing(16)
        second.addWidget(hint, 1)
        box.addLayout(first)
        box.addLayout(second)
        return top

    def _take(self, page: list[Hit]) -> None:
        before = len(self.model)
        self.model.add(page)
        if before < _MEASURED:
            self.view.widen()
        if not before:
            self.view.go_to_row(0)
        self._show_count()

    def _show_count(self) -> None:
        count = len(self.model)
        places = "1 place" if count == 1 else f"{count:,} places"
        more = " or more" if self.stream.full else " · searching…" if self.stream.running else ""
        where = f" in {articles_words(self.model.articles)}" if count else ""
        self.count.setText(f"{places}{where}{more}")

    def _leave(self) -> None:
        self.stop()
        self.left.emit()


def _layer_of(hit: Difference) -> str:
    """Return the first layer that has a span at a place."""
    return hit.layers[0] if hit.a is not None else hit.layers[1]


def _other_layer_of(hit: Difference) -> str:
    return hit.layers[1] if hit.a is not None else hit.layers[0]
