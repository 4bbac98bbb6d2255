"""Filling the list of actors from what spans are called."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from annotator.errors import UserError
from annotator.gui.background import Job, Runner
from annotator.gui.dialogs.form import add_row, named, new_form
from annotator.gui.panels.offers import offer_actors
from annotator.gui.panels.rows_model import RowsModel, go_to_row, rows_table
from annotator.gui.panels.wording import name
from annotator.gui.plain import breakable, plain_label
from annotator.gui.plain import sentence as displayed
from annotator.gui.session import Session
from annotator.jobs.progress import Cancelled, Report
from annotator.model.aliases import Alias, check_alias, fold_name
from annotator.model.naming import LONGEST_NAME
from annotator.project.alias_spans import UnlistedName, unlisted_names
from annotator.project.changes import Changes

_COLUMNS = ("Spans say", "Spans", "Said to mean")
_WAITING = "Looking at what spans are called…"
_NOTHING = "The list knows everything that spans are called."


class ActorFillDialog(QDialog):
    """Lists what spans call actors that the list does not know, the most frequent first.

    Several names at a time become names of one actor, or each an actor of its own.
    """

    add_wanted = Signal(object)
    """A list of :class:`~annotator.model.aliases.Alias`."""

    def __init__(self, session: Session, runner: Runner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("actorFillDialog")
        self.setWindowTitle("Names from spans")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self._session = session
        self._runner = runner
        self._job: Job | None = None
        self._over = False
        self._names: Sequence[UnlistedName] = ()
        self._listed: Sequence[UnlistedName] = ()
        self._build()
        self._typing = QTimer(self, singleShot=True, interval=120)
        self._typing.timeout.connect(self._narrow)
        self.filter.textChanged.connect(lambda _: self._typing.start())
        self.whose.activated.connect(lambda _: self.look())
        self.actor.textChanged.connect(lambda _: self._allow())
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._follow_choice())
        session.changed.connect(self._take_in)
        session.refused.connect(self.refuse)
        self.resize(760, 560)
        self.look()

    def look(self) -> None:
        """Ask in the background what spans are called."""
        project = self._session.project
        if project is None:
            return
        if self._job is not None:
            self._job.cancel()
        own = bool(self.whose.currentData())

        def work(_report: Report, cancelled: Cancelled) -> list[UnlistedName]:
            with project.sibling() as sibling:
                return unlisted_names(sibling, own=own, went_on=lambda: not cancelled())

        def mine(ended: Job) -> bool:
            return self._job is ended and not self._over

        def failed(error: UserError) -> None:
            if mine(job):
                self.refuse(str(error))

        job = self._job = self._runner.run(
            "Looking at what spans are called",
            work,
            done=lambda names: self._show(names) if mine(job) else None,
            failed=failed,
        )
        if not self._names:
            self.say(_WAITING)

    def say(self, sentence: str) -> None:
        """Say what was done, or what there is to know."""
        self._said.setText(breakable(displayed(sentence)))

    def refuse(self, sentence: str) -> None:
        """Say why something was not done."""
        self.say(f"⚠ {sentence}")

    def chosen(self) -> list[UnlistedName]:
        """Return the names that are chosen, from the top."""
        rows = sorted(index.row() for index in self.table.selectionModel().selectedRows())
        return [self._listed[row] for row in rows if row < len(self._listed)]

    def done(self, result: int) -> None:
        """Stop looking."""
        self._over = True
        self._typing.stop()
        if self._job is not None:
            self._job.cancel()
        super().done(result)

    def _build(self) -> None:
        box = QVBoxLayout(self)
        box.setContentsMargins(18, 18, 18, 14)
        box.setSpacing(10)
        row = QHBoxLayout()
        self.filter = named(QLineEdit(placeholderText="filter names…", clearButtonEnabled=True), "nameFilter")
        self.filter.setAccessibleName("Show only names that hold these words")
        self.whose = named(QComboBox(), "whose")
        self.whose.setAccessibleName("Whose spans count")
        self.whose.addItem("in all layers", False)
        self.whose.addItem("in my layer", True)
        row.addWidget(self.filter, 1)
        row.addWidget(self.whose)
        box.addLayout(row)
        self._rows = RowsModel(_COLUMNS, self)
        self.table = rows_table(self._rows, "unlistedNames", "Names that the list does not know")
        width = self.table.fontMetrics().averageCharWidth()
        self.table.setColumnWidth(1, width * 8 + 16)
        self.table.setColumnWidth(2, width * 30 + 16)
        box.addWidget(self.table, 1)
        self.actor = named(QLineEdit(), "actor")
        self.actor.setMaxLength(LONGEST_NAME)
        self.actor.setPlaceholderText("type an actor, or choose names that are said to mean one")
        offer_actors(self.actor, self._session)
        form = new_form()
        add_row(form, "The chosen are names &of", self.actor)
        box.addLayout(form)
        box.addLayout(self._build_buttons())
        self._said = plain_label(wrap=True, name="sentence")
        self._said.setMinimumHeight(self._said.fontMetrics().lineSpacing())
        box.addWidget(self._said)

    def _build_buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.add = named(QPushButton("&Add them to it"), "add")
        self.add.setDefault(True)
        self.add.clicked.connect(self._add)
        self.take = named(QPushButton("Use the c&urrent words", autoDefault=False), "take")
        self.take.clicked.connect(self._take_current)
        self.each = named(QPushButton("&Each is an actor of its own", autoDefault=False), "each")
        self.each.clicked.connect(self._add_each)
        close = QPushButton("Close", autoDefault=False)
        close.clicked.connect(self.close)
        for button in (self.add, self.take, self.each):
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(close)
        return row

    def _show(self, names: list[UnlistedName]) -> None:
        self._job = None
        self._names = names
        self._narrow()
        if self._said.text() in ("", _WAITING):
            self.say("" if names else _NOTHING)

    def _narrow(self) -> None:
        words = fold_name(self.filter.text()).split()
        self._listed = [one for one in self._names if all(word in fold_name(one.words) for word in words)]
        self._rows.fill([(one.words, f"{one.spans:,}", one.said) for one in self._listed])
        if self._listed:
            go_to_row(self.table, 0)
        self._follow_choice()

    def _follow_choice(self) -> None:
        """Propose the actor that the chosen names are said to mean, unless somebody typed another."""
        said = {one.said for one in self.chosen()} - {""}
        if len(said) == 1 and not self.actor.isModified():
            self.actor.setText(said.pop())
        elif not self.actor.isModified():
            self.actor.clear()
        self._allow()

    def _allow(self) -> None:
        chosen, writable = bool(self.chosen()), self._session.writable
        self.add.setEnabled(chosen and writable and bool(self.actor.text().strip()))
        for button in (self.take, self.each):
            button.setEnabled(chosen and writable)

    def _take_current(self) -> None:
        row = self.table.currentIndex().row()
        if 0 <= row < len(self._listed):
            self.actor.setText(self._listed[row].words)
            self.actor.setModified(True)
            self.actor.setFocus()

    def _add(self) -> None:
        actor = self.actor.text().strip()
        self._ask_for([Alias(actor, one.words.strip()) for one in self.chosen()])

    def _add_each(self) -> None:
        self._ask_for([Alias(one.words.strip(), one.words.strip()) for one in self.chosen()])

    def _ask_for(self, aliases: list[Alias]) -> None:
        try:
            for alias in aliases:
                check_alias(alias)
        except UserError as error:
            self.refuse(str(error))
            return
        if aliases:
            self.actor.setModified(False)
            self.add_wanted.emit(aliases)

    def _take_in(self, changes: Changes) -> None:
        if changes.aliases or changes.wholesale:
            self.look()

    def added(self, aliases: Sequence[Alias]) -> None:
        """Take names out of the list that were added; called when that is saved."""
        gone = {alias.folded for alias in aliases}
        self._names = [one for one in self._names if fold_name(one.words) not in gone]
        self._narrow()
        actors = list(dict.fromkeys(alias.canonical for alias in aliases))
        count = f"{len(aliases):,} names" if len(aliases) > 1 else name(aliases[0].variant)
        self.say(f"added {count}{f' to {name(actors[0])}' if len(actors) == 1 else ''}")
