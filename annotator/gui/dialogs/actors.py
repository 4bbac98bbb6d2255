"""The list of actors: every name in a table, to be edited, filled and cleared of conflicts beside the article."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from annotator.gui.background import Runner
from annotator.gui.dialogs.actor_counts import ActorCounter, ActorCounts
from annotator.gui.dialogs.actor_table import ActorTable
from annotator.gui.dialogs.form import named
from annotator.gui.panels.alias_model import ORDERS, AliasModel, Column
from annotator.gui.panels.rows_model import go_to_row
from annotator.gui.panels.wording import name, quoted_short
from annotator.gui.plain import breakable, plain_label
from annotator.gui.plain import sentence as displayed
from annotator.gui.session import Session
from annotator.model.aliases import Alias, AliasKey
from annotator.project.aliases import (
    AliasCounts,
    AliasQuery,
    Which,
    alias_keys,
    count_aliases,
    rivals_of,
)
from annotator.project.changes import Changes

TYPING_PAUSE = 180
"""Milliseconds without a key after which the filter is applied."""
_CHOICES: tuple[tuple[Which, str], ...] = (
    ("all", "all names"),
    ("conflicts", "names in conflict"),
    ("ambiguous", "ambiguous names"),
)
_EMPTY = (
    "Nobody is in the list yet. Add an actor, import a list, or fill it from what spans are called.",
    "No name matches.",
)


class ActorsDialog(QDialog):
    """Shows the list and asks for edits of it; what it shows changes when they are saved.

    Args:
        session: the open project; the dialog closes with it.
        runner: counts spans beside the window.
    """

    change_wanted = Signal(object)
    """An :class:`~annotator.model.aliases.Alias` with its key, as it shall read."""
    ambiguous_wanted = Signal(object, object)
    """Keys of aliases, and whether they are ambiguous."""
    remove_wanted = Signal(object)
    """Keys of aliases."""
    add_wanted = Signal(object)
    """The actor of the current row, or an empty name."""
    rename_wanted = Signal(object)
    """An actor."""
    merge_wanted = Signal(object)
    """Actors, the current one first."""
    fill_wanted = Signal()
    import_wanted = Signal()
    export_wanted = Signal()

    def __init__(self, session: Session, runner: Runner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("actorsDialog")
        self.setWindowTitle("Actors")
        self._session = session
        self._spans_changed = False
        self.model = AliasModel(session, self.change_wanted.emit, self)
        self._build()
        self._typing = QTimer(self, singleShot=True, interval=TYPING_PAUSE)
        self._typing.timeout.connect(self.refresh)
        self._counter = ActorCounter(session, runner, self)
        self._counter.counted.connect(self._show_count)
        self._connect()
        self.resize(900, 560)
        self.refresh()
        self._counter.count()
        self.table.setFocus()

    @property
    def query(self) -> AliasQuery:
        """What is listed, and in which order."""
        header = self.table.horizontalHeader()
        return AliasQuery(
            self.filter.text(),
            self.which.currentData(),
            ORDERS.get(Column(header.sortIndicatorSection()), "canonical"),
            header.sortIndicatorOrder() == Qt.SortOrder.DescendingOrder,
        )

    def refresh(self) -> None:
        """List what matches now, and stay on the same name."""
        self._typing.stop()
        key, row = self._current_key(), self.table.currentIndex().row()
        found = self._session.ask(lambda project: (alias_keys(project, self.query), count_aliases(project)))
        if found is None:
            return
        keys, counts = found
        self.model.fill(keys)
        self._show_length(counts)
        self._go_to(self.model.row_of(key) if self.model.row_of(key) >= 0 else row)

    def say(self, sentence: str) -> None:
        """Say what was done."""
        self._said.setText(breakable(displayed(sentence)))

    def refuse(self, sentence: str) -> None:
        """Say why something was not done."""
        self.say(f"⚠ {sentence}")

    def current(self) -> Alias | None:
        """Return the alias of the current row."""
        line = self.model.line(self.table.currentIndex().row())
        return None if line is None else line.alias

    def chosen(self) -> list[AliasKey]:
        """Return the keys of the chosen rows."""
        return [self.model.key(row) for row in self.table.chosen_rows()]

    def add_keys(self, keys: Iterable[QKeySequence], action: Callable[[], object]) -> None:
        """Let keys do something in this dialog that they do in the window as well."""
        for sequence in keys:
            QShortcut(sequence, self).activated.connect(action)

    def event(self, event: QEvent) -> bool:
        """Count anew when somebody comes back who has marked spans meanwhile."""
        if event.type() == QEvent.Type.WindowActivate and self._spans_changed:
            self._spans_changed = False
            self._counter.count_soon()
        return super().event(event)

    def done(self, result: int) -> None:
        """Count no more."""
        self._counter.stop()
        self._typing.stop()
        super().done(result)

    def _build(self) -> None:
        box = QVBoxLayout(self)
        box.setContentsMargins(14, 14, 14, 12)
        box.setSpacing(8)
        box.addLayout(self._build_filter())
        self.table = ActorTable(self.model, self._session)
        box.addWidget(self.table, 1)
        self._empty = plain_label(wrap=True, name="noActors")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        box.addWidget(self._empty, 1)
        self._rivals = plain_label(wrap=True, name="rivals")
        box.addWidget(self._rivals)
        box.addLayout(self._build_buttons())
        self._said = plain_label(wrap=True, name="sentence")
        self._said.setMinimumHeight(self._said.fontMetrics().lineSpacing())
        box.addWidget(self._said)

    def _build_filter(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.filter = named(QLineEdit(placeholderText="filter names…", clearButtonEnabled=True), "actorFilter")
        self.filter.setAccessibleName("Show only names that hold these words")
        self.filter.setAcceptDrops(False)
        self.which = named(QComboBox(), "which")
        self.which.setAccessibleName("Which names are listed")
        for which, text in _CHOICES:
            self.which.addItem(text, which)
        self._length: QLabel = plain_label(name="length")
        row.addWidget(self.filter, 1)
        row.addWidget(self.which)
        row.addWidget(self._length)
        return row

    def _build_buttons(self) -> QVBoxLayout:
        self.buttons = {
            text: self._button(text, action)
            for text, action in (
                ("&Add…", self._add),
                ("&Remove", self._remove),
                ("Re&name…", self._rename),
                ("&Merge…", self._merge),
                ("From &spans…", self.fill_wanted.emit),
                ("&Import…", self.import_wanted.emit),
                ("&Export…", self.export_wanted.emit),
            )
        }
        close = self._button("Close", self.close)
        rows = QVBoxLayout()
        first, second = QHBoxLayout(), QHBoxLayout()
        for number, button in enumerate(self.buttons.values()):
            (first if number < len(self.buttons) // 2 + 1 else second).addWidget(button)
        first.addStretch(1)
        second.addStretch(1)
        second.addWidget(close)
        rows.addLayout(first)
        rows.addLayout(second)
        return rows

    def _button(self, text: str, action: Callable[[], object]) -> QPushButton:
        button = QPushButton(text, autoDefault=False)
        button.clicked.connect(lambda _checked=False: action())
        return button

    def _connect(self) -> None:
        self.filter.textChanged.connect(lambda _: self._typing.start())
        self.filter.returnPressed.connect(self._enter_list)
        self.which.activated.connect(lambda _: self.refresh())
        self.table.horizontalHeader().sortIndicatorChanged.connect(lambda *_: self.refresh())
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._show_rivals())
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._allow())
        self.table.remove_wanted.connect(self._remove)
        self.table.ambiguous_wanted.connect(self._toggle_ambiguous)
        self._session.changed.connect(self._take_in)
        self._session.refused.connect(self.refuse)
        self._session.closed.connect(self.close)
        self.add_keys([QKeySequence(QKeySequence.StandardKey.Find)], self.filter.setFocus)
        self.add_keys([QKeySequence(Qt.Key.Key_Insert)], self._add)

    def _take_in(self, changes: Changes) -> None:
        if changes.aliases or changes.wholesale:
            self.refresh()
            self._counter.count_soon()
        elif changes.articles:
            self._spans_changed = True

    def _show_count(self, count: ActorCounts) -> None:
        self.model.show_spans(count.spans)
        called = dict(_CHOICES)["conflicts"]
        self.which.setItemText(1, f"{called} ({count.conflicts:,})" if count.conflicts else called)

    def _show_length(self, counts: AliasCounts) -> None:
        listed = len(self.model)
        names = f"{listed:,} of {counts.aliases:,}" if listed != counts.aliases else f"{listed:,}"
        self._length.setText(f"{names} names · {counts.actors:,} actors")
        self.table.setVisible(bool(listed))
        self._empty.setVisible(not listed)
        self._empty.setText(_EMPTY[counts.aliases > 0])
        self._show_rivals()
        self._allow()

    def _show_rivals(self) -> None:
        """Say of the current name with which other actor it is in conflict, and what can be done."""
        line = self.model.line(self.table.currentIndex().row())
        rivals = []
        if line is not None and line.conflict:
            key = line.alias.key
            rivals = self._session.ask(lambda project: rivals_of(project, key)) or []
        self._rivals.setVisible(bool(rivals))
        if line is not None and rivals:
            others = " and ".join(name(actor) for actor in dict.fromkeys(rival.canonical for rival in rivals[:3]))
            self._rivals.setText(
                breakable(
                    f"⚠ {quoted_short(line.alias.variant)} also means {others} at the same time. "
                    "Call both ambiguous (Space), or say from when until when."
                )
            )

    def _allow(self) -> None:
        writable, chosen = self._session.writable, bool(self.table.chosen_rows())
        for text, button in self.buttons.items():
            needs_row = text in ("&Remove", "Re&name…", "&Merge…")
            button.setEnabled((writable or text == "&Export…") and (chosen or not needs_row))

    def _add(self) -> None:
        current = self.current()
        if self.buttons["&Add…"].isEnabled():
            self.add_wanted.emit("" if current is None else current.canonical)

    def _remove(self) -> None:
        if self._may_edit() and self.chosen():
            self.remove_wanted.emit(self.chosen())

    def _toggle_ambiguous(self) -> None:
        current = self.current()
        if current is not None and self._may_edit():
            self.ambiguous_wanted.emit(self.chosen() or [current.key], not current.ambiguous)

    def _rename(self) -> None:
        current = self.current()
        if current is not None:
            self.rename_wanted.emit(current.canonical)

    def _merge(self) -> None:
        current = self.current()
        lines = (self.model.line(row) for row in self.table.chosen_rows())
        actors = [line.alias.canonical for line in lines if line is not None]
        if current is not None:
            self.merge_wanted.emit(list(dict.fromkeys([current.canonical, *actors])))

    def _may_edit(self) -> bool:
        if not self._session.writable:
            self.refuse(self._session.why_read_only or "The project is open to be read only.")
        return self._session.writable

    def _enter_list(self) -> None:
        self.refresh()
        self.table.setFocus()

    def _current_key(self) -> AliasKey | None:
        row = self.table.currentIndex().row()
        return self.model.key(row) if 0 <= row < len(self.model) else None

    def _go_to(self, row: int) -> None:
        if len(self.model):
            go_to_row(self.table, min(max(row, 0), len(self.model) - 1))
