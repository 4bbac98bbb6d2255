"""What the actions do. The table of actions names these methods."""

from annotator.gui.commands_articles import ArticleCommands
from annotator.gui.commands_project import ProjectCommands
from annotator.gui.commands_spans import SpanCommands
from annotator.gui.commands_view import ViewCommands


class Commands(ProjectCommands, ArticleCommands, SpanCommands, ViewCommands):
    """All commands of a window."""
