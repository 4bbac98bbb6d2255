"""Exporting: which layers, in which format, to which file."""

import os
from pathlib import Path
from typing import NamedTuple

from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QPushButton, QWidget

from annotator.gui.dialogs.form import FormDialog, hint, named
from annotator.gui.dialogs.places import EVERYTHING, choose_new_file
from annotator.gui.plain import isolated, shown
from annotator.model.layer import ALL, GOLD
from annotator.project.project import Project
from annotator.project.reading import annotators

_REMARKS = {
    "jsonl": "Keeps everything: importing the file gives the same articles and spans.",
    "annotations": "A line for each span. Relations and articles without spans find no place in it.",
}
_NO_REMARK = "What the format cannot hold is listed afterwards."


class ExportRequest(NamedTuple):
    """What is to be written, how, and where."""

    out: Path
    format: str
    layer: str
    guesses: bool = False


class ExportDialog(FormDialog):
    """Asks for the format, the layers and the file of an export."""

    def __init__(self, project: Project, parent: QWidget | None = None, folder: Path | None = None) -> None:
        from annotator.formats.table import FORMATS

        super().__init__(parent, "exportDialog", "Export", "&Export")
        self._stem = project.path.stem
        self._formats = {known.name: known for known in FORMATS if known.write is not None}
        self.format = named(QComboBox(), "format")
        self.layer = named(QComboBox(), "layer")
        self._build_layers(annotators(project))
        for name, known in self._formats.items():
            self.format.addItem(known.help, name)
        self.path = named(QLineEdit(), "exportPath")
        choose = QPushButton("Choose…", autoDefault=False)
        choose.setAccessibleName("Choose the file")
        choose.clicked.connect(self._choose_path)
        self.keeps = hint("", "keeps")
        self.add_row("&Format", self.format)
        self.form.addRow(QWidget(), self.keeps)
        self.add_row("&Layer", self.layer)
        self.add_row("F&ile", self.path, choose)
        self.guesses = named(QCheckBox("with &guesses that nobody has touched"), "guesses")
        self.form.addRow(QWidget(), self.guesses)
        self.add_form()
        self.box.addStretch(1)
        self.finish()
        self.path.setText(str((folder or project.path.parent) / f"{self._stem}{self._suffix()}"))
        self.format.currentIndexChanged.connect(self._follow_format)
        self.path.textChanged.connect(self._check)
        self.setMinimumWidth(560)
        self._follow_format()

    def result_value(self) -> ExportRequest:
        """Return what to export."""
        return ExportRequest(
            self._path(), self.format.currentData(), self.layer.currentData(), self.guesses.isChecked()
        )

    def _build_layers(self, names: list[str]) -> None:
        self.layer.addItem("all layers", ALL)
        if GOLD in names:
            self.layer.addItem("gold, the reviewer’s", GOLD)
        for name in names:
            if name != GOLD:
                self.layer.addItem(shown(name), name)

    def _path(self) -> Path:
        return Path(self.path.text().strip()).expanduser()

    def _suffix(self) -> str:
        return str(self._formats[self.format.currentData()].new_suffix)

    def _follow_format(self) -> None:
        path = self._path()
        if path.suffix in {
            suffix for known in self._formats.values() for suffix in (*known.suffixes, known.new_suffix)
        }:
            self.path.setText(str(path.with_suffix(self._suffix())))
        self.keeps.setText(_REMARKS.get(self.format.currentData(), _NO_REMARK))
        self._check()

    def _check(self) -> None:
        path = self._path()
        why = _why_not(path)
        replaces = not why and path.is_file()
        self.accept_button.setText("&Replace" if replaces else "&Export")
        if replaces:
            self.demand("That file is there already; it would be replaced.", refuse=False)
        else:
            self.demand(why)

    def _choose_path(self) -> None:
        filters = (f"{self.format.currentText()} (*{self._suffix()})", EVERYTHING)
        choose_new_file(self, "Export", self._path(), lambda path: self.path.setText(str(path)), filters=filters)


def _why_not(path: Path) -> str:
    folder = path.absolute().parent
    if not path.name:
        return "The export needs a file."
    if path.is_dir():
        return "That is a folder; the export needs a file."
    if not folder.is_dir():
        return f"There is no folder {isolated(shown(str(folder)))}."
    if not os.access(folder, os.W_OK):
        return f"Nothing may be written in {isolated(shown(str(folder)))}."
    return ""
