"""What shows the article and the program differently, and edits nothing."""

from typing import get_args

from PySide6.QtWidgets import QApplication

from annotator.gui.commands.base import CommandsBase
from annotator.gui.commands.project import open_dialog
from annotator.gui.settings import Theme
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

    def show_theme(self) -> None:
        """Check the theme that is used, in the menu."""
        self._window.action_table.set_checked(f"view.theme_{self._window.settings.theme}", True)

    def toggle_panel(self, name: str) -> None:
        """Show or hide a panel."""
        self._window.show_panel(name, not self._window.panel_shown(name))

    def step_back(self) -> bool:
        """Leave what was switched on last for a while; say whether there was anything."""
        return self._window.commands.end_sticky() or self._window.commands.end_focus_mode()

    def choose_layer(self) -> None:
        """Choose whose layer is shown."""
        self._window.article_panel.choose_layer()

    def next_pane(self) -> None:
        """Go to the next part of the window."""
        self._window.panes.go(1)

    def previous_pane(self) -> None:
        """Go to the part of the window before."""
        self._window.panes.go(-1)

    def open_palette(self) -> None:
        """Show the command palette."""
        from annotator.gui.palette import CommandPalette

        CommandPalette(self._window.action_table, self._window).open()

    def show_keys(self) -> None:
        """Show what can be done, with its keys."""
        from annotator.gui.key_sheet import KeySheet

        open_dialog(KeySheet(self._window.action_table, self._window))

    def show_help(self) -> None:
        """Show the help pages."""
        from annotator.gui.help_viewer import HelpViewer

        open_dialog(HelpViewer(self._window))

    def show_about(self) -> None:
        """Say which program this is."""
        from annotator.gui.help_viewer import show_about

        show_about(self._window)
