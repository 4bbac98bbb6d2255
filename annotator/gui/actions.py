"""The actions of a window, made from the table of what can be done; menus, keys, palette and key sheet share them."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from annotator.gui.menus import LetterMenu
from annotator.gui.plain import isolated, set_tip, shown, without_mnemonic
from annotator.gui.specs import SPECS, SUBMENUS, ActionSpec, Menu, Scope, When, tag_specs
from annotator.model.tagset import Tagset

__all__ = [
    "SPECS",
    "ActionSpec",
    "ActionTable",
    "Entry",
    "Menu",
    "Scope",
    "When",
    "keys_of",
    "sequences",
    "tag_specs",
    "written",
]


class Entry(NamedTuple):
    """An action with its description."""

    spec: ActionSpec
    action: QAction

    @property
    def name(self) -> str:
        """What it is called in its menu."""
        return self.action.text().replace("&&", "\0").replace("&", "").replace("\0", "&")

    @property
    def phrase(self) -> str:
        """What it does, in words that need no menu around them."""
        return f"{self.spec.menu.title} {isolated(self.name)}" if self.spec.menu in SUBMENUS else self.name


class ActionTable:
    """The actions of a window, made from descriptions."""

    def __init__(self, specs: Sequence[ActionSpec], commands: object, window: QWidget, article_view: QWidget) -> None:
        self._commands = commands
        self._window = window
        self._article_view = article_view
        self._entries: dict[str, Entry] = {}
        self._tag_ids: list[str] = []
        self._yielding: list[Entry] = []
        self._choices: dict[str, QActionGroup] = {}
        self._states: set[When] = set()
        self._menus = self._build_menus()
        for spec in specs:
            self._add(spec)
        self.set_states(set())

    def action(self, action_id: str) -> QAction:
        """Return the action with this id; raise :exc:`KeyError` if there is none."""
        return self._entries[action_id].action

    def entries(self) -> list[Entry]:
        """Return all actions with their descriptions, in the order of the menus."""
        order = list(Menu)
        return sorted(self._entries.values(), key=lambda entry: order.index(entry.spec.menu))

    def specs(self) -> list[ActionSpec]:
        """Return all descriptions, those of the tags among them."""
        return [entry.spec for entry in self._entries.values()]

    def menu(self, menu: Menu) -> QMenu:
        """Return one of the menus."""
        return self._menus[menu]

    def add_menus_to(self, target: QMenuBar | QMenu) -> None:
        """Hang all menus into a menu bar or a menu."""
        for menu, built in self._menus.items():
            if menu not in SUBMENUS:
                target.addMenu(built)

    def set_states(self, states: Iterable[When]) -> None:
        """Say what is the case; what cannot be done then is switched off."""
        self._states = {When.ALWAYS, *states}
        for spec, action in self._entries.values():
            action.setEnabled(spec.when in self._states)

    def set_text(self, action_id: str, text: str) -> None:
        """Call an action something else, such as “Undo: tag “at least 287” as number”; ``text`` is taken literally."""
        spec, action = self._entries[action_id]
        literal = without_mnemonic(shown(text))
        if text.startswith(spec.title):
            literal = spec.text + literal[len(without_mnemonic(spec.title)) :]
        action.setText(literal)
        _describe(spec, action, shown(text))

    def set_checked(self, action_id: str, checked: bool) -> None:
        """Show whether something is switched on."""
        self._entries[action_id].action.setChecked(checked)

    def set_tags(self, tagset: Tagset | None) -> None:
        """Offer the tags of ``tagset``, each by its letter and by the digit of its place."""
        for action_id in self._tag_ids:
            action = self._entries.pop(action_id).action
            self._window.removeAction(action)
            self._article_view.removeAction(action)
            action.deleteLater()
        self._tag_ids = []
        self._give_keys_back()
        specs = tag_specs(tagset, self._taken_letters()) if tagset is not None else []
        for spec in specs:
            self._add(spec)
            self._tag_ids.append(spec.id)
        self._yield_keys({key for spec in specs for key in spec.keys})
        self.set_states(self._states)

    def _add(self, spec: ActionSpec) -> None:
        action = QAction(spec.text, self._window)
        action.setObjectName(spec.id)
        action.setMenuRole(QAction.MenuRole.NoRole)
        action.setShortcuts(sequences(spec.keys))
        action.setCheckable(spec.checkable)
        if spec.choice:
            self._choices.setdefault(spec.choice, QActionGroup(self._window)).addAction(action)
        self._connect(action, spec)
        if spec.scope is Scope.ARTICLE:
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            self._article_view.addAction(action)
        else:
            self._window.addAction(action)
        _describe(spec, action, spec.title)
        if spec.begins_group:
            self._menus[spec.menu].addSeparator()
        self._menus[spec.menu].addAction(action)
        self._entries[spec.id] = Entry(spec, action)

    def _connect(self, action: QAction, spec: ActionSpec) -> None:
        command = getattr(self._commands, spec.command)
        if spec.argument is None:
            action.triggered.connect(lambda _checked=False: command())
        else:
            action.triggered.connect(lambda _checked=False: command(spec.argument))

    def _build_menus(self) -> dict[Menu, QMenu]:
        menus: dict[Menu, QMenu] = {menu: LetterMenu(menu.value, self._window) for menu in Menu}
        for menu, parent in SUBMENUS.items():
            menus[parent].addMenu(menus[menu])
        return menus

    def _taken_letters(self) -> set[str]:
        return {key.upper() for spec in self.specs() if spec.scope is Scope.ARTICLE for key in spec.keys}

    def _yield_keys(self, keys: set[str]) -> None:
        """Leave a key to the tag that asks for it: two actions on one key would both stay silent."""
        for entry in self._entries.values():
            spec, action = entry
            if spec.id not in self._tag_ids and keys.intersection(spec.keys):
                self._yielding.append(entry)
                action.setShortcuts(sequences([key for key in spec.keys if key not in keys]))
                _describe(spec, action, spec.title)

    def _give_keys_back(self) -> None:
        for spec, action in self._yielding:
            action.setShortcuts(sequences(spec.keys))
            _describe(spec, action, spec.title)
        self._yielding.clear()


def sequences(keys: Sequence[str]) -> list[QKeySequence]:
    """Return the keys as Qt knows them."""
    return [QKeySequence(key) for key in keys]


def written(keys: QKeySequence) -> str:
    """Return a key as it is written for a person."""
    return keys.toString(QKeySequence.SequenceFormat.NativeText)


def keys_of(action: QAction) -> list[str]:
    """Return the keys of an action as they are written for a person."""
    return [written(keys) for keys in action.shortcuts()]


def _describe(spec: ActionSpec, action: QAction, text: str) -> None:
    keys = " or ".join(keys_of(action))
    set_tip(action, "\n".join(line for line in (f"{text}  ({keys})" if keys else text, spec.help) if line))
    action.setStatusTip(spec.help)
