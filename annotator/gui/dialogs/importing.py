"""Importing: what to bring in and how, after a look at what would happen.

The look is the same job as the import, told to write nothing. Whatever it asks – an encoding, unknown tags – is asked
here, before anything is written.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QComboBox,
    QListWidget,
    QProgressBar,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from annotator.errors import UserError
from annotator.gui.background import Job, Progress, Runner
from annotator.gui.dialogs.form import FormDialog, add_buttons, named
from annotator.gui.dialogs.import_questions import ENCODINGS, EncodingPage, TagsPage
from annotator.gui.dialogs.places import EVERYTHING, choose_files, choose_folder
from annotator.gui.dialogs.report import NotesView, import_counts
from annotator.gui.plain import plain_label, shown
from annotator.jobs.progress import Cancelled, Report
from annotator.model.layer import Status
from annotator.project.project import Project
from annotator.project.reading import annotators

if TYPE_CHECKING:
    from annotator.jobs.importing import ImportOptions, ImportReport

_PATIENCE_MS = 250
_LISTED_PATHS = 3
_AS_FOUND = "as the files say"
_ASK = "UTF-8; ask about anything else"
_STATES: tuple[tuple[str, Status | None], ...] = ((_AS_FOUND, None), ("open", "open"), ("done", "done"))


class ImportRequest(NamedTuple):
    """What is to be imported, and how."""

    paths: tuple[Path, ...]
    options: "ImportOptions"


class ImportDialog(FormDialog):
    """Asks what to import and shows, before it is done, what it would bring."""

    def __init__(self, paths: Sequence[Path], project: Project, runner: Runner, parent: QWidget | None = None) -> None:
        super().__init__(parent, "importDialog", "Import", "&Import")
        self._project = project
        self._runner = runner
        self._look: Job | None = None
        self._over = False
        self._soon = QTimer(self, singleShot=True, interval=_PATIENCE_MS)
        self._soon.timeout.connect(self.look)
        self._build_sources(paths)
        self._build_options(annotators(project))
        self._build_outcome()
        self.finish()
        runner.progressed.connect(self._show_progress)
        self.resize(680, 600)
        self.look()

    def result_value(self) -> ImportRequest:
        """Return what to import."""
        return ImportRequest(tuple(self._paths), self._options(dry_run=False))

    def look(self) -> None:
        """Find out in the background what the import would do."""
        self._drop_look()
        if not self._paths:
            self._show(self._nothing, "Choose files or a folder to import.")
            return
        self._bar.setRange(0, 0)
        self._show(self._looking, " ")
        paths, options, project = tuple(self._paths), self._options(dry_run=True), self._project

        def work(report: Report, cancelled: Cancelled) -> "ImportReport":
            from annotator.jobs.importing import import_paths

            with project.sibling() as own:
                return import_paths(own, list(paths), options, report, cancelled)

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

    def _build_sources(self, paths: Sequence[Path]) -> None:
        self._paths = list(dict.fromkeys(paths))
        self.sources = named(QListWidget(), "sources")
        self.sources.setAccessibleName("Files and folders to import")
        self.sources.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.sources.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.sources.setMaximumHeight(self.sources.fontMetrics().lineSpacing() * (_LISTED_PATHS + 1) + 8)
        self.box.addWidget(self.sources)
        files = QPushButton("Add &files…", autoDefault=False)
        files.clicked.connect(
            lambda: choose_files(
                self, "Import", self._start(), self.add_paths, filters=(_all_kinds(), EVERYTHING), several=True
            )
        )
        folder = QPushButton("Add a f&older…", autoDefault=False)
        folder.clicked.connect(
            lambda: choose_folder(self, "Import", self._start(), lambda path: self.add_paths([path]))
        )
        self.remove = QPushButton("&Remove", autoDefault=False)
        self.remove.setAccessibleName("Do not import the chosen file or folder")
        self.remove.clicked.connect(self._remove_path)
        add_buttons(self.box, files, folder, self.remove)
        self._list_paths()

    def _build_options(self, known: Sequence[str]) -> None:
        self.layer = named(QComboBox(editable=True), "layer")
        self.layer.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.layer.addItems(["", *known])
        line = self.layer.lineEdit()
        if line is not None:
            line.setPlaceholderText(_AS_FOUND)
        self.status = named(QComboBox(), "status")
        self.status.addItems([text for text, _ in _STATES])
        self.encoding = named(QComboBox(editable=True), "encoding")
        self.encoding.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.encoding.addItems(["", *ENCODINGS])
        line = self.encoding.lineEdit()
        if line is not None:
            line.setPlaceholderText(_ASK)
        self.add_row("&Layer for the work that comes along", self.layer)
        self.add_row("&State of that work", self.status)
        self.add_row("&Encoding", self.encoding)
        self.add_form()
        for choice in (self.layer, self.status, self.encoding):
            choice.currentTextChanged.connect(self._look_soon)

    def _build_outcome(self) -> None:
        self._nothing = QWidget()
        self._looking = QWidget()
        self._what = plain_label(wrap=True)
        self._bar = QProgressBar(textVisible=False)
        self._bar.setAccessibleName("Progress of the look")
        box = QVBoxLayout(self._looking)
        box.addWidget(self._what)
        box.addWidget(self._bar)
        box.addStretch(1)
        self._found = QWidget()
        box = QVBoxLayout(self._found)
        box.setContentsMargins(0, 0, 0, 0)
        self._counts = plain_label(wrap=True, name="counts")
        self.notes = NotesView()
        box.addWidget(self._counts)
        box.addWidget(self.notes, 1)
        box.addStretch(0)
        self.encoding_page = EncodingPage()
        self.encoding_page.chosen.connect(self.encoding.setCurrentText)
        self.tags_page = TagsPage()
        self.tags_page.answered.connect(self.look)
        self._outcome = QStackedWidget()
        for page in (self._nothing, self._looking, self._found, self.encoding_page, self.tags_page):
            self._outcome.addWidget(page)
        self.box.addWidget(self._outcome, 1)

    def _options(self, *, dry_run: bool) -> "ImportOptions":
        from annotator.jobs.importing import ImportOptions

        return ImportOptions(
            layer=self.layer.currentText().strip() or None,
            status=_STATES[self.status.currentIndex()][1],
            tag_map=self.tags_page.mapped(),
            add_tags=self.tags_page.adds(),
            encoding=self.encoding.currentText().strip() or None,
            ask_encoding=True,
            dry_run=dry_run,
        )

    def _show_report(self, report: "ImportReport") -> None:
        self._look = None
        self._counts.setText("\n".join(f"{label}: {count}" for label, count in import_counts(report)))
        self.notes.set_notes([(note.path, note.why) for note in report.notes])
        self.notes.setVisible(bool(report.notes))
        brings = report.articles.new or report.articles.known or report.spans.new
        self._show(self._found, "" if brings else "There is nothing to import in these.")

    def _show_failure(self, error: UserError) -> None:
        from annotator.formats.decoding import EncodingQuestion
        from annotator.jobs.importing import UnknownTagsError

        self._look = None
        if isinstance(error, EncodingQuestion):
            self.encoding_page.show_question(error)
            self._show(self.encoding_page, "Say how the text is encoded.")
        elif isinstance(error, UnknownTagsError):
            self.tags_page.show_tags(error.tags, [tag.name for tag in self._project.tagset.tags])
            self._show(self.tags_page, "Say what becomes of the tags that the project does not have.")
        else:
            self._show(self._nothing, str(error))

    def _show(self, page: QWidget, sentence: str) -> None:
        self._outcome.setCurrentWidget(page)
        self.demand(sentence)

    def _show_progress(self, progress: Progress) -> None:
        if self._look is not None and self._runner.jobs[:1] == (self._look,):
            self._bar.setRange(0, progress.total)
            self._bar.setValue(progress.done)
            self._what.setText(shown(progress.what))

    def _look_soon(self) -> None:
        self._drop_look()
        self.demand(" ")
        self._soon.start()

    def _drop_look(self) -> None:
        if self._look is not None:
            self._look.cancel()
            self._look = None

    def add_paths(self, paths: Sequence[Path]) -> None:
        """Import these files and folders too."""
        self._paths = list(dict.fromkeys([*self._paths, *paths]))
        self._list_paths()
        self.look()

    def _remove_path(self) -> None:
        row = self.sources.currentRow()
        if row >= 0:
            del self._paths[row]
            self._list_paths()
            self.look()

    def _list_paths(self) -> None:
        self.sources.clear()
        self.sources.addItems([shown(str(path)) for path in self._paths])
        if self._paths:
            self.sources.setCurrentRow(0)
        self.remove.setEnabled(bool(self._paths))

    def _start(self) -> Path:
        return self._paths[-1].parent if self._paths else self._project.path.parent


def _all_kinds() -> str:
    """Return what the dialog for files shows at first: all that some format reads."""
    from annotator.formats.table import FORMATS

    kinds = dict.fromkeys(suffix for known in FORMATS if known.read is not None for suffix in (*known.suffixes, ".zip"))
    return f"Articles ({' '.join(f'*{kind}' for kind in kinds)})"
