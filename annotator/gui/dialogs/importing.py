"""Importing: what to bring in and how, after a look at what would happen.

Two looks go on in the background. The first shows the beginning of the files: articles, what marks them, what each file
is. The second is the import itself, told to write nothing, which counts everything. Whatever they ask – an encoding,
unknown tags, the columns of a table – is asked here, before anything is written.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QComboBox, QListWidget, QProgressBar, QPushButton, QWidget

from annotator.errors import UserError
from annotator.gui.background import Progress, Runner
from annotator.gui.dialogs.form import FormDialog, add_buttons, named
from annotator.gui.dialogs.import_pages import ImportPages
from annotator.gui.dialogs.import_questions import ENCODINGS
from annotator.gui.dialogs.looking import Looker
from annotator.gui.dialogs.places import EVERYTHING, choose_files, choose_folder
from annotator.gui.dialogs.report import import_counts
from annotator.gui.plain import breakable, plain_label, shown
from annotator.gui.plain import sentence as displayed
from annotator.jobs.progress import Cancelled, Report
from annotator.model.layer import Status
from annotator.project.notes import Pairs
from annotator.project.project import Project
from annotator.project.reading import annotators

if TYPE_CHECKING:
    from annotator.formats.table import Format
    from annotator.jobs.importing import ImportOptions, ImportReport
    from annotator.jobs.previewing import Preview

_LISTED_PATHS = 2
_PATIENCE_MS = 3000
"""After that time nobody has to wait for the counting any longer."""
_AS_FOUND = "as the files say"
_BY_FILE = "what each file seems to be"
_ASK = "UTF-8; ask about anything else"
_STATES: tuple[tuple[str, Status | None], ...] = ((_AS_FOUND, None), ("open", "open"), ("done", "done"))


class ImportRequest(NamedTuple):
    """What is to be imported, and how."""

    paths: tuple[Path, ...]
    options: "ImportOptions"


class ImportDialog(FormDialog):
    """Asks what to import and shows, before it is done, what is in it and what it would bring."""

    def __init__(self, paths: Sequence[Path], project: Project, runner: Runner, parent: QWidget | None = None) -> None:
        from annotator.formats.table import FORMATS

        super().__init__(parent, "importDialog", "Import", "&Import")
        self._project = project
        self._readable = [known for known in FORMATS if known.read is not None]
        self._first_look = Looker(runner, self.look, self)
        self._counting = Looker(runner, self.look, self)
        self._patience = QTimer(self, singleShot=True, interval=_PATIENCE_MS)
        self._patience.timeout.connect(self._allow_without_counts)
        self._build_sources(paths)
        self._build_options(annotators(project))
        self._build_pages()
        self.finish()
        for looker in (self._first_look, self._counting):
            looker.progressed.connect(self._show_progress)
        self.resize(760, 700)
        self.look()

    def result_value(self) -> ImportRequest:
        """Return what to import."""
        return ImportRequest(tuple(self._paths), self._options(dry_run=False))

    @property
    def busy(self) -> bool:
        """Whether it is still being looked at what would be imported."""
        return self._first_look.busy or self._counting.busy

    def look(self) -> None:
        """Find out in the background what is there, and what the import would do."""
        self._drop_look()
        self.counts.setText("")
        if not self._paths:
            self.pages.show_preview(None)
            self.pages.show_notes([])
            self.demand("Choose files or a folder to import.")
            return
        self._bar.setRange(0, 0)
        self._bar.show()
        self.demand(" ")
        paths, options, project = list(self._paths), self._options(dry_run=True), self._project

        def first(report: Report, cancelled: Cancelled) -> "Preview":
            from annotator.jobs.previewing import preview

            return preview(paths, options, report, cancelled)

        def count(report: Report, cancelled: Cancelled) -> "ImportReport":
            from annotator.jobs.importing import import_paths

            with project.sibling() as own:
                return import_paths(own, paths, options, report, cancelled)

        pages = self.pages
        # What the first look cannot read, the counting cannot either, and says so.
        self._first_look.run(
            "looking at what is to be imported", first, self._show_preview, lambda _: pages.show_preview(None)
        )
        self._counting.run("counting what is to be imported", count, self._show_report, self._show_failure)

    def done(self, result: int) -> None:
        """Stop looking, whatever the answer was."""
        self._first_look.close()
        self._counting.close()
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
                self,
                "Import",
                self._start(),
                self.add_paths,
                filters=(_filter(self._readable), EVERYTHING),
                several=True,
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
        self.kind = named(QComboBox(), "kind")
        self.kind.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.kind.addItem(_BY_FILE, "auto")
        for known_format in self._readable:
            self.kind.addItem(known_format.help, known_format.name)
        self.layer = _editable("layer", known, _AS_FOUND)
        self.status = named(QComboBox(), "status")
        self.status.addItems([text for text, _ in _STATES])
        self.encoding = _editable("encoding", ENCODINGS, _ASK)
        self.add_row("&Kind of the files", self.kind)
        self.add_row("&Layer for the work that comes along", self.layer)
        self.add_row("&State of that work", self.status)
        self.add_row("&Encoding", self.encoding)
        self.add_form()
        for choice in (self.kind, self.layer, self.status, self.encoding):
            choice.currentTextChanged.connect(self._look_soon)

    def _build_pages(self) -> None:
        self.counts = plain_label(wrap=True, name="counts")
        self._bar = QProgressBar(textVisible=False)
        self._bar.setAccessibleName("Progress of the look")
        kinds = [(known.name, known.help) for known in self._readable]
        self.pages = ImportPages(kinds, {tag.name: tag.key for tag in self._project.tagset.tags})
        self.pages.changed.connect(self._look_soon)
        self.pages.encoding.chosen.connect(self.encoding.setCurrentText)
        self.pages.encoding.told_of_one.connect(self.look)
        self.pages.tags.answered.connect(self.look)
        self.box.addWidget(self.counts)
        self.box.addWidget(self._bar)
        self.box.addWidget(self.pages, 1)

    def _options(self, *, dry_run: bool) -> "ImportOptions":
        from annotator.jobs.importing import ImportOptions

        return ImportOptions(
            format=self.kind.currentData(),
            formats=self.pages.files.told,
            layer=self.layer.currentText().strip() or None,
            status=_STATES[self.status.currentIndex()][1],
            tag_map=self.pages.tags.mapped(),
            add_tags=self.pages.tags.adds(),
            encoding=self.encoding.currentText().strip() or None,
            encodings=self.pages.encoding.told,
            columns=self.pages.columns.chosen(),
            tables=self.pages.columns.of_tables(),
            ask_encoding=True,
            dry_run=dry_run,
        )

    def _show_preview(self, preview: "Preview") -> None:
        self.pages.show_preview(preview)
        self._patience.start()

    def _allow_without_counts(self) -> None:
        """Where counting takes long, let it be imported before that is done, if the beginning leaves no question."""
        if self._counting.busy and self.pages.ask_nothing():
            self.demand(
                "It is still being counted. You can import now; what is refused is then said afterwards.", refuse=False
            )

    def _show_report(self, report: "ImportReport") -> None:
        self._bar.hide()
        self.counts.setText("\n".join(f"{label}: {count}" for label, count in import_counts(report)))
        self.pages.show_notes(Pairs(report.notes))
        if not (report.articles.new or report.articles.known or report.spans.new):
            self.demand("There is nothing to import in these.")
        elif self.pages.columns.lacks_the_text():
            self.demand("A table is left out: say under Columns which of them holds the text.", refuse=False)
        else:
            self.demand("")

    def _show_failure(self, error: UserError) -> None:
        from annotator.formats.decoding import EncodingQuestion
        from annotator.jobs.importing import UnknownTagsError

        self._bar.hide()
        self.counts.setText("")
        if isinstance(error, EncodingQuestion):
            self.pages.ask_encoding(error)
            self._ask("Say how the text is encoded; each file that is not UTF-8 may be asked about.")
        elif isinstance(error, UnknownTagsError):
            self.pages.ask_tags(error.tags)
            self._ask("Say what becomes of the tags that the project does not have.")
        elif self.pages.ask_columns():
            self._ask("Say which column of the table holds the text.")
        else:
            self.demand(str(error))

    def _ask(self, sentence: str) -> None:
        """Demand an answer; whoever is not busy with another field is taken to the question."""
        self.demand(sentence)
        focused = self.focusWidget()
        if focused is None or focused in (self.sources, self.cancel_button) or self.pages.isAncestorOf(focused):
            self.pages.take_focus()

    def _show_progress(self, progress: Progress) -> None:
        self._bar.setRange(0, progress.total)
        self._bar.setValue(progress.done)
        self.counts.setText(breakable(displayed(progress.what)))

    def _look_soon(self) -> None:
        self._drop_look()
        self.demand(" ")
        self._counting.soon()

    def _drop_look(self) -> None:
        self._patience.stop()
        self._first_look.drop()
        self._counting.drop()
        self._bar.hide()

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


def _editable(name: str, values: Sequence[str], without: str) -> QComboBox:
    """Return a choice in which anything may be written; ``without`` stands in it as long as it is empty."""
    choice = named(QComboBox(editable=True), name)
    choice.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
    choice.addItems(["", *values])
    line = choice.lineEdit()
    if line is not None:
        line.setPlaceholderText(without)
    return choice


def _filter(readable: "Sequence[Format]") -> str:
    suffixes = dict.fromkeys(suffix for known in readable for suffix in known.suffixes)
    return f"What can be read ({' '.join(f'*{suffix}' for suffix in suffixes)} *.zip *.tar *.tgz *.tar.gz)"
