"""The choices that a format leaves to the person who writes it. Only those that make a difference are asked."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import msgspec
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QComboBox

from annotator.gui.dialogs.form import FormDialog, named

if TYPE_CHECKING:
    from annotator.formats.options import WriteOptions
    from annotator.formats.table import Format


class WriteChoices(QObject):
    """A row of a dialog for each option of writing."""

    changed = Signal()

    def __init__(self, dialog: FormDialog, letters: set[str]) -> None:
        """Add the rows to ``dialog``, in which the keys ``letters`` lead elsewhere."""
        from annotator.formats.options import OPTIONS

        super().__init__(dialog)
        self._form = dialog.form
        self._used = set(letters)
        self.combos: dict[str, QComboBox] = {}
        for option in OPTIONS:
            combo = self.combos[option.name] = named(QComboBox(), option.name)
            for value, words in option.choices:
                combo.addItem(words, value)
            combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            combo.setMinimumContentsLength(16)
            combo.currentIndexChanged.connect(self.changed)
            dialog.add_row(self._with_letter(option.label), combo)

    def show_for(self, known: "Format") -> None:
        """Show only what makes a difference to the format."""
        for name, combo in self.combos.items():
            self._form.setRowVisible(combo, name in known.heeds)

    def value(self, known: "Format") -> "WriteOptions":
        """Return what was chosen, as far as it makes a difference to the format."""
        from annotator.formats.options import WriteOptions

        chosen = {name: combo.currentData() for name, combo in self.combos.items() if name in known.heeds}
        return msgspec.structs.replace(WriteOptions(), **chosen)

    def chosen(self) -> dict[str, str]:
        """Return everything that was chosen, to be remembered."""
        return {name: combo.currentData() for name, combo in self.combos.items()}

    def choose(self, remembered: Mapping[str, Any]) -> None:
        """Choose what was chosen once."""
        for name, combo in self.combos.items():
            choose_value(combo, remembered.get(name))

    def _with_letter(self, label: str) -> str:
        """Mark the first letter of ``label`` that leads nowhere else yet."""
        for at, letter in enumerate(label.lower()):
            if letter.isalpha() and letter not in self._used:
                self._used.add(letter)
                return f"{label[:at]}&{label[at:]}"
        return label


def choose_value(combo: QComboBox, value: object) -> None:
    """Choose what stands for ``value``, if there is such a thing."""
    at = combo.findData(value) if isinstance(value, str) else -1
    if at >= 0:
        combo.setCurrentIndex(at)
