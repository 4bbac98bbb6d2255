"""Changing the keys of actions: a table of all of them, a field that takes a key, and a question where two want one."""

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from annotator.gui.actions import ActionTable, Entry, Scope
from annotator.gui.dialogs.form import hint, named
from annotator.gui.dialogs.key_answer import KeyAnswer
from annotator.gui.dialogs.key_field import KeyField
from annotator.gui.dialogs.key_rows import Column, KeyRows
from annotator.gui.key_map import MOST_KEYS, Chosen, choose, without
from annotator.gui.keys import refusal, written, written_all
from annotator.gui.panels.quiet_table import make_quiet
from annotator.gui.plain import breakable, plain_label

_SPACE = 8
_MARGIN = 18
_SIZE = (860, 620)


class ChangeKeys(QDialog):
    """Gives actions other keys. What is changed holds at once; there is nothing to accept in the end."""

    chosen = Signal(object)
    """The keys that the annotator gave to actions, after each change."""

    def __init__(self, actions: ActionTable, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("changeKeys")
        self.setWindowTitle("Change keys")
        self._actions = actions
        self._adds = False
        self._sought = ""
        self.answer = KeyAnswer()
        self.rows = KeyRows(actions, self)
        box = QVBoxLayout(self)
        box.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN - 4)
        box.setSpacing(_SPACE)
        box.addLayout(self._build_search())
        box.addWidget(self._build_table(), 1)
        box.addWidget(self._build_about())
        box.addLayout(self._build_change())
        box.addWidget(self.answer)
        box.addWidget(self._build_end())
        self._connect()
        self._find()
        self.resize(*_SIZE)

    def reject(self) -> None:
        """With Escape answer a question with no; without one close."""
        if self.answer.asks:
            self._leave_it()
        else:
            super().reject()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Go from the words to what they found; in the table change keys with Enter and take them away with Delete."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            keys = self._keys_in_words if watched is self.words else self._keys_in_table
            does = keys.get(Qt.Key(event.key()))
            if does is not None and not event.isAutoRepeat():
                does()
                return True
        return super().eventFilter(watched, event)

    def _build_search(self) -> QHBoxLayout:
        self.words = named(QLineEdit(placeholderText="Type to narrow down", clearButtonEnabled=True), "keyWords")
        self.words.setAccessibleName("Show only what holds these words")
        self.key = KeyField("keySought", "Show only what has this key")
        self.key.setMaximumWidth(190)
        label = plain_label("or by &key:")
        label.setBuddy(self.key)
        row = QHBoxLayout()
        row.setSpacing(_SPACE)
        row.addWidget(self.words, 1)
        row.addWidget(label)
        row.addWidget(self.key)
        return row

    def _build_table(self) -> QTableView:
        table = self.table = named(QTableView(), "keyTable")
        table.setAccessibleName("What can be done, and its keys")
        table.setModel(self.rows)
        make_quiet(table)
        header = table.horizontalHeader()
        header.setStretchLastSection(True)
        letter = table.fontMetrics().averageCharWidth()
        for column, letters in ((Column.WHAT, 38), (Column.KEYS, 30)):
            table.setColumnWidth(column, letter * letters)
        return table

    def _build_about(self) -> QWidget:
        self.about = hint("", "keyAbout")
        self.about.setMinimumHeight(self.about.fontMetrics().lineSpacing())
        return self.about

    def _build_change(self) -> QHBoxLayout:
        self.new = KeyField("keyNew", "New key")
        self.change = _button("&Change", "changeKey", "Press another key for what is chosen")
        self.add = _button("&Add a key", "addKey", "Press one more key for what is chosen")
        self.remove = _button("Re&move keys", "removeKeys", "What is chosen has no key any more")
        self.reset = _button("&Reset", "resetKeys", "What is chosen has its usual keys again")
        label = plain_label("&New key:")
        label.setBuddy(self.new)
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(label)
        row.addWidget(self.new, 1)
        for button in (self.change, self.add, self.remove, self.reset):
            row.addWidget(button)
        return row

    def _build_end(self) -> QDialogButtonBox:
        buttons = QDialogButtonBox()
        self.reset_all = _button("Re&set all…", "resetAllKeys", "Everything has its usual keys again")
        close = _button("Close", "close", "")
        buttons.addButton(self.reset_all, QDialogButtonBox.ButtonRole.ResetRole)
        buttons.addButton(close, QDialogButtonBox.ButtonRole.RejectRole)
        close.clicked.connect(super().reject)
        return buttons

    def _connect(self) -> None:
        enter = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        self._keys_in_words = dict.fromkeys([*enter, Qt.Key.Key_Down], self._go_to_table)
        self._keys_in_table = {
            **dict.fromkeys(enter, self._listen),
            **dict.fromkeys([Qt.Key.Key_Delete, Qt.Key.Key_Backspace], self._take_away),
        }
        self.words.textChanged.connect(self._find)
        self.words.installEventFilter(self)
        self.key.asked.connect(self.key.listen)
        self.key.taken.connect(self._seek)
        self.key.given_up.connect(lambda: self._seek(""))
        self.table.installEventFilter(self)
        self.table.doubleClicked.connect(lambda _: self._listen())
        self.table.selectionModel().currentRowChanged.connect(self._show_current)
        self.rows.modelReset.connect(self._show_current)
        self.new.asked.connect(self._listen)
        self.new.taken.connect(self._pressed)
        self.new.given_up.connect(self._gave_up)
        self.change.clicked.connect(self._listen)
        self.add.clicked.connect(lambda: self._listen(adds=True))
        self.remove.clicked.connect(self._take_away)
        self.reset.clicked.connect(self._reset)
        self.reset_all.clicked.connect(self._ask_to_reset_all)
        self.answer.declined.connect(self._leave_it)

    @property
    def current(self) -> Entry | None:
        """The action whose keys are changed."""
        return self.rows.entry(self.table.currentIndex().row())

    def _seek(self, key: str) -> None:
        self._sought = key
        self._find()

    def _find(self) -> None:
        """List what fits the words and the key; the same action stays current if it still does."""
        before = self.current
        self.rows.find(self.words.text(), self._sought)
        row = -1 if before is None else self.rows.row_of(before.spec.id)
        self.table.setCurrentIndex(self.rows.index(max(row, 0), 0) if self.rows.rowCount() else QModelIndex())
        self._show_current()
        self.answer.say("" if self.rows.rowCount() else self._why_nothing())

    def _why_nothing(self) -> str:
        if self._sought and not self.words.text().strip():
            return refusal(self._sought, Scope.ARTICLE) or f"Nothing has {written(self._sought)}."
        return "Nothing that can be done fits these words."

    def _show_current(self) -> None:
        entry = self.current
        self.answer.drop_question()
        self.new.show_key("")
        self.about.setText("" if entry is None else breakable(f"{entry.spec.menu.title}: {entry.spec.help}"))
        for widget in (self.new, self.change):
            widget.setEnabled(entry is not None)
        self._allow()

    def _allow(self) -> None:
        entry = self.current
        keys = () if entry is None else self._actions.keys.keys[entry.spec.id]
        self.add.setEnabled(0 < len(keys) < MOST_KEYS)
        self.remove.setEnabled(bool(keys))
        self.reset.setEnabled(entry is not None and entry.spec.id in self._actions.chosen)
        self.reset_all.setEnabled(bool(self._actions.chosen))

    def _listen(self, *, adds: bool = False) -> None:
        entry = self.current
        if entry is not None:
            self.answer.drop_question()
            self._adds = adds
            self.answer.say(
                f"Press {'one more' if adds else 'the new'} key for “{entry.title}”; Esc leaves it as it is."
            )
            self.new.listen()

    def _go_to_table(self) -> None:
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _gave_up(self) -> None:
        self.answer.say("")
        self._go_to_table()

    def _pressed(self, key: str) -> None:
        """Give the key to the current action: at once if it is free, after a question if another has it."""
        entry = self.current
        if entry is None or not key:
            return
        why, owner = refusal(key, entry.spec.scope), self._actions.entry_with(key, entry.spec.scope)
        if why:
            self.answer.say(f"{why} Press another, or Esc.")
            self.new.listen()
        elif owner is None or owner.spec.id == entry.spec.id:
            self._give(entry, key)
        else:
            self.answer.ask(self._words_of_conflict(entry, key, owner), "&Take it", lambda: self._give(entry, key))

    def _words_of_conflict(self, entry: Entry, key: str, owner: Entry) -> str:
        left = [other for other in self._actions.keys.keys[owner.spec.id] if other != key]
        rest = f"would keep {written_all(left)}" if left else "would have no other key"
        return f"{written(key)} belongs to “{owner.title}”, which {rest}. Take it for “{entry.title}”?"

    def _give(self, entry: Entry, key: str) -> None:
        had = self._actions.keys.keys[entry.spec.id] if self._adds else ()
        keys = tuple(dict.fromkeys([*had, key]))
        self._apply(choose(self._actions.specs(), self._actions.chosen, entry.spec.id, keys))
        self._finish(f"“{entry.title}” has {written_all(keys)} now.")

    def _take_away(self) -> None:
        entry = self.current
        if entry is not None and self._actions.keys.keys[entry.spec.id]:
            self._apply(choose(self._actions.specs(), self._actions.chosen, entry.spec.id, ()))
            self._finish(f"“{entry.title}” has no key now; it is still in its menu and in the command palette.")

    def _reset(self) -> None:
        entry = self.current
        if entry is not None and entry.spec.id in self._actions.chosen:
            self._apply(without(self._actions.chosen, entry.spec.id))
            keys = written_all(self._actions.keys.keys[entry.spec.id])
            lost = self._actions.lost_words(entry.spec.id)
            self._finish(f"“{entry.title}” has {keys or 'no key'} as usual. {lost}")

    def _ask_to_reset_all(self) -> None:
        count = len(self._actions.chosen)
        what = "one action" if count == 1 else f"{count} actions"
        self.answer.ask(
            f"You gave keys of your own to {what}. Give back the usual ones?", "Rese&t all", self._reset_all
        )

    def _reset_all(self) -> None:
        self._apply({})
        self._finish("Everything has its usual keys.")

    def _apply(self, chosen: Chosen) -> None:
        self._actions.choose_keys(chosen)
        self.chosen.emit(self._actions.chosen)

    def _finish(self, sentence: str) -> None:
        """Say what was done, and be ready for the next action."""
        self.answer.drop_question()
        self.new.show_key("")
        self._allow()
        self._go_to_table()
        self.answer.say(sentence)

    def _leave_it(self) -> None:
        self._finish("Nothing was changed.")


def _button(text: str, name: str, spoken: str) -> QPushButton:
    button = named(QPushButton(text), name)
    if spoken:
        button.setAccessibleDescription(spoken)
    return button
