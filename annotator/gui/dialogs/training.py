"""Exporting for training: which work, how it is split, and where it goes."""

import os
from pathlib import Path
from typing import NamedTuple

from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLineEdit, QPushButton, QSpinBox, QWidget

from annotator.gui.dialogs.form import FormDialog, hint, named
from annotator.gui.dialogs.places import EVERYTHING, choose_new_file
from annotator.gui.dialogs.report import Findings
from annotator.gui.plain import isolated, plain_label, shown
from annotator.jobs.agreement_lines import counted
from annotator.jobs.training_items import TIERS, Tier
from annotator.jobs.training_plan import SplitBy, TrainingOptions
from annotator.jobs.training_report import TrainingReport
from annotator.model.splitting import SPLITS, Shares, Split
from annotator.project.project import Project

_ZIP = ".zip"
_MOST_SEED = 2**31 - 1
_TIERS: dict[Tier, str] = {
    "gold": "&reviewed articles: gold",
    "single": "articles of &one annotator",
    "disputed": "articles with open con&flicts: everybody’s work",
}
_SPLITS: dict[SplitBy, tuple[str, str]] = {
    "story": ("by lot, story by story", "Copies of one report always come into the same split."),
    "date": ("by date", "The earlier articles train, the later ones test. A story goes by its earliest article."),
}


class TrainingRequest(NamedTuple):
    """What is to be written, and where."""

    out: Path
    options: TrainingOptions


class TrainingDialog(FormDialog):
    """Asks for everything an export for training needs."""

    def __init__(self, project: Project, parent: QWidget | None = None, folder: Path | None = None) -> None:
        from annotator.formats.table import FORMATS

        super().__init__(parent, "trainingDialog", "Export for training", "&Export")
        self.format = named(QComboBox(), "format")
        for known in FORMATS:
            if known.write is not None:
                self.format.addItem(known.help, known.name)
        self.format.setCurrentIndex(self.format.findData(TrainingOptions().format))
        self.add_row("For&mat", self.format)
        self.tiers = {tier: named(QCheckBox(text), f"tier_{tier}") for tier, text in _TIERS.items()}
        for tier, box in self.tiers.items():
            box.setChecked(tier in TrainingOptions().tiers)
            self.form.addRow(plain_label("Work") if tier == TIERS[0] else QWidget(), box)
        self.negatives = self._box("articles that were read and found em&pty, too", "negatives", on=True)
        self.guesses = self._box("with &guesses that nobody has touched", "guesses", on=False)
        self.pseudonyms = self._box("annotators go by pse&udonyms", "pseudonyms", on=True)
        self.table = self._box("and &who is who goes to a table beside it", "pseudonymTable", on=False)
        self._build_splits()
        self.path = named(QLineEdit(), "trainingPath")
        choose = QPushButton("Choose…", autoDefault=False)
        choose.setAccessibleName("Choose the folder or zip")
        choose.clicked.connect(self._choose_path)
        self.add_row("Folder or &zip", self.path, choose)
        self.add_form()
        self.box.addStretch(1)
        self.finish()
        self.path.setText(str((folder or project.path.parent) / f"{project.path.stem}-training{_ZIP}"))
        for box in (*self.tiers.values(), self.pseudonyms):
            box.toggled.connect(lambda _: self._check())
        for part in self.shares.values():
            part.valueChanged.connect(lambda _: self._check())
        self.split_by.currentIndexChanged.connect(lambda _: self._check())
        self.path.textChanged.connect(lambda _: self._check())
        self.setMinimumWidth(560)
        self._check()

    def result_value(self) -> TrainingRequest:
        """Return what to export."""
        out = self._path()
        table = out.with_name(f"{out.stem}-annotators.csv")
        pseudonyms = self.pseudonyms.isChecked()
        options = TrainingOptions(
            format=self.format.currentData(),
            tiers=tuple(tier for tier, box in self.tiers.items() if box.isChecked()),
            guesses=self.guesses.isChecked(),
            negatives=self.negatives.isChecked(),
            pseudonyms=pseudonyms,
            pseudonym_table=table if pseudonyms and self.table.isChecked() else None,
            split_by=self.split_by.currentData(),
            shares=self._shares(),
            seed=self.seed.value(),
        )
        return TrainingRequest(out, options)

    def _box(self, text: str, name: str, *, on: bool) -> QCheckBox:
        box = named(QCheckBox(text), name)
        box.setChecked(on)
        self.form.addRow(QWidget(), box)
        return box

    def _build_splits(self) -> None:
        self.split_by = named(QComboBox(), "splitBy")
        for by, (text, _) in _SPLITS.items():
            self.split_by.addItem(text, by)
        self.add_row("&Split", self.split_by)
        self.keeps = hint("", "keepsTogether")
        self.form.addRow(QWidget(), self.keeps)
        self.shares: dict[Split, QSpinBox] = {}
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        for split in SPLITS:
            part = self.shares[split] = _number(f"share_{split}", f"Parts of {split}", 100, Shares().of(split))
            row.addWidget(plain_label(split))
            row.addWidget(part)
        row.addStretch(1)
        label = self.add_row("P&arts", line)
        label.setBuddy(self.shares["train"])
        self.seed = _number("seed", "Seed of the lot", _MOST_SEED, TrainingOptions().seed)
        self.add_row("See&d", self.seed)

    def _shares(self) -> Shares:
        return Shares(**{split: part.value() for split, part in self.shares.items()})

    def _path(self) -> Path:
        return Path(self.path.text().strip()).expanduser()

    def _check(self) -> None:
        by = self.split_by.currentData()
        self.keeps.setText(_SPLITS[by][1])
        self.seed.setEnabled(by == "story")
        self.table.setEnabled(self.pseudonyms.isChecked())
        replaces = self._path().suffix.lower() == _ZIP and self._path().is_file()
        why = self._why_not() or _why_not(self._path())
        self.accept_button.setText("&Replace" if replaces and not why else "&Export")
        if replaces and not why:
            self.demand("That file is there already; it would be replaced.", refuse=False)
        else:
            self.demand(why)

    def _why_not(self) -> str:
        if not any(box.isChecked() for box in self.tiers.values()):
            return "Choose whose work a model is to learn from."
        if not self._shares().wanted:
            return "One of the splits needs a part at least."
        return ""

    def _choose_path(self) -> None:
        filters = (f"Zip (*{_ZIP})", EVERYTHING)
        choose_new_file(
            self, "Export for training", self._path(), lambda path: self.path.setText(str(path)), filters=filters
        )


def _number(name: str, spoken: str, most: int, value: int) -> QSpinBox:
    field = named(QSpinBox(), name)
    field.setRange(0, most)
    field.setValue(value)
    # What has the focus, and what a screen reader asks, is the line inside.
    for widget in (field, field.lineEdit()):
        widget.setAccessibleName(spoken)
    return field


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


def _stories(count: int) -> str:
    return f"{count:,} {'story' if count == 1 else 'stories'}"


def found_by_training(report: TrainingReport, out: str) -> Findings:
    """Return what an export for training wrote and left out."""
    counts: list[tuple[str, str]] = [
        (name, f"{counted(split.articles, 'articles')}, {counted(split.spans, 'spans')}, {_stories(split.stories)}")
        for name, split in report.splits.items()
    ]
    counts.append(("seeds", ", ".join(f"{name} {seed}" for name, seed in report.seeds.items())))
    notes = [
        (f"{found.off:,} of {found.spans:,} spans off tokens", f"{found.tag}: {found.example}")
        for found in report.alignment
        if found.off
    ]
    notes += [(f"{left.count:,} left out", left.what) for left in report.left_out]
    notes += [(f"{loss.count:,} × {loss.what}", loss.example) for loss in report.loss]
    return Findings(
        "Exported for training",
        f"{isolated(out)} holds a file for each split, and a card that says what they are.",
        counts,
        notes,
        ("What", "For example"),
    )
