"""Saving figures: the picture, the table beside it, or all tables; and where."""

import os
from pathlib import Path
from typing import Literal, NamedTuple

from PySide6.QtWidgets import QComboBox, QLineEdit, QPushButton, QWidget

from annotator.gui.dialogs.form import FormDialog, hint, named
from annotator.gui.dialogs.places import EVERYTHING, choose_folder, choose_new_file
from annotator.gui.plain import isolated, shown

Kind = Literal["png", "svg", "table", "tables"]


class _Way(NamedTuple):
    title: str
    suffix: str
    """Empty for a folder."""
    remark: str


_WAYS: dict[Kind, _Way] = {
    "png": _Way("the picture, as PNG", ".png", "As it is seen, in light colours."),
    "svg": _Way("the picture, as SVG", ".svg", "Sharp in any size; its numbers stay text."),
    "table": _Way("the table below it, as CSV", ".csv", "For spreadsheets, with all digits."),
    "tables": _Way(
        "all tables and all articles, as CSV", "", "A folder of files: pairs, tags, edges, articles and more."
    ),
}


class SaveRequest(NamedTuple):
    """What is to be saved, and where."""

    kind: Kind
    path: Path
    """A file; for all tables, a folder."""


class SaveDialog(FormDialog):
    """Asks what to save, and for its file. What is there already is replaced only if the button says so."""

    def __init__(self, folder: Path, stem: str, parent: QWidget | None = None) -> None:
        """Make the dialog.

        Args:
            folder: where files are proposed.
            stem: the name that is proposed, without its ending.
            parent: the window it belongs to.
        """
        super().__init__(parent, "saveFiguresDialog", "Save figures", "&Save")
        self.kind = named(QComboBox(), "saveKind")
        for kind, way in _WAYS.items():
            self.kind.addItem(way.title, kind)
        self.path = named(QLineEdit(), "savePath")
        self.remark = hint("", "saveRemark")
        choose = QPushButton("Choose…", autoDefault=False)
        choose.setAccessibleName("Choose the file")
        choose.clicked.connect(self._choose)
        self.add_row("&What", self.kind)
        self.form.addRow(QWidget(), self.remark)
        self.add_row("F&ile", self.path, choose)
        self.add_form()
        self.box.addStretch(1)
        self.finish()
        self.path.setText(str(folder / f"{stem}.png"))
        self.kind.currentIndexChanged.connect(lambda _: self._follow())
        self.path.textChanged.connect(lambda _: self._check())
        self.setMinimumWidth(560)
        self._follow()

    def result_value(self) -> SaveRequest:
        """Return what to save."""
        return SaveRequest(self.kind.currentData(), self._path())

    def _way(self) -> _Way:
        return _WAYS[self.kind.currentData()]

    def _path(self) -> Path:
        return Path(self.path.text().strip()).expanduser()

    def _follow(self) -> None:
        path = self._path()
        known = {way.suffix for way in _WAYS.values() if way.suffix}
        stem = path.with_suffix("") if path.suffix in known else path
        self.path.setText(str(stem) + self._way().suffix)
        self.remark.setText(self._way().remark)
        self._check()

    def _check(self) -> None:
        path, folder = self._path(), not self._way().suffix
        why = _why_not(path, folder=folder)
        there = not why and (_tables_in(path) if folder else path.is_file())
        self.accept_button.setText("&Replace" if there else "&Save")
        if there:
            what = (
                "There are tables in that folder already; those of the same names"
                if folder
                else "That file is there already; it"
            )
            self.demand(f"{what} would be replaced.", refuse=False)
        else:
            self.demand(why)

    def _choose(self) -> None:
        path, way = self._path(), self._way()
        if way.suffix:
            filters = (f"{way.title} (*{way.suffix})", EVERYTHING)
            choose_new_file(self, "Save figures", path, lambda new: self.path.setText(str(new)), filters=filters)
        else:
            choose_folder(self, "Save figures", path.parent, lambda new: self.path.setText(str(new)))


def _tables_in(folder: Path) -> bool:
    return folder.is_dir() and any(one.suffix == ".csv" for one in folder.iterdir())


def _why_not(path: Path, *, folder: bool) -> str:
    above = path.absolute().parent
    if not path.name:
        return "The figures need a name."
    if folder and path.exists() and not path.is_dir():
        return "That is a file; the tables need a folder."
    if not folder and path.is_dir():
        return "That is a folder; name a file."
    if not above.is_dir():
        return f"There is no folder {isolated(shown(str(above)))}."
    if not os.access(path if path.is_dir() else above, os.W_OK):
        return f"Nothing may be written in {isolated(shown(str(path if path.is_dir() else above)))}."
    return ""
