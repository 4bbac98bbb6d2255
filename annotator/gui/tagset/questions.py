"""What the tagset editor asks before it merges, splits or removes."""

from collections import Counter
from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from annotator.gui.dialogs.form import FormDialog, hint, named
from annotator.gui.panels.wording import name, short
from annotator.gui.tagset.words import counted_words
from annotator.model.tagset import Attribute, Tag, Tagset
from annotator.model.tagset_changes import LABELS, RemoveAttribute, SplitTag, Value
from annotator.model.tagset_drafting import why_no_name
from annotator.project.tagset_survey import Survey

_VALUE = Qt.ItemDataRole.UserRole
_MOST_VALUES = 100
_WIDTH = 520


class MergeDialog(FormDialog):
    """Asks what something is to be merged into."""

    def __init__(
        self, what: str, merged: str, others: Sequence[str], count: str, parent: QWidget | None = None
    ) -> None:
        """Make the dialog.

        Args:
            what: “tag” or “relation type”.
            merged: the one that will be gone.
            others: those that it can become.
            count: how much has it now, in words.
            parent: the window it belongs to.
        """
        super().__init__(parent, "mergeDialog", f"Merge a {what}", "&Merge")
        self.into = named(QComboBox(), "mergeInto")
        for other in others:
            self.into.addItem(short(other, 40), other)
        self.add_row(f"{name(merged)} &becomes", self.into)
        self.add_form()
        self.box.addWidget(hint(f"{count} in everybody’s work will follow. Nothing is changed before you apply it."))
        self.box.addStretch(1)
        self.finish()
        self.setMinimumWidth(_WIDTH)
        self.demand("" if others else f"There is no other {what}.")

    def result_value(self) -> str:
        """Return what it becomes."""
        return str(self.into.currentData())


class SplitDialog(FormDialog):
    """Asks by which attribute a tag is to be split, and what spans with each value are called then."""

    def __init__(self, tag: Tag, tagset: Tagset, survey: Survey, parent: QWidget | None = None) -> None:
        super().__init__(parent, "splitDialog", "Split a tag", "&Split")
        self._tag, self._tagset, self._survey = tag, tagset, survey
        self.attribute = named(QComboBox(), "splitAttribute")
        for attribute in tag.attributes:
            self.attribute.addItem(short(attribute.name, 40), attribute.name)
        self.add_row(f"Split {name(tag.name)} &by", self.attribute)
        self.add_form()
        self.table = named(QTableWidget(0, 3), "splitValues")
        self.table.setAccessibleName("Values, and the new tag for each")
        self.table.setHorizontalHeaderLabels(["Value", "Spans", "New tag (empty: stays)"])
        self.table.setTabKeyNavigation(False)
        self.table.verticalHeader().hide()
        header = self.table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.box.addWidget(self.table, 1)
        self.box.addWidget(hint("A new tag begins with the attributes, guideline and relations of the old one."))
        self.finish()
        self.resize(_WIDTH + 80, 420)
        self.attribute.currentIndexChanged.connect(self._fill)
        self.table.itemChanged.connect(self._check)
        self._fill()

    def result_value(self) -> SplitTag:
        """Return the change."""
        into: list[tuple[Value, str]] = []
        for row in range(self.table.rowCount()):
            value_cell, new_cell = self.table.item(row, 0), self.table.item(row, 2)
            new = new_cell.text().strip() if new_cell is not None else ""
            if new and value_cell is not None:
                into += [(value, new) for value in value_cell.data(_VALUE)]
        return SplitTag(self._tag.name, str(self.attribute.currentData()), tuple(into))

    def _fill(self) -> None:
        attribute = self._tag.attribute(str(self.attribute.currentData()))
        said: Counter[Value] = (
            self._survey.said.get((self._tag.name, attribute.name), Counter()) if attribute else Counter()
        )
        known = _offered(attribute) if attribute else []
        values = [*known, *(value for value, _ in said.most_common(_MOST_VALUES) if value not in known)]
        self.table.blockSignals(True)
        self.table.setRowCount(len(values))
        for row, value in enumerate(values):
            cells = [
                QTableWidgetItem(short(str(value), 60)),
                QTableWidgetItem(f"{said[value]:,}"),
                QTableWidgetItem(""),
            ]
            cells[0].setData(_VALUE, _meant(attribute, value))
            for column, cell in enumerate(cells):
                if column < len(cells) - 1:
                    cell.setFlags(cell.flags() & ~Qt.ItemFlag.ItemIsEditable)
                self.table.setItem(row, column, cell)
        self.table.blockSignals(False)
        self.table.setCurrentCell(0, 2)
        self._check()

    def _check(self) -> None:
        taken = [tag.name for tag in self._tagset.tags]
        names = [new for _, new in self.result_value().into]
        if not self._tag.attributes:
            self.demand("The tag has no attribute to split it by; add one first.")
        elif not names:
            self.demand("Write a new tag beside at least one value.")
        else:
            self.demand(next((why for new in names if (why := why_no_name(new, taken, "tag"))), ""))


class RemoveAttributeDialog(FormDialog):
    """Asks whether what is said under an attribute goes with it."""

    def __init__(self, attribute: str, of: str, used: int, parent: QWidget | None = None) -> None:
        super().__init__(parent, "removeAttributeDialog", "Remove an attribute", "&Remove")
        self._change = RemoveAttribute(of, attribute)
        what = counted_words(used, "article" if of == LABELS else "span") or "nothing"
        self.box.addWidget(hint(f"Under {name(attribute)} something is said of {what}."))
        self.forget = named(QCheckBox("&Take away what is said, too"), "forgetValues")
        self.box.addWidget(self.forget)
        self.box.addWidget(
            hint("Otherwise it stays, is exported, and is seen again once the attribute is added again.")
        )
        self.box.addStretch(1)
        self.finish()
        self.setMinimumWidth(_WIDTH)

    def result_value(self) -> RemoveAttribute:
        """Return the change."""
        return RemoveAttribute(self._change.of, self._change.name, self.forget.isChecked())


def _offered(attribute: Attribute) -> list[Value]:
    return ["yes", "no"] if attribute.kind == "yes_no" else list(attribute.values)


def _meant(attribute: Attribute | None, value: Value) -> list[Value]:
    """Return what is stored where a count says ``value``: of yes and no, the counts do not tell the word apart."""
    if attribute is not None and attribute.kind == "yes_no" and value in ("yes", "no"):
        return [value == "yes", value]
    return [value]
