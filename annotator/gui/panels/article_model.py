"""The articles that match, as a model: keys of all of them, rows of a few pages."""

from array import array
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from annotator.gui.panels.pages import PAGE, Pages
from annotator.gui.panels.wording import copies_words, short
from annotator.gui.session import Session
from annotator.model.article import ArticleKey
from annotator.project.listing import ArticleRow, State, article_rows

_NO_INDEX = QModelIndex()
_ANSWERED = frozenset((Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.UserRole))

Index = QModelIndex | QPersistentModelIndex


class ArticleModel(QAbstractListModel):
    """A list of any length. A row that comes into sight reads its page; nothing else asks the project."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._keys: array[int] = array("q")
        self._pages = Pages(self._read)

    def __len__(self) -> int:
        return len(self._keys)

    def fill(self, keys: "array[int]") -> None:
        """List other articles."""
        self.beginResetModel()
        self._keys = keys
        self._pages.clear()
        self.endResetModel()

    def key(self, row: int) -> ArticleKey:
        """Return the key of the article in ``row``."""
        return self._keys[row]

    def row_of(self, key: ArticleKey | None, near: int = 0) -> int:
        """Return the row of an article, or -1; ``near`` is where it probably is."""
        if key is None:
            return -1
        for row in (near, near + 1, near - 1):
            if 0 <= row < len(self._keys) and self._keys[row] == key:
                return row
        try:
            return self._keys.index(key)
        except ValueError:
            return -1

    def article(self, row: int) -> ArticleRow | None:
        """Return the line in ``row``, reading its page if need be; nothing if the article is gone."""
        return self._pages.line(self._keys, row)

    def remembered(self, row: int) -> ArticleRow | None:
        """Return the line in ``row`` if it was read lately."""
        return self._pages.remembered(self._keys, row)

    def read_again(self, keys: Iterable[ArticleKey], near: int) -> None:
        """Read the lines of ``keys`` anew where they are remembered; the rest of the list stays as it is."""
        for key in keys:
            row = self.row_of(key, near)
            if row >= 0 and self._pages.read_again(key, row):
                self.dataChanged.emit(self.index(row), self.index(row))

    def drop(self, row: int) -> None:
        """Take one article out of the list."""
        self.beginRemoveRows(_NO_INDEX, row, row)
        del self._keys[row]
        # The rows behind it have moved up by one, some across the edge of a page.
        self._pages.forget_from(row)
        self.endRemoveRows()

    def next_open(self, row: int, still_open: Callable[[], set[ArticleKey]]) -> int:
        """Return the row of the first open article behind ``row``, else of the first one at all, else -1.

        Args:
            row: where to begin.
            still_open: asks for the keys of all open articles; only called if none is near.
        """
        for candidate in range(row + 1, min(row + 1 + PAGE, len(self._keys))):
            line = self.article(candidate)
            if line is not None and line.status == "open":
                return candidate
        wanted = still_open()
        order = [*range(row + 1, len(self._keys)), *range(min(row + 1, len(self._keys)))]
        return next((candidate for candidate in order if self._keys[candidate] in wanted), -1)

    def rowCount(self, parent: Index = _NO_INDEX) -> int:
        """Return the number of articles that match."""
        return 0 if parent.isValid() else len(self._keys)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return an article's heading, what a screen reader says of it, or its whole line (``UserRole``)."""
        if role not in _ANSWERED:
            return None
        line = self.article(index.row())
        if role == Qt.ItemDataRole.UserRole or line is None:
            return line
        return short(line.heading, 200) if role == Qt.ItemDataRole.DisplayRole else spoken(line)

    def _read(self, keys: Sequence[ArticleKey]) -> dict[ArticleKey, ArticleRow]:
        rows = self._session.ask(lambda project: article_rows(project, keys))
        return {line.key: line for line in rows or ()}


def matches(line: ArticleRow, state: State) -> bool:
    """Say whether an article belongs in a list of that state."""
    return state == "all" or (line.flagged if state == "flagged" else line.status == state)


def spoken(line: ArticleRow) -> str:
    """Return what a screen reader says of an article."""
    parts = [short(line.heading, 200), line.status, "flagged" if line.flagged else ""]
    copies = copies_words(line.copies) if line.copies > 1 else ""
    return ", ".join(part for part in (*parts, short(line.source, 60), short(line.published, 30), copies) if part)
