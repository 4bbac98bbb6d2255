"""The forms of the tagset editor: one for a tag, one for an attribute, one for a relation type."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QFormLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from annotator.gui.dialogs.form import add_row, hint, named, new_form
from annotator.gui.panels.wording import name
from annotator.gui.plain import sentence, set_tip
from annotator.gui.tagset.draft import Draft
from annotator.gui.tagset.fields import Checks, Line, Prose
from annotator.gui.tagset.tree import Place
from annotator.gui.tagset.values import Values
from annotator.gui.tagset.words import KIND_WORDS, counted_words
from annotator.model.tagset import Attribute, Tagset
from annotator.model.tagset_changes import (
    LABELS,
    ChangeAttribute,
    ChangeRelation,
    ChangeTag,
    MergeValues,
    RenameAttribute,
    RenameRelation,
    RenameTag,
)
from annotator.model.tagset_drafting import why_no_key, why_no_name
from annotator.model.tagset_parts import attribute_of, attributes_of
from annotator.project.tagset_survey import Survey

_MOST_FOUND_VALUES = 30


class Form(QScrollArea):
    """A page of fields about one place of the tree."""

    renamed = Signal(object)
    """The :class:`~annotator.gui.tagset.tree.Place` under its new name, before the draft says that it changed."""
    name: Line
    """What is shown is called."""

    def __init__(self, name: str, draft: Draft) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self._draft = draft
        self.place = Place("tags")
        page = QWidget()
        self._box = QVBoxLayout(page)
        self._box.setContentsMargins(14, 10, 14, 10)
        self._box.setSpacing(8)
        self._form: QFormLayout = new_form()
        self._box.addLayout(self._form)
        self.used = hint("", f"{name}Used")
        self._box.addWidget(self.used)
        self.setWidget(page)

    def show_place(self, place: Place, survey: Survey) -> None:
        """Show what the draft says about ``place``."""
        raise NotImplementedError

    def commit(self) -> None:
        """Take what is being written in a field."""
        for line in self.findChildren(Line):
            line.commit()
        for prose in self.findChildren(Prose):
            prose.commit()

    def _rename(self, change: Any, place: Place) -> None:
        """Collect a renaming; the place is told first, because the tree goes to it when the draft has changed."""
        before = self.place
        self.place = place
        self.renamed.emit(place)
        if not self._draft.do(change):
            self.place = before
            self.renamed.emit(before)


class TagForm(Form):
    """Name, key and guideline of a tag."""

    def __init__(self, draft: Draft, key_uses: Mapping[str, str]) -> None:
        super().__init__("tagForm", draft)
        self._key_uses = key_uses
        self.name = Line("tagName", "Name of the tag", self._why_no_name)
        self.key = Line("tagKey", "Key of the tag", self._why_no_key)
        self.key.edit.setMaxLength(1)
        self.guideline = Prose("tagGuideline", "Guideline of the tag, in Markdown")
        add_row(self._form, "&Name", self.name)
        add_row(self._form, "&Key", self.key)
        self.phrases = named(QCheckBox("take the article in; offer people &without a name"), "tagPhrases")
        set_tip(self.phrases, "Candidates are then tagged as “the Syrian army”, and “rebels” are candidates, too.")
        add_row(self._form, "Phrases", self.phrases)
        add_row(self._form, "&Guideline", self.guideline)
        self._box.setStretchFactor(self._form, 1)
        self.phrases.clicked.connect(lambda on: self._draft.do(ChangeTag(self.place.name, noun_phrases=on)))
        self.name.written.connect(
            lambda new: self._rename(RenameTag(self.place.name, new), self.place._replace(name=new))
        )
        self.key.edit.textEdited.connect(self._write_key_large)
        self.key.written.connect(lambda key: self._draft.do(ChangeTag(self.place.name, key=key)))
        self.guideline.written.connect(lambda text: self._draft.do(ChangeTag(self.place.name, guideline=text)))

    def show_place(self, place: Place, survey: Survey) -> None:
        """Show a tag."""
        self.place = place
        tag = self._draft.tagset[place.name]
        self.name.show_text(tag.name)
        self.key.show_text(tag.key)
        self.key.setEnabled(not tag.retired)
        self.guideline.show_text(tag.guideline)
        self.phrases.setChecked(tag.noun_phrases)
        spans = counted_words(survey.spans.get(place.name, 0), "span") or "No span"
        state = "Retired: spans keep it, and no new span gets it. " if tag.retired else ""
        self.used.setText(f"{state}{spans} in the project.")

    def _why_no_name(self, new: str) -> str:
        tags = [tag.name for tag in self._draft.tagset.tags]
        return "" if new == self.place.name else why_no_name(new, tags, "tag")

    def _why_no_key(self, key: str) -> str:
        return why_no_key(self._draft.tagset, key, self.place.name)

    def _write_key_large(self, text: str) -> None:
        _write_large(self.key, text)
        _say_use(self.key, self._key_uses)


class AttributeForm(Form):
    """Name, kind, values and help of an attribute, or of a label of articles."""

    def __init__(self, draft: Draft) -> None:
        super().__init__("attributeForm", draft)
        self._said: Counter[Any] = Counter()
        self.name = Line("attributeName", "Name", self._why_no_name)
        self.kind = named(QComboBox(), "attributeKind")
        for kind, words in KIND_WORDS.items():
            self.kind.addItem(words, kind)
        self.values = Values()
        self.help = Prose("attributeHelp", "Help")
        add_row(self._form, "&Name", self.name)
        add_row(self._form, "Sa&ys", self.kind)
        self._values_label: QLabel = add_row(self._form, "Value&s", self.values)
        add_row(self._form, "Help te&xt", self.help)
        self._box.addStretch(1)
        self.name.written.connect(
            lambda new: self._rename(
                RenameAttribute(self.place.of, self.place.name, new), self.place._replace(name=new)
            )
        )
        self.kind.activated.connect(self._change_kind)
        self.values.offered.connect(self._offer)
        self.values.renamed.connect(self._call_value)
        self.help.written.connect(lambda text: self._change(help=text))

    def show_place(self, place: Place, survey: Survey) -> None:
        """Show an attribute."""
        self.place = place
        attribute = self._attribute
        self._said = survey.said.get((place.of, place.name), Counter())
        self.name.show_text(attribute.name)
        self.kind.setCurrentIndex(self.kind.findData(attribute.kind))
        choice = attribute.kind == "choice"
        for widget in (self._values_label, self.values):
            widget.setVisible(choice)
        if choice:
            self.values.show_values(attribute.values, self._said)
        self.help.show_text(attribute.help)
        whose = "of articles" if place.of == LABELS else f"of {name(place.of)}"
        what = counted_words(sum(self._said.values()), "article" if place.of == LABELS else "span")
        self.used.setText(
            sentence(f"{'Label' if place.of == LABELS else 'Attribute'} {whose}, said of {what or 'none'}.")
        )

    @property
    def _attribute(self) -> Attribute:
        return attribute_of(self._draft.tagset, self.place.of, self.place.name)

    def _why_no_name(self, new: str) -> str:
        taken = [known.name for known in attributes_of(self._draft.tagset, self.place.of)]
        return "" if new == self.place.name else why_no_name(new, taken, "attribute")

    def _change(self, **values: Any) -> None:
        if not self._draft.do(ChangeAttribute(self.place.of, self.place.name, **values)):
            self.show_place(self.place, Survey(said={(self.place.of, self.place.name): self._said}))

    def _change_kind(self) -> None:
        kind, attribute = self.kind.currentData(), self._attribute
        if kind == attribute.kind:
            return
        found = [str(value) for value, _ in self._said.most_common(_MOST_FOUND_VALUES)]
        self._change(kind=kind, values=tuple(found) or ("other",) if kind == "choice" else ())

    def _offer(self, values: tuple[str, ...]) -> None:
        self._change(values=values)

    def _call_value(self, value: str, new: str) -> None:
        if not self._draft.do(MergeValues(self.place.of, self.place.name, (value,), new)):
            self._change()


class RelationForm(Form):
    """Name, ends, key, words for none and guideline of a relation type."""

    def __init__(self, draft: Draft, key_uses: Mapping[str, str]) -> None:
        super().__init__("relationForm", draft)
        self._key_uses = key_uses
        self.name = Line("relationName", "Name of the relation type", self._why_no_name)
        self.head = Checks("relationHead", "Tags that the relation goes from")
        self.child = Checks("relationChild", "Tags that the relation goes to")
        self.key = Line("relationKey", "Key of the relation type", self._why_no_key)
        self.key.edit.setMaxLength(1)
        self.absent = Line("relationAbsent", "Words for there being none", lambda _: "")
        self.absent.edit.setPlaceholderText("cannot be said to be absent")
        self.guideline = Prose("relationGuideline", "Guideline of the relation type, in Markdown")
        for label, field in (
            ("&Name", self.name),
            ("&From", self.head),
            ("T&o", self.child),
            ("&Key", self.key),
            ("&Words if none", self.absent),
            ("&Guideline", self.guideline),
        ):
            add_row(self._form, label, field)
        self._box.addStretch(1)
        self.name.written.connect(
            lambda new: self._rename(RenameRelation(self.place.name, new), self.place._replace(name=new))
        )
        self.key.edit.textEdited.connect(self._write_key_large)
        self.head.written.connect(lambda tags: self._change(head=tags))
        self.child.written.connect(lambda tags: self._change(child=tags))
        self.key.written.connect(lambda key: self._change(key=key))
        self.absent.written.connect(lambda text: self._change(absent=text))
        self.guideline.written.connect(lambda text: self._change(guideline=text))

    def show_place(self, place: Place, survey: Survey) -> None:
        """Show a relation type."""
        self.place = place
        tagset: Tagset = self._draft.tagset
        known = tagset.relation(place.name)
        assert known is not None
        tags = [tag.name for tag in tagset.tags]
        self.name.show_text(known.name)
        self.head.show_names(tags, known.head)
        self.child.show_names(tags, known.child)
        self.key.show_text(known.key)
        self.key.setEnabled(not known.retired)
        self.absent.show_text(known.absent)
        self.guideline.show_text(known.guideline)
        relations = counted_words(survey.relations.get(place.name, 0), "relation") or "No relation"
        state = "Retired: relations keep it, and no new one gets it. " if known.retired else ""
        self.used.setText(f"{state}{relations} in the project.")

    def _why_no_name(self, new: str) -> str:
        taken = [known.name for known in self._draft.tagset.relations]
        return "" if new == self.place.name else why_no_name(new, taken, "relation type")

    def _why_no_key(self, key: str) -> str:
        return why_no_key(self._draft.tagset, key, self.place.name)

    def _change(self, **values: Any) -> None:
        if not self._draft.do(ChangeRelation(self.place.name, **values)):
            self.show_place(self.place, Survey())

    def _write_key_large(self, text: str) -> None:
        _write_large(self.key, text)
        _say_use(self.key, self._key_uses)


def _write_large(field: Line, text: str) -> None:
    """Write a key as the capital it is."""
    if text != text.upper():
        field.edit.setText(text.upper())
        field.edit.setModified(True)
        field.edit.textEdited.emit(text.upper())


def _say_use(field: Line, uses: Mapping[str, str]) -> None:
    """Say at once which of the program's own keys it would take."""
    use = uses.get(field.edit.text())
    if use is not None:
        field.say(f"In the article this key is now {use}; the tagset would take it.")
