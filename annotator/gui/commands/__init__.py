"""What the actions do. The table of actions names these methods."""

from annotator.gui.commands.actors import ActorCommands
from annotator.gui.commands.articles import ArticleCommands
from annotator.gui.commands.candidates import CandidateCommands
from annotator.gui.commands.choosing import ChoosingCommands
from annotator.gui.commands.describing import DescribingCommands
from annotator.gui.commands.explore import ExploreCommands
from annotator.gui.commands.mentions import MentionCommands
from annotator.gui.commands.moving import MovingCommands
from annotator.gui.commands.project import ProjectCommands
from annotator.gui.commands.reading import ReadingCommands
from annotator.gui.commands.relations import RelationCommands
from annotator.gui.commands.review import ReviewCommands
from annotator.gui.commands.sticky import StickyCommands
from annotator.gui.commands.stories import StoryCommands
from annotator.gui.commands.tagset import TagsetCommands
from annotator.gui.commands.view import ViewCommands


class Commands(
    ProjectCommands,
    ArticleCommands,
    MovingCommands,
    CandidateCommands,
    StickyCommands,
    DescribingCommands,
    RelationCommands,
    ChoosingCommands,
    ReadingCommands,
    StoryCommands,
    TagsetCommands,
    ViewCommands,
    ExploreCommands,
    MentionCommands,
    ReviewCommands,
    ActorCommands,
):
    """All commands of a window."""
