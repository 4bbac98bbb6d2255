"""The actions of a window, made from the table of what can be done; menus, keys, palette and key sheet share them."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from annotator.gui.key_map import Chosen, KeyMap, share_out, understood
from annotator.gui.keys import keys_of, sequences, written
from annotator.gui.menus import LetterMenu
from annotator.gui.plain import isolated, set_tip, shown, without_mnemonic
from annotator.gui.specs import SPECS, SUBMENUS, ActionSpec, Menu, Scope, When, tag_specs, tagset_specs
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
    "tagset_specs",
    "written",
]


_LONGEST_TITLE = 60


class Entry(NamedTuple):
    """An action with its description."""

    spec: ActionSpec
    action: QAction

    @property
    def name(self) -> str:
        """What it is called in its menu."""
        return self.action.text().replace("&&", "\0").replace("&", "").replace("\0", "&")

    @property
    def title(self) -> str:
        """What it does, in words that need no menu around them, and that stay the same whatever it would do now."""
        title = self.spec.title
        title = title if len(title) <= _LONGEST_TITLE else f"{title[: _LONGEST_TITLE - 1]}…"
        return f"{self.spec.menu.title} {isolated(title)}" if self.spec.menu in SUBMENUS else title

    @property
    def phrase(self) -> str:
        """What it does, in words that need no menu around them."""
        return f"{self.spec.menu.title} {isolated(self.name)}" if self.spec.menu in SUBMENUS else self.name


class ActionTable(QObject):
    """The actions of a window, made from descriptions.

    Args:
        specs: what can be done in every project.
        commands: the object whose methods the descriptions name.
        window: the window, in which most keys work.
        article_view: where the others work.
        chosen: the keys that the annotator gave to actions.
    """

    keysChanged = Signal()
    """Some action has other keys than before."""

    def __init__(
        self,
        specs: Sequence[ActionSpec],
        commands: object,
        window: QWidget,
        article_view: QWidget,
        chosen: Chosen | None = None,
    ) -> None:
        super().__init__(window)
        self._commands = commands
        self._window = window
        self._article_view = article_view
        self._entries: dict[str, Entry] = {}
        self._tagset_ids: list[str] = []
        self._chosen: Chosen = chosen or {}
        self._keys = KeyMap()
        self._choices: dict[str, QActionGroup] = {}
        self._states: set[When] = set()
        self._menus = self._build_menus()
        for spec in specs:
            self._add(spec, commands)
        self._give_keys()
        self.set_states(set())

    @property
    def keys(self) -> KeyMap:
        """Who has which key."""
        return self._keys

    @property
    def chosen(self) -> Chosen:
        """The keys that the annotator gave to actions, those of other projects’ tags among them."""
        return self._chosen

    def choose_keys(self, chosen: Chosen) -> None:
        """Use the keys that the annotator gave to actions, at once and everywhere."""
        self._chosen = chosen
        self._give_keys()

    def key_of(self, action_id: str) -> str:
        """Return the first key of an action as it is written for a person; empty if it has none, or is not there."""
        keys = self._keys.keys.get(action_id)
        return written(keys[0]) if keys else ""

    def entry_with(self, key: str, scope: Scope = Scope.ARTICLE) -> Entry | None:
        """Return the action that has a key in ``scope``, if any has."""
        owner = self._keys.owner(key, scope)
        return None if owner is None else self._entries[owner]

    def lost_words(self, action_id: str) -> str:
        """Say which keys an action lost to which others; empty if it lost none."""
        lost = self._keys.lost.get(action_id, ())
        return " ".join(f"{written(key)} belongs to “{self._entries[owner].title}”." for key, owner in lost)

    def action(self, action_id: str) -> QAction:
        """Return the action with this id; raise :exc:`KeyError` if there is none."""
        return self._entries[action_id].action

    def entry(self, action_id: str) -> Entry:
        """Return the action with this id and its description; raise :exc:`KeyError` if there is none."""
        return self._entries[action_id]

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
        entry = self._entries[action_id]
        spec = entry.spec
        literal = without_mnemonic(shown(text))
        if text.startswith(spec.title):
            literal = spec.text + literal[len(without_mnemonic(spec.title)) :]
        entry.action.setText(literal)
        _describe(entry)

    def set_checked(self, action_id: str, checked: bool) -> None:
        """Show whether something is switched on."""
        self._entries[action_id].action.setChecked(checked)

    def add(self, specs: Iterable[ActionSpec], commands: object) -> None:
        """Offer more, from now on; ``commands`` is the object whose methods the descriptions name."""
        for spec in specs:
            self._add(spec, commands)
        self._give_keys()
        self.set_states(self._states)

    def hang_into(self, scope: Scope, widget: QWidget) -> None:
        """Let the keys of all actions of a scope work in ``widget`` and what is in it."""
        for entry in self._entries.values():
            if entry.spec.scope is scope:
                widget.addAction(entry.action)

    def set_tags(self, tagset: Tagset | None) -> None:
        """Offer what ``tagset`` brings along: its tags, each by its letter and by the digit of its place, and more."""
        specs = tagset_specs(tagset) if tagset is not None else []
        if specs == [self._entries[action_id].spec for action_id in self._tagset_ids]:
            return
        for action_id in self._tagset_ids:
            action = self._entries.pop(action_id).action
            self._window.removeAction(action)
            self._article_view.removeAction(action)
            action.deleteLater()
        self._tagset_ids = [spec.id for spec in specs]
        for spec in specs:
            self._add(spec, self._commands)
        self._give_keys()
        self.set_states(self._states)

    def _add(self, spec: ActionSpec, commands: object) -> None:
        # Given with the text, PySide would look for an icon in it, and load all that icons can be.
        action = QAction(self._window)
        action.setText(spec.text)
        action.setObjectName(spec.id)
        action.setMenuRole(QAction.MenuRole.NoRole)
        action.setCheckable(spec.checkable)
        if spec.choice:
            self._choices.setdefault(spec.choice, QActionGroup(self._window)).addAction(action)
        _connect(action, spec, commands)
        if spec.scope is not Scope.WINDOW:
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        if spec.scope is Scope.ARTICLE:
            self._article_view.addAction(action)
        elif spec.scope is Scope.WINDOW:
            self._window.addAction(action)
        if spec.begins_group:
            self._menus[spec.menu].addSeparator()
        self._menus[spec.menu].addAction(action)
        self._menus[spec.menu].menuAction().setVisible(True)
        self._entries[spec.id] = Entry(spec, action)

    def _build_menus(self) -> dict[Menu, QMenu]:
        menus: dict[Menu, QMenu] = {menu: LetterMenu(menu.value, self._window) for menu in Menu}
        for menu, parent in SUBMENUS.items():
            menus[parent].addMenu(menus[menu])
        # Nothing to review, no menu for it.
        menus[Menu.REVIEW].menuAction().setVisible(False)
        return menus

    def _give_keys(self) -> None:
        """Give every action the keys that are its own now."""
        before = self._keys
        specs = self.specs()
        self._chosen = understood(specs, self._chosen)
        self._keys = share_out(specs, self._chosen)
        for entry in self._entries.values():
            keys = self._keys.keys[entry.spec.id]
            # One that is new has no keys and no words yet, whatever was there under its name.
            if keys != before.keys.get(entry.spec.id) or not entry.action.statusTip():
                entry.action.setShortcuts(sequences(keys))
                _describe(entry)
        if self._keys != before:
            self.keysChanged.emit()


def _connect(action: QAction, spec: ActionSpec, commands: object) -> None:
    command = getattr(commands, spec.command)
    if spec.argument is None:
        action.triggered.connect(lambda _checked=False: command())
    else:
        action.triggered.connect(lambda _checked=False: command(spec.argument))


def _describe(entry: Entry) -> None:
    keys = " or ".join(keys_of(entry.action))
    title = f"{entry.name}  ({keys})" if keys else entry.name
    set_tip(entry.action, "\n".join(line for line in (title, entry.spec.help) if line))
    entry.action.setStatusTip(entry.spec.help)
