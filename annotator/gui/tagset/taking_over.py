"""Taking a tagset file over: what is new in it, what it lacks, and what of that is only called something else there."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QHeaderView, QRadioButton, QTableWidget, QTableWidgetItem, QVBoxLayout, QWidget

from annotator.gui.dialogs.form import FormDialog, hint, named
from annotator.gui.panels.wording import name, short
from annotator.model.tagset import Tagset
from annotator.model.tagset_changes import Change
from annotator.model.tagset_files import Parts, compare, proposed_names, taking_over

_COLUMNS = ("What", "Here", "In the file", "What happens")
_STAYS = "stays as it is"
_RETIRED = "is retired"
_REMOVED = "is gone; what was said stays"


class TakingOverDialog(FormDialog):
    """Shows a tagset file beside the tagset, and asks how to take it over."""

    def __init__(self, mine: Tagset, file: Tagset, parent: QWidget | None = None) -> None:
        super().__init__(parent, "takingOverDialog", "Import a tagset", "&Collect the changes")
        self._mine, self._file = mine, file
        self._names: dict[tuple[str, str], QComboBox] = {}
        self.add_only = named(QRadioButton("&Add what is new, and leave the rest as it is"), "addOnly")
        self.replace = named(QRadioButton("&Replace what is here; what the file lacks is retired"), "replaceAll")
        self.add_only.setChecked(True)
        choice = QVBoxLayout()
        choice.setSpacing(2)
        choice.addWidget(self.add_only)
        choice.addWidget(self.replace)
        self.box.addWidget(hint(f"The file holds the tagset {name(file.name)}, version {file.version}."))
        self.box.addLayout(choice)
        self.table = self._build_table()
        self.box.addWidget(self.table, 1)
        self.finish()
        self.resize(760, 480)
        self.replace.toggled.connect(self._fill)
        self._fill()

    def result_value(self) -> list[Change]:
        """Return the changes to be collected."""
        names: dict[str, dict[str, str]] = {"tag": {}, "relation type": {}}
        for (what, old), combo in self._names.items():
            if combo.currentData():
                names[what][old] = combo.currentData()
        return taking_over(
            self._mine,
            self._file,
            replace_all=self.replace.isChecked(),
            tags=names["tag"],
            relations=names["relation type"],
        )

    def _build_table(self) -> QTableWidget:
        table = named(QTableWidget(0, len(_COLUMNS)), "takingOver")
        table.setAccessibleName("What the file holds")
        table.setHorizontalHeaderLabels(list(_COLUMNS))
        table.setTabKeyNavigation(False)
        table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        table.setShowGrid(False)
        table.verticalHeader().hide()
        header = table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        return table

    def _fill(self) -> None:
        self.table.setRowCount(0)
        self._names.clear()
        mine, file = self._mine, self._file
        self._add_rows("tag", mine.tags, file.tags, proposed_names(mine.tags, file.tags))
        self._add_rows("relation type", mine.relations, file.relations, proposed_names(mine.relations, file.relations))
        self._add_rows("article label", mine.labels, file.labels, {})
        self._check()

    def _add_rows(self, what: str, mine: Parts, file: Parts, proposed: dict[str, str]) -> None:
        found = compare(mine, file)
        replaces = self.replace.isChecked()
        for one in found.missing:
            row = self._add_row(what, one, "", "")
            if what == "article label":
                self._write(row, 3, _REMOVED if replaces else _STAYS)
            else:
                self._ask_name(row, what, one, found.new, proposed.get(one))
        for one in found.new:
            self._add_row(what, "", one, "is new")
        for one in found.changed:
            self._add_row(what, one, one, "reads as in the file" if replaces else "gets what is new in the file")
        for one in found.same:
            self._add_row(what, one, one, _STAYS)

    def _ask_name(self, row: int, what: str, one: str, new: Sequence[str], proposed: str | None) -> None:
        """Ask whether what the file lacks is only called something else there."""
        combo = named(QComboBox(), f"{what}:{one}")
        combo.setAccessibleName(f"What happens to {short(one, 40)}")
        combo.addItem(_RETIRED if self.replace.isChecked() else _STAYS, "")
        for other in new:
            combo.addItem(f"is called {short(other, 40)} now", other)
        combo.setCurrentIndex(max(0, combo.findData(proposed)) if proposed else 0)
        combo.currentIndexChanged.connect(self._check)
        self.table.setCellWidget(row, 3, combo)
        self._names[what, one] = combo

    def _add_row(self, *cells: str) -> int:
        row = self.table.rowCount()
        self.table.insertRow(row)
        for column, text in enumerate(cells):
            self._write(row, column, text)
        return row

    def _write(self, row: int, column: int, text: str) -> None:
        self.table.setItem(row, column, QTableWidgetItem(short(text, 60)))

    def _check(self) -> None:
        for what in ("tag", "relation type"):
            taken = [combo.currentData() for (kind, _), combo in self._names.items() if kind == what]
            twice = [one for one in taken if one and taken.count(one) > 1]
            if twice:
                self.demand(f"Two of them cannot both be called {name(twice[0])}; take the file over, then merge them.")
                return
        self.demand("")
