"""Importing a list of actors, after a look at what it would bring."""

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QComboBox, QLineEdit, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from annotator.errors import UserError
from annotator.gui.background import Job, Runner
from annotator.gui.dialogs.form import FormDialog, named
from annotator.gui.dialogs.import_questions import ENCODINGS, EncodingPage
from annotator.gui.dialogs.places import EVERYTHING, choose_files
from annotator.gui.dialogs.report import NotesView
from annotator.gui.panels.rows_model import RowsModel, rows_table
from annotator.gui.plain import plain_label
from annotator.jobs.progress import Cancelled, Report
from annotator.model.aliases import Alias
from annotator.project.project import Project

if TYPE_CHECKING:
    from annotator.jobs.aliases import AliasReport

_PATIENCE_MS = 250
_COLUMNS = ("Is called", "Actor", "From", "Until", "Ambiguous", "Note")
_WIDTHS = (0, 22, 11, 11, 10, 16)
_BY_NAME = "by the end of its name"
_ASK = "UTF-8; ask about anything else"


class AliasImportRequest(NamedTuple):
    """Which file is to be imported, and how."""

    path: Path
    format: str
    encoding: str | None


class ActorImportDialog(FormDialog):
    """Asks for a file with a list of actors, and shows before it is imported what is new in it."""

    def __init__(self, path: Path | None, project: Project, runner: Runner, parent: QWidget | None = None) -> None:
        super().__init__(parent, "actorImportDialog", "Import a list of actors", "&Import")
        self._project = project
        self._runner = runner
        self._look: Job | None = None
        self._over = False
        self._soon = QTimer(self, singleShot=True, interval=_PATIENCE_MS)
        self._soon.timeout.connect(self.look)
        self._build_source(path)
        self._build_outcome()
        self.finish()
        self.resize(760, 560)
        self.look()

    def result_value(self) -> AliasImportRequest:
        """Return what to import."""
        encoding = self.encoding.currentText().strip() or None
        return AliasImportRequest(Path(self.path.text().strip()).expanduser(), str(self.kind.currentData()), encoding)

    def look(self) -> None:
        """Find out in the background what the import would bring."""
        self._drop_look()
        if not self.path.text().strip():
            self._show(self._nothing, "Choose the file to import.")
            return
        self._show(self._nothing, " ")
        request, project = self.result_value(), self._project

        def work(report: Report, cancelled: Cancelled) -> "AliasReport":
            from annotator.jobs.aliases import import_alias_file

            with project.sibling() as own:
                return import_alias_file(own, *request, report, cancelled, dry_run=True)

        def mine(job: Job) -> bool:
            return self._look is job and not self._over

        job = self._look = self._runner.run(
            "looking at what is to be imported",
            work,
            done=lambda report: self._show_report(report) if mine(job) else None,
            failed=lambda error: self._show_failure(error) if mine(job) else None,
        )

    def done(self, result: int) -> None:
        """Stop looking, whatever the answer was."""
        self._over = True
        self._soon.stop()
        self._drop_look()
        super().done(result)

    def _build_source(self, path: Path | None) -> None:
        from annotator.formats.alias_table import ALIAS_FORMATS
        from annotator.formats.table import AUTO

        self.path = named(QLineEdit("" if path is None else str(path)), "aliasPath")
        choose = QPushButton("&Choose…", autoDefault=False)
        choose.setAccessibleName("Choose the file")
        endings = " ".join(f"*{suffix}" for known in ALIAS_FORMATS for suffix in known.suffixes)
        choose.clicked.connect(
            lambda: choose_files(
                self,
                "Import a list of actors",
                self._project.path.parent,
                lambda paths: self.path.setText(str(paths[0])),
                filters=(f"Lists of actors ({endings})", EVERYTHING),
            )
        )
        self.kind = named(QComboBox(), "aliasFormat")
        self.kind.addItem(_BY_NAME, AUTO)
        for known in ALIAS_FORMATS:
            self.kind.addItem(known.help, known.name)
        self.encoding = named(QComboBox(editable=True), "encoding")
        self.encoding.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.encoding.addItems(["", *ENCODINGS])
        line = self.encoding.lineEdit()
        if line is not None:
            line.setPlaceholderText(_ASK)
        self.add_row("&File", self.path, choose)
        self.add_row("&Kind", self.kind)
        self.add_row("&Encoding", self.encoding)
        self.add_form()
        for changed in (self.path.textChanged, self.kind.currentTextChanged, self.encoding.currentTextChanged):
            changed.connect(lambda _: self._look_soon())

    def _build_outcome(self) -> None:
        self._nothing = QWidget()
        self._found = QWidget()
        box = QVBoxLayout(self._found)
        box.setContentsMargins(0, 0, 0, 0)
        self.counts = plain_label(wrap=True, name="counts")
        self._rows = RowsModel(_COLUMNS, self)
        self.first = rows_table(self._rows, "firstAliases", "The first names of the file")
        for column, characters in enumerate(_WIDTHS):
            if characters:
                self.first.setColumnWidth(column, self.first.fontMetrics().averageCharWidth() * characters + 16)
        self.notes = NotesView()
        box.addWidget(self.counts)
        box.addWidget(self.first, 3)
        box.addWidget(self.notes, 2)
        self.encoding_page = EncodingPage()
        self.encoding_page.chosen.connect(self.encoding.setCurrentText)
        self._outcome = QStackedWidget()
        for page in (self._nothing, self._found, self.encoding_page):
            self._outcome.addWidget(page)
        self.box.addWidget(self._outcome, 1)

    def _show_report(self, report: "AliasReport") -> None:
        self._look = None
        self.counts.setText(alias_counts(report))
        self._rows.fill([_cells(alias) for alias in report.first])
        self.first.setVisible(bool(report.first))
        self.notes.set_notes(report.notes)
        self.notes.setVisible(bool(report.notes))
        self._show(self._found, "" if report.tally.new else "There is nothing new in that file.")

    def _show_failure(self, error: UserError) -> None:
        from annotator.formats.decoding import EncodingQuestion

        self._look = None
        if isinstance(error, EncodingQuestion):
            self.encoding_page.show_question(error)
            self._show(self.encoding_page, "Say how the text is encoded.")
        else:
            self._show(self._nothing, str(error))

    def _show(self, page: QWidget, sentence: str) -> None:
        self._outcome.setCurrentWidget(page)
        self.demand(sentence)

    def _look_soon(self) -> None:
        self._drop_look()
        self.demand(" ")
        self._soon.start()

    def _drop_look(self) -> None:
        if self._look is not None:
            self._look.cancel()
            self._look = None


def alias_counts(report: "AliasReport") -> str:
    """Say in a few words what an import brought, or would bring."""
    tally = report.tally
    counts = (
        (tally.new, "new"),
        (tally.known, "known already"),
        (report.refused, "refused"),
        (report.ambiguous, "of the file ambiguous"),
        (tally.own_names, "of the new ones added as the actor’s own name"),
    )
    return "Names: " + (" · ".join(f"{count:,} {what}" for count, what in counts if count) or "none")


def _cells(alias: Alias) -> tuple[str, ...]:
    ambiguous = "yes" if alias.ambiguous else ""
    return alias.variant, alias.canonical, alias.valid_from, alias.valid_until, ambiguous, alias.note
