"""Stories: going from copy to copy, joining and splitting them, carrying marks between them."""

from collections.abc import Sequence, Set
from typing import TYPE_CHECKING

from annotator.gui.commands.base import CommandsBase
from annotator.gui.commands.project import open_dialog
from annotator.gui.panels.wording import articles_words, quoted_short
from annotator.jobs.progress import Cancelled, Report
from annotator.model.article import ArticleKey
from annotator.project.project import Project

if TYPE_CHECKING:
    from annotator.gui.dialogs.carrying import CarryRequest
    from annotator.model.span import SpanKey
    from annotator.project.carrying import Carriage
    from annotator.project.listing import ArticleRow
    from annotator.project.stories import FoundStories


class StoryCommands(CommandsBase):
    """Commands on the story that the open article is of."""

    def next_copy(self) -> None:
        """Open the next copy of the story, after the last the first."""
        copies = self._copies()
        keys = [copy.key for copy in copies]
        if len(keys) < 2 or self._desk.key not in keys:
            self._status.say("This article has no copies.")
            return
        at = (keys.index(self._desk.key) + 1) % len(keys)
        self._window.commands.open_article(keys[at])
        self._view.setFocus()
        self._status.say(f"copy {at + 1:,} of {len(keys):,}: {quoted_short(copies[at].heading)}")

    def join_story(self) -> None:
        """Choose articles that tell the same story as the open one."""
        from annotator.gui.dialogs.joining import JoinDialog

        article = self._desk.article
        if article is None or not self._may_change_stories():
            return
        told = {copy.key for copy in self._copies()} | {article.key}
        dialog = JoinDialog(lambda words: self._others(words, told), self._window)
        dialog.accepted.connect(lambda: self.join_with(article.key, dialog.result_value()))
        open_dialog(dialog)

    def join_with(self, article: ArticleKey, others: Sequence[ArticleKey]) -> None:
        """Make one story of an article and others."""
        from annotator.project.stories import join

        changes = self._session.do(lambda project: join(project, [article, *others]))
        if changes:
            self._status.say(f"one story with {articles_words(len(others))} more – Ctrl+Z undoes")
        elif changes is not None:
            self._status.say("They are one story already.")

    def split_story(self) -> None:
        """Take the open article out of its story."""
        from annotator.project.stories import split

        key = self._desk.key
        if key is None or not self._may_change_stories():
            return
        if len(self._copies()) < 2:
            self._status.refuse("This article has no copies, so there is no story to take it out of.")
        elif self._session.do(lambda project: split(project, [key])):
            self._status.say("a story of its own now, and stays one – Ctrl+Z undoes")

    def carry_marks(self) -> None:
        """Show which marks of another copy can be carried to the open article."""
        from annotator.gui.dialogs.carrying import CarryDialog

        why = self._desk.why_not_editable()
        target = self._desk.key
        if why or target is None:
            self._status.refuse(why)
            return
        others = [copy for copy in self._copies() if copy.key != target]
        if not others:
            self._status.refuse("This article has no copies to carry marks from.")
            return
        dialog = CarryDialog(others, lambda source: self._carriages(source, target), self._relations_left, self._window)
        dialog.accepted.connect(lambda: self.carry(target, dialog.result_value()))
        open_dialog(dialog)

    def carry(self, target: ArticleKey, request: "CarryRequest") -> None:
        """Carry marks from another copy."""
        from annotator.project import carrying

        changes = self._session.do(lambda p: carrying.carry(p, request.source, target, request.chosen))
        if changes:
            count = len(request.chosen)
            self._status.say(f"carried {count:,} {'mark' if count == 1 else 'marks'} from a copy – Ctrl+Z undoes")
        elif changes is not None:
            self._status.say("All of that is marked here already.")

    def find_stories(self) -> None:
        """Look for copies among the articles that have come in since that was done last."""
        from annotator.jobs.stories import found_words, look_for_stories

        project = self._session.project
        if project is None or not self._may_change_stories():
            return

        def work(report: Report, cancelled: Cancelled) -> "FoundStories":
            with project.sibling() as own:
                return look_for_stories(own, report, cancelled)

        def done(found: "FoundStories") -> None:
            if found.articles and self._session.project is project:
                self._session.read_again()
            stopped = "" if found.complete else "stopped; "
            self._status.say(f"{stopped}{found_words(found) or 'no new copies were found'}")

        self._status.say("Looking for copies…")
        self._window.runner.run(
            "Looking for copies", work, done=done, failed=lambda error: self._status.refuse(str(error))
        )

    def _may_change_stories(self) -> bool:
        if not self._session.writable:
            self._status.refuse(self._session.why_read_only or "The project is open to be read only.")
        return self._session.writable

    def _copies(self) -> "list[ArticleRow]":
        from annotator.project.stories import copies

        key = self._desk.key
        return [] if key is None else self._session.ask(lambda project: copies(project, key)) or []

    def _others(self, words: str, told: Set[ArticleKey]) -> "list[ArticleRow]":
        """Return the first articles that hold some words, but for those that tell the story already."""
        from annotator.gui.dialogs.joining import MOST
        from annotator.project.listing import ArticleQuery, article_keys, article_rows

        def look(project: Project) -> "list[ArticleRow]":
            keys = [key for key in article_keys(project, ArticleQuery(words)) if key not in told]
            return article_rows(project, keys[:MOST])

        return self._session.ask(look) or []

    def _carriages(self, source: ArticleKey, target: ArticleKey) -> "list[Carriage]":
        from annotator.project.carrying import carriages

        return self._session.ask(lambda project: carriages(project, source, target)) or []

    def _relations_left(self, source: ArticleKey, known: "Sequence[Carriage]", chosen: "set[SpanKey]") -> int:
        from annotator.project.carrying import relations_left

        return len(self._session.ask(lambda project: relations_left(project, source, known, chosen)) or [])
