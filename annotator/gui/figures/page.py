"""The page Agreement: how far people agree, in pictures and tables, and what is behind each number."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from annotator.agreement.behind import Cell
from annotator.agreement.matching import Match
from annotator.gui.background import Progress, Runner
from annotator.gui.explore.page import AGREEMENT, TITLES
from annotator.gui.figures.behind_part import BehindPart
from annotator.gui.figures.counting import Counting
from annotator.gui.figures.figures_part import FiguresPart
from annotator.gui.panels.desk import Desk
from annotator.gui.panels.pane import Pane
from annotator.gui.session import Session
from annotator.jobs.agreeing import AgreementOptions

_PLAIN = Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier


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
        super().__init__("agreementPage", TITLES[AGREEMENT], parent)
        self.counting = Counting(session, runners[0], self)
        self.figures = FiguresPart()
        self.behind = BehindPart(session, desk, runners[1])
        self._from: QWidget = self.figures.picture
        """Where the keyboard was when the places behind a figure were asked for."""
        self._stack = QStackedWidget()
        self._stack.addWidget(self.figures)
        self._stack.addWidget(self.behind)
        self.box.addWidget(self._stack, 1)
        self.set_main(self.figures.picture)
        self._connect()
        self._show()

    @property
    def shows_places(self) -> bool:
        """Whether the places behind a figure are seen, rather than figures."""
        return self._stack.currentWidget() is self.behind

    def use_layers(self, names: tuple[str, ...]) -> None:
        """Compare other layers."""
        self._ask(AgreementOptions(self.counting.options.match, names))

    def take_focus(self) -> None:
        """Go to the figures, or to the places behind one if those are seen."""
        if self.shows_places:
            self.behind.view.setFocus()
        elif self.figures.there:
            self.figures.picture.setFocus()
        else:
            self.figures.choices.looks.setFocus()

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
        choices, key = self.figures.choices, Qt.Key(event.key())
        if event.modifiers() & ~_PLAIN:
            return False
        if key == Qt.Key.Key_Escape and self.counting.running:
            self.counting.cancel()
            return True
        if event.text().isascii() and event.text().isdigit():
            return choices.go_to(int(event.text()) - 1)
        back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        lists = {
            Qt.Key.Key_M: choices.match,
            Qt.Key.Key_P: choices.pair,
            Qt.Key.Key_F: choices.figure,
            Qt.Key.Key_T: choices.tag,
        }
        if key in lists:
            choices.step(lists[key], -1 if back else 1)
        elif key == Qt.Key.Key_L and not back:
            self.layers_wanted.emit()
        else:
            return False
        return True

    def _connect(self) -> None:
        counting, figures = self.counting, self.figures
        counting.turned.connect(self._show)
        counting.progressed.connect(self._show_progress)
        figures.choices.match_wanted.connect(self._use_match)
        figures.choices.layers_wanted.connect(self.layers_wanted)
        figures.cancel.clicked.connect(self._cancel)
        figures.again.clicked.connect(self._count_again)
        figures.save.clicked.connect(self.save_wanted)
        figures.wanted.connect(self._list_places)
        self.behind.opened.connect(self.opened)
        self.behind.left.connect(self._come_back)
        for part in (figures.picture, figures.table, figures.choices.looks):
            part.installEventFilter(self)

    def _use_match(self, match: Match) -> None:
        self._ask(AgreementOptions(match, self.counting.options.layers))

    def _ask(self, options: AgreementOptions) -> None:
        self._see_figures()
        self.counting.ask(options)

    def _cancel(self) -> None:
        self.counting.cancel()
        self.take_focus()

    def _count_again(self) -> None:
        self.counting.again()
        self.take_focus()

    def _show(self) -> None:
        counting, figures = self.counting, self.figures
        if counting.counted is None:
            self._see_figures()
        figures.choices.show_match(counting.options.match)
        figures.show_counted(counting.counted, counting.why_not or ("Comparing…" if counting.running else ""))
        figures.cancel.setVisible(counting.running)
        figures.again.setVisible(not counting.running)
        if counting.running:
            figures.state.setText("comparing…")
        else:
            figures.state.setText("changed since – press F5" if counting.stale else "")

    def _show_progress(self, progress: Progress) -> None:
        if progress.total:
            self.figures.state.setText(f"comparing: {progress.done:,} of {progress.total:,} articles")

    def _list_places(self, cell: Cell, what: str, come_from: QWidget) -> None:
        self._from = come_from
        self._stack.setCurrentWidget(self.behind)
        changed = " – the project has changed since it was counted" if self.counting.stale else ""
        self.behind.show_cell(self.counting.shown, cell, f"{what}{changed}")

    def _see_figures(self) -> None:
        if self.shows_places:
            self.behind.stop()
            self._come_back()

    def _come_back(self) -> None:
        had_focus = self.isAncestorOf(self.window().focusWidget())
        self._stack.setCurrentWidget(self.figures)
        if had_focus:
            self._from.setFocus()
