"""Looking for stories beside the window's work, and what was found as a sentence."""

from annotator.jobs.progress import Cancelled, Report, never, silent
from annotator.project.project import OpenStep, Project
from annotator.project.stories import FoundStories, find_stories


def look_for_stories(
    project: Project, report: Report = silent, cancelled: Cancelled = never, step: OpenStep | None = None
) -> FoundStories:
    """Put articles that are near-copies of one another into stories.

    Args:
        project: where; articles that were looked at before are only compared with those that were not.
        report: told how far it is.
        cancelled: asked now and then; when it is stopped, no article has been put into a story.
        step: the step that this belongs to, such as an import; without it, it is an undoable step of its own.
    """

    def told(done: int, total: int, what: str) -> bool:
        # Of an import it is the least part, of which it is told already how far it is.
        report(done, 0 if step is not None else total, what)
        return not cancelled()

    return find_stories(project, told, step)


def found_words(found: FoundStories) -> str:
    """Say what was found; nothing if that was nothing."""
    if not found.articles:
        return ""
    articles = "1 article is a copy" if found.articles == 1 else f"{found.articles:,} articles are copies"
    return f"{articles} of others, in {found.stories:,} {'story' if found.stories == 1 else 'stories'}"
