"""Choosing files and folders, without waiting for the answer.

Where Qt draws the chooser itself, it would ask about overwriting in a box that takes file names for rich text; so it
neither asks nor changes anything, and whoever wants to replace a file says so in a dialog of our own.
"""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget

PROJECTS = "Projects (*.annotator)"
EVERYTHING = "All files (*)"


def choose_files(
    parent: QWidget,
    title: str,
    start: Path,
    chosen: Callable[[list[Path]], None],
    *,
    filters: Sequence[str] = (EVERYTHING,),
    several: bool = False,
) -> QFileDialog:
    """Let the person choose a file that exists, or several; ``chosen`` is called if they do."""
    mode = QFileDialog.FileMode.ExistingFiles if several else QFileDialog.FileMode.ExistingFile
    return _open(_chooser(parent, title, start, mode, filters), chosen)


def choose_folder(parent: QWidget, title: str, start: Path, chosen: Callable[[Path], None]) -> QFileDialog:
    """Let the person choose a folder; ``chosen`` is called if they do."""
    dialog = _chooser(parent, title, start, QFileDialog.FileMode.Directory, ())
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    return _open(dialog, lambda paths: chosen(paths[0]))


def choose_new_file(
    parent: QWidget, title: str, start: Path, chosen: Callable[[Path], None], *, filters: Sequence[str] = (EVERYTHING,)
) -> QFileDialog:
    """Let the person name a file to be written; ``start`` is the name it proposes. Nothing is asked about replacing."""
    dialog = _chooser(parent, title, start.parent, QFileDialog.FileMode.AnyFile, filters)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.selectFile(start.name)
    return _open(dialog, lambda paths: chosen(paths[0]))


def remembered_folder(remembered: Mapping[str, Any] | None) -> Path | None:
    """Return the folder that a dialog remembers, if it is still there."""
    folder = (remembered or {}).get("folder")
    return Path(folder) if isinstance(folder, str) and folder and Path(folder).is_dir() else None


def _chooser(
    parent: QWidget, title: str, folder: Path, mode: QFileDialog.FileMode, filters: Sequence[str]
) -> QFileDialog:
    dialog = QFileDialog(parent, title, str(folder))
    # There are too many ends of names to show them all.
    dialog.setOptions(
        QFileDialog.Option.DontConfirmOverwrite | QFileDialog.Option.ReadOnly | QFileDialog.Option.HideNameFilterDetails
    )
    dialog.setFileMode(mode)
    if filters:
        dialog.setNameFilters(list(filters))
    dialog.setWindowModality(Qt.WindowModality.WindowModal)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return dialog


def _open(dialog: QFileDialog, chosen: Callable[[list[Path]], None]) -> QFileDialog:
    dialog.filesSelected.connect(lambda names: chosen([Path(name) for name in names]) if names else None)
    dialog.open()
    return dialog
