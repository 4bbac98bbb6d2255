"""What the actions do. The table of actions names these methods."""

from annotator.gui.commands.articles import ArticleCommands
from annotator.gui.commands.choosing import ChoosingCommands
from annotator.gui.commands.describing import DescribingCommands
from annotator.gui.commands.project import ProjectCommands
from annotator.gui.commands.relations import RelationCommands
from annotator.gui.commands.spans import SpanCommands
from annotator.gui.commands.tagset import TagsetCommands
from annotator.gui.commands.view import ViewCommands


class Commands(
    ProjectCommands,
    ArticleCommands,
    SpanCommands,
    DescribingCommands,
    RelationCommands,
    ChoosingCommands,
    TagsetCommands,
    ViewCommands,
):
    """All commands of a window."""
