"""What is asked about actors: a new name, another name for one, and which of several they become."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from annotator.errors import UserError
from annotator.gui.dialogs.form import FormDialog, hint, named
from annotator.gui.panels.offers import offer_actors
from annotator.gui.panels.wording import name
from annotator.gui.plain import breakable
from annotator.gui.session import Session
from annotator.model.aliases import LONGEST_NOTE, Alias, check_alias, tidied
from annotator.model.naming import LONGEST_NAME
from annotator.project.alias_spans import Said
from annotator.project.aliases import is_actor

_MOST_NAMED = 3


class AddActorDialog(FormDialog):
    """Asks for an actor and one of its names."""

    def __init__(self, session: Session, actor: str, parent: QWidget | None = None) -> None:
        super().__init__(parent, "addActorDialog", "Add a name", "&Add")
        self.actor = _line("actor")
        self.variant = _line("variant")
        self.valid_from = _line("valid_from")
        self.valid_until = _line("valid_until")
        self.ambiguous = named(QCheckBox("it &means others as well: guess nothing from it"), "ambiguous")
        self.note = _line("note", LONGEST_NOTE)
        offer_actors(self.actor, session)
        self.actor.setText(actor)
        self.variant.setPlaceholderText("empty: the actor’s own name")
        self.valid_from.setPlaceholderText(date(2013, 4, 8).isoformat())
        self.valid_until.setPlaceholderText("or 2013-04, or 2013")
        for label, field in (
            ("A&ctor", self.actor),
            ("&Is called", self.variant),
            ("&From", self.valid_from),
            ("&Until", self.valid_until),
            ("Am&biguous", self.ambiguous),
            ("&Note", self.note),
        ):
            self.add_row(label, field)
        self.add_form()
        self.box.addStretch(1)
        self.finish()
        for line in (self.actor, self.variant, self.valid_from, self.valid_until, self.note):
            line.textChanged.connect(lambda _: self._check())
        self.setMinimumWidth(520)
        self._check()
        (self.variant if actor else self.actor).setFocus()

    def result_value(self) -> Alias:
        """Return the new alias."""
        actor = self.actor.text()
        return tidied(
            Alias(
                actor,
                self.variant.text().strip() or actor,
                self.valid_from.text(),
                self.valid_until.text(),
                self.ambiguous.isChecked(),
                self.note.text(),
            )
        )

    def _check(self) -> None:
        try:
            check_alias(self.result_value())
        except UserError as error:
            self.demand(str(error))
        else:
            self.demand("")


class RenameActorDialog(FormDialog):
    """Asks for another name of an actor, and says what changes with it."""

    def __init__(self, session: Session, actor: str, parent: QWidget | None = None) -> None:
        super().__init__(parent, "renameActorDialog", "Rename an actor", "&Rename")
        self._session = session
        self._actor = actor
        self.name = _line("newName")
        self.name.setText(actor)
        self.name.selectAll()
        self.add_row("&New name", self.name)
        self.add_form()
        self.counted = hint(_COUNTING, "counted")
        self.box.addWidget(self.counted)
        self.box.addStretch(1)
        self.finish()
        self.name.textChanged.connect(lambda _: self._check())
        self.setMinimumWidth(520)
        self._check()

    def result_value(self) -> str:
        """Return the new name."""
        return self.name.text().strip()

    def show_count(self, said: Said) -> None:
        """Say how many spans will be changed."""
        self.counted.setText(breakable(f"All names of {name(self._actor)} stay. {_spans_sentence(said)}"))

    def _check(self) -> None:
        new = self.result_value()
        if new == self._actor:
            self.demand(" ")
        elif self._session.ask(lambda project: is_actor(project, new)):
            self.demand("There is an actor of that name already; merge the two instead.")
        else:
            self.demand(_why_no_name(new))


class MergeActorsDialog(FormDialog):
    """Asks which actor several of them become, and says what changes with that."""

    def __init__(self, session: Session, actors: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent, "mergeActorsDialog", "Merge actors", "&Merge")
        self._session = session
        self._actors = list(actors)
        listed = ", ".join(name(actor) for actor in self._actors[:_MOST_NAMED])
        more = f" and {len(self._actors) - _MOST_NAMED:,} more" if len(self._actors) > _MOST_NAMED else ""
        self.box.addWidget(hint(breakable(f"{listed}{more}: all their names will be names of one actor."), "merged"))
        self.into = _line("into")
        self.into.setPlaceholderText("an actor of the list…")
        offer_actors(self.into, session)
        if len(self._actors) > 1:
            self.into.setText(self._actors[0])
        self.add_row("Become one &with", self.into)
        self.add_form()
        self.counted = hint(_COUNTING, "counted")
        self.box.addWidget(self.counted)
        self.box.addStretch(1)
        self.finish()
        self.into.textChanged.connect(lambda _: self._check())
        self.setMinimumWidth(520)
        self._check()
        self.into.setFocus()

    def result_value(self) -> tuple[list[str], str]:
        """Return the actors that go, and the one they become."""
        into = self.into.text().strip()
        return [actor for actor in self._actors if actor != into], into

    def show_count(self, said: Said) -> None:
        """Say how many spans mean one of the actors."""
        self.counted.setText(_spans_sentence(said, "one of them"))

    def _check(self) -> None:
        actors, into = self.result_value()
        if not into:
            self.demand("Choose which actor they become.")
        elif not self._session.ask(lambda project: is_actor(project, into)):
            self.demand("There is no actor of that name in the list.")
        else:
            self.demand("" if actors else "An actor can become one with another only.")


_COUNTING = "Counting spans…"


def _line(object_name: str, most: int = LONGEST_NAME) -> QLineEdit:
    line = named(QLineEdit(), object_name)
    line.setMaxLength(most)
    line.setAcceptDrops(False)
    return line


def _why_no_name(new: str) -> str:
    try:
        check_alias(Alias(new, new))
    except UserError as error:
        return str(error)
    return ""


def _spans_sentence(said: Said, whom: str = "it") -> str:
    if not said.total:
        return f"No span says that it means {whom}."
    spans = (
        f"One span says that it means {whom}" if said.total == 1 else f"{said.total:,} spans say that they mean {whom}"
    )
    others = f", {said.others:,} of them in the layers of others" if said.others else ""
    return f"{spans}{others}; that changes in the same step."
