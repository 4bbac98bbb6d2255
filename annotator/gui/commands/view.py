"""What shows the article and the program differently, and edits nothing."""

from typing import get_args

from PySide6.QtCore import QPoint
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication

from annotator.gui.commands.base import CommandsBase
from annotator.gui.commands.project import open_dialog
from annotator.gui.key_map import Chosen
from annotator.gui.keys import written
from annotator.gui.modes import REVIEW
from annotator.gui.panels.wording import name as named
from annotator.gui.panels.wording import quoted_short
from annotator.gui.settings import Theme
from annotator.gui.specs import Scope
from annotator.gui.theme import apply_theme


class ViewCommands(CommandsBase):
    """Colours, panels, palette, keys and help."""

    def use_theme(self, theme: str) -> None:
        """Use light or dark colours, or those of the system."""
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        chosen: Theme = next(known for known in get_args(Theme) if known == theme)
        self._window.settings.theme = chosen
        apply_theme(application, chosen)
        self.show_theme()
        self._status.say("colours as the system has them" if chosen == "system" else f"{chosen} colours")

    def show_theme(self) -> None:
        """Check the theme that is used, in the menu."""
        self._window.action_table.set_checked(f"view.theme_{self._window.settings.theme}", True)

    def toggle_panel(self, name: str) -> None:
        """Show or hide a panel."""
        shown = not self._window.panel_shown(name)
        self._window.show_panel(name, shown)
        title = self._window.action_table.entry(f"view.{name}").spec.title
        self._status.say(f"{title} {'shown' if shown else 'hidden'}")

    def step_back(self) -> bool:
        """Leave what was switched on last for a while; say whether there was anything."""
        return self._window.commands.end_sticky() or self._window.commands.end_focus_mode()

    def choose_layer(self) -> None:
        """Choose whose layer is shown."""
        self._window.article_panel.choose_layer()
        self._status.say("Choose whose layer to show; Esc leaves it as it is.")

    def say_layer(self) -> None:
        """Say whose layer is shown."""
        whose = "Your own layer" if self._desk.own else f"The layer of {named(self._desk.layer)}"
        self._status.say(f"{whose} is shown{'' if self._desk.editable else ', to be read only'}.")

    def next_pane(self) -> None:
        """Go to the next part of the window."""
        self._go_to_pane(1)

    def previous_pane(self) -> None:
        """Go to the part of the window before."""
        self._go_to_pane(-1)

    def _go_to_pane(self, step: int) -> None:
        pane = self._window.panes.go(step)
        self._status.say("There is only this page." if pane is None else f"keyboard in: {pane.accessibleName()}")

    def explain(self, key: str) -> None:
        """Say why a key that nobody took does nothing."""
        scope = Scope.REVIEW if self._window.modes.now == REVIEW else Scope.ARTICLE
        entry = self._window.action_table.entry_with(key, scope)
        if entry is None:
            sheet = self._window.action_table.key_of("view.keys")
            where = f"{sheet} lists" if sheet else "Help → Keys lists"
            self._status.say(f"{written(key)} has no meaning here; {where} what has one.")
        elif not entry.action.isEnabled():
            self._status.refuse(self._why_not(entry.spec.when))
        elif entry.spec.scope is Scope.ARTICLE and not self._view.hasFocus():
            self._status.refuse(f"{written(key)} works in the article only.")
        elif entry.spec.scope is Scope.REVIEW:
            self._status.refuse(f"{written(key)} works in the conflict and in the list of conflicts only.")

    def open_menu(self) -> None:
        """Show what can be done at the caret."""
        self.open_menu_at(self._view.below_caret(), by_key=True)

    def open_menu_at(self, place: QPoint, *, by_key: bool = False) -> None:
        """Show what can be done with what is selected, the current span and the word at the caret.

        Args:
            place: where on the screen.
            by_key: whether the first entry should be chosen already.
        """
        from annotator.gui.context_menu import context_menu

        if self._desk.article is None or QApplication.activePopupWidget() is not None:
            return
        place_to_tag = self._view.marked_selection()
        words = "" if place_to_tag is None else self._view.text[place_to_tag.start : place_to_tag.end]
        span, spans = self._desk.current_span, self._desk.spans
        current = "" if span is None else f"{named(span.tag)} {quoted_short(spans.words(span))}"
        menu = context_menu(self._window.action_table, words, current, self._window)
        menu.popup(place)
        if by_key:
            menu.setActiveAction(next(filter(_can_be_chosen, menu.actions()), menu.actions()[0]))
        self._status.say("Choose what to do here; Esc does nothing.")

    def name_keys(self) -> None:
        """Have everything that names keys name those that work now."""
        actions = self._window.action_table
        self._status.undo_key = actions.key_of("edit.undo")
        self._window.inspector.name_keys(actions.key_of)

    def open_palette(self) -> None:
        """Show the command palette."""
        from annotator.gui.palette import CommandPalette

        CommandPalette(self._window.action_table, self._window).open()

    def show_keys(self) -> None:
        """Show what can be done, with its keys."""
        from annotator.gui.key_sheet import KeySheet

        open_dialog(KeySheet(self._window.action_table, self._window))

    def change_keys(self) -> None:
        """Give actions other keys."""
        from annotator.gui.dialogs.change_keys import ChangeKeys

        dialog = ChangeKeys(self._window.action_table, self._window)
        dialog.chosen.connect(self._remember_keys)
        open_dialog(dialog)

    def _remember_keys(self, chosen: Chosen) -> None:
        self._window.settings.keys = chosen
        count = len(chosen)
        what = f"{count} {'action has' if count == 1 else 'actions have'} keys of your own" if count else "usual keys"
        self._status.say(what)

    def show_help(self) -> None:
        """Show the help pages."""
        from annotator.gui.help_viewer import HelpViewer

        open_dialog(HelpViewer(self._window))

    def show_about(self) -> None:
        """Say which program this is."""
        from annotator.gui.help_viewer import show_about

        show_about(self._window)


def _can_be_chosen(action: QAction) -> bool:
    return action.isEnabled() and not action.isSeparator()
