"""What is seen of agreement: the choices, the picture, the table below it, and what is said around them."""

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from annotator.agreement.pictures import ALL_TAGS, Bars, Matrix, Value
from annotator.gui.figures.bars import draw_bars
from annotator.gui.figures.choices import Choices
from annotator.gui.figures.dots import draw_dots
from annotator.gui.figures.drawing import Drawing, Pen, Spot
from annotator.gui.figures.heat import draw_matrix
from annotator.gui.figures.looks import Counted, Look
from annotator.gui.figures.picture import Picture
from annotator.gui.figures.table_view import FigureModel, FigureView
from annotator.gui.figures.titles import Heading
from annotator.gui.figures.words_below import compared_words, notes, why_nothing
from annotator.gui.panels.pane import faint, named
from annotator.gui.plain import elided_label, plain_label, set_tip

_HINT = "1–8 look · M rule · F figure · P pair · T tag · L layers"
_NONE = "There is nothing of this kind in what was compared."
_MARGIN = 12
_AROUND = 40
"""Pixels that are seen around what is gone to."""


class FiguresPart(QWidget):
    """Shows what was counted as the choices ask for it."""

    wanted = Signal(object, str, object)
    """A :class:`~annotator.agreement.behind.Cell` whose spans are wanted, the figure in words, and the widget."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counted: Counted | None = None
        self.choices = Choices()
        self.picture = Picture()
        self.model = FigureModel(self)
        self.table = FigureView(self.model)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self.choices)
        box.addLayout(self._build_state())
        box.addWidget(self._build_scrolled(), 1)
        box.addLayout(self._build_bottom())
        self.choices.changed.connect(self._show_look)
        self.picture.went.connect(self._say_spot)
        self.picture.opened.connect(self._open_spot)
        self.table.went.connect(self._say_cell)
        self.table.opened.connect(self._open_cell)

    @property
    def there(self) -> bool:
        """Whether there are figures to see."""
        return self._counted is not None and not why_nothing(self._counted.agreement)

    def show_counted(self, counted: Counted | None, why_not: str) -> None:
        """Show what was counted; ``why_not`` says why there is nothing, where there is nothing."""
        if counted is not self._counted:
            self._counted = counted
            self.choices.offer(None if counted is None else counted.agreement)
            self.notes.setText("" if counted is None else "\n".join(notes(counted.agreement)))
            self._show_look()
        nothing = why_not if counted is None else why_nothing(counted.agreement)
        self.nothing.setText(nothing)
        self.nothing.setVisible(bool(nothing))
        for part in (self.picture, self.save):
            part.setVisible(self.there)
        self.table.setVisible(self.there and bool(self.model.table.rows))
        self.note.setVisible(self.there and bool(self.note.text()))
        self.notes.setVisible(bool(self.notes.text()))

    def _build_state(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(_MARGIN, 4, _MARGIN, 6)
        row.setSpacing(8)
        self.state = plain_label("", name="figureState")
        self.cancel = named(QPushButton("Cancel"), "figureCancel", "Stop the comparison")
        self.again = named(QPushButton("Compare again"), "figureAgain", "Compare again")
        self.save = named(QPushButton("Save…"), "figureSave", "Save the picture or the table")
        row.addWidget(self.state, 1)
        for button in (self.cancel, self.again, self.save):
            button.setAutoDefault(False)
            row.addWidget(button)
        return row

    def _build_scrolled(self) -> QScrollArea:
        self.nothing = plain_label("", wrap=True, name="figureNothing")
        self.note = faint(plain_label("", wrap=True, name="figureNote"))
        self.notes = faint(plain_label("", wrap=True, selectable=True, name="figureNotes"))
        for label in (self.nothing, self.note, self.notes):
            label.setContentsMargins(_MARGIN, 8, _MARGIN, 4)
        row = QHBoxLayout()
        row.setContentsMargins(_MARGIN - 3, 6, _MARGIN - 3, 0)
        row.addWidget(self.table)
        body = QWidget()
        box = QVBoxLayout(body)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        for part in (self.nothing, self.picture, self.note):
            box.addWidget(part)
        box.addLayout(row)
        box.addWidget(self.notes)
        box.addStretch(1)
        self.area = QScrollArea(widgetResizable=True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setAccessibleName("Figures")
        self.area.setWidget(body)
        return self.area

    def _build_bottom(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(_MARGIN, 6, _MARGIN, 6)
        self.at = elided_label("figureAt")
        hint = faint(elided_label("figureHint"))
        hint.setText(_HINT)
        set_tip(hint, _HINT)
        hint.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.at, 3)
        row.addSpacing(_MARGIN)
        row.addWidget(hint, 2)
        return row

    def _show_look(self) -> None:
        counted, wish, look = self._counted, self.choices.wish(), self.choices.look
        if counted is None or not self.there:
            return
        said = Heading(look.says(wish), compared_words(counted.agreement))
        picture = look.picture(counted, wish)
        self.picture.show_drawing(
            f"{said.title}. {said.below}", lambda width, pen: draw(look, picture, said, width, pen)
        )
        self.model.fill(look.table(counted, wish))
        self.note.setText(look.note if self.model.table.rows else _NONE)
        self.note.setVisible(bool(self.note.text()))
        self.table.setVisible(bool(self.model.table.rows))
        self.table.setAccessibleName(f"{said.title}, as a table")
        self.area.verticalScrollBar().setValue(0)

    def _say_spot(self, spot: Spot | None) -> None:
        if spot is None:
            self.at.setText("")
            return
        self._say(spot.said, spot.value)
        if self.picture.hasFocus():
            middle = QPoint(int(spot.x + spot.width / 2), int(spot.y + spot.height / 2))
            self._see(self.picture, middle, int(spot.width / 2), int(spot.height / 2) + _AROUND)

    def _say_cell(self, index: QModelIndex) -> None:
        if index.isValid() and self.table.hasFocus():
            self._say(self.model.said(index), self.model.entry(index).value)
            self._see(self.table.viewport(), self.table.visualRect(index).center(), 0, _AROUND)

    def _see(self, widget: QWidget, place: QPoint, across: int, down: int) -> None:
        body = self.area.widget()
        if body is not None:
            there = widget.mapTo(body, place)
            self.area.ensureVisible(there.x(), there.y(), across, down)

    def _say(self, said: str, value: Value | None) -> None:
        words = said if value is None or value.cell is None else f"{said} – Enter lists the spans"
        self.at.setText(words)
        set_tip(self.at, words)

    def _open_spot(self, spot: Spot) -> None:
        if spot.value.cell is not None and spot.value.number is not None:
            title = self.choices.look.says(self.choices.wish())
            self.wanted.emit(spot.value.cell, f"{title} – {spot.said}", self.picture)

    def _open_cell(self, index: QModelIndex) -> None:
        value = self.model.entry(index).value
        if value is not None and value.cell is not None:
            self.wanted.emit(value.cell, self.model.said(index), self.table)


def draw(look: Look, picture: Matrix | Bars, said: Heading, width: float, pen: Pen) -> Drawing:
    """Draw a picture in the shape that its look has."""
    if isinstance(picture, Matrix):
        return draw_matrix(picture, said, width, pen, framed=look.shape == "square")
    if look.shape == "dots":
        return draw_dots(picture, said, width, pen)
    quiet = frozenset(at for at, label in enumerate(picture.labels) if label == ALL_TAGS and look.name == "tags")
    return draw_bars(picture, said, width, pen, quiet)
