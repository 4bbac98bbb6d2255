"""The page Agreement: how far people agree, in pictures and tables, and what is behind each number."""

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from annotator.agreement.behind import Cell
from annotator.agreement.matching import Match
from annotator.agreement.pictures import ALL_TAGS, Matrix, Value
from annotator.gui.background import Progress, Runner
from annotator.gui.explore.page import AGREEMENT
from annotator.gui.figures.bars import draw_bars
from annotator.gui.figures.behind_part import BehindPart
from annotator.gui.figures.choices import Choices
from annotator.gui.figures.counting import Counting
from annotator.gui.figures.dots import draw_dots
from annotator.gui.figures.drawing import Drawing, Pen, Spot
from annotator.gui.figures.heat import draw_matrix
from annotator.gui.figures.looks import Look
from annotator.gui.figures.picture import Picture
from annotator.gui.figures.table_view import FigureModel, FigureView
from annotator.gui.figures.titles import Heading
from annotator.gui.figures.words_below import compared_words, notes, why_nothing
from annotator.gui.panels.desk import Desk
from annotator.gui.panels.pane import Pane, faint, named
from annotator.gui.plain import elided_label, plain_label, set_tip
from annotator.gui.session import Session
from annotator.jobs.agreeing import AgreementOptions

_HINT = "Enter lists the spans · 1–8 look · M rule · F figure · P pair · T tag · L layers"
_NOTHING_BEHIND = "nothing is behind it"
_LISTS = "Enter lists the spans"


class AgreementPage(Pane):
    """Shows figures that were counted beside the window. What is to be done with them, it only asks for."""

    opened = Signal(object, str)
    """The :class:`~annotator.model.hits.Hit` to go to, and the layer to show."""
    layers_wanted = Signal()
    """Somebody wants to choose whose work is compared."""
    save_wanted = Signal()
    """Somebody wants what is seen in a file."""

    def __init__(
        self, session: Session, desk: Desk, runners: tuple[Runner, Runner], parent: QWidget | None = None
    ) -> None:
        """Make the page.

        Args:
            session: the project.
            desk: knows how tags look.
            runners: one counts; the other lists what is behind a figure meanwhile.
            parent: the widget it belongs to.
        """
        super().__init__("agreementPage", AGREEMENT.capitalize(), parent)
        self.counting = Counting(session, runners[0], self)
        self.choices = Choices()
        self.picture = Picture()
        self.model = FigureModel(self)
        self.table = FigureView(self.model)
        self.behind = BehindPart(session, desk, runners[1])
        self._from: QWidget = self.picture
        """Where the keyboard was when the places behind a figure were asked for."""
        self._stack = QStackedWidget()
        self._stack.addWidget(self._build_figures())
        self._stack.addWidget(self.behind)
        self.box.addWidget(self._stack, 1)
        self.set_main(self.picture)
        self._connect()
        self._show_state()

    @property
    def table_name(self) -> str:
        """What the picture and the table are called that are seen."""
        return self.choices.look.says(self.choices.wish())

    @property
    def shows_figures(self) -> bool:
        """Whether figures are seen, rather than nothing or the places behind one."""
        return self.counting.counted is not None and not self.picture.isHidden()

    def use_layers(self, names: tuple[str, ...]) -> None:
        """Compare other layers."""
        self._ask(AgreementOptions(self.counting.options.match, names))

    def take_focus(self) -> None:
        """Go to the figures, or to the places behind one if those are seen."""
        if self._stack.currentWidget() is self.behind:
            self.behind.view.setFocus()
        elif self.shows_figures:
            self.picture.setFocus()
        else:
            self.choices.looks.setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        """Count when somebody first looks."""
        super().showEvent(event)
        if self.counting.counted is None and not self.counting.running and not self.counting.why_not:
            self.counting.again()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Choose what is seen by keys."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and self._chose(event):
            return True
        return super().eventFilter(watched, event)

    def _chose(self, event: QKeyEvent) -> bool:
        """Do what a key says that chooses something; say whether it did."""
        shift = event.modifiers() == Qt.KeyboardModifier.ShiftModifier
        if event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier):
            return False
        if event.text().isascii() and event.text().isdigit():
            return self.choices.go_to(int(event.text()) - 1)
        if event.key() == Qt.Key.Key_Escape and self.counting.running:
            self.counting.cancel()
            return True
        choices = self.choices
        lists = {Qt.Key.Key_P: choices.pair, Qt.Key.Key_F: choices.figure, Qt.Key.Key_T: choices.tag}
        if event.key() == Qt.Key.Key_M and not shift:
            choices.next_match()
        elif event.key() == Qt.Key.Key_L and not shift:
            self.layers_wanted.emit()
        elif Qt.Key(event.key()) in lists:
            choices.step(lists[Qt.Key(event.key())], -1 if shift else 1)
        else:
            return False
        return True

    def _build_figures(self) -> QWidget:
        whole = QWidget()
        box = QVBoxLayout(whole)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self.choices)
        box.addLayout(self._build_state())
        box.addWidget(self._build_scrolled(), 1)
        box.addLayout(self._build_bottom())
        return whole

    def _build_state(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(12, 4, 12, 6)
        row.setSpacing(8)
        self.compared = faint(elided_label("figureCompared"))
        self.state = plain_label("", name="figureState")
        self.cancel = named(QPushButton("Cancel"), "figureCancel", "Stop the comparison")
        self.again = named(QPushButton("Compare again"), "figureAgain", "Compare again")
        self.save = named(QPushButton("Save…"), "figureSave", "Save the picture or the table")
        row.addWidget(self.compared, 1)
        row.addWidget(self.state)
        for button in (self.cancel, self.again, self.save):
            button.setAutoDefault(False)
            row.addWidget(button)
        return row

    def _build_scrolled(self) -> QScrollArea:
        self.nothing = plain_label("", wrap=True, name="figureNothing")
        self.nothing.setMargin(16)
        self.note = faint(plain_label("", wrap=True, name="figureNote"))
        self.note.setContentsMargins(12, 0, 12, 10)
        self.notes = faint(plain_label("", wrap=True, selectable=True, name="figureNotes"))
        self.notes.setContentsMargins(12, 8, 12, 12)
        body = QWidget()
        box = QVBoxLayout(body)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        for part in (self.nothing, self.picture, self.note, self.table, self.notes):
            box.addWidget(part)
        box.addStretch(1)
        self.area = QScrollArea(widgetResizable=True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setAccessibleName("Figures")
        self.area.setWidget(body)
        return self.area

    def _build_bottom(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(12, 6, 12, 6)
        self.at = elided_label("figureAt")
        hint = faint(elided_label("figureHint"))
        hint.setText(_HINT)
        set_tip(hint, _HINT)
        hint.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.at, 1)
        row.addSpacing(12)
        row.addWidget(hint, 1)
        return row

    def _connect(self) -> None:
        counting, choices = self.counting, self.choices
        counting.arrived.connect(self._show_counted)
        counting.turned.connect(self._show_state)
        counting.progressed.connect(self._show_progress)
        choices.changed.connect(self._show_look)
        choices.match_wanted.connect(self._use_match)
        choices.layers_wanted.connect(self.layers_wanted)
        self.cancel.clicked.connect(counting.cancel)
        self.again.clicked.connect(counting.again)
        self.save.clicked.connect(self.save_wanted)
        self.picture.went.connect(self._say_spot)
        self.picture.opened.connect(self._open_spot)
        self.table.went.connect(self._say_cell)
        self.table.opened.connect(self._open_cell)
        self.behind.opened.connect(self.opened)
        self.behind.left.connect(self._come_back)
        for part in (self.picture, self.table, choices.looks):
            part.installEventFilter(self)

    def _use_match(self, match: Match) -> None:
        self._ask(AgreementOptions(match, self.counting.options.layers))

    def _ask(self, options: AgreementOptions) -> None:
        self._stack.setCurrentIndex(0)
        self.choices.show_match(options.match)
        self.counting.ask(options)

    def _show_counted(self) -> None:
        counted = self.counting.counted
        assert counted is not None
        self.choices.offer(counted.agreement)
        words = compared_words(counted.agreement)
        self.compared.setText(words)
        set_tip(self.compared, words)
        self.notes.setText("\n".join(notes(counted.agreement)))
        self._show_look()

    def _show_look(self) -> None:
        counted, wish, look = self.counting.counted, self.choices.wish(), self.choices.look
        if counted is None or why_nothing(counted.agreement) or (look.of_pair and wish.layers is None):
            return
        said = Heading(look.says(wish), compared_words(counted.agreement))
        picture = look.picture(counted, wish)
        self.picture.show_drawing(said.title, lambda width, pen: _draw(look, picture, said, width, pen))
        self.note.setText(look.note)
        self.note.setVisible(bool(look.note))
        self.model.fill(look.table(counted, wish))
        self._show_state()

    def _show_state(self) -> None:
        counting = self.counting
        counted = counting.counted
        nothing = "" if counted is None else why_nothing(counted.agreement)
        there = counted is not None and not nothing
        for part in (self.picture, self.table, self.save, self.compared):
            part.setVisible(there or part is self.compared)
        self.notes.setVisible(counted is not None and bool(self.notes.text()))
        self.note.setVisible(there and bool(self.note.text()))
        if counted is None:
            nothing = counting.why_not or ("Comparing…" if counting.running else "")
            self.compared.setText("")
            self.choices.offer(None)
        self.nothing.setText(nothing)
        self.nothing.setVisible(bool(nothing))
        self.cancel.setVisible(counting.running)
        self.again.setVisible(not counting.running)
        self.state.setText("comparing…" if counting.running else "changed since – press F5" if counting.stale else "")
        if counted is None:
            self._stack.setCurrentIndex(0)

    def _show_progress(self, progress: Progress) -> None:
        if progress.total:
            self.state.setText(f"comparing {progress.done:,} of {progress.total:,} articles")

    def _say_spot(self, spot: Spot | None) -> None:
        if spot is None:
            self.at.setText("")
        else:
            self._say(spot.said, spot.value)

    def _say_cell(self, index: QModelIndex) -> None:
        if index.isValid():
            self._say(self.model.said(index), self.model.entry(index).value)

    def _say(self, said: str, value: Value | None) -> None:
        behind = "" if value is None else f" – {_LISTS if value.cell is not None else _NOTHING_BEHIND}"
        self.at.setText(f"{said}{behind}")

    def _open_spot(self, spot: Spot) -> None:
        self._open(spot.value, f"{self.table_name} – {spot.said}", self.picture)

    def _open_cell(self, index: QModelIndex) -> None:
        value = self.model.entry(index).value
        if value is not None:
            self._open(value, self.model.said(index), self.table)

    def _open(self, value: Value, what: str, come_from: QWidget) -> None:
        cell: Cell | None = value.cell
        if cell is None or (not value.number and cell.kind in ("tags", "edge")):
            return
        self._from = come_from
        self._stack.setCurrentWidget(self.behind)
        self.behind.show_cell(self.counting.shown, cell, what)

    def _come_back(self) -> None:
        self._stack.setCurrentIndex(0)
        self._from.setFocus()


def _draw(look: Look, picture: object, said: Heading, width: float, pen: Pen) -> Drawing:
    if isinstance(picture, Matrix):
        return draw_matrix(picture, said, width, pen, framed=look.shape == "square")
    if look.shape == "dots":
        return draw_dots(picture, said, width, pen)  # type: ignore[arg-type]
    quiet = frozenset(at for at, label in enumerate(picture.labels) if label == ALL_TAGS)  # type: ignore[attr-defined]
    return draw_bars(picture, said, width, pen, quiet)  # type: ignore[arg-type]
