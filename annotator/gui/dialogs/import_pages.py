"""The pages of the import dialog: what is in the files, and what has to be asked about them."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QTabWidget, QWidget

from annotator.gui.dialogs.form import named
from annotator.gui.dialogs.import_columns import ColumnsPage
from annotator.gui.dialogs.import_preview import ArticlesPage, FilesPage
from annotator.gui.dialogs.import_questions import EncodingPage, TagsPage
from annotator.gui.dialogs.report import NotesView

if TYPE_CHECKING:
    from annotator.formats.decoding import EncodingQuestion
    from annotator.jobs.previewing import Preview


class ImportPages(QTabWidget):
    """Shows what a look found. Only pages on which there is something to see are there."""

    changed = Signal()
    """Somebody said that a file, or a column, is something else."""

    def __init__(self, kinds: Sequence[tuple[str, str]], tags: Mapping[str, str]) -> None:
        """Make them all empty.

        Args:
            kinds: the names of the formats that can be read, each with what it is.
            tags: the tags of the project, each with its key.
        """
        super().__init__()
        self.setObjectName("importPages")
        self.setDocumentMode(True)
        self._tags = tags
        self._preview: Preview | None = None
        self.articles = ArticlesPage()
        self.files = FilesPage(kinds)
        self.files.changed.connect(self.changed)
        self.columns = ColumnsPage()
        self.columns.changed.connect(self.changed)
        self.tags = TagsPage(tags)
        self.encoding = EncodingPage()
        self.notes = named(NotesView(), "importNotes")
        self.notes.table.setAccessibleName("Notes on what would be imported")
        for page, title in (
            (self.articles, "&Articles"),
            (self.files, "&What each file is"),
            (self.columns, "Col&umns"),
            (self.tags, "&Tags"),
            (self.encoding, "Encoding"),
            (self.notes, "Notes"),
        ):
            self.addTab(page, title)
        self.show_preview(None)
        self.show_notes([])

    def show_preview(self, preview: "Preview | None") -> None:
        """Show the beginning of the files, or that nothing is known of them."""
        self._preview = preview
        self.articles.show_articles(preview.articles if preview else [])
        self.files.show_files(preview.files if preview else [], more=bool(preview and preview.more_files))
        self._show_tags(())
        tables = preview.tables if preview else []
        if tables:
            self.columns.show_tables(tables)
        self._set_there(self.columns, bool(tables))

    def show_notes(self, notes: Sequence[tuple[str, str]]) -> None:
        """Show what there is to say; nothing is asked any more."""
        self.notes.set_notes(notes)
        self.setTabText(self.indexOf(self.notes), f"Notes ({len(notes):,})")
        self._set_there(self.notes, bool(notes))
        self._set_there(self.encoding, False)

    def ask_encoding(self, question: "EncodingQuestion") -> None:
        """Ask how a text is encoded."""
        self.show_notes([])
        self.encoding.show_question(question)
        self._bring(self.encoding)

    def ask_tags(self, unknown: Sequence[str]) -> None:
        """Ask what becomes of tags that the project does not have."""
        self.show_notes([])
        self._show_tags(unknown)
        self._bring(self.tags)

    def ask_columns(self) -> bool:
        """Ask which column holds the text, if there is a table of which that is not known; say whether there is."""
        self.show_notes([])
        if self._preview is None or not self._preview.tables or not self.columns.lacks_the_text():
            return False
        self._bring(self.columns)
        return True

    def ask_nothing(self) -> bool:
        """Say whether the beginning of the files leaves no question, as far as it is known."""
        preview = self._preview
        if preview is None or not preview.articles or any(look.why for look in preview.files):
            return False
        known = {*self._tags, *self.tags.mapped()}
        return self.tags.adds() or all(tag in known for tag in preview.tags)

    def take_focus(self) -> None:
        """Go to what is asked on the page that is shown."""
        for page in (self.columns, self.tags, self.encoding):
            if page is self.currentWidget():
                page.take_focus()

    def _show_tags(self, unknown: Sequence[str]) -> None:
        seen = self._preview.tags if self._preview else {}
        self.tags.show_tags(unknown, list(self._tags), seen)
        self._set_there(self.tags, bool(seen or unknown))

    def _bring(self, page: QWidget) -> None:
        self._set_there(page, True)
        self.setCurrentWidget(page)

    def _set_there(self, page: QWidget, there: bool) -> None:
        self.setTabVisible(self.indexOf(page), there)
