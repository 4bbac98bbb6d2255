"""A list of what is lost or left out, each with an example that can be gone to."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from annotator.gui.dialogs.form import named
from annotator.gui.dialogs.report import NotesView
from annotator.gui.panels.wording import name, quoted_short

if TYPE_CHECKING:
    from annotator.model.record import Loss, Place


_WIDTH_OF_KINDS = 260
_NOTE_LINES = 3


class Example(NamedTuple):
    """A line of the list."""

    what: str
    example: str = ""
    place: "Place | None" = None
    """Where the example is, if it is somewhere."""


class ExamplesView(NotesView):
    """Shows examples, and leads to them."""

    opened = Signal(object)
    """The :class:`~annotator.model.record.Place` that somebody wants to see."""

    def __init__(self, columns: tuple[str, str], spoken: str, parent: QWidget | None = None) -> None:
        super().__init__(columns, parent)
        self._places: Sequence[Place | None] = ()
        self.table.setAccessibleName(f"{spoken}; Enter shows the example in its article")
        self.table.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.table.horizontalHeader().resizeSection(0, _WIDTH_OF_KINDS)
        self.whole.setFixedHeight(self.whole.fontMetrics().lineSpacing() * _NOTE_LINES + 12)
        self.go = named(QPushButton("Sho&w it in the article", autoDefault=False), "showExample")
        self.go.clicked.connect(self._open)
        self.beside.addWidget(self.go)
        self.beside.addStretch(1)
        self.table.activated.connect(lambda _: self._open())
        self.table.selectionModel().currentChanged.connect(lambda *_: self._follow())

    def set_examples(self, examples: Iterable[Example]) -> None:
        """Show other examples."""
        listed = list(examples)
        self._places = [example.place for example in listed]
        self.set_notes([(example.what, example.example) for example in listed])
        self._follow()

    def _place(self) -> "Place | None":
        row = self.table.currentIndex().row()
        return self._places[row] if 0 <= row < len(self._places) else None

    def _follow(self) -> None:
        there = self._place() is not None
        self.go.setEnabled(there)
        # Otherwise Enter would press the dialog's button as well.
        self.table.takes_enter = there

    def _open(self) -> None:
        place = self._place()
        if place is not None:
            self.opened.emit(place)


def of_loss(losses: "Iterable[Loss]") -> list[Example]:
    """Return what a format cannot hold."""
    return [
        Example(
            f"{loss.count:,} × {loss.what}",
            loss.example if loss.place is None else place_words(loss.place, loss.of),
            loss.place,
        )
        for loss in losses
    ]


def place_words(place: "Place", of: str = "") -> str:
    """Say where something is, by words that a person knows again: the words of the span, the title of the article."""
    marked = f"{quoted_short(place.words)} ({name(place.tag)}, {place.start}–{place.end})" if place.tag else ""
    there = quoted_short(place.title) if place.title else f"the article {name(place.article)}"
    what = " of ".join(part for part in (name(of) if of else "", marked) if part)
    return f"{what} in {there}" if what else there
