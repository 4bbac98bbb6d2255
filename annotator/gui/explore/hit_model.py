"""Hits as the rows of a table: what is marked there, the words between what stands before and behind, and where."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import IntEnum
from typing import Any
from unicodedata import bidirectional

import msgspec
from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, Qt

from annotator.gui.article.style import TagStyle
from annotator.gui.panels.table_model import TableModel
from annotator.gui.panels.wording import short
from annotator.gui.plain import shown
from annotator.model.article import ArticleKey
from annotator.model.hits import Hit, Place
from annotator.model.span import Span
from annotator.project.changes import ArticleChanges
from annotator.project.contexts import AROUND

Index = QModelIndex | QPersistentModelIndex
_NO_INDEX = QModelIndex()
_Role = Qt.ItemDataRole
_ANSWERED = frozenset((_Role.DisplayRole, _Role.AccessibleTextRole, _Role.UserRole))
_RIGHT_TO_LEFT = ("R", "AL")
_STRONG = ("L", *_RIGHT_TO_LEFT)
_MOST_WORDS = 200


class Column(IntEnum):
    """The columns of a table of hits."""

    MARK = 0
    LEFT = 1
    WORDS = 2
    RIGHT = 3
    ARTICLE = 4
    SOURCE = 5
    DATE = 6


HEADINGS = {
    Column.MARK: "Marked",
    Column.LEFT: "Left",
    Column.WORDS: "Words",
    Column.RIGHT: "Right",
    Column.ARTICLE: "Article",
    Column.SOURCE: "Source",
    Column.DATE: "Date",
}


class HitModel(TableModel):
    """A table that grows while a search goes on. Nothing here asks the project anything."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(tuple(HEADINGS.values()), parent)
        self._hits: list[Hit] = []
        """As they were found."""
        self._order: list[int] = []
        """By row, which of them it shows."""
        self._articles: set[ArticleKey] = set()
        self._sorted_by: Column | None = None
        self._descending = False
        self.styles: Mapping[str, TagStyle] = {}
        """The letters and colours of tags, by name."""

    def __len__(self) -> int:
        return len(self._hits)

    @property
    def articles(self) -> int:
        """In how many articles the hits are."""
        return len(self._articles)

    @property
    def sorted_by(self) -> Column | None:
        """The column that the rows are sorted by; nothing if they stand as they were found."""
        return self._sorted_by

    def clear(self) -> None:
        """Begin again without a row; the order asked for stays."""
        self.beginResetModel()
        self._hits, self._order = [], []
        self._articles = set()
        self.endResetModel()

    def add(self, page: Sequence[Hit]) -> None:
        """Add hits at the end. When all have come, :meth:`settle` puts them in order."""
        first = len(self._hits)
        self.beginInsertRows(_NO_INDEX, first, first + len(page) - 1)
        self._hits += page
        self._order += range(first, first + len(page))
        self._articles.update(hit.article for hit in page)
        self.endInsertRows()

    def settle(self) -> None:
        """Put all rows in the order that was asked for."""
        if self._sorted_by is not None:
            self._reorder()

    def sort_by(self, column: Column | None, *, descending: bool = False) -> None:
        """Sort the rows by a column, or leave them as they were found."""
        self._sorted_by, self._descending = column, descending
        self._reorder()

    def hit(self, row: int) -> Hit:
        """Return the hit in ``row``."""
        return self._hits[self._order[row]]

    def hits(self, rows: Iterable[int]) -> list[Hit]:
        """Return the hits in ``rows``."""
        return [self.hit(row) for row in rows]

    def row_of(self, place: Place) -> int:
        """Return the row of a place, or -1."""
        return next((row for row, number in enumerate(self._order) if self._hits[number].place == place), -1)

    def apply(self, changes: Mapping[ArticleKey, ArticleChanges], layer: str) -> None:
        """Take in what an edit changed in the marks of ``layer``. Rows stay, also if they were not found today."""
        for row, number in enumerate(self._order):
            hit = self._hits[number]
            if hit.article in changes:
                marks = _marks_after(hit, changes[hit.article], layer)
                if marks != hit.marks:
                    self._hits[number] = self._changed(hit, marks)
                    self.dataChanged.emit(self.index(row, 0), self.index(row, len(Column) - 1))

    def rowCount(self, parent: Index = _NO_INDEX) -> int:
        """Return the number of hits."""
        return 0 if parent.isValid() else len(self._order)

    def data(self, index: Index, role: int = _Role.DisplayRole) -> Any:
        """Return what a cell shows, what a screen reader says of it, or its hit (``UserRole``)."""
        if role not in _ANSWERED:
            return None
        hit = self.hit(index.row())
        if role == _Role.UserRole:
            return hit
        column = Column(index.column())
        return self._cell(hit, column) if role == _Role.DisplayRole else self._spoken(hit, column)

    def marked(self, hit: Hit) -> str:
        """Say what is marked at a hit, in a word or two."""
        exact = hit.exact()
        if exact:
            return ", ".join(dict.fromkeys(short(span.tag, 40) for span in exact))
        around = ", ".join(dict.fromkeys(short(span.tag, 40) for span in hit.marks))
        return f"in {around}" if around else ""

    def _changed(self, hit: Hit, marks: tuple[Span, ...]) -> Hit:
        return msgspec.structs.replace(hit, marks=marks)

    def _cell(self, hit: Hit, column: Column) -> str:
        if column == Column.MARK:
            return self.marked(hit)
        if column in (Column.LEFT, Column.RIGHT):
            behind = (column == Column.RIGHT) != mirrored(hit)
            return _behind(hit) if behind else _before(hit)
        if column == Column.WORDS:
            return short(hit.words, _MOST_WORDS)
        if column == Column.ARTICLE:
            return ("● " if hit.done else "") + short(hit.heading, 160)
        return short(hit.source if column == Column.SOURCE else hit.published, 60)

    def _spoken(self, hit: Hit, column: Column) -> str:
        line = " ".join(
            part for part in (shown(hit.left).strip(), short(hit.words, _MOST_WORDS), shown(hit.right)) if part
        )
        marked = self.marked(hit) or "not marked"
        if column == Column.MARK:
            return marked
        if column in (Column.LEFT, Column.WORDS, Column.RIGHT):
            return f"{line.strip()} – {marked}"
        done = ", done" if hit.done else ""
        if column == Column.ARTICLE:
            return f"article {short(hit.heading, 160)}{done}"
        return self._cell(hit, column) or f"no {HEADINGS[column].lower()}"

    def _reorder(self) -> None:
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        numbers = [self._order[index.row()] for index in before]
        if self._sorted_by is None:
            self._order = list(range(len(self._hits)))
        else:
            key = _KEYS[self._sorted_by]
            order = sorted(range(len(self._hits)), key=lambda number: key(self._hits[number]), reverse=self._descending)
            self._order = order
        rows = {number: row for row, number in enumerate(self._order)}
        after = [self.index(rows[number], index.column()) for number, index in zip(numbers, before, strict=True)]
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()


def mirrored(hit: Hit) -> bool:
    """Say whether a hit stands in text that runs from right to left: what comes behind it is then at its left."""
    text = f"{hit.left}{hit.words}{hit.right}"
    if text.isascii():
        return False
    strong = [kind for kind in map(bidirectional, text) if kind in _STRONG]
    return 2 * sum(kind in _RIGHT_TO_LEFT for kind in strong) > len(strong)


def _before(hit: Hit) -> str:
    """Return what stands before a hit, in whole words."""
    text = shown(hit.left).strip()
    return f"…{text[text.find(' ') + 1 :]}" if hit.start > AROUND else text


def _behind(hit: Hit) -> str:
    """Return what stands behind a hit, in whole words."""
    text = shown(hit.right).rstrip()
    cut = text.rfind(" ")
    return f"{text[:cut].strip()}…" if len(hit.right) >= AROUND and cut > 0 else text.strip()


def _marks_after(hit: Hit, changes: ArticleChanges, layer: str) -> tuple[Span, ...]:
    gone = {*changes.removed, *(span.key for span in changes.put)}
    kept = [span for span in hit.marks if span.key not in gone]
    new = [span for span in changes.put if span.annotator == layer and _touches(span, hit)]
    return tuple(sorted([*kept, *new], key=lambda span: (span.start, -span.end, span.key))) if new else tuple(kept)


def _touches(span: Span, hit: Hit) -> bool:
    return any(place.start < hit.end and place.end > hit.start for place in span.fragments)


def _left_key(hit: Hit) -> tuple[str, ...]:
    return hit.sort_right if mirrored(hit) else hit.sort_left


def _right_key(hit: Hit) -> tuple[str, ...]:
    return hit.sort_left if mirrored(hit) else hit.sort_right


def _mark_key(hit: Hit) -> tuple[bool, bool, str]:
    exact = hit.exact()
    return (not exact, not hit.marks, ",".join(span.tag for span in exact or hit.marks))


_KEYS: Mapping[Column, Callable[[Hit], Any]] = {
    Column.MARK: _mark_key,
    Column.LEFT: _left_key,
    Column.WORDS: lambda hit: hit.sort_words,
    Column.RIGHT: _right_key,
    Column.ARTICLE: lambda hit: (hit.heading.casefold(), hit.article, hit.start),
    Column.SOURCE: lambda hit: hit.source.casefold(),
    Column.DATE: lambda hit: hit.published,
}
