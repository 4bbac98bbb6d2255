"""Which column of a table holds which part of an article: asked once of all tables with the same columns."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QScrollArea, QVBoxLayout, QWidget

from annotator.gui.dialogs.form import add_row, hint, named, new_form
from annotator.gui.panels.wording import quoted_short, short
from annotator.gui.plain import isolated, shown

if TYPE_CHECKING:
    from annotator.jobs.previewing import TableLook

_TEXT = "text"
_CALLED = {"url": "Address"}
_NOTHING = "–"
_Headers = tuple[str, ...]


class ColumnsPage(QWidget):
    """Asks of each kind of table which column holds which part of an article."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._tables: dict[_Headers, list[TableLook]] = {}
        self._answers: dict[_Headers, dict[str, int]] = {}
        """By the headers of tables, the columns that somebody chose for parts of an article, from 0."""
        self._choices: dict[str, QComboBox] = {}
        self.which = named(QComboBox(), "whichTables")
        self.which.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.which.setMinimumContentsLength(24)
        self.which.currentIndexChanged.connect(self._fill)
        self._hold = hint("", "whichTable")
        self._form = new_form()
        add_row(self._form, "Ta&bles", self.which)
        rows = QWidget()
        rows.setLayout(self._form)
        self._form.setContentsMargins(0, 0, 8, 0)
        area = QScrollArea(widgetResizable=True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(rows)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 6, 0, 0)
        box.addWidget(self._hold)
        box.addWidget(area, 1)

    def show_tables(self, looks: "Sequence[TableLook]") -> None:
        """Ask about the columns of tables; what was said of such columns before still holds."""
        from annotator.formats.article_columns import FIELDS

        if not self._choices:
            self._build(FIELDS)
        tables: dict[_Headers, list[TableLook]] = {}
        for look in looks:
            tables.setdefault(look.headers, []).append(look)
        if {headers: [look.path for look in found] for headers, found in tables.items()} == {
            headers: [look.path for look in found] for headers, found in self._tables.items()
        }:
            return
        self._tables = tables
        self._offer()

    def lacks_the_text(self) -> bool:
        """Say whether there are tables of which no column is known to hold the text, and show the first of them."""
        for at, headers in enumerate(self._tables):
            if _TEXT not in _recognised(headers) and _TEXT not in self._answers.get(headers, {}):
                self.which.setCurrentIndex(at)
                return True
        return False

    def take_focus(self) -> None:
        """Go to the question which column holds the text."""
        self._choices[_TEXT].setFocus()

    def chosen(self) -> dict[str, str]:
        """Return what holds for all tables that nothing else is said of: what was said of the first kind."""
        return self._said(next(iter(self._tables), ()))

    def of_tables(self) -> dict[str, dict[str, str]]:
        """Return what was said of each table of another kind, by what they are called."""
        others = list(self._tables.items())[1:]
        return {look.path: self._said(headers) for headers, looks in others for look in looks}

    def _said(self, headers: _Headers) -> dict[str, str]:
        return {field: _named(headers, at) for field, at in self._answers.get(headers, {}).items()}

    def _build(self, fields: Sequence[str]) -> None:
        for field in fields:
            choice = named(QComboBox(), f"column_{field}")
            choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            choice.setMinimumContentsLength(16)
            choice.currentIndexChanged.connect(lambda at, field=field: self._answer(field, at))
            add_row(self._form, _CALLED.get(field, field.capitalize()), choice)
            self._choices[field] = choice

    def _offer(self) -> None:
        with QSignalBlocker(self.which):
            self.which.clear()
            self.which.addItems([_kind(looks) for looks in self._tables.values()])
        self._form.setRowVisible(self.which, len(self._tables) > 1)
        self._fill()

    def _fill(self) -> None:
        at = self.which.currentIndex()
        if not 0 <= at < len(self._tables):
            return
        headers, looks = list(self._tables.items())[at]
        self._hold.setText(_holds_for(looks, len(self._tables)))
        recognised, answers = _recognised(headers), self._answers.get(headers, {})
        for field, choice in self._choices.items():
            with QSignalBlocker(choice):
                choice.clear()
                known = recognised.get(field)
                columns = looks[0].columns
                choice.addItem(_NOTHING if known is None else f"{_described(columns[known], known)} (recognised)")
                choice.addItems([_described(column, number) for number, column in enumerate(columns)])
                choice.setCurrentIndex(answers.get(field, -1) + 1)

    def _answer(self, field: str, at: int) -> None:
        headers = list(self._tables)[self.which.currentIndex()]
        answers = self._answers.setdefault(headers, {})
        if at > 0:
            answers[field] = at - 1
        else:
            answers.pop(field, None)
        self.changed.emit()


def _recognised(headers: _Headers) -> Mapping[str, int]:
    from annotator.formats.article_columns import fields_of

    return fields_of(headers)


def _kind(looks: "Sequence[TableLook]") -> str:
    more = f" and {len(looks) - 1:,} more with the same columns" if len(looks) > 1 else ""
    return f"{isolated(short(looks[0].path, 60))}{more}"


def _holds_for(looks: "Sequence[TableLook]", kinds: int) -> str:
    if kinds > 1:
        return "The tables have different columns. What is chosen holds for those with the same columns."
    return f"Columns of {isolated(shown(looks[0].path))}. What is chosen holds for all tables of the import."


def _described(column: Sequence[str], at: int) -> str:
    header, *cells = column
    sample = next((cell for cell in cells if cell.strip()), "")
    called = isolated(short(header, 40)) if header.strip() else f"column {at + 1}"
    return f"{called}: {quoted_short(sample)}" if sample else called


def _named(headers: _Headers, at: int) -> str:
    plain = [header.strip() for header in headers]
    # The number says which one is meant where headers are alike, empty, or numbers themselves.
    alike = [header.lower() for header in plain].count(plain[at].lower()) > 1
    return str(at + 1) if alike or not plain[at] else plain[at]
