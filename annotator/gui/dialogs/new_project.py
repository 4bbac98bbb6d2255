"""Asking for a new project: where, whose, and with which tags."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget

from annotator.gui.dialogs.annotator_name import why_no_name
from annotator.gui.dialogs.form import FormDialog, hint, named
from annotator.gui.dialogs.places import EVERYTHING, PROJECTS, choose_files, choose_new_file
from annotator.gui.plain import isolated, shown
from annotator.project.creating import SUFFIX

_TAGSETS = "Tagsets (*.json)"


class NewProject(NamedTuple):
    """What a new project shall be."""

    path: Path
    annotator: str
    tagset: Path | None
    """A tagset file, or nothing for the default tagset."""


class NewProjectDialog(FormDialog):
    """Asks for the place of a new project, the annotator's name and the tagset."""

    def __init__(self, annotator: str, parent: QWidget | None = None, folder: Path | None = None) -> None:
        super().__init__(parent, "newProjectDialog", "New project", "&Make the project")
        self.path = named(QLineEdit(str(_free(folder or Path.home()))), "projectPath")
        self.annotator = named(QLineEdit(annotator), "annotatorName")
        self.tagset = named(QLineEdit(), "tagsetPath")
        self.tagset.setPlaceholderText("the default tagset: actor, location, number, claim")
        self.add_row("&Project file", self.path, self._chooser("Choose…", "Choose the project file", self._choose_path))
        self.add_row("&Annotator", self.annotator)
        self.add_row("&Tagset file", self.tagset, self._chooser("Choose…", "Choose the tagset", self._choose_tagset))
        self.add_form()
        self.box.addWidget(
            hint(
                "A project is one file, which holds the articles and everyone’s work. What you mark goes to your layer."
            )
        )
        self.box.addStretch(1)
        self.finish()
        for field in (self.path, self.annotator, self.tagset):
            field.textChanged.connect(self._check)
        self.path.setCursorPosition(len(self.path.text()))
        self.setMinimumWidth(560)
        self._check()

    def result_value(self) -> NewProject:
        """Return what was asked for; the name ends in the suffix of projects."""
        tagset = self.tagset.text().strip()
        return NewProject(self._path(), self.annotator.text().strip(), Path(tagset).expanduser() if tagset else None)

    def _path(self) -> Path:
        path = Path(self.path.text().strip()).expanduser()
        return path if path.suffix == SUFFIX else path.with_name(path.name + SUFFIX) if path.name else path

    def _check(self) -> None:
        self.demand(_why_not(self.result_value()))

    def _chooser(self, text: str, name: str, choose: Callable[[], object]) -> QPushButton:
        button = QPushButton(text, autoDefault=False)
        button.setAccessibleName(name)
        button.clicked.connect(choose)
        return button

    def _choose_path(self) -> None:
        choose_new_file(
            self, "Project file", self._path(), lambda path: self.path.setText(str(path)), filters=(PROJECTS,)
        )

    def _choose_tagset(self) -> None:
        choose_files(
            self,
            "Tagset",
            self._path().parent,
            lambda paths: self.tagset.setText(str(paths[0])),
            filters=(_TAGSETS, EVERYTHING),
        )


def _free(folder: Path) -> Path:
    """Return a name in ``folder`` that nothing has."""
    number = 1
    while True:
        path = folder / (f"project{SUFFIX}" if number == 1 else f"project {number}{SUFFIX}")
        if not path.exists():
            return path
        number += 1


def _why_not(wanted: NewProject) -> str:
    if not wanted.path.name or not wanted.path.stem:
        return "A project needs a file."
    if wanted.path.exists():
        return f"There is already something at {isolated(shown(str(wanted.path)))}."
    folder = wanted.path.absolute().parent
    if not folder.is_dir():
        return f"There is no folder {isolated(shown(str(folder)))}."
    if not os.access(folder, os.W_OK):
        return f"Nothing may be written in {isolated(shown(str(folder)))}."
    if wanted.tagset is not None and not wanted.tagset.is_file():
        return f"There is no tagset at {isolated(shown(str(wanted.tagset)))}."
    return why_no_name(wanted.annotator)
