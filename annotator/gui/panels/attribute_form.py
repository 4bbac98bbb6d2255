"""The attribute form: a field for each thing that can be said, and a line that explains the one the keyboard is in."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, TypeAlias

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from annotator.gui.panels.fields import ChoiceField, LineField, field_for
from annotator.gui.panels.pane import faint, named
from annotator.gui.panels.wording import short
from annotator.gui.plain import plain_label, set_tip, shown, without_mnemonic
from annotator.gui.session import Session
from annotator.model.tagset import Attribute

if TYPE_CHECKING:
    from annotator.gui.panels.actor_field import ActorField

_NUMBERED = 9

Field: TypeAlias = "LineField | ChoiceField | ActorField"


class AttributeForm(QWidget):
    """Shows values and guesses by attribute. What is decided is only asked for; what is shown is what was saved."""

    decided = Signal(object, object)
    """The name of an attribute, and the value for it or nothing."""
    left = Signal()
    """The reader is finished with the form."""
    explained = Signal(object)
    """The name of the attribute that the keyboard is in now, or an empty one."""

    def __init__(self, name: str, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._session = session
        self._context = ("", "")
        self._attributes: Sequence[Attribute] = ()
        self._fields: dict[str, Field] = {}
        self._actor_fields: list[ActorField] = []
        self._labels: list[QLabel] = []
        self._values: tuple[Mapping[str, object], Mapping[str, object]] = ({}, {})
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(4)
        self._grid = QGridLayout()
        self._grid.setColumnStretch(1, 1)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(3)
        self.help = faint(plain_label("", wrap=True, name="fieldHelp"))
        self.help.hide()
        box.addLayout(self._grid)
        box.addWidget(self.help)

    def __len__(self) -> int:
        return len(self._fields)

    def field(self, name: str) -> Field:
        """Return the field of the attribute called ``name``; raise :exc:`KeyError` if there is none."""
        return self._fields[name]

    def show_attributes(self, attributes: Sequence[Attribute]) -> None:
        """Offer these attributes and no others."""
        if attributes == self._attributes:
            return
        self._attributes = attributes
        for widget in (*self._labels, *self._fields.values()):
            self._grid.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        self._labels, self._fields, self._actor_fields = [], {}, []
        for row, attribute in enumerate(attributes):
            self._add_row(row, attribute)

    def set_context(self, words: str, published: str) -> None:
        """Say which words the form is about, and the date of their article: they tell which actors are offered."""
        self._context = (words, published)
        for field in self._actor_fields:
            field.set_context(words, published)

    def show_values(self, values: Mapping[str, object], guesses: Mapping[str, object], *, editable: bool) -> None:
        """Show what is said and what is guessed, by the attribute's name."""
        self._values = (values, guesses)
        for name, field in self._fields.items():
            field.setEnabled(editable)
            field.show_value(values.get(name), guesses.get(name))

    def take_focus(self) -> bool:
        """Go to the first field; say whether there is one."""
        first = next((field for field in self._fields.values() if field.isEnabled()), None)
        if first is not None:
            first.setFocus(Qt.FocusReason.ShortcutFocusReason)
        return first is not None

    def holds_focus(self) -> bool:
        """Say whether the keyboard is in one of the fields."""
        return any(field.hasFocus() for field in self._fields.values())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Explain the field that the keyboard goes to."""
        if event.type() == QEvent.Type.FocusIn:
            name = next((name for name, field in self._fields.items() if field is watched), "")
            self._explain(name)
            self.explained.emit(name)
        elif event.type() == QEvent.Type.FocusOut:
            self.help.hide()
            self.explained.emit("")
        return super().eventFilter(watched, event)

    def _add_row(self, row: int, attribute: Attribute) -> None:
        label = faint(plain_label(without_mnemonic(short(attribute.name, 24))))
        field = named(self._field_for(attribute), f"attribute:{attribute.name}", shown(attribute.name))
        label.setBuddy(field)
        set_tip(field, shown(attribute.help))
        field.decided.connect(lambda value, name=attribute.name: self.decided.emit(name, value))
        field.advanced.connect(lambda step, at=row: self._advance(at + step))
        field.left.connect(self.left)
        field.installEventFilter(self)
        self._grid.addWidget(label, row, 0)
        self._grid.addWidget(field, row, 1)
        # A layout shows what is new in it a moment later, and until then a fast key could not go there.
        field.show()
        self._labels.append(label)
        self._fields[attribute.name] = field
        values, guesses = self._values
        field.show_value(values.get(attribute.name), guesses.get(attribute.name))

    def _field_for(self, attribute: Attribute) -> Field:
        if attribute.kind != "alias":
            return field_for(attribute)
        # The list of actors is loaded with the first span that can be one.
        from annotator.gui.panels.actor_field import ActorField

        field = ActorField(self._session)
        field.set_context(*self._context)
        self._actor_fields.append(field)
        return field

    def _advance(self, row: int) -> None:
        fields = list(self._fields.values())
        if 0 <= row < len(fields):
            fields[row].setFocus(Qt.FocusReason.TabFocusReason)
        elif row >= len(fields):
            self.left.emit()

    def _explain(self, name: str) -> None:
        attribute = next((known for known in self._attributes if known.name == name), None)
        if attribute is None:
            return
        choices = enumerate(attribute.values[:_NUMBERED], 1) if attribute.kind == "choice" else ()
        keys = " · ".join(f"{number} {shown(value)}" for number, value in choices)
        self.help.setText("\n".join(part for part in (shown(attribute.help), keys) if part))
        self.help.setVisible(bool(self.help.text()))
