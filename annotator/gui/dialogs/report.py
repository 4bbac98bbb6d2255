"""Telling what a job did: counts, and a list of notes that can be read, filtered by eye, and copied."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QHeaderView,
    QPlainTextEdit,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from annotator.gui.dialogs.form import named, new_form
from annotator.gui.panels.quiet_table import make_quiet
from annotator.gui.plain import breakable, isolated, plain_label, sentence, shown
from annotator.project.notes import Pairs

if TYPE_CHECKING:
    from annotator.jobs.importing import ImportReport
    from annotator.model.record import LossReport
    from annotator.project.checking import Verification

_Index = QModelIndex | QPersistentModelIndex
_Role = Qt.ItemDataRole
_NOTE_LINES = 4


@dataclass(frozen=True)
class Findings:
    """What a job did, in the words of a person."""

    title: str
    sentence: str
    counts: Sequence[tuple[str, str]] = ()
    notes: Sequence[tuple[str, str]] = field(default=())
    """Where, and what; from outside, so taken literally."""
    columns: tuple[str, str] = ("Where", "What")

    def as_text(self) -> str:
        """Return everything as text to be copied."""
        counts = [f"{label}: {count}" for label, count in self.counts]
        notes = [f"{where}\t{what}" for where, what in self.notes]
        return "\n".join([self.sentence, *counts, *notes])


class ReportDialog(QDialog):
    """Shows findings. Of a hundred thousand notes only the visible ones cost anything."""

    def __init__(self, findings: Findings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("reportDialog")
        self.setWindowTitle(findings.title)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self._findings = findings
        box = QVBoxLayout(self)
        box.setContentsMargins(18, 18, 18, 14)
        box.setSpacing(12)
        self.sentence = plain_label(breakable(sentence(findings.sentence)), wrap=True, name="sentence")
        box.addWidget(self.sentence)
        box.addLayout(counts_form(findings.counts))
        self.notes = NotesView(findings.columns)
        self.notes.set_notes(findings.notes)
        if findings.notes:
            box.addWidget(self.notes, 1)
        else:
            box.addStretch(1)
        box.addWidget(self._build_buttons())
        self.resize(640, 460 if findings.notes else 200)

    def _build_buttons(self) -> QDialogButtonBox:
        buttons = QDialogButtonBox()
        self.copy = named(QPushButton("Co&py all", autoDefault=False), "copyAll")
        self.copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self._findings.as_text()))
        self.close_button = named(QPushButton("Close"), "close")
        self.close_button.setDefault(True)
        buttons.addButton(self.copy, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.addButton(self.close_button, QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.reject)
        return buttons


class NotesView(QWidget):
    """A table of notes, and below it the whole of the one that is chosen."""

    def __init__(self, columns: tuple[str, str] = ("Where", "What"), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = _NotesModel(columns, self)
        self.table = _NotesTable(self._model)
        self.table.setObjectName("notes")
        self.table.setAccessibleName("Notes")
        self.whole = named(QPlainTextEdit(readOnly=True, tabChangesFocus=True), "wholeNote")
        self.whole.setAccessibleName("The chosen note")
        self.whole.setFixedHeight(self.whole.fontMetrics().lineSpacing() * _NOTE_LINES + 12)
        self.beside = QHBoxLayout()
        """What stands below the note, for those who add to it."""
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(6)
        box.addWidget(self.table, 1)
        box.addWidget(self.whole)
        box.addLayout(self.beside)
        self.table.selectionModel().currentChanged.connect(self._show_whole)

    def set_notes(self, notes: Sequence[tuple[str, str]]) -> None:
        """Show other notes."""
        self._model.set_notes(notes)
        self.whole.clear()
        if notes:
            self.table.setCurrentIndex(self._model.index(0, 0))

    def _show_whole(self, current: _Index) -> None:
        note = self._model.note(current.row())
        self.whole.setPlainText("" if note is None else f"{sentence(note[0])}\n{sentence(note[1])}")


class _NotesModel(QAbstractTableModel):
    def __init__(self, columns: tuple[str, str], parent: QWidget) -> None:
        super().__init__(parent)
        self._columns = columns
        self._notes: Sequence[tuple[str, str]] = ()

    def set_notes(self, notes: Sequence[tuple[str, str]]) -> None:
        self.beginResetModel()
        self._notes = notes
        self.endResetModel()

    def note(self, row: int) -> tuple[str, str] | None:
        return self._notes[row] if 0 <= row < len(self._notes) else None

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 – as Qt declares it
        return 0 if parent.isValid() else len(self._notes)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: _Index, role: int = _Role.DisplayRole) -> Any:
        if role in (_Role.DisplayRole, _Role.AccessibleTextRole):
            return sentence(self._notes[index.row()][index.column()])
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _Role.DisplayRole) -> Any:
        if role == _Role.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return self._columns[section]
        return None


class _NotesTable(QTableView):
    """Rows of notes; copying takes the chosen rows whole."""

    takes_enter = False
    """Whether Enter means the chosen row, and not the button of the dialog."""

    def __init__(self, model: _NotesModel) -> None:
        super().__init__()
        self._notes = model
        self.setModel(model)
        make_quiet(self, several=True)
        self.setAlternatingRowColors(True)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.resizeSection(0, 220)
        header.setStretchLastSection(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy the chosen rows, or activate one."""
        if event.matches(QKeySequence.StandardKey.Copy):
            rows = sorted(index.row() for index in self.selectionModel().selectedRows())
            notes = [note for row in rows if (note := self._notes.note(row)) is not None]
            QGuiApplication.clipboard().setText("\n".join(f"{where}\t{what}" for where, what in notes))
        else:
            super().keyPressEvent(event)
            if self.takes_enter and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                event.accept()


def counts_form(counts: Sequence[tuple[str, str]]) -> QFormLayout:
    """Return counts with what they count."""
    form = new_form()
    for label, count in counts:
        form.addRow(plain_label(label), plain_label(count, wrap=True))
    return form


def import_counts(report: "ImportReport") -> list[tuple[str, str]]:
    """Say in a few words what an import did, or would do."""
    articles, spans = report.articles, report.spans
    return [
        ("Articles", _listed((articles.new, "new"), (articles.known, "known already"), (articles.refused, "refused"))),
        (
            "Spans",
            _listed(
                (spans.new, "new"),
                (spans.known, "known already"),
                (spans.reanchored, "of them moved to their words"),
                (spans.refused, "refused"),
            ),
        ),
    ]


def found_by_import(report: "ImportReport") -> Findings:
    """Say what an import did."""
    sentence = (
        "Import stopped; whole articles only came in. Run it again to go on." if report.cancelled else "Imported."
    )
    return Findings("Import", sentence, import_counts(report), Pairs(report.notes))


def found_by_verify(found: "Verification") -> Findings:
    """Say what checking a project found."""
    count = len(found.problems)
    verdict = (
        "Nothing is wrong."
        if not count
        else "One problem was found."
        if count == 1
        else f"{count:,} problems were found."
    )
    counts = [("Articles checked", f"{found.articles:,}"), ("Spans checked", f"{found.spans:,}")]
    return Findings("Verify", verdict, counts, [(problem.where, problem.what) for problem in found.problems])


def found_by_export(done: "LossReport", target: str, side: str = "") -> Findings:
    """Say what was written to the file called ``target``, and what its format could not hold.

    Args:
        done: what the writer says.
        target: the name of the file.
        side: the name of the file that keeps what was left out, if there is one.
    """
    counts = [
        ("Articles", f"{done.articles:,}"),
        ("Spans", f"{done.spans:,}"),
        ("Relations", f"{done.relations:,}"),
    ]
    if done.files:
        counts.append(("Files", f"{len(done.files):,}"))
    sentence = f"Wrote {isolated(shown(target))}." + (" The format could not hold everything:" if done.loss else "")
    if side:
        counts.append(("Kept what was left out in", isolated(shown(side))))
    losses = [(f"{loss.count:,} × {loss.what}", f"for example {loss.example}") for loss in done.loss]
    return Findings("Export", sentence, counts, losses, ("Not held", "Example"))


def _listed(*counts: tuple[int, str]) -> str:
    return " · ".join(f"{count:,} {what}" for count, what in counts if count) or "none"
