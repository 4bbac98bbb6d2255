"""Choosing the articles that tell the same story as the open one."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLineEdit, QWidget

from annotator.gui.dialogs.form import FormDialog, named
from annotator.gui.panels.rows_model import RowsModel, go_to_row, rows_table
from annotator.gui.panels.wording import copies_words
from annotator.model.article import ArticleKey
from annotator.project.listing import ArticleRow

MOST = 200
_TYPING_PAUSE = 180
_COLUMNS = ("Article", "Source", "Published", "Story")

Look = Callable[[str], Sequence[ArticleRow]]
"""Asks for the first articles that hold some words."""


class JoinDialog(FormDialog):
    """Lists articles by words, one or several of which are joined with the open one."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent, "joinDialog", "Join with another article", "&Join")
        self._look = look
        self._found: Sequence[ArticleRow] = ()
        self.words = named(QLineEdit(clearButtonEnabled=True), "joinFilter")
        self.words.setPlaceholderText("words of its title, source or text")
        self.add_row("&Find", self.words)
        self.add_form()
        self._rows = RowsModel(_COLUMNS, self)
        self.table = rows_table(self._rows, "joinArticles", "Articles that hold these words")
        width = self.table.fontMetrics().averageCharWidth()
        for column, letters in ((1, 18), (2, 12), (3, 10)):
            self.table.setColumnWidth(column, width * letters + 16)
        self.table.doubleClicked.connect(lambda _: self.accept())
        self.box.addWidget(self.table, 1)
        self.finish()
        self._typing = QTimer(self, singleShot=True, interval=_TYPING_PAUSE)
        self._typing.timeout.connect(self.look)
        self.words.textChanged.connect(lambda _: self._typing.start())
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._check())
        self.resize(720, 460)
        self.look()

    def result_value(self) -> list[ArticleKey]:
        """Return the articles that were chosen, from the top."""
        rows = sorted(index.row() for index in self.table.selectionModel().selectedRows())
        return [self._found[row].key for row in rows]

    def look(self) -> None:
        """List the articles that hold the words."""
        self._typing.stop()
        self._found = self._look(self.words.text().strip())
        self._rows.fill(
            [
                (row.heading, row.source, row.published, copies_words(row.copies) if row.copies > 1 else "")
                for row in self._found
            ]
        )
        if self._found:
            go_to_row(self.table, 0)
        self._check()

    def _check(self) -> None:
        if not self._found:
            self.demand("No other article holds these words.")
        elif not self.table.selectionModel().hasSelection():
            self.demand("No article is chosen.")
        elif len(self._found) == MOST:
            self.demand(f"These are the first {MOST}; more words leave fewer.", refuse=False)
        else:
            self.demand("")
