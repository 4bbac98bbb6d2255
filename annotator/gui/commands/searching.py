"""Searching the project, and what is done to many hits at once."""

from annotator.gui.commands.base import CommandsBase


class SearchCommands(CommandsBase):
    """The concordance."""

    def search_project(self) -> None:
        """Search the project."""

    def find_mentions(self) -> None:
        """Find mentions."""
