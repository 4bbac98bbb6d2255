"""A picture of figures in the window: gone through with the arrows, and each value opens what is behind it."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QWidget

from annotator.gui.announcing import announce
from annotator.gui.figures.colours import DARK, LIGHT, Colours
from annotator.gui.figures.drawing import Drawing, Pen, Spot
from annotator.gui.figures.painting import paint, pen_of
from annotator.gui.panels.pane import named
from annotator.gui.plain import set_tip
from annotator.gui.theme import is_dark

Draw = Callable[[float, Pen], Drawing]
"""Makes the drawing for a width."""

_WIDEST = 1000.0
"""Longer bars are no easier to compare."""
_STEPS = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
}


class Picture(QWidget):
    """Shows one drawing. A screen reader hears the value that is gone to; the table beside it holds all of them."""

    went = Signal(object)
    """The :class:`~annotator.gui.figures.drawing.Spot` that was gone to, or None."""
    opened = Signal(object)
    """The spot whose spans are wanted."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        named(self, "figurePicture", "Picture")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self._draw: Draw | None = None
        self.drawing = Drawing(0, 0)
        self._at = (0, 0)

    @property
    def spot(self) -> Spot | None:
        """The value that is gone to."""
        return self.drawing.spot_at(*self._at)

    def show_drawing(self, name: str, draw: Draw | None) -> None:
        """Show another drawing, or none.

        Args:
            name: what a screen reader calls it.
            draw: makes it, whenever the width is another one.
        """
        self._draw = draw
        self.setAccessibleName(name)
        self._lay()
        if self.spot is None or self.spot.value.cell is None:
            first = next((spot for spot in self.drawing.spots if spot.value.cell is not None), None)
            self._at = (0, 0) if first is None else (first.row, first.column)
        self._tell()

    def go_to(self, row: int, column: int) -> None:
        """Go to a value, if there is one."""
        if self.drawing.spot_at(row, column) is None:
            return
        self._at = (row, column)
        self.update()
        self._tell()
        spot = self.spot
        if spot is not None and self.hasFocus():
            announce(self, spot.said)

    def drawn(self, width: float) -> Drawing:
        """Return the drawing as wide as somebody wants it, for a file."""
        return self._draw(width, pen_of(self.font())) if self._draw is not None else Drawing(width, 0)

    def sizeHint(self) -> QSize:
        """Return the size of the drawing."""
        return QSize(int(self.drawing.width), int(self.drawing.height))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go from value to value, and open what is behind one."""
        step = _STEPS.get(Qt.Key(event.key()))
        if step is not None and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self.go_to(self._at[0] + step[0], self._at[1] + step[1])
        elif event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End) and self.drawing.spots:
            last = self.drawing.spots[-1 if event.key() == Qt.Key.Key_End else 0]
            self.go_to(last.row, last.column)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.spot is not None:
            self.opened.emit(self.spot)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to the value that is clicked, and open it."""
        spot = self._under(event)
        if spot is not None and event.button() == Qt.MouseButton.LeftButton:
            self.go_to(spot.row, spot.column)
            self.opened.emit(spot)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Say what is under the mouse."""
        spot = self._under(event)
        set_tip(self, "" if spot is None else spot.said)
        open_to = spot is not None and spot.value.cell is not None
        self.setCursor(Qt.CursorShape.PointingHandCursor if open_to else Qt.CursorShape.ArrowCursor)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the drawing, and a frame around the value that is gone to."""
        colours = self._colours()
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), QColor(colours.ground))
            paint(painter, self.drawing, colours, self.font())
            spot = self.spot
            if spot is not None and self.hasFocus():
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(QColor(colours.inks["frame"]), 2))
                painter.drawRect(QRectF(spot.x + 1, spot.y + 1, spot.width - 2, spot.height - 2))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Draw for the new width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._lay()

    def changeEvent(self, event: QEvent) -> None:
        """Measure anew in another font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._lay()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show where the keyboard is."""
        super().focusInEvent(event)
        self._tell()
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show that the keyboard is elsewhere."""
        super().focusOutEvent(event)
        self.update()

    def _colours(self) -> Colours:
        return DARK if is_dark(self.palette()) else LIGHT

    def _under(self, event: QMouseEvent) -> Spot | None:
        place: QPointF = event.position()
        return self.drawing.spot_under(place.x(), place.y())

    def _lay(self) -> None:
        self.drawing = Drawing(0, 0) if self._draw is None else self._draw(self._room(), pen_of(self.font()))
        self.setMinimumWidth(0)
        if self.drawing.width > self.width() + 1:
            self.setMinimumWidth(int(self.drawing.width))
        self.setFixedHeight(int(self.drawing.height) + 1)
        self.update()

    def _room(self) -> float:
        parent = self.parentWidget()
        return min(_WIDEST, float(parent.width() if parent is not None else self.width()))

    def _tell(self) -> None:
        self.setAccessibleDescription("" if self.spot is None else self.spot.said)
        self.went.emit(self.spot)
