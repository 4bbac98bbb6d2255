"""What the actions do. The table of actions names these methods."""

from annotator.gui.commands.actors import ActorCommands
from annotator.gui.commands.articles import ArticleCommands
from annotator.gui.commands.project import ProjectCommands
from annotator.gui.commands.spans import SpanCommands
from annotator.gui.commands.view import ViewCommands


class Commands(ProjectCommands, ArticleCommands, SpanCommands, ActorCommands, ViewCommands):
    """All commands of a window."""
