"""Exporting for training: which work, how it is split, where it goes – and first of all what it would hold."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QPushButton, QScrollArea, QSplitter, QWidget

from annotator.errors import UserError
from annotator.gui.background import Runner
from annotator.gui.dialogs.form import FormDialog, named
from annotator.gui.dialogs.looking import Looker
from annotator.gui.dialogs.places import EVERYTHING, choose_new_file, remembered_folder
from annotator.gui.dialogs.report import Findings
from annotator.gui.dialogs.training_choices import TrainingChoices
from annotator.gui.dialogs.training_view import TrainingView, lost_or_left_out
from annotator.gui.plain import isolated, shown
from annotator.jobs.agreement_lines import counted
from annotator.jobs.progress import Cancelled, Report
from annotator.project.project import Project

if TYPE_CHECKING:
    from annotator.jobs.training_items import Plan
    from annotator.jobs.training_plan import TrainingOptions
    from annotator.jobs.training_report import TrainingReport

_ZIP = ".zip"
_WIDE = 860
"""From this width on, in pixels, what is counted has room beside the fields."""


class TrainingRequest(NamedTuple):
    """What is to be written, and where."""

    out: Path
    options: "TrainingOptions"


class TrainingDialog(FormDialog):
    """Asks for everything an export for training needs, and shows what it would hold."""

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
            folder: where the export goes, unless another folder is remembered.
            remembered: what :meth:`chosen` returned once.
        """
        super().__init__(parent, "trainingDialog", "Export for training", "&Export")
        self._project = project
        self._first_look = Looker(runner, self.look, self)
        self._looker = Looker(runner, self.look, self)
        self._foreseen: TrainingReport | None = None
        self._counts: TrainingReport | None = None
        self._failure = ""
        self.choices = TrainingChoices(self)
        self.choices.choose(remembered or {})
        self.path = named(QLineEdit(), "trainingPath")
        choose = QPushButton("&Choose…", autoDefault=False)
        choose.setAccessibleName("Choose the folder or zip")
        choose.clicked.connect(self._choose_path)
        self.add_row("Folder or &zip", self.path, choose)
        self.view = TrainingView()
        self.view.lost.opened.connect(self.opened)
        for looker in (self._first_look, self._looker):
            looker.progressed.connect(self.view.show_progress)
        self._both = self._build_both()
        self.box.addWidget(self._both, 1)
        self.finish()
        place = remembered_folder(remembered) or folder or project.path.parent
        self.path.setText(str(place / f"{project.path.stem}-training{_ZIP}"))
        self.choices.changed.connect(self._look_soon)
        self.path.textChanged.connect(lambda _: self._check())
        self.resize(1040, 700)
        self.look()

    def result_value(self) -> TrainingRequest:
        """Return what to export."""
        out, options = self._path(), self.choices.value()
        if options.pseudonyms and self.choices.table.isChecked():
            options = msgspec.structs.replace(options, pseudonym_table=out.with_name(f"{out.stem}-annotators.csv"))
        return TrainingRequest(out, options)

    def chosen(self) -> dict[str, Any]:
        """Return what was chosen, to be remembered for the next export of the project."""
        return self.choices.chosen() | {"folder": str(self._path().parent)}

    @property
    def busy(self) -> bool:
        """Whether it is being counted."""
        return self._first_look.busy or self._looker.busy

    def look(self) -> None:
        """Count in the background what would be written."""
        self._forget()
        if self.choices.why_not():
            return
        project, options = self._project, self.choices.value()

        def first(report: Report, cancelled: Cancelled) -> "tuple[Plan, TrainingReport]":
            from annotator.jobs.training_ahead import counted_ahead
            from annotator.jobs.training_plan import plan

            with project.sibling() as own:
                planned = plan(own, options, report, cancelled)
                return planned, counted_ahead(own, planned, cancelled)

        self._first_look.run(
            "planning what a model would learn from", first, lambda found: self._go_on(*found), self._show_failure
        )

    def _go_on(self, planned: "Plan", counts: "TrainingReport") -> None:
        """Show what is planned, and find out what is lost on the way."""
        self._counts = counts
        self.choices.learn(counts)
        self.view.show_counts(counts)
        project, options = self._project, self.choices.value()

        def work(report: Report, cancelled: Cancelled) -> "TrainingReport":
            from annotator.jobs.training import foreseen_training

            with project.sibling() as own:
                return foreseen_training(own, options, report, cancelled, planned)

        self._looker.run("counting what a model would learn from", work, self._show_report, self._show_failure)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is no room beside the fields, put what they come to below them."""
        super().resizeEvent(event)
        wide = event.size().width() >= _WIDE
        self._both.setOrientation(Qt.Orientation.Horizontal if wide else Qt.Orientation.Vertical)
        self.view.setContentsMargins(10 if wide else 0, 0, 0, 0)

    def done(self, result: int) -> None:
        """Stop counting, whatever the answer was."""
        self._first_look.close()
        self._looker.close()
        super().done(result)

    def _build_both(self) -> QSplitter:
        """Return the fields, and beside them what they come to."""
        fields = QWidget()
        fields.setLayout(self.form)
        self.form.setContentsMargins(0, 0, 8, 0)
        area = named(QScrollArea(widgetResizable=True), "trainingFields")
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(fields)
        area.setMinimumWidth(fields.minimumSizeHint().width() + area.verticalScrollBar().sizeHint().width())
        self.view.setContentsMargins(10, 0, 0, 0)
        both = QSplitter(Qt.Orientation.Horizontal, childrenCollapsible=False)
        both.addWidget(area)
        both.addWidget(self.view)
        both.setStretchFactor(1, 1)
        return both

    def _path(self) -> Path:
        return Path(self.path.text().strip()).expanduser()

    def _look_soon(self) -> None:
        self._forget()
        if not self.choices.why_not():
            self._first_look.soon()

    def _forget(self) -> None:
        """Know nothing any more; what is counted was asked for otherwise."""
        self._foreseen, self._counts, self._failure = None, None, ""
        self._first_look.drop()
        self._looker.drop()
        if self.choices.why_not():
            self.view.show_nothing()
        else:
            self.view.show_counting()
        self._check()

    def _show_report(self, report: "TrainingReport") -> None:
        self._foreseen = report
        self.view.show_report(report, self._path().name)
        self._check()

    def _show_failure(self, error: UserError) -> None:
        self._failure = str(error)
        if self._counts is None:
            self.view.show_nothing()
        else:
            self.view.show_counts(self._counts, more=False)
        self._check()

    def _check(self) -> None:
        """Say what stands in the way, or what would be replaced."""
        path = self._path()
        replaces = path.suffix.lower() == _ZIP and path.is_file()
        why = self.choices.why_not() or _why_not(path) or self._failure or (" " if self._foreseen is None else "")
        self.accept_button.setText("&Replace" if replaces and not why else "&Export")
        if replaces and not why:
            self.demand("That file is there already; it would be replaced.", refuse=False)
        else:
            self.demand(why)

    def _choose_path(self) -> None:
        filters = (f"Zip (*{_ZIP})", EVERYTHING)
        choose_new_file(
            self, "Export for training", self._path(), lambda path: self.path.setText(str(path)), filters=filters
        )


def _why_not(path: Path) -> str:
    folder = path.absolute().parent
    if not path.name:
        return "The export needs a folder or a zip."
    if path.is_dir() and (path.suffix.lower() == _ZIP or any(path.iterdir())):
        return "That folder holds something already; name another."
    if path.is_file() and path.suffix.lower() != _ZIP:
        return f"That is a file; name a folder, or a file that ends in {_ZIP}."
    if not folder.is_dir():
        return f"There is no folder {isolated(shown(str(folder)))}."
    if not os.access(folder, os.W_OK):
        return f"Nothing may be written in {isolated(shown(str(folder)))}."
    return ""


def found_by_training(report: "TrainingReport", out: str) -> Findings:
    """Return what an export for training wrote and left out."""
    counts: list[tuple[str, str]] = [
        (name, f"{counted(split.articles, 'articles')}, {counted(split.spans, 'spans')}, {_stories(split.stories)}")
        for name, split in report.splits.items()
    ]
    counts.append(("seeds", ", ".join(f"{name} {seed}" for name, seed in report.seeds.items())))
    return Findings(
        "Exported for training",
        f"{isolated(out)} holds a file for each split, and a card that says what they are.",
        counts,
        [(example.what, example.example) for example in lost_or_left_out(report)],
        ("What", "For example"),
    )


def _stories(count: int) -> str:
    return f"{count:,} {'story' if count == 1 else 'stories'}"
