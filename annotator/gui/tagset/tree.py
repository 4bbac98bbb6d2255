"""The tree of a tagset: tags with their attributes, relation types, labels of articles."""

from collections.abc import Iterator
from typing import Literal, NamedTuple

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QBrush, QFont
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from annotator.gui.article.style import TagStyle, tag_styles
from annotator.gui.panels.pane import named
from annotator.gui.panels.wording import short
from annotator.gui.theme import is_dark
from annotator.model.tagset import Tagset
from annotator.model.tagset_changes import LABELS
from annotator.project.tagset_survey import Survey

Kind = Literal["tags", "tag", "attribute", "relations", "relation", "labels"]

_PLACE = Qt.ItemDataRole.UserRole
_LONGEST = 40


class Place(NamedTuple):
    """A row of the tree."""

    kind: Kind
    name: str = ""
    of: str = ""
    """For an attribute: the tag, or :data:`~annotator.model.tagset_changes.LABELS`."""


TAGS, RELATIONS, ARTICLE_LABELS = Place("tags"), Place("relations"), Place("labels")


class TagsetTree(QTreeWidget):
    """Shows a tagset with the key of each entry, and how much it is used."""

    gone_to = Signal(object)
    """The :class:`Place` of the row that is current now."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        named(self, "tagsetTree", "Tagset")
        self._tagset: Tagset | None = None
        self._survey = Survey()
        self._filling = False
        self.setColumnCount(3)
        self.setHeaderLabels(["Name", "Key", "Used"])
        self.setRootIsDecorated(True)
        self.setUniformRowHeights(True)
        self.setAllColumnsShowFocus(True)
        self.setFrameShape(QTreeWidget.Shape.NoFrame)
        header = self.header()
        header.setStretchLastSection(False)
        header.setMinimumSectionSize(30)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column in (1, 2):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        self.currentItemChanged.connect(self._tell)

    @property
    def place(self) -> Place:
        """The current row."""
        item = self.currentItem()
        return TAGS if item is None else _place(item)

    def show_tagset(self, tagset: Tagset, survey: Survey, place: Place) -> None:
        """Show ``tagset`` and go to ``place``, or as near to it as there is something."""
        self._tagset, self._survey = tagset, survey
        # Tags begin closed: what matters first is which there are.
        opened = {_place(item) for item in self._items() if item.isExpanded()} | {TAGS, RELATIONS, ARTICLE_LABELS}
        closed = {_place(item) for item in self._items() if item.childCount() and not item.isExpanded()}
        self._filling = True
        self.clear()
        self._add_tags(tagset)
        self._add_relations(tagset)
        labels = self._group(ARTICLE_LABELS, "Labels of articles")
        for label in tagset.labels:
            self._add(labels, Place("attribute", label.name, LABELS), label.name, "", survey.used(LABELS, label.name))
        for item in self._items():
            item.setExpanded(_place(item) in opened - closed)
        self._filling = False
        self.go_to(place)

    def go_to(self, place: Place) -> None:
        """Make the row of ``place`` the current one; of one that is gone, the row it hung on."""
        items = {_place(item): item for item in self._items()}
        group = {"attribute": Place("tag", place.of) if place.of else ARTICLE_LABELS, "relation": RELATIONS}
        item = items.get(place) or items.get(group.get(place.kind, TAGS)) or items[TAGS]
        same = item is self.currentItem()
        self.setCurrentItem(item)
        if same:
            self.gone_to.emit(_place(item))

    def changeEvent(self, event: QEvent) -> None:
        """Write in colours that fit the ground."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self._tagset is not None and not self._filling:
            self.show_tagset(self._tagset, self._survey, self.place)

    def _add_tags(self, tagset: Tagset) -> None:
        group = self._group(TAGS, "Tags")
        styles = tag_styles(tagset)
        for tag in tagset.tags:
            item = self._add(group, Place("tag", tag.name), tag.name, tag.key, self._survey.spans.get(tag.name, 0))
            self._dress(item, styles[tag.name], retired=tag.retired)
            for attribute in tag.attributes:
                place = Place("attribute", attribute.name, tag.name)
                self._add(item, place, attribute.name, "", self._survey.used(tag.name, attribute.name))

    def _add_relations(self, tagset: Tagset) -> None:
        group = self._group(RELATIONS, "Relation types")
        for known in tagset.relations:
            used = self._survey.relations.get(known.name, 0)
            item = self._add(group, Place("relation", known.name), known.name, known.key, used)
            if known.retired:
                _retire(item)

    def _group(self, place: Place, title: str) -> QTreeWidgetItem:
        item = QTreeWidgetItem(self, [title])
        item.setData(0, _PLACE, place)
        font = QFont(self.font())
        font.setBold(True)
        item.setFont(0, font)
        return item

    def _add(self, parent: QTreeWidgetItem, place: Place, name: str, key: str, used: int) -> QTreeWidgetItem:
        item = QTreeWidgetItem(parent, [short(name, _LONGEST), key, f"{used:,}" if used else ""])
        item.setData(0, _PLACE, place)
        item.setTextAlignment(2, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return item

    def _dress(self, item: QTreeWidgetItem, style: TagStyle, *, retired: bool) -> None:
        item.setText(0, f"{style.letter}  {item.text(0)}")
        item.setForeground(0, QBrush(style.colour(is_dark(self.palette()))))
        font = QFont(self.font())
        font.setWeight(QFont.Weight.DemiBold)
        item.setFont(0, font)
        if retired:
            _retire(item)

    def _items(self) -> Iterator[QTreeWidgetItem]:
        root = self.invisibleRootItem()
        for group in _children(root):
            yield group
            for child in _children(group):
                yield child
                yield from _children(child)

    def _tell(self, now: QTreeWidgetItem | None) -> None:
        if now is not None and not self._filling:
            self.gone_to.emit(_place(now))


def _children(item: QTreeWidgetItem) -> list[QTreeWidgetItem]:
    return [child for child in map(item.child, range(item.childCount())) if child is not None]


def _place(item: QTreeWidgetItem) -> Place:
    # A named tuple comes back from Qt as a plain one.
    return Place(*item.data(0, _PLACE))


def _retire(item: QTreeWidgetItem) -> None:
    font = item.font(0)
    font.setItalic(True)
    item.setFont(0, font)
    item.setText(0, f"{item.text(0)} (retired)")
