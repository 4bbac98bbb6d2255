"""Exporting: which layers, in which format, to which file – and first of all what the format cannot hold.

The counting is done by the writer itself, told to write to nowhere.
"""

import os
from collections import deque
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QPushButton, QWidget

from annotator.errors import UserError
from annotator.gui.background import Progress, Runner
from annotator.gui.dialogs.form import FormDialog, hint, named
from annotator.gui.dialogs.looking import Looker
from annotator.gui.dialogs.loss_view import LossView
from annotator.gui.dialogs.places import EVERYTHING, choose_new_file, remembered_folder
from annotator.gui.dialogs.write_choices import WriteChoices, choose_value
from annotator.gui.panels.wording import name as called
from annotator.gui.plain import breakable, isolated, shown
from annotator.jobs.progress import Cancelled, Report
from annotator.model.layer import ALL, GOLD, SUGGESTIONS
from annotator.project.project import Project
from annotator.project.reading import annotators, count_suggestions

if TYPE_CHECKING:
    from annotator.formats.options import WriteOptions
    from annotator.formats.table import Format
    from annotator.model.record import LossReport

_LEFT_OUT = ".left-out.jsonl"
_NAMED_FILES = 4


class ExportRequest(NamedTuple):
    """What is to be written, how, and where."""

    out: Path
    format: str
    layer: str
    guesses: bool
    options: "WriteOptions"
    side_file: Path | None = None
    """Where to keep what the format cannot hold."""


class ExportDialog(FormDialog):
    """Asks for the format, the layers and the file of an export, and shows what would be lost."""

    opened = Signal(object)
    """The :class:`~annotator.model.record.Place` of an example that somebody wants to see."""

    def __init__(
        self,
        project: Project,
        runner: Runner,
        parent: QWidget | None = None,
        folder: Path | None = None,
        remembered: Mapping[str, Any] | None = None,
    ) -> None:
        """Make one for ``project``.

        Args:
            project: what is exported.
            runner: counts in the background.
            parent: the window it belongs to.
            folder: where the file goes, unless another folder is remembered.
            remembered: what :meth:`chosen` returned once.
        """
        from annotator.formats.table import FORMATS

        super().__init__(parent, "exportDialog", "Export", "&Export")
        self._project = project
        self._looker = Looker(runner, self.look, self)
        self._foreseen: LossReport | None = None
        self._so_far: Sequence[LossReport] = ()
        self._failure = ""
        self._formats = {known.name: known for known in FORMATS if known.write is not None}
        self._build_rows(annotators(project), suggested=bool(count_suggestions(project)))
        self.loss = LossView()
        self.loss.losses.opened.connect(self.opened)
        self._looker.progressed.connect(self._show_so_far)
        self.box.addWidget(self.loss, 1)
        self.finish()
        self._choose(remembered or {})
        place = remembered_folder(remembered) or folder or project.path.parent
        self.path.setText(str(place / f"{project.path.stem}{self._suffix()}"))
        self.format.currentIndexChanged.connect(self._follow_format)
        self.path.textChanged.connect(self._check)
        self.side.toggled.connect(self._check)
        self.layer.currentIndexChanged.connect(self._look_soon)
        self.guesses.toggled.connect(self._look_soon)
        self.writing.changed.connect(self._look_soon)
        self.resize(680, 640)
        self._show_options()
        self.look()

    def chosen(self) -> dict[str, Any]:
        """Return what was chosen, to be remembered for the next export of the project."""
        return {
            "format": self.format.currentData(),
            "layer": self.layer.currentData(),
            "guesses": self.guesses.isChecked(),
            "side": self.side.isChecked(),
            "folder": str(self._path().parent),
            "write": self.writing.chosen(),
        }

    def _choose(self, remembered: Mapping[str, Any]) -> None:
        choose_value(self.format, remembered.get("format"))
        choose_value(self.layer, remembered.get("layer"))
        self.guesses.setChecked(remembered.get("guesses") is True)
        self.side.setChecked(remembered.get("side") is not False)
        write = remembered.get("write")
        self.writing.choose(write if isinstance(write, dict) else {})

    def result_value(self) -> ExportRequest:
        """Return what to export."""
        return ExportRequest(
            self._path(),
            self.format.currentData(),
            self.layer.currentData(),
            self._known.attributes and self.guesses.isChecked(),
            self._options(),
            self._side_file(),
        )

    @property
    def busy(self) -> bool:
        """Whether the loss is being counted."""
        return self._looker.busy

    def look(self) -> None:
        """Count in the background what the format cannot hold."""
        self._forget()
        project, asked = self._project, self.result_value()
        so_far = self._so_far = deque["LossReport"](maxlen=1)

        def work(report: Report, cancelled: Cancelled) -> "LossReport":
            from annotator.jobs.exporting import foreseen_loss

            with project.sibling() as own:
                return foreseen_loss(
                    own,
                    asked.format,
                    asked.layer,
                    report,
                    cancelled,
                    guesses=asked.guesses,
                    options=asked.options,
                    so_far=so_far.append,
                )

        self._looker.run("counting what an export would lose", work, self._show_loss, self._show_failure)

    def done(self, result: int) -> None:
        """Stop counting, whatever the answer was."""
        self._looker.close()
        super().done(result)

    def _build_rows(self, names: list[str], *, suggested: bool) -> None:
        self.format = named(QComboBox(), "format")
        for name, known in self._formats.items():
            self.format.addItem(known.help, name)
        self.layer = named(QComboBox(), "layer")
        for words, name in _layers(names, suggested=suggested):
            self.layer.addItem(words, name)
        self.path = named(QLineEdit(), "exportPath")
        choose = QPushButton("&Choose…", autoDefault=False)
        choose.setAccessibleName("Choose the file")
        choose.clicked.connect(self._choose_path)
        self.guesses = named(QCheckBox("with &guesses that nobody has touched"), "guesses")
        self.side = named(QCheckBox("&keep what is left out in a file beside it"), "sideFile")
        self.names = hint("", "fileNames")
        self.add_row("&Format", self.format)
        self.add_row("&Layer", self.layer)
        self.form.addRow(QWidget(), self.guesses)
        self.writing = WriteChoices(self, set("eflgkicrw"))
        self.options = self.writing.combos
        self.add_row("F&ile", self.path, choose)
        self.form.addRow(QWidget(), self.side)
        self.form.addRow(QWidget(), self.names)
        self.add_form()

    @property
    def _known(self) -> "Format":
        return self._formats[self.format.currentData()]

    def _show_options(self) -> None:
        """Show only what makes a difference to the format."""
        self.writing.show_for(self._known)
        self.form.setRowVisible(self.guesses, self._known.attributes)

    def _options(self) -> "WriteOptions":
        return self.writing.value(self._known)

    def _path(self) -> Path:
        return Path(self.path.text().strip()).expanduser()

    def _side_file(self) -> Path | None:
        """Return where to keep what is left out, unless it is known that nothing is."""
        lost = self._foreseen is None or self._foreseen.loss
        path = self._path()
        return path.with_name(f"{path.stem}{_LEFT_OUT}") if lost and path.name and self.side.isChecked() else None

    def _suffix(self) -> str:
        return self._known.new_suffix

    def _follow_format(self) -> None:
        path = self._path()
        if path.suffix in {
            suffix for known in self._formats.values() for suffix in (*known.suffixes, known.new_suffix)
        }:
            self.path.setText(str(path.with_suffix(self._suffix())))
        self._show_options()
        self._look_soon()

    def _look_soon(self) -> None:
        self._forget()
        self._looker.soon()

    def _forget(self) -> None:
        self._foreseen, self._so_far, self._failure = None, (), ""
        self.loss.show_counting()
        self._check()

    def _show_so_far(self, progress: Progress) -> None:
        self.loss.show_so_far(progress, self._so_far[-1] if self._so_far else None)

    def _show_loss(self, report: "LossReport") -> None:
        self._foreseen = report
        self.loss.show_loss(report)
        self._check()

    def _show_failure(self, error: UserError) -> None:
        self._failure = str(error)
        self.loss.show_nothing()
        self._check()

    def _check(self) -> None:
        """Say what stands in the way, or which files would be written and which of them are there already."""
        side = self._side_file()
        self.form.setRowVisible(self.side, self._foreseen is None or bool(self._foreseen.loss))
        files = self._files()
        self._name_files(files, side if self._foreseen is not None else None)
        there = [path for path in [*files, *([side] if side is not None else [])] if path.is_file()]
        why = _why_not(self._path()) or self._failure
        self.accept_button.setText("&Export" if why or not there else "&Replace")
        if why or not there:
            self.demand(why)
        else:
            self.demand(_would_replace(there), refuse=False)

    def _files(self) -> list[Path]:
        from annotator.jobs.exporting import files_of_export

        path = self._path()
        if not path.name:
            return []
        return files_of_export(self._project.tagset, self.format.currentData(), path, self._options())

    def _name_files(self, files: Sequence[Path], side: Path | None) -> None:
        names = [isolated(shown(path.name)) for path in files[:_NAMED_FILES]]
        more = f" and {len(files) - _NAMED_FILES:,} more" if len(files) > _NAMED_FILES else ""
        said = f"Writes {', '.join(names)}{more}." if len(files) > 1 else ""
        if side is not None:
            said += (
                f" What is left out goes to {isolated(shown(side.name))} in the same folder: JSONL with the marks as "
                "they are here. Importing it brings them back."
            )
        self.names.setText(breakable(said.strip()))
        self.form.setRowVisible(self.names, bool(said))

    def _choose_path(self) -> None:
        filters = (f"{self.format.currentText()} (*{self._suffix()})", EVERYTHING)
        choose_new_file(self, "Export", self._path(), lambda path: self.path.setText(str(path)), filters=filters)


def _layers(names: list[str], *, suggested: bool) -> list[tuple[str, str]]:
    """Return whose work can be written: the words for it, and the name of the layer."""
    gold = [("gold, the reviewer’s", GOLD)] if GOLD in names else []
    nobodys = [("suggestions that nobody has decided on", SUGGESTIONS)] if suggested else []
    return [("all layers", ALL), *gold, *((shown(name), name) for name in names if name != GOLD), *nobodys]


def _would_replace(there: Sequence[Path]) -> str:
    if len(there) == 1:
        return f"{called(there[0].name)} is there already; it would be replaced."
    return f"{called(there[0].name)} and {len(there) - 1:,} more are there already; they would be replaced."


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
