"""The spans of the article on the desk, in text order: what the span table shows and everything else asks."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, Qt

from annotator.gui.article.span_index import document_order
from annotator.gui.article.style import TagStyle
from annotator.gui.panels.shown_relations import ShownRelations
from annotator.gui.panels.span_words import attribute_words
from annotator.gui.panels.table_model import TableModel
from annotator.gui.panels.wording import origin_words, quoted, short, without_isolates
from annotator.gui.plain import isolated, shown
from annotator.model.span import Fragment, Relation, Span, SpanKey

Index = QModelIndex | QPersistentModelIndex
_NO_INDEX = QModelIndex()
_WORDS_SHOWN = 160
_WORDS_OF_RELATED = 60
_MOST_RELATIONS = 12
_ANSWERED = frozenset((Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.UserRole))


class Column(IntEnum):
    """The columns of the span table."""

    TAG = 0
    TEXT = 1
    NOTE = 2
    PLACE = 3
    ATTRIBUTES = 4
    RELATIONS = 5


_HEADINGS = {
    Column.TAG: "Tag",
    Column.TEXT: "Text",
    Column.NOTE: "Note",
    Column.PLACE: "Place",
    Column.ATTRIBUTES: "Attributes",
    Column.RELATIONS: "Relations",
}


class SpanModel(TableModel):
    """The shown spans. Reading an article fills it once; after that it follows edits span by span."""

    def __init__(self, relations: ShownRelations, parent: QObject | None = None) -> None:
        """Show spans with what ``relations`` holds, which :meth:`say_again` is told about."""
        super().__init__(tuple(_HEADINGS.values()), parent)
        self._relations = relations
        self._text = ""
        self._paragraphs: list[int] = []
        self._styles: dict[str, TagStyle] = {}
        self._spans: list[Span] = []
        self._by_key: dict[SpanKey, Span] = {}

    def __len__(self) -> int:
        return len(self._spans)

    def fill(self, text: str, spans: Iterable[Span]) -> None:
        """Show other spans, of another article or layer."""
        self.beginResetModel()
        if text is not self._text:
            self._text = text
            self._paragraphs = []
        self._spans = sorted(spans, key=document_order)
        self._by_key = {span.key: span for span in self._spans}
        self.endResetModel()

    def set_tag_styles(self, styles: dict[str, TagStyle]) -> None:
        """Use these letters and colours for tags."""
        self._styles = styles

    def apply(self, put: Sequence[Span], removed: Sequence[SpanKey]) -> None:
        """Take in what an edit changed."""
        for key in removed:
            self._remove(key)
        for span in put:
            before = self._by_key.get(span.key)
            if before is not None and document_order(before) == document_order(span):
                self._replace(span)
            else:
                self._remove(span.key)
                self._insert(span)

    def say_again(self, keys: Iterable[SpanKey]) -> None:
        """Show spans anew that are as they were, but whose relations are not."""
        for row in filter(lambda row: row >= 0, map(self.row_of, keys)):
            self.dataChanged.emit(self.index(row, Column.RELATIONS), self.index(row, Column.RELATIONS))

    def get(self, key: SpanKey | None) -> Span | None:
        """Return the span with ``key``, if it is shown."""
        return None if key is None else self._by_key.get(key)

    def all(self) -> Sequence[Span]:
        """Return the spans in text order."""
        return self._spans

    def span_in(self, row: int) -> Span:
        """Return the span in ``row``."""
        return self._spans[row]

    def row_of(self, key: SpanKey | None) -> int:
        """Return the row of the span with ``key``, or -1."""
        span = self.get(key)
        return -1 if span is None else bisect_left(self._spans, document_order(span), key=document_order)

    def row_near(self, position: int) -> int:
        """Return the row of the last span that begins at or before ``position``, or -1 if there is none."""
        return bisect_right(self._spans, position, key=lambda span: span.fragments[0].start) - 1

    def twin(self, fragments: tuple[Fragment, ...], tag: str) -> Span | None:
        """Return a shown span with just these fragments and this tag, if there is one."""
        start, end = fragments[0].start, fragments[-1].end
        at = bisect_left(self._spans, (start, -end, 0), key=document_order)
        while at < len(self._spans) and document_order(self._spans[at])[:2] == (start, -end):
            if self._spans[at].tag == tag and self._spans[at].fragments == fragments:
                return self._spans[at]
            at += 1
        return None

    def words(self, span: Span, most: int = _WORDS_SHOWN) -> str:
        """Return the words of ``span`` on one line, shortened to ``most`` characters."""
        # A few more code points than are shown: line ends fold together.
        parts = [
            self._text[fragment.start : min(fragment.end, fragment.start + 2 * most)] for fragment in span.fragments[:8]
        ]
        return short(" … ".join(parts), most)

    def relation_words(self, span: Span) -> list[str]:
        """Say of each relation of ``span`` what it is and which words are at its other end."""
        found = self._relations.at(span.key)
        said = [self._related(relation, span.key) for relation in found[:_MOST_RELATIONS]]
        return [*said, f"and {len(found) - _MOST_RELATIONS} more"] if len(found) > _MOST_RELATIONS else said

    def rowCount(self, parent: Index = _NO_INDEX) -> int:
        """Return the number of spans."""
        return 0 if parent.isValid() else len(self._spans)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a cell shows, or what a screen reader says of it."""
        # A table that is painted asks each cell for seven roles more, which have no answer.
        if role not in _ANSWERED:
            return None
        span = self._spans[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._cell(span, Column(index.column()))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._spoken(span, Column(index.column()))
        if role == Qt.ItemDataRole.UserRole:
            return self._styles.get(span.tag)
        return None

    def _cell(self, span: Span, column: Column) -> str:
        if column == Column.TAG:
            return short(span.tag, 40)
        if column == Column.TEXT:
            return self.words(span)
        if column == Column.RELATIONS:
            return without_isolates(" · ".join(self.relation_words(span)))
        if column == Column.ATTRIBUTES:
            return without_isolates(" · ".join(attribute_words(span)))
        if column == Column.NOTE:
            return " ".join(part for part in ("?" if span.unsure else "", short(span.note, 120)) if part)
        return f"¶ {self._paragraph(span.start)}"

    def _spoken(self, span: Span, column: Column) -> str:
        if column == Column.TAG:
            return f"{shown(span.tag)}, {origin_words(span.origin)}"
        if column == Column.TEXT:
            parts = f", in {len(span.fragments)} parts" if len(span.fragments) > 1 else ""
            return f"{quoted(self.words(span))}, {shown(span.tag)}{parts}"
        if column == Column.RELATIONS:
            return "; ".join(self.relation_words(span)) or "no relations"
        if column == Column.ATTRIBUTES:
            return ", ".join(attribute_words(span)) or "no attributes"
        if column == Column.NOTE:
            spoken = [f"note: {short(span.note, 120)}" if span.note else "", "unsure" if span.unsure else ""]
            return ", ".join(part for part in spoken if part) or "no note"
        return f"paragraph {self._paragraph(span.start)}"

    def _related(self, relation: Relation, span: SpanKey) -> str:
        begins_here = relation.head == span
        other = self.get(relation.child if begins_here else relation.head)
        words = quoted(self.words(other, _WORDS_OF_RELATED)) if other is not None else "?"
        return f"{isolated(short(relation.type, 24))}{':' if begins_here else ' of'} {words}"

    def _paragraph(self, position: int) -> int:
        if not self._paragraphs:
            self._paragraphs = _paragraph_starts(self._text)
        return bisect_right(self._paragraphs, position)

    def _insert(self, span: Span) -> None:
        row = bisect_left(self._spans, document_order(span), key=document_order)
        self.beginInsertRows(_NO_INDEX, row, row)
        self._spans.insert(row, span)
        self._by_key[span.key] = span
        self.endInsertRows()

    def _remove(self, key: SpanKey) -> None:
        row = self.row_of(key)
        if row < 0:
            return
        self.beginRemoveRows(_NO_INDEX, row, row)
        del self._spans[row], self._by_key[key]
        self.endRemoveRows()

    def _replace(self, span: Span) -> None:
        row = self.row_of(span.key)
        self._spans[row] = self._by_key[span.key] = span
        self.dataChanged.emit(self.index(row, 0), self.index(row, len(Column) - 1))


def _paragraph_starts(text: str) -> list[int]:
    """Return where paragraphs begin: at 0 and behind each run of line ends."""
    starts = [0]
    at = text.find("\n")
    while at >= 0:
        while at < len(text) and text[at] in "\r\n":
            at += 1
        starts.append(at)
        at = text.find("\n", at)
    return starts
