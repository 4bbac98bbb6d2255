"""The buttons of the tagset editor: what can be done to the entry of the tree that is current."""

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QPushButton, QWidget

from annotator.gui.dialogs.form import named
from annotator.gui.tagset.draft import Draft
from annotator.gui.tagset.questions import MergeDialog, RemoveAttributeDialog, SplitDialog
from annotator.gui.tagset.tree import ARTICLE_LABELS, TAGS, Place
from annotator.gui.tagset.words import counted_words
from annotator.model.tagset import Attribute, RelationType, Tag
from annotator.model.tagset_changes import (
    LABELS,
    AddAttribute,
    AddRelation,
    AddTag,
    Change,
    MergeRelations,
    MergeTags,
    MoveTag,
    RemoveRelation,
    RemoveTag,
    RetireRelation,
    RetireTag,
)
from annotator.model.tagset_parts import attributes_of
from annotator.project.tagset_survey import Survey

_HAS_FORM = ("tag", "attribute", "relation")


class EntryButtons(QWidget):
    """Adds, renames, merges, splits, retires, removes and moves; each only collects a change."""

    going = Signal(object)
    """The :class:`~annotator.gui.tagset.tree.Place` to be at once the draft has changed."""
    rename_wanted = Signal()
    refused = Signal(object)
    """One sentence: why something was not done."""

    def __init__(self, draft: Draft, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._draft = draft
        self._place = TAGS
        self._survey = Survey()
        self.add = entry_button("&Add tag", "addEntry", self._add)
        self.add_attribute = entry_button("Add attri&bute", "addAttribute", self._add_attribute)
        self.rename = entry_button("&Rename", "renameEntry", self.rename_wanted.emit)
        self.merge = entry_button("&Merge…", "mergeEntry", self._merge)
        self.split = entry_button("Sp&lit…", "splitEntry", self._split)
        self.retire = entry_button("Re&tire", "retireEntry", self._retire)
        self.remove = entry_button("Remo&ve", "removeEntry", self._remove)
        self.up = entry_button("&Up", "moveUp", lambda: self._move(-1))
        self.down = entry_button("&Down", "moveDown", lambda: self._move(1))
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(4)
        rows = (
            (self.add, self.add_attribute, self.rename),
            (self.merge, self.split, self.retire),
            (self.remove, self.up, self.down),
        )
        for row, buttons in enumerate(rows):
            for column, button in enumerate(buttons):
                grid.addWidget(button, row, column)

    def show_place(self, place: Place, survey: Survey, *, usable: bool) -> None:
        """Name the buttons after ``place``, and switch off what makes no sense there."""
        self._place, self._survey = place, survey
        self.add.setText(f"&Add {self._what_to_add()}")
        self.retire.setText("Re&turn to use" if self._is_retired() else "Re&tire")
        entry = place.kind in ("tag", "relation")
        for button, possible in (
            (self.add, True),
            (self.add_attribute, self._tag is not None),
            (self.rename, place.kind in _HAS_FORM),
            (self.merge, entry),
            (self.split, place.kind == "tag"),
            (self.retire, entry),
            (self.remove, place.kind in _HAS_FORM),
            (self.up, place.kind == "tag"),
            (self.down, place.kind == "tag"),
        ):
            button.setEnabled(possible and usable)

    def _what_to_add(self) -> str:
        if self._place == ARTICLE_LABELS or (self._place.kind == "attribute" and self._place.of == LABELS):
            return "label"
        return "relation" if self._place.kind in ("relation", "relations") else "tag"

    def _is_retired(self) -> bool:
        if self._place.kind == "relation":
            known = self._draft.tagset.relation(self._place.name)
            return known is not None and known.retired
        tag = self._tag
        return self._place.kind == "tag" and tag is not None and tag.retired

    @property
    def _tag(self) -> Tag | None:
        """The tag that is current, or whose attribute is."""
        name = self._place.name if self._place.kind == "tag" else self._place.of
        return self._draft.tagset[name] if name and name in self._draft.tagset else None

    def _do(self, place: Place, *changes: Change) -> bool:
        """Collect changes, and then be at ``place``."""
        before = self._place
        self.going.emit(place)
        done = self._draft.do(*changes)
        if not done:
            self.going.emit(before)
        return done

    def _add(self) -> None:
        tagset = self._draft.tagset
        what = self._what_to_add()
        if what == "label":
            self._add_to(LABELS)
        elif what == "relation":
            new = _free("new relation", [known.name for known in tagset.relations])
            tag = tagset.in_use[0].name
            self._begin(Place("relation", new), AddRelation(RelationType(new, (tag,), (tag,))))
        else:
            new = _free("new tag", [tag.name for tag in tagset.tags])
            self._begin(Place("tag", new), AddTag(Tag(new)))

    def _add_attribute(self) -> None:
        tag = self._tag
        if tag is not None:
            self._add_to(tag.name)

    def _add_to(self, of: str) -> None:
        taken = [known.name for known in attributes_of(self._draft.tagset, of)]
        new = _free("new attribute" if of else "new label", taken)
        self._begin(Place("attribute", new, of), AddAttribute(of, Attribute(new)))

    def _begin(self, place: Place, change: Change) -> None:
        if self._do(place, change):
            self.rename_wanted.emit()

    def _merge(self) -> None:
        place, tagset = self._place, self._draft.tagset
        if place.kind == "tag":
            count = counted_words(self._survey.spans.get(place.name, 0), "span") or "No span"
            others = [tag.name for tag in tagset.tags if tag.name != place.name]
            self._ask(
                MergeDialog("tag", place.name, others, count, self),
                lambda into: self._do(Place("tag", into), MergeTags((place.name,), into)),
            )
        elif place.kind == "relation":
            count = counted_words(self._survey.relations.get(place.name, 0), "relation") or "No relation"
            others = [known.name for known in tagset.relations if known.name != place.name]
            self._ask(
                MergeDialog("relation type", place.name, others, count, self),
                lambda into: self._do(Place("relation", into), MergeRelations((place.name,), into)),
            )

    def _split(self) -> None:
        tag = self._tag
        if self._place.kind == "tag" and tag is not None:
            place = self._place
            self._ask(SplitDialog(tag, self._draft.tagset, self._survey, self), lambda change: self._do(place, change))

    def _retire(self) -> None:
        place, tag = self._place, self._tag
        if place.kind == "tag" and tag is not None:
            self._do(place, RetireTag(place.name, not tag.retired))
        elif place.kind == "relation":
            known = self._draft.tagset.relation(place.name)
            self._do(place, RetireRelation(place.name, known is None or not known.retired))

    def _remove(self) -> None:
        place = self._place
        if place.kind == "tag":
            self._remove_unused(place, self._survey.spans, "spans", RemoveTag(place.name))
        elif place.kind == "relation":
            self._remove_unused(place, self._survey.relations, "relations", RemoveRelation(place.name))
        elif place.kind == "attribute":
            used = self._survey.used(place.of, place.name)
            self._ask(RemoveAttributeDialog(place.name, place.of, used, self), lambda change: self._do(place, change))

    def _remove_unused(self, place: Place, used: Mapping[str, int], what: str, change: Change) -> None:
        if used.get(place.name):
            self.refused.emit(f"There are {used[place.name]:,} {what} with it; merge or retire it instead.")
        else:
            self._do(place, change)

    def _move(self, step: int) -> None:
        tag = self._tag
        if self._place.kind == "tag" and tag is not None:
            at = self._draft.tagset.tags.index(tag) + step
            if 0 <= at < len(self._draft.tagset.tags):
                self._do(self._place, MoveTag(tag.name, at))

    def _ask(self, dialog: Any, answered: Callable[[Any], object]) -> None:
        dialog.accepted.connect(lambda: answered(dialog.result_value()))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()


def entry_button(text: str, name: str, clicked: Callable[[], object]) -> QPushButton:
    """Return a button that Enter elsewhere does not press."""
    button = named(QPushButton(text, autoDefault=False), name)
    button.clicked.connect(lambda _checked=False: clicked())
    return button


def _free(name: str, taken: list[str]) -> str:
    """Return ``name``, with a number if it is taken."""
    numbered, number = name, 1
    while numbered in taken:
        number += 1
        numbered = f"{name} {number}"
    return numbered
