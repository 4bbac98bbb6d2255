"""Which column of a table holds which part of an article."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from annotator.gui.dialogs.form import add_row, hint, named, new_form
from annotator.gui.panels.wording import quoted_short, short
from annotator.gui.plain import isolated, shown

_TEXT = "text"
_CALLED = {"url": "Address"}


class ColumnsPage(QWidget):
    """Asks which column of a table holds which part of an article."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._columns: Sequence[tuple[str, ...]] = ()
        self._choices: dict[str, QComboBox] = {}
        self._which = hint("", "whichTable")
        self._form = new_form()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 6, 0, 0)
        box.addWidget(self._which)
        box.addLayout(self._form)
        box.addStretch(1)

    def show_table(self, path: str, columns: Sequence[tuple[str, ...]]) -> None:
        """Ask about the columns of a table, each a header with the first cells."""
        from annotator.formats.article_columns import FIELDS

        if not self._choices:
            self._build(FIELDS)
        if columns != self._columns:
            self._columns = columns
            self._fill(path)

    def know_the_text(self) -> bool:
        """Say whether a column is known to hold the text."""
        return _TEXT in self._recognised() or _TEXT in self.chosen()

    def chosen(self) -> dict[str, str]:
        """Return the parts of an article that somebody chose a column for, and the columns by name or number."""
        chosen = {field: choice.currentIndex() - 1 for field, choice in self._choices.items()}
        return {field: self._named(at) for field, at in chosen.items() if at >= 0}

    def _build(self, fields: Sequence[str]) -> None:
        for field in fields:
            choice = named(QComboBox(), f"column_{field}")
            choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            choice.setMinimumContentsLength(16)
            choice.currentIndexChanged.connect(lambda _: self.changed.emit())
            add_row(self._form, _CALLED.get(field, field.capitalize()), choice)
            self._choices[field] = choice

    def _fill(self, path: str) -> None:
        self._which.setText(f"Columns of {isolated(shown(path))}. What is chosen holds for all tables of the import.")
        recognised = self._recognised()
        for field, choice in self._choices.items():
            with QSignalBlocker(choice):
                choice.clear()
                at = recognised.get(field)
                choice.addItem("–" if at is None else f"{self._described(at)} (recognised)")
                choice.addItems([self._described(column) for column in range(len(self._columns))])

    def _recognised(self) -> Mapping[str, int]:
        from annotator.formats.article_columns import fields_of

        return fields_of([column[0] for column in self._columns])

    def _described(self, at: int) -> str:
        header, *cells = self._columns[at]
        sample = next((cell for cell in cells if cell.strip()), "")
        called = isolated(short(header, 40)) if header.strip() else f"column {at + 1}"
        return f"{called}: {quoted_short(sample)}" if sample else called

    def _named(self, at: int) -> str:
        headers = [column[0].strip() for column in self._columns]
        # The number says which one is meant where headers are alike, empty, or numbers themselves.
        alike = [header.lower() for header in headers].count(headers[at].lower()) > 1
        return str(at + 1) if alike or not headers[at] else headers[at]
