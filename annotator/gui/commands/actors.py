"""The list of actors, opened from the window. What is done in it is loaded when it is first wanted."""

from functools import cached_property
from typing import TYPE_CHECKING

from annotator.gui.commands.base import CommandsBase

if TYPE_CHECKING:
    from annotator.gui.commands.actor_editing import ActorEditing


class ActorCommands(CommandsBase):
    """Commands on the project's list of actors."""

    @cached_property
    def actors(self) -> "ActorEditing":
        """What can be done to the list."""
        from annotator.gui.commands.actor_editing import ActorEditing

        return ActorEditing(self._window)

    def show_actors(self) -> None:
        """Show the list of actors beside the article."""
        self.actors.show()
