"""Going through articles: open, done, flag, back and forth in the history."""

from collections.abc import Callable

from annotator.gui.commands.base import CommandsBase
from annotator.gui.commands.project import open_dialog
from annotator.gui.modes import ANNOTATE, REVIEW
from annotator.gui.panels.wording import quoted_short, step_words
from annotator.jobs.progress import Cancelled, Report
from annotator.model.article import Article, ArticleKey, Meta
from annotator.project import edits, history
from annotator.project.changes import Changes
from annotator.project.history import StepInfo, WentOn
from annotator.project.project import Project

MOST_AT_ONCE = 2000
"""A step back over more spans or articles than that would be felt as a halt, and becomes a job."""


class ArticleCommands(CommandsBase):
    """Commands on the open article and the list."""

    def open_article(self, key: ArticleKey) -> None:
        """Lay an article on the desk."""
        self._window.inspector.commit_note()
        if self._desk.lay(key) and self._desk.article is not None:
            meta = self._desk.article.meta
            self._status.say(f"opened {quoted_short(meta.title or self._desk.article.text)}")
        self._window.articles.select(self._desk.key)
        self._window.showing.place()

    def next_article(self) -> None:
        """Open the article below in the list."""
        self._go(1, "That was the last article listed.")

    def previous_article(self) -> None:
        """Open the article above in the list."""
        self._go(-1, "That was the first article listed.")

    def finish_article(self) -> None:
        """Call the own work on the open article done, and open the next article that is not; in Review, gold."""
        if self._window.modes.now == REVIEW:
            self._window.commands.reviewing.finish_gold()
            return
        article = self._desk.article
        if article is None:
            return
        self._window.inspector.commit_note()
        if self._desk.state.status != "done":
            done = self._session.do(lambda project: edits.set_status(project, [article.key], "done"))
            if not done:
                return
        following = self._window.articles.next_open()
        if following is None or following == article.key:
            self._status.say("Done. Every article listed is done.")
            return
        self.open_article(following)
        self._view.setFocus()
        self._status.say(f"done: {quoted_short(article.meta.title or article.text)} – Ctrl+Z undoes")

    def reopen_article(self) -> None:
        """Call the own work on the open article open again."""
        key = self._desk.key
        if key is None:
            return
        changes = self._session.do(lambda project: edits.set_status(project, [key], "open"))
        if changes:
            self._status.say("The article is open again – Ctrl+Z undoes")
        elif changes is not None:
            self._status.say("The article is open already.")

    def toggle_flag(self) -> None:
        """Flag the open article, or take the flag away."""
        key, flagged = self._desk.key, not self._desk.state.flagged
        if key is not None and self._session.do(lambda project: edits.set_flagged(project, [key], flagged=flagged)):
            self._status.say(f"{'flagged' if flagged else 'no longer flagged'} – Ctrl+Z undoes")

    def edit_metadata(self) -> None:
        """Edit what is known about the open article."""
        from annotator.gui.dialogs import MetadataDialog

        article = self._desk.article
        if article is None or not self._session.writable:
            self._status.refuse(self._session.why_read_only)
            return
        dialog = MetadataDialog(article, self._window)
        dialog.accepted.connect(lambda: self.write_metadata(article, dialog.result_value()))
        open_dialog(dialog)

    def write_metadata(self, article: Article, meta: Meta) -> None:
        """Save what is known about an article."""
        changes = self._session.do(lambda project: edits.edit_meta(project, article, meta))
        if changes:
            self._status.say(f"changed the details of {quoted_short(meta.title or article.text)} – Ctrl+Z undoes")
        elif changes is not None:
            self._status.say("The details are as they were.")

    def undo(self) -> None:
        """Take back the last step, and show what came back."""
        self._go_in_history(history.next_undo, history.undo, "undid", "There is nothing to undo.")

    def redo(self) -> None:
        """Do the last step that was undone again, and show it."""
        self._go_in_history(history.next_redo, history.redo, "redid", "There is nothing to redo.")

    def focus_filter(self) -> None:
        """Go to the filter box."""
        self._window.modes.show(ANNOTATE)
        self._window.show_articles()
        self._window.articles.focus_filter()
        self._status.say("Type words to list only the articles that hold them; Esc comes back.")

    def find(self) -> None:
        """Find words in the article."""
        if self._desk.article is not None:
            bar = self._window.article_panel.find_bar
            bar.open()
            self._status.say(bar.found_words())

    def find_next(self) -> None:
        """Go to the next match."""
        if self._desk.article is not None:
            self._go_to_match(1)

    def find_previous(self) -> None:
        """Go to the previous match."""
        if self._desk.article is not None:
            self._go_to_match(-1)

    def _go_to_match(self, step: int) -> None:
        bar = self._window.article_panel.find_bar
        bar.go(step)
        self._status.say(bar.found_words())

    def _go(self, step: int, at_the_end: str) -> None:
        key = self._window.articles.neighbour(step)
        if key is None:
            self._status.say(at_the_end)
        else:
            self.open_article(key)

    def _go_in_history(
        self,
        which: Callable[[Project], StepInfo | None],
        go: Callable[[Project, WentOn], Changes],
        done: str,
        nothing: str,
    ) -> None:
        self._window.inspector.commit_note()
        step = self._session.ask(which)
        if step is None:
            self._status.say(nothing)
            return
        self._desk.vanished = None
        if max(step.count, step.rows) > MOST_AT_ONCE:
            self._go_in_background(go, f"{done}: {step_words(step)}")
            return
        changes = self._session.do(lambda project: go(project, lambda: True))
        if changes:
            self._show_what_came_back(changes)
            self._status.say(f"{done}: {step_words(step)}")

    def _go_in_background(self, go: Callable[[Project, WentOn], Changes], done: str) -> None:
        """Take back what is too much for the blink of an eye, such as an import, beside the window."""
        project, runner = self._session.project, self._window.runner
        assert project is not None

        def work(report: Report, cancelled: Cancelled) -> Changes:
            report(0, 0, "going back")
            with project.sibling() as own:
                return go(own, lambda: not cancelled())

        def finish(_changes: Changes) -> None:
            if self._session.project is project:
                self._session.read_again()
            self._status.say(done)

        self._run_alone(
            "A large step is being taken back or done again; edits can go on when that is done.",
            lambda: runner.run("Going back", work, done=finish, failed=lambda error: self._status.refuse(str(error))),
        )

    def _show_what_came_back(self, changes: Changes) -> None:
        """Open the article that a step back touched, and go to the span that it put there or took away."""
        if self._window.modes.now == REVIEW:
            self._window.commands.reviewing.show_decided(changes)
            return
        touched = list(changes.articles) or sorted(changes.listing)
        if not touched or changes.wholesale or self._window.modes.now != ANNOTATE:
            return
        key = self._desk.key if self._desk.key in touched else touched[0]
        if key != self._desk.key:
            self.open_article(key)
        spans = changes.articles.get(key)
        if spans is None or self._desk.article is None:
            return
        if not self._desk.own:
            self._desk.show_layer(self._session.annotator)
        if spans.put and self._desk.spans.get(spans.put[0].key) is not None:
            self._view.set_current_span(spans.put[0].key)
        elif self._desk.vanished is not None:
            self._window.article_panel.reveal_place(self._desk.vanished)
            # Selected, so that another letter tags it.
            self._view.select(self._desk.vanished.start, self._desk.vanished.end)
