"""The queue as rows. Only which conflicts there are is kept; what a row says is read when somebody looks at it."""

from collections.abc import Callable, Collection, Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from annotator.gui.article.style import TagStyle
from annotator.gui.panels.wording import short
from annotator.gui.plain import tip
from annotator.gui.review.wording import STATE_NAMES, short_differences
from annotator.model.article import ArticleKey
from annotator.project.conflict_cache import KeptConflict
from annotator.project.conflict_queue import Place

Index = QModelIndex | QPersistentModelIndex
_NO_INDEX = QModelIndex()
_MOST_WORDS = 90
_MOST_TITLE = 120
_REMEMBERED = 400

WAITING = ("open", "re-opened")
"""States in which a conflict waits for a decision; what was put off does not."""

Read = Callable[[ArticleKey], tuple[str, dict[str, KeptConflict]]]
"""Returns the title of an article, and its conflicts by id."""


class QueueModel(QAbstractListModel):
    """Conflicts in the order in which they come."""

    def __init__(self, read: Read, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._read = read
        self._places: Sequence[Place] = ()
        self._rows: dict[Place, int] = {}
        self._waiting: set[Place] = set()
        self._known: dict[ArticleKey, tuple[str, dict[str, KeptConflict]]] = {}
        self.styles: dict[str, TagStyle] = {}

    def __len__(self) -> int:
        return len(self._places)

    def fill(self, places: Sequence[Place], waiting: Collection[Place] = ()) -> None:
        """List these conflicts, of which ``waiting`` wait for a decision."""
        self.beginResetModel()
        self._places = places
        self._waiting = set(waiting)
        self._rows = {place: row for row, place in enumerate(places)}
        self._known.clear()
        self.endResetModel()

    def place(self, row: int) -> Place | None:
        """Return the conflict in a row, if there is such a row."""
        return self._places[row] if 0 <= row < len(self._places) else None

    def row_of(self, place: Place | None) -> int:
        """Return the row of a conflict; -1 if it is not listed."""
        return -1 if place is None else self._rows.get(place, -1)

    def conflict(self, row: int) -> KeptConflict | None:
        """Return what is known of the conflict in a row; nothing if it is gone by now."""
        place = self.place(row)
        return None if place is None else self._of_article(place[0])[1].get(place[1])

    def title(self, row: int) -> str:
        """Return the title of the article of a row."""
        place = self.place(row)
        return "" if place is None else self._of_article(place[0])[0]

    def next_open(self, row: int, *, but: ArticleKey | None = None) -> int:
        """Return the next row behind ``row`` that waits for a decision, going round; -1 if there is none.

        With ``but``, one in another article is looked for.
        """
        count = len(self._places)
        # By what is known, not by reading rows: far down a long list, nearly all of them may be decided.
        for step in range(1, count + 1):
            place = self._places[(row + step) % count]
            if place in self._waiting and place[0] != but:
                return (row + step) % count
        return -1

    def forget(self, articles: Collection[ArticleKey]) -> None:
        """Read again what rows of some articles say."""
        for article in articles:
            self._known.pop(article, None)
        for place in self._places:
            if place[0] in articles:
                conflict = self._of_article(place[0])[1].get(place[1])
                waits = conflict is not None and conflict.state in WAITING
                (self._waiting.add if waits else self._waiting.discard)(place)
        if self._places:
            self.dataChanged.emit(self.index(0), self.index(len(self._places) - 1))

    def rowCount(self, parent: Index = _NO_INDEX) -> int:
        """Return how many conflicts are listed."""
        return 0 if parent.isValid() else len(self._places)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a row says; under the user role the conflict itself."""
        conflict = self.conflict(index.row())
        if role == Qt.ItemDataRole.UserRole:
            return conflict
        if role == Qt.ItemDataRole.DisplayRole:
            return self._words(index.row(), conflict)
        return tip(self._words(index.row(), conflict)) if role == Qt.ItemDataRole.ToolTipRole else None

    def _words(self, row: int, conflict: KeptConflict | None) -> str:
        if conflict is None:
            return "no longer there"
        about = conflict.label or conflict.tag
        words = f"{short(about, 30)} “{short(conflict.words, _MOST_WORDS)}”, {short_differences(conflict.differs)}"
        state = "" if conflict.state == "open" else f", {STATE_NAMES.get(conflict.state, conflict.state)}"
        return f"{words}{state} – {short(self.title(row), _MOST_TITLE)}"

    def _of_article(self, article: ArticleKey) -> tuple[str, dict[str, KeptConflict]]:
        known = self._known.get(article)
        if known is None:
            if len(self._known) > _REMEMBERED:
                self._known.clear()
            known = self._known[article] = self._read(article)
        return known
